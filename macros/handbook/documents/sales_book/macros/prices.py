"""Macros that show prices, terms and discounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from handbook.documents.company.facts.company import Decision
from handbook.documents.sales_book.facts.market import (
    Discounts,
    Lever,
    Price,
    PriceBook,
    Product,
    Terms,
)
from handbook.documents.sales_book.price_books import book_in_force, coming_books, prices_of
from handbook.documents.sales_book.sums.price import after_discount, break_even_change, margin
from handbook.facts.kinds import kind_of
from handbook.problems.problem import listed
from handbook.show.html import Html, join, pairs, table, titled
from handbook.show.lookup import UNKNOWN, NotInForce, Unreadable, find, names, need, pick
from handbook.show.macro import Context, MacroError, Picked, macro
from handbook.show.view import View

PER = {
    "month": "a month",
    "machine": "each",
    "kg": "per kg",
    "visit": "per visit",
    "hour": "an hour",
}


def book_of_today(context: Context) -> PriceBook:
    """The price book in force. Raises :class:`MacroError` where there is none."""
    book = book_in_force(context.handbook.facts, context.handbook.today)
    if book is None:
        books = context.handbook.facts[PriceBook]
        raise NotInForce(books.path) if len(books) else Unreadable(books.path)
    return book


@macro("inline", 'price("tap-one", "month")', lambda picked, view: draw_price(picked, view))
def price(context: Context, product: str, per: str = "") -> Picked:
    """The list price in force, with its unit; `per` says which, where a product is sold by more than one."""
    find(context, Product, product, 'price("{}")')
    book = book_of_today(context)
    found = prices_of(book, product)
    chosen = [row for row in found if row.per == per] if per else found
    if len(chosen) != 1:
        raise _no_single_price(product, per, found, book)
    return pick(chosen[0], "per", "list")


def _no_single_price(product: str, per: str, found: list[Price], book: PriceBook) -> MacroError:
    if not found:
        what = f'The product "{product}" has no price in the price book "{book.id}", which is in force.'
        return MacroError(
            UNKNOWN, what, f"give it one in {kind_of(PriceBook).where}, or take the call out."
        )
    units = [list_price.per for list_price in found]
    what = f'The product "{product}" is priced by {listed(units)}' + (
        f', not by "{per}".' if per else "; say which is meant."
    )
    return MacroError(
        UNKNOWN, what, "change the call to", f'{{{{ price("{product}", "{units[0]}") }}}}'
    )


def draw_price(picked: Picked, view: View) -> Html:
    return Html('<span class="hb-price">{} {}</span>').format(
        view.money(picked.list), PER[picked.per]
    )


def products_of(context: Context, family: str, call: str) -> list[Product]:
    known = context.handbook.facts[Product]
    products = list(known)
    families = sorted({product.family for product in products})
    # While products cannot be read, nobody knows which families there are; that they cannot has been said.
    if family and family not in families and known.whole:
        what = f'This line asks for products of the family "{family}". The families are {listed(families)}.'
        raise MacroError(
            UNKNOWN,
            what,
            "change the call to",
            f'{{{{ {call}("{families[0]}") }}}}' if families else "",
        )
    return [product for product in products if not family or product.family == family]


@macro("block", "price_list()", lambda shown, view: _draw_price_list(shown, view))
def price_list(context: Context, family: str = "") -> tuple[Picked, list[tuple[str, Picked]]]:
    """The prices in force, of all products or of one family (`machine`, `service`, `beans`)."""
    products = {product.id: product for product in products_of(context, family, "price_list")}
    book = book_of_today(context)
    rows = [
        (products[list_price.product].name, pick(list_price, "per", "list", "floor"))
        for list_price in book.prices
        if list_price.product in products
    ]
    return pick(book, "from_", "until"), rows


def _draw_price_list(shown: tuple[Picked, list[tuple[str, Picked]]], view: View) -> Html:
    book, rows = shown
    since = f"In force from {view.day(book.from_)}" + (
        f" until {view.day(_last_day(book.until))}" if book.until else ""
    )
    body = [(name, view.money(row.list), view.money(row.floor), PER[row.per]) for name, row in rows]
    return table(
        ("Product", "List price", "Never below", "Unit"), body, numbers=[1, 2], caption=since
    )


def _last_day(until: Any) -> Any:
    """The last day of a half-open time, as people say it."""
    return until.fromordinal(until.toordinal() - 1)


@macro("block", "coming_prices()", lambda shown, view: _draw_coming(shown, view), may_be_empty=True)
def coming_prices(context: Context) -> list[tuple[Picked, list[tuple[str, Picked, Picked | None]]]]:
    """Prices that are decided and not yet in force: what changes, from when."""
    facts, today = context.handbook.facts, context.handbook.today
    known, books = names(context, Product), coming_books(facts, today)
    before = [book_in_force(facts, today), *books]
    return [
        (pick(book, "from_"), _changes(before[place], book, known))
        for place, book in enumerate(books)
    ]


def _changes(
    old: PriceBook | None, new: PriceBook, known: dict[str, str]
) -> list[tuple[str, Picked, Picked | None]]:
    earlier = (
        {(list_price.product, list_price.per): list_price for list_price in old.prices}
        if old
        else {}
    )
    changed = []
    for list_price in new.prices:
        was = earlier.get((list_price.product, list_price.per))
        if was is None or was.list != list_price.list:
            changed.append(
                (
                    known.get(list_price.product, list_price.product),
                    pick(list_price, "per", "list"),
                    pick(was, "list") if was else None,
                )
            )
    return changed


def _draw_coming(
    shown: list[tuple[Picked, list[tuple[str, Picked, Picked | None]]]], view: View
) -> Html:
    if not any(rows for _, rows in shown):
        return Html("<p>No price change is decided.</p>")
    return join(_coming_table(book, rows, view) for book, rows in shown if rows)


def _coming_table(book: Picked, rows: list[tuple[str, Picked, Picked | None]], view: View) -> Html:
    body = [
        (
            name,
            view.money(was.list) if was else "new",
            view.money(row.list),
            _change(was, row, view),
            PER[row.per],
        )
        for name, row, was in rows
    ]
    head = ("Product", "Until then", "From then on", "Change", "Unit")
    return table(head, body, numbers=[1, 2, 3], caption=f"From {view.day(book.from_)}")


def _change(was: Picked | None, now: Picked, view: View) -> str:
    return view.share(round(now.list / was.list - 1, 4), sign=True) if was and was.list else "—"


@macro("block", "terms_table()", lambda terms, view: _draw_terms(terms, view))
def terms_table(context: Context) -> Any:
    """Terms of payment and contract: how long a quote holds, when payment is due, notice, delivery."""
    return need(context.handbook.facts, Terms)


def _draw_terms(terms: Any, view: View) -> Html:
    return pairs([
        ("An offer is valid for", view.value(terms.quote_valid)),
        ("Payment is due within", view.value(terms.payment_due)),
        ("A rental runs for", view.value(terms.rental_term)),
        ("Notice before it ends", view.value(terms.notice)),
        ("We deliver within", view.value(terms.delivery)),
        ("An order that has not begun may be cancelled from", Html("{} after the signature").format(view.value(terms.cancel_from))),
        ("Deposit", terms.deposit),
        ("Smallest order of beans", Html("{} kg").format(view.number(terms.smallest_bean_order_kg))),
        ("Margin that no order may fall below", view.value(terms.margin_floor)),
    ])  # fmt: skip


@macro("block", "discount_levers()", lambda discounts, view: _draw_levers(discounts, view))
def discount_levers(context: Context) -> Discounts:
    """The reasons for a discount: what the customer does, what we get for it, how much it is worth, what combines."""
    found: Discounts = need(context.handbook.facts, Discounts)
    return found


def _draw_levers(discounts: Discounts, view: View) -> Html:
    known = {lever.id: lever.name for lever in discounts.levers}
    cards = [titled(lever.name, _lever(lever, known, view)) for lever in discounts.levers]
    most = Html("<p>All together never more than <strong>{}</strong>.</p>").format(
        view.share(discounts.max_total)
    )
    return join([*cards, most])


def _lever(lever: Lever, known: dict[str, str], view: View) -> Html:
    if lever.bands:
        rows = [(_band(band, view), view.share(band.rate)) for band in lever.bands]
    else:
        rows = [
            (Html("{}").format(option.when), view.share(option.rate, sign=option.rate < 0))
            for option in lever.options
        ]
    head = ("Order value", "Discount") if lever.bands else ("When", "Discount")
    apart = ", ".join(known.get(other, other) for other in lever.not_with)
    about = [
        ("What we get", lever.we_get),
        ("For", ", ".join(lever.applies_to)),
        ("Not together with", apart),
    ]
    return join([pairs(about), table(head, rows, numbers=[1])])


def _band(band: Any, view: View) -> Html:
    if band.to is None:
        return Html("{} and more").format(view.money(band.from_))
    return Html("from {} to below {}").format(view.money(band.from_), view.money(band.to))


@macro("block", "break_even_table()", lambda shown, view: _draw_break_even(shown, view))
def break_even_table(context: Context) -> tuple[list[Decimal], list[tuple[str, Picked]]]:
    """How much more must be sold to earn the same after a discount, for every product at every step of the ladder."""
    book = book_of_today(context)
    known = names(context, Product)
    return discount_steps(context), [
        (known.get(list_price.product, list_price.product), pick(list_price, "per", "list", "cost"))
        for list_price in book.prices
    ]


def discount_steps(context: Context) -> list[Decimal]:
    """The discounts that somebody may give: each limit of the ladder, and the most of all levers together."""
    facts = context.handbook.facts
    discounts = need(facts, Discounts)
    decision = facts[Decision].get(discounts.decision)
    limits = (
        [decision.limit(step) for step in decision.ladder]
        if decision and decision.limit_in == "share"
        else []
    )
    steps = {Decimal(limit) for limit in limits if isinstance(limit, Decimal)} | {
        Decimal(discounts.max_total)
    }
    return sorted(step for step in steps if 0 < step <= discounts.max_total)


def _draw_break_even(shown: tuple[list[Decimal], list[tuple[str, Picked]]], view: View) -> Html:
    steps, rows = shown
    head = ("Product", "Unit", "Margin at list", *(view.share(step) for step in steps))
    body = [
        (
            name,
            PER[row.per],
            view.share(round(margin(row.list, row.cost), 3)),
            *(_more(row, step, view) for step in steps),
        )
        for name, row in rows
    ]
    caption = "How much more you must sell to earn the same, at a discount of …"
    return table(head, body, numbers=range(2, 3 + len(steps)), caption=caption)


def _more(row: Picked, step: Decimal, view: View) -> str:
    more = break_even_change(row.list, row.cost, after_discount(row.list, step) - row.list)
    return "never" if more is None else view.share(round(more, 2), sign=True)
