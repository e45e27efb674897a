"""How much a page may be: what is larger is not read any further, by no rule and by no engine.

The guard asks :func:`too_much` before an engine renders a page, and the check asks before rules
read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.pages.fences import fences
from handbook.problems.problem import Place, Problem, counted

MAX_BYTES = 200 * 1024
MAX_LINE = 2_000
MAX_DEPTH = 8
MOST = 1_000
MAX_LINES = 5_000

# Whether a line can be so deep at all. Each level needs a sign of its own, and each level of a list
# two columns; so there is a tab, much room, a quotation with some, or three signs in a row.
_SIGN = r"(?:>|(?:[-*+]|\d++[.)])(?=[ \t]|$)|(?:!!!|\?\?\?\+?|===!?)(?=[ \t])|\[\^[^\]\n]*+\]:|:(?=[ \t]))"
_MAY_BE_DEEP = re.compile(
    rf"\n(?:[ >]*\t|[ ]{{13}}|(?=[ >]{{7}})[ ]*>|[ >]*(?:{_SIGN}[ \t]*+){{3}})", re.MULTILINE
)
# What makes a page long to read although it is short: each by the signs that begin one.
_MANY = {
    "headings": re.compile(r"^(?:#|=+[ ]*$|-+[ ]*$)", re.MULTILINE),
    "links": re.compile(r"\][(:\[]|<(?=https?:)"),
    "macro calls": re.compile(r"\{\{"),
}
_NOTE = "The other checks of this page are skipped until then."

# What begins something that contains other lines: a quotation, a list, a box, a tab, a footnote.
_OPENS = re.compile(
    r"(>)|(?:[-*+]|\d++[.)])(?=[ \t]|$)|(?:!!!|\?\?\?\+?|===!?)(?=[ \t])|\[\^[^\]\n]*+\]:|:(?=[ \t])"
)
# A line across the page looks like a list in a list; so does an underline.
_RULE = re.compile(r"([-*_])(?:[ ]{0,2}\1){2,}+[ ]*+")
_QUOTE = -1


def too_much(path: str, text: str, first_line: int = 1) -> list[Problem]:
    """Why a page is not read any further; ``text`` is the page, or what follows its first lines."""
    if wrong := [*_too_large(path, text, first_line)]:
        return wrong
    lines = text.split("\n")
    deep = _too_deep(path, lines, first_line) if _MAY_BE_DEEP.search(f"\n{text}") else ()
    return [*_too_long(path, lines, first_line), *deep]


def _too_large(path: str, text: str, first_line: int) -> Iterator[Problem]:
    # A sign has at most four bytes.
    size = len(text) * 4
    size = len(text.encode("utf-8", "surrogatepass")) if size > MAX_BYTES else size
    split = "split it: a page answers one question."
    if size > MAX_BYTES:
        what = f"This page is {size // 1024} KiB large; at most {MAX_BYTES // 1024} KiB are read."
        yield Problem(Place(path, first_line), what, split, note=_NOTE, rule="page-too-large")
        return
    lines = text.count("\n") + 1
    # A heading has a line of its own, and what begins a link or a call one of these signs.
    if max(lines, text.count("]") + text.count("<"), text.count("{")) <= MOST:
        return
    many = [
        (things, sum(1 for _ in pattern.finditer(text)), MOST) for things, pattern in _MANY.items()
    ]
    for things, number, most in (("lines", lines, MAX_LINES), *many):
        if number > most:
            what = f"This page has {_spaced(number)} {things}; at most {_spaced(most)} are read."
            yield Problem(Place(path, first_line), what, split, note=_NOTE, rule="page-too-large")
            return


def _too_long(path: str, lines: list[str], first_line: int) -> Iterator[Problem]:
    if max(map(len, lines)) > MAX_LINE:
        long = [row for row, line in enumerate(lines) if len(line) > MAX_LINE]
        length = len(lines[long[0]])
        what = (
            f"This line has {_spaced(length)} signs; at most {_spaced(MAX_LINE)} are "
            f"read.{_more(len(long) - 1)}"
        )
        fix = "break it into several lines, or move what is in it into a fact."
        place = Place(path, long[0] + first_line)
        yield Problem(place, what, fix, note=_NOTE, rule="line-too-long")


def _more(number: int) -> str:
    return f" The page has {counted(number, 'more line')} as long." if number else ""


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def _too_deep(path: str, lines: list[str], first_line: int) -> Iterator[Problem]:
    deepest = next((found for found in depths(lines) if found[1] > MAX_DEPTH), None)
    if deepest:
        row, depth = deepest
        what = (
            f'"{lines[row].strip()[:40]}" begins level {depth} of lists and quotations inside '
            "each other; "
            f"at most {MAX_DEPTH} are read."
        )
        fix = "take some levels out, or make sections of them, each with a heading of its own."
        yield Problem(Place(path, row + first_line), what, fix, note=_NOTE, rule="nested-too-deep")


def depths(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Row and depth of each line that begins a list, a quotation or a box. What is in code blocks
    is not counted.
    """
    code = {row for first, last in fences(lines).closed for row in range(first, last + 1)}
    around: list[int] = []
    after_gap = True
    for row, line in enumerate(lines):
        if row in code or not line.strip():
            after_gap = True
            continue
        flat = line.expandtabs(4)
        kept, begun = _levels(flat, around)
        if (
            begun or after_gap
        ):  # a line right below another one may continue it, however it is indented
            around = [*around[:kept], *begun]
        after_gap = False
        if begun:
            yield row, len(around)


def _levels(line: str, around: list[int]) -> tuple[int, list[int]]:
    """How many of the levels around it a line is still in, and the levels that it begins: columns,
    or -1 for a quotation.
    """
    kept = column = 0
    for level in around:
        column = _indent(line, column)
        if level == _QUOTE and line.startswith(">", column):
            column += 1
        elif level == _QUOTE or column < level + 2:
            break
        kept += 1
    begun = []
    column = _indent(line, column)
    while not _RULE.fullmatch(line, column) and (sign := _OPENS.match(line, column)):
        begun.append(_QUOTE if sign[1] else column)
        column = _indent(line, sign.end())
    return kept, begun


def _indent(line: str, column: int) -> int:
    """The column of the first sign that is not a space, from ``column`` on."""
    while line.startswith(" ", column):
        column += 1
    return column
