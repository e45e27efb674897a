"""Macros that show the plan as quotas: calendar, policy, from the company to team, person and
quarter.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from handbook.documents.forecast import forecasting
from handbook.documents.forecast.facts.plan import Plan, Quarter, QuotaPolicy, Seat
from handbook.documents.forecast.macros.pictures import WaterfallStep, units, waterfall
from handbook.documents.forecast.plan.seats import SeatYear, Team, quarters_of, teams_of
from handbook.documents.forecast.sums.capacity import compound, over_assignment
from handbook.facts.facts import Facts
from handbook.facts.kinds import kind_of
from handbook.show import amounts
from handbook.show.amounts import quarter_name, total
from handbook.show.blocks import Grid, Lines, Pairs, Picture, Stack
from handbook.show.content import (
    ComputedContent,
    Content,
    ItemName,
    Key,
    Phrase,
    SignedShare,
    Tag,
)
from handbook.show.html import Html
from handbook.show.lookup import UnreadableFactsError, need
from handbook.show.macro import Context, macro
from handbook.show.rounded import percent, whole
from handbook.show.view import View

ZERO = Decimal(0)


# --- calendar and policy --------------------------------------------------------------------------


@macro("block", "calendar_table()")
def calendar_table(context: Context) -> Grid[Quarter]:
    """The quarters of the fiscal years: first and last day, the share of the year's orders, and
    what was signed once it was over.
    """
    return Grid(
        forecasting.in_order(context.facts),
        {
            "Quarter": lambda quarter: quarter_name(quarter.id),
            "Fiscal year": "year",
            "First day": "from_",
            "Last day": lambda quarter: _day_before(quarter.until),
            "Share of the year": "season",
            "Signed": lambda quarter: whole(quarter.signed),
        },
    )


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


@macro("block", "quota_policy_table()")
def quota_policy_table(context: Context) -> ComputedContent:
    """How quotas are made from the plan, and within which limits: over-assignment, stretch, how
    many should meet them, notice, changes.
    """
    policy = need(context.facts, QuotaPolicy)
    return ComputedContent(policy, Pairs({**_above_the_plan(policy), **_limits(policy)}))


def _above_the_plan(policy: QuotaPolicy) -> dict[str, Content]:
    both = percent(compound([policy.teams_over, policy.people_over]), 2, sign=True)
    limits = Phrase(
        "{}; worrying from {} on, never more than {}", both, policy.worrying, policy.most
    )
    people = "The people of a team carry more than the team"
    stretch = "A quota lies above what sellers have been shown to sell by at most"
    return {
        "Teams carry more than the plan": SignedShare(policy.teams_over),
        people: SignedShare(policy.people_over),
        "Both together": limits,
        stretch: policy.stretch,
    }


def _limits(policy: QuotaPolicy) -> dict[str, Content]:
    to_pay = Phrase("{} to {}", policy.quota_to_pay_from, policy.quota_to_pay_to)
    published = Phrase("on {}, at least {} before they hold", policy.published, policy.notice)
    return {
        "Sellers who should meet their quota": Phrase("{} to {}", policy.met_from, policy.met_to),
        "Potential of a seat may differ from the mean of its role by": policy.potential_spread,
        "Quotas are published": published,
        "Changes in a year at most": policy.changes_a_year,
        "A yearly quota, in multiples of yearly pay at target": to_pay,
    }


# --- company, team, person, quarter ---------------------------------------------------------------


def _teams(facts: Facts) -> list[Team]:
    """The teams of the year; if plan, policy or seats are not there, the call cannot be shown."""
    need(facts, Plan)
    need(facts, QuotaPolicy)
    if not facts[Seat]:
        raise UnreadableFactsError(kind_of(Seat).where)
    return teams_of(facts)


@macro("block", "quota_table()")
def quota_table(context: Context) -> Stack:
    """The quotas of the year from the company to the teams to each seat: the plan, what is carried
    above it, open seats and ramps.
    """
    teams, plan = _teams(context.facts), need(context.facts, Plan)
    policy = need(context.facts, QuotaPolicy)
    return Stack(ComputedContent((plan, policy), _by_team(teams, plan)), _by_seat(teams, plan))


def _by_team(teams: Sequence[Team], plan: Plan) -> Lines:
    head = ("Who", "Plan", "Carries", "Its people must carry", "Their quotas are", "Above the plan")
    carries, people_carry = (total(team.carries for team in teams), _people_carry(teams))
    quotas = total(team.quotas for team in teams)
    rows = [
        ["Company", *_amounts(plan.orders, carries, people_carry, quotas)],
        *(
            [
                ItemName("roles", team.lead),
                *_amounts(team.plan, team.carries, team.people_carry, team.quotas),
            ]
            for team in teams
        ),
    ]
    caption = Phrase("First-year value of the orders to be signed in {}", plan.year)
    return Lines(head, rows, caption)


def _people_carry(teams: Sequence[Team]) -> Decimal:
    return total(team.people_carry for team in teams)


def _amounts(plan: Decimal, carries: Decimal, people: Decimal, quotas: Decimal) -> list[Content]:
    over = over_assignment([quotas], plan) if plan else None
    return [*map(whole, (plan, carries, people, quotas)), percent(over, sign=True)]


def _by_seat(teams: Sequence[Team], plan: Plan) -> Lines:
    head = (
        "Seat",
        "Role",
        "Team",
        "Filled",
        "Quota of a whole year",
        Phrase("Ramped in {}", plan.year),
        Phrase("Quota of {}", plan.year),
        "Of its potential",
    )
    rows = [_seat_row(year, team) for team in teams for year in team.seats]
    caption = "Each seat; an open one carries its quota as part of the team, for nobody's pay"
    return Lines(head, rows, caption)


def _seat_row(year: SeatYear, team: Team) -> list[Content]:
    seat = year.seat
    of_potential = (
        seat.quota / seat.potential if seat.quota is not None and seat.potential else None
    )
    return [
        Key(seat, "id"),
        Key(seat, "role"),
        ItemName("roles", team.lead),
        _filled(seat),
        whole(seat.quota),
        percent(year.ramped, 0),
        whole(year.quota),
        percent(of_potential, 0),
    ]


def _filled(seat: Seat) -> Content:
    if seat.open:
        return Phrase("{} from {}", Tag("open", "warn"), seat.starts)
    if seat.ends is not None:
        return Phrase("{} {}", "until", seat.ends)
    return Phrase("{} {}", "since", seat.starts)


@macro("block", "quarter_table()")
def quarter_table(context: Context) -> Lines:
    """The quota of each seat in each quarter of the year: by season and ramp, the sum below."""
    facts = context.facts
    years = [year for team in _teams(facts) for year in team.seats]
    plan = need(facts, Plan)
    quarters = [_seasonal(quarter) for quarter in quarters_of(facts, plan)]
    rows: list[list[Content]] = [
        [Key(year.seat, "id"), *map(whole, [*year.quotas, year.quota])] for year in years
    ]
    if years:
        sums = [total(amounts) for amounts in zip(*(year.quotas for year in years), strict=True)]
        rows.append(["All", *map(whole, [*sums, total(sums)])])
    caption = "In brackets: the quarter's share of the year"
    return Lines(["Seat", *quarters, Key(plan, "year")], rows, caption)


def _seasonal(quarter: Quarter) -> Content:
    return Phrase("{} ({})", quarter_name(quarter.id), Key(quarter, "season"))


@macro("block", "quota_picture()")
def quota_picture(context: Context) -> ComputedContent:
    """From the owner's number to the sum of all quotas, step by step, as a picture: what the base
    brings, what must be signed, what teams and people carry above it.
    """
    teams, plan = _teams(context.facts), need(context.facts, Plan)
    policy = need(context.facts, QuotaPolicy)
    steps = _steps(teams, plan, policy)
    table = Lines(("Step", "Amount"), [(step.name, whole(step.amount)) for step in steps])
    return ComputedContent((plan, policy), Stack(Picture(steps, _draw_waterfall), table))


def _steps(teams: Sequence[Team], plan: Plan, policy: QuotaPolicy) -> tuple[WaterfallStep, ...]:
    carries, must = total(team.carries for team in teams), _people_carry(teams)
    quotas = total(team.quotas for team in teams)
    in_year = plan.orders * plan.first_year_share
    steps: list[tuple[Content, Decimal, bool]] = [
        (Phrase("Revenue of {}", plan.year), plan.revenue, True),
        ("The customers we have bring", in_year - plan.revenue, False),
        ("Orders of the year that fall into it", in_year, True),
        ("The rest of their first twelve months", plan.orders - in_year, False),
        ("Orders to be signed", plan.orders, True),
        (Phrase("Teams carry {} more", policy.teams_over), carries - plan.orders, False),
        (Phrase("People carry {} more", policy.people_over), must - carries, False),
        ("Quotas of all seats", quotas, True),
    ]
    return tuple(WaterfallStep(name, units(amount), is_sum) for name, amount, is_sum in steps)


def _draw_waterfall(steps: Sequence[WaterfallStep], view: View) -> Html:
    revenue, quotas = (amounts.whole(view, steps[place].amount) for place in (0, -1))
    says = f"From a revenue of {revenue} to quotas of {quotas} in {len(steps)} steps."
    caption = (
        "From the plan to the quotas. Orders count with their first-year value: "
        "what they bring in their first twelve months."
    )
    return waterfall(says, steps, caption, view)
