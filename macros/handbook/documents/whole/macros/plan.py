"""Macros that show the plan: how it divides, the chain of its links, hiring, the budget."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from handbook.documents.forecast.facts.plan import Budget, Capacity, Hire, Plan, Seat
from handbook.documents.forecast.plan.demand import demand_of
from handbook.documents.forecast.plan.seats import seat_years
from handbook.documents.motivation.cost import cost_of_selling, pay_in_plan
from handbook.documents.motivation.facts import PayPlan
from handbook.documents.sales_book.facts.practice import Norm
from handbook.documents.whole.chain.chain import chain_of
from handbook.documents.whole.chain.link import ChainLink, Side, Unit
from handbook.facts.facts import Facts
from handbook.facts.scalars import Money, Ratio, Share
from handbook.show.blocks import Lines, Stack
from handbook.show.content import ComputedContent, Content, ItemName, Key, Phrase, Tag
from handbook.show.lookup import need
from handbook.show.macro import Context, macro
from handbook.show.rounded import whole

# --- the plan -------------------------------------------------------------------------------------


@macro("block", "plan_table()")
def plan_table(context: Context) -> ComputedContent:
    """The plan of the year: what the base brings, what must be signed, and how many orders of each
    buyer group that is.
    """
    plan = need(context.facts, Plan)
    caption = Phrase("From revenue to orders, {}", plan.year)
    first = Lines(("The plan", "Amount"), _from_revenue(plan), caption)
    return ComputedContent(plan, Stack(first, _by_group(context.facts, plan)))


def _from_revenue(plan: Plan) -> list[tuple[Content, Content]]:
    return [
        ("Revenue of the year before", plan.revenue_before),
        (Phrase("Revenue {}, decided on {}", plan.year, plan.decided_on), plan.revenue),
        (
            "What the customers of the first day would bring if nothing changed",
            plan.opening_revenue,
        ),
        ("Of it we keep", plan.gross_retention),
        ("and it grows, without a new order, by", plan.growth_in_base),
        ("So the base brings", whole(plan.from_base)),
        (
            "Still missing, to come from new orders within the year",
            whole(plan.revenue - plan.from_base),
        ),
        (
            "Of an order's first-year value falls into the year of the signature",
            plan.first_year_share,
        ),
        ("Orders to be signed, by their first-year value", whole(plan.orders)),
    ]


def _by_group(facts: Facts, plan: Plan) -> Lines:
    demand = demand_of(facts)
    groups = demand.groups if demand else ()
    rows = [
        (ItemName("buyer_groups", group.group), whole(group.value), _tenths(group.orders))
        for group in groups
    ]
    orders = sum((group.orders for group in groups), Decimal(0))
    together = ("Together", whole(plan.orders), _tenths(orders))
    head = ("Buyer group", "First-year value", "Orders")
    return Lines(head, [*rows, together], "The orders by buyer group")


def _tenths(amount: Decimal) -> Ratio:
    return Ratio(amount.quantize(Decimal("0.1"), ROUND_HALF_UP))


# --- the chain ------------------------------------------------------------------------------------


@macro("block", "plan_chain()")
def plan_chain(context: Context) -> ComputedContent:
    """Every link from the plan to the hours of a week: what is asked for, what there is, and
    whether the two agree.
    """
    facts = context.facts
    need(facts, Plan)
    chain = chain_of(facts)
    links = chain.links if chain else []
    rows = [_link(link) for link in links]
    table = Lines(("Link", "Asked for", "There is", ""), rows, "The chain, link by link")
    return ComputedContent(list(facts[Norm]), table)


def _link(link: ChainLink) -> list[Content]:
    state = Tag("holds", "good") if link.holds else Tag("breaks", "bad")
    return [link.title, _side(link.asked, link.unit), _side(link.there, link.unit), state]


def _side(side: Side, unit: Unit) -> Content:
    before, _, after = (side.what[0].upper() + side.what[1:]).partition("{}")
    amount = ComputedContent(side.fact, _amount(side.amount, unit))
    return Phrase("{} <strong>{}</strong> {}", before, amount, after)


# Rounded as shown, so that a page counts as changed only when readers see a difference.
SHOWN = {"money": Decimal(1), "share": Decimal("0.0001"), "number": Decimal("0.01")}
SCALARS: dict[Unit, type[Money | Share | Ratio]] = {"money": Money, "share": Share, "number": Ratio}


def _amount(amount: Decimal, unit: Unit) -> Content:
    return SCALARS[unit](amount.quantize(SHOWN[unit], ROUND_HALF_UP))


# --- people and money -----------------------------------------------------------------------------


@macro("block", "hiring_table()", may_be_empty=True)
def hiring_table(context: Context) -> Stack:
    """The hiring plan: which seat is open, since when we have been looking, from when on it counts,
    and why.
    """
    facts = context.facts
    capacity = need(facts, Capacity)
    ramped = {year.seat.id: year.ramped for year in seat_years(facts)}
    rows = [
        _hire(hire, facts[Seat][hire.seat], ramped[hire.seat])
        for hire in capacity.hires
        if hire.seat in ramped
    ]
    head = ("Seat", "Role", "Sought from", "Filled on", "Of a full year", "Because")
    return Stack(
        Lines(head, rows, "Seats to be filled"),
        Phrase(
            "<p>To find somebody takes us <strong>{}</strong>.</p>", Key(capacity, "time_to_hire")
        ),
    )


def _hire(hire: Hire, seat: Seat, ramped: Decimal) -> list[Content]:
    return [
        hire.seat,
        Key(seat, "role"),
        hire.sought_from,
        seat.starts,
        Share(ramped.quantize(Decimal("0.01"))),
        Key(hire, "because"),
    ]


@macro("block", "budget_table()")
def budget_table(context: Context) -> ComputedContent:
    """What selling costs in the year of the plan: pay at target by role, what the employer pays on
    top, hiring, beside the budget.
    """
    facts = context.facts
    budget, capacity = need(facts, Budget), facts.only(Capacity)
    hires = len(capacity.hires) if capacity else 0
    filled = _filled(facts)
    paid = {role: plan for role in filled if (plan := pay_in_plan(facts, role))}
    on_top = Phrase("On top, paid by the employer: {}", budget.employer_costs)
    rows: list[list[Content]] = [
        *(_pay(plan, filled[role]) for role, plan in paid.items()),
        [on_top, "", "", "", ""],
        ["Hiring", hires, "", "", Money(budget.each_hire * hires)],
        ["Together", "", "", "", whole(cost_of_selling(facts))],
        ["Budget", "", "", "", budget.selling],
    ]
    head = ("Role", "People in the year", "Fixed", "Variable at target", "In the year")
    return ComputedContent(budget, Lines(head, rows, "What selling costs"))


def _filled(facts: Facts) -> dict[str, Decimal]:
    """How many people of each role are paid for the whole year of the plan."""
    filled: dict[str, Decimal] = {}
    for year in seat_years(facts):
        filled[year.seat.role] = filled.get(year.seat.role, Decimal(0)) + year.filled
    return filled


def _pay(plan: PayPlan, filled: Decimal) -> list[Content]:
    return [
        Key(plan, "role"),
        Ratio(filled.quantize(Decimal("0.01"))),
        Key(plan, "fixed"),
        Key(plan, "variable"),
        whole((plan.fixed + plan.variable) * filled),
    ]
