"""Macros that show products."""

from __future__ import annotations

from typing import Any

from handbook.documents.sales_book.facts.market import BuyerGroup, Product, Reference
from handbook.documents.sales_book.macros.prices import draw_price, products_of
from handbook.documents.sales_book.price_books import book_in_force, prices_of
from handbook.show.html import Html, card, columns, items, join, lead, pairs, part, table, tag
from handbook.show.lookup import find, names, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

STATES = {
    "planned": ("announced", "quiet"),
    "sold": ("on sale", "good"),
    "end-of-sale": ("no longer sold", "warn"),
    "end-of-life": ("out of service", "bad"),
}


@macro(
    "inline",
    'product("tap-one")',
    lambda one, view: view.to_card("product_card", one.id, f"product-{one.id}", one.name),
)
def product(context: Context, id: str) -> Picked:
    """The name of a product, linked to its card."""
    return pick(find(context, Product, id, 'product("{}")'), "id", "name")


@macro("block", "product_table()", lambda rows, view: _draw_products(rows, view))
def product_table(
    context: Context, family: str = ""
) -> list[tuple[Picked, list[str], list[Picked]]]:
    """The range at a glance, of all products or of one family: state, for whom, price in force."""
    groups = names(context, BuyerGroup)
    book = book_in_force(context.handbook.facts, context.handbook.today)
    return [
        (
            pick(one, "id", "name", "state", "problem"),
            [groups.get(group, group) for group in one.for_buyer_groups],
            [pick(price_, "per", "list") for price_ in prices_of(book, one.id)],
        )
        for one in products_of(context, family, "product_table")
    ]


def _draw_products(rows: list[tuple[Picked, list[str], list[Picked]]], view: View) -> Html:
    body = [
        (
            view.to_card("product_card", one.id, f"product-{one.id}", one.name),
            one.problem,
            ", ".join(groups),
            join((draw_price(price_, view) for price_ in prices), " or ") or "—",
            tag(*STATES[one.state]),
        )
        for one, groups, prices in rows
    ]
    return table(("Product", "Solves", "For", "List price", "State"), body)


@macro("block", 'product_card("tap-one")', lambda shown, view: _draw_product(shown, view))
def product_card(context: Context, id: str) -> tuple[Product, dict[str, Any]]:
    """One product: for whom, which problem it solves, its advantages with proof, its honest limits, questions about it."""
    found: Product = find(context, Product, id, 'product_card("{}")')
    facts = context.handbook.facts
    groups = names(context, BuyerGroup)
    proofs = {one.proof: facts[Reference].get(one.proof) for one in found.advantages if one.proof}
    book = book_in_force(facts, context.handbook.today)
    return found, {
        "groups": [groups.get(group, group) for group in found.for_buyer_groups],
        "proofs": {
            key: pick(value, "title", "result", "permission")
            for key, value in proofs.items()
            if value
        },
        "prices": [pick(one, "per", "list") for one in prices_of(book, id)],
        "replaced_by": names(context, Product).get(found.replaced_by or "", ""),
    }


def _draw_product(shown: tuple[Product, dict[str, Any]], view: View) -> Html:
    one, more = shown
    facts_row = pairs([
        ("For", ", ".join(more["groups"])),
        ("Price", join((draw_price(price_, view) for price_ in more["prices"]), " or ")),
        ("On sale from", view.day(one.available_from) if one.available_from else ""),
        ("Sell instead", more["replaced_by"]),
        ("Needs", "; ".join(one.needs)),
    ])  # fmt: skip
    advantages = [
        (row.characteristic, row.advantage, row.benefit, _proof(row.proof, more["proofs"]))
        for row in one.advantages
    ]
    head = ("What it is", "What that does", "What the customer has of it", "Proof")
    return card(
        [tag(*STATES[one.state])],
        lead(one.problem), facts_row,
        table(head, advantages) if advantages else "",
        columns(part("Honest limits", items(one.limits)), part("Show it like this", lead(one.demo) if one.demo else "")),
        _questions(one.questions), anchor=f"product-{one.id}",
    )  # fmt: skip


def _proof(proof: str | None, proofs: dict[str, Picked]) -> Html:
    if proof is None or proof not in proofs:
        return Html("—")
    found = proofs[proof]
    permission = "" if found.permission == "public" else f" ({found.permission})"
    return Html("{}: {}{}").format(found.title, found.result, permission)


def _questions(questions: list[Any]) -> Html:
    rows = join(
        Html("<dt>{}</dt> <dd>{}</dd>").format(one.question, one.answer) for one in questions
    )
    if not rows:
        return Html("")
    return Html("<details><summary>What customers ask</summary> <dl>{}</dl></details>").format(rows)
