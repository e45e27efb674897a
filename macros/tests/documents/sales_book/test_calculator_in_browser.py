"""The price calculator in a real browser with the real script: for hundreds of orders it comes to
what the sums in exact decimals say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from handbook.documents.company.facts.company import Decision, Role
from handbook.documents.sales_book.facts.market import Discounts, Lever, Price, Product
from handbook.documents.sales_book.price_books import book_in_force
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder
from tests.documents.sales_book.orders import (
    Given,
    Line,
    calculate,
    combined_rate,
    first_step,
    rate_in_bands,
)
from tests.places import MACROS

# This one file of docs is code, not content; an adopter keeps it.
SCRIPT = (MACROS / "theme" / "assets" / "handbook" / "calculator.js").read_text(encoding="utf-8")
TODAY = date(2026, 11, 23)
PAGE = "sales-book/prices.md"
FACTS = "docs/_facts/sales-book/"
RUN = """orders => {
  const facts = JSON.parse(document.querySelector(".hb-calculator").dataset.facts)
  return orders.map(([lines, choices]) => window.handbookCalculator.calculate(
    facts, lines.map(([place, units]) => ({price: facts.prices[place], units})), choices))
}"""
# What the good handbook never reaches: the most that levers may give, floors, the end of the
# ladder, prices with odd cents.
TIGHT = [
    (FACTS + "discounts.yml", "max_total: 15 %", "max_total: 9 %"),
    (FACTS + "discounts.yml", "rate: 4 %", "rate: 4.35 %"),
    (FACTS + "discounts.yml", "    not_with: [term]\n", ""),
    (FACTS + "prices.yml", "list: 60.00, floor: 45.00, cost: 30.00}", "list: 59.99, floor: 56.99, cost: 52.47}"),
    ("docs/_facts/decision_rights.yml", "    - role: managing-director\n", "    - role: managing-director\n      up_to: 8 %\n"),
    ("docs/_facts/decision_rights.yml", "      up_to: 10 %\n", "      up_to: 7 %\n"),
]  # fmt: skip


@pytest.fixture
def reader() -> dict[str, str]:
    return {"locale": "de-DE"}


@dataclass(frozen=True)
class Order:
    """Places of prices with units, and for each lever with options the place of the option, or
    nothing.
    """

    lines: list[tuple[int, int]]
    choices: dict[int, int | None]


class Book:
    """The library's side: the facts that the calculator of a page shows."""

    def __init__(self, folder: Folder) -> None:
        edition = edition_without_git(folder, TODAY)
        facts = edition.handbook.facts
        page = edition.handbook.pages[PAGE]
        call = next(call for call in page.calls if call.name == "price_calculator")
        self.html = str(edition.shown.draw(call, PAGE).html)
        book = book_in_force(facts, TODAY)
        assert book
        assert facts.only(Discounts)
        self.prices, self.discounts = book.prices, facts.only(Discounts)
        self.families = {product.id: product.family for product in facts[Product]}
        self.names = {product.id: product.name for product in facts[Product]}
        decision = facts[Decision][facts.only(Discounts).decision]
        self.limits = [decision.limit(step) for step in decision.ladder]
        self.roles = [facts[Role][step.role].name for step in decision.ladder]

    def units(self, price: Price, units: int) -> Decimal:
        return Decimal(units * (12 if price.per == "month" else 1))

    def rate(self, lever: Lever, value: Decimal, choice: int | None) -> Decimal:
        if lever.bands:
            return rate_in_bands([(band.from_, band.to, band.rate) for band in lever.bands], value)
        return Decimal(0) if choice is None else Decimal(lever.options[choice].rate)

    def calculated(self, order: Order) -> dict[str, Any]:
        chosen = [(self.prices[place], units) for place, units in order.lines]
        value = sum((price.list * self.units(price, units) for price, units in chosen), Decimal(0))
        lines = [
            Line(price.list, price.floor, price.cost, self.units(price, units), self.line_rate(price, value, order))
            for price, units in chosen
        ]  # fmt: skip
        result = calculate(lines)
        step = first_step(self.limits, result.highest_rate)
        return {
            "list": int(result.at_list * 100),
            "net": int(result.net * 100),
            "cost": int(result.cost * 100),
            "rate": int(result.highest_rate * 10_000),
            "below": [self.names[chosen[place][0].product] for place in result.below_floor],
            "approver": None if step is None else self.roles[step],
            "margin": result.margin,
            "more": result.more,
        }

    def line_rate(self, price: Price, value: Decimal, order: Order) -> Decimal:
        given = [
            Given(lever.id, self.rate(lever, value, order.choices.get(place)), lever.not_with)
            for place, lever in enumerate(self.discounts.levers)
            if self.families[price.product] in lever.applies_to
        ]
        return combined_rate(given, self.discounts.max_total)

    def any_order(self, random: Random) -> Order:
        units = [1, 2, 7, 14, 25, 28, 63, 250, random.randint(1, 400)]
        lines = [
            (random.randrange(len(self.prices)), random.choice(units))
            for _ in range(random.randint(1, 4))
        ]
        levers = [
            (place, lever) for place, lever in enumerate(self.discounts.levers) if lever.options
        ]
        return Order(
            lines,
            {place: random.choice([None, *range(len(lever.options))]) for place, lever in levers},
        )


