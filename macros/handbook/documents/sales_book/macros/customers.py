"""Macros that show buyer groups, personas, and what must be known about a deal."""

from __future__ import annotations

from typing import Any

from handbook.documents.company.facts.company import Role
from handbook.documents.sales_book.facts.market import BuyerGroup, Persona, QualificationField
from handbook.facts.model import Item
from handbook.show.html import Html, card, columns, items, lead, pairs, part, table, tag
from handbook.show.lookup import find, names, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

ROLES = {
    "economic": "decides on the money",
    "technical": "judges the technology",
    "user": "lives with it",
    "champion": "wants it inside",
    "gatekeeper": "guards the process",
    "blocker": "may stop it",
}


@macro(
    "inline", 'buyer_group("hotels")',
    lambda one, view: view.to_card("buyer_group_card", one.id, f"buyer-group-{one.id}", one.name),
)  # fmt: skip
def buyer_group(context: Context, id: str) -> Picked:
    """The name of a buyer group, linked to its card."""
    return pick(find(context, BuyerGroup, id, 'buyer_group("{}")'), "id", "name")


@macro("block", "buyer_group_table()", lambda rows, view: _draw_buyer_groups(rows, view))
def buyer_group_table(context: Context) -> list[tuple[Picked, str]]:
    """The buyer groups at a glance: who they are, how they buy, how long it takes, who serves them."""
    roles = names(context, Role)
    keys = ("id", "name", "who", "buys_how", "usual_cycle", "usual_order")
    return [
        (pick(one, *keys), roles.get(one.served_by, one.served_by))
        for one in context.handbook.facts[BuyerGroup]
    ]


def _draw_buyer_groups(rows: list[tuple[Picked, str]], view: View) -> Html:
    body = [
        (
            view.to_card("buyer_group_card", one.id, f"buyer-group-{one.id}", one.name),
            one.who, one.buys_how, view.value(one.usual_cycle), view.money(one.usual_order), served_by,
        )
        for one, served_by in rows
    ]  # fmt: skip
    return table(
        ("Buyer group", "Who", "How they buy", "Usual cycle", "Usual order", "Served by"),
        body,
        numbers=[4],
    )


@macro("block", 'buyer_group_card("hotels")', lambda shown, view: _draw_buyer_group(shown, view))
def buyer_group_card(context: Context, id: str) -> tuple[Item, str, list[Picked]]:
    """One buyer group: who they are, how they buy, what sets them off, whom we refuse, whom you must reach."""
    found = find(context, BuyerGroup, id, 'buyer_group_card("{}")')
    personas = [
        pick(one, "id", "name", "buying_role")
        for one in context.handbook.facts[Persona]
        if id in one.buyer_groups
    ]
    return found, names(context, Role).get(found.served_by, found.served_by), personas


def _draw_buyer_group(shown: tuple[Any, str, list[Picked]], view: View) -> Html:
    one, served_by, personas = shown
    people = [
        Html("{} ({})").format(
            view.to_card("persona_card", who.id, f"persona-{who.id}", who.name),
            ROLES[who.buying_role],
        )
        for who in personas
    ]
    facts_row = pairs([
        ("How they buy", one.buys_how),
        ("Usual cycle", view.value(one.usual_cycle)),
        ("Usual order", Html("{} ({})").format(view.money(one.usual_order), one.usual_order_means)),
        ("Served by", served_by),
    ])  # fmt: skip
    return card(
        [], lead(one.who), facts_row,
        columns(part("What sets them off", items(one.triggers)), part("Not for us when", items(one.not_for_us))),
        part("Whom you must reach", items(people)), anchor=f"buyer-group-{one.id}",
    )  # fmt: skip


@macro(
    "inline",
    'persona("office-manager")',
    lambda one, view: view.to_card("persona_card", one.id, f"persona-{one.id}", one.name),
)
def persona(context: Context, id: str) -> Picked:
    """The name of a typical person at the customer, linked to the card."""
    return pick(find(context, Persona, id, 'persona("{}")'), "id", "name")


@macro("block", "persona_table()", lambda rows, view: _draw_personas(rows, view))
def persona_table(context: Context) -> list[tuple[Picked, list[str]]]:
    """The people you meet at customers: their part in the decision and how they are measured."""
    groups = names(context, BuyerGroup)
    keys = ("id", "name", "buying_role", "measured_by")
    return [
        (pick(one, *keys), [groups.get(group, group) for group in one.buyer_groups])
        for one in context.handbook.facts[Persona]
    ]


def _draw_personas(rows: list[tuple[Picked, list[str]]], view: View) -> Html:
    body = [
        (
            view.to_card("persona_card", one.id, f"persona-{one.id}", one.name),
            ", ".join(groups), ROLES[one.buying_role], "; ".join(one.measured_by),
        )
        for one, groups in rows
    ]  # fmt: skip
    return table(("Person", "At", "Part in the decision", "Measured by"), body)


@macro("block", 'persona_card("office-manager")', lambda shown, view: _draw_persona(shown, view))
def persona_card(context: Context, id: str) -> tuple[Item, list[str], dict[str, str]]:
    """One typical person: goals, fears, words, what to do and not to do, and the questions to ask."""
    found = find(context, Persona, id, 'persona_card("{}")')
    groups, fields = names(context, BuyerGroup), names(context, QualificationField)
    filled = {one.fills: fields.get(one.fills, one.fills) for one in found.questions}
    return found, [groups.get(group, group) for group in found.buyer_groups], filled


def _draw_persona(shown: tuple[Any, list[str], dict[str, str]], view: View) -> Html:
    one, groups, fields = shown
    questions = [(row.ask, row.listen_for, fields[row.fills]) for row in one.questions]
    says = items(Html("“{}”").format(word) for word in one.says)
    return card(
        [tag(ROLES[one.buying_role]), *(tag(group) for group in groups)],
        columns(part("Wants", items(one.goals)), part("Fears", items(one.fears)), part("Is measured by", items(one.measured_by))),
        columns(part("Says", says), part("Do", lead(one.do)), part("Do not", lead(one.do_not))),
        table(("Ask", "A good answer sounds like", "Fills"), questions), anchor=f"persona-{one.id}",
    )  # fmt: skip


@macro("block", "qualification_table()", lambda rows, view: _draw_qualification(rows, view))
def qualification_table(context: Context) -> list[tuple[Picked, str]]:
    """What must be known before a deal goes on, when the answer is good enough, and where it is written down."""
    fields = names(context, "crm_fields")
    return [
        (pick(one, "name", "good_when"), fields.get(one.crm_field, one.crm_field))
        for one in context.handbook.facts[QualificationField]
    ]


def _draw_qualification(rows: list[tuple[Picked, str]], view: View) -> Html:
    return table(
        ("What you must know", "Good enough when", "Written down in"),
        [(one.name, one.good_when, field) for one, field in rows],
    )


@macro("block", "crm_fields()", lambda rows, view: _draw_crm_fields(rows, view))
def crm_fields(context: Context) -> list[Item]:
    """The fields of the CRM that stages and qualification ask for."""
    return list(context.handbook.facts.table("crm_fields"))


def _draw_crm_fields(rows: list[Any], view: View) -> Html:
    return table(
        ("Field", "On", "Kind", "What it means"),
        [(one.name, one.on, one.kind, one.means) for one in rows],
    )
