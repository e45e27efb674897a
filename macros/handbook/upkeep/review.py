"""Writing a record: what a review must say, who may write it, and the command to paste. The same
rules for every way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from posixpath import basename
from shlex import quote
from typing import Any

from handbook.documents.company.facts.company import Post, Role
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.problems.problem import did_you_mean, listed
from handbook.records.fingerprints import VERSION, Fingerprints, version_of
from handbook.records.records import READER, WRITING, Record
from handbook.rules.past import unread_records
from handbook.show.states import PageStates
from handbook.upkeep.harmless import without_pictures

MOST_PAGES = 10
# The steps that our own people do, and nobody from outside.
WRITTEN = ("drafted", "rewritten")
# What is in the record that a message offers, until somebody writes what they found.
TO_FILL_IN = "what you checked or corrected, in a sentence"
TO_ANSWER = "your answer to:"
SAME_SENTENCE = 3
LEAST_WORDS = 3
# Scripts that put no spaces between words: there the signs are counted, two to a word.
_NO_SPACES = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
SIGNS_OF_A_WORD = 2
SAYS_NOTHING = frozenset(
    "ok okay fine good done read checked yes no nothing none same all good all fine all ok looks "
    "good looks fine lgtm no change "
    "no changes nothing changed nothing to change still right still true everything ok everything "
    "fine correct is right "
    "the this it whole page was were are has have had been be i we and not found needed need "
    "necessary required here to do date up so far "
    "looked at over into through review reviewed it's that's as before unchanged valid problems problem issues issue".split()
)  # fmt: skip


@dataclass(frozen=True)
class RecordRequest:
    """A record that somebody wants to write. ``by`` is a role; ``read`` is what they read, None for
    what is there now.

    ``disputes`` are those that ``decided`` answers, by the digits of their names; without them it
    answers all in their order.
    """

    step: str
    by: str
    on: date
    found: str = ""
    answers: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()
    read: Fingerprints | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def find_page(handbook: Handbook, named: str) -> Page | None:
    """The page somebody names: by its path below ``docs``, with or without ``docs/`` and ``.md``."""
    src = named.removeprefix("docs/").removesuffix("/")
    for guess in (src, f"{src}.md", f"{src}/index.md"):
        if guess in handbook.pages:
            return handbook.pages[guess]
    return None


def unknown_page(handbook: Handbook, named: str) -> str:
    """That there is no such page, with the nearest one."""
    folder = f"{named.removeprefix('docs/').rstrip('/')}/"
    if inside := [src for src in handbook.pages if src.startswith(folder)]:
        return (
            f'"{named}" is a folder, and this is done with pages. Name one of them, such as '
            f'"{inside[0]}".'
        )
    alike = [src for src in handbook.pages if basename(src) == basename(named)]
    guess = (
        f' Did you mean "{alike[0]}"?' if len(alike) == 1 else did_you_mean(named, handbook.pages)
    )
    return f'There is no page "{named}".{guess}'


def may_review(handbook: Handbook, page: Page) -> list[str]:
    """The roles that may review a page: its owner, and the owner's deputy."""
    if page.meta is None:
        return []
    post = handbook.facts[Post].get(page.meta.owner)
    return [page.meta.owner, *([post.deputy] if post and post.deputy else [])]


def refusals(states: PageStates, page: Page, wanted: RecordRequest) -> Iterator[str]:
    """Every reason not to write the record, in words for the one who wants it; none means that it
    may be written.
    """
    handbook = states.handbook
    yield from _who(handbook, page, wanted)
    yield from _unread(handbook, page)
    yield from _confidential(handbook, wanted)
    if wanted.on > handbook.today:
        yield (
            f"The date {wanted.on.isoformat()} is still to come. A record is written on the day "
            "it happens."
        )
    if wanted.step != "reviewed":
        yield from _out_of_step(handbook, page, wanted)
        return
    yield from _found_says_nothing(wanted.found)
    yield from _said_too_often(handbook, page, wanted)
    yield from _outdated(states, page, wanted)
    yield from _unanswered(handbook, page, wanted)


