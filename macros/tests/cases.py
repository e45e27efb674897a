"""Every file below ``cases`` says how the good handbook is changed, and pins the complete text of
what is then wrong.

Keys of a case: ``what`` (one sentence), ``example`` (the rule whose help shows this, optional),
``faults`` (plain names, optional), ``change`` (path → list of from/to, each ``from`` standing
exactly once in the file), ``write`` (path → text), ``delete`` (paths), ``bytes`` (path →
hexadecimal digits), ``entry`` (path → link, submodule or unreadable; or a number of bytes, too many
to be read), ``today``, and last ``expect``: the text in the terminal, empty for no problem.
``pytest macros/tests --pin`` writes ``expect`` anew; a person reviews the difference.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from handbook.text.load import Folder, FolderEntry
from tests.judging import TODAY
from tests.places import TESTS

CASES = TESTS / "cases"
FILES = sorted(CASES.rglob("*.yml"))
KEYS = {
    "what",
    "example",
    "faults",
    "change",
    "write",
    "delete",
    "bytes",
    "entry",
    "today",
    "expect",
}


def name_of(path: Path) -> str:
    """What a case is called."""
    return path.relative_to(CASES).with_suffix("").as_posix()


@cache
def read_case(path: Path) -> dict[str, Any]:
    """What a case says. It is shared, so nobody changes it."""
    case = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    assert set(case) <= KEYS, f"{path.name} has unknown keys: {set(case) - KEYS}"
    assert case.get("what"), f"{path.name} does not say what it shows"
    return {"expect": "", **case}


def day_of(case: dict[str, Any]) -> date:
    """The day on which a case is judged."""
    return case.get("today", TODAY)


def apply(case: dict[str, Any], folder: Folder) -> None:
    """Change a folder as a case says."""
    for path in case.get("delete", []):
        del folder.data[path]
        del folder.entries[path]
    for path, changes in case.get("change", {}).items():
        put(folder, path, _changed(folder.data[path].decode(), changes).encode())
    for path, text in case.get("write", {}).items():
        put(folder, path, text.encode())
    for path, digits in case.get("bytes", {}).items():
        put(folder, path, bytes.fromhex(digits))
    for path, kind in case.get("entry", {}).items():
        folder.entries[path] = (
            FolderEntry(path, "file", kind) if isinstance(kind, int) else FolderEntry(path, kind)
        )
        folder.data.pop(path, None)


def _changed(text: str, changes: list[dict[str, str]]) -> str:
    for change in changes:
        assert text.count(change["from"]) == 1, (
            f"stands {text.count(change['from'])} times: {change['from']!r}"
        )
        text = text.replace(change["from"], change["to"])
    return text


def put(folder: Folder, path: str, data: bytes) -> None:
    """As load does: every name is noted; what is not below docs is not published."""
    folder.names += (path,)
    if not path.startswith(("docs/", "macros/theme/", "macros/own/")) and path != "mkdocs.yml":
        folder.outside[path] = data
        return
    folder.add(path, data)
