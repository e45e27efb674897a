"""Rules about what pay plans pay for: curves rise and hold, what is paid has a quota and is seen in
time.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from handbook.documents.forecast.facts.plan import Plan, QuotaPolicy, Seat
from handbook.documents.forecast.plan.seats import productivity_of
from handbook.documents.forecast.plan.slips import slipped_quotas
from handbook.documents.motivation.cost import pay_in_plan
from handbook.documents.motivation.facts import PayPlan, Scorecard
from handbook.documents.motivation.in_force import SIGNED, pay_plans_not_over
from handbook.documents.motivation.pay import curve_of, seats_paid_by, usual_quota
from handbook.documents.motivation.slips import slipped_pay
from handbook.documents.motivation.sums import TARGET, payout_share, quota_to_ote
from handbook.facts.durations import Duration
from handbook.facts.facts import Facts
from handbook.handbook import Handbook
from handbook.problems.problem import Problem
from handbook.rules.amounts import percent, spaced
from handbook.rules.rule import rule

ZERO = Decimal(0)
LEAST_WEIGHT = Decimal("0.1")
# How often a week has each unit: what is seen every 5 business days is seen every week.
IN_A_WEEK = {
    "minute": 10_080,
    "hour": 168,
    "business hour": 40,
    "day": 7,
    "business day": 5,
    "week": 1,
}


@rule(
    "curve-falls",
    bad="""
motivation/pay_plans.yml:
- {attained: 40 %, paid: 0 %}
- {attained: 100 %, paid: 100 %}
- {attained: 130 %, paid: 90 %}
""",
    good={"paid: 90 %": "paid: 175 %"},
)
def falling_curves(handbook: Handbook) -> Iterator[Problem]:
    """A pay curve rises: each point is at a higher attainment than the one before, and pays at
    least as much. Where pay falls, somebody earns more by leaving an order for the next quarter.
    """
    for plan in handbook.facts[PayPlan]:
        for before, point in pairwise(plan.curve):
            if point.attained <= before.attained:
                what = f"The curve goes from {before.attained} attained to {point.attained}: its points do not rise."
                yield Problem(
                    point.at("attained"),
                    what,
                    "put the points in order, each at a higher attainment.",
                )
                break
            if point.paid < before.paid:
                what = f"At {point.attained} this plan pays {point.paid}, less than at {before.attained}, where it pays {before.paid}."
                yield Problem(point.at("paid"), what, "write at least:", f"paid: {before.paid}")
                break


@rule(
    "target-not-paid",
    bad="""
motivation/pay_plans.yml:
- {attained: 50 %, paid: 0 %}
- {attained: 100 %, paid: 95 %}
- {attained: 125 %, paid: 160 %}
""",
    good={"paid: 95 %": "paid: 100 %"},
)
def targets_not_paid(handbook: Handbook) -> Iterator[Problem]:
    """At 100 % of what was asked, a plan pays exactly its variable pay, no cent more or less: the
    curve holds the point (100 %, 100 %), and a cap begins no lower. Otherwise nobody can reach the
    pay at target that was promised.
    """
    for plan in handbook.facts[PayPlan]:
        if plan.cap is not None and plan.cap < 1:
            what = f"This plan pays at most {plan.cap} of its variable pay, so nobody can earn what it promises at target."
            yield Problem(
                plan.at("cap"),
                what,
                "cap no lower than at target, or delete the line:",
                "cap: 100 %",
            )
        elif _rises(plan) and payout_share(curve_of(plan), TARGET.attainment) != 1:
            yield _off_target(plan)


def _rises(plan: PayPlan) -> bool:
    return all(
        point.attained < other.attained and point.paid <= other.paid
        for point, other in pairwise(plan.curve)
    )


def _off_target(plan: PayPlan) -> Problem:
    share = payout_share(curve_of(plan), TARGET.attainment)
    there = next((point for point in plan.curve if point.attained == 1), None)
    due = f"{spaced(plan.variable * share)} of {spaced(Decimal(plan.variable))}"
    what = f"At 100 % this plan pays {percent(share)} of its variable pay, {due}."
    if there:
        return Problem(there.at("paid"), what, "pay all of it at target:", "paid: 100 %")
    return Problem(
        plan.at("curve"),
        what,
        "add the point of the target, {attained: 100 %, paid: 100 %}, in its place.",
    )


@rule(
    "curve-jumps",
    severity="advice",
    bad="motivation/pay_plans.yml:\n- {attained: 70 %, paid: 40 %}\n- {attained: 100 %, paid: 100 %}",
    good="motivation/pay_plans.yml:\n- {attained: 70 %, paid: 0 %}\n- {attained: 100 %, paid: 100 %}",
)
def jumping_curves(handbook: Handbook) -> Iterator[Problem]:
    """Pay begins at nothing and grows evenly. Where the first point of a curve pays a good part at
    once, one order too few costs a month's rent, and that order is begged for, bought with a
    discount, or moved.
    """
    for plan in pay_plans_not_over(handbook.facts, handbook.today):
        first = plan.curve[0]
        if first.paid and first.attained:
            jump = spaced(plan.variable * first.paid)
            what = f"Below {first.attained} this plan pays nothing, and at {first.attained} it pays {first.paid} at once: {jump} a year."
            yield Problem(
                first.at("paid"), what, "let it begin at nothing:", "paid: 0 %", severity="advice"
            )


@rule(
    "pay-weight-small",
    severity="advice",
    bad="""
