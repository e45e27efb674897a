"""Rules about the path of the sale."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from handbook.documents.sales_book.facts.market import FORECAST_ORDER, LostReason, Stage, Stages
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Problem
from handbook.rules.rule import rule

REASONS = 5


def open_stages(handbook: Handbook) -> list[Stage]:
    return [stage for stage in handbook.facts[Stage] if stage.kind == "open"]


@rule(
    "probability-falls",
    bad="""
sales-book/stages.yml:
- id: discovery
  name: Discovery
  kind: open
  purpose: Find out whether there is a problem.
  probability: 100 %
sales-book/stages.yml:
- id: won
  name: Won
  kind: won
  purpose: Hand over well.
  probability: 95 %
sales-book/stages.yml:
- id: lost
  name: Lost
  kind: lost
  purpose: Learn.
  probability: 5 %
""",
    good={
        "  probability: 100 %": "  probability: 20 %",
        "  probability: 95 %": "  probability: 100 %",
        "  probability: 5 %": "  probability: 0 %",
    },
)
def falling_probabilities(handbook: Handbook) -> Iterator[Problem]:
    """The further a deal has come, the likelier it is won: probabilities never fall from one open
    stage to the next, and stay below 100 %. A won deal has 100 %, a lost one 0 %.
    """
    stages = open_stages(handbook)
    for before, stage in pairwise(stages):
        if stage.probability < before.probability < 1:
            what = f'The probability falls from {before.probability} in "{before.name}" to {stage.probability} in "{stage.name}".'
            yield Problem(
                stage.at("probability"),
                what,
                f"write at least {before.probability}:",
                f"probability: {before.probability}",
            )
    for stage in handbook.facts[Stage]:
        right = {"won": Decimal(1), "lost": Decimal(0)}.get(stage.kind)
        if right is not None and stage.probability != right:
            shown = "100 %" if right else "0 %"
            what = f'The stage "{stage.name}" is {stage.kind}, but its probability is {stage.probability}.'
            yield Problem(stage.at("probability"), what, "write:", f"probability: {shown}")
        elif right is None and stage.probability >= 1:
            what = f'The stage "{stage.name}" is still open, but its probability is {stage.probability}: an open deal can be lost.'
            yield Problem(stage.at("probability"), what, "write less than 100 % probability: 90 %.")


@rule(
    "forecast-wrong",
    bad="""
sales-book/stages.yml:
- id: won
  name: Won
  kind: won
  purpose: Hand over well.
  probability: 100 %
  forecast: commit
""",
    good={"  forecast: commit": "  forecast: closed"},
)
def wrong_forecast_categories(handbook: Handbook) -> Iterator[Problem]:
    """A won deal counts as closed, a lost one is omitted, and an open one is never closed. With
    these mixed up the forecast counts what was lost and leaves out what was won.
    """
    for stage in handbook.facts[Stage]:
        right = {"won": "closed", "lost": "omitted"}.get(stage.kind)
        if right and stage.forecast != right:
            what = f'The stage "{stage.name}" is {stage.kind}, but it counts as "{stage.forecast}" in the forecast.'
            yield Problem(stage.at("forecast"), what, "write:", f"forecast: {right}")
        elif not right and stage.forecast == "closed":
            what = f'The stage "{stage.name}" is still open, but it counts as "closed" in the forecast.'
            yield Problem(stage.at("forecast"), what, "write at most:", "forecast: commit")


@rule(
    "forecast-falls",
    bad="""
sales-book/stages.yml:
- id: discovery
  name: Discovery
  kind: open
  purpose: Find out whether there is a problem.
  probability: 20 %
  forecast: commit
sales-book/stages.yml:
- id: proposal
  name: Proposal
  kind: open
  purpose: Agree on one offer.
  probability: 60 %
  forecast: pipeline
""",
    good="""
sales-book/stages.yml:
- id: discovery
  name: Discovery
  kind: open
  purpose: Find out whether there is a problem.
  probability: 20 %
  forecast: pipeline
