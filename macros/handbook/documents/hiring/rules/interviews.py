"""Rules about interviews: each question is marked, none is forbidden, and no competency takes more
room than its weight.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from handbook.documents.hiring.facts import (
    ForbiddenTopic,
    Guide,
    RoleProfile,
    Selection,
    WorkSample,
)
from handbook.documents.hiring.selection import guides_of, samples_of
from handbook.facts.facts import Facts
from handbook.facts.model import Fact
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.problems.problem import Place, Problem, listed
from handbook.rules.rule import rule

PART = "hiring/"
LISTS_THEM = "forbidden_table"
A_THIRD = Fraction(1, 3)


def _users(facts: Facts, guide: Guide) -> list[Selection]:
    return [
        selection
        for selection in facts[Selection]
        if any(stage.guide == guide.id for stage in selection.stages)
    ]


@rule(
    "question-not-marked",
    bad="""
hiring/selection.yml:
- {competency: keeping-records, weight: 33 %, least: 2, stages: [written-note]}
# A question of the talk asks for keeping-records.
""",
    good="""
hiring/selection.yml:
- {competency: keeping-records, weight: 33 %, least: 2, stages: [written-note, talk]}
""",
)
def unmarked_questions(handbook: Handbook) -> Iterator[Problem]:
    """Each question of a guide asks for a competency on the scorecard of every role interviewed by
    it, and that line names the stage. A work sample may show more than is marked. What is asked and
    not marked costs the applicant time and decides in secret.
    """
    for guide in handbook.facts[Guide]:
        for question in guide.questions:
            users = _users(handbook.facts, guide)
            silent = [
                selection.id
                for selection in users
                if _unmarked(handbook.facts, selection, guide, question.competency)
            ]
            if silent:
                what = f'"{question.id}" asks for "{question.competency}", which the scorecard of {listed(silent)} does not mark in this interview.'
                fix = f"ask for something that is marked, or add the line or the stage in {handbook.facts[Selection].path}."
                yield Problem(question.at("competency"), what, fix)


def _unmarked(facts: Facts, selection: Selection, guide: Guide, competency: str) -> bool:
    """Whether a scorecard does not mark a competency in this interview; other rules report a wrong
    stage or a line missing in the profile.
    """
    stages = {stage.id: stage.guide for stage in selection.stages}
    line = next((line for line in selection.scorecard if line.competency == competency), None)
    if line is None:
        profile = facts[RoleProfile].get(selection.id)
        return not (profile and any(need.competency == competency for need in profile.competencies))
    return not any(name not in stages or stages[name] == guide.id for name in line.stages)


@rule(
    "questions-one-sided",
    severity="advice",
    bad="""
hiring/guides/talk.yml:
- id: last-help
  competency: finding-the-need
# Now two of its three questions are about the same competency.
""",
    good="hiring/guides/talk.yml:\n- id: last-help\n  competency: leading-people",
)
def one_sided_guides(handbook: Handbook) -> Iterator[Problem]:
    """No competency takes more than a third of the questions of a guide, unless its weight on a
    scorecard is as large. Otherwise one thing is heard four times and another not at all.
    """
    for guide in handbook.facts[Guide]:
        asked = Counter(question.competency for question in guide.questions)
        for competency, many in asked.items():
            room = Fraction(many, len(guide.questions))
            if room > max(A_THIRD, _weight(handbook.facts, guide, competency)):
                what = f'{many} of the {len(guide.questions)} questions of "{guide.id}" are about "{competency}", more than a third and than its weight.'
                first = next(
                    question for question in guide.questions if question.competency == competency
                )
                yield Problem(
                    first.at("competency"), what, "ask for another competency in one of them."
                )


def _weight(facts: Facts, guide: Guide, competency: str) -> Fraction:
    """The largest weight that a competency has where the guide is used."""
    weights = [
        Fraction(Decimal(line.weight))
        for selection in _users(facts, guide)
        for line in selection.scorecard
        if line.competency == competency
    ]
    return max(weights, default=Fraction(0))


@rule(
    "guide-never-used",
    severity="advice",
    bad="""
hiring/work_samples.yml:
- id: old-note
  name: Old note
  task: Write.
  gets: [A pen]
  minutes: 10
  paid: no
  competencies: [keeping-records]
  weak: Nothing.
  sound: Something.
  excellent: More.
- id: note
  name: Note after a visit
whom-we-look-for.md:
{{ work_sample_card("note") }}

{{ work_sample_card("old-note") }}
""",
    good="""
hiring/work_samples.yml:
- id: note
  name: Note after a visit
whom-we-look-for.md:
{{ work_sample_card("note") }}
""",
)
def unused_guides(handbook: Handbook) -> Iterator[Problem]:
    """Each guide and each work sample is used in a stage of some selection. An unused guide is
    picked up by somebody one day, unread.
    """
    facts = handbook.facts
    if not len(facts[Selection]) or not facts[Selection].whole:
        return
    guides = {guide.id for selection in facts[Selection] for guide in guides_of(facts, selection)}
    samples = {
        sample.id for selection in facts[Selection] for sample in samples_of(facts, selection)
    }
    rows = [(guide, "guide") for guide in facts[Guide] if guide.id not in guides]
    for item, called in [
        *rows,
        *((sample, "work sample") for sample in facts[WorkSample] if sample.id not in samples),
    ]:
        what = f'No stage of a selection uses the {called} "{item.id}".'
        yield Problem(
            item.at(), what, f"name it in a stage in {facts[Selection].path}, or delete it."
        )


# --- what may not be asked ------------------------------------------------------------------------


class ApplicantText(NamedTuple):
    """Words that an applicant reads or hears, and where they are."""

    place: Place
    text: str


@rule(
    "question-forbidden",
    bad="""
