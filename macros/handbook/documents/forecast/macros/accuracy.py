"""Macros that show how right the forecasts were: frozen numbers, measures of accuracy, forecast against actual."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from handbook.documents.company.facts.company import Role
from handbook.documents.forecast import forecasting
from handbook.documents.forecast.facts.forecast import NAIVE, ActionTaken, Method, Snapshot, Targets
from handbook.documents.forecast.facts.plan import Quarter
from handbook.documents.forecast.forecasting import Accuracy, Past
from handbook.documents.forecast.macros.methods import forecast_of
from handbook.documents.forecast.macros.pictures import Judged, forecasts
from handbook.documents.forecast.sums.accuracy import wape
from handbook.show.amounts import NOTHING, judged, percent, quarter_name, whole
from handbook.show.html import Html, join, table, tag
from handbook.show.lookup import find, names, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View


class Frozen(NamedTuple):
    """A snapshot, and the naive number that belongs to it."""

    snapshot: Snapshot
    naive: Decimal | None
    by: str


@macro("block", 'snapshot_table("q3-2026")', lambda shown, view: _draw_snapshots(shown, view))
def snapshot_table(context: Context, quarter: str) -> tuple[Picked, list[Frozen]]:
    """What was said of a quarter, frozen on its day: each method's number, the call with its parts, why it was overridden."""
    facts = context.handbook.facts
    found = find(context, Quarter, quarter, 'snapshot_table("{}")')
    roles, said = names(context, Role), forecasting.naive(facts, quarter)
    taken = sorted(
        (snapshot for snapshot in facts[Snapshot] if snapshot.quarter == quarter),
        key=lambda snapshot: snapshot.taken,
    )
    return pick(found, "id", "signed"), [
        Frozen(snapshot, said, roles.get(snapshot.by, snapshot.by)) for snapshot in taken
    ]


def _draw_snapshots(shown: tuple[Picked, list[Frozen]], view: View) -> Html:
    quarter, taken = shown
    if not taken:
        return Html("<p>No forecast of {} has been frozen yet.</p>").format(
            quarter_name(quarter.id)
        )
    methods = [
        name
        for name in forecasting.METHODS
        if name == NAIVE
        or any(said.method == name for row in taken for said in row.snapshot.methods)
    ]
    head = (
        "Weeks before the end",
        "Frozen on",
        *methods,
        "Closed then",
        "With commit",
        "With best case",
    )
    rows = [_snapshot(row, methods, view) for row in taken]
    came = (
        f"; signed in the end: {whole(view, quarter.signed)}" if quarter.signed is not None else ""
    )
    caption = f"Forecasts of {quarter_name(quarter.id)}{came}"
    reasons = [
        Html("<p>{}, {} overrode the sum of the categories: {}</p>").format(
            view.day(row.snapshot.taken), row.by, row.snapshot.override_because
        )
        for row in taken
        if row.snapshot.override_because
    ]
    return join([table(head, rows, numbers=[0, *range(2, len(head))], caption=caption), *reasons])


def _snapshot(row: Frozen, methods: Sequence[Method], view: View) -> list[Any]:
    snapshot = row.snapshot
    amounts = {said.method: Decimal(said.amount) for said in snapshot.methods}
    if row.naive is not None:
        amounts[NAIVE] = row.naive
    call = (snapshot.call.closed, snapshot.call.commit, snapshot.call.best_case)
    return [
        snapshot.weeks_left,
        view.short_day(snapshot.taken),
        *(whole(view, amounts.get(method)) for method in methods),
        *(whole(view, amount) for amount in call),
    ]


class Quarters(NamedTuple):
    """What the numbers rest on: snapshots, and the quarters with what came."""

    snapshots: list[Picked]
    quarters: list[Picked]


def _basis(context: Context, weeks: int | None = None) -> Quarters:
    """The snapshots of one horizon or of all, and all quarters."""
    facts = context.handbook.facts
    taken = [
        pick(snapshot, "quarter", "weeks_left", "methods")
        for snapshot in sorted(facts[Snapshot], key=lambda snapshot: snapshot.taken)
        if weeks in (None, snapshot.weeks_left)
    ]
    return Quarters(
        taken, [pick(quarter, "id", "signed") for quarter in forecasting.in_order(facts)]
    )


@macro("block", "accuracy_table()", lambda shown, view: _draw_accuracy(shown, view))
def accuracy_table(
    context: Context,
) -> tuple[str, int, Targets, list[Accuracy], list[tuple[int, Accuracy]], Quarters]:
    """How right each method was at the horizon by which it is judged: WAPE, MAPE, bias, tracking signal, and whether it was better than
    the naive method. The official one is marked; below, it stands at every horizon.
    """
    facts, forecast = context.handbook.facts, forecast_of(context)
    weeks = int(forecast.measured_at_weeks)
    all_methods = [forecasting.accuracy_of(facts, method, weeks) for method in forecasting.METHODS]
    by_horizon = [
        (left, forecasting.accuracy_of(facts, forecast.official, left)) for left in forecasting.horizons(facts)
    ]  # fmt: skip
    return (
        forecast.official,
        weeks,
        forecast.targets,
        [accuracy for accuracy in all_methods if accuracy],
        [(left, accuracy) for left, accuracy in by_horizon if accuracy],
        _basis(context),
    )


HEAD = ("Quarters", "WAPE", "MAPE", "Bias", "Tracking signal", "Better than naive by")


