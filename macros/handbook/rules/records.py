"""Rules about the life of pages: reviews that bind, steps in order, nobody signing for others. All but faults are advice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from handbook.edits import Entry, Rename
from handbook.handbook import Handbook
from handbook.history import Loss, losses
from handbook.pages import Page
from handbook.problems import Place, Problem, did_you_mean, nearest
from handbook.records import FOLDER, WRITING, Life, Record, records_path
from handbook.review import (
    TO_ANSWER,
    TO_FILL_IN,
    drafter,
    may_review,
    missing_before,
    next_step,
    says_nothing,
    to_paste,
)
from handbook.rules.rule import rule


def _lives(handbook: Handbook) -> Iterator[tuple[Page, Life]]:
    return ((handbook.pages[src], life) for src, life in handbook.lives.items() if src in handbook.pages)


@rule(
    "record-without-page",
    bad="docs/_records/technology/price.yml, without docs/technology/price.md",
    good="docs/_records/technology/prices.yml beside docs/technology/prices.md",
)
def records_without_page(handbook: Handbook) -> Iterator[Problem]:
    """Every file of records belongs to a page of the same name. When a page moves its records move with it: `handbook move OLD NEW` does
    both, and keeps the page's life.
    """
    for src, life in handbook.lives.items():
        if src not in handbook.pages:
            guess = nearest(src, handbook.pages)
            what = (
                f'These records belong to "{src}". There is no such page.{did_you_mean(src, handbook.pages)}'
            )
            yield Problem(
                Place(life.path),
                what,
                "move the file to its page:" if guess else "delete the file if the page is gone.",
                records_path(guess) if guess else "",
                edit=Rename(records_path(guess)) if guess else None,
            )


@rule("record-in-future", bad="on: 2036-11-23", good="on: 2026-11-23")
def records_in_future(handbook: Handbook) -> Iterator[Problem]:
    """A record is written on the day it happens, in the company's time zone. A date still to come would keep a page "in date" for ever."""
    for life in handbook.lives.values():
        for record in life.records:
            if record.on > handbook.today:
                what = f"This record is dated {record.on.isoformat()}, which is still to come; today is {handbook.today.isoformat()}."
                yield Problem(
                    record.at("on"),
                    what,
                    "write the day on which it happened:",
                    f"on: {handbook.today.isoformat()}",
                )


@rule(
    "records-out-of-order",
    bad="on: 2026-11-23\nand below it on: 2026-09-14",
    good="on: 2026-09-14\nand below it on: 2026-11-23",
)
def records_out_of_order(handbook: Handbook) -> Iterator[Problem]:
    """Records stand in the order of their days, the newest last. A new one is added at the end; what stands there is never changed."""
    for life in handbook.lives.values():
        for before, record in pairwise(life.records):
            if record.on < before.on:
                what = f"This record of {record.on.isoformat()} stands below one of {before.on.isoformat()}."
                yield Problem(
                    record.at("on"),
                    what,
                    "add new records at the end of the file, with the day on which they happened.",
                )


@rule(
    "review-unbound",
    bad="- step: reviewed\n  on: 2026-11-23\n  by: head-of-sales",
    good="- step: reviewed\n  on: 2026-11-23\n  by: head-of-sales\n  found: Dealer limit was 8 %, is 10 %. Corrected.\n  text: 3f2a9c41\n  facts: 81be07d2",
)
def unbound_reviews(handbook: Handbook) -> Iterator[Problem]:
    """A review says what was found and is bound to what was read: the fingerprints of the page's text and of the facts it shows. A date
    alone says only that somebody typed a date.
    """
    for page, life in _lives(handbook):
        for record in life.records:
            if record.step == "reviewed" and (record.read is None or not record.found):
                missing = "what was found" if not record.found else "which text and facts were read"
                what = f"This review of {record.on.isoformat()} does not say {missing}. A date alone is no review."
                yield Problem(
                    record.at(),
                    what,
                    "the owner reads the page and replaces this record by:",
                    to_paste(handbook, page),
                )


@rule(
    "review-says-nothing",
    bad="found: ok",
    good="found: The delivery time was two weeks, it is ten days since May. Corrected.",
)
def reviews_that_say_nothing(handbook: Handbook) -> Iterator[Problem]:
    """Under `found` stands what was checked or corrected, in a sentence. "ok" helps nobody, and after a year of it nobody reads the page."""
    for life in handbook.lives.values():
        for record in life.records:
            for key, left in _not_filled_in(record):
                what = f'This review was pasted as the message offered it: "{left}" still stands there.'
                yield Problem(record.at(key), what, "write your own words instead.", severity="advice")
            if record.step == "reviewed" and record.found and says_nothing(record.found):
                example = "found: Compared the prices with the five last offers; all right."
                yield Problem(
                    record.at("found"),
                    f'This review found "{record.found}".',
                    "say what was checked or corrected, for instance:",
                    example,
                )


def _not_filled_in(record: Record) -> Iterator[tuple[str, str]]:
    if record.found == TO_FILL_IN:
        yield "found", record.found
    yield from (("answers", one) for one in record.answers if one.startswith(TO_ANSWER))


