"""Rules about services between units, and what is measured."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.company.facts.company import BusinessUnit, Company, Role
from handbook.documents.company.facts.measures import Measure
from handbook.documents.interaction.facts import Service
from handbook.documents.interaction.opening import first_missed_deadline, hours_of, weekday_and_time
from handbook.documents.interaction.sums import Hours
from handbook.facts.durations import Duration
from handbook.facts.facts import Facts
from handbook.facts.references import references_of
from handbook.handbook import Handbook
from handbook.problems.problem import Problem
from handbook.rules.rule import rule


@rule(
    "service-gives-itself",
    bad="""
interaction/services.yml:
- id: exception
  name: Exception
  giver: management
  receiver: management
""",
    good={"  receiver: management": "  receiver: sales"},
)
def services_to_itself(handbook: Handbook) -> Iterator[Problem]:
    """A service goes from one unit to another. What a unit does for itself is its own business and
    is settled by its head.
    """
    for service in handbook.facts[Service]:
        if service.giver == service.receiver:
            what = f'"{service.name}" goes from "{service.giver}" to "{service.receiver}", the same unit.'
            yield Problem(
                service.at("receiver"), what, "name the unit that gets it, or delete the service."
            )


def _clocks(handbook: Handbook) -> Iterator[tuple[Service, Hours]]:
    """Every service with the calendar in which its clock runs; a giver that is not known has a
    Problem of its own.
    """
    facts = handbook.facts
    for service in facts[Service]:
        if service.giver in facts[BusinessUnit]:
            yield service, hours_of(facts[BusinessUnit][service.giver], facts.only(Company))


@rule(
    "service-times-wrong",
    bad="interaction/services.yml:\nfirst_response: 6 business days\nresolution: 5 business days",
    good="interaction/services.yml:\nfirst_response: 4 business hours\nresolution: 5 business days",
)
def wrong_times(handbook: Handbook) -> Iterator[Problem]:
    """The first answer is due no later than the thing itself. Times are compared in the hours of
    the unit that gives the service, from each moment of an ordinary week.
    """
    for service, hours in _clocks(handbook):
        late = first_missed_deadline(
            [(service.first_response, hours)], [(service.resolution, hours)], hours
        )
        if late:
            what = (
                f'"{service.name}" is to be done within {service.resolution}, but answered first within {service.first_response}: '
                f"asked for on {weekday_and_time(late)}, the first answer may come after the end."
            )
            # Converted to another clock it would be reported again; then only its author can say
            # how long it should be.
            same_clock = _on_business(service.first_response) is _on_business(service.resolution)
            paste = f"first_response: {service.resolution}" if same_clock else ""
            fix = f"shorten the first answer{':' if paste else '.'}"
            yield Problem(service.at("first_response"), what, fix, paste)


def _on_business(time: Duration) -> bool:
    return time.unit.startswith("business")


@rule(
    "escalation-wrong",
    bad="""
interaction/services.yml:
escalation:
  - {after: 5 business days, to: head-of-operations}
  - {after: 7 business days, to: head-of-operations}
""",
    good="""
interaction/services.yml:
escalation:
  - {after: 5 business days, to: head-of-operations}
  - {after: 7 business days, to: managing-director}
