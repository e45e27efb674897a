"""The life of a page: drafted, adjusted, rewritten, reviewed. A review is bound to the text and the
facts that were read.

Each record is a file of its own in its page's folder, and is never changed: so two people who write
at once, on two branches, never meet in one file. The end of its name is taken from its text, so a
record that was changed gives itself away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from posixpath import basename, dirname
from typing import Annotated, Any, Literal

from dateutil.relativedelta import relativedelta
from pydantic import Field, PrivateAttr, ValidationError

from handbook.facts.explain import explain
from handbook.facts.model import Fact, Ref
from handbook.facts.scalars import Day, ReadBy, ScalarError, Words, typed
from handbook.problems.problem import Place, Problem, counted
from handbook.records.fingerprints import Fingerprint, Fingerprints, digest, version_of, versioned
from handbook.records.stamps import Stamps
from handbook.text.source import Items, Map, YamlResult, read_yaml

FOLDER = "docs/_records"
SOON = timedelta(days=14)
Step = Literal["drafted", "adjusted", "rewritten", "reviewed", "disputed"]
WRITING: tuple[Step, ...] = ("drafted", "adjusted", "rewritten")
# Of one day: what is reviewed was written before, and a review may answer the disputes of its day.
IN_ORDER: tuple[Step, ...] = (*WRITING, "disputed", "reviewed")
# Who disputes a page and fills no role that we know of. No role may have this id.
READER = "reader"
DIGITS = 6


class State(StrEnum):
    """What can be said of a page's last review."""

    NEVER = "never reviewed"
    IN_DATE = "in date"
    DUE_SOON = "due soon"
    CHANGED = "changed since review"
    OVERDUE = "overdue"


def _read_digits(value: object) -> str:
    expected = "the six digits and letters at the end of a record's name"
    text = typed(value, expected)
    if not re.fullmatch(rf"[0-9a-f]{{{DIGITS}}}", text, re.ASCII):
        raise ScalarError(expected)
    return text


class Record(Fact):
    """One entry in a page's life. A review says what was found and carries the fingerprints of what
    was read.

    ``disputes`` names the disputes that ``decided`` answers, by the digits at the end of their
    names.
    """

    step: Step
    on: Day
    by: Ref[Literal["Role"]]
    found: Words | None = None
    answers: list[Words] = Field(default_factory=list)
    text: Fingerprint | None = None
    facts: Fingerprint | None = None
    says: Words | None = None
    decided: list[Words] = Field(default_factory=list)
    disputes: list[Annotated[str, ReadBy(_read_digits)]] = Field(default_factory=list)
    _digits: str = PrivateAttr(default="")
    _read: Fingerprints | None = PrivateAttr(default=None)

    @property
    def read(self) -> Fingerprints | None:
        """What the reviewer read, as fingerprints are taken today; None if the record does not say."""
        if self._read is None and self.text and self.facts:
            return Fingerprints(versioned(self.text), versioned(self.facts))
        return self._read

    @property
    def digits(self) -> str:
        """By what others refer to this record: the end of its name, as its text has it."""
        return self._digits

    @property
    def name(self) -> str:
        """The name that a file with this text has."""
        return file_name(self.on.isoformat(), self.step, self.by, self._digits)

    def was_read_from(self, text: str, page: str, stamps: Stamps) -> Record:
        """Remember which text this was read from, and what was read by today's way of taking
        fingerprints.
        """
        self._digits = digits_of(text)
        if self.text and self.facts:
            self._read = stamps.as_now(page, Fingerprints(self.text, self.facts))
        return self


@dataclass
class Life:
    """All records of one page, oldest first. ``path`` is the folder that holds them."""

    path: str
    records: list[Record] = field(default_factory=list)

    @property
    def last_review(self) -> Record | None:
        """The last review that says what was read."""
        return next(iter(self.last_reviews), None)

    @property
    def last_reviews(self) -> list[Record]:
        """The reviews of the last day that say what was read: several where people reviewed at
        once.
        """
        bound = [
            record for record in reversed(self.records) if record.step == "reviewed" and record.read
        ]
        return [record for record in bound if record.on == bound[0].on]

    @property
    def disputes(self) -> list[Record]:
        """Disputes that no review has answered. A review that does not say which it answers answers
        the oldest before it.
        """
        answered = {
            digits
            for record in self.records
            for digits, _ in zip(record.disputes, record.decided, strict=False)
        }
        waiting: list[Record] = []
        for record in self.records:
            if record.step == "disputed" and record.digits not in answered:
                waiting.append(record)
            elif record.step == "reviewed" and not record.disputes:
                waiting = waiting[len(record.decided) :]
        return waiting


