"""What selling costs in the year of the plan: pay at target, what the employer pays on top, hiring."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from handbook.documents.forecast.facts.plan import Budget, Capacity, Plan
from handbook.documents.forecast.plan.seats import first_month, seat_years
from handbook.documents.motivation.facts import PayPlan
from handbook.documents.motivation.in_force import pay_plan_in_force
from handbook.facts.facts import Facts

ZERO = Decimal(0)


def cost_of_selling(facts: Facts) -> Decimal:
    """Pay at target of all seats for the months they are filled, what the employer pays on top, and
    hiring, in money.
    """
    budget = facts.only(Budget)
    if budget is None:
        return ZERO
    pay = ZERO
    for year in seat_years(facts):
        plan = pay_in_plan(facts, year.seat.role)
        pay += (plan.fixed + plan.variable) * year.filled if plan else ZERO
    capacity = facts.only(Capacity)
    hires = len(capacity.hires) if capacity else 0
    return pay * (1 + budget.employer_costs) + budget.each_hire * hires


def pay_in_plan(facts: Facts, role: str) -> PayPlan | None:
    """The pay plan of a role on the first day of the year of the plan."""
    plan = facts.only(Plan)
    return pay_plan_in_force(facts, role, date(plan.year, first_month(facts), 1)) if plan else None
