"""Rules about the life of pages: reviews that bind, steps in order, nobody signing for others. See
``record_files`` for their files.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.company.facts.company import Post, Role
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.problems.edits import Run
from handbook.problems.problem import Cause, Problem
from handbook.records.records import READER, WRITING, Life, Record
from handbook.rules.rule import rule
from handbook.upkeep.review import (
    TO_ANSWER,
    TO_FILL_IN,
    drafter,
    may_review,
    missing_before,
    next_step,
    says_nothing,
    to_record,
    to_review,
)


def _lives(handbook: Handbook) -> Iterator[tuple[Page, Life]]:
    return (
        (handbook.pages[src], life) for src, life in handbook.lives.items() if src in handbook.pages
    )


@rule(
    "record-in-future",
    bad="""
docs/_records/hiring/2036-11-23-drafted-seller-b32d08.yml:
step: drafted
on: 2036-11-23
by: seller
""",
    good="""
docs/_records/hiring/2026-11-23-drafted-seller-6cd87c.yml:
step: drafted
on: 2026-11-23
by: seller
""",
)
def records_in_future(handbook: Handbook) -> Iterator[Problem]:
    """A record is written on the day it happens, in the company's time zone. A date still to come
    would keep a page "in date" for ever.
    """
    for life in handbook.lives.values():
        for record in life.records:
            if record.on > handbook.today:
                what = (
                    f"This record is dated {record.on.isoformat()}, which is still to come; today "
                    f"is {handbook.today.isoformat()}."
                )
                fix = "delete this file, and record it again on the day on which it happens."
                cause = Cause("day", handbook.today.isoformat())
                yield Problem(record.at("on"), what, fix, cause=cause)


@rule(
    "review-unbound",
    bad="""
docs/_records/hiring/2026-11-20-reviewed-sales-director-e4ba59.yml:
step: reviewed
on: 2026-11-20
by: sales-director
""",
    good="""
docs/_records/hiring/2026-11-20-reviewed-sales-director-c5c8f7.yml:
step: reviewed
on: 2026-11-20
by: sales-director
found: Compared the questions with the last five interviews.
text: "1:3f2a9c41"
facts: "1:81be07d2"
""",
)
def unbound_reviews(handbook: Handbook) -> Iterator[Problem]:
    """A review says what was found and is bound to what was read: the fingerprints of the page's
    text and of the facts it shows. A date alone says only that somebody typed a date.
    """
    for page, life in _lives(handbook):
        for record in life.records:
            if record.step == "reviewed" and (record.read is None or not record.found):
                missing = "what was found" if not record.found else "which text and facts were read"
                what = (
                    f"This review of {record.on.isoformat()} does not say {missing}. A date alone "
                    "is no review."
                )
                yield Problem(
                    record.at(),
                    what,
                    "delete this file; the owner reads the page and records it, with the link on "
                    "the page or with:",
                    to_review(page),
                    edit=Run(),
                )


@rule(
    "review-says-nothing",
    bad="""
docs/_records/hiring/2026-11-20-reviewed-sales-director-f20f22.yml:
step: reviewed
on: 2026-11-20
by: sales-director
found: ok
text: "1:3f2a9c41"
facts: "1:81be07d2"
""",
    good="""
