"""The calculator of business hours: the facts that the page's script needs, and the form it fills. The sums are those of ``calculations.business_hours``."""

from __future__ import annotations

import json
from typing import Any

from handbook.documents.company.facts.company import BusinessUnit, Company, Role
from handbook.documents.interaction.facts import Service
from handbook.documents.interaction.opening import WEEKDAYS, minutes, public_holidays, years_shown
from handbook.facts.scalars import Duration
from handbook.show.html import Html, join
from handbook.show.lookup import names, need, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

# Times that people choose by hand; those of services may have any unit.
UNITS = ("business hour", "business day", "hour", "day", "week")


@macro("block", "due_calculator()", lambda shown, view: _draw(shown, view))
def due_calculator(context: Context) -> dict[str, Any]:
    """A form that says when an answer is due: for a service or an amount of time, handed over at any moment of these three years."""
    facts = context.handbook.facts
    company = need(facts, Company)
    keys = ("id", "name", "giver", "receiver", "first_response", "resolution", "escalation")
    used = {step.to for service in facts[Service] for step in service.escalation}
    return {
        "company": pick(company, "city", "holidays_of"),
        "units": [pick(unit, "id", "name", "hours") for unit in facts[BusinessUnit]],
        "services": [
            pick(service, *keys)
            for service in facts[Service]
            if service.giver in facts[BusinessUnit]
        ],
        "roles": {role: name for role, name in names(context, Role).items() if role in used},
    }


def _draw(shown: dict[str, Any], view: View) -> Html:
    services = [_service(service, shown["roles"]) for service in shown["services"]]
    years = years_shown(view.handbook.today)
    island = {
        "from": f"{years[0]}-01-01",
        "until": f"{years[-1]}-12-31",
        "holidays": {
            f"{day}": name
            for day, name in public_holidays(view.handbook.facts.only(Company), years).items()
        },
        "units": {unit.id: _unit(unit) for unit in shown["units"]},
        "services": services,
        "locale": view.locale.replace("_", "-"),
    }
    unit_names = {unit.id: unit.name for unit in shown["units"]}
    chosen = join(
        _option(place, Html("{} ({} → {})").format(service.name, unit_names[service.giver], unit_names.get(service.receiver, service.receiver)))
        for place, service in enumerate(shown["services"])
    )  # fmt: skip
    return Html(
        '<div class="hb-item hb-due" data-search-exclude data-facts="{}">'
        '<div class="hb-line"><label>Asked for <select class="hb-service">{} <option value="">an amount of time</option></select></label> '
        '<label>Handed over, by the clock in {} <input class="hb-moment" type="datetime-local"></label></div> '
        '<div class="hb-line hb-amounts"><label>How much time <input class="hb-amount" type="number" min="1" max="999" step="1" value="4"></label> '
        '<label>Counted in <select class="hb-counted">{}</select></label> '
        '<label>Hours of <select class="hb-whose">{}</select></label></div> '
        '<div class="hb-sums" aria-live="polite"><p>With scripts switched off, count with the table of business hours: the same facts stand there.</p></div>'
        "</div>"
    ).format(
        json.dumps(island, ensure_ascii=False), chosen, shown["company"].city,
        join(_option(unit, f"{unit}s") for unit in UNITS), join(_option(unit_id, name) for unit_id, name in unit_names.items()),
    )  # fmt: skip


def _option(value: object, shown: object) -> Html:
    return Html('<option value="{}">{}</option>').format(value, shown)


def _unit(unit: Picked) -> dict[str, Any]:
    """A unit's calendar for the script: days from 0 for Monday, minutes since midnight."""
    hours = unit.hours
    days = sorted(WEEKDAYS.index(day) for day in hours.days)
    return {"days": days, "opens": minutes(hours.opens), "closes": minutes(hours.closes)}


def _service(service: Any, roles: dict[str, str]) -> dict[str, Any]:
    escalation = [
        [*_length(step.after), roles.get(step.to, step.to)] for step in service.escalation
    ]
    return {
        "unit": service.giver,
        "first": _length(service.first_response),
        "done": _length(service.resolution),
        "escalation": escalation,
    }


def _length(length: Duration) -> list[Any]:
    return [length.amount, length.unit]
