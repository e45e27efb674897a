"""Numbers about the selection of people, for rules and pages: what a scorecard demands, how stages
went, how well we chose.

These numbers come from few people. So each sum says when it may not be said: too few to compare,
too few to be shown at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from handbook.documents.company.sums import correlation
from handbook.documents.forecast.facts.newcomer import Newcomer
from handbook.documents.forecast.facts.plan import Capacity
from handbook.documents.hiring.facts import (
    AssessmentRound,
    Guide,
    RaterPairs,
    Selection,
    SelectionCount,
    WorkSample,
)
from handbook.documents.hiring.sums import Agreement, Impact, cohens_kappa, impact_ratios
from handbook.facts.durations import Duration
from handbook.facts.facts import Facts

LEVELS = range(1, 6)
# Below it, one person more or less moves the ratio of two groups by too much for the four-fifths
# rule.
COMPARED_FROM = 30
# Below it one could tell who it was.
SHOWN_FROM = 10
# Below it not even the direction of a correlation says anything.
CASES_FROM = 5
# Below it kappa jumps about with every new pair.
PAIRS_FROM = 20
# Below it two assessors see different things in the same answer (Landis and Koch call 0.21 to 0.40
# fair, and no more).
KAPPA_FROM = Decimal("0.40")


# --- the scorecard --------------------------------------------------------------------------------


def least_mean(selection: Selection) -> Fraction:
    """The weighted mean of a candidate who just reaches each least level; weights need not add up
    to one.
    """
    weights = sum((Fraction(line.weight) for line in selection.scorecard), Fraction(0))
    levels = sum((Fraction(line.weight) * line.least for line in selection.scorecard), Fraction(0))
    return levels / weights if weights else Fraction(0)


def guides_of(facts: Facts, selection: Selection) -> list[Guide]:
    """The guides that the stages use, each once."""
    used = dict.fromkeys(stage.guide for stage in selection.stages if stage.guide)
    return [facts[Guide][id_] for id_ in used if id_ in facts[Guide]]


def samples_of(facts: Facts, selection: Selection) -> list[WorkSample]:
    """The work samples that the stages use, each once."""
    used = dict.fromkeys(stage.work_sample for stage in selection.stages if stage.work_sample)
    return [facts[WorkSample][id_] for id_ in used if id_ in facts[WorkSample]]


# --- how stages went ------------------------------------------------------------------------------


@dataclass(frozen=True)
class StageCounts:
    """A stage in twelve months: everybody (None where no row counts everybody), and those who named
    their group.
    """

    stage: str
    everybody: SelectionCount | None
    groups: tuple[SelectionCount, ...]

    @property
    def entered(self) -> int:
        """How many entered: all, and at least those who named a group."""
        named = sum(int(count.entered) for count in self.groups)
        return max(int(self.everybody.entered), named) if self.everybody else named

    @property
    def may_show_groups(self) -> bool:
        """Whether nobody can be recognised: ten in the stage at least, and ten in each group."""
        many = [int(count.entered) for count in self.groups]
        return bool(many) and min(self.entered, *many) >= SHOWN_FROM

    @property
    def ratios(self) -> dict[str, Impact] | None:
        """The impact ratio of each group; None where groups are too few or too small to be
        compared.
        """
        if len(self.groups) < 2 or any(count.entered < COMPARED_FROM for count in self.groups):
            return None
        return impact_ratios(
            {count.group or "": (int(count.passed), int(count.entered)) for count in self.groups}
        )


def stage_counts(facts: Facts) -> list[StageCounts]:
    """The stages that were counted, in the order of their first rows."""
    found = []
    for stage in dict.fromkeys(count.stage for count in facts[SelectionCount]):
        rows = [count for count in facts[SelectionCount] if count.stage == stage]
        everybody = next((count for count in rows if count.group is None), None)
        found.append(
            StageCounts(stage, everybody, tuple(count for count in rows if count.group is not None))
        )
    return found


# --- whether assessors agree ----------------------------------------------------------------------


@dataclass(frozen=True)
class RaterAgreement:
    """A question with the answers that two assessors marked: how many, alike, and further apart
    than one level.
    """

    pairs: RaterPairs
    many: int
    alike: int
    far: int

    @property
    def agreement(self) -> Agreement | None:
        """The level of Cohen's kappa; None for too few pairs."""
        return cohens_kappa(self.pairs.levels.rows) if self.many >= PAIRS_FROM else None

    @property
    def disagree(self) -> bool:
        """Whether the two agree too little for the question to be kept as it is; never where it
        cannot be said.
        """
        found = self.agreement
        return found is not None and found.kappa is not None and found.kappa < KAPPA_FROM


