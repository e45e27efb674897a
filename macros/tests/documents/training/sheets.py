"""Sheets of answers, filled in."""

from __future__ import annotations

import re

from handbook.documents.training.admission.bank import Bank
from handbook.documents.training.admission.draw import Exam
from handbook.documents.training.admission.mark import MarkedSheet, mark
from handbook.documents.training.admission.sheet import Sheet, read_sheet, sheet_text
from handbook.rules.edition import Edition

PATHS = "docs/_facts/training/paths.yml"


def filled(exam: Exam, wrong: int = 0, **given: str) -> str:
    """The sheet with right answers; the first ``wrong`` that are not critical are wrong; ``given``
    by number, ``_3="a, b"``.
    """
    answers = [question.key for question in exam.questions]
    places = [
        place for place, question in enumerate(exam.questions) if not question.question.critical
    ]
    for place in places[:wrong]:
        answers[place] = "b" if answers[place] == "a" else "a"
    for number, answer in given.items():
        answers[int(number[1:]) - 1] = answer
    turn = iter(answers)
    return re.sub(
        r"answer:$", lambda _: f"answer: {next(turn)}".rstrip(), sheet_text(exam), flags=re.M
    )


def sheet(text: str) -> Sheet:
    found, problems = read_sheet("sheet.yml", text)
    assert found is not None, problems
    return found


def marked(book: Edition, bank: Bank, text: str) -> MarkedSheet:
    return mark(book.handbook, bank, sheet(text))


def dated(text: str, day: str, code: str = "n-1") -> str:
    return text.replace("taken_on:\n", f"taken_on: {day}\n").replace("code: n-1", f"code: {code}")
