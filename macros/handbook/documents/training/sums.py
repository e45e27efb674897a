"""Training: pass marks, reliability of tests, time to productivity.

Shares are fractions (0.8 for 80 %). Where a result may not be defined it is None, never a zero that
looks like a finding. Sums come before the one division, so that a number exactly on a limit stays
on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from handbook.documents.company.sums import Variance, correlation, total, variance_of

OUTLYING = Decimal("0.15")


Answers = Sequence[Sequence[int]]
"""One row for each person, one column for each item: 1 right, 0 wrong. All rows are equally long."""


class PassMark(NamedTuple):
    """A pass mark by Angoff: in points of the test (``raw``), as a share of its items, and in whole
    items, rounded up.
    """

    raw: Decimal
    share: Decimal
    items: int


class Outlier(NamedTuple):
    """Index of a judge, and of an item for which that judge's rating is far from the others."""

    judge: int
    item: int


def angoff(ratings: Sequence[Sequence[Decimal]]) -> PassMark:
    """The cut by Angoff from ``ratings[judge][item]``: the share of just competent people who
    answer right.

    The raw cut is the sum over items of the mean over judges; the share is that by the number of
    items. Five to twelve judges are usual. There is at least one judge and one item, and all rate
    all items.
    """
    totals = tuple(total(judge) for judge in ratings)
    judges, items = len(ratings), len(ratings[0])
    # Sum first, divide once: the sum of rounded item means could be slightly above a whole number
    # and ask for one item more.
    raw = total(totals) / judges
    return PassMark(raw, total(totals) / (judges * items), _round_up(raw))


def angoff_outliers(ratings: Sequence[Sequence[Decimal]]) -> list[Outlier]:
    """Ratings to talk about again: they differ from the item's mean by more than 15 points *and* by
    more than one sd.

    The rule of Pearson VUE. The sd is that of all judges' ratings of the item; judges are a sample,
    so n - 1.
    """
    columns = list(zip(*ratings, strict=True))
    return [
        Outlier(judge, item)
        for judge, row in enumerate(ratings)
        for item, rating in enumerate(row)
        if _outlies(rating, columns[item])
    ]


def _outlies(rating: Decimal, column: Sequence[Decimal]) -> bool:
    distance = abs(rating * len(column) - total(column))
    spread = variance_of(column, "sample")
    # Squares are compared, times the number of judges: no root and no mean is rounded.
    return (
        distance > OUTLYING * len(column)
        and spread is not None
        and distance * distance > spread * len(column) ** 2
    )


def pass_mark(share: Decimal, items: int) -> int:
    """How many of ``items`` must be right to reach ``share``, rounded up.

    The product counts to nine places, so that two thirds, which no decimal holds, of three items
    are two.
    """
    return _round_up(round(share * items, 9))


def _round_up(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_CEILING))


def difficulties(answers: Answers) -> list[Decimal]:
    """Item difficulty: the share of people who answered each item right, so a *high* number is an
    easy item.
    """
    return [Decimal(sum(column)) / len(column) for column in zip(*answers, strict=True)]


def kr20(answers: Answers, *, variance: Variance) -> Decimal | None:
    """Reliability by Kuder and Richardson's formula 20: ``k/(k-1) x (1 - sum(pq) / variance of the
    totals)``.

    Two conventions live side by side and give different numbers, so say which: ``population``
    divides the variance by n (as Kuder and Richardson, and ECU's worked example), ``sample`` by n -
    1 (as spreadsheets with VAR.S). None with fewer than two items, too few people, or if all have
    the same total.
    """
    items = len(answers[0]) if answers else 0
    spread = variance_of([Decimal(sum(row)) for row in answers], variance)
    if items < 2 or not spread:
        return None
    many = len(answers)
    right = [sum(column) for column in zip(*answers, strict=True)]
    pq = Decimal(sum(correct * (many - correct) for correct in right)) / (many * many)
    return items * (1 - pq / spread) / (items - 1)


def discriminations(answers: Answers, *, corrected: bool) -> list[Decimal | None]:
    """Point-biserial discrimination: the correlation of each item with the total, between -1 and 1.

    Two conventions: ``corrected`` leaves the item itself out of the total (as Stata's ``kr20``),
    otherwise it is in, which flatters short tests. None for an item that all or none answered
    right, and where the totals do not differ.
    """
    totals = [sum(row) for row in answers]
    return [
        correlation(
            column,
            [
                total - (answer if corrected else 0)
                for answer, total in zip(column, totals, strict=True)
            ],
        )
        for column in zip(*answers, strict=True)
    ]


def time_to_productivity(months: Sequence[tuple[Decimal, Decimal]], window: int = 3) -> int | None:
    """Months until the moving attainment first reaches 100 % of the norm of a ramped seller (field
    practice).

    ``months`` holds what was sold and that norm, month by month from the start. The attainment of
    ``window`` months is their sales by their norms, so a month with a high norm counts for more.
    The answer is the last month of the first such window, at least ``window``; None if there is
    none yet. A window without any norm does not count.
    """
    for end in range(window, len(months) + 1):
        sold, norm = (total(column) for column in zip(*months[end - window : end], strict=True))
        if norm > 0 and sold >= norm:
            return end
    return None
