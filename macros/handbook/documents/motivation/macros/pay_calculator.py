"""The pay calculator: the facts that the page's script needs, and the form it fills. The sums are those of ``handbook.documents.motivation.pay``."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from babel import dates

from handbook.documents.forecast.plan.seats import first_month
from handbook.documents.motivation.facts import PayPlan
from handbook.documents.motivation.in_force import SIGNED
from handbook.documents.motivation.macros.asked import Names, known, plans_of
from handbook.documents.motivation.macros.payslips import PAYS
from handbook.documents.motivation.pay import (
    MONTHS_A_YEAR,
    periods_of,
    season_weights,
    seats_paid_by,
    whole,
)
from handbook.show.html import Html, join
from handbook.show.lookup import pick
from handbook.show.macro import Context, macro
from handbook.show.view import View


class Counted(NamedTuple):
    """A plan that the form can reckon with: its facts, its measures, the weights of its periods, and quotas in cents by seat."""

    plan: Any
    measures: Names
    weights: list[Decimal]
    seats: list[tuple[str, list[int]]]


@macro("block", 'pay_calculator("seller")', lambda shown, view: _draw(shown, view))
def pay_calculator(context: Context, role: str) -> tuple[int, list[Any]]:
    """A form that works out the pay of a role for each period of a year, line by line: from what was attained, or from what was signed."""
    plans = [plan for plan in plans_of(context, role, 'pay_calculator("{}")') if whole(plan)]
    return first_month(context.handbook.facts), [_counted(context, plan) for plan in plans]


def _counted(context: Context, plan: PayPlan) -> Counted:
    facts = context.handbook.facts
    seats = (
        seats_paid_by(facts, plan)
        if periods_of(plan) == len(season_weights(facts, plan)) == 4
        else []
    )
    quotas = [(year.seat.id, [cents(quota) for quota in year.quotas]) for year in seats]
    measures = known(context, "measures", [measure.measure for measure in plan.measures])
    return Counted(pick(plan, *PAYS), measures, season_weights(facts, plan), quotas)


def cents(amount: Decimal) -> int:
    """Money as whole cents, half a cent up: a quota of a quarter may have a fraction of one."""
    return int((amount * 100 + Decimal("0.5")) // 1)


def points(share: Decimal) -> int:
    """A share as whole hundredths of a per cent: 15 % is 1500."""
    return int(share * 10_000)


def _draw(shown: tuple[int, list[Counted]], view: View) -> Html:
    month, plans = shown
    if not plans:
        return Html("")
    facts = {
        "plans": [_facts(counted, month, view) for counted in plans],
        "currency": view.region.currency if view.region else "EUR",
        "locale": view.locale.replace("_", "-"),
    }
    return Html(
        '<div class="hb-item hb-pay" data-search-exclude data-facts="{}"><div class="hb-columns">{}</div> '
        '<div class="hb-inputs"></div> '
        '<div class="hb-sums" aria-live="polite"><p>With scripts switched off this form says nothing; see the payslips.</p></div>'
        "<p><small>Before tax, without guarantee and without anything taken back. Nothing that you write here is stored or sent.</small></p></div>"
    ).format(
        json.dumps(facts, ensure_ascii=False),
        _choice("plan", "Plan", [_plan_name(counted, view) for counted in plans]),
    )


def _plan_name(counted: Counted, view: View) -> str:
    if counted.plan.from_ > view.handbook.today:
        return f"from {view.day(counted.plan.from_)}"
    until = counted.plan.until
    return "in force" if until is None else f"in force until {view.day(until - timedelta(days=1))}"


def _choice(key: str, label: str, options: list[str]) -> Html:
    rows = join(
        Html('<option value="{}">{}</option>').format(place, name)
        for place, name in enumerate(options)
    )
    return Html('<label>{} <select data-key="{}">{}</select></label>').format(label, key, rows)


def _facts(counted: Counted, month: int, view: View) -> dict[str, Any]:
    plan = counted.plan
    return {
        "fixed": cents(plan.fixed),
        "variable": cents(plan.variable),
        "toDate": plan.counts == "year to date",
        "periods": _periods(plan.period, month, view),
        "weights": [points(weight) for weight in counted.weights],
        "measures": [
            {"id": row.measure, "name": counted.measures[row.measure], "weight": points(row.weight), "signed": row.measure == SIGNED}
            for row in plan.measures
        ],
        "curve": [[points(point.attained), points(point.paid)] for point in plan.curve],
        "cap": None if plan.cap is None else points(plan.cap),
        "seats": [{"name": name, "quotas": quotas} for name, quotas in counted.seats],
    }  # fmt: skip


def _periods(period: str, month: int, view: View) -> list[str]:
    if period == "quarter":
        return [f"Quarter {place}" for place in (1, 2, 3, 4)]
    names = dates.get_month_names("wide", "stand-alone", locale=view.locale)
    return [str(names[(month + place - 1) % MONTHS_A_YEAR + 1]) for place in range(MONTHS_A_YEAR)]
