"""Whose admission runs out: by code and role, the day of the last test that was passed and the day
by which it is taken again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from handbook.documents.company.facts.company import Company
from handbook.documents.training.admission.mark import MarkedSheet
from handbook.facts.durations import Duration
from handbook.handbook import Handbook
from handbook.problems.problem import counted
from handbook.records.records import due_on
from handbook.show.spelling import day

SOON = timedelta(weeks=4)  # how long before the due day people get a reminder


class Renewal(NamedTuple):
    """A person by code and role, the day of the last test they passed, and the last day on which it
    counts.
    """

    code: str
    role: str
    passed_on: date
    valid_until: date


def valid_until(passed_on: date, every: Duration) -> date | None:
    """The last day on which a test counts: calendar months later, clamped to the month's end; or
    weeks or days later.

    None for a unit that a calendar cannot count, such as business hours.
    """
    if every.unit == "month":
        return due_on(passed_on, every.amount)
    return passed_on + timedelta(days=every.days) if every.unit in ("day", "week") else None


def renewals(results: Iterable[MarkedSheet], today: date) -> list[Renewal]:
    """One row for each person and role with a passed test whose day is known, the first to run out
    first. A later test counts for both.
    """
    last: dict[tuple[str, str], Renewal] = {}
    for result in results:
        code, role, taken = result.sheet.code, result.path.id, result.sheet.taken_on
        until = (
            valid_until(taken, result.path.again_every)
            if taken and result.verdict == "passed"
            else None
        )
        if taken is None or until is None or taken > today:
            continue
        if (code, role) not in last or last[code, role].passed_on < taken:
            last[code, role] = Renewal(code, role, taken, until)
    return sorted(last.values(), key=lambda row: (row.valid_until, row.code, row.role))


def renewals_text(handbook: Handbook, results: Sequence[MarkedSheet]) -> str:
    """The list in words, overdue ones first, and after it each sheet of which it cannot be said;
    empty where there is neither.
    """
    today = handbook.today
    rows = [_row(handbook, row) for row in renewals(results, today)]
    unknown = [
        f"  {result.sheet.at().path}: {why}"
        for result in results
        if (why := _why_not(result, today))
    ]
    said = ["Whose admission runs out, the first to do so first:", *rows] if rows else []
    return "\n".join(
        [*said, *(["Sheets that do not count for this:", *unknown] if unknown else [])]
    )


def _row(handbook: Handbook, row: Renewal) -> str:
    company = handbook.facts.only(Company)
    dates = f"passed on {day(row.passed_on, company)}, to be taken again by {day(row.valid_until, company)}"
    return f"  {row.code}, {row.role}: {dates}{''.join(_sign(row, handbook.today))}"


def _sign(row: Renewal, today: date) -> Iterator[str]:
    late = (today - row.valid_until).days
    if late > 0:
        yield f"  <- overdue for {counted(late, 'day')}"
    elif today + SOON >= row.valid_until:
        yield "  <- within four weeks"


def _why_not(result: MarkedSheet, today: date) -> str:
    """Why a sheet that may have been passed says nothing of the day; empty for all others."""
    who = f"{result.sheet.code}, {result.path.id}: "
    if result.verdict == "open":
        return f"{who}whether it was passed is open"
    if result.verdict == "not passed":
        return ""
    if result.sheet.taken_on is None:
        return f'{who}nobody wrote behind "taken_on:" on which day the test was taken'
    if result.sheet.taken_on > today:
        return f'{who}the day behind "taken_on:" is still to come'
    every = result.path.again_every
    return "" if valid_until(today, every) else f"{who}nobody can count {every} in a calendar"
