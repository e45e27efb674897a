"""Macros that show the plan: how it parts, the chain of its links, hiring, the budget."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from handbook.documents.company.facts.company import Role
from handbook.documents.forecast.facts.plan import Budget, Capacity, Plan, Seat
from handbook.documents.forecast.plan.demand import demand_of
from handbook.documents.forecast.plan.seats import seat_years
from handbook.documents.motivation.cost import cost_of_selling, pay_in_plan
from handbook.documents.sales_book.facts.market import BuyerGroup
from handbook.documents.sales_book.facts.practice import Norm
from handbook.documents.whole.chain.chain import chain_of
from handbook.documents.whole.chain.link import Link
from handbook.show.html import Html, join, table, tag
from handbook.show.lookup import names, need, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

# --- the plan --------------------------------------------------------------------------------------


@macro("block", "plan_table()", lambda shown, view: _draw_plan(shown, view))
def plan_table(context: Context) -> dict[str, Any]:
    """The plan of the year: what the base brings, what must be signed, and how many orders of each buyer group that is."""
    facts = context.handbook.facts
    plan: Plan = need(facts, Plan)
    demand, known = demand_of(facts), names(context, BuyerGroup)
    groups = (
        [
            (known.get(group.group, group.group), group.value, group.orders)
            for group in demand.groups
        ]
        if demand
        else []
    )
    return {"plan": plan, "groups": groups}


def _draw_plan(shown: dict[str, Any], view: View) -> Html:
    plan: Plan = shown["plan"]
    first = [
        ("Revenue of the year before", view.money(plan.revenue_before)),
        (f"Revenue {plan.year}, decided on {view.day(plan.decided_on)}", view.money(plan.revenue)),
        ("What the customers of the first day would bring if nothing changed", view.money(plan.opening_revenue)),
        ("Of it we keep", view.share(plan.gross_retention)),
        ("and it grows, without a new order, by", view.share(plan.growth_in_base)),
        ("So the base brings", _whole(plan.from_base, view)),
        ("Still missing, to come from new orders within the year", _whole(plan.revenue - plan.from_base, view)),
        ("Of an order's first-year value falls into the year of the signature", view.share(plan.first_year_share)),
        ("Orders to be signed, by their first-year value", _whole(plan.orders, view)),
    ]  # fmt: skip
    rows = [
        (name, _whole(value, view), _tenths(orders, view))
        for name, value, orders in shown["groups"]
    ]
    total = sum((orders for _, _, orders in shown["groups"]), Decimal(0))
    rows.append(("Together", _whole(plan.orders, view), _tenths(total, view)))
    return join([
        table(("The plan", "Amount"), first, numbers=[1], caption=f"From revenue to orders, {plan.year}"),
        table(("Buyer group", "First-year value", "Orders"), rows, numbers=[1, 2], caption="The orders by buyer group"),
    ])  # fmt: skip


def _whole(amount: Decimal, view: View) -> str:
    return view.money(amount.quantize(Decimal(1), ROUND_HALF_UP))


def _tenths(amount: Decimal, view: View) -> str:
    return view.number(amount.quantize(Decimal("0.1"), ROUND_HALF_UP))


# --- the chain -------------------------------------------------------------------------------------


@macro("block", "plan_chain()", lambda shown, view: _draw_chain(shown["links"], view))
def plan_chain(context: Context) -> dict[str, Any]:
    """Every link from the plan to the hours of a week: what is asked for, what there is, and whether the two agree."""
    facts = context.handbook.facts
    need(facts, Plan)
    chain = chain_of(facts)
    links = chain.links if chain else []
    sides = [side for link in links for side in (link.asked, link.there)]
    return {
        "links": [_row(link) for link in links],
        "facts": [pick(side.fact, side.key) for side in sides],
        "hours": [pick(norm, "selling_hours_a_week", "activities") for norm in facts[Norm]],
    }


# As exact as they are shown, so that a page counts as changed only when a reader could see it.
SHOWN = {"money": Decimal(1), "share": Decimal("0.0001"), "number": Decimal("0.01")}


def _row(link: Link) -> dict[str, Any]:
    needed, there = (
        side.amount.quantize(SHOWN[link.unit], ROUND_HALF_UP) for side in (link.asked, link.there)
    )
    return {
        "title": link.title, "asked": link.asked.what, "needed": needed, "given": link.there.what,
        "there": there, "unit": link.unit, "holds": link.holds,
    }  # fmt: skip


def _draw_chain(links: list[dict[str, Any]], view: View) -> Html:
    rows = []
    for link in links:
        needed, there = (_amount(link[key], link["unit"], view) for key in ("needed", "there"))
        state = tag("holds", "good") if link["holds"] else tag("breaks", "bad")
        rows.append(
            (link["title"], _side(link["asked"], needed), _side(link["given"], there), state)
        )
    return table(("Link", "Asked for", "There is", ""), rows, caption="The chain, link by link")


def _side(what: str, amount: str) -> Html:
    before, _, after = (what[0].upper() + what[1:]).partition("{}")
    return Html("{} <strong>{}</strong> {}").format(before, amount, after)


def _amount(amount: Decimal, unit: str, view: View) -> str:
    if unit == "money":
        return _whole(amount, view)
    if unit == "share":
        return view.share(amount)
    return view.number(amount)


# --- people and money ------------------------------------------------------------------------------


@macro("block", "hiring_table()", lambda shown, view: _draw_hiring(shown, view), may_be_empty=True)
def hiring_table(context: Context) -> dict[str, Any]:
    """The hiring plan: which seat is open, since when people are sought, from when on it counts, and why."""
    facts = context.handbook.facts
    capacity: Capacity = need(facts, Capacity)
    roles, years = names(context, Role), {year.seat.id: year for year in seat_years(facts)}
    rows = [
        (hire, pick(facts[Seat][hire.seat], "role", "starts"), roles.get(facts[Seat][hire.seat].role, ""), years[hire.seat].ramped)
        for hire in capacity.hires
        if hire.seat in years
    ]  # fmt: skip
    return {"rows": rows, "time": pick(capacity, "time_to_hire")}


def _draw_hiring(shown: dict[str, Any], view: View) -> Html:
    rows = [
        (hire.seat, role, view.day(hire.sought_from), view.day(seat.starts), view.share(ramped.quantize(Decimal("0.01"))), hire.because)
        for hire, seat, role, ramped in shown["rows"]
    ]  # fmt: skip
    head = ("Seat", "Role", "Sought from", "Filled on", "Of a full year", "Because")
    close = Html("<p>To find somebody takes us <strong>{}</strong>.</p>").format(
        shown["time"].time_to_hire
    )
    return join([table(head, rows, numbers=[4], caption="Seats to be filled"), close])


@macro("block", "budget_table()", lambda shown, view: _draw_budget(shown, view))
def budget_table(context: Context) -> dict[str, Any]:
    """What selling costs in the year of the plan: pay at target by role, what the employer pays on top, hiring, beside the budget."""
    facts = context.handbook.facts
    budget: Budget = need(facts, Budget)
    roles, filled = names(context, Role), dict[str, Decimal]()
    for year in seat_years(facts):
        filled[year.seat.role] = filled.get(year.seat.role, Decimal(0)) + year.filled
    paid = [(role, pay_in_plan(facts, role), years) for role, years in filled.items()]
    rows = [
        (roles.get(role, role), pick(plan, "fixed", "variable"), years)
        for role, plan, years in paid
        if plan
    ]
    capacity = facts.only(Capacity)
    hires = len(capacity.hires) if capacity else 0
    return {"budget": budget, "rows": rows, "hires": hires, "cost": cost_of_selling(facts)}


def _draw_budget(shown: dict[str, Any], view: View) -> Html:
    budget: Budget = shown["budget"]
    rows = [_pay(role, plan, filled, view) for role, plan, filled in shown["rows"]]
    rows += [
        (f"On top, paid by the employer: {view.share(budget.employer_costs)}", "", "", "", ""),
        (
            "Hiring",
            view.number(shown["hires"]),
            "",
            "",
            view.money(budget.each_hire * shown["hires"]),
        ),
        ("Together", "", "", "", _whole(shown["cost"], view)),
        ("Budget", "", "", "", view.money(budget.selling)),
    ]
    head = ("Role", "People in the year", "Fixed", "Variable at target", "In the year")
    return table(head, rows, numbers=[1, 2, 3, 4], caption="What selling costs")


def _pay(role: str, plan: Picked, filled: Decimal, view: View) -> tuple[str, ...]:
    people = view.number(filled.quantize(Decimal("0.01")))
    whole = _whole((plan.fixed + plan.variable) * filled, view)
    return (role, people, view.money(plan.fixed), view.money(plan.variable), whole)
