"""Rules about answers: where the right one is, how long it is, and that a fact is named rather than
typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from handbook.documents.company.facts.company import Company
from handbook.documents.training.facts import Module, Question
from handbook.documents.training.questions import module_of, options
from handbook.facts.durations import Duration
from handbook.facts.facts import Facts
from handbook.facts.model import Fact
from handbook.facts.scalars import Money, Share
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, listed
from handbook.rules.rule import rule, shown_rule
from handbook.show.shown import Shown
from handbook.show.spelling import spelled

# This many questions of a module, before the position or the length of the right answer can be
# called a pattern.
FEW = 6
# The right one is clearly the longest if it has so much more than the next one.
LONGER = Decimal("1.25")


def _by_module(handbook: Handbook) -> dict[str, list[Question]]:
    """The questions of each module, in the order of the modules."""
    found: dict[str, list[Question]] = {
        training_module.id: [] for training_module in handbook.facts[Module]
    }
    for question in handbook.facts[Question]:
        module = module_of(handbook.facts, question)
        if module is not None:
            found[module.id].append(question)
    return found


@rule(
    "test-positions-uneven",
    severity="advice",
    bad="""
training/questions/goes-on.yml:
options:
  - {text: When they have done something, right: yes}
  - {text: When you have called}
  - {text: When the month ends}
training/questions/still-silent.yml:
options:
  - {text: It is closed, right: yes}
  - {text: A discount}
  - {text: Another month}
training/questions/what-is-written.yml:
options:
  - {text: What was said, right: yes}
  - {text: What you think of them}
  - {text: What you had hoped}
# In 6 of the 8 questions of the module the first option is right.
""",
    good="""
training/questions/goes-on.yml:
options:
  - {text: When you have called}
  - {text: When the month ends}
  - {text: When they have done something, right: yes}
training/questions/still-silent.yml:
options:
  - {text: A discount}
  - {text: Another month}
  - {text: It is closed, right: yes}
training/questions/what-is-written.yml:
options:
  - {text: What you think of them}
  - {text: What you had hoped}
  - {text: What was said, right: yes}
""",
)
def uneven_positions(handbook: Handbook) -> Iterator[Problem]:
    """Across the questions of a module, the right option changes its position. The site and the
    printed test shuffle; but authors who always write the right one first think less about the
    wrong ones.
    """
    for module, asked in _by_module(handbook).items():
        places = [
            next(i for i, option in enumerate(question.options) if option.right)
            for question in asked
        ]
        for place in sorted(set(places)):
            many = places.count(place)
            if len(asked) >= FEW and many * 3 > len(asked) * 2:
                what = f'In {many} of {len(asked)} questions of "{module}" option {place + 1} is the right one.'
                first = next(
                    question for question, at in zip(asked, places, strict=True) if at == place
                )
                yield Problem(first.at("options"), what, "move the right one in some of them.")


@rule(
    "test-answer-longest",
    severity="advice",
    bad="""
training/questions/goes-on.yml:
- {text: When they have done something and somebody who was not there could say so too, right: yes}
training/questions/still-silent.yml:
- {text: It is closed and somebody who was not there could say so too, right: yes}
training/questions/what-is-written.yml:
- {text: What was said and somebody who was not there could say so too, right: yes}
training/questions/stands-still.yml:
- {text: You ask about it and somebody who was not there could say so too, right: yes}
training/questions/same-day.yml:
- {text: On the same day and somebody who was not there could say so too, right: yes}
training/questions/who-reads.yml:
- {text: For a colleague and somebody who was not there could say so too, right: yes}
# In 7 of the 8 questions of the module the right answer is the longest.
""",
    good="""
training/questions/goes-on.yml:
- {text: When they have done something, right: yes}
training/questions/still-silent.yml:
- {text: It is closed, right: yes}
training/questions/what-is-written.yml:
- {text: What was said, right: yes}
training/questions/stands-still.yml:
- {text: You ask about it, right: yes}
training/questions/same-day.yml:
- {text: On the same day, right: yes}
training/questions/who-reads.yml:
- {text: For a colleague, right: yes}
""",
)
def longest_answers(handbook: Handbook) -> Iterator[Problem]:
    """In most questions of a module the right answer is not clearly the longest. Practised test
    takers choose the longest one without reading.
    """
    for module, asked in _by_module(handbook).items():
        long = [question for question in asked if _is_longest(handbook.facts, question)]
        if len(asked) >= FEW and len(long) * 2 > len(asked):
            what = f'In {len(long)} of {len(asked)} questions of "{module}" the right answer is clearly the longest.'
            names = listed((question.id for question in long), 6)
            yield Problem(
                long[0].at("options"),
                what,
                f"make it shorter, or the wrong ones as full as it is: {names}.",
            )


def _is_longest(facts: Facts, question: Question) -> bool:
    shown = options(facts, question) or []
    right = [len(text) for text, is_right in shown if is_right]
    wrong = [len(text) for text, is_right in shown if not is_right]
    return bool(right and wrong) and right[0] > LONGER * max(wrong)


@shown_rule(
    "test-answer-typed",
    severity="advice",
    bad="training/questions/same-day.yml:\n- {text: 14 days, right: yes}",
    good="training/questions/same-day.yml:\n- {text: On the same day, right: yes}",
)
def typed_answers(handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """A right answer that is a share, an amount or a time, and that a fact of the same page also
    says, names the fact. Then it follows when the fact changes, and nobody learns last year's
    number.
    """
    pages: dict[str, dict[str, list[str]]] = {}
    for question in handbook.facts[Question]:
        option = next(option for option in question.options if option.right)
        if option.text is None or not re.search(r"\d", option.text):
            continue
        if question.page not in pages:
            pages[question.page] = _values_on(handbook, shown, question.page)
        names = pages[question.page].get(_number(option.text), [])
        if names:
            what = f'The right answer "{option.text}" is typed, and {question.page} shows it as a fact: {listed(names, 3)}.'
            which = "the fact" if len(names) == 1 else "the one of them that is meant"
            fix = f"name {which} instead of the text, with fact: {names[0] if len(names) == 1 else '…'}."
            yield Problem(option.at("text"), what, fix)


def _number(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]", "", text.casefold().rstrip("."))


def _values_on(handbook: Handbook, shown: Shown, src: str) -> dict[str, list[str]]:
    """The shares, amounts and times that a page shows, as pages spell them → the names of the facts
    that say so.
    """
    found: dict[str, list[str]] = {}
    page = handbook.pages.get(src)
    places = shown.places_of(page) if page else set()
    for name, fact in _named_facts(handbook.facts) if places else ():
        for key, info in type(fact).model_fields.items() if fact.at() in places else ():
            value = getattr(fact, key)
            if isinstance(value, (Share, Money, Duration)):
                spelling = _number(spelled(value, handbook.facts.only(Company)))
                found.setdefault(spelling, []).append(f"{name}.{info.alias or key}")
    return found


def _named_facts(facts: Facts) -> Iterator[tuple[str, Fact]]:
    """Every fact that the macro ``fact`` can reach, with the name that leads to it."""
    for name, table in facts.tables():
        for item in table:
            yield from _inside(f"{name}.{item.id}", item)
    for name, single in facts.singles():
        yield from _inside(name, single)


def _inside(name: str, fact: Fact) -> Iterator[tuple[str, Fact]]:
    yield name, fact
    for key, info in type(fact).model_fields.items():
        value = getattr(fact, key)
        if isinstance(value, Fact):
            yield from _inside(f"{name}.{info.alias or key}", value)
