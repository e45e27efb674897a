"""What a pay plan pays: of a period, of a year, by slices; to the cent, and adding up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.documents.motivation.facts import PayPlan
from handbook.documents.motivation.pay import (
    SHOWN,
    clawback_example,
    cumulative_amount,
    is_payable,
    same_attainment,
    season_weights,
    seats_paid_by,
    slices_of,
    slip_of_period,
    slip_of_year,
    slips_of_year,
    usual_quota,
)
from handbook.documents.motivation.sums import (
    Curve,
    PayLine,
    Payslip,
    Point,
    payout_share,
    period_by_period,
    stretches,
    sum_of_payslips,
)
from handbook.rules.edition import edition_without_git

D = Decimal
TODAY = date(2026, 11, 23)


def plan(**more: Any) -> PayPlan:
    """A plan as a seller might have it; keys in place of its own."""
    return PayPlan.model_validate(
        {
            "id": "seller-2027", "role": "seller", "from": "2027-01-01", "fixed": "24 000", "variable": "12 000", "period": "quarter",
            "counts": "year to date", "measures": [{"measure": "signed-orders", "weight": "100 %", "counts_when": "Signed"}],
            "curve": [{"attained": "50 %", "paid": "0 %"}, {"attained": "100 %", "paid": "100 %"}, {"attained": "130 %", "paid": "160 %"}],
            "paid_by_day": "25", "paid_through": ["pay-run"], "agreed_on": "2026-12-01", "objections_within": "30 days", "answered_within": "10 business days",
        }
        | more
    )  # fmt: skip


TWO = [
    {"measure": "signed-orders", "weight": "70 %", "counts_when": "Signed"},
    {"measure": "records", "weight": "30 %", "counts_when": "Counted"},
]


# --- stretches of a curve


def curve(*points: tuple[str, str], cap: str | None = None) -> Curve:
    return Curve(
        tuple(Point(D(point), D(other)) for point, other in points), D(cap) if cap else None
    )


def test_stretches_begin_at_nothing_and_have_no_end():
    found = stretches(curve(("0.5", "0"), ("1", "1"), ("1.3", "1.6")))
    assert [(stretch.low, stretch.high, stretch.slope) for stretch in found] == [
        (0, D("0.5"), 0), (D("0.5"), 1, 2), (1, D("1.3"), 2), (D("1.3"), None, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cap", "last"),
    [
        ("1", [(D("0.5"), D(1), 2), (D(1), None, 0)]),
        ("1.3", [(1, D("1.15"), 2), (D("1.15"), None, 0)]),
        ("1.6", [(1, D("1.3"), 2), (D("1.3"), None, 0)]),
        ("2", [(D("1.3"), D("1.5"), 2), (D("1.5"), None, 0)]),
    ],
)
def test_a_cap_ends_the_rise_where_it_is_reached(cap, last):
    found = stretches(curve(("0.5", "0"), ("1", "1"), ("1.3", "1.6"), cap=cap))
    assert [(stretch.low, stretch.high, stretch.slope) for stretch in found][-2:] == last


def test_a_curve_that_begins_at_nothing_has_no_empty_stretch():
    assert [stretch.low for stretch in stretches(curve(("0", "0"), ("1", "1")))] == [0, 1]


@given(st.decimals(0, 4, places=4))
def test_the_sum_of_stretches_is_what_the_curve_pays(attained):
    capped = curve(("0.4", "0"), ("1", "1"), ("1.25", "1.7"), cap="2.4")
    sum_ = sum(
        (max(min(attained, part.high if part.high is not None else attained) - part.low, D(0)) * part.slope for part in stretches(capped)), D(0)
    )  # fmt: skip
    assert abs(sum_ - payout_share(capped, attained)) < D("1e-20")


# --- payslips


def test_at_target_the_plan_pays_exactly_its_variable_pay():
    odd = plan(fixed="24 001", variable="12 001", measures=TWO)
    year = slip_of_year(odd, D(1))
    assert year.of("base") == 24_001
    assert year.of("variable") == 12_001
    assert not year.of("accelerator")


@pytest.mark.parametrize(
    ("attained", "quarter", "year"),
    [
        ("0", 6000, 24_000), ("0.5", 6000, 24_000), ("0.8", 7800, 31_200),
        ("1", 9000, 36_000), ("1.2", 10_200, 40_800), ("1.5", 12_000, 48_000),
    ],
)  # fmt: skip
def test_payslips_at_the_attainments_shown(attained, quarter, year):
    assert D(attained) in SHOWN
    assert slip_of_period(plan(), D(attained)).total == quarter
    assert slip_of_year(plan(), D(attained)).total == year


def test_above_target_the_accelerator_has_a_line_of_its_own():
    assert slip_of_period(plan(), D("1.2")).lines == (
        PayLine("base", "", D("6000.00")),
        PayLine("variable", "signed-orders", D("3000.00")),
        PayLine("accelerator", "signed-orders", D("1200.00")),
    )


def test_a_cap_takes_the_accelerator_away():
    assert slip_of_period(plan(cap="100 %"), D("1.5")).total == 9000


@given(st.integers(1, 10**9), st.sampled_from([4, 12]))
def test_the_parts_of_a_year_add_up_to_the_year(cents, of):
    amount = D(cents) / 100
    parts = [
        cumulative_amount(amount, place, of) - cumulative_amount(amount, place - 1, of)
        for place in range(1, of + 1)
    ]
    assert sum(parts) == amount
    assert max(parts) - min(parts) <= D("0.01")


@given(st.lists(st.decimals(0, 3, places=3), min_size=4, max_size=4))
def test_by_the_year_to_date_the_quarters_pay_what_the_year_pays(quarters):
    """Unless more was had than the year gives, which is not taken back."""
    reached = [sum(quarters[:place]) / place for place in range(1, 5)]
    slips = slips_of_year(plan(), [same_attainment(plan(), attainment) for attainment in reached])
    earned = sum_of_payslips(slips)
    ahead = earned.of("ahead")
    assert ahead >= 0
    assert earned.total - ahead == slip_of_year(plan(), reached[-1]).total
    assert all(slip.total >= slip.of("base") for slip in slips)


def test_what_was_paid_ahead_is_settled_with_what_is_earned_later():
    reached = [D(2), D(1), D(1), D("1.5")]
    slips = slips_of_year(plan(), [same_attainment(plan(), attainment) for attainment in reached])
    assert [slip.of("ahead") for slip in slips] == [0, 3000, -3000, 0]
    assert [slip.total - slip.of("base") for slip in slips] == [9000, 0, 0, 15_000]


def test_period_by_period_each_period_stands_for_itself():
    alone = plan(counts="period by period")
    slips = slips_of_year(
        alone, [same_attainment(alone, D(attainment)) for attainment in ("0", "1", "1.3", "0.75")]
    )
    assert [slip.total - slip.of("base") for slip in slips] == [0, 3000, 4800, 1500]


def test_a_line_that_falls_away_is_taken_out_again():
    first = Payslip(
        (
            PayLine("base", "", D(10)),
            PayLine("variable", "a", D(5)),
            PayLine("accelerator", "a", D(2)),
        )
    )
    second = Payslip((PayLine("base", "", D(20)), PayLine("variable", "a", D(9))))
    assert [line.amount for line in period_by_period([first, second])[1].lines] == [10, 4, -2]


def test_a_third_does_not_cost_a_cent():
    """At 55 % this curve pays a quarter: no repeating decimal may push the half cent off."""
    thirds = plan(
        variable="0.08",
        curve=[{"attained": "40 %", "paid": "0 %"}, {"attained": "100 %", "paid": "100 %"}],
    )
    assert slip_of_period(thirds, D("0.55")).of("variable") == D("0.01")


@pytest.mark.parametrize(
    "more",
    [
        {"measures": TWO[:1]},
        {"measures": [TWO[0], {**TWO[0], "weight": "30 %"}]},
        {"curve": [{"attained": "100 %", "paid": "0 %"}, {"attained": "100 %", "paid": "100 %"}]},
    ],
    ids=["weights", "twice", "order"],
)
def test_of_a_broken_plan_no_payslip_is_made(more):
    assert is_payable(plan())
    assert not is_payable(plan(**more))


# --- rates and cases


def test_slices_say_what_an_order_pays():
    found = slices_of(plan(), D(120_000))
    assert [piece.rate for piece in found] == [0, D("0.2"), D("0.2"), D("0.2")]
    assert slices_of(plan(measures=TWO), D(120_000))[1].rate == D("0.14")
    assert slices_of(plan(), None)[1].rate is None


CLAWBACK = {"within": "6 months", "most_of_next": "25 %", "legal_note": "Only variable pay."}


@pytest.mark.parametrize(
    ("how", "back", "now", "later"),
    [
        ({"how": "full"}, 600, 600, 0),
        ({"how": "rest of the term"}, 300, 300, 0),
        ({"how": "fixed share", "share": "40 %"}, 240, 240, 0),
        ({"how": "full", "most_of_next": "10 %"}, 600, 300, 300),
    ],
)
def test_an_order_that_is_taken_back(how, back, now, later):
    found = clawback_example(plan(clawback=CLAWBACK | how))
    assert found is not None
    assert (found.brought, found.back, found.now, found.later) == (600, back, now, later)
    assert found.slip.of("clawback") == -now
    assert found.slip.total == 9000 - now


def test_without_a_clawback_there_is_no_case():
    assert clawback_example(plan()) is None


def test_quotas_of_the_good_handbook_pay_its_sellers(good):
    facts = edition_without_git(good, TODAY).handbook.facts
    now, coming, head = (
        facts[PayPlan][plan_id] for plan_id in ("seller-2025", "seller-2027", "sales-director-2025")
    )
    seats = seats_paid_by(facts, now)
    assert [year.seat.id for year in seats] == [
        "seller-1",
        "seller-2",
        "seller-3",
        "seller-4",
        "seller-5",
    ]
    assert usual_quota(seats) == 99_200
    assert seats_paid_by(facts, coming) == []
    assert seats_paid_by(facts, head) == []
    assert usual_quota([]) is None
    assert season_weights(facts, now) == [D("0.25"), D("0.20"), D("0.25"), D("0.30")]