def tightened(folder: Folder) -> Folder:
    for path, old, new in TIGHT:
        text = folder.data[path].decode()
        assert text.count(old) == 1, old
        folder.data[path] = text.replace(old, new).encode()
    return folder


def said_by_browser(page: Page, book: Book, orders: list[Order]) -> list[dict[str, Any]]:
    page.set_content(f"<body>{book.html}<script>{SCRIPT}</script></body>")
    # A page knows a choice as the text of its option, and none as an empty text.
    asked = [
        [
            order.lines,
            {str(key): "" if value is None else str(value) for key, value in order.choices.items()},
        ]
        for order in orders
    ]
    return page.evaluate(RUN, asked)


def differs(ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
    for key in ("margin", "more"):
        mine, other = ours[key], theirs[key]
        if (mine is None) != (other is None) or (
            mine is not None and abs(float(mine) - other) > 1e-9
        ):
            return True
    return any(ours[key] != theirs[key] for key in ours if key not in ("margin", "more"))


@pytest.mark.parametrize("tight", [False, True], ids=["good", "tight"])
def test_for_500_orders_the_browser_gives_the_numbers_of_the_library(good, page, tight):
    book = Book(tightened(good) if tight else good)
    random = Random(2026)
    orders = [Order([], {}), *(book.any_order(random) for _ in range(500))]
    ours = [book.calculated(order) for order in orders]
    theirs = said_by_browser(page, book, orders)
    wrong = [
        (order, our, their) for order, our, their in zip(orders, ours, theirs, strict=True) if differs(our, their)
    ]  # fmt: skip
    assert wrong == []
    # The orders reach what can differ.
    assert {our["approver"] for our in ours} == {*book.roles, None} - (
        {None} if not tight else set()
    )
    assert len({our["rate"] for our in ours}) > 5
    assert any(our["net"] > our["list"] for our in ours), "no surcharge"
    if tight:
        assert {bool(our["below"]) for our in ours} == {True, False}
        assert any(our["rate"] == 900 for our in ours), (
            "the most that levers may give is never reached"
        )


def test_the_form_shows_what_was_calculated(good, page):
    book = Book(good)
    page.set_content(f"<body>{book.html}<script>{SCRIPT}</script></body>")
    page.locator(".hb-units").fill("10")
    page.locator(".hb-lever").first.select_option("1")
    page.get_by_role("button", name="One more line").click()
    page.locator(".hb-product").nth(1).select_option("1")
    shown = dict(
        zip(page.locator("dt").all_inner_texts(), page.locator("dd").all_inner_texts(), strict=True)
    )
    expected = book.calculated(Order([(0, 10), (1, 1)], {1: 1}))
    assert shown["Value of the first twelve months at list"] == f"£{expected['list'] / 100:,.2f}"
    assert shown["What is left"] == f"£{expected['net'] / 100:,.2f}"
    assert shown["Highest discount in it"] == "9%"
    assert shown["Who decides"] == expected["approver"] == "Sales director"


def test_the_form_says_what_is_counted(good, page):
    """Visits are counted, one and several; of a monthly price not the months, but what is rented."""
    page.set_content(f"<body>{Book(good).html}<script>{SCRIPT}</script></body>")
    counted, number = page.locator(".hb-counted"), page.locator(".hb-units")
    page.locator(".hb-product").select_option(label="Filter change, per visit")
    assert counted.inner_text() == "visit"
    number.fill("2")
    assert counted.inner_text() == "visits"
    page.locator(".hb-product").select_option(label="Tap One, a month")
    assert counted.inner_text() == ""
