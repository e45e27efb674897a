"""Half-open bands ``[from, to)``: they begin where they must, leave no gap, do not overlap, and the
last is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

Number = Decimal | int
Fault = Literal["starts-late", "empty", "gap", "overlap", "open-inside", "closed-end"]


class BandFault(NamedTuple):
    """A fault of a band: its place in the list, what is wrong, and the two numbers that do not
    meet.
    """

    place: int
    fault: Fault
    left: Number | None = None
    right: Number | None = None


def faults(bands: Sequence[tuple[Number, Number | None]], start: Number = 0) -> Iterator[BandFault]:
    """Every fault of bands in their order. No fault: each number from ``start`` on lies in exactly
    one band.
    """
    expected: Number | None = start
    for place, (low, high) in enumerate(bands):
        if expected is None:
            yield BandFault(place, "open-inside", None, low)
        elif low > expected:
            yield BandFault(place, "gap" if place else "starts-late", expected, low)
        elif low < expected:
            yield BandFault(place, "overlap", expected, low)
        if high is not None and high <= low:
            yield BandFault(place, "empty", low, high)
        expected = high if high is None or high > low else low
    if bands and expected is not None:
        yield BandFault(len(bands) - 1, "closed-end", expected)
