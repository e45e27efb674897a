"""Slips of a finger: the odd number out is named, and only where it is the only one that explains
the sum.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.facts.slips import Slip, slip_in_sum

NUMBERS = st.lists(st.integers(1, 10**6).map(Decimal), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("numbers", "total", "expected"),
    [
        ([20, 204], 224, None),
        ([200, 204], 224, (0, 20, "a nought too many")),
        ([20, 2040], 224, (1, 204, "a nought too many")),
        ([20, 204_000], 224, (1, 204, "three noughts too many")),
        ([2, 204], 224, (0, 20, "a nought too few")),
        ([20, 240], 224, (1, 204, "two digits the wrong way round")),
        ([10, 10], 11, None),  # either may have a nought too many
        ([7, 8], 16, None),
    ],
)
def test_the_odd_number_out(
    numbers: list[int], total: int, expected: tuple[int, int, str] | None
) -> None:
    written = [Decimal(number) for number in numbers]
    slip = expected and Slip(expected[0], written[expected[0]], Decimal(expected[1]), expected[2])
    assert slip_in_sum(written, Decimal(total)) == slip


@given(NUMBERS, st.integers(0, 10**7).map(Decimal))
def test_what_is_meant_makes_the_sum_right(numbers: list[Decimal], total: Decimal) -> None:
    if slip := slip_in_sum(numbers, total):
        numbers[slip.place] = slip.meant
        assert sum(numbers) == total
        assert slip.meant == slip.meant.to_integral_value()


@given(st.decimals(1, 99, places=2))
def test_cents_may_be_meant_of_a_number_with_cents(number: Decimal) -> None:
    slip = slip_in_sum([number * 10], number)
    assert slip is None or slip.meant == number
