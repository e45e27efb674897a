"""Macros that show the plan as quotas: calendar, policy, from the company to team, person and quarter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from handbook.documents.company.facts.company import Role
from handbook.documents.forecast import forecasting
from handbook.documents.forecast.facts.plan import Plan, QuotaPolicy, Seat
from handbook.documents.forecast.macros.pictures import Step, waterfall
from handbook.documents.forecast.plan.seats import SeatYear, quarters_of, teams_of
from handbook.documents.forecast.sums.capacity import compound, over_assignment
from handbook.facts.kinds import kind_of
from handbook.show.amounts import percent, quarter_name, total, whole
from handbook.show.html import Html, join, pairs, table, tag
from handbook.show.lookup import Unreadable, names, need, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View


def plan_of(context: Context) -> Plan:
    """The plan of the year; if it is not there, the call cannot be shown."""
    found: Plan = need(context.handbook.facts, Plan)
    return found


def policy_of(context: Context) -> QuotaPolicy:
    """How quotas are made; if it is not there, the call cannot be shown."""
    found: QuotaPolicy = need(context.handbook.facts, QuotaPolicy)
    return found


# --- calendar and policy ---------------------------------------------------------------------------


@macro("block", "calendar_table()", lambda rows, view: _draw_calendar(rows, view))
def calendar_table(context: Context) -> list[Any]:
    """The quarters of the fiscal years: first and last day, the share of the year's orders, and what was signed once it was over."""
    return [
        pick(quarter, "id", "year", "from_", "until", "season", "signed")
        for quarter in forecasting.in_order(context.handbook.facts)
    ]


def _draw_calendar(rows: list[Picked], view: View) -> Html:
    body = [
        (
            quarter_name(row.id), str(row.year), view.day(row.from_), view.day(_day_before(row.until)),
            view.share(row.season), whole(view, row.signed),
        )
        for row in rows
    ]  # fmt: skip
    head = ("Quarter", "Fiscal year", "First day", "Last day", "Share of the year", "Signed")
    return table(head, body, numbers=[4, 5])


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


@macro("block", "quota_policy_table()", lambda policy, view: _draw_policy(policy, view))
def quota_policy_table(context: Context) -> QuotaPolicy:
    """How quotas are made from the plan, and within which limits: over-assignment, stretch, how many should meet them, notice, changes."""
    return policy_of(context)


def _draw_policy(policy: QuotaPolicy, view: View) -> Html:
    both = percent(
        view, compound([Decimal(policy.teams_over), Decimal(policy.people_over)]), 2, sign=True
    )
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


def _teams(context: Context) -> list[tuple[TeamShown, list[SeatShown]]]:
    facts, roles = context.handbook.facts, names(context, Role)
    found = []
    for team in teams_of(facts):
        name = roles.get(team.lead, team.lead)
        shown = TeamShown(name, team.plan, team.carries, team.people_carry, team.quotas)
        found.append((shown, [_seat(year, name, roles) for year in team.seats]))
    return found


def _seat(year: SeatYear, team: str, roles: dict[str, str]) -> SeatShown:
    seat = pick(
        year.seat, "id", "starts", "ends", "open", "quota", "potential", "potential_because"
    )
    role = roles.get(year.seat.role, year.seat.role)
    return SeatShown(seat, team, role, year.ramped, year.quotas, year.quota)


Quotas = tuple[Plan, QuotaPolicy, list[tuple[TeamShown, list[SeatShown]]], list[Picked]]


def _quotas(context: Context) -> Quotas:
    plan, policy = plan_of(context), policy_of(context)
    if not context.handbook.facts[Seat]:
        raise Unreadable(kind_of(Seat).where)
    seasons = [
        pick(quarter, "id", "season") for quarter in quarters_of(context.handbook.facts, plan)
    ]
    return plan, policy, _teams(context), seasons


@macro("block", "quota_table()", lambda shown, view: _draw_quotas(shown, view))
def quota_table(context: Context) -> Quotas:
    """The quotas of the year from the company to the teams to each seat: the plan, what is carried above it, open seats and ramps."""
    return _quotas(context)


def _draw_quotas(shown: Quotas, view: View) -> Html:
    plan, _, teams, _ = shown
    top = [team for team, _ in teams]
    company = TeamShown(
        "Company",
        plan.orders,
        *(
            total(getattr(team, key) for team in top)
            for key in ("carries", "people_carry", "quotas")
        ),
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


def _team(team: TeamShown, view: View) -> list[str]:
    over = over_assignment([team.quotas], team.plan) if team.plan else None
    amounts = (team.plan, team.carries, team.people_carry, team.quotas)
    return [team.name, *(whole(view, amount) for amount in amounts), percent(view, over, sign=True)]


def _seat_row(row: SeatShown, view: View) -> list[Any]:
    seat = row.seat
    of_potential = seat.quota / seat.potential if seat.potential else None
    return [
        seat.id, row.role, row.team, _filled(seat, view), whole(view, seat.quota), percent(view, row.ramped, 0),
        whole(view, row.quota), percent(view, of_potential, 0),
    ]  # fmt: skip


def _filled(seat: Picked, view: View) -> Html:
    if seat.open:
        return Html("{} from {}").format(tag("open", "warn"), view.day(seat.starts))
    if seat.ends is not None:
        return Html("until {}").format(view.day(seat.ends))
    return Html("since {}").format(view.day(seat.starts))


@macro("block", "quarter_table()", lambda shown, view: _draw_quarters(shown, view))
def quarter_table(context: Context) -> Quotas:
    """The quota of each seat in each quarter of the year: by season and ramp, the sum below."""
    return _quotas(context)


def _draw_quarters(shown: Quotas, view: View) -> Html:
    plan, _, teams, seasons = shown
    seats = [seat for _, many in teams for seat in many]
    head = (
        "Seat",
        *(f"{quarter_name(season.id)} ({view.share(season.season)})" for season in seasons),
        str(plan.year),
    )
    rows = [
        [seat.seat.id, *(whole(view, amount) for amount in [*seat.quotas, seat.quota])]
        for seat in seats
    ]
    if seats:
        sums = [total(amounts) for amounts in zip(*(seat.quotas for seat in seats), strict=True)]
        rows.append(["All", *(whole(view, amount) for amount in [*sums, total(sums)])])
    return table(
        head,
        rows,
        numbers=range(1, len(head)),
        caption="In brackets: the quarter's share of the year",
    )


@macro("block", "quota_picture()", lambda shown, view: _draw_waterfall(shown, view))
def quota_picture(context: Context) -> Quotas:
    """From the owner's number to the sum of all quotas, step by step, as a picture: what the base brings, what must be signed, what teams
    and people carry above it.
    """
    return _quotas(context)


def _draw_waterfall(shown: Quotas, view: View) -> Html:
    plan, policy, teams, _ = shown
    carries, must, quotas = (
        total(getattr(team, key) for team, _ in teams)
        for key in ("carries", "people_carry", "quotas")
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
    return join(
        [waterfall(says, steps, caption, view), table(("Step", "Amount"), rows, numbers=[1])]
    )
