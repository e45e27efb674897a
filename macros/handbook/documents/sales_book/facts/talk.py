"""Facts of the sales book about talking with customers: objections, scripts, cadences, storylines,
what is given and got.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from handbook.documents.company.facts.company import Decision, Role
from handbook.documents.sales_book.facts.market import BuyerGroup, BuyingRole, Reference, Stage
from handbook.facts.model import Fact, Item, Ref
from handbook.facts.scalars import Count, Lines, PastDay, Words

Channel = Literal["phone", "email", "visit", "video", "message"]
Category = Literal["price", "need", "trust", "time", "authority", "competitor", "risk", "habit"]


class Reply(Fact):
    """An answer to an objection, and the reference that proves it."""

    text: Words
    proof: Ref[Reference] | None = None


class Objection(Item, file="sales-book/objections/", called="objection"):
    """What a customer says against us: how it is heard, what it may mean, how to ask and answer,
    when to stop.
    """

    name: Words
    category: Category
    heard_as: list[Words]
    may_mean: list[Words] = Field(min_length=1)
    clarify: Words
    answers: list[Reply]
    next_step: Words
    stop_when: Words
    stages: list[Ref[Stage]] = Field(min_length=1)
    buying_roles: list[BuyingRole] = Field(min_length=1)
    last_heard: PastDay


class Example(Fact):
    """How it sounds in real life, line by line, and what to notice."""

    lines: list[Words] = Field(min_length=1)
    comment: Words


class Script(Item, file="sales-book/scripts/", called="script"):
    """A speech module for a stage and a channel: goal, opening, body, transition, call to action, a
    good and a bad example.
    """

    name: Words
    stage: Ref[Stage]
    channel: Channel
    goal: Words
    seconds: Count
    opening: Words
    body: list[Words] = Field(min_length=1)
    transition: Words
    call_to_action: Words
    good: Example
    bad: Example
    handles: list[Ref[Objection]] = Field(default_factory=list)

    @property
    def spoken(self) -> list[str]:
        """What the seller says when nothing comes between."""
        return [self.opening, *self.body, self.transition, self.call_to_action]


class Touch(Fact):
    """One step of a cadence: on which day, by which channel, what, and the script for it."""

    day: Count
    channel: Channel
    do: Words
    script: Ref[Script] | None = None


class Cadence(Item, file="sales-book/cadences.yml", called="cadence"):
    """The order of first contacts with a customer of a buyer group, and when to stop."""

    name: Words
    buyer_groups: list[Ref[BuyerGroup]] = Field(min_length=1)
    starts_when: Words
    touches: list[Touch] = Field(min_length=2)
    stop_after: Words


class Scene(Fact):
    """A step of a presentation: minutes, what you say, what you show."""

    name: Words
    minutes: Count
    say: Words
    show: Words


class Storyline(Item, file="sales-book/storylines.yml", called="storyline"):
    """The storyline of a presentation for one buyer group. The id is the buyer group's."""

    name: Words
    goal: Words
    scenes: list[Scene] = Field(min_length=3)
    do_not_show: list[Words] = Field(min_length=1)


class Concession(Item, file="sales-book/give_get.yml", name="concessions"):
    """Something we may give, what it costs us, what we get for it, who may decide; in the order in
    which it is offered.
    """

    we_give: Words
    costs_us: Words
    we_get: list[Words]
    decision: Ref[Decision] | None = None


class Duty(Fact):
    """A point of a checklist, who does it (nobody named: you, who work through the list), and when
    it counts as done.
    """

    do: Words
    who: Ref[Role] | None = None
    done_when: Words


class Checklist(Item, file="sales-book/checklists/", called="checklist"):
    """A list to tick off at a certain moment."""

    name: Words
    when: Words
    points: list[Duty] = Field(min_length=3)


class Template(Item, file="sales-book/templates/", called="template"):
    """A text to copy. ``[[price tap-one month]]`` shows a fact as the macro of that name does;
    ``‹name›`` is filled in by hand.
    """

    name: Words
    kind: Literal["email", "offer", "minutes", "letter", "form"]
    stage: Ref[Stage]
    use_when: Words
    subject: Words | None = None
    body: Lines


class Phrase(Item, file="sales-book/never_say.yml", name="phrases"):
    """Words that we never use to a customer, why not, and what to say instead. ``search`` is what
    is looked for.
    """

    phrase: Words
    search: list[Words] = Field(min_length=1)
    why: Words
    instead: Words