hiring/guides/talk.yml:
- id: last-help
  competency: leading-people
  kind: past behaviour
  ask: Whom did you help to become better?
  probes: [How do you know?, And what do Your  children say?]
hiring/role_profiles.yml:
- {what: Native speaker of English, shown_in: talk}
hiring.md:
We ask every candidate the same questions and write the answers down. Then we ask whether they are married.

| Do not ask | Ask |
| --- | --- |
| Are you married? | Can you begin at six? |
| Children? | Where are you from, by train? |

- **Not** "native speaker".
""",
    good="""
hiring/guides/talk.yml:
- id: last-help
  competency: leading-people
  kind: past behaviour
  ask: Whom did you help to become better?
  probes: [How do you know?]
hiring/role_profiles.yml:
- {what: Likes to listen, shown_in: talk}
hiring.md:
We ask every candidate the same questions and write the answers down.
""",
)
def forbidden_questions(handbook: Handbook) -> Iterator[Problem]:
    """No guide, advertisement, must-have or work sample and no page about hiring uses words that
    betray a forbidden question. The list is in `forbidden.yml`, with what may be asked instead. The
    page that shows the list is left out, and so are the columns of a table that say how not to ask.
    Words are only a sign: a forbidden question without them is forbidden too.
    """
    topics = [
        (topic, [(word, " ".join(word.lower().split())) for word in topic.words])
        for topic in handbook.facts[ForbiddenTopic]
    ]
    for text in (
        *_in_guides(handbook),
        *_in_samples(handbook),
        *_in_profiles(handbook),
        *_on_pages(handbook),
    ):
        small = " ".join(text.text.lower().split())
        for topic, words in topics:
            # A plain search for the words is quick, and hardly any text contains one.
            there = [word for word, plain in words if plain in small]
            found = next(filter(None, (_pattern(word).search(text.text) for word in there)), None)
            if found:
                yield _forbidden(text, topic, found.group())


def _forbidden(text: ApplicantText, topic: ForbiddenTopic, found: str) -> Problem:
    what = f'Here stands "{found}". It betrays a question about {topic.topic[:1].lower()}{topic.topic[1:]}, which may not be asked.'
    return Problem(text.place, what, f'leave it out, or ask instead "{topic.ask_instead}".')


@lru_cache(maxsize=1024)
def _pattern(word: str) -> re.Pattern[str]:
    """The word where a word begins, also with an ending: ``pregnan`` finds pregnant and pregnancy."""
    return re.compile(
        rf"\b{re.escape(' '.join(word.split()))}\w*".replace(r"\ ", r"\s+"), re.IGNORECASE
    )


def _fact_texts(fact: Fact, *keys: str) -> Iterator[ApplicantText]:
    for key in keys:
        value = getattr(fact, key)
        if isinstance(value, list):
            yield from (ApplicantText(fact.at_entry(key, entry)[0], entry) for entry in value)
        else:
            yield ApplicantText(fact.at(key), value)


def _in_guides(handbook: Handbook) -> Iterator[ApplicantText]:
    for guide in handbook.facts[Guide]:
        yield from _fact_texts(guide, "opening", "close")
        for question in guide.questions:
            yield from _fact_texts(question, "ask", "probes")


def _in_samples(handbook: Handbook) -> Iterator[ApplicantText]:
    for sample in handbook.facts[WorkSample]:
        yield from _fact_texts(sample, "task", "gets")


def _in_profiles(handbook: Handbook) -> Iterator[ApplicantText]:
    for profile in handbook.facts[RoleProfile]:
        yield from _fact_texts(profile, "result", "advertisement", "deal_breakers")
        for must_have in profile.must_have:
            yield from _fact_texts(must_have, "what")


def _on_pages(handbook: Handbook) -> Iterator[ApplicantText]:
    for page in handbook.readable:
        about = (
            bool(page.meta and page.meta.part and page.meta.part.startswith(PART))
            or f"/{PART}" in f"/{page.src}"
        )
        if about and not any(call.name == LISTS_THEM for call in page.calls):
            yield from _page_texts(page)


_ROW = re.compile(r"\s*\|.*\|\s*$")
_HOW_NOT = re.compile(
    r"\W*(?:not\b|do not\b|don't\b|never\b|nobody\b|bad\b|they ask\b)", re.IGNORECASE
)
_BAD_EXAMPLE = re.compile(r"[ >*+-]*\**\s*(?:bad|not|do not|don't|never)\b", re.IGNORECASE)


def _page_texts(page: Page) -> Iterator[ApplicantText]:
    """The lines of a page, without lines and columns that show how not to do it."""
    left_out: set[int] | None = None
    for row, written in enumerate(page.prose):
        place = page.at(row + page.body_line)
        if not _ROW.match(written):
            left_out = None
            if not _BAD_EXAMPLE.match(written):
                yield ApplicantText(place, written)
            continue
        cells = written.strip().strip("|").split("|")
        if left_out is None:
            left_out = {column for column, cell in enumerate(cells) if _HOW_NOT.match(cell)}
        yield ApplicantText(
            place, " | ".join(cell for column, cell in enumerate(cells) if column not in left_out)
        )
