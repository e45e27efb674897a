"""Facts as text: what a command writes into a file of facts, in the form in which people write it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time

from handbook.facts.model import Fact

Plain = str | Sequence["Plain"] | Mapping[str, "Plain"]

_SAFE = re.compile(r"[^\W_](?:[^:#\n]|:(?! |$)|(?<! )#)*")


def plain(fact: Fact, *without: str) -> dict[str, Plain]:
    """The keys of a fact that somebody wrote, as texts, in their order."""
    given = [key for key in type(fact).model_fields if key in fact.model_fields_set]
    return {
        type(fact).model_fields[key].alias or key: _plain(getattr(fact, key))
        for key in given
        if key not in without
    }


def _plain(value: object) -> Plain:
    if isinstance(value, Fact):
        return plain(value)
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


def as_yaml(value: Mapping[str, Plain] | Sequence[Mapping[str, Plain]], about: str = "") -> str:
    """The text of a file: its keys, or its entries; ``about`` is its first line."""
    first = f"# {about}\n" if about else ""
    return first + "".join(f"{row}\n" for row in _rows(value))


def _rows(value: Plain) -> Iterator[str]:
    """The rows of a set of keys, or of a list."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _named(f"{key}:", inner)
    else:
        for inner in value:
            first, *others = _rows(inner) if isinstance(inner, Mapping) else [scalar(str(inner))]
            yield f"- {first}"
            yield from (f"  {row}" for row in others)


def _named(key: str, value: Plain) -> Iterator[str]:
    if isinstance(value, str):
        yield f"{key} {scalar(value)}"
    elif not value:
        yield f"{key} []"
    else:
        yield key
        yield from (f"  {row}" for row in _rows(value))


def scalar(text: str) -> str:
    """A text in one line of YAML: quoted where a sign in it has a meaning of its own."""
    one_line = " ".join(text.split())
    if _SAFE.fullmatch(one_line):
        return one_line
    escaped = one_line.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
