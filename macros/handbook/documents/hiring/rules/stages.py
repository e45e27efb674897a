"""Rules about stages of selection: minutes are right, what scores has an instrument that foretells
something, long work is paid.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from handbook.documents.hiring.facts import (
    AssessmentMethod,
    Guide,
    Selection,
    SelectionStage,
    WorkSample,
)
from handbook.facts.facts import Facts
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, counted, listed
from handbook.rules.rule import rule

UNSTRUCTURED = "unstructured-interview"
STRUCTURED = "structured-interview"
FORETELLS = Decimal("0.30")
UNPAID_AT_MOST = 60


@rule(
    "selection-minutes-wrong",
    bad="""
hiring/selection.yml:
- {id: written-note, name: Written note, minutes: 40, by: [sales-director, managing-director], method: \
work-sample, work_sample: note, decides: score, answer_within: 3 business days}
# All stages take 85 minutes now, and applicants are told 75.
""",
    good="""
hiring/selection.yml:
- {id: written-note, name: Written note, minutes: 30, by: [sales-director, managing-director], method: \
work-sample, work_sample: note, decides: score, answer_within: 3 business days}
""",
)
def wrong_minutes(handbook: Handbook) -> Iterator[Problem]:
    """The minutes of all stages add up to the time that we tell applicants, and a stage is as long
    as its guide and its work sample need.
    """
    for selection in handbook.facts[Selection]:
        total = sum(int(stage.minutes) for stage in selection.stages)
        if total != selection.minutes:
            what = f'The stages of "{selection.id}" take {total} minutes, but applicants are told {selection.minutes}.'
            yield Problem(
                selection.at("minutes"), what, "write what they take:", f"minutes: {total}"
            )
        for stage in selection.stages:
            yield from _too_short(handbook.facts, selection, stage)


def _too_short(facts: Facts, selection: Selection, stage: SelectionStage) -> Iterator[Problem]:
    guide, sample = (
        facts[Guide].get(stage.guide or ""),
        facts[WorkSample].get(stage.work_sample or ""),
    )
    needed = sum(int(used.minutes) for used in (guide, sample) if used)
    if needed > stage.minutes:
        what = f'The stage "{stage.id}" of "{selection.id}" has {stage.minutes} minutes, but what is done in it takes {needed}.'
        yield Problem(
            stage.at("minutes"),
            what,
            f"give it more, or shorten the guide or the work sample minutes: {needed}.",
        )


@rule(
    "selection-stage-empty",
    wants="hiring/stages",
    bad="""
hiring/selection.yml:
  - {id: chat, name: Chat, minutes: 30, by: [sales-director, managing-director], method: \
unstructured-interview, decides: score, answer_within: 3 business days}
  - {id: second-talk, name: Second talk, minutes: 30, by: [sales-director, managing-director], method: \
structured-interview, work_sample: note, decides: score, answer_within: 3 business days}
  - {id: third-talk, name: Third talk, minutes: 30, by: [sales-director, managing-director], method: \
structured-interview, decides: score, answer_within: 3 business days}
minutes: 165
""",
    good="hiring/selection.yml:\nminutes: 75",
)
def empty_stages(handbook: Handbook) -> Iterator[Problem]:
    """A stage that scores has a guide or a work sample, a structured interview has its guide, and a
    selection has at least one. A talk without the same questions for everybody never scores,
    whatever it is called: it measures whether people like each other.
    """
    for selection in handbook.facts[Selection]:
        scored = [stage for stage in selection.stages if stage.decides == "score"]
        if not scored:
            what = f'No stage of "{selection.id}" scores, so its scorecard stays empty.'
            yield Problem(
                selection.at("stages"),
                what,
                "let the interview and the work sample score decides: score.",
            )
        for stage in scored:
            if stage.method == UNSTRUCTURED:
                what = f'The stage "{stage.id}" of "{selection.id}" scores by an unstructured interview.'
                yield Problem(
                    stage.at("method"),
                    what,
                    f"ask everybody the same questions, by a guide method: {STRUCTURED}.",
                )
            elif not (stage.guide or stage.work_sample):
                what = f'The stage "{stage.id}" of "{selection.id}" scores, but has neither a guide nor a work sample.'
                yield Problem(
                    stage.at(), what, "name one of the two, or let it only say yes or no guide: …."
                )
            elif stage.method == STRUCTURED and not stage.guide:
                what = f'The stage "{stage.id}" of "{selection.id}" is called a structured interview, but has no guide.'
                yield Problem(stage.at("method"), what, "name its guide guide: ….")
        if scored and not any(stage.guide for stage in selection.stages):
            what = f'The selection of "{selection.id}" has no interview with a guide.'
            yield Problem(
                selection.at("stages"), what, "add a structured interview with its guide."
            )


@rule(
    "methods-weak",
    severity="advice",
    bad="""
hiring/methods.yml:
- {id: structured-interview, name: Structured interview, validity: 0.30, source: Sackett and others 2022, \
we_use: Every candidate gets the same questions.}
- {id: work-sample, name: Work sample, validity: 0.19, source: Sackett and others 2022, we_use: A note after a visit.}
""",
    good={"validity: 0.30": "validity: 0.42", "validity: 0.19": "validity: 0.33"},
)
def weak_methods(handbook: Handbook) -> Iterator[Problem]:
    """At least half of the stages that score use a method whose validity is above 0.30. The others
    may be kind to everybody and still foretell little.
    """
    methods = handbook.facts[AssessmentMethod]
    for selection in handbook.facts[Selection]:
        known = [
            methods[stage.method]
            for stage in selection.stages
            if stage.decides == "score" and stage.method in methods
        ]
        weak = [method.id for method in known if method.validity <= FORETELLS]
        if len(weak) * 2 > len(known):
            what = f'{len(weak)} of the {counted(len(known), "stage")} of "{selection.id}" that score foretell little: {listed(dict.fromkeys(weak))}.'
            yield Problem(
                selection.at("stages"),
                what,
                "take a structured interview or a work sample in place of one.",
            )


@rule(
    "work-sample-unpaid",
    bad="""
hiring/work_samples.yml:
- id: note
  name: Note after a visit
  task: Write down what a colleague must know after this recorded visit.
  gets: [A recording of ten minutes]
  minutes: 90
""",
    good={"  minutes: 90": "  minutes: 30"},
)
def unpaid_samples(handbook: Handbook) -> Iterator[Problem]:
    """A work sample takes at most an hour, or it is paid. Somebody who applies for three jobs at
    once cannot give an evening to each.
    """
    for sample in handbook.facts[WorkSample]:
        if sample.minutes > UNPAID_AT_MOST and not sample.paid:
            what = f'The work sample "{sample.id}" takes {sample.minutes} minutes and is not paid.'
            yield Problem(
                sample.at("paid"),
                what,
                "shorten it to an hour, or pay for it:",
                "paid: yes\npay: 60.00",
            )
