"""Facts of the corporate sales book: products, prices, discounts, buyer groups, personas, stages,
competitors.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from handbook.documents.company.facts.company import Decision, Role
from handbook.documents.company.facts.vocabulary import Family, PriceUnit, Sector
from handbook.facts.durations import Days, Duration
from handbook.facts.ids import Id
from handbook.facts.model import Fact, Item, Ref
from handbook.facts.order import later_than
from handbook.facts.scalars import (
    Change,
    Count,
    Day,
    Money,
    PastDay,
    ScalarError,
    Share,
    Words,
    YesNo,
)

BuyingRole = Literal["economic", "technical", "user", "champion", "gatekeeper", "blocker"]


class Advantage(Fact):
    """Characteristic, advantage, benefit: what it is, what that does, what the customer has of it,
    and the proof.
    """

    characteristic: Words
    advantage: Words
    benefit: Words
    proof: Ref[Literal["Reference"]] | None = None


class Answer(Fact):
    """A question that customers ask, and our answer."""

    question: Words
    answer: Words


class Product(Item, file="sales-book/products.yml", called="product"):
    """Something we sell, announce or no longer sell: for whom, why, with what proof and which
    honest limits.
    """

    name: Words
    family: Ref[Family]
    state: Literal["planned", "sold", "end-of-sale", "end-of-life"]
    for_buyer_groups: list[Ref[Literal["BuyerGroup"]]]
    problem: Words
    advantages: list[Advantage]
    limits: list[Words]
    needs: list[Words] = Field(default_factory=list)
    demo: Words | None = None
    questions: list[Answer] = Field(default_factory=list)
    replaced_by: Ref[Literal["Product"]] | None = None
    available_from: Day | None = None


class Price(Fact):
    """The price of a product per unit: list, floor (never below), and our own variable cost, for
    the margin.
    """

    product: Ref[Product]
    per: Ref[PriceUnit]
    list: Money
    floor: Money
    cost: Money


class PriceBook(Item, file="sales-book/prices.yml", name="price_books", called="price book"):
    """Prices in force from a day until a day (half-open: the last valid day is the one before
    ``until``).
    """

    from_: Day = Field(alias="from")
    until: Annotated[Day | None, later_than("from")] = None
    prices: list[Price] = Field(min_length=1)


class DiscountBand(Fact):
    """A half-open band ``[from, to)`` of order value and the discount in it; the last band has no
    ``to``.
    """

    from_: Money = Field(alias="from")
    to: Money | None = None
    rate: Change


class DiscountOption(Fact):
    """A condition that the customer accepts, and the discount for it; below zero, a surcharge."""

    when: Words
    rate: Change


class Lever(Item):
    """A reason for a discount: what we get for it, and either bands of order value or options."""

    name: Words
    we_get: Words
    applies_to: list[Ref[Family]] = Field(min_length=1)
    bands: list[DiscountBand] = Field(default_factory=list)
    options: list[DiscountOption] = Field(default_factory=list)
    not_with: list[Id] = Field(default_factory=list)

    @model_validator(mode="after")
    def _bands_or_options(self) -> Lever:
        if bool(self.bands) == bool(self.options):
            raise ScalarError('either "bands" (of order value) or "options", one of the two')
        return self

    @property
    def highest(self) -> Decimal:
        """The largest discount that this lever can give, as a fraction."""
        rates = [band.rate for band in self.bands] + [option.rate for option in self.options]
        return Decimal(max(rates))


class Discounts(Fact, file="sales-book/discounts.yml"):
    """The levers, the most they may give together, and the decision whose ladder says who may give
    how much.
    """

    max_total: Share
    decision: Ref[Decision]
    # Few enough to try all combinations, see calculations.price.highest_sum.
    levers: list[Lever] = Field(min_length=1, max_length=16)


class IdealCustomer(Fact, file="sales-book/ideal_customer.yml"):
    """The measurable signs of a customer who is worth a visit; a customer who can never meet one is
    refused. Signs of a company's own are among the numbers of its vocabulary.
    """

    people: Count | None = None
    days_a_week: Count | None = None
    drive: Duration | None = None
    in_business: Duration | None = None
    free_within: Duration | None = None
    outlets: Count | None = None


class Terms(Fact, file="sales-book/terms.yml"):
    """Terms of payment and contract that go with the prices.

    ``cancel_from`` is the time after the signature from which on a customer may cancel an order
    that has not begun by then.
    """

    quote_valid: Days
    payment_due: Days
    notice: Duration | None = None
    delivery: Duration
    cancel_from: Duration | None = None
    margin_floor: Share
    prices_announced: Duration | None = None
    deposit: Words | None = None


class Heads(Fact):
    """A half-open band ``[from, to)`` of a customer's size in people; open without ``to``."""

    from_: Count = Field(alias="from")
    to: Count | None = None


