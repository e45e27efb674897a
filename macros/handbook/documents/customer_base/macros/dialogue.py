"""Macros that show how we speak with customers, whose they are, and what happens when a seller
leaves.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from handbook.documents.customer_base.base import workload
from handbook.documents.customer_base.facts import (
    BaseGroup,
    BaseReport,
    Dialogue,
    LeavingStep,
    Moment,
    OwnershipRule,
)
from handbook.documents.sales_book.facts.market import BuyerGroup
from handbook.facts.scalars import Ratio
from handbook.show.blocks import Card, Column, Columns, Grid, Items, Lines, Pairs, Paragraph, Part
from handbook.show.content import CallLink, Content, JoinedContent, Key, Phrase, Tag
from handbook.show.lookup import find
from handbook.show.macro import Context, macro


@macro("block", "dialogue_table()")
def dialogue_table(context: Context) -> Grid[Dialogue]:
    """The rules of dialogue of all buyer groups side by side: how often, by what, when, how fast,
    who keeps up the contact.
    """
    return Grid(
        context.facts[Dialogue],
        {
            "Buyer group": _to_card,
            "At least every": "at_least_every",
            "At most every": "at_most_every",
            "By": lambda rule: JoinedContent(rule.channels),
            "Between": _hours,
            "We answer within": "answer_within",
            "Recorded within": "record_within",
            "Kept by": "keeper",
        },
        caption="At most every: contacts that we begin; "
        "whoever asks is answered within the time that stands here",
    )


def _to_card(rule: Dialogue) -> CallLink:
    name = Key(rule, "id", linked=False)
    return CallLink("dialogue_card", rule.id, f"dialogue-{rule.id}", name)


def _hours(rule: Dialogue) -> str:
    return f"{rule.from_:%H:%M}–{rule.to:%H:%M}"


@macro("block", 'dialogue_card("hotels")', card_of=Dialogue)
def dialogue_card(context: Context, id: str) -> Card:
    """How we speak with one buyer group: frequency, channels, purpose of every contact, tone, what
    is never discussed.
    """
    called = "buyer group with rules of dialogue"
    rule = find(context, Dialogue, id, 'dialogue_card("{}")', called)
    return Card(
        rule,
        anchor=f"dialogue-{rule.id}",
        tags=[Tag(Key(rule, "id"))],
        parts=[
            Paragraph(rule.tone),
            _rules(rule),
            Columns(
                Part("Every contact gives them one of these", Items(rule.purposes)),
                Part("Never discussed", Items(rule.never)),
            ),
        ],
    )


def _rules(rule: Dialogue) -> Pairs:
    often = Phrase("at least every {}, at most every {}", rule.at_least_every, rule.at_most_every)
    most = Phrase("{}, at most {} customers each", Key(rule, "keeper"), rule.most_customers)
    return Pairs(
        {
            "How often": often,
            "By": JoinedContent(rule.channels),
            "Between": _hours(rule),
            "In": JoinedContent(rule.languages),
            "We answer within": rule.answer_within,
            "Recorded within": rule.record_within,
            "Kept by": most,
        }
    )


@macro("block", 'moment_table("hotels")')
def moment_table(context: Context, buyer_group: str = "") -> Grid[Moment]:
    """What a customer gets from us at each moment, within which time, from whom, in which words; of
    one buyer group or of all.
    """
    moments = list(context.facts[Moment])
    if buyer_group:
        find(context, BuyerGroup, buyer_group, 'moment_table("{}")')
        moments = [moment for moment in moments if buyer_group in moment.buyer_groups]
    groups = set(context.facts[BuyerGroup].ids())
    whom: dict[str, Column[Moment]] = {"Buyer group": lambda moment: _all_or(moment, groups)}
    return Grid(
        moments,
        {
            "Moment": lambda moment: moment.occasion[0].upper() + moment.occasion[1:],
            **({} if buyer_group else whom),
            "Within": "within",
            "Who": "by",
            "What it gives them": "gives",
            "Words": _words,
            "Avoid": "avoid",
        },
    )


def _all_or(moment: Moment, groups: set[str]) -> Content:
    """The names of buyer groups, or the words for all of them."""
    return "All" if groups <= set(moment.buyer_groups) else Key(moment, "buyer_groups")


def _words(moment: Moment) -> Content:
    keys = [key for key in ("template", "script") if getattr(moment, key)]
    return JoinedContent(Key(moment, key) for key in keys) if keys else None


# --- whose customers they are ---------------------------------------------------------------------


@macro("block", "workload_table()")
def workload_table(context: Context) -> Lines:
    """Whether the customers can be kept up with: contacts a year, how many keepers they need, how
    many there are.
    """
    base = context.facts.only(BaseReport)
    groups = {group.buyer_group: group for group in (base.groups if base else [])}
    head = (
        "Buyer group",
        "Kept by",
        "Customers",
        "Contacts a year",
        "One keeper makes",
        "Keepers needed",
        "Keepers",
        "May have",
    )
    return Lines(
        head,
        [_load(groups[rule.id], rule) for rule in context.facts[Dialogue] if rule.id in groups],
        caption="Contacts a year: of one customer. "
        "May have: the most customers of all keepers together",
    )


def _load(group: BaseGroup, rule: Dialogue) -> list[Content]:
    load = workload(group.customers, rule)
    return [
        Key(group, "buyer_group"),
        Key(rule, "keeper"),
        group.customers,
        rule.contacts_a_year,
        rule.keeper_contacts_a_year,
        _rounded_up(load.needed),
        rule.keepers,
        load.most,
    ]


def _rounded_up(keepers: Decimal | None) -> Content:
    return None if keepers is None else Ratio(keepers.quantize(Decimal("0.1"), ROUND_CEILING))


@macro("block", "ownership_table()")
def ownership_table(context: Context) -> Grid[OwnershipRule]:
    """How customers are given, protected, taken back and passed on: what happens, the rule, who
    decides, what the customer hears.
    """
    return Grid(
        context.facts[OwnershipRule],
        {
            "What happens": "happens",
            "Rule": "rule",
            "After": lambda rule: rule.after or "at once",
            "Decides": "decides",
            "The customer hears": lambda rule: rule.customer_hears or "nothing",
        },
    )


@macro("block", "leaving_list()")
def leaving_list(context: Context) -> Grid[LeavingStep]:
    """What is done when a seller leaves, so that no customer notices more than a new name: each
    step, who, until when, when it is done.
    """
    return Grid(
        context.facts[LeavingStep],
        {
            "Step": "does",
            "Covers": "covers",
            "Who": "who",
            "Within, from the notice": "within",
            "Done when": "done_when",
        },
    )
