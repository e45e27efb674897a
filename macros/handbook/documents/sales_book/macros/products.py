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
    lambda our_product, view: view.to_card(
        "product_card", our_product.id, f"product-{our_product.id}", our_product.name
    ),
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
            pick(our_product, "id", "name", "state", "problem"),
            [groups.get(group, group) for group in our_product.for_buyer_groups],
            [pick(price_, "per", "list") for price_ in prices_of(book, our_product.id)],
        )
        for our_product in products_of(context, family, "product_table")
    ]


def _draw_products(rows: list[tuple[Picked, list[str], list[Picked]]], view: View) -> Html:
    body = [
        (
            view.to_card("product_card", row.id, f"product-{row.id}", row.name),
            row.problem,
            ", ".join(groups),
            join((draw_price(price_, view) for price_ in prices), " or ") or "—",
            tag(*STATES[row.state]),
        )
        for row, groups, prices in rows
    ]
    return table(("Product", "Solves", "For", "List price", "State"), body)


@macro("block", 'product_card("tap-one")', lambda shown, view: _draw_product(shown, view))
def product_card(context: Context, id: str) -> tuple[Product, dict[str, Any]]:
    """One product: for whom, which problem it solves, its advantages with proof, its honest limits, questions about it."""
    found: Product = find(context, Product, id, 'product_card("{}")')
    facts = context.handbook.facts
    groups = names(context, BuyerGroup)
    proofs = {
        advantage.proof: facts[Reference].get(advantage.proof)
        for advantage in found.advantages
        if advantage.proof
    }
    book = book_in_force(facts, context.handbook.today)
    return found, {
        "groups": [groups.get(group, group) for group in found.for_buyer_groups],
        "proofs": {
            key: pick(value, "title", "result", "permission")
            for key, value in proofs.items()
            if value
        },
        "prices": [pick(price, "per", "list") for price in prices_of(book, id)],
        "replaced_by": names(context, Product).get(found.replaced_by or "", ""),
    }


def _draw_product(shown: tuple[Product, dict[str, Any]], view: View) -> Html:
    our_product, more = shown
    facts_row = pairs([
        ("For", ", ".join(more["groups"])),
        ("Price", join((draw_price(price_, view) for price_ in more["prices"]), " or ")),
        ("On sale from", view.day(our_product.available_from) if our_product.available_from else ""),
        ("Sell instead", more["replaced_by"]),
        ("Needs", "; ".join(our_product.needs)),
    ])  # fmt: skip
    advantages = [
        (row.characteristic, row.advantage, row.benefit, _proof(row.proof, more["proofs"]))
        for row in our_product.advantages
    ]
    head = ("What it is", "What that does", "What the customer has of it", "Proof")
    return card(
        [tag(*STATES[our_product.state])],
        lead(our_product.problem), facts_row,
        table(head, advantages) if advantages else "",
        columns(part("Honest limits", items(our_product.limits)), part("Show it like this", lead(our_product.demo) if our_product.demo else "")),
        _questions(our_product.questions), anchor=f"product-{our_product.id}",
    )  # fmt: skip


def _proof(proof: str | None, proofs: dict[str, Picked]) -> Html:
    if proof is None or proof not in proofs:
        return Html("—")
    found = proofs[proof]
    permission = "" if found.permission == "public" else f" ({found.permission})"
    return Html("{}: {}{}").format(found.title, found.result, permission)


def _questions(questions: list[Any]) -> Html:
    rows = join(
        Html("<dt>{}</dt> <dd>{}</dd>").format(question.question, question.answer)
        for question in questions
    )
    if not rows:
        return Html("")
    return Html("<details><summary>What customers ask</summary> <dl>{}</dl></details>").format(rows)
