"""Macros that show products."""

from __future__ import annotations

from handbook.documents.sales_book.facts.market import Advantage, Answer, Product, Reference
from handbook.documents.sales_book.macros.practice import permission
from handbook.documents.sales_book.macros.prices import list_price, products_of
from handbook.documents.sales_book.price_books import book_in_force, prices_of
from handbook.facts.facts import Facts
from handbook.show.blocks import Card, Columns, Grid, Items, Pairs, Paragraph, Part
from handbook.show.content import Content, JoinedContent, Key, Phrase, Tag
from handbook.show.lookup import find
from handbook.show.macro import Context, macro

STATES = {
    "planned": ("announced", "quiet"),
    "sold": ("on sale", "good"),
    "end-of-sale": ("no longer sold", "warn"),
    "end-of-life": ("out of service", "bad"),
}


@macro("inline", 'product("tap-one")')
def product(context: Context, id: str) -> Key:
    """The name of a product, linked to its card."""
    return Key(find(context, Product, id, 'product("{}")'), "name")


@macro("block", "product_table()")
def product_table(context: Context, family: str = "") -> Grid[Product]:
    """The range at a glance, of all products or of one family: state, for whom, price in force."""
    return Grid(
        products_of(context, family, "product_table"),
        {
            "Product": "name",
            "Solves": "problem",
            "For": "for_buyer_groups",
            "List price": lambda product: _prices(product, context),
            "State": _state,
        },
    )


def _prices(product: Product, context: Context) -> Content:
    book = book_in_force(context.facts, context.handbook.today)
    prices = [list_price(price, context.facts) for price in prices_of(book, product.id)]
    return JoinedContent(prices, " or ") if prices else None


def _state(product: Product) -> Tag:
    return Tag(*STATES[product.state])


@macro("block", 'product_card("tap-one")', card_of=Product)
def product_card(context: Context, id: str) -> Card:
    """One product: for whom, which problem it solves, its advantages with proof, its honest limits,
    questions about it.
    """
    product = find(context, Product, id, 'product_card("{}")')
    return Card(
        product,
        anchor=f"product-{product.id}",
        tags=[_state(product)],
        parts=[
            Paragraph(product.problem),
            _sold(product, context),
            _advantages(product.advantages, context.facts),
            Columns(
                Part("Honest limits", Items(product.limits)),
                Part("Show it like this", Paragraph(product.demo)),
            ),
            _questions(product.questions),
        ],
    )


def _sold(product: Product, context: Context) -> Pairs:
    return Pairs(
        {
            "For": Key(product, "for_buyer_groups"),
            "Price": _prices(product, context),
            "On sale from": product.available_from,
            "Sell instead": Key(product, "replaced_by"),
            "Needs": JoinedContent(product.needs, "; "),
        }
    )


def _advantages(advantages: list[Advantage], facts: Facts) -> Content:
    if not advantages:
        return None
    references = facts[Reference]
    return Grid(
        advantages,
        {
            "What it is": "characteristic",
            "What that does": "advantage",
            "What the customer has of it": "benefit",
            "Proof": lambda advantage: _proof(references.get(advantage.proof or "")),
        },
    )


def _proof(reference: Reference | None) -> Content:
    if reference is None:
        return None
    return Phrase(
        "{}: {}{}", Key(reference, "title"), Key(reference, "result"), permission(reference)
    )


def _questions(questions: list[Answer]) -> Content:
    if not questions:
        return None
    answers = [(Key(answer, "question"), Key(answer, "answer")) for answer in questions]
    return Phrase(
        "<details><summary>What customers ask</summary> {}</details>", Pairs(answers, css="")
    )
