"""Whose admission runs out, and which test counts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.documents.training.admission.renewal import renewals, renewals_text, valid_until
from handbook.facts.durations import Duration
from tests.documents.training.sheets import dated, filled, marked


@pytest.mark.parametrize(
    ("passed", "every", "until"),
    [
        ("2025-11-23", "12 months", "2026-11-23"),
        ("2026-08-31", "6 months", "2027-02-28"),
        ("2026-11-01", "3 weeks", "2026-11-22"),
        ("2026-11-01", "1 day", "2026-11-02"),
        ("2026-11-01", "4 business hours", None),
    ],
)
def test_a_test_counts_for_the_time_of_its_path(passed, every, until):
    found = valid_until(date.fromisoformat(passed), Duration.read(every))
    assert found == (date.fromisoformat(until) if until else None)


def test_the_first_to_run_out_stands_first_and_of_each_the_last_passed_test(book, bank, exam):
    passed, failed = filled(exam), filled(exam, 9)
    sheets = [
        dated(passed, "2026-11-20"),
        dated(passed, "2025-11-22", "n-2"),
        dated(failed, "2026-10-01", "n-2"),
        dated(passed, "2025-12-21", "n-3"),
        dated(passed, "2025-12-22", "n-4"),
        dated(passed, "2025-11-23", "n-5"),
        dated(passed, "2025-01-10"),
        dated(failed, "2026-10-01", "n-6"),
    ]
    results = [marked(book, bank, text) for text in sheets]
    expected = """\
Whose admission runs out, the first to do so first:
  n-2, seller: passed on 22 November 2025, to be taken again by 22 November 2026  <- overdue for 1 day
  n-5, seller: passed on 23 November 2025, to be taken again by 23 November 2026  <- within four weeks
  n-3, seller: passed on 21 December 2025, to be taken again by 21 December 2026  <- within four weeks
  n-4, seller: passed on 22 December 2025, to be taken again by 22 December 2026
  n-1, seller: passed on 20 November 2026, to be taken again by 20 November 2027"""
    assert renewals_text(book.handbook, results) == expected
    assert renewals_text(book.handbook, results[::-1]) == expected


def test_a_sheet_that_cannot_count_is_named_with_the_reason(book, bank, exam):
    text = filled(exam)
    sheets = [
        text,
        dated(text, "2026-11-24", "n-2"),
        text.replace(f'"{exam.version}"', '"00000000"'),
        filled(exam, 9),
    ]
    assert (
        renewals_text(book.handbook, [marked(book, bank, item) for item in sheets])
        == """\
Sheets that do not count for this:
  sheet.yml: n-1, seller: nobody wrote behind "taken_on:" on which day the test was taken
  sheet.yml: n-2, seller: the day behind "taken_on:" is still to come
  sheet.yml: n-1, seller: whether it was passed is open"""
    )


def test_a_sheet_from_before_there_was_a_day_is_still_read(book, bank, exam):
    assert marked(book, bank, filled(exam).replace("taken_on:\n", "")).verdict == "passed"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["n-1", "n-2", "n-3"]),
            st.dates(date(2024, 1, 1), date(2027, 12, 31)),
            st.booleans(),
        )
    )
)
def test_nobody_stands_there_twice_and_no_later_pass_is_forgotten(book, bank, exam, taken):
    texts = {True: filled(exam), False: filled(exam, 9)}
    results = [
        marked(book, bank, dated(texts[well], day.isoformat(), code)) for code, day, well in taken
    ]
    today = book.handbook.today
    best = {}
    for code, day, well in taken:
        if well and day <= today:
            best[code] = max(day, best.get(code, day))
    found = renewals(results, today)
    assert {renewal.code: renewal.passed_on for renewal in found} == best
    assert len(found) == len(best)
    assert [renewal.valid_until for renewal in found] == sorted(
        renewal.valid_until for renewal in found
    )