@dataclass(frozen=True)
class Standing:
    """Where a page stands today: its state, the day until which its review holds, the review
    itself, open disputes.
    """

    state: State
    due: date | None = None
    review: Record | None = None
    changed: tuple[str, ...] = ()
    disputes: tuple[Record, ...] = ()


# --- names ----------------------------------------------------------------------------------------


def folder_of(src: str) -> str:
    """The folder that holds the life of the page ``src`` (a path below ``docs``)."""
    return f"{FOLDER}/{src.removesuffix('.md')}"


def page_of(path: str) -> str:
    """The page (path below ``docs``) whose life the record ``path`` belongs to; empty for one in no
    page's folder.
    """
    inner = dirname(path).removeprefix(FOLDER).removeprefix("/")
    return f"{inner}.md" if inner else ""


def digits_of(text: str) -> str:
    """The end of a record's name, taken from its text."""
    return digest(text)[:DIGITS]


def file_name(on: str, step: str, by: str, digits: str) -> str:
    """The name of a record's file."""
    return f"{on}-{step}-{by}-{digits}.yml"


def record_file(src: str, record: Mapping[str, Any]) -> tuple[str, str]:
    """Path and text of a record's file."""
    text = as_yaml(record)
    name = file_name(record["on"], record["step"], record["by"], digits_of(text))
    return f"{folder_of(src)}/{name}", text


_DAY_FIRST = re.compile(r"\d{4}-\d\d?-\d\d?-")


def split_list(path: str, text: str) -> dict[str, str]:
    """The records of a list, as the handbook kept them at first, each as the file it would be now:
    path → text.
    """
    folder = dirname(path) if _DAY_FIRST.match(basename(path)) else path.removesuffix(".yml")
    return {f"{folder}/{_name_of(entry)}": entry for entry in entries_of(text)}


def entries_of(text: str) -> Iterator[str]:
    """The entries of a list, each as a text of its own; empty lines and comments are left out."""
    rows: list[str] = []
    lines = [line.rstrip() for line in text.split("\n")]
    for line in [*(line for line in lines if line and not line.lstrip().startswith("#")), "- "]:
        if line.startswith("- ") and rows:
            yield "\n".join(rows) + "\n"
            rows = []
        rows.append(line[2:] if line.startswith(("- ", "  ")) else line)


def _name_of(entry: str) -> str:
    values = (
        re.search(rf"(?:^|[{{,]\s*){key}:\s*[\"']?([\w-]+)", entry, re.M)
        for key in ("on", "step", "by")
    )
    on, step, by = (found.group(1) if found else "unknown" for found in values)
    return file_name(on, step, by, digits_of(entry))


# --- reading --------------------------------------------------------------------------------------


def read_records(
    texts: Mapping[str, str], stamps: Stamps | None = None, moved: Mapping[str, str] | None = None
) -> tuple[dict[str, Life], list[Problem]]:
    """The lives of all pages (page → life) from the texts below ``docs/_records``, and every
    Problem met.

    ``moved``: old place of a page → place today. Records of an old place belong to the page that
    moved: another branch wrote them before it knew.
    """
    lives: dict[str, Life] = {}
    problems: list[Problem] = []
    known, now = stamps or Stamps(), moved or {}
    for path in sorted(texts):
        src = page_of(path)
        src = now.get(src, src)
        if record := _read_record(path, texts[path], problems):
            life = lives.setdefault(src, Life(folder_of(src) if src else FOLDER))
            life.records.append(record.was_read_from(texts[path], src, known))
    for life in lives.values():
        life.records.sort(key=_in_time)
    return lives, problems


def _in_time(record: Record) -> tuple[date, int, str, str]:
    return record.on, IN_ORDER.index(record.step), record.by, record.at().path


