"""Facts of motivation: zones of responsibility, scorecards, pay plans and their rules, rewards,
sanctions, career.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from handbook.documents.company.facts.company import BusinessUnit, Decision, Role
from handbook.documents.company.facts.measures import Measure
from handbook.documents.interaction.facts import Service
from handbook.documents.sales_book.facts.market import Product
from handbook.facts.durations import Duration
from handbook.facts.ids import Id
from handbook.facts.levels import CompetencyLevel
from handbook.facts.model import Fact, Item, Ref
from handbook.facts.order import later_than
from handbook.facts.scalars import (
    Count,
    Day,
    Level,
    Money,
    PastDay,
    ScalarError,
    Share,
    Time,
    Words,
    YesNo,
)
from handbook.facts.shares import Whole


class Hour(Fact):
    """An hour of a usual day."""

    hour: Time
    does: Words


class Partner(Fact):
    """A unit that the role works with, and the service that binds them."""

    unit: Ref[BusinessUnit]
    service: Ref[Service]


class Responsibility(Item, file="motivation/responsibilities.yml", called="zone of responsibility"):
    """What a role answers for, in lively words, spoken to one person. The id is the role's."""

    mission: Words
    answers_for: list[Ref[Measure]] = Field(min_length=1)
    decides_alone: list[Ref[Decision]] = Field(default_factory=list)
    works_with: list[Partner] = Field(min_length=1)
    not_mine: list[Words] = Field(min_length=1)
    day: list[Hour] = Field(min_length=4)


class ScorecardMeasure(Fact):
    """A number by which a role is judged: its weight, the target in words, how often the person
    sees it, who computes it.
    """

    measure: Ref[Measure]
    weight: Share
    target: Words
    seen_every: Duration
    computed_by: Ref[Role]


class Scorecard(Item, file="motivation/scorecards.yml", called="scorecard"):
    """At most five numbers of a role, their weights together 100 %. The id is the role's."""

    lines: Annotated[list[ScorecardMeasure], Whole("weight", once="measure")] = Field(
        min_length=1, max_length=5
    )


class PaidMeasure(Fact):
    """What the variable pay counts: the measure, its weight, the event on which it counts, and the
    services that must be done for it.
    """

    measure: Ref[Measure]
    weight: Share
    counts_when: Words
    needs: list[Ref[Service]] = Field(default_factory=list)


class CurvePoint(Fact):
    """At this attainment this share of the target variable is paid."""

    attained: Level
    paid: Level


class Draw(Fact):
    """An advance for newcomers: at least this much variable pay a month, for how many months, paid
    back from when on, at which share.
    """

    a_month: Money
    months: Count
    recoverable: YesNo
    recovered_from: Count | None = None
    share: Share | None = None


class Clawback(Fact):
    """What is taken back when an order is cancelled or not paid: within which time, how much, at
    most which share of the next payment.
    """

    within: Duration
    how: Literal["full", "rest of the term", "fixed share"]
    share: Share | None = None
    most_of_next: Share
    legal_note: Words


class Split(Fact):
    """Who gets which share of the credit of one order."""

    when: Words
    shares: Annotated[dict[Id, Share], Whole(of="this order")]


class PayPlan(Item, file="motivation/pay_plans.yml", called="pay plan"):
    """What a role earns ``[from, until)``: fixed and variable pay of a year at target, what counts,
    how attainment becomes pay.

    Between two points of the curve pay rises evenly; above the last it continues at the same slope
    up to ``cap``. Below the first point nothing is paid. ``paid_through`` are the services that are
    done one after another between the end of a period and the day of pay.
    """

    role: Ref[Role]
    from_: Day = Field(alias="from")
    until: Annotated[Day | None, later_than("from")] = None
    fixed: Money
    variable: Money
    period: Literal["month", "quarter"]
    counts: Literal["period by period", "year to date"]
    measures: Annotated[list[PaidMeasure], Whole("weight", once="measure")] = Field(
        min_length=1, max_length=3
    )
    curve: list[CurvePoint] = Field(min_length=2)
    cap: Level | None = None
    review_above: Money | None = None
    paid_by_day: Count
    paid_through: list[Ref[Service]] = Field(min_length=1)
    draw: Draw | None = None
    clawback: Clawback | None = None
    splits: list[Split] = Field(default_factory=list)
    agreed_on: PastDay
    objections_within: Duration
    answered_within: Duration


