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


def _to_cycle(contact_cycle: Any, view: View) -> Html:
    return view.to_card(
        "cycle_card", contact_cycle.id, f"cycle-{contact_cycle.id}", contact_cycle.name
    )


def _won(cycle: Cycle, view: View) -> str:
    """The share of all deals of a cycle that is won; of a small share one decimal says something."""
    rate = cycle.win_rate()
    return view.share(round(rate, 3 if rate < Decimal("0.1") else 2))


@macro("inline", 'cycle("offices-new")', lambda contact_cycle, view: _to_cycle(contact_cycle, view))
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
            groups.get(contact_cycle.buyer_group, contact_cycle.buyer_group), _to_cycle(contact_cycle, view), contact_cycle.kind,
            stages.get(contact_cycle.steps[0].stage, contact_cycle.steps[0].stage), view.value(contact_cycle.length), _won(contact_cycle, view),
        )
        for contact_cycle in cycles
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
    contact_cycle, group, stages, roles = shown
    body = [
        (
            view.to_card("stage_card", step.stage, f"stage-{step.stage}", stages.get(step.stage, step.stage)),
            view.value(step.days), view.number(step.touches), view.share(step.goes_on),
            roles.get(step.owner, step.owner),
        )
        for step in contact_cycle.steps
    ]  # fmt: skip
    nurture = Html("After {}: {}").format(
        view.value(contact_cycle.nurture.after), contact_cycle.nurture.then
    )
    return card(
        [tag(contact_cycle.kind, TONES[contact_cycle.kind]), tag(group)],
        lead(contact_cycle.starts_when),
        table(("Stage", "Target time", "At least touches", "Go on", "Owner"), body, numbers=[1, 2, 3], caption=contact_cycle.name),
        pairs([
            ("Takes in all", view.value(contact_cycle.length)), ("Won of all that enter", _won(contact_cycle, view)),
            ("If it does not move", nurture), ("Ends with", contact_cycle.ends_with),
        ]),
        anchor=f"cycle-{contact_cycle.id}",
    )  # fmt: skip
