"""Macros that show the plan as quotas: calendar, policy, company to team to person to quarter, capacity, ramp, results, changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from handbook import forecasting
from handbook.calculations.capacity import attainment, compound, over_assignment
from handbook.facts.catalogue import KIND, Facts
from handbook.facts.plan import Plan, Productivity, QuotaChange, QuotaPolicy
from handbook.plan import SeatYear, seat_years, teams_of
from handbook.plan.seats import quarters_of
from handbook.render.forecast.amounts import NOTHING, percent, quarter_name, short, whole
from handbook.render.forecast.pictures import Bar, Bars, Ramp, Step, bars, ramps, waterfall
from handbook.render.html import Html, join, pairs, table, tag
from handbook.render.lookup import Unreadable, names, need, pick
from handbook.render.macro import Asked, Picked, macro
from handbook.render.view import View

ZERO = Decimal(0)


def plan_of(asked: Asked) -> Plan:
    """The plan of the year; if it is not there, the call cannot be shown."""
    found: Plan = need(asked.handbook.facts.plan, KIND["plan"].where)
    return found


def policy_of(asked: Asked) -> QuotaPolicy:
    """How quotas are made; if it is not there, the call cannot be shown."""
    found: QuotaPolicy = need(asked.handbook.facts.quota_policy, KIND["quota_policy"].where)
    return found


# --- calendar and policy ---------------------------------------------------------------------------


@macro("block", "calendar_table()", lambda rows, view: _draw_calendar(rows, view))
def calendar_table(asked: Asked) -> list[Any]:
    """The quarters of the fiscal years: first and last day, the share of the year's orders, and what was signed once it was over."""
    return [
        pick(one, "id", "year", "from_", "until", "season", "signed")
        for one in forecasting.in_order(asked.handbook.facts)
    ]


def _draw_calendar(rows: list[Picked], view: View) -> Html:
    body = [
        (
            quarter_name(one.id), str(one.year), view.day(one.from_), view.day(_day_before(one.until)),
            view.share(one.season), whole(view, one.signed),
        )
        for one in rows
    ]  # fmt: skip
    head = ("Quarter", "Fiscal year", "First day", "Last day", "Share of the year", "Signed")
    return table(head, body, numbers=[4, 5])


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


@macro("block", "quota_policy_table()", lambda policy, view: _draw_policy(policy, view))
def quota_policy_table(asked: Asked) -> QuotaPolicy:
    """How quotas are made from the plan, and within which limits: over-assignment, stretch, how many should meet them, notice, changes."""
    return policy_of(asked)


def _draw_policy(policy: QuotaPolicy, view: View) -> Html:
    both = percent(view, compound([Decimal(policy.teams_over), Decimal(policy.people_over)]), 2, sign=True)
    worrying, most = view.share(policy.worrying), view.share(policy.most)
    low, high = view.number(policy.quota_to_pay_from), view.number(policy.quota_to_pay_to)
    return pairs([
        ("Teams carry more than the plan", view.share(policy.teams_over, sign=True)),
        ("The people of a team carry more than the team", view.share(policy.people_over, sign=True)),
        ("Both together", f"{both}; worrying from {worrying} on, never more than {most}"),
        ("A quota lies above what sellers have been shown to sell by at most", view.share(policy.stretch)),
        ("Sellers who should meet their quota", Html("{} to {}").format(view.share(policy.met_from), view.share(policy.met_to))),
        ("Potential of a seat may differ from the mean of its role by", view.share(policy.potential_spread)),
        ("Quotas are published", Html("on {}, at least {} before they hold").format(view.day(policy.published), policy.notice)),
        ("Changes in a year at most", view.number(policy.changes_a_year)),
        ("A yearly quota, in multiples of yearly pay at target", f"{low} to {high}"),
    ])  # fmt: skip


# --- company, team, person, quarter ----------------------------------------------------------------


class TeamShown(NamedTuple):
    """A team in money: what the plan asks of it, what it carries, what its people must carry, what they do carry."""

    name: str
    plan: Decimal
    carries: Decimal
    people_carry: Decimal
    quotas: Decimal


