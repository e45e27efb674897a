"""Typed scalars: written as people write them, refused with the text to paste when they are not.

A share is ``15 %``, money ``1200.00`` or ``59 000``, a duration ``4 business hours``, a date ``2026-12-31``.
Each type reads the text that was typed (:mod:`handbook.source` converts nothing) and raises :class:`Wrong`.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, GetCoreSchemaHandler, PlainSerializer, PlainValidator
from pydantic_core import CoreSchema, core_schema


class Wrong(ValueError):
    """A text that is not the scalar it should be: what is expected, and what to paste instead.

    ``keys`` lead from the fact that found it to the value that is wrong.
    """

    def __init__(
        self, expected: str, paste: str = "", hint: str = "", keys: tuple[str | int, ...] = ()
    ) -> None:
        super().__init__(expected)
        self.expected, self.paste, self.hint, self.keys = expected, paste, hint, keys


def typed(value: object, expected: str, paste: str) -> str:
    """``value`` if it is a filled text, else :class:`Wrong`."""
    if not isinstance(value, str):
        kind = "a list" if isinstance(value, list) else "a set of keys"
        raise Wrong(expected, paste, f"{kind} stands here")
    if not value.strip():
        raise Wrong(expected, paste, "nothing stands here")
    return value.strip()


class _Scalar:
    """What the scalars share: a way to read them and their spelling in facts."""

    @classmethod
    def read(cls, value: object) -> Self:
        raise NotImplementedError

    def __format__(self, format_spec: str, /, *_: object) -> str:
        # Numbers would format themselves as bare numbers; a message must show 15 %, as people write it.
        return super().__format__(format_spec) if format_spec else str(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._read, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def _read(cls, value: object) -> Self:
        return value if isinstance(value, cls) else cls.read(value)


class Share(_Scalar, Decimal):
    """A share of a whole, ``15 %``; as a number 0.15. Between 0 % and 100 %, at most two decimals."""

    lowest: ClassVar[Decimal] = Decimal(0)
    highest: ClassVar[Decimal] = Decimal(1)
    expected: ClassVar[str] = "a share between 0 % and 100 %, with a space before the sign"

    @classmethod
    def read(cls, value: object) -> Self:
        text = typed(value, cls.expected, "15 %")
        if not (found := re.fullmatch(r"(-?\d{1,3}(?:\.\d{1,2})?) %", text, re.ASCII)):
            raise Wrong(cls.expected, _as_share(text, cls.lowest * 100, cls.highest * 100))
        number = Decimal(found.group(1)) / 100
        if not cls.lowest <= number <= cls.highest:
            nearest_end = cls.highest if number > cls.highest else cls.lowest
            raise Wrong(cls.expected, f"{plain(nearest_end * 100)} %")
        return cls(number)

    def __str__(self) -> str:
        return f"{plain(Decimal(self) * 100)} %"


def _some(share: Share) -> Share:
    if share == 0:
        raise Wrong("a share above 0 %, because of nothing comes nothing", "20 %")
    return share


SomeShare = Annotated[Share, AfterValidator(_some)]


class Change(Share):
    """A share that may also be taken away: from ``-100 %`` to ``100 %``."""

    lowest: ClassVar[Decimal] = Decimal(-1)
    expected: ClassVar[str] = "a share between -100 % and 100 %, with a space before the sign"


class Level(Share):
    """A share of a target that may be passed: from ``0 %`` to ``999 %``."""

    highest: ClassVar[Decimal] = Decimal("9.99")
    expected: ClassVar[str] = "a share of the target between 0 % and 999 %, with a space before the sign"


def _as_share(text: str, lowest: Decimal, highest: Decimal = Decimal(100)) -> str:
    """The share that was probably meant: ``0.15``, ``15%`` and ``1,5 %`` all have a right form."""
    number = re.sub(r"\s*(%|percent|per cent|pct)$", "", text.replace(",", "."), flags=re.IGNORECASE)
    if not re.fullmatch(r"-?\d{1,3}(\.\d+)?", number, re.ASCII):
        return "15 %"
    amount = Decimal(number)
    if number == text.replace(",", ".") and abs(amount) < 1:
        amount *= 100
    return f"{plain(min(max(round(amount, 2), lowest), highest))} %"


def plain(number: Decimal) -> str:
    """A decimal without exponent and without idle zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Money(_Scalar, Decimal):
    """An amount in the company's currency, ``1200.00`` or ``59 000``; never negative, at most two decimals."""

    @classmethod
    def read(cls, value: object) -> Self:
        expected = "an amount without currency sign, with a point before the cents"
        text = typed(value, expected, "1200.00")
        if not re.fullmatch(r"(0|[1-9]\d{0,2}( \d{3})+|[1-9]\d{0,11})(\.\d{2})?", text, re.ASCII):
            raise Wrong(expected, _as_money(text), _currency_hint(text))
        return cls(text.replace(" ", ""))

    def __str__(self) -> str:
        return f"{Decimal(self):f}"


