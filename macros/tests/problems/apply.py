"""A Problem and the texts of the handbook in, the texts with its paste applied out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import assert_never

from handbook.problems.edits import Create, Delete, Entry, Insert, Keys, Line, Rename, Run, Words
from handbook.problems.problem import Problem
from handbook.text.yaml_edits import CannotApply, add_entries, set_keys

Texts = Mapping[str, str]


def applied(problem: Problem, texts: Texts) -> dict[str, str | None]:
    """The files that change, path → new text, None where a file goes. Raises :class:`CannotApply`."""
    edit, path = problem.edit, problem.place.path
    match edit:
        case None | Run():
            raise CannotApply("there is nothing to apply")
        case Create(new):
            if new in texts and new != path:
                raise CannotApply(f"{new} is there already")
            return {new: f"{problem.paste}\n"}
        case Rename(to):
            if to in texts:
                raise CannotApply(f"{to} is there already")
            return {path: None, to: texts.get(path, "")}
        case Entry(key, other):
            return {other or path: _with_entries(problem, texts, key, other or path)}
        case Words() | Line() | Insert() | Delete() | Keys():
            return {path: _in_file(problem, edit, _text(texts, path))}
        case _:
            assert_never(edit)


def _text(texts: Texts, path: str) -> str:
    if path not in texts:
        raise CannotApply(f"{path} is not there")
    return texts[path]


def _in_file(problem: Problem, edit: Words | Line | Insert | Delete | Keys, text: str) -> str:
    line, paste = problem.place.line, problem.paste
    lines = text.split("\n")
    match edit:
        case Words(written):
            return _with_words(lines, line, written, paste)
        case Line(last):
            return "\n".join(
                [*lines[: line - 1], *_indented(paste, lines[line - 1]), *lines[max(last, line) :]]
            )
        case Insert(after):
            beside = lines[after - 1] if after else ""
            return "\n".join([*lines[:after], *_indented(paste, beside), *lines[after:]])
        case Delete(last):
            return "\n".join([*lines[: line - 1], *lines[max(last, line) :]])
        case Keys(inside):
            return set_keys(text, line, paste, inside, problem.place.path.endswith(".md"))
        case _:
            assert_never(edit)


def _with_words(lines: list[str], line: int, written: str, paste: str) -> str:
    last = line + written.count("\n")
    area = "\n".join(lines[line - 1 : last])
    if written not in area:
        raise CannotApply(f'"{written}" is not in line {line}')
    return "\n".join([*lines[: line - 1], area.replace(written, paste), *lines[last:]])


def _indented(paste: str, beside: str) -> list[str]:
    """The rows of a paste, each with the indent of the line beside which they come."""
    indent = re.match(r"[ \t\u00a0\u2007\u202f\u3000]*", beside)
    space = "  " * (len(indent.group()) // 2) if indent else ""
    return [f"{space}{row}" if row else row for row in paste.split("\n")]


def _with_entries(problem: Problem, texts: Texts, key: str, path: str) -> str:
    line = problem.place.line if path == problem.place.path else 0
    return add_entries(texts.get(path, ""), line, key, problem.paste)
