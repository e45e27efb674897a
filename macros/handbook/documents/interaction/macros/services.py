"""Macros that show services, what is measured, and what we promise to customers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handbook.documents.company.facts.company import BusinessUnit, OpeningHours
from handbook.documents.company.facts.measures import Measure, against
from handbook.documents.interaction.facts import Escalation, HandoverItem, Promise, Service
from handbook.documents.interaction.opening import WEEKDAYS
from handbook.facts.durations import Duration
from handbook.facts.facts import Facts
from handbook.show.blocks import Card, Columns, Grid, Items, Pairs, Paragraph, Part
from handbook.show.content import (
    CallLink,
    Content,
    ItemName,
    JoinedContent,
    Key,
    LinkTarget,
    Phrase,
    Tag,
)
from handbook.show.lookup import find
from handbook.show.macro import Context, macro

GOOD = {"high": "the higher, the better", "low": "the lower, the better"}


# --- services -------------------------------------------------------------------------------------


@macro("inline", 'service("installation")')
def service(context: Context, id: str) -> Key:
    """The name of a service that one unit does for another, linked to its card."""
    return Key(find(context, Service, id, 'service("{}")'), "name")


@macro("block", "service_table()")
def service_table(context: Context, unit: str = "") -> Grid[Service]:
    """What units do for each other, and by when; with the id of a unit, only what that unit gives
    or gets.
    """
    if unit:
        find(context, BusinessUnit, unit, 'service_table("{}")')
    services = context.facts[Service]
    return Grid(
        [service for service in services if unit in ("", service.giver, service.receiver)],
        {
            "Service": "name",
            "Given by": "giver",
            "To": "receiver",
            "The clock starts when": "trigger",
            "First answer within": "first_response",
            "Done within": "resolution",
            "In time": "target",
        },
    )


@macro("block", 'unit_gives("operations")')
def unit_gives(context: Context, unit: str) -> Grid[Service]:
    """What a unit does for the others: what comes out, for whom, by when, how much of it."""
    find(context, BusinessUnit, unit, 'unit_gives("{}")')
    given = [service for service in context.facts[Service] if service.giver == unit]
    return _grid_of_one_unit(given, "To", "receiver")


@macro("block", 'unit_gets("operations")')
def unit_gets(context: Context, unit: str) -> Grid[Service]:
    """What a unit gets from the others: what comes out, from whom, by when, how much of it."""
    find(context, BusinessUnit, unit, 'unit_gets("{}")')
    received = [service for service in context.facts[Service] if service.receiver == unit]
    return _grid_of_one_unit(received, "From", "giver")


def _grid_of_one_unit(services: list[Service], title: str, other_unit: str) -> Grid[Service]:
    return Grid(
        services,
        {
            "Service": "name",
            title: other_unit,
            "Done when": "done",
            "By when": _within,
            "How much": _volume,
        },
    )


def _within(service: Service) -> Content:
    if service.first_response == service.resolution:
        return service.resolution
    return Phrase("{}, first answer within {}", service.resolution, service.first_response)


def _volume(service: Service) -> Content:
    if service.volume is None:
        return None
    return Phrase("{} {} a month", service.volume.a_month, service.volume.counted)


@macro("block", 'service_card("installation")', card_of=Service)
def service_card(context: Context, id: str) -> Card:
    """One service: what starts the clock, what must be handed in, what comes out, by when, what
    happens when it is late.
    """
    service = find(context, Service, id, 'service_card("{}")')
    ready = handover_list(service.ready) if service.ready else Paragraph(service.no_ready_because)
    late = Items(escalation_step(step) for step in service.escalation)
    return Card(
        service,
        anchor=f"service-{service.id}",
        tags=[Tag(Phrase("{} → {}", Key(service, "giver"), Key(service, "receiver")))],
        parts=[
            Paragraph(service.done),
            _times(service, context.facts),
            Columns(
                Part("What must be handed in, or the clock does not start", ready),
                Part("When it is late", late),
            ),
            Columns(
                Part("How it is measured", _measure_line(service)),
                Part("In return", _in_return(service)),
                Part("Exception", Paragraph(service.exception)),
            ),
        ],
    )


def _times(service: Service, facts: Facts) -> Pairs:
    giver = facts[BusinessUnit].get(service.giver)
    hours = Phrase(": {}", open_hours(giver.hours)) if giver else None
    return Pairs(
        {
            "The clock starts when": service.trigger,
            "First answer within": service.first_response,
            "Done within": service.resolution,
            "Clock of": JoinedContent([Key(service, "giver"), hours], ""),
            "Asked and answered in": service.channel,
            "How much": _volume(service),
        }
    )


def _measure_line(service: Service) -> Content:
    return Phrase(
        "<p>{}: at least {} in time, reported by {}</p>",
        to_measure(service.measure),
        service.target,
        Key(service, "reported_by"),
    )


def _in_return(service: Service) -> Content:
    if service.in_return:
        return Paragraph(Key(service, "in_return"))
    return Paragraph(service.no_return_because)


def handover_list(things: Iterable[HandoverItem]) -> Items:
    """What is handed in or over, each with the place that holds it."""
    return Items(
        Phrase("{} <small>{} {}</small>", thing.what, *_place_of(thing)) for thing in things
    )


def _place_of(thing: HandoverItem) -> tuple[Content, Content]:
    if thing.field:
        return "CRM field", ItemName("crm_fields", thing.field)
    return "template", Key(thing, "template")


def escalation_step(step: Escalation) -> Content:
    """``after 8 business hours: managing director``."""
    return Phrase("after {}: {}", step.after, Key(step, "to"))


def open_hours(hours: OpeningHours) -> str:
    """``Monday to Friday, 09:00–17:00``."""
    numbers = sorted(WEEKDAYS.index(day) for day in hours.days)
    row = numbers == list(range(numbers[0], numbers[-1] + 1)) and len(numbers) > 2
    days = (
        f"{WEEKDAYS[numbers[0]]} to {WEEKDAYS[numbers[-1]]}"
        if row
        else ", ".join(WEEKDAYS[number] for number in numbers)
    )
    return f"{days}, {hours.opens:%H:%M}–{hours.closes:%H:%M}"


# --- measures and promises ------------------------------------------------------------------------


def to_measure(measure_id: str) -> CallLink:
    """The name of a measure, linked to its line in the table of measures."""
    words = ItemName("measures", measure_id)
    return CallLink("measure_table", "", f"measure-{measure_id}", words)


@macro("inline", 'measure("dates-kept")')
def measure(context: Context, id: str) -> CallLink:
    """The name of a measure, linked to the table of measures."""
    return to_measure(find(context, Measure, id, 'measure("{}")').id)


@macro("block", "measure_table()")
def measure_table(context: Context) -> Grid[Measure]:
    """Everything that is counted: its formula, where the numbers come from, who answers for it,
    which services use it, and which other measure suffers if this one is pushed alone.
    """
    facts = context.facts
    return Grid(
        facts[Measure],
        {
            "Measure": _named_measure,
            "Formula": lambda measure: _formula(measure, facts),
            "Where the numbers come from": "source",
            "Answers for it": "owner",
            "Measures": lambda measure: _services_measured_by(measure, facts),
        },
    )


def _named_measure(measure: Measure) -> Content:
    name = LinkTarget(f"measure-{measure.id}", measure.name)
    return Phrase("{} <small>{}</small>", name, GOOD[measure.good])


def _formula(measure: Measure, facts: Facts) -> Content:
    """How a measure is computed; below it the measures that suffer if it is pushed alone."""
    others = [ItemName("measures", other) for other in against(facts, measure.id)]
    pulls = Phrase("<small>Pulls against: {}</small>", JoinedContent(others)) if others else None
    return JoinedContent([measure.formula, pulls], " ")


def _services_measured_by(measure: Measure, facts: Facts) -> Content:
    services = [Key(service, "name") for service in facts[Service] if service.measure == measure.id]
    return JoinedContent(services) if services else None


@macro("block", "promise_table()")
def promise_table(context: Context) -> Grid[Promise]:
    """The times we promise to customers, and the services that must be done one after another to
    keep them.
    """
    services = context.facts[Service]

    def path(promise: Promise) -> list[Service]:
        return [services[step] for step in promise.path if step in services]

    return Grid(
        context.facts[Promise],
        {
            "We promise": "promise",
            "Within": "within",
            "To": "buyer_groups",
            "What must be done for it": lambda promise: Items(map(_step, path(promise)), "ol"),
            "Together": lambda promise: total_times(path(promise)),
            "Told by": "told_by",
        },
    )


def _step(service: Service) -> Content:
    return Phrase("{} <small>{}</small>", Key(service, "name"), service.resolution)


def total_times(services: Sequence[Service]) -> str:
    """The times of services one after another, added up by unit: ``3 business days + 4 business
    hours``.
    """
    sums: dict[str, int] = {}
    for service in services:
        amount, unit = service.resolution
        sums[unit] = sums.get(unit, 0) + amount
    return " + ".join(str(Duration((amount, unit))) for unit, amount in sums.items())
