"""Macros that show how we speak with customers, whose they are, and what happens when a seller leaves."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import Any

from handbook.documents.company.facts.company import Role
from handbook.documents.customer_base.base import workload
from handbook.documents.customer_base.facts import (
    BaseReport,
    Dialogue,
    LeavingStep,
    Moment,
    OwnershipRule,
)
from handbook.documents.sales_book.facts.market import BuyerGroup
from handbook.documents.sales_book.facts.talk import Script, Template
from handbook.show.html import Html, card, columns, items, join, lead, pairs, part, table, tag
from handbook.show.lookup import find, names, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View


def _hours(dialogue: Any) -> str:
    return f"{dialogue.from_:%H:%M}–{dialogue.to:%H:%M}"


@macro("block", "dialogue_table()", lambda rows, view: _draw_dialogues(rows, view))
def dialogue_table(context: Context) -> list[tuple[Dialogue, str, str]]:
    """The rules of dialogue of all buyer groups side by side: how often, by what, when, how fast, who keeps up the contact."""
    groups, roles = names(context, BuyerGroup), names(context, Role)
    return [
        (
            dialogue,
            groups.get(dialogue.id, dialogue.id),
            roles.get(dialogue.keeper, dialogue.keeper),
        )
        for dialogue in context.handbook.facts[Dialogue]
    ]


def _draw_dialogues(rows: list[tuple[Dialogue, str, str]], view: View) -> Html:
    body = [
        (
            view.to_card("dialogue_card", dialogue.id, f"dialogue-{dialogue.id}", group),
            view.value(dialogue.at_least_every), view.value(dialogue.at_most_every), ", ".join(dialogue.channels), _hours(dialogue),
            view.value(dialogue.answer_within), view.value(dialogue.record_within), keeper,
        )
        for dialogue, group, keeper in rows
    ]  # fmt: skip
    head = ("Buyer group", "At least every", "At most every", "By", "Between", "We answer within", "Recorded within", "Kept by")  # fmt: skip
    return table(
        head,
        body,
        caption="At most every: contacts that we begin; whoever asks is answered within the time that stands here",
    )


@macro("block", 'dialogue_card("hotels")', lambda shown, view: _draw_dialogue(shown, view))
def dialogue_card(context: Context, id: str) -> tuple[Dialogue, str, str]:
    """How we speak with one buyer group: frequency, channels, purpose of every contact, tone, what is never discussed."""
    found: Dialogue = find(
        context, Dialogue, id, 'dialogue_card("{}")', "buyer group with rules of dialogue"
    )
    group = names(context, BuyerGroup).get(id, id)
    return found, group, names(context, Role).get(found.keeper, found.keeper)


def _draw_dialogue(shown: tuple[Dialogue, str, str], view: View) -> Html:
    dialogue, group, keeper = shown
    rules = pairs([
        ("How often", Html("at least every {}, at most every {}").format(view.value(dialogue.at_least_every), view.value(dialogue.at_most_every))),
        ("By", ", ".join(dialogue.channels)), ("Between", _hours(dialogue)), ("In", ", ".join(dialogue.languages)),
        ("We answer within", view.value(dialogue.answer_within)), ("Recorded within", view.value(dialogue.record_within)),
        ("Kept by", Html("{}, at most {} customers each").format(keeper, view.number(dialogue.most_customers))),
    ])  # fmt: skip
    return card(
        [tag(group)], lead(dialogue.tone), rules,
        columns(part("Every contact gives them one of these", items(dialogue.purposes)), part("Never discussed", items(dialogue.never))),
        anchor=f"dialogue-{dialogue.id}",
    )  # fmt: skip


@macro("block", 'moment_table("hotels")', lambda rows, view: _draw_moments(rows, view))
def moment_table(
    context: Context, buyer_group: str = ""
) -> list[tuple[Moment, str, str, Picked | None, Picked | None]]:
    """What a customer gets from us at each moment, within which time, from whom, in which words; of one buyer group or of all."""
    facts = context.handbook.facts
    if buyer_group:
        find(context, BuyerGroup, buyer_group, 'moment_table("{}")')
    groups, roles = names(context, BuyerGroup), names(context, Role)
    rows = []
    for moment in facts[Moment]:
        if buyer_group and buyer_group not in moment.buyer_groups:
            continue
        template = facts[Template].get(moment.template) if moment.template else None
        script = facts[Script].get(moment.script) if moment.script else None
        words = [pick(found, "id", "name") if found else None for found in (template, script)]
        whom = "" if buyer_group else _all_or(moment.buyer_groups, groups)
        rows.append((moment, whom, roles.get(moment.by, moment.by), words[0], words[1]))
    return rows


def _all_or(ids: list[str], groups: dict[str, str]) -> str:
    """The names of buyer groups, or that all are meant."""
    return "All" if set(groups) <= set(ids) else ", ".join(groups.get(name, name) for name in ids)


def _draw_moments(
    rows: list[tuple[Moment, str, str, Picked | None, Picked | None]], view: View
) -> Html:
    with_groups = any(whom for _, whom, *_ in rows)
    head = (
        "Moment",
        *(["Buyer group"] if with_groups else []),
        "Within",
        "Who",
        "What it gives them",
        "Words",
        "Avoid",
    )
    body = [
        (
            moment.occasion[0].upper() + moment.occasion[1:], *([whom] if with_groups else []), view.value(moment.within), by,
            moment.gives, _words(template, script, view), moment.avoid,
        )
        for moment, whom, by, template, script in rows
    ]  # fmt: skip
    return table(head, body)


def _words(template: Picked | None, script: Picked | None, view: View) -> Html:
    shown = [
        view.to_card(f"{kind}_card", source.id, f"{kind}-{source.id}", source.name)
        for kind, source in (("template", template), ("script", script))
        if source
    ]
    return join(shown, ", ") if shown else Html("—")


# --- whose customers they are ------------------------------------------------------------------------


@macro("block", "workload_table()", lambda rows, view: _draw_workloads(rows, view))
def workload_table(context: Context) -> list[tuple[Picked, Picked, str, str]]:
    """Whether the customers can be kept up with: contacts a year, how many keepers they need, how many there are."""
    facts = context.handbook.facts
    base = facts.only(BaseReport)
    customers = {group.buyer_group: group for group in (base.groups if base else [])}
    groups, roles = names(context, BuyerGroup), names(context, Role)
    keys = ("id", "contacts_a_year", "keeper_contacts_a_year", "keepers", "most_customers")
    return [
        (pick(customers[dialogue.id], "customers"), pick(dialogue, *keys), groups.get(dialogue.id, dialogue.id), roles.get(dialogue.keeper, dialogue.keeper))
        for dialogue in facts[Dialogue]
        if dialogue.id in customers
    ]  # fmt: skip


def _draw_workloads(rows: list[tuple[Picked, Picked, str, str]], view: View) -> Html:
    head = (
        "Buyer group", "Kept by", "Customers", "Contacts a year", "One keeper makes", "Keepers needed", "Keepers",
        "May have",
    )  # fmt: skip
    caption = (
        "Contacts a year: of one customer. May have: the most customers of all keepers together"
    )
    return table(head, (_load(*row, view) for row in rows), numbers=range(2, 8), caption=caption)


def _load(held: Picked, rule: Picked, group: str, keeper: str, view: View) -> tuple[Any, ...]:
    load = workload(held.customers, rule)
    needed = (
        "—"
        if load.needed is None
        else view.number(load.needed.quantize(Decimal("0.1"), ROUND_CEILING))
    )
    return (
        group, keeper, view.number(held.customers), view.number(rule.contacts_a_year),
        view.number(rule.keeper_contacts_a_year), needed, view.number(rule.keepers), view.number(load.most),
    )  # fmt: skip


@macro("block", "ownership_table()", lambda rows, view: _draw_ownership(rows, view))
def ownership_table(context: Context) -> list[tuple[Any, str]]:
    """How customers are given, protected, taken back and passed on: what happens, the rule, who decides, what the customer hears."""
    roles = names(context, Role)
    return [
        (ownership_rule, roles.get(ownership_rule.decides, ownership_rule.decides))
        for ownership_rule in context.handbook.facts[OwnershipRule]
    ]


def _draw_ownership(rows: list[tuple[Any, str]], view: View) -> Html:
    body = [
        (row.happens, row.rule, view.value(row.after) if row.after else "at once", decides, row.customer_hears or "nothing")
        for row, decides in rows
    ]  # fmt: skip
    return table(("What happens", "Rule", "After", "Decides", "The customer hears"), body)


@macro("block", "leaving_list()", lambda rows, view: _draw_leaving(rows, view))
def leaving_list(context: Context) -> list[tuple[LeavingStep, str]]:
    """What is done when a seller leaves, so that no customer notices more than a new name: each step, who, until when, when it is done."""
    roles = names(context, Role)
    return [(step, roles.get(step.who, step.who)) for step in context.handbook.facts[LeavingStep]]


def _draw_leaving(rows: list[tuple[LeavingStep, str]], view: View) -> Html:
    body = [
        (step.does, step.covers, who, view.value(step.within), step.done_when) for step, who in rows
    ]
    return table(("Step", "Covers", "Who", "Within, from the notice", "Done when"), body)
