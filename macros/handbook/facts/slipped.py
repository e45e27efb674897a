"""A number of a fact that looks like a slip of a finger, and how a message says so."""

from __future__ import annotations

from typing import NamedTuple

from handbook.facts.model import Item
from handbook.facts.slips import Slip


class SlippedNumber(NamedTuple):
    """The fact and the key of a number with a slip, and what shows it besides the sum, in words."""

    fact: Item
    key: str
    slip: Slip
    shown_by: str = ""

    def told(self, written: str, meant: str) -> str:
        """What fits without the slip, with both numbers as people write them."""
        as_there = f", as {self.shown_by}" if self.shown_by else ""
        return (
            f'That fits if "{self.key}" of "{self.fact.id}" is {meant}{as_there}: {written} looks '
            f"like a slip, {self.slip.how}."
        )
