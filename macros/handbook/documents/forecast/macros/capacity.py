"""Macros that show what the sales force can sign: capacity by role and quarter beside the plan, and the ramp of newcomers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from handbook.documents.company.facts.company import Role
from handbook.documents.forecast import forecasting
from handbook.documents.forecast.facts.plan import Capacity, Plan, Productivity, Seat
from handbook.documents.forecast.macros.pictures import Bar, Bars, Ramp, bars, ramps
from handbook.documents.forecast.macros.quotas import plan_of
from handbook.documents.forecast.plan.seats import SeatYear, quarters_of, seat_years
from handbook.facts.facts import Facts
from handbook.show.amounts import NOTHING, quarter_name, short, total, whole
from handbook.show.html import Html, join, table, tag
from handbook.show.lookup import names, need, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

ZERO = Decimal(0)


class RoleShown(NamedTuple):
    """The seats of a role in the year: filled, open; for roles that sell, how many ramped sellers they are and what they can sign."""

    role: str
    filled: int
    open: int
    ramped: Decimal | None
    productivity: Decimal | None
    able: Decimal | None


class QuarterShown(NamedTuple):
    """A quarter of the plan in money: the orders it asks for, what can be signed, the quotas."""

    name: str
    plan: Decimal
    capacity: Decimal
    quotas: Decimal


Capacities = tuple[
    Picked, Picked, list[RoleShown], list[QuarterShown], list[Picked], list[Productivity]
]


def _capacity(context: Context) -> Capacities:
    facts, plan = context.handbook.facts, plan_of(context)
    capacity = need(facts, Capacity)
    years = [year for year in seat_years(facts) if year.filled]
    seats = [pick(seat, "id", "role", "starts", "ends", "open") for seat in facts[Seat]]
    chosen = pick(
        plan,
        "year",
        "revenue",
        "opening_revenue",
        "gross_retention",
        "growth_in_base",
        "first_year_share",
    )
    quarters = _quarters(facts, plan, years)
    return (
        chosen,
        pick(capacity, "lost", "time_to_hire"),
        _roles(context, years, capacity.productivity),
        quarters,
        seats,
        capacity.productivity,
    )


def _roles(
    context: Context, years: Sequence[SeatYear], sold: Sequence[Productivity]
) -> list[RoleShown]:
    known, each = (
        names(context, Role),
        {productivity.role: Decimal(productivity.a_year) for productivity in sold},
    )
    found = []
    for role in dict.fromkeys(year.seat.role for year in years):
        own = [year for year in years if year.seat.role == role]
        is_open = sum(year.seat.open for year in own)
        sells = (
            (total(year.ramped for year in own), each[role], _able(context, role))
            if role in each
            else (None, None, None)
        )
        found.append(RoleShown(known.get(role, role), len(own) - is_open, is_open, *sells))
    return found


def _able(context: Context, role: str) -> Decimal:
    """What a role can sign in the year: the sum of its quarters."""
    quarters = quarters_of(context.handbook.facts, plan_of(context))
    return total(
        forecasting.capacity_of(context.handbook.facts, quarter.id, role) or ZERO
        for quarter in quarters
    )


def _quarters(facts: Facts, plan: Plan, years: Sequence[SeatYear]) -> list[QuarterShown]:
    found = []
    for place, quarter in enumerate(quarters_of(facts, plan)):
        quotas = total(year.quotas[place] for year in years if len(year.quotas) > place)
        able = forecasting.capacity_of(facts, quarter.id) or ZERO
        found.append(
            QuarterShown(quarter_name(quarter.id), plan.orders * quarter.season, able, quotas)
        )
    return found


@macro("block", "capacity_table()", lambda shown, view: _draw_capacity(shown, view))
def capacity_table(context: Context) -> Capacities:
    """What the sales force can sign in the year of the plan, by role and by quarter: seats, ramp, shown productivity, and the gap to the
    plan.
    """
    return _capacity(context)


def _draw_capacity(shown: Capacities, view: View) -> Html:
    plan, capacity, roles, quarters, _, _ = shown
    by_role = [
        (role.role, view.number(role.filled), view.number(role.open), _number(role.ramped, view), whole(view, role.productivity), whole(view, role.able))
        for role in roles
    ]  # fmt: skip
    head = ("Role", "Filled", "Open", "Ramped sellers", "Each has signed in a year", "Can sign")
    whole_year = QuarterShown(
        str(plan.year),
        *(
            total(getattr(quarter, key) for quarter in quarters)
            for key in ("plan", "capacity", "quotas")
        ),
    )
    by_quarter = [
        (quarter.name, whole(view, quarter.plan), whole(view, quarter.capacity), _gap(quarter, view), whole(view, quarter.quotas))
        for quarter in [*quarters, whole_year]
    ]  # fmt: skip
    caption = f"Capacity of {plan.year}; {view.share(capacity.lost)} of it are taken off for people who leave"
    quarter_head = ("Quarter", "Plan", "Can be signed", "Can be signed less plan", "Quotas")
    return join([
        table(head, by_role, numbers=range(1, 6), caption=caption),
        table(quarter_head, by_quarter, numbers=range(1, 5), caption="By quarter, with season and ramp"),
    ])  # fmt: skip


def _number(ramped: Decimal | None, view: View) -> str:
    return NOTHING if ramped is None else view.number(round(ramped, 2))


def _gap(quarter: QuarterShown, view: View) -> Html:
    gap = quarter.capacity - quarter.plan
    sign = "+" if gap >= 0 else "−"
    return Html("{} {}").format(
        f"{sign}{whole(view, abs(gap))}", tag("gap", "warn") if gap < 0 else ""
    )


@macro("block", "capacity_picture()", lambda shown, view: _draw_bars(shown, view))
def capacity_picture(context: Context) -> Capacities:
    """Plan, capacity and quotas of each quarter beside each other, as a picture."""
    return _capacity(context)


def _draw_bars(shown: Capacities, view: View) -> Html:
    _, _, _, quarters, _, _ = shown
    groups = [
        Bars(quarter.name,
            [Bar("Plan", ZERO, quarter.plan, "hb-pale"), Bar("Capacity", ZERO, quarter.capacity), Bar("Quotas", ZERO, quarter.quotas, "hb-copper")])
        for quarter in quarters
    ]  # fmt: skip
    says = "; ".join(
        f"{group.title}: "
        + ", ".join(f"{bar.name} {short(view, bar.amount)}" for bar in group.bars)
        for group in groups
    )
    caption = "Plan: orders to be signed. Capacity: what ramped sellers have been shown to sell, with ramp and season. Quotas: what the seats carry."
    return bars(says, groups, caption, view)


@macro("block", "ramp_picture()", lambda shown, view: _draw_ramp(shown))
def ramp_picture(context: Context) -> list[tuple[str, Productivity]]:
    """How quickly somebody new comes to full strength, by role: the share of a ramped seller in each month, as a picture and in words."""
    capacity = need(context.handbook.facts, Capacity)
    roles = names(context, Role)
    return [
        (roles.get(productivity.role, productivity.role), productivity)
        for productivity in capacity.productivity
    ]


def _draw_ramp(shown: list[tuple[str, Productivity]]) -> Html:
    months = max(len(productivity.ramp) for _, productivity in shown)
    rows = [
        Ramp(role, f"full from month {_full(productivity)}", [Decimal(productivity.ramp[min(month, len(productivity.ramp) - 1)]) for month in range(months)])
        for role, productivity in shown
    ]  # fmt: skip
    says = "; ".join(f"{row.name}: {row.says}" for row in rows)
    caption = (
        "Share of a ramped seller in per cent, month by month; the month of the start is month 1."
    )
    head = ("Role", *(f"Month {month + 1}" for month in range(months)))
    body = [(row.name, *(f"{round(share * 100)} %" for share in row.shares)) for row in rows]
    return join([ramps(says, rows, caption), table(head, body, numbers=range(1, months + 1))])


def _full(productivity: Productivity) -> int:
    """The first month at full strength; the last of the ramp if it never gets there."""
    return next(
        (month for month, share in enumerate(productivity.ramp, 1) if share == 1),
        len(productivity.ramp),
    )
