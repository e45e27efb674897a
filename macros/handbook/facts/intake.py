"""A day on which newcomers begin together."""

from __future__ import annotations

from handbook.facts.model import Item, RoleId
from handbook.facts.scalars import Count, Day


class Intake(Item):
    """A day on which newcomers of a role begin their training together, and for how many there is time."""

    role: RoleId
    begins: Day
    places: Count
