"""Rules about lists, headings and tables that programs read differently, or in which something is
lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.pages.blocks import Block
from handbook.pages.scan import code_spans
from handbook.problems.edits import Words
from handbook.problems.problem import Problem, counted
from handbook.rules.rule import rule

_ITEM = re.compile(r"[ \t]*(?:[-*+]|(\d{1,3})[.)])[ \t]+(?=\S)")
_ITEM_BEGINS = re.compile(r"[ >]*(?:[-*+]|\d{1,3}[.)])[ ]+")
_DIVIDER = re.compile(r"[ >]*\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*")


@rule(
    "layout-unclear",
    bad="1. Call\n  1. Ask\n    1. Listen",
    good="1. Call\n   1. Ask\n      1. Listen",
)
def unclear_layouts(handbook: Handbook) -> Iterator[Problem]:
    """What looks like an entry of a list is one, and what looks like a paragraph is no heading.

    An entry inside another one is indented at least as far as the words of the one above it;
    further left or four signs further right it becomes a part of that text. A line of dashes right
    below a paragraph makes the whole paragraph a heading.
    """
    for page in handbook.readable:
        for block in _blocks(page):
            yield from _unclear(page, block, "")


def _unclear(page: Page, block: Block, list_kind: str) -> Iterator[Problem]:
    if block.kind == "lheading" and len(block.lines) > 2:
        what = (
            f'The line "{block.lines[-1].strip()}" makes one heading of the '
            f"{len(block.lines) - 1} lines above it."
        )
        fix = (
            "put an empty line above it if it is a line across the page; write a heading in one "
            "line that begins with ##."
        )
        yield Problem(page.at(block.first + page.body_line), what, fix)
    if block.kind == "paragraph":
        yield from _lost_items(page, block, list_kind)
    for inner in block.inner:
        yield from _unclear(page, inner, block.kind if block.kind.endswith("_list") else list_kind)


def _lost_items(page: Page, block: Block, list_kind: str) -> Iterator[Problem]:
    """Lines that look like entries of a list and are a part of the text above them."""
    for row, line in enumerate(block.lines[1:], 1):
        found = _ITEM.match(line)
        # A number that begins a line is often a date or an amount; in a list of numbers it is an
        # entry.
        if found and (found.group(1) is None or list_kind == "ordered_list"):
            place = page.at(block.first + row + page.body_line)
            written, column = page.written(place.line), _words_above(page, place.line)
            what = (
                f'"{line.strip()[:80]}" looks like an entry of a list, but belongs to the text '
                "above it."
            )
            if column:
                fix = "indent it as far as the words above it:"
                yield Problem(
                    place, what, fix, " " * column + written.strip(), edit=Words(written, 1)
                )
            else:
                yield Problem(place, what, "set it to the left, or put an empty line above it.")


def _words_above(page: Page, line: int) -> int:
    """The column in which the words of the entry right above begin; 0 where there is none, or where
    it is quoted.
    """
    found = _ITEM_BEGINS.match(page.written(line - 1))
    return len(found.group()) if found and ">" not in found.group() else 0


@rule(
    "table-uneven",
    bad="| Tap | Price |\n| --- | --- |\n| One | 90 | 80 |",
    good="| Tap | Price |\n| --- | --- |\n| One | 90 |",
)
def uneven_tables(handbook: Handbook) -> Iterator[Problem]:
    r"""Every row of a table has as many cells as its head. With another number below the head it is
    no table but text, and of a longer row the last cells are left out. A line that is meant as text
    is written `\|`, in code too.
    """
    for page in handbook.readable:
        if "|" in page.text:
            yield from _uneven(page, _blocks(page))


def _blocks(page: Page) -> list[Block]:
    """The blocks of a page whose lists, tables and lines of dashes deserve a closer look; none of
    any other.
    """
    return [] if page.is_plain else page.blocks


def _uneven(page: Page, blocks: list[Block]) -> Iterator[Problem]:
    for block in blocks:
        if block.kind == "table":
            yield from _uneven_rows(page, block)
        elif block.kind in ("paragraph", "lheading"):
            yield from _wrong_divider(page, block)
        yield from _uneven(page, block.inner)


def _uneven_rows(page: Page, table: Block) -> Iterator[Problem]:
    columns = len(_cells(table.lines[0]))
    if len(table.lines) == 2:
        what = "This table has a head and no rows."
        yield Problem(
            page.at(table.first + page.body_line),
            what,
            "write its rows below the line of dashes, or delete it.",
        )
    for row, line in enumerate(table.lines):
        cells = _cells(line)
        place = page.at(table.first + row + page.body_line)
        if len(cells) > columns and row > 1:
            lost = ", ".join(f'"{cell}"' for cell in cells[columns:])[:80]
            what = (
                f"This row has {len(cells)} cells, its table {counted(columns, 'column')}: "
                f"readers do not see {lost}."
            )
            yield Problem(
                place,
                what,
                "give the row as many cells as the head; a line that is meant as text is written "
                "\\|.",
            )
        elif row != 1 and any(_splits(line[start:end]) for start, end in code_spans(line)):
            what = "The line | in code ends a cell in GitHub's preview, and does not on the site."
            yield Problem(place, what, "write it with a backslash: \\|.")


def _splits(code: str) -> bool:
    return re.search(r"(?<!\\)\|", code) is not None


def _wrong_divider(page: Page, block: Block) -> Iterator[Problem]:
    """A line of dashes below a head that has another number of cells: no program makes a table of
    that.
    """
    for row, line in enumerate(block.lines[1:], 1):
        head = block.lines[row - 1]
        if (
            "|" in line
            and "|" in head
            and _DIVIDER.fullmatch(line)
            and not _DIVIDER.fullmatch(head)
        ):
            wanted, there = len(_cells(head)), len(_cells(line))
            place = page.at(block.first + row + page.body_line)
            what = (
                f"The head of this table has {counted(wanted, 'cell')}, the line below it "
                f"{there}; so it is no table but text."
            )
            written = page.written(place.line)
            start = written.index(line.strip())
            right = f"| {' | '.join(['---'] * wanted)} |"
            yield Problem(
                place, what, "write the line like this:", right, edit=Words(line.strip(), start + 1)
            )


def _cells(line: str) -> list[str]:
    """The cells of a row, as GitHub parts them: at every line that has no backslash before it, in
    code too.
    """
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", inner)]
