"""The plan of what each owner reads in the next weeks: never late, as even as due dates allow, and
always the same.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder
from handbook.upkeep import board, workload
from tests.lives import TODAY

WEEKS = st.lists(st.integers(0, board.WEEKS - 1), max_size=60).map(sorted)


@given(WEEKS, st.integers(0, 40))
def test_the_plan_is_never_late_and_loses_nothing(due: list[int], free: int):
    plan = workload.spread(due, free)
    assert len(plan) == len(due) + free
    assert all(0 <= week < board.WEEKS for week in plan)
    assert all(week <= latest for week, latest in zip(plan, due, strict=False))


@given(WEEKS, st.integers(0, 40))
def test_the_plan_is_as_even_as_due_dates_allow(due: list[int], free: int):
    counts = Counter(workload.spread(due, free))
    most = max(counts.values(), default=0)
    average = ceil((len(due) + free) / board.WEEKS)
    by_week = [sum(number <= week for number in due) for week in range(board.WEEKS)]
    if all(number <= average * (week + 1) for week, number in enumerate(by_week)):
        assert most <= average
    # No plan can do better: so many pages must be read in so many weeks.
    assert most <= max(
        [average, *(ceil(number / (week + 1)) for week, number in enumerate(by_week))]
    )


@given(WEEKS, st.integers(0, 40))
def test_the_plan_keeps_the_order_of_due_dates_and_is_always_the_same(due: list[int], free: int):
    plan = workload.spread(due, free)
    assert plan[: len(due)] == sorted(plan[: len(due)])
    assert plan == workload.spread(list(due), free)


def test_a_crowd_in_the_last_week_is_spread_over_all():
    assert Counter(workload.spread([12] * 26)) == dict.fromkeys(range(13), 2)


def test_a_crowd_that_is_due_now_cannot_wait_and_later_weeks_stay_light():
    assert workload.spread([0] * 5 + [12] * 3) == [0] * 5 + [10, 11, 12]


def test_pages_that_were_never_read_take_the_first_weeks_with_room():
    assert workload.spread([0, 1, 2], free=4) == [0, 1, 2, 3, 4, 5, 6]


def test_every_page_with_words_is_in_the_plan_once(every_state: Folder):
    states = edition_without_git(every_state, TODAY).shown.states
    planned = [reading.page.src for load in workload.loads(states) for reading in load.readings]
    assert sorted(planned) == sorted(
        set(states.handbook.pages) - {"interaction.md"}
    )  # empty: there is nothing to read
    for load in workload.loads(states):
        assert (
            sum(load.proposed)
            == len(load.readings)
            == sum(load.falls) + sum(reading.falls is None for reading in load.readings)
        )
        assert all(reading.page.meta.owner == load.owner for reading in load.readings)
        assert all(
            reading.falls is None or reading.proposed <= reading.falls for reading in load.readings
        )


def test_overdue_pages_are_for_this_week_and_changed_ones_for_the_next_at_the_latest(
    every_state: Folder,
):
    found = {
        reading.page.src: reading
        for load in workload.loads(edition_without_git(every_state, TODAY).shown.states)
        for reading in load.readings
    }
    falls = {
        src: found[src].falls
        for src in ("motivation.md", "hiring.md", "training.md", "forecast.md")
    }
    assert falls == {"motivation.md": 0, "hiring.md": 1, "training.md": 1, "forecast.md": None}


@pytest.mark.parametrize("today", [date(2026, 12, 28) + timedelta(days=days) for days in range(10)])
def test_weeks_begin_on_mondays_also_around_new_year(today: date):
    mondays = workload.mondays(today)
    assert len(mondays) == 13
    assert all(monday.weekday() == 0 for monday in mondays)
    assert mondays[0] <= today < mondays[1]
