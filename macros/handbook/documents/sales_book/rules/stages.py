"""Rules about the path of the sale."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from handbook.documents.sales_book.facts.market import FORECAST_ORDER, BuyerGroup, LostReason, Stage, Stages
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Cause, Problem, counted, did_you_mean, listed, nearest
from handbook.rules.rule import also, rule

REASONS = 5


def _open(handbook: Handbook) -> list[Stage]:
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
    good="""
sales-book/stages.yml:
- id: discovery
  name: Discovery
  kind: open
  purpose: Find out whether there is a problem.
  probability: 20 %
sales-book/stages.yml:
- id: won
  name: Won
  kind: won
  purpose: Hand over well.
  probability: 100 %
sales-book/stages.yml:
- id: lost
  name: Lost
  kind: lost
  purpose: Learn.
  probability: 0 %
""",
)
def falling_probabilities(handbook: Handbook) -> Iterator[Problem]:
    """The further a deal has come, the likelier it is won: probabilities never fall from one open stage to the next, and stay below
    100 %. A won deal has 100 %, a lost one 0 %.
    """
    stages = _open(handbook)
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
    good="""
sales-book/stages.yml:
- id: won
  name: Won
  kind: won
  purpose: Hand over well.
  probability: 100 %
  forecast: closed
""",
)
def wrong_forecast_categories(handbook: Handbook) -> Iterator[Problem]:
    """A won deal counts as closed, a lost one is omitted, and an open one is never closed. With these mixed up the forecast counts
    what was lost and leaves out what was won.
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
    """Along the path the forecast category never falls back: omitted, pipeline, best case, most likely, commit. Otherwise a deal that
    moves on would look less certain than before.
    """
    stages = _open(handbook)
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
    good="""
sales-book/stages.yml:
- id: discovery
  name: Discovery
  kind: open
  purpose: Find out whether there is a problem.
  probability: 20 %
  forecast: pipeline
""",
)
def open_stages_that_count_nothing(handbook: Handbook) -> Iterator[Problem]:
    """An open stage with a probability of 0 % adds nothing to the forecast. Say so openly: its category is `omitted`."""
    for stage in _open(handbook):
        if stage.probability == 0 and stage.forecast != "omitted":
            what = f'"{stage.name}" has 0 % but counts as "{stage.forecast}".'
            yield Problem(stage.at("forecast"), what, "write:", "forecast: omitted")


@rule(
    "path-incomplete",
    bad="sales-book/stages.yml:\n- {id: late, name: Late, means: We came too late.}",
    good="""
sales-book/stages.yml:
- {id: other, name: Other, means: Say what it was., text_required: yes}
""",
)
def incomplete_paths(handbook: Handbook) -> Iterator[Problem]:
    """The path has a first open stage, one stage for won and one for lost, and at least five reasons for losing. The reason `other` asks
    for words, or it will be the only one used.
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
            other.at("text_required"), 'The reason "other" asks for no words.', "write:", "text_required: yes"
        )


@rule(
    "exit-criteria-few",
    bad="""
sales-book/stages.yml:
exit_criteria:
  - customer: named the problem in writing
    evidence: email
    field: problem
seller_does: [Count the bottles]
""",
    good="""
sales-book/stages.yml:
exit_criteria:
  - customer: named the problem in writing
    evidence: email
    field: problem
  - customer: named who decides
    evidence: minutes
    field: decider
seller_does: [Count the bottles]
""",
)
def few_exit_criteria(handbook: Handbook) -> Iterator[Problem]:
    """A deal leaves an open stage when the customer has done something that can be seen: at least two criteria, at least one of them with
    evidence other than the seller's opinion. Otherwise deals move because somebody hopes.
    """
    for stage in _open(handbook):
        seen = [one for one in stage.exit_criteria if one.evidence != "seller opinion"]
        if len(stage.exit_criteria) < 2:
            number = counted(len(stage.exit_criteria), "exit criterion", "exit criteria")
            what = f'"{stage.name}" has {number}; two are the least.'
            yield Problem(
                stage.at("exit_criteria"),
                what,
                "add what the customer must have done:",
                "\n".join(["- customer: …\n  evidence: email"] * (2 - len(stage.exit_criteria))),
                edit=Entry("exit_criteria"),
            )
        elif not seen:
            what = f'All exit criteria of "{stage.name}" rest on the seller\'s opinion.'
            yield Problem(
                stage.at("exit_criteria"),
                what,
                "add one that the customer can be seen to have met evidence: email.",
            )


@rule(
    "fields-not-kept",
    bad="""