def _as_money(text: str) -> str:
    if found := re.fullmatch(r"(\d{1,6}(?:\.\d{1,2})?)\s*([kKmM])", text, re.ASCII):
        thousands = 1000 if found.group(2) in "kK" else 1_000_000
        return f"{Decimal(found.group(1)) * thousands:,.0f}".replace(",", " ")
    if re.search(r"\d[^\d., _'’]+\d", text):
        return "1200.00"
    digits = re.sub(r"[^\d.,]", "", text.replace("_", ""))
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", digits):
        digits = re.sub(r"[.,]", "", digits)
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+,\d{1,2}|\d{1,3}(,\d{3})+\.\d{1,2}", digits):
        digits = re.sub(r"[.,](?=.*[.,])", "", digits)
    if not (found := re.fullmatch(r"0*(\d{1,12})(?:[.,](\d{1,2}))?", digits, re.ASCII)):
        return "1200.00"
    cents = f".{found.group(2):0<2}" if found.group(2) else ""
    return f"{found.group(1)}{cents}"


def _currency_hint(text: str) -> str:
    if re.search(r"[A-Z]{3}|[€$£¥]", text):
        return "the currency is named once, in docs/_facts/company.yml"
    return ""


class Count(_Scalar, int):
    """A whole number, zero or more, ``14``."""

    @classmethod
    def read(cls, value: object) -> Self:
        expected = "a whole number in digits"
        text = typed(value, expected, "14")
        if not re.fullmatch(r"0|[1-9]\d{0,8}|[1-9]\d{0,2}( \d{3})+", text, re.ASCII):
            digits = re.sub(r"[ _.,'’%]", "", text).lstrip("0")[:9]
            raise Wrong(expected, digits if re.fullmatch(r"\d+", digits, re.ASCII) else "14")
        return cls(text.replace(" ", ""))

    def __str__(self) -> str:
        return int.__repr__(self)


class Ratio(_Scalar, Decimal):
    """A plain number with at most two decimals, ``1.7``: how many of one thing to one of another."""

    @classmethod
    def read(cls, value: object) -> Self:
        expected = "a number in digits, with a point before the decimals"
        text = typed(value, expected, "1.7")
        if not re.fullmatch(r"(0|[1-9]\d{0,5})(\.\d{1,2})?", text):
            found = re.search(r"\d{1,6}([.,]\d{1,2})?", text)
            raise Wrong(expected, str(Decimal(found.group().replace(",", "."))) if found else "1.7")
        return cls(text)

    def __str__(self) -> str:
        return plain(Decimal(self))


class Year(Count):
    """A year of the calendar, ``2014``; shown without grouping."""

    @classmethod
    def read(cls, value: object) -> Self:
        expected = "a year in four digits"
        text = typed(value, expected, "2014")
        if not re.fullmatch(r"[12]\d{3}", text, re.ASCII):
            raise Wrong(expected, "2014")
        return cls(text)


Unit = Literal["minute", "hour", "day", "week", "month", "business hour", "business day"]
_UNITS = ("minute", "hour", "day", "week", "month", "business hour", "business day")


