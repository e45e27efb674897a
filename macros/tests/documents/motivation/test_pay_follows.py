"""A point of a pay curve is moved: everything that shows what it pays follows, and nothing else
changes.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from handbook.documents.motivation.in_force import pay_plan_in_force
from handbook.documents.motivation.pay import curve_of, slip_of_period, slip_of_year
from handbook.documents.motivation.sums import payout_share
from handbook.rules.edition import Edition, edition_without_git
from handbook.show.shown import ShownCall
from handbook.show.view import View
from handbook.text.load import Folder

TODAY = date(2026, 11, 23)
PLANS = "docs/_facts/motivation/pay_plans.yml"
BEFORE, AFTER = "paid: 175 %", "paid: 190 %"
TESTED = Decimal("1.2")

# Every call of the handbook that shows what a seller earns above target; the other calls show none
# of it.
FOLLOW = {
    '{{ pay_plan_card("seller") }}',
    '{{ pay_curve("seller") }}',
    '{{ payslips("seller") }}',
    '{{ pay_calculator("seller") }}',
    '{{ role_earns("seller") }}',
    "{{ pay_cost_table() }}",
}


@dataclass(frozen=True)
class Paid:
    """The handbook while the curve pays so much."""

    edition: Edition

    @property
    def shown(self) -> dict[tuple[str, str], ShownCall]:
        """Page and macro call → what it shows. Calls that show the handbook itself, and no facts,
        are left out.
        """
        pages = self.edition.shown.calls.items()
        return {
            (src, shown.call.written): shown
            for src, many in pages
            for shown in many
            if shown.macro.facts
        }

    @property
    def selected(self) -> dict[tuple[str, str], Any]:
        return {key: shown.selection.canonical.form for key, shown in self.shown.items()}

    def text(self, written: str) -> str:
        """What readers get for a call."""
        src, shown = next(
            (src, shown) for (src, call), shown in self.shown.items() if call == written
        )
        drawn = self.edition.shown.draw(shown.call, src)
        assert drawn.problem is None
        return unescape(drawn.html)

    @property
    def plan(self) -> Any:
        return pay_plan_in_force(self.edition.handbook.facts, "seller", TODAY)

    def money(self, amount: Decimal) -> str:
        return View(self.edition.handbook, "index.md").money(amount)


def opened_at(good: Folder, point: str) -> Paid:
    assert good.data[PLANS].count(BEFORE.encode()) == 1
    good.data[PLANS] = good.data[PLANS].replace(BEFORE.encode(), point.encode())
    return Paid(edition_without_git(good, TODAY))


@pytest.fixture
def before(good: Folder) -> Paid:
    return opened_at(good, BEFORE)


@pytest.fixture
def after(_good_folder: Folder) -> Paid:
    return opened_at(deepcopy(_good_folder), AFTER)


def test_everything_that_shows_the_curve_follows_and_nothing_else_changes(
    before: Paid, after: Paid
) -> None:
    was, now = before.selected, after.selected
    assert was.keys() == now.keys()
    assert {call for (src, call), selection in now.items() if selection != was[src, call]} == FOLLOW


def test_only_pages_that_show_the_curve_must_be_read_again(before: Paid, after: Paid) -> None:
    was, now = before.edition.shown.states, after.edition.shown.states
    changed = {
        page.src
        for page in was.handbook.pages.values()
        if was.prints[page.src] != now.prints[page.src]
    }
    assert changed == {src for src, call in before.shown if call in FOLLOW}
    assert {"motivation.md", "roles/seller.md"} <= changed
    assert "roles/sales-director.md" not in changed


@pytest.mark.parametrize("call", ['{{ payslips("seller") }}', '{{ role_earns("seller") }}'])
def test_readers_see_the_new_payslips(before: Paid, after: Paid, call: str) -> None:
    for paid, other in ((before, after), (after, before)):
        year = paid.money(slip_of_year(paid.plan, TESTED).total)
        assert f">{year}<" in paid.text(call)
        assert f">{year}<" not in other.text(call)


def test_each_line_of_a_payslip_is_that_of_the_library(after: Paid) -> None:
    text = after.text('{{ payslips("seller") }}')
    lines = slip_of_period(after.plan, TESTED).lines
    assert {line.kind for line in lines} == {"base", "variable", "accelerator"}
    assert all(f">{after.money(line.amount)}<" in text for line in lines)


def test_picture_and_table_of_the_curve_say_the_new_point(before: Paid, after: Paid) -> None:
    call = '{{ pay_curve("seller") }}'
    assert before.text(call).count("175%") >= 2
    assert "175%" not in after.text(call)
    assert after.text(call).count("190%") >= 2
    share = payout_share(curve_of(after.plan), TESTED)
    assert f">{View(after.edition.handbook, 'index.md').share(round(share, 4))}<" in after.text(
        call
    )


def test_the_calculator_gets_the_new_point(before: Paid, after: Paid) -> None:
    assert "[13000, 17500]" in before.text('{{ pay_calculator("seller") }}')
    assert "[13000, 19000]" in after.text('{{ pay_calculator("seller") }}')


def test_the_order_is_worth_more_above_target(before: Paid, after: Paid) -> None:
    assert "2.5 points" in before.text('{{ pay_plan_card("seller") }}')
    assert "3 points" in after.text('{{ pay_plan_card("seller") }}')
