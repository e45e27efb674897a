"""What is in force on a day: the pay plan of a role, and those that come after it."""

from __future__ import annotations

from datetime import date

from handbook.documents.motivation.facts import PayPlan
from handbook.facts.facts import Facts

# The measure that is the attainment of a quota: signed orders of a seat divided by its quota.
SIGNED = "signed-orders"


def pay_plan_in_force(facts: Facts, role: str, day: date) -> PayPlan | None:
    """The pay plan of a role whose half-open time ``[from, until)`` holds the day; the first if
    there are several.
    """
    return next((plan for plan in pay_plans_of(facts, role) if _holds(plan, day)), None)


def pay_plans_of(facts: Facts, role: str) -> list[PayPlan]:
    """Every pay plan of a role, the earliest first."""
    return sorted(
        (plan for plan in facts[PayPlan] if plan.role == role), key=lambda plan: plan.from_
    )


def pay_plans_from(facts: Facts, role: str, day: date) -> list[PayPlan]:
    """The pay plan of a role that is in force on a day and those that begin later, the earliest
    first.
    """
    return [plan for plan in pay_plans_of(facts, role) if not _over(plan, day)]


def pay_plans_not_over(facts: Facts, today: date) -> list[PayPlan]:
    """The plans in force and those to come, of all roles: payments by past plans are no longer
    checked.
    """
    return [plan for plan in facts[PayPlan] if not _over(plan, today)]


def _holds(plan: PayPlan, day: date) -> bool:
    return plan.from_ <= day and not _over(plan, day)


def _over(plan: PayPlan, day: date) -> bool:
    return plan.until is not None and plan.until <= day
