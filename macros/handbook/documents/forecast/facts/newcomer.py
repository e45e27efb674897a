"""The newcomers on probation."""

from __future__ import annotations

from pydantic import Field

from handbook.documents.company.facts.company import Role
from handbook.facts.durations import Days
from handbook.facts.model import Item, Ref
from handbook.facts.scalars import DayOfPeople, Ratio, Share


class Newcomer(Item, file="training/newcomers.yml"):
    """One who learned here, by a code: role, months to admission, to the first order, and what was
    signed against the norm by month.
    """

    role: Ref[Role]
    started: DayOfPeople
    admitted_after: Days
    first_order_after: Days | None = None
    test_score: Share
    selection_score: Ratio
    months: list[Ratio] = Field(default_factory=list)
