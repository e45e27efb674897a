"""The map of units as a picture: one unit in the middle, the others on both sides, an arrow each
way with the number of services.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from handbook.problems.problem import counted
from handbook.show.html import Html, join, link
from handbook.show.picture import WIDTH, box, figure, words

# Sized for phones, where letters are largest: a box holds sixteen of them in a row.
BOX, BAR, ROW, TALL, LETTERS = 232, 124, 118, 100, 16
LINE = 27


@dataclass(frozen=True)
class MapUnit:
    """A unit around the middle one: its name, the address of its page if it has one, what it gives
    and gets.
    """

    name: str
    href: str
    gives: int
    gets: int


def map_of_units(middle: str, href: str, units: Sequence[MapUnit], elsewhere: int) -> Html:
    """The picture; ``elsewhere`` are services between two other units."""
    height = max(-(-len(units) // 2), 1) * ROW - (ROW - TALL)
    drawn = [_node((WIDTH - BAR) // 2, 0, BAR, height, middle, href, "hb-middle", LETTERS // 2)]
    for place, unit in enumerate(units):
        drawn += _beside(place, unit)
    says = "; ".join(
        f"{around.name} gives {middle} {counted(around.gives, 'service')} and gets {around.gets}"
        for around in units
    )
    more = f" {counted(elsewhere, 'more service')} between the other units." if elsewhere else ""
    caption = f"Each number counts services, in the direction of its arrow.{more}"
    return figure(f"{says}.", height, drawn, caption, links=any(around.href for around in units))


def _beside(place: int, unit: MapUnit) -> Iterator[Html]:
    """A unit with its two arrows: every second unit is on the right."""
    top, right = place // 2 * ROW, place % 2 == 1
    left = WIDTH - BOX if right else 0
    yield _node(left, top, BOX, TALL, unit.name, unit.href, "hb-unit", LETTERS)
    outer, inner = (WIDTH - BOX, (WIDTH + BAR) // 2) if right else (BOX, (WIDTH - BAR) // 2)
    yield from _arrow(outer, inner, top + 38, unit.gives, "hb-to")
    yield from _arrow(inner, outer, top + 84, unit.gets, "hb-from")


def _node(
    left: int, top: int, width: int, height: int, name: str, href: str, css: str, letters: int
) -> Html:
    """A box with its name in the middle of it, as a link where there is a page to go to."""
    lines = wrap(name, letters)[:3] if len(name) < 60 else [name]
    first = top + height // 2 - LINE * (len(lines) - 1) // 2 + 8
    look = "hb-name hb-inside" if css == "hb-middle" else "hb-name"
    shown = (
        words(left + width // 2, first + row * LINE, line, look, "middle")
        for row, line in enumerate(lines)
    )
    drawn = join([box(left + 1, top + 1, width - 2, height - 2, css), *shown])
    return link(href, drawn, "hb-node") if href else drawn


def _arrow(start: int, end: int, y: int, number: int, css: str) -> Iterator[Html]:
    """An arrow with its number above it; without services it is only a faint line."""
    step = 1 if end > start else -1
    begins, ends = start + 6 * step, end - 6 * step
    look = css if number else "hb-none"
    yield Html('<path class="hb-arrow {}" d="M{} {}H{}m{} -7l{} 7l{} 7"/>').format(
        Html(look),
        Html(begins),
        Html(y),
        Html(ends),
        Html(-9 * step),
        Html(9 * step),
        Html(-9 * step),
    )
    yield words((start + end) // 2, y - 9, number, "hb-count", "middle")
