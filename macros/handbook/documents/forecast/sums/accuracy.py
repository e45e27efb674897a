"""How good a forecast was. A pair is ``(actual, forecast)``; shares are fractions.

An error is always actual minus forecast: above zero, more came than was forecast (under-forecast);
below zero, less. Means need at least one pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

Pairs = Sequence[tuple[Decimal, Decimal]]


def _mean(numbers: Iterable[Decimal]) -> Decimal:
    listed = list(numbers)
    if not listed:
        raise ValueError("there is nothing to take the mean of")
    return sum(listed, Decimal(0)) / len(listed)


def errors(pairs: Pairs) -> list[Decimal]:
    """Actual minus forecast, for each pair."""
    return [actual - forecast for actual, forecast in pairs]


def percent_bias(pairs: Pairs) -> Decimal | None:
    """All errors as a share of all actuals. Above zero: under-forecast. None where the actuals add
    up to zero.
    """
    came = sum((actual for actual, _ in pairs), Decimal(0))
    return sum(errors(pairs), Decimal(0)) / came if came else None


def mad(pairs: Pairs) -> Decimal:
    """Mean absolute deviation (also MAE), in the unit of the pairs."""
    return _mean(abs(error) for error in errors(pairs))


def mape(pairs: Pairs) -> Decimal | None:
    """Mean absolute error as a share of each actual. None where an actual is zero: the share would
    have no meaning.

    It weighs a period of little business as much as one of much, and an over-forecast harder than
    an under-forecast.
    """
    if any(not actual for actual, _ in pairs):
        return None
    return _mean(abs((actual - forecast) / actual) for actual, forecast in pairs)


def wape(pairs: Pairs) -> Decimal | None:
    """``sum|e| / sum|A|`` (torchmetrics; also WMAPE). None where all actuals are zero. One minus it
    is vendors' "accuracy".
    """
    came = sum((abs(actual) for actual, _ in pairs), Decimal(0))
    return sum((abs(error) for error in errors(pairs)), Decimal(0)) / came if came else None


def tracking_signal(pairs: Pairs) -> Decimal | None:
    """The running sum of errors in multiples of the MAD (Heizer & Render). None where the MAD is
    zero: no error at all.

    Above zero: under-forecast. From -n to n for n pairs; beyond 4 either way the method is
    reviewed.
    """
    usual = mad(pairs)
    return sum(errors(pairs), Decimal(0)) / usual if usual else None


def wilson(
    won: Decimal | int, cases: Decimal | int, z: Decimal = Decimal("1.959963984540054")
) -> tuple[Decimal, Decimal]:
    """The interval that holds the true rate (Wilson score, without correction for continuity);
    ``z`` is for 95 %.

    Within 0 and 1. No cases say nothing: the interval is all of it. ValueError if more are won than
    there are cases.
    """
    if not 0 <= won <= cases:
        raise ValueError(f"{won} of {cases} is not a rate")
    if not cases:
        return Decimal(0), Decimal(1)
    return _wilson_low(Decimal(won), Decimal(cases), z), 1 - _wilson_low(
        Decimal(cases - won), Decimal(cases), z
    )


def _wilson_low(won: Decimal, cases: Decimal, z: Decimal) -> Decimal:
    """The lower end; the upper end is the lower end of the lost ones turned round. Rounding must
    not leave the range.
    """
    root = (won * (cases - won) / cases + z**2 / 4).sqrt()
    return max((won + z**2 / 2 - z * root) / (cases + z**2), Decimal(0)) if won else Decimal(0)


def rate_or_none(won: Decimal | int, cases: Decimal | int, least: int = 10) -> Decimal | None:
    """``won / cases``, or None for fewer than ``least`` cases (or none at all): that is too few to
    estimate a rate.
    """
    return Decimal(won) / Decimal(cases) if cases > 0 and cases >= least else None
