"""Lengths of time in calendar days: months as short and as long as they can be, and limits that
hold from whichever day.
"""

from __future__ import annotations

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as some

from handbook.facts.lengths import calendar_days, stays_within

days = some.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("amount", "unit", "fewest", "most"),
    [
        (1, "month", 28, 31),
        (6, "month", 181, 184),
        (12, "month", 365, 366),
        (2, "week", 14, 14),
        (90, "day", 90, 90),
        (36, "hour", 1, 2),
        (30, "minute", 0, 1),
        (0, "month", 0, 0),
    ],
)
def test_a_length_has_a_fewest_and_a_most(amount, unit, fewest, most):
    assert calendar_days(amount, unit) == (fewest, most)


@pytest.mark.parametrize("unit", ["business hour", "business day"])
def test_nobody_can_say_how_long_business_time_lasts(unit):
    with pytest.raises(ValueError, match="nobody can say"):
        calendar_days(4, unit)


@pytest.mark.parametrize(
    ("length", "limit", "within"),
    [
        ((6, "month"), (6, "month"), True),
        ((7, "month"), (6, "month"), False),
        ((181, "day"), (6, "month"), True),
        ((182, "day"), (6, "month"), False),
        ((6, "month"), (184, "day"), True),
        ((6, "month"), (183, "day"), False),
        ((26, "week"), (6, "month"), False),
        ((20, "business day"), (20, "business day"), True),
    ],
)
def test_a_limit_holds_from_whichever_day(length, limit, within):
    assert stays_within(length, limit) is within


@given(days, some.integers(1, 120))
def test_no_months_in_a_row_are_shorter_or_longer(first, amount):
    fewest, most = calendar_days(amount, "month")
    assert fewest <= (first + relativedelta(months=amount) - first).days <= most
