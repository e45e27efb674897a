"""Rules about cycles: every buyer group has them, they follow the path, and their sums agree with
what was counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise, takewhile

from handbook.documents.customer_base.facts import Cycle
from handbook.documents.sales_book.facts.market import BuyerGroup, Stage
from handbook.facts.facts import Facts
from handbook.facts.slips import slip_in_sum
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, counted, listed
from handbook.rules.rule import rule

PATH = "docs/_facts/customer-base/cycles.yml"


def _all_read(handbook: Handbook, *tables: str) -> bool:
    """Whether all of these tables have entries and every entry can be read: only then can something
    be missing.
    """
    found = [handbook.facts.table(name) for name in tables]
    return all(len(table) and table.whole for table in found)


@rule(
    "cycle-missing",
    wants="customer-base/cycles",
    bad="""
customer-base/cycles.yml:
- id: offices-renewal
  name: Offices, at the end of a contract
  buyer_group: offices
  kind: win-back
""",
    good={"  kind: win-back": "  kind: renewal"},
)
def missing_cycles(handbook: Handbook) -> Iterator[Problem]:
    """Every buyer group has exactly one cycle for its first order and at least one for ordering
    again or renewing. Most of next year's revenue comes from customers we have, and they do not buy
    as they did the first time.
    """
    if not _all_read(handbook, "cycles", "buyer_groups"):
        return
    for group in handbook.facts[BuyerGroup]:
        cycles = [cycle for cycle in handbook.facts[Cycle] if cycle.buyer_group == group.id]
        new = [cycle for cycle in cycles if cycle.kind == "new"]
        if not new:
            yield _no_cycle(group, "buy for the first time", "new")
        for cycle in new[1:]:
            what = f'"{group.name}" have two cycles for the first order: "{new[0].name}" and "{cycle.name}".'
            yield Problem(
                cycle.at("kind"), what, "keep one, or give this one its kind:", "kind: repeat"
            )
        if not any(cycle.kind in ("repeat", "renewal") for cycle in cycles):
            yield _no_cycle(group, "order again or renew", "renewal")


def _no_cycle(group: BuyerGroup, does: str, kind: str) -> Problem:
    what = f'No cycle says how "{group.name}" {does}.'
    return Problem(
        group.at(), what, f"add one to {PATH}, with buyer_group: {group.id} and kind: {kind}."
    )


@rule(
    "cycle-out-of-order",
    bad="""
customer-base/cycles.yml:
steps:
  - {stage: proposal, days: 11 days, touches: 1, goes_on: 60 %, owner: seller}
  - {stage: discovery, days: 10 days, touches: 2, goes_on: 33 %, owner: seller}
""",
    good="""
customer-base/cycles.yml:
steps:
  - {stage: discovery, days: 10 days, touches: 2, goes_on: 33 %, owner: seller}
  - {stage: proposal, days: 11 days, touches: 1, goes_on: 60 %, owner: seller}
