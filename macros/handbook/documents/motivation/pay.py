"""What a pay plan pays: its curve, the rate of an order, payslips of a period and of a year. Sums
are those of ``calculations.pay``.

Attainments are fractions (0.8 for 80 %), by the id of the measure. Money is in whole cents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import NamedTuple

from handbook.documents.forecast.facts.plan import Plan
from handbook.documents.forecast.plan.seats import SeatYear, quarters_of, seat_years
from handbook.documents.motivation.cost import pay_in_plan
from handbook.documents.motivation.facts import Clawback, PayPlan
from handbook.documents.motivation.in_force import SIGNED
from handbook.documents.motivation.sums import (
    CENT,
    Curve,
    Measure,
    Payslip,
    Point,
    Stretch,
    base_commission_rate,
    clawback,
    payout_share,
    payslip,
    period_by_period,
    remaining_share,
    stretches,
    sum_of_payslips,
)
from handbook.facts.facts import Facts
from handbook.facts.scalars import Share

ZERO, ONE = Decimal(0), Decimal(1)
MONTHS_A_YEAR = 12
SHOWN = tuple(Decimal(number) / 100 for number in (0, 50, 80, 100, 120, 150))
"""The attainments at which payslips are shown."""

Attained = Mapping[str, Decimal]


def curve_of(plan: PayPlan) -> Curve:
    """The plan's curve as the sums want it: points by rising attainment, and the cap."""
    points = tuple(Point(Decimal(point.attained), Decimal(point.paid)) for point in plan.curve)
    return Curve(points, None if plan.cap is None else Decimal(plan.cap))


def periods_of(plan: PayPlan) -> int:
    """How many payments of variable pay a year has."""
    return MONTHS_A_YEAR if plan.period == "month" else 4


def cumulative_amount(amount: Decimal, periods: int, of: int) -> Decimal:
    """What the first ``periods`` of a year's ``of`` have of an amount of the year, in cents; all of
    them have all of it.
    """
    return (amount * periods / of).quantize(CENT, ROUND_HALF_UP)


def has_rising_curve(plan: PayPlan) -> bool:
    """Whether the points of the curve come in order, so that it can be read and drawn."""
    return all(point.attained < other.attained for point, other in pairwise(plan.curve))


def is_payable(plan: PayPlan) -> bool:
    """Whether payslips of the plan can be made at all: its curve is in order, each measure is there
    once, and the weights add up to 100 %.
    """
    no_duplicates = len({measure.measure for measure in plan.measures}) == len(plan.measures)
    return (
        has_rising_curve(plan)
        and no_duplicates
        and sum((Decimal(measure.weight) for measure in plan.measures), ZERO) == ONE
    )


# --- payslips


def cumulative_slip(plan: PayPlan, attained: Attained, periods: int) -> Payslip:
    """The payslip of the first periods of a year taken together, at what was attained in them as a
    whole.
    """
    of, curve = periods_of(plan), curve_of(plan)
    measures = [
        Measure(measure.measure, Decimal(measure.weight), payout_share(curve, attained[measure.measure])) for measure in plan.measures
    ]  # fmt: skip
    base, variable = (
        cumulative_amount(Decimal(money), periods, of) for money in (plan.fixed, plan.variable)
    )
    return payslip(base, variable, measures)


def slip_of(plan: PayPlan, attained: Attained, period: int) -> Payslip:
    """The payslip of one period, the first is 1, that counts for itself alone."""
    of, curve = periods_of(plan), curve_of(plan)
    measures = [
        Measure(measure.measure, Decimal(measure.weight), payout_share(curve, attained[measure.measure])) for measure in plan.measures
    ]  # fmt: skip
    base, variable = (
        cumulative_amount(Decimal(money), period, of)
        - cumulative_amount(Decimal(money), period - 1, of)
        for money in (plan.fixed, plan.variable)
    )
    return payslip(base, variable, measures)


def slips_of_year(plan: PayPlan, attained: Sequence[Attained]) -> list[Payslip]:
    """A payslip for each period, in order. By the year to date, each attainment is that of the year
    until its period's end.
    """
    if plan.counts == "year to date":
        return period_by_period(
            [
                cumulative_slip(plan, attainments, place)
                for place, attainments in enumerate(attained, start=1)
            ]
        )
    return [
        slip_of(plan, attainments, place) for place, attainments in enumerate(attained, start=1)
    ]


def same_attainment(plan: PayPlan, attainment: Decimal) -> Attained:
    """Every measure of the plan reached the same attainment."""
    return {measure.measure: attainment for measure in plan.measures}


def slip_of_period(plan: PayPlan, attainment: Decimal) -> Payslip:
    """The first period of a year in which every measure reached the same."""
    return slips_of_year(plan, [same_attainment(plan, attainment)])[0]


