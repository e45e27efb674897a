"""Clocks of service levels: examples as people would count them, edges, and what holds for all
moments.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handbook.documents.interaction.sums import Hours, add_working_time, due_at

at = datetime.fromisoformat

# 2026-12-21 is a Monday.
OFFICE = Hours(
    frozenset(range(5)),
    time(9),
    time(17),
    frozenset({date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)}),
)
moments = some.datetimes(at("2026-12-01T00:00"), at("2027-02-28T23:59")).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
calendars = some.builds(
    Hours,
    some.frozensets(some.integers(0, 6), min_size=1),
    some.times(max_value=time(11, 59)).map(lambda moment: moment.replace(second=0, microsecond=0)),
    some.times(min_value=time(12)).map(lambda moment: moment.replace(second=0, microsecond=0)),
    some.frozensets(some.dates(date(2026, 12, 1), date(2027, 3, 31)), max_size=12),
)


def working_minutes(start: datetime, end: datetime, hours: Hours) -> int:
    """Whole minutes inside the hours, added up day by day."""
    days = map(date.fromordinal, range(start.toordinal(), end.toordinal() + 1))
    each = (
        min(end, datetime.combine(day, hours.closes))
        - max(start, datetime.combine(day, hours.opens))
        for day in days
        if hours.works(day)
    )
    return sum((max(span, timedelta(0)) for span in each), timedelta(0)) // timedelta(minutes=1)


# --- as people would count


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        pytest.param(
            "2026-12-21T10:00",
            2,
            "business hour",
            "2026-12-21T12:00",
            id="gitlab-two-hours-for-a-lead",
        ),
        pytest.param(
            "2026-12-21T10:00",
            6,
            "business hour",
            "2026-12-21T16:00",
            id="gitlab-six-hours-of-effort",
        ),
        pytest.param("2026-12-21T16:00", 2, "business hour", "2026-12-22T10:00", id="over-night"),
        pytest.param(
            "2026-12-21T15:00", 2, "business hour", "2026-12-21T17:00", id="exactly-to-closing"
        ),
        pytest.param(
            "2026-12-21T15:01", 2, "business hour", "2026-12-22T09:01", id="a-minute-past-closing"
        ),
        pytest.param(
            "2026-12-21T09:00", 8, "business hour", "2026-12-21T17:00", id="the-whole-day"
        ),
        pytest.param(
            "2026-12-21T09:00", 16, "business hour", "2026-12-22T17:00", id="two-whole-days"
        ),
        pytest.param(
            "2026-12-21T06:00", 1, "business hour", "2026-12-21T10:00", id="before-opening"
        ),
        pytest.param(
            "2026-12-21T20:00", 1, "business hour", "2026-12-22T10:00", id="after-closing"
        ),
        pytest.param("2026-12-21T17:00", 1, "business hour", "2026-12-22T10:00", id="at-closing"),
        pytest.param(
            "2026-12-24T16:00",
            2,
            "business hour",
            "2026-12-28T10:00",
            id="over-holidays-and-sunday",
        ),
        pytest.param(
            "2026-12-25T11:00", 1, "business hour", "2026-12-28T10:00", id="asked-on-a-holiday"
        ),
        pytest.param("2026-12-21T11:30", 1, "business day", "2026-12-22T11:30", id="next-day"),
        pytest.param(
            "2026-12-21T11:30", 5, "business day", "2026-12-29T11:30", id="five-days-over-a-holiday"
        ),
        pytest.param(
            "2026-12-18T16:00", 1, "business day", "2026-12-21T16:00", id="friday-to-monday"
        ),
        pytest.param(
            "2026-12-18T20:00",
            1,
            "business day",
            "2026-12-22T09:00",
            id="friday-night-counts-from-monday",
        ),
        pytest.param(
            "2026-12-19T12:00",
            1,
            "business day",
            "2026-12-22T09:00",
            id="saturday-counts-from-monday",
        ),
        pytest.param(
            "2026-12-21T06:00",
            1,
            "business day",
            "2026-12-22T09:00",
            id="early-counts-from-opening",
        ),
        pytest.param("2026-12-21T09:00", 1, "business day", "2026-12-22T09:00", id="at-opening"),
        pytest.param(
            "2026-12-21T17:00",
            1,
            "business day",
            "2026-12-22T17:00",
            id="at-closing-is-still-that-day",
        ),
        pytest.param("2026-12-31T10:00", 1, "business day", "2027-01-04T10:00", id="over-new-year"),
        pytest.param(
            "2026-12-25T23:50", 30, "minute", "2026-12-26T00:20", id="minutes-by-the-wall"
        ),
        pytest.param(
            "2026-12-25T12:00", 24, "hour", "2026-12-26T12:00", id="posthog-24-hours-by-the-wall"
        ),
        pytest.param(
            "2026-12-25T12:00", 7, "day", "2027-01-01T12:00", id="posthog-seven-days-by-the-wall"
        ),
        pytest.param("2026-12-25T12:00", 2, "week", "2027-01-08T12:00", id="weeks"),
        pytest.param("2026-11-30T12:00", 4, "month", "2027-03-30T12:00", id="posthog-four-months"),
        pytest.param("2026-12-31T12:00", 2, "month", "2027-02-28T12:00", id="a-shorter-month"),
        pytest.param("2027-12-31T12:00", 2, "month", "2028-02-29T12:00", id="a-leap-february"),
        pytest.param("2026-12-15T12:00", 12, "month", "2027-12-15T12:00", id="a-year-of-months"),
    ],
)
def test_when_an_answer_is_due(start, amount, unit, expected):
    assert due_at(at(start), amount, unit, OFFICE) == at(expected)


# --- edges


@pytest.mark.parametrize(
    "unit", ["minute", "hour", "day", "week", "month", "business hour", "business day"]
)
def test_at_once_inside_the_hours_is_now(unit):
    assert due_at(at("2026-12-21T10:07"), 0, unit, OFFICE) == at("2026-12-21T10:07")


@pytest.mark.parametrize("unit", ["business hour", "business day"])
@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-12-21T08:59", "2026-12-21T09:00"),
        ("2026-12-21T09:00", "2026-12-21T09:00"),
        ("2026-12-21T17:00", "2026-12-21T17:00"),
        ("2026-12-21T17:01", "2026-12-22T09:00"),
        ("2026-12-25T12:00", "2026-12-28T09:00"),
    ],
)
def test_at_once_outside_the_hours_is_the_next_opening(start, expected, unit):
    assert due_at(at(start), 0, unit, OFFICE) == at(expected)


def test_seconds_are_kept():
    assert due_at(at("2026-12-21T16:59:30"), 1, "business hour", OFFICE) == at(
        "2026-12-22T09:59:30"
    )


@pytest.mark.parametrize("unit", ["business hour", "business day", "hour", "month"])
def test_nothing_is_due_before_it_is_asked(unit):
    with pytest.raises(ValueError, match=f"not due 1 {unit}s before"):
        due_at(at("2026-12-21T10:00"), -1, unit, OFFICE)


@pytest.mark.parametrize("unit", ["business hours", "year", "", "second", "business week"])
def test_other_units_are_refused(unit):
    with pytest.raises(ValueError, match="there is no unit"):
        due_at(at("2026-12-21T10:00"), 1, unit, OFFICE)


@pytest.mark.parametrize("days", [frozenset(), frozenset({7}), frozenset({-1, 0})])
def test_a_calendar_without_a_working_day_is_refused(days):
    with pytest.raises(ValueError, match="needs a working day"):
        Hours(days, time(9), time(17))


@pytest.mark.parametrize(
    ("opens", "closes"), [(time(9), time(9)), (time(17), time(9)), (time(22), time(6))]
)
def test_a_day_that_does_not_close_after_it_opens_is_refused(opens, closes):
    with pytest.raises(ValueError, match="closes after it opens"):
        Hours(frozenset({0}), opens, closes)


@pytest.mark.parametrize(
    ("amount", "unit"), [(10**12, "business day"), (10**8, "business hour"), (10**6, "month")]
)
def test_more_than_the_calendar_holds_is_refused_soon(amount, unit):
    with pytest.raises(ValueError, match=r"there are not enough .*s"):
        due_at(at("2026-12-21T10:00"), amount, unit, OFFICE)


def test_the_end_of_the_calendar_is_refused_too():
    with pytest.raises(ValueError, match="not enough working days"):
        due_at(at("9999-12-31T16:00"), 2, "business hour", OFFICE)


def test_the_longest_duration_that_can_be_written_in_the_shortest_week():
    mondays = Hours(frozenset({0}), time(9), time(10))
    expected = at("2026-12-21T09:30") + timedelta(weeks=9999)
    assert due_at(at("2026-12-21T09:30"), 9999, "business day", mondays) == expected


def test_years_of_holidays_are_passed_over():
    first = date(2026, 12, 21).toordinal()
    closed = Hours(
        OFFICE.days, time(9), time(17), frozenset(map(date.fromordinal, range(first, first + 3000)))
    )
    reopens = datetime.combine(date.fromordinal(first + 3000), time(10))
    assert due_at(at("2026-12-21T10:00"), 1, "business hour", closed) == reopens


# --- what holds for all moments


@given(moments, some.integers(0, 3000), calendars)
def test_what_is_due_after_so_many_working_minutes_took_so_many(start, minutes, hours):
    end = add_working_time(start, timedelta(minutes=minutes), hours)
    assert working_minutes(start, end, hours) == minutes
    assert end >= start
    assert hours.works(end.date())
    assert hours.opens <= end.time() <= hours.closes


@given(moments, some.integers(0, 60), calendars)
def test_business_hours_are_sixty_working_minutes(start, amount, hours):
    end = due_at(start, amount, "business hour", hours)
    assert working_minutes(start, end, hours) == 60 * amount


@given(moments, some.integers(0, 60), calendars)
def test_business_days_are_whole_working_days(start, amount, hours):
    length = (hours.closes.hour - hours.opens.hour) * 60 + hours.closes.minute - hours.opens.minute
    assert (
        working_minutes(start, due_at(start, amount, "business day", hours), hours)
        == amount * length
    )


@given(
    moments,
    some.integers(0, 40),
    some.sampled_from(["minute", "hour", "day", "week", "month", "business hour", "business day"]),
    calendars,
)
def test_more_is_due_later_and_a_later_question_never_earlier(start, amount, unit, hours):
    end = due_at(start, amount, unit, hours)
    assert start <= end <= due_at(start, amount + 1, unit, hours)
    assert end <= due_at(start + timedelta(minutes=61), amount, unit, hours)