docs/_records/hiring/2026-11-20-reviewed-sales-director-c5c8f7.yml:
step: reviewed
on: 2026-11-20
by: sales-director
found: Compared the questions with the last five interviews.
text: "1:3f2a9c41"
facts: "1:81be07d2"
""",
)
def reviews_that_say_nothing(handbook: Handbook) -> Iterator[Problem]:
    """Under `found` stands what was checked or corrected, in a sentence. "ok" helps nobody, and
    after a year of it nobody reads the page.
    """
    for life in handbook.lives.values():
        for record in life.records:
            for key, left in _not_filled_in(record):
                what = f'This review was pasted as the message offered it: "{left}" is still there.'
                fix = "delete this file, and record the review again in your own words."
                yield Problem(record.at(key), what, fix, severity="advice")
            if record.step == "reviewed" and record.found and says_nothing(record.found):
                example = "Compared the prices with the five last offers; all right."
                fix = (
                    "delete this file, and record the review again with what was checked or "
                    f"corrected, for instance: {example}"
                )
                yield Problem(record.at("found"), f'This review found "{record.found}".', fix)


def _not_filled_in(record: Record) -> Iterator[tuple[str, str]]:
    if record.found == TO_FILL_IN:
        yield "found", record.found
    yield from (("answers", answer) for answer in record.answers if answer.startswith(TO_ANSWER))


@rule(
    "review-by-others",
    severity="advice",
    bad="""
docs/_records/hiring/2026-11-20-reviewed-seller-37fea2.yml:
step: reviewed
on: 2026-11-20
by: seller
found: Compared the questions with the last five interviews.
text: "1:3f2a9c41"
facts: "1:81be07d2"
""",
    good={
        "docs/_records/hiring/2026-11-20-reviewed-seller-37fea2.yml:": "docs/_records/hiring/2026-11-20-reviewed-sales-director-c5c8f7.yml:",
        "by: seller": "by: sales-director",
    },
)
def reviews_by_others(handbook: Handbook) -> Iterator[Problem]:
    """A page is reviewed by its owner or the owner's deputy, because they answer for it. When the
    owner changes, the new one reads it once.
    """
    for page, life in _lives(handbook):
        last = life.last_review
        if last and page.meta and last.by not in may_review(handbook, page):
            what = f"The last review is by {last.by}, but the owner is {page.meta.owner}."
            yield Problem(
                last.at("by"),
                what,
                f"{page.meta.owner} reads the page and adds a review of their own.",
            )


@rule(
    "steps-out-of-order",
    bad="""
docs/_records/hiring/2026-09-14-drafted-seller-3559be.yml:
step: drafted
on: 2026-09-14
by: seller
docs/_records/hiring/2026-09-20-adjusted-seller-f3339c.yml:
step: adjusted
on: 2026-09-20
by: seller
""",
    good="""
docs/_records/hiring/2026-09-14-drafted-seller-3559be.yml:
step: drafted
on: 2026-09-14
by: seller
docs/_records/hiring/2026-09-20-adjusted-sales-director-23a8be.yml:
step: adjusted
on: 2026-09-20
by: sales-director
""",
)
def steps_out_of_order(handbook: Handbook) -> Iterator[Problem]:
    """An employee drafts, the owner adjusts, the employee rewrites, the owner reviews, in this
    order. Who adjusts is not who drafted: four eyes see what two miss.
    """
    for life in handbook.lives.values():
        seen: list[Record] = []
        for record in life.records:
            if record.step in WRITING:
                yield from _step_faults(record, seen)
            seen.append(record)


def _step_faults(record: Record, seen: list[Record]) -> Iterator[Problem]:
    if earlier := missing_before(record.step, seen):
        what = f'This page is "{record.step}" but was never "{earlier}".'
        fix = (
            f"record that it was {earlier}, with its day and role; of two records of one day, the "
            "earlier step comes first."
        )
        yield Problem(record.at("step"), what, fix)
    elif record.step == "adjusted" and record.by == drafter(seen):
        yield Problem(
            record.at("by"),
            f"{record.by} both drafted and adjusted this page.",
            "let the owner adjust it, or name who really did.",
        )


@rule(
    "reader-signs",
    bad="""
docs/_records/hiring/2026-11-20-drafted-reader-cff9bb.yml:
step: drafted
on: 2026-11-20
by: reader
""",
    good="""
