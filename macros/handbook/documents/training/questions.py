"""Questions of tests: their options as readers see them, and whether the section that answers them
is as it was when last checked.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from handbook.documents.company.facts.company import Company
from handbook.documents.training.facts import LearningPath, Module, Objective, Option, Question
from handbook.facts.facts import Facts
from handbook.facts.naming import MissingFactsError, UnknownValueError, named
from handbook.pages import Page
from handbook.records.fingerprints import facts_fingerprint, fingerprint, text_fingerprint
from handbook.show.shown import Shown
from handbook.show.spelling import spelled


class ShownOption(NamedTuple):
    """An option as readers see it, and whether it is the right one."""

    text: str
    right: bool


def option_text(facts: Facts, option: Option) -> str:
    """The words of an option; where it names a fact, that fact as pages spell it. Raises
    UnknownValueError or MissingFactsError.
    """
    if option.text is not None:
        return option.text
    holder, key = named(facts, option.fact or "")
    return spelled(getattr(holder, key), facts.only(Company))


def options(facts: Facts, question: Question) -> list[ShownOption] | None:
    """The options in their order; None if one of them names a missing fact."""
    try:
        return [
            ShownOption(option_text(facts, option), bool(option.right))
            for option in question.options
        ]
    except (UnknownValueError, MissingFactsError):
        return None


# --- where questions belong -----------------------------------------------------------------------


def module_of(facts: Facts, question: Question) -> Module | None:
    """The module whose objective the question tests; None where either could not be read."""
    objective = facts[Objective].get(question.objective)
    return facts[Module].get(objective.module) if objective else None


def by_module(facts: Facts, path: LearningPath) -> dict[str, list[Question]]:
    """The practice questions of a path's modules, by module in the order of the path; modules
    without questions too.
    """
    found: dict[str, list[Question]] = {module: [] for module in path.modules}
    for question in facts[Question]:
        objective = facts[Objective].get(question.objective)
        if objective is not None and objective.module in found:
            found[objective.module].append(question)
    return found


# --- whether they are still true ------------------------------------------------------------------


def section_fingerprint(shown: Shown, src: str, heading: str) -> str | None:
    """A fingerprint, in eight hexadecimal digits, of what is below a heading of the page ``src``
    now: its text, and the facts its macros select.

    The section reaches to the next heading of the same level or above. Where a macro makes the id,
    it is that macro's line alone. None if there is no such page or id, or the page cannot be read.
    """
    handbook = shown.handbook
    page = handbook.pages.get(src)
    lines = _lines_of(shown, page, heading) if page and src not in handbook.unreadable else None
    if page is None or lines is None:
        return None
    first, end = lines
    text = "\n".join(page.written(line) for line in range(first, end))
    facts = facts_fingerprint(shown.facts_between(page, first, end), handbook.first_places)
    return fingerprint(f"{text_fingerprint(text, src, handbook.first_places)} {facts}")


def _lines_of(shown: Shown, page: Page, heading: str) -> tuple[int, int] | None:
    """The first line of a section, and the line behind its last."""
    place = next(
        (place for place, section in enumerate(page.headings) if section.id == heading), None
    )
    if place is None:
        line = shown.line_of_anchor(page, heading)
        return None if line is None else (line, line + 1)
    found, later = page.headings[place], page.headings[place + 1 :]
    end = next(
        (section.line for section in later if section.level <= found.level),
        page.text.count("\n") + 2,
    )
    return found.line + 1, end


def read_now(shown: Shown, question: Question) -> str | None:
    """The fingerprint that ``read`` should have today; None if the section cannot be found."""
    return section_fingerprint(shown, question.page, question.heading)


def is_stale(shown: Shown, question: Question) -> bool:
    """Whether what the question was checked against has changed since, or nobody wrote down what it
    was checked against.
    """
    now = read_now(shown, question)
    return now is not None and question.read != now


def as_checked(text: str, read: str, on: date) -> str:
    """The file of a question after somebody checked it: the fingerprint of what was read, and the
    day; nothing else changes.
    """
    for key, value in (("checked_on", on.isoformat()), ("read", f'"{read}"')):
        line = f"{key}: {value}"
        text, times = re.subn(rf"(?m)^{key}:.*$", line, text, count=1)
        if not times:
            text = re.sub(r"(?m)^(checked_on:.*)$", rf"\1\n{line}", text, count=1)
    return text
