"""How values are spelled: money, shares, numbers and days as the company's language writes them. Plain text, no HTML."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel import Locale, dates, numbers

from handbook.facts.company import Company
from handbook.facts.scalars import Change, Count, Duration, Money, Ratio, Share, Year


def locale_of(company: Company | None) -> str:
    """The language of the company; English where there is none."""
    return company.locale if company else "en"


def money(amount: Decimal, company: Company | None) -> str:
    """``€1,200`` or ``€18.50``: cents are shown where there are any."""
    return _money(amount, company.currency if company else "EUR", locale_of(company))


def share(fraction: Decimal, company: Company | None, sign: bool = False) -> str:
    """``15%`` as the company's language writes it; with ``sign``, ``+15%``."""
    plus = "+" if sign and fraction > 0 else ""
    return plus + _share(Decimal(fraction), locale_of(company))


def number(amount: int | Decimal, company: Company | None) -> str:
    """``1,200`` or ``1.5``."""
    return str(numbers.format_decimal(amount, locale=locale_of(company)))


def day(when: date, company: Company | None) -> str:
    """``1 October 2026``."""
    return str(dates.format_date(when, format="long", locale=locale_of(company)))


def spelled(value: object, company: Company | None) -> str:
    """Any value as readers see it, by its type; several of them with commas between."""
    if isinstance(value, Money):
        return money(value, company)
    if isinstance(value, (Share, Change)):
        return share(value, company)
    if isinstance(value, (Duration, Year)):
        return str(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (Count, Ratio, int)):
        return number(value, company)
    if isinstance(value, date):
        return day(value, company)
    if isinstance(value, (list, tuple)):
        return ", ".join(spelled(inner, company) for inner in value)
    return str(value)


@lru_cache(maxsize=4096)
def _money(amount: Decimal, currency: str, locale: str) -> str:
    whole = amount == amount.to_integral_value()
    pattern = Locale.parse(locale).currency_formats["standard"].pattern
    digits = pattern.replace(".00", "") if whole else pattern
    return str(numbers.format_currency(amount, currency, digits, locale=locale, currency_digits=False))


@lru_cache(maxsize=4096)
def _share(fraction: Decimal, locale: str) -> str:
    pattern = Locale.parse(locale).percent_formats[None].pattern
    return str(numbers.format_percent(fraction, pattern.replace("#,##0", "#,##0.##"), locale=locale))
