"""Macros that show what came of selection: people through the stages, groups where there are
enough, whether assessors agree, score and work side by side.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from handbook.documents.hiring.facts import Guide, RaterPairs, Selection, SelectionCount
from handbook.documents.hiring.macros.stages import to_guide
from handbook.documents.hiring.selection import (
    COMPARED_FROM,
    KAPPA_FROM,
    PAIRS_FROM,
    SHOWN_FROM,
    Case,
    RaterAgreement,
    StageCounts,
    cases,
    raters_of,
    stage_counts,
)
from handbook.documents.hiring.selection import quality_of_hire as correlated
from handbook.documents.hiring.sums import Impact
from handbook.facts.facts import Facts
from handbook.facts.scalars import Ratio, Share
from handbook.problems.problem import counted
from handbook.show.blocks import Grid, Items, Lines, Stack
from handbook.show.content import AmountPhrase, ComputedContent, Content, Key, Phrase, Tag
from handbook.show.macro import Context, macro
from handbook.show.rounded import percent

HUNDREDTH = Decimal("0.01")

# --- through the stages ---------------------------------------------------------------------------

# The counts of a stage, and all rows they are made from: also rows that the page must not show.
StageFunnel = tuple[StageCounts, list[SelectionCount]]


@macro("block", "selection_count_table()")
def selection_count_table(context: Context) -> Grid[StageFunnel]:
    """How many entered and passed each stage of selection in twelve months. Groups are shown only
    where nobody can be recognised, and their impact ratio only where at least thirty of each
    entered; otherwise it says "too few to say".
    """
    facts = context.facts
    return Grid(
        [(counts, _rows_of(counts.stage, facts)) for counts in stage_counts(facts)],
        {
            "Stage": lambda row: stage_name(facts, row[0].stage),
            "Entered": lambda row: _everybody(row[0], "entered"),
            "Passed": lambda row: _everybody(row[0], "passed"),
            "By group": lambda row: _groups(row[0]),
        },
    )


def _rows_of(stage: str, facts: Facts) -> list[SelectionCount]:
    return [count for count in facts[SelectionCount] if count.stage == stage]


def stage_name(facts: Facts, stage_id: str) -> str:
    """What a stage is called in all selections; where they call it differently, its id in words."""
    stages = (stage for selection in facts[Selection] for stage in selection.stages)
    found = {stage.name for stage in stages if stage.id == stage_id}
    return found.pop() if len(found) == 1 else stage_id.replace("-", " ").capitalize()


def _everybody(counts: StageCounts, key: str) -> Content:
    return Key(counts.everybody, key) if counts.everybody else None


def _groups(counts: StageCounts) -> Content:
    """The groups of a stage, or the reason why none are shown."""
    if not counts.may_show_groups:
        few = counts.entered < SHOWN_FROM or counts.groups
        return Phrase("<small>fewer than {}: not shown</small>", SHOWN_FROM) if few else None
    ratios = counts.ratios
    shown = Items(_group(count, ratios) for count in counts.groups)
    if ratios is not None:
        return shown
    few_each = Phrase("fewer than {} in a group", COMPARED_FROM)
    why = few_each if len(counts.groups) > 1 else "one group alone"
    return Phrase("{} <small>too few to say: {}</small>", shown, why)


def _group(count: SelectionCount, ratios: dict[str, Impact] | None) -> Content:
    ratio = _ratio(ratios[count.group or ""]) if ratios else None
    return Phrase("{}: {} of {} {}", count.group, count.passed, count.entered, ratio)


def _ratio(impact: Impact) -> Content:
    """Rounded down, so that what is shown as 0.80 was not below it."""
    if impact.ratio is None:
        return None
    shown = Phrase("ratio {}", Ratio(impact.ratio.quantize(HUNDREDTH, ROUND_FLOOR)))
    return Tag(Phrase("{}: look closely", shown), "warn") if impact.flagged else Tag(shown)


# --- whether assessors agree ----------------------------------------------------------------------


@macro("block", "rater_agreement_table()")
def rater_agreement_table(context: Context) -> Lines:
    """For each question that two assessors marked, each alone: how many answers, how many with the
    same level, how many further apart than one level, and from twenty answers on Cohen's kappa;
    below it says "too few to say".
    """
    return Lines(
        ("Question", "Answers", "Same level", "Further apart than one", "Kappa"),
        [_agreement_row(raters_of(pairs), context.facts) for pairs in context.facts[RaterPairs]],
    )


def _agreement_row(found: RaterAgreement, facts: Facts) -> list[Content]:
    question = Phrase(
        "{} <small>{}</small>", _asks(found.pairs, facts), to_guide(found.pairs.guide)
    )
    return [
        ComputedContent(found.pairs, question),
        found.many,
        _same_level_share(found),
        found.far,
        _kappa(found),
    ]


def _asks(pairs: RaterPairs, facts: Facts) -> Content:
    """The question as it is asked; its id where it could not be read."""
    guide = facts[Guide].get(pairs.guide)
    questions = {question.id: question for question in guide.questions} if guide else {}
    found = questions.get(pairs.question)
    return Key(found, "ask") if found else pairs.question


def _same_level_share(found: RaterAgreement) -> Content:
    """How many of all; as a share only where there are enough."""
    agreement = found.agreement
    share = Phrase(" ({})", percent(agreement.observed, 0)) if agreement else None
    return AmountPhrase("{} of {}{}", found.alike, found.many, share)


def _kappa(found: RaterAgreement) -> Content:
    """Rounded down, so that what is shown as 0.40 was not below it."""
    if found.agreement is None:
        return Phrase("<small>fewer than {}: too few to say</small>", PAIRS_FROM)
    kappa = found.agreement.kappa
    if kappa is None:
        return Phrase("<small>all have the same level: nothing to compare</small>")
    shown = Ratio(kappa.quantize(HUNDREDTH, ROUND_FLOOR))
    low = kappa < KAPPA_FROM
    return Tag(Phrase("{}: write its answers anew", shown), "warn") if low else shown


# --- quality of hire ------------------------------------------------------------------------------


@macro("block", "quality_of_hire()", may_be_empty=True)
def quality_of_hire(context: Context) -> Content:
    """The score at selection beside the share of a full seller's work at the end of the ramp, for
    each who was hired, and how far the two go together. People still in the ramp are left out;
    those who left before its end count with their last month.
    """
    found = cases(context.facts, context.handbook.today)
    if not found:
        return Phrase(
            "<p>Nobody has come to the end of the ramp yet, so there is nothing to compare.</p>"
        )
    return Stack(
        Grid(
            [(case.newcomer, case) for case in found],
            {
                "Newcomer": lambda row: row[0].id,
                "Role": lambda row: Key(row[0], "role"),
                "Score at selection": lambda row: row[0].selection_score,
                "Work at the end of the ramp": lambda row: Share(row[1].work),
                "In month": lambda row: _month(row[1]),
            },
        ),
        Phrase("<p>{}</p>", _correlation(found)),
    )


def _month(case: Case) -> Content:
    return Phrase("{}, the last one before leaving", case.month) if case.left else case.month


def _correlation(found: list[Case]) -> Content:
    many, correlation = counted(len(found), "person", "people"), correlated(found)
    if correlation is None:
        return Phrase(
            "{}: too few to say whether score and work go together. Read them one by one.", many
        )
    # One decimal: with so few people, a second one would look more exact than it is.
    return Phrase(
        "Over {} the correlation of the two is about {}. "
        "It shows a direction and proves nothing: read them one by one.",
        many,
        Ratio(round(correlation, 1)),
    )
