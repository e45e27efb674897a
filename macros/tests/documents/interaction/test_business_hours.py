"""Clocks of service levels: examples as people would count them, edges, and what holds for all moments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from handbook.documents.interaction.sums import (
    Hours,
    after_working,
    compliance,
    due,
    median,
    working_minutes,
)

D = Decimal
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
    some.times(max_value=time(11, 59)).map(lambda one: one.replace(second=0, microsecond=0)),
    some.times(min_value=time(12)).map(lambda one: one.replace(second=0, microsecond=0)),
    some.frozensets(some.dates(date(2026, 12, 1), date(2027, 3, 31)), max_size=12),
)


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
    assert due(at(start), amount, unit, OFFICE) == at(expected)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param("2026-12-21T10:00", "2026-12-21T10:00", 0, id="at-once"),
        pytest.param("2026-12-21T10:00", "2026-12-21T10:45", 45, id="the-same-day"),
        pytest.param("2026-12-21T16:30", "2026-12-22T09:15", 45, id="over-night"),
        pytest.param("2026-12-21T17:00", "2026-12-22T09:00", 0, id="from-closing-to-opening"),
        pytest.param("2026-12-21T00:00", "2026-12-22T00:00", 480, id="a-day"),
        pytest.param("2026-12-21T00:00", "2026-12-28T00:00", 4 * 480, id="a-week-with-a-holiday"),
        pytest.param("2026-12-19T10:00", "2026-12-20T18:00", 0, id="a-weekend"),
        pytest.param("2026-12-25T10:00", "2026-12-25T18:00", 0, id="a-holiday"),
        pytest.param("2026-12-19T10:00", "2026-12-21T09:01", 1, id="a-weekend-and-a-minute"),
        pytest.param(
            "2026-12-21T10:00:00", "2026-12-21T10:01:59", 1, id="begun-minutes-do-not-count"
        ),
        pytest.param(
            "2026-12-21T16:59:30", "2026-12-22T09:00:30", 1, id="halves-of-a-minute-add-up"
        ),
    ],
)
def test_how_long_an_answer_took(start, end, expected):
    assert working_minutes(at(start), at(end), OFFICE) == expected


def test_compliance_and_the_median_of_five_answers():
    """The mean of these would be 42 hours, and say nothing of the four who waited for an hour at most."""
    minutes = [5, 20, 45, 60, 12_470]
    assert sum(minutes) / len(minutes) / 60 == 42
    assert median(minutes) == 45
    assert compliance(sum(one <= 60 for one in minutes), len(minutes)) == D("0.8")


# --- edges


@pytest.mark.parametrize(
    "unit", ["minute", "hour", "day", "week", "month", "business hour", "business day"]
)
def test_at_once_inside_the_hours_is_now(unit):
    assert due(at("2026-12-21T10:07"), 0, unit, OFFICE) == at("2026-12-21T10:07")


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
    assert due(at(start), 0, unit, OFFICE) == at(expected)


def test_seconds_are_kept():
    assert due(at("2026-12-21T16:59:30"), 1, "business hour", OFFICE) == at("2026-12-22T09:59:30")


@pytest.mark.parametrize("unit", ["business hour", "business day", "hour", "month"])
def test_nothing_is_due_before_it_is_asked(unit):
    with pytest.raises(ValueError, match=f"not due 1 {unit}s before"):
        due(at("2026-12-21T10:00"), -1, unit, OFFICE)


@pytest.mark.parametrize("unit", ["business hours", "year", "", "second", "business week"])
def test_other_units_are_refused(unit):
    with pytest.raises(ValueError, match="there is no unit"):
        due(at("2026-12-21T10:00"), 1, unit, OFFICE)


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
        due(at("2026-12-21T10:00"), amount, unit, OFFICE)


def test_the_end_of_the_calendar_is_refused_too():
    with pytest.raises(ValueError, match="not enough working days"):
        due(at("9999-12-31T16:00"), 2, "business hour", OFFICE)


def test_the_longest_duration_that_can_be_written_in_the_shortest_week():
    mondays = Hours(frozenset({0}), time(9), time(10))
    expected = at("2026-12-21T09:30") + timedelta(weeks=9999)
    assert due(at("2026-12-21T09:30"), 9999, "business day", mondays) == expected


def test_years_of_holidays_are_passed_over():
    first = date(2026, 12, 21).toordinal()
    closed = Hours(
        OFFICE.days, time(9), time(17), frozenset(map(date.fromordinal, range(first, first + 3000)))
    )
    reopens = datetime.combine(date.fromordinal(first + 3000), time(10))
    assert due(at("2026-12-21T10:00"), 1, "business hour", closed) == reopens
    assert working_minutes(at("2026-12-21T10:00"), reopens, closed) == 60


def test_an_answer_before_the_question_is_refused():
    with pytest.raises(ValueError, match="ends before it starts"):
        working_minutes(at("2026-12-21T10:00"), at("2026-12-21T09:59"), OFFICE)


def test_centuries_are_counted_by_weeks():
    minutes = working_minutes(at("0001-01-01T00:00"), at("9999-12-31T00:00"), OFFICE)
    assert minutes == (date.max.toordinal() - 1) // 7 * 5 * 480 + 4 * 480 - 2 * 480, (
        "two holidays on weekdays"
    )


@pytest.mark.parametrize(
    ("met", "of", "expected"), [(0, 0, None), (0, 5, "0"), (5, 5, "1"), (1, 4, "0.25")]
)
def test_compliance(met, of, expected):
    assert compliance(met, of) == (None if expected is None else D(expected))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], None),
        ([7], "7"),
        ([1, 2], "1.5"),
        ([3, 1, 2], "2"),
        ([D("0.5"), D("0.1"), 4, 9], "2.25"),
    ],
)
def test_median(values, expected):
    assert median(values) == (None if expected is None else D(expected))


# --- what holds for all moments


@given(moments, some.integers(0, 3000), calendars)
def test_what_is_due_after_so_many_working_minutes_took_so_many(start, minutes, hours):
    end = after_working(start, timedelta(minutes=minutes), hours)
    assert working_minutes(start, end, hours) == minutes
    assert end >= start
    assert hours.works(end.date())
    assert hours.opens <= end.time() <= hours.closes


@given(moments, some.integers(0, 60), calendars)
def test_business_hours_are_sixty_working_minutes(start, amount, hours):
    end = due(start, amount, "business hour", hours)
    assert working_minutes(start, end, hours) == 60 * amount


@given(moments, some.integers(0, 60), calendars)
def test_business_days_are_whole_working_days(start, amount, hours):
    length = (hours.closes.hour - hours.opens.hour) * 60 + hours.closes.minute - hours.opens.minute
    assert (
        working_minutes(start, due(start, amount, "business day", hours), hours) == amount * length
    )


@given(moments, moments, calendars)
def test_turned_round_an_answer_was_due_when_it_came_or_the_office_was_closed(one, other, hours):
    start, end = sorted((one, other))
    took = working_minutes(start, end, hours)
    again = after_working(start, timedelta(minutes=took), hours)
    assert again <= end or working_minutes(end, again, hours) == 0


@given(some.lists(moments, min_size=3, max_size=3).map(sorted), calendars)
def test_working_minutes_add_up(three, hours):
    first, second, third = three
    whole = working_minutes(first, third, hours)
    assert whole == working_minutes(first, second, hours) + working_minutes(second, third, hours)
    assert 0 <= whole <= (third - first) // timedelta(minutes=1)


@settings(max_examples=25)
@given(moments, some.integers(0, 5000), calendars)
def test_counted_minute_by_minute_it_is_the_same(start, length, hours):
    each = (start + timedelta(minutes=minute) for minute in range(length))
    slowly = sum(
        hours.works(moment.date()) and hours.opens <= moment.time() < hours.closes
        for moment in each
    )
    assert working_minutes(start, start + timedelta(minutes=length), hours) == slowly


@given(
    moments,
    some.integers(0, 40),
    some.sampled_from(["minute", "hour", "day", "week", "month", "business hour", "business day"]),
    calendars,
)
def test_more_is_due_later_and_a_later_question_never_earlier(start, amount, unit, hours):
    end = due(start, amount, unit, hours)
    assert start <= end <= due(start, amount + 1, unit, hours)
    assert end <= due(start + timedelta(minutes=61), amount, unit, hours)
