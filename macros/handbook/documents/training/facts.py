"""Facts of training: objectives, modules, paths to admission, questions, practicals, probation,
role plays, what it brings.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from handbook.documents.company.facts.company import Role
from handbook.documents.company.facts.measures import Measure
from handbook.facts.durations import Days, Duration
from handbook.facts.ids import Id
from handbook.facts.model import Fact, Item, Ref
from handbook.facts.order import later_than
from handbook.facts.scalars import (
    Count,
    Day,
    Level,
    PastDay,
    Ratio,
    ScalarError,
    Share,
    Words,
    YesNo,
)
from handbook.facts.shares import Whole


class Module(Item, file="training/modules.yml", called="module"):
    """A piece of learning: hours of paid time, week, form, what must be learned before, who trains.

    ``critical``: what is wrong here hurts people or breaks the law, so some of its questions must
    be answered right.
    """

    title: Words
    hours: Ratio
    week: Count
    form: Literal["by oneself", "workshop", "shadowing", "in the field"]
    needs: list[Ref[Literal["Module"]]] = Field(default_factory=list)
    trainer: Ref[Role]
    protects: Words
    critical: YesNo = False


class Objective(Item, file="training/objectives.yml", called="objective"):
    """What somebody knows, does, shows or tells after a module: the competency, and the page and
    heading that teach it.
    """

    module: Ref[Module]
    dimension: Literal["know", "do", "show", "tell"]
    text: Words
    competency: Ref[Literal["Competency"]]
    page: Words
    heading: Id


class ModuleQuestionCount(Fact):
    """How many questions of a test come from a module."""

    module: Ref[Module]
    questions: Count


class Admission(Fact):
    """The written test before admission: how many questions from which module, how long, which pass
    mark and how it was set.
    """

    minutes: Count
    blueprint: list[ModuleQuestionCount] = Field(min_length=1)
    pass_mark: Share
    method: Literal["Angoff"]
    judges: Count
    set_on: PastDay
    retakes: Count
    wait: Days

    @property
    def drawn(self) -> int:
        """How many questions the test has."""
        return sum(row.questions for row in self.blueprint)


class LearningPath(Item, file="training/paths.yml", name="learning_paths", called="learning path"):
    """What a role studies before it may work alone, in order, and how that is tested. The id is the
    role's.
    """

    modules: list[Ref[Module]] = Field(min_length=1)
    within: Days
    hours_a_week: Count
    admission: Admission
    practical: Ref[Literal["Practical"]] | None = None
    no_practical_because: Words | None = None
    admitted_by: Ref[Role]
    again_every: Duration


class Option(Fact):
    """A choice of a question: words, or the fact that is the answer, written as in the macro
    ``fact("…")``.
    """

    text: Words | None = None
    fact: Words | None = None
    right: YesNo = False

    @model_validator(mode="after")
    def _words_or_fact(self) -> Option:
        if bool(self.text) == bool(self.fact):
            raise ScalarError('either "text" or "fact", one of the two')
        return self


class Question(Item, file="training/questions/", called="question"):
    """A question with one right answer: the objective it tests, why the answer is right, the page
    and heading that say so.

    ``read`` is the fingerprint of that section as it was when somebody last checked the question
    against it. Admission questions also carry the judges' ratings: the share of just admissible
    people who would answer right.
    """

    objective: Ref[Objective]
    stem: Words
    options: list[Option] = Field(min_length=3, max_length=5)
    why: Words
    page: Words
    heading: Id
    checked_on: PastDay
    read: Words | None = None
    critical: YesNo = False
    ratings: list[Share] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_is_right(self) -> Question:
        if sum(option.right for option in self.options) != 1:
            raise ScalarError('exactly one option with "right: yes"', keys=("options",))
        return self


class RubricLine(Fact):
    """A criterion of a practical: the competency it shows, its weight, what counts as weak, sound
    and excellent.
    """

    criterion: Words
    competency: Ref[Literal["Competency"]]
    weight: Share
    weak: Words
    sound: Words
    excellent: Words


class Practical(Item, file="training/practicals.yml", called="practical"):
    """A practical examination: the situation, how long, who assesses, by which criteria, from which
    share it is passed.
    """

    name: Words
    situation: Words
    minutes: Count
    assessors: Count
    recorded: YesNo
    rubric: Annotated[list[RubricLine], Whole("weight")] = Field(min_length=4)
    passed_from: Share
    merit_from: Share


class Milestone(Fact):
    """What must be reached by a day of probation, counted from the first day: a number, or a share.

    The number is how many of what the measure counts, since the first day. The share is that of the
    measure; with signed orders it is the share of the ramped quota up to that day.
    """

    measure: Ref[Measure]
    at_least: Ratio | None = None
    share: Level | None = None

    @model_validator(mode="after")
    def _number_or_share(self) -> Milestone:
        if (self.at_least is None) == (self.share is None):
            raise ScalarError('either "at_least" with a number or "share", one of the two')
        return self


class ProbationStage(Fact):
    """What is demanded by a day of probation, and what the mentor and the lead do until then."""

    day: Count
    milestones: list[Milestone] = Field(min_length=1)
    mentor_does: list[Words] = Field(min_length=1)
    lead_does: list[Words] = Field(min_length=1)


class ShadowedTalk(Fact):
    """A kind of talk that a newcomer sits in on: how often, with whom, what is noted."""

    talk: Words
    times: Count
    with_: Ref[Role] = Field(alias="with")
    note: Words


class Authoring(Fact):
    """What a newcomer drafts or rewrites in paid time: the task, at most how many hours, what
    counts as done.

    ``page`` is the page that it is about; without it the task is a page that is missing so far.
    """

    task: Words
    page: Words | None = None
    hours: Count
    done_when: Words


class Probation(Item, file="training/probation.yml", called="probation plan"):
    """The probation plan of a role. The id is the role's.

    ``alone_from_day`` counts from the first day: from then on a newcomer who has been admitted
    meets customers alone.
    """

    months: Count
    alone_from_day: Count
    mentor: Ref[Role]
    mentor_meetings_a_week: Count
    stages: list[ProbationStage] = Field(min_length=1)
    shadowing: list[ShadowedTalk] = Field(min_length=1)
    authoring: list[Authoring] = Field(min_length=1)
    decided_by: Ref[Role]
    decided_on_day: Count


class RolePlay(Item, file="training/role_plays/", called="role play"):
    """A case for practice: what the seller is told, three ways in which the trainer may play it,
    what the observers mark.
    """

    name: Words
    module: Ref[Module]
    roles: list[Ref[Role]] = Field(min_length=1)
    minutes: Count
    seller_is_told: Words
    ways: list[Words] = Field(min_length=3)
    observers_mark: list[Words] = Field(min_length=2)
    trainer_says_afterwards: Words


class Session(Item, file="training/sessions.yml"):
    """Recurring training: what, how often, for whom, how long, who holds it."""

    name: Words
    every: Duration
    roles: list[Ref[Role]] = Field(min_length=1)
    hours: Ratio
    trainer: Ref[Role]
    because: Words


class Rereading(Item, file="training/to_read_again.yml"):
    """A page that has changed so that some roles must read it again, within ``[from, until)``, and
    what they do otherwise afterwards.
    """

    page: Words
    roles: list[Ref[Role]] = Field(min_length=1)
    because: Words
    from_: Day = Field(alias="from")
    until: Annotated[Day, later_than("from")]

    def is_on(self, today: date) -> bool:
        """Whether it is to be read today."""
        return self.from_ <= today < self.until


class Effect(Item, file="training/effect.yml"):
    """A level on which we look whether training works: what is measured, what we want, what we do
    if not.
    """

    level: Literal["reaction", "learning", "behaviour", "results"]
    measure: Words
    wanted: Words
    otherwise: Words
    by: Ref[Role]
