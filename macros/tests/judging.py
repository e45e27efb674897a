"""Judging a handbook in memory, and what every Problem promises."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from handbook.problems.problem import Problem
from handbook.rules.edition import Edition, edition_without_git
from handbook.rules.rule import all_rules
from handbook.text.load import Folder

TODAY = date(2026, 11, 23)
Frozen = frozenset[tuple[str, Any]]
# Words that a colleague in sales should never read in a message.
FORBIDDEN = ("assert", "invalid", "schema", "parse", "None", "regex", "traceback", "Traceback")


def judged(folder: Folder, today: date = TODAY) -> list[Problem]:
    """Everything that is wrong in a folder. The same bytes are not judged twice in a row."""
    return list(_judged(today, *_frozen(folder)))


def edition(folder: Folder, today: date = TODAY) -> Edition:
    """The edition of a folder. The same bytes are not understood twice in a row."""
    return _edition(today, *_frozen(folder))


def _frozen(folder: Folder) -> tuple[tuple[str, ...], tuple[Frozen, ...]]:
    parts = (folder.entries, folder.data, folder.outside, folder.pictures, folder.contract)
    return tuple(dict.fromkeys(folder.names)), tuple(frozenset(part.items()) for part in parts)


@lru_cache(maxsize=32)
def _judged(today: date, names: tuple[str, ...], parts: tuple[Frozen, ...]) -> tuple[Problem, ...]:
    return tuple(_edition(today, names, parts).problems())


@lru_cache(maxsize=2)
def _edition(today: date, names: tuple[str, ...], parts: tuple[Frozen, ...]) -> Edition:
    entries, data, outside, pictures, contract = (dict(sorted(part)) for part in parts)
    folder = Folder(entries, data, outside, names, pictures, contract=contract)
    return edition_without_git(folder, today)


def keeps_its_promises(problem: Problem, folder: Folder) -> None:
    """A Problem has a known rule, a line that exists, an instruction, and no word of programmers."""
    assert problem.rule in all_rules(), (
        f'"{problem.rule}" is no rule that the help page knows: {problem}'
    )
    assert problem.what, problem
    assert problem.fix, problem
    assert problem.fix.rstrip()[-1] != "." or not problem.paste, (
        f"ends like a sentence, but text to paste follows: {problem}"
    )
    ours = " ".join((problem.what, problem.fix, problem.note))
    said = [word for word in FORBIDDEN if word in _without_quotes(ours)]
    assert not said, f"{said} in the message: {problem}"
    texts = {**folder.outside, **folder.data}
    text = texts.get(problem.place.path, b"").replace(b"\r\n", b"\n")
    assert 0 <= problem.place.line <= text.count(b"\n") + 1, (
        f"points behind the end of the file: {problem}"
    )


def _without_quotes(text: str) -> str:
    """A message without what it quotes from the editor's own text."""
    return "".join(text.split('"')[::2])
