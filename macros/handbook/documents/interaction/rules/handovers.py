"""Rules about handovers, decisions between units, whose customer it is, what is urgent, and who is
the deputy.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.company.facts.company import BusinessUnit, Company, Decision, Post, Role
from handbook.documents.interaction.duties import duties_by_role, is_single_person
from handbook.documents.interaction.facts import (
    DecisionPart,
    EngagementRule,
    EscalationLadder,
    Handoff,
    Service,
)
from handbook.documents.interaction.opening import first_missed_deadline, hours_of
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Cause, Problem, counted, did_you_mean, listed, nearest
from handbook.rules.rule import rule

VAGUE = set(
    "soon quickly fast immediately asap important much many few some several often big large".split()
)


def is_begun(handbook: Handbook) -> bool:
    """Whether the document on the interaction of units is being written: it begins with its
    services.
    """
    return len(handbook.facts[Service]) > 0


@rule(
    "handover-incomplete",
    bad="""
interaction/handoffs.yml:
- id: to-operations
  name: To operations
  from: head-of-operations
""",
    good="interaction/handoffs.yml:\n- id: to-operations\n  name: To operations\n  from: seller",
)
def incomplete_handovers(handbook: Handbook) -> Iterator[Problem]:
    """A handover goes to somebody else, and the person who accepts it belongs to the unit that gets
    the customer. You cannot accept work for others.
    """
    roles = handbook.facts[Role]
    for handoff in handbook.facts[Handoff]:
        if handoff.from_ == handoff.to:
            yield Problem(
                handoff.at("to"),
                f'"{handoff.name}" goes from {handoff.from_} to {handoff.to}, the same role.',
                "name who gets the customer.",
            )
        getter, accepter = roles.get(handoff.to), roles.get(handoff.accepted_by)
        if getter and accepter and getter.unit != accepter.unit:
            what = f'"{handoff.name}" goes to {handoff.to} in {getter.unit}, but is accepted by {handoff.accepted_by} in {accepter.unit}.'
            yield Problem(
                handoff.at("accepted_by"),
                what,
                "let the unit that gets the customer accept it:",
                f"accepted_by: {handoff.to}",
            )


# --- decisions ------------------------------------------------------------------------------------


@rule(
    "decision-unassigned",
    wants="interaction/decisions",
    bad="""
decision_rights.yml:
- id: payment-terms
  decision: Time to pay
interaction/decisions.yml:
- id: discount
  responsible: [seller]
  accountable: sales-director
  consulted: [managing-director]
  informed: [head-of-operations]
  service: exception
""",
    good="""
decision_rights.yml:
- id: payment-terms
  decision: Time to pay
interaction/decisions.yml:
- id: discount
  responsible: [seller]
  accountable: sales-director
  consulted: [managing-director]
  informed: [head-of-operations]
  service: exception
- id: payment-terms
  responsible: [seller]
  accountable: sales-director
""",
)
def unassigned_decisions(handbook: Handbook) -> Iterator[Problem]:
    """For every decision it is written who prepares it, who answers for it, who is asked and who is
    told. The accountable role is in its ladder; otherwise one person may decide and another answers
    for it.
    """
    facts = handbook.facts
    parts, decisions = facts[DecisionPart], facts[Decision]
    # A decision whose id is misspelt is not missing as well.
    meant = {nearest(part.id, decisions.ids()) for part in parts if part.id not in decisions}
    for decision in decisions if is_begun(handbook) else ():
        if not parts.may_hold(decision.id) and decision.id not in meant:
            what = f'Nowhere is it written who prepares "{decision.decision}", who answers for it and who is told.'
            paste = f"- id: {decision.id}\n  responsible: [{decision.ladder[0].role}]\n  accountable: {decision.ladder[-1].role}"
            edit, cause = Entry(path=parts.path), Cause("decision_parts", decision.id)
            yield Problem(
                decision.at(), what, f"add to {parts.path}:", paste, edit=edit, cause=cause
            )
    for part in parts:
        if part.id in decisions:
            yield from _without_right(part, [step.role for step in decisions[part.id].ladder])
        elif not decisions.may_hold(part.id):
            guess = nearest(part.id, decisions.ids())
            what = f'There is no decision "{part.id}" in {decisions.path}.{did_you_mean(part.id, decisions.ids())}'
            fix = "write:" if guess else f"use one of those we know: {listed(decisions.ids(), 40)}."
            paste = f"id: {guess}" if guess else ""
            yield Problem(part.at("id"), what, fix, paste, cause=Cause("decisions", part.id))


def _without_right(part: DecisionPart, ladder: list[str]) -> Iterator[Problem]:
    # A ladder that names a role twice has a Problem of its own.
    if part.accountable not in ladder and len(set(ladder)) == len(ladder):
        what = f'{part.accountable} answers for "{part.id}", but does not stand in the ladder of that decision.'
        fix = f"name one of its roles ({listed(ladder)}), for instance:"
        yield Problem(part.at("accountable"), what, fix, f"accountable: {ladder[-1]}")


# --- whose customer it is -------------------------------------------------------------------------


@rule(
    "engagement-too-late",
    bad="""
