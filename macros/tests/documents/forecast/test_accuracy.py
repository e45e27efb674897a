"""Forecast accuracy and rates: examples of named sources, edges, and what holds for all numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handbook.documents.forecast.sums.accuracy import (
    errors,
    mad,
    mape,
    percent_bias,
    rate_or_none,
    tracking_signal,
    wape,
    wilson,
)

D = Decimal
numbers = some.decimals(1, 10_000, places=2)
pairs = some.lists(some.tuples(numbers, numbers), min_size=1, max_size=10)
TINY = D("1e-15")

BALTIMORE = [D(tons) for tons in (180, 168, 159, 175, 190, 205, 180, 182)]

# The forecasts that exponential smoothing made for them, begun with 175, as the book prints them.
SMOOTHED = {
    "0.1": [
        D(tons)
        for tons in "175 175.5 174.75 173.175 173.3575 175.02175 178.019575 178.2176175".split()
    ],
    "0.5": [
        D(tons)
        for tons in "175 177.5 172.75 165.875 170.4375 180.21875 192.609375 186.3046875".split()
    ],
}


def baltimore(alpha: str) -> list[tuple[Decimal, Decimal]]:
    """What came and what smoothing said for it, without the forecast for the period after the last."""
    return list(zip(BALTIMORE, SMOOTHED[alpha], strict=True))


CARLSON = list(
    zip(map(D, (90, 95, 115, 100, 125, 140)), map(D, (100, 100, 100, 110, 110, 110)), strict=True)
)
PERFECT = [(D(5), D(5)), (D(7), D(7)), (D(9), D(9))]


# --- examples of named sources


@pytest.mark.parametrize(
    ("measure", "alpha", "places", "expected"),
    [
        pytest.param(mad, "0.1", 5, "10.30732", id="heizer-render-port-of-baltimore-alpha-0.1-mad"),
        pytest.param(
            mape, "0.1", 8, "0.05593975", id="heizer-render-port-of-baltimore-alpha-0.1-mape"
        ),
        pytest.param(mad, "0.5", 4, "12.3291", id="port-of-baltimore-alpha-0.5-mad-own-arithmetic"),
        pytest.param(
            mape, "0.5", 8, "0.06756189", id="heizer-render-port-of-baltimore-alpha-0.5-mape"
        ),
        pytest.param(
            wape, "0.1", 7, "0.0573027", id="port-of-baltimore-alpha-0.1-wape-own-arithmetic"
        ),
        pytest.param(
            tracking_signal, "0.1", 5, "3.48864", id="port-of-baltimore-alpha-0.1-ts-own-arithmetic"
        ),
    ],
)
def test_port_of_baltimore(measure, alpha, places, expected):
    assert round(measure(baltimore(alpha)), places) == D(expected)


def test_port_of_baltimore_in_sums_of_our_own_arithmetic():
    absolute = sum(abs(error) for error in errors(baltimore("0.1")))
    assert round(absolute, 5) == D("82.45856")
    assert sum(BALTIMORE) == 1439
    assert round(percent_bias(baltimore("0.1")), 5) == D("0.02499")


def test_carlsons_bakery_of_heizer_and_render():
    """The book prints 14.2 and 2.5."""
    assert sum(errors(CARLSON)) == 35
    assert round(mad(CARLSON), 2) == D("14.17")
    assert round(tracking_signal(CARLSON), 2) == D("2.47")


def test_wilson_interval_of_6_in_32_as_r_prints_it():
    low, high = wilson(6, 32)
    assert (round(low, 8), round(high, 8)) == (D("0.08889545"), D("0.35309155"))


# --- edges


def test_more_came_than_was_said_is_above_zero():
    under = [(D(120), D(100))]
    assert errors(under) == [20]
    assert percent_bias(under) > 0
    assert tracking_signal(under) == 1


def test_no_error_at_all():
    assert percent_bias(PERFECT) == mad(PERFECT) == 0
    assert mape(PERFECT) == wape(PERFECT) == 0
    assert tracking_signal(PERFECT) is None, "there is no usual error to count in"


def test_an_actual_of_zero_has_no_mape_but_a_wape():
    some_zero = [(D(0), D(5)), (D(10), D(10))]
    assert mape(some_zero) is None
    assert wape(some_zero) == D("0.5")
    assert percent_bias(some_zero) == D("-0.5")


def test_actuals_of_nothing_have_no_share():
    nothing = [(D(0), D(5)), (D(0), D(7))]
    assert mape(nothing) is wape(nothing) is percent_bias(nothing) is None
    assert mad(nothing) == 6


@pytest.mark.parametrize("measure", [mad, mape, tracking_signal])
def test_without_pairs_there_is_no_mean(measure):
    with pytest.raises(ValueError, match="nothing to take the mean of"):
        measure([])


def test_without_pairs_there_are_no_errors_and_no_shares():
    assert errors([]) == []
    assert percent_bias([]) is wape([]) is None


def test_wilson_of_no_cases_none_and_all():
    assert wilson(0, 0) == (0, 1)
    assert wilson(0, 20)[0] == 0
    assert wilson(20, 20)[1] == 1
    assert 0 < wilson(0, 20)[1] < D("0.2")
    assert wilson(5, 20, z=D(0)) == (D("0.25"), D("0.25")), "no doubt wanted, no interval"


@pytest.mark.parametrize(("won", "cases"), [(2, 1), (-1, 5), (1, 0)])
def test_more_won_than_there_were_is_refused(won, cases):
    with pytest.raises(ValueError, match="is not a rate"):
        wilson(won, cases)


@pytest.mark.parametrize(
    ("won", "cases", "expected"),
    [
        (0, 0, None),
        (5, 9, None),
        (9, 9, None),
        (5, 10, "0.5"),
        (0, 10, "0"),
        (10, 10, "1"),
        (11, 10, "1.1"),
    ],
)
def test_a_rate_is_not_printed_under_ten_cases(won, cases, expected):
    assert rate_or_none(won, cases) == (None if expected is None else D(expected))


@pytest.mark.parametrize("least", [0, -5])
def test_no_cases_are_no_rate_however_few_are_enough(least):
    assert rate_or_none(0, 0, least) is None


# --- what holds for all numbers


@given(pairs)
def test_the_mean_error_never_exceeds_the_mean_absolute_error(given_):
    assert abs(sum(errors(given_))) <= (mad(given_) + TINY * 10**4) * len(given_)


@given(pairs)
def test_said_and_came_exchanged_turn_the_sign_and_nothing_else(given_):
    turned = [(forecast, actual) for actual, forecast in given_]
    assert sum(errors(turned)) == -sum(errors(given_))
    assert mad(turned) == mad(given_)


@given(pairs, some.permutations(range(10)))
def test_no_measure_hangs_on_the_order(given_, order):
    mixed = [given_[place] for place in order if place < len(given_)]
    for measure in (mad, wape, percent_bias):
        assert abs(measure(mixed) - measure(given_)) <= TINY * 10**9


@given(pairs, some.integers(2, 50))
def test_shares_and_signals_do_not_hang_on_the_unit(given_, factor):
    larger = [(actual * factor, forecast * factor) for actual, forecast in given_]
    for measure in (mape, wape, percent_bias, tracking_signal):
        first, second = measure(given_), measure(larger)
        assert first is second is None or abs(first - second) <= TINY * 10**6


@given(pairs)
def test_a_tracking_signal_lies_within_the_number_of_pairs(given_):
    signal = tracking_signal(given_)
    assert signal is None or abs(signal) <= len(given_) + TINY


@given(
    some.integers(1, 500).flatmap(
        lambda cases: some.tuples(some.integers(0, cases), some.just(cases))
    )
)
def test_wilson_holds_the_rate_stays_in_range_and_is_the_same_turned_round(counts):
    won, cases = counts
    low, high = wilson(won, cases)
    assert 0 <= low <= D(won) / cases <= high <= 1
    turned = wilson(cases - won, cases)
    assert abs(turned[0] - (1 - high)) <= TINY
    assert abs(turned[1] - (1 - low)) <= TINY


@given(some.integers(1, 100), some.integers(0, 100), some.integers(2, 20))
def test_more_cases_of_the_same_rate_narrow_the_interval(won, lost, times):
    low, high = wilson(won, won + lost)
    closer_low, closer_high = wilson(won * times, (won + lost) * times)
    assert closer_high - closer_low < high - low
