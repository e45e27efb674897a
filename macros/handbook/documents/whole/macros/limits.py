"""Macros about the law: how long something may last at most, and how long it lasts here."""

from __future__ import annotations

from typing import NamedTuple

from handbook.documents.company.facts.company import (
    LegalLimit,
    Role,
)
from handbook.documents.company.macros import name_of
from handbook.documents.whole.limits import bounded
from handbook.facts.durations import Duration
from handbook.show.html import Html, items, table
from handbook.show.macro import Context, macro
from handbook.show.view import View


class Limit(NamedTuple):
    """A legal limit, the role that confirmed it, and what it bounds: each length with all that lasts so long."""

    limit: LegalLimit
    confirmed_by: str
    lasts: dict[Duration, list[str]]


@macro("block", "legal_limit_table()", lambda rows, view: _draw_limits(rows, view))
def legal_limit_table(context: Context) -> list[Limit]:
    """How long something may last at most by law: the limit, how long it lasts with us, where the number is from, and who confirmed it when."""
    facts = context.handbook.facts
    rows = []
    for limit in facts[LegalLimit]:
        lasts: dict[Duration, list[str]] = {}
        for found in bounded(facts, limit):
            lasts.setdefault(found.lasts, []).append(found.name)
        rows.append(Limit(limit, name_of(facts[Role], limit.confirmed_by), lasts))
    return rows


def _draw_limits(rows: list[Limit], view: View) -> Html:
    body = [
        (
            row.limit.what, view.value(row.limit.at_most),
            items(Html("{} <small>{}</small>").format(view.value(long), ", ".join(what)) for long, what in row.lasts.items()),
            row.limit.source, Html("{} <small>{}</small>").format(row.confirmed_by, view.day(row.limit.confirmed_on)),
        )
        for row in rows
    ]  # fmt: skip
    return table(("What", "At most", "With us", "Where the number is from", "Confirmed by"), body)
