"""Macros that show services, what is measured, and what we promise to customers."""

from __future__ import annotations

from typing import Any, NamedTuple

from handbook.documents.company.facts.company import BusinessUnit, Role
from handbook.documents.company.facts.measures import Measure, against
from handbook.documents.interaction.facts import Escalation, Handed, Promise, Service
from handbook.documents.interaction.opening import WEEKDAYS
from handbook.documents.sales_book.facts.market import BuyerGroup
from handbook.documents.sales_book.facts.talk import Template
from handbook.facts.scalars import Duration
from handbook.show.html import Html, card, columns, items, join, lead, pairs, part, table, tag, text
from handbook.show.lookup import find, names, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

Names = dict[str, str]
ROW = (
    "id",
    "name",
    "giver",
    "receiver",
    "trigger",
    "done",
    "first_response",
    "resolution",
    "target",
    "volume",
)
GOOD = {"high": "the higher, the better", "low": "the lower, the better"}


# --- services --------------------------------------------------------------------------------------


def to_service(one: Any, view: View) -> Html:
    """The name of a service, linked to its card."""
    return view.to_card("service_card", one.id, f"service-{one.id}", one.name)


@macro("inline", 'service("installation")', lambda one, view: to_service(one, view))
def service(context: Context, id: str) -> Picked:
    """The name of a service that one unit does for another, linked to its card."""
    return pick(find(context, Service, id, 'service("{}")'), "id", "name")


@macro("block", "service_table()", lambda shown, view: _draw_services(shown, view))
def service_table(context: Context, unit: str = "") -> list[tuple[Picked, Names]]:
    """What units do for each other, and by when; with the id of a unit, only what that unit gives or gets."""
    if unit:
        find(context, BusinessUnit, unit, 'service_table("{}")')
    facts = context.handbook.facts
    return [
        (pick(one, *ROW), _units_of(context, one))
        for one in facts[Service]
        if unit in ("", one.giver, one.receiver)
    ]


def _units_of(context: Context, one: Service) -> Names:
    units = names(context, BusinessUnit)
    return {unit: units.get(unit, unit) for unit in (one.giver, one.receiver)}


def _draw_services(rows: list[tuple[Picked, Names]], view: View) -> Html:
    body = [
        (
            to_service(one, view), units[one.giver], units[one.receiver], one.trigger,
            view.value(one.first_response), view.value(one.resolution), view.share(one.target),
        )
        for one, units in rows
    ]  # fmt: skip
    head = (
        "Service",
        "Given by",
        "To",
        "The clock starts when",
        "First answer within",
        "Done within",
        "In time",
    )
    return table(head, body, numbers=[6])


@macro(
    "block",
    'unit_gives("operations")',
    lambda rows, view: _draw_given(rows, view, "To", "receiver"),
)
def unit_gives(context: Context, unit: str) -> list[tuple[Picked, Names]]:
    """What a unit does for the others: what comes out, for whom, by when, how much of it."""
    find(context, BusinessUnit, unit, 'unit_gives("{}")')
    return [
        (pick(one, *ROW), _units_of(context, one))
        for one in context.handbook.facts[Service]
        if one.giver == unit
    ]


@macro(
    "block", 'unit_gets("operations")', lambda rows, view: _draw_given(rows, view, "From", "giver")
)
def unit_gets(context: Context, unit: str) -> list[tuple[Picked, Names]]:
    """What a unit gets from the others: what comes out, from whom, by when, how much of it."""
    find(context, BusinessUnit, unit, 'unit_gets("{}")')
    return [
        (pick(one, *ROW), _units_of(context, one))
        for one in context.handbook.facts[Service]
        if one.receiver == unit
    ]


def _draw_given(rows: list[tuple[Picked, Names]], view: View, other: str, side: str) -> Html:
    body = [
        (
            to_service(one, view), units[getattr(one, side)], one.done,
            _within(one, view), _volume(one, view) or "—",
        )
        for one, units in rows
    ]  # fmt: skip
    return table(("Service", other, "Done when", "By when", "How much"), body)


def _within(one: Any, view: View) -> Html:
    if one.first_response == one.resolution:
        return view.value(one.resolution)
    return Html("{}, first answer within {}").format(
        view.value(one.resolution), view.value(one.first_response)
    )


