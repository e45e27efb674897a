"""Rules about scorecards: weights have a reason, each line is looked at, the cut asks for more than
the least.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil

from handbook.documents.hiring.facts import (
    Competency,
    Guide,
    RoleProfile,
    ScorecardLine,
    Selection,
    SelectionStage,
    WorkSample,
)
from handbook.documents.hiring.selection import LEVELS, least_mean
from handbook.facts.facts import Facts
from handbook.facts.meant import plain
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, counted, did_you_mean, listed, nearest
from handbook.rules.rule import rule


@rule(
    "selection-weights-unexplained",
    bad="""
hiring/selection.yml:
- {competency: finding-the-need, weight: 34 %, least: 3, stages: [talk]}
- {competency: keeping-records, weight: 33 %, least: 2, stages: [written-note, talk]}
hiring/selection.yml:
cut: 3
raters: 2
""",
    good="""
hiring/selection.yml:
- {competency: finding-the-need, weight: 34 %, least: 3, stages: [talk]}
- {competency: keeping-records, weight: 33 %, least: 2, stages: [written-note, talk]}
hiring/selection.yml:
weights_because: A whole needs one per cent more somewhere.
cut: 3
raters: 2
""",
)
def unexplained_weights(handbook: Handbook) -> Iterator[Problem]:
    """Equal weights of a scorecard need no reason; unequal weights give theirs in
    `weights_because`, and it comes from something that was counted: invented weights are seldom
    better than equal ones. It is judged once they are 100 % together.
    """
    for selection in handbook.facts[Selection]:
        weights = [Decimal(line.weight) for line in selection.scorecard]
        if len(set(weights)) > 1 and sum(weights) == 1 and not selection.weights_because:
            what = f'The weights of "{selection.id}" differ, and nothing says why.'
            yield Problem(
                selection.at("scorecard"),
                what,
                "make them equal, or add what you counted:",
                "weights_because: …",
            )


@rule(
    "scorecard-not-the-profile",
    bad="hiring/selection.yml:\n- {competency: finding-the-need, weight: 34 %, least: 2, stages: [talk]}",
    good="hiring/selection.yml:\n- {competency: finding-the-need, weight: 34 %, least: 3, stages: [talk]}",
)
def not_the_profile(handbook: Handbook) -> Iterator[Problem]:
    """The scorecard of a role marks the competencies of its profile, each once and all of them, and
    its least levels are the levels that the profile asks for. What is asked for and not marked is a
    wish; what is marked and not asked for is a surprise.
    """
    for selection in handbook.facts[Selection]:
        profile = handbook.facts[RoleProfile].get(selection.id)
        if profile is None:
            continue
        asked = {need.competency: need for need in profile.competencies}
        seen: set[str] = set()
        for line in selection.scorecard:
            yield from _line_differs(handbook.facts, selection, line, seen)
            seen.add(line.competency)
        for competency, need in asked.items():
            if competency not in seen:
                what = f'The profile of "{selection.id}" asks for "{competency}", but its scorecard does not mark it.'
                fix = f"take it out, or add it to its scorecard in {handbook.facts[Selection].path}, at level {need.level}."
                yield Problem(need.at("competency"), what, fix)


def _line_differs(
    facts: Facts, selection: Selection, line: ScorecardLine, seen: set[str]
) -> Iterator[Problem]:
    asked = {need.competency: need.level for need in facts[RoleProfile][selection.id].competencies}
    if line.competency in seen:
        what = f'The scorecard of "{selection.id}" has "{line.competency}" twice.'
        yield Problem(line.at("competency"), what, "make one line of the two.")
    elif line.competency not in asked:
        if facts[Competency].may_hold(line.competency):
            what = f'The scorecard of "{selection.id}" marks "{line.competency}", but its profile does not ask for it.'
            fix = f"take the line out, or add it to its profile in {facts[RoleProfile].path}, at level {line.least}."
            yield Problem(line.at("competency"), what, fix)
    elif line.least != asked[line.competency]:
        level = asked[line.competency]
        what = f'The scorecard of "{selection.id}" asks for "{line.competency}" at least at level {line.least}, its profile at level {level}.'
        yield Problem(line.at("least"), what, "write the same in both.")


@rule(
    "competency-not-looked-at",
    bad="""
hiring/selection.yml:
- {competency: finding-the-need, weight: 34 %, least: 3, stages: [talk, written-note]}
hiring/work_samples.yml:
- id: note
  name: Note after a visit
  task: Write down what a colleague must know after this recorded visit.
  gets: [A recording of ten minutes]
  minutes: 30
  paid: no
  competencies: [keeping-records]
