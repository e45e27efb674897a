"""The canonical form of what a macro selected, of which fingerprints are taken: plain lists, keys and texts.

Every type that a selection may hold is named here. Any other is refused, because what Python happens to print of it, such as
the names of its fields, is nothing that a reader reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from handbook.facts.model import Fact
from handbook.facts.scalars import Duration, plain
from handbook.show.macro import Picked

Form = Any  # a text, None, or lists and keys of these


def canonical(selection: Any) -> Form:
    """Equal facts give equal forms, however a macro draws them. Raises TypeError for what is no selection of facts."""
    kind = type(selection)
    if kind not in _KNOWN:
        _KNOWN[kind] = _form_of(kind)
    return _KNOWN[kind](selection)


def _form_of(kind: type) -> Callable[[Any], Form]:
    """How a type is written: as the nearest type that it is made from."""
    for ancestor in kind.__mro__:
        if ancestor in _FORMS:
            return _FORMS[ancestor]
    # The sums of a calculation: like a tuple, told apart by their places and not by the names that Python gives them.
    if is_dataclass(kind) and getattr(kind, "__dataclass_params__").frozen:  # noqa: B009
        names = [field.name for field in fields(kind)]
        return lambda value: [canonical(getattr(value, name)) for name in names]
    raise TypeError(
        f"a page cannot be held to what it shows: nobody has said how {kind.__name__} is written"
    )


def _keys(selection: Mapping[object, object]) -> Form:
    return {_key(key): canonical(value) for key, value in selection.items()}


def _key(key: object) -> str:
    form = canonical(key)
    if not isinstance(form, str):
        raise TypeError(f"a page cannot be held to what it shows: {key!r} cannot be a key")
    return form


def _items(selection: Sequence[object]) -> Form:
    return [canonical(value) for value in selection]


def _picked(selection: Picked) -> Form:
    return {key: canonical(value) for key, value in selection.values.items()}


def _fact(selection: Fact) -> Form:
    return {name: canonical(getattr(selection, name)) for name in type(selection).model_fields}


def _refused(moment: datetime) -> Form:
    raise TypeError(
        "a page cannot be held to what it shows: a moment passes, so a selection holds days and times of day"
    )


_FORMS: dict[type, Callable[[Any], Form]] = {
    str: str,
    int: str,  # yes and no as well
    type(None): lambda _: None,
    Decimal: plain,
    datetime: _refused,
    date: date.isoformat,
    time: time.isoformat,
    Duration: str,
    Picked: _picked,
    Fact: _fact,
    dict: _keys,
    list: _items,
    tuple: _items,
}
_KNOWN: dict[type, Callable[[Any], Form]] = {}
