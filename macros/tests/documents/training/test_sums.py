"""Sums of training: the examples of named sources, edges, and what must hold for any ratings and
answers.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil
from statistics import correlation, pvariance, variance

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from handbook.documents.training.sums import (
    Outlier,
    angoff,
    angoff_outliers,
    difficulties,
    discriminations,
    kr20,
    pass_mark,
    time_to_productivity,
)

D = Decimal


def numbers(text: str) -> list[Decimal]:
    return [D(word) for word in text.split()]


shares = some.decimals("0", "1", places=2)


ECU = [
    [int(answer) for answer in row]
    for row in (
        "1111110110 1011011101 1111011001 0010001000 0000010010 "
        "1110111111 1101110111 1111111101 0101111101 1101101110"
    ).split()
]


THREE_JUDGES = [numbers(".9 .8 .7 .6 .5"), numbers(".8 .8 .6 .6 .4"), numbers("1 .8 .8 .6 .6")]


def test_angoff_three_judges_five_items_own_arithmetic():
    found = angoff(THREE_JUDGES)
    assert (found.raw, found.share, found.items) == (D("3.5"), D("0.7"), 4)
    assert angoff_outliers(THREE_JUDGES) == []


@pytest.mark.parametrize(
    ("convention", "expected"),
    [
        pytest.param("population", "0.69635", id="ecu-wuensch-kr20-population-variance"),
        pytest.param("sample", "0.73782", id="ecu-wuensch-kr20-sample-variance"),
    ],
)
def test_kr20(convention, expected):
    found = kr20(ECU, variance=convention)
    assert found is not None
    assert round(found, 5) == D(expected)


def test_difficulties_ecu_wuensch():
    found = difficulties(ECU)
    assert found == numbers(".7 .7 .6 .7 .6 .8 .7 .7 .5 .6")
    assert sum(p * (1 - p) for p in found) == D("2.18")
    assert [sum(row) for row in ECU] == [8, 7, 7, 2, 2, 9, 8, 9, 7, 7]


@pytest.mark.parametrize(
    ("ratings", "found"),
    [
        ([".5", ".5", ".5", ".9"], [Outlier(3, 0)]),
        ([".6", ".6", ".6", ".8"], []),
        ([".6", ".6", ".6", ".61"], []),
        ([".2", ".2", ".8", ".8"], []),
        ([".5"], []),
    ],
    ids=[
        "far",
        "exactly 15 points",
        "near, but more than one sd",
        "all far, none more than one sd",
        "one judge",
    ],
)
def test_outlying_ratings_are_far_in_points_and_in_spread(ratings, found):
    assert angoff_outliers([[D(rating)] for rating in ratings]) == found


def test_a_rating_exactly_one_spread_away_does_not_outlie():
    """Four of five lie 20 points away: exactly the sample sd, and more than that of the population
    (17.9).
    """
    ratings = [[D(rating)] for rating in (".2", ".2", ".6", ".6", ".4")]
    assert angoff_outliers(ratings) == []


@pytest.mark.parametrize(
    ("share", "items", "mark"),
    [
        ("0.7", 5, 4),
        ("0.8", 20, 16),
        ("0.81", 20, 17),
        ("0", 20, 0),
        ("1", 20, 20),
        ("0.66666666667", 3, 2),
        ("0.5000001", 20, 11),
    ],
)
def test_pass_mark_is_rounded_up(share, items, mark):
    assert pass_mark(D(share), items) == mark


@pytest.mark.parametrize("convention", ["population", "sample"])
@pytest.mark.parametrize(
    "answers",
    [[], [[1, 0]], [[1], [0]], [[1, 0], [0, 1]], [[]]],
    ids=["nobody", "one person", "one item", "equal totals", "no items"],
)
def test_kr20_where_it_is_not_defined(answers, convention):
    assert kr20(answers, variance=convention) is None


def test_kr20_of_items_that_all_agree_is_one():
    assert kr20([[1, 1, 1], [0, 0, 0]], variance="population") == 1


def test_discrimination_of_items_that_say_nothing():
    found = discriminations([[1, 1, 0], [1, 0, 0], [1, 1, 0]], corrected=False)
    assert found == [None, D(1), None]
    assert discriminations([[1, 0], [0, 1]], corrected=False) == [None, None]
    assert discriminations([[1, 0], [0, 1]], corrected=True) == [D(-1), D(-1)]


@pytest.mark.parametrize(
    ("sold", "months"),
    [
        ("0 50 80 100 120", 5),
        ("100 100 100", 3),
        ("100 100 99 100", None),
        ("300 0 0", 3),
        ("0 0 0 300 0", 4),
        ("100 100", None),
        ("", None),
    ],
)
def test_time_to_productivity_at_a_steady_norm(sold, months):
    assert time_to_productivity([(number, D(100)) for number in numbers(sold)]) == months


def test_time_to_productivity_weighs_months_by_their_norm():
    """Two easy months at double do not make up for half of a big one; months without a norm alone
    prove nothing.
    """
    assert time_to_productivity([(D(20), D(10)), (D(20), D(10)), (D(50), D(100))]) is None
    assert time_to_productivity([(D(0), D(0))] * 3 + [(D(5), D(5))]) == 4
    assert time_to_productivity([(D(5), D(5))], window=1) == 1


@some.composite
def panels(draw):
    """Ratings of a panel for Angoff: judges by items."""
    items = draw(some.integers(1, 6))
    return draw(
        some.lists(some.lists(shares, min_size=items, max_size=items), min_size=1, max_size=7)
    )


@some.composite
def sheets(draw, least_people=2, least_items=2):
    """Answers to a test: people by items."""
    items = draw(some.integers(least_items, 6))
    row = some.lists(some.integers(0, 1), min_size=items, max_size=items)
    return draw(some.lists(row, min_size=least_people, max_size=8))


@given(panels())
def test_angoff_is_exact_and_its_items_are_just_enough(panel):
    found = angoff(panel)
    exact = Fraction(sum(sum(judge) for judge in panel)) / len(panel)
    assert found.items == ceil(exact)
    assert found.share <= 1
    assert pass_mark(found.share, len(panel[0])) == found.items


@given(panels())
def test_outliers_are_what_the_rule_says(panel):
    for judge, row in enumerate(panel):
        for item, rating in enumerate(row):
            column = [Fraction(other[item]) for other in panel]
            away = abs(Fraction(rating) - sum(column) / len(column))
            far = len(column) > 1 and away > Fraction(15, 100) and away**2 > variance(column)
            assert (Outlier(judge, item) in angoff_outliers(panel)) == far


@given(sheets())
def test_kr20_is_its_formula_and_at_most_one(sheet):
    items, totals = len(sheet[0]), [sum(row) for row in sheet]
    pq = sum(
        p * (1 - p)
        for p in (Fraction(sum(column), len(sheet)) for column in zip(*sheet, strict=True))
    )
    by_people, by_sample = kr20(sheet, variance="population"), kr20(sheet, variance="sample")
    if len(set(totals)) == 1:
        assert by_people is by_sample is None
        return
    for found, spread in ((by_people, pvariance), (by_sample, variance)):
        exact = Fraction(items, items - 1) * (
            1 - pq / spread([Fraction(total) for total in totals])
        )
        assert abs(Fraction(found) - exact) < Fraction(1, 10**20)
    assert by_people <= 1
    assert by_people < by_sample or not pq


@given(sheets(), some.booleans())
def test_discrimination_is_the_correlation_with_the_total(sheet, corrected):
    for place, found in enumerate(discriminations(sheet, corrected=corrected)):
        item = [row[place] for row in sheet]
        totals = [sum(row) - (row[place] if corrected else 0) for row in sheet]
        if len(set(item)) == 1 or len(set(totals)) == 1:
            assert found is None
        else:
            assert float(found) == pytest.approx(correlation(item, totals), abs=1e-9)


@given(some.lists(some.integers(0, 200), max_size=12))
def test_productivity_is_reached_in_the_first_window_at_norm(sold):
    found = time_to_productivity([(D(amount), D(100)) for amount in sold])
    reached = [end for end in range(3, len(sold) + 1) if sum(sold[end - 3 : end]) >= 300]
    assert found == (reached[0] if reached else None)


@given(some.lists(some.integers(0, 200), max_size=10), some.integers(0, 9), some.integers(1, 100))
def test_selling_more_never_makes_productivity_later(sold, place, more):
    assume(place < len(sold))
    better = [amount + more if at == place else amount for at, amount in enumerate(sold)]
    before, after = (
        time_to_productivity([(D(amount), D(100)) for amount in months])
        for months in (sold, better)
    )
    assert before is None or (after is not None and after <= before)
