"""Facts of the sales book about daily practice: activity norms, lessons, questions that were asked."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from handbook.documents.company.facts.company import Role
from handbook.documents.sales_book.facts.market import BuyerGroup, Stage
from handbook.documents.sales_book.facts.talk import Objection
from handbook.documents.sales_book.sums.pipeline import needed_at_each_step
from handbook.facts.ids import Id
from handbook.facts.model import Fact, Item, Ref
from handbook.facts.scalars import Count, PastDay, Ratio, ScalarError, Share, SomeShare, Words


def _more_than_none(number: Ratio) -> Ratio:
    if number == 0:
        raise ScalarError("a number above 0")
    return number


class Passage(Fact):
    """From one step of the funnel to the next: what is counted, and which share moves on."""

    counted: Words
    goes_on: SomeShare


class Activity(Fact):
    """Something a seller does: how often for each thing counted at a place of the funnel, how long
    it takes, the weekly norm.
    """

    name: Words
    counted: Words
    times: Ratio
    minutes: Count
    norm_a_week: Count


class Norm(Item, file="sales-book/norms.yml"):
    """The activity norms of a role, computed from its orders and its funnel. The id is the role's.

    A role that hands meetings over to another names it in ``for_role``, and in ``brings`` the share
    of its first contacts that it brings; the others it finds itself.
    """

    for_role: Ref[Role] | None = None
    brings: Share | None = None
    orders_a_month: Ratio
    weeks_a_month: Annotated[Ratio, AfterValidator(_more_than_none)]
    funnel: list[Passage] = Field(min_length=1)
    activities: list[Activity] = Field(min_length=1)
    selling_hours_a_week: Count

    def required_a_week(self) -> list[tuple[str, Decimal]]:
        """What is counted at each step of the funnel, and how many a week are needed for the
        orders.
        """
        needed = needed_at_each_step(
            Decimal(self.orders_a_month), [Decimal(step.goes_on) for step in self.funnel]
        )
        return [
            (step.counted, many / self.weeks_a_month)
            for step, many in zip(self.funnel, needed, strict=True)
        ]

    def activities_a_week(self) -> list[tuple[Activity, Decimal]]:
        """Each activity with the weekly number that the funnel requires; zero where nothing of that
        name is counted.
        """
        weekly = dict(self.required_a_week())
        return [
            (activity, weekly.get(activity.counted, Decimal(0)) * activity.times)
            for activity in self.activities
        ]

    def hours_a_week(self) -> Decimal:
        """The hours that the norms take in a week."""
        return (
            sum(
                (Decimal(activity.norm_a_week) * activity.minutes for activity in self.activities),
                Decimal(0),
            )
            / 60
        )


class Lesson(Item, file="sales-book/lessons/", called="lesson"):
    """A deal that taught something: what happened, why, and what was changed in this handbook
    because of it.
    """

    name: Words
    outcome: Literal["won", "lost"]
    on: PastDay
    buyer_group: Ref[BuyerGroup]
    happened: Words
    why: Words
    learned: Words
    changed: Words
    stage: Ref[Stage] | None = None
    objection: Ref[Objection] | None = None


class AskedQuestion(Item, file="sales-book/faq/", called="question"):
    """A question that the head was really asked: the short answer, the page that holds it, when it
    was last asked.
    """

    question: Words
    answer: Words
    page: Words
    heading: Id | None = None
    owner: Ref[Role]
    last_asked: PastDay
