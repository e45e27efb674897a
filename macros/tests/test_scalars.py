"""Typed scalars: what is written is read, what is written back reads the same, what is refused teaches the right form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from handbook.facts.scalars import (
    Change,
    Count,
    Days,
    Duration,
    Money,
    Share,
    Wrong,
    read_day,
    read_id,
    read_months,
    read_words,
    read_yes_no,
)
from handbook.source import Items, Map, Text

READERS: dict[str, Callable[[object], Any]] = {
    "share": Share.read,
    "change": Change.read,
    "money": Money.read,
    "count": Count.read,
    "duration": Duration.read,
    "days": Days.read,
    "months": read_months,
    "day": read_day,
    "id": read_id,
    "words": read_words,
    "yes or no": read_yes_no,
}
each_scalar = pytest.mark.parametrize("read", READERS.values(), ids=READERS)

# What YAML would turn into something else, and what people really type.
ODDITIES = [
    *(
        "NO",
        "no",
        "on",
        "Off",
        "true",
        "~",
        "null",
        "012",
        "0o14",
        "0x1F",
        "1:30",
        "1_000",
        "1e3",
        ".5",
        "+5",
    ),
    *("-0", "00", "inf", "nan", "15%", "1,5", "12 %", "0.15", "15 percent", "1,200 EUR", "€1.200,00"),
    *("59.000", "1.200.000", "٣", "１２", "²", "²0 %", "3 months", "four days", "1 days", "2 day", "0 days"),
    *("2026-02-30", "2026-13-01", "2026-1-5", "23.11.2026", "11/23/2026", "20261123", "2026-12-31T00:00"),
    *("Head of Sales", "heаd-of-sales", "größe", "a--b", "-a", "a-", "9to5", "=1+1", "@all", "…", " ", "\n"),
    *("1" * 400, "a" * 61, "9" * 13, "1 0", "1  000", "1 000 ", " 14", "100.001 %", "1234 %", "-12 %"),
]


def refusal(read: Callable[[object], Any], written: object) -> Wrong | None:
    try:
        read(written)
    except Wrong as wrong:
        return wrong
    return None


# --- what each scalar reads


@pytest.mark.parametrize(
    ("read", "written", "value"),
    [
        (Share.read, "0 %", Decimal(0)),
        (Share.read, "100 %", Decimal(1)),
        (Share.read, "12.5 %", Decimal("0.125")),
        (Share.read, " 15 % ", Decimal("0.15")),
        (Change.read, "-100 %", Decimal(-1)),
        (Change.read, "-2.5 %", Decimal("-0.025")),
        (Money.read, "0", Decimal(0)),
        (Money.read, "0.05", Decimal("0.05")),
        (Money.read, "1200.00", Decimal(1200)),
        (Money.read, "59 000", Decimal(59000)),
        (Money.read, "1 234 567.89", Decimal("1234567.89")),
        (Count.read, "0", 0),
        (Count.read, "1 000", 1000),
        (Duration.read, "4 business hours", (4, "business hour")),
        (Duration.read, "1 month", (1, "month")),
        (Days.read, "2 weeks", (2, "week")),
        (read_months, "3 months", 3),
        (read_day, "2024-02-29", date(2024, 2, 29)),
        (read_day, "2000-02-29", date(2000, 2, 29)),
        (read_id, "head-of-sales", "head-of-sales"),
        (read_id, "a", "a"),
        (read_id, "a" * 60, "a" * 60),
        (read_words, "two\n  lines", "two lines"),
        (read_yes_no, "no", False),
    ],
)
def test_scalar_reads_what_people_write(read, written, value):
    assert read(written) == value


@pytest.mark.parametrize(
    ("read", "written", "paste"),
    [
        (Share.read, "100.01 %", "100 %"),
        (Share.read, "-1 %", "0 %"),
        (Share.read, "15%", "15 %"),
        (Share.read, "0.15", "15 %"),
        (Share.read, "1,5 %", "1.5 %"),
        (Share.read, "12.345 %", "12.34 %"),
        (Share.read, "120 %", "100 %"),
        (Change.read, "-101 %", "-100 %"),
        (Money.read, "1,200 EUR", "1200"),
        (Money.read, "1.200,00", "1200.00"),
        (Money.read, "012", "12"),
        (Money.read, "1_000", "1000"),
        (Money.read, "-5", "5"),
        (Money.read, "18.5", "18.50"),
        (Count.read, "1_000", "1000"),
        (Count.read, "012", "12"),
        (Duration.read, "4 working hours", "4 business hours"),
        (Duration.read, "1 days", "1 day"),
        (Days.read, "3 months", "90 days"),
        (read_months, "6 months", "3 months"),
        (read_months, "0", "3 months"),
        (read_day, "2026-1-5", "2026-01-05"),
        (read_day, "23.11.2026", "2026-11-23"),
        (read_day, "11/23/2026", "2026-11-23"),
        (read_day, "20261123", "2026-11-23"),
        (read_id, "Head of Sales", "head-of-sales"),
        (read_id, "Größe", "grosse"),
        (read_yes_no, "NO", "no"),
        (read_yes_no, "on", "yes"),
        (read_yes_no, "0", "no"),
    ],
)
def test_refusal_proposes_what_was_probably_meant(read, written, paste):
    wrong = refusal(read, written)
    assert wrong is not None
    assert wrong.paste == paste


@pytest.mark.parametrize(
    "written", ["2026-02-30", "2026-13-01", "2026-00-10", "2023-02-29", "1900-02-29", "0000-01-01"]
)
def test_a_day_that_is_not_in_the_calendar_is_called_so(written):
    wrong = refusal(read_day, written)
    assert wrong is not None
    assert wrong.hint == "not a real date"


def test_letters_that_only_look_alike_are_named():
    wrong = refusal(read_id, "heаd-of-sales")
    assert wrong is not None
    assert wrong.hint == '"а" is U+0430 CYRILLIC SMALL LETTER A'


def test_a_currency_in_an_amount_is_explained():
    wrong = refusal(Money.read, "1200 HUF")
    assert wrong is not None
    assert wrong.hint == "the currency is named once, in docs/_facts/company.yml"


# --- what holds for all of them


def holds_what_it_promises(read: Callable[[object], Any], written: object) -> None:
    """A text is read, or refused with words and a text to paste that is itself read."""
    wrong = refusal(read, written)
    if wrong is not None:
        assert wrong.expected
        assert refusal(read, wrong.paste) is None, f"{written!r}: proposes {wrong.paste!r}, which is refused"


@each_scalar
@pytest.mark.parametrize("written", ODDITIES)
def test_odd_texts_are_read_or_refused_with_help(read, written):
    holds_what_it_promises(read, written)


@each_scalar
@given(some.one_of(some.text(), some.text("0123456789 .,-%_:/€", max_size=16), some.sampled_from(ODDITIES)))
def test_any_text_is_read_or_refused_with_help(read, written):
    holds_what_it_promises(read, written)


@each_scalar
@pytest.mark.parametrize("value", [Items(1), Map(1), Text("", 1), Text("  ", 1), None], ids=repr)
def test_what_is_no_filled_text_is_refused(read, value):
    wrong = refusal(read, value)
    assert wrong is not None
    assert wrong.hint in ("a list stands here", "a set of keys stands here", "nothing stands here")


@pytest.mark.parametrize("written", ["NO", "on", "true", "1:30", "0x1F", "~", "null", "1e3"])
@pytest.mark.parametrize("read", [Share.read, Money.read, Count.read, read_day, Duration.read])
def test_no_program_turns_a_word_into_a_number(read, written):
    assert refusal(read, written) is not None


hundredths = some.integers(0, 10_000)
cents = some.integers(0, 10**13)


@given(hundredths)
@example(0)
@example(10_000)
def test_share_is_written_back_as_it_reads(number):
    share = Share(Decimal(number) / 10_000)
    assert Share.read(str(share)) == share


@given(some.integers(-10_000, 10_000))
def test_change_is_written_back_as_it_reads(number):
    change = Change(Decimal(number) / 10_000)
    assert Change.read(str(change)) == change


@given(cents)
def test_money_is_written_back_as_it_reads(number):
    money = Money(f"{number // 100}.{number % 100:02}")
    assert Money.read(str(money)) == money


@given(some.integers(0, 999_999_999))
def test_count_is_written_back_as_it_reads(number):
    assert Count.read(str(Count(number))) == number


@given(
    some.integers(1, 9_999), some.sampled_from(["minute", "hour", "day", "week", "month", "business hour"])
)
def test_duration_is_written_back_as_it_reads(amount, unit):
    duration = Duration((amount, unit))
    assert Duration.read(str(duration)) == duration


@given(some.dates())
def test_day_is_written_back_as_it_reads(day):
    assert read_day(day.isoformat()) == day
