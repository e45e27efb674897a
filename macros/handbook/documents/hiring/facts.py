"""Facts of selection and hiring: competencies, role profiles, stages, guides, work samples,
scorecards, assessment of staff.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from handbook.documents.company.facts.company import Role
from handbook.facts.durations import Duration
from handbook.facts.ids import Id
from handbook.facts.levels import CompetencyLevel
from handbook.facts.model import Fact, Item, Ref
from handbook.facts.scalars import Count, Money, PastDay, Ratio, ScalarError, Share, Words, YesNo
from handbook.facts.shares import Whole

Assessed = Literal["interview", "work sample", "knowledge test", "admission", "staff assessment"]


class Anchors(Fact):
    """Five levels, each as behaviour that can be seen."""

    one: Words
    two: Words
    three: Words
    four: Words
    five: Words

    def of(self, level: int) -> str:
        """The behaviour of a level from 1 to 5."""
        return str((self.one, self.two, self.three, self.four, self.five)[level - 1])


class Competency(Item, file="hiring/competencies.yml", called="competency"):
    """Something that people can do: used alike for hiring, learning, assessment and career."""

    name: Words
    kind: Literal["competency", "skill", "knowledge"]
    means: Words
    levels: Anchors
    assessed: list[Assessed] = Field(min_length=1)


class RequiredLevel(Fact):
    """Which level of a competency a role needs on the day it is hired."""

    competency: Ref[Competency]
    level: CompetencyLevel


class MustHave(Fact):
    """Something without which we do not hire, and the stage of selection that shows it."""

    what: Words
    shown_in: Id


class TrainableSkill(Fact):
    """Something that we teach, and the module that teaches it."""

    what: Words
    module: Ref[Literal["Module"]]


class RoleProfile(Item, file="hiring/role_profiles.yml", called="role profile"):
    """Whom we look for: the result of the role in one line, what must be there, what we teach, what
    the role is not. The id is the role's.
    """

    result: Words
    competencies: list[RequiredLevel] = Field(min_length=3, max_length=8)
    must_have: list[MustHave] = Field(min_length=1)
    trainable: list[TrainableSkill] = Field(min_length=1)
    deal_breakers: list[Words] = Field(min_length=1)
    is_not: list[Words] = Field(min_length=1)
    advertisement: Words


class SelectionStage(Fact):
    """A stage of selection: how long, who, with which instrument, whether it scores or only knocks
    out, when the candidate hears.
    """

    id: Id
    name: Words
    minutes: Count
    by: list[Ref[Role]] = Field(min_length=1)
    method: Ref[Literal["AssessmentMethod"]]
    guide: Ref[Literal["Guide"]] | None = None
    work_sample: Ref[Literal["WorkSample"]] | None = None
    decides: Literal["knock-out", "score"]
    answer_within: Duration


class ScorecardLine(Fact):
    """A competency on the scorecard: its weight, the least level, and the stages that show it."""

    competency: Ref[Competency]
    weight: Share
    least: CompetencyLevel
    stages: list[Id] = Field(min_length=1)


class Selection(Item, file="hiring/selection.yml", name="selections", called="selection"):
    """How a role is selected: its stages in order, and the scorecard that decides. The id is the
    role's.

    Scores are levels from 1 to 5. A candidate below a least level is not hired whatever the mean;
    the others need the cut score.
    """

    stages: list[SelectionStage] = Field(min_length=2)
    minutes: Count
    scorecard: Annotated[list[ScorecardLine], Whole("weight")] = Field(min_length=3, max_length=8)
    weights_because: Words | None = None
    cut: Ratio
    raters: Count
    widest_gap: Count
    decides: Ref[Role]


class InterviewQuestion(Fact):
    """A question that every candidate is asked: the competency, how to go deeper, what weak, sound
    and excellent answers sound like.
    """

    id: Id
    competency: Ref[Competency]
    kind: Literal["past behaviour", "situation", "motive"]
    ask: Words
    probes: list[Words] = Field(min_length=1)
    weak: Words
    sound: Words
    excellent: Words


class Guide(Item, file="hiring/guides/", called="interview guide"):
    """A structured interview: its opening, the same questions for everybody, its close."""

    name: Words
    minutes: Count
    opening: Words
    questions: list[InterviewQuestion] = Field(min_length=3)
    close: Words


class WorkSample(Item, file="hiring/work_samples.yml", called="work sample"):
    """A piece of real work as a test: the task, what the candidate gets, how long, whether it is
    paid, what is looked at.
    """

    name: Words
    task: Words
    gets: list[Words] = Field(min_length=1)
    minutes: Count
    paid: YesNo
    pay: Money | None = None
    competencies: list[Ref[Competency]] = Field(min_length=1)
    weak: Words
    sound: Words
    excellent: Words

    @model_validator(mode="after")
    def _long_work_is_paid(self) -> WorkSample:
        if self.paid and self.pay is None:
            raise ScalarError('"pay" with the amount, because "paid" says yes', keys=("paid",))
        return self


class AssessmentMethod(
    Item, file="hiring/methods.yml", name="assessment_methods", called="method of assessment"
):
    """A method of assessment and how well it foretells success: its validity as a correlation, and
    who found that.
    """

    name: Words
    validity: Ratio
    source: Words
    we_use: Words


class ForbiddenTopic(Item, file="hiring/forbidden.yml", name="forbidden_topics"):
    """What may not be asked: the topic, why, words that betray it, what may be asked in its place."""

    topic: Words
    because: Words
    words: list[Words] = Field(min_length=1)
    ask_instead: Words


class StaffAssessment(Item, file="hiring/staff_assessment.yml"):
    """How often those who work here are assessed, by the same competencies, from what, and what
    follows. The id is the role's.
    """

    every: Duration
    months: list[Words] = Field(min_length=1)
    by: list[Ref[Role]] = Field(min_length=1)
    sources: list[Words] = Field(min_length=2)
    follows: list[Words] = Field(min_length=1)


class AssessmentRound(Item, file="hiring/assessment_rounds.yml"):
    """A round of staff assessment: in which role, on which day it ended, who led it, how many
    people it was about.
    """

    role: Ref[Role]
    held_on: PastDay
    by: Ref[Role]
    people: Count


class Channel(Item, file="hiring/channels.yml"):
    """Where candidates come from: how we use it, what it costs for a hire, which share of hires
    came from it.
    """

    name: Words
    use: Words
    each_hire: Money
    share: Share


class SelectionCount(Item, file="hiring/selection_counts.yml"):
    """How many entered and passed a stage of selection in twelve months; ``group`` only where
    people gave it freely.
    """

    stage: Id
    group: Words | None = None
    entered: Count
    passed: Count


class Levels(Fact):
    """How often two assessors gave which levels: a key for each level of the first, in it a count
    for each of the second's from 1 to 5.
    """

    one: list[Count]
    two: list[Count]
    three: list[Count]
    four: list[Count]
    five: list[Count]

    @property
    def rows(self) -> tuple[list[Count], ...]:
        """The square as rows of the first assessor by columns of the second."""
        return (self.one, self.two, self.three, self.four, self.five)

    @model_validator(mode="after")
    def _is_square(self) -> Levels:
        for key, row in zip(type(self).model_fields, self.rows, strict=True):
            if len(row) != len(self.rows):
                raise ScalarError(
                    "five counts, one for each level of the second assessor", keys=(key,)
                )
        return self


class RaterPairs(Item, file="hiring/rater_pairs.yml"):
    """A question of a guide, and which levels two assessors gave for the same answer, each alone.
    Counts of answers, not the marks of any person.
    """

    guide: Ref[Guide]
    question: Id
    levels: Levels
