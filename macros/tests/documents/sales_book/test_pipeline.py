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
    out_of_funnel,
    required_coverage,
    spoken_seconds,
)

TINY = Decimal("1e-15")
D = Decimal
shares = st.decimals("0.01", "1", places=2)
funnels = st.lists(shares, max_size=6)
amounts = st.decimals("1", "1000000", places=2)


def close(value: Decimal, other: Decimal) -> bool:
    return abs(value - other) <= TINY * max(abs(value), abs(other), 1)


# --- examples of named sources

ROBERGE = [D(50) / 100, D(30) / 50, D(15) / 30, D(5) / 15]


def test_funnel_of_mark_roberge_at_hubspot():
    """100 leads a month and seller, 50 connects, 30 discovery calls, 15 demos, 5 customers; ten
    sellers need 1 000 leads.
    """
    assert [round(100 * share) for share in accumulate(ROBERGE, mul)] == [50, 30, 15, 5]
    assert close(out_of_funnel(D(100), ROBERGE), D(5))
    assert close(out_of_funnel(D(1), ROBERGE), D("0.05"))
    assert [round(many, 9) for many in needed_at_each_step(D(5), ROBERGE)] == [100, 50, 30, 15]
    assert round(needed_at_each_step(D(50), ROBERGE)[0], 9) == 1000


def test_coverage_of_winsabove():
    """4.8 M open for 1.6 M remaining; a win rate of 22 % asks for 4.5 times and gives 66 % of the
    remaining number.
    """
    assert coverage(D(4_800_000), D(1_600_000)) == 3
    assert round(required_coverage(D("0.22")), 1) == D("4.5")
    assert out_of_funnel(D(4_800_000), [D("0.22")]) == 1_056_000
    assert coverage(D(1_056_000), D(1_600_000)) == D("0.66")


def test_coverage_with_a_buffer_for_slippage():
    assert required_coverage(D("0.25"), D("1.2")) == D("4.8")


@pytest.mark.parametrize(
    ("words", "seconds"),
    [(0, 0), (1, 0), (2, 1), (5, 2), (149, 60), (150, 60), (151, 60), (375, 150)],
)
def test_speaking_time_at_150_words_a_minute(words, seconds):
    assert spoken_seconds(["word " * words]) == seconds
    assert spoken_seconds(["word"] * words) == seconds


# --- edges


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
