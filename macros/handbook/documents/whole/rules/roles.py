"""Rules about roles across the documents: nothing is missing for a role that sells, and what is
asked of it fits together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from handbook.documents.company.facts.company import Role
from handbook.documents.forecast.plan.seats import sales_force
from handbook.documents.motivation.facts import Officialese, PayPlan, Responsibility
from handbook.documents.motivation.in_force import pay_plan_in_force, pay_plans_from
from handbook.facts.kinds import kind_of
from handbook.handbook import Handbook
from handbook.pages import Page, plain_text
from handbook.pages.unwritten import unwritten_lines
from handbook.problems.problem import Cause, Place, Problem, counted, listed
from handbook.rules.rule import rule
from handbook.text.sentences import LONG_ON_AVERAGE, TOO_LONG, phrases_in, reading

ROLE_PAGES = "roles/"
RESPONSIBILITY = "motivation/responsibility"


# --- a role is complete ---------------------------------------------------------------------------


class Need(NamedTuple):
    """What a role that sells must have: what people call it, and the table whose ids are roles."""

    called: str
    table: str


NEEDS = (
    Need("a zone of responsibility", "responsibilities"),
    Need("a scorecard", "scorecards"),
    Need("a learning path", "learning_paths"),
    Need("a probation plan", "probation"),
    Need("a role profile", "role_profiles"),
    Need("a selection", "selections"),
    Need("an assessment of staff", "staff_assessment"),
    Need("a career ladder", "ladders"),
)


@rule(
    "role-incomplete",
    bad="""
motivation/pay_plans.yml:
- id: sales-director-2025
  role: sales-director
  from: 2025-04-01
  until: 2026-10-01
