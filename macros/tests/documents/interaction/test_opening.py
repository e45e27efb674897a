"""When units work: ordinary weeks and public holidays of a country, as calendars for the sums."""

from __future__ import annotations

from datetime import date, datetime, time

import holidays
import pytest

from handbook.documents.company.facts.company import BusinessUnit, Company
from handbook.documents.interaction.opening import (
    calendar_of,
    done_at,
    first_missed_deadline,
    hours_of,
    minutes,
    ordinary_moments,
    public_holidays,
    weekday_and_time,
    years_shown,
)
from handbook.documents.interaction.sums import Hours, due_at
from handbook.facts.durations import Duration
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder

TODAY = date(2026, 11, 23)
OFFICE = Hours(frozenset(range(5)), time(9), time(17))
EVENING = Hours(frozenset({1, 3}), time(18), time(21, 30))


@pytest.fixture
def facts(good: Folder):
    return edition_without_git(good, TODAY).handbook.facts


def in_country(company: Company, country: str, locale: str = "en_GB") -> Company:
    return company.model_copy(update={"holidays_of": country, "locale": locale})


def at(moment: str) -> datetime:
    """A moment on the wall clock, as all sums of business hours have it."""
    return datetime.fromisoformat(moment)


def length(text: str) -> Duration:
    return Duration.read(text)


def test_the_years_shown_are_this_one_and_the_two_next():
    assert list(years_shown(TODAY)) == [2026, 2027, 2028]


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        ("GB", date(2026, 12, 28), "Boxing Day (observed)"),
        ("HU", date(2026, 12, 24), "Christmas Eve"),
        ("HU", date(2027, 3, 15), "National Day"),
        ("US", date(2026, 11, 26), "Thanksgiving Day"),
    ],
)
def test_public_holidays_are_those_of_the_country_with_names_in_the_language_of_the_handbook(
    facts, country, day, name
):
    assert public_holidays(in_country(facts.only(Company), country), [2026, 2027])[day] == name


def test_holidays_are_named_in_the_handbooks_language_or_else_in_english(facts):
    named = {
        locale: public_holidays(in_country(facts.only(Company), "HU", locale), [2027])[
            date(2027, 3, 15)
        ]
        for locale in ("hu_HU", "fr_FR")
    }
    assert named == {"hu_HU": "Nemzeti ünnep", "fr_FR": "National Day"}


def test_holidays_stand_in_order_and_only_in_the_years_asked_for(facts):
    found = list(public_holidays(in_country(facts.only(Company), "HU"), [2027, 2026]))
    assert found == sorted(found)
    assert {day.year for day in found} == {2026, 2027}


def test_without_a_company_there_are_no_holidays():
    assert public_holidays(None, [2026]) == {}


def test_the_calendar_of_a_unit_has_its_days_its_hours_and_the_holidays(facts):
    unit = facts[BusinessUnit]["operations"]
    week = hours_of(unit, facts.only(Company))
    assert (week.days, week.opens, week.closes, week.holidays) == (
        frozenset(range(5)),
        time(9),
        time(17),
        frozenset(),
    )
    year = hours_of(unit, facts.only(Company), [2026])
    assert not year.works(date(2026, 12, 25))
    assert year.works(date(2026, 12, 24))


def test_friday_afternoon_becomes_monday_morning_and_christmas_is_skipped(facts):
    hours = hours_of(facts[BusinessUnit]["operations"], facts.only(Company), years_shown(TODAY))
    assert due_at(at("2026-11-27 16:40"), 2, "business hour", hours) == at("2026-11-30 10:40")
    assert due_at(at("2026-12-24 16:40"), 2, "business hour", hours) == at("2026-12-29 10:40")


def test_ordinary_moments_are_inside_the_hours_of_each_working_day():
    found = ordinary_moments(EVENING)
    assert [weekday_and_time(moment) for moment in found] == [
        f"{day} {clock}"
        for day in ("Tuesday", "Thursday")
        for clock in ("18:00", "19:00", "20:00", "21:00", "21:29")
    ]
    assert all(OFFICE.opens <= moment.time() < OFFICE.closes for moment in ordinary_moments(OFFICE))


def test_steps_follow_one_another_each_in_its_own_hours():
    monday = at("2001-01-01 16:00")
    assert done_at(monday, [(length("2 business hours"), OFFICE)]) == at("2001-01-02 10:00")
    both = [(length("2 business hours"), OFFICE), (length("1 business hour"), EVENING)]
    assert done_at(monday, both) == at("2001-01-02 19:00")
    assert done_at(monday, []) == monday


@pytest.mark.parametrize(
    ("steps", "limit", "even", "late"),
    [
        ("4 business hours", "1 business day", False, None),
        ("8 business hours", "1 business day", False, None),
        ("8 business hours", "1 business day", True, "Monday 10:00"),
        ("9 business hours", "1 business day", False, "Monday 09:00"),
        ("10 business days", "14 days", False, None),
        ("10 business days", "13 days", False, "Monday 09:00"),
        ("1 business day", "24 hours", False, "Friday 09:00"),
        ("1 business day", "3 days", False, None),
    ],
)
def test_lengths_of_time_are_compared_from_every_ordinary_moment(steps, limit, even, late):
    found = first_missed_deadline(
        [(length(steps), OFFICE)], [(length(limit), OFFICE)], OFFICE, even
    )
    assert (weekday_and_time(found) if found else None) == late


def test_minutes_count_from_midnight():
    assert [minutes(time(0)), minutes(time(9, 30)), minutes(time(23, 59))] == [0, 570, 1439]


@pytest.mark.parametrize("country", ["HU", "GB", "AX", "USA"])
def test_the_calendar_of_one_country_is_that_of_the_library(country: str):
    alone, known = calendar_of(country)(years=2026), holidays.country_holidays(country, years=2026)
    assert dict(alone) == dict(known)
    assert alone.supported_languages == known.supported_languages
