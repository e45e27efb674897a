"""Links between the plan's orders and the work they ask for: cycles, norms, volumes, coverage."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from handbook.documents.forecast.facts.forecast import Coverage, Forecast
from handbook.documents.forecast.facts.plan import Capacity, Plan
from handbook.documents.forecast.plan.demand import (
    Demand,
    orders_of_norm,
    stages_of_steps,
    yearly_funnel,
)
from handbook.documents.forecast.plan.seats import lead_of, seat_years
from handbook.documents.interaction.facts import Service
from handbook.documents.sales_book.facts.market import BuyerGroup, Stage
from handbook.documents.sales_book.facts.practice import Norm
from handbook.documents.sales_book.sums.pipeline import months_open, out_of_funnel
from handbook.documents.whole.chain.link import MEASURED, ZERO, ChainLink, Side, role_name
from handbook.facts.facts import Facts
from handbook.facts.model import Fact

WEEKS = Decimal(52)
DAYS_A_MONTH = Decimal(365) / 12


def win_rate(facts: Facts, plan: Plan, demand: Demand) -> Iterator[ChainLink]:
    first = next((stage for stage in facts[Stage] if stage.kind == "open"), None)
    entering = demand.entering(demand.stages[0]) if demand.stages else ZERO
    cycles = [group.cycle for group in demand.groups if group.cycle]
    if first is None or first.history is None or not entering or not cycles:
        return
    history = first.history
    if not history.ended or history.won > history.ended:
        return  # cases that cannot be have a Problem of their own
    measured = Decimal(history.won) / history.ended
    asked = Side(
        f'of the deals that ended since "{first.name}", {{}} were won', measured, history, "won"
    )
    there = Side(
        "by the cycles of the buyer groups, {} are won",
        demand.orders / entering,
        cycles[0],
        "steps",
    )
    allowed = (
        plan.tolerance * measured
    )  # both are small shares, so the tolerance is taken of the measured one
    title = "From first contact to order"
    yield ChainLink("win-rate", title, asked, there, "share", "equal", allowed, ("groups",))


def norms(facts: Facts, plan: Plan, demand: Demand) -> Iterator[ChainLink]:
    years = seat_years(facts)
    for norm in facts[Norm]:
        name = role_name(facts, norm.id)
        average = demand.average_order(norm.id)
        carried = [year.seat for year in years if year.seat.role == norm.id and year.seat.quota]
        team = f"quotas-{lead_of(facts, norm.id)}"
        if average and carried:
            each = sum((Decimal(seat.quota or 0) for seat in carried), ZERO) / len(carried)
            what = f"the quota of one {name} asks for {{}} orders a month"
            asked = Side(what, each / average / 12, carried[0], "quota")
            there = Side(
                "the norms are made for {}", Decimal(norm.orders_a_month), norm, "orders_a_month"
            )
            title, before = f"Quota and norms: {name}", ("groups", team)
            yield ChainLink(
                f"norm-{norm.id}", title, asked, there, "number", "enough", rests_on=before
            )
        yield from _funnel(norm, name, plan, demand)


def _funnel(norm: Norm, name: str, plan: Plan, demand: Demand) -> Iterator[ChainLink]:
    steps = stages_of_steps(norm, demand.stages)
    first = next((place for place, stage in enumerate(steps) if stage), None)
    role = norm.for_role or norm.id
    if first is None or not (entering := demand.entering(steps[first] or "", role)):
        return
    served = [group for group in demand.groups if group.served_by == role and group.cycle]
    orders = sum((group.orders for group in served), ZERO)
    by_norm = out_of_funnel(Decimal(1), [Decimal(step.goes_on) for step in norm.funnel[first:]])
    by_cycle = orders / entering
    asked = Side(
        "by the cycles of the buyer groups, {} are won", by_cycle, served[0].cycle or norm, "steps"
    )
    there = Side(
        f'by the norms of the {name}, {{}} since "{norm.funnel[first].counted}"',
        by_norm,
        norm,
        "funnel",
    )
    title, allowed = f"Funnel of the norms: {name}", plan.tolerance * by_cycle
    yield ChainLink(f"funnel-{norm.id}", title, asked, there, "share", "equal", allowed, MEASURED)


def volumes(facts: Facts, demand: Demand) -> Iterator[ChainLink]:
    promised: dict[str, list[Service]] = {}
    for service in facts[Service]:
        if service.volume:
            promised.setdefault(service.volume.counted, []).append(service)
    for counted, services in promised.items():
        needed = needed_a_month(facts, demand, counted)
        if needed is None:
            continue
        there = sum(
            (Decimal(service.volume.a_month) for service in services if service.volume), ZERO
        )
        names = " and ".join(f'"{service.name}"' for service in services)
        asked = Side(
            f'the plan needs {{}} a month of "{counted}"',
            needed,
            facts.only(Plan) or services[0],
            "revenue",
        )
        promise = "promises" if len(services) == 1 else "promise"
        given = Side(f"{names} {promise} {{}}", there, services[0].volume or services[0], "a_month")
        title = f"Promised a month: {counted}"
        yield ChainLink(
            f"volume-{services[0].id}", title, asked, given, "number", "enough", rests_on=MEASURED
        )


def needed_a_month(facts: Facts, demand: Demand, counted: str) -> Decimal | None:
    """How many of what is counted the plan needs in a month; None if no norm counts it.

    At a stage of the path those of all buyer groups; before it those of the roles that count it.
    """
    total, known = ZERO, False
    for norm in facts[Norm]:
        for place, (step, stage) in enumerate(
            zip(norm.funnel, stages_of_steps(norm, demand.stages), strict=True)
        ):
            if step.counted == counted and stage is not None:
                return demand.entering(stage) / 12 if stage else demand.orders / 12
            if step.counted == counted:
                total, known = total + yearly_funnel(norm, demand)[place] / 12, True
    return total if known else None


def prospecting(facts: Facts, demand: Demand) -> Iterator[ChainLink]:
    """Roles that bring meetings to others: their norms, times their people, give the orders that
    the plan asks of them.
    """
    years = seat_years(facts)
    for norm in facts[Norm]:
        ramped = sum((year.ramped for year in years if year.seat.role == norm.id), ZERO)
        if norm.for_role is None or not ramped:
            continue
        name = role_name(facts, norm.id)
        what = f"the plan asks the meetings of the {name} for {{}} orders a month"
        asked = Side(what, orders_of_norm(norm, demand) / 12, norm, "brings")
        there = Side(
            "their people and norms give {}", ramped * norm.orders_a_month, norm, "orders_a_month"
        )
        title = f"People and norms: {name}"
        yield ChainLink(
            f"people-{norm.id}", title, asked, there, "number", "enough", rests_on=("groups",)
        )


def own_contacts(facts: Facts) -> Iterator[ChainLink]:
    """A role finds for itself what others do not bring it."""
    for norm in facts[Norm]:
        served = facts[Norm].get(norm.for_role) if norm.for_role else None
        if served is None or norm.brings is None:
            continue
        first = served.funnel[0].counted
        own = [activity for activity in served.activities if activity.counted == first]
        name, times = (
            role_name(facts, served.id),
            sum((Decimal(activity.times) for activity in own), ZERO),
        )
        what = f'of "{first}" the {name} must find {{}}'
        asked = Side(what, 1 - Decimal(norm.brings), norm, "brings")
        place: tuple[Fact, str] = (own[0], "times") if own else (served, "activities")
        there = Side("the norms say {}", times, *place)
        yield ChainLink(
            f"own-{served.id}", f"Found by oneself: {name}", asked, there, "share", "enough"
        )


def active_deals(facts: Facts, demand: Demand) -> Iterator[ChainLink]:
    """Deals that a seller has open at once, by the norms and the length of the cycles, stay within
    what one seller can look after.
    """
    capacity = facts.only(Capacity)
    for row in capacity.productivity if capacity else []:
        norm = facts[Norm].get(row.role)
        served = [group for group in demand.groups if group.served_by == row.role and group.cycle]
        orders = sum((group.orders for group in served), ZERO)
        if norm is None or not orders or len(demand.stages) < 2:
            continue
        days = (
            sum((group.orders * group.cycle.length.days for group in served if group.cycle), ZERO)
            / orders
        )
        won = orders / demand.entering(demand.stages[1], row.role)
        a_month = Decimal(norm.orders_a_month) / won
        at_once = a_month * months_open(days / DAYS_A_MONTH, won)
        name = role_name(facts, row.role)
        asked = Side(
            f"the norms of the {name} lead to {{}} deals open at once",
            at_once,
            norm,
            "orders_a_month",
        )
        there = Side("one can look after {}", Decimal(row.active_deals), row, "active_deals")
        title = f"Open deals at once: {name}"
        yield ChainLink(
            f"active-{row.role}", title, asked, there, "number", "enough", rests_on=MEASURED
        )


def coverage(facts: Facts, demand: Demand) -> Iterator[ChainLink]:
    forecast = facts.only(Forecast)
    if forecast is None:
        return
    since = forecast.qualified_from
    for group in demand.groups:
        row = facts[Coverage].get(group.group)
        if row is None or group.cycle is None:
            continue
        name = facts[BuyerGroup][group.group].name
        needed = group.entering(since) * row.buffer / WEEKS
        asked = Side(
            f"the plan needs {{}} new qualified deals of {name} a week",
            needed,
            facts.only(Plan) or row,
            "revenue",
        )
        there = Side("the standard is {}", Decimal(row.new_a_week), row, "new_a_week")
        title = f"New qualified deals: {name}"
        yield ChainLink(
            f"qualified-{group.group}", title, asked, there, "number", "enough", rests_on=MEASURED
        )
