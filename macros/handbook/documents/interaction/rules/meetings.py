"""Rules about regular meetings: when they are, and who would have to be in two at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from handbook.documents.interaction.facts import Meeting
from handbook.documents.interaction.opening import WEEKDAYS, minutes
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, listed
from handbook.rules.rule import rule

# Each weekday comes at least so often in a month and in a quarter.
MOST_WEEKS = {"month": 4, "quarter": 12}


@rule(
    "meeting-week-wrong",
    bad="interaction/meetings.yml:\n- id: planning\n  name: Planning\n  every: month",
    good="interaction/meetings.yml:\n- id: planning\n  name: Planning\n  every: month\n  week: 1",
)
def wrong_weeks(handbook: Handbook) -> Iterator[Problem]:
    """A meeting of each month or quarter says in which of its weeks it is held, one that every month or quarter has. A weekly one says none."""
    for one in handbook.facts[Meeting]:
        most = MOST_WEEKS.get(one.every)
        if most is None and one.week is not None:
            what = f'"{one.name}" is held every week, but also says week {one.week}.'
            yield Problem(one.at("week"), what, "delete the line.")
        elif most is not None and one.week is None:
            what = f'"{one.name}" is held each {one.every}, but does not say in which week.'
            yield Problem(one.at("every"), what, "add below it:", "week: 1")
        elif most is not None and one.week is not None and not 1 <= one.week <= most:
            what = f'"{one.name}" is held in week {one.week}, which not every {one.every} has.'
            yield Problem(
                one.at("week"),
                what,
                f"write a week between 1 and {most}:",
                f"week: {most if one.week else 1}",
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
    good="""
interaction/meetings.yml:
- id: planning
  name: Planning
  every: month
  week: 1
  weekday: Monday
  starts: "11:00"
# The pipeline review is held from 09:30 for 45 minutes on the same day, by the same head.
""",
)
def overlapping_meetings(handbook: Handbook) -> Iterator[Problem]:
    """Nobody is asked to two meetings at the same time in the same week. Where two overlap, one of them is held without those who decide."""
    days = {one.id: set(_days(one, handbook.today.year)) for one in handbook.facts[Meeting]}
    for one, other in combinations(handbook.facts[Meeting], 2):
        both = [
            role
            for role in dict.fromkeys([one.leads, *one.attends])
            if role in (other.leads, *other.attends)
        ]
        if both and _same_hour(one, other) and days[one.id] & days[other.id]:
            what = (
                f'"{other.name}" begins on {other.weekday} at {other.starts:%H:%M}, while "{one.name}", from {one.starts:%H:%M} '
                f"for {one.minutes} minutes, may be held. In both: {listed(both)}."
            )
            yield Problem(other.at("starts"), what, "move one of them to another time.")


def _same_hour(one: Meeting, other: Meeting) -> bool:
    first, second = minutes(one.starts), minutes(other.starts)
    return first < second + other.minutes and second < first + one.minutes


def _days(one: Meeting, year: int) -> Iterator[date]:
    """The days of a meeting in two years: every week, or the n-th such weekday of each month or quarter."""
    day = date(year, 1, 1) + timedelta(
        days=(WEEKDAYS.index(one.weekday) - date(year, 1, 1).weekday()) % 7
    )
    span = {"week": 1, "month": 1, "quarter": 3}[one.every]
    number, period = 0, 0
    while day.year < year + 2:
        now = (12 * day.year + day.month - 1) // span
        number, period = (number + 1 if now == period else 1), now
        if one.every == "week" or number == one.week:
            yield day
        day += timedelta(days=7)
