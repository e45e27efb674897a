"""Bytes of a file in, its text out; what no reader could understand is a Problem."""

from __future__ import annotations

import re

from handbook.problems.problem import Place, Problem


def decode(path: str, data: bytes) -> str | Problem:
    """The text of a file, line ends as LF, or the Problem that it is not plain UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _unreadable(
            path,
            1,
            "is saved as UTF-16, which the site cannot read",
            "save it as UTF-8 without a BOM",
        )
    if data.startswith(b"\xef\xbb\xbf"):
        return _unreadable(
            path,
            1,
            "begins with an invisible byte order mark (BOM)",
            'save it as "UTF-8" instead of "UTF-8 with BOM"',
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        what = (
            f"holds a character that is not UTF-8 (byte {wrong.start + 1}, value "
            f"0x{data[wrong.start]:02X})"
        )
        return _unreadable(path, line, what, "save the file as UTF-8 and type that character again")
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        return _unreadable(
            path,
            line,
            "holds an old-style line end (CR alone)",
            "save it with line ends LF, as your editor calls them",
        )
    return text


_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)


def left_conflict(path: str, text: str) -> Problem | None:
    """The Problem that a text has conflict marks of git, so it holds two versions at once;
    ``conflict-left``.
    """
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return None
    lines = [text.count("\n", 0, found.start()) + 1 for found in _CONFLICT.finditer(text)]
    if not lines:
        return None
    until = f", the last in line {lines[-1]}" if len(lines) > 1 else ""
    what = (
        "Two people changed the same lines, and the marks of git are still here: the first is "
        f'"{text.split(chr(10))[lines[0] - 1][:40].strip()}"{until}.'
    )
    fix = "keep the version that is right, and delete the other one and the marks."
    note = "The other checks of this file are skipped until then."
    return Problem(Place(path, lines[0]), what, fix, note=note, rule="conflict-left")


def _unreadable(path: str, line: int, what: str, fix: str) -> Problem:
    note = "The other checks of this file are skipped until then."
    return Problem(
        Place(path, line), f"This file {what}.", f"{fix}.", note=note, rule="file-unreadable"
    )
