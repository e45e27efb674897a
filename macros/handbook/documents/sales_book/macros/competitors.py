"""Macros that show competitors and alternatives."""

from __future__ import annotations

from typing import Any

from handbook.documents.sales_book.facts.market import Competitor, Product
from handbook.facts.model import Item
from handbook.show.html import Html, card, columns, items, lead, pairs, part, table, tag
from handbook.show.lookup import find, names, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View


@macro(
    "inline", 'competitor("do-nothing")',
    lambda rival, view: view.to_card("competitor_card", rival.id, f"competitor-{rival.id}", rival.name),
)  # fmt: skip
def competitor(context: Context, id: str) -> Picked:
    """The name of a competitor or other way to solve the problem, linked to its card."""
    return pick(find(context, Competitor, id, 'competitor("{}")'), "id", "name")


@macro("block", "competitor_table()", lambda rows, view: _draw_competitors(rows, view))
def competitor_table(context: Context) -> list[Picked]:
    """Competitors and alternatives at a glance."""
    return [
        pick(rival, "id", "name", "kind", "summary") for rival in context.handbook.facts[Competitor]
    ]


def _draw_competitors(rows: list[Picked], view: View) -> Html:
    body = [
        (
            view.to_card("competitor_card", row.id, f"competitor-{row.id}", row.name),
            row.kind,
            row.summary,
        )
        for row in rows
    ]
    return table(("Alternative", "Kind", "In one line"), body)


@macro("block", 'competitor_card("do-nothing")', lambda shown, view: _draw_competitor(shown, view))
def competitor_card(context: Context, id: str) -> tuple[Item, list[str]]:
    """One alternative: where it wins, where we win, which questions show the difference, what we never say."""
    found = find(context, Competitor, id, 'competitor_card("{}")')
    products = names(context, Product)
    return found, [products.get(name, name) for name in found.against]


def _draw_competitor(shown: tuple[Any, list[str]], view: View) -> Html:
    rival, against = shown
    claims = [(claim.text, claim.source, view.day(claim.checked)) for claim in rival.claims]
    return card(
        [tag(rival.kind)], lead(rival.summary), pairs([("Instead of", ", ".join(against))]),
        columns(part("Where they win", items(rival.they_win)), part("Where we win", items(rival.we_win))),
        columns(part("Questions that show the difference", items(rival.questions)), part("We never say", items(rival.never_say))),
        table(("What we know", "Source", "Looked up"), claims) if claims else "", anchor=f"competitor-{rival.id}",
    )  # fmt: skip
