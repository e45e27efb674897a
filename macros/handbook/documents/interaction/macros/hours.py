"""The calculator of business hours: the facts that the page's script needs, and the form it fills.

The sums are those of ``handbook.documents.interaction.sums``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import time
from typing import NamedTuple

from handbook.documents.company.facts.company import BusinessUnit, Company, Role
from handbook.documents.interaction.facts import Service
from handbook.documents.interaction.opening import WEEKDAYS, minutes, public_holidays, years_shown
from handbook.facts.durations import Duration
from handbook.facts.facts import Facts
from handbook.show.blocks import Picture
from handbook.show.content import ComputedContent
from handbook.show.html import Html, join
from handbook.show.lookup import need
from handbook.show.macro import Context, macro
from handbook.show.view import View

# Units that people can choose; the times of services may have any unit.
UNITS = ("business hour", "business day", "hour", "day", "week")


class UnitHours(NamedTuple):
    """When a unit works; days from 0 for Monday."""

    id: str
    name: str
    days: Sequence[int]
    opens: time
    closes: time


class LateNotice(NamedTuple):
    """Who is told when a service is late, and after how long."""

    after: Duration
    to: str


class ServiceChoice(NamedTuple):
    """A service that the form offers, by the clock of its giver."""

    name: str
    giver: str
    receiver: str
    first_response: Duration
    resolution: Duration
    escalation: Sequence[LateNotice]


class DueForm(NamedTuple):
    """What the form is made from. The country counts and not its holidays: a new year does not
    change the handbook.
    """

    city: str
    holidays_of: str
    units: Sequence[UnitHours]
    services: Sequence[ServiceChoice]


@macro("block", "due_calculator()")
def due_calculator(context: Context) -> ComputedContent:
    """A form that says when an answer is due: for a service or an amount of time, handed over at
    any moment of these three years.
    """
    facts = context.facts
    company, units = need(facts, Company), facts[BusinessUnit]
    services = [service for service in facts[Service] if service.giver in units]
    form = DueForm(
        company.city or company.name,
        company.holidays_of,
        [_unit_hours(unit) for unit in units],
        [_service_choice(service, facts) for service in services],
    )
    return ComputedContent([company, *units, *services], Picture(form, _draw_form))


def _unit_hours(unit: BusinessUnit) -> UnitHours:
    days = sorted(WEEKDAYS.index(day) for day in unit.hours.days)
    return UnitHours(unit.id, unit.name, days, unit.hours.opens, unit.hours.closes)


def _service_choice(service: Service, facts: Facts) -> ServiceChoice:
    roles, receiver = facts[Role], facts[BusinessUnit].get(service.receiver)
    return ServiceChoice(
        service.name,
        service.giver,
        receiver.label if receiver else service.receiver,
        service.first_response,
        service.resolution,
        [
            LateNotice(step.after, roles[step.to].label if step.to in roles else step.to)
            for step in service.escalation
        ],
    )


# --- the form -------------------------------------------------------------------------------------


def _draw_form(form: DueForm, view: View) -> Html:
    names = {unit.id: unit.name for unit in form.units}
    services = join(
        _option(
            place,
            Html("{} ({} → {})").format(service.name, names[service.giver], service.receiver),
        )
        for place, service in enumerate(form.services)
    )
    return Html(
        '<div class="hb-item hb-due" data-search-exclude data-facts="{}">'
        '<div class="hb-line"><label>Asked for <select class="hb-service">{} '
        '<option value="">an amount of time</option></select></label> '
        "<label>Handed over, by the clock in {} "
        '<input class="hb-moment" type="datetime-local"></label></div> '
        '<div class="hb-line hb-amounts"><label>How much time <input class="hb-amount" '
        'type="number" min="1" max="999" step="1" value="4"></label> '
        '<label>Counted in <select class="hb-counted">{}</select></label> '
        '<label>Hours of <select class="hb-whose">{}</select></label></div> '
        '<div class="hb-sums" aria-live="polite"><p>With scripts switched off, count with the '
        "table of business hours: the same facts stand there.</p></div>"
        "</div>"
    ).format(
        json.dumps(_facts(form, view), ensure_ascii=False),
        services,
        form.city,
        join(_option(unit, f"{unit}s") for unit in UNITS),
        join(_option(unit, name) for unit, name in names.items()),
    )


def _option(value: int | str, shown: str) -> Html:
    return Html('<option value="{}">{}</option>').format(value, shown)


# --- what the script reads ------------------------------------------------------------------------


def _facts(form: DueForm, view: View) -> Mapping[str, object]:
    years = years_shown(view.handbook.today)
    holidays = public_holidays(view.handbook.facts.only(Company), years)
    return {
        "from": f"{years[0]}-01-01",
        "until": f"{years[-1]}-12-31",
        "holidays": {f"{day}": name for day, name in holidays.items()},
        "units": {unit.id: _unit(unit) for unit in form.units},
        "services": [_service(service) for service in form.services],
        "locale": view.locale.replace("_", "-"),
    }


def _unit(unit: UnitHours) -> Mapping[str, object]:
    """A unit's calendar for the script: minutes since midnight."""
    return {"days": unit.days, "opens": minutes(unit.opens), "closes": minutes(unit.closes)}


def _service(service: ServiceChoice) -> Mapping[str, object]:
    return {
        "unit": service.giver,
        "first": _length(service.first_response),
        "done": _length(service.resolution),
        "escalation": [[*_length(step.after), step.to] for step in service.escalation],
    }


def _length(length: Duration) -> list[int | str]:
    return [length.amount, length.unit]
