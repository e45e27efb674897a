"""Facts of the plan: the owner's number, who sells, what they can sell, their quotas, what selling
costs.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from handbook.documents.company.facts.company import Role
from handbook.documents.sales_book.facts.market import BuyerGroup
from handbook.facts.durations import Days, Duration
from handbook.facts.model import Fact, Item, Ref
from handbook.facts.order import later_than
from handbook.facts.scalars import (
    Count,
    Day,
    DayOfPeople,
    Money,
    PastDay,
    Ratio,
    Share,
    SomeShare,
    Words,
    Year,
    YesNo,
)


class Quarter(Item, file="forecast-and-quotas/calendar.yml", name="quarters", called="quarter"):
    """A quarter of the fiscal year ``[from, until)``: its share of the year's orders, and what was
    signed once it is over.

    ``signed`` is the first-year value of the orders signed in it.
    """

    year: Year
    from_: Day = Field(alias="from")
    until: Annotated[Day, later_than("from")]
    season: SomeShare
    signed: Money | None = None


class GroupPlan(Fact):
    """Which share of the value of the year's orders a buyer group brings."""

    buyer_group: Ref[BuyerGroup]
    share: SomeShare


class Plan(Fact, file="forecast-and-quotas/plan.yml"):
    """The company's plan of a year, and how it divides into what the base brings and what must be
    signed.

    Revenue = opening revenue x (gross retention + growth in the base) + orders x first-year share.
    The opening revenue is what the customers of the first day would bring in the year if nothing
    changed; the first-year share is the part of an order's first twelve months that falls into the
    year it was signed in.
    """

    year: Year
    revenue: Money
    revenue_before: Money
    opening_revenue: Money
    gross_retention: Share
    growth_in_base: Share
    first_year_share: SomeShare
    groups: list[GroupPlan] = Field(min_length=1)
    decided_on: PastDay
    decided_by: Ref[Role]
    tolerance: Share

    @property
    def from_base(self) -> Decimal:
        """Revenue that the customers of the first day still bring, in money."""
        return self.opening_revenue * (Decimal(self.gross_retention) + Decimal(self.growth_in_base))

    @property
    def orders(self) -> Decimal:
        """First-year value of the orders to be signed in the year, in money; never below zero."""
        return max(self.revenue - self.from_base, Decimal(0)) / self.first_year_share


class QuotaPolicy(Fact, file="forecast-and-quotas/quota_policy.yml"):
    """How quotas are made from the plan, and within which limits.

    Over-assignment: ``teams`` carry that much more than the plan, the people of a team that much
    more than the team; ``worrying`` and ``most`` limit both together. ``stretch``: how far a quota
    may be above what sellers have been shown to sell.
    """

    teams_over: Share
    people_over: Share
    worrying: Share
    most: Share
    stretch: Share
    met_from: Share
    met_to: Share
    potential_spread: Share
    notice: Days
    changes_a_year: Count
    quota_to_pay_from: Ratio
    quota_to_pay_to: Ratio
    published: Day


class Seat(Item, file="forecast-and-quotas/seats.yml", called="seat"):
    """A place in the sales force, filled or open. Its quota is that of a whole year, ramped;
    ``potential`` is what its market holds.
    """

    role: Ref[Role]
    starts: DayOfPeople
    ends: DayOfPeople | None = None
    open: YesNo = False
    probation_until: DayOfPeople | None = None
    quota: Money | None = None
    potential: Money | None = None
    potential_because: Words | None = None


class Productivity(Fact):
    """What a ramped seller of a role has signed in a year, by the last twelve months counted; never
    a wish.
    """

    role: Ref[Role]
    a_year: Money
    counted_until: PastDay
    ramp: list[Share] = Field(min_length=1)
    active_deals: Count


class Hire(Fact):
    """An open seat that is to be filled: since when we have been looking, when the person begins,
    why.
    """

    seat: Ref[Seat]
    sought_from: Day
    because: Words


class Capacity(Fact, file="forecast-and-quotas/capacity.yml"):
    """What the sales force can sign in a year, and how it grows. ``lost`` is the share of capacity
    lost to people who leave.
    """

    productivity: list[Productivity] = Field(min_length=1)
    lost: Share
    time_to_hire: Days
    hires: list[Hire] = Field(default_factory=list)


class Budget(Fact, file="forecast-and-quotas/budget.yml"):
    """What selling may cost in the year of the plan: pay, what the employer pays on top, hiring."""

    selling: Money
    employer_costs: Share
    each_hire: Money


class SellerResult(Fact):
    """What one seat signed in a quarter, beside its quota of that quarter."""

    seat: Ref[Seat]
    quota: Money
    signed: Money


class Result(Item, file="forecast-and-quotas/results.yml"):
    """The results of a quarter by seat. The id is the quarter's."""

    sellers: list[SellerResult] = Field(min_length=1)

    @property
    def signed(self) -> Decimal:
        """What all seats signed together, in money."""
        return sum((Decimal(seller.signed) for seller in self.sellers), Decimal(0))


class QuotaChange(Item, file="forecast-and-quotas/quota_changes.yml"):
    """What happens to quotas when something changes in the year: the event, the quota, the credit,
    who decides by when.
    """

    happens: Words
    quota: Words
    credit: Words
    decides: Ref[Role]
    within: Duration


class Scenario(Item, file="forecast-and-quotas/scenarios.yml"):
    """How the year may go: its revenue, when we know that we are in it, what we do then."""

    name: Words
    revenue: Money
    known_by: Words
    we_do: list[Words] = Field(min_length=1)
    decides: Ref[Role]