interaction/engagement.yml:
- id: two-sellers
  conflict: Two sellers speak with one office.
  rule: Whoever wrote the first note keeps it.
  protected_for: 12 hours
""",
    good={"  protected_for: 12 hours": "  protected_for: 90 days"},
)
def late_arbiters(handbook: Handbook) -> Iterator[Problem]:
    """The arbiter of a conflict decides before the protection ends. Later there is nothing left to
    settle.
    """
    facts = handbook.facts
    for engagement_rule in facts[EngagementRule]:
        arbiter = facts[Role].get(engagement_rule.arbiter)
        unit = facts[BusinessUnit].get(arbiter.unit) if arbiter else None
        if unit is None:
            continue
        hours = hours_of(unit, facts.only(Company))
        if first_missed_deadline(
            [(engagement_rule.decides_within, hours)],
            [(engagement_rule.protected_for, hours)],
            hours,
        ):
            what = f"It is settled within {engagement_rule.decides_within}, but protected only for {engagement_rule.protected_for}."
            yield Problem(
                engagement_rule.at("decides_within"),
                what,
                "protect it for longer, or let it be settled sooner.",
            )


# --- what is urgent, and deputies ------------------------------------------------------------------


@rule(
    "urgent-uncountable",
    severity="advice",
    bad="""
interaction/escalation.yml:
- {what: A customer without water, number: 1, counted_in: important customer}
""",
    good="""
interaction/escalation.yml:
- {what: A customer without water, number: 1, counted_in: tap that does not run}
""",
)
def uncountable_urgency(handbook: Handbook) -> Iterator[Problem]:
    """Urgent is what can be counted: a number above zero, and what it counts. A word such as "soon"
    makes everything urgent by the end of a quarter.
    """
    ladder = handbook.facts.only(EscalationLadder)
    for urgent in ladder.urgent if ladder else ():
        vague = sorted(VAGUE & set(urgent.counted_in.lower().strip(".").split()))
        if urgent.number == 0:
            yield Problem(
                urgent.at("number"),
                f'"{urgent.what}" is urgent from 0 {urgent.counted_in} on: always.',
                "write from how many on it is urgent.",
            )
        elif vague:
            what = f'"{urgent.counted_in}" cannot be counted: "{vague[0]}" means something else to everybody.'
            yield Problem(
                urgent.at("counted_in"),
                what,
                "say what is counted, for instance counted_in: business hours since the call.",
            )


@rule(
    "answer-without-deputy",
    severity="advice",
    bad="""
people.yml:
- id: technician
  handles: ["@fernhill/technician"]
interaction/engagement.yml:
arbiter: technician
""",
    good={
        'handles: ["@fernhill/technician"]': 'handles: ["@fernhill/technician"]\n  deputy: sales-director'
    },
)
def missing_deputies(handbook: Handbook) -> Iterator[Problem]:
    """Where only one person can answer, and others wait for that answer, there is a deputy.
    Otherwise one person's holiday stops everybody's work.
    """
    facts = handbook.facts
    if not is_begun(handbook) or not facts[Post].whole:
        return
    # Other rules ask whether owners of pages are there and have somebody else as a deputy.
    owners = {page.meta.owner for page in handbook.pages.values() if page.meta}
    for role, asked_for in duties_by_role(facts).items():
        post = facts[Post].get(role)
        alone = post is None or post.deputy in (None, role)
        if alone and role not in owners and is_single_person(facts, role):
            kinds = listed(
                counted(len(many), kind.removesuffix("s"), kind) for kind, many in asked_for.items()
            )
            what = f'Only one person is "{facts[Role][role].name}", and nobody stands in: {kinds} would wait.'
            place = post.at("deputy") if post else facts[Role][role].at()
            fix = "name who answers meanwhile:" if post else f"add to {facts[Post].path}:"
            name = f"deputy: {facts[Role][role].reports_to or '…'}"
            paste = name if post else f"- id: {role}\n  handles: ['@…']\n  {name}"
            yield Problem(
                place, what, fix, paste, edit=None if post else Entry(path=facts[Post].path)
            )
