"""Macros that show what came of selection: people through the stages, groups where there are enough, whether assessors agree, score and work side by side."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from handbook.documents.hiring.facts import Guide, RaterPairs, Selection, SelectionCount
from handbook.documents.hiring.selection import (
    COMPARED_FROM,
    KAPPA_FROM,
    PAIRS_FROM,
    SHOWN_FROM,
    RatersOf,
    StageCounts,
    cases,
    raters_of,
    stage_counts,
)
from handbook.documents.hiring.selection import quality_of_hire as correlated
from handbook.documents.hiring.sums import Agreement, Impact
from handbook.documents.motivation.macros.asked import Names, known
from handbook.problems.problem import counted
from handbook.show.html import Html, items, table, tag
from handbook.show.lookup import pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

HUNDREDTH = Decimal("0.01")

# --- through the stages ----------------------------------------------------------------------------


class Counted(NamedTuple):
    """A stage with its name; groups only where nobody can be recognised, their ratios only where they can be compared.

    ``withheld`` are the rows that are not shown: that they are there, and nothing of what stands in them. ``few``: too few for groups
    at all; ``hidden``: there are groups, and somebody in them could be recognised.
    """

    name: str
    everybody: Picked | None
    groups: list[Picked]
    ratios: dict[str, Impact] | None
    withheld: list[Picked]
    few: bool
    hidden: bool


@macro("block", "selection_count_table()", lambda rows, view: _draw_counts(rows, view))
def selection_count_table(context: Context) -> list[Counted]:
    """How many entered and passed each stage of selection in twelve months. Groups only where nobody can be recognised, and their impact ratio only
    where each has at least thirty who entered; otherwise it says "too few to say".
    """
    return [_counted(context, counts) for counts in stage_counts(context.handbook.facts)]


def _counted(context: Context, counts: StageCounts) -> Counted:
    shown = counts.groups if counts.may_show_groups else ()
    seen = [counts.everybody, *shown]
    return Counted(
        stage_name(context, counts.stage),
        pick(counts.everybody, "entered", "passed") if counts.everybody else None,
        [pick(row, "group", "entered", "passed") for row in shown],
        counts.ratios if shown else None,
        [
            pick(row, "stage")
            for row in context.handbook.facts[SelectionCount]
            if row.stage == counts.stage and row not in seen
        ],
        counts.entered < SHOWN_FROM,
        bool(counts.groups) and not shown,
    )


def stage_name(context: Context, stage: str) -> str:
    """What a stage is called in all selections; where they call it differently, its id in words."""
    found = {
        selection_stage.name
        for selection in context.handbook.facts[Selection]
        for selection_stage in selection.stages
        if selection_stage.id == stage
    }
    return found.pop() if len(found) == 1 else stage.replace("-", " ").capitalize()


def _draw_counts(rows: list[Counted], view: View) -> Html:
    body = [(row.name, *_everybody(row, view), _groups(row, view)) for row in rows]
    return table(("Stage", "Entered", "Passed", "By group"), body, numbers=[1, 2])


def _everybody(row: Counted, view: View) -> tuple[str, str]:
    found = row.everybody
    return (view.number(found.entered), view.number(found.passed)) if found else ("—", "—")


def _groups(row: Counted, view: View) -> Html:
    """The groups of a stage; why there are none, where there are none."""
    if not row.groups:
        few = row.few or row.hidden
        return (
            Html("<small>fewer than {}: not shown</small>").format(SHOWN_FROM) if few else Html("—")
        )
    shown = items(
        Html("{}: {} of {} {}").format(
            group.group,
            view.number(group.passed),
            view.number(group.entered),
            _ratio(group.group, row.ratios, view),
        )
        for group in row.groups
    )
    if row.ratios is not None:
        return shown
    why = f"fewer than {COMPARED_FROM} in a group" if len(row.groups) > 1 else "one group alone"
    return Html("{} <small>too few to say: {}</small>").format(shown, why)


def _ratio(group: str, ratios: dict[str, Impact] | None, view: View) -> Html:
    found = ratios[group] if ratios else None
    if found is None or found.ratio is None:
        return Html("")
    shown = f"ratio {view.number(found.ratio.quantize(HUNDREDTH, ROUND_FLOOR))}"
    return tag(f"{shown}: look closely", "warn") if found.flagged else tag(shown)


# --- whether assessors agree -----------------------------------------------------------------------


class Agreed(NamedTuple):
    """A question as it is asked, its guide, and how two assessors marked the answers: all, alike, far apart; None where it cannot be said."""

    asks: str
    guide: str
    name: str
    counted: Picked
    many: int
    alike: int
    far: int
    agreement: Agreement | None


@macro("block", "rater_agreement_table()", lambda rows, view: _draw_agreement(rows, view))
def rater_agreement_table(context: Context) -> list[Agreed]:
    """For each question that two assessors marked, each alone: how many answers, how many with the same level, how many further apart than one level, and from
    twenty answers on Cohen's kappa; below it says "too few to say".
    """
    return [_agreed(context, raters_of(pairs)) for pairs in context.handbook.facts[RaterPairs]]


def _agreed(context: Context, found: RatersOf) -> Agreed:
    pairs = found.pairs
    guide = context.handbook.facts[Guide].get(pairs.guide)
    asks = {question.id: question.ask for question in guide.questions} if guide else {}
    return Agreed(
        asks.get(pairs.question, pairs.question),
        pairs.guide,
        guide.name if guide else pairs.guide,
        pick(pairs, "question", "levels"),
        found.many,
        found.alike,
        found.far,
        found.agreement,
    )


def _draw_agreement(rows: list[Agreed], view: View) -> Html:
    head = ("Question", "Answers", "Same level", "Further apart than one", "Kappa")
    body = [
        (
            Html("{} <small>{}</small>").format(
                row.asks, view.to_card("interview_guide", row.guide, f"guide-{row.guide}", row.name)
            ),
            view.number(row.many),
            _alike(row, view),
            view.number(row.far),
            _kappa(row, view),
        )
        for row in rows
    ]
    return table(head, body, numbers=[1, 2, 3, 4])


def _alike(row: Agreed, view: View) -> str:
    """How many of all; as a share only where there are enough."""
    share = f" ({view.share(round(row.agreement.observed, 2))})" if row.agreement else ""
    return f"{view.number(row.alike)} of {view.number(row.many)}{share}"


def _kappa(row: Agreed, view: View) -> Html:
    """Rounded down, so that what is shown as 0.40 was not below it."""
    if row.agreement is None:
        return Html("<small>fewer than {}: too few to say</small>").format(PAIRS_FROM)
    if row.agreement.kappa is None:
        return Html("<small>all have the same level: nothing to compare</small>")
    shown = view.number(row.agreement.kappa.quantize(HUNDREDTH, ROUND_FLOOR))
    low = row.agreement.kappa < KAPPA_FROM
    return tag(f"{shown}: write its answers anew", "warn") if low else Html("{}").format(shown)


# --- quality of hire -------------------------------------------------------------------------------


class Row(NamedTuple):
    """One who was hired: code, role and score, the month that counts, the work in it, and whether it was the last one before leaving."""

    newcomer: Picked
    month: int
    work: Decimal
    left: bool


class Quality(NamedTuple):
    """Those who were hired with score and work, the names of their roles, and how far the two go together."""

    rows: list[Row]
    roles: Names
    correlation: Decimal | None


@macro(
    "block", "quality_of_hire()", lambda shown, view: _draw_quality(shown, view), may_be_empty=True
)
def quality_of_hire(context: Context) -> Quality:
    """The score at selection beside the share of a full seller's work at the end of the ramp, for each who was hired, and how far the two go together.
    Who is still in the ramp is left out; who left before its end counts with the last month.
    """
    found = cases(context.handbook.facts, context.handbook.today)
    rows = [
        Row(pick(case.newcomer, "id", "role", "selection_score"), case.month, case.work, case.left)
        for case in found
    ]
    return Quality(
        rows, known(context, "roles", [case.newcomer.role for case in found]), correlated(found)
    )


def _draw_quality(shown: Quality, view: View) -> Html:
    if not shown.rows:
        return Html(
            "<p>Nobody has come to the end of the ramp yet, so there is nothing to compare.</p>"
        )
    body = [
        (
            row.newcomer.id,
            shown.roles[row.newcomer.role],
            view.number(row.newcomer.selection_score),
            view.share(row.work),
            f"{row.month}, the last one before leaving" if row.left else row.month,
        )
        for row in shown.rows
    ]
    head = ("Newcomer", "Role", "Score at selection", "Work at the end of the ramp", "In month")
    many = counted(len(shown.rows), "person", "people")
    if shown.correlation is None:
        said = f"{many}: too few to say whether score and work go together. Read them one by one."
    else:
        # One decimal: a second one would look like knowledge that so few people cannot give.
        about = view.number(round(shown.correlation, 1))
        said = f"Over {many} the correlation of the two is about {about}. It shows a direction and proves nothing: read them one by one."
    return Html("{} <p>{}</p>").format(table(head, body, numbers=[2, 3]), said)
