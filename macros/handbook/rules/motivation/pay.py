"""Rules about pay plans: they follow each other, their curves rise and hold, what they pay exists, fits and can be paid in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count, pairwise

from dateutil.relativedelta import relativedelta

from handbook.calculations.business_hours import Hours
from handbook.calculations.pay import TARGET, payout_share, quota_to_ote
from handbook.facts.motivation import PaidMeasure, PayPlan, ScorecardMeasure
from handbook.facts.pay import SIGNED, pay_plans_of
from handbook.facts.sales_book import Terms
from handbook.facts.scalars import Duration, Level, Share
from handbook.handbook import Handbook
from handbook.opening import done_at, first_late, hours_of
from handbook.pay import MONTHS_A_YEAR, curve_of, periods_of, seats_paid_by, usual_quota
from handbook.plan.money import pay_in_plan
from handbook.plan.seats import productivity_of
from handbook.problems import Problem, counted
from handbook.rules.amounts import percent, spaced
from handbook.rules.rule import rule

ZERO = Decimal(0)
LEAST_WEIGHT = Decimal("0.1")
# How often a week has each unit: what is seen every 5 business days is seen every week.
IN_A_WEEK = {"minute": 10_080, "hour": 168, "business hour": 40, "day": 7, "business day": 5, "week": 1}


def _now_or_later(handbook: Handbook) -> list[PayPlan]:
    """Plans that are not over: what was paid by a plan of the past is no longer judged."""
    today = handbook.today
    return [one for one in handbook.facts.pay_plans if one.until is None or one.until > today]


# --- time ------------------------------------------------------------------------------------------


@rule(
    "pay-plan-gap",
    bad="- id: sdr-2026\n  until: 2027-01-01\n- id: sdr-2027\n  from: 2027-02-01",
    good="- id: sdr-2026\n  until: 2027-01-01\n- id: sdr-2027\n  from: 2027-01-01",
)
def gaps_between_plans(handbook: Handbook) -> Iterator[Problem]:
    """The pay plans of a role follow each other without a gap and without an overlap: `until` is the day on which the next one begins. On a day
    between two plans nobody knows what an order pays; on a day with two, everybody knows something else.
    """
    facts = handbook.facts
    if not facts.pay_plans.whole:
        return
    for role in dict.fromkeys(one.role for one in facts.pay_plans):
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
                what = f'From {ends} until the day before {begins} the role "{role}" has no pay plan.'
                yield Problem(
                    plan.at("from"), what, "begin this one on the day the other ends:", f"from: {ends}"
                )


@rule(
    "pay-agreed-late",
    bad="from: 2027-01-01\nagreed_on: 2026-12-28      (14 days of notice)",
    good="from: 2027-01-01\nagreed_on: 2026-12-11",
)
def late_plans(handbook: Handbook) -> Iterator[Problem]:
    """A pay plan is agreed before it holds, by at least the days of notice of the quota policy: nobody works by a plan that came afterwards."""
    policy = handbook.facts.quota_policy
    for plan in _now_or_later(handbook) if policy else ():
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
    bad="paid_through: [pay-statement, variable-pay]      (done eight and five business days after the quarter)\npaid_by_day: 10",
    good="paid_through: [pay-statement, variable-pay]\npaid_by_day: 25",
)
def too_early_pay_days(handbook: Handbook) -> Iterator[Problem]:
    """What is paid can be paid on the day that the plan names, by the hours and public holidays of those who do the work. Two things, begun at the
    end of the last day of a period, are done by then: the services that must be done for what counts (`needs`), and those that lead to the money one
    after another (`paid_through`), such as the statement and the payment. The day exists in every month.
    """
    for plan in _now_or_later(handbook):
        if not 1 <= plan.paid_by_day <= 28:
            what = f"Pay comes by day {plan.paid_by_day}, which not every month has."
            yield Problem(plan.at("paid_by_day"), what, "name a day from 1 to 28:", "paid_by_day: 25")
            continue
        for needs in [*(one.needs for one in plan.measures), plan.paid_through]:
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
    """The first last day of a period in the plan's first year after which these services take too long, and when they are done."""
    facts = handbook.facts
    services = [facts.services[need] for need in needs if need in facts.services]
    if (
        len(services) < len(needs)
        or not services
        or any(service.giver not in facts.units for service in services)
    ):
        return None
    years = range(handbook.today.year, max(handbook.today, plan.from_).year + 3)
    steps = [
        (service.resolution, hours_of(facts.units[service.giver], facts.company, years))
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
    """The first days after the next year's periods of a plan: those that are not over, as long as the plan holds."""
    many, length = periods_of(plan), MONTHS_A_YEAR // periods_of(plan)
    over = max((today.year - plan.from_.year - 1) * many, 0)
    ends = [plan.from_ + relativedelta(months=length * period) for period in range(over + 1, over + 3 * many)]
    return [one for one in ends if one > today and (plan.until is None or one <= plan.until)][:many]


# --- curve and weights -----------------------------------------------------------------------------


@rule(
    "curve-falls",
    bad="- {attained: 50 %, paid: 20 %}\n- {attained: 100 %, paid: 100 %}\n- {attained: 130 %, paid: 90 %}",
    good="- {attained: 50 %, paid: 20 %}\n- {attained: 100 %, paid: 100 %}\n- {attained: 130 %, paid: 160 %}",
)
def falling_curves(handbook: Handbook) -> Iterator[Problem]:
    """A pay curve rises: each point lies at a higher attainment than the one before, and pays at least as much. Where pay falls, somebody earns more
    by leaving an order for the next quarter.
    """
    for plan in handbook.facts.pay_plans:
        for before, point in pairwise(plan.curve):
            if point.attained <= before.attained:
                what = f"The curve goes from {before.attained} attained to {point.attained}: its points do not rise."
                yield Problem(
                    point.at("attained"), what, "put the points in order, each at a higher attainment."
                )
                break
            if point.paid < before.paid:
                what = f"At {point.attained} this plan pays {point.paid}, less than at {before.attained}, where it pays {before.paid}."
                yield Problem(point.at("paid"), what, "write at least:", f"paid: {before.paid}")
                break


@rule(
    "target-not-paid",
    bad="- {attained: 50 %, paid: 0 %}\n- {attained: 120 %, paid: 100 %}",
    good="- {attained: 50 %, paid: 0 %}\n- {attained: 100 %, paid: 100 %}\n- {attained: 120 %, paid: 150 %}",
)
def targets_not_paid(handbook: Handbook) -> Iterator[Problem]:
    """At 100 % of what was asked, a plan pays exactly its variable pay, no cent more or less: the curve holds the point (100 %, 100 %), and a cap
    begins no lower. Otherwise the pay at target that was promised is a number that nobody reaches.
    """
    for plan in handbook.facts.pay_plans:
        if plan.cap is not None and plan.cap < 1:
            what = f"This plan pays at most {plan.cap} of its variable pay, so nobody can earn what it promises at target."
            yield Problem(
                plan.at("cap"), what, "cap no lower than at target, or delete the line:", "cap: 100 %"
            )
        elif _rises(plan) and payout_share(curve_of(plan), TARGET.attainment) != 1:
            yield _off_target(plan)


def _rises(plan: PayPlan) -> bool:
    return all(
        one.attained < other.attained and one.paid <= other.paid for one, other in pairwise(plan.curve)
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
        "add the point of the target in its place:",
        "- {attained: 100 %, paid: 100 %}",
    )


@rule(
    "curve-jumps",
    severity="advice",
    bad="- {attained: 80 %, paid: 60 %}      (and nothing below 80 %)",
    good="- {attained: 50 %, paid: 0 %}",
)
def jumping_curves(handbook: Handbook) -> Iterator[Problem]:
    """Pay begins at nothing and grows evenly. Where the first point of a curve pays a good part at once, one order too few costs a month's rent, and
    that order is begged for, bought with a discount, or moved.
    """
    for plan in _now_or_later(handbook):
        first = plan.curve[0]
        if first.paid and first.attained:
            jump = spaced(plan.variable * first.paid)
            what = f"Below {first.attained} this plan pays nothing, and at {first.attained} it pays {first.paid} at once: {jump} a year."
            yield Problem(first.at("paid"), what, "let it begin at nothing:", "paid: 0 %", severity="advice")


@rule(
    "measure-weights-not-whole",
    bad="- {measure: signed-orders, weight: 70 %}\n- {measure: dealers-active, weight: 20 %}",
    good="- {measure: signed-orders, weight: 70 %}\n- {measure: dealers-active, weight: 30 %}",
)
def broken_weights(handbook: Handbook) -> Iterator[Problem]:
    """The weights of a pay plan are 100 % together, and so are those of a scorecard. In each, a measure stands once."""
    for plan in handbook.facts.pay_plans:
        yield from _weights(f'the pay plan "{plan.id}"', plan.measures)
    for card in handbook.facts.scorecards:
        yield from _weights(f'the scorecard of "{card.id}"', card.lines)


def _weights(name: str, lines: Sequence[PaidMeasure] | Sequence[ScorecardMeasure]) -> Iterator[Problem]:
    seen: set[str] = set()
    for line in lines:
        if line.measure in seen:
            yield Problem(
                line.at("measure"), f'"{line.measure}" stands twice in {name}.', "make one line of the two."
            )
            return
        seen.add(line.measure)
    whole = sum((Decimal(line.weight) for line in lines), ZERO)
    last = lines[-1]
    rest = 1 - whole + last.weight
    if whole != 1:
        fits = 0 < rest <= 1
        what = f"The weights of {name} are {percent(whole)} together, not 100 %."
        fix = "if the others are right, write:" if fits else "correct the weights."
        yield Problem(last.at("weight"), what, fix, f"weight: {Share(rest)}" if fits else "")


@rule(
    "pay-weight-small",
    severity="advice",
    bad="- {measure: complete-records, weight: 5 %}",
    good="- {measure: complete-records, weight: 15 %}",
)
def small_weights(handbook: Handbook) -> Iterator[Problem]:
    """What is paid for weighs at least 10 %. Less than that nobody feels, and it takes attention from what counts: it belongs on the scorecard only."""
    for plan in _now_or_later(handbook):
        for one in plan.measures:
            if one.weight < LEAST_WEIGHT:
                what = f'"{one.measure}" is {one.weight} of the variable pay, too little to be felt.'
                yield Problem(
                    one.at("weight"), what, "take it out of the plan, or give it at least:", "weight: 10 %"
                )


# --- quotas, and what is seen ----------------------------------------------------------------------


@rule(
    "paid-without-quota",
    bad="pay_plans.yml: measure: signed-orders, role: sdr\nseats.yml: no quota at any seat of that role",
    good="seats.yml: {id: ae-1, role: account-executive, quota: 272 000}",
)
def paid_without_quota(handbook: Handbook) -> Iterator[Problem]:
    """Whoever is paid by `signed-orders` has a quota: the attainment is what was signed by that quota. It stands at a seat of the role in
    `seats.yml`, for the year of the plan.
    """
    facts = handbook.facts
    if not facts.seats.whole or facts.plan is None:
        return
    for role in dict.fromkeys(one.role for one in facts.pay_plans):
        plan, sells = pay_in_plan(facts, role), productivity_of(facts, role) is not None
        paid = next((one for one in plan.measures if one.measure == SIGNED), None) if plan else None
        if (
            plan is None
            or paid is None
            or sells
            or any(seat.role == role and seat.quota for seat in facts.seats)
        ):
            continue
        what = f'The plan "{plan.id}" pays by "{SIGNED}", but no seat of the role "{role}" has a quota in {facts.seats.path}.'
        yield Problem(paid.at("measure"), what, "give its seats a quota there, or pay by another measure.")


@rule(
    "quota-far-from-pay",
    severity="advice",
    bad="quota: 60 000, pay at target: 36 000, policy: 4 to 12 times",
    good="quota: 272 000, pay at target: 37 800, policy: 4 to 12 times",
)
def quotas_far_from_pay(handbook: Handbook) -> Iterator[Problem]:
    """The quota of a year lies within the limits of the policy as a multiple of the pay at target (`quota_to_pay_from`, `quota_to_pay_to`). Below
    them a seller costs more than the orders bear; above them the pay is too small for what is asked.
    """
    facts, policy = handbook.facts, handbook.facts.quota_policy
    if policy is None or policy.quota_to_pay_from > policy.quota_to_pay_to:
        return  # limits that are turned round have a Problem of their own
    for role in dict.fromkeys(one.role for one in facts.pay_plans):
        plan = pay_in_plan(facts, role)
        seats = seats_paid_by(facts, plan) if plan else []
        quota = usual_quota(seats)
        at_target = Decimal(plan.fixed) + plan.variable if plan else ZERO
        if plan is None or quota is None or not at_target:
            continue
        times = quota_to_ote(quota, at_target)
        if not policy.quota_to_pay_from <= times <= policy.quota_to_pay_to:
            what = (
                f'A quota of {spaced(quota)}, the mean of the role "{role}", is {round(times, 1)} times its pay at target, {spaced(at_target)}; '
                f"the policy wants {policy.quota_to_pay_from} to {policy.quota_to_pay_to} times."
            )
            yield Problem(plan.at("variable"), what, "look at quota and pay together, or change the policy.")


@rule(
    "paid-but-unseen",
    severity="advice",
    bad="pay_plans.yml: measure: dealers-active\nscorecards.yml: {measure: dealers-active, seen_every: 3 months}",
    good="scorecards.yml: {measure: dealers-active, seen_every: 1 week}",
)
def paid_but_unseen(handbook: Handbook) -> Iterator[Problem]:
    """A number that is paid stands on the scorecard of the role, and those who are paid by it see it at least once a week. Otherwise the payment is
    a surprise, and a surprise moves nobody.
    """
    cards = handbook.facts.scorecards
    for plan in _now_or_later(handbook):
        card = cards.get(plan.role)
        for one in plan.measures if card else ():
            line = next((row for row in card.lines if row.measure == one.measure), None) if card else None
            if line is None:
                what = f'The plan pays by "{one.measure}", but it is not on the scorecard of "{plan.role}" in {cards.path}.'
                yield Problem(
                    one.at("measure"),
                    what,
                    "add it there:",
                    f"- measure: {one.measure}\n  weight: …\n  seen_every: 1 week",
                )
            elif not _weekly(line.seen_every):
                what = f'"{one.measure}" is paid by the plan "{plan.id}", but it is seen only every {str(line.seen_every).removeprefix("1 ")}.'
                yield Problem(line.at("seen_every"), what, "show it each week:", "seen_every: 1 week")


def _weekly(every: Duration) -> bool:
    return every.unit in IN_A_WEEK and every.amount <= IN_A_WEEK[every.unit]


# --- guarantee, taking back, sharing ---------------------------------------------------------------


@rule(
    "draw-unclear",
    bad="draw: {a_month: 500, months: 3, recoverable: yes}",
    good="draw: {a_month: 500, months: 3, recoverable: yes, recovered_from: 4, share: 50 %}",
)
def unclear_draws(handbook: Handbook) -> Iterator[Problem]:
    """A guarantee for newcomers is either theirs, or it is paid back: then the plan says from which month on and which share of what is earned above
    it, so that it comes to an end. One that is never paid back says neither.
    """
    for plan in _now_or_later(handbook):
        draw = plan.draw
        if draw is None:
            continue
        said = [key for key in ("recovered_from", "share") if getattr(draw, key) is not None]
        if draw.recoverable and not (draw.recovered_from and draw.share):
            what = "This guarantee is paid back, but it is not said from which month on and which share of what is earned above it."
            paste = f"recovered_from: {draw.recovered_from or draw.months + 1}\nshare: {draw.share or '50 %'}"
            yield Problem(draw.at("recoverable"), what, "say both:", paste)
        elif not draw.recoverable and said:
            what = f'This guarantee is never paid back, but "{said[0]}" says how.'
            yield Problem(draw.at(said[0]), what, "delete the line, or write:", "recoverable: yes")


@rule(
    "draw-unlike-ramp",
    bad="ramp: [0 %, 25 %, 50 %, 75 %, 100 %]      (four months below 100 %)\ndraw: {a_month: 1 000, months: 2}",
    good="draw: {a_month: 1 000, months: 4}",
)
def draws_unlike_ramps(handbook: Handbook) -> Iterator[Problem]:
    """The guarantee lasts as long as the quota is ramped, by the ramp in `capacity.yml`. Shorter, and a newcomer falls into the months in which nobody
    can sell enough yet; longer, and it pays for something else.
    """
    for plan in _now_or_later(handbook):
        shown = productivity_of(handbook.facts, plan.role)
        months = sum(share < 1 for share in shown.ramp) if shown else None
        if plan.draw is None or shown is None or shown.ramp[-1] < 1 or plan.draw.months == months:
            continue  # a ramp that never ends has a Problem of its own
        what = f'The guarantee lasts {counted(plan.draw.months, "month")}, but the ramp of the role "{plan.role}" lasts {months}.'
        yield Problem(plan.draw.at("months"), what, "let it last as long as the ramp:", f"months: {months}")


@rule(
    "clawback-unclear",
    bad="clawback: {within: 6 months, how: fixed share}",
    good="clawback: {within: 6 months, how: fixed share, share: 50 %}",
)
def unclear_clawbacks(handbook: Handbook) -> Iterator[Problem]:
    """What is taken back is said so that it can be computed: a fixed share names the share, the other ways name none. Some of each payment is left."""
    for plan in _now_or_later(handbook):
        rule_ = plan.clawback
        if rule_ is None:
            continue
        if rule_.how == "fixed share" and not rule_.share:
            yield Problem(
                rule_.at("how"), "A fixed share is taken back, but not which.", "name it:", "share: 50 %"
            )
        elif rule_.how != "fixed share" and rule_.share is not None:
            what = f'What is taken back is "{rule_.how}", so the share of {rule_.share} means nothing.'
            yield Problem(rule_.at("share"), what, "delete the line, or write:", "how: fixed share")
        if rule_.most_of_next == 1:
            what = "All of the next variable pay may be taken, so somebody may work a quarter for nothing."
            yield Problem(rule_.at("most_of_next"), what, "leave a part of it:", "most_of_next: 30 %")


@rule(
    "clawback-too-short",
    bad="terms.yml: cancel_from: 2 months\npay_plans.yml: clawback: {within: 1 month}",
    good="pay_plans.yml: clawback: {within: 6 months}",
)
def short_clawbacks(handbook: Handbook) -> Iterator[Problem]:
    """Pay is taken back for an order that never began, so the time in which it may be (`within`) lasts until this can be known: until the customer
    may cancel (`cancel_from` in `terms.yml`), and until the first payment is due, which is `payment_due` after `delivery`. If it ends earlier, the
    plan threatens with something that can never happen.
    """
    terms = handbook.facts.terms
    for plan, hours in _taking_back(handbook) if terms else ():
        rule_ = plan.clawback
        found = _not_known_by(terms, rule_.within, hours) if terms and rule_ else ""
        if terms and rule_ and found:
            what = f"Pay is taken back only within {rule_.within} after the signature, but {found} ({terms.at().path})."
            months = (Duration((many, "month")) for many in count(1))
            enough = next(one for one in months if not _not_known_by(terms, one, hours))
            yield Problem(rule_.at("within"), what, "let it last longer:", f"within: {enough}")


def _not_known_by(terms: Terms, within: Duration, hours: Hours) -> str:
    """What cannot be known within a time after the signature, in words: that the order is cancelled, or that nobody pays; else nothing."""
    if _outlasts([terms.cancel_from], within, hours):
        return f"an order may be cancelled from {terms.cancel_from} after it on"
    if _outlasts([terms.delivery, terms.payment_due], within, hours):
        return f"the first payment is due only {terms.payment_due} after a delivery of {terms.delivery}"
    return ""


@rule(
    "clawback-too-long",
    bad="terms.yml: rental_term: 36 months\npay_plans.yml: clawback: {within: 48 months}",
    good="pay_plans.yml: clawback: {within: 6 months}",
)
def long_clawbacks(handbook: Handbook) -> Iterator[Problem]:
    """Nothing is taken back for longer than the customer was told that the contract runs (`rental_term` in `terms.yml`). An order that has run its
    time was one, and what was paid for it is earned.
    """
    terms = handbook.facts.terms
    for plan, hours in _taking_back(handbook) if terms else ():
        rule_ = plan.clawback
        if terms and rule_ and _outlasts([rule_.within], terms.rental_term, hours):
            what = (
                f'The plan "{plan.id}" takes pay back within {rule_.within} after the signature, longer than the contract '
                f"that the customer signs, which runs for {terms.rental_term} ({terms.at().path})."
            )
            fix = "let it end with the contract at the latest:"
            yield Problem(rule_.at("within"), what, fix, f"within: {terms.rental_term}")


def _taking_back(handbook: Handbook) -> Iterator[tuple[PayPlan, Hours]]:
    """The plans that take something back, with the hours of those whom they pay; a role or unit that is not known has a Problem of its own."""
    facts = handbook.facts
    for plan in _now_or_later(handbook):
        role = facts.roles.get(plan.role)
        unit = facts.units.get(role.unit) if role else None
        if plan.clawback and unit:
            yield plan, hours_of(unit, facts.company)


def _outlasts(way: Sequence[Duration], limit: Duration, hours: Hours) -> bool:
    """Whether times one after another may end later than another one that begins with them."""
    return first_late([(one, hours) for one in way], [(limit, hours)], hours) is not None


@rule(
    "split-not-whole",
    bad="shares: {account-executive: 80 %, partner-manager: 30 %}",
    good="shares: {account-executive: 80 %, partner-manager: 20 %}",
)
def broken_splits(handbook: Handbook) -> Iterator[Problem]:
    """One order is worth 100 % of its value, whoever helped: the shares of a split are 100 % together. Otherwise the same order is paid twice, or a
    part of it is nobody's.
    """
    for plan in _now_or_later(handbook):
        for split in plan.splits:
            whole = sum((Decimal(share) for share in split.shares.values()), ZERO)
            if whole != 1:
                who, share = list(split.shares.items())[-1]
                rest = 1 - whole + share
                fits = 0 < rest <= 1
                what = f"The shares of this order are {percent(whole)} together, not 100 %: {split.when}."
                fix = "if the others are right, write:" if fits else "correct the shares."
                yield Problem(split.at("shares"), what, fix, f"{who}: {Level(rest)}" if fits else "")
