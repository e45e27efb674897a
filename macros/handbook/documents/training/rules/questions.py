"""Rules about questions for practice: their page is there, their options differ, nothing but knowing leads to the right one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from handbook.documents.company.facts.company import Company
from handbook.documents.company.people import in_sentence
from handbook.documents.training.facts import Module, Option, Question
from handbook.documents.training.questions import module_of, option_text, options, read_now
from handbook.facts.facts import Facts
from handbook.facts.model import Fact
from handbook.facts.naming import NotNamed, NotThere
from handbook.facts.scalars import Duration, Money, Share
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.problems.problem import Cause, Problem, listed
from handbook.rules.leads import leads_nowhere
from handbook.rules.rule import rule
from handbook.show.spelling import spelled

# Anywhere in an option, and where it is all that the option says.
ALL_OR_NONE = re.compile(
    r"\b(?:all|none|both|neither|any) of the (?:above|below)\b"
    r"|^\W*(?:(?:all|none|both|neither) of (?:these|them|those|the answers)|all answers are right|no answer is right)\W*$",
    re.IGNORECASE,
)
# So many questions of a module, before where the right answer stands or how long it is can be called a pattern.
FEW = 6
# The right one is clearly the longest if it has so much more than the next one.
LONGER = Decimal("1.25")


def _letters(words: str) -> str:
    """Words alone: capitals, signs and spaces make no other answer."""
    return " ".join(re.findall(r"\w+", words.casefold()))


def _by_module(handbook: Handbook) -> dict[str, list[Question]]:
    """The questions of each module, in the order of the modules."""
    found: dict[str, list[Question]] = {one.id: [] for one in handbook.facts[Module]}
    for one in handbook.facts[Question]:
        module = module_of(handbook.facts, one)
        if module is not None:
            found[module.id].append(one)
    return found


# --- what a question names -------------------------------------------------------------------------


@rule(
    "test-question-nowhere",
    bad="""
training/questions/same-day.yml:
  - {text: Before the next talk}
why: Tomorrow you know half of it.
page: lerning.md
""",
    good="""
training/questions/same-day.yml:
  - {text: Before the next talk}
why: Tomorrow you know half of it.
page: learning.md
""",
)
def questions_without_page(handbook: Handbook) -> Iterator[Problem]:
    """Each question of a test names the page and the heading that answer it. Whoever was wrong reads there; where nothing stands, the question asks
    for what nobody was told.
    """
    for one in handbook.facts[Question]:
        yield from leads_nowhere(handbook, one, one.stem)
        if one.checked_on > handbook.today:
            what = f"This question was checked on {one.checked_on.isoformat()}, which is still to come."
            yield Problem(
                one.at("checked_on"),
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
    """An answer that is a fact names a fact that is there, written as in the macro `fact`. Such an answer follows the fact and cannot go out of
    date.
    """
    for one in handbook.facts[Question]:
        for option in one.options:
            try:
                option_text(handbook.facts, option)
            except NotNamed as cannot:
                fix = "change the line to" if cannot.guess else cannot.otherwise
                paste = f"fact: {cannot.guess}" if cannot.guess else ""
                yield Problem(option.at("fact"), cannot.what, fix, paste, cause=cannot.cause)
            except NotThere as cannot:
                if not any(path.startswith(cannot.path) for path in _unread(handbook)):
                    what = f'The answer "{option.fact}" stands in {cannot.path}, which is not there.'
                    fix = f"write {cannot.path}, or the answer in words with text."
                    yield Problem(option.at("fact"), what, fix, cause=Cause("file", cannot.path))


def _unread(handbook: Handbook) -> set[str]:
    """Files that could not be read: those have a Problem of their own."""
    return {problem.place.path for problem in handbook.problems} | set(handbook.lost)


# --- what a question asks --------------------------------------------------------------------------


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
    for one in handbook.facts[Question]:
        other = first.setdefault(_letters(one.stem), one)
        if other is not one:
            what = f'"{one.stem}" is asked by {other.at().path} too.'
            yield Problem(one.at("stem"), what, "delete one of them, or ask for it in another scene.")


@rule(
    "test-options-alike",
    bad="""
training/sessions.yml:
- id: lost-deals
  name: What we lost this month
  every: 3 months
# A question has this time as its right option, and 3 months as a wrong one.
""",
    good="""
training/sessions.yml:
- id: lost-deals
  name: What we lost this month
  every: 1 month