def _volume(one: Any, view: View) -> Html:
    if one.volume is None:
        return Html("")
    return Html("{} {} a month").format(view.number(one.volume.a_month), one.volume.counted)


@macro("block", 'service_card("installation")', lambda shown, view: _draw_service(shown, view))
def service_card(context: Context, id: str) -> dict[str, Any]:
    """One service: what starts the clock, what must be handed in, what comes out, by when, what happens when it is late."""
    one: Service = find(context, Service, id, 'service_card("{}")')
    facts = context.handbook.facts
    roles, units, measures = (
        names(context, Role),
        names(context, BusinessUnit),
        names(context, Measure),
    )
    back = facts[Service].get(one.in_return or "")
    return {
        "service": one,
        "ready": handed(context, one.ready),
        "units": {unit: units.get(unit, unit) for unit in (one.giver, one.receiver)},
        "escalation": [(step, roles.get(step.to, step.to)) for step in one.escalation],
        "measure": measures.get(one.measure, one.measure),
        "reported_by": roles.get(one.reported_by, one.reported_by),
        "in_return": pick(back, "id", "name") if back else one.in_return,
        "opens": pick(facts[BusinessUnit][one.giver], "hours")
        if one.giver in facts[BusinessUnit]
        else None,
    }


def handed(context: Context, given: list[Handed]) -> list[tuple[str, str, str, str]]:
    """What is handed in or over: in words, then the kind, id and name of the place that holds it."""
    tables = {"field": names(context, "crm_fields"), "template": names(context, Template)}
    rows = []
    for one in given:
        kind, place = ("field", one.field) if one.field else ("template", one.template or "")
        rows.append((one.what, kind, place, tables[kind].get(place, place)))
    return rows


def draw_handed(rows: list[tuple[str, str, str, str]], view: View) -> Html:
    """What is handed in or over, each with the place that holds it."""
    return items(
        Html("{} <small>{} {}</small>").format(
            what, "CRM field" if kind == "field" else "template", _place(kind, place, name, view)
        )
        for what, kind, place, name in rows
    )


def _place(kind: str, place: str, name: str, view: View) -> Html:
    return (
        text(name)
        if kind == "field"
        else view.to_card("template_card", place, f"template-{place}", name)
    )


def _draw_service(shown: dict[str, Any], view: View) -> Html:
    one: Service = shown["service"]
    giver, receiver = shown["units"][one.giver], shown["units"][one.receiver]
    hours = shown["opens"].hours if shown["opens"] else None
    times = pairs([
        ("The clock starts when", one.trigger),
        ("First answer within", view.value(one.first_response)),
        ("Done within", view.value(one.resolution)),
        ("Clock of", Html("{}: {}").format(giver, open_hours(hours)) if hours else giver),
        ("Asked and answered in", one.channel),
        ("How much", _volume(one, view)),
    ])  # fmt: skip
    ready = draw_handed(shown["ready"], view) or (
        lead(one.no_ready_because) if one.no_ready_because else ""
    )
    measured = Html("<p>{}: at least {} in time, reported by {}</p>").format(
        view.to_card("measure_table", "", f"measure-{one.measure}", shown["measure"]),
        view.share(one.target), shown["reported_by"],
    )  # fmt: skip
    late = items(escalation_step(step, role, view) for step, role in shown["escalation"])
    return card(
        [tag(Html("{} → {}").format(giver, receiver))],
        lead(one.done), times,
        columns(part("What must be handed in, or the clock does not start", ready), part("When it is late", late)),
        columns(
            part("How it is measured", measured),
            part("In return", _in_return(one, shown["in_return"], view)),
            part("Exception", lead(one.exception) if one.exception else ""),
        ),
        anchor=f"service-{one.id}",
    )  # fmt: skip


def escalation_step(step: Escalation, role: str, view: View) -> Html:
    """``after 8 business hours: managing director``."""
    return Html("after {}: {}").format(view.value(step.after), role)


def _in_return(one: Service, back: Any, view: View) -> Html:
    if isinstance(back, Picked):
        return Html("<p>{}</p>").format(to_service(back, view))
    return lead(back or one.no_return_because) if back or one.no_return_because else Html("")


