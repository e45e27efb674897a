"""What customers are worth and which matter most: examples of named sources, edges, and what holds for all numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handbook.documents.customer_base.sums import (
    abc,
    acquisition_cost,
    concentration,
    gross_retention,
    lifetime_value,
    net_retention,
    payback_months,
    rfm_scores,
    variation,
    xyz,
)

D = Decimal
money = some.decimals(0, 100_000, places=2)
values = some.lists(money, max_size=12)
rows = some.lists(
    some.tuples(some.integers(0, 400).map(D), some.integers(0, 30).map(D), money), max_size=15
)


def numbers(text: str) -> list[Decimal]:
    return [D(one) for one in text.split()]


# --- examples of named sources


def test_retention_of_pulserevops():
    """10.0 at the start, 1.8 more, 0.6 less, 0.9 gone."""
    assert gross_retention(D("10.0"), D("0.6"), D("0.9")) == D("0.85")
    assert net_retention(D("10.0"), D("1.8"), D("0.6"), D("0.9")) == D("1.03")


def test_rfm_scores_of_travis_giggy():
    customers = [
        (D(3), D(6), D(540)),
        (D(6), D(10), D(940)),
        (D(45), D(1), D(30)),
        (D(21), D(2), D(64)),
        (D(14), D(4), D(169)),
    ]
    scores = rfm_scores(customers)
    assert [one.recency for one in scores] == [5, 4, 1, 2, 3]
    assert [one.frequency for one in scores] == [4, 5, 1, 2, 3]
    assert [one.money for one in scores] == [4, 5, 1, 2, 3]


def test_value_and_cost_of_a_customer_of_our_own():
    """100 a month at 80 % margin and 2 % churn: worth 4 000, three times the 1 200 it cost, paid back in 15 months."""
    assert lifetime_value(D(100), D("0.8"), D("0.02")) == 4000
    assert acquisition_cost(D(60_000), D(50)) == 1200
    assert payback_months(D(1200), D(100), D("0.8")) == 15


# --- edges


def test_retention_of_all_and_of_none():
    assert gross_retention(D(10), D(0), D(0)) == net_retention(D(10), D(0), D(0), D(0)) == 1
    assert gross_retention(D(10), D(0), D(10)) == net_retention(D(10), D(0), D(0), D(10)) == 0


def test_everybody_leaves_within_the_period():
    assert lifetime_value(D(100), D("0.8"), D(1)) == 80
    assert payback_months(D(0), D(100), D("0.8")) == 0


@pytest.mark.parametrize(("many", "expected"), [(0, []), (1, [1]), (2, [1, 3]), (3, [1, 2, 4])])
def test_fewer_than_five_customers_do_not_reach_every_score(many, expected):
    scores = rfm_scores([(D(-place), D(place), D(place)) for place in range(many)])
    assert [tuple(one) for one in scores] == [(score,) * 3 for score in expected]


def test_ten_customers_are_five_pairs():
    scores = rfm_scores([(D(0), D(0), D(place)) for place in range(10)])
    assert [one.money for one in scores] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert {one.recency for one in scores} == {1}, "equals score alike"


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        pytest.param("", "", id="nobody"),
        pytest.param("5", "A", id="one"),
        pytest.param("0 0", "CC", id="no-business"),
        pytest.param("80 15 5", "ABC", id="each-begins-exactly-on-an-edge"),
        pytest.param("79.99 15.01 5", "AAC", id="begins-a-cent-before-the-edge"),
        pytest.param("90 10", "AB", id="a-giant-is-A"),
        pytest.param("97 3", "AC", id="a-giant-leaves-no-B"),
        pytest.param("5 80 15", "CAB", id="in-the-order-of-the-values"),
        pytest.param("20 20 20 20 20", "AAAAB", id="equals-in-their-order"),
        pytest.param("100 0", "AC", id="who-buys-nothing-is-C"),
    ],
)
def test_abc_classes(given_, expected):
    assert "".join(abc(numbers(given_))) == expected


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("", None),
        ("0 0 0", None),
        ("7", "0"),
        ("7 7 7", "0"),
        ("90 110", "0.1"),
        ("75 125", "0.25"),
        ("0 2", "1"),
    ],
)
def test_variation_is_of_the_population(given_, expected):
    """Of a sample 90 and 110 would vary by 0.141."""
    assert variation(numbers(given_)) == (None if expected is None else D(expected))


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        pytest.param("", "Z", id="nothing"),
        pytest.param("0 0", "Z", id="no-business"),
        pytest.param("7 7 7", "X", id="always-the-same"),
        pytest.param("90.01 109.99", "X", id="just-under-10"),
        pytest.param("90 110", "Y", id="exactly-10"),
        pytest.param("75.01 124.99", "Y", id="just-under-25"),
        pytest.param("75 125", "Z", id="exactly-25"),
        pytest.param("0 0 0 100", "Z", id="once"),
    ],
)
def test_xyz_classes(given_, expected):
    assert xyz(numbers(given_)) == expected


@pytest.mark.parametrize(
    ("given_", "top", "expected"),
    [
        ("", 3, 0),
        ("0 0", 1, 0),
        ("10 30 60", 0, 0),
        ("10 30 60", -1, 0),
        ("10 30 60", 1, "0.6"),
        ("10 30 60", 2, "0.9"),
        ("10 30 60", 3, 1),
        ("10 30 60", 9, 1),
        ("5", 1, 1),
    ],
)
def test_concentration(given_, top, expected):
    assert concentration(numbers(given_), top) == D(expected)


# --- what holds for all numbers


@given(some.decimals(1, 1000, places=2), money, money, money)
def test_net_retention_is_gross_and_what_was_added(start, expansion, contraction, churn):
    gross = gross_retention(start, contraction, churn)
    assert gross <= 1
    assert abs(net_retention(start, expansion, contraction, churn) - gross - expansion / start) < D(
        "1e-15"
    )


@given(money, some.decimals("0.01", 1, places=2), some.decimals("0.01", 1, places=2))
def test_who_pays_back_in_the_life_of_a_customer_is_worth_the_cost(revenue, gross_margin, churn):
    worth = lifetime_value(revenue, gross_margin, churn)
    if revenue:
        assert abs(payback_months(worth, revenue, gross_margin) - 1 / churn) < D("1e-15")


@given(rows)
def test_who_does_better_never_scores_worse(given_):
    scores = rfm_scores(given_)
    assert len(scores) == len(given_)
    for row, score in zip(given_, scores, strict=True):
        assert all(1 <= one <= 5 for one in score)
        for other, others in zip(given_, scores, strict=True):
            assert row[0] > other[0] or score.recency >= others.recency
            assert row[1] < other[1] or score.frequency >= others.frequency
            assert row[2] < other[2] or score.money >= others.money


@given(rows.flatmap(lambda listed: some.tuples(some.just(listed), some.permutations(listed))))
def test_scores_do_not_hang_on_the_order(both):
    listed, mixed = both
    found = sorted(zip(listed, rfm_scores(listed), strict=True))
    assert found == sorted(zip(mixed, rfm_scores(mixed), strict=True))


@given(values)
def test_the_larger_never_has_the_later_class_and_the_A_hold_what_they_should(given_):
    found = abc(given_)
    assert len(found) == len(given_)
    for value, letter in zip(given_, found, strict=True):
        assert all(
            letter <= other for less, other in zip(given_, found, strict=True) if value > less
        )
    first = sum(value for value, letter in zip(given_, found, strict=True) if letter == "A")
    second = first + sum(
        value for value, letter in zip(given_, found, strict=True) if letter == "B"
    )
    assert first >= D("0.80") * sum(given_)
    assert second >= D("0.95") * sum(given_)


@given(values, some.integers(2, 9))
def test_classes_do_not_hang_on_the_unit(given_, factor):
    larger = [value * factor for value in given_]
    assert abc(larger) == abc(given_)
    one, other = variation(given_), variation(larger)
    assert one is other is None or abs(one - other) < D("1e-15")


@given(values, some.integers(0, 12))
def test_concentration_grows_with_each_customer_up_to_all(given_, top):
    one, more = concentration(given_, top), concentration(given_, top + 1)
    assert 0 <= one <= more <= 1
    assert concentration(given_, len(given_)) == (1 if any(given_) else 0)
