"""The levels of a competency: the scale that profiles, scorecards and careers share."""

from __future__ import annotations

from typing import ClassVar, Self

from handbook.facts.scalars import Count, ScalarError


class CompetencyLevel(Count):
    """A level of a competency, from 1 to 5.

    It is refused where it is written, so that no rule compares it with levels elsewhere and blames
    those.
    """

    scale: ClassVar[range] = range(1, 6)

    @classmethod
    def read(cls, value: object) -> Self:
        level = super().read(value)
        if level not in cls.scale:
            raise ScalarError(f"a level from {cls.scale[0]} to {cls.scale[-1]}")
        return level
