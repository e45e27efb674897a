"""The macro that shows what pay and hiring cost in the year of the plan, beside the budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from handbook.documents.forecast.facts.plan import Budget, Capacity, Plan
from handbook.documents.forecast.plan.seats import SeatYear, seat_years
from handbook.documents.motivation.cost import pay_in_plan
from handbook.documents.motivation.facts import PayPlan
from handbook.documents.motivation.pay import is_payable, slip_of_year
from handbook.facts.facts import Facts
from handbook.facts.scalars import Ratio
from handbook.show import rounded
from handbook.show.blocks import Lines, Stack
from handbook.show.content import ComputedContent, Content, ItemName, Phrase
from handbook.show.lookup import need
from handbook.show.macro import Context, macro
from handbook.show.rounded import percent

ZERO = Decimal(0)
A_FIFTH_ABOVE = Decimal("1.2")


@dataclass(frozen=True)
class Cost:
    """What seats cost in the year of the plan: fixed pay, variable pay at target and a fifth above
    it.
    """

    fixed: Decimal
    variable: Decimal
    above: Decimal

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.fixed + other.fixed, self.variable + other.variable, self.above + other.above
        )

    @property
    def cells(self) -> list[Content]:
        return [rounded.whole(pay) for pay in (self.fixed, self.variable, self.above)]


@macro("block", "pay_cost_table()")
def pay_cost_table(context: Context) -> ComputedContent:
    """What pay and hiring cost in the year of the plan, by role: at target, and when everybody
    attains a fifth more; beside the budget.
    """
    facts = context.facts
    plan, budget = need(facts, Plan), need(facts, Budget)
    capacity = facts.only(Capacity)
    hires = len(capacity.hires) if capacity else 0
    paid = {role: found for role in _roles(facts) if (found := pay_in_plan(facts, role))}
    costs = {role: _cost(found, _filled(facts, role)) for role, found in paid.items()}
    total = sum(costs.values(), Cost(ZERO, ZERO, ZERO))
    orders = Phrase("<p>Orders of the plan: <strong>{}</strong>.</p>", rounded.whole(plan.orders))
    shown = Stack(
        _by_role(facts, plan, costs, total),
        orders,
        _against_budget(total, plan.orders, budget, hires),
    )
    return ComputedContent((plan, budget, *paid.values()), shown)


def _roles(facts: Facts) -> list[str]:
    return list(dict.fromkeys(year.seat.role for year in seat_years(facts)))


def _seats(facts: Facts, role: str) -> list[SeatYear]:
    return [year for year in seat_years(facts) if year.seat.role == role]


def _filled(facts: Facts, role: str) -> Decimal:
    return sum((year.filled for year in _seats(facts, role)), ZERO)


def _cost(plan: PayPlan, filled: Decimal) -> Cost:
    more = Decimal(plan.variable)
    if is_payable(plan):
        slip = slip_of_year(plan, A_FIFTH_ABOVE)
        more = slip.total - slip.of("base")
    return Cost(plan.fixed * filled, plan.variable * filled, more * filled)


def _by_role(facts: Facts, plan: Plan, costs: dict[str, Cost], total: Cost) -> Lines:
    head = (
        "Role",
        "Seats",
        Phrase("Filled in {}", plan.year),
        "Fixed pay",
        "Variable at target",
        "Variable when all attain 120 %",
    )
    rows = [
        [
            ItemName("roles", role),
            len(_seats(facts, role)),
            _rounded(_filled(facts, role)),
            *cost.cells,
        ]
        for role, cost in costs.items()
    ]
    caption = Phrase("Pay in {}, for the months in which seats are filled", plan.year)
    return Lines(head, [*rows, ["All", "", "", *total.cells]], caption)


def _rounded(filled: Decimal) -> Ratio:
    return Ratio(round(filled, 2))


def _against_budget(total: Cost, orders: Decimal, budget: Budget, hires: int) -> Lines:
    """Pay, what the employer pays on top, and hiring, beside the budget and beside the orders."""
    names: list[Content] = [
        "Pay",
        Phrase("What the employer pays on top, {}", budget.employer_costs),
        Phrase("Hiring, {} people", hires),
        "Cost of selling",
        "Budget for selling",
        "Left of the budget",
        "Cost by first-year value of orders",
        "Variable part of pay",
    ]
    hiring = budget.each_hire * hires
    at_target = _column(total.fixed, total.variable, orders, budget, hiring)
    above = _column(total.fixed, total.above, orders * A_FIFTH_ABOVE, budget, hiring)
    rows = list(zip(names, at_target, above, strict=True))
    return Lines(("", "At target", "When all attain 120 %"), rows, "What selling costs")


def _column(
    fixed: Decimal, variable: Decimal, sold: Decimal, budget: Budget, hiring: Decimal
) -> Sequence[Content]:
    pay = fixed + variable
    on_top = pay * budget.employer_costs
    cost = pay + on_top + hiring
    amounts = (pay, on_top, hiring, cost, Decimal(budget.selling), budget.selling - cost)
    return [
        *map(rounded.whole, amounts),
        percent(cost / sold if sold else None),
        percent(variable / pay if pay else None),
    ]
