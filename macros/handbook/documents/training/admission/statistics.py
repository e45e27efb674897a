"""What many sheets say about the questions, how hard each is and whether it tells the strong from
the weak, and about the test as a whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from handbook.documents.training.admission.mark import MarkedAnswer, MarkedSheet
from handbook.documents.training.sums import difficulties, discriminations, kr20
from handbook.problems.problem import counted

LEAST = 30  # with fewer answers, a share of right ones says nothing
TOO_HARD, TOO_EASY, TELLS_APART, RELIABLE = (
    Decimal(bound) for bound in ("0.30", "0.95", "0.15", "0.70")
)


class ItemStatistics(NamedTuple):
    """A question over all who were asked it: the share that got it right, its point-biserial with
    the rest of the test.

    ``tells`` is None where everybody or nobody got it right, or all did equally well in the rest.
    """

    id: str
    people: int
    right: Decimal
    tells: Decimal | None

    @property
    def flags(self) -> list[str]:
        """What is wrong with it, in words."""
        found = []
        if self.right < TOO_HARD:
            found.append("nearly nobody gets it right: the page or the question is unclear")
        if self.right > TOO_EASY:
            found.append("nearly everybody gets it right: it finds nothing out")
        if self.tells is not None and self.tells < TELLS_APART:
            found.append("the strong ones do not get it right more often than the weak ones")
        return found


def items(results: Sequence[MarkedSheet]) -> list[ItemStatistics]:
    """The statistics of every question that at least thirty people were asked in its present words,
    the worst first.

    Tests differ, so each answer is compared with the rest of that person's own test (item left out
    of the total), and only tests with equally many questions are put together.
    """
    asked: dict[tuple[str, int], list[list[int]]] = defaultdict(list)
    for result in results:
        right = [int(line.outcome == "right") for line in result.lines]
        for place, line in enumerate(result.lines):
            if not line.changed:
                asked[line.written.id, len(right)].append(
                    [right[place], *right[:place], *right[place + 1 :]]
                )
    found = [_item(name, rows) for (name, _), rows in asked.items() if len(rows) >= LEAST]
    return sorted(
        found, key=lambda statistics: (not statistics.flags, statistics.right, statistics.id)
    )


def _item(name: str, rows: list[list[int]]) -> ItemStatistics:
    return ItemStatistics(
        name, len(rows), difficulties(rows)[0], discriminations(rows, corrected=True)[0]
    )


def reliabilities(results: Sequence[MarkedSheet]) -> list[tuple[int, Decimal | None]]:
    """KR-20 (variance of the totals by n - 1) of each test taken by at least thirty people, with
    their number.

    It is defined for people who answered the same questions: sheets count together when they hold
    the same ones.
    """
    groups: dict[frozenset[str], list[list[int]]] = defaultdict(list)
    for result in results:
        lines = sorted(result.lines, key=_id)
        groups[frozenset(map(_id, lines))].append([int(line.outcome == "right") for line in lines])
    return [
        (len(rows), kr20(rows, variance="sample")) for rows in groups.values() if len(rows) >= LEAST
    ]


def _id(line: MarkedAnswer) -> str:
    return line.written.id


def statistics_text(results: Sequence[MarkedSheet]) -> str:
    """Both in words; with fewer than thirty sheets, only how many are missing."""
    if len(results) < LEAST:
        missing = LEAST - len(results)
        return f"Of the questions nothing can be said yet: that takes {LEAST} sheets, so {missing} more."
    return "\n".join([*_of_items(results), *_of_tests(results)])


def _of_items(results: Sequence[MarkedSheet]) -> Iterator[str]:
    found = items(results)
    times = Counter(line.written.id for result in results for line in result.lines)
    yield f"Questions that at least {LEAST} people were asked: {len(found)} of {len(times)}."
    for statistics in found:
        tells = "says nothing yet" if statistics.tells is None else f"{statistics.tells:.2f}"
        flags = f"  <- {'; '.join(statistics.flags)}" if statistics.flags else ""
        yield f"  {statistics.id}: {counted(statistics.people, 'person', 'people')}, right {statistics.right:.2f}, point-biserial {tells}{flags}"


def _of_tests(results: Sequence[MarkedSheet]) -> Iterator[str]:
    found = reliabilities(results)
    if not found:
        yield f"Of the test as a whole nothing can be said: no {LEAST} people were asked the same questions."
    for people, value in found:
        if value is None:
            yield f"KR-20 of {people} equal tests: not defined, because all have the same result."
        else:
            flag = (
                f"  <- below {RELIABLE}: another day could give another result"
                if value < RELIABLE
                else ""
            )
            yield f"KR-20 of {people} equal tests, variance by n - 1: {value:.2f}{flag}"
