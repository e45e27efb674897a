"""The what-if: numbers by hand, agreement with the sums that the plan is made of, and what must rise when the plan rises."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.documents.forecast.plan.demand import demand_of
from handbook.documents.forecast.sums.capacity import required_hires, seat_months
from handbook.documents.forecast.sums.what_if import Asked, Basis, stretched, what_if
from handbook.documents.sales_book.sums.pipeline import needed_at_each_step, required_coverage
from handbook.rules.opened import Opened
from handbook.show.macro import Context as Page
from handbook.show.macro import all_macros
from handbook.text.load import Folder

D = Decimal
RAMP = (D("0"), D("0.5"), D("1"))
BASIS = Basis(
    D(873_000), D("0.5"), D(0), D(4), D("0.05"), D("1.2"), RAMP, (D("6.6667"), D("1.6667"))
)
ASKED = Asked(D(1_065_000), D("0.6"), D(3396), D(100_000), 3, 10)
MONEY = st.decimals(D(1), D(10**8), places=2)
WISHES = st.builds(
    Asked, MONEY, st.decimals(D("0.0001"), D(1), places=4), MONEY, MONEY, st.integers(0, 36), st.integers(1, 12)
)  # fmt: skip


def test_a_plan_by_hand():
    found = what_if(BASIS, ASKED)
    assert (found.value, found.orders, found.qualified) == (
        384_000,
        114,
        189,
    )  # 113.07 orders, 188.46 deals
    assert found.before == (1257, 315)
    assert (found.coverage, found.pipeline) == (D(2), 768_000)
    assert found.sellers == D("4.1")  # 384 000 / 95 000 = 4.04
    assert found.hires == 1  # 4 000 are missing, somebody from January on adds 11 875


def test_it_agrees_with_the_sums_that_it_is_made_of():
    found = what_if(BASIS, ASKED)
    (qualified,) = needed_at_each_step(D(384_000) / ASKED.order, [ASKED.win_rate])
    assert found.qualified - 1 < qualified <= found.qualified
    assert found.coverage == required_coverage(ASKED.win_rate, BASIS.buffer)
    adds = sum(seat_months(2026, date(2027, 1, 1), None, RAMP, 4)) / 12 * D(95_000)
    assert found.hires == required_hires(D(384_000), D(380_000), adds)


@pytest.mark.parametrize(
    ("months", "shares"),
    [
        (3, ["0", "0.5", "1"]),
        (1, ["1"]),
        (0, []),
        (6, ["0", "0", "0.5", "0.5", "1", "1"]),
        (2, ["0.5", "1"]),
    ],
)
def test_a_ramp_that_is_drawn_out_or_shortened_keeps_its_steps(months, shares):
    assert stretched(RAMP, months) == [D(share) for share in shares]


def test_who_begins_too_late_is_never_enough():
    assert what_if(BASIS, ASKED._replace(starts=12)).hires is None
    assert what_if(BASIS, ASKED._replace(starts=12, revenue=D(873_000))).hires == 0


@given(WISHES, MONEY)
def test_a_higher_plan_never_takes_less(context, more):
    less, most = (
        what_if(BASIS, context),
        what_if(BASIS, context._replace(revenue=context.revenue + more)),
    )
    for key in ("value", "orders", "qualified", "before", "pipeline", "sellers"):
        assert getattr(less, key) <= getattr(most, key), key
    assert less.hires is None or most.hires is None or less.hires <= most.hires


@given(WISHES, st.decimals(D("0.0001"), D(1), places=4))
def test_a_better_win_rate_never_takes_more_deals(context, other):
    low, high = sorted((context.win_rate, other))
    worse, better = (what_if(BASIS, context._replace(win_rate=rate)) for rate in (low, high))
    assert better.qualified <= worse.qualified
    assert better.coverage <= worse.coverage
    assert better.orders == worse.orders


@given(WISHES, st.integers(1, 12))
def test_whoever_begins_later_never_adds_more(context, month):
    early, late = sorted((context.starts, month))
    first, second = (what_if(BASIS, context._replace(starts=one)).hires for one in (early, late))
    assert second is None or (first is not None and first <= second)


def test_the_form_begins_with_the_numbers_of_the_plan(good: Folder):
    book = Opened(good, date(2026, 11, 23)).handbook
    demand = demand_of(book.facts)
    assert demand
    shown, plan = all_macros()["what_if"].select(Page(book, "forecast.md"))
    found = what_if(shown.basis, shown.asked)
    assert found.value == plan.orders
    assert abs(found.orders - demand.orders) < 1
    assert abs(found.qualified - demand.entering("proposal")) < 1
    assert shown.steps == ("First calls", "Reach Discovery")
    assert abs(found.before[1] - demand.entering("discovery")) < 1
    assert found.hires == 1
