"""Drawing a test: as many questions from each module as the blueprint says, none from the last try,
critical ones first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from handbook.documents.training.admission.bank import Bank, candidates
from handbook.documents.training.admission.question_on_paper import (
    PosedQuestion,
    chance,
    pose,
    reason_not_to_ask,
)
from handbook.documents.training.facts import (
    LearningPath,
    Module,
    ModuleQuestionCount,
    Objective,
    Question,
)
from handbook.facts.ids import read_id
from handbook.facts.scalars import ScalarError
from handbook.handbook import Handbook
from handbook.problems.problem import counted, did_you_mean, listed
from handbook.records.fingerprints import fingerprint
from handbook.show.shown import Shown

HIGHEST_SEED = 999_999
EXAMPLE_CODE = "n-2026-4"


class DrawError(Exception):
    """No test can be drawn; ``reasons`` say why, each in a sentence."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Exam:
    """A test for one person, who is named by a code. ``practice`` counts the questions that are
    also on the site.
    """

    code: str
    path: LearningPath
    seed: int
    questions: tuple[PosedQuestion, ...]
    version: str
    practice: int


@dataclass(frozen=True)
class _Pool:
    """What a module can give: the questions that may be drawn, best first; how many were in the
    last try; why others cannot be used.
    """

    row: ModuleQuestionCount
    free: tuple[Question, ...]
    used: int
    unusable: dict[str, str]

    @property
    def missing(self) -> int:
        return max(self.row.questions - len(self.free), 0)


def draw(
    shown: Shown, bank: Bank, role: str, code: str, seed: int, last: Collection[str] = ()
) -> Exam:
    """The test of a role. ``last`` are ids of questions that this person has just had. Equal
    arguments give an equal test.

    Questions of the bank come before those for practice, critical ones before all others. Raises
    :class:`DrawError`.
    """
    handbook = shown.handbook
    path = path_of(handbook, role)
    pools = [_pool(shown, bank, row, seed, last) for row in path.admission.blueprint]
    if short := [pool for pool in pools if pool.missing]:
        raise DrawError([_short(handbook, pool) for pool in short])
    chosen = [question for pool in pools for question in pool.free[: pool.row.questions]]
    chosen.sort(key=lambda question: chance(seed, question.id))
    asked = tuple(pose(handbook, question, seed) for question in chosen)
    version = version_of(path, seed, ((question.question.id, question.text) for question in asked))
    practice = sum(question.id not in bank.questions for question in chosen)
    return Exam(code, path, seed, asked, version, practice)


def path_of(handbook: Handbook, role: str) -> LearningPath:
    """The learning path of a role. Raises :class:`DrawError`."""
    paths = handbook.facts[LearningPath]
    if role in paths:
        return paths[role]
    if paths.may_hold(role):
        raise DrawError(
            [f'The learning path of "{role}" could not be read. What it is says: handbook check']
        )
    known_paths = f" There is one for: {listed(paths.ids(), 40)}." if len(paths) else ""
    raise DrawError(
        [
            f'There is no learning path for "{role}" in {paths.path}.{did_you_mean(role, paths.ids())}{known_paths}'
        ]
    )


def version_of(path: LearningPath, seed: int, asked: Iterable[tuple[str, str]]) -> str:
    """The fingerprint of a test: role, seed, blueprint, and id and fingerprint of each question in
    order.
    """
    rows = [[row.module, int(row.questions)] for row in path.admission.blueprint]
    return fingerprint(json.dumps([path.id, seed, rows, [list(pair) for pair in asked]]))


def read_code(code: str) -> str:
    """The code of a person: short, with a digit, and not a name. Raises :class:`ScalarError`."""
    expected = "a code of small letters, digits and hyphens with at least one digit, and no name"
    try:
        found = read_id(code)
    except ScalarError:
        found = ""
    if not any(sign.isdigit() for sign in found) or len(found) > 24:
        raise ScalarError(expected)
    return found


def _pool(
    shown: Shown, bank: Bank, row: ModuleQuestionCount, seed: int, last: Collection[str]
) -> _Pool:
    handbook = shown.handbook
    mine = [
        question
        for question in candidates(handbook, bank).values()
        if module_of(handbook, question) == row.module
    ]
    fresh = [question for question in mine if question.id not in last]
    reasons = {
        question.id: reason for question in fresh if (reason := reason_not_to_ask(shown, question))
    }
    free = [question for question in fresh if question.id not in reasons]
    # Ids as a last word, so that two equal numbers, should they ever be drawn, are no matter of
    # order in memory.
    free.sort(
        key=lambda question: (
            not question.critical,
            question.id not in bank.questions,
            chance(seed, question.id),
            question.id,
        )
    )
    return _Pool(row, tuple(free), len(mine) - len(fresh), reasons)


def module_of(handbook: Handbook, question: Question) -> str:
    """The module that teaches what the question asks; empty where its objective is not there."""
    objective = handbook.facts[Objective].get(question.objective)
    return objective.module if objective else ""


def _short(handbook: Handbook, pool: _Pool) -> str:
    module = handbook.facts[Module].get(pool.row.module)
    said = f'The module "{module.title if module else pool.row.module}" lacks {counted(pool.missing, "question")}: '
    said += f"the test asks {pool.row.questions}, and {len(pool.free)} can be drawn."
    if pool.used:
        said += f" {counted(pool.used, 'question')} more stood in a last try."
    for reason in sorted(set(pool.unusable.values())):
        said += f" Out of use, {reason}: {listed(name for name, why in pool.unusable.items() if why == reason)}."
    return said


def read_ids(text: str) -> list[str]:
    """Ids from a list that a practice test handed out: between spaces, commas or lines; what
    follows a ``#`` is a remark.
    """
    plain = re.sub(r"#.*", "", text)
    return [word for word in re.split(r"[\s,;]+", plain) if word.strip("-")]


def weakest_first(shares: Sequence[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Modules with their right and asked counts, the smallest share of right answers first; equal
    shares keep their order.
    """
    return sorted(shares, key=lambda module: module[1] / module[2])