""",
)
def cycles_out_of_order(handbook: Handbook) -> Iterator[Problem]:
    """A cycle goes through the stages of `stages.yml` in their order, each once, up to the last
    open one before the order is won. The cycle of a first order goes through all of them; customers
    who already know us may begin later, or leave one out. From every open stage a deal can be lost.
    """
    if not _all_read(handbook, "stages"):
        return
    path = _path(handbook.facts)
    for cycle in handbook.facts[Cycle]:
        if path and all(step.stage in handbook.facts[Stage] for step in cycle.steps):
            yield from _order_of(cycle, path)


def _path(facts: Facts) -> list[str]:
    """The open stages before the order is won. A later open stage has a Problem of its own."""
    return [stage.id for stage in takewhile(lambda stage: stage.kind == "open", facts[Stage])]


def _order_of(cycle: Cycle, ids: list[str]) -> Iterator[Problem]:
    """The first fault in the order of a cycle's steps."""
    for step in cycle.steps:
        if step.stage not in ids:
            what = f'The cycle "{cycle.name}" goes through "{step.stage}", which ends a deal and is no step on the way.'
            yield Problem(
                step.at("stage"), what, "delete this step: a cycle ends with the last open stage."
            )
            return
    for before, step in pairwise(cycle.steps):
        if ids.index(step.stage) <= ids.index(before.stage):
            what = f'In the cycle "{cycle.name}" the stage "{step.stage}" comes after "{before.stage}".'
            fix = f"put the steps in the order of the path, each once: {listed(name for name in ids if any(row.stage == name for row in cycle.steps))}."
            yield Problem(step.at("stage"), what, fix)
            return
    last = cycle.steps[-1]
    if lacking := _lacking(cycle, ids):
        yield _lacks(cycle, lacking, ids)
    elif last.stage != ids[-1]:
        what = f'The cycle "{cycle.name}" ends with "{last.stage}", but an order is won only from "{ids[-1]}".'
        yield Problem(last.at("stage"), what, f'add the steps after it, up to "{ids[-1]}".')


def _lacking(cycle: Cycle, path: list[str]) -> list[str]:
    """The stages of the path that the cycle of a first order leaves out; the other cycles may leave
    some out.
    """
    there = [step.stage for step in cycle.steps]
    return [stage for stage in path if stage not in there] if cycle.kind == "new" else []


def _lacks(cycle: Cycle, lacking: list[str], path: list[str]) -> Problem:
    """The Problem that a first order leaves stages out, at the step before which the first of them
    belongs.
    """
    stages = listed([f'"{stage}"' for stage in lacking])
    what = f'The cycle "{cycle.name}" lacks the stage{"s" if len(lacking) > 1 else ""} {stages}: a first order goes through each.'
    after = [step for step in cycle.steps if path.index(step.stage) > path.index(lacking[0])]
    missing = cycle.length.days - _days(cycle)
    days = f", with the {counted(missing, 'day')} that the length asks for" if missing > 0 else ""
    where = f'before "{after[0].stage}"' if after else "at the end"
    it = "it" if len(lacking) == 1 else "them"
    return Problem((after or cycle.steps[-1:])[0].at(), what, f"add {it} {where}{days}.")


def _days(cycle: Cycle) -> int:
    return sum(step.days.days for step in cycle.steps)


@rule(
    "cycle-length-wrong",
    bad="""
customer-base/cycles.yml:
steps:
  - {stage: discovery, days: 10 days, touches: 2, goes_on: 33 %, owner: seller}
  - {stage: proposal, days: 11 days, touches: 1, goes_on: 60 %, owner: seller}
length: 30 days
""",
    good={"length: 30 days": "length: 21 days"},
)
def wrong_lengths(handbook: Handbook) -> Iterator[Problem]:
    """The target times of a cycle's stages add up to the length that we publish, and the cycle of a
    first order takes as long as the card of the buyer group says. Otherwise one of the two was
    changed and the other forgotten.
    """
    path = _path(handbook.facts)
    for cycle in handbook.facts[Cycle]:
        group = handbook.facts[BuyerGroup].get(cycle.buyer_group)
        usual = group.usual_cycle.days if group and cycle.kind == "new" else None
        if _lacking(cycle, path) or path[-1:] != [cycle.steps[-1].stage]:
            continue  # its length was right before the stage went
        if _days(cycle) != cycle.length.days:
            yield _sum_differs(cycle, usual, path)
        elif group and usual not in (None, _days(cycle)):
            what = f'"{cycle.name}" takes {cycle.length}, but {group.at().path} says that "{group.name}" usually take {group.usual_cycle}.'
            yield Problem(cycle.at("length"), what, "correct one of the two.")


