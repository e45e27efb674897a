"""Forecast methods: what the pipeline, the run of business and the sellers' own calls promise.
Money and shares are decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple


class RollUp(NamedTuple):
    """The three sums of a forecast by categories; each holds what is already closed."""

    commit: Decimal
    most_likely: Decimal
    best_case: Decimal


def weighted(deals: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """The expected value of deals, each an amount and its probability: ``sum(amount x p)``. No
    deals are worth nothing.
    """
    return sum((amount * probability for amount, probability in deals), Decimal(0))


def spread(deals: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """The standard deviation around :func:`weighted`: ``sqrt(sum(amount^2 x p x (1 - p)))``
    (Bernoulli variances added).

    It assumes that deals are won or lost whole and independently of each other; the true spread of
    related deals is wider.
    """
    return sum((amount**2 * share * (1 - share) for amount, share in deals), Decimal(0)).sqrt()


def run_rate(so_far: Decimal, elapsed_share: Decimal) -> Decimal:
    """The whole period if it continues as it began: ``so far / elapsed share``.

    The share is above zero. Without seasons it is days gone by days in all; with seasons, the share
    of a year's business that past years had done by this day.
    """
    return so_far / elapsed_share


def seasonal_naive(actuals: Sequence[Decimal], season: int) -> Decimal | None:
    """The next period as the same one a season ago: ``F(t) = A(t - m)``; with a season of 1 the
    last actual (naive).

    ``season`` is the number of periods in it, at least 1. None if there are fewer actuals. The
    benchmark to beat (Hyndman).
    """
    if season < 1:
        raise ValueError(f"a season has at least one period, not {season}")
    return actuals[-season] if len(actuals) >= season else None


def roll_up(closed: Decimal, commit: Decimal, most_likely: Decimal, best_case: Decimal) -> RollUp:
    """Cumulative roll-up of the forecast categories, as Salesforce's object reference defines it.

    Each argument is the amount in that category alone; each sum includes the more certain
    categories.
    """
    committed = closed + commit
    likely = committed + most_likely
    return RollUp(committed, likely, likely + best_case)