class Duration(_Scalar, tuple[int, str]):
    """A length of time with its unit, ``4 business hours``, ``14 days``, ``3 months``."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Self:
        expected = f"a number and one of: {', '.join(f'{unit}s' for unit in _UNITS)}"
        text = typed(value, expected, "4 business hours")
        found = re.fullmatch(r"([1-9]\d{0,3}) ([a-z ]+?)(s?)", text, re.ASCII)
        if not found or found.group(2) not in _UNITS or (found.group(1) == "1") == bool(found.group(3)):
            raise Wrong(expected, _as_duration(text))
        return cls((int(found.group(1)), found.group(2)))

    @property
    def amount(self) -> int:
        return self[0]

    @property
    def unit(self) -> str:
        return self[1]

    @property
    def days(self) -> int:
        """Calendar days; only for days and weeks, whose length never varies."""
        return self.amount * {"day": 1, "week": 7}[self.unit]

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}{'' if self.amount == 1 else 's'}"


def _as_duration(text: str) -> str:
    said = text.lower().replace("working", "business")
    found = re.match(r"[1-9]\d{0,3}", text)
    number = int(found.group()) if found else 3
    if "year" in said:
        return _counted(12 * (number if found else 1), "month")
    if short := re.fullmatch(r"[1-9]\d{0,3} ?(min|h|d|w)\.?", said):
        return _counted(
            number, {"min": "minute", "h": "business hour", "d": "day", "w": "week"}[short.group(1)]
        )
    unit = next((unit for unit in reversed(_UNITS) if unit in said), "day" if text.isdigit() else None)
    return _counted(number, unit) if unit else "4 business hours"


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


class Days(Duration):
    """A length of time in calendar days, ``14 days`` or ``2 weeks``."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Self:
        expected = "a number of calendar days or weeks"
        try:
            made = super().read(value)
        except Wrong as wrong:
            raise Wrong(expected, _in_days(*Duration.read(wrong.paste)), wrong.hint) from None
        if made.unit not in ("day", "week"):
            raise Wrong(expected, _in_days(*made))
        return made


def _in_days(amount: int, unit: str) -> str:
    """About as long in calendar days; weeks stay weeks."""
    if unit == "week":
        return _counted(amount, unit)
    lengths = {"month": Fraction(30), "hour": Fraction(1, 24), "minute": Fraction(1, 1440)}
    return _counted(min(max(int(amount * lengths.get(unit, 1)), 1), 9999), "day")


def read_months(value: object) -> int:
    """``3 months`` → 3; the longest time between two reviews is three months."""
    if isinstance(value, int):
        return value
    expected = "1 month, 2 months or 3 months; three months is the longest"
    found = re.fullmatch(r"(1) month|([23]) months", typed(value, expected, "3 months"))
    if not found:
        raise Wrong(expected, "3 months")
    return int(found.group(1) or found.group(2))


def read_day(value: object) -> date:
    """A calendar date, ``2026-12-31``."""
    if isinstance(value, date):
        return value
    expected = "a date written year-month-day"
    text = typed(value, expected, "2026-12-31")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise Wrong(expected, _as_day(text))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong("a date that is in the calendar", _real_day(text), "not a real date") from None


def _real_day(text: str) -> str:
    """The last day of the month that was meant, or of the year if there is no such month."""
    year, month, _ = (int(part) for part in text.split("-"))
    month = month if 1 <= month <= 12 else 12
    return f"{year:04}-{month:02}-{monthrange(year, month)[1]:02}" if year else "2026-12-31"


