"""What is wrong in a file of facts, in the words of the one who wrote it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from handbook.facts.catalogue import Kind
from handbook.facts.model import Fact, To
from handbook.facts.scalars import Wrong, as_id
from handbook.problems import Place, Problem, did_you_mean, listed, nearest
from handbook.source import Items, Map, Text, Value


def wrong_shape(kind: Kind, path: str, value: Value | None) -> Problem:
    """A list stands where keys are meant, or the other way round."""
    wanted = "list" if kind.shape == "list" else "set of keys"
    what = f"This file should hold a {wanted}, but it holds {_kind_of(value)}."
    line = value.line if value is not None else 1
    return Problem(Place(path, line), what, "write it like this:", _beginning(kind), rule="value-wrong")


def _beginning(kind: Kind) -> str:
    """How a file of a kind begins: its first needed keys, with values of the right form."""
    names = [name for name in _keys_at(kind.model, [], needed=True) if name != "id"]
    rows = [f"{name}: {_example(kind.model, [], name)}" for name in names[:3]]
    return "\n".join(["- id: first-one", *(f"  {row}" for row in rows)] if kind.shape == "list" else rows)


def _kind_of(value: Value | None) -> str:
    if isinstance(value, Items):
        return "a list"
    if isinstance(value, Map):
        return "a set of keys"
    return "nothing" if value is None else "a single text"


def not_an_item(kind: Kind, written: Value) -> Problem:
    """An entry of a list without keys of its own."""
    what = f'Each entry of this list has keys of its own, but here stands only "{_shown(written)}".'
    return Problem(
        Place(kind.where, written.line),
        what,
        "give the entry its keys:",
        _beginning(kind),
        rule="value-wrong",
    )


def id_twice(path: str, key: str, item_id: Text, first: Place) -> Problem:
    """Two entries of a file with the same id."""
    what = f'{"The id " if key == "id" else ""}"{item_id}" stands twice in this file: in line {first.line} and in line {item_id.line}.'
    fix = "give one of them an id of its own, or delete it." if key == "id" else "delete one of them."
    return Problem(Place(path, item_id.line), what, fix, rule="id-twice")


def explain(path: str, root: Value, model: type[Fact], wrong: ValidationError) -> Iterator[Problem]:
    """What pydantic found, in the words of the one who wrote the file; missing keys of one entry are one Problem."""
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
        problem = _detail(_spot(path, root, list(keys)), list(keys), detail, model)
        if problem.rule == "key-unknown":
            misspelt.add((*keys[:-1], nearest(str(keys[-1]), _keys_at(model, list(keys[:-1])))))
        yield problem
    for above, names in missing.items():
        left = [name for name in names if (*above, name) not in misspelt]
        if left:
            yield _missing(path, root, list(above), left, model)


def _walk(root: Value, keys: list[Any]) -> tuple[Value, Value | None, int]:
    """Follow ``keys`` into a value: the last container, what stands there (None if missing), and its line."""
    parent, value, line = root, root, root.line
    for key in keys:
        if isinstance(value, Map) and str(key) in value:
            parent, line, value = value, value.lines[str(key)], value[str(key)]
        elif isinstance(value, Items) and isinstance(key, int) and key < len(value):
            parent, value = value, value[key]
            line = value.line
        else:
            return value, None, line
    return parent, value, line


@dataclass(frozen=True)
class _Spot:
    """A value that is wrong: where it stands, its key, and what stands before and after it in the line to paste."""

    place: Place
    key: str
    value: Value | None
    before: str
    after: str = ""

    @property
    def shown(self) -> str:
        return _shown(self.value)

    @property
    def is_empty(self) -> bool:
        return isinstance(self.value, Text) and not self.value.strip()

    def line(self, paste: str) -> str:
        """The line with ``paste`` in place of the value."""
        return f"{self.before}{paste}{self.after}"

    def problem(self, what: str, fix: str, paste: str = "", rule: str = "value-wrong") -> Problem:
        return Problem(self.place, what, fix, paste, rule=rule)


def _spot(path: str, root: Value, keys: list[Any]) -> _Spot:
    parent, value, line = _walk(root, keys)
    key = next((str(part) for part in reversed(keys) if isinstance(part, str)), "")
    place = Place(path, line)
    if not keys or not isinstance(keys[-1], int):
        return _Spot(place, key, value, f"{key}: ")
    if isinstance(parent, Items) and parent.line == _walk(root, keys[:-1])[2]:
        texts = [in_yaml(_shown(item)) for item in parent]
        before, after = texts[: keys[-1]], texts[keys[-1] + 1 :]
        return _Spot(place, key, value, f"{key}: [{', '.join([*before, ''])}", f"{', '.join(['', *after])}]")
    return _Spot(place, key, value, "- ")


def in_yaml(text: str) -> str:
    """A text as it must be written inside a list in brackets: in quotes where it holds a sign with a meaning."""
    return (
        json.dumps(text, ensure_ascii=False) if re.search(r"^$|^[@`%&*!'\"|>-]|[,\[\]{}#:]", text) else text
    )


def _deeper(detail: ErrorDetails) -> tuple[str | int, ...]:
    """The rest of the way to the value, where a whole fact found that its values do not fit together."""
    cause = detail.get("ctx", {}).get("error")
    return cause.keys if isinstance(cause, Wrong) else ()


def _split_by_comma(root: Value, detail: ErrorDetails) -> tuple[Any, ...] | None:
    """The way to a number that a comma in it cut in two, where ``detail`` is about its second half."""
    *above, key = detail["loc"] or ("",)
    parent = _walk(root, above)[1]
    if detail["type"] != "extra_forbidden" or not isinstance(parent, Map) or not re.match(r"\d", str(key)):
        return None
    names = list(parent)
    place = names.index(str(key))
    number = parent[names[place - 1]] if place else None
    cut = parent[str(key)] == "" and isinstance(number, Text) and re.search(r"\d$", number)
    return (*above, names[place - 1]) if cut else None


def _comma(path: str, root: Value, keys: tuple[Any, ...], rest: str) -> Problem:
    spot = _spot(path, root, list(keys))
    what = f'"{spot.key}" says "{spot.shown},{rest}". In a list of keys a comma ends the value, so "{rest}" is left over.'
    sign = " " if re.fullmatch(r"\d{3}(\.\d\d)?", rest) else "."
    fix = "write a point before the decimals, and a space between the thousands:"
    return spot.problem(what, fix, spot.line(f"{spot.shown}{sign}{rest}"))


def _detail(spot: _Spot, keys: list[Any], detail: ErrorDetails, model: type[Fact]) -> Problem:
    kind = detail["type"]
    cause = detail.get("ctx", {}).get("error")
    if kind == "extra_forbidden":
        return _unknown(spot, _keys_at(model, keys[:-1]))
    if kind == "literal_error":
        return _not_allowed(spot, detail)
    if kind == "too_short" or (kind == "list_type" and spot.is_empty):
        what = f'"{spot.key}" is an empty list, but at least one entry must stand there.'
        return spot.problem(what, "write at least one entry:", f"{spot.key}:\n  - …")
    if kind == "too_long":
        what = f'"{spot.key}" has more entries than can be judged together: {detail["ctx"]["max_length"]} at most.'
        return spot.problem(what, "join some of them, or delete those that nobody uses.", "")
    if isinstance(cause, Wrong):
        return _wrong(spot, cause)
    if kind == "list_type":
        what = f'"{spot.key}" should be a list, one entry to a line, but "{spot.shown}" stands there.'
        return spot.problem(what, "write it like this:", f"{spot.key}:\n  - {in_yaml(spot.shown)}")
    what = f'"{spot.key}" should be a set of keys, but "{spot.shown}" stands there.'
    return spot.problem(what, "write it like this:", _set_of_keys(model, keys))


def _set_of_keys(model: type[Fact], keys: list[Any]) -> str:
    """A key with the keys below it that its model knows, each with a value of the right form."""
    names = _keys_at(model, keys, needed=True) or _keys_at(model, keys)[:3] or ["first-one"]
    rows = [f"{name}: {_example(model, keys, name)}" for name in names]
    first = "-" if isinstance(keys[-1], int) else f"{keys[-1]}:"
    return "\n".join(
        [f"- {rows[0]}", *(f"  {row}" for row in rows[1:])]
        if first == "-"
        else [first, *(f"  {row}" for row in rows)]
    )


def _missing(path: str, root: Value, above: list[Any], names: list[str], model: type[Fact]) -> Problem:
    _, value, line = _walk(root, above)
    who = (value.get("id") or value.get("name")) if isinstance(value, Map) else None
    of = f' of "{who}"' if isinstance(who, Text) else ""
    keys = f"the key {names[0]}" if len(names) == 1 else f"the keys {listed(names, 20)}"
    verb = "is" if len(names) == 1 else "are"
    place = Place(path, value.line if value is not None else line)
    own = as_id(str(value.get("name", ""))) if isinstance(value, Map) else ""
    examples = "\n".join(
        f"{name}: {own if name == 'id' and own else _example(model, above, name)}" for name in names
    )
    return Problem(
        place, f"Here {keys}{of} {verb} missing.", "add, with your own values:", examples, rule="key-missing"
    )


def _example(model: type[Fact], above: list[Any], name: str) -> str:
    """A value of the right form for a key: what the type itself proposes when it is given nothing."""
    owner: Any = model
    for key in above:
        if isinstance(key, str):
            owner = _inner_model(_field(owner, key))
    field = next((info for own, info in owner.model_fields.items() if name in (own, info.alias)), None)
    if field is None or any(isinstance(mark, To) and mark.table != "roles" for mark in field.metadata):
        return "…"
    kind: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    try:
        TypeAdapter(kind).validate_python("")
    except ValidationError as wrong:
        first = wrong.errors()[0]
        cause = first.get("ctx", {}).get("error")
        if isinstance(cause, Wrong) and cause.paste:
            return cause.paste
        if first["type"] == "literal_error":
            return _allowed(first)[0]
        return "[…]" if first["type"] == "list_type" else "…"
    return "…"


def _unknown(spot: _Spot, known: list[str]) -> Problem:
    guess = nearest(spot.key, known)
    what = f'There is no key "{spot.key}" here.{did_you_mean(spot.key, known)}'
    fix = "rename the key:" if guess else f"delete the line. Keys we know here: {listed(known, 20)}."
    shown = spot.shown if isinstance(spot.value, (Text, Items)) else "…"
    return spot.problem(what, fix, f"{guess}: {shown}" if guess else "", rule="key-unknown")


def _allowed(detail: ErrorDetails) -> list[str]:
    return [part.strip("' ") for part in detail.get("ctx", {})["expected"].replace(" or ", ", ").split(", ")]


def _not_allowed(spot: _Spot, detail: ErrorDetails) -> Problem:
    allowed = _allowed(detail)
    guess = nearest(spot.shown, allowed)
    said = "is empty" if spot.is_empty else f'says "{spot.shown}"'
    what = f'"{spot.key}" {said}.{did_you_mean(spot.shown, allowed)}'
    fix = f"use one of: {listed(allowed, 20)}. For instance:"
    return spot.problem(what, fix, spot.line(guess or allowed[0]))


def _wrong(spot: _Spot, cause: Wrong) -> Problem:
    if not cause.paste and not isinstance(spot.value, Text):
        return spot.problem(f"This entry should have {cause.expected}.", "correct the entry.")
    if (text := _colon_in_text(spot.value)) and cause.hint:
        what = f'"{spot.key}" says "{text}". The colon in it makes a key of what stands before it.'
        return spot.problem(what, "put the text in quotes:", spot.line(json.dumps(text, ensure_ascii=False)))
    hint = f" ({cause.hint})" if cause.hint else ""
    said = "is empty" if spot.is_empty else f'says "{spot.shown}"{hint}'
    what = f'"{spot.key}" {said}. It should be {cause.expected}.'
    if not cause.paste:
        return spot.problem(what, "correct it, or delete the line.")
    fix = "write:" if _is_theirs(spot.shown, cause.paste) else "write it like this:"
    return spot.problem(what, fix, spot.line(cause.paste))


def _is_theirs(written: str, paste: str) -> bool:
    """Whether a proposal is made of the editor's own words, so that it is what they meant and not only an example."""
    ours, theirs = (set(re.findall(r"\w+", text.casefold())) for text in (paste, written))
    return 2 * len(ours & theirs) >= len(ours)


