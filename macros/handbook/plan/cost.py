"""What selling costs in the year of the plan: pay at target, what the employer pays on top, hiring."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from handbook.facts.catalogue import Facts
from handbook.facts.motivation import PayPlan
from handbook.facts.pay import pay_plan_in_force
from handbook.plan.seats import first_month, seat_years

ZERO = Decimal(0)


def cost_of_selling(facts: Facts) -> Decimal:
    """Pay at target of all seats for the months they are filled, what the employer pays on top, and hiring, in money."""
    if facts.budget is None:
        return ZERO
    pay = ZERO
    for year in seat_years(facts):
        plan = pay_in_plan(facts, year.seat.role)
        pay += (plan.fixed + plan.variable) * year.filled if plan else ZERO
    hires = len(facts.capacity.hires) if facts.capacity else 0
    return pay * (1 + facts.budget.employer_costs) + facts.budget.each_hire * hires


def pay_in_plan(facts: Facts, role: str) -> PayPlan | None:
    """The pay plan of a role on the first day of the year of the plan."""
    year = facts.plan.year if facts.plan else None
    return pay_plan_in_force(facts, role, date(year, first_month(facts), 1)) if year else None
