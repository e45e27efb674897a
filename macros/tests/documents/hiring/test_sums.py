"""Sums of selection: the examples of named sources, edges, and what must hold for any ratings."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from handbook.documents.hiring.sums import Impact, cohens_kappa, impact_ratios
from tests.documents.hiring.scorecards import Criterion, scorecard

D = Decimal


def numbers(text: str) -> list[Decimal]:
    return [D(word) for word in text.split()]


levels = some.decimals("1", "5", places=1)


@pytest.mark.parametrize(
    ("table", "observed", "expected", "kappa"),
    [
        pytest.param([[20, 5], [10, 15]], "0.7", "0.5", "0.4", id="kappa-20-5-10-15"),
        pytest.param([[10, 0], [0, 10]], "1", "0.5", "1", id="full-agreement-own"),
        pytest.param([[0, 10], [10, 0]], "0", "0.5", "-1", id="full-disagreement-own"),
        pytest.param([[5, 5], [5, 5]], "0.5", "0.5", "0", id="no-better-than-chance-own"),
        pytest.param([[10, 0], [0, 0]], "1", "1", None, id="only-one-class-own"),
    ],
)
def test_cohens_kappa(table, observed, expected, kappa):
    assert cohens_kappa(table) == (D(observed), D(expected), None if kappa is None else D(kappa))


def test_adverse_impact_eeoc_four_fifths():
    """Selection rates of 60, 45, 48 and 51 %: 75 % is flagged, 80 % and 85 % are not."""
    found = impact_ratios({"a": (60, 100), "b": (45, 100), "c": (48, 100), "d": (51, 100)})
    assert found == {
        "a": Impact(D(1), False),
        "b": Impact(D("0.75"), True),
        "c": Impact(D("0.8"), False),
        "d": Impact(D("0.85"), False),
    }


CRITERIA = [
    Criterion("discovery", D("0.5"), D(3)),
    Criterion("resilience", D("0.3"), D(3)),
    Criterion("craft", D("0.2")),
]


def rated(**raters: str) -> dict[str, dict[str, Decimal]]:
    """Raters and their levels in the order of the criteria; "-" is not rated."""
    names = [item.name for item in CRITERIA]
    return {
        rater: {
            name: D(level)
            for name, level in zip(names, levels.split(), strict=True)
            if level != "-"
        }
        for rater, levels in raters.items()
    }


def test_scorecard_weighs_means_and_shows_the_spread():
    found = scorecard(CRITERIA, rated(lead="4 3 2", peer="3 5 2"))
    assert found.means == {"discovery": D("3.5"), "resilience": D(4), "craft": D(2)}
    assert found.score == D("3.35")
    assert found.spread == {"discovery": D(1), "resilience": D(2), "craft": D(0)}
    assert found.by_rater == {"lead": D("3.3"), "peer": D("3.4")}
    assert found.short == ()


@pytest.mark.parametrize(
    ("levels", "short", "passes"),
    [
        ("3 3 3", (), True),
        ("3 3 2.9", (), False),
        ("2.99 5 5", ("discovery",), False),
        ("2 2 5", ("discovery", "resilience"), False),
        ("5 5 1", (), True),
    ],
)
def test_must_haves_come_before_the_score(levels, short, passes):
    found = scorecard(CRITERIA, rated(lead=levels))
    assert found.short == short
    assert found.passes(D(3)) is passes


def test_a_score_of_thirds_exactly_on_the_cut_passes():
    """Means of 11/3, 7/3 and 13/3 make 3.3 exactly; added up as decimals they would fall short of
    it by a hair.
    """
    criteria = [
        Criterion("a", D("0.35"), D(11) / 3),
        Criterion("b", D("0.4")),
        Criterion("c", D("0.25")),
    ]
    rows = {"x": "3 2 4", "y": "4 2 4", "z": "4 3 5"}
    found = scorecard(
        criteria,
        {rater: dict(zip("abc", numbers(row), strict=True)) for rater, row in rows.items()},
    )
    assert found.score == D("3.3")
    assert found.passes(D("3.3"))


def test_not_everyone_rates_everything():
    found = scorecard(CRITERIA, rated(lead="4 - -", peer="- 3 4", guest="- - -"))
    assert found.score == D("3.7")
    assert found.by_rater == {"lead": D(4), "peer": D("3.4")}


def test_a_criterion_that_nobody_rated_is_refused():
    with pytest.raises(ValueError, match="nobody rated resilience, craft"):
        scorecard(CRITERIA, rated(lead="4 - -"))


def test_adverse_impact_without_a_ratio():
    assert impact_ratios({}) == {}
    assert impact_ratios({"a": (0, 10), "b": (0, 5)}) == dict.fromkeys("ab", Impact(None, False))
    assert impact_ratios({"a": (5, 10), "b": (0, 0), "c": (0, 5)}) == {
        "a": Impact(D(1), False),
        "b": Impact(None, False),
        "c": Impact(D(0), True),
    }


def test_adverse_impact_of_thirds_exactly_at_four_fifths_is_not_flagged():
    """4 of 15 against 1 of 3: each rate has no end as a decimal, their ratio is exactly 80 %."""
    assert impact_ratios({"a": (1, 3), "b": (4, 15)})["b"] == Impact(D("0.8"), False)


@given(
    some.integers(2, 4).flatmap(
        lambda n: some.lists(
            some.lists(some.integers(0, 20), min_size=n, max_size=n), min_size=n, max_size=n
        )
    )
)
def test_kappa_is_the_same_for_either_rater_first_and_at_most_one(table):
    assume(any(map(sum, table)))
    found = cohens_kappa(table)
    assert found == cohens_kappa([list(column) for column in zip(*table, strict=True)])
    assert found.kappa is None or -1 <= found.kappa <= 1
    assert (found.kappa is None) == (found.expected == 1)


@given(
    some.dictionaries(
        some.text("abcd", min_size=1, max_size=2),
        some.tuples(some.integers(0, 40), some.integers(0, 40)).filter(lambda g: g[0] <= g[1]),
    )
)
def test_impact_is_judged_exactly(groups):
    found = impact_ratios(groups)
    rates = {name: Fraction(*group) for name, group in groups.items() if group[1]}
    best = max(rates.values(), default=Fraction(0))
    for name, impact in found.items():
        exact = rates[name] / best if name in rates and best else None
        assert (impact.ratio is None) == (exact is None)
        assert impact.flagged == (exact is not None and exact < Fraction(4, 5))
    assert not best or any(impact.ratio == 1 for impact in found.values())