# A question has this time as its right option, and 3 months as a wrong one.
""",
)
def alike_options(handbook: Handbook) -> Iterator[Problem]:
    """The options of a question differ once they are shown. A fact can change into what a wrong option says; then two answers are right and one of
    them counts as wrong.
    """
    for one in handbook.facts[Question]:
        shown = options(handbook.facts, one)
        seen: dict[str, Option] = {}
        for option, (text, _) in zip(one.options, shown or (), strict=False):
            other = seen.setdefault(_letters(text), option)
            if other is not option:
                wrong = other if option.right else option
                what = f'Two options of "{one.stem}" both say "{text}".'
                key = "fact" if wrong.fact else "text"
                yield Problem(wrong.at(key), what, "write another answer here, a plausible wrong one.")


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
    """No option is "all of the above" or "none of the above". Whoever knows two of three gets the first for nothing, and the second shows only what
    somebody does not believe; options also stand in another order each time.
    """
    for one in handbook.facts[Question]:
        for option in one.options:
            if option.text and ALL_OR_NONE.search(option.text):
                what = f'"{option.text}" says nothing of its own.'
                yield Problem(option.at("text"), what, "write an answer that could be right by itself.")


# --- patterns that give the answer away ------------------------------------------------------------


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
    """Over the questions of a module the right option stands now here, now there. The site and the printed test shuffle; but whoever always writes the
    right one first thinks less about the wrong ones.
    """
    for module, asked in _by_module(handbook).items():
        places = [next(i for i, option in enumerate(one.options) if option.right) for one in asked]
        for place in sorted(set(places)):
            many = places.count(place)
            if len(asked) >= FEW and many * 3 > len(asked) * 2:
                what = (
                    f'In {many} of {len(asked)} questions of "{module}" option {place + 1} is the right one.'
                )
                first = next(one for one, at in zip(asked, places, strict=True) if at == place)
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
    """In most questions of a module the right answer is not clearly the longest. Practised test takers choose the longest one without reading."""
    for module, asked in _by_module(handbook).items():
        long = [one for one in asked if _is_longest(handbook.facts, one)]
        if len(asked) >= FEW and len(long) * 2 > len(asked):
            what = f'In {len(long)} of {len(asked)} questions of "{module}" the right answer is clearly the longest.'
            names = listed((one.id for one in long), 6)
            yield Problem(
                long[0].at("options"),
                what,
                f"make it shorter, or the wrong ones as full as it is: {names}.",
            )


def _is_longest(facts: Facts, one: Question) -> bool:
    shown = options(facts, one) or []
    right = [len(text) for text, is_right in shown if is_right]
    wrong = [len(text) for text, is_right in shown if not is_right]
    return bool(right and wrong) and right[0] > LONGER * max(wrong)


# --- answers that go out of date -------------------------------------------------------------------


@rule(
    "test-answer-typed",
    severity="advice",
    bad="training/questions/same-day.yml:\n- {text: 14 days, right: yes}",
    good="training/questions/same-day.yml:\n- {text: On the same day, right: yes}",
)
def typed_answers(handbook: Handbook) -> Iterator[Problem]:
    """A right answer that is a share, an amount or a time, and that a fact of the same page also says, names the fact. Then it follows when the fact
    changes, and nobody learns last year's number.
    """
    pages: dict[str, dict[str, list[str]]] = {}
    for one in handbook.facts[Question]:
        option = next(option for option in one.options if option.right)
        if option.text is None or not re.search(r"\d", option.text):
            continue
        if one.page not in pages:
            pages[one.page] = _values_on(handbook, one.page)
        names = pages[one.page].get(_number(option.text), [])
        if names:
            what = f'The right answer "{option.text}" is typed, and {one.page} shows it as a fact: {listed(names, 3)}.'
            which = "the fact" if len(names) == 1 else "the one of them that is meant"
            fix = f"name {which} instead of the text, with fact: {names[0] if len(names) == 1 else '…'}."
            yield Problem(option.at("text"), what, fix)


def _number(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]", "", text.casefold().rstrip("."))


def _values_on(handbook: Handbook, src: str) -> dict[str, list[str]]:
    """The shares, amounts and times that a page shows, as pages spell them → the names of the facts that say so."""
    found: dict[str, list[str]] = {}
    page = handbook.pages.get(src)
    shown = handbook.places_of(page) if page else set()
    for name, fact in _named_facts(handbook.facts) if shown else ():
        for key, info in type(fact).model_fields.items() if fact.at() in shown else ():
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


@rule(
    "test-question-unread",
    of_absence=True,
    severity="advice",
    bad="training/questions/same-day.yml:\nread: 3f2a9c41",
    good="training/questions/same-day.yml:\nread: 9241541b",
)
def unread_questions(handbook: Handbook) -> Iterator[Problem]:
    """A question carries in `read` what stood below its heading when somebody last read both side by side: eight letters and digits that change with
    the text and the facts there. When they differ, the owner of the page reads the question again, corrects it, and writes the new ones.
    """
    if not handbook.facts.whole:  # a section that lacks a fact has not changed
        return
    for one in handbook.facts[Question]:
        now = read_now(handbook, one)
        if now is None or one.read == now:
            continue
        page = handbook.pages[one.page]
        what = (
            f'What {page.path} says under "{one.heading}" has changed since this question was checked.'
            if one.read
            else f'Nobody has written down what {page.path} said under "{one.heading}" when this question was checked.'
        )
        fix = "read both side by side, correct the question, write the day behind checked_on, and:"
        yield Problem(one.at("read"), f"{what} {_owned(handbook, page)}", fix, f"read: {now}")


def _owned(handbook: Handbook, page: Page) -> str:
    owner = page.meta.owner if page.meta else ""
    return f"Its owner is the {in_sentence(handbook, owner)}." if owner else "Nobody can say who owns it."