class SeatShown(NamedTuple):
    """A seat with a quota: its facts, its team and role by name, its share of a ramped year, its quotas by quarter."""

    seat: Picked
    team: str
    role: str
    ramped: Decimal
    quotas: tuple[Decimal, ...]
    quota: Decimal


def _teams(asked: Asked) -> list[tuple[TeamShown, list[SeatShown]]]:
    facts, roles = asked.handbook.facts, names(asked, "roles")
    found = []
    for team in teams_of(facts):
        name = roles.get(team.lead, team.lead)
        shown = TeamShown(name, team.plan, team.carries, team.people_carry, team.quotas)
        found.append((shown, [_seat(year, name, roles) for year in team.seats]))
    return found


def _seat(year: SeatYear, team: str, roles: dict[str, str]) -> SeatShown:
    seat = pick(year.seat, "id", "starts", "ends", "open", "quota", "potential", "potential_because")
    role = roles.get(year.seat.role, year.seat.role)
    return SeatShown(seat, team, role, year.ramped, year.quotas, year.quota)


Quotas = tuple[Plan, QuotaPolicy, list[tuple[TeamShown, list[SeatShown]]], list[Picked]]


def _quotas(asked: Asked) -> Quotas:
    plan, policy = plan_of(asked), policy_of(asked)
    if not asked.handbook.facts.seats:
        raise Unreadable(KIND["seats"].where)
    seasons = [pick(one, "id", "season") for one in quarters_of(asked.handbook.facts, plan)]
    return plan, policy, _teams(asked), seasons


@macro("block", "quota_table()", lambda shown, view: _draw_quotas(shown, view))
def quota_table(asked: Asked) -> Quotas:
    """The quotas of the year from the company to the teams to each seat: the plan, what is carried above it, open seats and ramps."""
    return _quotas(asked)


def _draw_quotas(shown: Quotas, view: View) -> Html:
    plan, _, teams, _ = shown
    top = [team for team, _ in teams]
    company = TeamShown(
        "Company",
        plan.orders,
        *(_sum(getattr(team, key) for team in top) for key in ("carries", "people_carry", "quotas")),
    )
    rows = [_team(team, view) for team in [company, *top]]
    caption = f"First-year value of the orders to be signed in {plan.year}"
    head = ("Who", "Plan", "Carries", "Its people must carry", "Their quotas are", "Above the plan")
    seats = [_seat_row(seat, view) for _, many in teams for seat in many]
    seat_head = (
        "Seat",
        "Role",
        "Team",
        "Filled",
        "Quota of a whole year",
        f"Ramped in {plan.year}",
        f"Quota of {plan.year}",
        "Of its potential",
    )
    return join([
        table(head, rows, numbers=range(1, 6), caption=caption),
        table(seat_head, seats, numbers=range(4, 8), caption="Each seat; an open one carries its quota as part of the team, for nobody's pay"),
    ])  # fmt: skip


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def _team(team: TeamShown, view: View) -> list[str]:
    over = over_assignment([team.quotas], team.plan) if team.plan else None
    amounts = (team.plan, team.carries, team.people_carry, team.quotas)
    return [team.name, *(whole(view, amount) for amount in amounts), percent(view, over, sign=True)]


def _seat_row(one: SeatShown, view: View) -> list[Any]:
    seat = one.seat
    of_potential = seat.quota / seat.potential if seat.potential else None
    return [
        seat.id, one.role, one.team, _filled(seat, view), whole(view, seat.quota), percent(view, one.ramped, 0),
        whole(view, one.quota), percent(view, of_potential, 0),
    ]  # fmt: skip


def _filled(seat: Picked, view: View) -> Html:
    if seat.open:
        return Html("{} from {}").format(tag("open", "warn"), view.day(seat.starts))
    if seat.ends is not None:
        return Html("until {}").format(view.day(seat.ends))
    return Html("since {}").format(view.day(seat.starts))


@macro("block", "quarter_table()", lambda shown, view: _draw_quarters(shown, view))
def quarter_table(asked: Asked) -> Quotas:
    """The quota of each seat in each quarter of the year: by season and ramp, the sum below."""
    return _quotas(asked)


