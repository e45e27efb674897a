"""Scanners that walk over a text once. A pattern that starts again at each bracket or backtick
would walk over it thousands of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_BACKTICKS = re.compile("`+")
# An opening bracket, a closing one with what may follow it, or an empty line: no link reaches over
# it.
_BRACKET = re.compile(r"\[|\]|\n(?=[ \t]*\n)")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
# What follows the words of a link: its address and perhaps a title. No part of it is ever tried
# twice.
_ADDRESS = re.compile(
    r"\([ ]*+(?:<([^>\n]*+)>|((?:[^\s()]|\([^\s()]*+\))*+))"
    r"(?:[ ]++(?:\"[^\"\n]*+\"|'[^'\n]*+'))?+[ ]*+\)"
)


class Inline(NamedTuple):
    """A link or picture as it is usually written: the offsets of its brackets, its address, and
    where it ends.
    """

    start: int  # of the opening bracket
    close: int  # of the closing bracket
    target: str
    end: int


def inline_links(text: str) -> list[Inline]:
    """Every ``[words](address)`` of a text, those in the words of another one too, in the order in
    which they begin.
    """
    simple = _side_by_side(text)
    return _nested(text) if simple is None else simple


def _side_by_side(text: str) -> list[Inline] | None:
    """The links of a text where each bracket that closes one is right behind the one that opens it;
    else None.
    """
    found: list[Inline] = []
    before, close = 0, text.find("](")
    while close >= 0:
        start = text.rfind("[", before, close)
        if (
            start < 0
            or text.rfind("]", start, close) >= 0
            or _EMPTY_LINE.search(text, start, close)
        ):
            return None
        if address := _ADDRESS.match(text, close + 1):
            target = address[1] if address[1] is not None else address[2]
            found.append(Inline(start, close, target, address.end()))
        before, close = close + 1, text.find("](", close + 1)
    return found


def _nested(text: str) -> list[Inline]:
    found = []
    opened: list[int] = []
    for bracket in _BRACKET.finditer(text):
        if bracket.group() == "[":
            opened.append(bracket.start())
        elif bracket.group() != "]":
            opened.clear()
        elif opened:
            start = opened.pop()
            if address := _ADDRESS.match(text, bracket.end()):
                target = address[1] if address[1] is not None else address[2]
                found.append(Inline(start, bracket.start(), target, address.end()))
    return sorted(found, key=lambda link: link.start)


def code_spans(line: str) -> Iterator[tuple[int, int]]:
    """From where to where a line is code: from some backticks to the next ones of the same number.

    A backslash before the first ones makes them text.
    """
    runs = [run.span() for run in _BACKTICKS.finditer(line)]
    closing = _closing(runs)
    place = 0
    while place < len(runs):
        start = runs[place][0]
        close = closing[place]
        if close is None or line[max(start - 1, 0)] == "\\":
            place += 1
            continue
        yield start, runs[close][1]
        place = close + 1


def _closing(runs: list[tuple[int, int]]) -> list[int | None]:
    """For each run of backticks the next one of the same length."""
    found: list[int | None] = []
    nearest: dict[int, int] = {}
    for place in range(len(runs) - 1, -1, -1):
        length = runs[place][1] - runs[place][0]
        found.append(nearest.get(length))
        nearest[length] = place
    return found[::-1]