""",
    good={"from: 2025-04-01\n  until: 2026-10-01": "from: 2025-04-01"},
)
def incomplete_roles(handbook: Handbook) -> Iterator[Problem]:
    """Everything that concerns a role of the sales force is written down: what it answers for, its
    scorecard, a pay plan in force, what it learns, its probation, whom we look for and how we
    choose, how it is assessed and how it rises; a page is written for it as a reader, and it has a
    page of its own in `docs/roles`. Only then can somebody start in it, or take it over. One
    message for each role lists all that is missing.
    """
    for role in sales_force(handbook.facts):
        missing = list(_missing(handbook, role))
        if missing:
            names = [name for name, _ in missing]
            what = f'The role "{role}" sells, but it lacks {_together(names)}.'
            where = listed((f"{name} in {path}" for name, path in missing), 20)
            fix = f'write what is missing, each for "{role}": {where}.'
            missing_file = next((path for _, path in missing if _has_no_file(handbook, path)), "")
            cause = Cause("file", missing_file) if missing_file else None
            yield Problem(handbook.facts[Role][role].at(), what, fix, cause=cause)


def _has_no_file(handbook: Handbook, path: str) -> bool:
    return path.startswith("docs/_facts/") and path not in handbook.entries


def _together(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{listed(names[:-1], 20)} and {names[-1]}"


def _missing(handbook: Handbook, role: str) -> Iterator[tuple[str, str]]:
    """What a role lacks, and where to write it; what could not be read is not missing."""
    facts = handbook.facts
    for need in NEEDS:
        if not facts.knows(need.table) or handbook.off.misses(Cause(need.table, role)):
            continue
        table = facts.table(need.table)
        if not table.may_hold(role):
            yield need.called, table.path
    plans = facts[PayPlan]
    if (
        plans.whole
        and not handbook.off.misses(Cause(kind_of(PayPlan).name, role))
        and not pay_plan_in_force(facts, role, handbook.today)
    ):
        coming = bool(pay_plans_from(facts, role, handbook.today))
        yield ("a pay plan that holds already" if coming else "a pay plan in force"), plans.path
    if (
        not any(page.meta and role in page.meta.readers for page in handbook.pages.values())
        and not handbook.unreadable
    ):
        yield "a page that names it as a reader", f"readers: [{role}]"
    if f"{ROLE_PAGES}{role}.md" not in handbook.pages:
        yield "a page of its own", f"docs/{ROLE_PAGES}{role}.md"


# --- how it reads ---------------------------------------------------------------------------------


@rule(
    "reads-like-a-form",
    severity="advice",
    bad="The seller rings offices. The seller writes offers. Each offer has a price. Taps are shown.",
    good="Everything that holds for you stands on this page. If you miss something, say so on Monday.",
)
def reads_like_a_form(handbook: Handbook) -> Iterator[Problem]:
    """Role pages and zones of responsibility speak to one person: sentences of at most 20 words on
    average, none above 40, at least one in three says "you", and no phrase of the list in
    `officialese.yml`. Tables and examples of how not to write do not count. People skim duties that
    read like a vacuum cleaner's manual.
    """
    phrases = list(handbook.facts[Officialese])
    for page in handbook.readable:
        if unwritten_lines(page):
            continue
        if page.src.startswith(ROLE_PAGES) or (page.meta and page.meta.part == RESPONSIBILITY):
            yield from _page_reads(page, phrases)
    for zone in handbook.facts[Responsibility]:
        texts = [zone.mission, *zone.not_mine, *(hour.does for hour in zone.day)]
        yield from _style_problems(zone.at("mission"), f'The zone of "{zone.id}"', texts)
        yield from _zone_phrases(zone, phrases)


def _page_reads(page: Page, phrases: list[Officialese]) -> Iterator[Problem]:
    blocks = list(blocks_of(page))
    yield from _style_problems(page.at(1), "This page", [text for _, text in blocks])
    for line, text in blocks:
        yield from _phrases(page.at(line), text, phrases)


def _style_problems(place: Place, name: str, texts: list[str]) -> Iterator[Problem]:
    found = reading(texts)
    if found is None:
        return
    if found.is_long:
        what = f"{name} has sentences of {round(found.mean, 1)} words on average; more than {LONG_ON_AVERAGE} are hard to hold in the head."
        yield Problem(place, what, "make two sentences where there is one.")
    if found.has_long:
        what = f'{name} has a sentence of {found.words} words, more than {TOO_LONG}: "{_begins(found.longest)}"'
        yield Problem(place, what, "part it.")
    if not found.speaks:
        what = f'{name} says "you" in {found.spoken} of {counted(found.sentences, "sentence")}; it speaks about somebody instead of to them.'
        yield Problem(place, what, "say it to one person, in at least one sentence of three.")


def _begins(sentence: str) -> str:
    return f"{' '.join(sentence.split()[:8])} …"


def _phrases(place: Place, text: str, phrases: list[Officialese]) -> Iterator[Problem]:
    known = {phrase.phrase: phrase for phrase in phrases}
    for phrase in phrases_in(text, list(known)):
        what = f'Nobody says "{phrase}" aloud.'
        yield Problem(place, what, f'write "{known[phrase].instead}" in its place.')


def _zone_phrases(zone: Responsibility, phrases: list[Officialese]) -> Iterator[Problem]:
    yield from _phrases(zone.at("mission"), zone.mission, phrases)
    for name in zone.not_mine:
        yield from _phrases(zone.at_entry("not_mine", name)[0], name, phrases)
    for hour in zone.day:
        yield from _phrases(hour.at("does"), hour.does, phrases)


_BEGINS = re.compile(r"[ >]*(?:[-*+]|\d+[.)])[ ]+|[ ]*>[ ]?")
_NO_PROSE = re.compile(r"[ ]*(?:#|\||!!!|\?\?\?|\{)")
_BAD_EXAMPLE = re.compile(r"[ ]*>?[ ]*\*\*(?:Bad|Not)\b")


def blocks_of(page: Page) -> Iterator[tuple[int, str]]:
    """The paragraphs and entries of lists of a page, with their first line: no headings, tables,
    code, or examples of how not to write.
    """
    line, held = 0, ""
    for row, written in enumerate([*page.prose, ""]):
        begins = bool(_BEGINS.match(written))
        if held and (not written.strip() or begins or _NO_PROSE.match(written)):
            yield line, plain_text(held)
            held = ""
        if not written.strip() or _NO_PROSE.match(written) or _BAD_EXAMPLE.match(written):
            continue
        line = line if held else row + page.body_line
        held = f"{held} {_BEGINS.sub('', written, count=1)}".strip()
    if held:
        yield line, plain_text(held)
