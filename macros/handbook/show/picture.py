"""Pictures made from numbers: inline SVG whose colours, in light, in dark and in print, come from
the styles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from handbook.show.html import Html, join

WIDTH = 720
TITLE, CELL, GAP, IN_A_ROW = 34, 38, 16, 12
BARS, WEEK = 52, 55


def figure(
    says: str, height: int, drawn: Iterable[Html], caption: Any, links: bool = False
) -> Html:
    """A picture of the usual width; ``says`` is what it shows, in a sentence, for those who do not
    see it.

    With ``links``, what is inside can be reached too; otherwise the picture is one thing.
    """
    return Html(
        '<figure class="hb-figure hb-board"><svg viewBox="0 0 {} {}" role="{}" aria-label="{}" data-search-exclude>{}</svg> '
        "<figcaption>{}</figcaption></figure>"
    ).format(
        Html(WIDTH), Html(height), Html("group" if links else "img"), says, join(drawn), caption
    )


def words(x: int, y: int, shown: object, css: str = "", anchor: str = "start") -> Html:
    return Html('<text x="{}" y="{}" class="{}" text-anchor="{}">{}</text>').format(
        Html(x), Html(y), Html(css), Html(anchor), shown
    )


def box(x: int, y: int, width: int, height: int, css: str, hint: str = "") -> Html:
    """A box; ``hint`` appears under the mouse."""
    inner = Html("<title>{}</title>").format(hint) if hint else Html("")
    return Html('<rect x="{}" y="{}" width="{}" height="{}" rx="3" class="{}">{}</rect>').format(
        Html(x), Html(y), Html(width), Html(height), Html(css), inner
    )


# --- a row of marks for each thing ----------------------------------------------------------------


@dataclass(frozen=True)
class Mark:
    """A square with a sign: what it looks like, and what it means."""

    sign: str
    css: str
    hint: str


@dataclass(frozen=True)
class Row:
    """A titled row of marks, with words at its right end."""

    title: str
    says: str
    marks: Sequence[Mark]


def rows_of_marks(says: str, rows: Sequence[Row], caption: Any) -> Html:
    """Each row's title above its squares; long rows wrap."""
    drawn: list[Html] = []
    top = 0
    for row in rows:
        drawn += [
            words(0, top + 24, row.title, "hb-strong"),
            words(WIDTH, top + 24, row.says, "hb-quiet", "end"),
        ]
        top += TITLE
        for place, mark in enumerate(row.marks):
            left, below = 2 + place % IN_A_ROW * (WIDTH // IN_A_ROW), place // IN_A_ROW * (CELL + 4)
            drawn += _square(left, top + below, mark)
        top += -(-len(row.marks) // IN_A_ROW) * (CELL + 4) + GAP
    return figure(says, max(top - GAP, 1), drawn, caption)


def _square(left: int, top: int, mark: Mark) -> list[Html]:
    width = WIDTH // IN_A_ROW - 4
    css = f"hb-cell {mark.css}"
    sign = words(left + width // 2, top + CELL // 2 + 8, mark.sign, f"hb-sign {mark.css}", "middle")
    return [box(left, top, width, CELL, css, mark.hint), sign]


# --- weeks ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Weeks:
    """Two numbers for each week: as it is, and as it is proposed."""

    title: str
    says: str
    now: Sequence[int]
    then: Sequence[int]


def weeks(says: str, rows: Sequence[Weeks], labels: Sequence[str], caption: Any) -> Html:
    """For each row a pair of columns per week; all rows are drawn to one scale. Every fourth week
    is named.
    """
    most = max([1, *(number for row in rows for number in (*row.now, *row.then))])
    drawn: list[Html] = []
    top = 0
    for row in rows:
        drawn += [
            words(0, top + 24, row.title, "hb-strong"),
            words(WIDTH, top + 24, row.says, "hb-quiet", "end"),
        ]
        ground = top + TITLE + 26 + BARS
        drawn.append(
            Html('<path class="hb-axis" d="M0 {0}H{1}"/>').format(Html(ground), Html(WIDTH))
        )
        for place, (now, then) in enumerate(zip(row.now, row.then, strict=True)):
            left = 4 + place * WEEK
            drawn += _bar(left, ground, now, most, "hb-pale")
            drawn += _bar(left + 24, ground, then, most, "hb-green")
        drawn += [
            _label(place, ground + 24, label)
            for place, label in enumerate(labels)
            if place % 4 == 0
        ]
        top = ground + 34 + GAP
    return figure(says, max(top - GAP, 1), drawn, caption)


def _label(place: int, y: int, label: str) -> Html:
    """The name of a week below its columns; the last one ends with the picture, so that nothing is
    cut off.
    """
    last = (place + 2) * WEEK > WIDTH
    return words(
        WIDTH if last else 4 + place * WEEK, y, label, "hb-quiet", "end" if last else "start"
    )


def _bar(left: int, ground: int, number: int, most: int, css: str) -> list[Html]:
    if not number:
        return []
    height = max(round(BARS * number / most), 3)
    return [
        box(left, ground - height, 22, height, f"hb-column {css}"),
        words(left + 11, ground - height - 5, number, "hb-number", "middle"),
    ]
