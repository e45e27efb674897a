"""Rules about when pay plans hold, are agreed and pay: they follow each other, and the day of pay
can be kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from handbook.documents.company.facts.company import BusinessUnit, Company
from handbook.documents.forecast.facts.plan import QuotaPolicy
from handbook.documents.interaction.facts import Service
from handbook.documents.interaction.opening import done_at, hours_of
from handbook.documents.motivation.facts import PayPlan
from handbook.documents.motivation.in_force import pay_plans_not_over, pay_plans_of
from handbook.documents.motivation.pay import MONTHS_A_YEAR, periods_of
from handbook.handbook import Handbook
from handbook.problems.problem import Problem
from handbook.rules.rule import rule


@rule(
    "pay-plan-gap",
    bad="motivation/pay_plans.yml:\n- id: seller-2027\n  role: seller\n  from: 2027-05-01",
    good="motivation/pay_plans.yml:\n- id: seller-2027\n  role: seller\n  from: 2027-04-01",
)
def gaps_between_plans(handbook: Handbook) -> Iterator[Problem]:
    """The pay plans of a role follow each other without a gap and without an overlap: `until` is
    the day on which the next one begins. On a day without a plan nobody knows what an order pays;
    on a day with two, everybody knows something different.
    """
    facts = handbook.facts
    if not facts[PayPlan].whole:
        return
    for role in dict.fromkeys(plan.role for plan in facts[PayPlan]):
        for before, plan in pairwise(pay_plans_of(facts, role)):
            begins = plan.from_.isoformat()
            if before.until is None or before.until > plan.from_:
                what = f'The pay plans "{before.id}" and "{plan.id}" both hold from {begins} on.'
                yield Problem(
                    before.at("until"),
                    what,
                    f'end "{before.id}" on the day the next one begins:',
                    f"until: {begins}",
                )
            elif before.until < plan.from_:
                ends = before.until.isoformat()
                what = (
                    f'From {ends} until the day before {begins} the role "{role}" has no pay plan.'
                )
                yield Problem(
                    plan.at("from"),
                    what,
                    "begin this one on the day the other ends:",
                    f"from: {ends}",
                )


@rule(
    "pay-agreed-late",
    bad="""
motivation/pay_plans.yml:
agreed_on: 2027-03-26
# The plan holds from 2027-04-01 on, and 14 days of notice are promised.
""",
    good="""
motivation/pay_plans.yml:
agreed_on: 2026-11-12
# The plan holds from 2027-04-01 on, and 14 days of notice are promised.
""",
)
def late_plans(handbook: Handbook) -> Iterator[Problem]:
    """A pay plan is agreed before it holds, by at least the days of notice of the quota policy:
    nobody works by a plan that was agreed later.
    """
    policy = handbook.facts.only(QuotaPolicy)
    for plan in pay_plans_not_over(handbook.facts, handbook.today) if policy else ():
        latest = plan.from_ - timedelta(days=policy.notice.days if policy else 0)
        if policy is not None and plan.agreed_on > latest:
            what = f"This plan holds from {plan.from_.isoformat()} on and was agreed on {plan.agreed_on.isoformat()}; {policy.notice} of notice are promised."
            yield Problem(
                plan.at("agreed_on"),
                what,
                "agree it by then, or let it begin later:",
                f"agreed_on: {latest.isoformat()}",
            )


@rule(
    "pay-day-too-early",
    bad="""
motivation/pay_plans.yml:
paid_by_day: 8
paid_through: [pay-run]
# What is signed in December is in the pay run of 14 January.
""",
    good={"paid_by_day: 8": "paid_by_day: 20"},
)
def too_early_pay_days(handbook: Handbook) -> Iterator[Problem]:
    """The plan's pay day can be kept, by the hours and public holidays of the people who do the
    work. Two things, begun at the end of the last day of a period, are done by then: the services
    needed for what counts (`needs`), and those that lead to the money one after another
    (`paid_through`), such as the statement and the payment. The day exists in every month.
    """
    for plan in pay_plans_not_over(handbook.facts, handbook.today):
        if not 1 <= plan.paid_by_day <= 28:
            what = f"Pay comes by day {plan.paid_by_day}, which not every month has."
            yield Problem(plan.at("paid_by_day"), what, "name a day from 1 to 28 paid_by_day: 25.")
            continue
        for needs in [*(measure.needs for measure in plan.measures), plan.paid_through]:
            late = _done_late(handbook, plan, needs)
            if late:
                ends, done = late
                what = (
                    f"For what is signed on {ends.isoformat()}, {' and '.join(f'{chr(34)}{need}{chr(34)}' for need in needs)} may be done only on "
                    f"{done.isoformat()}, but it is to be paid by day {plan.paid_by_day}."
                )
                yield Problem(
                    plan.at("paid_by_day"),
                    what,
                    "pay later in the month, or let those services be done sooner.",
                )
                break


def _done_late(handbook: Handbook, plan: PayPlan, needs: Sequence[str]) -> tuple[date, date] | None:
    """The first last day of a period in the plan's first year after which these services take too
    long, and when they are done.
    """
    facts = handbook.facts
    services = [facts[Service][need] for need in needs if need in facts[Service]]
    if (
        len(services) < len(needs)
        or not services
        or any(service.giver not in facts[BusinessUnit] for service in services)
    ):
        return None
    years = range(handbook.today.year, max(handbook.today, plan.from_).year + 3)
    steps = [
        (
            service.resolution,
            hours_of(facts[BusinessUnit][service.giver], facts.only(Company), years),
        )
        for service in services
    ]
    for after in _next_ends(handbook.today, plan):
        last = after - timedelta(days=1)
        try:
            done = done_at(datetime.combine(last, time(23, 59)), steps).date()
        except ValueError:
            return None
        if done > after + relativedelta(day=plan.paid_by_day):
            return last, done
    return None


def _next_ends(today: date, plan: PayPlan) -> list[date]:
    """The first days after the periods of the next year that are not over, as long as the plan is
    in force.
    """
    many, length = periods_of(plan), MONTHS_A_YEAR // periods_of(plan)
    over = max((today.year - plan.from_.year - 1) * many, 0)
    ends = [
        plan.from_ + relativedelta(months=length * period)
        for period in range(over + 1, over + 3 * many)
    ]
    return [end for end in ends if end > today and (plan.until is None or end <= plan.until)][:many]
