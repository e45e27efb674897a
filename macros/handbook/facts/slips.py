"""Slips of a finger in numbers: noughts too many or too few, two neighbouring digits the wrong way
round.

Where numbers disagree, the odd one out is the one that such a slip explains. It is named only if it
is the only one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

_NOUGHTS = ("a nought", "two noughts", "three noughts")


class Slip(NamedTuple):
    """The place of a number among others, the number as written, what it is without the slip, and
    the slip in words.
    """

    place: int
    written: Decimal
    meant: Decimal
    how: str


def only_slip(numbers: Sequence[Decimal], fits: Callable[[int, Decimal], bool]) -> Slip | None:
    """The one number that fits without a slip; None if none does, or several would.

    ``fits(place, number)``: whether everything agrees once the number at that place is replaced.
    """
    found = [
        Slip(place, written, meant, how)
        for place, written in enumerate(numbers)
        for meant, how in _without_slip(written)
        if fits(place, meant)
    ]
    return found[0] if len(found) == 1 else None


def slip_in_sum(numbers: Sequence[Decimal], total: Decimal) -> Slip | None:
    """The one number without whose slip the numbers add up to the total; None if none does, or
    several would.
    """
    added = sum(numbers, Decimal(0))
    return only_slip(numbers, lambda place, meant: added - numbers[place] + meant == total)


def _without_slip(number: Decimal) -> Iterator[tuple[Decimal, str]]:
    """What may have been meant by a number if a finger slipped; a whole number was meant to be
    whole.
    """
    for power, noughts in enumerate(_NOUGHTS, start=1):
        yield number * 10**power, f"{noughts} too few"
        less = number / 10**power
        if less == less.to_integral_value() or number != number.to_integral_value():
            yield less, f"{noughts} too many"
    for swapped in _swapped(f"{number:f}"):
        yield swapped, "two digits the wrong way round"


def _swapped(digits: str) -> Iterator[Decimal]:
    """A number with each two neighbouring digits that differ the other way round; none begins with
    0.
    """
    for place, (left, right) in enumerate(pairwise(digits)):
        turned = f"{digits[:place]}{right}{left}{digits[place + 2 :]}"
        if (
            left != right
            and f"{left}{right}".isdigit()
            and not (turned[0] == "0" and turned[1:2] != ".")
        ):
            yield Decimal(turned)
