"""Macros about the law: how long something may last at most, and how long it lasts here."""

from __future__ import annotations

from handbook.documents.company.facts.company import LegalLimit
from handbook.documents.whole.limits import periods_bounded_by
from handbook.facts.durations import Duration
from handbook.facts.facts import Facts
from handbook.show.blocks import Grid, Items
from handbook.show.content import Content, JoinedContent, Key, Phrase
from handbook.show.macro import Context, macro


@macro("block", "legal_limit_table()")
def legal_limit_table(context: Context) -> Grid[LegalLimit]:
    """How long something may last at most by law: the limit, how long it lasts with us, where the
    number is from, and who confirmed it when.
    """
    return Grid(
        context.facts[LegalLimit],
        {
            "What": "what",
            "At most": "at_most",
            "With us": lambda limit: _with_us(limit, context.facts),
            "Where the number is from": "source",
            "Confirmed by": _confirmed,
        },
    )


def _with_us(limit: LegalLimit, facts: Facts) -> Content:
    """Each length with everything that lasts that long."""
    lasts: dict[Duration, list[str]] = {}
    for found in periods_bounded_by(facts, limit):
        lasts.setdefault(found.lasts, []).append(found.name)
    return Items(
        Phrase("{} <small>{}</small>", length, JoinedContent(names))
        for length, names in lasts.items()
    )


def _confirmed(limit: LegalLimit) -> Content:
    return Phrase("{} <small>{}</small>", Key(limit, "confirmed_by"), limit.confirmed_on)
