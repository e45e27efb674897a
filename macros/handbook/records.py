"""The life of a page: drafted, adjusted, rewritten, reviewed. A review is bound to the text and the facts that were read."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from posixpath import dirname, join, normpath
from typing import Annotated, Any, Literal, NamedTuple

from dateutil.relativedelta import relativedelta
from pydantic import Field, PlainValidator, ValidationError

from handbook.facts.explain import explain
from handbook.facts.model import Fact, RoleId
from handbook.facts.scalars import Day, Words, Wrong, typed
from handbook.problems import Place, Problem
from handbook.site import address
from handbook.source import Items, Map, read_yaml

FOLDER = "docs/_records"
SOON = timedelta(days=14)
Step = Literal["drafted", "adjusted", "rewritten", "reviewed", "disputed"]
WRITING: tuple[Step, ...] = ("drafted", "adjusted", "rewritten")


class State(StrEnum):
    """What can be said of a page's last review."""

    NEVER = "never reviewed"
    IN_DATE = "in date"
    DUE_SOON = "due soon"
    CHANGED = "changed since review"
    OVERDUE = "overdue"


class Fingerprints(NamedTuple):
    """What was read: the text of a page, and the facts that it shows. Eight hexadecimal digits each."""

    text: str
    facts: str


def _read_fingerprint(value: object) -> str:
    expected = "a fingerprint of eight digits and letters"
    text = typed(value, expected)
    if not re.fullmatch(r"[0-9a-f]{8}", text):
        raise Wrong(expected)
    return text


Fingerprint = Annotated[str, PlainValidator(_read_fingerprint)]


class Record(Fact):
    """One entry in a page's life. A review says what was found and carries the fingerprints of what was read."""

    step: Step
    on: Day
    by: RoleId
    found: Words | None = None
    answers: list[Words] = Field(default_factory=list)
    text: Fingerprint | None = None
    facts: Fingerprint | None = None
    says: Words | None = None
    decided: list[Words] = Field(default_factory=list)

    @property
    def read(self) -> Fingerprints | None:
        """What the reviewer read; None if the record does not say."""
        return Fingerprints(self.text, self.facts) if self.text and self.facts else None


@dataclass
class Life:
    """All records of one page, oldest first."""

    path: str
    records: list[Record] = field(default_factory=list)

    @property
    def last_review(self) -> Record | None:
        """The review that counts: the last one that stands in the file and says what was read."""
        return next((one for one in reversed(self.records) if one.step == "reviewed" and one.read), None)

    @property
    def disputes(self) -> list[Record]:
        """Disputes that no later review has answered."""
        open_disputes: list[Record] = []
        for one in self.records:
            if one.step == "disputed":
                open_disputes.append(one)
            elif one.step == "reviewed":
                open_disputes = open_disputes[len(one.decided) :]
        return open_disputes


@dataclass(frozen=True)
class Standing:
    """Where a page stands today: its state, the day until which its review holds, the review itself, open disputes."""

    state: State
    due: date | None = None
    review: Record | None = None
    changed: tuple[str, ...] = ()
    disputes: tuple[Record, ...] = ()


def records_path(src: str) -> str:
    """The file that holds the life of the page ``src`` (a path below ``docs``)."""
    return f"{FOLDER}/{src.removesuffix('.md')}.yml"


def page_of(path: str) -> str:
    """The page (path below ``docs``) whose life the records file ``path`` holds."""
    return path.removeprefix(f"{FOLDER}/").removesuffix(".yml") + ".md"


# --- reading ---------------------------------------------------------------------------------------


def read_records(texts: Mapping[str, str]) -> tuple[dict[str, Life], list[Problem]]:
    """The lives of all pages (page → life) from the texts below ``docs/_records``, and every Problem met."""
    lives: dict[str, Life] = {}
    problems: list[Problem] = []
    for path in sorted(texts):
        lives[page_of(path)] = _read_life(path, texts[path], problems)
    return lives, problems


def _read_life(path: str, text: str, problems: list[Problem]) -> Life:
    life = Life(path)
    reading = read_yaml(path, text)
    problems += reading.problems
    if reading.problems:
        return life
    if not isinstance(reading.value, Items):
        what = "This file should hold a list of records, newest last."
        problems.append(Problem(Place(path, 1), what, "write it like this:", EXAMPLE, rule="value-wrong"))
        return life
    for written in reading.value:
        if not isinstance(written, Map):
            what = f'A record has keys of its own, but here stands only "{written}".'
            problems.append(
                Problem(Place(path, written.line), what, "write it like this:", EXAMPLE, rule="value-wrong")
            )
            continue
        try:
            life.records.append(Record.model_validate(written).stand_at(path, written))
        except ValidationError as wrong:
            problems += explain(path, written, Record, wrong)
    return life


