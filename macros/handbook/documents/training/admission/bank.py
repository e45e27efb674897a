"""The bank: admission questions, which are kept outside the published tree and read only by the
commands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from handbook.documents.training.facts import Question
from handbook.facts.kinds import Kind
from handbook.facts.model import Table
from handbook.facts.reading import read_items
from handbook.handbook import Handbook
from handbook.problems.problem import Place, Problem
from handbook.text.source import decode, left_conflict


@dataclass(frozen=True)
class Bank:
    """The admission questions of a folder, and what could not be read of them."""

    folder: str
    questions: Table[Question]
    problems: list[Problem] = field(default_factory=list)


def read_bank(folder: str, data: Mapping[str, bytes]) -> Bank:
    """The questions of the files (path → bytes) in ``folder``. What cannot be read becomes a
    Problem.
    """
    kind = Kind("questions", "", Question, "folder", folder)
    texts: dict[str, str] = {}
    problems = list(_files_not_read(data))
    for path in sorted(path for path in data if path.endswith(".yml")):
        text = decode(path, data[path])
        text = left_conflict(path, text) or text if isinstance(text, str) else text
        if isinstance(text, Problem):
            problems.append(text)
        else:
            texts[path] = text
    questions, found = read_items(kind, texts)
    return Bank(folder, questions, [*problems, *found])


def _files_not_read(data: Mapping[str, bytes]) -> Iterator[Problem]:
    for path in sorted(data):
        if path.endswith((".yaml", ".json", ".csv")):
            what = "Nothing reads this file: questions of the bank stand in files that end in .yml."
            yield Problem(Place(path), what, "rename it, or delete it.", rule="facts-file-unknown")


def candidates(handbook: Handbook, bank: Bank) -> dict[str, Question]:
    """Every question that a test may ask, by id: those for practice and those of the bank, which
    win where an id is used twice; none about a page that the company goes without.
    """
    asked = [*handbook.facts[Question], *bank.questions]
    return {question.id: question for question in asked if question.page not in handbook.off.pages}
