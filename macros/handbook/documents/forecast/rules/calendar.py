"""Rules about the fiscal calendar: quarters without gap, seasons that make a whole year, results
once a quarter is over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, pairwise
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

from handbook.documents.company.facts.company import Company
from handbook.documents.forecast.facts.forecast import Snapshot
from handbook.documents.forecast.facts.plan import Plan, Quarter, Result
from handbook.documents.forecast.forecasting import QUARTERS, in_order
from handbook.documents.forecast.plan.seats import month_of_company
from handbook.facts.facts import Facts
from handbook.facts.forms import as_entry
from handbook.facts.meant import plain
from handbook.facts.model import Table
from handbook.facts.scalars import Share
from handbook.facts.slips import slip_in_sum
from handbook.handbook import Handbook
from handbook.problems.edits import HOLE, Entry, Insert
from handbook.problems.problem import Cause, Problem, counted
from handbook.rules.amounts import spaced
from handbook.rules.rule import rule

A_QUARTER = relativedelta(months=12 // QUARTERS)
TO_WRITE = timedelta(days=14)  # after the end of a quarter, until what was signed is counted


def readable(*tables: Table[Any]) -> bool:
    """Whether all items of the tables could be read, so that what is missing is really missing."""
    return all(table.whole for table in tables)


@rule(
    "quarters-apart",
    bad="company.yml:\nfiscal_year_begins: January\n# In calendar.yml the years begin in April.",
    good="company.yml:\nfiscal_year_begins: April",
)
def quarters_apart(handbook: Handbook) -> Iterator[Problem]:
    """Every day is in exactly one quarter: each begins on the day on which the one before it ends.
    A fiscal year begins with the month that `company.yml` names, is called by the year in which it
    begins, and has four quarters. The year of the plan is among them.
    """
    if not readable(handbook.facts[Quarter]) or handbook.facts.only(Company) is None:
        return
    quarters = in_order(handbook.facts)
    seams = [_whole_quarter_gone(handbook, seam) or seam.problem for seam in _seams(quarters)]
    yield from seams or _years(handbook, quarters)


class _Seam(NamedTuple):
    """Two quarters of which the second does not begin where the first ends, and what is to be said
    of that.
    """

    before: Quarter
    after: Quarter
    problem: Problem


def _seams(quarters: list[Quarter]) -> Iterator[_Seam]:
    for before, quarter in pairwise(quarters):
        if before.until != quarter.from_:
            kind = (
                "overlap"
                if before.until > quarter.from_
                else "leave days between them that are in no quarter"
            )
            until, begins = before.until.isoformat(), quarter.from_.isoformat()
            what = f'"{before.id}" and "{quarter.id}" {kind}: one ends before {until}, the other begins on {begins}.'
            problem = Problem(quarter.at("from"), what, "let the one end where the other begins.")
            yield _Seam(before, quarter, problem)


def is_gapless(quarters: list[Quarter]) -> bool:
    """Whether each quarter begins where the one before it ends."""
    return not any(_seams(quarters))


def _whole_quarter_gone(handbook: Handbook, seam: _Seam) -> Problem | None:
    """The Problem that a quarter is missing between two, with its keys; None where the days between
    them are not a quarter long.
    """
    begins, ends = seam.before.until, seam.after.from_
    if begins + A_QUARTER != ends:
        return None
    what = f'Between "{seam.before.id}" and "{seam.after.id}" a quarter is missing: no other covers {begins.isoformat()} to {ends.isoformat()}.'
    where, fix = seam.after.at(), f'add it before "{seam.after.id}":'
    return _missing(handbook, begins, Problem(where, what, fix, edit=Insert(where.line - 1)))


def _missing(handbook: Handbook, begins: date, problem: Problem) -> Problem:
    """A problem of a quarter that is missing, with the keys of that quarter as far as they are
    certain.
    """
    year, ends = begins.year - (begins.month < month_of_company(handbook.facts)), begins + A_QUARTER
    quarter_id = _id_of_missing(handbook.facts, begins, year)
    keys = {
        "id": quarter_id or HOLE,
        "year": str(year),
        "from": begins.isoformat(),
        "until": ends.isoformat(),
        "season": _season_left(handbook.facts, year),
        **_signed_total(handbook, quarter_id, ends),
    }
    paste = as_entry("\n".join(f"{key}: {value}" for key, value in keys.items()))
    return replace(
        problem, paste=paste, cause=Cause("quarters", quarter_id) if quarter_id else None
    )


def _id_of_missing(facts: Facts, begins: date, year: int) -> str:
    """The id of a quarter, built like those of other years; else the id that results and forecasts
    name and the calendar lacks, if there is only one.
    """
    quarters = in_order(facts)
    same_month = [quarter for quarter in quarters if quarter.from_.month == begins.month]
    found = {quarter.id.replace(str(quarter.year), str(year)) for quarter in same_month} - facts[
        Quarter
    ].known
    if not found and quarters[0].from_ + A_QUARTER * (len(quarters) + 1) == quarters[-1].until:
        named = {result.id for result in facts[Result]} | {
            snapshot.quarter for snapshot in facts[Snapshot]
        }
        found = named - facts[Quarter].known
    return found.pop() if len(found) == 1 else ""


def _season_left(facts: Facts, year: int) -> str:
    """What the other quarters of a year leave of it; a hole where they are not three, or leave
    nothing.
    """
    others = [Decimal(quarter.season) for quarter in facts[Quarter] if quarter.year == year]
    left = 1 - sum(others, Decimal(0))
    return str(Share(left)) if len(others) == QUARTERS - 1 and left > 0 else HOLE


def _signed_total(handbook: Handbook, quarter_id: str, ends: date) -> dict[str, str]:
    """What was signed in a quarter that is over: the total of its results, else a blank to fill in."""
    if ends > handbook.today:
        return {}
    result = handbook.facts[Result].get(quarter_id)
    return {"signed": spaced(result.signed) if result else HOLE}


def _years(handbook: Handbook, quarters: list[Quarter]) -> Iterator[Problem]:
    by_year: dict[int, list[Quarter]] = {}
    for quarter in quarters:
        by_year.setdefault(quarter.year, []).append(quarter)
    month = month_of_company(handbook.facts)
    uneven = {year: many for year, many in by_year.items() if len(many) != QUARTERS}
    if uneven:
        yield from list(_wrong_years(quarters, month)) or _too_few(handbook, quarters, uneven)
    else:
        yield from islice(_wrong_starts(by_year, month), 1)  # one wrong month moves all years
    plan = handbook.facts.only(Plan)
    if plan is not None and quarters and plan.year not in by_year:
        what = f"The plan is for {plan.year}, but {handbook.facts[Quarter].path} has no quarter of that year."
        begins = date(plan.year, month, 1).isoformat()
        fix = f"add its four quarters there, the first from {begins} on, or correct the year."
        yield Problem(plan.at("year"), what, fix)


def _wrong_years(quarters: list[Quarter], month: int) -> Iterator[Problem]:
    for quarter in quarters:
        year = quarter.from_.year - (quarter.from_.month < month)
        if year != quarter.year:
            what = f'"{quarter.id}" begins on {quarter.from_.isoformat()}, in the fiscal year {year}, but it is counted to {quarter.year}.'
            yield Problem(quarter.at("year"), what, "write:", f"year: {year}")


def _too_few(
    handbook: Handbook, all_quarters: list[Quarter], uneven: dict[int, list[Quarter]]
) -> Iterator[Problem]:
    for year, quarters in uneven.items():
        first, last, lacks_one = quarters[0], quarters[-1], len(quarters) == QUARTERS - 1
        what = f"The fiscal year {year} has {counted(len(quarters), 'quarter')} here, and a year has four"
        begins = date(year, month_of_company(handbook.facts), 1)
        if lacks_one and first is all_quarters[0] and first.from_ == begins + A_QUARTER:
            where, fix = first.at(), f'add it before "{first.id}":'
            problem = Problem(
                where, f"{what}: the first is missing.", fix, edit=Insert(where.line - 1)
            )
            yield _missing(handbook, begins, problem)
        elif lacks_one and last is all_quarters[-1] and first.from_ == begins:
            problem = Problem(last.at(), f"{what}: the last is missing.", "add it:", edit=Entry())
            yield _missing(handbook, last.until, problem)
        else:
            fix = "add the quarters that are missing, or take out one too many."
            yield Problem(last.at(), f"{what}.", fix)


def _wrong_starts(by_year: dict[int, list[Quarter]], month: int) -> Iterator[Problem]:
    for year, quarters in by_year.items():
        for place, quarter in enumerate(quarters):
            begins = date(year, month, 1) + relativedelta(months=12 // QUARTERS * place)
            if quarter.from_ != begins:
                what = f'"{quarter.id}" begins on {quarter.from_.isoformat()}; by the fiscal year in company.yml it begins on {begins.isoformat()}.'
                fix = "correct it, and end the quarter before it on the same day; or correct the month in company.yml."
                yield Problem(quarter.at("from"), what, fix)


@rule(
    "season-not-whole",
    bad="""
