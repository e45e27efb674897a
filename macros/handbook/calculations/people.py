"""People: scorecards, agreement of raters, fairness of selection, pass marks, reliability of tests, time to productivity.

Shares are fractions (0.8 for 80 %). Where a result may not be defined it is None, never a zero that looks like a finding.
Sums come before the one division, so that a number exactly on a limit stays on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

ZERO = Decimal(0)
FOUR_FIFTHS = Decimal("0.8")
OUTLYING = Decimal("0.15")

Variance = Literal["population", "sample"]
Answers = Sequence[Sequence[int]]
"""One row for each person, one column for each item: 1 right, 0 wrong. All rows are equally long."""


def _total(numbers: Iterable[Decimal]) -> Decimal:
    return sum(numbers, ZERO)


# --- scorecard


class Criterion(NamedTuple):
    """A line of a scorecard: its weight, above zero, and the level that is a must, None if the others can make up for it."""

    name: str
    weight: Decimal
    required: Decimal | None = None


@dataclass(frozen=True)
class Scored:
    """A scorecard filled in. ``short`` names the must-haves below their minimum: whoever is short fails, whatever the score.

    ``means`` and ``spread`` are by criterion (mean over raters; highest minus lowest rating); ``by_rater`` is each rater's own
    weighted mean over what that rater rated.
    """

    short: tuple[str, ...]
    score: Decimal
    means: dict[str, Decimal]
    spread: dict[str, Decimal]
    by_rater: dict[str, Decimal]

    def passes(self, cut: Decimal) -> bool:
        """The must-haves first, then the score: on the cut is enough."""
        return not self.short and self.score >= cut


def scorecard(criteria: Sequence[Criterion], ratings: Mapping[str, Mapping[str, Decimal]]) -> Scored:
    """Score a person by ``ratings[rater][criterion]``, all on one scale: ``sum(weight x mean) / sum(weights)``.

    Weights need not add up to one; equal ones unless there is a reason is the advice of OPM (structured interviews). Not
    everyone must rate everything. ValueError: a criterion that nobody rated, for a gap must not look like a score.
    """
    given = {
        one.name: [rated[one.name] for rated in ratings.values() if one.name in rated] for one in criteria
    }
    unrated = [name for name, levels in given.items() if not levels]
    if unrated:
        raise ValueError(f"nobody rated {', '.join(unrated)}")
    exact = {name: Fraction(_total(levels)) / len(levels) for name, levels in given.items()}
    means = {name: _decimal(mean) for name, mean in exact.items()}
    return Scored(
        tuple(one.name for one in criteria if one.required is not None and means[one.name] < one.required),
        _weighted(criteria, exact),
        means,
        {name: max(levels) - min(levels) for name, levels in given.items()},
        {
            rater: _weighted(criteria, {name: Fraction(level) for name, level in rated.items()})
            for rater, rated in ratings.items()
            if any(one.name in rated for one in criteria)
        },
    )


def _weighted(criteria: Sequence[Criterion], levels: Mapping[str, Fraction]) -> Decimal:
    rated = [one for one in criteria if one.name in levels]
    weights = sum(Fraction(one.weight) for one in rated)
    return _decimal(sum((Fraction(one.weight) * levels[one.name] for one in rated), Fraction(0)) / weights)


def _decimal(number: Fraction) -> Decimal:
    """Exact fractions become decimals in one division: a score exactly on the cut is not lost to thirds."""
    return Decimal(number.numerator) / number.denominator


# --- raters and groups


class Agreement(NamedTuple):
    """How far two raters agree: observed, expected by chance, and Cohen's kappa (None if chance alone explains all)."""

    observed: Decimal
    expected: Decimal
    kappa: Decimal | None


def cohens_kappa(table: Sequence[Sequence[int]]) -> Agreement:
    """``(po - pe) / (1 - pe)`` (Cohen; unweighted, as scikit-learn's ``cohen_kappa_score``).

    ``table[i][j]`` counts those whom one rater put in class i and the other in class j; it is square and not all zero.
    """
    many = sum(map(sum, table))
    agreed = sum(row[place] for place, row in enumerate(table))
    chance = sum(sum(row) * sum(column) for row, column in zip(table, zip(*table, strict=True), strict=True))
    square = many * many
    kappa = Decimal(agreed * many - chance) / (square - chance) if square != chance else None
    return Agreement(Decimal(agreed) / many, Decimal(chance) / square, kappa)


class Impact(NamedTuple):
    """A group's selection rate in relation to the highest; flagged below four fifths. None where no ratio exists."""

    ratio: Decimal | None
    flagged: bool


def impact_ratios(groups: Mapping[str, tuple[int, int]]) -> dict[str, Impact]:
    """The adverse impact ratio of each group, given how many were selected and how many applied (EEOC, four-fifths rule).

    The group with the highest rate has ratio one; exactly 80 % is not flagged. None if the group had no applicants or nobody
    at all was selected. Small groups make the ratio jump: say the numbers with it.
    """
    rated = [(Decimal(chosen) / applied, chosen, applied) for chosen, applied in groups.values() if applied]
    best = max(rated, default=(ZERO, 0, 0))
    return {name: _impact(chosen, applied, *best[1:]) for name, (chosen, applied) in groups.items()}


def _impact(chosen: int, applied: int, best_chosen: int, best_applied: int) -> Impact:
    if not applied or not best_chosen:
        return Impact(None, False)
    ratio = Decimal(chosen * best_applied) / (applied * best_chosen)
    return Impact(ratio, ratio < FOUR_FIFTHS)


# --- pass marks


