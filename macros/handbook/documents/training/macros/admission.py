"""Macros that show how it is tested before somebody works alone: the written test and the practical
examinations.
"""

from __future__ import annotations

from handbook.documents.training.facts import (
    Admission,
    LearningPath,
    ModuleQuestionCount,
    Practical,
    RubricLine,
)
from handbook.documents.training.macros.paths import to_path
from handbook.documents.training.sums import pass_mark
from handbook.show.blocks import Card, Grid, Items, Pairs, Paragraph
from handbook.show.content import Content, ItemName, Key, Phrase, Tag
from handbook.show.lookup import find
from handbook.show.macro import Context, macro


@macro("block", "admission_table()")
def admission_table(context: Context) -> Grid[LearningPath]:
    """The written test of each role: questions by module, minutes, pass mark and who set it how and
    when, retakes.
    """
    return Grid(
        context.facts[LearningPath],
        {
            "Role": to_path,
            "Questions": lambda path: _questions(path.admission),
            "Minutes": "admission.minutes",
            "Passed from": lambda path: _mark(path.admission),
            "Again": lambda path: _again(path.admission),
        },
    )


def _questions(test: Admission) -> Content:
    return Phrase(
        "<details><summary>{} questions</summary> {}</details>",
        test.drawn,
        Items(map(_blueprint_line, test.blueprint)),
    )


def _blueprint_line(row: ModuleQuestionCount) -> Content:
    return Phrase("{} {}", row.questions, Key(row, "module"))


def _mark(test: Admission) -> Content:
    """``75%, 30 of 40 right``, and how it was set."""
    return Phrase(
        "{}, {} of {} right <small>set by {} judges ({}) on {}</small>",
        test.pass_mark,
        pass_mark(test.pass_mark, test.drawn),
        test.drawn,
        test.judges,
        test.method,
        test.set_on,
    )


def _again(test: Admission) -> Content:
    return Phrase("{}, after {}", test.retakes, test.wait)


@macro("block", 'practical_card("first-visit")', card_of=Practical)
def practical_card(context: Context, id: str) -> Card:
    """A practical examination: the situation, who assesses, what counts as weak, sound and
    excellent, from when it is passed.
    """
    practical = find(context, Practical, id, 'practical_card("{}")')
    taken_by = [path.id for path in context.facts[LearningPath] if path.practical == id]
    recorded = "Recorded, with consent" if practical.recorded else "Not recorded"
    return Card(
        practical,
        anchor=f"practical-{practical.id}",
        tags=[*(Tag(ItemName("roles", role)) for role in taken_by), Tag(recorded)],
        parts=[
            Paragraph(practical.situation),
            Pairs(
                {
                    "Minutes": practical.minutes,
                    "Assessors": practical.assessors,
                    "Passed from": practical.passed_from,
                    "With merit from": practical.merit_from,
                }
            ),
            _rubric(practical),
        ],
    )


def _rubric(practical: Practical) -> Grid[RubricLine]:
    return Grid(
        practical.rubric,
        {
            "Criterion": _criterion,
            "Weight": "weight",
            "Weak": "weak",
            "Sound": "sound",
            "Excellent": "excellent",
        },
    )


def _criterion(line: RubricLine) -> Content:
    return Phrase("{} <small>{}</small>", line.criterion, Key(line, "competency"))
