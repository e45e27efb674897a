"""Where the blocks of code on a page are: from three backticks or tildes to the next ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from handbook.pages.blocks import Block, read_blocks

# A fence as it is usually written; and every line that superfences might take for the beginning of
# one.
FENCE = re.compile(r"([ >]*)(`{3,}|~{3,})[ ]*[\w#.+-]*(?:[ ]+title=\"[^\"`]*\")?[ ]*")
_MAYBE_FENCE = re.compile(
    r"[ \t>]*+(?:`{3,}+|~{3,}+)(?:[ \t]*+\.?[\w#.+-]++(?=[ \t]|$))?"
    r"(?:[ \t]*+\{.*\}|(?:[ \t]*+[a-zA-Z]\w*+(?=[ \t]|$))*+(?:[ \t]*+[a-zA-Z]\w*+=[\"'].*)?)[ \t]*"
)


@dataclass
class Fences:
    """The blocks of code: first and last row of each that is closed, and the row of the first that
    is not.
    """

    closed: list[tuple[int, int]] = field(default_factory=list)
    open: int | None = None


def fences(lines: list[str]) -> Fences:
    """The blocks of code in a text. Below one that engines might read otherwise, nobody knows what
    is code.
    """
    found = Fences()
    row = 0
    while row < len(lines):
        line = lines[row]
        if ("```" in line or "~~~" in line) and _MAYBE_FENCE.fullmatch(line):
            end = _end(lines, row)
            if end is None:
                found.open = row
                break
            found.closed.append((row, end))
            row = end
        row += 1
    return found


def _end(lines: list[str], row: int) -> int | None:
    """The row that closes a fence; None if there is none before a line that stands too far left."""
    opened = FENCE.fullmatch(lines[row])
    if opened is None:
        return None
    indent, closing = opened.group(1), opened.group(1) + opened.group(2)
    for end in range(row + 1, len(lines)):
        if lines[end].rstrip(" \t") == closing:
            return end
        if not (lines[end] + " ").startswith(indent) and lines[end].strip(" \t"):
            return None
    return None


def first_disputed(
    lines: list[str], found: Fences, blocks: list[Block] | None = None
) -> int | None:
    """The row of the first fenced code that GitHub's preview does not take for that code; None if
    there is none.
    """
    if not found.closed:
        return None
    blocks = read_blocks("\n".join(lines)) if blocks is None else blocks
    agreed = set(_of_github(blocks or []))
    return next((first for first, end in found.closed if (first, end) not in agreed), None)


def _of_github(blocks: list[Block]) -> list[tuple[int, int]]:
    return [
        pair
        for block in blocks
        for pair in (
            [(block.first, block.end - 1)] if block.kind == "fence" else _of_github(block.inner)
        )
    ]
