"""A day on which newcomers begin together."""

from __future__ import annotations

from handbook.documents.company.facts.company import Role
from handbook.facts.model import Item, Ref
from handbook.facts.scalars import Count, Day


class Intake(Item, file="training/intakes.yml"):
    """A day on which newcomers of a role begin their training together, and for how many there is
    time.
    """

    role: Ref[Role]
    begins: Day
    places: Count
