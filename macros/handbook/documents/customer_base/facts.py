"""Facts of the customer base: the CRM's fields, cycles, dialogue, ownership, quality of data,
keeping and growing, records.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from handbook.documents.company.facts.company import Role
from handbook.documents.sales_book.facts.market import BuyerGroup, LostReason, Stage
from handbook.documents.sales_book.facts.talk import Script, Template
from handbook.documents.sales_book.sums.pipeline import out_of_funnel
from handbook.facts.durations import Days, Duration
from handbook.facts.model import Fact, Item, Ref
from handbook.facts.scalars import Count, Day, Money, Share, SomeShare, Time, Words

Channel = Literal["phone", "email", "visit", "video", "message"]


ListOfChoices = Literal[
    "stages", "lost reasons", "buyer groups", "competitors", "products", "roles"
]


class CrmField(Item, file="customer-base/crm.yml", name="crm_fields", called="CRM field"):
    """A field of the CRM, or of the table used instead of one: what it means, who answers for it,
    who or what fills it, its rule.

    A choice has its ``choices``, or takes them by ``choices_from`` from where the handbook already
    has them.
    """

    name: Words
    on: Literal["customer", "contact", "deal"]
    kind: Literal["text", "money", "date", "choice", "number", "yes or no", "document", "person"]
    means: Words
    choices: list[Words] = Field(default_factory=list)
    choices_from: ListOfChoices | None = None
    owner: Ref[Role]
    filled_by: Literal["seller", "form", "automation", "other unit"]
    rule: Words


class CycleStep(Fact):
    """A stage within a cycle: its target time, the least touches, the share that goes on, and who
    owns the deal in it.
    """

    stage: Ref[Stage]
    days: Days
    touches: Count
    goes_on: SomeShare
    owner: Ref[Role]


class Nurture(Fact):
    """When a deal that does not move leaves the cycle, and what happens with it."""

    after: Days
    then: Words


class Cycle(Item, file="customer-base/cycles.yml", called="cycle"):
    """How a buyer group buys: for the first time, again, at the end of a contract, or after leaving
    us.

    ``length`` is what we publish; the steps end with the signature.
    """

    name: Words
    buyer_group: Ref[BuyerGroup]
    kind: Literal["new", "repeat", "renewal", "win-back"]
    starts_when: Words
    steps: list[CycleStep] = Field(min_length=1)
    length: Days
    nurture: Nurture
    ends_with: Words

    def win_rate(self, since: str = "") -> Decimal:
        """The share of deals won, as a fraction: of all that entered, or of those that reached the
        stage ``since``.
        """
        stages = [step.stage for step in self.steps]
        begin = stages.index(since) if since in stages else 0
        return out_of_funnel(Decimal(1), [Decimal(step.goes_on) for step in self.steps[begin:]])


class Dialogue(Item, file="customer-base/dialogue.yml"):
    """How we speak with the customers of a buyer group. The id is the group's.

    ``at_least_every`` is the longest silence ("at least every 90 days"), ``at_most_every`` the
    shortest time between two contacts that we begin ("at most every 14 days"): the first is longer
    than the second. ``keeper`` keeps up the contact after the first year, ``keepers`` of them with
    at most ``most_customers`` each and ``contacts_a_year`` in all their working time for it.
    """

    id: Ref[BuyerGroup]

    at_least_every: Days
    at_most_every: Days
    channels: list[Channel] = Field(min_length=1)
    from_: Time = Field(alias="from")
    to: Time
    answer_within: Duration
    record_within: Duration
    languages: list[Words] = Field(min_length=1)
    purposes: list[Words] = Field(min_length=1)
    tone: Words
    never: list[Words] = Field(min_length=1)
    keeper: Ref[Role]
    keepers: Count
    most_customers: Count
    contacts_a_year: Count
    keeper_contacts_a_year: Count


Occasion = Literal[
    "after first contact", "after a visit", "after the offer", "silence", "complaint", "renewal 90 days before",
    "renewal 60 days before", "renewal 30 days before", "lost", "asked to stop",
]  # fmt: skip


class Moment(Item, file="customer-base/moments.yml"):
    """What a customer gets from us at a moment: within which time, from whom, what it gives them,
    which words we use.
    """

    occasion: Occasion
    buyer_groups: list[Ref[BuyerGroup]] = Field(min_length=1)
    within: Duration
    by: Ref[Role]
    gives: Words
    template: Ref[Template] | None = None
    script: Ref[Script] | None = None
    avoid: Words


class ValueClass(Item, file="customer-base/value_classes.yml"):
    """A class of customers by what they bring in a year ``[from, to)``: what they get of our time,
    who may decide otherwise.
    """

    name: Words
    from_: Money = Field(alias="from")
    to: Money | None = None
    gets: Words
    override_by: Ref[Role]


class OwnershipRule(Item, file="customer-base/ownership.yml"):
    """How customers are given, protected, taken back and passed on."""

    happens: Words
    rule: Words
    after: Duration | None = None
    decides: Ref[Role]
    customer_hears: Words | None = None


Leaving = Literal[
    "open deals", "promises", "devices and passwords", "contacts", "calendar", "customer letter", "watch period"
]  # fmt: skip


class LeavingStep(Item, file="customer-base/leaving.yml"):
    """A step when a seller leaves: what it covers, what is done, by whom, until when after the
    notice.
    """

    covers: Leaving
    does: Words
    who: Ref[Role]
    within: Duration
    done_when: Words


class Hygiene(Item, file="customer-base/hygiene.yml"):
    """A fault in the data that can be counted: in which field, how much of it we accept, who
    checks, what happens then.

    ``counts`` says what is counted: the field is empty where it should be filled (of a deal: where
    its stage asks for it), its date is in the past while the deal is open, the same entry is there
    twice, the deal stays in its stage longer than the stage allows. What only a person can see is
    counted by hand.
    """

    fault: Words
    field: Ref[CrmField]
    counts: Literal["empty", "in the past", "twice", "too long in its stage", "by hand"]
    most: Share
    checked_every: Duration
    by: Ref[Role]
    then: Words


class Signal(Item, file="customer-base/signals.yml"):
    """A sign that a customer wants to leave or to grow: how it is measured, from which value on it
    counts, who does what by when.
    """

    kind: Literal["leaving", "growing"]
    sign: Words
    when: Words
    who: Ref[Role]
    does: Words
    within: Duration


class PersonalRecord(Item, file="customer-base/records_kept.yml"):
    """Something we keep about people: what, on which ground, how long, who deletes it, what the
    person is told.
    """

    record: Words
    contains: Words
    basis: Literal["consent", "contract", "legal duty", "legitimate interest"]
    keep: Duration
    counted_from: Words
    deleted_by: Ref[Role]
    told: Words


class BaseGroup(Fact):
    """The customers of a buyer group: how many, and what they brought in the twelve months."""

    buyer_group: Ref[BuyerGroup]
    customers: Count
    revenue: Money


class Loss(Fact):
    """Customers lost in the twelve months for one reason, and the revenue that went with them."""

    reason: Ref[LostReason]
    customers: Count
    revenue: Money


class BaseReport(Fact, file="customer-base/base.yml"):
    """Twelve months ``[from, until)`` of the base: the same customers at both ends, what they grew,
    shrank and took away.

    Opening, expansion, contraction and churn are yearly revenue of the customers of the first day;
    limits say from which share of one and of five customers on we speak of a risk.
    """

    from_: Day = Field(alias="from")
    until: Day
    opening: Money
    expansion: Money
    contraction: Money
    churn: Money
    groups: list[BaseGroup] = Field(min_length=1)
    largest: Money
    five_largest: Money
    largest_limit: Share
    five_largest_limit: Share
    risk_note: Words | None = None
    losses: list[Loss] = Field(min_length=1)
    came_back: Count
    renewal_opened_before: Days
