"""How values are spelled: money, shares, numbers and days as the company's language writes them.
Plain text, no HTML.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import Locale, dates, numbers

from handbook.facts.durations import Duration
from handbook.facts.region import Region
from handbook.facts.scalars import Change, Count, Money, Number, Ratio, Share, Year


def locale_of(region: Region | None) -> str:
    """The language of the company; English without a company."""
    return region.locale if region else "en"


def money(amount: Decimal, region: Region | None) -> str:
    """``€1,200`` or ``€18.50``: cents are shown where there are any."""
    currency = region.currency if region else "EUR"
    return _money(as_paid(amount, region), currency, locale_of(region))


def as_paid(amount: Decimal, region: Region | None) -> Decimal:
    """An amount in the decimals that the company's money has, halves rounded up."""
    least = Decimal(1).scaleb(-region.decimals if region else -2)
    return Decimal(amount).quantize(least, ROUND_HALF_UP)


def share(fraction: Decimal, region: Region | None, sign: bool = False) -> str:
    """``15%`` as the company's language writes it; with ``sign``, ``+15%``."""
    plus = "+" if sign and fraction > 0 else ""
    return plus + _share(Decimal(fraction), locale_of(region))


def number(amount: int | Decimal, region: Region | None) -> str:
    """``1,200`` or ``1.5``."""
    return str(numbers.format_decimal(amount, locale=locale_of(region)))


def day(when: date, region: Region | None) -> str:
    """``1 October 2026``."""
    return str(dates.format_date(when, format="long", locale=locale_of(region)))


def spelled(value: object, region: Region | None) -> str:
    """Any value as readers see it, by its type; several of them with commas between."""
    if isinstance(value, Money):
        return money(value, region)
    if isinstance(value, (Share, Change)):
        return share(value, region)
    if isinstance(value, (Duration, Year)):
        return str(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (Count, Number, Ratio, int)):
        return number(value, region)
    if isinstance(value, date):
        return day(value, region)
    if isinstance(value, (list, tuple)):
        return ", ".join(spelled(inner, region) for inner in value)
    return str(value)


@lru_cache(maxsize=4096)
def _money(amount: Decimal, currency: str, locale: str) -> str:
    whole = amount == amount.to_integral_value()
    pattern = Locale.parse(locale).currency_formats["standard"].pattern
    digits = pattern.replace(".00", "") if whole else pattern
    return str(
        numbers.format_currency(amount, currency, digits, locale=locale, currency_digits=False)
    )


@lru_cache(maxsize=4096)
def _share(fraction: Decimal, locale: str) -> str:
    pattern = Locale.parse(locale).percent_formats[None].pattern
    return str(
        numbers.format_percent(fraction, pattern.replace("#,##0", "#,##0.##"), locale=locale)
    )