def raters_of(pairs: RaterPairs) -> RaterAgreement:
    """The sums of a question's square of levels."""
    cells = [
        (abs(level - other), int(many))
        for level, row in enumerate(pairs.levels.rows)
        for other, many in enumerate(row)
    ]
    alike = sum(many for apart, many in cells if apart == 0)
    return RaterAgreement(
        pairs,
        sum(many for _, many in cells),
        alike,
        sum(many for apart, many in cells if apart > 1),
    )


# --- rounds of staff assessment -------------------------------------------------------------------


def rounds_of(facts: Facts, role: str) -> list[AssessmentRound]:
    """The rounds that were held in a role, the latest first."""
    found = [
        assessment_round
        for assessment_round in facts[AssessmentRound]
        if assessment_round.role == role
    ]
    return sorted(found, key=lambda assessment_round: assessment_round.held_on, reverse=True)


def next_due(every: Duration, held_on: date) -> date | None:
    """The last day for the next round: the end of the month that is reached ``every`` after the
    last one.

    None where the time between, such as business days, cannot be counted from a day.
    """
    if every.unit == "month":
        return held_on + relativedelta(months=every.amount, day=31)
    if every.unit in ("day", "week"):
        return held_on + timedelta(days=every.days) + relativedelta(day=31)
    return None


# --- how well we chose ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """One who was hired: the score at selection, and the share of a full seller's work at the end
    of the ramp.

    ``month`` is the month that counts. ``left`` says that the work ended before the ramp did; then
    the last month counts, because to leave such people out would make every selection look good.
    """

    newcomer: Newcomer
    month: int
    work: Decimal
    left: bool


def ramp_months(facts: Facts, role: str) -> int | None:
    """The month in which newcomers of a role do the work of a full seller: the end of the ramp, or
    of probation where there is no ramp.
    """
    capacity = facts.only(Capacity)
    rows = capacity.productivity if capacity else []
    ramp = next((list(productivity.ramp) for productivity in rows if productivity.role == role), [])
    if ramp:
        return next((month for month, share in enumerate(ramp, 1) if share >= 1), len(ramp))
    plan = facts.table("probation").get(role)  # of training, which is above
    return int(getattr(plan, "months", 0)) or None


def cases(facts: Facts, today: date) -> list[Case]:
    """Everybody whose ramp would be over by today, in the order of the facts; months that are not
    over yet say nothing.
    """
    found = []
    for newcomer in facts[Newcomer]:
        end = ramp_months(facts, newcomer.role)
        if not end or not newcomer.months or newcomer.started + relativedelta(months=end) > today:
            continue
        month = min(end, len(newcomer.months))
        found.append(
            Case(newcomer, month, Decimal(newcomer.months[month - 1]), len(newcomer.months) < end)
        )
    return found


def quality_of_hire(found: list[Case]) -> Decimal | None:
    """The correlation of score and work, between -1 and 1; None for fewer than five people, or
    where one of the two never differs.
    """
    if len(found) < CASES_FROM:
        return None
    return correlation(
        [Decimal(case.newcomer.selection_score) for case in found], [case.work for case in found]
    )
