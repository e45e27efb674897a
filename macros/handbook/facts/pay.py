"""What is in force on a day: the pay plan of a role, and those that come after it."""

from __future__ import annotations

from datetime import date

from handbook.facts.catalogue import Facts
from handbook.facts.motivation import PayPlan

# The measure that is the attainment of a quota: signed orders of a seat divided by its quota.
SIGNED = "signed-orders"


def pay_plan_in_force(facts: Facts, role: str, day: date) -> PayPlan | None:
    """The pay plan of a role whose half-open time ``[from, until)`` holds the day; the first if there are several."""
    return next((one for one in pay_plans_of(facts, role) if _holds(one, day)), None)


def pay_plans_of(facts: Facts, role: str) -> list[PayPlan]:
    """Every pay plan of a role, the earliest first."""
    return sorted((one for one in facts.pay_plans if one.role == role), key=lambda one: one.from_)


def pay_plans_from(facts: Facts, role: str, day: date) -> list[PayPlan]:
    """The pay plan of a role that is in force on a day and those that begin later, the earliest first."""
    return [one for one in pay_plans_of(facts, role) if one.until is None or one.until > day]


def _holds(plan: PayPlan, day: date) -> bool:
    return plan.from_ <= day and (plan.until is None or day < plan.until)
