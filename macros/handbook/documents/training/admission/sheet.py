"""The sheet of a test: the questions in order with a line for each answer. Written by ``handbook
exam``, read by ``handbook grade``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field, ValidationError

from handbook.documents.training.admission.draw import Exam
from handbook.documents.training.admission.question_on_paper import LETTERS, PosedQuestion
from handbook.facts.explain import explain
from handbook.facts.ids import Id
from handbook.facts.model import Fact
from handbook.facts.scalars import Count, ReadBy, ScalarError, read_day
from handbook.problems.problem import Place, Problem
from handbook.records.fingerprints import Digits
from handbook.text.source import Map, read_yaml

_HEAD = """\
# The answers to an admission test. Write a letter behind each "answer:", for instance  answer: b
# Leave it empty where nothing is marked. Where two are marked, write both (a, c): that counts as wrong.
# Behind "taken_on:" write the day of the test, for instance  taken_on: 2026-12-31
# Change nothing else: the sheet would no longer be that of this test.
"""


def read_answer(value: object) -> str:
    """The letters that were marked, sorted and joined; empty if none was marked."""
    text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
    marked = re.sub(r"[\s,;.:/()+&-]|\b(?:and|or)\b", "", text.casefold())
    if isinstance(value, dict) or any(sign not in LETTERS for sign in marked):
        raise ScalarError("a letter from a to e, or nothing")
    return "".join(sorted(set(marked)))


def read_taken_on(value: object) -> date | None:
    """The day of the test; None where nobody has written it."""
    return read_day(value) if value != "" else None


class SheetLine(Fact):
    """A line of a sheet: the question, the fingerprint of what was asked, the letters that were
    marked.
    """

    id: Id
    text: Digits
    answer: Annotated[str, ReadBy(read_answer)]


class Sheet(Fact):
    """A test as it was answered: whose, of which role, on which day, with which seed, in which
    version.

    The examiner writes the day, and it may be missing: only how long the test counts depends on it.
    """

    code: Id
    role: Id
    taken_on: Annotated[date | None, ReadBy(read_taken_on)] = None
    seed: Count
    version: Digits
    questions: list[SheetLine] = Field(min_length=1)

    @property
    def ids(self) -> list[str]:
        return [answer.id for answer in self.questions]


def sheet_text(exam: Exam) -> str:
    """The sheet to fill in: one and the same text for one and the same test."""
    head = f"code: {exam.code}\nrole: {exam.path.id}\ntaken_on:\nseed: {exam.seed}\nversion: {_quoted(exam.version)}\nquestions:\n"
    return (
        _HEAD
        + head
        + "".join(_line(number, question) for number, question in enumerate(exam.questions, 1))
    )


def _line(number: int, question: PosedQuestion) -> str:
    return f"  # {number}\n  - id: {question.question.id}\n    text: {_quoted(question.text)}\n    answer:\n"


def _quoted(text: str) -> str:
    # Other programs would read 12345678 as a number, and 1e234567 as a very great one.
    return f'"{text}"'


def read_sheet(path: str, text: str) -> tuple[Sheet | None, list[Problem]]:
    """The sheet that a text holds, or the Problems that prevent reading it."""
    reading = read_yaml(path, text)
    if reading.problems:
        return None, reading.problems
    if not isinstance(reading.value, Map):
        what = "This is no sheet of an admission test: it holds no keys such as code, role and questions."
        return None, [
            Problem(
                Place(path, 1), what, "name a sheet that handbook exam wrote.", rule="value-wrong"
            )
        ]
    try:
        return Sheet.model_validate(reading.value).stand_at(path, reading.value), []
    except ValidationError as wrong:
        return None, list(explain(path, reading.value, Sheet, wrong))


def ids_in(path: str, text: str) -> Sequence[str] | None:
    """The ids of the questions of a sheet, however it is filled in; None if the text is no sheet."""
    value = read_yaml(path, text).value
    lines = value.get("questions") if isinstance(value, Map) else None
    return (
        [str(line["id"]) for line in lines if isinstance(line, Map) and "id" in line]
        if isinstance(lines, list)
        else None
    )
