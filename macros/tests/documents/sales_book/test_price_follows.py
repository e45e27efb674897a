"""A list price is raised by 10 %: everything that shows it follows, and nothing else changes."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from handbook.documents.sales_book.sums.price import after_discount, break_even_change, margin
from handbook.rules.edition import Edition, edition_without_git
from handbook.show.shown import ShownCall
from handbook.text.load import Folder

TODAY = date(2026, 11, 23)
PRICES = "docs/_facts/sales-book/prices.yml"
BEFORE, AFTER, COST, STEP = Decimal("60.00"), Decimal("66.00"), Decimal("30.00"), Decimal("0.10")

# A page and a template of this test's own, beside those of the good handbook.
PAGE = """---
owner: sales-director
---
# What a tap costs

{{ page_card() }}

A tap costs {{ price("tap-one") }}, changing a filter {{ price("filter-change") }}.

{{ break_even_table() }}

{{ price_list("service") }}

{{ template_card("what-it-costs") }}

{{ template_card("thanks") }}
"""
TEMPLATE = """name: What it costs
kind: email
stage: proposal
use_when: Somebody asks.
subject: A tap for [[price tap-one]]
body: |
  It costs [[price tap-one]], and [[price filter-change]] for the filter.
"""
THANKS = """name: Thanks
kind: email
stage: proposal
use_when: After the visit.
subject: Thank you
body: |
  The filter costs [[price filter-change]].
"""

# Every call of the handbook that shows the list price of the tap; the other calls show none of it.
FOLLOW = {
    '{{ price("tap-one") }}',
    "{{ price_list() }}",
    "{{ coming_prices() }}",
    "{{ break_even_table() }}",
    "{{ price_calculator() }}",
    "{{ product_table() }}",
    '{{ product_card("tap-one") }}',
    '{{ template_card("offer") }}',
    '{{ template_card("what-it-costs") }}',
}


@dataclass(frozen=True)
class Price:
    """The handbook while the tap costs so much."""

    edition: Edition

    @property
    def shown(self) -> dict[tuple[str, str], ShownCall]:
        """Page and macro call → what it shows. Calls that show the handbook itself, and no facts,
        are left out.
        """
        pages = self.edition.shown.calls.items()
        return {
            (src, shown.call.written): shown
            for src, many in pages
            for shown in many
            if shown.macro.facts
        }

    @property
    def selected(self) -> dict[tuple[str, str], Any]:
        return {key: shown.selection.canonical.form for key, shown in self.shown.items()}

    def text(self, written: str) -> str:
        """What readers get for a call."""
        src, shown = next(
            (src, shown) for (src, call), shown in self.shown.items() if call == written
        )
        drawn = self.edition.shown.draw(shown.call, src)
        assert drawn.problem is None
        return unescape(drawn.html)


def opened_at(good: Folder, price: Decimal) -> Price:
    written = b"product: tap-one, per: month, list: 60.00"
    assert good.data[PRICES].count(written) == 1
    good.data[PRICES] = good.data[PRICES].replace(
        written, written.replace(b"60.00", str(price).encode())
    )
    mine = {"docs/costs.md": PAGE}
    folder = "docs/_facts/sales-book/templates"
    mine |= {f"{folder}/what-it-costs.yml": TEMPLATE, f"{folder}/thanks.yml": THANKS}
    for path, text in mine.items():
        good.data[path] = text.encode()
        good.entries[path] = good.entries[PRICES]
    return Price(edition_without_git(good, TODAY))


@pytest.fixture
def before(good: Folder) -> Price:
    return opened_at(good, BEFORE)


@pytest.fixture
def after(_good_folder: Folder) -> Price:
    return opened_at(deepcopy(_good_folder), AFTER)


def test_everything_that_shows_the_price_follows_and_nothing_else_changes(
    before: Price, after: Price
) -> None:
    was, now = before.selected, after.selected
    assert was.keys() == now.keys()
    assert {call for (src, call), selection in now.items() if selection != was[src, call]} == FOLLOW


def test_only_pages_that_show_the_price_must_be_read_again(before: Price, after: Price) -> None:
    pages = before.edition.handbook.pages.values()
    now = after.edition
    changed = {
        page.src
        for page in pages
        if before.edition.shown.states.fingerprints(page).facts
        != now.shown.states.fingerprints(now.handbook.pages[page.src]).facts
    }
    assert changed == {src for src, call in before.shown if call in FOLLOW}


@pytest.mark.parametrize(
    "call", sorted(FOLLOW - {"{{ break_even_table() }}", "{{ price_calculator() }}"})
)
def test_readers_see_the_new_price(before: Price, after: Price, call: str) -> None:
    assert "60" in before.text(call)
    assert "66" not in before.text(call)
    assert "66" in after.text(call)


def test_the_break_even_table_is_worked_out_anew(before: Price, after: Price) -> None:
    for price, shown in ((BEFORE, before), (AFTER, after)):
        more = break_even_change(price, COST, after_discount(price, STEP) - price)
        assert more is not None
        row = shown.text("{{ break_even_table() }}").split("<tr>")[2]
        assert f"{margin(price, COST):.1%}".replace(".0%", "%") in row.replace(" ", "").replace(
            "\N{NBSP}", ""
        )
        assert f"{more:.0%}" in row.replace(" ", "").replace("\N{NBSP}", "")


def test_the_calculator_gets_the_new_price_in_cents(before: Price, after: Price) -> None:
    assert '"list": 6000' in before.text("{{ price_calculator() }}")
    assert '"list": 6600' in after.text("{{ price_calculator() }}")


def test_the_template_says_the_new_price_wherever_it_asks_for_it(after: Price) -> None:
    text = after.text('{{ template_card("what-it-costs") }}')
    assert text.count("66") == 2
    assert "[[" not in text