sales-book/stages.yml:
- id: won
  name: Won
  kind: won
  purpose: Hand over well.
  probability: 100 %
  forecast: closed
  required_fields: [people-on-site]
""",
    good="""
sales-book/stages.yml:
- id: won
  name: Won
  kind: won
  purpose: Hand over well.
  probability: 100 %
  forecast: closed
  required_fields: [people-on-site, amount]
""",
)
def fields_not_kept(handbook: Handbook) -> Iterator[Problem]:
    """What must be filled in one stage must be filled in all later ones up to the won order. Otherwise a deal can lose what was known."""
    stages = [stage for stage in handbook.facts[Stage] if stage.kind != "lost"]
    for before, stage in pairwise(stages):
        lost = [name for name in before.required_fields if name not in stage.required_fields]
        if lost:
            what = f'"{stage.name}" no longer asks for {listed(lost)}, which "{before.name}" asked for.'
            yield Problem(
                stage.at("required_fields"),
                what,
                f"write required_fields: [{', '.join([*before.required_fields, *(n for n in stage.required_fields if n not in before.required_fields)])}].",
            )


@rule(
    "ages-wrong",
    bad="""
sales-book/stages.yml:
documents: [Summary]
required_fields: [people-on-site]
age:
  offices: {warn: 14 days, stop: 7 days}
""",
    good="""
sales-book/stages.yml:
documents: [Summary]
required_fields: [people-on-site]
age:
  offices: {warn: 7 days, stop: 14 days}
""",
)
def wrong_ages(handbook: Handbook) -> Iterator[Problem]:
    """A deal that does not move is asked about after `warn` and leaves the stage after `stop`. In every open stage this is said for every
    buyer group, the question comes first, and a group that takes longer to buy gets at least as long.
    """
    groups = sorted(handbook.facts[BuyerGroup], key=lambda group: group.usual_cycle.days)
    for stage in _open(handbook):
        for group_id, age in stage.age.items():
            if age.warn.days >= age.stop.days:
                what = f'In "{stage.name}" a deal of {group_id} is stopped after {age.stop} but questioned only after {age.warn}.'
                yield Problem(
                    age.at("warn"),
                    what,
                    "question it earlier than you stop it:",
                    f"{group_id}: {{warn: {max(age.stop.days // 2, 1)} days, stop: {age.stop}}}",
                )
        missing = [group.id for group in groups if group.id not in stage.age]
        if missing:
            what = f'"{stage.name}" does not say how long a deal of {listed(missing)} may stay.'
            yield Problem(
                stage.at("age"),
                what,
                f"add a line for {missing[0]}, with warn and stop.",
            )
        yield from _ages_out_of_order(stage, [group.id for group in groups if group.id in stage.age])


def _ages_out_of_order(stage: Stage, groups: list[str]) -> Iterator[Problem]:
    for quick, slow in pairwise(groups):
        if stage.age[slow].stop.days < stage.age[quick].stop.days:
            what = f'In "{stage.name}" {slow} may stay {stage.age[slow].stop}, but {quick}, who buy faster, {stage.age[quick].stop}.'
            yield Problem(
                stage.age[slow].at("stop"),
                what,
                f"give the slower group at least as long {slow}: {{warn: {stage.age[slow].warn}, stop: {stage.age[quick].stop}}}.",
            )


@also("fact-unknown")
def ages_of_unknown_groups(handbook: Handbook) -> Iterator[Problem]:
    """A stage says how long a deal may stay in it for buyer groups that are there."""
    for stage in handbook.facts[Stage]:
        for group in stage.age:
            known = handbook.facts[BuyerGroup]
            if not known.may_hold(group):
                guess = nearest(group, known.ids())
                what = f'"{stage.name}" says how long a deal of "{group}" may stay. There is no such buyer group in {known.path}.'
                fix = (
                    f'write "{guess}" before the colon, or delete the line.' if guess else "delete the line."
                )
                what += did_you_mean(group, known.ids())
                yield Problem(stage.age[group].at(), what, fix, cause=Cause("buyer_groups", group))
