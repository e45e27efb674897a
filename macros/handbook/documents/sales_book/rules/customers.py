"""Rules about buyer groups, personas and qualification."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.sales_book.facts.market import BuyerGroup, Persona, QualificationField
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, counted
from handbook.rules.rule import rule

QUESTIONS = 8
CLOSED_STARTS = (
    "do does did is are was were can could will would should may might has have had am shall".split()
)  # fmt: skip


@rule(
    "persona-missing",
    wants="sales-book/personas",
    bad="""
sales-book/buyer_groups.yml:
must_reach: [champion, economic]
# No persona of this buyer group is the economic buyer.
""",
    good="sales-book/buyer_groups.yml:\nmust_reach: [champion]",
)
def missing_personas(handbook: Handbook) -> Iterator[Problem]:
    """For every buying role that a seller must reach in a buyer group there is a persona: who that
    is, and what to ask.
    """
    personas = list(handbook.facts[Persona])
    for group in handbook.facts[BuyerGroup]:
        there = {persona.buying_role for persona in personas if group.id in persona.buyer_groups}
        for wanted in group.must_reach:
            if (
                wanted not in there
                and not handbook.facts[Persona].unread
                and not handbook.facts[Persona].broken
            ):
                what = f'At "{group.name}" you must reach the {wanted} buyer, but no persona there is one.'
                yield Problem(
                    group.at("must_reach"),
                    what,
                    f"add a file below docs/_facts/sales-book/personas/ with buyer_groups: [{group.id}] and buying_role: {wanted}.",
                )


@rule(
    "questions-few",
    wants="sales-book/personas",
    bad="""
sales-book/personas/hotel-director.yml:
questions:
  - {ask: What do guests say about the water?, listen_for: Their words, fills: problem}
  - {ask: What happens when it runs out?, listen_for: Queues, fills: problem}
  - {ask: How many bottles go out in a week?, listen_for: A number, fills: problem}
  - {ask: Who carries them?, listen_for: A name, fills: problem}
  - {ask: What did you try before?, listen_for: Coolers, fills: problem}
""",
    good="""
sales-book/personas/hotel-director.yml:
questions:
  - {ask: What do guests say about the water?, listen_for: Their words, fills: problem}
  - {ask: What happens when it runs out?, listen_for: Queues, fills: problem}
  - {ask: How many bottles go out in a week?, listen_for: A number, fills: problem}
  - {ask: Who carries them?, listen_for: A name, fills: problem}
  - {ask: What did you try before?, listen_for: Coolers, fills: problem}
  - {ask: Who has to agree besides you?, listen_for: The kitchen, fills: decider}
  - {ask: What would make you say no?, listen_for: A reason, fills: decider}
  - {ask: When does the budget close?, listen_for: A date, fills: decider}
""",
)
def few_questions(handbook: Handbook) -> Iterator[Problem]:
    """A persona has at least eight questions to ask: fewer do not last for one good conversation."""
    for persona in handbook.facts[Persona]:
        if len(persona.questions) < QUESTIONS:
            what = f'"{persona.name}" has {counted(len(persona.questions), "question")}; {QUESTIONS} are the least.'
            yield Problem(
                persona.at("questions"),
                what,
                "add questions that worked.",
            )


@rule(
    "question-closed",
    severity="advice",
    bad="""
sales-book/personas/hotel-director.yml:
- {ask: Are you happy with your water?, listen_for: A yes, fills: problem}
""",
    good="""
sales-book/personas/hotel-director.yml:
- {ask: What do you say about your water?, listen_for: Their words, fills: problem}
""",
)
def closed_questions(handbook: Handbook) -> Iterator[Problem]:
    """Discovery questions are open: they begin with what, how, who, when, or ask to be told. A
    question that can be answered with yes or no gets a yes or a no. Every one ends with a question
    mark.
    """
    for persona in handbook.facts[Persona]:
        for question in persona.questions:
            first = question.ask.split()[0].lower().strip(",'’")
            if first in CLOSED_STARTS:
                what = f'"{question.ask}" can be answered with yes or no.'
                yield Problem(
                    question.at("ask"), what, "begin with what, how, who, when, or tell me."
                )
            elif not question.ask.endswith(("?", ".")):
                yield Problem(
                    question.at("ask"),
                    f'"{question.ask}" does not end with a question mark.',
                    "write:",
                    f"ask: {question.ask}?",
                )


@rule(
    "qualification-unasked",
    wants="sales-book/discovery",
    bad="""
sales-book/qualification.yml:
- id: budget
  name: Budget
  good_when: You know who pays.
  crm_field: decider
sales-book/personas/hotel-director.yml:
- {ask: What would make you say no?, listen_for: A reason, fills: decider}
""",
    good={"fills: decider": "fills: budget"},
)
def unasked_qualification(handbook: Handbook) -> Iterator[Problem]:
    """For everything that must be known about a deal there is a question that finds it out."""
    personas = handbook.facts[Persona]
    if personas.unread or not len(personas):
        return
    asked = {question.fills for persona in personas for question in persona.questions}
    for field in handbook.facts[QualificationField]:
        if field.id not in asked:
            what = f'"{field.name}" must be known, but no question of any persona finds it out.'
            yield Problem(field.at(), what, f"add a question to a persona with fills: {field.id}.")
