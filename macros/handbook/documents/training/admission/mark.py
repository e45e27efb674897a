"""Marking a sheet against the key of today, and saying what has changed since it was drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from handbook.documents.training.admission.bank import Bank, candidates
from handbook.documents.training.admission.draw import module_of, path_of, version_of, weakest_first
from handbook.documents.training.admission.question_on_paper import (
    NoAnswer,
    PosedQuestion,
    pose,
    source_of,
)
from handbook.documents.training.admission.sheet import Sheet, SheetLine
from handbook.documents.training.facts import LearningPath, Module, Question
from handbook.documents.training.sums import pass_mark
from handbook.handbook import Handbook
from handbook.problems.problem import counted, listed

Outcome = Literal["right", "wrong", "empty", "double", "gone"]
Verdict = Literal["passed", "not passed", "open"]


@dataclass(frozen=True)
class MarkedAnswer:
    """A marked answer. ``question`` is the question as it is today, None if it is gone; ``changed``
    since the test was drawn.
    """

    number: int
    written: SheetLine
    question: PosedQuestion | None
    outcome: Outcome
    changed: bool
    module: str

    @property
    def critical(self) -> bool:
        return self.question is not None and self.question.question.critical


@dataclass(frozen=True)
class MarkedSheet:
    """A marked sheet: its lines, how many right answers pass, and the verdict, ``open`` where
    ``why_open`` says why.
    """

    sheet: Sheet
    path: LearningPath
    lines: tuple[MarkedAnswer, ...]
    needed: int
    verdict: Verdict
    why_open: str = ""

    @property
    def points(self) -> int:
        """Right answers by the key of today."""
        return sum(line.outcome == "right" for line in self.lines)

    @property
    def changed(self) -> list[MarkedAnswer]:
        return [line for line in self.lines if line.changed]

    @property
    def failed_critical(self) -> list[MarkedAnswer]:
        """Critical questions that were not answered right and are the same as when the test was
        drawn.
        """
        return [
            line
            for line in self.lines
            if line.critical and line.outcome != "right" and not line.changed
        ]

    def by_module(self) -> list[tuple[str, int, int]]:
        """Module, right answers and questions, in the order of the blueprint."""
        found = []
        for row in self.path.admission.blueprint:
            module_lines = [line for line in self.lines if line.module == row.module]
            if module_lines:
                found.append(
                    (
                        row.module,
                        sum(line.outcome == "right" for line in module_lines),
                        len(module_lines),
                    )
                )
        return found


def mark(handbook: Handbook, bank: Bank, sheet: Sheet) -> MarkedSheet:
    """Mark a sheet. Raises :class:`~handbook.documents.training.admission.draw.DrawError` where its
    role has no learning path.

    The verdict is open where it depends on questions that have changed since, or where the sheet
    does not belong to its version.
    """
    path = path_of(handbook, sheet.role)
    known = candidates(handbook, bank)
    lines = tuple(
        _mark_line(handbook, known.get(answer.id), sheet.seed, number, answer)
        for number, answer in enumerate(sheet.questions, 1)
    )
    needed = pass_mark(Decimal(path.admission.pass_mark), len(lines))
    verdict, why = _verdict(path, sheet, lines, needed)
    return MarkedSheet(sheet, path, lines, needed, verdict, why)


def _mark_line(
    handbook: Handbook, question: Question | None, seed: int, number: int, answer: SheetLine
) -> MarkedAnswer:
    try:
        now = pose(handbook, question, seed) if question else None
    except NoAnswer:
        now = None
    if now is None or question is None:
        return MarkedAnswer(number, answer, None, "gone", True, "")
    outcome = _outcome(now, answer.answer)
    return MarkedAnswer(
        number, answer, now, outcome, now.text != answer.text, module_of(handbook, question)
    )


def _outcome(now: PosedQuestion, answer: str) -> Outcome:
    if not answer:
        return "empty"
    if len(answer) > 1:
        return "double"
    return "right" if answer == now.key else "wrong"


def _verdict(
    path: LearningPath, sheet: Sheet, lines: Sequence[MarkedAnswer], needed: int
) -> tuple[Verdict, str]:
    """Whether it is passed. It stays open only where the changed questions decide: all of them
    right, or all of them wrong.
    """
    asked = ((answer.id, answer.text) for answer in sheet.questions)
    if version_of(path, sheet.seed, asked) != sheet.version:
        return "open", (
            "the sheet is not that of its version: a question was added, taken out or moved, or the blueprint of the path has changed"
        )
    best, worst = (_passes(lines, needed, changed_is_right) for changed_is_right in (True, False))
    if best == worst:
        return ("passed" if best else "not passed"), ""
    return (
        "open",
        "the questions that have changed since it was drawn decide; mark those by hand, with the key of that day",
    )


def _passes(lines: Sequence[MarkedAnswer], needed: int, changed_is_right: bool) -> bool:
    right = [changed_is_right if line.changed else line.outcome == "right" for line in lines]
    critical = all(fine for fine, line in zip(right, lines, strict=True) if line.critical)
    return critical and sum(right) >= needed


# --- in words -------------------------------------------------------------------------------------

_SAYS: dict[Outcome, str] = {
    "right": "right",
    "wrong": "wrong",
    "empty": "no answer, so it counts as wrong",
    "double": "more than one answer, so it counts as wrong",
    "gone": "this question is no longer there",
}


def as_text(handbook: Handbook, result: MarkedSheet, place: str) -> str:
    """What the examiner reads: the verdict, why, the result by module, and each wrong answer with
    where it is taught.
    """
    rows = [
        f"{place}: {result.sheet.code}, {result.path.id}",
        f"  {_headline(result)}",
        *_notes(result),
    ]
    rows += ["  By module:", *_modules(handbook, result)]
    missed = [line for line in result.lines if line.outcome != "right" or line.changed]
    if missed:
        rows += [
            "  To go through together:",
            *(f"    {_wrong_answer(handbook, line)}" for line in missed),
        ]
    return "\n".join(rows)


def _headline(result: MarkedSheet) -> str:
    verdict = {"passed": "Passed", "not passed": "Not passed", "open": "Could not be judged"}[
        result.verdict
    ]
    return f"{verdict}: {result.points} of {len(result.lines)} right, {result.needed} are needed ({result.path.admission.pass_mark})."


def _notes(result: MarkedSheet) -> Iterator[str]:
    if result.why_open:
        yield f"  Why: {result.why_open}."
    if failed := result.failed_critical:
        numbers = listed((str(line.number) for line in failed), 40)
        yield f"  {counted(len(failed), 'critical question was', 'critical questions were')} not answered right: {numbers}. Nothing makes up for that."
    if changed := result.changed:
        named = listed((f"{line.number} ({line.written.id})" for line in changed), 40)
        yield f"  The facts or the words of {counted(len(changed), 'question has', 'questions have')} changed since this test was drawn: {named}."


def _modules(handbook: Handbook, result: MarkedSheet) -> Iterator[str]:
    rows = result.by_module()
    weakest = {module for module, right, asked in weakest_first(rows)[:3] if right < asked}
    for module, right, asked in rows:
        found = handbook.facts[Module].get(module)
        sign = "  <- one of the weakest" if module in weakest else ""
        yield f"    {right} of {asked}  {found.title if found else module}{sign}"


def _wrong_answer(handbook: Handbook, line: MarkedAnswer) -> str:
    where = f"{line.number}. (line {line.written.at('answer').line})"
    if line.question is None:
        return f"{where} {line.written.id}: {_SAYS['gone']}"
    question, said = line.question.question, _SAYS[line.outcome]
    critical = ", critical" if question.critical else ""
    given = f" ({', '.join(line.written.answer)})" if line.written.answer else ""
    return f"{where} {said}{given}{critical}; right is {line.question.key}. {source_of(handbook, question)}"