def _draw_quarters(shown: Quotas, view: View) -> Html:
    plan, _, teams, seasons = shown
    seats = [seat for _, many in teams for seat in many]
    head = (
        "Seat",
        *(f"{quarter_name(one.id)} ({view.share(one.season)})" for one in seasons),
        str(plan.year),
    )
    rows = [[one.seat.id, *(whole(view, amount) for amount in [*one.quotas, one.quota])] for one in seats]
    if seats:
        sums = [_sum(amounts) for amounts in zip(*(one.quotas for one in seats), strict=True)]
        rows.append(["All", *(whole(view, amount) for amount in [*sums, _sum(sums)])])
    return table(
        head, rows, numbers=range(1, len(head)), caption="In brackets: the quarter's share of the year"
    )


@macro("block", "quota_picture()", lambda shown, view: _draw_waterfall(shown, view))
def quota_picture(asked: Asked) -> Quotas:
    """From the owner's number to the sum of all quotas, step by step, as a picture: what the base brings, what must be signed, what teams
    and people carry above it.
    """
    return _quotas(asked)


def _draw_waterfall(shown: Quotas, view: View) -> Html:
    plan, policy, teams, _ = shown
    carries, must, quotas = (
        _sum(getattr(team, key) for team, _ in teams) for key in ("carries", "people_carry", "quotas")
    )
    in_year = plan.orders * plan.first_year_share
    steps = [
        Step(f"Revenue of {plan.year}", Decimal(plan.revenue), True),
        Step("The customers we have bring", in_year - plan.revenue),
        Step("Orders of the year that fall into it", in_year, True),
        Step("The rest of their first twelve months", plan.orders - in_year),
        Step("Orders to be signed", plan.orders, True),
        Step(f"Teams carry {view.share(policy.teams_over)} more", carries - plan.orders),
        Step(f"People carry {view.share(policy.people_over)} more", must - carries),
        Step("Quotas of all seats", quotas, True),
    ]
    caption = "From the plan to the quotas. Orders count with their first-year value: what they bring in their first twelve months."
    says = f"From a revenue of {whole(view, Decimal(plan.revenue))} to quotas of {whole(view, quotas)} in {len(steps)} steps."
    rows = [(step.name, whole(view, step.amount)) for step in steps]
    return join([waterfall(says, steps, caption, view), table(("Step", "Amount"), rows, numbers=[1])])


# --- capacity and ramp -----------------------------------------------------------------------------


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


Capacities = tuple[Picked, Picked, list[RoleShown], list[QuarterShown], list[Picked], list[Productivity]]


def _capacity(asked: Asked) -> Capacities:
    facts, plan = asked.handbook.facts, plan_of(asked)
    capacity = need(facts.capacity, KIND["capacity"].where)
    years = [year for year in seat_years(facts) if year.filled]
    seats = [pick(one, "id", "role", "starts", "ends", "open") for one in facts.seats]
    chosen = pick(
        plan, "year", "revenue", "opening_revenue", "gross_retention", "growth_in_base", "first_year_share"
    )
    quarters = _quarters(facts, plan, years)
    return (
        chosen,
        pick(capacity, "lost", "time_to_hire"),
        _roles(asked, years, capacity.productivity),
        quarters,
        seats,
        capacity.productivity,
    )


def _roles(asked: Asked, years: Sequence[SeatYear], sold: Sequence[Productivity]) -> list[RoleShown]:
    known, each = names(asked, "roles"), {one.role: Decimal(one.a_year) for one in sold}
    found = []
    for role in dict.fromkeys(year.seat.role for year in years):
        own = [year for year in years if year.seat.role == role]
        is_open = sum(year.seat.open for year in own)
        sells = (
            (_sum(year.ramped for year in own), each[role], _able(asked, role))
            if role in each
            else (None, None, None)
        )
        found.append(RoleShown(known.get(role, role), len(own) - is_open, is_open, *sells))
    return found


def _able(asked: Asked, role: str) -> Decimal:
    """What a role can sign in the year: the sum of its quarters."""
    quarters = quarters_of(asked.handbook.facts, plan_of(asked))
    return _sum(forecasting.capacity_of(asked.handbook.facts, one.id, role) or ZERO for one in quarters)


