"""What holds of every scalar: any text is read or refused with help, and a value keeps its worth
however it is written.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from handbook.facts.durations import Duration
from handbook.facts.scalars import (
    Change,
    Count,
    Money,
    Share,
    read_day,
)
from handbook.text.source import Items, Map, Text
from tests.facts.scalar_readers import each_scalar, grouped, refusal

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
    *(
        "-0",
        "00",
        "inf",
        "nan",
        "15%",
        "1,5",
        "12 %",
        "0.15",
        "15 percent",
        "1,200 EUR",
        "€1.200,00",
    ),
    *(
        "59.000",
        "1.200.000",
        "٣",
        "１２",
        "²",
        "²0 %",
        "3 months",
        "four days",
        "1 days",
        "2 day",
        "0 days",
    ),
    *(
        "2026-02-30",
        "2026-13-01",
        "2026-1-5",
        "23.11.2026",
        "11/23/2026",
        "20261123",
        "2026-12-31T00:00",
    ),
    *(
        "Head of Sales",
        "heаd-of-sales",
        "größe",
        "a--b",
        "-a",
        "a-",
        "9to5",
        "=1+1",
        "@all",
        "…",
        " ",
        "\n",
    ),
    *(
        "1" * 400,
        "a" * 61,
        "9" * 13,
        "1 0",
        "1  000",
        "1 000 ",
        " 14",
        "100.001 %",
        "1234 %",
        "-12 %",
    ),
]


# --- what holds for all of them


def holds_what_it_promises(read: Callable[[object], Any], written: object) -> None:
    """A text is read, or refused with words and a text to paste that is itself read."""
    wrong = refusal(read, written)
    if wrong is not None:
        assert wrong.expected
        if wrong.paste:
            again = refusal(read, wrong.paste.strip('"'))
            assert again is None, f"{written!r}: proposes {wrong.paste!r}, which is refused"


@each_scalar
@pytest.mark.parametrize("written", ODDITIES)
def test_odd_texts_are_read_or_refused_with_help(read, written):
    holds_what_it_promises(read, written)


@each_scalar
@given(
    some.one_of(
        some.text(), some.text("0123456789 .,-%_:/€", max_size=16), some.sampled_from(ODDITIES)
    )
)
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
    some.integers(1, 9_999),
    some.sampled_from(["minute", "hour", "day", "week", "month", "business hour"]),
)
def test_duration_is_written_back_as_it_reads(amount, unit):
    duration = Duration((amount, unit))
    assert Duration.read(str(duration)) == duration


@given(some.dates())
def test_day_is_written_back_as_it_reads(day):
    assert read_day(day.isoformat()) == day


# --- what was meant: numbers and days as people write them all over the world

GROUPS = some.sampled_from([" ", "\u00a0", "\u202f", "\u2009", "'", "’", "_", ".", ","])


@given(some.integers(0, 10**9), GROUPS, some.sampled_from(["", " EUR", " Ft", "€", " fő"]))
def test_a_whole_number_keeps_its_value_however_its_thousands_are_parted(number, sign, after):
    written = f"{grouped(number, sign)}{after}"
    wrong = refusal(Money.read, written)
    assert Money.read(wrong.paste if wrong else written) == number


@given(
    some.integers(0, 10**9),
    some.integers(0, 99),
    some.sampled_from([(".", ","), (",", "."), (" ", ","), ("\u00a0", ","), ("'", ".")]),
)
def test_an_amount_with_cents_keeps_its_value(whole, hundredths_of_it, signs):
    written = f"{grouped(whole, signs[0])}{signs[1]}{hundredths_of_it:02}"
    wrong = refusal(Money.read, written)
    assert Money.read(wrong.paste if wrong else written) == Decimal(
        f"{whole}.{hundredths_of_it:02}"
    )


@given(
    some.integers(0, 9999),
    some.sampled_from([" %", "%", "\u00a0%", " Prozent", " percent"]),
    some.sampled_from(",."),
)
def test_a_share_keeps_its_value(number, sign, mark):
    written = f"{number // 100}{mark}{number % 100:02}{sign}"
    wrong = refusal(Share.read, written)
    assert Share.read(wrong.paste if wrong else written) == Decimal(number) / 10_000


@given(
    some.dates(date(1900, 1, 1), date(2199, 12, 31)),
    some.sampled_from(
        [
            "{0:%Y.%m.%d.}",
            "{0:%Y. %m. %d.}",
            "{0:%Y/%m/%d}",
            "{0:%Y%m%d}",
            "{0.day}. {0:%B} {0.year}",
            "{0:%B} {0.day}, {0.year}",
        ]
    ),
)
def test_a_day_keeps_its_value(day, form):
    wrong = refusal(read_day, form.format(day))
    assert wrong is not None
    assert read_day(wrong.paste) == day


@given(
    some.dates(date(1900, 1, 1), date(2199, 12, 31)),
    some.sampled_from(["{0:%d.%m.%Y}", "{0:%m/%d/%Y}", "{0:%d-%m-%Y}"]),
)
def test_a_day_that_can_be_read_two_ways_is_never_decided(day, form):
    wrong = refusal(read_day, form.format(day))
    assert wrong is not None
    assert wrong.paste == (day.isoformat() if day.day > 12 or day.day == day.month else "")


@given(
    some.integers(1, 9999),
    some.sampled_from(
        [
            ("Tage", "day"),
            ("hét", "week"),
            ("mois", "month"),
            ("Minuten", "minute"),
            ("semanas", "week"),
        ]
    ),
)
def test_a_length_keeps_its_value_in_another_language(amount, words):
    wrong = refusal(Duration.read, f"{amount} {words[0]}")
    assert wrong is not None
    assert Duration.read(wrong.paste) == (amount, words[1])
