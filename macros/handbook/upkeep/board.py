"""The board: what is written and read, whose turn it is, which reviews deserve a second look. Pure,
and linear in pages and records.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from handbook.documents.company.facts.company import Post, Role
from handbook.facts.contract import Document, Part
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.pages.unwritten import unwritten_lines
from handbook.records.records import Life, Record, Standing, State
from handbook.show.states import PageStates
from handbook.upkeep.example import copied_sentences, is_example
from handbook.upkeep.facts import Points, Scale
from handbook.upkeep.review import MOST_PAGES

WEEKS = 13
MISSING, EMPTY = "missing", "empty"
# From the best to the worst: the order in which people want to see them.
CONDITIONS: tuple[str, ...] = (
    State.IN_DATE, State.DUE_SOON, State.CHANGED, State.OVERDUE, State.NEVER, EMPTY, MISSING,
)  # fmt: skip


# --- the seven documents --------------------------------------------------------------------------


@dataclass(frozen=True)
class PartStatus:
    """A part that the contract asks for: its page, if there is one, and where that stands.

    ``copied``: whether the example's sentences are still on it; None in the example itself.
    """

    part: Part
    page: Page | None
    condition: str
    standing: Standing | None = None
    copied: bool | None = None

    @property
    def holds(self) -> bool:
        """Whether its last review still holds, also if only for a few more days."""
        return self.condition in (State.IN_DATE, State.DUE_SOON)


def required(states: PageStates) -> list[tuple[Document, list[PartStatus]]]:
    """Every document with its parts, in the order of the contract."""
    handbook = states.handbook
    pages: dict[str, Page] = {}
    for page in sorted(handbook.pages.values(), key=lambda page: page.src):
        if page.meta and page.meta.part:
            pages.setdefault(page.meta.part, page)
    return [
        (document, [_required(states, part, pages.get(part.id)) for part in document.parts])
        for document in handbook.documents
    ]


def _required(states: PageStates, part: Part, page: Page | None) -> PartStatus:
    if page is None:
        return PartStatus(part, None, MISSING)
    stands = states.standing(page)
    condition = stands.state.value if has_words(page) else EMPTY
    copied = None if is_example(states.handbook) else bool(copied_sentences(page))
    return PartStatus(part, page, condition, stands, copied)


def has_words(page: Page) -> bool:
    """Whether a page holds more than headings and its card, and nowhere says that it is still to be
    written.
    """
    if unwritten_lines(page):
        return False
    rows = (row.strip() for row in page.body.split("\n"))
    return any(row and not row.startswith("#") and "page_card" not in row for row in rows)


def conditions(rows: Sequence[PartStatus]) -> dict[str, int]:
    """How many parts are in each condition; every condition is named."""
    numbers = dict.fromkeys((str(condition) for condition in CONDITIONS), 0)
    for row in rows:
        numbers[str(row.condition)] += 1
    return numbers


# --- reviews --------------------------------------------------------------------------------------


class Review(NamedTuple):
    """A review of a page that says what was read, and the one before it."""

    page: Page
    record: Record
    before: Record | None

    @property
    def left_as_it_was(self) -> bool | None:
        """Whether text and facts were the same as at the review before; None for a first review:
        nothing to compare with.
        """
        return None if self.before is None else self.before.read == self.record.read


@dataclass(frozen=True)
class Reviews:
    """The reviews of the last thirteen weeks, and what is odd about them."""

    all: tuple[Review, ...]
    many: tuple[tuple[str, date, int], ...]  # role, day, pages
    repeated: tuple[tuple[str, tuple[Page, ...]], ...]  # sentence, pages

    @property
    def first(self) -> int:
        """How many were the first of their page."""
        return sum(review.before is None for review in self.all)

    @property
    def unchanged(self) -> int:
        """How many left the page as the review before had left it."""
        return sum(review.left_as_it_was is True for review in self.all)

    @property
    def compared(self) -> int:
        """How many can be compared with one before."""
        return len(self.all) - self.first


def reviews(handbook: Handbook) -> Reviews:
    """The reviews of the last thirteen weeks, today included."""
    since = handbook.today - timedelta(weeks=WEEKS)
    found = tuple(
        review for review in _all_reviews(handbook) if since < review.record.on <= handbook.today
    )
    return Reviews(found, tuple(_many(found)), tuple(_repeated(found)))


def _all_reviews(handbook: Handbook) -> Iterator[Review]:
    for page, life in lives(handbook):
        before: Record | None = None
        for record in life.records:
            if record.step == "reviewed" and record.read:
                yield Review(page, record, before)
                before = record


def lives(handbook: Handbook) -> Iterator[tuple[Page, Life]]:
    """The lives of the pages that are there, in the order of paths."""
    return (
        (handbook.pages[src], life) for src, life in handbook.lives.items() if src in handbook.pages
    )


def _many(found: Sequence[Review]) -> Iterator[tuple[str, date, int]]:
    days: dict[tuple[date, str], set[str]] = defaultdict(set)
    for review in found:
        days[review.record.on, review.record.by].add(review.page.src)
    for (day, role), pages in sorted(days.items()):
        if len(pages) > MOST_PAGES:
            yield role, day, len(pages)


def _repeated(found: Sequence[Review]) -> Iterator[tuple[str, tuple[Page, ...]]]:
    """Sentences on several pages; capitals, signs and spaces do not make them different."""
    said: dict[str, dict[str, Review]] = defaultdict(dict)
    for review in found:
        words = " ".join(re.findall(r"\w+", (review.record.found or "").casefold()))
        if words:
            said[words][review.page.src] = review
    for same in said.values():
        if len(same) > 1:
            first = next(iter(same.values()))
            yield first.record.found or "", tuple(review.page for review in same.values())


# --- owners and disputes --------------------------------------------------------------------------


NO_OWNER, UNKNOWN, UNFILLED = "no owner is named", "there is no such role", "nobody fills the role"
NO_DEPUTY, DEPUTY_GONE = "no deputy is named", "nobody fills the deputy's role"


@dataclass(frozen=True)
class UnreachableOwner:
    """Pages whose owner cannot be reached, or only as long as one person is there: ``why`` says it
    in words.
    """

    owner: str | None
    why: str
    pages: tuple[Page, ...]

    @property
    def has_owner(self) -> bool:
        """Whether somebody answers, and only the deputy is missing."""
        return self.why in (NO_DEPUTY, DEPUTY_GONE)


def unreachable(handbook: Handbook) -> list[UnreachableOwner]:
    """Pages by owner, where nobody answers for them or nobody deputises; nothing where the people
    cannot be read.
    """
    pages: dict[str | None, list[Page]] = defaultdict(list)
    for page in sorted(handbook.pages.values(), key=lambda page: page.src):
        pages[page.meta.owner if page.meta else None].append(page)
    found = [(owner, _why(handbook, owner), mine) for owner, mine in pages.items()]
    return [UnreachableOwner(owner, why, tuple(mine)) for owner, why, mine in found if why]


def _why(handbook: Handbook, owner: str | None) -> str:
    facts = handbook.facts
    if owner is None:
        return NO_OWNER
    if not facts[Role].may_hold(owner):
        return UNKNOWN
    if facts[Post].broken or owner in facts[Post].unread:
        return ""
    post = facts[Post].get(owner)
    if post is None or not post.handles:
        return UNFILLED
    if post.deputy is None or post.deputy == owner:
        return NO_DEPUTY
    deputy = facts[Post].get(post.deputy)
    filled = (deputy and deputy.handles) or post.deputy in facts[Post].unread
    return "" if filled else DEPUTY_GONE


def disputes(handbook: Handbook) -> list[tuple[Page, Record]]:
    """Every open dispute with its page, the oldest first."""
    found = [(page, record) for page, life in lives(handbook) for record in life.disputes]
    return sorted(found, key=lambda pair: (pair[1].on, pair[0].src))


# --- who wrote what -------------------------------------------------------------------------------


@dataclass
class WritingCredit:
    """What a role wrote; ``points`` by the published scale, None where points are not counted."""

    role: str
    drafted: int = 0
    adjusted: int = 0
    rewritten: int = 0
    proposals: int = 0
    points: int | None = None
    pages: dict[str, Page] = field(default_factory=dict)  # those it drafted or rewrote, by path


def wrote(handbook: Handbook) -> list[WritingCredit]:
    """What each role wrote, by the records: most pages first."""
    points = handbook.facts.only(Points)
    scale = points.scale if points and points.on else None
    found: dict[str, WritingCredit] = {}
    for page, life in lives(handbook):
        for place, record in enumerate(life.records):
            _count(found, page, record, life.records[place + 1 :], scale)
    for acceptance in points.accepted if points else []:
        by = found.setdefault(acceptance.by, WritingCredit(acceptance.by))
        by.proposals += 1
        _give(by, scale.proposal if scale and acceptance.decided_by != acceptance.by else 0)
    for role in found.values():
        role.points = (role.points or 0) if scale else None
    return sorted(
        found.values(),
        key=lambda entry: (-len(entry.pages), -entry.proposals, -entry.adjusted, entry.role),
    )


def _count(
    found: dict[str, WritingCredit],
    page: Page,
    record: Record,
    later: Sequence[Record],
    scale: Scale | None,
) -> None:
    """Points are given only once another role has taken the work over: a draft adjusted, a
    rewritten page reviewed.
    """
    if record.step not in ("drafted", "adjusted", "rewritten"):
        return
    by = found.setdefault(record.by, WritingCredit(record.by))
    if record.step == "adjusted":
        by.adjusted += 1
        return
    by.pages[page.src] = page
    taken_over = any(
        answer.by != record.by
        and answer.step == ("adjusted" if record.step == "drafted" else "reviewed")
        for answer in later
    )
    if record.step == "drafted":
        by.drafted += 1
        _give(by, scale.drafted if scale and taken_over else 0)
    else:
        by.rewritten += 1
        _give(by, scale.rewritten if scale and taken_over else 0)


def _give(by: WritingCredit, points: int) -> None:
    by.points = (by.points or 0) + points
