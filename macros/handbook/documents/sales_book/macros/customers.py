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
    lambda buyers, view: view.to_card("buyer_group_card", buyers.id, f"buyer-group-{buyers.id}", buyers.name),
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
        (pick(group, *keys), roles.get(group.served_by, group.served_by))
        for group in context.handbook.facts[BuyerGroup]
    ]


def _draw_buyer_groups(rows: list[tuple[Picked, str]], view: View) -> Html:
    body = [
        (
            view.to_card("buyer_group_card", row.id, f"buyer-group-{row.id}", row.name),
            row.who, row.buys_how, view.value(row.usual_cycle), view.money(row.usual_order), served_by,
        )
        for row, served_by in rows
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
        pick(buyer, "id", "name", "buying_role")
        for buyer in context.handbook.facts[Persona]
        if id in buyer.buyer_groups
    ]
    return found, names(context, Role).get(found.served_by, found.served_by), personas


def _draw_buyer_group(shown: tuple[Any, str, list[Picked]], view: View) -> Html:
    buyers, served_by, personas = shown
    people = [
        Html("{} ({})").format(
            view.to_card("persona_card", who.id, f"persona-{who.id}", who.name),
            ROLES[who.buying_role],
        )
        for who in personas
    ]
    facts_row = pairs([
        ("How they buy", buyers.buys_how),
        ("Usual cycle", view.value(buyers.usual_cycle)),
        ("Usual order", Html("{} ({})").format(view.money(buyers.usual_order), buyers.usual_order_means)),
        ("Served by", served_by),
    ])  # fmt: skip
    return card(
        [], lead(buyers.who), facts_row,
        columns(part("What sets them off", items(buyers.triggers)), part("Not for us when", items(buyers.not_for_us))),
        part("Whom you must reach", items(people)), anchor=f"buyer-group-{buyers.id}",
    )  # fmt: skip


@macro(
    "inline",
    'persona("office-manager")',
    lambda buyer, view: view.to_card("persona_card", buyer.id, f"persona-{buyer.id}", buyer.name),
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
        (pick(buyer, *keys), [groups.get(group, group) for group in buyer.buyer_groups])
        for buyer in context.handbook.facts[Persona]
    ]


def _draw_personas(rows: list[tuple[Picked, list[str]]], view: View) -> Html:
    body = [
        (
            view.to_card("persona_card", row.id, f"persona-{row.id}", row.name),
            ", ".join(groups), ROLES[row.buying_role], "; ".join(row.measured_by),
        )
        for row, groups in rows
    ]  # fmt: skip
    return table(("Person", "At", "Part in the decision", "Measured by"), body)


@macro("block", 'persona_card("office-manager")', lambda shown, view: _draw_persona(shown, view))
def persona_card(context: Context, id: str) -> tuple[Item, list[str], dict[str, str]]:
    """One typical person: goals, fears, words, what to do and not to do, and the questions to ask."""
    found = find(context, Persona, id, 'persona_card("{}")')
    groups, fields = names(context, BuyerGroup), names(context, QualificationField)
    filled = {
        question.fills: fields.get(question.fills, question.fills) for question in found.questions
    }
    return found, [groups.get(group, group) for group in found.buyer_groups], filled


def _draw_persona(shown: tuple[Any, list[str], dict[str, str]], view: View) -> Html:
    buyer, groups, fields = shown
    questions = [(row.ask, row.listen_for, fields[row.fills]) for row in buyer.questions]
    says = items(Html("“{}”").format(word) for word in buyer.says)
    return card(
        [tag(ROLES[buyer.buying_role]), *(tag(group) for group in groups)],
        columns(part("Wants", items(buyer.goals)), part("Fears", items(buyer.fears)), part("Is measured by", items(buyer.measured_by))),
        columns(part("Says", says), part("Do", lead(buyer.do)), part("Do not", lead(buyer.do_not))),
        table(("Ask", "A good answer sounds like", "Fills"), questions), anchor=f"persona-{buyer.id}",
    )  # fmt: skip


@macro("block", "qualification_table()", lambda rows, view: _draw_qualification(rows, view))
def qualification_table(context: Context) -> list[tuple[Picked, str]]:
    """What must be known before a deal goes on, when the answer is good enough, and where it is written down."""
    fields = names(context, "crm_fields")
    return [
        (pick(field, "name", "good_when"), fields.get(field.crm_field, field.crm_field))
        for field in context.handbook.facts[QualificationField]
    ]


def _draw_qualification(rows: list[tuple[Picked, str]], view: View) -> Html:
    return table(
        ("What you must know", "Good enough when", "Written down in"),
        [(row.name, row.good_when, field) for row, field in rows],
    )


@macro("block", "crm_fields()", lambda rows, view: _draw_crm_fields(rows, view))
def crm_fields(context: Context) -> list[Item]:
    """The fields of the CRM that stages and qualification ask for."""
    return list(context.handbook.facts.table("crm_fields"))


def _draw_crm_fields(rows: list[Any], view: View) -> Html:
    return table(
        ("Field", "On", "Kind", "What it means"),
        [(row.name, row.on, row.kind, row.means) for row in rows],
    )
