"""Lengths of time as people write them: ``4 business hours``, ``14 days``, ``3 months``."""

from __future__ import annotations

import re
from typing import Annotated, Self

from handbook.facts import meant
from handbook.facts.scalars import ReadBy, Scalar, ScalarError, refusal, typed

_UNITS = ("minute", "hour", "day", "week", "month", "business hour", "business day")


class Duration(Scalar, tuple[int, str]):
    """A length of time with its unit, ``4 business hours``, ``14 days``, ``3 months``."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Self:
        expected = f"a number and one of: {', '.join(f'{unit}s' for unit in _UNITS)}"
        text = typed(value, expected)
        found = re.fullmatch(r"([1-9]\d{0,3}) ([a-z ]+?)(s?)", text, re.ASCII)
        if (
            not found
            or found.group(2) not in _UNITS
            or (found.group(1) == "1") == bool(found.group(3))
        ):
            raise refusal(expected, text, _as_duration(text), _which_hours(text))
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
    found = meant.duration(text)
    return _counted(*found) if found else ""


def _which_hours(text: str) -> str:
    """What to ask of someone who writes ``4h``."""
    found = re.fullmatch(r"(\d+) ?(?:h|hrs?)\.?", text.lower())
    return (
        f"{found.group(1)} hours round the clock, or {found.group(1)} business hours?"
        if found
        else ""
    )


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
        except ScalarError as wrong:
            paste = _in_days(*Duration.read(wrong.paste)) if wrong.paste else ""
            raise ScalarError(expected, paste, wrong.hint) from None
        if made.unit not in ("day", "week"):
            raise ScalarError(expected, _in_days(*made), _not_business(*made))
        return made


def _not_business(amount: int, unit: str) -> str:
    """What to ask of someone who writes business time where only the calendar counts."""
    if not unit.startswith("business "):
        return ""
    on_the_clock = _counted(amount, unit.removeprefix("business "))
    return f"{on_the_clock} of the calendar, or {_counted(amount, unit)}? Here the calendar counts"


def _in_days(amount: int, unit: str) -> str:
    """The same length in calendar days or weeks, where it is exactly as long."""
    if unit == "hour" and amount % 24 == 0:
        return _counted(amount // 24, "day")
    return _counted(amount, unit) if unit in ("day", "week") else ""


def read_months(value: object) -> int:
    """``3 months`` → 3; the longest time between two reviews is three months."""
    if isinstance(value, int):
        return value
    expected = "1 month, 2 months or 3 months; three months is the longest"
    text = typed(value, expected)
    found = re.fullmatch(r"(1) month|([23]) months", text)
    if not found:
        raise refusal(expected, text, _as_months(text))
    return int(found.group(1) or found.group(2))


def _as_months(text: str) -> str:
    """``3``, ``3 Monate`` and ``quarterly`` → 3 months."""
    quarter = re.fullmatch(r"quarterly|(?:1|a|one|every) quarter", text.lower())
    found = (
        (3, "month") if quarter else meant.duration(f"{text} months" if text.isdigit() else text)
    )
    return _counted(*found) if found and found[1] == "month" and found[0] <= 3 else ""


Months = Annotated[int, ReadBy(read_months)]
