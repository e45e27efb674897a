"""What is wrong in a file of facts, in the words of the one who wrote it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from handbook.facts.facts import Facts
from handbook.facts.forms import allowed_by, as_entry, forms_of, keys_at, model_at, to_fill_in
from handbook.facts.ids import as_id
from handbook.facts.kinds import Kind
from handbook.facts.model import Fact
from handbook.facts.references import table_at, unread_reference
from handbook.facts.scalars import ScalarError
from handbook.facts.spot import Spot, in_yaml, shown, spot_of, walk, written
from handbook.problems.edits import Insert, Keys, Line, Words
from handbook.problems.problem import Place, Problem, did_you_mean, listed, nearest
from handbook.text.source import Items, Map, Text, Value


def wrong_shape(kind: Kind, path: str, value: Value | None) -> Problem:
    """There is a list where keys are meant, or the other way round, or nothing at all."""
    names = keys_at(kind.model, [], needed=True)
    wanted = "list" if kind.shape == "list" else "set of keys"
    what = f"This file should hold a {wanted}, but it holds {_kind_of(value)}."
    place = Place(path, value.line if value is not None else 1)
    if value is not None:
        each = (
            f'each entry begins with a hyphen and its "{names[0]}"'
            if wanted == "list"
            else f"{names[0]}: …"
        )
        return Problem(place, what, f"write a {wanted} ({each}).", rule="value-wrong")
    rows = to_fill_in(kind.model, [name for name in names if wanted == "list" or name != "id"])
    paste = as_entry(rows) if kind.shape == "list" else rows
    fix = "fill it, or delete the file:"
    return Problem(
        place, what, fix, paste, forms_of(kind.model, names), "value-wrong", edit=Insert(0)
    )


def _kind_of(value: Value | None) -> str:
    if isinstance(value, Items):
        return "a list"
    if isinstance(value, Map):
        return "a set of keys"
    return "nothing" if value is None else "a single text"


def not_an_item(kind: Kind, found: Value) -> Problem:
    """An entry of a list without keys of its own."""
    what = f'Each entry of this list has keys of its own, but here stands only "{shown(found)}".'
    names = keys_at(kind.model, [], needed=True)
    own = {"id": as_id(written(found))} if isinstance(found, Text) else {}
    paste = as_entry(to_fill_in(kind.model, names, own))
    place, note = Place(kind.where, found.line), forms_of(kind.model, names)
    return Problem(place, what, "give the entry its keys:", paste, note, "value-wrong", edit=Line())


def id_twice(path: str, key: str, item_id: Text, first: Place) -> Problem:
    """Two entries of a file with the same id."""
    what = (
        f'{"The id " if key == "id" else ""}"{item_id}" stands twice in this file: in line '
        f"{first.line} and in line {item_id.line}."
    )
    fix = (
        "give one of them an id of its own, or delete it." if key == "id" else "delete one of them."
    )
    return Problem(Place(path, item_id.line), what, fix, rule="id-twice")


def explain(
    path: str, root: Value, model: type[Fact], wrong: ValidationError, facts: Facts | None = None
) -> Iterator[Problem]:
    """What pydantic found, in the words of the one who wrote the file; missing keys of one entry
    are one Problem.

    ``facts`` say which ids are known.
    """
    missing: dict[tuple[Any, ...], list[str]] = {}
    misspelt: set[tuple[Any, ...]] = set()
    details = wrong.errors(include_url=False)
    split = {found: detail["loc"] for detail in details if (found := _split_by_comma(root, detail))}
    for before, after in split.items():
        yield _comma(path, root, before, str(after[-1]))
    for detail in details:
        keys = (*detail["loc"], *_deeper(detail))
        if detail["type"] == "missing":
            missing.setdefault(keys[:-1], []).append(str(keys[-1]))
            continue
        if keys in split or keys in split.values():
            continue
        problem = _detail(spot_of(path, root, list(keys)), list(keys), detail, model, root, facts)
        if problem.rule == "key-unknown":
            known = keys_at(model, list(keys[:-1]))
            glued = str(keys[-1]).partition(":")[0]
            misspelt.add((*keys[:-1], glued if glued in known else nearest(str(keys[-1]), known)))
        yield problem
    for above, names in missing.items():
        left = [name for name in names if (*above, name) not in misspelt]
        if left:
            yield _missing(path, root, list(above), left, model)


def _deeper(detail: ErrorDetails) -> tuple[str | int, ...]:
    """The rest of the way to the value, where a whole fact found that its values do not fit
    together.
    """
    cause = detail.get("ctx", {}).get("error")
    return cause.keys if isinstance(cause, ScalarError) else ()


def _split_by_comma(root: Value, detail: ErrorDetails) -> tuple[Any, ...] | None:
    """The way to a number that a comma in it cut in two, where ``detail`` is about its second half."""
    *above, key = detail["loc"] or ("",)
    parent = walk(root, list(above))[1]
    if (
        detail["type"] != "extra_forbidden"
        or not isinstance(parent, Map)
        or not re.match(r"\d|[-–—]+$", str(key))
    ):
        return None
    names = list(parent)
    place = names.index(str(key))
    number = parent[names[place - 1]] if place else None
    cut = parent[str(key)] == "" and isinstance(number, Text) and re.search(r"\d$", number)
    return (*above, names[place - 1]) if cut else None


def _comma(path: str, root: Value, keys: tuple[Any, ...], rest: str) -> Problem:
    spot = spot_of(path, root, list(keys))
    what = (
        f'"{spot.key}" says "{spot.shown},{rest}". In a list of keys a comma ends the value, so '
        f'"{rest}" is left over.'
    )
    sign = " " if re.fullmatch(r"\d{3}(\.\d\d)?", rest) else "."
    fix = "write a point before the decimals, and a space between the thousands:"
    edit, whole = Words(f"{spot.key}: {written(spot.value)},{rest}"), written(spot.value)
    if not rest[0].isdigit():
        return spot.problem(what, "write the number alone:", spot.line(whole), edit=edit)
    if sign == "." and re.fullmatch(r"\d{1,3}(\.\d{3})+", whole):
        whole = whole.replace(".", " ")
    return spot.problem(what, fix, spot.line(f"{whole}{sign}{rest}"), edit=edit)


def _detail(
    spot: Spot,
    keys: list[Any],
    detail: ErrorDetails,
    model: type[Fact],
    root: Value,
    facts: Facts | None,
) -> Problem:
    kind = detail["type"]
    cause = detail.get("ctx", {}).get("error")
    if kind == "extra_forbidden":
        return _unknown(spot, keys_at(model, keys[:-1]), walk(root, keys[:-1])[1])
    if kind == "literal_error":
        return _not_allowed(spot, detail)
    if kind == "too_short" or (kind == "list_type" and spot.is_empty):
        what = f'"{spot.key}" is an empty list, but at least one entry must stand there.'
        return spot.problem(
            what, "write at least one entry:", f"{spot.key}:\n  {_first_entry(model, keys)}"
        )
    if kind == "too_long":
        what = (
            f'"{spot.key}" has more entries than can be judged together: '
            f"{detail['ctx']['max_length']} at most."
        )
        return spot.problem(what, "join some of them, or delete those that nobody uses.", "")
    no_list = kind == "list_type"
    # What a model says of several keys together is no id that could not be read.
    refused = no_list or (isinstance(cause, ScalarError) and not cause.keys)
    if facts and refused and not spot.is_empty and (table := table_at(model, keys)):
        return unread_reference(spot, facts, table, no_list or isinstance(keys[-1], int))
    if isinstance(cause, ScalarError):
        return _wrong(spot, cause, keys[-1] in keys_at(model, keys[:-1], needed=True))
    if no_list:
        return _no_list(spot, model, keys, root)
    what = f'"{spot.key}" should be a set of keys, but "{spot.shown}" stands there.'
    return spot.problem(what, "write it like this:", _set_of_keys(model, keys))


def _no_list(spot: Spot, model: type[Fact], keys: list[Any], root: Value) -> Problem:
    what = f'"{spot.key}" should be a list, one entry to a line, but "{spot.shown}" stands there.'
    if model_at(model, keys) is not None or not isinstance(spot.value, Text):
        return spot.problem(
            what, "write it like this:", f"{spot.key}:\n  {_first_entry(model, keys)}"
        )
    own = in_yaml(written(spot.value)) if _fits_as_item(model, root, keys, spot.value) else "…"
    return spot.problem(what, "write it like this:", f"{spot.key}:\n  - {own}")


def _fits_as_item(model: type[Fact], root: Value, keys: list[Any], text: Text) -> bool:
    """Whether a text that is written where a list is meant would be right as its only entry."""
    parent, _, line = walk(root, keys)
    if not isinstance(parent, Map):
        return False
    items = Items(line)
    items.append(text)
    parent[str(keys[-1])] = items
    try:
        model.model_validate(root)
    except ValidationError as wrong:
        return not any(list(detail["loc"][: len(keys)]) == keys for detail in wrong.errors())
    finally:
        parent[str(keys[-1])] = text
    return True


def _first_entry(model: type[Fact], keys: list[Any]) -> str:
    """The first entry of a list, to fill in."""
    inner = model_at(model, keys)
    return (
        as_entry(to_fill_in(inner, keys_at(inner, [], needed=True))).replace("\n", "\n  ")
        if inner
        else "- …"
    )


def _set_of_keys(model: type[Fact], keys: list[Any]) -> str:
    """A key with the keys below it that its model needs, or knows, to fill in."""
    inner = model_at(model, keys)
    if inner is None:
        return ""
    rows = to_fill_in(inner, keys_at(inner, [], needed=True) or keys_at(inner, [])[:3])
    return (
        as_entry(rows)
        if isinstance(keys[-1], int)
        else f"{keys[-1]}:\n  " + rows.replace("\n", "\n  ")
    )


def _missing(
    path: str, root: Value, above: list[Any], names: list[str], model: type[Fact]
) -> Problem:
    _, value, line = walk(root, above)
    who = (value.get("id") or value.get("name")) if isinstance(value, Map) else None
    of = f' of "{who}"' if isinstance(who, Text) else ""
    keys = f"the key {names[0]}" if len(names) == 1 else f"the keys {listed(names, 20)}"
    verb = "is" if len(names) == 1 else "are"
    place = Place(path, value.line if value is not None else line)
    own = as_id(str(value.get("name", ""))) if isinstance(value, Map) else ""
    owner = model_at(model, above) or model
    inside = str(above[-1]) if above and isinstance(above[-1], str) else ""
    return Problem(
        place,
        f"Here {keys}{of} {verb} missing.",
        "add, with your own values:",
        to_fill_in(owner, names, {"id": own}),
        forms_of(owner, names),
        "key-missing",
        edit=Keys(inside),
    )


def _unknown(spot: Spot, known: list[str], parent: Value | None) -> Problem:
    key, colon, value = spot.key.partition(":")
    if colon and value and key in known and spot.is_empty:
        what = f'"{spot.key}" has no space behind its colon, so all of it is taken for a name.'
        fix = "put a space behind the colon:"
        return spot.problem(what, fix, f"{key}: {value}", "key-unknown", Words(spot.key))
    free = [name for name in known if not isinstance(parent, Map) or name not in parent]
    guess = nearest(spot.key, free)
    what = f'There is no key "{spot.key}" here.{did_you_mean(spot.key, free)}'
    if not guess:
        return spot.problem(
            what, f"delete the line. Keys we know here: {listed(known, 20)}.", "", "key-unknown"
        )
    if (
        isinstance(spot.value, Text)
        and spot.value.plain
        and spot.value.line == spot.place.line
        and not spot.is_empty
    ):
        edit = Words(f"{spot.key}: {spot.value}")
        return spot.problem(what, "rename the key:", f"{guess}: {spot.value}", "key-unknown", edit)
    fix = "rename the key, and leave what is behind its colon and below it as it is:"
    return spot.problem(what, fix, f"{guess}:", "key-unknown", Words(f"{spot.key}:"))


def _not_allowed(spot: Spot, detail: ErrorDetails) -> Problem:
    allowed = [word for word in allowed_by(detail) if word not in spot.beside]
    guess = nearest(spot.shown, allowed) or (allowed[0] if len(allowed) == 1 else None)
    said = "is empty" if spot.is_empty else f'says "{spot.shown}"'
    what = f'"{spot.key}" {said}.{did_you_mean(spot.shown, allowed)}'
    fix = f"use one of: {listed(allowed, 20)}"
    if guess is None:
        return spot.problem(what, f"{fix}.")
    return spot.problem(
        what, f"{fix}. Nearest is:" if len(allowed) > 1 else "write:", spot.line(guess)
    )


def _empty(needed: bool) -> str:
    """What to do about an empty value: a key that must be there is not to be deleted."""
    return "fill it in." if needed else "fill it in, or delete the line."


def _wrong(spot: Spot, cause: ScalarError, needed: bool) -> Problem:
    if isinstance(spot.value, Map) and not cause.keys and not cause.hint:
        return spot.problem(f"This entry should have {cause.expected}.", "correct the entry.")
    if (text := _colon_in_text(spot.value)) and cause.hint:
        what = f'"{spot.key}" says "{text}". The colon in it makes a key of what stands before it.'
        return spot.problem(
            what, "put the text in quotes:", spot.line(json.dumps(text, ensure_ascii=False))
        )
    hint = f" ({cause.hint})" if cause.hint else ""
    said = "is empty" if spot.is_empty else f'says "{spot.shown}"{hint}'
    what = f'"{spot.key}" {said}. It should be {cause.expected}.'
    if cause.paste:
        return spot.problem(what, "write:", spot.line(cause.paste))
    return spot.problem(what, _empty(needed) if spot.is_empty else "change it to that.")


def _colon_in_text(value: Value | None) -> str:
    """The text as it was typed, where a colon in it turned it into a key with its value; empty
    otherwise.
    """
    if isinstance(value, Map) and len(value) == 1:
        (key, inner), *_ = value.items()
        if isinstance(inner, Text) and inner.line == value.line:
            return f"{key}: {inner}".strip()
    return ""
