"""Rules about prices: a book is in force on each day, prices do not jump, none is below the floor."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from handbook.documents.company.facts.vocabulary import PriceUnit
from handbook.documents.sales_book.facts.market import Discounts, Price, PriceBook, Product
from handbook.documents.sales_book.price_books import book_in_force, coming_books
from handbook.documents.sales_book.rules.discounts import most_for
from handbook.documents.sales_book.sums.price import after_discount
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Problem
from handbook.rules.amounts import percent
from handbook.rules.rule import rule


@rule(
    "no-price-in-force",
    bad="""
sales-book/prices.yml:
- id: list-2026
  from: 2026-01-01
  until: 2026-12-01
  prices:
    - {product: tap-one, per: month, list: 60.00, floor: 45.00, cost: 30.00}
    - {product: filter-change, per: visit, list: 80.00, floor: 60.00, cost: 40.00}
- id: list-2027
  from: 2027-01-01
""",
    good={"  until: 2026-12-01": "  until: 2027-01-01"},
)
def days_without_prices(handbook: Handbook) -> Iterator[Problem]:
    """On every day exactly one price book is in force: no gap between two, no overlap, and one of
    them covers today. `until` is the day on which the next one begins.
    """
    books = sorted(handbook.facts[PriceBook], key=lambda book: book.from_)
    if not handbook.facts[PriceBook].whole or not books:
        return
    for before, book in pairwise(books):
        yield from _seam(before, book)
    if book_in_force(handbook.facts, handbook.today) is None:
        late = books[-1] if books[-1].until and books[-1].until <= handbook.today else books[0]
        what = f"No price book is in force today, {handbook.today.isoformat()}."
        key = "until" if late is books[-1] and late.until else "from"
        fix = (
            "delete this line if these prices still hold, or add the next price book."
            if key == "until"
            else "let it begin earlier, or add the book before it."
        )
        yield Problem(late.at(key), what, fix)


def _seam(before: PriceBook, book: PriceBook) -> Iterator[Problem]:
    if before.until is None or before.until > book.from_:
        what = f'The price books "{before.id}" and "{book.id}" are both in force from {book.from_.isoformat()} on.'
        yield Problem(
            before.at("until"),
            what,
            f'end "{before.id}" on the day the next one begins:',
            f"until: {book.from_.isoformat()}",
        )
    elif before.until < book.from_:
        what = f"From {before.until.isoformat()} until the day before {book.from_.isoformat()} no price book is in force."
        yield Problem(
            book.at("from"),
            what,
            "begin this one on the day the other ends:",
            f"from: {before.until.isoformat()}",
        )


@rule(
    "prices-out-of-order",
    bad="""
sales-book/prices.yml:
- {product: tap-one, per: month, list: 60.00, floor: 70.00, cost: 30.00}
sales-book/prices.yml:
- {product: tap-one, per: month, list: 30.00, floor: 20.00, cost: 31.00}
- {product: filter-change, per: visit, list: 80.00, floor: 30.00, cost: 40.00}
- {product: filter-change, per: visit, list: 85.00, floor: 60.00, cost: 40.00}
""",
    good="""
sales-book/prices.yml:
- {product: tap-one, per: month, list: 60.00, floor: 45.00, cost: 30.00}
sales-book/prices.yml:
- {product: tap-one, per: month, list: 64.00, floor: 48.00, cost: 31.00}
- {product: filter-change, per: visit, list: 80.00, floor: 60.00, cost: 40.00}
""",
)
def prices_out_of_order(handbook: Handbook) -> Iterator[Problem]:
    """Our cost is below the list price, and the floor between the two: not below the cost, not
    above the list price. In one price book a product has one price per unit.
    """
    for book in handbook.facts[PriceBook]:
        seen: dict[tuple[str, str], Price] = {}
        for price in book.prices:
            if price.floor > price.list:
                what = f'The floor of "{price.product}", {price.floor}, is above its list price, {price.list}.'
                yield Problem(
                    price.at("floor"), what, f"write at most the list price floor: {price.list}."
                )
            if price.list <= price.cost:
                what = f'The list price of "{price.product}", {price.list}, does not cover its cost, {price.cost}.'
                yield Problem(price.at("list"), what, "raise the list price, or correct the cost.")
            elif price.floor < price.cost:
                what = f'The floor of "{price.product}", {price.floor}, is below its cost, {price.cost}.'
                yield Problem(
                    price.at("floor"),
                    what,
                    "raise the floor to the cost at least:",
                    f"floor: {price.cost}",
                )
            if first := seen.get((price.product, price.per)):
                what = f'"{price.product}" has two prices per {price.per} in this book; the other stands in line {first.at().line}.'
                yield Problem(price.at("product"), what, "delete one of them.")
            seen.setdefault((price.product, price.per), price)


@rule(
    "price-jumps",
    severity="advice",
    bad="""
sales-book/prices.yml:
- {product: tap-one, per: month, list: 64.00, floor: 48.00, cost: 3.10}
# The price book before it says cost: 30.00.
""",
    good="""
