"""The practice test: the questions of a role's modules with their answers, of which the page's
script makes a test drawn by chance.

The questions are on the page once, to be read where scripts are switched off, and the script takes
them from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from handbook.documents.training.facts import Module, Option, Question
from handbook.documents.training.macros.paths import TeachingLink, path_of
from handbook.documents.training.questions import by_module
from handbook.facts.facts import Facts
from handbook.facts.naming import MissingFactsError, UnknownValueError, named
from handbook.show.blocks import Fallback, Stack
from handbook.show.content import ComputedContent, Content, JoinedContent, Phrase
from handbook.show.macro import Context, macro

AT_ONCE = 10


@macro("block", 'practice_test("seller")')
def practice_test(context: Context, role: str) -> ComputedContent:
    """A test for practice: ten questions of the role's modules drawn by chance, each answered and
    explained at once. Nothing is sent.
    """
    off = context.handbook.off.pages
    asked = {
        module: [question for question in questions if question.page not in off]
        for module, questions in by_module(
            context.facts, path_of(context, role, "practice_test")
        ).items()
    }
    questions = list(_questions(context.facts, asked))
    test = Phrase(
        f'<div class="hb-item hb-practice" data-search-exclude data-at-once="{AT_ONCE}">'
        '<div class="hb-asked" hidden></div> '
        '<div class="hb-questions"><p>With scripts switched off nothing can be drawn. '
        "These are all {} questions; open one to see its answer.</p> {}</div>"
        "</div>",
        len(questions),
        Stack(*questions),
    )
    nothing = Phrase("<p>There are no questions for practice yet.</p>")
    all_asked = list(chain.from_iterable(asked.values()))
    return ComputedContent(all_asked, Fallback(test if questions else None, nothing))


def _questions(facts: Facts, asked: Mapping[str, Sequence[Question]]) -> Iterator[Content]:
    """The questions that can be practised. A question that names a missing fact has a Problem of
    its own.
    """
    for module_id, questions in asked.items():
        module = facts[Module].get(module_id)
        for question in questions:
            try:
                yield _question(question, module.title if module else module_id, facts)
            except (UnknownValueError, MissingFactsError):
                continue


def _question(question: Question, module: str, facts: Facts) -> ComputedContent:
    shown = Phrase(
        '<details class="hb-question" data-id="{}" data-module="{}"><summary>{}</summary> '
        "<ul>{}</ul> <p>{}</p> <p>{}</p></details>",
        question.id,
        module,
        question.stem,
        Stack(*(_option(option, facts) for option in question.options)),
        question.why,
        TeachingLink(question.page, question.heading, titled=True),
    )
    return ComputedContent(question, shown)


def _option(option: Option, facts: Facts) -> Content:
    words = _words(option, facts)
    if option.right:
        right = "(right)"  # counted: which of the options it is must not change without being seen
        return Phrase("<li data-right><span>{}</span> <strong>{}</strong></li>", words, right)
    return Phrase("<li><span>{}</span></li>", words)


def _words(option: Option, facts: Facts) -> Content:
    """The words of an option; where it names a fact, its value. Raises UnknownValueError or
    MissingFactsError.
    """
    if option.text is not None:
        return option.text
    holder, key = named(facts, option.fact or "")
    value = getattr(holder, key)
    return ComputedContent(holder, JoinedContent(value) if isinstance(value, list) else value)
