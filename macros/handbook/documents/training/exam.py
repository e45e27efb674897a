"""The admission test on paper, and the key for the examiner."""

from __future__ import annotations

from itertools import chain

from handbook.documents.company.facts.company import Company, Role
from handbook.documents.training.admission.draw import Exam, module_of
from handbook.documents.training.admission.question_on_paper import (
    LETTERS,
    PosedQuestion,
    source_of,
)
from handbook.documents.training.facts import Module
from handbook.documents.training.sums import pass_mark
from handbook.handbook import Handbook
from handbook.show.html import Html, join, table
from handbook.show.paper import address, box, document, fill, heading, paragraph
from handbook.show.spelling import number, share


def paper(handbook: Handbook, exam: Exam) -> str:
    """The questions to print: the person only as a code, the instructions, and each question whole
    on one page. Nothing betrays the key.
    """
    company = handbook.facts.only(Company)
    title = f"Test before admission: {_role(handbook, exam)}"
    head = heading(title, company, f"For {exam.code} · version {exam.version}")
    questions = join(
        (_question(count, question) for count, question in enumerate(exam.questions, 1)), "\n"
    )
    return document(
        title,
        company,
        head,
        fill("Date", "Begun at", "Handed in at"),
        *_rules(handbook, exam),
        questions,
    )


def _role(handbook: Handbook, exam: Exam) -> str:
    role = handbook.facts[Role].get(exam.path.id)
    return str(role.name) if role else exam.path.id


def _rules(handbook: Handbook, exam: Exam) -> tuple[Html, Html]:
    company, test = handbook.facts.only(Company), exam.path.admission
    needed = pass_mark(test.pass_mark, len(exam.questions))
    return (
        paragraph(
            f"You have {test.minutes} minutes for {len(exam.questions)} questions, without the handbook and without a telephone. "
            "Each question has one right answer: tick one box. "
            "To change an answer, cross the old one out and circle the new one; two marks count as wrong."
        ),
        paragraph(
            f"You pass with {number(needed, company)} right answers ({share(test.pass_mark, company)}). Some questions are critical: "
            "those must be right whatever the rest. Afterwards you go through every question together."
        ),
    )


def _question(count: int, question: PosedQuestion) -> Html:
    options = join(
        Html('<li>{}<span class="paper-letter">{}</span>{}</li>').format(box(), letter, words)
        for letter, words in zip(LETTERS, question.options, strict=False)
    )
    return Html(
        '<div class="paper-question"><p>{}. {}</p><ul class="paper-options">{}</ul></div>'
    ).format(count, question.question.stem, options)


def key(handbook: Handbook, exam: Exam) -> str:
    """The examiner's key: the letters in one table, then each answer with its reason, page and
    heading.
    """
    company, test = handbook.facts.only(Company), exam.path.admission
    title = f"Key to the test of {exam.code}: {_role(handbook, exam)}"
    head = heading(
        title,
        company,
        f"Seed {exam.seed} · version {exam.version} · keep it away from those who are tested",
    )
    needed = pass_mark(test.pass_mark, len(exam.questions))
    mark = paragraph(
        f"Passed from {needed} of {len(exam.questions)} ({share(test.pass_mark, company)}), and every critical question right."
    )
    return document(title, company, head, mark, _letters(exam), _answers(handbook, exam))


def _letters(exam: Exam) -> Html:
    rows = [
        [f"{count}{' !' if question.question.critical else ''}", question.key]
        for count, question in enumerate(exam.questions, 1)
    ]
    wide = [list(chain.from_iterable(rows[start : start + 5])) for start in range(0, len(rows), 5)]
    head = ["No.", "Right"] * min(5, len(rows))
    return table(
        head,
        [[*row, *[""] * (len(head) - len(row))] for row in wide],
        caption="! critical: must be right",
    )


def _answers(handbook: Handbook, exam: Exam) -> Html:
    rows = [_answer(handbook, count, question) for count, question in enumerate(exam.questions, 1)]
    return table(("No.", "Right", "Answer and reason", "Where it stands", "Module, question"), rows)


def _answer(handbook: Handbook, count: int, posed: PosedQuestion) -> tuple[object, ...]:
    question = posed.question
    module = handbook.facts[Module].get(module_of(handbook, question))
    where = Html('{} <br><span class="paper-small">{}</span>').format(
        source_of(handbook, question), address(handbook, question.page, question.heading)
    )
    why = Html('{} <br><span class="paper-small">{}</span>').format(
        posed.options[posed.right], question.why
    )
    which = Html('{} <br><span class="paper-small">{}{}</span>').format(
        module.title if module else "", question.id, ", critical" if question.critical else ""
    )
    return (count, posed.key, why, where, which)
