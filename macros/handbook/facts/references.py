"""References from facts to facts: which keys hold them, and what was meant where an id could not be
read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, get_args

from handbook.facts.facts import Facts
from handbook.facts.forms import model_at
from handbook.facts.ids import as_id, odd_letters
from handbook.facts.kinds import called as said_of
from handbook.facts.model import Fact, Item, Table, To
from handbook.facts.spot import Spot
from handbook.problems.problem import Problem, did_you_mean, listed
from handbook.text.source import Items, Text, Value

# Signs and words with which people write several values into one text.
_APART = re.compile(r"\s*[,;/|&+]\s*|\s+and\s+")


@cache
def references_of(model: type[Fact]) -> tuple[tuple[str, str, str], ...]:
    """Keys of a model that hold ids of other facts: name in the model, key as written, table."""
    found = []
    for name, info in model.model_fields.items():
        marks = [mark for mark in info.metadata if isinstance(mark, To)] or list(
            _marks(info.annotation)
        )
        found += [(name, info.alias or name, mark.table) for mark in marks]
    return tuple(found)


def _marks(annotation: Any) -> Iterator[To]:
    for part in get_args(annotation):
        if isinstance(part, To):
            yield part
        else:
            yield from _marks(part)


def table_at(model: type[Fact], keys: list[Any]) -> str:
    """The table to which the value at that place of a model refers; empty where it is no reference."""
    names = [key for key in keys if isinstance(key, str)]
    owner = model_at(model, names[:-1])
    return (
        next((table for _, key, table in references_of(owner) if key == names[-1]), "")
        if owner
        else ""
    )


def unread_reference(spot: Spot, facts: Facts, name: str, many: bool) -> Problem:
    """That something else is where the id of a fact is wanted, or where a list of ids is.

    The paste holds only ids that the handbook knows: one guessed from the letters would be a fault
    again.
    """
    table, called = facts.table(name), said_of(name)
    ids = _ids_in(spot.value, table)
    what = f'"{spot.key}" says "{spot.shown}". It should be {_wanted(spot, called, many)}'
    if len(ids) > 1 and not many:
        what = (
            f'"{spot.key}" says "{spot.shown}". It should be the id of one {called}, not of '
            f"{len(ids)}."
        )
        return spot.problem(what, f"keep the one that is meant: {' or '.join(ids)}.")
    if ids:
        odd = odd_letters(spot.value) if isinstance(spot.value, Text) else ""
        what += f"; {odd}" if odd else ""
        return spot.problem(f"{what}.", "write:", _mended(spot, ids, many))
    guess = did_you_mean(spot.shown, table.ids())
    return spot.problem(f"{what}.{guess}", _those_known(table, called))


def _wanted(spot: Spot, called: str, many: bool) -> str:
    return (
        f"a list of ids, each of a {called}"
        if many and not spot.is_entry
        else f"the id of a {called}"
    )


def _mended(spot: Spot, ids: list[str], many: bool) -> str:
    """The line, or the lines, with the ids in the form that the place wants."""
    if spot.edit is not None:
        return "\n".join(f"- {found}" for found in ids)
    text = ", ".join(ids)
    return spot.line(f"[{text}]" if many and not spot.is_entry else text)


def _those_known(table: Table[Item], called: str) -> str:
    if known := table.ids():
        return f"use one of those we know: {listed(known, 40)}."
    return f"write the id of a {called}; they are in {table.path}."


def _ids_in(value: Value | None, table: Table[Item]) -> list[str]:
    """The ids that a value names, if all of it names ids: one by its name or in another spelling,
    or several in one text.
    """
    if isinstance(value, Items):
        texts = [part for part in value if isinstance(part, Text)]
        return _all_of(texts, table) if len(texts) == len(value) else []
    if not isinstance(value, Text):
        return []
    readings = ([str(value)], _APART.split(value), value.split())
    return next((ids for parts in readings if (ids := _all_of(parts, table))), [])


def _all_of(texts: Iterable[str], table: Table[Item]) -> list[str]:
    """The ids that the texts name, each once; none where one of them names none."""
    ids = [_id_of(text, table) for text in texts if text.strip()]
    return list(dict.fromkeys(ids)) if all(ids) else []


def _id_of(text: str, table: Table[Item]) -> str:
    """The id that a text is in another spelling, or that of the only item with this name; empty
    where it is neither.
    """
    if as_id(text) in table.known:
        return as_id(text)
    called = [item for item in table.ids() if _is_name(text, getattr(table[item], "name", ""))]
    return called[0] if len(called) == 1 else ""


def _is_name(text: str, name: str) -> bool:
    return " ".join(text.split()).casefold() == name.casefold()
