"""What a line of YAML says that nobody sees: a value that a number sign cuts off, spaces that are
no spaces to a computer.
"""

from __future__ import annotations

import re

from handbook.problems.edits import Line
from handbook.problems.problem import Place, Problem

_WIDE = "\u00a0\u2007\u202f\u3000"
_SPACES = f"[ {_WIDE}]"
# The indent, the hyphens of a list, and the colon behind a key: where only plain spaces count.
_FRONT = re.compile(f"{_SPACES}*(?:-{_SPACES}+)*(?:[a-z_]+:{_SPACES}+)?")
# A comment has a space behind its number sign; words of the value do not.
_CUT = re.compile(r"[ \t]+#[^\s#].*?(?=\s+#(?:\s|$)|\s*$)")
_MAY_CUT = re.compile(r"[ \t]#[^\s#]")
_NOTE = "The other checks of this file are skipped until then."


def wide_space(path: str, text: str, first_line: int) -> Problem | None:
    """The first line that is indented, or whose value is set apart, with a space that is not a
    plain one.
    """
    if not re.search(f"[{_WIDE}]", text):
        return None
    for line, written in enumerate(text.split("\n"), first_line):
        found = _FRONT.match(written)
        front = found.group() if found else ""
        if sign := re.search(f"[{_WIDE}]", front):
            return _wide(Place(path, line), written, front, sign.group())
    return None


def _wide(place: Place, written: str, front: str, sign: str) -> Problem:
    mended = (re.sub(f"[{_WIDE}]", " ", front) + written[len(front) :]).strip()
    what = (
        "This file could not be read here: the line has a space that is not a plain one, "
        f"U+{ord(sign):04X}"
    )
    said = f'{what}. The line says "{written.strip()[:80]}".'
    fix = "write it with plain spaces, its indent too:"
    return Problem(place, said, fix, mended, _NOTE, "yaml-unreadable", edit=Line())


def may_cut(text: str) -> bool:
    """Whether a number sign anywhere in a text may hide words of a value."""
    return _MAY_CUT.search(text) is not None


def cut_value(place: Place, written: str, start: int, end: int) -> Problem | None:
    """The problem of a plain value from ``start`` to ``end`` of its line, where a number sign hides
    words behind it.
    """
    cut = _CUT.match(written, end)
    if cut is None:
        return None
    lost = cut.group().strip()
    what = (
        f'"{lost}" is lost: a space and a number sign begin a comment. The line says '
        f'"{written.strip()[:80]}".'
    )
    whole = written[start : cut.end()].strip()
    if re.match(r"\s*(?:- )*[\[{]|.*: [\[{]", written):
        fix = "put the value in quotes; if it is a comment, put a space behind the number sign."
        return Problem(place, what, fix, note=_NOTE, rule="yaml-unreadable")
    paste = f"{written[:start].strip()} {_quoted(whole)}{written[cut.end() :]}".strip()
    fix = "put the value in quotes; or, if it is a comment, put a space behind the number sign:"
    return Problem(place, what, fix, paste, _NOTE, "yaml-unreadable", edit=Line())


def _quoted(value: str) -> str:
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'
