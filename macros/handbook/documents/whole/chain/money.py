"""Links between the plan, the base, the quotas, the people who carry them, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from handbook.documents.customer_base.facts import BaseReport
from handbook.documents.customer_base.sums import gross_retention, net_retention
from handbook.documents.forecast.facts.plan import Budget, Capacity, Plan, Seat
from handbook.documents.forecast.plan.seats import (
    SeatYear,
    capacity_of,
    lead_of,
    productivity_of,
    quotas_may_differ,
    seat_years,
    teams_of,
)
from handbook.documents.forecast.plan.slips import slipped_quotas
from handbook.documents.forecast.sums.capacity import required_hires
from handbook.documents.motivation.cost import cost_of_selling
from handbook.documents.motivation.facts import PayPlan
from handbook.documents.motivation.slips import slipped_pay
from handbook.documents.whole.chain.link import ZERO, ChainLink, Side, role_name
from handbook.facts.facts import Facts


def retention(facts: Facts, plan: Plan) -> Iterator[ChainLink]:
    base = facts.only(BaseReport)
    if base is None or not base.opening:
        return
    gross = gross_retention(base.opening, base.contraction, base.churn)
    net = net_retention(base.opening, base.expansion, base.contraction, base.churn)
    kept = Side(
        "the plan counts on keeping {}", Decimal(plan.gross_retention), plan, "gross_retention"
    )
    measured = Side("the base kept {}", gross, base, "churn")
    yield ChainLink(
        "gross-retention", "What the base keeps", kept, measured, "share", "enough", plan.tolerance
    )
    whole = Decimal(plan.gross_retention) + plan.growth_in_base
    wanted = Side("the plan counts on keeping, with growth, {}", whole, plan, "growth_in_base")
    grew = Side("the base kept, with growth, {}", net, base, "expansion")
    title = "What the base keeps and grows"
    yield ChainLink(
        "net-retention",
        title,
        wanted,
        grew,
        "share",
        "enough",
        plan.tolerance,
        ("gross-retention",),
    )


def groups(plan: Plan) -> Iterator[ChainLink]:
    shares = sum((Decimal(group.share) for group in plan.groups), ZERO)
    whole = Side("all orders together are {}", Decimal(1), plan, "groups")
    brought = Side("the buyer groups bring {}", shares, plan.groups[-1], "share")
    yield ChainLink("groups", "Orders by buyer group", whole, brought, "share", "equal")


def quotas(facts: Facts, plan: Plan) -> Iterator[ChainLink]:
    slipped = slipped_quotas(facts)
    for team in (
        teams_of(facts) if facts.only(Capacity) else []
    ):  # the ramps are not known without it
        if not team.seats or _lacks_quota(facts, team.lead):
            continue
        name = role_name(facts, team.lead)
        asked = Side(f"the team of the {name} must carry {{}}", team.people_carry, plan, "revenue")
        there = Side("its quotas add up to {}", team.quotas, team.seats[0].seat, "quota")
        yield ChainLink(
            f"quotas-{team.lead}", f"Quotas of the team of the {name}", asked, there, "money", "equal",
            quotas_may_differ(plan), ("groups",), slipped.get(team.lead),
        )  # fmt: skip


def _lacks_quota(facts: Facts, lead: str) -> bool:
    """Whether a team has a filled seat without a quota, which has a Problem of its own."""
    team_seats = (
        seat for seat in facts[Seat] if seat.ends is None and lead_of(facts, seat.role) == lead
    )
    return any(seat.quota is None and productivity_of(facts, seat.role) for seat in team_seats)


def hires(facts: Facts, plan: Plan) -> Iterator[ChainLink]:
    capacity = facts.only(Capacity)
    if capacity is None or not facts[Seat]:
        return
    years = seat_years(facts)
    planned = [hire for hire in capacity.hires if hire.seat in facts[Seat]]
    planned_seats = {hire.seat for hire in planned}
    without_hires = capacity_of(
        facts, [year for year in years if year.seat.id not in planned_seats]
    )
    each = _adds(facts, [year for year in years if year.seat.id in planned_seats])
    if each <= 0:
        asked = Side("the plan needs orders worth {}", plan.orders, plan, "revenue")
        there = Side("the sales force can sign {}", without_hires, capacity, "productivity")
        yield ChainLink("capacity", "Capacity", asked, there, "money", "enough")
        return
    needed = Decimal(required_hires(plan.orders, without_hires, each))
    asked = Side("the plan needs {} new people", needed, plan, "revenue")
    there = Side("the hiring plan has {}", Decimal(len(planned)), capacity, "hires")
    yield ChainLink("hires", "Capacity and new people", asked, there, "number", "enough")


def _adds(facts: Facts, years: list[SeatYear]) -> Decimal:
    """What a hire adds in the year on average, in money; hires that add nothing are left out."""
    added = [added_value for year in years if (added_value := capacity_of(facts, [year])) > 0]
    return sum(added, ZERO) / len(added) if added else ZERO


def budget(facts: Facts) -> Iterator[ChainLink]:
    budgeted = facts.only(Budget)
    if budgeted is None or not facts[PayPlan]:
        return
    asked = Side(
        "pay at target and hiring cost {}",
        cost_of_selling(facts),
        next(iter(facts[PayPlan])),
        "fixed",
    )
    there = Side("the budget for selling is {}", Decimal(budgeted.selling), budgeted, "selling")
    title, slipped = "Budget for selling", slipped_pay(facts)
    yield ChainLink(
        "budget", title, asked, there, "money", "enough", rests_on=("hires",), slipped=slipped
    )
