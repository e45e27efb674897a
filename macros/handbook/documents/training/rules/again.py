"""Rules about pages that are to be read again: they exist, the people who read them are their
readers, and no entry outlives its day.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.company.facts.company import Role
from handbook.documents.training.facts import LearningPath, Objective, Rereading
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.problems.problem import Problem, listed
from handbook.rules.leads import no_such_page
from handbook.rules.rule import rule


@rule(
    "read-again-nowhere",
    bad="training/to_read_again.yml:\n- id: limit-asked-first\n  page: sales-book/price.md",
    good="training/to_read_again.yml:\n- id: limit-asked-first\n  page: sales-book/prices.md",
)
def pages_not_there(handbook: Handbook) -> Iterator[Problem]:
    """A page that must be read again is there. Otherwise people look for a page that does not
    exist.
    """
    for entry in handbook.facts[Rereading]:
        if entry.page not in handbook.pages:
            otherwise = "name the page that has changed, or take the entry out."
            yield no_such_page(handbook, entry.at("page"), entry.page, entry.id, otherwise)


@rule(
    "read-again-no-reader",
    bad="""
training/to_read_again.yml:
- id: limit-asked-first
  page: sales-book/prices.md
  roles: [seller, head-of-operations]
""",
    good={"  roles: [seller, head-of-operations]": "  roles: [seller]"},
)
def strangers_to_the_page(handbook: Handbook) -> Iterator[Problem]:
    """Only roles that are readers of a page, or learn from it on the path, read it again. A role
    that never read it has nothing to unlearn: it is made a reader first, or it is not meant.
    """
    facts = handbook.facts
    if not (facts[Objective].whole and facts[LearningPath].whole):
        return
    for entry in facts[Rereading]:
        page = handbook.pages.get(entry.page)
        roles = _roles_without_page(handbook, entry, page) if page else []
        if page and roles:
            what = f'"{entry.id}" sends {listed(roles, 40)} to "{page.title}", which is for other readers; no path sends them there either.'
            fix = f"take the role out here, or make it a reader in {page.path}."
            yield Problem(entry.at("roles"), what, fix)


def _roles_without_page(handbook: Handbook, entry: Rereading, page: Page) -> list[str]:
    """The roles that neither read a page nor learn from it; none where its readers could not be
    read.
    """
    if page.meta is None:
        return []
    facts = handbook.facts
    teaches = {objective.module for objective in facts[Objective] if objective.page == page.src}
    learn = {path.id for path in facts[LearningPath] if teaches & set(path.modules)}
    return [
        role
        for role in entry.roles
        if role in facts[Role] and role not in {*page.meta.readers, *learn}
    ]


@rule(
    "read-again-over",
    severity="advice",
    bad="training/to_read_again.yml:\nfrom: 2026-11-02\nuntil: 2026-11-23",
    good="training/to_read_again.yml:\nfrom: 2028-01-10\nuntil: 2028-01-24",
)
def entries_that_are_over(handbook: Handbook) -> Iterator[Problem]:
    """What was to be read again until a day is taken out after it, or given more time. Nobody reads
    a list that only grows.
    """
    for entry in handbook.facts[Rereading]:
        if entry.until <= handbook.today:
            what = f'"{entry.id}" was to be read again before {entry.until.isoformat()}, and still stands on the list.'
            yield Problem(
                entry.at(),
                what,
                "take the entry out once everybody has read it, or give more time.",
            )
