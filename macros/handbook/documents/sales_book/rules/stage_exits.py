"""Rules about leaving a stage: what must be seen, which fields are kept, how long a deal may stay."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from handbook.documents.sales_book.facts.market import BuyerGroup, Stage
from handbook.documents.sales_book.rules.stages import open_stages
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Cause, Problem, counted, did_you_mean, listed, nearest
from handbook.rules.rule import also, rule


@rule(
    "exit-criteria-few",
    wants="sales-book/stages",
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
    """A deal leaves an open stage when the customer has done something that can be seen: at least
    two criteria, at least one of them with evidence other than the seller's opinion. Otherwise
    deals move because somebody hopes.
    """
    for stage in open_stages(handbook):
        seen = [
            exit_criterion
            for exit_criterion in stage.exit_criteria
            if exit_criterion.evidence != "seller opinion"
        ]
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
    good={"  required_fields: [people-on-site]": "  required_fields: [people-on-site, amount]"},
)
def fields_not_kept(handbook: Handbook) -> Iterator[Problem]:
    """What must be filled in one stage must be filled in all later ones up to the won order.
    Otherwise a deal can lose what was known.
    """
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
    wants="sales-book/stages",
    bad="""
sales-book/stages.yml:
documents: [Summary]
required_fields: [people-on-site]
age:
  offices: {warn: 14 days, stop: 7 days}
""",
    good={"warn: 14 days, stop: 7 days": "warn: 7 days, stop: 14 days"},
)
def wrong_ages(handbook: Handbook) -> Iterator[Problem]:
    """A deal that does not move is asked about after `warn` and leaves the stage after `stop`.
    Every open stage says this for every buyer group, the question comes first, and a group that
    takes longer to buy gets at least as long.
    """
    groups = sorted(handbook.facts[BuyerGroup], key=lambda group: group.usual_cycle.days)
    for stage in open_stages(handbook):
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
        yield from _ages_out_of_order(
            stage, [group.id for group in groups if group.id in stage.age]
        )


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
                    f'write "{guess}" before the colon, or delete the line.'
                    if guess
                    else "delete the line."
                )
                what += did_you_mean(group, known.ids())
                yield Problem(stage.age[group].at(), what, fix, cause=Cause("buyer_groups", group))
