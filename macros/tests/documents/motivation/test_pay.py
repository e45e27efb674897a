"""Sums of pay: the examples of named sources, edges, and what must hold for any plan."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handbook.documents.motivation.sums import (
    TARGET,
    Curve,
    Measure,
    Point,
    base_commission_rate,
    clawback,
    payout_share,
    payslip,
    quota_to_ote,
    remaining_share,
    split,
    split_back,
)

D = Decimal
TINY = D("1e-15")
CENT = D("0.01")


def numbers(text: str) -> list[Decimal]:
    return [D(word) for word in text.split()]


# --- examples of named sources

LINEAR = Curve((Point(D(0), D(0)), TARGET))


@pytest.mark.parametrize("attained", ["0", "1", "2"])
def test_a_linear_plan_pays_what_is_attained_as_at_posthog(attained):
    assert payout_share(LINEAR, D(attained)) == D(attained)


def test_pay_at_target_bentega():
    assert base_commission_rate(D(30_000), D(600_000)) == D("0.05")
    assert quota_to_ote(D(600_000), D(100_000)) == 6


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
    assert [payout_share(only, D(attainment)) for attainment in ("0.9999", "1", "3")] == [0, 1, 1]
    assert payout_share(Curve(()), D(1)) == 0


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


@some.composite
def curves(draw, kind=None):
    """A curve with target in it, its points rising, its shares never falling, with or without a
    cap.
    """
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
def test_payout_never_falls_with_attainment(curve, first, second):
    less, more = sorted((first, second))
    assert 0 <= payout_share(curve, less) <= payout_share(curve, more) + TINY


@given(curves())
def test_target_pays_exactly_target(curve):
    assert payout_share(curve, D(1)) == 1


@given(curves(), attainments)
def test_no_payout_above_the_cap(curve, attainment):
    assert curve.cap is None or payout_share(curve, attainment) <= curve.cap


@given(curves(), some.integers(1, 300))
def test_payout_jumps_only_at_the_threshold_and_at_steps(curve, percent):
    at, step = D(percent) / 100, D("1e-9")
    steps = curve.points if curve.kind == "stepped" else curve.points[:1]
    jump = payout_share(curve, at) - payout_share(curve, at - step)
    steepest = 401  # the steepest curve here pays 4 for a hundredth
    assert jump <= step * steepest or at in {point.attainment for point in steps}


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
    reached = [
        measure._replace(share=share) for measure, share in zip(measures, shares, strict=False)
    ]
    slip = payslip(base, variable, reached)
    exact = base + sum(variable * measure.weight * measure.share for measure in reached)
    assert slip.total == sum(line.amount for line in slip.lines)
    assert abs(slip.total - exact) <= CENT * sum(measure.share + 1 for measure in reached)


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
