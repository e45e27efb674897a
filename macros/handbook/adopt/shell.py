"""The shell files: what a company's repository holds around its handbook and the engine's wheel.

The wheel carries all of them, so that the wheel from before is the base when an upgrade merges. In
the engine's own repository those that are the same for companies are where they are in use, and
``pyproject.toml`` says which the wheel takes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping

from handbook.text.load import LIBRARY, read_tree

# The name under which the engine is released.
DISTRIBUTION = "sales-handbook"
# Where the wheel holds them, from the folder that has the package in it.
SHELL = "handbook/adopt/shell/"


def shell_files() -> Mapping[str, bytes]:
    """Every shell file: its path in a company's repository → what is in it."""
    files = {**read_tree(LIBRARY.parent / SHELL), **dict(_in_use())}
    return dict(sorted(files.items()))


def _in_use() -> Iterator[tuple[str, bytes]]:
    """Those that the engine's own repository uses itself; none where the engine is installed."""
    top = LIBRARY.parents[1]
    for project in read_tree(top / "pyproject.toml").values():
        for source, target in _packed(project.decode()).items():
            for inner, data in read_tree(top / source).items():
                yield f"{target.removeprefix(SHELL)}/{inner}".rstrip("/"), data


def _packed(project: str) -> dict[str, str]:
    """What is packed as a shell file: path in the repository → path in the wheel."""
    settings = tomllib.loads(project)
    if settings.get("project", {}).get("name") != DISTRIBUTION:
        return {}
    packed = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    return {source: target for source, target in packed.items() if target.startswith(SHELL)}