class Cut(NamedTuple):
    """A pass mark by Angoff: in points of the test (``raw``), as a share of its items, and in whole items, rounded up."""

    raw: Decimal
    share: Decimal
    items: int
    judge_totals: tuple[Decimal, ...]


class Outlier(NamedTuple):
    """Places of a judge and of the item where that judge's rating lies far from the others."""

    judge: int
    item: int


def angoff(ratings: Sequence[Sequence[Decimal]]) -> Cut:
    """The cut by Angoff from ``ratings[judge][item]``: of those who are just competent, the share that answers right.

    The raw cut is the sum over items of the mean over judges; the share is that by the number of items. Five to twelve judges
    are usual. There is at least one judge and one item, and all rate all items.
    """
    totals = tuple(_total(judge) for judge in ratings)
    judges, items = len(ratings), len(ratings[0])
    # Sum first, divide once: the sum of rounded item means could lie a hair above a whole number and ask for one item more.
    raw = _total(totals) / judges
    return Cut(raw, _total(totals) / (judges * items), _up(raw), totals)


def angoff_outliers(
    ratings: Sequence[Sequence[Decimal]], points: Decimal = OUTLYING, variance: Variance = "sample"
) -> list[Outlier]:
    """Ratings to talk about again: they differ from the item's mean by more than ``points`` *and* by more than one sd.

    The rule of Pearson VUE. The sd is that of all judges' ratings of the item; judges stand for others, so n - 1 by default.
    """
    columns = list(zip(*ratings, strict=True))
    return [
        Outlier(judge, item)
        for judge, row in enumerate(ratings)
        for item, rating in enumerate(row)
        if _outlies(rating, columns[item], points, variance)
    ]


def _outlies(rating: Decimal, column: Sequence[Decimal], points: Decimal, variance: Variance) -> bool:
    away = abs(rating * len(column) - _total(column))
    spread = _variance(column, variance)
    # Squares are compared, times the number of judges: no root and no mean is rounded.
    return away > points * len(column) and spread is not None and away * away > spread * len(column) ** 2


def pass_mark(share: Decimal, items: int) -> int:
    """How many of ``items`` must be right to reach ``share``, rounded up.

    The product counts to nine places, so that two thirds, which no decimal holds, of three items are two.
    """
    return _up(round(share * items, 9))


def _up(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_CEILING))


def _variance(numbers: Sequence[Decimal], convention: Variance) -> Decimal | None:
    """The variance: divided by n ("population") or by n - 1 ("sample"). None if there are too few numbers."""
    many = len(numbers)
    by = many if convention == "population" else many - 1
    if by < 1:
        return None
    return (many * _total(one * one for one in numbers) - _total(numbers) ** 2) / (many * by)


# --- tests


def difficulties(answers: Answers) -> list[Decimal]:
    """Item difficulty: the share of people who answered each item right, so a *high* number is an easy item."""
    return [Decimal(sum(column)) / len(column) for column in zip(*answers, strict=True)]


def kr20(answers: Answers, *, variance: Variance) -> Decimal | None:
    """Reliability by Kuder and Richardson's formula 20: ``k/(k-1) x (1 - sum(pq) / variance of the totals)``.

    Two conventions live side by side and give different numbers, so say which: ``population`` divides the variance by n (as
    Kuder and Richardson, and ECU's worked example), ``sample`` by n - 1 (as spreadsheets with VAR.S). None with fewer than two
    items, too few people, or if all have the same total.
    """
    items = len(answers[0]) if answers else 0
    spread = _variance([Decimal(sum(row)) for row in answers], variance)
    if items < 2 or not spread:
        return None
    many = len(answers)
    right = [sum(column) for column in zip(*answers, strict=True)]
    pq = Decimal(sum(one * (many - one) for one in right)) / (many * many)
    return items * (1 - pq / spread) / (items - 1)


def discriminations(answers: Answers, *, corrected: bool) -> list[Decimal | None]:
    """Point-biserial discrimination: the correlation of each item with the total, between -1 and 1.

    Two conventions: ``corrected`` leaves the item itself out of the total (as Stata's ``kr20``), otherwise it is in, which
    flatters short tests. None for an item that all or none answered right, and where the totals do not differ.
    """
    totals = [sum(row) for row in answers]
    return [
        correlation(
            column, [total - (one if corrected else 0) for one, total in zip(column, totals, strict=True)]
        )
        for column in zip(*answers, strict=True)
    ]


def correlation(
    one: Sequence[int] | Sequence[Decimal], other: Sequence[int] | Sequence[Decimal]
) -> Decimal | None:
    """Pearson's correlation, between -1 and 1, of two rows that are equally long; None where one of them does not differ.

    The point-biserial coefficient is this with one of them 0 or 1.
    """
    many = len(one)
    first, second = list(map(Decimal, one)), list(map(Decimal, other))
    together = many * _total(a * b for a, b in zip(first, second, strict=True)) - _total(first) * _total(
        second
    )
    apart = [many * _total(a * a for a in numbers) - _total(numbers) ** 2 for numbers in (first, second)]
    return together / (apart[0] * apart[1]).sqrt() if all(apart) else None


# --- newcomers


def time_to_productivity(months: Sequence[tuple[Decimal, Decimal]], window: int = 3) -> int | None:
    """Months until the moving attainment first reaches 100 % of the norm of a ramped seller (field practice).

    ``months`` holds what was sold and that norm, month by month from the start. The attainment of ``window`` months is their
    sales by their norms, so a month with a high norm counts for more. The answer is the last month of the first such window,
    at least ``window``; None if there is none yet. A window without any norm does not count.
    """
    for end in range(window, len(months) + 1):
        sold, norm = (_total(column) for column in zip(*months[end - window : end], strict=True))
        if norm > 0 and sold >= norm:
            return end
    return None
