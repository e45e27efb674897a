"""Rules about responsibility and career: what is answered for can be seen, what is decided alone
may be decided, ladders rise.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from handbook.documents.company.facts.company import Decision, Role
from handbook.documents.interaction.facts import Service
from handbook.documents.motivation.facts import CareerLevel, Ladder, Responsibility, Scorecard
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, listed
from handbook.rules.rule import rule

# --- responsibility -------------------------------------------------------------------------------


@rule(
    "decides-without-right",
    bad="""
motivation/responsibilities.yml:
- id: seller
  mission: You find offices and hotels that carry bottles, and you help them stop.
  answers_for: [signed-orders, orders-complete]
  decides_alone: [discount, payment-terms]
decision_rights.yml:
- id: payment-terms
  decision: Time to pay
  limit_in: duration
  ladder:
    - role: head-of-operations
      up_to: 14 days
""",
    good={"    - role: head-of-operations": "    - role: seller"},
)
def decisions_without_right(handbook: Handbook) -> Iterator[Problem]:
    """What a role decides alone, it may decide: it has a step in the ladder of that decision. How
    far it may go, the ladder says and nothing else, so that a card never promises another limit
    than the one that holds.
    """
    decisions = handbook.facts[Decision]
    for zone in handbook.facts[Responsibility]:
        for name in zone.decides_alone:
            decision = decisions.get(name)
            if decision is None or any(step.role == zone.id for step in decision.ladder):
                continue
            own = [
                decision_right.id
                for decision_right in decisions
                if any(step.role == zone.id for step in decision_right.ladder)
            ]
            what = f'"{zone.id}" is to decide "{name}" alone, but has no step in its ladder in {decisions.path}.'
            place, _ = zone.at_entry("decides_alone", name)
            known = f" The decisions in whose ladder it has one: {listed(own, 40)}." if own else ""
            yield Problem(place, what, f"take it out, or add a step there.{known}")


@rule(
    "result-without-number",
    bad="""
motivation/responsibilities.yml:
- id: sales-director
  mission: You make the plan come true with people who like to come back on Monday.
  answers_for: [plan-reached, dates-kept]
# The scorecard of the sales director does not have dates-kept.
""",
    good="""
motivation/responsibilities.yml:
- id: sales-director
  mission: You make the plan come true with people who like to come back on Monday.
  answers_for: [plan-reached]
""",
)
def results_without_number(handbook: Handbook) -> Iterator[Problem]:
    """What a role answers for is on its scorecard, with a weight and a target, or is the measure of
    a service that its unit gives another one. Otherwise it answers for a number it never sees.
    """
    cards, services = handbook.facts[Scorecard], handbook.facts[Service]
    goes_without = handbook.off.holds(Service.__module__)
    for zone in handbook.facts[Responsibility] if services.whole and not goes_without else ():
        card, role = cards.get(zone.id), handbook.facts[Role].get(zone.id)
        shown = {line.measure for line in card.lines} if card else set()
        shown |= {service.measure for service in services if role and service.giver == role.unit}
        for measure in zone.answers_for if card else ():
            if measure not in shown:
                what = f'"{zone.id}" answers for "{measure}", but its scorecard in {cards.path} does not have it.'
                place, _ = zone.at_entry("answers_for", measure)
                yield Problem(
                    place,
                    what,
                    "take it out, or add it there.",
                )


# --- ladders --------------------------------------------------------------------------------------


@rule(
    "career-falls",
    bad="""
motivation/career.yml:
- id: seller-2
  name: Senior seller
  months_before: 18
  competencies:
    - {competency: finding-the-need, level: 2}
""",
    good={"level: 2": "level: 4"},
)
def falling_ladders(handbook: Handbook) -> Iterator[Problem]:
    """Each step of a career asks for at least as much as the one before: no level of a competency
    falls, nor do the contributions to the handbook, and from the second step on it takes some
    months to reach.
    """
    for ladder in handbook.facts[Ladder]:
        for before, level in pairwise(ladder.levels):
            yield from _falls(before, level)


def _falls(before: CareerLevel, level: CareerLevel) -> Iterator[Problem]:
    was = {need.competency: need.level for need in before.competencies}
    for need in level.competencies:
        if need.level < was.get(need.competency, need.level):
            what = f'"{level.id}" asks for level {need.level} of "{need.competency}", less than "{before.id}", which asks for {was[need.competency]}.'
            yield Problem(need.at("level"), what, f"write at least level: {was[need.competency]}.")
    if level.handbook < before.handbook:
        what = f'"{level.id}" asks for fewer contributions to the handbook than "{before.id}": {level.handbook}, not {before.handbook}.'
        yield Problem(level.at("handbook"), what, "write at least:", f"handbook: {before.handbook}")
    if not level.months_before:
        what = f'"{level.id}" may follow "{before.id}" on the same day.'
        yield Problem(
            level.at("months_before"), what, "say how many months lie before it months_before: 12."
        )
