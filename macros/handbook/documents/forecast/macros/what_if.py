"""The what-if: the facts that the page's script needs, and the form it fills."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, NamedTuple

from babel import dates

from handbook.documents.company.facts.company import Role
from handbook.documents.forecast.facts.forecast import Coverage, Forecast
from handbook.documents.forecast.facts.plan import Capacity, Plan, Productivity, Seat
from handbook.documents.forecast.plan.demand import (
    Demand,
    demand_of,
    stages_of_steps,
    yearly_funnel,
)
from handbook.documents.forecast.plan.seats import SeatYear, capacity_of, first_month, seat_years
from handbook.documents.forecast.sums.what_if import YEAR, Basis, WhatIfInput
from handbook.documents.sales_book.facts.market import Stage
from handbook.documents.sales_book.facts.practice import Norm
from handbook.facts.facts import Facts
from handbook.facts.kinds import kind
from handbook.facts.model import Table
from handbook.show.blocks import Picture
from handbook.show.content import ComputedContent, Phrase
from handbook.show.html import Html, join
from handbook.show.lookup import UnreadableFactsError, need
from handbook.show.macro import Context, macro
from handbook.show.view import View

ZERO = Decimal(0)
FINE = 4  # decimals of shares and ratios that the script gets: as exact as the plan is


class WhatIfStart(NamedTuple):
    """The first values of the form, and the basis they are computed from."""

    basis: Basis
    asked: WhatIfInput
    steps: tuple[str, ...]
    role: str
    year: int
    first_month: int


@macro("block", "what_if()")
def what_if(context: Context) -> ComputedContent:
    """A form that asks: what if the plan, the win rate, the order, a seller's year or the ramp were
    otherwise? It shows the orders, deals, pipeline and sellers that it takes, and begins with
    the plan as it is.
    """
    facts = context.facts
    plan = need(facts, Plan)
    capacity, since = need(facts, Capacity), need(facts, Forecast).qualified_from
    demand = demand_of(facts)
    if not plan.orders:
        return ComputedContent(plan, Phrase(NO_ORDERS, plan.year))
    if demand is None or not demand.entering(since) or not facts[Seat]:
        lacks = [name for name in ("buyer_groups", "seats", "cycles") if _lacks(facts.table(name))]
        raise UnreadableFactsError(kind(lacks[0] if lacks else "cycles").where)
    return ComputedContent(
        plan, Picture(_start_values(facts, plan, capacity, demand, since), _draw)
    )


NO_ORDERS = "<p>The customers we have bring the plan of {}: no order has to be signed for it.</p>"


def _start_values(
    facts: Facts, plan: Plan, capacity: Capacity, demand: Demand, since: str
) -> WhatIfStart:
    sold, steps = _hired_role(facts, capacity), _steps(facts, demand, since)
    role = facts[Role].get(sold.role)
    return WhatIfStart(
        _basis(facts, plan, capacity, sold, demand, since, [number for _, number in steps]),
        _plan_as_input(facts, plan, capacity, demand, since),
        tuple(name for name, _ in steps),
        role.name if role else sold.role,
        plan.year,
        first_month(facts),
    )


def _plan_as_input(
    facts: Facts, plan: Plan, capacity: Capacity, demand: Demand, since: str
) -> WhatIfInput:
    """What the form begins with: the plan as it is."""
    sold = _hired_role(facts, capacity)
    order = (plan.orders / demand.orders).quantize(Decimal(1))
    rate = round(demand.orders / demand.entering(since), FINE)
    begins = _start(facts, capacity, plan)
    return WhatIfInput(plan.revenue, rate, order, sold.a_year, len(sold.ramp), begins)


def _lacks(table: Table[Any]) -> bool:
    """Whether a table is empty, or some of it could not be read."""
    return not len(table) or bool(table.unread)


def _hired_role(facts: Facts, capacity: Capacity) -> Productivity:
    """The role that would be hired: that of the planned hires, or the one with most seats."""
    planned = [facts[Seat][hire.seat].role for hire in capacity.hires if hire.seat in facts[Seat]]
    roles = planned or [seat.role for seat in facts[Seat]]
    return max(capacity.productivity, key=lambda productivity: roles.count(productivity.role))


def _steps(facts: Facts, demand: Demand, since: str) -> list[tuple[str, Decimal]]:
    """What comes before a qualified deal: names, and how many a year; from the companies that
    sellers take up to the stage before it.
    """
    taken: dict[str, Decimal] = {}
    for norm in facts[Norm]:
        needed = yearly_funnel(norm, demand)
        for place, stage in enumerate(stages_of_steps(norm, demand.stages)):
            if stage is None:
                counted = str(norm.funnel[place].counted)
                taken[counted] = taken.get(counted, ZERO) + needed[place]
    early = demand.stages[: demand.stages.index(since)] if since in demand.stages else ()
    stages = facts[Stage]
    reached = [(f"Reach {stages[stage].name}", demand.entering(stage)) for stage in early]
    return [*taken.items(), *reached]


def _basis(
    facts: Facts, plan: Plan, capacity: Capacity, sold: Productivity, demand: Demand, since: str, steps: list[Decimal]
) -> Basis:  # fmt: skip
    hires = {hire.seat for hire in capacity.hires}
    years = [year for year in seat_years(facts) if year.seat.id not in hires]
    others = capacity_of(facts, [year for year in years if year.seat.role != sold.role])
    buffers = [(group.value, facts[Coverage].get(group.group)) for group in demand.groups]
    known = [(value, Decimal(row.buffer)) for value, row in buffers if row]
    total = sum((value for value, _ in known), ZERO)
    buffer = sum((value * buffer for value, buffer in known), ZERO) / total if total else Decimal(1)
    qualified = demand.entering(since)
    return Basis(
        plan.from_base, Decimal(plan.first_year_share), others.quantize(Decimal(1)), _ramped(years, sold.role), Decimal(capacity.lost),
        round(buffer, FINE), tuple(Decimal(share) for share in sold.ramp), tuple(round(number / qualified, FINE) for number in steps),
    )  # fmt: skip


def _ramped(years: list[SeatYear], role: str) -> Decimal:
    return round(sum((year.ramped for year in years if year.seat.role == role), ZERO), FINE)


def _start(facts: Facts, capacity: Capacity, plan: Plan) -> int:
    """The month of the fiscal year in which the first planned hire begins; the first month without
    one.
    """
    begins = [facts[Seat][hire.seat].starts for hire in capacity.hires if hire.seat in facts[Seat]]
    months = [(day.year - plan.year) * YEAR + day.month - first_month(facts) + 1 for day in begins]
    return min((month for month in months if 1 <= month <= YEAR), default=1)


# --- the form -------------------------------------------------------------------------------------


def _draw(shown: WhatIfStart, view: View) -> Html:
    basis, asked = shown.basis, shown.asked
    facts = {
        "basis": {
            "from_base": str(basis.from_base), "first_year_share": str(basis.first_year_share), "others": str(basis.others),
            "ramped": str(basis.ramped), "lost": str(basis.lost), "buffer": str(basis.buffer),
            "ramp": [str(Decimal(share)) for share in basis.ramp], "before": [str(ratio) for ratio in basis.before],
        },
        "steps": list(shown.steps),
        **view.money_style(),
    }  # fmt: skip
    fields = [
        _field("revenue", f"Revenue {shown.year}", asked.revenue, "10000"),
        _field(
            "win_rate",
            "Win rate of qualified deals, in %",
            (asked.win_rate * 100).normalize(),
            "0.1",
        ),
        _field("order", "First-year value of an order", asked.order, "100"),
        _field(
            "a_year", f"What a ramped {_lower(shown.role)} signs in a year", asked.a_year, "1000"
        ),
        _field(
            "ramp_months",
            "Months until somebody new is ramped",
            Decimal(asked.ramp_months),
            "1",
            "0",
        ),
        _months(shown, view),
    ]
    return Html(
        '<div class="hb-item hb-what-if" data-search-exclude data-facts="{}"><div class="hb-columns">{}</div> '
        '<div class="hb-sums" aria-live="polite"><p>With scripts switched off this form says nothing; the numbers of the plan stand in its tables.</p></div>'
        "<p><small>Without seasons; everything that is not asked here stays as in the plan.</small></p></div>"
    ).format(json.dumps(facts, ensure_ascii=False), join(fields))


def _lower(name: str) -> str:
    return name if name.isupper() else name[0].lower() + name[1:]


def _field(key: str, label: str, value: Decimal, step: str, least: str = "") -> Html:
    return Html(
        '<label>{} <input type="number" inputmode="decimal" data-key="{}" value="{}" step="{}" min="{}"></label>'
    ).format(label, key, f"{value:f}", step, least or "0")


def _months(shown: WhatIfStart, view: View) -> Html:
    options = join(
        Html('<option value="{}"{}>{}</option>').format(
            month,
            Html(" selected") if month == shown.asked.starts else Html(""),
            _month(shown, month, view),
        )
        for month in range(1, YEAR + 1)
    )
    return Html('<label>New people begin in <select data-key="starts">{}</select></label>').format(
        options
    )


def _month(shown: WhatIfStart, month: int, view: View) -> str:
    known = dates.get_month_names("wide", "stand-alone", locale=view.locale)
    return str(known[(shown.first_month + month - 2) % YEAR + 1])
