"""Macros that show prices, terms and discounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from handbook.documents.company.facts.company import Decision
from handbook.documents.company.facts.vocabulary import OwnNumber, OwnTime, PriceUnit
from handbook.documents.sales_book.facts.market import (
    DiscountBand,
    Discounts,
    Lever,
    Price,
    PriceBook,
    Product,
    Terms,
)
from handbook.documents.sales_book.price_books import book_in_force, coming_books, prices_of
from handbook.documents.sales_book.sums.price import after_discount, break_even_change, margin
from handbook.facts.facts import Facts
from handbook.facts.kinds import kind_of
from handbook.facts.scalars import Share
from handbook.problems.problem import listed
from handbook.show.blocks import Grid, Lines, Pairs, Paragraph, Stack, TitledCard
from handbook.show.content import ComputedContent, Content, JoinedContent, Key, Phrase
from handbook.show.lookup import UNKNOWN, NotInForceError, UnreadableFactsError, find, need
from handbook.show.macro import Context, MacroError, macro
from handbook.show.rounded import percent

# --- prices in force ------------------------------------------------------------------------------


def book_of_today(context: Context) -> PriceBook:
    """The price book in force. Raises :class:`MacroError` if there is none."""
    book = book_in_force(context.facts, context.handbook.today)
    if book is None:
        books = context.facts[PriceBook]
        raise NotInForceError(books.path) if len(books) else UnreadableFactsError(books.path)
    return book


@macro("inline", 'price("tap-one", "month")')
def price(context: Context, product: str, per: str = "") -> Phrase:
    """The list price in force, with its unit; `per` says which, where a product is sold by more
    than one.
    """
    find(context, Product, product, 'price("{}")')
    book = book_of_today(context)
    found = prices_of(book, product)
    chosen = [price for price in found if price.per == per] if per else found
    if len(chosen) != 1:
        raise _no_single_price(product, per, found, book)
    return list_price(chosen[0], context.facts)


def _no_single_price(product: str, per: str, found: list[Price], book: PriceBook) -> MacroError:
    subject = f'The product "{product}"'
    if not found:
        what = f'{subject} has no price in the price book "{book.id}", which is in force.'
        fix = f"give it one in {kind_of(PriceBook).where}, or take the call out."
        return MacroError(UNKNOWN, what, fix)
    units = [price.per for price in found]
    why = f', not by "{per}".' if per else "; say which is meant."
    paste = f'{{{{ price("{product}", "{units[0]}") }}}}'
    what = f"{subject} is priced by {listed(units)}{why}"
    return MacroError(UNKNOWN, what, "change the call to", paste)


def list_price(price: Price, facts: Facts) -> Phrase:
    """``€1,200 a month``."""
    return Phrase('<span class="hb-price">{} {}</span>', Key(price, "list"), unit_of(price, facts))


def unit_of(price: Price, facts: Facts) -> str:
    """What a price is for, as it is said behind it: ``a month``; the id where nobody says."""
    unit = facts[PriceUnit].get(price.per)
    return unit.name if unit else price.per


def products_of(context: Context, family: str, call: str) -> list[Product]:
    """The products of a family, or all where none is named. Raises :class:`MacroError` where there
    is no such family.
    """
    known = context.facts[Product]
    products = list(known)
    families = sorted({product.family for product in products})
    # While products cannot be read, families are unknown; that has a Problem of its own.
    if family and family not in families and known.whole:
        what = (
            f'This line asks for products of the family "{family}". '
            f"The families are {listed(families)}."
        )
        paste = f'{{{{ {call}("{families[0]}") }}}}' if families else ""
        raise MacroError(UNKNOWN, what, "change the call to", paste)
    return [product for product in products if not family or product.family == family]


@macro("block", "price_list()")
def price_list(context: Context, family: str = "") -> Grid[Price]:
    """The prices in force, of all products or of one family of the vocabulary."""
    products = {product.id for product in products_of(context, family, "price_list")}
    book = book_of_today(context)
    until = Phrase(" until {}", _last_day(book.until)) if book.until else None
    return Grid(
        [price for price in book.prices if price.product in products],
        {
            "Product": "product",
            "List price": "list",
            "Never below": "floor",
            "Unit": lambda price: unit_of(price, context.facts),
        },
        Phrase("In force from {}{}", Key(book, "from_"), until),
    )


def _last_day(until: date) -> date:
    """The last day of a half-open time, as people say it."""
    return until - timedelta(days=1)


# --- coming prices --------------------------------------------------------------------------------

Change = tuple[Price, Price | None]  # a price, and what it was before


@macro("block", "coming_prices()")
def coming_prices(context: Context) -> ComputedContent:
    """Prices that are decided and not yet in force: what changes, from when."""
    books = coming_books(context.facts, context.handbook.today)
    before = [book_in_force(context.facts, context.handbook.today), *books]
    tables = [_coming(old, new, context.facts) for old, new in zip(before, books, strict=False)]
    changing = [table for table in tables if not table.empty]
    nothing = Paragraph("No price change is decided.")
    return ComputedContent(books, Stack(*changing) if changing else nothing)


def _coming(old: PriceBook | None, new: PriceBook, facts: Facts) -> Grid[Change]:
    return Grid(
        _changes(old, new),
        {
            "Product": lambda change: Key(change[0], "product"),
            "Until then": lambda change: Key(change[1], "list") if change[1] else "new",
            "From then on": lambda change: Key(change[0], "list"),
            "Change": _difference,
            "Unit": lambda change: unit_of(change[0], facts),
        },
        Phrase("From {}", Key(new, "from_")),
    )


def _changes(old: PriceBook | None, new: PriceBook) -> list[Change]:
    earlier = {(price.product, price.per): price for price in old.prices} if old else {}
    both = [(price, earlier.get((price.product, price.per))) for price in new.prices]
    return [(price, was) for price, was in both if was is None or was.list != price.list]


def _difference(change: Change) -> Content:
    price, was = change
    return percent(price.list / was.list - 1, 2, sign=True) if was and was.list else None


# --- terms ----------------------------------------------------------------------------------------


@macro("block", "terms_table()")
def terms_table(context: Context) -> Pairs:
    """Terms of payment and contract: how long a quote holds, when payment is due, notice, delivery,
    and the company's own.
    """
    terms = need(context.facts, Terms)
    begun = Key(terms, "cancel_from")
    cancelled = Phrase("{} after the signature", begun) if terms.cancel_from else None
    return Pairs(
        [
            ("An offer is valid for", Key(terms, "quote_valid")),
            ("Payment is due within", Key(terms, "payment_due")),
            *_own_terms(context.facts),
            ("Notice before a contract ends", Key(terms, "notice")),
            ("We deliver within", Key(terms, "delivery")),
            ("An order that has not begun may be cancelled from", cancelled),
            ("Deposit", Key(terms, "deposit")),
            ("Margin that no order may fall below", Key(terms, "margin_floor")),
        ]
    )


def _own_terms(facts: Facts) -> Iterator[tuple[Content, Content]]:
    """The times and numbers of contracts that only this company has, under its own names."""
    for item in (*facts[OwnTime], *facts[OwnNumber]):
        if item.about == "contract":
            unit = Key(item, "unit") if isinstance(item, OwnNumber) and item.unit else None
            yield Key(item, "name"), JoinedContent([Key(item, "value"), unit], " ")


# --- discounts ------------------------------------------------------------------------------------


@macro("block", "discount_levers()")
def discount_levers(context: Context) -> Stack:
    """The reasons for a discount: what the customer does, what we get for it, how much it is worth,
    what combines.
    """
    discounts = need(context.facts, Discounts)
    names = {lever.id: lever.name for lever in discounts.levers}
    most = Key(discounts, "max_total")
    return Stack(
        *(_lever(lever, names) for lever in discounts.levers),
        Phrase("<p>All together never more than <strong>{}</strong>.</p>", most),
    )


def _lever(lever: Lever, names: dict[str, str]) -> TitledCard:
    return TitledCard(
        Key(lever, "name", linked=False),
        Pairs(
            {
                "What we get": lever.we_get,
                "For": Key(lever, "applies_to", linked=False),
                "Not together with": JoinedContent(
                    names.get(other, other) for other in lever.not_with
                ),
            }
        ),
        _worth(lever),
    )


def _worth(lever: Lever) -> Content:
    if lever.bands:
        return Grid(lever.bands, {"Order value": _band, "Discount": "rate"})
    return Grid(lever.options, {"When": "when", "Discount": "rate"})


def _band(band: DiscountBand) -> Content:
    if band.to is None:
        return Phrase("{} and more", band.from_)
    return Phrase("from {} to below {}", band.from_, band.to)


@macro("block", "break_even_table()")
def break_even_table(context: Context) -> Lines:
    """How much more must be sold to earn the same after a discount, for every product at every step
    of the ladder.
    """
    steps = discount_steps(context.facts)
    rows = [
        (
            Key(price, "product"),
            unit_of(price, context.facts),
            percent(margin(price.list, price.cost)),
            *(_more(price, step) for step in steps),
        )
        for price in book_of_today(context).prices
    ]
    return Lines(
        ("Product", "Unit", "Margin at list", *steps),
        rows,
        "How much more you must sell to earn the same, at a discount of …",
    )


def discount_steps(facts: Facts) -> list[Share]:
    """The discounts that somebody may give: each limit of the ladder, and the most of all levers
    together.
    """
    discounts = need(facts, Discounts)
    decision = facts[Decision].get(discounts.decision)
    by_share = decision is not None and decision.limit_in == "share"
    limits = [decision.limit(step) for step in decision.ladder] if decision and by_share else []
    steps = {limit for limit in limits if isinstance(limit, Share)} | {discounts.max_total}
    return sorted(step for step in steps if 0 < step <= discounts.max_total)


def _more(price: Price, step: Share) -> Content:
    change = after_discount(price.list, step) - price.list
    more = break_even_change(price.list, price.cost, change)
    return "never" if more is None else percent(more, 0, sign=True)
