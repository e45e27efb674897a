"""The sums that the calculator is held to: edges by hand."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest

from tests.documents.sales_book.orders import (
    Given,
    Line,
    calculate,
    combined_rate,
    first_step,
    line_net,
    rate_in_bands,
)

D = Decimal

# --- levers


def test_levers_of_posthog_add_up():
    """An order of 100 k: 30 %; two years +3 %; signed on the agreed date +5 %; paid in 60 days
    instead of 30 -5 %.
    """
    bands = [(D(0), D(100_000), D("0.25")), (D(100_000), None, D("0.30"))]
    base = [
        Given("volume", rate_in_bands(bands, D(100_000))),
        Given("term", D("0.03")),
        Given("date", D("0.05")),
    ]
    assert combined_rate(base, D(1)) == D("0.38")
    assert combined_rate([*base, Given("payment", D("-0.05"))], D(1)) == D("0.33")


BANDS = [(D(0), D(5_000), D(0)), (D(5_000), D(20_000), D("0.05")), (D(20_000), None, D("0.08"))]


@pytest.mark.parametrize(
    ("value", "rate"),
    [
        ("0", "0"),
        ("4999.99", "0"),
        ("5000", "0.05"),
        ("19999.99", "0.05"),
        ("20000", "0.08"),
        ("1e9", "0.08"),
    ],
)
def test_a_band_begins_with_its_first_cent_and_ends_before_the_next(value, rate):
    assert rate_in_bands(BANDS, D(value)) == D(rate)


def test_outside_all_bands_nothing_is_given():
    assert rate_in_bands([], D(7)) == 0
    assert rate_in_bands(BANDS[1:2], D(1)) == rate_in_bands(BANDS[1:2], D(20_000)) == 0


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_of_two_that_may_not_combine_the_higher_counts_whoever_says_so(order):
    three = [Given("a", D("0.02"), ["b"]), Given("b", D("0.04")), Given("c", D("0.01"))]
    assert combined_rate([three[place] for place in order], D(1)) == D("0.05")


def test_the_sum_ends_at_the_most():
    assert combined_rate([Given("a", D("0.1")), Given("b", D("0.1"))], D("0.15")) == D("0.15")
    assert combined_rate([], D("0.15")) == 0
    assert combined_rate([Given("a", D("-0.05"))], D("0.15")) == D("-0.05")


# --- lines and orders


@pytest.mark.parametrize(
    ("price", "rate", "net"),
    [
        ("0.10", "0.05", "0.10"), ("0.30", "0.05", "0.29"), ("0.50", "0.05", "0.48"),
        ("1.00", "0.005", "1.00"), ("1.00", "0.0051", "0.99"), ("1.00", "-0.005", "1.01"),
    ],
)  # fmt: skip
def test_half_a_cent_is_rounded_up(price, rate, net):
    assert line_net(Line(D(price), D(0), D(0), D(1), D(rate))) == D(net)


@pytest.mark.parametrize(("rate", "below"), [("0.25", ()), ("0.2501", (0,)), ("0.2499", ())])
def test_a_price_exactly_at_its_floor_is_not_below_it(rate, below):
    assert calculate([Line(D(60), D(45), D(30), D(12), D(rate))]).below_floor == below


def test_only_the_lines_below_their_floor_are_named():
    fine, low = Line(D(60), D(45), D(30), D(1)), Line(D(60), D(45), D(30), D(1), D("0.5"))
    assert calculate([fine, low, fine, low]).below_floor == (1, 3)


def test_an_order_by_hand():
    """12 months of 60 with 5 % off and one visit of 80: 764 of 800 left, cost 400."""
    result = calculate(
        [Line(D(60), D(45), D(30), D(12), D("0.05")), Line(D(80), D(60), D(40), D(1))]
    )
    assert (result.at_list, result.net, result.cost) == (800, 764, 400)
    assert result.highest_rate == D("0.05")
    assert result.margin == D(364) / 764
    assert result.more == D(36) / 364


def test_an_empty_order_has_neither_margin_nor_more():
    result = calculate([])
    assert (result.at_list, result.net, result.cost, result.highest_rate) == (0, 0, 0, 0)
    assert (result.margin, result.more, result.below_floor) == (None, None, ())


@pytest.mark.parametrize(("cost", "more"), [("50", None), ("49.99", D(5000)), ("60", None)])
def test_where_nothing_is_left_no_volume_makes_up_for_it(cost, more):
    assert calculate([Line(D(100), D(0), D(cost), D(1), D("0.5"))]).more == more


def test_a_surcharge_is_no_discount():
    result = calculate([Line(D(100), D(90), D(50), D(1), D("-0.05"))])
    assert (result.net, result.highest_rate, result.below_floor) == (105, 0, ())


# --- who decides


@pytest.mark.parametrize(
    ("limits", "rate", "step"),
    [
        (["0.05", "0.10", None], "0", 0), (["0.05", "0.10", None], "0.05", 0), (["0.05", "0.10", None], "0.0501", 1),
        (["0.05", "0.10", None], "1", 2), (["0.05", "0.10"], "0.1001", None), ([], "0", None),
    ],
)  # fmt: skip
def test_the_first_step_that_reaches_far_enough_decides(limits, rate, step):
    assert first_step([D(limit) if limit else None for limit in limits], D(rate)) == step
