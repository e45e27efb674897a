"""Rules about what is paid ahead and taken back: guarantees, clawbacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from handbook.documents.company.facts.company import BusinessUnit, Company, Role
from handbook.documents.company.facts.vocabulary import OwnTime
from handbook.documents.forecast.plan.seats import productivity_of
from handbook.documents.interaction.opening import first_missed_deadline, hours_of
from handbook.documents.interaction.sums import Hours
from handbook.documents.motivation.facts import PayPlan
from handbook.documents.motivation.in_force import pay_plans_not_over
from handbook.documents.sales_book.facts.market import Terms
from handbook.facts.durations import Duration
from handbook.handbook import Handbook
from handbook.problems.edits import Keys
from handbook.problems.problem import Problem, counted
from handbook.rules.rule import rule


@rule(
    "draw-unclear",
    bad="motivation/pay_plans.yml:\ndraw: {a_month: 500, months: 2, recoverable: yes}",
    good="motivation/pay_plans.yml:\ndraw: {a_month: 500, months: 2, recoverable: no}",
)
def unclear_draws(handbook: Handbook) -> Iterator[Problem]:
    """A guarantee for newcomers is either theirs, or it is paid back: then the plan says from which
    month on and which share of what is earned above it, so that it comes to an end. One that is
    never paid back says neither.
    """
    for plan in pay_plans_not_over(handbook.facts, handbook.today):
        draw = plan.draw
        if draw is None:
            continue
        given_keys = [key for key in ("recovered_from", "share") if getattr(draw, key) is not None]
        if draw.recoverable and not (draw.recovered_from and draw.share):
            what = "This guarantee is paid back, but it is not said from which month on and which share of what is earned above it."
            paste = f"recovered_from: {draw.recovered_from or '…'}\nshare: {draw.share or '…'}"
            yield Problem(draw.at("recoverable"), what, "say both:", paste, edit=Keys("draw"))
        elif not draw.recoverable and given_keys:
            what = f'This guarantee is never paid back, but "{given_keys[0]}" says how.'
            yield Problem(
                draw.at(given_keys[0]), what, 'delete the line, or say "recoverable: yes" and both.'
            )


@rule(
    "draw-unlike-ramp",
    bad="motivation/pay_plans.yml:\ndraw: {a_month: 500, months: 1, recoverable: no}",
    good="motivation/pay_plans.yml:\ndraw: {a_month: 500, months: 2, recoverable: no}",
)
def draws_unlike_ramps(handbook: Handbook) -> Iterator[Problem]:
    """The guarantee lasts as long as the quota is ramped, by the ramp in `capacity.yml`. If it is
    shorter, it ends while a newcomer cannot sell enough yet; if it is longer, it pays for something
    else.
    """
    for plan in pay_plans_not_over(handbook.facts, handbook.today):
        shown = productivity_of(handbook.facts, plan.role)
        months = sum(share < 1 for share in shown.ramp) if shown else None
        if plan.draw is None or shown is None or shown.ramp[-1] < 1 or plan.draw.months == months:
            continue  # a ramp that never ends has a Problem of its own
        what = f'The guarantee lasts {counted(plan.draw.months, "month")}, but the ramp of the role "{plan.role}" lasts {months}.'
        yield Problem(
            plan.draw.at("months"), what, "let it last as long as the ramp:", f"months: {months}"
        )


@rule(
    "clawback-unclear",
    bad="""
motivation/pay_plans.yml:
clawback:
  within: 6 months
  how: fixed share
  most_of_next: 25 %
