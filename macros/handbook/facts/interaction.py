"""Facts of the interaction of units: services with their times, handovers, decisions, rules of engagement, meetings, measures."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from handbook.facts.model import (
    BuyerGroupId,
    CrmFieldId,
    Fact,
    Item,
    MeasureId,
    RoleId,
    ServiceId,
    StageId,
    TemplateId,
    UnitId,
)
from handbook.facts.scalars import Count, Duration, Share, Time, Weekday, Words, Wrong


class Measure(Item):
    """Something that is counted, once for the whole handbook: its formula, where the numbers come from, who answers for it.

    ``pulls_against`` names measures that suffer where this one is pushed alone; the pull goes both ways, so one of the two says it.
    """

    name: Words
    formula: Words
    source: Words
    good: Literal["high", "low"]
    owner: RoleId
    pulls_against: list[MeasureId] = Field(default_factory=list)

    @model_validator(mode="after")
    def _not_against_itself(self) -> Measure:
        if self.id in self.pulls_against:
            raise Wrong(
                "names of other measures",
                hint="a measure cannot pull against itself",
                keys=("pulls_against",),
            )
        return self


class Handed(Fact):
    """Something that is handed in or handed over, and the CRM field or the template that holds it."""

    what: Words
    field: CrmFieldId | None = None
    template: TemplateId | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Handed:
        if bool(self.field) == bool(self.template):
            raise Wrong('either "field" or "template", one of the two')
        return self


class Escalation(Fact):
    """From when on, counted like the service itself, it goes to which role."""

    after: Duration
    to: RoleId


class Volume(Fact):
    """How much of it is promised in a month, and what is counted."""

    a_month: Count
    counted: Words


class Service(Item):
    """What one unit does for another: trigger, what must be handed in, what comes out, by when in the giver's hours, and the measure."""

    name: Words
    giver: UnitId
    receiver: UnitId
    trigger: Words
    ready: list[Handed] = Field(default_factory=list)
    no_ready_because: Words | None = None
    done: Words
    channel: Words
    first_response: Duration
    resolution: Duration
    escalation: list[Escalation] = Field(min_length=1)
    measure: MeasureId
    target: Share
    reported_by: RoleId
    volume: Volume | None = None
    in_return: ServiceId | None = None
    no_return_because: Words | None = None
    exception: Words | None = None


class Promise(Item):
    """A time that we promise to customers, and the services that must be done one after another to keep it.

    ``same_as`` names the fact of the sales book that says the same time.
    """

    promise: Words
    buyer_groups: list[BuyerGroupId] = Field(min_length=1)
    within: Duration
    path: list[ServiceId] = Field(min_length=1)
    told_by: RoleId
    same_as: Literal["terms.delivery"] | None = None


class Handoff(Item):
    """A customer goes from one role to another: at which stage, with what, accepted by whom, refused when."""

    name: Words
    from_: RoleId = Field(alias="from")
    to: RoleId
    at_stage: StageId
    packet: list[Handed] = Field(min_length=1)
    meet_within: Duration
    accepted_by: RoleId
    accept_within: Duration
    refused_when: list[Words] = Field(min_length=1)
    customer_hears: Words


class DecisionPart(Item):
    """Who does what in a decision between units. The id is the decision's; exactly one role is accountable."""

    responsible: list[RoleId] = Field(min_length=1)
    accountable: RoleId
    consulted: list[RoleId] = Field(default_factory=list)
    informed: list[RoleId] = Field(default_factory=list)
    service: ServiceId | None = None


class EngagementRule(Item):
    """Whose customer or enquiry it is when two claim it: the rule, how long it protects, who settles it by when."""

    conflict: Words
    rule: Words
    protected_for: Duration
    arbiter: RoleId
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
    to: RoleId
    answers_within: Duration
    bring: Words


class EscalationLadder(Fact):
    """How something is taken higher between units: the steps, what is urgent, and what misuse leads to."""

    steps: list[LadderStep] = Field(min_length=1)
    urgent: list[Urgent] = Field(min_length=1)
    misuse: Words


class Meeting(Item):
    """A meeting that is held regularly: when, who leads and comes, what it decides, what is brought and written.

    ``week`` is the week of the month, or of the quarter, for those that are not weekly.
    """

    name: Words
    every: Literal["week", "month", "quarter"]
    week: Count | None = None
    weekday: Weekday
    starts: Time
    minutes: Count
    leads: RoleId
    attends: list[RoleId] = Field(min_length=1)
    decides: Words
    bring: Words
    writes: Words
