"""Selection: scorecards, agreement of raters, fairness.

Shares are fractions (0.8 for 80 %). Where a result may not be defined it is None, never a zero that looks like a finding.
Sums come before the one division, so that a number exactly on a limit stays on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from handbook.documents.company.sums import ZERO, total

FOUR_FIFTHS = Decimal("0.8")


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


def scorecard(
    criteria: Sequence[Criterion], ratings: Mapping[str, Mapping[str, Decimal]]
) -> Scored:
    """Score a person by ``ratings[rater][criterion]``, all on one scale: ``sum(weight x mean) / sum(weights)``.

    Weights need not add up to one; equal ones unless there is a reason is the advice of OPM (structured interviews). Not
    everyone must rate everything. ValueError: a criterion that nobody rated, for a gap must not look like a score.
    """
    given = {
        criterion.name: [
            rated[criterion.name] for rated in ratings.values() if criterion.name in rated
        ]
        for criterion in criteria
    }
    unrated = [name for name, levels in given.items() if not levels]
    if unrated:
        raise ValueError(f"nobody rated {', '.join(unrated)}")
    exact = {name: Fraction(total(levels)) / len(levels) for name, levels in given.items()}
    means = {name: _decimal(mean) for name, mean in exact.items()}
    return Scored(
        tuple(
            criterion.name
            for criterion in criteria
            if criterion.required is not None and means[criterion.name] < criterion.required
        ),
        _weighted(criteria, exact),
        means,
        {name: max(levels) - min(levels) for name, levels in given.items()},
        {
            rater: _weighted(criteria, {name: Fraction(level) for name, level in rated.items()})
            for rater, rated in ratings.items()
            if any(criterion.name in rated for criterion in criteria)
        },
    )


def _weighted(criteria: Sequence[Criterion], levels: Mapping[str, Fraction]) -> Decimal:
    rated = [criterion for criterion in criteria if criterion.name in levels]
    weights = sum(Fraction(criterion.weight) for criterion in rated)
    return _decimal(
        sum(
            (Fraction(criterion.weight) * levels[criterion.name] for criterion in rated),
            Fraction(0),
        )
        / weights
    )


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
    chance = sum(
        sum(row) * sum(column) for row, column in zip(table, zip(*table, strict=True), strict=True)
    )
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
    rated = [
        (Decimal(chosen) / applied, chosen, applied)
        for chosen, applied in groups.values()
        if applied
    ]
    best = max(rated, default=(ZERO, 0, 0))
    return {name: _impact(chosen, applied, *best[1:]) for name, (chosen, applied) in groups.items()}


def _impact(chosen: int, applied: int, best_chosen: int, best_applied: int) -> Impact:
    if not applied or not best_chosen:
        return Impact(None, False)
    ratio = Decimal(chosen * best_applied) / (applied * best_chosen)
    return Impact(ratio, ratio < FOUR_FIFTHS)
