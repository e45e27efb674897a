"""When units work: their hours and the public holidays of the company's country, as calendars for
the sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from posixpath import dirname
from typing import get_args

import holidays
from holidays.registry import COUNTRIES

from handbook.documents.company.facts.company import BusinessUnit, Company
from handbook.documents.interaction.sums import Hours, due_at
from handbook.facts.durations import Duration
from handbook.facts.scalars import Weekday

WEEKDAYS: tuple[str, ...] = get_args(Weekday)
YEARS_SHOWN = 3
# A Monday, so that an ordinary week without public holidays can be laid out on days that exist.
_MONDAY = date(2001, 1, 1)


def years_shown(today: date) -> range:
    """The years whose public holidays pages know: this one and the two next."""
    return range(today.year, today.year + YEARS_SHOWN)


def public_holidays(company: Company | None, years: Iterable[int]) -> dict[date, str]:
    """The public holidays of the company's country in these years, in order, with their names; none
    without a company.
    """
    if company is None:
        return {}
    found = [_holidays(company.holidays_of, year, company.locale) for year in sorted(years)]
    return {day: name for days in found for day, name in days}


@lru_cache(maxsize=256)
def _holidays(country: str, year: int, locale: str) -> tuple[tuple[date, str], ...]:
    calendar = calendar_of(country)
    known = calendar.supported_languages
    # Where a country's holidays have no name in the handbook's language, more people read English
    # than the country's own language.
    wished = [locale, *(name for name in known if name[:2] == locale[:2]), "en_US"]
    language = next((name for name in wished if name in known), None)
    # For one year, some countries also return a day that was moved into the next.
    days = calendar(years=year, language=language).items()
    return tuple(sorted((day, name) for day, name in days if day.year == year))


@cache
def calendar_of(country: str) -> type[holidays.HolidayBase]:
    """The public holidays of one country, from its own module of the library.

    Looking up a country by its code makes the library import all two hundred, which takes longer
    than reading a handbook.
    """
    name, (entity, *_) = next(found for found in COUNTRIES.items() if country in found[1])
    spec = PathFinder.find_spec(name, [f"{dirname(holidays.__file__)}/countries"])
    assert spec is not None  # these are the languages that the library has
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: type[holidays.HolidayBase] = getattr(module, entity)
    return found


def hours_of(unit: BusinessUnit, company: Company | None, years: Iterable[int] = ()) -> Hours:
    """The unit's calendar, without the public holidays of ``years``. Without years, it is the
    calendar of ordinary weeks.
    """
    days = frozenset(WEEKDAYS.index(day) for day in unit.hours.days)
    return Hours(
        days, unit.hours.opens, unit.hours.closes, frozenset(public_holidays(company, years))
    )


def ordinary_moments(hours: Hours) -> list[datetime]:
    """Moments of an ordinary week in which something may be asked for: at opening, each full hour
    later, a minute before closing.
    """
    found = []
    for number in sorted(hours.days):
        day = _MONDAY + timedelta(days=number)
        last = datetime.combine(day, hours.closes) - timedelta(minutes=1)
        at = datetime.combine(day, hours.opens)
        while at < last:
            found.append(at)
            at += timedelta(hours=1)
        found.append(last)
    return found


Steps = Sequence[tuple[Duration, Hours]]


def done_at(start: datetime, steps: Steps) -> datetime:
    """When the last of several steps is done at the latest; each step begins when the previous one
    is done. ValueError as :func:`due_at`.
    """
    for length, hours in steps:
        start = due_at(start, length.amount, length.unit, hours)
    return start


@lru_cache(maxsize=4096)  # the same ladders are compared in many pairs
def _ends(steps: tuple[tuple[Duration, Hours], ...], hours: Hours) -> tuple[datetime, ...]:
    """When steps are done that begin at each of the ordinary moments."""
    return tuple(done_at(start, steps) for start in ordinary_moments(hours))


def first_missed_deadline(
    steps: Steps, limit: Steps, hours: Hours, even: bool = False
) -> datetime | None:
    """The first ordinary moment of ``hours`` from which ``steps`` may end later than ``limit``;
    None if they never do.

    With ``even``, ending at the same minute counts too.
    """
    ends = zip(_ends(tuple(steps), hours), _ends(tuple(limit), hours), strict=True)
    for start, (end, deadline) in zip(ordinary_moments(hours), ends, strict=True):
        if end > deadline or (even and end == deadline):
            return start
    return None


def weekday_and_time(moment: datetime) -> str:
    """``Friday 16:40``, for a moment of an ordinary week."""
    return f"{WEEKDAYS[moment.weekday()]} {moment:%H:%M}"


def minutes(at: time) -> int:
    """Minutes since midnight."""
    return at.hour * 60 + at.minute
