"""Sums that several documents use: totals, spread, correlation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

ZERO = Decimal(0)


Variance = Literal["population", "sample"]


def total(numbers: Iterable[Decimal]) -> Decimal:
    return sum(numbers, ZERO)


def variance_of(numbers: Sequence[Decimal], convention: Variance) -> Decimal | None:
    """The variance: divided by n ("population") or by n - 1 ("sample"). None if there are too few
    numbers.
    """
    many = len(numbers)
    by = many if convention == "population" else many - 1
    if by < 1:
        return None
    return (many * total(number * number for number in numbers) - total(numbers) ** 2) / (many * by)


def correlation(
    xs: Sequence[int] | Sequence[Decimal], ys: Sequence[int] | Sequence[Decimal]
) -> Decimal | None:
    """Pearson's correlation, between -1 and 1, of two rows of equal length; None if all values of
    one of them are equal.

    The point-biserial coefficient is this with one of them 0 or 1.
    """
    many = len(xs)
    first, second = list(map(Decimal, xs)), list(map(Decimal, ys))
    together = many * total(a * b for a, b in zip(first, second, strict=True)) - total(
        first
    ) * total(second)
    apart = [
        many * total(a * a for a in numbers) - total(numbers) ** 2 for numbers in (first, second)
    ]
    return together / (apart[0] * apart[1]).sqrt() if all(apart) else None