def _quarters(facts: Facts, plan: Plan, years: Sequence[SeatYear]) -> list[QuarterShown]:
    found = []
    for place, quarter in enumerate(quarters_of(facts, plan)):
        quotas = _sum(year.quotas[place] for year in years if len(year.quotas) > place)
        able = forecasting.capacity_of(facts, quarter.id) or ZERO
        found.append(QuarterShown(quarter_name(quarter.id), plan.orders * quarter.season, able, quotas))
    return found


@macro("block", "capacity_table()", lambda shown, view: _draw_capacity(shown, view))
def capacity_table(asked: Asked) -> Capacities:
    """What the sales force can sign in the year of the plan, by role and by quarter: seats, ramp, shown productivity, and the gap to the
    plan.
    """
    return _capacity(asked)


def _draw_capacity(shown: Capacities, view: View) -> Html:
    plan, capacity, roles, quarters, _, _ = shown
    by_role = [
        (one.role, view.number(one.filled), view.number(one.open), _number(one.ramped, view), whole(view, one.productivity), whole(view, one.able))
        for one in roles
    ]  # fmt: skip
    head = ("Role", "Filled", "Open", "Ramped sellers", "Each has signed in a year", "Can sign")
    whole_year = QuarterShown(
        str(plan.year),
        *(_sum(getattr(one, key) for one in quarters) for key in ("plan", "capacity", "quotas")),
    )
    by_quarter = [
        (one.name, whole(view, one.plan), whole(view, one.capacity), _gap(one, view), whole(view, one.quotas))
        for one in [*quarters, whole_year]
    ]  # fmt: skip
    caption = f"Capacity of {plan.year}; {view.share(capacity.lost)} of it are taken off for people who leave"
    quarter_head = ("Quarter", "Plan", "Can be signed", "Can be signed less plan", "Quotas")
    return join([
        table(head, by_role, numbers=range(1, 6), caption=caption),
        table(quarter_head, by_quarter, numbers=range(1, 5), caption="By quarter, with season and ramp"),
    ])  # fmt: skip


def _number(ramped: Decimal | None, view: View) -> str:
    return NOTHING if ramped is None else view.number(round(ramped, 2))


def _gap(one: QuarterShown, view: View) -> Html:
    gap = one.capacity - one.plan
    sign = "+" if gap >= 0 else "−"
    return Html("{} {}").format(f"{sign}{whole(view, abs(gap))}", tag("gap", "warn") if gap < 0 else "")


@macro("block", "capacity_picture()", lambda shown, view: _draw_bars(shown, view))
def capacity_picture(asked: Asked) -> Capacities:
    """Plan, capacity and quotas of each quarter beside each other, as a picture."""
    return _capacity(asked)


def _draw_bars(shown: Capacities, view: View) -> Html:
    _, _, _, quarters, _, _ = shown
    groups = [
        Bars(one.name, [Bar("Plan", ZERO, one.plan, "hb-pale"), Bar("Capacity", ZERO, one.capacity), Bar("Quotas", ZERO, one.quotas, "hb-copper")])
        for one in quarters
    ]  # fmt: skip
    says = "; ".join(
        f"{one.title}: " + ", ".join(f"{bar.name} {short(view, bar.amount)}" for bar in one.bars)
        for one in groups
    )
    caption = "Plan: orders to be signed. Capacity: what ramped sellers have been shown to sell, with ramp and season. Quotas: what the seats carry."
    return bars(says, groups, caption, view)


@macro("block", "ramp_picture()", lambda shown, view: _draw_ramp(shown))
def ramp_picture(asked: Asked) -> list[tuple[str, Productivity]]:
    """How quickly somebody new comes to full strength, by role: the share of a ramped seller in each month, as a picture and in words."""
    capacity = need(asked.handbook.facts.capacity, KIND["capacity"].where)
    roles = names(asked, "roles")
    return [(roles.get(one.role, one.role), one) for one in capacity.productivity]


