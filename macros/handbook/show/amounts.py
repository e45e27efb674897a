"""Computed numbers as text, for pictures: rounded as ``rounded`` does for what is counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from babel import numbers

from handbook.show import rounded
from handbook.show.spelling import spelled
from handbook.show.view import View


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum; nothing of nothing."""
    return sum(amounts, Decimal(0))


def whole(view: View, amount: Decimal | None) -> str:
    """Money without cents, ``€473,875``; a dash for None."""
    return spelled(rounded.whole(amount), view.region)


def short(view: View, amount: Decimal) -> str:
    """Money as a picture shows it, ``€474K`` or ``€2.1M``."""
    currency = view.region.currency if view.region else "EUR"
    digits = 2 if abs(amount) >= 1_000_000 else 0
    shown = numbers.format_compact_currency(
        amount, currency, locale=view.locale, fraction_digits=digits
    )
    return str(shown)


def percent(view: View, share: Decimal | None, digits: int = 1) -> str:
    """A share in per cent with at most this many decimals; a dash for None."""
    return spelled(rounded.percent(share, digits), view.region)


def quarter_name(quarter_id: str) -> str:
    """``q3-2026`` as people say it, ``Q3 2026``; other ids as they are."""
    return (
        quarter_id.upper().replace("-", " ")
        if re.fullmatch(r"q[1-4]-\d{4}", quarter_id)
        else quarter_id
    )
