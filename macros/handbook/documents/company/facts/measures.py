"""Which measures pull against each other: pushing one of them alone costs the other."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from handbook.documents.company.facts.company import Role
from handbook.facts.facts import Facts
from handbook.facts.model import Item, Ref
from handbook.facts.scalars import ScalarError, Words


def pulls(facts: Facts, measure: str, other: str) -> bool:
    """Whether two measures pull against each other; it is enough if one of them says so."""
    return other in against(facts, measure)


def against(facts: Facts, measure: str) -> list[str]:
    """The ids of the measures that pull against this one, in the order of the table, whichever side
    says so.
    """
    found = facts[Measure].get(measure)
    said = found.pulls_against if found else []
    return [
        candidate.id
        for candidate in facts[Measure]
        if candidate.id in said or measure in candidate.pulls_against
    ]


class Measure(Item, file="measures.yml", called="measure"):
    """Something that is counted, once for the whole handbook: its formula, where the numbers come
    from, who answers for it.

    ``pulls_against`` names measures that suffer where this one is pushed alone; the pull goes both
    ways, so one of the two says it.
    """

    name: Words
    formula: Words
    source: Words
    good: Literal["high", "low"]
    owner: Ref[Role]
    pulls_against: list[Ref[Literal["Measure"]]] = Field(default_factory=list)

    @model_validator(mode="after")
    def _not_against_itself(self) -> Measure:
        if self.id in self.pulls_against:
            raise ScalarError(
                "names of other measures",
                hint="a measure cannot pull against itself",
                keys=("pulls_against",),
            )
        return self
