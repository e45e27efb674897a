"""Typed scalars: what is written is read, what is written back reads the same, what is refused
teaches the right form.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from handbook.facts.durations import Days, Duration, read_months
from handbook.facts.ids import read_id
from handbook.facts.scalars import (
    Change,
    Count,
    Money,
    Ratio,
    Share,
    Year,
    read_day,
    read_time,
    read_words,
    read_yes_no,
)
from tests.facts.scalar_readers import refusal

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
        (Share.read, "15%", "15 %"),
        (Share.read, "15\u00a0%", "15 %"),
        (Share.read, "0.15", "15 %"),
        (Share.read, "1,5 %", "1.5 %"),
        (Share.read, "15 Prozent", "15 %"),
        (Change.read, "\u22122,5 %", "-2.5 %"),
        (Money.read, "1,200 EUR", "1200"),
        (Money.read, "1.200,00", "1200.00"),
        (Money.read, "3.490,00", "3490.00"),
        (Money.read, "1 200,50", "1200.50"),
        (Money.read, "1\u202f200,00 €", "1200.00"),
        (Money.read, "1.200.000,-", "1200000"),
        (Money.read, "12,34,567", "1234567"),
        (Money.read, "012", "12"),
        (Money.read, "1_000", "1000"),
        (Money.read, "1,5M", "1500000"),
        (Money.read, "18.5", "18.50"),
        (Money.read, "“1200”", "1200"),
        (Count.read, "5 fő", "5"),
        (Count.read, "1_000", "1000"),
        (Count.read, "1\u00a0200", "1200"),
        (Count.read, "012", "12"),
        (Count.read, "ca. 12", "12"),
        (Ratio.read, "1,7", "1.7"),
        (Year.read, "since 2014", "2014"),
        (Duration.read, "4 working hours", "4 business hours"),
        (Duration.read, "1 days", "1 day"),
        (Duration.read, "3 Monate", "3 months"),
        (Duration.read, "3 hónap", "3 months"),
        (Duration.read, "two weeks", "2 weeks"),
        (Duration.read, "1,5 hours", "90 minutes"),
        (Duration.read, "1 year", "12 months"),
        (Days.read, "48 hours", "2 days"),
        (read_months, "3", "3 months"),
        (read_months, "quarterly", "3 months"),
        (read_day, "2026-1-5", "2026-01-05"),
        (read_day, "2026.10.01.", "2026-10-01"),
        (read_day, "2026. október 1.", "2026-10-01"),
        (read_day, "October 1st, 2026", "2026-10-01"),
        (read_day, "23.11.2026", "2026-11-23"),
        (read_day, "11/23/2026", "2026-11-23"),
        (read_day, "20261123", "2026-11-23"),
        (read_time, "9h30", '"09:30"'),
        (read_time, "5 pm", '"17:00"'),
        (read_time, "17 Uhr", '"17:00"'),
        (read_id, "Head of Sales", "head-of-sales"),
        (read_id, "Größe", "grosse"),
        (read_yes_no, "NO", "no"),
        (read_yes_no, "on", "yes"),
        (read_yes_no, "0", "no"),
        (read_yes_no, "igen", "yes"),
        (read_words, "„Fernhill”", '"Fernhill"'),
    ],
)
def test_refusal_proposes_the_same_value_in_the_right_form(read, written, paste):
    wrong = refusal(read, written)
    assert wrong is not None
    assert wrong.paste == paste


@pytest.mark.parametrize(
    ("read", "written"),
    [
        *(
            (Share.read, text)
            for text in ("1", "120 %", "-1 %", "12.345 %", "15-20 %", "15 % off", "four percent")
        ),
        *(
            (Money.read, text)
            for text in ("-5", "(1200)", "1200 - 1500", "10 %", "1200.000", "12 345 6", "1e3")
        ),
        *(
            (Count.read, text)
            for text in ("5-6", "5 or 6", "5.5", "-5", "5 %", "0x1F", "1:30", "five", "100+")
        ),
        *((Ratio.read, text) for text in ("1,200", "1.234", "1:2")),
        *(
            (Duration.read, text)
            for text in ("4h", "30", "3-5 days", "0 days", "3 m", "half a day", "soon")
        ),
        *((Days.read, text) for text in ("3 months", "4 business days", "36 hours")),
        *((read_months, text) for text in ("6 months", "0", "90 days")),
        *(
            (read_day, text)
            for text in ("03.04.2026", "11/02/2026", "23/11/26", "3 listopad 2026", "2026-02-30")
        ),
        *((read_time, text) for text in ("9", "24:00", "17:00 CET", "13 pm")),
        *((read_id, text) for text in ("Отдел продаж", "9to5", "営業")),
        (read_yes_no, "maybe"),
        (Year.read, "2014-2016"),
    ],
)
def test_where_it_is_not_known_what_was_meant_nothing_is_proposed(read, written):
    wrong = refusal(read, written)
    assert wrong is not None
    assert wrong.paste == ""


@pytest.mark.parametrize(
    ("read", "written", "hint"),
    [
        (read_day, "03.04.2026", "2026-04-03 or 2026-03-04?"),
        (Duration.read, "4h", "4 hours round the clock, or 4 business hours?"),
        (Count.read, "1\u00a0200", "U+00A0 NO-BREAK SPACE"),
        (Share.read, "15\u202f%", "U+202F NARROW NO-BREAK SPACE"),
        (
            read_words,
            "“Fernhill”",
            '"“" is U+201C LEFT DOUBLE QUOTATION MARK, "”" is U+201D RIGHT DOUBLE QUOTATION MARK',
        ),
    ],
)
def test_what_cannot_be_seen_or_decided_is_named(read, written, hint):
    wrong = refusal(read, written)
    assert wrong is not None
    assert wrong.hint == hint


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
