"""Pipeline sums: the examples of named sources, and what holds for all numbers."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate
from operator import mul

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.documents.sales_book.sums.pipeline import (
    coverage,
    months_open,
    needed_at_each_step,
    new_deals_a_month,
    out_of_funnel,
    required_coverage,
    slippage,
    spoken_seconds,
    too_old,
    velocity,
)
from handbook.facts.bands import holding

CENT = Decimal("0.01")
TINY = Decimal("1e-15")
D = Decimal
shares = st.decimals("0.01", "1", places=2)
funnels = st.lists(shares, max_size=6)
amounts = st.decimals("1", "1000000", places=2)


def close(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= TINY * max(abs(one), abs(other), 1)


# --- examples of named sources

ROBERGE = [D(50) / 100, D(30) / 50, D(15) / 30, D(5) / 15]


def test_funnel_of_mark_roberge_at_hubspot():
    """100 leads a month and seller, 50 connects, 30 discovery calls, 15 demos, 5 customers; ten sellers need 1 000 leads."""
    assert [round(100 * share) for share in accumulate(ROBERGE, mul)] == [50, 30, 15, 5]
    assert close(out_of_funnel(D(100), ROBERGE), D(5))
    assert close(out_of_funnel(D(1), ROBERGE), D("0.05"))
    assert [round(many, 9) for many in needed_at_each_step(D(5), ROBERGE)] == [100, 50, 30, 15]
    assert round(needed_at_each_step(D(50), ROBERGE)[0], 9) == 1000


def test_coverage_of_winsabove():
    """4.8 M open for 1.6 M remaining; a win rate of 22 % asks for 4.5 times and gives 66 % of the remaining number."""
    assert coverage(D(4_800_000), D(1_600_000)) == 3
    assert round(required_coverage(D("0.22")), 1) == D("4.5")
    assert out_of_funnel(D(4_800_000), [D("0.22")]) == 1_056_000
    assert coverage(D(1_056_000), D(1_600_000)) == D("0.66")


def test_coverage_with_a_buffer_for_slippage():
    assert required_coverage(D("0.25"), D("1.2")) == D("4.8")


def test_velocity_of_winsabove():
    base = velocity(D(18), D(42_000), D("0.24"), D(78))
    assert base.quantize(CENT) == D("2326.15")
    assert velocity(D(18), D(42_000), D("0.24"), D(65)).quantize(CENT) == D("2791.38")


@pytest.mark.parametrize("lever", [0, 1, 2])
def test_a_fifth_more_of_a_numerator_is_a_fifth_more_velocity(lever):
    given_ = [D(18), D(42_000), D("0.24")]
    more = [one * D("1.2") if place == lever else one for place, one in enumerate(given_)]
    assert close(velocity(*more, D(78)), velocity(*given_, D(78)) * D("1.2"))


def test_a_fifth_less_of_the_cycle_is_a_quarter_more_velocity():
    base = velocity(D(18), D(42_000), D("0.24"), D(78))
    assert close(velocity(D(18), D(42_000), D("0.24"), D(78) * D("0.8")), base * D("1.25"))


def test_load_of_a_seller_at_gitlab():
    """A third is won, so a deal is open for four months, and forty active ones mean ten new ones a month. 0.33 gives 3.99."""
    months = months_open(D(6), D(1) / 3)
    assert close(months, D(4))
    assert close(new_deals_a_month(D(40), months), D(10))
    assert months_open(D(6), D("0.33")) == D("3.99")


def test_slippage():
    assert slippage(D(30_000), D(120_000)) == D("0.25")
    assert slippage(D(0), D(120_000)) == 0
    assert slippage(D(120_000), D(120_000)) == 1


@pytest.mark.parametrize(
    ("words", "seconds"),
    [(0, 0), (1, 0), (2, 1), (5, 2), (149, 60), (150, 60), (151, 60), (375, 150)],
)
def test_speaking_time_at_150_words_a_minute(words, seconds):
    assert spoken_seconds(["word " * words]) == seconds
    assert spoken_seconds(["word"] * words) == seconds


@pytest.mark.parametrize(
    ("segment", "warned", "closed"), [("large", 45, 90), ("mid-market", 21, 45), ("small", 7, 15)]
)
def test_days_without_a_move_at_gitlab(segment, warned, closed):
    """By segment: from which day a deal is warned of, and from which it is closed."""
    bands = [(0, warned), (warned, closed), (closed, None)]
    days = [0, warned - 1, warned, closed - 1, closed, 10 * closed]
    assert [holding(bands, day) for day in days] == [0, 0, 1, 1, 2, 2], segment


# --- edges


@pytest.mark.parametrize(
    ("age", "ages", "expected"),
    [
        pytest.param("21", "5 10 30", True, id="over-twice-the-median"),
        pytest.param("20", "5 10 30", False, id="exactly-twice"),
        pytest.param("31", "10 20", True, id="median-of-two"),
        pytest.param("30", "10 20", False, id="exactly-twice-the-median-of-two"),
        pytest.param("0", "0", False, id="all-new"),
        pytest.param("1", "0 0", True, id="the-others-move-at-once"),
        pytest.param("500", "", False, id="nothing-to-compare-with"),
    ],
)
def test_a_deal_too_old_for_its_stage(age, ages, expected):
    assert too_old(D(age), [D(one) for one in ages.split()]) is expected


def test_a_funnel_without_steps_changes_nothing():
    assert needed_at_each_step(D(5), []) == []
    assert out_of_funnel(D(5), []) == 5


def test_nothing_wanted_needs_nothing_and_a_share_of_all_keeps_all():
    assert needed_at_each_step(D(0), ROBERGE) == [0, 0, 0, 0]
    assert needed_at_each_step(D(7), [D(1), D(1)]) == [7, 7]


@pytest.mark.parametrize(("win_rate", "months"), [(D(0), D(3)), (D(1), D(6))])
def test_months_open_where_all_is_lost_or_won(win_rate, months):
    assert months_open(D(6), win_rate) == months


# --- what holds for all numbers


@given(amounts, funnels)
def test_what_must_enter_is_what_comes_out_turned_round(wanted, funnel):
    entered = needed_at_each_step(wanted, funnel)[0] if funnel else wanted
    assert close(out_of_funnel(entered, funnel), wanted)


@given(amounts, funnels)
def test_each_step_needs_at_least_as_many_as_the_next(wanted, funnel):
    needed = [*needed_at_each_step(wanted, funnel), wanted]
    assert needed == sorted(needed, reverse=True)
    assert len(needed) == len(funnel) + 1


@given(amounts, st.lists(shares, min_size=1, max_size=6), st.data())
def test_a_better_share_never_asks_for_more(wanted, funnel, data):
    place = data.draw(st.integers(0, len(funnel) - 1))
    better = [
        *funnel[:place],
        data.draw(st.decimals(funnel[place], 1, places=2)),
        *funnel[place + 1 :],
    ]
    before, after = needed_at_each_step(wanted, funnel), needed_at_each_step(wanted, better)
    assert all(less <= more or close(less, more) for less, more in zip(after, before, strict=True))
    assert out_of_funnel(wanted, better) >= out_of_funnel(wanted, funnel)


@given(amounts, shares)
def test_required_coverage_is_just_enough(quota, win_rate):
    pipeline = quota * required_coverage(win_rate)
    assert close(coverage(out_of_funnel(pipeline, [win_rate]), quota), D(1))


@given(st.decimals("1", "60", places=1), shares, amounts)
def test_a_seller_holds_as_many_deals_as_come_in_while_one_is_open(cycle, win_rate, limit):
    months = months_open(cycle, win_rate)
    assert cycle / 2 <= months <= cycle
    assert close(new_deals_a_month(limit, months) * months, limit)


@given(amounts, amounts, shares, st.integers(1, 1000), st.integers(1, 1000))
def test_a_shorter_cycle_is_never_slower(deals, average, win_rate, one, other):
    short, long = sorted((D(one), D(other)))
    assert velocity(deals, average, win_rate, short) >= velocity(deals, average, win_rate, long)
    assert close(velocity(deals, average, win_rate, long) * long, deals * average * win_rate)


@given(amounts, st.lists(amounts, max_size=6), amounts)
def test_a_deal_once_too_old_does_not_grow_younger(age, ages, more):
    assert not too_old(age, ages) or too_old(age + more, ages)
