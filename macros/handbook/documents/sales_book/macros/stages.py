"""Macros that show the path of the sale: its stages, what leaves them, and why deals are lost."""

from __future__ import annotations

from handbook.documents.sales_book.facts.market import (
    BuyerGroup,
    ExitCriterion,
    LostReason,
    Stage,
)
from handbook.show.blocks import Card, Columns, Grid, Items, Lines, Pairs, Paragraph, Part
from handbook.show.content import CallLink, Content, ItemName, JoinedContent, Key, Phrase, Tag
from handbook.show.lookup import find
from handbook.show.macro import Context, macro

TONES = {"open": "quiet", "won": "good", "lost": "bad"}


@macro("inline", 'stage("proposal")')
def stage(context: Context, id: str) -> Key:
    """The name of a stage of the sale, linked to its card."""
    return Key(find(context, Stage, id, 'stage("{}")'), "name")


@macro("block", "stage_path()")
def stage_path(context: Context) -> Items:
    """The path of the sale as a picture: the open stages in order, then the order won."""
    steps = [_step(stage) for stage in context.facts[Stage] if stage.kind != "lost"]
    return Items(steps, "ol", "hb-path")


def _step(stage: Stage) -> Content:
    name, probability = Key(stage, "name", linked=False), Key(stage, "probability")
    words = Phrase("<strong>{}</strong> <span>{}</span>", name, probability)
    return CallLink("stage_card", stage.id, f"stage-{stage.id}", words)


@macro("block", "stage_table()")
def stage_table(context: Context) -> Lines:
    """All stages at a glance: probability, forecast category, and how long a deal of each buyer
    group may stay.
    """
    stages = list(context.facts[Stage])
    groups = [
        group
        for group in context.facts[BuyerGroup]
        if any(group.id in stage.age for stage in stages)
    ]
    rows = [
        (
            Key(stage, "name"),
            Key(stage, "probability"),
            Key(stage, "forecast"),
            *(_age(stage, group) for group in groups),
        )
        for stage in stages
    ]
    return Lines(
        ("Stage", "Probability", "Forecast", *(Key(group, "name") for group in groups)),
        rows,
        "For each buyer group: after how many days you are asked / "
        "after how many the deal leaves the stage",
    )


def _age(stage: Stage, group: BuyerGroup) -> Content:
    age = stage.age.get(group.id)
    return Phrase("{} / {}", age.warn.days, age.stop.days) if age else None


@macro("block", 'stage_card("proposal")', card_of=Stage)
def stage_card(context: Context, id: str) -> Card:
    """One stage: its purpose, what the customer must have done to leave it, what you do, what to
    write down, typical mistakes.
    """
    stage = find(context, Stage, id, 'stage_card("{}")')
    return Card(
        stage,
        anchor=f"stage-{stage.id}",
        tags=[Tag(stage.kind, TONES[stage.kind]), Tag(stage.probability), Tag(stage.forecast)],
        parts=[
            Paragraph(stage.purpose),
            _left_when(stage.exit_criteria),
            Columns(
                Part("You do", Items(stage.seller_does)),
                Part("Typical mistakes", Items(stage.mistakes)),
            ),
            Pairs(
                {
                    "Documents": JoinedContent(stage.documents),
                    "Must be filled": Key(stage, "required_fields"),
                }
            ),
            _ages(stage),
        ],
    )


def _left_when(criteria: list[ExitCriterion]) -> Content:
    if not criteria:
        return None
    columns = {"The customer …": "customer", "Evidence": "evidence", "Written down in": "field"}
    return Grid(criteria, columns, "It is left when")


def _ages(stage: Stage) -> Content:
    rows = [
        (ItemName("buyer_groups", group), age.warn, age.stop) for group, age in stage.age.items()
    ]
    return Lines(("Buyer group", "Ask after", "Stop after"), rows) if rows else None


@macro("block", "lost_reasons()")
def lost_reasons(context: Context) -> Grid[LostReason]:
    """The reasons for leaving the path without an order, and what each means."""
    return Grid(
        context.facts[LostReason],
        {
            "Reason": "name",
            "When it is the right one": "means",
            "Words required": "text_required",
        },
    )
