"""Macros that show when units work, who is whose deputy, and the map of units around sales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, TypeAlias

from handbook.documents.company.facts.company import BusinessUnit, Company, Post, Role
from handbook.documents.interaction.duties import duties_by_role, is_single_person
from handbook.documents.interaction.facts import Service
from handbook.documents.interaction.macros.map import MapUnit, map_of_units
from handbook.documents.interaction.macros.services import open_hours
from handbook.documents.interaction.opening import public_holidays, years_shown
from handbook.facts.facts import Facts
from handbook.problems.problem import counted
from handbook.show.blocks import Grid, Items, Picture, Stack
from handbook.show.content import ComputedContent, Content, JoinedContent, Key, Phrase
from handbook.show.html import Html, items, join
from handbook.show.macro import Context, macro
from handbook.show.view import View

# From this many on, the table counts what a role is asked for instead of naming it.
NAMED = 3

Duties: TypeAlias = Mapping[str, list[str]]  # by kind of duty, the names of what is asked for


# --- the map --------------------------------------------------------------------------------------


class Neighbour(NamedTuple):
    """A unit around the middle one: how many services it gives to it, and gets from it."""

    id: str
    name: str
    gives: int
    gets: int


class Neighbours(NamedTuple):
    """What the map is drawn from; ``elsewhere`` are services between two other units."""

    middle_id: str
    middle: str
    around: Sequence[Neighbour]
    elsewhere: int


@macro("block", "unit_map()")
def unit_map(context: Context) -> ComputedContent | None:
    """The units around sales as a picture: how many services each gives to sales, and how many it
    gets.
    """
    units = context.facts[BusinessUnit]
    middle = units.get("sales") or _busiest(context.facts)
    if middle is None:
        return None
    ways = [(service.giver, service.receiver) for service in context.facts[Service]]
    around = [
        Neighbour(
            unit.id, unit.name, ways.count((unit.id, middle.id)), ways.count((middle.id, unit.id))
        )
        for unit in units
        if unit.id != middle.id
    ]
    elsewhere = sum(middle.id not in way for way in ways)
    neighbours = Neighbours(middle.id, middle.name, around, elsewhere)
    return ComputedContent(list(units), Picture(neighbours, _map))


def _busiest(facts: Facts) -> BusinessUnit | None:
    """The unit with the most services to and from it, for a company without a unit called sales."""
    ends = [unit for service in facts[Service] for unit in (service.giver, service.receiver)]
    return max(facts[BusinessUnit], key=lambda unit: ends.count(unit.id), default=None)


def _map(shown: Neighbours, view: View) -> Html:
    units = [
        MapUnit(unit.name, _page_of(unit.id, view), unit.gives, unit.gets) for unit in shown.around
    ]
    return map_of_units(shown.middle, _page_of(shown.middle_id, view), units, shown.elsewhere)


def _page_of(unit: str, view: View) -> str:
    """The address of the unit's own page: the one that shows what it gives, or its services; empty
    where there is none.
    """
    for name in ("unit_gives", "service_table", "unit_gets"):
        if page := view.handbook.shown_on.get((name, unit)):
            return view.href(page.src)
    return ""


# --- hours ----------------------------------------------------------------------------------------


@macro("block", "opening_hours()")
def opening_hours(context: Context) -> Stack:
    """When each unit works, in which its clocks run, and the public holidays of this year and the
    two next.
    """
    company = context.facts.only(Company)
    country = Key(company, "country") if company else "the company's country"
    return Stack(
        Grid(
            context.facts[BusinessUnit],
            {"Unit": "name", "Works": lambda unit: open_hours(unit.hours)},
        ),
        Phrase("<p>No clock runs outside these hours or on public holidays in {}.</p>", country),
        Picture(company.holidays_of, _holidays) if company else None,
    )


def _holidays(country: str, view: View) -> Html:
    """The public holidays by year. The country counts and not the days: a new year does not change
    the handbook.
    """
    company = view.handbook.facts.only(Company)
    days = public_holidays(company, years_shown(view.handbook.today))
    years = groupby(days, key=lambda day: day.year)
    return join(
        Html("<details><summary>Public holidays {}</summary> {}</details>").format(
            year, items(Html("{}: {}").format(view.day(day), days[day]) for day in many)
        )
        for year, many in years
    )


# --- who is waited for ----------------------------------------------------------------------------


@macro("block", "deputy_table()")
def deputy_table(context: Context) -> Grid[tuple[Role, Duties]]:
    """Everybody who must answer within a time: what they are asked for, and who answers while they
    are away.
    """
    facts = context.facts
    waited = [(facts[Role].get(role), duties) for role, duties in duties_by_role(facts).items()]
    return Grid(
        [(role, duties) for role, duties in waited if role is not None],
        {
            "Role": lambda row: Key(row[0], "name"),
            "Filled by": lambda row: (
                "one person" if is_single_person(facts, row[0].id) else "several"
            ),
            "Is asked for": lambda row: Items(_duty(*duty) for duty in row[1].items()),
            "While away, ask": lambda row: _deputy(row[0], facts),
        },
    )


def _duty(kind: str, names: list[str]) -> Content:
    if len(names) > NAMED:
        return counted(len(names), kind.removesuffix("s"), kind)
    return Phrase("{}: {}", kind, JoinedContent(names, "; "))


def _deputy(role: Role, facts: Facts) -> Content:
    post = facts[Post].get(role.id)
    return Key(post, "deputy") if post else None
