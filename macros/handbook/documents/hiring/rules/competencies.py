"""The rule that a competency is assessed more than once."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.hiring.facts import Competency
from handbook.handbook import Handbook
from handbook.problems.problem import Problem
from handbook.rules.rule import rule

POINTS = {
    "interview": "selection", "work sample": "selection", "knowledge test": "selection",
    "admission": "admission", "staff assessment": "staff assessment",
}  # fmt: skip


@rule(
    "competency-assessed-once",
    wants="hiring/competencies",
    bad="hiring/competencies.yml:\nassessed: [interview, knowledge test]",
    good="hiring/competencies.yml:\nassessed: [interview, staff assessment]",
)
def competencies_assessed_once(handbook: Handbook) -> Iterator[Problem]:
    """A competency is assessed at two points of a working life at least: at selection (interview,
    work sample, knowledge test), at admission, and when staff are assessed. A competency assessed
    only once says nothing about whether it grew.
    """
    for competency in handbook.facts[Competency]:
        points = list(dict.fromkeys(POINTS[name] for name in competency.assessed))
        if len(points) < 2:
            yield _assessed_once(competency, points[0])


def _assessed_once(competency: Competency, point: str) -> Problem:
    other = "staff assessment" if point != "staff assessment" else "interview"
    what = f'"{competency.name}" is assessed only once in a working life, at {point}.'
    paste = f"assessed: [{', '.join([*dict.fromkeys(competency.assessed), other])}]"
    return Problem(
        competency.at("assessed"), what, "look at it a second time, for instance:", paste
    )
