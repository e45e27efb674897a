"""Rules about products."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.sales_book.facts.market import PriceBook, Product
from handbook.documents.sales_book.price_books import book_in_force, prices_of
from handbook.facts.kinds import kind_of
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, counted
from handbook.rules.rule import rule

ADVANTAGES = 3


@rule(
    "product-incomplete",
    wants="sales-book/products",
    bad="""
sales-book/products.yml:
- characteristic: Comes without being called
  advantage: Nobody has to remember it
  benefit: Clean water
""",
    good={"benefit: Clean water": "benefit: Clean water\n  proof: design-studio-york"},
)
def incomplete_products(handbook: Handbook) -> Iterator[Problem]:
    """A product on sale has at least three advantages, one of them proved, an honest limit, a price
    in force and a buyer group. A seller who lacks one of these makes it up.
    """
    book = book_in_force(handbook.facts, handbook.today)
    for product in handbook.facts[Product]:
        if product.state == "sold":
            yield from _lacking(product, book, _is_unsure(handbook, book))


def _is_unsure(handbook: Handbook, book: PriceBook | None) -> bool:
    """Whether the price of a product may be in a book after all: in one that could not be read, or
    below a misspelt name.
    """
    books, products = handbook.facts[PriceBook], handbook.facts[Product]
    misspelt = any(not products.may_hold(price.product) for price in book.prices) if book else False
    return books.broken or bool(books.unread) or misspelt


def _lacking(product: Product, book: PriceBook | None, unsure: bool) -> Iterator[Problem]:
    if len(product.advantages) < ADVANTAGES:
        number = counted(len(product.advantages), "advantage")
        what = f'"{product.name}" is on sale with {number}; {ADVANTAGES} are the least.'
        yield Problem(
            product.at("advantages"),
            what,
            "add what it is (characteristic), what that does (advantage) and what the customer has of it (benefit).",
        )
    elif not any(advantage.proof for advantage in product.advantages):
        yield Problem(
            product.at("advantages"),
            f'No advantage of "{product.name}" is proved.',
            'name at one of them, after "proof", a reference from docs/_facts/sales-book/references.',
        )
    if not product.limits:
        yield Problem(
            product.at("limits"),
            f'"{product.name}" is on sale without an honest limit.',
            "say what it is not for:",
            "limits:\n  - Not for …",
        )
    if not product.for_buyer_groups:
        yield Problem(
            product.at("for_buyer_groups"),
            f'"{product.name}" is for no buyer group.',
            "name at least one.",
        )
    if book and not unsure and not prices_of(book, product.id):
        what = f'"{product.name}" is on sale but has no price in the price book "{book.id}", which is in force.'
        yield Problem(
            product.at("id"),
            what,
            f"add it there, in {kind_of(PriceBook).where}, with per, list, floor and cost.",
        )


@rule(
    "ended-product-priced",
    bad="""
sales-book/products.yml:
- id: filter-change
  name: Filter change
  family: service
  state: end-of-sale
sales-book/prices.yml:
- id: list-2026
  from: 2026-01-01
  until: 2027-01-01
  prices:
    - {product: tap-one, per: month, list: 60.00, floor: 45.00, cost: 30.00}
    - {product: filter-change, per: visit, list: 80.00, floor: 60.00, cost: 40.00}
""",
    good="""
sales-book/products.yml:
- id: filter-change
  name: Filter change
  family: service
  state: end-of-sale
sales-book/prices.yml:
- id: list-2026
  from: 2026-01-01
  until: 2027-01-01
  prices:
    - {product: tap-one, per: month, list: 60.00, floor: 45.00, cost: 30.00}
""",
)
def priced_products_that_ended(handbook: Handbook) -> Iterator[Problem]:
    """A product that is no longer sold is in no current or future price book, or somebody will sell
    it.
    """
    for book in handbook.facts[PriceBook]:
        if book.until is not None and book.until <= handbook.today:
            continue
        for price in book.prices:
            product = handbook.facts[Product].get(price.product)
            if product and product.state in ("end-of-sale", "end-of-life"):
                what = f'"{product.name}" is no longer sold ({product.state}), but the price book "{book.id}" still has a price for it.'
                yield Problem(
                    price.at("product"),
                    what,
                    "delete the line, or set the product's state to sold.",
                )
