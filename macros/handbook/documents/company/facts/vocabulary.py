"""The company's own words: what it calls the kinds of its products, the units of its prices, the
sectors of its customers, and the numbers and times that only it counts.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from handbook.facts.durations import Duration
from handbook.facts.model import Fact, Item
from handbook.facts.scalars import Count, Number, Words, YesNo

# What a number or a time is about. Those of contracts are shown among the terms.
About = Literal["company", "customer", "contract"]


class Family(Item, inside="vocabulary", name="families", called="family", shown=False):
    """A family of what is sold: products of one family are shown together and discounted alike."""

    name: Words


class PriceUnit(
    Item, inside="vocabulary", name="price_units", called="unit of prices", shown=False
):
    """What a price is for: ``name`` as it is said behind a price ("a month", "per kg"), ``singular``
    and ``plural`` as they are counted. ``times_a_year`` is how often it falls due in twelve months.
    """

    name: Words
    singular: Words
    plural: Words
    times_a_year: Count = Count(1)


class Sector(Item, inside="vocabulary", name="sectors", called="sector", shown=False):
    """A sector of customers. Its buyer groups are told apart by their number of people."""

    name: Words


class OwnNumber(Item, inside="vocabulary", name="numbers", called="number"):
    """A number that this company counts: what of, how many, in which unit."""

    name: Words
    about: About
    value: Number
    unit: Words | None = None


class OwnTime(Item, inside="vocabulary", name="times", called="time"):
    """A length of time that this company keeps; ``binding`` where a contract binds the customer for
    so long.
    """

    name: Words
    about: About
    value: Duration
    binding: YesNo = False


class Vocabulary(Fact, file="vocabulary.yml", shown=False):
    """All words of the company's own; those that it does not need are left out."""

    families: list[Family] = Field(default_factory=list)
    price_units: list[PriceUnit] = Field(default_factory=list)
    sectors: list[Sector] = Field(default_factory=list)
    numbers: list[OwnNumber] = Field(default_factory=list)
    times: list[OwnTime] = Field(default_factory=list)