motivation/pay_plans.yml:
- {measure: signed-orders, weight: 95 %, counts_when: The customer has signed and operations has taken the order, needs: [complete-order]}
- {measure: orders-complete, weight: 5 %, counts_when: Operations had no question back}
""",
    good="""
motivation/pay_plans.yml:
- {measure: signed-orders, weight: 80 %, counts_when: The customer has signed and operations has taken the order, needs: [complete-order]}
- {measure: orders-complete, weight: 20 %, counts_when: Operations had no question back}
""",
)
def small_weights(handbook: Handbook) -> Iterator[Problem]:
    """What is paid for weighs at least 10 %. Nobody feels less than that, and it takes attention
    from what counts: it belongs on the scorecard only.
    """
    for plan in pay_plans_not_over(handbook.facts, handbook.today):
        for measure in plan.measures:
            if measure.weight < LEAST_WEIGHT:
                what = f'"{measure.measure}" is {measure.weight} of the variable pay, too little to be felt.'
                yield Problem(
                    measure.at("weight"),
                    what,
                    "take it out of the plan, or give it at least weight: 10 %.",
                )


# --- quotas, and what is seen ---------------------------------------------------------------------


@rule(
    "paid-without-quota",
    bad="""
motivation/pay_plans.yml:
- {measure: signed-orders, weight: 100 %, counts_when: The quarter is closed}
# This is the plan of the sales director, whose seat has no quota.
""",
    good="""
motivation/pay_plans.yml:
- {measure: plan-reached, weight: 100 %, counts_when: The quarter is closed}
""",
)
def paid_without_quota(handbook: Handbook) -> Iterator[Problem]:
    """A role paid by `signed-orders` has a quota: the attainment is what was signed divided by that
    quota. It is at a seat of the role in `seats.yml`, for the year of the plan.
    """
    facts = handbook.facts
    if not facts[Seat].whole or facts.only(Plan) is None:
        return
    for role in dict.fromkeys(pay_plan.role for pay_plan in facts[PayPlan]):
        plan, sells = pay_in_plan(facts, role), productivity_of(facts, role) is not None
        paid = (
            next((measure for measure in plan.measures if measure.measure == SIGNED), None)
            if plan
            else None
        )
        if (
            plan is None
            or paid is None
            or sells
            or any(seat.role == role and seat.quota for seat in facts[Seat])
        ):
            continue
        what = f'The plan "{plan.id}" pays by "{SIGNED}", but no seat of the role "{role}" has a quota in {facts[Seat].path}.'
        yield Problem(
            paid.at("measure"), what, "give its seats a quota there, or pay by another measure."
        )


@rule(
    "quota-far-from-pay",
    severity="advice",
    bad="""
