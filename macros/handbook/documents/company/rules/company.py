"""Rules about the company's facts: roles, decisions and the words of the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from handbook.documents.company.facts.company import Decision, Post, Role, Term
from handbook.facts.durations import Duration
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.problems.edits import Entry
from handbook.problems.problem import Cause, Problem
from handbook.rules.rule import rule

# Hours in each unit, to compare limits; business days and hours as an ordinary office keeps them.
HOURS = {
    "minute": Decimal(1) / 60,
    "hour": Decimal(1),
    "business hour": Decimal(1),
    "business day": Decimal(8),
    "day": Decimal(24),
    "week": Decimal(168),
    "month": Decimal(730),
}


@rule(
    "role-unfilled",
    bad="""
people.yml:
- id: managing-director
  handles: []
  deputy: sales-director
- id: sales-director
  handles: ["@fernhill/sales-director"]
  deputy: managing-director
""",
    good="""
people.yml:
- id: managing-director
  handles: ["@fernhill/managing-director"]
  deputy: sales-director
- id: sales-director
  handles: ["@fernhill/sales-director"]
  deputy: managing-director
- id: head-of-operations
  handles: ["@fernhill/head-of-operations"]
  deputy: sales-director
""",
)
def unfilled_roles(handbook: Handbook) -> Iterator[Problem]:
    """A role that owns a page is filled: `people.yml` names at least one team or person for it.

    Nobody reviews a page without an owner.
    """
    people = handbook.facts[Post]
    for page in handbook.pages.values():
        owner = page.meta.owner if page.meta else None
        if owner is None or owner not in handbook.facts[Role] or people.broken:
            continue
        post = people.get(owner)
        if post is None and not people.may_hold(owner):
            what = f'The owner of this page is the role "{owner}", but nobody fills it in {people.path}.'
            yield Problem(
                page.meta_place("owner"),
                what,
                f"name another owner, or add to {people.path}:",
                f"- id: {owner}\n  handles: ['@…']\n  deputy: …",
                edit=Entry(path=people.path),
                cause=Cause("people", owner),
            )
        elif post is not None and not post.handles:
            yield Problem(
                post.at("handles"),
                f'Nobody fills the role "{owner}", which owns pages.',
                "name a team or person:",
                "handles: ['@…']",
            )


@rule(
    "superiors-in-a-circle",
    bad="""
roles.yml:
- id: sales-director
  name: Sales director
  does: Answers for the plan.
  unit: sales
  reports_to: seller
""",
    good={"  reports_to: seller": "  reports_to: managing-director"},
)
def circles_of_superiors(handbook: Handbook) -> Iterator[Problem]:
    """Following superiors from role to role ends at the top. In a circle nobody decides, and a
    question never gets an answer.
    """
    roles = handbook.facts[Role]
    for role in roles:
        seen, current = [role.id], role.reports_to
        while current and current in roles and current not in seen:
            seen.append(current)
            current = roles[current].reports_to
        if current == role.id == min(seen):
            path = " → ".join([*seen, role.id])
            yield Problem(
                role.at("reports_to"),
                f"These roles report to each other in a circle: {path}.",
                "correct the superior of one of them.",
            )


def _size(value: Decimal | Duration) -> Decimal:
    return HOURS[value.unit] * value.amount if isinstance(value, Duration) else Decimal(value)


@rule(
    "ladder-falls",
    bad="""
decision_rights.yml:
- role: seller
  up_to: 5 %
- role: sales-director
  up_to: 4 %
""",
    good={"  up_to: 4 %": "  up_to: 10 %"},
)
def falling_ladders(handbook: Handbook) -> Iterator[Problem]:
    """Each step of a ladder may decide more than the one before it. Otherwise a question goes up
    and comes back refused.
    """
    for decision in handbook.facts[Decision]:
        limits = [(step, decision.limit(step)) for step in decision.ladder]
        for (below, lower), (step, higher) in pairwise(limits):
            if lower is not None and higher is not None and _size(higher) <= _size(lower):
                what = f'In the ladder of "{decision.decision}", {step.role} may decide up to {higher}, but {below.role}, one step below, up to {lower}.'
                yield Problem(
                    step.at("up_to"),
                    what,
                    "raise this limit above the one before it, or put the steps in the right order.",
                )
        roles = [step.role for step in decision.ladder]
        for place, step in enumerate(decision.ladder):
            if step.role in roles[:place]:
                yield Problem(
                    step.at("role"),
                    f'The role "{step.role}" stands twice in the ladder of "{decision.decision}".',
                    "delete one of the two steps.",
                )


@rule(
    "abbreviation-twice",
    bad="glossary/lever.yml:\nterm: Lever\nabbreviation: SVY",
    good="glossary/lever.yml:\nterm: Lever",
)
def shared_abbreviations(handbook: Handbook) -> Iterator[Problem]:
    """An abbreviation means one thing. With two meanings, two colleagues read the same line and
    expect different things.
    """
    seen: dict[str, str] = {}
    for term in handbook.facts[Term]:
        if term.abbreviation in seen:
            what = f'"{term.abbreviation}" is also the abbreviation of "{seen[term.abbreviation]}".'
            yield Problem(
                term.at("abbreviation"),
                what,
                "choose another abbreviation for one of them, or write the words out.",
            )
        elif term.abbreviation:
            seen[term.abbreviation] = term.term


@rule(
    "term-unused",
    of_absence=True,
    severity="advice",
    bad="""
glossary/quota.yml:
term: Quota
means: What is to be sold.
docs/hiring.md:
We ask every candidate the same questions and write the answers down.
""",
    good="""
glossary/quota.yml:
term: Quota
means: What is to be sold.
docs/hiring.md:
We ask every candidate the same questions and write the answers down.
Your {{ term("quota") }} counts from the first day.
""",
)
def unused_terms(handbook: Handbook) -> Iterator[Problem]:
    """A word is in the glossary because pages use it. A page uses it with the macro `term`, or
    writes the word or its abbreviation. Words that nobody uses make the glossary a place where
    nobody looks.
    """
    if handbook.unreadable:
        return
    used = {str(call.args[0]) for _, call in handbook.calls() if call.name == "term" and call.args}
    unused = [term for term in handbook.facts[Term] if term.id not in used]
    for page in handbook.readable:
        if not unused:
            break
        prose = _prose(page)
        unused = [term for term in unused if term.term.casefold() not in prose]
    words = _short_words(handbook) if any(term.abbreviation for term in unused) else set()
    for term in unused:
        short = term.abbreviation
        if not short or not {short, short.casefold()} & words:
            yield Problem(
                term.at(),
                f'No page uses the word "{term.term}".',
                f'use it where it matters, {{{{ term("{term.id}") }}}}, or delete the file.',
            )


def _prose(page: Page) -> str:
    return "\n".join(page.prose).casefold()


def _short_words(handbook: Handbook) -> set[str]:
    """Words that could be abbreviations: from the facts as written, from the pages in small
    letters.
    """
    facts = "\n".join(
        text
        for path, text in handbook.texts.items()
        if path.startswith("docs/_facts/") and "/glossary/" not in path
    )
    in_pages = (re.findall(r"[a-z]{2,6}", _prose(page)) for page in handbook.readable)
    return set(re.findall(r"[A-Z]{2,6}", facts)).union(*in_pages)
