"""Every scalar, and what a refusal of one says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from handbook.facts.durations import Days, Duration, read_months
from handbook.facts.ids import read_id
from handbook.facts.scalars import (
    Change,
    Count,
    Money,
    Ratio,
    ScalarError,
    Share,
    Year,
    read_day,
    read_time,
    read_words,
    read_yes_no,
)

READERS: dict[str, Callable[[object], Any]] = {
    "share": Share.read,
    "change": Change.read,
    "money": Money.read,
    "count": Count.read,
    "ratio": Ratio.read,
    "year": Year.read,
    "time": read_time,
    "duration": Duration.read,
    "days": Days.read,
    "months": read_months,
    "day": read_day,
    "id": read_id,
    "words": read_words,
    "yes or no": read_yes_no,
}
each_scalar = pytest.mark.parametrize("read", READERS.values(), ids=READERS)


def refusal(read: Callable[[object], Any], written: object) -> ScalarError | None:
    try:
        read(written)
    except ScalarError as wrong:
        return wrong
    return None


def grouped(number: int, sign: str) -> str:
    return f"{number:,}".replace(",", sign)
