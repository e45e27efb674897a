"""What an order is worth, a second time: the calculator of prices must come to the same.

Its value, the discount its levers give, what is left, who must approve, what makes up for it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """A line of an order: list price, floor and variable cost per unit, how many units in the first
    twelve months, its discount.
    """

    list: Decimal
    floor: Decimal
    cost: Decimal
    units: Decimal
    rate: Decimal = Decimal(0)


@dataclass(frozen=True)
class Result:
    """An order calculated: money in cents exact, shares as fractions. ``more`` is None where no
    volume makes up for the discount.

    ``highest_rate`` is zero where nothing is taken off, also where there is a surcharge;
    ``below_floor`` holds places of lines.
    """

    at_list: Decimal
    net: Decimal
    cost: Decimal
    highest_rate: Decimal
    below_floor: tuple[int, ...]
    margin: Decimal | None
    more: Decimal | None


@dataclass(frozen=True)
class Given:
    """What a lever gives on a line of an order: its rate, below zero for a surcharge, and the ids
    of levers it is kept apart from.
    """

    id: str
    rate: Decimal
    apart: Collection[str] = ()


def rate_in_bands(
    bands: Sequence[tuple[Decimal, Decimal | None, Decimal]], value: Decimal
) -> Decimal:
    """The rate for an order value at list. Bands are from, to and rate; ``from`` is inside, ``to``
    is not, None has no end.
    """
    return next(
        (rate for low, high, rate in bands if low <= value and (high is None or value < high)),
        Decimal(0),
    )


def combined_rate(given: Sequence[Given], most: Decimal) -> Decimal:
    """The rate of levers together: they add up, surcharges included, to ``most`` at the highest.

    Of two that may not combine the one that gives more counts, the first named of equals; it is
    enough that one of them says so.
    """
    taken: list[Given] = []
    for discount in sorted(
        (discount for discount in given if discount.rate), key=lambda discount: -discount.rate
    ):
        if not any(discount.id in other.apart or other.id in discount.apart for other in taken):
            taken.append(discount)
    return min(sum((discount.rate for discount in taken), Decimal(0)), most)


def line_value(line: Line) -> Decimal:
    """List price times units."""
    return line.list * line.units


def line_net(line: Line) -> Decimal:
    """What is left of a line after its discount, rounded half up to the cent, as an invoice does."""
    return (line_value(line) * (1 - line.rate)).quantize(CENT, ROUND_HALF_UP)


def calculate(lines: Sequence[Line]) -> Result:
    """The order as a whole. ``more`` is the break-even change of volume (Nagle): discount over what
    is left of the margin.
    """
    at_list = sum((line_value(line) for line in lines), Decimal(0))
    net = sum((line_net(line) for line in lines), Decimal(0))
    cost = sum((line.cost * line.units for line in lines), Decimal(0))
    left = net - cost
    below = tuple(
        place for place, line in enumerate(lines) if line_net(line) < line.floor * line.units
    )
    return Result(
        at_list,
        net,
        cost,
        max([Decimal(0), *(line.rate for line in lines)]),
        below,
        left / net if net > 0 else None,
        (at_list - net) / left if left > 0 else None,
    )


def first_step(limits: Sequence[Decimal | None], rate: Decimal) -> int | None:
    """The place of the first step of a ladder that may give ``rate``; None has no limit. None if
    nobody may.
    """
    return next(
        (place for place, limit in enumerate(limits) if limit is None or rate <= limit), None
    )