""",
)
def wrong_escalations(handbook: Handbook) -> Iterator[Problem]:
    """Late work is escalated step by step: never before the first answer is due, each step later
    than the one before it, and the last to a role above both units. Otherwise the unit that is late
    decides whether it is late.
    """
    for service, hours in _clocks(handbook):
        yield from _early_steps(service, hours)
        yield from _low_ends(service, handbook.facts)


def _early_steps(service: Service, hours: Hours) -> Iterator[Problem]:
    first, *later = service.escalation
    answer = [(service.first_response, hours)]
    # A first answer that comes after the end has a Problem of its own.
    if first_missed_deadline(answer, [(first.after, hours)], hours) and not first_missed_deadline(
        answer, [(service.resolution, hours)], hours
    ):
        what = f'"{service.name}" goes to {first.to} after {first.after}, before its first answer is due, {service.first_response} after the request.'
        yield Problem(
            first.at("after"),
            what,
            "write at least the time of the first answer:",
            f"after: {service.first_response}",
        )
    for before, step in zip(service.escalation, later, strict=False):
        if first_missed_deadline([(before.after, hours)], [(step.after, hours)], hours, even=True):
            what = f'"{service.name}" goes to {before.to} after {before.after} and to {step.to} after {step.after}, which is no later.'
            yield Problem(
                step.at("after"), what, "let each step come later than the one before it."
            )


def _low_ends(service: Service, facts: Facts) -> Iterator[Problem]:
    last, givers, receivers = (
        service.escalation[-1],
        superiors_of_unit(facts, service.giver),
        superiors_of_unit(facts, service.receiver),
    )
    both = [role for role in givers if role in receivers]
    if both and last.to in facts[Role] and last.to not in both:
        what = f'The last step for "{service.name}" is {last.to}, who does not stand above both {service.giver} and {service.receiver}.'
        yield Problem(last.at("to"), what, "end with a role above both units:", f"to: {both[0]}")


def superiors_of_unit(facts: Facts, unit: str) -> list[str]:
    """The superiors of a unit's head, nearest first; at the top the head itself. Nothing for a unit
    that is not known.
    """
    head = facts[BusinessUnit][unit].head if unit in facts[BusinessUnit] else ""
    found: list[str] = []
    current = facts[Role][head].reports_to if head in facts[Role] else None
    while current and current in facts[Role] and current not in found:
        found.append(current)
        current = facts[Role][current].reports_to
    return found or ([head] if head in facts[Role] else [])


@rule(
    "service-ready-missing",
    bad="interaction/services.yml:\ntrigger: Every Monday at opening.",
    good="""
interaction/services.yml:
trigger: Every Monday at opening.
no_ready_because: It is made from what stands in the CRM.
""",
)
def services_without_input(handbook: Handbook) -> Iterator[Problem]:
    """A service says what must be handed in before its clock starts, and in which field or template
    it is. Where nothing has to be handed in, it says why, or how much of it is promised in a month.
    """
    for service in handbook.facts[Service]:
        if not (service.ready or service.no_ready_because or service.volume):
            what = f'"{service.name}" says nothing about what must be handed in before its clock starts.'
            fix = 'say it, or write after "no_ready_because" why nothing is needed:'
            yield Problem(service.at(), what, fix, "ready:\n  - {what: …, field: …}")


@rule(
    "service-return-wrong",
    bad="""
interaction/services.yml:
in_return: exception
# This service goes from operations to sales, exception from management to sales.
""",
    good="interaction/services.yml:\nin_return: complete-order",
)
def wrong_returns(handbook: Handbook) -> Iterator[Problem]:
    """A service in return goes the other way: from the unit that gets the service to the unit that
    gives it.
    """
    services, units = handbook.facts[Service], handbook.facts[BusinessUnit]
    for service in services:
        back = services.get(service.in_return or "")
        if back is None or service.giver == service.receiver:
            continue
        ends = (service.giver, service.receiver, back.giver, back.receiver)
        if not all(map(units.may_hold, ends)):  # that a unit is unknown has been told where it is
            continue
        if (back.giver, back.receiver) != (service.receiver, service.giver):
            what = f'"{service.name}" names "{back.name}" in return, but that goes from {back.giver} to {back.receiver}.'
            ways = [
                other.id
                for other in services
                if (other.giver, other.receiver) == (service.receiver, service.giver)
            ]
            fix = f"name what {service.receiver} gives {service.giver}{':' if ways else ', or say why nothing comes back:'}"
            paste = f"in_return: {ways[0]}" if ways else "no_return_because: …"
            yield Problem(service.at("in_return"), what, fix, paste)


@rule(
    "service-one-sided",
    severity="advice",
    bad="""
interaction/services.yml:
- id: exception
  name: Exception
  giver: operations
interaction/services.yml:
  - {after: 2 business days, to: managing-director}
measure: answers-in-time
target: 90 %
reported_by: sales-director
interaction/services.yml:
  - {after: 1 business day, to: managing-director}
measure: answers-in-time
target: 90 %
reported_by: sales-director
""",
    good="""
interaction/services.yml:
- id: exception
  name: Exception
  giver: management
