"""Finding a value by its written name, in pages and in questions alike.

A name is ``terms.quote_valid``, ``buyer_groups.hotels.usual_cycle`` or, for a part of a list,
``pay_plans.seller-2027.curve.2.paid``.
"""

from __future__ import annotations

from typing import Any

from handbook.facts.facts import Facts
from handbook.facts.kinds import called, kind, kinds
from handbook.facts.model import Fact, Item, Table
from handbook.problems.problem import Cause, did_you_mean, listed, nearest


class UnknownValueError(Exception):
    """There is no value of that name: what is wrong, what to do otherwise, and the nearest name,
    empty if none is near.

    ``cause`` is the missing id, where it is an id that is missing.
    """

    def __init__(
        self, what: str, otherwise: str, guess: str = "", cause: Cause | None = None
    ) -> None:
        super().__init__(what)
        self.what, self.otherwise, self.guess, self.cause = what, otherwise, guess, cause


class MissingFactsError(Exception):
    """The facts that are named are missing, or could not be read; ``path`` is where they would
    stand.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def named(facts: Facts, name: str) -> tuple[Fact, str]:
    """The fact that holds the value of that name, and its key in the model. Raises
    :class:`UnknownValueError` or :class:`MissingFactsError`.
    """
    first, *keys = name.split(".")
    holder = _table_or_fact(facts, first, name)
    if isinstance(holder, Table):
        holder = _item(holder, keys.pop(0) if keys else "", first, keys)
    return _descend(holder, keys, name)


def _table_or_fact(facts: Facts, first: str, name: str) -> Any:
    names = [each.name for each in kinds()]
    if first not in names:
        begins = nearest(first, names)
        guess = _whole_name(facts, name) or (name.replace(first, begins, 1) if begins else "")
        mean = f' Did you mean "{guess}"?' if guess else ""
        what = f'This line asks for "{name}", but there are no facts called "{first}".{mean}'
        otherwise = f"begin with one of: {listed(sorted(set(names)), 40)}."
        raise UnknownValueError(what, otherwise, guess)
    if kind(first).shape != "keys":
        return facts.table(first)
    found = facts.single(first)
    if found is None:
        raise MissingFactsError(kind(first).where)
    return found


def _whole_name(facts: Facts, name: str) -> str:
    """The name with its file: ``employees`` → ``company.employees``, where one file alone has such
    a key; empty otherwise.
    """
    dotted = name.replace("/", ".")
    keys = dotted.split(".")
    singles = dict(facts.singles())
    if len(keys) > 1 and keys[0] in singles and keys[1] in _keys_of(singles[keys[0]]):
        return dotted
    having = [single for single, fact in singles.items() if keys[0] in _keys_of(fact)]
    return f"{having[0]}.{dotted}" if len(having) == 1 else ""


def _item(table: Table[Item], item_id: str, first: str, keys: list[str]) -> Item:
    if item_id in table:
        return table[item_id]
    if table.may_hold(item_id):
        raise MissingFactsError(table.path)
    known, said = [*table.ids(), *sorted(table.unread)], called(first)
    guess = nearest(item_id, known)
    what = (
        f'This line asks for the {said} "{item_id}". There is no such {said} in '
        f"{table.path}.{did_you_mean(item_id, known)}"
    )
    otherwise = f"use one of those we know: {listed(known, 40)}."
    cause = Cause(first, item_id)
    raise UnknownValueError(
        what, otherwise, ".".join([first, guess, *keys]) if guess else "", cause
    )


def _descend(holder: Any, keys: list[str], name: str) -> tuple[Fact, str]:
    """Follow keys to a value; the fact that holds it, and its key there."""
    for place, key in enumerate(keys):
        names = _keys_of(holder)
        if key not in names:
            guess = nearest(key, names)
            what = (
                f'This line asks for "{name}", but there is no "{key}" in '
                f"it.{did_you_mean(key, names)}"
            )
            raise UnknownValueError(
                what, f"use one of: {listed(names, 40)}.", name.replace(key, guess) if guess else ""
            )
        value = _inside(holder, key, names)
        if place == len(keys) - 1 and _is_value(holder, value):
            return holder, names[key]
        holder = value
    if holder is None:
        raise UnknownValueError(f'"{name}" has no value.', "give it one, or show another fact.")
    otherwise = f"go on with one of its keys: {listed(_keys_of(holder), 40)}."
    raise UnknownValueError(f'"{name}" is not one value but a set of them.', otherwise)


def _inside(holder: Any, key: str, names: dict[str, str]) -> Any:
    if isinstance(holder, list):
        return holder[int(key) - 1]
    return holder[key] if isinstance(holder, dict) else getattr(holder, names[key])


def _is_value(holder: Any, value: Any) -> bool:
    of_facts = isinstance(value, list) and any(isinstance(entry, Fact) for entry in value)
    return (
        isinstance(holder, Fact)
        and not isinstance(value, (Fact, dict))
        and not of_facts
        and value is not None
    )


def _keys_of(holder: Any) -> dict[str, str]:
    """Keys as an editor writes them → names in the model; the parts of a list are counted from 1."""
    if isinstance(holder, Fact):
        return {info.alias or name: name for name, info in type(holder).model_fields.items()}
    keys = range(1, len(holder) + 1) if isinstance(holder, list) else holder
    return {str(key): str(key) for key in keys} if isinstance(holder, (list, dict)) else {}
