"""Facts of forecasting: categories, methods, rhythm, frozen snapshots, the open pipeline, its
standards.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from handbook.documents.company.facts.company import Role
from handbook.documents.customer_base.facts import CrmField
from handbook.documents.forecast.facts.plan import Quarter, Seat
from handbook.documents.sales_book.facts.market import BuyerGroup, ForecastCategory, Stage
from handbook.facts.durations import Duration
from handbook.facts.model import Fact, Item, Ref
from handbook.facts.scalars import Count, Day, Money, PastDay, Ratio, Share, Time, Weekday, Words

Method = Literal[
    "weighted pipeline",
    "stage conversion",
    "run rate",
    "seasonal naive",
    "category call",
    "capacity",
]
NAIVE: Method = "seasonal naive"  # what every other method must beat


class Evidence(Fact):
    """What can be seen when a deal belongs to a category, and the CRM field that shows it."""

    shows: Words
    field: Ref[CrmField]


class Category(Fact):
    """A forecast category: what it means, by which evidence, who may set it."""

    name: ForecastCategory
    means: Words
    set_by: Ref[Role]
    evidence: list[Evidence] = Field(default_factory=list)


class MethodUse(Fact):
    """A method of forecasting: how the number is made, where it is strong and weak, what we use it
    for.
    """

    name: Method
    how: Words
    strong: Words
    weak: Words
    used_for: Words


class RhythmStep(Fact):
    """A step of the weekly forecast: who hands in what, by when, and what counts as done."""

    what: Words
    who: list[Ref[Role]] = Field(min_length=1)
    weekday: Weekday
    by: Time
    done_when: Words


class Targets(Fact):
    """How wrong a forecast may be before something is done: share of the actual, bias as a share,
    tracking signal either way.
    """

    wape: Share
    bias: Share
    tracking_signal: Ratio


class Forecast(Fact, file="forecast-and-quotas/forecast.yml"):
    """How we forecast: the official method, the categories, the rhythm, how right we want to be,
    when probabilities are recalibrated.

    ``measured_at_weeks`` is the horizon at which accuracy is judged; ``least_ended`` the cases
    below which a probability is assumed.
    """

    official: Method
    categories: list[Category] = Field(min_length=1)
    methods: list[MethodUse] = Field(min_length=1)
    rhythm: list[RhythmStep] = Field(min_length=1)
    targets: Targets
    measured_at_weeks: Count
    recalibrated_every: Duration
    least_ended: Count
    qualified_from: Ref[Stage]


class MethodNumber(Fact):
    """What a method said."""

    method: Method
    amount: Money


class Call(Fact):
    """The category call, cumulative: closed, with commit, with most likely, with best case."""

    closed: Money
    commit: Money
    most_likely: Money
    best_case: Money


class Snapshot(Item, file="forecast-and-quotas/snapshots/"):
    """A forecast frozen on a day: what each method said of a quarter, and the call. Never changed
    afterwards.

    What was signed in the end is in the calendar; the seasonal naive number is computed from it.
    """

    quarter: Ref[Quarter]
    taken: PastDay
    weeks_left: Count
    by: Ref[Role]
    call: Call
    methods: list[MethodNumber] = Field(min_length=1)
    override_because: Words | None = None


class OpenDeal(Item):
    """An open deal, without a name: group, stage, first-year value, expected quarter, category,
    seat, days in its stage.
    """

    buyer_group: Ref[BuyerGroup]
    stage: Ref[Stage]
    amount: Money
    quarter: Ref[Quarter]
    category: ForecastCategory
    seat: Ref[Seat]
    days_in_stage: Count


class GroupQuarter(Fact):
    """What a buyer group has to bring in the running quarter, and what of it has been signed so
    far.
    """

    buyer_group: Ref[BuyerGroup]
    plan: Money
    signed: Money


class Pipeline(Fact, file="forecast-and-quotas/pipeline.yml"):
    """The open deals on a day, and by buyer group what the running quarter has to bring and has
    brought.
    """

    as_of: PastDay
    quarter: Ref[Quarter]
    groups: list[GroupQuarter] = Field(min_length=1)
    deals: list[OpenDeal] = Field(min_length=1)

    @property
    def signed_so_far(self) -> Decimal:
        """First-year value of the orders signed in the running quarter up to the day, in money."""
        return sum((Decimal(group.signed) for group in self.groups), Decimal(0))

    @property
    def plan(self) -> Decimal:
        """What the running quarter has to bring, in money."""
        return sum((Decimal(group.plan) for group in self.groups), Decimal(0))


class Coverage(Item, file="forecast-and-quotas/coverage.yml"):
    """How much qualified pipeline a buyer group needs, in multiples of what is still to be signed.
    The id is the group's.

    ``buffer`` is the reserve for deals that slip; new qualified deals are wanted every week.
    """

    buffer: Ratio
    target: Ratio
    new_a_week: Ratio


class Trigger(Item, file="forecast-and-quotas/triggers.yml"):
    """A number that makes us act: measured how, from which limit on, who does what by when."""

    measure: Literal["coverage", "bias", "wape", "tracking signal", "attainment", "open seat"]
    when: Words
    does: Words
    who: Ref[Role]
    within: Duration


class ActionTaken(Item, file="forecast-and-quotas/actions.yml"):
    """What was done about a measure outside its target: found on, what, who, until when."""

    measure: Literal["wape", "bias", "tracking signal", "probability"]
    found_on: PastDay
    what: Words
    who: Ref[Role]
    until: Day
