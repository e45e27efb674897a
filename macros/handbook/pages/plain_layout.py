"""Whether the layout of a page needs a closer look: reading all its blocks takes longer than the
rest of the check.

What is plain here holds wherever the lines are, in a list, a quotation or code. Anything that is
not plain is read block by block, so a mistake here may only be one of caution.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from handbook.pages.scan import code_spans

# An entry of a list that is indented or quoted; and digits of other scripts, which no engine counts
# with. An entry at the left edge always ends the text above it.
_ENTRY_NOT_AT_EDGE = re.compile(r"\n(?:[ >]+(?:[-*+]|\d{1,3}[.)])[ ]|[ >]*[0-9]{0,2}(?![0-9])\d)")
# What may be an underline, or the line of dashes below the head of a table.
_RULED = re.compile(r"\n[ >]*[|:=-][|:= -]*(?=\n|\Z)")
_UNDERLINE = re.compile(r"\n(?:=+|-+)[ ]*")
_DIVIDER = re.compile(r"\|(?:[ ]*:?-+:?[ ]*\|)+")
_ENTRY = re.compile(r"([ ]*)([-*+]|[0-9]{1,9}[.)])([ ]{1,4})(?=[^ ])")
# What begins nothing but text, as far as anyone can tell without looking at the lines around it.
_TEXT = re.compile(r"[ ]*(?:[^\W\d_]|[(\"'“‘„]|\*\*?[^\s*]|\[[^^\]\s]|\{\{)")
_FURTHEST = 3  # what is indented by four or more is code, or a part of the text above it


def is_plain(body: str) -> bool:
    """Whether no line of a page can be other than it looks: an entry of a list, the underline of
    several lines, a row of a table.
    """
    if "\t" in body or "\r" in body:
        return False
    text = f"\n{body}"
    ruled = all(_is_plainly_ruled(text, found) for found in _RULED.finditer(text))
    return ruled and (not _ENTRY_NOT_AT_EDGE.search(text) or _has_plain_entries(body))


def _is_plainly_ruled(text: str, ruled: re.Match[str]) -> bool:
    """Whether a line of dashes is below an empty line, below a single line, or in a whole table."""
    above = text.rfind("\n", 0, ruled.start()) if ruled.start() else 0
    head = text[above + 1 : ruled.start()]
    if not head.strip(" "):
        return True
    before = text.rfind("\n", 0, above) if above else 0
    if text[before + 1 : above].strip(" "):
        return False
    if _UNDERLINE.fullmatch(ruled.group()):
        return "|" not in head
    end = text.find("\n\n", ruled.end())
    return _is_plain_table(
        text[above + 1 : end if end >= 0 else len(text)].rstrip("\n").split("\n")
    )


def _is_plain_table(rows: list[str]) -> bool:
    strokes = rows[0].count("|")
    return (
        len(rows) > 2
        and _DIVIDER.fullmatch(rows[1]) is not None
        and all(
            row[:1] == "|" and row[-1:] == "|" and "\\" not in row and row.count("|") == strokes
            for row in rows
        )
        and not any("|" in code for row in rows for code in _code(row))
    )


def _code(row: str) -> Iterable[str]:
    return (row[start:end] for start, end in code_spans(row)) if "`" in row else ()


def _has_plain_entries(body: str) -> bool:
    """Whether each entry of a list begins where the text above it cannot go on."""
    if "<" in body or "```" in body or "~~~" in body:
        return False
    entries = _Entries()
    for line in body.split("\n"):
        if not line.strip(" "):
            entries = _Entries()
        elif not entries.take(line):
            return False
    return True


@dataclass(slots=True)
class _Entries:
    """The entries of lists that are open within lines without an empty one between them: where each
    begins, and where its words do.

    No entries: the text above may be in anything. ``certain``: they are entries, and not code.
    """

    opened: list[tuple[int, int]] = field(default_factory=list)
    certain: bool = False
    is_first: bool = True

    def take(self, line: str) -> bool:
        """Whether the next line is plain."""
        first, self.is_first = self.is_first, False
        found = _ENTRY.match(line)
        if found is None:
            if not (self.certain and _TEXT.match(line)):
                self.opened.clear()
            return not _ENTRY_NOT_AT_EDGE.match(f"\n{line}")
        column = found.end(1)
        if not first and not self._ends_text(column, found.group(2)):
            return False
        if first or column <= _FURTHEST:
            self.certain = column <= _FURTHEST
        if not self.opened and column == 0 and not first and not _may_interrupt(found.group(2)):
            return True
        self.opened.append((column, found.end()))
        if not _TEXT.match(line, found.end()):
            self.opened.clear()
        return True

    def _ends_text(self, column: int, mark: str) -> bool:
        """Whether an entry in this column ends the text above it; entries that it ends are closed."""
        if not self.opened:
            return column == 0 or (column <= _FURTHEST and _may_interrupt(mark))
        begins, words = self.opened[-1]
        if column >= words:
            return column - words <= _FURTHEST and _may_interrupt(mark)
        if column > begins:
            return False
        while self.opened and column < self.opened[-1][1]:
            self.opened.pop()
        if self.opened:
            return column - self.opened[-1][1] <= _FURTHEST
        return column <= _FURTHEST or not self.certain


def _may_interrupt(mark: str) -> bool:
    """Whether an entry with this mark may begin a list below a text: a bullet, or the number 1."""
    return not mark[0].isdigit() or int(mark[:-1]) == 1
