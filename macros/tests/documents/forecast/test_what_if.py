"""The what-if: numbers by hand, and agreement with the sums that the plan is made of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from handbook.documents.forecast.facts.plan import Plan
from handbook.documents.forecast.macros.what_if import WhatIfStart
from handbook.documents.forecast.plan.demand import demand_of
from handbook.documents.forecast.sums.capacity import required_hires, seat_months
from handbook.documents.forecast.sums.what_if import Basis, WhatIfInput
from handbook.documents.sales_book.sums.pipeline import needed_at_each_step, required_coverage
from handbook.rules.edition import edition_without_git
from handbook.show.lookup import need
from handbook.show.macro import Context, all_macros
from handbook.text.load import Folder
from tests.documents.forecast.what_if import stretched, what_if

D = Decimal
RAMP = (D("0"), D("0.5"), D("1"))
BASIS = Basis(
    D(873_000), D("0.5"), D(0), D(4), D("0.05"), D("1.2"), RAMP, (D("6.6667"), D("1.6667"))
)
ASKED = WhatIfInput(D(1_065_000), D("0.6"), D(3396), D(100_000), 3, 10)


def test_a_plan_by_hand():
    found = what_if(BASIS, ASKED)
    assert (found.value, found.orders, found.qualified) == (
        384_000,
        114,
        189,
    )  # 113.07 orders, 188.46 deals
    assert found.before == (1257, 315)
    assert (found.coverage, found.pipeline) == (D(2), 768_000)
    assert found.sellers == D("4.1")  # 384 000 / 95 000 = 4.04
    assert found.hires == 1  # 4 000 are missing, somebody from January on adds 11 875


def test_it_agrees_with_the_sums_that_it_is_made_of():
    found = what_if(BASIS, ASKED)
    (qualified,) = needed_at_each_step(D(384_000) / ASKED.order, [ASKED.win_rate])
    assert found.qualified - 1 < qualified <= found.qualified
    assert found.coverage == required_coverage(ASKED.win_rate, BASIS.buffer)
    adds = sum(seat_months(2026, date(2027, 1, 1), None, RAMP, 4)) / 12 * D(95_000)
    assert found.hires == required_hires(D(384_000), D(380_000), adds)


@pytest.mark.parametrize(
    ("months", "shares"),
    [
        (3, ["0", "0.5", "1"]),
        (1, ["1"]),
        (0, []),
        (6, ["0", "0", "0.5", "0.5", "1", "1"]),
        (2, ["0.5", "1"]),
    ],
)
def test_a_ramp_that_is_drawn_out_or_shortened_keeps_its_steps(months, shares):
    assert stretched(RAMP, months) == [D(share) for share in shares]


def test_who_begins_too_late_is_never_enough():
    assert what_if(BASIS, ASKED._replace(starts=12)).hires is None
    assert what_if(BASIS, ASKED._replace(starts=12, revenue=D(873_000))).hires == 0


def test_the_form_begins_with_the_numbers_of_the_plan(good: Folder):
    book = edition_without_git(good, date(2026, 11, 23)).handbook
    demand = demand_of(book.facts)
    assert demand
    shown: WhatIfStart = all_macros()["what_if"].select(Context(book, "forecast.md")).content.values
    found = what_if(shown.basis, shown.asked)
    assert found.value == need(book.facts, Plan).orders
    assert abs(found.orders - demand.orders) < 1
    assert abs(found.qualified - demand.entering("proposal")) < 1
    assert shown.steps == ("First calls", "Reach Discovery")
    assert abs(found.before[1] - demand.entering("discovery")) < 1
    assert found.hires == 1