def _draw_ramp(shown: list[tuple[str, Productivity]]) -> Html:
    months = max(len(one.ramp) for _, one in shown)
    rows = [
        Ramp(role, f"full from month {_full(one)}", [Decimal(one.ramp[min(month, len(one.ramp) - 1)]) for month in range(months)])
        for role, one in shown
    ]  # fmt: skip
    says = "; ".join(f"{row.name}: {row.says}" for row in rows)
    caption = "Share of a ramped seller in per cent, month by month; the month of the start is month 1."
    head = ("Role", *(f"Month {month + 1}" for month in range(months)))
    body = [(row.name, *(f"{round(share * 100)} %" for share in row.shares)) for row in rows]
    return join([ramps(says, rows, caption), table(head, body, numbers=range(1, months + 1))])


def _full(one: Productivity) -> int:
    """The first month at full strength; the last of the ramp if it never gets there."""
    return next((month for month, share in enumerate(one.ramp, 1) if share == 1), len(one.ramp))


# --- results and changes ---------------------------------------------------------------------------


class Met(NamedTuple):
    """A quarter's results: how many sellers reached their quota, how many came near, what all signed."""

    quarter: str
    sellers: int
    met: int
    near: int
    quotas: Decimal
    signed: Decimal


NEAR = Decimal("0.8")


@macro("block", "attainment_table()", lambda shown, view: _draw_attainment(shown, view))
def attainment_table(asked: Asked) -> tuple[Picked, list[Met], list[Any]]:
    """How many sellers reached their quota in each quarter, beside the share that should. It shows numbers of people, not who they are."""
    facts = asked.handbook.facts
    order = {quarter.id: place for place, quarter in enumerate(forecasting.in_order(facts))}
    results = sorted(facts.results, key=lambda one: order.get(one.id, 0))
    found = []
    for result in results:
        reached = [attainment(one.signed, one.quota) for one in result.sellers if one.quota]
        met, near = sum(one >= 1 for one in reached), sum(NEAR <= one < 1 for one in reached)
        quotas, signed = (
            _sum(Decimal(getattr(one, key)) for one in result.sellers) for key in ("quota", "signed")
        )
        found.append(Met(result.id, len(reached), met, near, quotas, signed))
    return pick(policy_of(asked), "met_from", "met_to"), found, results


def _draw_attainment(shown: tuple[Picked, list[Met], list[Any]], view: View) -> Html:
    policy, rows, _ = shown
    body = [
        (
            quarter_name(one.quarter), view.number(one.sellers), view.number(one.met), _met_share(one, policy, view), view.number(one.near),
            view.number(one.sellers - one.met - one.near), percent(view, attainment(one.signed, one.quotas) if one.quotas else None),
        )
        for one in rows
    ]  # fmt: skip
    head = (
        "Quarter",
        "Sellers",
        "At quota or above",
        "Share of them",
        f"From {view.share(NEAR)} on",
        f"Below {view.share(NEAR)}",
        "All together",
    )
    caption = f"By policy {view.share(policy.met_from)} to {view.share(policy.met_to)} of the sellers reach their quota"
    return table(head, body, numbers=range(1, 7), caption=caption)


def _met_share(one: Met, policy: Picked, view: View) -> Html:
    if not one.sellers:
        return Html("{}").format(NOTHING)
    share = Decimal(one.met) / one.sellers
    shown = percent(view, share, 0)
    outside = "too few" if share < policy.met_from else "too many" if share > policy.met_to else ""
    return Html("{} {}").format(shown, tag(outside, "warn") if outside else "")


@macro("block", "quota_change_table()", lambda rows, view: _draw_changes(rows, view))
def quota_change_table(asked: Asked) -> list[tuple[QuotaChange, str]]:
    """What happens to a quota and to the credit for orders when somebody joins, moves or leaves, and who decides by when."""
    roles = names(asked, "roles")
    return [(one, roles.get(one.decides, one.decides)) for one in asked.handbook.facts.quota_changes]


def _draw_changes(rows: Sequence[tuple[QuotaChange, str]], view: View) -> Html:
    body = [(one.happens, one.quota, one.credit, who, view.value(one.within)) for one, who in rows]
    return table(("What happens", "The quota", "The credit for orders", "Decides", "Within"), body)
