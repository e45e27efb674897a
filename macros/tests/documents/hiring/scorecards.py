"""The sums of a scorecard a second time, in exact fractions: the page's script must come to the
same.

Sums come before the one division, so that a number exactly on a limit stays on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from handbook.documents.company.sums import total
from handbook.documents.hiring.facts import Selection


class Criterion(NamedTuple):
    """A line of a scorecard: its weight, above zero, and the level that is a must, None if the
    others can make up for it.
    """

    name: str
    weight: Decimal
    required: Decimal | None = None


@dataclass(frozen=True)
class Scored:
    """A scorecard filled in. ``short`` names the must-haves below their minimum: whoever is short
    fails, whatever the score.

    ``means`` and ``spread`` are by criterion (mean over raters; highest minus lowest rating);
    ``by_rater`` is each rater's own weighted mean over what that rater rated.
    """

    short: tuple[str, ...]
    score: Decimal
    means: dict[str, Decimal]
    spread: dict[str, Decimal]
    by_rater: dict[str, Decimal]

    def passes(self, cut: Decimal) -> bool:
        """The must-haves first, then the score: on the cut is enough."""
        return not self.short and self.score >= cut


def criteria(selection: Selection) -> list[Criterion]:
    """The lines of a scorecard as the sum takes them; every least level is a must."""
    return [
        Criterion(line.competency, Decimal(line.weight), Decimal(line.least))
        for line in selection.scorecard
    ]


def scorecard(
    criteria: Sequence[Criterion], ratings: Mapping[str, Mapping[str, Decimal]]
) -> Scored:
    """Score a person by ``ratings[rater][criterion]``, all on one scale: ``sum(weight x mean) /
    sum(weights)``.

    Weights need not add up to one; equal ones unless there is a reason is the advice of OPM
    (structured interviews). Not everyone must rate everything. ValueError: a criterion that nobody
    rated, for a gap must not look like a score.
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
    """Exact fractions become decimals in one division: a score exactly on the cut is not lost to
    thirds.
    """
    return Decimal(number.numerator) / number.denominator
