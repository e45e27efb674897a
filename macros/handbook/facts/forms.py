"""What a model of facts wants at each of its keys: which keys, in which form, and what to fill in."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from handbook.facts.kinds import called
from handbook.facts.model import Fact, To
from handbook.facts.scalars import ScalarError
from handbook.problems.edits import HOLE
from handbook.problems.problem import listed


def keys_at(model: type[Fact], keys: list[Any], needed: bool = False) -> list[str]:
    """The keys allowed, or only those needed, at that place of a model: follow the names into its
    fields.
    """
    owner = model_at(model, keys)
    fields = owner.model_fields.items() if owner else ()
    return [info.alias or name for name, info in fields if info.is_required() or not needed]


def model_at(model: type[Fact], keys: list[Any]) -> type[Fact] | None:
    """The model of what is at that place; None where there is no set of keys."""
    current: type[Fact] | None = model
    for key in keys:
        if isinstance(key, str) and current is not None:
            field = _field(current, key)
            current = _inner_model(field.annotation) if field else None
    return current


def to_fill_in(model: type[Fact], names: list[str], own: dict[str, str] | None = None) -> str:
    """Keys of a model as lines to paste: with a value where it is known, else with a hole in the
    shape that it needs.
    """
    rows = []
    for name in names:
        value = (own or {}).get(name) or _hole(_field(model, name))
        rows.append(f"{name}:{value}" if value.startswith("\n") else f"{name}: {value}")
    return "\n".join(rows)


def entry_to_fill_in(model: type[Fact], **own: str) -> str:
    """An entry of a list with all the keys that it needs, and those that are known."""
    known = {key.rstrip("_"): value for key, value in own.items()}
    names = dict.fromkeys([*keys_at(model, [], needed=True), *known])
    return as_entry(to_fill_in(model, list(names), known))


def as_entry(rows: str) -> str:
    """Keys as an entry of a list."""
    return "- " + rows.replace("\n", "\n  ")


def forms_of(model: type[Fact], names: list[str]) -> str:
    """What the values of these keys must be, in words; plain texts are left out."""
    forms: dict[str, list[str]] = {}
    for name in names:
        if form := _form(model, name):
            forms.setdefault(form, []).append(name)
    said = [f"{listed(alike)}: {form}" for form, alike in list(forms.items())[:6]]
    return f"What to write: {'; '.join(said)}." if said else ""


def allowed_by(detail: ErrorDetails) -> list[str]:
    """The words that a closed list of words allows."""
    return [
        part.strip("' ")
        for part in detail.get("ctx", {})["expected"].replace(" or ", ", ").split(", ")
    ]


@cache
def _form(model: type[Fact], name: str) -> str:
    field = _field(model, name)
    if field is None:
        return ""
    if table := next((mark.table for mark in field.metadata if isinstance(mark, To)), ""):
        return f"the id of a {called(table)}"
    kind: Any = (
        Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    )
    try:
        TypeAdapter(kind).validate_python("")
    except ValidationError as wrong:
        detail = wrong.errors()[0]
        cause = detail.get("ctx", {}).get("error")
        if detail["type"] == "literal_error":
            return f"one of: {listed(allowed_by(detail), 20)}"
        return (
            cause.expected if isinstance(cause, ScalarError) and cause.expected != "a text" else ""
        )
    return ""


def _hole(field: FieldInfo | None) -> str:
    """A hole in the shape of what a key holds."""
    if field is None:
        return HOLE
    inner, is_list = _inner_model(field.annotation), _is_list(field.annotation)
    if inner is None:
        return f"[{HOLE}]" if is_list else HOLE
    rows = to_fill_in(inner, keys_at(inner, [], needed=True))
    return "\n  " + (as_entry(rows) if is_list else rows).replace("\n", "\n  ")


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is list or any(_is_list(part) for part in get_args(annotation))


def _field(model: type[Fact], key: str) -> FieldInfo | None:
    return next(
        (info for name, info in model.model_fields.items() if key in (name, info.alias)), None
    )


def _inner_model(annotation: Any) -> type[Fact] | None:
    """The model inside ``list[Model]``, ``dict[str, Model]`` or ``Model | None``."""
    if isinstance(annotation, type) and not get_args(annotation):
        return annotation if issubclass(annotation, Fact) else None
    inner = [_inner_model(part) for part in get_args(annotation)]
    return next((part for part in inner if part is not None), None)
