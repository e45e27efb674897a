"""Money, shares, numbers and days, as each language writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from handbook.facts.scalars import Count, Money, Share
from handbook.rules.edition import edition_without_git
from handbook.show.view import View
from tests.judging import TODAY

NBSP, NNBSP = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("locale", "currency", "expected"),
    [
        ("en_GB", "GBP", ["£1,200", "£18.50", "£0.05", "£0", "15%", "12.5%", "+3%", "-2.5%", "59,000", "1 October 2026"]),
        ("de_DE", "EUR", ["1.200 €", "18,50 €", "0,05 €", "0 €", "15 %", "12,5 %", "+3 %", "-2,5 %", "59.000", "1. Oktober 2026"]),
        ("hu_HU", "HUF", ["1 200 Ft", "19 Ft", "0 Ft", "0 Ft", "15%", "12,5%", "+3%", "-2,5%", "59 000", "2026. október 1."]),
        ("en_US", "USD", ["$1,200", "$18.50", "$0.05", "$0", "15%", "12.5%", "+3%", "-2.5%", "59,000", "October 1, 2026"]),
    ],
)  # fmt: skip
def test_values_look_as_the_language_writes_them(good, locale, currency, expected):
    path = "docs/_facts/company.yml"
    good.data[path] = (
        good.data[path].replace(b"en_GB", locale.encode()).replace(b"GBP", currency.encode())
    )
    view = View(edition_without_git(good, TODAY).handbook, "index.md")
    shown = [view.money(Money(amount)) for amount in ("1200.00", "18.50", "0.05", "0")]
    shown += [view.share(Share(share)) for share in ("0.15", "0.125")]
    shown += [view.share(Decimal("0.03"), sign=True), view.share(Decimal("-0.025"), sign=True)]
    shown += [view.number(Count(59_000)), view.day(date(2026, 10, 1))]
    assert [value.replace(NBSP, " ").replace(NNBSP, " ") for value in shown] == expected
