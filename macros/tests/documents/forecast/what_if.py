"""The sums of the what-if a second time, in exact fractions: the page's script must come to the
same.

No rounding on the way adds a seller.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from handbook.documents.forecast.sums.what_if import YEAR, Basis, WhatIfInput


class Answer(NamedTuple):
    """What it takes. ``value`` and ``pipeline`` are whole money, counts are rounded up, ``sellers``
    to a tenth, ``coverage`` to hundredths.

    ``hires`` is None where no number is enough, because whoever starts so late signs nothing in the
    year.
    """

    value: int
    orders: int
    qualified: int
    before: tuple[int, ...]
    pipeline: int
    coverage: Decimal
    sellers: Decimal
    hires: int | None


def what_if(basis: Basis, asked: WhatIfInput) -> Answer:
    """Orders from the revenue that the base does not bring; deals back from them (stage
    conversion); sellers by capacity.

    ``orders = (revenue - base) / first-year share / order``; ``qualified = orders / win rate``;
    ``coverage = buffer / win rate``; ``hires = (value - capacity) / what one adds``, rounded up.
    """
    value = max(_exact(asked.revenue) - _exact(basis.from_base), Fraction(0)) / _exact(
        basis.first_year_share
    )
    orders = value / _exact(asked.order)
    qualified = orders / _exact(asked.win_rate)
    covers = _exact(basis.buffer) / _exact(asked.win_rate)
    each = _exact(asked.a_year) * (1 - _exact(basis.lost))
    return Answer(
        _half_up(value),
        _up(orders),
        _up(qualified),
        tuple(_up(qualified * _exact(ratio)) for ratio in basis.before),
        _half_up(value * covers),
        Decimal(_half_up(covers * 100)) / 100,
        Decimal(_up(value / each * 10)) / 10,
        _hires(
            value - _exact(basis.others) - _exact(basis.ramped) * each,
            each * _months(basis, asked) / YEAR,
        ),
    )


def stretched(ramp: Sequence[Decimal], months: int) -> list[Decimal]:
    """A ramp drawn out or shortened to so many months, with the same steps: month k has the share
    of month ``k x old / new``, rounded up.
    """
    return [ramp[-(-month * len(ramp) // months) - 1] for month in range(1, months + 1)]


def _months(basis: Basis, asked: WhatIfInput) -> Fraction:
    """How many months of a ramped seller somebody is worth from the start to the end of the year;
    full after the ramp.
    """
    ramp = stretched(basis.ramp, asked.ramp_months) if basis.ramp else []
    left = YEAR + 1 - asked.starts
    return sum((_exact(share) for share in ramp[:left]), Fraction(max(left - len(ramp), 0)))


def _hires(gap: Fraction, adds: Fraction) -> int | None:
    if gap <= 0:
        return 0
    return _up(gap / adds) if adds > 0 else None


def _exact(number: Decimal) -> Fraction:
    return Fraction(number)


def _up(number: Fraction) -> int:
    return -(-number.numerator // number.denominator)


def _half_up(number: Fraction) -> int:
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)
