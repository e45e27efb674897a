"""The sums of forecast methods: examples of named sources, edges, and what holds for all numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handbook.documents.forecast.sums.methods import (
    RollUp,
    roll_up,
    run_rate,
    seasonal_naive,
    spread,
    weighted,
)
from handbook.documents.sales_book.sums.pipeline import out_of_funnel

D = Decimal
money = some.decimals(0, 1_000_000, places=2)
shares = some.decimals(0, 1, places=2)
deals = some.lists(some.tuples(money, shares), max_size=8)
FRESHWORKS = [(D(amount), D("0.70")) for amount in (3950, 3060, 1460, 1340, 1285, 1190)]
# --- examples of named sources


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        pytest.param(FRESHWORKS, "8599.50", id="freshworks-negotiation (the page rounds to 8600)"),
        pytest.param([(D(20_000), D("0.30"))], "6000", id="skylead"),
        pytest.param([(D(100_000), D("0.10"))], "10000", id="revopsdictionary-10"),
        pytest.param([(D(100_000), D("0.50"))], "50000", id="revopsdictionary-50"),
        pytest.param([(D(100_000), D("0.80"))], "80000", id="revopsdictionary-80"),
        pytest.param([(D(10_000), D("0.60"))] * 3, "18000", id="operately"),
        pytest.param(
            [(D(100), D(percent) / 100) for percent in (0, 10, 20, 50, 75, 90)],
            "245",
            id="sourcegraph-stages-one-deal-of-100-in-each",
        ),
        pytest.param(
            [(D(100), D(percent) / 100) for percent in (0, 10, 20, 30, 50, 70, 90)],
            "270",
            id="fleet-stages-one-deal-of-100-in-each",
        ),
    ],
)
def test_weighted_pipeline(given_, expected):
    assert weighted(given_) == D(expected)


def test_freshworks_deals_in_all_and_their_spread():
    """The sum is the page's, the standard deviation our own arithmetic with the formula of
    beefed.ai.
    """
    assert sum(amount for amount, _ in FRESHWORKS) == 12_285
    assert round(spread(FRESHWORKS), 2) == D("2590.70")


def test_stage_conversion_of_mark_roberge_at_hubspot():
    """100 leads give 5 customers, through 50 connects, 30 discovery calls and 15 demos."""
    funnel = [D(50) / 100, D(30) / 50, D(15) / 30, D(5) / 15]
    assert round(out_of_funnel(D(100), funnel), 20) == 5
    assert round(out_of_funnel(D(30), funnel[2:]), 20) == 5


def test_categories_add_up_as_in_the_object_reference_of_salesforce():
    """Numbers of our own."""
    assert roll_up(D(100), D(60), D(40), D(50)) == RollUp(
        commit=D(160), most_likely=D(200), best_case=D(250)
    )


def test_run_rate_and_naive_of_our_own():
    assert run_rate(D(300), D("0.25")) == 1200
    assert seasonal_naive([D(10), D(20), D(30), D(40), D(11)], 4) == 20
    assert seasonal_naive([D(10), D(20)], 1) == 20, "the last one: naive"


# --- edges


def test_no_deals_are_worth_nothing_and_do_not_spread():
    assert weighted([]) == spread([]) == 0


@pytest.mark.parametrize("probability", [D(0), D(1)])
def test_what_is_certain_does_not_spread(probability):
    assert spread([(D(500), probability)]) == 0
    assert weighted([(D(500), probability)]) == 500 * probability


def test_a_half_spreads_most_and_half_the_amount():
    assert spread([(D(500), D("0.5"))]) == 250


def test_run_rate_at_its_edges():
    assert run_rate(D(0), D("0.5")) == 0
    assert run_rate(D(300), D(1)) == 300, "nothing is left to come"


@pytest.mark.parametrize(("actuals", "season"), [([], 1), ([D(1)], 2), ([D(1)] * 3, 4)])
def test_less_than_a_season_says_nothing(actuals, season):
    assert seasonal_naive(actuals, season) is None


def test_exactly_a_season_says_its_first_period():
    assert seasonal_naive([D(1), D(2), D(3), D(4)], 4) == 1


@pytest.mark.parametrize("season", [0, -1])
def test_a_season_without_periods_is_refused(season):
    with pytest.raises(ValueError, match="at least one period"):
        seasonal_naive([D(1)], season)


def test_empty_categories_roll_up_to_what_is_closed():
    assert roll_up(D(100), D(0), D(0), D(0)) == (100, 100, 100)


# --- what holds for all numbers


@given(deals, deals)
def test_weighted_pipelines_add_up_and_their_spreads_add_in_squares(first, second):
    assert weighted(first + second) == weighted(first) + weighted(second)
    assert abs(spread(first + second) ** 2 - spread(first) ** 2 - spread(second) ** 2) < D("1e-9")


@given(deals)
def test_a_weighted_pipeline_lies_between_nothing_and_all(given_):
    assert 0 <= weighted(given_) <= sum(amount for amount, _ in given_)
    assert 0 <= spread(given_) <= sum(amount for amount, _ in given_)


@given(money, some.decimals("0.01", 1, places=2), some.decimals("0.01", 1, places=2))
def test_the_later_it_is_the_less_a_run_rate_promises(so_far, first, second):
    assert run_rate(so_far, max(first, second)) <= run_rate(so_far, min(first, second))
    assert run_rate(so_far, first) >= so_far


@given(money, money, money, money)
def test_a_roll_up_grows_from_category_to_category(closed, commit, likely, best):
    rolled = roll_up(closed, commit, likely, best)
    assert closed <= rolled.commit <= rolled.most_likely <= rolled.best_case
