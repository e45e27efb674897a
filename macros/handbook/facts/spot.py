"""Where a wrong value of a facts file is, and the line in which its mended form goes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from handbook.problems.edits import Edit, Keys, Line
from handbook.problems.problem import Place, Problem
from handbook.text.source import Items, Map, Text, Value


@dataclass(frozen=True)
class Spot:
    """A value that is wrong: its place, its key, what is before and after it in the line to paste,
    and how that goes in.
    """

    place: Place
    key: str
    value: Value | None
    before: str
    after: str = ""
    edit: Edit | None = None
    beside: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        return shown(self.value)

    @property
    def is_empty(self) -> bool:
        return isinstance(self.value, Text) and not self.value.strip()

    @property
    def is_entry(self) -> bool:
        """Whether the value is an entry of a list."""
        return self.before != f"{self.key}: "

    def line(self, paste: str) -> str:
        """The line with ``paste`` in place of the value; empty where there is nothing to paste."""
        return f"{self.before}{paste}{self.after}" if paste else ""

    def problem(
        self,
        what: str,
        fix: str,
        paste: str = "",
        rule: str = "value-wrong",
        edit: Edit | None = None,
    ) -> Problem:
        how = (edit or self.edit or Keys()) if paste else None
        return Problem(self.place, what, fix, paste, rule=rule, edit=how)


def spot_of(path: str, root: Value, keys: list[Any]) -> Spot:
    """The spot to which ``keys`` lead."""
    parent, value, line = walk(root, keys)
    key = next((str(part) for part in reversed(keys) if isinstance(part, str)), "")
    place = Place(path, line)
    if not keys or not isinstance(keys[-1], int):
        return Spot(place, key, value, f"{key}: ")
    if not isinstance(parent, Items) or parent.line != walk(root, keys[:-1])[2]:
        return Spot(place, key, value, "- ", edit=Line())
    texts = [in_yaml(written(item)) for item in parent]
    before, after = texts[: keys[-1]], texts[keys[-1] + 1 :]
    head, tail = f"{key}: [{', '.join([*before, ''])}", f"{', '.join(['', *after])}]"
    return Spot(place, key, value, head, tail, beside=(*before, *after))


def walk(root: Value, keys: list[Any]) -> tuple[Value, Value | None, int]:
    """Follow ``keys`` into a value: the last container, what is there (None if missing), and its
    line.
    """
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


def in_yaml(text: str) -> str:
    """A text as it must be written inside a list in brackets: in quotes where it holds a sign with
    a meaning.
    """
    return (
        json.dumps(text, ensure_ascii=False)
        if re.search(r"^$|^[@`%&*!'\"|>-]|[,\[\]{}#:]", text)
        else text
    )


def written(value: Value | None) -> str:
    """A value in one line, whole."""
    if isinstance(value, Text):
        return value
    return shown(value)


def shown(value: Value | None) -> str:
    """A value as a message quotes it."""
    if isinstance(value, Text):
        return value if len(value) <= 80 else value[:77] + "…"
    if isinstance(value, Map):
        return "{" + ", ".join(list(value)[:4]) + "}"
    if isinstance(value, Items):
        return "[" + ", ".join(shown(item) for item in value[:4]) + "]"
    return ""
