"""Typed scalars: written as people write them, refused with the text to paste when they are not.

A share is ``15 %``, money ``1200.00`` or ``59 000``, a duration ``4 business hours``, a date
``2026-12-31``. Each type reads the text that was typed (:mod:`handbook.text.source` converts
nothing) and raises :class:`ScalarError`, with the same value in the right form where that is
certain (:mod:`handbook.facts.meant`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, GetCoreSchemaHandler, PlainSerializer
from pydantic_core import CoreSchema, core_schema

from handbook.facts import meant
from handbook.facts.meant import plain


class ScalarError(ValueError):
    """A text that is not the scalar it should be: what is expected, and their value in the right
    form, if that is certain.

    ``keys`` lead from the fact that found it to the value that is wrong.
    """

    def __init__(
        self, expected: str, paste: str = "", hint: str = "", keys: tuple[str | int, ...] = ()
    ) -> None:
        super().__init__(expected)
        self.expected, self.paste, self.hint, self.keys = expected, paste, hint, keys


def typed(value: object, expected: str) -> str:
    """``value`` if it is a filled text, else :class:`ScalarError`."""
    if not isinstance(value, str):
        kind = "a list" if isinstance(value, list) else "a set of keys"
        raise ScalarError(expected, hint=f"{kind} stands here")
    if not value.strip():
        raise ScalarError(expected, hint="nothing stands here")
    return value.strip()


def refusal(expected: str, text: str, paste: str, hint: str = "") -> ScalarError:
    """The refusal of a text, with the odd signs in it named."""
    return ScalarError(expected, paste, hint or meant.odd_signs(text))


class Scalar:
    """What the scalars share: a way to read them and their spelling in facts."""

    @classmethod
    def read(cls, value: object) -> Self:
        raise NotImplementedError

    def __format__(self, format_spec: str, /, *_: object) -> str:
        # Numbers would format themselves as bare numbers; a message must show 15 %, as people write
        # it.
        return super().__format__(format_spec) if format_spec else str(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._read, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def _read(cls, value: object) -> Self:
        return value if isinstance(value, cls) else cls.read(value)


@dataclass(frozen=True)
class ReadBy:
    """How a text becomes a value of a common type: ``Annotated[str, ReadBy(read_id)]``.

    Pydantic's ``PlainValidator`` reads alike, but also prepares how each value would be written:
    with a thousand keys, that took longer than reading a small handbook.
    """

    read: Callable[[object], Any]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)


class Share(Scalar, Decimal):
    """A share of a whole, ``15 %``; as a number 0.15. Between 0 % and 100 %, at most two decimals."""

    lowest: ClassVar[Decimal] = Decimal(0)
    highest: ClassVar[Decimal] = Decimal(1)
    expected: ClassVar[str] = (
        "a share between 0 % and 100 %, in digits, with a space before the sign"
    )

    @classmethod
    def read(cls, value: object) -> Self:
        text = typed(value, cls.expected)
        if not (found := re.fullmatch(r"(-?\d{1,3}(?:\.\d{1,2})?) %", text, re.ASCII)):
            raise refusal(
                cls.expected, text, meant.share(text, cls.lowest * 100, cls.highest * 100)
            )
        number = Decimal(found.group(1)) / 100
        if not cls.lowest <= number <= cls.highest:
            raise ScalarError(cls.expected)
        return cls(number)

    def __str__(self) -> str:
        return f"{plain(Decimal(self) * 100)} %"


def _some(share: Share) -> Share:
    if share == 0:
        raise ScalarError("a share above 0 %")
    return share


SomeShare = Annotated[Share, AfterValidator(_some)]


class Change(Share):
    """A share that may also be taken away: from ``-100 %`` to ``100 %``."""

    lowest: ClassVar[Decimal] = Decimal(-1)
    expected: ClassVar[str] = (
        "a share between -100 % and 100 %, in digits, with a space before the sign"
    )


class Level(Share):
    """A share of a target that may be passed: from ``0 %`` to ``999 %``."""

    highest: ClassVar[Decimal] = Decimal("9.99")
    expected: ClassVar[str] = (
        "a share of the target between 0 % and 999 %, in digits, with a space before the sign"
    )


class Money(Scalar, Decimal):
    """An amount in the company's currency, ``1200.00`` or ``59 000``; never negative, at most two
    decimals.
    """

    @classmethod
    def read(cls, value: object) -> Self:
        expected = "an amount without currency sign, with a point before the cents"
        text = typed(value, expected)
        if not re.fullmatch(r"(0|[1-9]\d{0,2}( \d{3})+|[1-9]\d{0,11})(\.\d{2})?", text, re.ASCII):
            raise refusal(expected, text, meant.money(text), _currency_hint(text))
        return cls(text.replace(" ", ""))

    def __str__(self) -> str:
        return f"{Decimal(self):f}"


def _currency_hint(text: str) -> str:
    if re.search(r"[A-Z]{3}|[€$£¥]", text):
        return "the currency is named once, in docs/_facts/company.yml"
    return ""


class Count(Scalar, int):
    """A whole number, zero or more, ``14``."""

    @classmethod
    def read(cls, value: object) -> Self:
        expected = "a whole number in digits"
        text = typed(value, expected)
        if not re.fullmatch(r"0|[1-9]\d{0,8}|[1-9]\d{0,2}( \d{3})+", text, re.ASCII):
            raise refusal(expected, text, meant.count(text))
        return cls(text.replace(" ", ""))

    def __str__(self) -> str:
        return int.__repr__(self)


class Ratio(Scalar, Decimal):
    """A plain number with at most two decimals, ``1.7``: how many of one thing to one of another."""

    @classmethod
    def read(cls, value: object) -> Self:
        expected = "a number in digits, with a point before the decimals"
        text = typed(value, expected)
        if not re.fullmatch(r"(0|[1-9]\d{0,5})(\.\d{1,2})?", text, re.ASCII):
            raise refusal(expected, text, meant.ratio(text))
        return cls(text)

    def __str__(self) -> str:
        return plain(Decimal(self))


class Number(Scalar, Decimal):
    """A number of anything, ``1 200`` or ``1.7``: zero or more, with at most two decimals."""

    @classmethod
    def read(cls, value: object) -> Self:
        expected = "a number in digits, with a point before the decimals"
        text = typed(value, expected)
        if not re.fullmatch(r"(0|[1-9]\d{0,8}|[1-9]\d{0,2}( \d{3})+)(\.\d{1,2})?", text, re.ASCII):
            raise refusal(expected, text, meant.count(text) or meant.ratio(text))
        return cls(text.replace(" ", ""))

    def __str__(self) -> str:
        return plain(Decimal(self))


class Year(Count):
    """A year of the calendar, ``2014``; shown without grouping."""

    @classmethod
    def read(cls, value: object) -> Self:
        expected = "a year in four digits"
        text = typed(value, expected)
        if not re.fullmatch(r"[12]\d{3}", text, re.ASCII):
            raise refusal(expected, text, meant.year(text))
        return cls(text)


def read_day(value: object) -> date:
    """A calendar date, ``2026-12-31``."""
    if isinstance(value, date):
        return value
    expected = "a date written year-month-day (YYYY-MM-DD)"
    text = typed(value, expected)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise refusal(expected, text, meant.day(text), _which_day(text))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ScalarError("a date that is in the calendar", hint="not a real date") from None


def _which_day(text: str) -> str:
    """The two days that ``03.04.2026`` may be."""
    days = meant.two_days(text)
    return f"{days[0].isoformat()} or {days[1].isoformat()}?" if days else ""


def read_words(value: object) -> str:
    """A filled text of one or more lines."""
    text = typed(value, "a text")
    if not text.isascii() and (inner := meant.unquoted(text)) != text:
        raise ScalarError(
            "a text in straight quotes or in none", as_quoted(inner), meant.odd_signs(text)
        )
    return " ".join(text.split())


def as_quoted(text: str) -> str:
    """A text in quotes that YAML takes away again."""
    return (
        f'"{text}"' if '"' not in text and "\\" not in text else "'" + text.replace("'", "''") + "'"
    )


def read_lines(value: object) -> str:
    """A filled text whose line ends are kept: a letter, a form."""
    return typed(value, "a text of several lines").strip("\n")


def read_time(value: object) -> time:
    """A time of day, ``09:00`` or ``16:40``."""
    if isinstance(value, time):
        return value
    expected = "a time of day in hours and minutes, two digits each, with a colon between them"
    text = typed(value, expected)
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text, re.ASCII):
        at = meant.clock(text)
        raise refusal(expected, text, f'"{at}"' if at else "")
    return time.fromisoformat(text)


def read_yes_no(value: object) -> bool:
    """``yes`` or ``no``, nothing else: ``on``, ``true`` and ``NO`` are read differently by every
    program.
    """
    if isinstance(value, bool):
        return value
    text = typed(value, "yes or no")
    if text not in ("yes", "no"):
        raise refusal("yes or no", text, meant.yes_no(text))
    return text == "yes"


_iso = PlainSerializer(lambda day: day.isoformat(), return_type=str)


@dataclass(frozen=True)
class Window:
    """Which days make sense for a kind of day. One before ``first`` is wrong whatever day it is
    today.

    More than ``back`` years ago, or more than ``ahead`` years to come, it is worth asking about,
    seen from today; without ``ahead`` it is the day of something that has happened, and rules of
    their own say that it is still to come.
    """

    first: date
    back: int
    ahead: int | None = None

    def holds(self, day: date) -> date:
        if day < self.first:
            raise ScalarError(f"a day from {self.first.isoformat()} on")
        return day


_USUAL = Window(date(2000, 1, 1), back=10, ahead=10)


# People may have begun here long before anybody wrote a handbook.
_OF_PEOPLE = Window(date(1950, 1, 1), back=50, ahead=5)


Day = Annotated[date, ReadBy(read_day), AfterValidator(_USUAL.holds), _iso, _USUAL]


_PAST = Window(date(2000, 1, 1), back=10)


PastDay = Annotated[date, ReadBy(read_day), AfterValidator(_PAST.holds), _iso, _PAST]


DayOfPeople = Annotated[date, ReadBy(read_day), AfterValidator(_OF_PEOPLE.holds), _iso, _OF_PEOPLE]


Words = Annotated[str, ReadBy(read_words)]


Lines = Annotated[str, ReadBy(read_lines)]


YesNo = Annotated[bool, ReadBy(read_yes_no)]


_clock = PlainSerializer(lambda at: f"{at:%H:%M}", return_type=str)


Time = Annotated[time, ReadBy(read_time), _clock]


Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