interaction/services.yml:
  - {after: 2 business days, to: managing-director}
measure: answers-in-time
target: 90 %
reported_by: sales-director
in_return: weekly-forecast
interaction/services.yml:
  - {after: 1 business day, to: managing-director}
measure: answers-in-time
target: 90 %
reported_by: sales-director
no_return_because: Management plans with it.
""",
)
def one_sided_services(handbook: Handbook) -> Iterator[Problem]:
    """A unit that gets a service gives one back, or the service says why not. If only one side has
    duties, the rules soon read like a list of complaints.
    """
    services = handbook.facts[Service]
    ways = {(service.giver, service.receiver) for service in services}
    said: set[tuple[str, str]] = {
        (service.giver, service.receiver) for service in services if service.no_return_because
    }
    for service in services if not services.unread else ():
        way = (service.giver, service.receiver)
        if (
            service.giver != service.receiver
            and way[::-1] not in ways
            and way not in said
            and not service.in_return
        ):
            said.add(way)
            what = f'{service.giver} gives {service.receiver} "{service.name}", but {service.receiver} gives {service.giver} nothing.'
            yield Problem(
                service.at(),
                what,
                "write the service that goes back, or say why there is none:",
                "no_return_because: …",
            )


@rule(
    "unit-without-service",
    wants="interaction/service-catalogue",
    bad="""
units.yml:
- id: management
  name: Management
  head: managing-director
  hours: {days: [Monday, Tuesday, Wednesday, Thursday, Friday], opens: "09:00", closes: "17:00"}
- id: finance
  name: Finance
  head: managing-director
  hours: {days: [Monday], opens: "09:00", closes: "12:00"}
""",
    good="""
units.yml:
- id: management
  name: Management
  head: managing-director
  hours: {days: [Monday, Tuesday, Wednesday, Thursday, Friday], opens: "09:00", closes: "17:00"}
""",
)
def units_without_service(handbook: Handbook) -> Iterator[Problem]:
    """Once there are services, every unit gives or gets at least one. Without one, requests to a
    unit have no terms.
    """
    services = handbook.facts[Service]
    served = {unit for service in services for unit in (service.giver, service.receiver)}
    for unit in handbook.facts[BusinessUnit] if len(services) and not services.unread else ():
        if unit.id not in served:
            what = f'No service goes from or to "{unit.name}".'
            fix = f"write in {services.path} what it does for another unit, or another for it."
            yield Problem(unit.at(), what, fix)


# --- measures -------------------------------------------------------------------------------------


@rule(
    "measure-unused",
    of_absence=True,
    severity="advice",
    bad="""
measures.yml:
- id: dates-kept
  name: Dates kept
  formula: Installations on the agreed day / installations
  source: The calendar of operations, at the end of each month.
  good: high
  owner: head-of-operations
- id: letters-sent
  name: Letters sent
  formula: Letters in a month
  source: CRM
  good: high
  owner: sales-director
# No service and no page uses letters-sent.
""",
    good="""
measures.yml:
- id: dates-kept
  name: Dates kept
  formula: Installations on the agreed day / installations
  source: The calendar of operations, at the end of each month.
  good: high
  owner: head-of-operations
""",
)
def unused_measures(handbook: Handbook) -> Iterator[Problem]:
    """Measures are used: a service, a plan or a page names each. Somebody collects an unused number
    every month.
    """
    facts = handbook.facts
    if not facts.whole:
        return
    used = {
        str(call.args[0]) for _, call in handbook.calls() if call.name == "measure" and call.args
    }
    for top in facts.everything() if len(facts[Measure]) else ():
        # A measure that pulls against another one is not used by that alone.
        for fact in top.with_inner if not isinstance(top, Measure) else ():
            for name, _, table in references_of(type(fact)):
                value = getattr(fact, name)
                used.update(
                    str(entry)
                    for entry in (value if isinstance(value, list) else [value])
                    if table == "measures"
                )
    for measure in facts[Measure]:
        if measure.id not in used:
            what = f'"{measure.name}" is counted, but no service and no page uses it.'
            yield Problem(
                measure.at(), what, f"name it where it counts, or delete it measure: {measure.id}."
            )
