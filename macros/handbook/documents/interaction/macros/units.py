"""Macros that show when units work, who stands in for whom, and the map of units around sales."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from handbook.documents.company.facts.company import BusinessUnit, Company, Post, Role
from handbook.documents.interaction.duties import only_one, waited_for
from handbook.documents.interaction.facts import Service
from handbook.documents.interaction.macros.map import Around, map_of_units
from handbook.documents.interaction.macros.services import open_hours
from handbook.documents.interaction.opening import public_holidays, years_shown
from handbook.problems.problem import counted
from handbook.show.html import Html, items, join, table
from handbook.show.lookup import pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

# From so many on, the table counts what a role is asked for instead of naming it.
NAMED = 3


@macro("block", "unit_map()", lambda shown, view: _draw_map(shown, view))
def unit_map(context: Context) -> tuple[list[tuple[Picked, int, int]], list[Picked], int]:
    """The units around sales as a picture: how many services each gives to sales, and how many it gets."""
    facts = context.handbook.facts
    middle = facts[BusinessUnit].get("sales") or _busiest(context)
    if middle is None:
        return [], [], 0
    ways = [(service.giver, service.receiver) for service in facts[Service]]
    around = [
        (
            pick(unit, "id", "name"),
            ways.count((unit.id, middle.id)),
            ways.count((middle.id, unit.id)),
        )
        for unit in facts[BusinessUnit]
        if unit.id != middle.id
    ]
    return around, [pick(middle, "id", "name")], sum(middle.id not in way for way in ways)


def _busiest(context: Context) -> BusinessUnit | None:
    """Where no unit is called sales: the one that the most services come from or go to."""
    ends = [
        unit
        for service in context.handbook.facts[Service]
        for unit in (service.giver, service.receiver)
    ]
    return max(
        context.handbook.facts[BusinessUnit], key=lambda unit: ends.count(unit.id), default=None
    )


def _draw_map(shown: tuple[list[tuple[Picked, int, int]], list[Picked], int], view: View) -> Html:
    around, middle, elsewhere = shown
    if not middle:
        return Html("")
    units = [
        Around(unit.name, _page_of(unit.id, view), gives, gets) for unit, gives, gets in around
    ]
    return map_of_units(middle[0].name, _page_of(middle[0].id, view), units, elsewhere)


def _page_of(unit: str, view: View) -> str:
    """The address of the unit's own page: the one that shows what it gives, or its services; empty where there is none."""
    for name in ("unit_gives", "service_table", "unit_gets"):
        if page := view.handbook.shown_on.get((name, unit)):
            return view.href(page.src)
    return ""


@macro("block", "opening_hours()", lambda shown, view: _draw_hours(shown, view))
def opening_hours(context: Context) -> tuple[list[Picked], list[Picked]]:
    """When each unit works, in which its clocks run, and the public holidays of this year and the two next."""
    facts = context.handbook.facts
    company = facts.only(Company)
    country = [pick(company, "country", "holidays_of")] if company else []
    return [pick(unit, "id", "name", "hours") for unit in facts[BusinessUnit]], country


def _draw_hours(shown: tuple[list[Picked], list[Picked]], view: View) -> Html:
    units, country = shown
    drawn = table(("Unit", "Works"), [(unit.name, open_hours(unit.hours)) for unit in units])
    days = public_holidays(view.handbook.facts.only(Company), years_shown(view.handbook.today))
    years = [
        Html("<details><summary>Public holidays {}</summary> {}</details>").format(
            year, items(Html("{}: {}").format(view.day(day), days[day]) for day in many)
        )
        for year, many in groupby(days, key=lambda day: day.year)
    ]
    note = Html("<p>No clock runs outside these hours or on public holidays in {}.</p>").format(
        country[0].country if country else "the company's country"
    )
    return join([drawn, note, *years])


@macro("block", "deputy_table()", lambda rows, view: _draw_deputies(rows))
def deputy_table(context: Context) -> list[dict[str, Any]]:
    """Everybody who must answer within a time: what they are asked for, and who answers while they are away."""
    facts, rows = context.handbook.facts, []
    for role_id, asked_for in waited_for(facts).items():
        role, post = facts[Role].get(role_id), facts[Post].get(role_id)
        deputy = facts[Role].get(post.deputy or "") if post else None
        if role is not None:
            rows.append({
                "role": pick(role, "name"),
                "one": only_one(facts, role_id),
                "asked_for": asked_for,
                "deputy": pick(deputy, "name") if deputy else None,
            })  # fmt: skip
    return rows


def _draw_deputies(rows: list[dict[str, Any]]) -> Html:
    body = [
        (
            row["role"].name, "one person" if row["one"] else "several",
            items(_asked_for(kind, many) for kind, many in row["asked_for"].items()),
            row["deputy"].name if row["deputy"] else "—",
        )
        for row in rows
    ]  # fmt: skip
    return table(("Role", "Filled by", "Is asked for", "While away, ask"), body)


def _asked_for(kind: str, many: list[str]) -> Html:
    if len(many) > NAMED:
        return Html("{}").format(counted(len(many), kind.removesuffix("s"), kind))
    return Html("{}: {}").format(kind, "; ".join(many))