def _as_day(text: str) -> str:
    """``2026-1-5``, ``23.11.2026`` and ``20261123`` in the right form; ``11/23/2026`` only where it cannot be misread."""
    for pattern, order in (
        (r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", (1, 2, 3)),
        (r"(\d{4})(\d{2})(\d{2})", (1, 2, 3)),
        (r"(\d{1,2})\.(\d{1,2})\.(\d{4})", (3, 2, 1)),
        (r"(\d{1,2})/(1[3-9]|2\d|3[01])/(\d{4})", (3, 1, 2)),
        (r"(1[3-9]|2\d|3[01])/(\d{1,2})/(\d{4})", (3, 2, 1)),
    ):
        if found := re.fullmatch(pattern, text, re.ASCII):
            year, month, day = (int(found.group(part)) for part in order)
            if 1 <= month <= 12 and 1 <= day <= 31:
                return f"{year:04}-{month:02}-{day:02}"
    return "2026-12-31"


ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def read_id(value: object) -> str:
    """A short name for machines and people, ``head-of-sales``: plain small letters, digits, single hyphens."""
    expected = "a short name in small letters, digits and single hyphens, at most 60 characters"
    text = typed(value, expected, "head-of-sales")
    if not ID.fullmatch(text) or len(text) > 60:
        raise Wrong(expected, as_id(text) or "head-of-sales", _odd_letters(text))
    return text


# Letters of other alphabets that look like ours.
_LOOK_ALIKE = str.maketrans("аеорсухіѕјһԁορνα", "aeopcyxisjhdopva")


def as_id(text: str) -> str:
    """The id nearest to a text: accents dropped, spaces and signs turned into hyphens."""
    plain_text = unicodedata.normalize("NFKD", text.translate(_LOOK_ALIKE).casefold())
    ascii_text = plain_text.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).lstrip("-0123456789")[:60].rstrip("-")


def _odd_letters(text: str) -> str:
    odd = [
        f'"{sign}" is U+{ord(sign):04X} {unicodedata.name(sign, "")}'.strip()
        for sign in text
        if ord(sign) > 127
    ]
    return ", ".join(odd[:3])


def read_words(value: object) -> str:
    """A filled text of one or more lines."""
    return " ".join(typed(value, "a text", "write it in words").split())


def read_reference(value: object) -> str:
    """The id of another fact."""
    return read_id(value)


def read_lines(value: object) -> str:
    """A filled text whose line ends are kept: a letter, a form."""
    return typed(value, "a text of several lines", "|").strip("\n")


def read_time(value: object) -> time:
    """A time of day, ``09:00`` or ``16:40``."""
    if isinstance(value, time):
        return value
    expected = "a time of day in hours and minutes"
    text = typed(value, expected, "09:00")
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text, re.ASCII):
        found = re.search(r"([01]?\d|2[0-3])[:.h]([0-5]\d)", text, re.ASCII)
        raise Wrong(expected, f'"{int(found.group(1)):02}:{found.group(2)}"' if found else '"09:00"')
    return time.fromisoformat(text)


def read_yes_no(value: object) -> bool:
    """``yes`` or ``no``, nothing else: ``on``, ``true`` and ``NO`` are read differently by every program."""
    if isinstance(value, bool):
        return value
    text = typed(value, "yes or no", "yes")
    if text not in ("yes", "no"):
        raise Wrong("yes or no", "no" if text.lower() in ("no", "off", "false", "n", "0") else "yes")
    return text == "yes"


_iso = PlainSerializer(lambda day: day.isoformat(), return_type=str)
Day = Annotated[date, PlainValidator(read_day), _iso]
Months = Annotated[int, PlainValidator(read_months)]
Id = Annotated[str, PlainValidator(read_id)]
Words = Annotated[str, PlainValidator(read_words)]
Lines = Annotated[str, PlainValidator(read_lines)]
YesNo = Annotated[bool, PlainValidator(read_yes_no)]
_clock = PlainSerializer(lambda at: f"{at:%H:%M}", return_type=str)
Time = Annotated[time, PlainValidator(read_time), _clock]
Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def read_part_id(value: object) -> str:
    """A document and one of its parts: ``sales-book/prices``. Raises :class:`Wrong`."""
    text = typed(value, "a document and a part", "sales-book/prices")
    document, slash, part = text.partition("/")
    if not slash:
        raise Wrong("a document and a part with a slash between them", f"sales-book/{document}")
    return f"{read_id(document)}/{read_id(part)}"
