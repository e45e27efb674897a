"""Numbers computed from the facts of forecasting: each method's number, how right each was, the
cases behind a probability, coverage.

Money and shares are decimals. What cannot be said from the facts there are is None, never a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

from handbook.documents.customer_base.facts import Cycle
from handbook.documents.forecast.facts.forecast import (
    NAIVE,
    Coverage,
    Forecast,
    Method,
    OpenDeal,
    Pipeline,
    Snapshot,
)
from handbook.documents.forecast.facts.plan import Capacity, Quarter, Result, Seat
from handbook.documents.forecast.plan.demand import new_cycle
from handbook.documents.forecast.plan.seats import ramped_months, signing_capacity
from handbook.documents.forecast.sums import accuracy
from handbook.documents.forecast.sums.accuracy import rate_or_none, wilson
from handbook.documents.forecast.sums.capacity import quarters
from handbook.documents.forecast.sums.methods import (
    RollUp,
    roll_up,
    run_rate,
    seasonal_naive,
    spread,
    weighted,
)
from handbook.documents.sales_book.facts.market import BuyerGroup, ForecastCategory, Stage
from handbook.documents.sales_book.sums.pipeline import coverage, required_coverage
from handbook.facts.facts import Facts

METHODS: tuple[Method, ...] = get_args(Method)
LEAST_TO_SAY = 10  # with fewer cases a rate says nothing, see calculations.accuracy
QUARTERS = 4


class MethodForecast(NamedTuple):
    """A method's forecast of the running quarter, with its range where the method gives one."""

    method: Method
    amount: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None


class Accuracy(NamedTuple):
    """How right a method was over some quarters; as shares of the actual result, above zero where
    more came than was forecast.

    ``added`` is what the method is better by than the naive one on the same quarters (forecast
    value added), as a share.
    """

    method: Method
    quarters: int
    wape: Decimal | None
    mape: Decimal | None
    bias: Decimal | None
    signal: Decimal | None
    added: Decimal | None


class PastQuarter(NamedTuple):
    """A quarter that is over: its forecast and its actual result."""

    quarter: str
    forecast: Decimal
    actual: Decimal


class StageCalibration(NamedTuple):
    """A stage's probability beside its cases: the share won, and the interval that holds the true
    share (Wilson, 95 %).

    ``rate``, ``low`` and ``high`` are None where there are too few cases.
    """

    stage: str
    name: str
    probability: Decimal
    ended: int
    won: int
    rate: Decimal | None
    low: Decimal | None
    high: Decimal | None
    verdict: Literal["inside", "outside", "assumed", "too few to say"]


class GroupCoverage(NamedTuple):
    """A buyer group's open qualified pipeline of the running quarter beside what is still to be
    signed.

    ``is_now`` and ``required`` are multiples of what is left; None where nothing is left, or where
    the win rate is not known.
    """

    buyer_group: str
    left: Decimal
    qualified: Decimal
    is_now: Decimal | None
    win_rate: Decimal | None
    required: Decimal | None
    target: Decimal


# --- the calendar ---------------------------------------------------------------------------------


def adds_up(facts: Facts, result: Result) -> bool:
    """Whether the seats signed in a quarter what the calendar says, as far as it says anything."""
    quarter = facts[Quarter].get(result.id)
    return quarter is None or quarter.signed in (None, result.signed)


def in_order(facts: Facts) -> list[Quarter]:
    """All quarters by the day on which they begin."""
    return sorted(facts[Quarter], key=lambda quarter: quarter.from_)


def naive(facts: Facts, quarter_id: str) -> Decimal | None:
    """The seasonal naive forecast: what was signed in the same quarter a year before; None if that
    is not known.
    """
    before: list[Quarter] = []
    for quarter in in_order(facts):
        if quarter.id == quarter_id:
            actuals = [
                earlier.signed if earlier.signed is not None else Decimal("NaN")
                for earlier in before
            ]
            found = seasonal_naive(actuals, QUARTERS)
            return None if found is None or found.is_nan() else Decimal(found)
        before.append(quarter)
    return None


# --- the running quarter --------------------------------------------------------------------------


def deals_due(pipeline: Pipeline) -> list[OpenDeal]:
    """The open deals that are expected in the running quarter and are not left out of the forecast."""
    return [
        deal
        for deal in pipeline.deals
        if deal.quarter == pipeline.quarter and deal.category not in ("omitted", "closed")
    ]


