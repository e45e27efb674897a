"""Macros that show the path of the sale: its stages, what leaves them, and why deals are lost."""

from __future__ import annotations

from typing import Any

from handbook.documents.sales_book.facts.market import BuyerGroup, LostReason, Stage
from handbook.show.html import Html, card, columns, items, lead, pairs, part, table, tag
from handbook.show.lookup import find, names, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

TONES = {"open": "quiet", "won": "good", "lost": "bad"}


def _to_stage(deal_stage: Any, view: View, shown: Any = "") -> Html:
    return view.to_card(
        "stage_card", deal_stage.id, f"stage-{deal_stage.id}", shown or deal_stage.name
    )


@macro("inline", 'stage("proposal")', lambda deal_stage, view: _to_stage(deal_stage, view))
def stage(context: Context, id: str) -> Picked:
    """The name of a stage of the sale, linked to its card."""
    return pick(find(context, Stage, id, 'stage("{}")'), "id", "name")


@macro("block", "stage_path()", lambda rows, view: _draw_path(rows, view))
def stage_path(context: Context) -> list[Picked]:
    """The path of the sale as a picture: the open stages in order, then the order won."""
    return [
        pick(deal_stage, "id", "name", "probability", "kind")
        for deal_stage in context.handbook.facts[Stage]
        if deal_stage.kind != "lost"
    ]


def _draw_path(rows: list[Picked], view: View) -> Html:
    steps = (
        _to_stage(
            row,
            view,
            Html("<strong>{}</strong> <span>{}</span>").format(
                row.name, view.share(row.probability)
            ),
        )
        for row in rows
    )
    return items(steps, "ol", "hb-path")


@macro("block", "stage_table()", lambda rows, view: _draw_stages(rows, view))
def stage_table(context: Context) -> list[tuple[Picked, dict[str, str]]]:
    """All stages at a glance: probability, forecast category, and how long a deal of each buyer group may stay."""
    groups = names(context, BuyerGroup)
    return [
        (pick(deal_stage, "id", "name", "kind", "probability", "forecast", "age"), groups)
        for deal_stage in context.handbook.facts[Stage]
    ]


def _draw_stages(rows: list[tuple[Picked, dict[str, str]]], view: View) -> Html:
    groups = rows[0][1] if rows else {}
    used = [group for group in groups if any(group in row.age for row, _ in rows)]
    head = ("Stage", "Probability", "Forecast", *(groups[group] for group in used))
    body = [
        (
            _to_stage(row, view),
            view.share(row.probability),
            row.forecast,
            *(_ages(row, group) for group in used),
        )
        for row, _ in rows
    ]
    caption = "For each buyer group: after how many days you are asked / after how many the deal leaves the stage"
    return table(head, body, numbers=[1, *range(3, 3 + len(used))], caption=caption)


def _ages(deal_stage: Picked, group: str) -> Html:
    age = deal_stage.age.get(group)
    return Html("{} / {}").format(age.warn.days, age.stop.days) if age else Html("—")


@macro("block", 'stage_card("proposal")', lambda shown, view: _draw_stage(shown, view))
def stage_card(context: Context, id: str) -> tuple[Stage, dict[str, str], dict[str, str]]:
    """One stage: its purpose, what the customer must have done to leave it, what you do, what to write down, typical mistakes."""
    found: Stage = find(context, Stage, id, 'stage_card("{}")')
    asked_for = {
        *found.required_fields,
        *(exit_criterion.field for exit_criterion in found.exit_criteria if exit_criterion.field),
    }
    fields = {key: value for key, value in names(context, "crm_fields").items() if key in asked_for}
    groups = {key: value for key, value in names(context, BuyerGroup).items() if key in found.age}
    return found, fields, groups


def _draw_stage(shown: tuple[Stage, dict[str, str], dict[str, str]], view: View) -> Html:
    deal_stage, fields, groups = shown
    criteria = [
        (row.customer, row.evidence, fields.get(row.field or "", "—"))
        for row in deal_stage.exit_criteria
    ]
    ages = [
        (groups.get(group, group), view.value(age.warn), view.value(age.stop))
        for group, age in deal_stage.age.items()
    ]
    required = ", ".join(fields.get(name, name) for name in deal_stage.required_fields)
    return card(
        [tag(deal_stage.kind, TONES[deal_stage.kind]), tag(view.share(deal_stage.probability)), tag(deal_stage.forecast)],
        lead(deal_stage.purpose),
        table(("The customer …", "Evidence", "Written down in"), criteria, caption="It is left when") if criteria else "",
        columns(part("You do", items(deal_stage.seller_does)), part("Typical mistakes", items(deal_stage.mistakes))),
        pairs([("Documents", ", ".join(deal_stage.documents)), ("Must be filled", required)]),
        table(("Buyer group", "Ask after", "Stop after"), ages, numbers=[1, 2]) if ages else "", anchor=f"stage-{deal_stage.id}",
    )  # fmt: skip


@macro("block", "lost_reasons()", lambda rows, view: _draw_lost_reasons(rows, view))
def lost_reasons(context: Context) -> list[Any]:
    """The reasons for leaving the path without an order, and what each means."""
    return list(context.handbook.facts[LostReason])


def _draw_lost_reasons(rows: list[Any], view: View) -> Html:
    return table(
        ("Reason", "When it is the right one", "Words required"),
        [(row.name, row.means, "yes" if row.text_required else "no") for row in rows],
    )
