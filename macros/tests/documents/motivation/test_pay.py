"""Sums of pay: the examples of named sources, edges, and what must hold for any plan."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handbook.documents.motivation.sums import (
    LINEAR,
    TARGET,
    Cliff,
    Curve,
    Draw,
    Measure,
    Point,
    Tier,
    base_commission_rate,
    blended_rate,
    clawback,
    cliffs,
    commission,
    cumulative,
    curve_cliffs,
    draw_schedule,
    earned_by_tier,
    effective_rate,
    linear_payout,
    ote,
    pay_mix,
    payout_share,
    payslip,
    per_transaction,
    quota_to_ote,
    remaining_share,
    split,
    split_back,
)

D = Decimal
TINY = D("1e-15")
CENT = D("0.01")
KINDS = ["whole", "slices", "interpolated"]


def numbers(text: str) -> list[Decimal]:
    return [D(one) for one in text.split()]


def tiers(edges: str, pays: str) -> list[Tier]:
    """Tiers between the edges; "-" as the last edge leaves the last tier open."""
    marks = [None if edge == "-" else D(edge) for edge in edges.split()]
    return [
        Tier(low, high, one)
        for low, high, one in zip(marks[:-1], marks[1:], numbers(pays), strict=True)
        if low is not None
    ]


def close(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= TINY * max(abs(one), abs(other), 1)


# --- examples of named sources

ORACLE_STEPS = tiers("0 1000 3000 8000 20000", "0.01 0.02 0.03 0.05")
ORACLE_AMOUNTS = tiers("0 1000 3000 8000 20000", "10 40 100 2000")
ORACLE_SALES = numbers("200 300 1500 1200 2000 4500")
ORACLE_BLEND = tiers("0 1000 5000 10000", "0.01 0.02 0.03")
EXCELFORUM = tiers("0 100000 125000 -", "0.05 0.06 0.07")


@pytest.mark.parametrize(
    ("kind", "plan", "earned", "total"),
    [
        pytest.param(
            "slices", ORACLE_STEPS, "2 3 20 14 30 95", "164", id="oracle-step-rates-per-transaction"
        ),
        pytest.param(
            "interpolated",
            ORACLE_AMOUNTS,
            "2 3 20 14 30 80",
            "149",
            id="oracle-interpolated-rates-per-transaction",
        ),
        pytest.param(
            "whole",
            ORACLE_STEPS,
            "2 3 30 24 40 135",
            "234",
            id="oracle-steps-whole-per-transaction-own",
        ),
    ],
)
def test_commission_per_transaction(kind, plan, earned, total):
    assert per_transaction(kind, plan, ORACLE_SALES) == numbers(earned)
    assert sum(per_transaction(kind, plan, ORACLE_SALES)) == D(total)


@pytest.mark.parametrize(
    ("kind", "plan", "earned", "total"),
    [
        pytest.param(
            "slices",
            ORACLE_STEPS,
            "2 3 25 26 60 169",
            "285.00",
            id="oracle-step-rates-cumulative-own-arithmetic",
        ),
        pytest.param(
            "interpolated",
            ORACLE_AMOUNTS,
            "2 3 25 24 40 339.33",
            "433.33",
            id="oracle-interpolated-rates-cumulative-own-arithmetic",
        ),
        pytest.param(
            "whole",
            ORACLE_STEPS,
            "2 3 35 56 60 329",
            "485.00",
            id="oracle-steps-whole-cumulative-own-arithmetic",
        ),
    ],
)
def test_commission_cumulative(kind, plan, earned, total):
    found = cumulative(kind, plan, ORACLE_SALES)
    assert [one.quantize(CENT) for one in found] == numbers(earned)
    assert sum(found).quantize(CENT) == D(total)


@pytest.mark.parametrize(
    ("plan", "amount", "parts", "total", "rate"),
    [
        pytest.param(ORACLE_BLEND, "2500", "10 30 0", "40", "0.016", id="oracle-24b-blended-rate"),
        pytest.param(
            EXCELFORUM, "150000", "5000 1500 1750", "8250", "0.055", id="excelforum-three-tiers"
        ),
    ],
)
def test_commission_in_slices_and_its_blended_rate(plan, amount, parts, total, rate):
    assert earned_by_tier("slices", plan, D(amount)) == numbers(parts)
    assert commission("slices", plan, D(amount)) == D(total)
    assert blended_rate("slices", plan, D(amount)) == D(rate)


def test_parts_of_the_blended_rate_of_oracle_24b():
    assert [one / 2500 for one in earned_by_tier("slices", ORACLE_BLEND, D(2500))] == numbers(
        "0.004 0.012 0"
    )


def test_pay_at_target_bentega():
    assert ote(D(70_000), D(30_000)) == 100_000
    assert pay_mix(D(70_000), D(30_000)) == (D("0.7"), D("0.3"))
    assert base_commission_rate(D(30_000), D(600_000)) == D("0.05")
    assert quota_to_ote(D(600_000), D(100_000)) == 6


@pytest.mark.parametrize(
    ("attainment", "share"),
    [
        pytest.param("0", "0", id="posthog-linear-nothing"),
        pytest.param("1", "1", id="posthog-linear-target"),
        pytest.param("2", "2", id="posthog-linear-double"),
    ],
)
def test_linear_plan(attainment, share):
    assert payout_share(LINEAR, D(attainment)) == D(share)
    assert linear_payout(D(30_000), D(attainment)) == 30_000 * D(share)


ORACLE_DRAW = Draw(D(1000), periods=6, recover_from=4)


def test_draw_oracle_draw_and_recovery():
    found = draw_schedule(ORACLE_DRAW, numbers("500 700 400"))
    assert [one.draw for one in found] == numbers("500 300 600")
    assert [one.paid for one in found] == numbers("1000 1000 1000")
    assert [one.balance for one in found] == numbers("500 800 1400")
    assert [one.recovered for one in found] == numbers("0 0 0")


def test_draw_oracle_rule_of_recovery_own_numbers():
    """All above the minimum is kept back from the fourth period on; pay stays at 1 000 until nothing is owed."""
    found = draw_schedule(ORACLE_DRAW, numbers("500 700 400 1500 900 1800 300 2000"))
    assert [one.draw for one in found] == numbers("500 300 600 0 100 0 0 0")
    assert [one.recovered for one in found] == numbers("0 0 0 500 0 800 200 0")
    assert [one.paid for one in found] == numbers("1000 1000 1000 1000 1000 1000 100 2000")
    assert [one.balance for one in found] == numbers("500 800 1400 900 1000 200 0 0")


@pytest.mark.parametrize(
    ("share", "taken"),
    [
        pytest.param("0.5", "5000.00", id="core8-half"),
        pytest.param("1", "10000.00", id="in-full-own"),
        pytest.param("0", "0.00", id="nothing-own"),
    ],
)
def test_clawback(share, taken):
    assert clawback(D(10_000), D(share)) == D(taken)


def test_clawback_core8_on_the_payslip():
    slip = payslip(D(3000), D(0), [], taken_back=clawback(D(10_000), D("0.5")))
    assert [(line.name, line.amount) for line in slip.lines] == [
        ("Base", D(3000)),
        ("Clawback", D(-5000)),
    ]


# --- edges


@pytest.mark.parametrize(
    ("kind", "amount", "earned"),
    [
        ("whole", "0", "0"),
        ("whole", "999.99", "9.9999"),
        ("whole", "1000", "20"),
        ("whole", "20000", "1000"),
        ("whole", "25000", "1000"),
        ("slices", "0", "0"),
        ("slices", "1000", "10"),
        ("slices", "20000", "800"),
        ("slices", "25000", "800"),
        ("slices", "-100", "0"),
        ("whole", "-100", "0"),
    ],
)
def test_commission_on_the_edges_of_tiers(kind, amount, earned):
    """An edge belongs to the tier that begins there; a last tier that ends is a cap; below the first nothing is earned."""
    assert commission(kind, ORACLE_STEPS, D(amount)) == D(earned)


@pytest.mark.parametrize(
    ("amount", "earned"), [("1000", "10"), ("3000", "50"), ("20000", "2150"), ("90000", "2150")]
)
def test_interpolated_commission_has_earned_a_tier_at_its_end(amount, earned):
    assert commission("interpolated", ORACLE_AMOUNTS, D(amount)) == D(earned)


def test_an_open_tier_cannot_be_earned_pro_rata():
    with pytest.raises(ValueError, match="from 1000 without end"):
        commission("interpolated", tiers("0 1000 -", "10 40"), D(5))
    assert commission("interpolated", tiers("0 1000 -", "10 0"), D(5000)) == 10


@pytest.mark.parametrize("kind", KINDS)
def test_without_tiers_or_sales_nothing_is_earned(kind):
    assert commission(kind, [], D(100)) == 0
    assert cumulative(kind, ORACLE_STEPS, []) == []
    assert blended_rate(kind, ORACLE_STEPS, D(0)) is None


def test_year_to_date_carries_what_was_sold_before():
    assert cumulative("slices", ORACLE_STEPS, [D(500)], before=D(2900)) == [D(2) + D(12)]


def test_a_return_takes_back_what_the_sale_had_added():
    assert cumulative("slices", ORACLE_STEPS, [D(900), D(300), D(-300)]) == [D(9), D(5), D(-5)]


def test_cliffs_of_a_whole_amount():
    assert cliffs("whole", ORACLE_STEPS) == [
        Cliff(D(1000), D(10)),
        Cliff(D(3000), D(30)),
        Cliff(D(8000), D(160)),
    ]
    assert cliffs("whole", tiers("0 10 20 -", "0.1 0.1 0.05")) == [Cliff(D(20), D(-1))], (
        "a falling rate jumps down"
    )
    assert cliffs("whole", tiers("500 -", "0.1")) == [Cliff(D(500), D(50))], (
        "a first tier that begins late"
    )
    assert (
        cliffs("whole", [])
        == cliffs("slices", ORACLE_STEPS)
        == cliffs("interpolated", ORACLE_AMOUNTS)
        == []
    )


ACCELERATED = Curve((Point(D("0.5"), D("0.25")), TARGET, Point(D("1.2"), D("1.6"))), cap=D(2))
STEPPED = Curve((Point(D("0.8"), D("0.5")), TARGET, Point(D("1.2"), D("1.5"))), kind="stepped")


@pytest.mark.parametrize(
    ("attainment", "share"),
    [
        ("0", "0"),
        ("0.4999", "0"),
        ("0.5", "0.25"),
        ("0.8", "0.70"),
        ("1", "1"),
        ("1.1", "1.3"),
        ("1.2", "1.6"),
        ("1.3", "1.9"),
        ("1.34", "2"),
        ("5", "2"),
    ],
)
def test_linear_curve_with_threshold_accelerator_and_cap(attainment, share):
    assert payout_share(ACCELERATED, D(attainment)) == D(share)


@pytest.mark.parametrize(
    ("attainment", "share"),
    [("0.7999", "0"), ("0.8", "0.5"), ("0.9999", "0.5"), ("1", "1"), ("1.2", "1.5"), ("9", "1.5")],
)
def test_stepped_curve(attainment, share):
    assert payout_share(STEPPED, D(attainment)) == D(share)


def test_a_curve_of_one_point_pays_all_or_nothing():
    only = Curve((TARGET,))
    assert [payout_share(only, D(one)) for one in ("0.9999", "1", "3")] == [0, 1, 1]
    assert curve_cliffs(only) == [Cliff(D(1), D(1))]
    assert payout_share(Curve(()), D(1)) == 0


def test_cliffs_of_curves():
    assert curve_cliffs(LINEAR) == []
    assert curve_cliffs(ACCELERATED) == [Cliff(D("0.5"), D("0.25"))]
    assert curve_cliffs(STEPPED) == [(D("0.8"), D("0.5")), (D(1), D("0.5")), (D("1.2"), D("0.5"))]
    capped = Curve(STEPPED.points, cap=D("1.1"), kind="stepped")
    assert curve_cliffs(capped)[-1] == Cliff(D("1.2"), D("0.1"))
    assert curve_cliffs(Curve((Point(D(0), D("0.3")), TARGET))) == [], "a guarantee is no cliff"


def test_effective_rate_rises_with_an_accelerator():
    rates = [
        effective_rate(30_000 * payout_share(ACCELERATED, D(a)), D(a), D(600_000))
        for a in ("1", "1.2")
    ]
    assert rates == [D("0.05"), D(48_000) / D(720_000)]
    assert effective_rate(D(0), D(0), D(600_000)) is None


def test_a_draw_that_is_never_recovered_owes_nothing():
    found = draw_schedule(Draw(D(1000), periods=2, recover_from=None), numbers("400 1600 900"))
    assert [(one.draw, one.paid, one.balance) for one in found] == [
        (600, 1000, 0),
        (0, 1600, 0),
        (0, 900, 0),
    ]


def test_a_share_of_recovery_leaves_the_rest_to_the_seller():
    found = draw_schedule(
        Draw(D(1000), 1, recover_from=2, share=D("0.5")), numbers("0 600 600 600.01 600")
    )
    assert [one.recovered for one in found] == numbers("0 300 300 300.01 99.99")
    assert [one.balance for one in found] == numbers("1000 700 400 99.99 0")
    assert draw_schedule(ORACLE_DRAW, []) == []


@pytest.mark.parametrize(
    ("left", "term", "share"),
    [
        ("36", "36", "1"),
        ("9", "36", "0.25"),
        ("0", "36", "0"),
        ("-1", "36", "0"),
        ("40", "36", "1"),
    ],
)
def test_remaining_share_of_a_term(left, term, share):
    assert remaining_share(D(left), D(term)) == D(share)


def test_clawback_pro_rata_is_rounded_to_the_cent():
    assert clawback(D("100.00"), remaining_share(D(1), D(3))) == D("33.33")
    assert clawback(D("100.01"), D("0.5")) == D("50.01")


BACK = {
    "all, at thirds": ("100.00", {"a": "33.34", "b": "33.33", "c": "33.33"}, "33.34 33.33 33.33"),
    "half, at thirds": ("50.00", {"a": "33.34", "b": "33.33", "c": "33.33"}, "16.67 16.67 16.66"),
    "one cent": ("0.01", {"a": "50.00", "b": "50.00"}, "0.01 0.00"),
    "one cent, of the larger": ("0.01", {"a": "30.00", "b": "70.00"}, "0.00 0.01"),
    "seventy to thirty": ("449.99", {"a": "420.00", "b": "180.00"}, "314.99 135.00"),
    "somebody who had nothing": ("0.03", {"a": "0.01", "b": "0.00", "c": "0.02"}, "0.01 0.00 0.02"),
    "nothing": ("0.00", {"a": "1.00", "b": "2.00"}, "0.00 0.00"),
    "nothing was paid": ("0.00", {"a": "0.00", "b": "0.00"}, "0.00 0.00"),
    "steps of a curve": (
        "250.00",
        {"to half": "100.00", "to target": "300.00", "above": "100.00"},
        "50 150 50",
    ),
}


@pytest.mark.parametrize(("back", "paid", "taken"), BACK.values(), ids=BACK)
def test_what_is_taken_back_is_split_as_it_was_paid(back, paid, taken):
    found = split_back(D(back), {name: D(part) for name, part in paid.items()})
    assert list(found) == list(paid)
    assert list(found.values()) == numbers(taken)


@pytest.mark.parametrize("back", ["3.01", "-0.01", "0.001"])
def test_what_cannot_be_taken_back(back):
    with pytest.raises(ValueError, match=r"paid|below zero"):
        split_back(D(back), {"a": D("1.00"), "b": D("2.00")})


def test_a_refund_is_the_mirror_of_the_amount():
    halves = {"a": D("0.5"), "b": D("0.5")}
    assert split(D("0.05"), halves) == {"a": D("0.03"), "b": D("0.02")}
    assert split(D("-0.05"), halves) == {"a": D("-0.03"), "b": D("-0.02")}


def test_cents_that_are_left_go_to_the_largest_remainders():
    assert split(D("0.10"), {"a": D("0.45"), "b": D("0.55")}) == {"a": D("0.05"), "b": D("0.05")}
    assert split(D("100.00"), {"a": D("0.3333"), "b": D("0.3333"), "c": D("0.3334")})["c"] == D(
        "33.34"
    )
    assert split(D("0.01"), {"a": D("0.5"), "b": D("0.5")}) == {"a": D("0.01"), "b": D(0)}
    assert split(D("7.00"), {"seller": D(1)}) == {"seller": D("7.00")}


@pytest.mark.parametrize(
    ("amount", "shares", "words"),
    [
        ("10", {"a": "0.9"}, "add up to 0.9"),
        ("10", {"a": "0.9", "b": "0.2"}, "add up to 1.1"),
        ("10", {}, "add up to 0"),
        ("10.001", {"a": "1"}, "not in whole cents"),
    ],
)
def test_a_split_that_does_not_close_is_refused(amount, shares, words):
    with pytest.raises(ValueError, match=words):
        split(D(amount), {name: D(share) for name, share in shares.items()})


def test_payslip_names_every_line():
    measures = [
        Measure("new revenue", D("0.8"), D("1.3")),
        Measure("retention", D("0.2"), D("0.5")),
    ]
    slip = payslip(
        D(3000), D("2500.00"), measures, draw=D(0), recovered=D(200), taken_back=D("150.50")
    )
    assert [(line.name, line.amount) for line in slip.lines] == [
        ("Base", D(3000)),
        ("Variable: new revenue", D(2000)),
        ("Variable: retention", D(250)),
        ("Accelerator: new revenue", D(600)),
        ("Draw recovered", D(-200)),
        ("Clawback", D("-150.50")),
    ]
    assert slip.total == D("5499.50")
    assert slip.of("variable") == 2250


def test_payslip_of_nothing_sold_still_shows_each_measure():
    slip = payslip(D(3000), D(2500), [Measure("new revenue", D(1), D(0))], draw=D(1000))
    assert [(line.name, line.amount) for line in slip.lines] == [
        ("Base", 3000),
        ("Variable: new revenue", 0),
        ("Draw", 1000),
    ]
    assert slip.total == 4000


def test_payslip_refuses_weights_that_do_not_close():
    with pytest.raises(ValueError, match=r"add up to 0\.9"):
        payslip(D(3000), D(2500), [Measure("new revenue", D("0.9"), D(1))])


# --- whatever the plan

money = some.decimals("0", "100000", places=2)
rates = some.decimals("0", "0.5", places=3)
sales = some.lists(money, max_size=6)


@some.composite
def plans(draw, kind=None, rising=False):
    """A kind and its tiers: from zero, without gap, the last open unless it is earned pro rata."""
    kind = kind or draw(some.sampled_from(KINDS))
    edges = [
        0,
        *sorted(draw(some.lists(some.integers(1, 50_000), min_size=1, max_size=4, unique=True))),
    ]
    ends = [*edges[1:], 60_000 if kind == "interpolated" else None]
    pays = draw(
        some.lists(
            money if kind == "interpolated" else rates, min_size=len(ends), max_size=len(ends)
        )
    )
    pays = sorted(pays) if rising else pays
    return kind, [
        Tier(D(a), None if b is None else D(b), p)
        for a, b, p in zip(edges, ends, pays, strict=True)
    ]


@some.composite
def curves(draw, kind=None):
    """A curve with target in it, its points rising, its shares never falling, with or without a cap."""
    below = sorted(draw(some.lists(some.integers(0, 99), max_size=3, unique=True)))
    above = sorted(draw(some.lists(some.integers(101, 200), max_size=3, unique=True)))
    low = sorted(draw(some.lists(some.integers(0, 100), min_size=len(below), max_size=len(below))))
    high = sorted(
        draw(some.lists(some.integers(100, 400), min_size=len(above), max_size=len(above)))
    )
    points = [*zip(below, low, strict=True), (100, 100), *zip(above, high, strict=True)]
    cap = draw(some.none() | some.decimals("1", "4", places=2))
    kind = kind or draw(some.sampled_from(["linear", "stepped"]))
    return Curve(tuple(Point(D(a) / 100, D(b) / 100) for a, b in points), cap, kind)


attainments = some.decimals("0", "3", places=4)


@given(curves(), attainments, attainments)
def test_payout_never_falls_with_attainment(curve, one, other):
    less, more = sorted((one, other))
    assert 0 <= payout_share(curve, less) <= payout_share(curve, more) + TINY


@given(curves())
def test_target_pays_exactly_target(curve):
    assert payout_share(curve, D(1)) == 1


@given(curves(), attainments)
def test_no_payout_above_the_cap(curve, attainment):
    assert curve.cap is None or payout_share(curve, attainment) <= curve.cap


@given(curves(), some.integers(1, 300))
def test_payout_jumps_only_where_a_cliff_is_declared(curve, percent):
    at, step = D(percent) / 100, D("1e-9")
    declared = {cliff.at: cliff.jump for cliff in curve_cliffs(curve)}
    jump = payout_share(curve, at) - payout_share(curve, at - step)
    assert abs(jump - declared.get(at, 0)) <= step * 401, (
        "the steepest curve here pays 4 for a hundredth"
    )


@given(plans(), some.data())
def test_commission_jumps_only_where_a_cliff_is_declared(plan, data):
    kind, bands = plan
    at = data.draw(
        some.sampled_from([tier.low for tier in bands[1:]]) | some.integers(1, 59_999).map(D)
    )
    step = D("1e-9")
    declared = {cliff.at: cliff.jump for cliff in cliffs(kind, bands)}
    jump = commission(kind, bands, at) - commission(kind, bands, at - step)
    steepest = 100_000 if kind == "interpolated" else 1
    assert abs(jump - declared.get(at, 0)) <= step * steepest
    assert not declared or kind == "whole"
    assert set(declared) <= {tier.low for tier in bands}


@given(plans(rising=True), money, money)
def test_commission_with_rising_rates_never_falls(plan, one, other):
    less, more = sorted((one, other))
    assert commission(*plan, less) <= commission(*plan, more) + TINY


@given(plans(rising=True, kind="slices"), money)
def test_whole_pays_at_least_as_much_as_slices_when_rates_rise(plan, amount):
    assert commission("whole", plan[1], amount) >= commission("slices", plan[1], amount)


@given(plans(), money)
def test_one_transaction_earns_the_same_either_way(plan, amount):
    assert (
        per_transaction(*plan, [amount])
        == cumulative(*plan, [amount])
        == [commission(*plan, amount)]
    )


@given(plans(), sales)
def test_cumulative_transactions_add_up_to_the_commission_of_their_sum(plan, amounts):
    assert close(sum(cumulative(*plan, amounts), D(0)), commission(*plan, sum(amounts, D(0))))


@given(plans(), sales, some.randoms())
def test_the_order_of_transactions_changes_no_total(plan, amounts, random):
    mixed = random.sample(amounts, len(amounts))
    assert close(sum(cumulative(*plan, mixed)), sum(cumulative(*plan, amounts)))
    assert close(sum(per_transaction(*plan, mixed)), sum(per_transaction(*plan, amounts)))


@given(plans(rising=True), sales)
def test_with_rising_rates_cumulative_never_pays_less_than_per_transaction(plan, amounts):
    kind, bands = plan
    if kind != "interpolated":
        assert sum(cumulative(kind, bands, amounts)) >= sum(per_transaction(kind, bands, amounts))


@given(some.lists(money, min_size=1, max_size=4), rates)
def test_with_one_rate_all_conventions_agree(amounts, rate):
    flat = [Tier(D(0), None, rate)]
    expected = [amount * rate for amount in amounts]
    assert (
        per_transaction("whole", flat, amounts)
        == per_transaction("slices", flat, amounts)
        == expected
    )
    assert cumulative("whole", flat, amounts) == cumulative("slices", flat, amounts) == expected


@given(plans(kind="interpolated"), money)
def test_interpolated_amounts_are_slices_at_the_rate_of_the_tier(plan, amount):
    rated = [Tier(low, high, pays / (high - low)) for low, high, pays in plan[1]]
    assert abs(
        commission("slices", rated, amount) - commission("interpolated", plan[1], amount)
    ) < D("1e-12")


@given(money, some.lists(some.integers(0, 100), min_size=1, max_size=6), some.sampled_from([1, -1]))
def test_splits_add_up_to_the_whole_and_are_a_cent_off_at_most(amount, weights, sign):
    cuts = [0, *sorted(weights)[:-1], 100]
    shares = {str(place): D(b - a) / 100 for place, (a, b) in enumerate(pairwise(cuts))}
    parts = split(sign * amount, shares)
    assert sum(parts.values()) == sign * amount
    assert list(parts) == list(shares)
    for name, share in shares.items():
        assert abs(parts[name] - sign * amount * share) < CENT
        assert parts[name] == parts[name].quantize(CENT)
        assert share or not parts[name], "who has no share gets no cent"


draws = some.builds(
    Draw,
    minimum=money,
    periods=some.integers(0, 8),
    recover_from=some.none() | some.integers(1, 8),
    share=some.decimals("0", "1", places=2),
)


@given(draws, some.lists(money, max_size=10))
def test_draw_and_balance_are_never_negative_and_nothing_is_lost(draw, earnings):
    found = draw_schedule(draw, earnings)
    for period, one in enumerate(found, start=1):
        assert one.draw >= 0
        assert one.balance >= 0
        assert one.recovered >= 0
        assert one.paid == one.earned + one.draw - one.recovered
        assert one.paid >= (draw.minimum if period <= draw.periods else 0)
        assert not (one.draw and one.recovered)
    if draw.recover_from is not None and found:
        assert found[-1].balance == sum(one.draw - one.recovered for one in found)


@given(draws, some.lists(money, max_size=10))
def test_a_draw_that_is_paid_back_costs_nothing(draw, earnings):
    found = draw_schedule(draw, earnings)
    if draw.recover_from is not None and found and not found[-1].balance:
        assert sum(one.paid for one in found) == sum(earnings)


@given(money, some.decimals("0", "1", places=4))
def test_clawback_takes_no_more_than_was_earned(earned, share):
    assert 0 <= clawback(earned, share) <= earned


@given(
    money,
    money,
    some.lists(some.integers(1, 99), max_size=3, unique=True),
    some.lists(attainments, min_size=4, max_size=4),
)
def test_payslip_pays_target_at_target_and_the_sum_of_its_lines(base, variable, cuts, shares):
    ends = [0, *sorted(cuts), 100]
    weights = [D(b - a) / 100 for a, b in pairwise(ends)]
    measures = [Measure(str(place), weight, D(1)) for place, weight in enumerate(weights)]
    assert payslip(base, variable, measures).total == base + variable
    reached = [one._replace(share=share) for one, share in zip(measures, shares, strict=False)]
    slip = payslip(base, variable, reached)
    exact = base + sum(variable * one.weight * one.share for one in reached)
    assert slip.total == sum(line.amount for line in slip.lines)
    assert abs(slip.total - exact) <= CENT * sum(one.share + 1 for one in reached)


@given(money, money)
def test_pay_mix_adds_up_to_exactly_one(base, variable):
    if base + variable:
        assert sum(pay_mix(base, variable)) == 1


cents = some.integers(0, 10**9).map(lambda number: D(number) * CENT)
paid_to = some.dictionaries(some.text("abcdef", min_size=1), cents, min_size=1, max_size=6)


@given(paid_to, some.lists(some.integers(0, 10_000), max_size=5))
def test_taking_back_adds_up_and_never_takes_more_than_was_paid(paid, steps):
    """However often a part is taken back, and then the rest: each ends at zero."""
    has = dict(paid)
    for step in steps:
        back = clawback(sum(has.values()), D(step) / 10_000)
        taken = split_back(back, has)
        assert sum(taken.values()) == back
        assert all(0 <= taken[name] <= has[name] for name in has)
        total = sum(has.values())
        assert all(
            abs(taken[name] * total - back * has[name]) < CENT * total for name in has if total
        )
        has = {name: has[name] - taken[name] for name in has}
    assert split_back(sum(has.values(), D(0)), has) == has


@given(cents, some.lists(some.integers(1, 99), max_size=4, unique=True))
def test_paying_and_taking_back_the_whole_is_zero_for_each(amount, cuts):
    ends = [0, *sorted(cuts), 100]
    shares = {str(place): D(b - a) / 100 for place, (a, b) in enumerate(pairwise(ends))}
    paid = split(amount, shares)
    assert split_back(amount, paid) == paid
    assert split(-amount, shares) == {name: -part for name, part in paid.items()}
