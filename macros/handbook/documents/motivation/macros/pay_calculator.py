"""The pay calculator: the facts that the page's script needs, and the form it fills.

The sums are those of ``handbook.documents.motivation.pay``.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from babel import dates

from handbook.documents.forecast.plan.seats import first_month
from handbook.documents.motivation.facts import PayPlan
from handbook.documents.motivation.in_force import SIGNED
from handbook.documents.motivation.macros.plan_lookup import plans_of
from handbook.documents.motivation.pay import (
    MONTHS_A_YEAR,
    is_payable,
    periods_of,
    season_weights,
    seats_paid_by,
)
from handbook.facts.facts import Facts
from handbook.facts.scalars import Money
from handbook.show.blocks import Picture
from handbook.show.content import ComputedContent
from handbook.show.html import Html, join
from handbook.show.macro import Context, macro
from handbook.show.view import View


class CalculatorMeasure(NamedTuple):
    """A measure that is paid; ``signed`` where it is signed orders by quota."""

    id: str
    name: str
    weight: int
    signed: bool


class CalculatorPlan(NamedTuple):
    """A plan as the form computes with it: quotas in cents, shares in hundredths of a per cent.

    ``begins`` is the first day of a future plan, ``ends`` the last day of a plan in force.
    """

    begins: date | None
    ends: date | None
    fixed: Money
    variable: Money
    to_date: bool
    period: str
    weights: list[int]
    measures: list[CalculatorMeasure]
    curve: list[list[int]]
    cap: int | None
    seats: list[tuple[str, list[int]]]


class PayForm(NamedTuple):
    """What the form is made from: the first month of a year, and the plans."""

    month: int
    plans: list[CalculatorPlan]


@macro("block", 'pay_calculator("seller")')
def pay_calculator(context: Context, role: str) -> ComputedContent:
    """A form that works out the pay of a role for each period of a year, line by line: from what
    was attained, or from what was signed.
    """
    plans = [plan for plan in plans_of(context, role, 'pay_calculator("{}")') if is_payable(plan)]
    form = PayForm(first_month(context.facts), [_calculator_plan(context, plan) for plan in plans])
    return ComputedContent(plans, Picture(form, _draw_form))


def _calculator_plan(context: Context, plan: PayPlan) -> CalculatorPlan:
    facts, comes = context.facts, plan.from_ > context.handbook.today
    last = None if comes or plan.until is None else plan.until - timedelta(days=1)
    return CalculatorPlan(
        begins=plan.from_ if comes else None,
        ends=last,
        fixed=plan.fixed,
        variable=plan.variable,
        to_date=plan.counts == "year to date",
        period=plan.period,
        weights=[points(weight) for weight in season_weights(facts, plan)],
        measures=_calculator_measures(plan, facts),
        curve=[[points(point.attained), points(point.paid)] for point in plan.curve],
        cap=None if plan.cap is None else points(plan.cap),
        seats=_seats(plan, facts),
    )


def _calculator_measures(plan: PayPlan, facts: Facts) -> list[CalculatorMeasure]:
    measures = facts.table("measures")

    def name(measure: str) -> str:
        return measures[measure].label if measure in measures else measure

    return [
        CalculatorMeasure(row.measure, name(row.measure), points(row.weight), row.measure == SIGNED)
        for row in plan.measures
    ]


def _seats(plan: PayPlan, facts: Facts) -> list[tuple[str, list[int]]]:
    """The quotas of each seat by quarter; none where the plan does not pay by quarters."""
    if not periods_of(plan) == len(season_weights(facts, plan)) == 4:
        return []
    years = seats_paid_by(facts, plan)
    return [(year.seat.id, [cents(quota) for quota in year.quotas]) for year in years]


def cents(amount: Decimal) -> int:
    """Money as whole cents, half a cent up: a quota of a quarter may have a fraction of one."""
    return int((amount * 100 + Decimal("0.5")) // 1)


def points(share: Decimal) -> int:
    """A share as whole hundredths of a per cent: 15 % is 1500."""
    return int(share * 10_000)


def _draw_form(form: PayForm, view: View) -> Html:
    if not form.plans:
        return Html("")
    facts = {
        "plans": [_facts(plan, form.month, view) for plan in form.plans],
        **view.money_style(),
    }
    return Html(
        '<div class="hb-item hb-pay" data-search-exclude data-facts="{}">'
        '<div class="hb-columns">{}</div> '
        '<div class="hb-inputs"></div> '
        '<div class="hb-sums" aria-live="polite">'
        "<p>With scripts switched off this form says nothing; see the payslips.</p></div>"
        "<p><small>Before tax, without guarantee and without anything taken back. "
        "Nothing that you write here is stored or sent.</small></p></div>"
    ).format(
        json.dumps(facts, ensure_ascii=False),
        _choice("plan", "Plan", [_plan_name(plan, view) for plan in form.plans]),
    )


def _plan_name(plan: CalculatorPlan, view: View) -> str:
    if plan.begins:
        return f"from {view.day(plan.begins)}"
    return f"in force until {view.day(plan.ends)}" if plan.ends else "in force"


def _choice(key: str, label: str, options: list[str]) -> Html:
    rows = join(
        Html('<option value="{}">{}</option>').format(place, name)
        for place, name in enumerate(options)
    )
    return Html('<label>{} <select data-key="{}">{}</select></label>').format(label, key, rows)


def _facts(plan: CalculatorPlan, month: int, view: View) -> dict[str, object]:
    return {
        "fixed": cents(plan.fixed),
        "variable": cents(plan.variable),
        "toDate": plan.to_date,
        "periods": _periods(plan.period, month, view),
        "weights": plan.weights,
        "measures": [paid._asdict() for paid in plan.measures],
        "curve": plan.curve,
        "cap": plan.cap,
        "seats": [{"name": name, "quotas": quotas} for name, quotas in plan.seats],
    }


def _periods(period: str, month: int, view: View) -> list[str]:
    if period == "quarter":
        return [f"Quarter {place}" for place in (1, 2, 3, 4)]
    names = dates.get_month_names("wide", "stand-alone", locale=view.locale)
    return [str(names[(month + place - 1) % MONTHS_A_YEAR + 1]) for place in range(MONTHS_A_YEAR)]