def open_hours(hours: Any) -> str:
    """``Monday to Friday, 09:00–17:00``."""
    numbers = sorted(WEEKDAYS.index(day) for day in hours.days)
    row = numbers == list(range(numbers[0], numbers[-1] + 1)) and len(numbers) > 2
    days = (
        f"{WEEKDAYS[numbers[0]]} to {WEEKDAYS[numbers[-1]]}"
        if row
        else ", ".join(WEEKDAYS[one] for one in numbers)
    )
    return f"{days}, {hours.opens:%H:%M}–{hours.closes:%H:%M}"


# --- measures and promises -------------------------------------------------------------------------


@macro(
    "inline",
    'measure("dates-kept")',
    lambda one, view: view.to_card("measure_table", "", f"measure-{one.id}", one.name),
)
def measure(context: Context, id: str) -> Picked:
    """The name of something that is counted, linked to the table of measures."""
    return pick(find(context, Measure, id, 'measure("{}")'), "id", "name")


class Counted(NamedTuple):
    """A measure, the name of its owner, the services that use it, and the names of the measures that pull against it."""

    measure: Any
    owner: str
    used: list[Picked]
    against: list[str]


@macro("block", "measure_table()", lambda rows, view: _draw_measures(rows, view))
def measure_table(context: Context) -> list[Counted]:
    """Everything that is counted: its formula, where the numbers come from, who answers for it, which services use it, and which other
    measure suffers where this one is pushed alone.
    """
    facts, roles = context.handbook.facts, names(context, Role)
    return [
        Counted(
            one,
            roles.get(one.owner, one.owner),
            [pick(other, "id", "name") for other in facts[Service] if other.measure == one.id],
            [facts[Measure][other].name for other in against(facts, one.id)],
        )
        for one in facts[Measure]
    ]


def _draw_measures(rows: list[Counted], view: View) -> Html:
    body = [
        (
            Html('<span id="measure-{}">{}</span> <small>{}</small>').format(Html(one.measure.id), one.measure.name, GOOD[one.measure.good]),
            _formula(one), one.measure.source, one.owner,
            join((to_service(other, view) for other in one.used), ", ") or "—",
        )
        for one in rows
    ]  # fmt: skip
    return table(
        ("Measure", "Formula", "Where the numbers come from", "Answers for it", "Measures"), body
    )


def _formula(one: Counted) -> Html:
    """How a measure is computed; below it those that suffer where it is pushed alone."""
    against = (
        Html("<small>Pulls against: {}</small>").format(", ".join(one.against))
        if one.against
        else ""
    )
    return join(filter(None, [text(one.measure.formula), against]))


@macro("block", "promise_table()", lambda rows, view: _draw_promises(rows, view))
def promise_table(context: Context) -> list[dict[str, Any]]:
    """The times we promise to customers, and the services that must be done one after another to keep them."""
    facts, roles, groups = context.handbook.facts, names(context, Role), names(context, BuyerGroup)
    return [
        {
            "promise": pick(one, "promise", "within"),
            "groups": [groups.get(group, group) for group in one.buyer_groups],
            "path": [
                pick(facts[Service][step], "id", "name", "resolution") for step in one.path if step in facts[Service]
            ],
            "told_by": roles.get(one.told_by, one.told_by),
        }
        for one in facts[Promise]
    ]  # fmt: skip


def _draw_promises(rows: list[dict[str, Any]], view: View) -> Html:
    body = [
        (
            row["promise"].promise, view.value(row["promise"].within), ", ".join(row["groups"]),
            items((_path_step(step, view) for step in row["path"]), "ol"), added(row["path"]), row["told_by"],
        )
        for row in rows
    ]  # fmt: skip
    return table(
        ("We promise", "Within", "To", "What must be done for it", "Together", "Told by"), body
    )


def _path_step(step: Any, view: View) -> Html:
    return Html("{} <small>{}</small>").format(to_service(step, view), view.value(step.resolution))


def added(steps: list[Any]) -> str:
    """The times of services one after another, added up by unit: ``3 business days + 4 business hours``."""
    sums: dict[str, int] = {}
    for step in steps:
        sums[step.resolution.unit] = sums.get(step.resolution.unit, 0) + step.resolution.amount
    return " + ".join(str(Duration((amount, unit))) for unit, amount in sums.items())
