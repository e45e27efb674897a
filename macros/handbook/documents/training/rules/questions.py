"""Rules about questions for practice: their page is there, their options differ, they can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.documents.company.people import in_sentence
from handbook.documents.training.facts import Option, Question
from handbook.documents.training.questions import option_text, options, read_now
from handbook.facts.naming import MissingFactsError, UnknownValueError
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.problems.problem import Cause, Problem
from handbook.rules.leads import leads_nowhere
from handbook.rules.rule import rule, shown_rule
from handbook.show.shown import Shown

# Anywhere in an option, and where it is all that the option says.
ALL_OR_NONE = re.compile(
    r"\b(?:all|none|both|neither|any) of the (?:above|below)\b"
    r"|^\W*(?:(?:all|none|both|neither) of (?:these|them|those|the answers)|all answers are right|no answer is right)\W*$",
    re.IGNORECASE,
)


def _letters(words: str) -> str:
    """Words alone: capitals, signs and spaces make no other answer."""
    return " ".join(re.findall(r"\w+", words.casefold()))


# --- what a question names ------------------------------------------------------------------------


@shown_rule(
    "test-question-nowhere",
    bad="""
training/questions/same-day.yml:
  - {text: Before the next talk}
why: Tomorrow you know half of it.
page: lerning.md
""",
    good={"page: lerning.md": "page: learning.md"},
)
def questions_without_page(handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """Each question of a test names the page and the heading that answer it. People who answered
    wrongly read it there; if nothing is there, the question asks for something nobody was told.
    """
    for question in handbook.facts[Question]:
        yield from leads_nowhere(handbook, shown, question, question.stem)
        if question.checked_on > handbook.today:
            what = f"This question was checked on {question.checked_on.isoformat()}, which is still to come."
            yield Problem(
                question.at("checked_on"),
                what,
                "write the day on which it was read beside its page:",
                f"checked_on: {handbook.today.isoformat()}",
            )


@rule(
    "test-fact-unknown",
    bad="""
training/questions/lost-deals.yml:
- {fact: products.tap-won.name}
- {fact: sessions.lost-deals.evry, right: yes}
""",
    good="""
training/questions/lost-deals.yml:
- {fact: learning_paths.seller.again_every}
- {fact: sessions.lost-deals.every, right: yes}
""",
)
def unknown_facts(handbook: Handbook) -> Iterator[Problem]:
    """An answer that is a fact names a fact that is there, written as in the macro `fact`. Such an
    answer follows the fact and cannot go out of date.
    """
    for question in handbook.facts[Question]:
        for option in question.options:
            try:
                option_text(handbook.facts, option)
            except UnknownValueError as cannot:
                fix = "change the line to" if cannot.guess else cannot.otherwise
                paste = f"fact: {cannot.guess}" if cannot.guess else ""
                yield Problem(option.at("fact"), cannot.what, fix, paste, cause=cannot.cause)
            except MissingFactsError as cannot:
                if not any(path.startswith(cannot.path) for path in _unread(handbook)):
                    what = (
                        f'The answer "{option.fact}" stands in {cannot.path}, which is not there.'
                    )
                    fix = f"write {cannot.path}, or the answer in words with text."
                    yield Problem(option.at("fact"), what, fix, cause=Cause("file", cannot.path))


def _unread(handbook: Handbook) -> set[str]:
    """Files that could not be read, which have a Problem of their own."""
    return {problem.place.path for problem in handbook.problems} | set(handbook.lost)


# --- what a question asks -------------------------------------------------------------------------


@rule(
    "test-stem-twice",
    bad="""
training/questions/rival.yml:
stem: a customer sends YOU wine, for the order
# The question gift has the same words.
""",
    good="training/questions/rival.yml:\nstem: They ask what is bad about the other supplier.",
)
def stems_twice(handbook: Handbook) -> Iterator[Problem]:
    """No question is asked in the same words twice. The second time it tests memory, not knowledge."""
    first: dict[str, Question] = {}
    for question in handbook.facts[Question]:
        other = first.setdefault(_letters(question.stem), question)
        if other is not question:
            what = f'"{question.stem}" is asked by {other.at().path} too.'
            yield Problem(
                question.at("stem"), what, "delete one of them, or ask for it in another scene."
            )


@rule(
    "test-options-alike",
    bad="""
training/sessions.yml:
- id: lost-deals
  name: What we lost this month
  every: 3 months
# A question has this time as its right option, and 3 months as a wrong one.
""",
    good={"  every: 3 months": "  every: 1 month"},
)
def alike_options(handbook: Handbook) -> Iterator[Problem]:
    """The options of a question differ once they are shown. A fact can change into what a wrong
    option says; then two answers are right and one of them counts as wrong.
    """
    for question in handbook.facts[Question]:
        shown = options(handbook.facts, question)
        seen: dict[str, Option] = {}
        for option, (text, _) in zip(question.options, shown or (), strict=False):
            other = seen.setdefault(_letters(text), option)
            if other is not option:
                wrong = other if option.right else option
                what = f'Two options of "{question.stem}" both say "{text}".'
                key = "fact" if wrong.fact else "text"
                yield Problem(
                    wrong.at(key), what, "write another answer here, a plausible wrong one."
                )


@rule(
    "test-options-refused",
    bad="""
training/questions/rival.yml:
- {text: All of the above}
- {text: None of them.}
training/questions/gift.yml:
- {text: You give it to all of them}
""",
    good="""
training/questions/rival.yml:
- {text: You say what you heard}
- {text: You laugh}
training/questions/gift.yml:
- {text: You share it}
""",
)
def refused_options(handbook: Handbook) -> Iterator[Problem]:
    """No option is "all of the above" or "none of the above". With the first, knowing two of three
    gives the answer away, and the second shows only what somebody does not believe; the order of
    options also changes each time.
    """
    for question in handbook.facts[Question]:
        for option in question.options:
            if option.text and ALL_OR_NONE.search(option.text):
                what = f'"{option.text}" says nothing of its own.'
                yield Problem(
                    option.at("text"), what, "write an answer that could be right by itself."
                )


# --- answers that go out of date ------------------------------------------------------------------


@shown_rule(
    "test-question-unread",
    of_absence=True,
    severity="advice",
    bad="training/questions/same-day.yml:\nread: 3f2a9c41",
    good="training/questions/same-day.yml:\nread: 9241541b",
)
def unread_questions(handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """A question records in `read` what was below its heading when somebody last compared the two:
    eight letters and digits that change with the text and the facts there. When they differ, the
    owner of the page reads the question again, corrects it, and writes the new ones.
    """
    if not handbook.facts.whole:  # a section that lacks a fact has not changed
        return
    for question in handbook.facts[Question]:
        now = read_now(shown, question)
        if now is None or question.read == now:
            continue
        page = handbook.pages[question.page]
        what = (
            f'What {page.path} says under "{question.heading}" has changed since this question was checked.'
            if question.read
            else f'Nobody has written down what {page.path} said under "{question.heading}" when this question was checked.'
        )
        fix = "read both side by side, correct the question, write the day behind checked_on, and:"
        yield Problem(question.at("read"), f"{what} {_owned(handbook, page)}", fix, f"read: {now}")


def _owned(handbook: Handbook, page: Page) -> str:
    owner = page.meta.owner if page.meta else ""
    return (
        f"Its owner is the {in_sentence(handbook, owner)}."
        if owner
        else "Nobody can say who owns it."
    )