""",
    good={"stages: [talk, written-note]": "stages: [talk]"},
)
def not_looked_at(handbook: Handbook) -> Iterator[Problem]:
    """Each line of a scorecard names stages of this selection that score, and in each of them a
    question of the guide or the work sample shows the competency. Otherwise a mark is given for an
    impression. And each stage that scores is named by a line; otherwise it scores nothing.
    """
    for selection in handbook.facts[Selection]:
        stages = {stage.id: stage for stage in selection.stages}
        yield from _scores_nothing(selection)
        for line in _asked_lines(handbook.facts, selection):
            for name in line.stages:
                place = line.at_entry("stages", name)[0]
                if name not in stages:
                    guess = nearest(name, stages)
                    what = f'"{line.competency}" is to be seen in the stage "{name}" of "{selection.id}". There is no such stage.{did_you_mean(name, stages)}'
                    fix = f"name one of its stages: {listed(stages)}."
                    yield Problem(
                        place,
                        what,
                        "write:" if guess else fix,
                        f"stages: [{guess}]" if guess else "",
                    )
                elif stages[name].decides != "score":
                    what = f'"{line.competency}" is to be marked in the stage "{name}" of "{selection.id}", which only says yes or no.'
                    yield Problem(place, what, "name a stage that scores.")
                elif not _shows(handbook.facts, stages[name], line.competency):
                    what = f'No question and no work sample of the stage "{name}" of "{selection.id}" is about "{line.competency}".'
                    yield Problem(
                        place, what, "add a question to its guide, or name another stage."
                    )


def _scores_nothing(selection: Selection) -> Iterator[Problem]:
    named = {name for line in selection.scorecard for name in line.stages}
    if named <= {stage.id for stage in selection.stages}:  # a wrong name is reported where it is
        for stage in selection.stages:
            if stage.decides == "score" and stage.id not in named:
                what = f'The stage "{stage.id}" of "{selection.id}" scores, but no line of the scorecard is marked in it.'
                yield Problem(
                    stage.at("decides"),
                    what,
                    "name it in a line, let it only say yes or no, or leave it out.",
                )


def _asked_lines(facts: Facts, selection: Selection) -> list[ScorecardLine]:
    """The lines that the profile asks for; ``scorecard-not-the-profile`` reports the others."""
    profile = facts[RoleProfile].get(selection.id)
    asked = {need.competency for need in profile.competencies} if profile else None
    return [line for line in selection.scorecard if asked is None or line.competency in asked]


def _shows(facts: Facts, stage: SelectionStage, competency: str) -> bool:
    """Whether a stage shows a competency; what could not be read may show it."""
    guide, sample = (
        facts[Guide].get(stage.guide or ""),
        facts[WorkSample].get(stage.work_sample or ""),
    )
    if (stage.guide and guide is None) or (stage.work_sample and sample is None):
        return True
    if guide is None and sample is None:
        return True  # selection-stage-empty says so
    asked = [question.competency for question in guide.questions] if guide else []
    return competency in asked or (sample is not None and competency in sample.competencies)


@rule(
    "cut-too-low",
    bad="""
hiring/selection.yml:
scorecard:
  - {competency: finding-the-need, weight: 34 %, least: 4, stages: [talk]}
  - {competency: keeping-records, weight: 33 %, least: 2, stages: [written-note, talk]}
  - {competency: leading-people, weight: 33 %, least: 3, stages: [talk]}
weights_because: A whole needs one per cent more somewhere.
cut: 2.5
""",
    good={"cut: 2.5": "cut: 3.5"},
)
def low_cuts(handbook: Handbook) -> Iterator[Problem]:
    """The cut is between 1 and 5, and not below the weighted mean of the least levels. Below that
    it refuses nobody: anyone who reaches each least level reaches it too.
    """
    for selection in handbook.facts[Selection]:
        least = least_mean(selection)
        if not LEVELS[0] <= selection.cut <= LEVELS[-1]:
            what = f'The cut of "{selection.id}" is {selection.cut}; levels go from 1 to 5.'
            yield Problem(
                selection.at("cut"), what, "write a number between them:", f"cut: {_tenth(least)}"
            )
        elif Fraction(selection.cut) < least:
            what = f'The cut of "{selection.id}" is {selection.cut}, but whoever has only the least levels reaches {plain(_hundredth(least))} already.'
            yield Problem(
                selection.at("cut"), what, "write more, at least:", f"cut: {_tenth(least)}"
            )


def _tenth(least: Fraction) -> str:
    """Rounded up to a tenth, and within the scale."""
    return plain(min(Decimal(ceil(least * 10)) / 10, Decimal(5)))


def _hundredth(number: Fraction) -> Decimal:
    return Decimal(int(number * 100)) / 100


@rule(
    "raters-too-few",
    wants="hiring/scorecards",
    bad="""
hiring/selection.yml:
- {id: written-note, name: Written note, minutes: 30, by: [sales-director], method: work-sample, work_sample: \
note, decides: score, answer_within: 3 business days}
hiring/selection.yml:
raters: 1
""",
    good={
        "by: [sales-director]": "by: [sales-director, managing-director]",
        "raters: 1": "raters: 2",
    },
)
def few_raters(handbook: Handbook) -> Iterator[Problem]:
    """At least two people mark what is scored, and each stage that scores names as many roles.
    Nobody, the head least of all, marks alone: what one person sees cannot be told from what that
    person likes.
    """
    for selection in handbook.facts[Selection]:
        if selection.raters < 2:
            what = f'The selection of "{selection.id}" asks for {counted(int(selection.raters), "assessor")}.'
            yield Problem(
                selection.at("raters"), what, "let two people mark, each alone:", "raters: 2"
            )
        for stage in selection.stages:
            needed = max(int(selection.raters), 2)
            if stage.decides == "score" and len(set(stage.by)) < needed:
                what = f'The stage "{stage.id}" of "{selection.id}" scores, but only {listed(dict.fromkeys(stage.by))} marks in it; {needed} must.'
                yield Problem(
                    stage.at("by"), what, f"add another role by: [{', '.join([*stage.by, '…'])}]."
                )