def _read_record(path: str, text: str, problems: list[Problem]) -> Record | None:
    reading = read_yaml(path, text)
    problems += reading.problems
    if reading.problems:
        return None
    if not isinstance(reading.value, Map):
        problems.append(_no_record(path, text, reading))
        return None
    try:
        return Record.model_validate(reading.value).stand_at(path, reading.value)
    except ValidationError as wrong:
        problems += map(in_words, explain(path, reading.value, Record, wrong))
        return None


def in_words(problem: Problem) -> Problem:
    """The problem of a record with its paste in the sentence: the file's name follows from its
    text, so no paste is enough.
    """
    if not problem.paste:
        return problem
    form = problem.paste.replace("\n", ", ")
    fix = (
        f"{problem.fix.replace('write:', 'write')} {form}. The file needs another name then, "
        "which the next check says."
    )
    return replace(problem, fix=fix, paste="", edit=None)


def _no_record(path: str, text: str, reading: YamlResult) -> Problem:
    """That a file holds a list of records, or something that is no record."""
    value = reading.value
    is_list = isinstance(value, Items) and all(isinstance(item, Map) for item in value)
    files = split_list(path, text) if is_list else {}
    if not files:
        what = "This file should hold one record."
        fix = (
            "write its keys, one to a line: step, on and by; or delete it and write one with "
            "handbook record."
        )
        return Problem(Place(path, 1), what, fix, rule="value-wrong")
    what = (
        f"This file holds a list of {counted(len(files), 'record')}. Each record is a file of its "
        "own now."
    )
    fix = (
        "move each, without its hyphen and its indent, into a file of its own, and delete this "
        f"one: {', '.join(files)}."
    )
    note = "Until then they do not count."
    return Problem(Place(path, 1), what, fix, note=note, rule="records-in-a-list")


# --- states ---------------------------------------------------------------------------------------


def due_on(reviewed: date, months: int) -> date:
    """The last day on which a review holds: calendar months later, clamped to the month's end and
    to the end of the calendar.
    """
    try:
        return reviewed + relativedelta(months=months)
    except (
        OverflowError,
        ValueError,
    ):  # a day of the year 9999, which the rules call a day still to come
        return date.max


def standing(life: Life | None, now: Fingerprints, months: int, today: date) -> Standing:
    """Where a page stands on a day. ``months``: how often it is to be read again."""
    reviews = life.last_reviews if life else []
    # Of several reviews of one day the one that holds counts: somebody has read exactly this.
    review = next((record for record in reviews if record.read == now), next(iter(reviews), None))
    disputes = tuple(life.disputes) if life else ()
    if review is None or review.read is None:
        return Standing(State.NEVER, disputes=disputes)
    due = due_on(review.on, months)
    changed = tuple(
        name
        for name, was, is_ in zip(("text", "facts"), review.read, now, strict=True)
        if was != is_
    )
    return Standing(_state(due, bool(changed), today), due, review, changed, disputes)


def _state(due: date, changed: bool, today: date) -> State:
    if today > due:
        return State.OVERDUE
    if changed:
        return State.CHANGED
    return State.DUE_SOON if today >= due - SOON else State.IN_DATE


# --- writing --------------------------------------------------------------------------------------


def as_yaml(record: Mapping[str, Any]) -> str:
    """The text of a record's file; texts that YAML could misread are quoted."""
    return "".join(f"{row}\n" for key, value in record.items() for row in _rows(key, value))


def as_item(keys: Mapping[str, Any]) -> str:
    """The same as an entry of a list."""
    return "- " + as_yaml(keys).rstrip().replace("\n", "\n  ")


def _rows(key: str, value: object) -> Iterable[str]:
    if not isinstance(value, list):
        return [f"{key}: {_scalar(value)}"]
    return [f"{key}:", *(f"- {_scalar(inner)}" for inner in value)] if value else []


# Signs that a file of text cannot hold, or that nobody sees: controls, halves of characters, the
# byte order mark.
_NOT_WRITTEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def _scalar(value: object) -> str:
    text = " ".join(_NOT_WRITTEN.sub(" ", str(value)).split())
    if version_of(text) is not None:
        return f'"{text}"'
    plain = re.fullmatch(r"[A-Za-z0-9](?:[^:#\n]|:(?! )|(?<! )#)*", text) and not text.endswith(":")
    return text if plain else "'" + text.replace("'", "''") + "'"