def current_forecasts(facts: Facts, pipeline: Pipeline) -> list[MethodForecast]:
    """What each method says of the running quarter on the day of the pipeline, in the order of the
    methods.
    """
    deals = deals_due(pipeline)
    call = category_call(pipeline)
    forecasts = {
        "weighted pipeline": _weighted(facts, pipeline, deals),
        "stage conversion": MethodForecast(
            "stage conversion", _stage_conversion(facts, pipeline, deals)
        ),
        "run rate": MethodForecast("run rate", _run_rate(facts, pipeline)),
        NAIVE: MethodForecast(NAIVE, naive(facts, pipeline.quarter)),
        "category call": MethodForecast(
            "category call", call.most_likely, call.commit, call.best_case
        ),
        "capacity": MethodForecast("capacity", capacity_of(facts, pipeline.quarter)),
    }
    return [forecasts[method] for method in METHODS]


def category_call(pipeline: Pipeline) -> RollUp:
    """The categories rolled up; what is called is the sum with most likely, between commit and best
    case.
    """
    amounts: dict[ForecastCategory, Decimal] = {}
    for deal in deals_due(pipeline):
        amounts[deal.category] = amounts.get(deal.category, Decimal(0)) + deal.amount
    commit, likely, best = (
        amounts.get(name, Decimal(0)) for name in ("commit", "most likely", "best case")
    )
    return roll_up(pipeline.signed_so_far, commit, likely, best)


def _weighted(facts: Facts, pipeline: Pipeline, deals: Sequence[OpenDeal]) -> MethodForecast:
    known = [deal for deal in deals if deal.stage in facts[Stage]]
    chances = [
        (Decimal(deal.amount), Decimal(facts[Stage][deal.stage].probability)) for deal in known
    ]
    if len(known) < len(deals):
        return MethodForecast("weighted pipeline", None)
    expected, wide = pipeline.signed_so_far + weighted(chances), spread(chances)
    return MethodForecast(
        "weighted pipeline", expected, max(expected - wide, pipeline.signed_so_far), expected + wide
    )


def _stage_conversion(
    facts: Facts, pipeline: Pipeline, deals: Sequence[OpenDeal]
) -> Decimal | None:
    """Signed so far, plus for each open deal the conversion of new customers in its group times the
    usual order.
    """
    total = pipeline.signed_so_far
    for deal in deals:
        cycle, group = new_cycle(facts, deal.buyer_group), facts[BuyerGroup].get(deal.buyer_group)
        if cycle is None or group is None or not has_stage(cycle, deal.stage):
            return None
        total += cycle.win_rate(deal.stage) * group.usual_order
    return total


def has_stage(cycle: Cycle, stage: str) -> bool:
    """Whether a stage is one of a cycle's steps."""
    return any(step.stage == stage for step in cycle.steps)


def _run_rate(facts: Facts, pipeline: Pipeline) -> Decimal | None:
    share_gone = elapsed(facts, pipeline)
    return run_rate(pipeline.signed_so_far, share_gone) if share_gone else None


def elapsed(facts: Facts, pipeline: Pipeline) -> Decimal | None:
    """The share of the running quarter's days that is over, the day of the pipeline included; None
    outside the quarter.
    """
    quarter = facts[Quarter].get(pipeline.quarter)
    if quarter is None or not quarter.from_ <= pipeline.as_of < quarter.until:
        return None
    return Decimal((pipeline.as_of - quarter.from_).days + 1) / (quarter.until - quarter.from_).days


def capacity_of(facts: Facts, quarter_id: str, role: str = "") -> Decimal | None:
    """What all seats, or those of a role, can sign in a quarter: ramp x productivity x season,
    minus what people who leave take along.
    """
    quarter = facts[Quarter].get(quarter_id)
    if quarter is None or facts.only(Capacity) is None:
        return None
    year = [planned.id for planned in in_order(facts) if planned.year == quarter.year]
    place = year.index(quarter_id)
    if place >= QUARTERS:
        return None
    sellers = [
        (seat.role, quarter.season * quarters(ramped_months(facts, seat, quarter.year))[place])
        for seat in facts[Seat]
        if role in ("", seat.role)
    ]
    return signing_capacity(facts, sellers)


# --- how right the methods were -------------------------------------------------------------------


def past_quarters(facts: Facts, method: Method, weeks_left: int) -> list[PastQuarter]:
    """A method's forecast ``weeks_left`` weeks before the end of each quarter that is over, and the
    actual result, in order.
    """
    snapshots = {
        snapshot.quarter: snapshot
        for snapshot in facts[Snapshot]
        if snapshot.weeks_left == weeks_left
    }
    found = []
    for quarter in in_order(facts):
        if quarter.signed is not None and quarter.id in snapshots:
            forecast = amount_in_snapshot(facts, snapshots[quarter.id], method)
            if forecast is not None:
                found.append(PastQuarter(quarter.id, forecast, Decimal(quarter.signed)))
    return found


def amount_in_snapshot(facts: Facts, snapshot: Snapshot, method: Method) -> Decimal | None:
    """A method's number in a snapshot; the seasonal naive one comes from the calendar, where no
    hand can change it.
    """
    if method == NAIVE:
        return naive(facts, snapshot.quarter)
    return next(
        (Decimal(number.amount) for number in snapshot.methods if number.method == method), None
    )


