"""Macros that show competitors and alternatives."""

from __future__ import annotations

from handbook.documents.sales_book.facts.market import Claim, Competitor
from handbook.show.blocks import Card, Columns, Grid, Items, Pairs, Paragraph, Part
from handbook.show.content import Content, Key, Tag
from handbook.show.lookup import find
from handbook.show.macro import Context, macro


@macro("inline", 'competitor("do-nothing")')
def competitor(context: Context, id: str) -> Key:
    """The name of a competitor or other way to solve the problem, linked to its card."""
    return Key(find(context, Competitor, id, 'competitor("{}")'), "name")


@macro("block", "competitor_table()")
def competitor_table(context: Context) -> Grid[Competitor]:
    """Competitors and alternatives at a glance."""
    return Grid(
        context.facts[Competitor],
        {"Alternative": "name", "Kind": "kind", "In one line": "summary"},
    )


@macro("block", 'competitor_card("do-nothing")', card_of=Competitor)
def competitor_card(context: Context, id: str) -> Card:
    """One alternative: where it wins, where we win, which questions show the difference, what we
    never say.
    """
    competitor = find(context, Competitor, id, 'competitor_card("{}")')
    return Card(
        competitor,
        anchor=f"competitor-{competitor.id}",
        tags=[Tag(competitor.kind)],
        parts=[
            Paragraph(competitor.summary),
            Pairs({"Instead of": Key(competitor, "against")}),
            Columns(
                Part("Where they win", Items(competitor.they_win)),
                Part("Where we win", Items(competitor.we_win)),
            ),
            Columns(
                Part("Questions that show the difference", Items(competitor.questions)),
                Part("We never say", Items(competitor.never_say)),
            ),
            _known(competitor.claims),
        ],
    )


def _known(claims: list[Claim]) -> Content:
    if not claims:
        return None
    return Grid(claims, {"What we know": "text", "Source": "source", "Looked up": "checked"})
