"""Points for those who write the handbook: optional, and only from a scale that everybody can read."""

from __future__ import annotations

from pydantic import Field, model_validator

from handbook.documents.company.facts.company import Role
from handbook.facts.model import Fact, Ref
from handbook.facts.scalars import Count, PastDay, ScalarError, Words, YesNo

SCALE = "scale: {drafted: 30, rewritten: 20, proposal: 5}"


class Scale(Fact):
    """Points for a draft that the owner adjusted, for a rewritten page that was reviewed, for an
    accepted proposal.
    """

    drafted: Count
    rewritten: Count
    proposal: Count


class AcceptedProposal(Fact):
    """A proposal that was accepted: when, on which page (a path below ``docs``), whose it was, who
    decided, what it changed.
    """

    on: PastDay
    page: Words
    by: Ref[Role]
    decided_by: Ref[Role]
    says: Words


class Points(Fact, file="points.yml"):
    """Whether points are counted, and why or why not; the scale, and the proposals that were
    accepted.
    """

    on: YesNo
    reason: Words
    scale: Scale | None = None
    accepted: list[AcceptedProposal] = Field(default_factory=list)

    @model_validator(mode="after")
    def _counts_by_a_scale(self) -> Points:
        if self.on and self.scale is None:
            raise ScalarError(f"no, or yes with a scale below it: {SCALE}", keys=("on",))
        return self
