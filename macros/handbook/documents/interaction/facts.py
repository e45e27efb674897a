"""Facts of the interaction of units: services with their times, handovers, decisions, rules of
engagement, meetings, measures.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from handbook.documents.company.facts.company import BusinessUnit, Role
from handbook.documents.company.facts.measures import Measure
from handbook.documents.sales_book.facts.market import BuyerGroup, Stage
from handbook.documents.sales_book.facts.talk import Template
from handbook.facts.durations import Duration
from handbook.facts.model import Fact, Item, Ref
from handbook.facts.scalars import Count, ScalarError, Share, Time, Weekday, Words


class HandoverItem(Fact):
    """Something that is handed in or handed over, and the CRM field or the template that holds it."""

    what: Words
    field: Ref[Literal["CrmField"]] | None = None
    template: Ref[Template] | None = None

    @model_validator(mode="after")
    def _one_place(self) -> HandoverItem:
        if bool(self.field) == bool(self.template):
            raise ScalarError('either "field" or "template", one of the two')
        return self


class Escalation(Fact):
    """Which role a late service goes to, and after how long, counted like the service itself."""

    after: Duration
    to: Ref[Role]


class Volume(Fact):
    """How much of it is promised in a month, and what is counted."""

    a_month: Count
    counted: Words


class Service(Item, file="interaction/services.yml", called="service"):
    """What one unit does for another: trigger, what must be handed in, what comes out, by when in
    the giver's hours, and the measure.
    """

    name: Words
    giver: Ref[BusinessUnit]
    receiver: Ref[BusinessUnit]
    trigger: Words
    ready: list[HandoverItem] = Field(default_factory=list)
    no_ready_because: Words | None = None
    done: Words
    channel: Words
    first_response: Duration
    resolution: Duration
    escalation: list[Escalation] = Field(min_length=1)
    measure: Ref[Measure]
    target: Share
    reported_by: Ref[Role]
    volume: Volume | None = None
    in_return: Ref[Literal["Service"]] | None = None
    no_return_because: Words | None = None
    exception: Words | None = None


class Promise(Item, file="interaction/promises.yml"):
    """A time that we promise to customers, and the services that must be done one after another to
    keep it.

    ``same_as`` names the fact of the sales book that says the same time.
    """

    promise: Words
    buyer_groups: list[Ref[BuyerGroup]] = Field(min_length=1)
    within: Duration
    path: list[Ref[Service]] = Field(min_length=1)
    told_by: Ref[Role]
    same_as: Literal["terms.delivery"] | None = None


class Handoff(Item, file="interaction/handoffs.yml", called="handover"):
    """A customer goes from one role to another: at which stage, with what, accepted by whom,
    refused when.
    """

    name: Words
    from_: Ref[Role] = Field(alias="from")
    to: Ref[Role]
    at_stage: Ref[Stage]
    packet: list[HandoverItem] = Field(min_length=1)
    meet_within: Duration
    accepted_by: Ref[Role]
    accept_within: Duration
    refused_when: list[Words] = Field(min_length=1)
    customer_hears: Words


class DecisionPart(Item, file="interaction/decisions.yml", name="decision_parts"):
    """Who does what in a decision between units. The id is the decision's; exactly one role is
    accountable.
    """

    responsible: list[Ref[Role]] = Field(min_length=1)
    accountable: Ref[Role]
    consulted: list[Ref[Role]] = Field(default_factory=list)
    informed: list[Ref[Role]] = Field(default_factory=list)
    service: Ref[Service] | None = None


class EngagementRule(Item, file="interaction/engagement.yml"):
    """Whose customer or enquiry it is when two claim it: the rule, how long it protects, who
    settles it by when.
    """

    conflict: Words
    rule: Words
    protected_for: Duration
    arbiter: Ref[Role]
    decides_within: Duration
    example: Words


class Urgent(Fact):
    """When something is urgent, with the number that says so."""

    what: Words
    number: Count
    counted_in: Words


class LadderStep(Fact):
    """A step of escalation between units: who is asked, who must answer by when, what is brought."""

    step: Words
    to: Ref[Role]
    answers_within: Duration
    bring: Words


class EscalationLadder(Fact, file="interaction/escalation.yml"):
    """How something is escalated between units: the steps, what is urgent, and what misuse leads
    to.
    """

    steps: list[LadderStep] = Field(min_length=1)
    urgent: list[Urgent] = Field(min_length=1)
    misuse: Words


class Meeting(Item, file="interaction/meetings.yml"):
    """A meeting that is held regularly: when, who leads and comes, what it decides, what is brought
    and written.

    ``week`` is the week of the month, or of the quarter, for those that are not weekly.
    """

    name: Words
    every: Literal["week", "month", "quarter"]
    week: Count | None = None
    weekday: Weekday
    starts: Time
    minutes: Count
    leads: Ref[Role]
    attends: list[Ref[Role]] = Field(min_length=1)
    decides: Words
    bring: Words
    writes: Words