def _confidential(handbook: Handbook, wanted: RecordRequest) -> Iterator[str]:
    """What must not get into a record, because git keeps it for ever; it is never shown whole."""
    texts = [wanted.found, *wanted.answers, *wanted.decided, *map(str, wanted.extra.values())]
    for found in handbook.confidential_in(*texts):
        yield (
            f"Your text holds {found.said}. Take it out: everybody reads records, and git keeps "
            "them for ever."
        )


def refusals_in_a_change(states: PageStates, page: Page, wanted: RecordRequest) -> Iterator[str]:
    """The reasons against a review that a change brings, except those that rules give for records
    of any age.
    """
    handbook = states.handbook
    if handbook.facts[Role].may_hold(wanted.by):
        yield from _who(handbook, page, wanted)
    yield from _said_too_often(handbook, page, wanted)
    if changed := _changed_since(states, page, wanted):
        yield (
            "This review is not bound to the page as it is in this change: "
            f"{' and '.join(changed)} changed since it was read."
        )
    yield from _unanswered(handbook, page, wanted)


def _who(handbook: Handbook, page: Page, wanted: RecordRequest) -> Iterator[str]:
    roles = handbook.facts[Role]
    if wanted.step == "disputed" and wanted.by == READER:
        return
    if not roles.may_hold(wanted.by):
        yield f'There is no role "{wanted.by}".{did_you_mean(wanted.by, roles.ids())}'
    elif wanted.step == "reviewed" and wanted.by not in may_review(handbook, page):
        allowed = [
            roles[role].name if role in roles else role for role in may_review(handbook, page)
        ]
        yield (
            "This page is reviewed by its owner or the owner's deputy: "
            f"{listed(allowed) or 'nobody, because it has no owner'}."
        )


def _unread(handbook: Handbook, page: Page) -> Iterator[str]:
    """Nobody builds on a life that could not be read: a step may be missing, or a dispute that
    waits.
    """
    if found := unread_records(handbook, page.src):
        named = listed((f'"{path}"' for path in found), 4)
        yield (
            f"Records of this page cannot be read at the moment: {named}. They have to be "
            "repaired first; handbook check says how."
        )


def _out_of_step(handbook: Handbook, page: Page, wanted: RecordRequest) -> Iterator[str]:
    """Why a step of writing cannot stand below the records that are there; the rules say the same
    of what was pasted.
    """
    life = handbook.lives.get(page.src)
    seen = life.records if life else []
    role = handbook.facts[Role].get(wanted.by)
    if wanted.step in WRITTEN and role and not role.employed:
        yield f"{role.name} is not employed here. Let somebody who does the work write the page."
    if seen and wanted.step in WRITING and wanted.on < seen[-1].on:
        yield (
            f"There is already a record of {seen[-1].on.isoformat()}, which is later than "
            f"{wanted.on.isoformat()}."
        )
    if missing := missing_before(wanted.step, seen):
        yield f"This page was never {missing}. The steps are {listed(WRITING)}, in this order."
    if wanted.step == "adjusted" and wanted.by == drafter(seen):
        yield (
            f"{wanted.by} drafted this page. Who adjusts is not who drafted: four eyes see what "
            "two miss."
        )


def missing_before(step: str, seen: Sequence[Record]) -> str:
    """The first step of writing that comes before ``step`` and was never done; empty if none is
    missing.
    """
    done = {before.step for before in seen}
    earlier = WRITING[: WRITING.index(step)] if step in WRITING else ()
    return next((before for before in earlier if before not in done), "")


def drafter(seen: Sequence[Record]) -> str | None:
    """The role that drafted the page last."""
    return next((record.by for record in reversed(seen) if record.step == "drafted"), None)


def says_nothing(found: str) -> bool:
    """Whether a sentence tells nobody what was checked: empty, a sign, a picture or a link alone,
    or one of the words people use to get it over with.
    """
    words = re.findall(r"[^\W\d_]+", without_pictures(found).casefold())
    many = len(set(words)) + sum(
        len(word) // SIGNS_OF_A_WORD for word in words if _NO_SPACES.match(word)
    )
    return many < LEAST_WORDS or all(word in SAYS_NOTHING for word in words)


