"""A link of the chain: what one fact asks for, what another gives, and whether the two agree."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from handbook.documents.company.facts.company import Role
from handbook.facts.facts import Facts
from handbook.facts.model import Fact
from handbook.facts.slipped import SlippedNumber

ZERO = Decimal(0)
MEASURED = ("groups", "win-rate")  # every number of deals depends on this
Unit = Literal["money", "share", "number"]


@dataclass(frozen=True)
class Side:
    """One side of a link: what it is in words with ``{}`` for the number, the number, and the fact
    and key where it is or from which it is computed.
    """

    what: str
    amount: Decimal
    fact: Fact
    key: str


@dataclass(frozen=True)
class ChainLink:
    """What is asked for, and what there is. ``equal``: they agree within the tolerance; ``enough``:
    there is at least what is asked for.

    ``rests_on``: links that must hold before this one is checked, so that one fault gives one
    message. ``slipped``: the number that looks like a typing error, where the link would hold
    without it.
    """

    id: str
    title: str
    asked: Side
    there: Side
    unit: Unit
    must: Literal["equal", "enough"]
    tolerance: Decimal = ZERO
    rests_on: tuple[str, ...] = ()
    slipped: SlippedNumber | None = None

    @property
    def difference(self) -> Decimal:
        """What there is minus what is asked for, in the link's unit."""
        return self.there.amount - self.asked.amount

    @property
    def holds(self) -> bool:
        """Whether the two sides agree. The tolerance is a fraction of what is asked for; of shares,
        of a whole.
        """
        allowed = self.tolerance * (1 if self.unit == "share" else self.asked.amount)
        low = self.difference >= -allowed
        return low if self.must == "enough" else low and self.difference <= allowed


class Chain:
    """The links in order. A link is checked only if the links it rests on hold."""

    def __init__(self, links: list[ChainLink]) -> None:
        self.links = links
        self._by_id = {link.id: link for link in links}

    def broken(self) -> list[ChainLink]:
        """Links that do not hold, without those that fail only because an earlier one fails."""
        return [link for link in self.links if not link.holds and not self._excused(link)]

    def _excused(self, link: ChainLink) -> bool:
        before = [self._by_id[earlier] for earlier in link.rests_on if earlier in self._by_id]
        return any(not earlier.holds or self._excused(earlier) for earlier in before)


def role_name(facts: Facts, role: str) -> str:
    """A role's name inside a sentence."""
    found = facts[Role].get(role)
    name = found.name if found else role
    return name if name.isupper() else name[0].lower() + name[1:]