""",
    good={"how: fixed share": "how: fixed share\n  share: 50 %"},
)
def unclear_clawbacks(handbook: Handbook) -> Iterator[Problem]:
    """A clawback can be computed: a fixed share names the share, the other ways name none. Some of
    each payment is left.
    """
    for plan in pay_plans_not_over(handbook.facts, handbook.today):
        rule_ = plan.clawback
        if rule_ is None:
            continue
        if rule_.how == "fixed share" and not rule_.share:
            yield Problem(
                rule_.at("how"),
                "A fixed share is taken back, but not which.",
                "name it:",
                "share: 50 %",
            )
        elif rule_.how != "fixed share" and rule_.share is not None:
            what = (
                f'What is taken back is "{rule_.how}", so the share of {rule_.share} means nothing.'
            )
            yield Problem(rule_.at("share"), what, "delete the line, or write:", "how: fixed share")
        if rule_.most_of_next == 1:
            what = "All of the next variable pay may be taken, so somebody may work a quarter for nothing."
            yield Problem(
                rule_.at("most_of_next"), what, "leave a part of it:", "most_of_next: 30 %"
            )


@rule(
    "clawback-too-short",
    bad="motivation/pay_plans.yml:\nwithin: 3 weeks",
    good="motivation/pay_plans.yml:\nwithin: 6 months",
)
def short_clawbacks(handbook: Handbook) -> Iterator[Problem]:
    """Pay is taken back for an order that never began, so the time in which it may be (`within`)
    lasts until this can be known: until the customer may cancel (`cancel_from` in `terms.yml`), and
    until the first payment is due, which is `payment_due` after `delivery`. If it ends earlier, the
    plan threatens with something that can never happen.
    """
    terms = handbook.facts.only(Terms)
    for plan, hours in _plans_with_clawback(handbook) if terms else ():
        rule_ = plan.clawback
        found = _unknown_after(terms, rule_.within, hours) if terms and rule_ else ""
        if terms and rule_ and found:
            what = f"Pay is taken back only within {rule_.within} after the signature, but {found} ({terms.at().path})."
            months = (Duration((many, "month")) for many in count(1))
            enough = next(
                duration for duration in months if not _unknown_after(terms, duration, hours)
            )
            yield Problem(rule_.at("within"), what, "let it last longer:", f"within: {enough}")


def _unknown_after(terms: Terms, within: Duration, hours: Hours) -> str:
    """What cannot be known by then, in words: that the order is cancelled, or that nobody pays;
    empty if both can.
    """
    if terms.cancel_from and _outlasts([terms.cancel_from], within, hours):
        return f"an order may be cancelled from {terms.cancel_from} after it on"
    if _outlasts([terms.delivery, terms.payment_due], within, hours):
        return f"the first payment is due only {terms.payment_due} after a delivery of {terms.delivery}"
    return ""


@rule(
    "clawback-too-long",
    bad="motivation/pay_plans.yml:\nwithin: 48 months\nhow: full",
    good="motivation/pay_plans.yml:\nwithin: 6 months\nhow: full",
)
def long_clawbacks(handbook: Handbook) -> Iterator[Problem]:
    """Nothing is taken back for longer than the customer was told that the contract runs (the
    `times` of `vocabulary.yml` that are `binding`). An order that has run its time was one, and
    what was paid for it is earned.
    """
    binding = [time for time in handbook.facts[OwnTime] if time.binding]
    for plan, hours in _plans_with_clawback(handbook):
        rule_ = plan.clawback
        if rule_ and binding and all(_outlasts([rule_.within], t.value, hours) for t in binding):
            longest = _longest(binding, hours)
            what = (
                f'The plan "{plan.id}" takes pay back within {rule_.within} after the signature, longer than the contract '
                f"that the customer signs, which runs for {longest.value} ({longest.at().path})."
            )
            fix = "let it end with the contract at the latest:"
            yield Problem(rule_.at("within"), what, fix, f"within: {longest.value}")


def _longest(times: Sequence[OwnTime], hours: Hours) -> OwnTime:
    """The time that none of the others may outlast."""
    return next(
        time
        for time in times
        if not any(_outlasts([other.value], time.value, hours) for other in times)
    )


def _plans_with_clawback(handbook: Handbook) -> Iterator[tuple[PayPlan, Hours]]:
    """The plans with a clawback, with the hours of the people they pay; an unknown role or unit has
    a Problem of its own.
    """
    facts = handbook.facts
    for plan in pay_plans_not_over(handbook.facts, handbook.today):
        role = facts[Role].get(plan.role)
        unit = facts[BusinessUnit].get(role.unit) if role else None
        if plan.clawback and unit:
            yield plan, hours_of(unit, facts.only(Company))


def _outlasts(way: Sequence[Duration], limit: Duration, hours: Hours) -> bool:
    """Whether times one after another may end later than another one that begins with them."""
    return (
        first_missed_deadline([(duration, hours) for duration in way], [(limit, hours)], hours)
        is not None
    )
