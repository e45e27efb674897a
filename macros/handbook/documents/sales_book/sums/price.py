"""Price, margin and discount. Money and shares are decimals; shares are fractions (0.15 for 15 %)."""

from __future__ import annotations

from decimal import Decimal


def margin(price: Decimal, cost: Decimal) -> Decimal:
    """Contribution margin per unit as a fraction of the price: ``(P - VC) / P``. The price is above
    zero.
    """
    return (price - cost) / price


def break_even_change(price: Decimal, cost: Decimal, change: Decimal) -> Decimal | None:
    """How much more (or less) must be sold to earn the same after a price change.

    ``-dP / (CM + dP)`` with CM and dP per unit (Nagle, *The Strategy and Tactics of Pricing*). A
    fraction of today's volume: 0.5 means half as much again. None if the new price no longer covers
    the cost: no volume makes that good.
    """
    left = price - cost + change
    return -change / left if left > 0 else None


def after_discount(price: Decimal, rate: Decimal) -> Decimal:
    """The price after a discount of ``rate``; not rounded."""
    return price * (1 - rate)


def highest_sum(
    rates: dict[str, Decimal], not_together: set[frozenset[str]]
) -> tuple[Decimal, list[str]]:
    """The largest sum of rates over levers of which no two are in ``not_together``, and those
    levers.

    Exact: tries every allowed set, so it is for the handful of levers that a company has (at most
    16).
    """
    best: tuple[Decimal, list[str]] = (Decimal(0), [])
    names = [name for name, rate in rates.items() if rate > 0][:16]
    for choice in range(1 << len(names)):
        chosen = [name for place, name in enumerate(names) if choice >> place & 1]
        total = sum((rates[name] for name in chosen), Decimal(0))
        if total > best[0] and not any(pair <= set(chosen) for pair in not_together):
            best = (total, chosen)
    return best
