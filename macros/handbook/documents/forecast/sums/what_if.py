"""What the what-if is computed from: the plan as it is, and what is tried out.

Money, counts and shares are decimals; shares are fractions. The page's script does the sums.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

YEAR = 12


class Basis(NamedTuple):
    """The fixed values: what the base brings and others can sign, in money; how many ramped sellers
    there are.

    ``before``: for one qualified deal, how many there must be at each step before it. ``ramp``:
    shares month by month. ``lost``: share of capacity lost to people who leave. ``buffer``: reserve
    for deals that slip, as in coverage.
    """

    from_base: Decimal
    first_year_share: Decimal
    others: Decimal
    ramped: Decimal
    lost: Decimal
    buffer: Decimal
    ramp: tuple[Decimal, ...]
    before: tuple[Decimal, ...]


class WhatIfInput(NamedTuple):
    """The values that the reader tries out. Money: revenue of the year, value of an order, what one
    ramped seller signs in a year; all but revenue above 0.

    ``ramp_months``: months until somebody new is ramped; ``starts``: the month of the fiscal year
    in which they begin, 1 to 12.
    """

    revenue: Decimal
    win_rate: Decimal
    order: Decimal
    a_year: Decimal
    ramp_months: int
    starts: int