def slip_of_year(plan: PayPlan, attainment: Decimal) -> Payslip:
    """A whole year in which every measure reached the same in each period."""
    return sum_of_payslips(
        slips_of_year(plan, [same_attainment(plan, attainment)] * periods_of(plan))
    )


# --- quotas and rates


def seats_paid_by(facts: Facts, plan: PayPlan) -> list[SeatYear]:
    """The seats whose quotas the plan pays by: those of its role in the year of the company's plan,
    if it holds on that year's first day.
    """
    used = pay_in_plan(facts, plan.role)
    by_quota = any(measure.measure == SIGNED for measure in plan.measures)
    if used is None or used.id != plan.id or not by_quota:
        return []
    return [year for year in seat_years(facts) if year.seat.role == plan.role and year.quotas]


def usual_quota(seats: Sequence[SeatYear]) -> Decimal | None:
    """The mean quota of a whole ramped year, to the unit; None without seats."""
    quotas = [Decimal(year.seat.quota) for year in seats if year.seat.quota is not None]
    return (sum(quotas, ZERO) / len(quotas)).quantize(ONE, ROUND_HALF_UP) if quotas else None


class Slice(NamedTuple):
    """A stretch of the curve, and what an order inside it pays of its value; None where no quota is
    known.
    """

    stretch: Stretch
    rate: Decimal | None


def slices_of(plan: PayPlan, quota: Decimal | None) -> list[Slice]:
    """Commission by slices: what each stretch pays for a unit of signed orders, at a quota of a
    year, as a fraction of its value.
    """
    target = Decimal(plan.variable) * measure_weight(plan, SIGNED)
    rate = base_commission_rate(target, quota) if quota else None
    return [
        Slice(stretch, None if rate is None else rate * stretch.slope)
        for stretch in stretches(curve_of(plan))
    ]


def measure_weight(plan: PayPlan, measure: str) -> Decimal:
    """The weight of a measure in the plan; zero if it is not paid."""
    return sum(
        (
            Decimal(paid_measure.weight)
            for paid_measure in plan.measures
            if paid_measure.measure == measure
        ),
        ZERO,
    )


def season_weights(facts: Facts, plan: PayPlan) -> list[Decimal]:
    """The weight of each period of a year in the quota: the seasons of its quarters; equal where
    there are none.
    """
    of_year = facts.only(Plan)
    quarters = quarters_of(facts, of_year) if of_year else []
    of = periods_of(plan)
    if of == MONTHS_A_YEAR or len(quarters) != of:
        return [ONE] * of
    return [Decimal(quarter.season) for quarter in quarters]


# --- cases: an order that is taken back, an order that is shared

A_TENTH = Decimal("0.1")
HALF_OF_THE_TERM = remaining_share(Decimal(1), Decimal(2))


class ClawbackExample(NamedTuple):
    """An order of a tenth of a period's quota is cancelled after a first period on target; the
    second is on target too.

    ``brought`` is what the order had added, ``back`` what is taken, ``most`` the most of the next
    variable pay, ``later`` the rest.
    """

    measure: str
    brought: Decimal
    back: Decimal
    most: Decimal
    now: Decimal
    later: Decimal
    slip: Payslip


def share_taken_back(rule: Clawback) -> Decimal:
    """Which share of what an order brought is taken back; of the rest of a term, where half of it
    was still to run.
    """
    shares = {
        "full": ONE,
        "rest of the term": HALF_OF_THE_TERM,
        "fixed share": Decimal(rule.share or Share(1)),
    }
    return shares[rule.how]


def clawback_example(plan: PayPlan) -> ClawbackExample | None:
    """The example of a clawback, from the plan alone; None if the plan has no clawback."""
    rule = plan.clawback
    if rule is None:
        return None
    measure = plan.measures[0].measure
    on_target = same_attainment(plan, ONE)
    with_order, without_order = (
        cumulative_slip(plan, on_target, 1),
        cumulative_slip(plan, {**on_target, measure: ONE - A_TENTH}, 1),
    )
    brought = with_order.total - without_order.total
    back = clawback(brought, share_taken_back(rule))
    second = slips_of_year(plan, [on_target, on_target])[1]
    most = clawback(second.total - second.of("base"), Decimal(rule.most_of_next))
    now = min(back, most)
    slip = _second_period(plan, now)
    return ClawbackExample(measure, brought, back, most, now, back - now, slip)


def _second_period(plan: PayPlan, taken: Decimal) -> Payslip:
    """The second period of a year on target, with a clawback."""
    of = periods_of(plan)
    base, variable = (
        cumulative_amount(Decimal(money), 2, of) - cumulative_amount(Decimal(money), 1, of)
        for money in (plan.fixed, plan.variable)
    )
    measures = [Measure(measure.measure, Decimal(measure.weight), ONE) for measure in plan.measures]
    return payslip(base, variable, measures, taken_back=taken)
