"""Shares of one whole: the weights of a scorecard, what each has of one order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Whole:
    """Marks a list of entries, or a set of keys, whose shares are 100 % together.

    An entry has its share under ``key``; what it says under ``once`` no other entry says. ``of``
    names what is shared, where the item that holds the list does not.
    """

    key: str = ""
    once: str = ""
    of: str = ""
