"""Roles that others wait for: who must answer within a time, and what they are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.company.facts.company import Decision, Role
from handbook.documents.interaction.facts import EngagementRule, EscalationLadder, Handoff, Service
from handbook.facts.facts import Facts


def duties_by_role(facts: Facts) -> dict[str, dict[str, list[str]]]:
    """Role → kind of duty → names of what the role is asked for, in the order of roles; roles that
    nobody waits for are left out.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for role, kind, name in _duties(facts):
        names = found.setdefault(role, {}).setdefault(kind, [])
        if name not in names:
            names.append(name)
    order = [*facts[Role].ids(), *found]
    return {role: found[role] for role in dict.fromkeys(order) if role in found}


def _duties(facts: Facts) -> Iterator[tuple[str, str, str]]:
    for decision in facts[Decision]:
        yield from (
            (step.role, "decisions", decision.decision)
            for step in decision.ladder
            if step.answers_within
        )
    for service in facts[Service]:
        yield from ((step.to, "late services", service.name) for step in service.escalation)
    for handoff in facts[Handoff]:
        yield handoff.accepted_by, "handovers", handoff.name
    for rule in facts[EngagementRule]:
        yield rule.arbiter, "disputes", rule.conflict
    ladder = facts.only(EscalationLadder)
    for rung in ladder.steps if ladder else ():
        yield rung.to, "escalations", rung.step


def is_single_person(facts: Facts, role: str) -> bool:
    """Whether at most one person fills a role, so that questions wait while that person is away."""
    known = facts[Role].get(role)
    return known is not None and known.seats - known.open_seats <= 1
