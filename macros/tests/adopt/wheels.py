"""Wheels of engines, and a company's repository that was made with an old one, for tests of
upgrades.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from zipfile import ZipFile

from handbook.adopt.shell import SHELL
from handbook.commands import upgraded
from tests.faults import fill
from tests.repositories import SURE

# The files around a handbook, as the old and the new engine bring them.
OLD_SHELL = {
    "Makefile": b"build:\n\tmkdocs build\n\n\ncheck:\n\tpytest\n",
    "README.md": b"# Our handbook\n\nRun make.\n",
    ".github/workflows/check.yml": b"name: Check\n\non: push\n\njobs: {}\n",
    "checks/test_pages.py": b"old = 1\n",
    "checks/test_gone.py": b"gone = 1\n",
    "checks/test_gone_too.py": b"gone = 1\n",
    "macros/theme/assets/logo.png": b"\x89PNG\0old",
}
NEW_SHELL = {
    "Makefile": b"build:\n\tmkdocs build --strict\n\n\ncheck:\n\tpytest\n",
    "README.md": b"# The handbook of this company\n\nRun make.\n",
    ".github/workflows/check.yml": b"name: Check\n\non: pull_request\n\njobs: {}\n",
    "checks/test_pages.py": b"new = 1\n",
    "checks/test_added.py": b"added = 1\n",
    "macros/theme/assets/logo.png": b"\x89PNG\0new",
    "docs/index.md": b"never taken\n",
    "macros/own/example.py": b"never taken\n",
}
# What the company has made of the old ones.
OURS = {
    **OLD_SHELL,
    "Makefile": b"build:\n\tmkdocs build\n\n\ncheck:\n\tpytest --our-way\n",
    "README.md": b"# How Fernhill sells\n\nRun make.\n",
    "checks/test_gone_too.py": b"gone = 2\n",
    "macros/theme/assets/logo.png": b"\x89PNG\0ours",
    "checks/test_own.py": b"def test_ours(): pass\n",
    "macros/own/tenders/rules.py": b"# ours\n",
    "docs/index.md": b"# Ours\n",
}
COMPANY = b"name: Fernhill Water  # since 2009\n"
OLD, NEW = "0.1.0", "1.0.0"


def wheel_name(version: str) -> str:
    return f"sales_handbook-{version}-py3-none-any.whl"


def write_wheel(
    folder: Path,
    version: str,
    shell: Mapping[str, bytes],
    package: Mapping[str, bytes] | None = None,
) -> Path:
    """A wheel of a version; without ``package``, with nothing in it that could be run."""
    path = folder / wheel_name(version)
    about = f"Metadata-Version: 2.4\nName: sales-handbook\nVersion: {version}\n"
    with ZipFile(path, "w") as packed:
        for name, data in (package or {}).items():
            packed.writestr(name, data)
        for name, data in shell.items():
            packed.writestr(SHELL + name, data)
        packed.writestr(f"sales_handbook-{version}.dist-info/METADATA", about)
    return path


def company(
    root: Path,
    files: Mapping[str, bytes] | None = None,
    shell: Mapping[str, bytes] = MappingProxyType(OLD_SHELL),
) -> Path:
    """A repository with an old engine, and all of it committed."""
    fill(root, {"docs/_facts/company.yml": COMPANY, **(OURS if files is None else files)})
    write_wheel(root / "macros", OLD, shell)
    git(root, "init", "-q", "-b", "main")
    commit(root)
    return root


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "As it is")


def git(root: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=root, env=SURE, check=True, capture_output=True, text=True
    )
    return done.stdout


def upgrade(root: Path, wheel: Path, *words: str) -> int:
    """The part of the new engine, run in this process."""
    return upgraded.main([str(root), str(wheel), *words])
