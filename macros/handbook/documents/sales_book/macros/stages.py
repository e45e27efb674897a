"""Macros that show the path of the sale: its stages, what leaves them, and why deals are lost."""

from __future__ import annotations

from typing import Any

from handbook.documents.sales_book.facts.market import BuyerGroup, LostReason, Stage
from handbook.show.html import Html, card, columns, items, lead, pairs, part, table, tag
from handbook.show.lookup import find, names, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

TONES = {"open": "quiet", "won": "good", "lost": "bad"}


def _to_stage(one: Any, view: View, shown: Any = "") -> Html:
    return view.to_card("stage_card", one.id, f"stage-{one.id}", shown or one.name)


@macro("inline", 'stage("proposal")', lambda one, view: _to_stage(one, view))
def stage(context: Context, id: str) -> Picked:
    """The name of a stage of the sale, linked to its card."""
    return pick(find(context, Stage, id, 'stage("{}")'), "id", "name")


@macro("block", "stage_path()", lambda rows, view: _draw_path(rows, view))
def stage_path(context: Context) -> list[Picked]:
    """The path of the sale as a picture: the open stages in order, then the order won."""
    return [
        pick(one, "id", "name", "probability", "kind")
        for one in context.handbook.facts[Stage]
        if one.kind != "lost"
    ]


def _draw_path(rows: list[Picked], view: View) -> Html:
    steps = (
        _to_stage(
            one,
            view,
            Html("<strong>{}</strong> <span>{}</span>").format(
                one.name, view.share(one.probability)
            ),
        )
        for one in rows
    )
    return items(steps, "ol", "hb-path")


@macro("block", "stage_table()", lambda rows, view: _draw_stages(rows, view))
def stage_table(context: Context) -> list[tuple[Picked, dict[str, str]]]:
    """All stages at a glance: probability, forecast category, and how long a deal of each buyer group may stay."""
    groups = names(context, BuyerGroup)
    return [
        (pick(one, "id", "name", "kind", "probability", "forecast", "age"), groups)
        for one in context.handbook.facts[Stage]
    ]


def _draw_stages(rows: list[tuple[Picked, dict[str, str]]], view: View) -> Html:
    groups = rows[0][1] if rows else {}
    used = [group for group in groups if any(group in one.age for one, _ in rows)]
    head = ("Stage", "Probability", "Forecast", *(groups[group] for group in used))
    body = [
        (
            _to_stage(one, view),
            view.share(one.probability),
            one.forecast,
            *(_ages(one, group) for group in used),
        )
        for one, _ in rows
    ]
    caption = "For each buyer group: after how many days you are asked / after how many the deal leaves the stage"
    return table(head, body, numbers=[1, *range(3, 3 + len(used))], caption=caption)


def _ages(one: Picked, group: str) -> Html:
    age = one.age.get(group)
    return Html("{} / {}").format(age.warn.days, age.stop.days) if age else Html("—")


@macro("block", 'stage_card("proposal")', lambda shown, view: _draw_stage(shown, view))
def stage_card(context: Context, id: str) -> tuple[Stage, dict[str, str], dict[str, str]]:
    """One stage: its purpose, what the customer must have done to leave it, what you do, what to write down, typical mistakes."""
    found: Stage = find(context, Stage, id, 'stage_card("{}")')
    asked_for = {*found.required_fields, *(one.field for one in found.exit_criteria if one.field)}
    fields = {key: value for key, value in names(context, "crm_fields").items() if key in asked_for}
    groups = {key: value for key, value in names(context, BuyerGroup).items() if key in found.age}
    return found, fields, groups


def _draw_stage(shown: tuple[Stage, dict[str, str], dict[str, str]], view: View) -> Html:
    one, fields, groups = shown
    criteria = [
        (row.customer, row.evidence, fields.get(row.field or "", "—")) for row in one.exit_criteria
    ]
    ages = [
        (groups.get(group, group), view.value(age.warn), view.value(age.stop))
        for group, age in one.age.items()
    ]
    required = ", ".join(fields.get(name, name) for name in one.required_fields)
    return card(
        [tag(one.kind, TONES[one.kind]), tag(view.share(one.probability)), tag(one.forecast)],
        lead(one.purpose),
        table(("The customer …", "Evidence", "Written down in"), criteria, caption="It is left when") if criteria else "",
        columns(part("You do", items(one.seller_does)), part("Typical mistakes", items(one.mistakes))),
        pairs([("Documents", ", ".join(one.documents)), ("Must be filled", required)]),
        table(("Buyer group", "Ask after", "Stop after"), ages, numbers=[1, 2]) if ages else "", anchor=f"stage-{one.id}",
    )  # fmt: skip


@macro("block", "lost_reasons()", lambda rows, view: _draw_lost_reasons(rows, view))
def lost_reasons(context: Context) -> list[Any]:
    """The reasons for leaving the path without an order, and what each means."""
    return list(context.handbook.facts[LostReason])


def _draw_lost_reasons(rows: list[Any], view: View) -> Html:
    return table(
        ("Reason", "When it is the right one", "Words required"),
        [(one.name, one.means, "yes" if one.text_required else "no") for one in rows],
    )