forecast-and-quotas/calendar.yml:
- {id: q1-2026, year: 2026, from: 2026-04-01, until: 2026-07-01, season: 25 %, signed: 93 000}
- {id: q2-2026, year: 2026, from: 2026-07-01, until: 2026-10-01, season: 20 %, signed: 75 000}
- {id: q3-2026, year: 2026, from: 2026-10-01, until: 2027-01-01, season: 25 %}
- {id: q4-2026, year: 2026, from: 2027-01-01, until: 2027-04-01, season: 25 %}
""",
    good="""
forecast-and-quotas/calendar.yml:
- {id: q1-2026, year: 2026, from: 2026-04-01, until: 2026-07-01, season: 25 %, signed: 93 000}
- {id: q2-2026, year: 2026, from: 2026-07-01, until: 2026-10-01, season: 20 %, signed: 75 000}
- {id: q3-2026, year: 2026, from: 2026-10-01, until: 2027-01-01, season: 25 %}
- {id: q4-2026, year: 2026, from: 2027-01-01, until: 2027-04-01, season: 30 %}
""",
)
def broken_seasons(handbook: Handbook) -> Iterator[Problem]:
    """The shares of a year's four quarters are 100 % together. Otherwise the quotas of the quarters
    are not the quota of the year.
    """
    if not readable(handbook.facts[Quarter]):
        return
    for year in sorted({quarter.year for quarter in handbook.facts[Quarter]}):
        quarters = [quarter for quarter in in_order(handbook.facts) if quarter.year == year]
        whole = sum((Decimal(quarter.season) for quarter in quarters), Decimal(0))
        if len(quarters) == QUARTERS and whole != 1:
            yield _no_whole_year(quarters, whole)


def _no_whole_year(quarters: list[Quarter], whole: Decimal) -> Problem:
    """The Problem that the shares of a year's quarters are not 100 %, at the one that looks like a
    slip, else at the last.
    """
    together = Share(whole) if whole <= 1 else f"{(whole * 100).normalize():f} %"
    what = (
        f"The four quarters of {quarters[0].year} are {together} of the year together, not 100 %."
    )
    slip = slip_in_sum([Decimal(quarter.season) * 100 for quarter in quarters], Decimal(100))
    if slip:
        odd = quarters[slip.place]
        what += f' They are 100 % if "{odd.id}" is {plain(slip.meant)} %: {odd.season} looks like a slip, {slip.how}.'
        return Problem(
            odd.at("season"), what, "if it is a slip, write:", f"season: {plain(slip.meant)} %"
        )
    last = quarters[-1]
    rest = 1 - whole + last.season
    if 0 < rest <= 1:
        return Problem(
            last.at("season"), what, "if the others are right, write:", f"season: {Share(rest)}"
        )
    return Problem(last.at("season"), what, "correct the shares.")


@rule(
    "signed-out-of-time",
    bad="""
