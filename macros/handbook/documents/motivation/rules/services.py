"""The rule that what a service is measured by is somebody's."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.company.facts.company import Role
from handbook.documents.company.facts.measures import Measure
from handbook.documents.interaction.facts import Service
from handbook.documents.motivation.facts import Responsibility, Scorecard
from handbook.facts.facts import Facts
from handbook.handbook import Handbook
from handbook.problems.problem import Problem
from handbook.rules.rule import rule


@rule(
    "service-measure-unscored",
    severity="advice",
    bad="""
interaction/services.yml:
  - {after: 2 business days, to: managing-director}
measure: dates-kept
# No role of the giver has dates-kept on its scorecard or answers for it.
""",
    good="""
interaction/services.yml:
  - {after: 2 business days, to: managing-director}
measure: orders-complete
""",
)
def unscored_services(handbook: Handbook) -> Iterator[Problem]:
    """What a service is measured by is somebody's: a role of the unit that gives it has the measure
    on its scorecard, or answers for it. A card holds five numbers at most and a unit may give more
    services than that, so `answers_for` is enough. A unit none of whose roles has a scorecard is
    not judged.
    """
    facts = handbook.facts
    if not (facts[Role].whole and facts[Scorecard].whole and facts[Responsibility].whole):
        return
    seen: set[tuple[str, str]] = set()
    for service in facts[Service]:
        way = (service.giver, service.measure)
        if way not in seen and service.measure in facts[Measure] and _has_no_owner(facts, *way):
            seen.add(way)
            what = f'"{service.name}" is counted by "{service.measure}", but no role of {service.giver} has it on its scorecard or answers for it.'
            fix = f"name it at the role that can move it, in {facts[Scorecard].path} or in {facts[Responsibility].path}."
            yield Problem(service.at("measure"), what, fix)


def _has_no_owner(facts: Facts, unit: str, measure: str) -> bool:
    """Whether a unit has scorecards, and no role of it has the measure; not while one of them has a
    measure that is misspelt.
    """
    if not any(role.unit == unit and role.id in facts[Scorecard] for role in facts[Role]):
        return False
    taken = _measures_of_unit(facts, unit)
    return measure not in taken and all(name in facts[Measure] for name in taken)


def _measures_of_unit(facts: Facts, unit: str) -> set[str]:
    """The measures that roles of a unit have on their scorecards or answer for."""
    roles = [role.id for role in facts[Role] if role.unit == unit]
    cards = [facts[Scorecard][role] for role in roles if role in facts[Scorecard]]
    zones = [facts[Responsibility][role] for role in roles if role in facts[Responsibility]]
    on_cards = {line.measure for card in cards for line in card.lines}
    return on_cards | {measure for zone in zones for measure in zone.answers_for}