@rule(
    "review-by-others",
    severity="advice",
    bad="owner: head-of-sales\nreviewed by: sdr",
    good="owner: head-of-sales\nreviewed by: head-of-sales",
)
def reviews_by_others(handbook: Handbook) -> Iterator[Problem]:
    """A page is reviewed by its owner or the owner's deputy, because they answer for it. When the owner changes, the new one reads it once."""
    for page, life in _lives(handbook):
        last = life.last_review
        if last and page.meta and last.by not in may_review(handbook, page):
            what = f"The last review is by {last.by}, but the owner is {page.meta.owner}."
            yield Problem(
                last.at("by"), what, f"{page.meta.owner} reads the page and adds a review of their own."
            )


@rule("steps-out-of-order", bad="reviewed, then drafted", good="drafted, adjusted, rewritten, reviewed")
def steps_out_of_order(handbook: Handbook) -> Iterator[Problem]:
    """An employee drafts, the owner adjusts, the employee rewrites, the owner reviews, in this order. Who adjusts is not who drafted: four eyes
    see what two miss.
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
        fix = f"record that it was {earlier}, above this record, with its day and role."
        yield Problem(record.at("step"), what, fix)
    elif record.step == "adjusted" and record.by == drafter(seen):
        yield Problem(
            record.at("by"),
            f"{record.by} both drafted and adjusted this page.",
            "let the owner adjust it, or name who really did.",
        )


@rule(
    "writing-unfinished",
    severity="advice",
    bad="a required page with the record drafted only",
    good="drafted, adjusted, rewritten, reviewed",
)
def unfinished_writing(handbook: Handbook) -> Iterator[Problem]:
    """A required page is complete when it was drafted, adjusted, rewritten and reviewed. Until then it is a draft, and readers should know."""
    for page, life in _lives(handbook):
        if page.meta and page.meta.part and life.records and (step := next_step(life.records)) != "reviewed":
            what = f"This page was {life.records[-1].step} and still waits to be {step}."
            yield Problem(
                page.at(),
                what,
                f"when that is done, add to {life.path}:",
                f"- step: {step}\n  on: {handbook.today.isoformat()}\n  by: {_who_comes_next(handbook, page, life, step)}",
                edit=Entry(path=life.path),
            )


def _who_comes_next(handbook: Handbook, page: Page, life: Life, step: str) -> str:
    """The role that does the next step: whoever drafted rewrites, the owner adjusts, the deputy what the owner drafted.

    Who drafted a page nobody can know but those who were there.
    """
    drafted_by = drafter(life.records)
    if step == "adjusted":
        return next((role for role in may_review(handbook, page) if role != drafted_by), "…")
    return drafted_by or "…"


@rule(
    "deputy-missing",
    severity="advice",
    bad="- id: head-of-sales\n  handles: ['@team/head']",
    good="- id: head-of-sales\n  handles: ['@team/head']\n  deputy: team-lead-workplaces",
)
def owners_without_deputy(handbook: Handbook) -> Iterator[Problem]:
    """Every role that owns pages has a deputy, so that no page waits for one person's holiday."""
    owners = {page.meta.owner for page in handbook.pages.values() if page.meta}
    for post in handbook.facts.people:
        if post.id in owners and post.deputy is None:
            yield Problem(
                post.at(),
                f'The role "{post.id}" owns pages and has no deputy.',
                "name the role that stands in:",
                "deputy: …",
            )


@rule(
    "record-changed-later",
    bad="a record whose date was set from August to November",
    good="a new record below the old one",
)
def records_changed_later(handbook: Handbook) -> Iterator[Problem]:
    """Records are only ever added. One that was changed or taken out later says something that nobody did: whoever reviewed the page read
    another text on another day. Git remembers what stood there; where its history is not complete, that is said.
    """
    history = handbook.history
    if history is None:
        return
    if history.log is None:
        if handbook.lives:
            what = f"Whether records were changed later could not be judged: {history.reason}."
            yield Problem(Place(FOLDER), what, history.fix, severity="advice")
        return
    texts = {records_path(src): handbook.texts.get(records_path(src), "") for src in handbook.pages}
    for loss in losses(history.log, texts, _moved_records(handbook)):
        yield Problem(Place(loss.path, loss.line), *_put_back(handbook, loss))


def _put_back(handbook: Handbook, loss: Loss) -> tuple[str, str, str]:
    when = f"on {loss.on}" if loss.on else "in this change"
    if loss.path not in handbook.texts:
        return (
            f"This file of records was taken away {when}, but its page is still there.",
            "put it back:",
            loss.records,
        )
    if not loss.said:
        what = f"This file no longer begins with its older records in their order; that was changed {when}."
        return what, "let it begin with these, and add what is new below them:", loss.records
    what = f'Older records of this file were changed {when}: "{loss.said}" is no longer there.'
    return what, "put back what stood there, and add what is new at the end:", loss.records


def _moved_records(handbook: Handbook) -> dict[str, str]:
    """For each page that was moved, where its records were and where they are."""
    moved = handbook.moved()
    return {records_path(old): records_path(new) for old, new in moved.items() if old not in handbook.pages}
