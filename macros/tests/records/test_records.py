"""The life of a page: on which day its state changes, in which order its records are, and which
day it is for the company. Every date is given. See ``test_record_files`` for the files.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.facts.facts import Facts
from handbook.handbook import build_without_git, company_day
from handbook.records.fingerprints import Fingerprints
from handbook.records.records import (
    SOON,
    Life,
    Record,
    Standing,
    State,
    due_on,
    read_records,
    record_file,
    standing,
)
from handbook.text.load import Folder
from tests import lives
from tests.places import PROJECT

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
READ = Fingerprints("1:3f2a9c41", "1:81be07d2")
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def reviewed(on: date, read: Fingerprints = READ) -> Life:
    record = Record(
        step="reviewed",
        on=on,
        by="seller",
        found="Compared it all.",
        text=read.text,
        facts=read.facts,
    )
    return Life("docs/_records/a", [record])


def stands(on: date, today: date, months: int = 3, now: Fingerprints = READ) -> Standing:
    return standing(reviewed(on), now, months, today)


# --- on which day ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "due"),
    [
        ("2026-11-30", "2027-02-28"),
        ("2027-11-30", "2028-02-29"),
        ("2024-02-29", "2024-05-29"),
        ("2026-01-31", "2026-04-30"),
        ("2026-08-23", "2026-11-23"),
        ("2026-12-31", "2027-03-31"),
        ("2026-11-29", "2027-02-28"),
    ],
)
def test_three_months_are_calendar_months_that_end_with_the_month(on, due):
    assert due_on(date.fromisoformat(on), 3) == date.fromisoformat(due)


def test_one_and_two_months():
    assert due_on(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert due_on(date(2026, 12, 31), 2) == date(2027, 2, 28)


def test_a_review_of_exactly_three_months_ago_holds_and_an_older_one_does_not():
    assert stands(date(2026, 8, 23), TODAY).state is State.DUE_SOON
    assert stands(date(2026, 8, 22), TODAY).state is State.OVERDUE


@given(DAYS, st.sampled_from([1, 2, 3]), st.booleans())
def test_a_state_changes_once_to_due_soon_and_once_to_overdue_the_day_after_the_due_date(
    on, months, changed
):
    now = Fingerprints("00000000", READ.facts) if changed else READ
    due = due_on(on, months)
    length = (due - on).days
    states = [stands(on, on + count * DAY, months, now).state for count in range(length + 40)]
    before = {True: State.CHANGED, False: State.IN_DATE}[changed]
    soon = {True: State.CHANGED, False: State.DUE_SOON}[changed]
    quiet = length - SOON.days
    assert states == [before] * quiet + [soon] * (SOON.days + 1) + [State.OVERDUE] * 39
    assert 28 <= length <= 31 * months


@given(DAYS, DAYS, st.sampled_from([1, 2, 3]))
def test_a_later_review_never_ends_earlier(earlier, later, months):
    first, second = sorted([earlier, later])
    assert due_on(first, months) <= due_on(second, months)


def test_without_a_review_that_binds_a_page_was_never_reviewed():
    unbound = Life("a", [Record(step="reviewed", on=TODAY, by="seller", found="Compared it all.")])
    drafted = Life("a", [Record(step="drafted", on=TODAY, by="seller")])
    for life in (None, Life("a"), unbound, drafted):
        assert standing(life, READ, 3, TODAY) == Standing(State.NEVER)


@pytest.mark.parametrize(
    ("now", "changed"),
    [
        (READ, ()),
        (Fingerprints("00000000", READ.facts), ("text",)),
        (Fingerprints(READ.text, "00000000"), ("facts",)),
        (Fingerprints("00000000", "00000000"), ("text", "facts")),
    ],
)
def test_what_changed_since_the_review_is_said(now, changed):
    found = stands(date(2026, 11, 1), TODAY, now=now)
    assert (found.changed, found.state) == (changed, State.CHANGED if changed else State.IN_DATE)


# --- in which order -------------------------------------------------------------------------------


def files(*records: dict[str, Any], src: str = "a.md") -> dict[str, str]:
    return dict(record_file(src, record) for record in records)


def life_of(*records: dict[str, Any]) -> Life:
    found, problems = read_records(files(*records))
    assert problems == []
    return found["a.md"]


SAME_DAY = [
    lives.step(
        "reviewed",
        "2026-11-20",
        "sales-director",
        found="Compared it all.",
        decided=["It stays."],
        disputes=[],
    ),
    lives.step("disputed", "2026-11-20", says="It takes us three days."),
    lives.step("rewritten", "2026-11-20"),
    lives.step("adjusted", "2026-11-20", "sales-director"),
    lives.step("drafted", "2026-11-20"),
    lives.step("drafted", "2026-11-19", "sdr"),
]


@given(st.permutations(SAME_DAY))
def test_records_are_in_the_order_of_their_days_and_of_one_day_in_the_order_of_the_steps(records):
    steps = [record.step for record in life_of(*records).records]
    assert steps == ["drafted", "drafted", "adjusted", "rewritten", "disputed", "reviewed"]


def review(on: str, by: str = "sales-director", **more: Any) -> dict[str, Any]:
    read = {"text": READ.text, "facts": READ.facts}
    return lives.step("reviewed", on, by, found="Compared it all.", **(read | more))


def test_of_two_reviews_of_one_day_the_one_that_read_what_is_there_counts():
    for read in ("1:00000000", READ.facts):
        life = life_of(
            review("2026-11-20", facts=read), review("2026-11-20", "deputy", facts="1:11111111")
        )
        found = standing(life, Fingerprints(READ.text, read), 3, TODAY)
        assert (found.state, found.review.by) == (State.IN_DATE, "sales-director")
    assert standing(life, Fingerprints(READ.text, "1:22222222"), 3, TODAY).state is State.CHANGED


def test_a_review_of_an_earlier_day_does_not_come_back():
    life = life_of(review("2026-11-19"), review("2026-11-20", facts="1:00000000"))
    assert standing(life, READ, 3, TODAY).state is State.CHANGED


def disputed(says: str, on: str = "2026-11-20") -> dict[str, Any]:
    return lives.step("disputed", on, says=says)


def digits(record: dict[str, Any]) -> str:
    (path,) = files(record)
    return path[-10:-4]


def waiting(*records: dict[str, Any]) -> list[str | None]:
    return [record.says for record in life_of(*records).disputes]


OLD, NEW = disputed("We quote ten days."), disputed("We ask two questions.")


@pytest.mark.parametrize("first", [OLD, NEW])
def test_a_review_answers_the_disputes_that_it_names_and_no_other_of_that_day(first):
    other = NEW if first is OLD else OLD
    mine = review("2026-11-20", decided=["It stays."], disputes=[digits(first)])
    assert waiting(OLD, NEW, mine) == [other["says"]]
    assert waiting(first, mine) == []


def test_a_dispute_of_another_branch_that_the_reviewer_never_saw_still_waits():
    unseen = disputed("We quote ten days.", "2026-11-18")
    mine = review("2026-11-21", decided=["It stays."], disputes=[digits(NEW)])
    assert waiting(unseen, NEW, mine) == ["We quote ten days."]


def test_a_review_that_names_a_dispute_and_decides_nothing_answers_nothing():
    assert waiting(OLD, review("2026-11-21", disputes=[digits(OLD)])) == ["We quote ten days."]


def test_a_review_that_names_none_answers_the_oldest():
    older = disputed("We quote ten days.", "2026-11-18")
    assert waiting(older, NEW, review("2026-11-21", decided=["It stays."])) == [
        "We ask two questions."
    ]


# --- the company's day ----------------------------------------------------------------------------


def in_zone(good: Folder, zone: str) -> Folder:
    path = "docs/_facts/company.yml"
    good.data[path] = good.data[path].replace(b"Europe/London", zone.encode())
    return good


def today_of(folder: Folder, moment: datetime) -> date:
    return build_without_git(folder, moment).today


@pytest.mark.parametrize(
    "zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin", "UTC", "Asia/Kathmandu"]
)
def test_one_company_day_has_one_verdict(good, zone):
    folder = in_zone(good, zone)
    place = ZoneInfo(zone)
    for clock in ((0, 0), (0, 30), (12, 0), (23, 30), (23, 59)):
        assert today_of(folder, datetime(2026, 11, 23, *clock, tzinfo=place)) == TODAY


def test_half_past_eleven_at_night_in_utc_is_another_day_elsewhere(good):
    moment = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert today_of(in_zone(good, "Pacific/Kiritimati"), moment) == TODAY + DAY
    path = "docs/_facts/company.yml"
    good.data[path] = good.data[path].replace(b"Pacific/Kiritimati", b"Pacific/Pago_Pago")
    assert today_of(good, moment) == TODAY


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_on_days_when_clocks_change_no_day_is_lost_or_doubled(good, day):
    folder = in_zone(good, "Europe/Berlin")
    begin = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    end = datetime(day.year, day.month, day.day + 1, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(
        UTC
    )
    assert (end - begin) in (timedelta(hours=23), timedelta(hours=25))
    second = timedelta(seconds=1)
    moments = [begin - second, begin, begin + timedelta(hours=2, minutes=30), end - second, end]
    assert [today_of(folder, moment) for moment in moments] == [day - DAY, day, day, day, day + DAY]
    due = due_on(day - timedelta(days=92), 3)
    assert stands(day - timedelta(days=92), due, 3).state is State.DUE_SOON
    assert stands(day - timedelta(days=92), due + DAY, 3).state is State.OVERDUE


@given(
    DAYS,
    st.sampled_from(
        ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin", "America/St_Johns"]
    ),
)
def test_a_day_begins_at_midnight_of_the_company(day, zone):
    begin = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    where = SimpleNamespace(
        name="",
        locale="en_GB",
        currency="EUR",
        time_zone=zone,
        holidays_of="HU",
        branch="main",
        decimals=2,
    )
    facts = Facts(singles={"company": where})
    assert company_day(begin, facts) == day
    assert company_day(begin - timedelta(microseconds=1), facts) == day - DAY


def test_without_a_known_time_zone_nothing_breaks(good):
    """The zone has a Problem of its own; until it is mended the day is that of UTC."""
    folder = in_zone(good, "Moon/Crater")
    handbook = build_without_git(folder, datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    assert handbook.today == TODAY
    assert any("time_zone" in problem.what for problem in handbook.problems)


def test_time_zones_come_with_the_handbook():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "tzdata" in project["project"]["dependencies"]
