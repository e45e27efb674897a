"""Sellers, ramp, capacity and quotas. Money, counts and shares are decimals; shares are fractions.

Capacity is built on what sellers do produce; a quota times an attainment below one comes to the
same.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from decimal import Decimal


def ramp_share(ramp: Sequence[Decimal], months_in_seat: int) -> Decimal:
    """The share of full productivity in a month; the month of the start is month 1 and has the
    first share of the ramp.

    0 before it, the last share after the ramp's end. With an empty ramp, sellers are productive
    from the first month.
    """
    if months_in_seat < 1:
        return Decimal(0)
    return ramp[min(months_in_seat, len(ramp)) - 1] if ramp else Decimal(1)


def bookings_capacity(groups: Sequence[tuple[Decimal, Decimal, Decimal]]) -> Decimal:
    """What all sellers can book in a period: the sum of ``count x quota or productivity x
    attainment or share of ramp``.

    With productivity the share is the ramp (Kellogg); with quota it is the attainment to expect, or
    the ramp.
    """
    return sum((count * each * share for count, each, share in groups), Decimal(0))


def over_assignment(subordinates: Sequence[Decimal], own: Decimal) -> Decimal:
    """By how much the quotas below exceed the own one: ``sum / own - 1``. Below zero they fall
    short. The own is above zero.
    """
    return sum(subordinates, Decimal(0)) / own - 1


def compound(shares: Sequence[Decimal]) -> Decimal:
    """Over-assignment through all layers: ``product of (1 + o) - 1``. No layers add nothing."""
    product = Decimal(1)
    for share in shares:
        product *= 1 + share
    return product - 1


def attainment(actual: Decimal, quota: Decimal) -> Decimal:
    """Actual by quota, 0.75 for three quarters. The quota is above zero."""
    return actual / quota


def required_hires(
    plan: Decimal, capacity: Decimal, productivity_in_remaining_time: Decimal
) -> int:
    """How many must be hired to close the gap: ``(plan - capacity) / productivity``, rounded up; 0
    if capacity is enough.

    The productivity is what one hire adds in what is left of the period after hiring and ramp.
    ValueError if there is a gap and it is not above zero: then no number of hires is enough.
    """
    gap = plan - capacity
    if gap <= 0:
        return 0
    if productivity_in_remaining_time <= 0:
        raise ValueError("hires that add nothing in the time that is left cannot close a gap")
    whole, rest = divmod(gap, productivity_in_remaining_time)
    return int(whole) + bool(rest)


def seat_months(
    year: int,
    starts: date | None,
    ends: date | None,
    ramp: Sequence[Decimal],
    first_month: int = 1,
) -> list[Decimal]:
    """The ramp shares of a seat in twelve months, of which the first is ``first_month`` of
    ``year``.

    Two simple decisions: the month of the start is month 1 of the ramp, whatever its day; the month
    of the end counts only if the seat ends on its last day. Without a start it is filled since long
    ago and past its ramp; without an end it stays filled. An open seat starts on the day it is to
    be filled.
    """
    if not 1 <= first_month <= 12:
        raise ValueError(f"a year begins with a month from 1 to 12, not {first_month}")
    first = 12 * year + first_month - 1
    begins = first - len(ramp) if starts is None else _month(starts)
    last = first + 11 if ends is None else _last_whole_month(ends)
    return [
        ramp_share(ramp, month - begins + 1) if month <= last else Decimal(0)
        for month in range(first, first + 12)
    ]


def _month(day: date) -> int:
    """Months since the year 0, to count with."""
    return 12 * day.year + day.month - 1


def _last_whole_month(ends: date) -> int:
    return _month(ends) - (ends.day < monthrange(ends.year, ends.month)[1])


def quarters(months: Sequence[Decimal]) -> list[Decimal]:
    """The mean of each three months in turn. ValueError if they are not a multiple of three."""
    if len(months) % 3:
        raise ValueError(f"{len(months)} months are not whole quarters")
    return [sum(months[place : place + 3], Decimal(0)) / 3 for place in range(0, len(months), 3)]
