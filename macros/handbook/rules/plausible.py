"""Rules about what is hardly meant: days long past or far ahead, and a time on the clock among
times of business.

What is right for a kind of day is declared with its type.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, get_args

from dateutil.relativedelta import relativedelta

from handbook.facts.durations import Duration
from handbook.facts.model import Fact, outer_facts
from handbook.facts.scalars import Window
from handbook.handbook import Handbook
from handbook.problems.problem import Problem
from handbook.rules.rule import rule


@rule(
    "day-implausible",
    severity="advice",
    bad="sales-book/references/design-studio-york.yml:\nuntil: 2082-06-30",
    good="sales-book/references/design-studio-york.yml:\nuntil: 2028-06-30",
)
def implausible_days(handbook: Handbook) -> Iterator[Problem]:
    """A day in the facts lies within the years that make sense for it, seen from today: usually
    from ten years ago to ten years ahead. A permission until 2082 is mostly a slip of the finger,
    and nobody would look at it again before. Days before 2000 (of people: 1950) are refused.
    """
    for top in handbook.facts.everything():
        for fact, name, key, window in _days(top):
            day = getattr(fact, name)
            first = max(window.first, handbook.today - relativedelta(years=window.back))
            last = (
                date.max
                if window.ahead is None
                else handbook.today + relativedelta(years=window.ahead)
            )
            if isinstance(day, date) and not first <= day <= last:
                where = "long past" if day < first else "far ahead"
                until = "today" if last == date.max else last.isoformat()
                what = (
                    f'The day "{key}: {day.isoformat()}" is {where}. Days of this kind lie '
                    f"between {first.isoformat()} and {until}."
                )
                yield Problem(fact.at(key), what, "correct the year, or leave it if it is meant.")


def _days(fact: Fact) -> Iterator[tuple[Fact, str, str, Window]]:
    """Every key of a fact, and of facts inside it, that holds a day: the fact, the key's name here
    and as written, its window.
    """
    days, inner = _keys(type(fact))
    for name, key, window in days:
        yield fact, name, key, window
    for name in inner:
        for part in outer_facts(getattr(fact, name)):
            yield from _days(part)


@cache
def _keys(model: type[Fact]) -> tuple[tuple[tuple[str, str, Window], ...], tuple[str, ...]]:
    """Keys of a model that hold days, and those in which facts with days lie: the other facts are
    not walked through.
    """
    fields = model.model_fields.items()
    days = [
        (name, info.alias or name, window)
        for name, info in fields
        for window in _windows(info.metadata, info.annotation)
    ]
    inner = [
        name
        for name, info in fields
        if any(_holds_days(inner_model) for inner_model in _models(info.annotation))
    ]
    return tuple(days), tuple(inner)


def _holds_days(model: type[Fact], above: frozenset[type[Fact]] = frozenset()) -> bool:
    """Whether a model, or one inside it, has a key with a day. A model may hold itself."""
    if model in above:
        return False
    fields = model.model_fields.values()
    return any(_windows(info.metadata, info.annotation) for info in fields) or any(
        _holds_days(inner, above | {model}) for info in fields for inner in _models(info.annotation)
    )


def _windows(metadata: list[Any], annotation: Any) -> list[Window]:
    return [part for part in (*metadata, *_parts(annotation)) if isinstance(part, Window)]


def _models(annotation: Any) -> list[type[Fact]]:
    return [
        part for part in _parts(annotation) if isinstance(part, type) and issubclass(part, Fact)
    ]


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


# From so many times under one key on, a single one of another kind is odd.
_ENOUGH = 4


@rule(
    "hours-of-another-kind",
    severity="advice",
    bad="""
interaction/services.yml:
first_response: 4 business hours
resolution: 5 days
interaction/services.yml:
first_response: 1 business day
resolution: 1 business day
""",
    good={"resolution: 5 days": "resolution: 5 business days"},
)
def hours_of_another_kind(handbook: Handbook) -> Iterator[Problem]:
    """Hours and days run on the clock, with nights and weekends; business hours and business days
    only while the company is open. Where all facts of a kind say the one under a key and a single
    one says the other, a word was probably forgotten or added.
    """
    for _, table in handbook.facts.tables():
        by_key: dict[str, list[tuple[Fact, Duration]]] = {}
        for item in table:
            for name, info in type(item).model_fields.items():
                value = getattr(item, name)
                if isinstance(value, Duration) and value.unit.split()[-1] in ("hour", "day"):
                    by_key.setdefault(info.alias or name, []).append((item, value))
        for key, times in by_key.items():
            yield from _single_of_its_kind(key, times)


def _single_of_its_kind(key: str, times: list[tuple[Fact, Duration]]) -> Iterator[Problem]:
    for business in (True, False):
        of_kind = [time for time in times if time[1].unit.startswith("business") is business]
        if len(of_kind) == 1 and len(times) >= _ENOUGH and _could_be_one_of(times, of_kind[0][1]):
            fact, value = of_kind[0]
            others = "on the clock" if business else "in business time"
            what = (
                f'"{key}" says "{value}"; the other {len(times) - 1} say it {others}. '
                f"{_both_readings(value)}"
            )
            yield Problem(
                fact.at(key), what, "write the one that is meant, or leave it if it is this one."
            )


def _could_be_one_of(times: list[tuple[Fact, Duration]], odd: Duration) -> bool:
    """Whether it would be among the others with the other word: a longer time may well run on
    another clock.
    """
    unit = odd.unit.split()[-1]
    return any(
        time.unit.split()[-1] == unit and time.amount >= odd.amount
        for _, time in times
        if time is not odd
    )


def _both_readings(value: Duration) -> str:
    """``4 hours`` on the clock, and ``4 business hours``."""
    plural = "s" if value.amount != 1 else ""
    unit = value.unit.removeprefix("business ")
    clock, business = f"{value.amount} {unit}{plural}", f"{value.amount} business {unit}{plural}"
    return (
        f'"{clock}" on the clock have nights and weekends in them; "{business}" only the hours in '
        "which you are open."
    )