def _colon_in_text(value: Value | None) -> str:
    """The text as it was typed, where a colon in it turned it into a key with its value; empty otherwise."""
    if isinstance(value, Map) and len(value) == 1:
        (key, inner), *_ = value.items()
        if isinstance(inner, Text) and inner.line == value.line:
            return f"{key}: {inner}".strip()
    return ""


def _shown(value: Value | None) -> str:
    if isinstance(value, Text):
        return value if len(value) <= 80 else value[:77] + "…"
    if isinstance(value, Map):
        return "{" + ", ".join(list(value)[:4]) + "}"
    if isinstance(value, Items):
        return "[" + ", ".join(_shown(item) for item in value[:4]) + "]"
    return ""


def _keys_at(model: type[Fact], keys: list[Any], needed: bool = False) -> list[str]:
    """The keys allowed, or only those needed, at that place of a model: follow the names into its fields."""
    current: Any = model
    for key in keys:
        if isinstance(key, str) and isinstance(current, type) and issubclass(current, Fact):
            current = _inner_model(_field(current, key))
    if isinstance(current, type) and issubclass(current, Fact):
        fields = current.model_fields.items()
        return [info.alias or name for name, info in fields if info.is_required() or not needed]
    return []


def _field(model: type[Fact], key: str) -> Any:
    for name, info in model.model_fields.items():
        if key in (name, info.alias):
            return info.annotation
    return None


def _inner_model(annotation: Any) -> Any:
    """The model inside ``list[Model]``, ``dict[str, Model]`` or ``Model | None``."""
    if isinstance(annotation, type) and not getattr(annotation, "__args__", ()):
        return annotation
    inner = [_inner_model(part) for part in getattr(annotation, "__args__", ())]
    return next((part for part in inner if isinstance(part, type) and issubclass(part, Fact)), None)