Topic = Literal[
    "credit event", "split", "house account", "several years", "renewal", "newcomer", "taking back", "large order",
    "transfer", "leave", "leaving", "dispute", "change of the plan", "which rule comes first", "signature",
]  # fmt: skip


class PlanRule(Item, file="motivation/plan_rules.yml"):
    """A rule of the pay plans: the topic, the rule, an example."""

    topic: Topic
    rule: Words
    example: Words


class Reward(Item, file="motivation/rewards.yml"):
    """A contest or an award: for what, how much in all and at most for one, from when until when;
    recognition costs nothing.

    ``products`` limits it to some products; without any, it is for all.
    """

    name: Words
    for_what: Words
    measure: Ref[Measure] | None = None
    products: list[Ref[Product]] = Field(default_factory=list)
    from_: Day = Field(alias="from")
    until: Day
    budget: Money
    most_each: Money
    decided_by: Ref[Role]


Sanction = Literal[
    "talk",
    "written warning",
    "loss of a future discretionary reward",
    "plan gate",
    "dismissal procedure",
]


class Breach(Item, file="motivation/breaches.yml"):
    """A breach of a rule: where the rule is written, which module taught it, who notices it in
    what, the steps that may follow, who decides, where to appeal.
    """

    breach: Words
    page: Words
    heading: Id
    taught_in: Ref[Literal["Module"]]
    noticed_by: Ref[Role]
    noticed_in: Words
    steps: list[Sanction] = Field(min_length=1)
    decided_by: Ref[Role]
    heard_within: Duration
    appeal_to: Ref[Role]
    appeal_within: Duration


class Condition(Fact):
    """A condition that can be computed: a measure over a time at least so high, or several of which
    any or all must hold.
    """

    measure: Ref[Measure] | None = None
    at_least: Level | None = None
    over: Words | None = None
    any_of: list[Condition] = Field(default_factory=list)
    all_of: list[Condition] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_kind(self) -> Condition:
        kinds = [self.measure is not None, bool(self.any_of), bool(self.all_of)]
        if sum(kinds) != 1 or (
            self.measure is not None and (self.at_least is None or self.over is None)
        ):
            raise ScalarError(
                'either "measure" with "at_least" and "over", or "any_of", or "all_of"'
            )
        return self


class LevelNeeds(Fact):
    """Which level of a competency a step of the ladder needs."""

    competency: Ref[Literal["Competency"]]
    level: CompetencyLevel


class CareerLevel(Fact):
    """A step of a career: how long in the step before, which competencies, which results, what was
    given to the handbook, who decides.
    """

    id: Id
    name: Words
    months_before: Count
    competencies: list[LevelNeeds] = Field(min_length=1)
    results: Condition | None = None
    handbook: Count
    gets: Words
    decided_by: Ref[Role]


class Ladder(Item, file="motivation/career.yml", name="ladders", called="career ladder"):
    """The career of a role: its steps in order, when they are decided, where else one may go. The
    id is the role's.
    """

    levels: list[CareerLevel] = Field(min_length=1)
    decided_in: list[Words] = Field(min_length=1)
    sideways: list[Words] = Field(min_length=1)
    back: Words


class Officialese(Item, file="motivation/officialese.yml"):
    """A phrase that nobody says aloud, and what to write instead."""

    phrase: Words
    instead: Words


class PayStep(Item, file="motivation/pay_year.yml", name="pay_steps"):
    """A step of the year in which pay plans are made: what, by when, who."""

    what: Words
    by: Words
    who: Ref[Role]
