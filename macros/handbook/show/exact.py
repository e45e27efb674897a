"""Whether what is drawn is what is counted: every value is changed in turn, and the macros that
read it are drawn again.

A call that looks different must count as changed, and one that counts as changed must look
different: else a page would ask for a review that has nothing to read, or stay green although its
readers see something new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from typing import Literal, NamedTuple, get_args, get_origin

from handbook.facts.durations import Duration
from handbook.facts.facts import Facts
from handbook.facts.model import Fact
from handbook.facts.references import references_of
from handbook.handbook import Handbook
from handbook.pages import Call
from handbook.show.canonical import Form, canonical
from handbook.show.macro import Context, Macro, MacroError
from handbook.show.shown import Shown
from handbook.show.view import AnyPageView

Key = tuple[int, str]  # the id of a fact in memory, and one of its keys


@dataclass(frozen=True)
class Mismatch:
    """A change of a value that a call shows and does not count, or counts and does not show."""

    fact: Fact
    key: str
    call: str
    looks: bool

    def __str__(self) -> str:
        said = (
            "looks different and counts as equal"
            if self.looks
            else "looks equal and counts as changed"
        )
        name = f"{type(self.fact).__name__}.{self.key}"
        return f"{name} ({self.fact.at().path}, line {self.fact.at(self.key).line}): {self.call} {said}"


class CallView(NamedTuple):
    """What a call shows at one moment: its canonical form, and its HTML."""

    form: Form
    html: str


class Change(NamedTuple):
    """A value of a fact that can be changed, and what to."""

    fact: Fact
    key: str
    value: object
    other: object


@dataclass(frozen=True, eq=False)
class _MacroCall:
    macro: Macro
    call: Call
    src: str


@dataclass
class Comparison:
    """How many values were changed, where display and canonical form disagreed, and which calls
    could not be drawn after a change.

    Those got a combination of values that no file could hold, such as a limit in a unit of another
    kind.
    """

    tried: int = 0
    mismatches: list[Mismatch] = field(default_factory=list)
    undrawn: list[tuple[Change, str]] = field(default_factory=list)


def compare(pages: Shown, each: int = 1) -> Comparison:
    """Change at most ``each`` value of every key of every kind, and put it back before the next."""
    before, readers = _first_look(pages.handbook, _calls(pages))
    done = Comparison()
    for change in changes(pages.handbook.facts, each):
        done.tried += 1
        with _changed(change):
            for shown in readers[id(change.fact), change.key]:
                _compare_call(done, change, shown, before[shown], pages.handbook)
    return done


def _compare_call(
    done: Comparison, change: Change, shown: _MacroCall, was: CallView, handbook: Handbook
) -> None:
    try:
        now = _view_call(handbook, shown)
    except Exception:  # whatever a macro makes of values that do not go together
        done.undrawn.append((change, shown.call.written))
        return
    looks, counts = was.html != now.html, was.form != now.form
    if looks != counts:
        done.mismatches.append(Mismatch(change.fact, change.key, shown.call.written, looks))


def _calls(pages: Shown) -> Iterator[_MacroCall]:
    """Every call that shows facts; calls that are equal on all pages only once."""
    seen = set()
    for src, many in pages.calls.items():
        for shown in many:
            key = (shown.call.key, shown.macro.page_of(src))
            if shown.macro.facts and key not in seen:
                seen.add(key)
                yield _MacroCall(shown.macro, shown.call, src)


def _view_call(handbook: Handbook, shown: _MacroCall) -> CallView:
    try:
        context = Context(handbook, shown.src)
        selection = shown.macro.select(context, *shown.call.args, **dict(shown.call.named))
        counted = canonical(selection, handbook.facts)
        html = shown.macro.draw(selection, AnyPageView(handbook, shown.src))
    except MacroError as wrong:
        return CallView(str(wrong), str(wrong))
    region = handbook.facts.region
    currency = region.currency if region and counted.money else ""
    return CallView([counted.form, currency], str(html))


# --- which call reads which value -----------------------------------------------------------------


def _first_look(
    handbook: Handbook, calls: Iterable[_MacroCall]
) -> tuple[dict[_MacroCall, CallView], Mapping[Key, list[_MacroCall]]]:
    before: dict[_MacroCall, CallView] = {}
    readers: defaultdict[Key, list[_MacroCall]] = defaultdict(list)
    for shown in calls:
        with _record_reads() as reads:
            before[shown] = _view_call(handbook, shown)
        for key in reads:
            readers[key].append(shown)
    return before, readers


@contextmanager
def _record_reads() -> Iterator[set[Key]]:
    """Notes each key of a fact that is looked up meanwhile."""
    reads: set[Key] = set()

    def noted(fact: Fact, key: str) -> object:
        reads.add((id(fact), key))
        return object.__getattribute__(fact, key)

    type.__setattr__(Fact, "__getattribute__", noted)
    try:
        yield reads
    finally:
        type.__delattr__(Fact, "__getattribute__")


# --- what can be changed --------------------------------------------------------------------------


@contextmanager
def _changed(change: Change) -> Iterator[None]:
    """The value is another one meanwhile. A fact cannot be changed, so its store is."""
    vars(change.fact)[change.key] = change.other
    try:
        yield
    finally:
        vars(change.fact)[change.key] = change.value


def changes(facts: Facts, each: int) -> Iterator[Change]:
    """Of every key of every kind of fact the first values that can be changed."""
    found: defaultdict[tuple[type[Fact], str], list[Change]] = defaultdict(list)
    for top in facts.everything():
        for fact in top.with_inner:
            for change in _changes_of(fact, facts):
                found[type(fact), change.key].append(change)
    for many in found.values():
        yield from islice(many, each)


def _changes_of(fact: Fact, facts: Facts) -> Iterator[Change]:
    tables = {name: table for name, _, table in references_of(type(fact))}
    for key, info in type(fact).model_fields.items():
        value = getattr(fact, key)
        ids = facts.table(tables[key]).ids() if key in tables else None
        word = _other_word(value, info.annotation) or _other(value)
        other = word if ids is None else _other_id(value, ids)
        if other is not None:
            yield Change(fact, key, value, other)


def _other_id(value: object, ids: list[str]) -> object:
    others = [item_id for item_id in ids if item_id != value]
    if isinstance(value, list) and value:
        return value[1:] or None
    return others[0] if isinstance(value, str) and others else None


def _other_word(value: object, annotation: object) -> object:
    """Of a closed list of words the next one."""
    words = get_args(annotation) if get_origin(annotation) is Literal else ()
    return next((word for word in words if word != value), None)


def _other(value: object) -> object:
    """Another value of the same kind; None where there is no other, as for ids."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, Duration):
        return type(value)((value[0] + 1, value[1]))
    if isinstance(value, (Decimal, int)):
        return type(value)(value + 1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, str) and (" " in value or value[:1].isupper()):
        return f"{value} again"
    if isinstance(value, list) and value and isinstance(value[0], str) and " " in value[0]:
        return [f"{value[0]} again", *value[1:]]
    return None