forecast-and-quotas/quota_policy.yml:
quota_to_pay_from: 3
# The mean quota of a seller is 2.8 times the pay at target.
""",
    good="""
forecast-and-quotas/quota_policy.yml:
quota_to_pay_from: 2
# The mean quota of a seller is 2.8 times the pay at target.
""",
)
def quotas_far_from_pay(handbook: Handbook) -> Iterator[Problem]:
    """The quota of a year is within the limits of the policy as a multiple of the pay at target
    (`quota_to_pay_from`, `quota_to_pay_to`). Below them a seller costs too much for the orders;
    above them the pay is too small for what is asked. It is judged once pay and quotas that look
    like a slip are mended.
    """
    facts, policy = handbook.facts, handbook.facts.only(QuotaPolicy)
    if policy is None or policy.quota_to_pay_from > policy.quota_to_pay_to:
        return  # limits in the wrong order have a Problem of their own
    for role in dict.fromkeys(pay_plan.role for pay_plan in facts[PayPlan]):
        plan = pay_in_plan(facts, role)
        seats = seats_paid_by(facts, plan) if plan else []
        quota = usual_quota(seats)
        at_target = Decimal(plan.fixed) + plan.variable if plan else ZERO
        if plan is None or quota is None or not at_target:
            continue
        times = quota_to_ote(quota, at_target)
        if not policy.quota_to_pay_from <= times <= policy.quota_to_pay_to and not _slipped(
            facts, role
        ):
            what = (
                f'A quota of {spaced(quota)}, the mean of the role "{role}", is {round(times, 1)} times its pay at target, {spaced(at_target)}; '
                f"the policy wants {policy.quota_to_pay_from} to {policy.quota_to_pay_to} times."
            )
            yield Problem(
                plan.at("variable"), what, "look at quota and pay together, or change the policy."
            )


def _slipped(facts: Facts, role: str) -> bool:
    """Whether pay or a quota of a role looks like a slip, which has a Problem of its own."""
    slipped = [slipped_pay(facts), *slipped_quotas(facts).values()]
    return any(
        number is not None and getattr(number.fact, "role", "") == role for number in slipped
    )


@rule(
    "paid-but-unseen",
    severity="advice",
    bad="""
motivation/scorecards.yml:
- {measure: orders-complete, weight: 40 %, target: Nine of ten, seen_every: 1 month, computed_by: head-of-operations}
# A pay plan pays by orders-complete.
""",
    good="""
motivation/scorecards.yml:
- {measure: orders-complete, weight: 40 %, target: Nine of ten, seen_every: 5 business days, computed_by: head-of-operations}
""",
)
def paid_but_unseen(handbook: Handbook) -> Iterator[Problem]:
    """A number that is paid is on the scorecard of the role, and the people it pays see it at least
    once a week. Otherwise the payment is a surprise, and surprises motivate nobody.
    """
    cards = handbook.facts[Scorecard]
    for plan in pay_plans_not_over(handbook.facts, handbook.today):
        card = cards.get(plan.role)
        for measure in plan.measures if card else ():
            line = (
                next((row for row in card.lines if row.measure == measure.measure), None)
                if card
                else None
            )
            if line is None:
                what = f'The plan pays by "{measure.measure}", but it is not on the scorecard of "{plan.role}" in {cards.path}.'
                yield Problem(
                    measure.at("measure"),
                    what,
                    "add it there, seen each week.",
                )
            elif not _weekly(line.seen_every):
                what = f'"{measure.measure}" is paid by the plan "{plan.id}", but it is seen only every {str(line.seen_every).removeprefix("1 ")}.'
                yield Problem(
                    line.at("seen_every"), what, "show it each week:", "seen_every: 1 week"
                )


def _weekly(every: Duration) -> bool:
    return every.unit in IN_A_WEEK and every.amount <= IN_A_WEEK[every.unit]
