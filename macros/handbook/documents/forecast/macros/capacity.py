"""Macros that show what the sales force can sign: capacity by role and quarter beside the plan, and
the ramp of newcomers.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from handbook.documents.company.facts.company import Role
from handbook.documents.forecast import forecasting
from handbook.documents.forecast.facts.plan import Capacity, Plan, Productivity, Quarter, Seat
from handbook.documents.forecast.macros.pictures import Bar, Bars, Ramp, as_short, bars, ramps
from handbook.documents.forecast.plan.seats import SeatYear, quarters_of, seat_years
from handbook.facts.facts import Facts
from handbook.facts.scalars import Ratio
from handbook.show.amounts import quarter_name, short, total
from handbook.show.blocks import Lines, Picture, Stack
from handbook.show.content import NOTHING, ComputedContent, Content, ItemName, Phrase, Tag
from handbook.show.html import Html
from handbook.show.lookup import need
from handbook.show.macro import Context, macro
from handbook.show.rounded import whole
from handbook.show.view import View

ZERO = Decimal(0)


@macro("block", "capacity_table()")
def capacity_table(context: Context) -> ComputedContent:
    """What the sales force can sign in the year of the plan, by role and by quarter: seats, ramp,
    shown productivity, and the gap to the plan.
    """
    facts = context.facts
    plan, capacity = need(facts, Plan), need(facts, Capacity)
    years = _filled(facts)
    shown = Stack(_by_role(facts, plan, capacity, years), _by_quarter(facts, plan, years))
    return ComputedContent((plan, capacity, list(facts[Seat])), shown)


def _filled(facts: Facts) -> list[SeatYear]:
    return [year for year in seat_years(facts) if year.filled]


def _by_role(facts: Facts, plan: Plan, capacity: Capacity, years: Sequence[SeatYear]) -> Lines:
    sold = {row.role: row for row in capacity.productivity}
    roles = dict.fromkeys(year.seat.role for year in years)
    rows = [
        _role(facts, role, [year for year in years if year.seat.role == role], sold.get(role))
        for role in roles
    ]
    caption = Phrase(
        "Capacity of {}; {} of it are taken off for people who leave", plan.year, capacity.lost
    )
    head = ("Role", "Filled", "Open", "Ramped sellers", "Each has signed in a year", "Can sign")
    return Lines(head, rows, caption)


def _role(
    facts: Facts, role: str, own: Sequence[SeatYear], sold: Productivity | None
) -> list[Content]:
    """The seats of a role in the year; for roles that sell, how many ramped sellers that is and
    what they can sign.
    """
    is_open = sum(year.seat.open for year in own)
    seats: list[Content] = [ItemName("roles", role), len(own) - is_open, is_open]
    if sold is None:
        return [*seats, NOTHING, NOTHING, NOTHING]
    ramped = total(year.ramped for year in own)
    return [*seats, Ratio(round(ramped, 2)), whole(sold.a_year), whole(_able(facts, role))]


def _able(facts: Facts, role: str) -> Decimal:
    """What a role can sign in the year: the sum of its quarters."""
    quarters = quarters_of(facts, need(facts, Plan))
    return total(forecasting.capacity_of(facts, quarter.id, role) or ZERO for quarter in quarters)


# --- by quarter -----------------------------------------------------------------------------------


class QuarterCapacity(NamedTuple):
    """A quarter of the plan in money: the orders it asks for, what can be signed, the quotas."""

    name: str
    plan: Decimal
    able: Decimal
    quotas: Decimal


def _quarters(facts: Facts, plan: Plan, years: Sequence[SeatYear]) -> list[QuarterCapacity]:
    quarters = enumerate(quarters_of(facts, plan))
    return [_quarter(facts, plan, quarter, years, place) for place, quarter in quarters]


def _quarter(
    facts: Facts, plan: Plan, quarter: Quarter, years: Sequence[SeatYear], place: int
) -> QuarterCapacity:
    quotas = total(year.quotas[place] for year in years if len(year.quotas) > place)
    able = forecasting.capacity_of(facts, quarter.id) or ZERO
    return QuarterCapacity(quarter_name(quarter.id), plan.orders * quarter.season, able, quotas)


def _by_quarter(facts: Facts, plan: Plan, years: Sequence[SeatYear]) -> Lines:
    quarters = _quarters(facts, plan, years)
    sums = (
        total(amounts)
        for amounts in zip(*((row.plan, row.able, row.quotas) for row in quarters), strict=True)
    )
    whole_year = QuarterCapacity(str(plan.year), *(sums if quarters else (ZERO, ZERO, ZERO)))
    rows = [
        (row.name, whole(row.plan), whole(row.able), _gap(row), whole(row.quotas))
        for row in [*quarters, whole_year]
    ]
    head = ("Quarter", "Plan", "Can be signed", "Can be signed less plan", "Quotas")
    return Lines(head, rows, "By quarter, with season and ramp")


def _gap(row: QuarterCapacity) -> Content:
    gap = row.able - row.plan
    if gap < 0:
        return Phrase("−{} {}", whole(-gap), Tag("gap", "warn"))
    return Phrase("+{}", whole(gap))


@macro("block", "capacity_picture()")
def capacity_picture(context: Context) -> ComputedContent:
    """Plan, capacity and quotas of each quarter beside each other, as a picture."""
    facts = context.facts
    plan, capacity = need(facts, Plan), need(facts, Capacity)
    quarters = _quarters(facts, plan, _filled(facts))
    groups = tuple(Bars(row.name, _bars(row)) for row in quarters)
    return ComputedContent((plan, capacity, list(facts[Seat])), Picture(groups, _draw_bars))


def _bars(row: QuarterCapacity) -> tuple[Bar, ...]:
    return (
        Bar("Plan", ZERO, as_short(row.plan), "hb-pale"),
        Bar("Capacity", ZERO, as_short(row.able)),
        Bar("Quotas", ZERO, as_short(row.quotas), "hb-copper"),
    )


def _draw_bars(groups: Sequence[Bars], view: View) -> Html:
    says = "; ".join(
        f"{group.title}: "
        + ", ".join(f"{bar.name} {short(view, bar.amount)}" for bar in group.bars)
        for group in groups
    )
    caption = (
        "Plan: orders to be signed. Capacity: what ramped sellers have been shown to sell, "
        "with ramp and season. Quotas: what the seats carry."
    )
    return bars(says, groups, caption, view)


# --- the ramp -------------------------------------------------------------------------------------


@macro("block", "ramp_picture()")
def ramp_picture(context: Context) -> ComputedContent:
    """How quickly somebody new comes to full strength, by role: the share of a ramped seller in
    each month, as a picture and in words.
    """
    sold = need(context.facts, Capacity).productivity
    months = max(len(row.ramp) for row in sold)
    rows = tuple(_ramp(context.facts, row, months) for row in sold)
    head = ("Role", *(f"Month {month + 1}" for month in range(months)))
    body: list[list[Content]] = [
        [ItemName("roles", row.role), *(f"{round(share * 100)} %" for share in ramp.shares)]
        for row, ramp in zip(sold, rows, strict=True)
    ]
    return ComputedContent(sold, Stack(Picture(rows, _draw_ramps), Lines(head, body)))


def _ramp(facts: Facts, row: Productivity, months: int) -> Ramp:
    role = facts[Role].get(row.role)
    shares = [Decimal(row.ramp[min(month, len(row.ramp) - 1)]) for month in range(months)]
    return Ramp(role.name if role else row.role, f"full from month {_full(row)}", shares)


def _full(row: Productivity) -> int:
    """The first month at full strength; the last of the ramp if it never gets there."""
    return next((month for month, share in enumerate(row.ramp, 1) if share == 1), len(row.ramp))


def _draw_ramps(rows: Sequence[Ramp], view: View) -> Html:
    says = "; ".join(f"{row.name}: {row.says}" for row in rows)
    caption = (
        "Share of a ramped seller in per cent, month by month; the month of the start is month 1."
    )
    return ramps(says, rows, caption)