def _sum_differs(cycle: Cycle, usual: int | None, path: list[str]) -> Problem:
    """The Problem that stages and length disagree, at the one that looks wrong: a stage with a
    slip, or the one that the buyer group's card contradicts.
    """
    days, length = _days(cycle), cycle.length
    what = f'The stages of "{cycle.name}" take {counted(days, "day")} together, but its length is {length}.'
    slip = slip_in_sum([Decimal(step.days.days) for step in cycle.steps], Decimal(length.days))
    if slip and usual != days:
        step, meant = cycle.steps[slip.place], counted(int(slip.meant), "day")
        what += f' They agree if "{step.stage}" takes {meant}: {step.days} looks like a slip, {slip.how}.'
        return Problem(step.at("days"), what, "if it is a slip, write:", f"days: {meant}")
    if usual == length.days:
        what += f" The card of the buyer group says {counted(usual, 'day')} too, so one of the stages is wrong."
        return Problem(cycle.at("steps"), what, "correct that stage.")
    right = f"length: {counted(days, 'day')}"
    left_out = [f'"{stage}"' for stage in path if all(step.stage != stage for step in cycle.steps)]
    if days < length.days and left_out and usual is None:
        missing = counted(length.days - days, "day")
        fix = f"if a stage was dropped ({listed(left_out)}), add it with {missing}; otherwise correct a stage, or write {right}."
        return Problem(cycle.at("steps"), what, fix)
    return Problem(cycle.at("length"), what, "correct one of the stages, or write:", right)


@rule(
    "cycle-slower-than-stage",
    severity="advice",
    bad="""
customer-base/cycles.yml:
  - {stage: proposal, days: 15 days, touches: 1, goes_on: 90 %, owner: seller}
length: 15 days
sales-book/stages.yml:
channels: [email]
history: {ended: 30, won: 18, until: 2026-10-31}
required_fields: [people-on-site, amount]
age:
  offices: {warn: 7 days, stop: 14 days}
""",
    good={"days: 15 days": "days: 14 days", "length: 15 days": "length: 2 weeks"},
)
def cycles_slower_than_their_stages(handbook: Handbook) -> Iterator[Problem]:
    """The target time of a stage is not longer than a deal of that buyer group may stay in it.
    Otherwise a deal that is on time counts as too slow. It is judged once the stages add up to the
    length of the cycle.
    """
    for cycle in handbook.facts[Cycle]:
        for step in cycle.steps:
            stage = handbook.facts[Stage].get(step.stage)
            age = stage.age.get(cycle.buyer_group) if stage else None
            if (
                stage
                and age
                and step.days.days > age.stop.days
                and _days(cycle) == cycle.length.days
            ):
                what = f'"{cycle.name}" plans {step.days} for "{stage.name}", but a deal of {cycle.buyer_group} leaves that stage after {age.stop}.'
                yield Problem(
                    step.at("days"), what, f'plan at most {age.stop}, or raise "stop" of the stage.'
                )


@rule(
    "touches-without-channel",
    bad="""
sales-book/stages.yml:
- id: proposal
  name: Proposal
  kind: open
  purpose: Agree on one offer.
  probability: 60 %
  forecast: commit
  exit_criteria:
    - customer: chose an option
      evidence: email
    - customer: returned the order
      evidence: order
# A cycle asks for touches in this stage.
""",
    good={"# A cycle asks for touches in this stage.": "  channels: [email]"},
)
def touches_without_channel(handbook: Handbook) -> Iterator[Problem]:
    """Where a cycle asks for touches, the stage names the channels, and for each of them there is a
    script. Otherwise sellers have to make touches without a script.
    """
    said: set[str] = set()
    for cycle in handbook.facts[Cycle]:
        for step in cycle.steps:
            stage = handbook.facts[Stage].get(step.stage)
            if (
                stage
                and stage.kind == "open"
                and step.touches
                and not stage.channels
                and stage.id not in said
            ):
                said.add(stage.id)
                what = f'"{cycle.name}" asks for touches in "{stage.name}", but that stage names no channel.'
                yield Problem(stage.at(), what, "name one here, and write a script for it.")
