"""Pay that looks like a typing error: the budget is too small for it, and the role's other plans
say about a tenth, or ten times as much.
"""

from __future__ import annotations

from decimal import Decimal

from handbook.documents.forecast.facts.plan import Budget, Seat
from handbook.documents.forecast.plan.seats import seat_years
from handbook.documents.motivation.cost import cost_of_selling, pay_in_plan
from handbook.documents.motivation.facts import PayPlan
from handbook.documents.motivation.in_force import pay_plans_of
from handbook.facts.facts import Facts
from handbook.facts.slipped import SlippedNumber
from handbook.facts.slips import only_slip
from handbook.rules.amounts import spaced

_KEYS = ("fixed", "variable")
# From one plan of a role to the next, pay changes less than this.
_NEAR = Decimal("0.25")


def slipped_pay(facts: Facts) -> SlippedNumber | None:
    """The pay without whose slip the budget for selling is enough; None where it is, where no pay
    explains it, or several do.
    """
    budget = facts.only(Budget)
    excess = cost_of_selling(facts) - budget.selling if budget else Decimal(0)
    if budget is None or excess <= 0:
        return None
    plans = [plan for role in _paid_roles(facts) if (plan := pay_in_plan(facts, role))]
    numbers = [(plan, key, Decimal(getattr(plan, key))) for plan in plans for key in _KEYS]

    def fits(place: int, meant: Decimal) -> bool:
        plan, key, written = numbers[place]
        saved = (written - meant) * _filled(facts, plan.role) * (1 + budget.employer_costs)
        return saved >= excess and _is_odd(facts, plan, key, meant)

    slip = only_slip([written for _, _, written in numbers], fits)
    if slip is None:
        return None
    plan, key, _ = numbers[slip.place]
    other = _others(facts, plan)[-1]
    return SlippedNumber(plan, key, slip, f'"{other.id}" says {spaced(getattr(other, key))}')


def _paid_roles(facts: Facts) -> list[str]:
    return list(dict.fromkeys(seat.role for seat in facts[Seat]))


def _filled(facts: Facts, role: str) -> Decimal:
    """How many people of a role are paid for the whole year of the plan."""
    return sum((year.filled for year in seat_years(facts) if year.seat.role == role), Decimal(0))


def _others(facts: Facts, plan: PayPlan) -> list[PayPlan]:
    return [other for other in pay_plans_of(facts, plan.role) if other.id != plan.id]


def _is_odd(facts: Facts, plan: PayPlan, key: str, meant: Decimal) -> bool:
    """Whether what is meant is near the role's other plans, and what is written is not."""
    others = [Decimal(getattr(other, key)) for other in _others(facts, plan)]
    written = Decimal(getattr(plan, key))
    return bool(others) and all(
        _near(meant, other) and not _near(written, other) for other in others
    )


def _near(amount: Decimal, other: Decimal) -> bool:
    return abs(amount - other) <= other * _NEAR
