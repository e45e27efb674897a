"""Computed numbers, rounded to a reliable precision: the canonical form is the number shown."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from handbook.facts.scalars import Money, Ratio, Share
from handbook.show.content import NOTHING, Content, Multiple, Phrase, SignedShare, Tag


def whole(amount: Decimal | None) -> Content:
    """Money without cents, ``€473,875``; a dash for None."""
    return NOTHING if amount is None else Money(amount.quantize(Decimal(1), ROUND_HALF_UP))


def percent(share: Decimal | None, digits: int = 1, sign: bool = False) -> Content:
    """A share in per cent with at most this many decimals; a dash for None."""
    if share is None:
        return NOTHING
    rounded = Share(round(share, digits + 2) + 0)  # a zero has no sign
    return SignedShare(rounded) if sign else rounded


def times(ratio: Decimal | None) -> Content:
    """A ratio as a multiple, ``3.5×``; a dash for None."""
    return NOTHING if ratio is None else Multiple(Ratio(round(ratio, 1)))


def against_target(shown: Content, bad: bool) -> Content:
    """A number that meets its target or misses it; a missed one is marked in words too."""
    return Phrase("{} {}", shown, Tag("off target", "bad")) if bad else shown
