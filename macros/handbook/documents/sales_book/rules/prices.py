"""Rules about prices and discounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from handbook.documents.company.facts.company import Decision
from handbook.documents.sales_book.facts.market import BuyerGroup, Discounts, Lever, Price, PriceBook, Product
from handbook.documents.sales_book.price_books import book_in_force, coming_books
from handbook.documents.sales_book.rules.decisions import ends_below_discounts, top_step
from handbook.documents.sales_book.sums.price import after_discount, highest_sum
from handbook.facts.bands import Found, faults
from handbook.handbook import Handbook
from handbook.problems.edits import Entry, Line
from handbook.problems.problem import Problem, listed
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
    good="""
sales-book/prices.yml:
- id: list-2026
  from: 2026-01-01
  until: 2027-01-01
  prices:
    - {product: tap-one, per: month, list: 60.00, floor: 45.00, cost: 30.00}
    - {product: filter-change, per: visit, list: 80.00, floor: 60.00, cost: 40.00}
- id: list-2027
  from: 2027-01-01
""",
)
def days_without_prices(handbook: Handbook) -> Iterator[Problem]:
    """On every day exactly one price book is in force: no gap between two, no overlap, and today lies in one of them. `until` is the day on
    which the next one begins.
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
    """Our cost lies below the list price, and the floor between the two: not below the cost, not above the list price. In one price book a
    product has one price per unit.
    """
    for book in handbook.facts[PriceBook]:
        seen: dict[tuple[str, str], Price] = {}
        for price in book.prices:
            if price.floor > price.list:
                what = (
                    f'The floor of "{price.product}", {price.floor}, is above its list price, {price.list}.'
                )
                yield Problem(price.at("floor"), what, f"write at most the list price floor: {price.list}.")
            if price.list <= price.cost:
                what = f'The list price of "{price.product}", {price.list}, does not cover its cost, {price.cost}.'
                yield Problem(price.at("list"), what, "raise the list price, or correct the cost.")
            elif price.floor < price.cost:
                what = f'The floor of "{price.product}", {price.floor}, is below its cost, {price.cost}.'
                yield Problem(
                    price.at("floor"), what, "raise the floor to the cost at least:", f"floor: {price.cost}"
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
    """From one price book to the next no price becomes more than twice as high, or less than half. Mostly it is a point or a zero that slipped, and the first
    one who notices is a customer.
    """
    books = sorted(handbook.facts[PriceBook], key=lambda book: book.from_)
    for before, book in pairwise(books):
        last = {(price.product, price.per): price for price in before.prices}
        for price in book.prices:
            if (price.product, price.per) in last:
                yield from _jumps(price, last[price.product, price.per], before)


def _jumps(price: Price, last: Price, before: PriceBook) -> Iterator[Problem]:
    """The first of the three amounts that jumps; where one slipped, the others would say the same again."""
    if not all(one.cost <= one.floor <= one.list for one in (price, last)):
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
    """A product that is sold has a price in each price book to come, for each unit by which it is sold. Otherwise it has none from the day on which
    that book begins. Set the state of a product to `end-of-sale` when it is sold no more.
    """
    products, last = handbook.facts[Product], book_in_force(handbook.facts, handbook.today)
    for book in coming_books(handbook.facts, handbook.today):
        there = {(price.product, price.per) for price in book.prices}
        for price in last.prices if last and handbook.facts[PriceBook].whole else ():
            product = products.get(price.product)
            if product and product.state == "sold" and (price.product, price.per) not in there:
                begins = book.from_.isoformat()
                what = f'"{product.name}" is sold per {price.per}, and the price book "{book.id}", from {begins} on, has no price for it.'
                paste = f"- {{product: {product.id}, per: {price.per}, list: …, floor: …, cost: …}}"
                yield Problem(book.at("prices"), what, "add its price:", paste, edit=Entry("prices"))


@rule(
    "bands-gap",
    bad="""
sales-book/discounts.yml:
- {from: 0, to: 5 000, rate: 0 %}
- {from: 6 000, to: 20 000, rate: 5 %}
""",
    good="""
sales-book/discounts.yml:
- {from: 0, to: 5 000, rate: 0 %}
- {from: 5 000, to: 20 000, rate: 5 %}
""",
)
def gaps_between_bands(handbook: Handbook) -> Iterator[Problem]:
    """Bands begin at 0, each begins where the one before it ends, and the last has no end. `from` is inside the band, `to` is not. So every
    order, and every customer, falls into exactly one band.
    """
    discounts = handbook.facts.only(Discounts)
    for lever in discounts.levers if discounts else []:
        yield from _band_problems(lever.name, "orders", lever.bands, lambda band: f"rate: {band.rate}")
    for sector in dict.fromkeys(group.sector for group in handbook.facts[BuyerGroup]):
        groups = [group for group in handbook.facts[BuyerGroup] if group.sector == sector and group.people]
        if handbook.facts[BuyerGroup].whole:
            bands = sorted((group.people for group in groups if group.people), key=lambda band: band.from_)
            yield from _band_problems(f"Buyer groups of {sector}", "customers", bands, lambda band: "")


@rule(
    "bands-fall",
    bad="sales-book/discounts.yml:\n- {from: 5 000, to: 20 000, rate: 5 %}\n- {from: 20 000, rate: 3 %}",
    good="sales-book/discounts.yml:\n- {from: 5 000, to: 20 000, rate: 5 %}\n- {from: 20 000, rate: 8 %}",
)
def falling_bands(handbook: Handbook) -> Iterator[Problem]:
    """A larger order never gets a smaller discount than a smaller one. Otherwise a customer is better off with two orders than with one."""
    discounts = handbook.facts.only(Discounts)
    for lever in discounts.levers if discounts else []:
        for below, band in pairwise(lever.bands):
            if band.rate < below.rate:
                what = f"{lever.name}: from {_grouped(band.from_)} on the discount falls from {below.rate} to {band.rate}."
                yield Problem(band.at("rate"), what, "write at least:", f"rate: {below.rate}")


def _band_problems(
    name: str, things: str, bands: Sequence[Any], more: Callable[[Any], str]
) -> Iterator[Problem]:
    for found in faults([(band.from_, band.to) for band in bands]):
        band = bands[found.place]
        key = "to" if found.fault in ("empty", "closed-end") else "from"
        what, fix, paste = _band_message(name, things, found, band, more(band))
        if not more(band):
            paste = paste.replace("- {", "people: {")
        yield Problem(band.at(key), what, fix, paste, edit=Line() if paste.startswith("- ") else None)


def _grouped(number: Any) -> str:
    """A number as facts are written: ``59 000``."""
    return f"{number:,}".replace(",", " ")


def _band_message(name: str, things: str, found: Found, band: Any, more: str) -> tuple[str, str, str]:
    left, right = (_grouped(number) if number is not None else "" for number in (found.left, found.right))
    end = f", to: {_grouped(band.to)}" if band.to is not None else ""
    tail = f"{end}{', ' + more if more else ''}}}"
    if found.fault == "gap":
        what = f"{name}: nothing is said about {things} between {left} and {right}: one band ends at {left}, the next begins at {right}."
        return what, "begin the next band where this one ends:", f"- {{from: {left}{tail}"
    if found.fault == "overlap":
        what = f"{name}: {things} between {right} and {left} fall into two bands."
        return what, "begin this band where the one before it ends:", f"- {{from: {left}{tail}"
    if found.fault == "starts-late":
        return (
            f"{name}: nothing is said about {things} below {right}.",
            "begin the first band at 0:",
            f"- {{from: 0{tail}",
        )
    if found.fault == "open-inside":
        return (
            f"{name}: the band before this one has no end, so this one is never reached.",
            f"end the one before it here, with to: {right}.",
            "",
        )
    if found.fault == "empty":
        return (
            f"{name}: this band ends at {right}, where it begins or before.",
            "correct its end, or delete the band.",
            "",
        )
    return (
        f"{name}: nothing is said about {things} of {left} and more.",
        'let the last band be open: delete its "to":',
        f"- {{from: {_grouped(band.from_)}{', ' + more if more else ''}}}",
    )


def _families(discounts: Discounts) -> list[str]:
    return sorted({family for lever in discounts.levers for family in lever.applies_to})


def most_for(discounts: Discounts, family: str) -> tuple[Decimal, list[str]]:
    """The largest discount that levers can give together on a family of products, and the levers that give it."""
    levers = [lever for lever in discounts.levers if family in lever.applies_to]
    apart = {frozenset((lever.id, other)) for lever in levers for other in lever.not_with}
    return highest_sum({lever.id: lever.highest for lever in levers}, apart)


@rule(
    "discounts-add-up-too-high",
    bad="""
sales-book/discounts.yml:
max_total: 11 %
decision: discount
sales-book/discounts.yml:
- {from: 20 000, rate: 8 %}
sales-book/discounts.yml:
- {when: 48 months, rate: 4 %}
sales-book/discounts.yml:
- {when: With name and number, rate: 2 %}
""",
    good="""
sales-book/discounts.yml:
max_total: 15 %
decision: discount
sales-book/discounts.yml:
- {from: 20 000, rate: 8 %}
sales-book/discounts.yml:
- {when: 48 months, rate: 4 %}
sales-book/discounts.yml:
- {when: With name and number, rate: 2 %}
""",
)
def too_high_sums(handbook: Handbook) -> Iterator[Problem]:
    """All levers that may be combined give together at most `max_total`. Otherwise two sellers with the same order reach different
    prices, because each leaves out another lever.
    """
    discounts = handbook.facts.only(Discounts)
    if discounts is None:
        return
    for family in _families(discounts):
        total, levers = most_for(discounts, family)
        if total > discounts.max_total:
            what = f'For products of the family "{family}" the levers {listed(levers)} add up to {percent(total)}; the most allowed is {discounts.max_total}.'
            fix = "lower a lever, say which may not combine (not_with), or raise the limit:"
            yield Problem(discounts.at("max_total"), what, fix, f"max_total: {percent(total)}")
    known = {lever.id for lever in discounts.levers}
    for lever in discounts.levers:
        yield from _unknown_neighbours(lever, known)


def _unknown_neighbours(lever: Lever, known: set[str]) -> Iterator[Problem]:
    for other in lever.not_with:
        if other not in known or other == lever.id:
            what = f'"{lever.name}" may not combine with "{other}", which is no other lever.'
            yield Problem(lever.at("not_with"), what, f"name one of: {listed(sorted(known - {lever.id}))}.")


@rule(
    "approval-too-low",
    bad="""
sales-book/discounts.yml:
max_total: 15 %
decision_rights.yml:
- role: managing-director
  up_to: 12 %
  answers_within: 1 business day
""",
    good="""
sales-book/discounts.yml:
max_total: 15 %
decision_rights.yml:
- role: managing-director
  answers_within: 1 business day
""",
)
def too_low_approvals(handbook: Handbook) -> Iterator[Problem]:
    """Somebody may approve the highest discount: the ladder of that decision reaches at least as far, and its limits are shares such as
    `12 %`.
    """
    discounts = handbook.facts.only(Discounts)
    decision = handbook.facts[Decision].get(discounts.decision) if discounts else None
    if discounts is None or decision is None:
        return
    if decision.limit_in != "share":
        in_shares = [one.id for one in handbook.facts[Decision] if one.limit_in == "share"]
        what = f'Discounts follow the ladder of "{decision.decision}", but its limits are not shares.'
        if in_shares:
            yield Problem(
                discounts.at("decision"), what, "name a decision in shares:", f"decision: {in_shares[0]}"
            )
        else:
            yield Problem(decision.at("limit_in"), what, "write:", "limit_in: share")
    elif ends_below_discounts(handbook, decision):
        last = decision.ladder[-1]
        what = f"Discounts may reach {discounts.max_total}, but the ladder ends at {decision.limit(last)}."
        step = top_step(handbook, decision)
        fix, edit = (
            ("add a last step without a limit:", Entry("ladder"))
            if step
            else ("add a last step without a limit.", None)
        )
        yield Problem(last.at("up_to"), what, fix, step, edit=edit)


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
    """After the highest discount that the levers allow, every price in force or to come is still at its floor or above, and above cost."""
    discounts = handbook.facts.only(Discounts)
    for book in handbook.facts[PriceBook] if discounts else []:
        if book.until is not None and book.until <= handbook.today:
            continue
        for price in book.prices:
            product = handbook.facts[Product].get(price.product)
            in_order = price.cost <= price.floor <= price.list and price.cost < price.list
            if product and discounts and in_order:
                yield from _below(
                    price, product, min(most_for(discounts, product.family)[0], Decimal(discounts.max_total))
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