class BuyerGroup(Item, file="sales-book/buyer_groups.yml", called="buyer group"):
    """Customers who buy in the same way: who they are, how they buy, what sets them off, whom we
    refuse.
    """

    name: Words
    who: Words
    sector: Ref[Sector]
    people: Heads | None = None
    served_by: Ref[Role]
    buys_how: Words
    usual_cycle: Days
    usual_order: Money
    usual_order_means: Words
    triggers: list[Words] = Field(min_length=1)
    not_for_us: list[Words] = Field(min_length=1)
    must_reach: list[BuyingRole] = Field(min_length=1)


class Question(Fact):
    """A discovery question, what a good answer sounds like, and the qualification field that it
    fills.
    """

    ask: Words
    listen_for: Words
    fills: Ref[Literal["QualificationField"]]


class Persona(Item, file="sales-book/personas/", called="persona"):
    """A typical person in a buyer group: role in the decision, goals, fears, wording, and what to
    ask.
    """

    name: Words
    buyer_groups: list[Ref[BuyerGroup]] = Field(min_length=1)
    buying_role: BuyingRole
    goals: list[Words] = Field(min_length=1)
    fears: list[Words] = Field(min_length=1)
    measured_by: list[Words] = Field(min_length=1)
    says: list[Words] = Field(min_length=1)
    do: Words
    do_not: Words
    questions: list[Question]


class QualificationField(Item, file="sales-book/qualification.yml", called="qualification field"):
    """Something that must be known before a deal moves on, and the CRM field that stores it."""

    name: Words
    good_when: Words
    crm_field: Ref[Literal["CrmField"]]


class ExitCriterion(Fact):
    """What the customer can be seen to have done, by which evidence, stored in which CRM field."""

    customer: Words
    evidence: Literal[
        "email",
        "signed document",
        "order",
        "minutes",
        "meeting",
        "payment",
        "photo",
        "seller opinion",
    ]
    field: Ref[Literal["CrmField"]] | None = None


class Age(Fact):
    """How long a deal may stay in a stage: from ``warn`` on it is questioned, from ``stop`` on it
    leaves the stage.
    """

    warn: Days
    stop: Days


ForecastCategory = Literal["omitted", "pipeline", "best case", "most likely", "commit", "closed"]
FORECAST_ORDER: tuple[ForecastCategory, ...] = (
    "omitted",
    "pipeline",
    "best case",
    "most likely",
    "commit",
    "closed",
)


class StageHistory(Fact):
    """The cases behind a probability: how many deals left this stage for good, how many of them
    were won, until which day.
    """

    ended: Count
    won: Count
    until: Day


class Stage(Item, inside="path", name="stages", called="stage"):
    """A stage of the sale: its purpose, what the customer must have done to leave it, and how long
    it may take.
    """

    name: Words
    kind: Literal["open", "won", "lost"]
    purpose: Words
    probability: Share
    forecast: ForecastCategory
    exit_criteria: list[ExitCriterion] = Field(default_factory=list)
    seller_does: list[Words] = Field(default_factory=list)
    documents: list[Words] = Field(default_factory=list)
    required_fields: list[Ref[Literal["CrmField"]]] = Field(default_factory=list)
    age: dict[str, Age] = Field(default_factory=dict)
    channels: list[Literal["phone", "email", "visit", "video", "message"]] = Field(
        default_factory=list
    )
    history: StageHistory | None = None
    mistakes: list[Words] = Field(default_factory=list)


class LostReason(Item, inside="path", name="lost_reasons", called="lost reason"):
    """Why a deal was lost or put down; ``text_required`` where the reason alone says nothing."""

    name: Words
    means: Words
    text_required: YesNo = False


class Stages(Fact, file="sales-book/stages.yml", name="path"):
    """The path of the sale in order, and the reasons for leaving it without an order."""

    stages: list[Stage] = Field(min_length=1)
    lost_reasons: list[LostReason]


class Claim(Fact):
    """A statement about a competitor, where it comes from and when it was last looked up."""

    text: Words
    source: Words
    checked: PastDay


class Competitor(Item, file="sales-book/competitors/", called="competitor"):
    """Another way in which the customer can solve the problem, including doing nothing and doing it
    themselves.
    """

    name: Words
    kind: Literal["direct", "indirect", "do nothing", "do it themselves"]
    against: list[Ref[Product]] = Field(min_length=1)
    summary: Words
    claims: list[Claim]
    they_win: list[Words] = Field(min_length=1)
    we_win: list[Words] = Field(min_length=1)
    questions: list[Words] = Field(min_length=1)
    never_say: list[Words] = Field(min_length=1)


class Reference(Item, file="sales-book/references/", called="reference"):
    """A proof: what we did for a customer, the result in numbers, and what we may say about it
    until when.
    """

    title: Words
    buyer_group: Ref[BuyerGroup]
    result: Words
    measured: Words
    permission: Literal["public", "on request", "inside only"]
    until: Day | None = None