forecast-and-quotas/calendar.yml:
- {id: q3-2026, year: 2026, from: 2026-10-01, until: 2027-01-01, season: 25 %, signed: 90 000}
""",
    good="""
forecast-and-quotas/calendar.yml:
- {id: q3-2026, year: 2026, from: 2026-10-01, until: 2027-01-01, season: 25 %}
""",
)
def signed_out_of_time(handbook: Handbook) -> Iterator[Problem]:
    """What was signed in a quarter is written once the quarter is over, not before. Where forecasts
    were frozen it is written within two weeks, because without it nobody can tell how right they
    were.
    """
    today = handbook.today
    frozen = {snapshot.quarter for snapshot in handbook.facts[Snapshot]}
    for quarter in handbook.facts[Quarter]:
        if quarter.signed is not None and quarter.until > today:
            what = f'"{quarter.id}" still runs until {quarter.until.isoformat()}, but it already says what was signed in it.'
            yield Problem(
                quarter.at("signed"),
                what,
                "delete this line until the quarter is over; what is signed so far stands in the pipeline.",
            )
        elif quarter.signed is None and quarter.id in frozen and quarter.until + TO_WRITE <= today:
            what = f'"{quarter.id}" has been over since {quarter.until.isoformat()}, and nothing says what was signed in it.'
            yield Problem(
                quarter.at(), what, "add what was signed:", "signed: …", severity="advice"
            )
