"""Every file below ``cases`` says how the good handbook is changed, and pins the complete text of what is then wrong.

Keys of a case: ``what`` (one sentence), ``example`` (the rule whose help shows this, optional), ``faults`` (plain names,
optional), ``change`` (path → list of from/to, each ``from`` standing exactly once in the file), ``write`` (path → text),
``delete`` (paths), ``bytes`` (path → hexadecimal digits),
``entry`` (path → link, submodule or unreadable; or a number of bytes, too many to be read), ``today``, and last ``expect``: the
text in the terminal, empty for no problem.
``pytest macros/tests --pin`` writes ``expect`` anew; a person reviews the difference.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from handbook.problems.problem import as_text
from handbook.text.load import Entry, Folder
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


@pytest.mark.parametrize(
    "path", FILES, ids=lambda path: path.relative_to(CASES).with_suffix("").as_posix()
)
def test_case(path: Path, good: Folder, problems_of, pin: bool) -> None:
    case = read_case(path)
    apply(case, good)
    found = "\n".join(as_text(problem) for problem in problems_of(good, *_today(case)))
    if pin:
        write_expected(path, found)
    else:
        assert found == case["expect"]


def read_case(path: Path) -> dict[str, Any]:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(case) <= KEYS, f"{path.name} has unknown keys: {set(case) - KEYS}"
    assert case.get("what"), f"{path.name} does not say what it shows"
    return {"expect": "", **case}


def _today(case: dict[str, Any]) -> list[date]:
    return [case["today"]] if "today" in case else []


def apply(case: dict[str, Any], folder: Folder) -> None:
    """Change a folder as a case says."""
    for path in case.get("delete", []):
        del folder.data[path]
        del folder.entries[path]
    for path, changes in case.get("change", {}).items():
        _put(folder, path, _changed(folder.data[path].decode(), changes).encode())
    for path, text in case.get("write", {}).items():
        _put(folder, path, text.encode())
    for path, digits in case.get("bytes", {}).items():
        _put(folder, path, bytes.fromhex(digits))
    for path, kind in case.get("entry", {}).items():
        folder.entries[path] = (
            Entry(path, "file", kind) if isinstance(kind, int) else Entry(path, kind)
        )
        folder.data.pop(path, None)


def _changed(text: str, changes: list[dict[str, str]]) -> str:
    for change in changes:
        assert text.count(change["from"]) == 1, (
            f"stands {text.count(change['from'])} times: {change['from']!r}"
        )
        text = text.replace(change["from"], change["to"])
    return text


def _put(folder: Folder, path: str, data: bytes) -> None:
    """As load does: every name is noted; what is not below docs is not published."""
    folder.names += (path,)
    if not path.startswith(("docs/", "macros/theme/", "macros/own/")) and path != "mkdocs.yml":
        folder.outside[path] = data
        return
    folder.add(path, data)


def write_expected(path: Path, found: str) -> None:
    """Replace what follows ``expect:``, the last key, and leave the rest of the file as it was written."""
    text = path.read_text(encoding="utf-8")
    before = re.split(r"^expect:", text, maxsplit=1, flags=re.MULTILINE)[0].rstrip("\n")
    path.write_text(f"{before}\nexpect: {_scalar(found)}\n", encoding="utf-8")
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["expect"] == found


def _scalar(text: str) -> str:
    """A block of lines as they are; in quotes where YAML could not give them back."""
    rows = "\n".join(f"  {row}".rstrip() for row in text.split("\n"))
    block = f"|-\n{rows}"
    plain = text and text[0] != " " and all(sign.isprintable() or sign == "\n" for sign in text)
    return block if plain and yaml.safe_load(f"x: {block}\n")["x"] == text else json.dumps(text)
