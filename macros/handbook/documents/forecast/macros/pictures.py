"""Pictures of forecasts, quotas and ramps: inline SVG of numbers that a table beside it says too.
Letters fit a phone, where they grow.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from handbook.facts.scalars import Money
from handbook.show.amounts import short
from handbook.show.content import Content, draw
from handbook.show.html import Html
from handbook.show.picture import WIDTH, box, figure, words
from handbook.show.view import View

LEFT, TOP, GROUND = 96, 56, 300
NAME, END = (
    150,
    610,
)  # where bars begin and may end: names are left of them, amounts right
BAR, ROW = 24, 36


def units(amount: Decimal) -> Decimal:
    """Money as exact as a picture and the table beside it say it."""
    return amount.quantize(Decimal(1), ROUND_HALF_UP)


def as_short(amount: Decimal) -> Money:
    """Money as exact as a picture alone says it, ``€474K`` or ``€2.1M``."""
    sizes = {1_000_000_000: 10_000_000, 1_000_000: 10_000, 1_000: 1_000}
    step = next((step for least, step in sizes.items() if abs(amount) >= least), 1)
    return Money((amount / step).quantize(Decimal(1), ROUND_HALF_EVEN) * step)


# --- forecast against actual ----------------------------------------------------------------------


class ForecastBar(NamedTuple):
    """A quarter's forecast with its band, and what came."""

    name: str
    forecast: Decimal
    actual: Decimal
    low: Decimal
    high: Decimal


def forecasts(says: str, bars: Sequence[ForecastBar], caption: str, view: View) -> Html:
    """For each quarter a band, a line across it for the forecast, and a dot for what came. The axis
    need not begin at zero.
    """
    ticks = _ticks(
        min(min(bar.low, bar.actual) for bar in bars),
        max(max(bar.high, bar.actual) for bar in bars),
    )
    step = (WIDTH - LEFT) // len(bars)
    drawn = [*_legend(), *(part for tick in ticks for part in _tick(tick, ticks, view))]
    for place, bar in enumerate(bars):
        drawn += _forecast_column(LEFT + place * step, step, bar, ticks, view)
    return figure(says, GROUND + 66, drawn, caption)


def _legend() -> list[Html]:
    return [
        box(0, 10, 26, 18, "hb-column hb-pale"), words(34, 27, "usual error"),
        box(250, 17, 26, 5, "hb-copper"), words(284, 27, "forecast"),
        _dot(470, 19), words(486, 27, "signed"),
    ]  # fmt: skip


def _dot(x: int, y: int, hint: str = "") -> Html:
    return Html('<circle cx="{}" cy="{}" r="8" class="hb-green"><title>{}</title></circle>').format(
        Html(x), Html(y), hint
    )


def _ticks(low: Decimal, high: Decimal) -> list[Decimal]:
    """Round numbers from below the lowest to above the highest, at most seven."""
    wide = max(high - low, Decimal(1))
    power = Decimal(10) ** (wide.adjusted() - 1)
    step = next(
        power * factor for factor in (2, 5, 10, 20, 50, 100) if wide / (power * factor) <= 5
    )
    first = low // step * step
    ticks = [first]
    while ticks[-1] < high:
        ticks.append(ticks[-1] + step)
    return ticks


def _y(amount: Decimal, ticks: Sequence[Decimal]) -> int:
    return GROUND - round((GROUND - TOP) * (amount - ticks[0]) / (ticks[-1] - ticks[0]))


def _tick(tick: Decimal, ticks: Sequence[Decimal], view: View) -> list[Html]:
    y = _y(tick, ticks)
    line = Html('<path class="hb-axis" d="M{} {}H{}"/>').format(Html(LEFT), Html(y), Html(WIDTH))
    return [line, words(LEFT - 8, y + 7, short(view, tick), "hb-quiet", "end")]


def _forecast_column(
    left: int, step: int, bar: ForecastBar, ticks: Sequence[Decimal], view: View
) -> list[Html]:
    width = min(step - 14, 56)
    begin, middle = left + (step - width) // 2, left + step // 2
    high, low, said, came = (
        _y(value, ticks) for value in (bar.high, bar.low, bar.forecast, bar.actual)
    )
    quarter, _, year = bar.name.partition(" ")
    hint = f"{bar.name}: forecast {short(view, bar.forecast)}, signed {short(view, bar.actual)}"
    return [
        box(begin, high, width, max(low - high, 2), "hb-column hb-pale", hint),
        box(begin, said - 2, width, 5, "hb-copper"),
        _dot(middle, came, hint),
        words(middle, GROUND + 28, quarter, "hb-quiet", "middle"),
        words(middle, GROUND + 54, year, "hb-quiet", "middle"),
    ]


# --- bars -----------------------------------------------------------------------------------------


