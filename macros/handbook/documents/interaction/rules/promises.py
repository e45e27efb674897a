"""Rules about promises: units can keep them, and they say what the terms say."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from handbook.documents.company.facts.company import BusinessUnit, Company, Role
from handbook.documents.interaction.facts import Promise, Service
from handbook.documents.interaction.opening import (
    done_at,
    hours_of,
    ordinary_moments,
    weekday_and_time,
)
from handbook.documents.interaction.sums import Hours
from handbook.documents.sales_book.facts.market import Terms
from handbook.facts.durations import Duration
from handbook.facts.facts import Facts
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, listed
from handbook.rules.rule import rule

LONGEST = 9999


@rule(
    "promise-too-short",
    bad="""
interaction/promises.yml:
- id: tap-runs
  promise: Your tap runs within ten working days of your signature.
  buyer_groups: [offices, hotels]
  within: 7 days
""",
    good={"  within: 7 days": "  within: 10 business days"},
)
def short_promises(handbook: Handbook) -> Iterator[Problem]:
    """We promise a customer no less time than the services on the way may take one after another.
    Each service is counted in the hours of the unit that gives it, from each moment of an ordinary
    week; public holidays come on top, on both sides.
    """
    for promise in handbook.facts[Promise]:
        steps = _path(promise, handbook.facts)
        teller = handbook.facts[Role].get(promise.told_by)
        unit = handbook.facts[BusinessUnit].get(teller.unit) if teller else None
        if steps and unit:
            yield from _too_short(promise, steps, hours_of(unit, handbook.facts.only(Company)))


def _path(promise: Promise, facts: Facts) -> list[tuple[Duration, Hours]]:
    """The services of a promise with their calendars; nothing if one of them is not known."""
    known = [facts[Service].get(step) for step in promise.path]
    units = [facts[BusinessUnit].get(service.giver) if service else None for service in known]
    return [
        (service.resolution, hours_of(unit, facts.only(Company)))
        for service, unit in zip(known, units, strict=True)
        if service and unit and all(known) and all(units)
    ]


def _too_short(
    promise: Promise, steps: list[tuple[Duration, Hours]], hours: Hours
) -> Iterator[Problem]:
    ends = [(start, done_at(start, steps)) for start in ordinary_moments(steps[0][1])]

    def holds(amount: int) -> bool:
        within = Duration((amount, promise.within.unit))
        return all(done_at(start, [(within, hours)]) >= end for start, end in ends)

    if holds(promise.within.amount):
        return
    enough = bisect_left(range(LONGEST), True, key=lambda place: holds(place + 1)) + 1
    start = next(start for start, end in ends if done_at(start, [(promise.within, hours)]) < end)
    times = listed(
        f"{length} for {step}" for (length, _), step in zip(steps, promise.path, strict=True)
    )
    what = (
        f'"{promise.promise}" promises {promise.within}, but the services on its way may take longer: {times}. '
        f"Begun on {weekday_and_time(start)}, they may end after the promise."
    )
    fix = "promise as long as they take, or shorten one of them:"
    yield Problem(
        promise.at("within"), what, fix, f"within: {Duration((enough, promise.within.unit))}"
    )


@rule(
    "promise-said-otherwise",
    bad="""
interaction/promises.yml:
- id: tap-runs
  promise: Your tap runs within ten working days of your signature.
  buyer_groups: [offices, hotels]
  within: 12 business days
  same_as: terms.delivery
# In terms.yml the delivery takes 10 business days.
""",
    good="""
interaction/promises.yml:
- id: tap-runs
  promise: Your tap runs within ten working days of your signature.
  buyer_groups: [offices, hotels]
  within: 10 business days
# In terms.yml the delivery takes 10 business days.
""",
)
def promises_said_otherwise(handbook: Handbook) -> Iterator[Problem]:
    """The terms in the offer and the promise between units name the same time. A customer holds us
    to the shorter of the two.
    """
    terms = handbook.facts.only(Terms)
    for promise in handbook.facts[Promise] if terms else ():
        if promise.same_as and terms and promise.within != terms.delivery:
            what = f'"{promise.promise}" says {promise.within}, but the terms say {terms.delivery} ({terms.at("delivery").path}).'
            yield Problem(
                promise.at("within"),
                what,
                "write the same time in both:",
                f"within: {terms.delivery}",
            )
