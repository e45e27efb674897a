"""Rules about regular meetings: when they are, and who would have to be in two of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from handbook.documents.interaction.facts import Meeting
from handbook.documents.interaction.opening import WEEKDAYS, minutes
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, listed
from handbook.rules.rule import rule

# Each weekday comes at least this often in a month and in a quarter.
MOST_WEEKS = {"month": 4, "quarter": 12}


@rule(
    "meeting-week-wrong",
    bad="interaction/meetings.yml:\n- id: planning\n  name: Planning\n  every: month",
    good="interaction/meetings.yml:\n- id: planning\n  name: Planning\n  every: month\n  week: 1",
)
def wrong_weeks(handbook: Handbook) -> Iterator[Problem]:
    """A meeting of each month or quarter says in which of its weeks it is held, a week that every
    month or quarter has. A weekly meeting names no week.
    """
    for meeting in handbook.facts[Meeting]:
        most = MOST_WEEKS.get(meeting.every)
        if most is None and meeting.week is not None:
            what = f'"{meeting.name}" is held every week, but also says week {meeting.week}.'
            yield Problem(meeting.at("week"), what, "delete the line.")
        elif most is not None and meeting.week is None:
            what = f'"{meeting.name}" is held each {meeting.every}, but does not say in which week.'
            yield Problem(meeting.at("every"), what, "add below it:", "week: 1")
        elif most is not None and meeting.week is not None and not 1 <= meeting.week <= most:
            what = f'"{meeting.name}" is held in week {meeting.week}, which not every {meeting.every} has.'
            yield Problem(
                meeting.at("week"),
                what,
                f"write a week between 1 and {most}:",
                f"week: {most if meeting.week else 1}",
            )


@rule(
    "meetings-overlap",
    severity="advice",
    bad="""
interaction/meetings.yml:
- id: planning
  name: Planning
  every: month
  week: 1
  weekday: Monday
  starts: "10:00"
# The pipeline review is held from 09:30 for 45 minutes on the same day, by the same head.
""",
    good={'  starts: "10:00"': '  starts: "11:00"'},
)
def overlapping_meetings(handbook: Handbook) -> Iterator[Problem]:
    """Nobody is asked to two meetings at the same time in the same week. If two overlap, one of
    them is held without the people who decide.
    """
    days = {
        meeting.id: set(_days(meeting, handbook.today.year)) for meeting in handbook.facts[Meeting]
    }
    for meeting, other in combinations(handbook.facts[Meeting], 2):
        both = [
            role
            for role in dict.fromkeys([meeting.leads, *meeting.attends])
            if role in (other.leads, *other.attends)
        ]
        if both and _same_hour(meeting, other) and days[meeting.id] & days[other.id]:
            what = (
                f'"{other.name}" begins on {other.weekday} at {other.starts:%H:%M}, while "{meeting.name}", from {meeting.starts:%H:%M} '
                f"for {meeting.minutes} minutes, may be held. In both: {listed(both)}."
            )
            yield Problem(other.at("starts"), what, "move one of them to another time.")


def _same_hour(meeting: Meeting, other: Meeting) -> bool:
    first, second = minutes(meeting.starts), minutes(other.starts)
    return first < second + other.minutes and second < first + meeting.minutes


def _days(meeting: Meeting, year: int) -> Iterator[date]:
    """The days of a meeting in two years: every week, or the n-th such weekday of each month or
    quarter.
    """
    day = date(year, 1, 1) + timedelta(
        days=(WEEKDAYS.index(meeting.weekday) - date(year, 1, 1).weekday()) % 7
    )
    span = {"week": 1, "month": 1, "quarter": 3}[meeting.every]
    number, period = 0, 0
    while day.year < year + 2:
        now = (12 * day.year + day.month - 1) // span
        number, period = (number + 1 if now == period else 1), now
        if meeting.every == "week" or number == meeting.week:
            yield day
        day += timedelta(days=7)
