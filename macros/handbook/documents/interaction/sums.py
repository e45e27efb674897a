"""Clocks of service levels: when an answer is due.

Times are naive: local time of the unit that answers.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice

# Days: enough for the longest duration that can be written, 9999 business days, with one day a
# week.
FAR = 200 * 366


@dataclass(frozen=True)
class Hours:
    """When somebody answers: days of the week (0 is Monday), from ``opens`` to ``closes``, but not
    on ``holidays``.

    ValueError without a day, with an unknown day, or if it does not close after it opens on the
    same day.
    """

    days: frozenset[int]
    opens: time
    closes: time
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.days or not self.days <= set(range(7)):
            raise ValueError("a calendar needs a working day, from 0 for Monday to 6 for Sunday")
        if self.opens >= self.closes:
            raise ValueError("a working day closes after it opens")

    def works(self, day: date) -> bool:
        """Whether ``day`` is a working day."""
        return day.weekday() in self.days and day not in self.holidays


@lru_cache(maxsize=65536)  # the same ladders are compared from the same moments many times
def due_at(start: datetime, amount: int, unit: str, hours: Hours) -> datetime:
    """When an answer is due that was asked for at ``start``. ``unit`` is one of those below; ValueError for others.

    - *business hours*: the clock runs only inside the hours. What ends exactly at closing is due then, not next morning.
    - *business days*: the same minute on the n-th working day later; a start outside the hours counts from the next opening.
    - *minutes, hours, days, weeks*: by the wall, day and night. *Months*: the same day, or the last of a shorter month.

    ``amount`` is zero or more. ValueError too if the calendar, or two hundred years, do not hold so many.
    """
    if amount < 0:
        raise ValueError(f"an answer is not due {-amount} {unit}s before the question")
    if unit == "business hour":
        return add_working_time(start, timedelta(hours=amount), hours)
    if unit == "business day":
        begins = add_working_time(start, timedelta(0), hours)
        day = next(islice(_working_days(begins.date(), hours), amount, None))
        return datetime.combine(day, begins.time())
    if unit == "month":
        return _months_later(start, amount)
    if unit not in ("minute", "hour", "day", "week"):
        raise ValueError(f"there is no unit {unit!r}")
    return start + amount * timedelta(**{f"{unit}s": 1})


def add_working_time(start: datetime, span: timedelta, hours: Hours) -> datetime:
    """The first moment, inside the hours, at which ``span`` of working time has gone by since
    ``start``.
    """
    left, days = span, _working_days(start.date(), hours)
    while True:
        day = next(days)
        begins = max(start, datetime.combine(day, hours.opens))
        today = datetime.combine(day, hours.closes) - begins
        if timedelta(0) <= today and left <= today:
            return begins + left
        left -= max(today, timedelta(0))


def _working_days(first: date, hours: Hours) -> Iterator[date]:
    """Working days from ``first`` on. ValueError when the search goes too far."""
    begin = first.toordinal()
    for number in range(begin, min(begin + FAR, date.max.toordinal()) + 1):
        if hours.works(day := date.fromordinal(number)):
            yield day
    raise ValueError("there are not enough working days in the next two hundred years")


def _months_later(start: datetime, months: int) -> datetime:
    year, month = divmod(12 * start.year + start.month - 1 + months, 12)
    if year > date.max.year:
        raise ValueError("there are not enough months before the end of the calendar")
    return start.replace(
        year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1])
    )