docs/_records/hiring/2026-11-20-disputed-reader-79bb45.yml:
step: disputed
on: 2026-11-20
by: reader
says: Since May we ask four questions.
""",
)
def signed_by_readers(handbook: Handbook) -> Iterator[Problem]:
    """`reader` is everybody who fills no role that we know of. A reader may say that a page is not
    how we work; nobody writes or reviews a page under that name. So no role may be called `reader`
    either.
    """
    for life in handbook.lives.values():
        for record in life.records:
            if record.by == READER and record.step != "disputed":
                what = (
                    f'This page was {record.step} by "{READER}", which is nobody in particular: a '
                    "reader can only dispute a page."
                )
                yield Problem(
                    record.at("by"),
                    what,
                    "delete this file, and record it again with the role that did it.",
                )
    if READER in handbook.facts[Role]:
        what = (
            f'A role is called "{READER}". In records that word means somebody who fills no role.'
        )
        role = handbook.facts[Role][READER]
        yield Problem(
            role.at("id"), what, "give the role another id, here and wherever it is named."
        )


@rule(
    "writing-unfinished",
    severity="advice",
    bad="""
docs/_records/hiring/2026-09-14-drafted-seller-3559be.yml:
step: drafted
on: 2026-09-14
by: seller
docs/_records/hiring/2026-09-20-adjusted-sales-director-23a8be.yml:
step: adjusted
on: 2026-09-20
by: sales-director
""",
    good="""
docs/_records/hiring/2026-09-14-drafted-seller-3559be.yml:
step: drafted
on: 2026-09-14
by: seller
docs/_records/hiring/2026-09-20-adjusted-sales-director-23a8be.yml:
step: adjusted
on: 2026-09-20
by: sales-director
docs/_records/hiring/2026-10-01-rewritten-seller-bac268.yml:
step: rewritten
on: 2026-10-01
by: seller
docs/_records/hiring/2026-11-20-reviewed-sales-director-c5c8f7.yml:
step: reviewed
on: 2026-11-20
by: sales-director
found: Compared the questions with the last five interviews.
text: "1:3f2a9c41"
facts: "1:81be07d2"
""",
)
def unfinished_writing(handbook: Handbook) -> Iterator[Problem]:
    """A required page is complete when it was drafted, adjusted, rewritten and reviewed. Until then
    it is a draft, and readers should know.
    """
    for page, life in _lives(handbook):
        done = [record.step for record in life.records if record.step != "disputed"]
        if (
            page.meta
            and page.meta.part
            and done
            and (step := next_step(life.records)) != "reviewed"
        ):
            what = f"This page was {done[-1]} and still waits to be {step}."
            yield Problem(
                page.at(),
                what,
                "when that is done, record it:",
                to_record(page.src, step, _who_comes_next(handbook, page, life, step)),
                edit=Run(),
            )


def _who_comes_next(handbook: Handbook, page: Page, life: Life, step: str) -> str:
    """The role that does the next step: the drafter rewrites, the owner adjusts, the deputy what
    the owner drafted.

    Who drafted a page nobody can know but those who were there.
    """
    drafted_by = drafter(life.records)
    if step == "adjusted":
        return next((role for role in may_review(handbook, page) if role != drafted_by), "…")
    return drafted_by or "…"


@rule(
    "deputy-missing",
    severity="advice",
    bad='people.yml:\n- id: sales-director\n  handles: ["@fernhill/sales-director"]',
    good="""
people.yml:
- id: sales-director
  handles: ["@fernhill/sales-director"]
  deputy: managing-director
""",
)
def owners_without_deputy(handbook: Handbook) -> Iterator[Problem]:
    """Every role that owns pages has a deputy, so that no page waits for one person's holiday."""
    owners = {page.meta.owner for page in handbook.pages.values() if page.meta}
    for post in handbook.facts[Post]:
        if post.id in owners and post.deputy is None:
            yield Problem(
                post.at(),
                f'The role "{post.id}" owns pages and has no deputy.',
                "name the role that stands in:",
                "deputy: …",
            )
