"""Macros that show how each buyer group buys: for the first time, again, at the end of a contract, after leaving us."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from handbook.documents.company.facts.company import Role
from handbook.documents.customer_base.facts import Cycle
from handbook.documents.sales_book.facts.market import BuyerGroup, Stage
from handbook.show.html import Html, card, lead, pairs, table, tag
from handbook.show.lookup import find, names, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

TONES = {"new": "good", "repeat": "quiet", "renewal": "quiet", "win-back": "warn"}


def _to_cycle(one: Any, view: View) -> Html:
    return view.to_card("cycle_card", one.id, f"cycle-{one.id}", one.name)


def _won(cycle: Cycle, view: View) -> str:
    """The share of all deals of a cycle that is won; of a small share one decimal says something."""
    rate = cycle.win_rate()
    return view.share(round(rate, 3 if rate < Decimal("0.1") else 2))


@macro("inline", 'cycle("offices-new")', lambda one, view: _to_cycle(one, view))
def cycle(context: Context, id: str) -> Picked:
    """The name of a cycle, linked to its card."""
    return pick(find(context, Cycle, id, 'cycle("{}")'), "id", "name")


@macro("block", "cycle_table()", lambda shown, view: _draw_cycles(shown, view))
def cycle_table(context: Context) -> tuple[list[Cycle], dict[str, str], dict[str, str]]:
    """All cycles at a glance: for which buyer group, what for, through which stages, how long, how many are won."""
    return list(context.handbook.facts[Cycle]), names(context, BuyerGroup), names(context, Stage)


def _draw_cycles(shown: tuple[list[Cycle], dict[str, str], dict[str, str]], view: View) -> Html:
    cycles, groups, stages = shown
    body = [
        (
            groups.get(one.buyer_group, one.buyer_group), _to_cycle(one, view), one.kind,
            stages.get(one.steps[0].stage, one.steps[0].stage), view.value(one.length), _won(one, view),
        )
        for one in cycles
    ]  # fmt: skip
    head = ("Buyer group", "Cycle", "Kind", "Begins with", "Takes", "Won")
    return table(
        head,
        body,
        numbers=[4, 5],
        caption="Won: the share of all deals that enter the cycle, by its steps",
    )


@macro("block", 'cycle_card("offices-new")', lambda shown, view: _draw_cycle(shown, view))
def cycle_card(context: Context, id: str) -> tuple[Cycle, str, dict[str, str], dict[str, str]]:
    """One cycle: when it starts, its stages with their target time, touches and owner, when a deal leaves it, how it ends."""
    found: Cycle = find(context, Cycle, id, 'cycle_card("{}")')
    steps = {step.stage for step in found.steps}
    owners = {step.owner for step in found.steps}
    stages = {key: name for key, name in names(context, Stage).items() if key in steps}
    roles = {key: name for key, name in names(context, Role).items() if key in owners}
    group = names(context, BuyerGroup).get(found.buyer_group, found.buyer_group)
    return found, group, stages, roles


def _draw_cycle(shown: tuple[Cycle, str, dict[str, str], dict[str, str]], view: View) -> Html:
    one, group, stages, roles = shown
    body = [
        (
            view.to_card("stage_card", step.stage, f"stage-{step.stage}", stages.get(step.stage, step.stage)),
            view.value(step.days), view.number(step.touches), view.share(step.goes_on),
            roles.get(step.owner, step.owner),
        )
        for step in one.steps
    ]  # fmt: skip
    nurture = Html("After {}: {}").format(view.value(one.nurture.after), one.nurture.then)
    return card(
        [tag(one.kind, TONES[one.kind]), tag(group)],
        lead(one.starts_when),
        table(("Stage", "Target time", "At least touches", "Go on", "Owner"), body, numbers=[1, 2, 3], caption=one.name),
        pairs([
            ("Takes in all", view.value(one.length)), ("Won of all that enter", _won(one, view)),
            ("If it does not move", nurture), ("Ends with", one.ends_with),
        ]),
        anchor=f"cycle-{one.id}",
    )  # fmt: skip
