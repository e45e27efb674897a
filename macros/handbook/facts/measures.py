"""Which measures pull against each other: who pushes one of them alone does so at the cost of the other."""

from __future__ import annotations

from handbook.facts.catalogue import Facts


def pulls(facts: Facts, one: str, other: str) -> bool:
    """Whether two measures pull against each other, whichever of the two says so."""
    return other in against(facts, one)


def against(facts: Facts, measure: str) -> list[str]:
    """The ids of the measures that pull against one, in the order of the table; said by it or by them."""
    found = facts.measures.get(measure)
    said = found.pulls_against if found else []
    return [one.id for one in facts.measures if one.id in said or measure in one.pulls_against]