EXAMPLE = "- step: drafted\n  on: 2026-09-14\n  by: sdr"


# --- fingerprints ----------------------------------------------------------------------------------


def fingerprint(content: str) -> str:
    """Eight hexadecimal digits of SHA-256 over UTF-8: the same on every system and in every version of Python."""
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def text_fingerprint(body: str, src: str = "", first: Mapping[str, str] | None = None) -> str:
    """The fingerprint of a page's text without front matter. Reflowing lines changes nothing, a changed word does.

    A link counts as the page it leads to, however it is written from ``src``; ``first`` gives the first place of pages that
    were moved. So moving a page changes neither its own fingerprint nor those of the pages that link to it.
    """
    known = first or {}
    text = _TARGET.sub(lambda found: _goal(found.group(), src, known), body)
    return fingerprint(" ".join(unicodedata.normalize("NFC", text).split()))


# The target of a link that stays inside the handbook, up to the # before a heading.
_TARGET = re.compile(r"(?:(?<=\]\()|(?<=\]: ))(?![\w+.-]+:|[/#])[^\s()#]+")


def _goal(target: str, src: str, first: Mapping[str, str]) -> str:
    path = normpath(join(dirname(src), target))
    return address(first.get(path, path)) if path.endswith(".md") else path


def facts_fingerprint(selections: Iterable[Any], first: Mapping[str, str] | None = None) -> str:
    """The fingerprint of selected facts in canonical form (see ``render.macro.canonical``); their order does not count.

    A fact that names a page names it by its ``first`` place, so that moving the page changes nothing.
    """
    rows = sorted({_row(_placed(one, first) if first else one) for one in selections})
    return fingerprint("\n".join(rows))


def _row(selection: Any) -> str:
    return json.dumps(selection, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _placed(value: Any, first: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _placed(inner, first) for key, inner in value.items()}
    if isinstance(value, list):
        return [_placed(inner, first) for inner in value]
    return first.get(value, value) if isinstance(value, str) else value


# --- states ----------------------------------------------------------------------------------------


def due_on(reviewed: date, months: int) -> date:
    """The last day on which a review holds: calendar months later, clamped to the month's end and to the end of the calendar."""
    try:
        return reviewed + relativedelta(months=months)
    except (OverflowError, ValueError):  # a day of the year 9999, which the rules call a day still to come
        return date.max


def standing(life: Life | None, now: Fingerprints, months: int, today: date) -> Standing:
    """Where a page stands on a day. ``months``: how often it is to be read again."""
    review = life.last_review if life else None
    disputes = tuple(life.disputes) if life else ()
    if review is None or review.read is None:
        return Standing(State.NEVER, disputes=disputes)
    due = due_on(review.on, months)
    changed = tuple(
        name for name, was, is_ in zip(("text", "facts"), review.read, now, strict=True) if was != is_
    )
    return Standing(_state(due, bool(changed), today), due, review, changed, disputes)


def _state(due: date, changed: bool, today: date) -> State:
    if today > due:
        return State.OVERDUE
    if changed:
        return State.CHANGED
    return State.DUE_SOON if today >= due - SOON else State.IN_DATE


# --- writing ---------------------------------------------------------------------------------------


def as_yaml(record: Mapping[str, Any]) -> str:
    """A record as it is written at the end of its file; texts that YAML could misread are quoted."""
    rows = []
    for place, (key, value) in enumerate(record.items()):
        start = "- " if not place else "  "
        if isinstance(value, list):
            rows += [f"{start}{key}:"] if value else []
            rows += [f"  - {_scalar(inner)}" for inner in value]
        else:
            rows.append(f"{start}{key}: {_scalar(value)}")
    return "\n".join(rows)


# Signs that a file of text cannot hold, or that nobody sees: controls, halves of characters, the byte order mark.
_NOT_WRITTEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def _scalar(value: object) -> str:
    text = " ".join(_NOT_WRITTEN.sub(" ", str(value)).split())
    plain = re.fullmatch(r"[A-Za-z0-9](?:[^:#\n]|:(?! )|(?<! )#)*", text) and not text.endswith(":")
    return text if plain else "'" + text.replace("'", "''") + "'"