sales-book/prices.yml:
- {product: tap-one, per: month, list: 64.00, floor: 48.00, cost: 31.00}
""",
)
def jumping_prices(handbook: Handbook) -> Iterator[Problem]:
    """From one price book to the next no price becomes more than twice as high, or less than half.
    Mostly it is a point or a zero that slipped, and the first one who notices is a customer.
    """
    books = sorted(handbook.facts[PriceBook], key=lambda book: book.from_)
    for before, book in pairwise(books):
        last = {(price.product, price.per): price for price in before.prices}
        for price in book.prices:
            if (price.product, price.per) in last:
                yield from _jumps(price, last[price.product, price.per], before)


def _jumps(price: Price, last: Price, before: PriceBook) -> Iterator[Problem]:
    """The first of the three amounts that jumps; where one slipped, the others would say the same
    again.
    """
    if not all(row.cost <= row.floor <= row.list for row in (price, last)):
        return  # which of the amounts is wrong, "prices-out-of-order" has said
    for key in ("list", "floor", "cost"):
        now, was = getattr(price, key), getattr(last, key)
        if now > 2 * was or 2 * now < was:
            turn = "more than twice as high as" if now > was else "less than half of"
            what = f'"{key}" of "{price.product}" per {price.per} is {now}, {turn} {was} in "{before.id}".'
            yield Problem(price.at(key), what, "correct it, or leave it if it is meant.")
            return


@rule(
    "coming-price-missing",
    bad="""
sales-book/prices.yml:
- id: list-2027
  from: 2027-01-01
  prices:
    - {product: tap-one, per: month, list: 64.00, floor: 48.00, cost: 31.00}
""",
    good="""
sales-book/prices.yml:
- id: list-2027
  from: 2027-01-01
  prices:
    - {product: tap-one, per: month, list: 64.00, floor: 48.00, cost: 31.00}
    - {product: filter-change, per: visit, list: 80.00, floor: 60.00, cost: 40.00}
""",
)
def missing_coming_prices(handbook: Handbook) -> Iterator[Problem]:
    """A product that is sold has a price in each future price book, for each unit by which it is
    sold. Otherwise it has none from the day on which that book begins. Set the state of a product
    to `end-of-sale` when it is no longer sold.
    """
    products, last = handbook.facts[Product], book_in_force(handbook.facts, handbook.today)
    units = handbook.facts[PriceUnit]
    for book in coming_books(handbook.facts, handbook.today):
        there = {(price.product, price.per) for price in book.prices}
        for price in last.prices if last and handbook.facts[PriceBook].whole else ():
            product = products.get(price.product)
            known = units.may_hold(price.per)  # one that is misspelt has a Problem of its own
            sold = product and product.state == "sold"
            if product and sold and known and (price.product, price.per) not in there:
                begins = book.from_.isoformat()
                what = f'"{product.name}" is sold per {price.per}, and the price book "{book.id}", from {begins} on, has no price for it.'
                paste = f"- {{product: {product.id}, per: {price.per}, list: …, floor: …, cost: …}}"
                yield Problem(
                    book.at("prices"), what, "add its price:", paste, edit=Entry("prices")
                )


@rule(
    "price-below-floor",
    bad="""
sales-book/prices.yml:
- {product: tap-one, per: month, list: 60.00, floor: 58.00, cost: 54.00}
""",
    good="""
sales-book/prices.yml:
- {product: tap-one, per: month, list: 60.00, floor: 45.00, cost: 30.00}
""",
)
def prices_below_floor(handbook: Handbook) -> Iterator[Problem]:
    """After the highest discount that the levers allow, every current or future price is still at
    its floor or above, and above cost.
    """
    discounts = handbook.facts.only(Discounts)
    for book in handbook.facts[PriceBook] if discounts else []:
        if book.until is not None and book.until <= handbook.today:
            continue
        for price in book.prices:
            product = handbook.facts[Product].get(price.product)
            in_order = price.cost <= price.floor <= price.list and price.cost < price.list
            if product and discounts and in_order:
                yield from _below(
                    price,
                    product,
                    min(most_for(discounts, product.family)[0], Decimal(discounts.max_total)),
                )


def _below(price: Price, product: Product, most: Decimal) -> Iterator[Problem]:
    left = after_discount(price.list, most)
    if left <= price.cost:
        what = f'After the highest discount, {percent(most)}, "{product.name}" costs {left:.2f} and earns nothing: our cost is {price.cost}.'
        yield Problem(price.at("cost"), what, "raise the list price, or lower a lever.")
    elif left < price.floor:
        what = f'After the highest discount, {percent(most)}, "{product.name}" costs {left:.2f}, which is below its floor, {price.floor}.'
        yield Problem(
            price.at("floor"),
            what,
            "lower the floor, raise the list price, or lower a lever. With this floor it fits:",
            f"floor: {left:.2f}",
        )
