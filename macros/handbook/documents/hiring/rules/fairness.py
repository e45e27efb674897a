"""Rules about what came of selection: counts that are possible, groups too large to recognise a
person, groups that fare alike, channels that add up.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from handbook.documents.hiring.facts import Channel, Selection, SelectionCount
from handbook.documents.hiring.selection import SHOWN_FROM, StageCounts, stage_counts
from handbook.documents.hiring.sums import FOUR_FIFTHS
from handbook.facts.meant import plain
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, did_you_mean, listed
from handbook.rules.rule import also, rule
from handbook.rules.shares import not_whole


@rule(
    "selection-counts-wrong",
    bad="""
hiring/selection_counts.yml:
- {id: talk-all, stage: talk, entered: 86, passed: 44}
hiring/selection_counts.yml:
- {id: note-all, stage: written-note, entered: 44, passed: 45}
- {id: note-again, stage: written-note, entered: 44, passed: 20}
- {id: written-test, stage: written-notes, entered: 4, passed: 2}
""",
    good="""
hiring/selection_counts.yml:
- {id: talk-all, stage: talk, entered: 96, passed: 44}
hiring/selection_counts.yml:
- {id: note-all, stage: written-note, entered: 44, passed: 20}
""",
)
def wrong_counts(handbook: Handbook) -> Iterator[Problem]:
    """The counts are possible: the stage is in some selection, no more passed than entered, each
    group is counted once, and the groups together are no more than everybody.
    """
    selections = handbook.facts[Selection]
    known = {stage.id for selection in selections for stage in selection.stages}
    whole = selections.whole
    for row in handbook.facts[SelectionCount]:
        if whole and known and row.stage not in known:
            what = f'"{row.id}" counts the stage "{row.stage}", which no selection has.{did_you_mean(row.stage, known)}'
            yield Problem(row.at("stage"), what, f"name one of: {listed(sorted(known), 20)}.")
        if row.passed > row.entered:
            what = f'"{row.id}" says that {row.passed} passed, but only {row.entered} entered.'
            yield Problem(row.at("passed"), what, "correct one of the two numbers.")
    for counts in stage_counts(handbook.facts):
        yield from _counted_twice(handbook, counts)
        yield from _too_many(counts)


def _counted_twice(handbook: Handbook, counts: StageCounts) -> Iterator[Problem]:
    seen: set[str | None] = set()
    for row in handbook.facts[SelectionCount]:
        if row.stage != counts.stage:
            continue
        if row.group in seen:
            who = f'the group "{row.group}"' if row.group else "everybody"
            yield Problem(
                row.at(),
                f'The stage "{counts.stage}" counts {who} twice.',
                "make one row of the two.",
            )
        seen.add(row.group)


def _too_many(counts: StageCounts) -> Iterator[Problem]:
    for key in ("entered", "passed"):
        groups = sum(int(getattr(row, key)) for row in counts.groups)
        if counts.everybody is not None and groups > getattr(counts.everybody, key):
            what = f'In the stage "{counts.stage}" {groups} {key} in the groups, but {getattr(counts.everybody, key)} in all.'
            yield Problem(
                counts.everybody.at(key),
                what,
                "correct the numbers: all are at least as many as the groups together.",
            )
            return


@rule(
    "group-too-small",
    bad="""
hiring/selection_counts.yml:
- {id: note-all, stage: written-note, entered: 44, passed: 20}
- {id: note-women, stage: written-note, group: women, entered: 9, passed: 5}
- {id: note-men, stage: written-note, group: men, entered: 20, passed: 9}
""",
    good="hiring/selection_counts.yml:\n- {id: note-all, stage: written-note, entered: 44, passed: 20}",
)
def small_groups(handbook: Handbook) -> Iterator[Problem]:
    """Groups are in the facts only where a stage, and each of its groups, had at least ten people.
    Below that one could tell who it was. The pages leave such groups out, but anyone who may read
    the facts could still read them.
    """
    for counts in stage_counts(handbook.facts):
        if counts.groups and not counts.may_show_groups:
            few = min([counts.entered, *(int(row.entered) for row in counts.groups)])
            rows = listed([row.id for row in counts.groups])
            what = f'The stage "{counts.stage}" has groups, but one of its numbers is {few} people: fewer than {SHOWN_FROM} can be recognised.'
            yield Problem(
                counts.groups[0].at(),
                what,
                f"delete the rows of its groups ({rows}), and keep the one that counts everybody.",
            )


@rule(
    "groups-fare-differently",
    severity="advice",
    bad="""
hiring/selection_counts.yml:
- {id: talk-women, stage: talk, group: women, entered: 40, passed: 15}
""",
    good="""
hiring/selection_counts.yml:
- {id: talk-women, stage: talk, group: women, entered: 40, passed: 16}
""",
)
def unequal_groups(handbook: Handbook) -> Iterator[Problem]:
    """Where each group of a stage has at least thirty who entered, the share that passed is at
    least four fifths of that of the group which fared best. Below, somebody reads the marks of this
    stage line by line, with somebody from another unit. It is a smoke detector and no judgement.
    """
    for counts in stage_counts(handbook.facts):
        for row in counts.groups if counts.ratios else ():
            found = (counts.ratios or {})[row.group or ""]
            if found.flagged and found.ratio is not None:
                ratio = plain(Decimal(int(found.ratio * 100)) / 100)
                what = f'In the stage "{counts.stage}" the share of {row.group} who passed is {ratio} of the best group\'s, below {FOUR_FIFTHS}.'
                yield Problem(
                    row.at("passed"),
                    what,
                    "read the marks of this stage line by line: what in it has nothing to do with the work?",
                )


@also("shares-not-whole")
def wrong_shares(handbook: Handbook) -> Iterator[Problem]:
    """Everybody who was hired came from somewhere, and from one place."""
    channels = handbook.facts[Channel]
    if channels.whole:
        yield from not_whole("the channels", [*channels], "share")