def _found_says_nothing(found: str) -> Iterator[str]:
    if says_nothing(found):
        shown = f'"{found}"' if found.strip() else "nothing"
        example = "the delivery time was two weeks, it is ten days since May; corrected"
        yield (
            f"Under what you found stands {shown}. Say in a sentence what you checked or "
            f"corrected, for instance: {example}."
        )


def _same(found: str) -> str:
    return " ".join(re.findall(r"\w+", found.casefold()))


def _said_too_often(handbook: Handbook, page: Page, wanted: RecordRequest) -> Iterator[str]:
    others = [
        src
        for src, life in handbook.lives.items()
        if src != page.src
        and any(
            record.step == "reviewed"
            and record.on == wanted.on
            and record.found
            and _same(record.found) == _same(wanted.found)
            for record in life.records
        )
    ]
    if len(others) >= SAME_SENTENCE:
        yield (
            f"The same sentence stands on {len(others)} other pages of that day "
            f"({listed(others, 4)}). Say what you found on this page."
        )


def _outdated(states: PageStates, page: Page, wanted: RecordRequest) -> Iterator[str]:
    if changed := _changed_since(states, page, wanted):
        yield (
            f"Since you read the page, {' and '.join(changed)} changed. Open it again, read what "
            "is new, and send the form from there."
        )


def _changed_since(states: PageStates, page: Page, wanted: RecordRequest) -> list[str]:
    if wanted.read is None or is_too_new(wanted.read):
        return []
    read = states.handbook.stamps.as_now(page.src, wanted.read)
    pairs = zip(("its text", "the facts it shows"), read, states.fingerprints(page), strict=True)
    return [name for name, was, is_ in pairs if was != is_]


def _unanswered(handbook: Handbook, page: Page, wanted: RecordRequest) -> Iterator[str]:
    life = handbook.lives.get(page.src)
    disputes = life.disputes if life else []
    known = set(wanted.disputes[: len(wanted.decided)])
    left = (
        [record for record in disputes if record.digits not in known]
        if known
        else disputes[len(wanted.decided) :]
    )
    if left:
        said = listed([f'"{record.says}"' for record in left], 5)
        yield f"Somebody says that this is not how we work: {said}. Say what you decided about it."


def is_too_new(read: Fingerprints) -> bool:
    """Whether fingerprints were taken in a way that this handbook does not know yet."""
    return any((version_of(fingerprint) or 0) > VERSION for fingerprint in read)


def record_of(states: PageStates, page: Page, wanted: RecordRequest) -> dict[str, Any]:
    """The record as keys in the order in which they are written."""
    handbook = states.handbook
    keys: dict[str, Any] = {"step": wanted.step, "on": wanted.on.isoformat(), "by": wanted.by}
    if wanted.step == "reviewed":
        keys["found"] = wanted.found
        if wanted.answers:
            keys["answers"] = list(wanted.answers)
        if wanted.decided:
            keys["decided"] = list(wanted.decided)
            life = handbook.lives.get(page.src)
            keys["disputes"] = [record.digits for record in life.disputes] if life else []
        read = (
            handbook.stamps.as_now(page.src, wanted.read)
            if wanted.read
            else states.fingerprints(page)
        )
        keys |= {"text": read.text, "facts": read.facts}
    return keys | wanted.extra


def to_review(page: Page) -> str:
    """The command with which the owner says that they have read the page, for them to fill in what
    they found.
    """
    owner = page.meta.owner if page.meta else "…"
    asked = page.meta.ask if page.meta else []
    given = [
        ("--found", TO_FILL_IN),
        *(("--answer", f"{TO_ANSWER} {question}") for question in asked),
    ]
    rows = [
        f"handbook review {page.src} --by {owner}",
        *(f"{name} {quote(text)}" for name, text in given),
    ]
    return " \\\n  ".join(rows)


def to_record(src: str, step: str, by: str) -> str:
    """The command that records a step in the writing of a page."""
    return f"handbook record {src} --step {step} --by {by}"


def next_step(records: Sequence[Record]) -> str:
    """The step of writing that comes next for a page: drafted, adjusted, rewritten, then reviewed."""
    done = [record.step for record in records]
    return next((step for step in WRITING if step not in done), "reviewed")
