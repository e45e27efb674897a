"""Capacity and quotas: examples of named sources, edges, and what holds for all numbers."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handbook.documents.customer_base.sums import workload_sellers
from handbook.documents.forecast.sums.capacity import (
    attainment,
    bookings_capacity,
    compound,
    over_assignment,
    quarters,
    ramp_share,
    required_hires,
    seat_months,
)

D = Decimal
money = some.decimals(0, 1_000_000, places=2)
shares = some.decimals(0, 1, places=2)
days = some.dates(date(2024, 1, 1), date(2028, 12, 31))
ramps = some.lists(shares, max_size=14).map(sorted)
groups = some.lists(some.tuples(some.integers(0, 50).map(D), money, shares), max_size=6)

NORM = [D(0), D("0.25"), D("0.50"), D(1)]
NORM_BY_MONTHS = [share for share in NORM[:3] for _ in range(3)] + [D(1)]


# --- examples of named sources


def test_workload_of_kotler_in_marketing_management():
    """1 000 A accounts with 36 calls and 2 000 B accounts with 12 are 60 000 calls, at 1 000 a
    seller.
    """
    assert workload_sellers([(D(1000), D(36)), (D(2000), D(12))], D(1000)) == 60


def test_bookings_capacity_of_metrickit():
    ramped = (D(7), D(150_000), D("0.85"))
    ramping = (D(3), D(150_000), D("0.40"))
    assert bookings_capacity([ramped]) == 892_500
    assert bookings_capacity([ramping]) == 180_000
    assert bookings_capacity([ramped, ramping]) == 1_072_500


def test_first_year_of_a_hire_in_kelloggs_norm_ramp():
    """0, 25, 50, 100 % by quarter; with 300 k a quarter (our arithmetic) the first year brings 525
    k. Full is 1.2 M.
    """
    assert bookings_capacity([(D(1), D(300_000), share) for share in NORM]) == 525_000
    assert bookings_capacity([(D(1), D(1_200_000), D(1))]) == 1_200_000


def test_the_same_hire_by_months():
    assert quarters(seat_months(2026, date(2026, 1, 1), None, NORM_BY_MONTHS)) == NORM


def test_over_assignment_of_three_layers_of_our_own_arithmetic():
    assert compound([D("0.05"), D("0.05"), D("0.10")]) == D("0.21275")


def test_over_assignment_of_plangrid():
    """40 %, and they regretted it."""
    assert over_assignment([D(700), D(700)], D(1000)) == D("0.4")


def test_attainment_of_the_alexander_group():
    assert attainment(D(75_000), D(100_000)) == D("0.75")


# --- edges


def test_nobody_and_nothing():
    assert workload_sellers([], D(1000)) == 0
    assert bookings_capacity([]) == 0
    assert compound([]) == 0
    assert over_assignment([], D(100)) == -1
    assert quarters([]) == []


def test_sellers_needed_are_not_rounded():
    assert workload_sellers([(D(1), D(1500))], D(1000)) == D("1.5")


@pytest.mark.parametrize(
    ("month", "expected"),
    [(-5, "0"), (0, "0"), (1, "0"), (2, "0.25"), (3, "0.50"), (4, "1"), (5, "1"), (99, "1")],
)
def test_share_of_the_ramp_by_month(month, expected):
    assert ramp_share(NORM, month) == D(expected)


@pytest.mark.parametrize(("month", "expected"), [(0, 0), (1, 1), (12, 1)])
def test_without_a_ramp_a_seat_is_full_from_its_first_month(month, expected):
    assert ramp_share([], month) == expected


def test_a_ramp_that_ends_below_one_stays_there():
    assert ramp_share([D("0.5"), D("0.8")], 24) == D("0.8")


@pytest.mark.parametrize(
    ("below", "expected"), [([60, 40], "0"), ([66, 44], "0.1"), ([45, 45], "-0.1")]
)
def test_over_assignment_at_its_edges(below, expected):
    assert over_assignment([D(quota) for quota in below], D(100)) == D(expected)


def test_layers_that_add_nothing():
    assert compound([D(0), D(0)]) == 0
    assert compound([D("0.1"), D(0)]) == D("0.1")


@pytest.mark.parametrize(("actual", "expected"), [(0, "0"), (100, "1"), (200, "2")])
def test_attainment_at_its_edges(actual, expected):
    assert attainment(D(actual), D(100)) == D(expected)


@pytest.mark.parametrize(
    ("plan", "capacity", "each", "expected"),
    [
        pytest.param("100", "100", "50", 0, id="exactly-enough"),
        pytest.param("100", "120", "50", 0, id="more-than-enough"),
        pytest.param("100", "120", "0", 0, id="enough-and-no-time-left"),
        pytest.param("100", "99.99", "50", 1, id="a-cent-short"),
        pytest.param("100", "50", "50", 1, id="exactly-one"),
        pytest.param("100", "49.99", "50", 2, id="a-cent-more-than-one"),
        pytest.param("100", "0", "0.01", 10_000, id="cents"),
    ],
)
def test_required_hires(plan, capacity, each, expected):
    assert required_hires(D(plan), D(capacity), D(each)) == expected


@pytest.mark.parametrize("each", [D(0), D(-1)])
def test_hires_that_add_nothing_close_no_gap(each):
    with pytest.raises(ValueError, match="cannot close a gap"):
        required_hires(D(100), D(50), each)


def months(text: str) -> list[Decimal]:
    return [D(word) / 100 for word in text.split()]


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        pytest.param(None, None, "100 " * 12, id="filled-since-long-ago"),
        pytest.param(
            "2026-01-01", None, "0 25 50 100 100 100 100 100 100 100 100 100", id="first-day"
        ),
        pytest.param(
            "2026-03-31", None, "0 0 0 25 50 100 100 100 100 100 100 100", id="last-day-of-march"
        ),
        pytest.param(
            "2025-12-31",
            None,
            "25 50 100 100 100 100 100 100 100 100 100 100",
            id="the-year-before",
        ),
        pytest.param("2020-05-05", None, "100 " * 12, id="past-the-ramp"),
        pytest.param("2026-12-01", None, "0 " * 12, id="last-month"),
        pytest.param("2027-01-01", None, "0 " * 12, id="next-year"),
        pytest.param(None, "2026-03-31", "100 100 100 0 0 0 0 0 0 0 0 0", id="ends-on-a-last-day"),
        pytest.param(None, "2026-03-30", "100 100 0 0 0 0 0 0 0 0 0 0", id="ends-a-day-before"),
        pytest.param(None, "2026-02-28", "100 100 0 0 0 0 0 0 0 0 0 0", id="ends-with-february"),
        pytest.param(None, "2025-12-31", "0 " * 12, id="ended-the-year-before"),
        pytest.param(None, "2026-12-31", "100 " * 12, id="ends-with-the-year"),
        pytest.param("2026-02-10", "2026-04-30", "0 0 25 50 0 0 0 0 0 0 0 0", id="starts-and-ends"),
        pytest.param("2026-04-10", "2026-02-28", "0 " * 12, id="ends-before-it-starts"),
    ],
)
def test_months_of_a_seat(starts, ends, expected):
    first, last = (date.fromisoformat(day) if day else None for day in (starts, ends))
    assert seat_months(2026, first, last, NORM) == months(expected)


def test_a_leap_february_ends_on_its_29th():
    assert seat_months(2028, None, date(2028, 2, 28), []) == [1] + [0] * 11
    assert seat_months(2028, None, date(2028, 2, 29), []) == [1, 1] + [0] * 10


def test_a_year_that_begins_in_october():
    found = seat_months(2026, date(2026, 12, 15), date(2027, 6, 30), NORM, first_month=10)
    assert found == months("0 0 0 25 50 100 100 100 100 0 0 0")


@pytest.mark.parametrize("month", [0, 13, -1])
def test_a_year_begins_with_a_month(month):
    with pytest.raises(ValueError, match="from 1 to 12"):
        seat_months(2026, None, None, NORM, first_month=month)


def test_quarters_are_means_and_whole():
    assert quarters([D(0), D("0.5"), D(1), D(1), D(1), D(1)]) == [D("0.5"), 1]
    with pytest.raises(ValueError, match="4 months are not whole quarters"):
        quarters([D(1)] * 4)


# --- what holds for all numbers


@given(groups, groups)
def test_capacities_add_up(first, second):
    assert bookings_capacity(first + second) == bookings_capacity(first) + bookings_capacity(second)


@given(money, money, some.decimals(1, 100_000, places=2))
def test_the_hires_are_enough_and_one_less_is_not(plan, capacity, each):
    hires = required_hires(plan, capacity, each)
    assert capacity + hires * each >= plan
    assert hires == 0 or capacity + (hires - 1) * each < plan


@given(ramps, some.integers(-3, 30))
def test_a_ramp_that_rises_never_falls_in_a_seat(ramp, month):
    assert 0 <= ramp_share(ramp, month) <= ramp_share(ramp, month + 1) <= 1


@given(days, days, ramps, some.integers(1, 12))
def test_a_seat_ended_in_the_year_is_the_seat_cut_off(starts, ends, ramp, first_month):
    whole = seat_months(2026, starts, None, ramp, first_month)
    cut = seat_months(2026, starts, ends, ramp, first_month)
    for place, (full, left) in enumerate(zip(whole, cut, strict=True)):
        year, month = divmod(12 * 2026 + first_month - 1 + place, 12)
        last_day = date(year, month + 1, monthrange(year, month + 1)[1])
        assert left == (full if last_day <= ends else 0)


@given(days, ramps, some.integers(1, 12))
def test_twelve_months_from_february_are_eleven_of_the_year_and_one_of_the_next(
    starts, ramp, first_month
):
    this = seat_months(2026, starts, None, ramp, first_month)
    following = seat_months(2027, starts, None, ramp, first_month)
    if first_month < 12:
        assert seat_months(2026, starts, None, ramp, first_month + 1) == [*this[1:], following[0]]


@given(days, ramps.filter(bool))
def test_a_later_start_of_a_rising_ramp_never_gives_more(starts, ramp):
    if starts.year < 2028:
        later = starts.replace(year=starts.year + 1, day=min(starts.day, 28))
        assert sum(seat_months(2026, later, None, ramp)) <= sum(
            seat_months(2026, starts, None, ramp)
        )


@given(some.lists(shares, min_size=12, max_size=12))
def test_quarters_hold_as_much_as_their_months(given_):
    assert abs(3 * sum(quarters(given_)) - sum(given_)) < D("1e-20")


@given(some.lists(shares, max_size=5))
def test_layers_together_add_at_least_what_they_add_one_by_one(layers):
    assert compound(layers) >= sum(layers)
    assert abs(compound(layers) - compound(layers[::-1])) < D("1e-20"), (
        "their order does not matter"
    )


@given(some.lists(money, min_size=1, max_size=6), some.decimals(1, 1_000_000, places=2))
def test_over_assignment_is_the_attainment_of_the_sum_less_one(below, own):
    assert over_assignment(below, own) == attainment(sum(below), own) - 1
