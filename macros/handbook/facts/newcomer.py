"""The newcomers on probation."""

from __future__ import annotations

from pydantic import Field

from handbook.facts.model import Item, RoleId
from handbook.facts.scalars import DayOfPeople, Days, Ratio, Share


class Newcomer(Item):
    """One who learned here, by a code: role, months to admission, to the first order, and what was signed against the norm by month."""

    role: RoleId
    started: DayOfPeople
    admitted_after: Days
    first_order_after: Days | None = None
    test_score: Share
    selection_score: Ratio
    months: list[Ratio] = Field(default_factory=list)
