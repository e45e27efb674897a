"""Selection: agreement of raters, fairness.

Shares are fractions (0.8 for 80 %). Where a result may not be defined it is None, never a zero that
looks like a finding. Sums come before the one division, so that a number exactly on a limit stays
on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from handbook.documents.company.sums import ZERO

FOUR_FIFTHS = Decimal("0.8")


# --- raters and groups


class Agreement(NamedTuple):
    """How far two raters agree: observed, expected by chance, and Cohen's kappa (None if chance
    alone explains all).
    """

    observed: Decimal
    expected: Decimal
    kappa: Decimal | None


def cohens_kappa(table: Sequence[Sequence[int]]) -> Agreement:
    """``(po - pe) / (1 - pe)`` (Cohen; unweighted, as scikit-learn's ``cohen_kappa_score``).

    ``table[i][j]`` counts those whom one rater put in class i and the other in class j; it is
    square and not all zero.
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
    """A group's selection rate in relation to the highest; flagged below four fifths. None where no
    ratio exists.
    """

    ratio: Decimal | None
    flagged: bool


def impact_ratios(groups: Mapping[str, tuple[int, int]]) -> dict[str, Impact]:
    """The adverse impact ratio of each group, given how many were selected and how many applied
    (EEOC, four-fifths rule).

    The group with the highest rate has ratio one; exactly 80 % is not flagged. None if the group
    had no applicants or nobody at all was selected. Small groups make the ratio jump: say the
    numbers with it.
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