class Bar(NamedTuple):
    """A bar that begins and ends somewhere, its name left of it and its amount right."""

    name: str
    start: Decimal
    end: Decimal
    css: str = "hb-green"

    @property
    def amount(self) -> Decimal:
        return self.end - self.start


class Bars(NamedTuple):
    """Bars below a title; without a title they belong to the bars above."""

    title: str
    bars: Sequence[Bar]


def bars(says: str, groups: Sequence[Bars], caption: str, view: View) -> Html:
    """Groups of bars from left to right, all drawn to one scale from zero."""
    most = max([Decimal(1), *(max(bar.start, bar.end) for group in groups for bar in group.bars)])
    drawn: list[Html] = []
    top = 0
    for group in groups:
        if group.title:
            drawn.append(words(0, top + 24, group.title, "hb-strong"))
            top += 34
        for bar in group.bars:
            drawn += _bar(top, bar, most, view)
            top += ROW
        top += 12
    return figure(says, max(top - 12, 1), drawn, caption)


def _bar(top: int, bar: Bar, most: Decimal, view: View) -> list[Html]:
    low, high = (
        NAME + round((END - NAME) * max(value, Decimal(0)) / most)
        for value in sorted((bar.start, bar.end))
    )
    return [
        words(0, top + 19, bar.name),
        box(
            low,
            top,
            max(high - low, 2),
            BAR,
            f"hb-column {bar.css}",
            f"{bar.name}: {short(view, abs(bar.amount))}",
        ),
        words(WIDTH, top + 19, short(view, bar.amount), "", "end"),
    ]


class WaterfallStep(NamedTuple):
    """A step of a waterfall: a sum from zero, or an amount that is added to it or taken away."""

    name: Content
    amount: Decimal
    is_sum: bool = False


def waterfall(says: str, steps: Sequence[WaterfallStep], caption: str, view: View) -> Html:
    """Steps one below the other: each bar begins where the one above it ended. Its name is above
    it.
    """
    most = max([Decimal(1), *(abs(step.amount) for step in steps), *_levels(steps)])
    drawn: list[Html] = []
    level = Decimal(0)
    for place, step in enumerate(steps):
        start, end = (Decimal(0), step.amount) if step.is_sum else (level, level + step.amount)
        drawn += _step(place * 66, step, start, end, most, view)
        level = end
    return figure(says, max(len(steps) * 66 - 8, 1), drawn, caption)


def _levels(steps: Sequence[WaterfallStep]) -> list[Decimal]:
    found, level = [], Decimal(0)
    for step in steps:
        level = step.amount if step.is_sum else level + step.amount
        found.append(level)
    return found


def _step(
    top: int, step: WaterfallStep, start: Decimal, end: Decimal, most: Decimal, view: View
) -> list[Html]:
    low, high = (round(WIDTH * max(value, Decimal(0)) / most) for value in sorted((start, end)))
    css = "hb-green" if step.is_sum else "hb-pale" if step.amount >= 0 else "hb-copper"
    sign = "" if step.is_sum else "+ " if step.amount >= 0 else "− "
    return [
        words(0, top + 22, draw(step.name, view), "hb-strong" if step.is_sum else ""),
        words(
            WIDTH,
            top + 22,
            sign + short(view, abs(step.amount)),
            "hb-strong" if step.is_sum else "",
            "end",
        ),
        box(low, top + 30, max(high - low, 3), 20, f"hb-column {css}"),
    ]


# --- ramps ----------------------------------------------------------------------------------------


class Ramp(NamedTuple):
    """The share of a ramped seller that somebody new in a role has in each month."""

    name: str
    says: str
    shares: Sequence[Decimal]


def ramps(says: str, rows: Sequence[Ramp], caption: str) -> Html:
    """A row of columns for each role, one for each month. All rows have as many months."""
    months = max(len(row.shares) for row in rows)
    step = min(WIDTH // months, 90)
    drawn: list[Html] = []
    top = 0
    for row in rows:
        drawn += [
            words(0, top + 24, row.name, "hb-strong"),
            words(WIDTH, top + 24, row.says, "hb-quiet", "end"),
        ]
        ground = top + 150
        drawn.append(
            Html('<path class="hb-axis" d="M0 {}H{}"/>').format(Html(ground), Html(step * months))
        )
        for place, share in enumerate(row.shares):
            drawn += _month(place * step, step, ground, place + 1, share)
        top = ground + 52
    return figure(says, top - 14, drawn, caption)


def _month(left: int, step: int, ground: int, month: int, share: Decimal) -> list[Html]:
    height = round(80 * share)
    drawn = [words(left + step // 2, ground + 26, month, "hb-quiet", "middle")]
    if height:
        css = "hb-column hb-green" if share == 1 else "hb-column hb-pale"
        drawn.append(box(left + 4, ground - height, step - 8, height, css))
    return [*drawn, words(left + step // 2, ground - height - 6, round(share * 100), "", "middle")]
