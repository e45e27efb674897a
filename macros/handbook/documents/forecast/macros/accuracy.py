"""Macros that show how right the forecasts were: frozen numbers, measures of accuracy, forecast
against actual.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from handbook.documents.forecast import forecasting
from handbook.documents.forecast.facts.forecast import (
    NAIVE,
    ActionTaken,
    Forecast,
    Method,
    Snapshot,
    Targets,
)
from handbook.documents.forecast.facts.plan import Quarter
from handbook.documents.forecast.forecasting import Accuracy, PastQuarter
from handbook.documents.forecast.macros.methods import named_method
from handbook.documents.forecast.macros.pictures import ForecastBar, forecasts, units
from handbook.documents.forecast.sums.accuracy import wape
from handbook.facts.facts import Facts
from handbook.facts.scalars import Ratio
from handbook.show import amounts
from handbook.show.amounts import quarter_name
from handbook.show.blocks import Grid, Lines, Paragraph, Picture, Stack
from handbook.show.content import NOTHING, ComputedContent, Content, Key, Phrase, ShortDay, Tag
from handbook.show.html import Html
from handbook.show.lookup import find, need
from handbook.show.macro import Context, macro
from handbook.show.rounded import against_target, percent, whole
from handbook.show.view import View

# --- frozen numbers -------------------------------------------------------------------------------


@macro("block", 'snapshot_table("q3-2026")')
def snapshot_table(context: Context, quarter: str) -> Content:
    """The forecasts of a quarter, frozen on their day: each method's number, the call with its
    parts, why it was overridden.
    """
    facts = context.facts
    found = find(context, Quarter, quarter, 'snapshot_table("{}")')
    snapshots = _snapshots_of(facts, quarter)
    if not snapshots:
        return Phrase("<p>No forecast of {} has been frozen yet.</p>", quarter_name(quarter))
    methods = [method for method in forecasting.METHODS if _has_forecasts(method, snapshots)]
    head = (
        "Weeks before the end",
        "Frozen on",
        *methods,
        "Closed then",
        "With commit",
        "With best case",
    )
    naive = forecasting.naive(facts, quarter)
    rows = [_snapshot(snapshot, methods, naive) for snapshot in snapshots]
    reasons = map(_reason, (snapshot for snapshot in snapshots if snapshot.override_because))
    return ComputedContent([found, *snapshots], Stack(Lines(head, rows, _caption(found)), *reasons))


def _snapshots_of(facts: Facts, quarter: str) -> list[Snapshot]:
    """The snapshots of a quarter, the earliest first."""
    snapshots = [snapshot for snapshot in facts[Snapshot] if snapshot.quarter == quarter]
    return sorted(snapshots, key=lambda snapshot: snapshot.taken)


def _has_forecasts(method: Method, snapshots: Sequence[Snapshot]) -> bool:
    return method == NAIVE or any(
        row.method == method for snapshot in snapshots for row in snapshot.methods
    )


def _caption(quarter: Quarter) -> Content:
    name = quarter_name(quarter.id)
    if quarter.signed is None:
        return Phrase("Forecasts of {}", name)
    return Phrase("Forecasts of {}; signed in the end: {}", name, whole(quarter.signed))


def _snapshot(
    snapshot: Snapshot, methods: Sequence[Method], naive: Decimal | None
) -> list[Content]:
    amounts: dict[Method, Decimal] = {row.method: row.amount for row in snapshot.methods}
    if naive is not None:
        amounts[NAIVE] = naive
    call = snapshot.call
    return [
        snapshot.weeks_left,
        ShortDay(snapshot.taken),
        *(whole(amounts.get(method)) for method in methods),
        *map(whole, (call.closed, call.commit, call.best_case)),
    ]


def _reason(snapshot: Snapshot) -> Content:
    return Phrase(
        "<p>{}, {} overrode the sum of the categories: {}</p>",
        snapshot.taken,
        Key(snapshot, "by"),
        snapshot.override_because,
    )


# --- accuracy -------------------------------------------------------------------------------------

NOBODY_KNOWS = "No quarter has both a frozen forecast and an end yet, so"
HEAD = ("Quarters", "WAPE", "MAPE", "Bias", "Tracking signal", "Better than naive by")


@macro("block", "accuracy_table()")
def accuracy_table(context: Context) -> ComputedContent:
    """How right each method was at the horizon by which it is judged: WAPE, MAPE, bias, tracking
    signal, and whether it was better than the naive method. The official one is marked; a second
    table shows it at every horizon.
    """
    facts, forecast = context.facts, need(context.facts, Forecast)
    weeks = forecast.measured_at_weeks
    accuracies = (forecasting.accuracy_of(facts, method, weeks) for method in forecasting.METHODS)
    methods = [accuracy for accuracy in accuracies if accuracy]
    shown: Content = Paragraph(f"{NOBODY_KNOWS} nobody can say.")
    if methods:
        shown = Stack(_by_method(methods, forecast), _by_horizon(facts, forecast))
    return ComputedContent(_basis(facts), shown)


def _basis(facts: Facts) -> list[object]:
    """What the numbers rest on: snapshots, and the quarters with what came."""
    return [*facts[Snapshot], *forecasting.in_order(facts)]


def _by_method(methods: Sequence[Accuracy], forecast: Forecast) -> Lines:
    official, targets = forecast.official, forecast.targets
    rows = [
        (
            named_method(found.method, official),
            *_measures(found, targets, found.method == official),
        )
        for found in methods
    ]
    caption = Phrase(
        "{} weeks before the end of the quarter. Targets of the official method: WAPE at most {}, "
        "bias within ±{}, tracking signal within ±{}. "
        "Bias and signal above zero: more came than was said.",
        forecast.measured_at_weeks,
        targets.wape,
        targets.bias,
        targets.tracking_signal,
    )
    return Lines(("Method", *HEAD), rows, caption)


def _by_horizon(facts: Facts, forecast: Forecast) -> Lines:
    official = forecast.official
    found = (
        (weeks, forecasting.accuracy_of(facts, official, weeks))
        for weeks in forecasting.horizons(facts)
    )
    rows = [
        (weeks, *_measures(accuracy, forecast.targets, False))
        for weeks, accuracy in found
        if accuracy
    ]
    caption = Phrase("The official method, {}, at every horizon", official)
    return Lines(("Weeks before the end", *HEAD), rows, caption)


def _measures(found: Accuracy, targets: Targets, binding: bool) -> list[Content]:
    def beyond(value: Decimal | None, most: Decimal) -> bool:
        return binding and value is not None and abs(value) > most

    signal = NOTHING if found.signal is None else Ratio(round(found.signal, 1))
    return [
        found.quarters,
        against_target(percent(found.wape), beyond(found.wape, targets.wape)),
        percent(found.mape),
        against_target(percent(found.bias, sign=True), beyond(found.bias, targets.bias)),
        against_target(signal, beyond(found.signal, targets.tracking_signal)),
        _value_added(found),
    ]


def _value_added(found: Accuracy) -> Content:
    """Forecast value added in points of WAPE; a tag marks a method that does not beat the naive
    one.
    """
    if found.method == NAIVE:
        return "the measure"
    if found.added is None:
        return NOTHING
    points = Phrase("{} points", Ratio(round(found.added * 100, 1)))
    return points if found.added > 0 else Phrase("{} {}", points, Tag("not better", "bad"))


# --- forecast against actual ----------------------------------------------------------------------


class AccuracyPicture(NamedTuple):
    """The official forecast ``weeks`` weeks before the end of some quarters, its usual error, and
    the actual results.
    """

    official: Method
    weeks: int
    error: Decimal
    quarters: tuple[ForecastBar, ...]


@macro("block", "forecast_picture()")
def forecast_picture(context: Context) -> ComputedContent:
    """The official forecast of each quarter against what came, as a picture. The band is the
    method's own usual error (WAPE) at that horizon, to both sides of the forecast; a table below
    says the same.
    """
    facts, forecast = context.facts, need(context.facts, Forecast)
    official, weeks = forecast.official, forecast.measured_at_weeks
    rows = forecasting.past_quarters(facts, official, weeks)
    if not rows:
        return ComputedContent(
            _basis(facts), Paragraph(f"{NOBODY_KNOWS} there is nothing to draw.")
        )
    error = wape(forecasting.pairs_of(rows)) or Decimal(0)
    quarters = tuple(_forecast_bar(row, error) for row in rows)
    picture = Picture(AccuracyPicture(official, weeks, round(error, 3), quarters), _draw_forecasts)
    head = ("Quarter", "Forecast", "Band", "Signed", "Signed less forecast", "Naive method said")
    body = [
        _comparison_row(row, bar, forecasting.naive(facts, row.quarter))
        for row, bar in zip(rows, quarters, strict=True)
    ]
    return ComputedContent(_basis(facts), Stack(picture, Lines(head, body)))


def _forecast_bar(row: PastQuarter, error: Decimal) -> ForecastBar:
    low, high = row.forecast * (1 - error), row.forecast * (1 + error)
    numbers = map(units, (row.forecast, row.actual, low, high))
    return ForecastBar(quarter_name(row.quarter), *numbers)


def _comparison_row(row: PastQuarter, bar: ForecastBar, naive: Decimal | None) -> list[Content]:
    less = (row.actual - row.forecast) / row.actual if row.actual else None
    return [
        bar.name,
        whole(bar.forecast),
        Phrase("{} – {}", whole(bar.low), whole(bar.high)),
        whole(bar.actual),
        percent(less, sign=True),
        whole(naive),
    ]


def _draw_forecasts(shown: AccuracyPicture, view: View) -> Html:
    bars = shown.quarters
    caption = (
        f"The official forecast ({shown.official}) {shown.weeks} weeks before the end of each quarter, "
        "and what was signed. The band is the forecast plus and minus "
        f"{amounts.percent(view, shown.error)}, the method's usual error (WAPE) over these quarters."
    )
    inside = sum(bar.low <= bar.actual <= bar.high for bar in bars)
    says = (
        f"Forecast and signed value of {len(bars)} quarters; {inside} of them lie within the band."
    )
    return forecasts(says, bars, caption, view)


@macro("block", "action_table()", may_be_empty=True)
def action_table(context: Context) -> Content:
    """What was done about measures outside their targets: found when, what, who, until when."""
    actions = sorted(context.facts[ActionTaken], key=lambda action: action.found_on, reverse=True)
    if not actions:
        return Paragraph("Nothing is outside its target, so nothing had to be done.")
    return Grid(
        actions,
        {
            "Outside its target": "measure",
            "Found on": "found_on",
            "What we do": "what",
            "Who": "who",
            "Until": "until",
        },
    )