def pairs_of(rows: Sequence[PastQuarter]) -> list[tuple[Decimal, Decimal]]:
    """Actual and forecast, as the sums of accuracy want them."""
    return [(row.actual, row.forecast) for row in rows]


def accuracy_of(facts: Facts, method: Method, weeks_left: int) -> Accuracy | None:
    """How right a method was, ``weeks_left`` weeks before the end; None without a quarter to judge
    it by.
    """
    rows = past_quarters(facts, method, weeks_left)
    if not rows:
        return None
    pairs = pairs_of(rows)
    return Accuracy(
        method, len(rows), accuracy.wape(pairs), accuracy.mape(pairs), accuracy.percent_bias(pairs),
        accuracy.tracking_signal(pairs), _value_added(facts, method, rows),
    )  # fmt: skip


def _value_added(facts: Facts, method: Method, rows: Sequence[PastQuarter]) -> Decimal | None:
    """By how much the naive method erred more, on the quarters that both judged; None for the naive
    method itself.
    """
    both = [(row, naive(facts, row.quarter)) for row in rows]
    pairs = [(row, naive_forecast) for row, naive_forecast in both if naive_forecast is not None]
    if method == NAIVE or not pairs:
        return None
    own_error = accuracy.wape([(row.actual, row.forecast) for row, _ in pairs])
    naive_error = accuracy.wape([(row.actual, naive_forecast) for row, naive_forecast in pairs])
    return naive_error - own_error if own_error is not None and naive_error is not None else None


def horizons(facts: Facts) -> list[int]:
    """At which weeks before the end forecasts were frozen, the longest first."""
    return sorted({int(snapshot.weeks_left) for snapshot in facts[Snapshot]}, reverse=True)


def off_target(forecast: Forecast, found: Accuracy) -> list[tuple[str, Decimal, Decimal]]:
    """Measures of the accuracy that miss their targets: name, what it is, what it may be."""
    targets = forecast.targets
    measured: list[tuple[str, Decimal | None, Decimal]] = [
        ("wape", found.wape, targets.wape),
        ("bias", found.bias, targets.bias),
        ("tracking signal", found.signal, targets.tracking_signal),
    ]
    return [
        (name, is_, most) for name, is_, most in measured if is_ is not None and abs(is_) > most
    ]


# --- cases and coverage ---------------------------------------------------------------------------


def stage_calibrations(facts: Facts, least_ended: int) -> list[StageCalibration]:
    """Every open stage with its cases; below ``least_ended`` of them, the rate is only assumed."""
    return [
        _stage_calibration(stage, least_ended) for stage in facts[Stage] if stage.kind == "open"
    ]


def _stage_calibration(stage: Stage, least_ended: int) -> StageCalibration:
    ended, won = (stage.history.ended, stage.history.won) if stage.history else (0, 0)
    about = (stage.id, stage.name, Decimal(stage.probability), int(ended), int(won))
    rate = rate_or_none(won, ended, LEAST_TO_SAY)
    if rate is None or won > ended:
        return StageCalibration(*about, None, None, None, "too few to say")
    low, high = wilson(won, ended)
    if ended < least_ended:
        return StageCalibration(*about, rate, low, high, "assumed")
    return StageCalibration(
        *about, rate, low, high, "inside" if low <= stage.probability <= high else "outside"
    )


def group_win_rate(facts: Facts, buyer_group: str, since: str) -> Decimal | None:
    """The win rate of a group's new deals from a stage on, by its cycle; None if unknown."""
    cycle = new_cycle(facts, buyer_group)
    if cycle is None or not has_stage(cycle, since):
        return None
    return cycle.win_rate(since)


def group_coverages(facts: Facts, pipeline: Pipeline, since: str) -> list[GroupCoverage]:
    """For each buyer group with a target: what is left to sign, and how far the pipeline covers it.

    Qualified are deals that have reached the stage ``since``.
    """
    order = [stage.id for stage in facts[Stage] if stage.kind == "open"]
    late = set(order[order.index(since) :]) if since in order else set()
    found = []
    for quarter in pipeline.groups:
        target = facts[Coverage].get(quarter.buyer_group)
        if target is None:
            continue
        left = max(Decimal(quarter.plan) - quarter.signed, Decimal(0))
        deals = [
            deal
            for deal in deals_due(pipeline)
            if deal.buyer_group == quarter.buyer_group and deal.stage in late
        ]
        qualified = sum((Decimal(deal.amount) for deal in deals), Decimal(0))
        rate = group_win_rate(facts, quarter.buyer_group, since)
        found.append(
            GroupCoverage(
                quarter.buyer_group, left, qualified, coverage(qualified, left) if left else None, rate,
                required_coverage(rate, target.buffer) if rate else None, Decimal(target.target),
            )
        )  # fmt: skip
    return found
