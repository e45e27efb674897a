"""Lengths of time in calendar days. Months differ, so a length has a fewest and a most."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from dateutil.relativedelta import relativedelta

HOURS_A_DAY, MINUTES_A_DAY = 24, 24 * 60
# Four years in a row, one of them a leap year: every length that some months in a row can have.
_MONTHS = [date(year, month, 1) for year in range(2001, 2005) for month in range(1, 13)]


@lru_cache(maxsize=512)
def calendar_days(amount: int, unit: str) -> tuple[int, int]:
    """The fewest and the most calendar days that ``amount`` of a unit may be; parts of a day are
    rounded down and up.

    Raises ValueError for business hours and business days: how long they last depends on a
    calendar.
    """
    if unit == "month":
        spans = [(first + relativedelta(months=amount) - first).days for first in _MONTHS]
        return min(spans), max(spans)
    if unit in ("day", "week"):
        days = amount * (7 if unit == "week" else 1)
        return days, days
    if unit in ("hour", "minute"):
        whole = HOURS_A_DAY if unit == "hour" else MINUTES_A_DAY
        return amount // whole, -(-amount // whole)
    raise ValueError(f"nobody can say how many calendar days are {amount} {unit}s")


def stays_within(length: tuple[int, str], limit: tuple[int, str]) -> bool:
    """Whether a length is never longer than a limit, from whichever day both are counted.
    ValueError as :func:`calendar_days`.
    """
    if length[1] == limit[1]:
        return length[0] <= limit[0]
    return calendar_days(*length)[1] <= calendar_days(*limit)[0]