sales-book/stages.yml:
- id: proposal
  name: Proposal
  kind: open
  purpose: Agree on one offer.
  probability: 60 %
  forecast: commit
""",
)
def falling_forecast_categories(handbook: Handbook) -> Iterator[Problem]:
    """Along the path the forecast category never falls back: omitted, pipeline, best case, most
    likely, commit. Otherwise a deal that moves on would look less certain than before.
    """
    stages = open_stages(handbook)
    for before, stage in pairwise(stages):
        falls = FORECAST_ORDER.index(stage.forecast) < FORECAST_ORDER.index(before.forecast)
        if falls and before.forecast != "closed":
            what = f'"{stage.name}" counts as "{stage.forecast}", but "{before.name}", one stage earlier, already as "{before.forecast}".'
            yield Problem(stage.at("forecast"), what, "write:", f"forecast: {before.forecast}")


@rule(
    "stage-counts-nothing",
    severity="advice",
    bad="""
sales-book/stages.yml:
- id: discovery
  name: Discovery
  kind: open
  purpose: Find out whether there is a problem.
  probability: 0 %
  forecast: pipeline
""",
    good={"  probability: 0 %": "  probability: 20 %"},
)
def open_stages_that_count_nothing(handbook: Handbook) -> Iterator[Problem]:
    """An open stage with a probability of 0 % adds nothing to the forecast. Say so openly: its
    category is `omitted`.
    """
    for stage in open_stages(handbook):
        if stage.probability == 0 and stage.forecast != "omitted":
            what = f'"{stage.name}" has 0 % but counts as "{stage.forecast}".'
            yield Problem(stage.at("forecast"), what, "write:", "forecast: omitted")


@rule(
    "path-incomplete",
    wants="sales-book/stages",
    bad="sales-book/stages.yml:\n- {id: late, name: Late, means: We came too late.}",
    good="""
sales-book/stages.yml:
- {id: other, name: Other, means: Say what it was., text_required: yes}
""",
)
def incomplete_paths(handbook: Handbook) -> Iterator[Problem]:
    """The path has a first open stage, one stage for won and one for lost, and at least five
    reasons for losing. The reason `other` asks for words, or it will be the only one used.
    """
    path = handbook.facts.only(Stages)
    if path is None:
        return
    for kind in ("open", "won", "lost"):
        count = sum(stage.kind == kind for stage in path.stages)
        if count == 0 or (kind != "open" and count > 1):
            what = f'The path has {count or "no"} stage{"s" if count > 1 else ""} of the kind "{kind}".'
            yield Problem(
                path.at("stages"),
                what,
                "keep one of them." if count else f"add one, with kind: {kind}.",
            )
    order = [stage.kind for stage in path.stages]
    if "open" in order and any(kind == "open" for kind in order[order.count("open") :]):
        yield Problem(
            path.at("stages"),
            "An open stage stands after the end of the path.",
            "put the open stages first, in order, then won, then lost.",
        )
    if len(path.lost_reasons) < REASONS:
        number = len(path.lost_reasons)
        what = f"There are too few reasons for losing a deal, {number}; at least {REASONS} are needed to learn from them."
        yield Problem(
            path.at("lost_reasons"),
            what,
            "add the reasons that you really hear.",
        )
    yield from _other_without_words(handbook)


def _other_without_words(handbook: Handbook) -> Iterator[Problem]:
    path = handbook.facts.only(Stages)
    other = handbook.facts[LostReason].get("other")
    if path is not None and other is None:
        yield Problem(
            path.at("lost_reasons"),
            'There is no reason "other".',
            "add it, with words required:",
            "- id: other\n  name: Other\n  means: …\n  text_required: yes",
            edit=Entry("lost_reasons"),
        )
    elif other is not None and not other.text_required:
        yield Problem(
            other.at("text_required"),
            'The reason "other" asks for no words.',
            "write:",
            "text_required: yes",
        )
