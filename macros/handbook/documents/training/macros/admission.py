"""Macros that show how it is tested before somebody works alone: the written test and the practical examinations."""

from __future__ import annotations

from typing import Any

from handbook.documents.company.facts.company import Role
from handbook.documents.training.facts import FromModule, LearningPath, Practical
from handbook.documents.training.macros.paths import titles, to_module
from handbook.documents.training.sums import pass_mark
from handbook.show.html import Html, card, items, join, lead, pairs, table, tag
from handbook.show.lookup import find, names, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View


@macro("block", "admission_table()", lambda rows, view: _draw_admissions(rows, view))
def admission_table(context: Context) -> list[tuple[Picked, str, dict[str, str]]]:
    """The written test of each role: questions by module, minutes, pass mark and who set it how and when, retakes."""
    roles, known = names(context, Role), titles(context)
    return [
        (pick(path, "id", "admission"), roles.get(path.id, path.id), _titles(path, known))
        for path in context.handbook.facts[LearningPath]
    ]


def _titles(path: LearningPath, known: dict[str, str]) -> dict[str, str]:
    return {row.module: known.get(row.module, row.module) for row in path.admission.blueprint}


def _draw_admissions(rows: list[tuple[Picked, str, dict[str, str]]], view: View) -> Html:
    body = []
    for path, role, known in rows:
        test = path.admission
        drawn = (_drawn(row, known, view) for row in test.blueprint)
        again = f"{view.number(test.retakes)}, after {view.value(test.wait)}"
        body.append((
            view.to_card("learning_path", path.id, f"path-{path.id}", role), _questions(view.number(test.drawn), items(drawn)),
            view.number(test.minutes), _mark(test, view), again,
        ))  # fmt: skip
    head = ("Role", "Questions", "Minutes", "Passed from", "Again")
    return table(head, body, numbers=[2])


def _questions(many: str, drawn: Html) -> Html:
    return Html("<details><summary>{} questions</summary> {}</details>").format(many, drawn)


def _drawn(row: FromModule, known: dict[str, str], view: View) -> Html:
    return Html("{} {}").format(
        view.number(row.questions), to_module(row.module, known[row.module], view)
    )


def _mark(test: Any, view: View) -> Html:
    """``75%, 30 of 40 right``, and how it was set."""
    right = pass_mark(test.pass_mark, test.drawn)
    return Html("{}, {} of {} right <small>set by {} judges ({}) on {}</small>").format(
        view.share(test.pass_mark), view.number(right), view.number(test.drawn), view.number(test.judges), test.method, view.day(test.set_on)
    )  # fmt: skip


@macro("block", 'practical_card("first-visit")', lambda shown, view: _draw_practical(shown, view))
def practical_card(context: Context, id: str) -> tuple[Practical, dict[str, str], list[str]]:
    """A practical examination: the situation, who assesses, what counts as weak, sound and excellent, from when it is passed."""
    practical: Practical = find(context, Practical, id, 'practical_card("{}")')
    known, roles = names(context, "competencies"), names(context, Role)
    used = {
        line.competency: known.get(line.competency, line.competency) for line in practical.rubric
    }
    taken_by = [
        roles.get(path.id, path.id)
        for path in context.handbook.facts[LearningPath]
        if path.practical == id
    ]
    return practical, used, taken_by


def _draw_practical(shown: tuple[Practical, dict[str, str], list[str]], view: View) -> Html:
    practical, competencies, roles = shown
    recorded = "Recorded, with consent" if practical.recorded else "Not recorded"
    facts = pairs([
        ("Minutes", view.number(practical.minutes)), ("Assessors", view.number(practical.assessors)),
        ("Passed from", view.share(practical.passed_from)), ("With merit from", view.share(practical.merit_from)),
    ])  # fmt: skip
    body = [
        (_criterion(line, competencies[line.competency], view), view.share(line.weight), line.weak, line.sound, line.excellent)
        for line in practical.rubric
    ]  # fmt: skip
    head = ("Criterion", "Weight", "Weak", "Sound", "Excellent")
    tags = [*(tag(role) for role in roles), tag(recorded)]
    return card(
        tags,
        lead(practical.situation),
        facts,
        table(head, body, numbers=[1]),
        anchor=f"practical-{practical.id}",
    )


def _criterion(line: Any, competency: str, view: View) -> Html:
    shown = view.to_card(
        "competency_card", line.competency, f"competency-{line.competency}", competency
    )
    return join([Html("{}").format(line.criterion), Html("<small>{}</small>").format(shown)])
