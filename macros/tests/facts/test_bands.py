"""Half-open bands: named faults, and the promise that no fault means every number lies in exactly
one band.
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handbook.facts.bands import faults

edges = some.integers(min_value=0, max_value=8)
bands = some.lists(some.tuples(edges, some.none() | edges), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ([(0, None)], []),
        ([(0, 10), (10, 20), (20, None)], []),
        ([(0, Decimal("59000.00")), (Decimal("59000"), None)], []),
        ([(1, None)], [(0, "starts-late", 0, 1)]),
        ([(0, 59), (60, None)], [(1, "gap", 59, 60)]),
        ([(0, 60), (59, None)], [(1, "overlap", 60, 59)]),
        ([(0, None), (10, None)], [(1, "open-inside", None, 10)]),
        ([(0, 10)], [(0, "closed-end", 10, None)]),
        ([(0, 0), (0, None)], [(0, "empty", 0, 0)]),
        ([(0, 10), (10, 5), (10, None)], [(1, "empty", 10, 5)]),
        ([], []),
    ],
)
def test_each_fault_is_named_with_the_numbers_that_do_not_meet(written, expected):
    assert [tuple(found) for found in faults(written)] == expected


def test_bands_may_begin_elsewhere():
    assert [found.fault for found in faults([(-5, None)], start=-5)] == []
    assert [found.fault for found in faults([(0, None)], start=-5)] == ["starts-late"]


@given(bands)
def test_without_faults_every_number_lies_in_exactly_one_band(written):
    holders = [
        [low <= number and (high is None or number < high) for low, high in written]
        for number in range(10)
    ]
    each_in_one = all(sum(row) == 1 for row in holders)
    all_filled = all(high is None or high > low for low, high in written)
    in_order = [low for low, _ in written] == sorted(low for low, _ in written)
    assert (not list(faults(written))) == (each_in_one and all_filled and in_order)


@given(bands)
def test_every_fault_points_at_a_band_that_is_there(written):
    for found in faults(written):
        assert 0 <= found.place < len(written)
        assert found.left is not None or found.right is not None


@given(some.lists(some.integers(1, 1000), unique=True, max_size=6))
def test_bands_cut_from_rising_edges_have_no_fault(cuts):
    starts = [0, *sorted(cuts)]
    written = list(zip(starts, [*starts[1:], None], strict=True))
    assert not list(faults(written))