def _draw_accuracy(shown: Any, view: View) -> Html:
    official, weeks, targets, methods, by_horizon, _ = shown
    if not methods:
        return Html(
            "<p>No quarter has both a frozen forecast and an end yet, so nobody can say.</p>"
        )
    caption = (
        f"{weeks} weeks before the end of the quarter. Targets of the official method: WAPE at most {view.share(targets.wape)}, "
        f"bias within ±{view.share(targets.bias)}, tracking signal within ±{view.number(targets.tracking_signal)}. "
        "Bias and signal above zero: more came than was said."
    )
    first = [
        (_named(row, official), *_measures(row, targets, row.method == official, view))
        for row in methods
    ]
    second = [(str(left), *_measures(row, targets, False, view)) for left, row in by_horizon]
    numbers = range(1, 7)
    return join([
        table(("Method", *HEAD), first, numbers=numbers, caption=caption),
        table(("Weeks before the end", *HEAD), second, numbers=range(7), caption=f"The official method, {official}, at every horizon"),
    ])  # fmt: skip


def _named(accuracy: Accuracy, official: str) -> Html:
    return Html("{} {}").format(accuracy.method, tag("official", "good")) if accuracy.method == official else Html("{}").format(accuracy.method)  # fmt: skip


def _measures(accuracy: Accuracy, targets: Targets, binding: bool, view: View) -> list[Any]:
    def beyond(value: Decimal | None, most: Decimal) -> bool:
        return binding and value is not None and abs(value) > most

    signal = NOTHING if accuracy.signal is None else view.number(round(accuracy.signal, 1))
    return [
        accuracy.quarters,
        judged(percent(view, accuracy.wape), beyond(accuracy.wape, targets.wape)),
        percent(view, accuracy.mape),
        judged(percent(view, accuracy.bias, sign=True), beyond(accuracy.bias, targets.bias)),
        judged(signal, beyond(accuracy.signal, targets.tracking_signal)),
        _added(accuracy, view),
    ]


def _added(accuracy: Accuracy, view: View) -> Any:
    """Forecast value added in points of WAPE; a method that does not beat the naive one is said so."""
    if accuracy.method == NAIVE:
        return "the measure"
    if accuracy.added is None:
        return NOTHING
    points = view.number(round(accuracy.added * 100, 1))
    return (
        f"{points} points"
        if accuracy.added > 0
        else Html("{} {}").format(f"{points} points", tag("not better", "bad"))
    )


@macro("block", "forecast_picture()", lambda shown, view: _draw_picture(shown, view))
def forecast_picture(
    context: Context,
) -> tuple[str, int, list[Past], list[Decimal | None], Quarters]:
    """The official forecast of each quarter against what came, as a picture. The band is the method's own usual error (WAPE) at that
    horizon, to both sides of the forecast; a table below says the same.
    """
    facts, forecast = context.handbook.facts, forecast_of(context)
    weeks = int(forecast.measured_at_weeks)
    rows = forecasting.past(facts, forecast.official, weeks)
    return (
        forecast.official,
        weeks,
        rows,
        [forecasting.naive(facts, row.quarter) for row in rows],
        _basis(context, weeks),
    )


def _draw_picture(shown: Any, view: View) -> Html:
    official, weeks, rows, naive, _ = shown
    if not rows:
        return Html(
            "<p>No quarter has both a frozen forecast and an end yet, so there is nothing to draw.</p>"
        )
    error = wape(forecasting.pairs_of(rows)) or Decimal(0)
    bars = [
        Judged(quarter_name(row.quarter), row.forecast, row.actual, row.forecast * (1 - error), row.forecast * (1 + error))
        for row in rows
    ]  # fmt: skip
    caption = (
        f"The official forecast ({official}) {weeks} weeks before the end of each quarter, and what was signed. "
        f"The band is the forecast plus and minus {percent(view, error)}, the method's usual error (WAPE) over these quarters."
    )
    head = ("Quarter", "Forecast", "Band", "Signed", "Signed less forecast", "Naive method said")
    body = [
        (
            bar.name, whole(view, bar.forecast), f"{whole(view, bar.low)} – {whole(view, bar.high)}", whole(view, bar.actual),
            percent(view, (bar.actual - bar.forecast) / bar.actual if bar.actual else None, sign=True), whole(view, said),
        )
        for bar, said in zip(bars, naive, strict=True)
    ]  # fmt: skip
    inside = sum(bar.low <= bar.actual <= bar.high for bar in bars)
    says = (
        f"Forecast and signed value of {len(bars)} quarters; {inside} of them lie within the band."
    )
    return join([forecasts(says, bars, caption, view), table(head, body, numbers=range(1, 6))])


@macro("block", "action_table()", lambda shown, view: _draw_actions(shown, view), may_be_empty=True)
def action_table(context: Context) -> list[tuple[ActionTaken, str]]:
    """What was done about measures outside their targets: found when, what, who, until when."""
    actions = sorted(
        context.handbook.facts[ActionTaken], key=lambda action: action.found_on, reverse=True
    )
    roles = names(context, Role)
    return [(action, roles.get(action.who, action.who)) for action in actions]


def _draw_actions(rows: list[tuple[ActionTaken, str]], view: View) -> Html:
    if not rows:
        return Html("<p>Nothing is outside its target, so nothing had to be done.</p>")
    body = [
        (action.measure, view.day(action.found_on), action.what, who, view.day(action.until))
        for action, who in rows
    ]
    return table(("Outside its target", "Found on", "What we do", "Who", "Until"), body)
