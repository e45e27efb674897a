"""Rules about changes of owner in a cycle, and about who may win the same customer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from handbook.documents.company.facts.company import Role
from handbook.documents.customer_base.facts import Cycle
from handbook.documents.interaction.facts import (
    EngagementRule,
    Handoff,
)
from handbook.documents.interaction.rules.handovers import is_begun
from handbook.documents.sales_book.facts.market import BuyerGroup
from handbook.facts.facts import Facts
from handbook.facts.forms import entry_to_fill_in
from handbook.facts.kinds import kind_of
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Place, Problem, counted
from handbook.rules.rule import rule


@rule(
    "owner-changes-without-handover",
    bad="""
interaction/handoffs.yml:
- id: back-to-the-seller
  name: Back to the seller
  from: sales-director
  to: seller
  at_stage: won
# In a cycle the sales director owns discovery, and the seller owns proposal.
""",
    good={"  at_stage: won": "  at_stage: proposal"},
)
def missing_handovers(handbook: Handbook) -> Iterator[Problem]:
    """Whenever a deal changes its owner between two stages of a cycle, there is a handover from the
    one to the other, at the stage that ends or at the one that begins. Without it the customer
    tells everything twice.
    """
    facts = handbook.facts
    if not is_begun(handbook) or not facts[Handoff].whole:
        return
    found: dict[tuple[str, str, str, str], list[tuple[Place, str]]] = {}
    for cycle in facts[Cycle]:
        for before, step in pairwise(cycle.steps):
            change = (before.owner, step.owner, before.stage, step.stage)
            if before.owner != step.owner and not _handed_over(facts, *change):
                found.setdefault(change, []).append((step.at("owner"), cycle.name))
    for (giver, getter, ends, begins), places in found.items():
        more = f", and so in {counted(len(places) - 1, 'more cycle')}" if len(places) > 1 else ""
        what = f'In "{places[0][1]}" a deal goes from {giver} to {getter} between {ends} and {begins}{more}, but there is no such handover.'
        fix = f"add it to {kind_of(Handoff).where}, from {giver} to {getter} at the stage {begins}."
        yield Problem(places[0][0], what, fix)


def _handed_over(facts: Facts, giver: str, getter: str, ends: str, begins: str) -> bool:
    return any(
        (handoff.from_, handoff.to) == (giver, getter) and handoff.at_stage in (ends, begins)
        for handoff in facts[Handoff]
    )


@rule(
    "engagement-missing",
    wants="customer-base/distribution",
    bad="interaction/engagement.yml:\n[]",
    good="""
interaction/engagement.yml:
- id: two-sellers
  conflict: Two sellers speak with one office.
  rule: Whoever wrote the first note keeps it.
  protected_for: 90 days
  arbiter: sales-director
  decides_within: 1 business day
  example: Both met the office at a fair; one wrote it down.
""",
)
def missing_engagement(handbook: Handbook) -> Iterator[Problem]:
    """Where several people may win the same customer, it is written whose customer it is, for how
    long, and who settles it. Otherwise it is settled each time again, by the loudest voice.
    """
    facts = handbook.facts
    rules = facts[EngagementRule]
    if not is_begun(handbook) or len(rules) or not rules.whole:
        return
    serving = {group.served_by for group in facts[BuyerGroup]} | {
        step.owner for cycle in facts[Cycle] for step in cycle.steps
    }
    people = sum(facts[Role][role].seats for role in serving if role in facts[Role])
    if people > 1:
        what = f"{people} people may win the same customer, and no rule says whose it is."
        yield Problem(
            Place(rules.path),
            what,
            "write the rule for the conflict you had last:",
            entry_to_fill_in(kind_of(EngagementRule).model),
            edit=Entry(),
        )
