"""Macros that show how each buyer group buys: for the first time, again, at the end of a contract,
after leaving us.
"""

from __future__ import annotations

from decimal import Decimal

from handbook.documents.customer_base.facts import Cycle, CycleStep
from handbook.show.blocks import Card, Grid, Pairs, Paragraph
from handbook.show.content import Content, Key, Phrase, Tag
from handbook.show.lookup import find
from handbook.show.macro import Context, macro
from handbook.show.rounded import percent

TONES = {"new": "good", "repeat": "quiet", "renewal": "quiet", "win-back": "warn"}


@macro("inline", 'cycle("offices-new")')
def cycle(context: Context, id: str) -> Key:
    """The name of a cycle, linked to its card."""
    return Key(find(context, Cycle, id, 'cycle("{}")'), "name")


@macro("block", "cycle_table()")
def cycle_table(context: Context) -> Grid[Cycle]:
    """All cycles at a glance: for which buyer group, what for, through which stages, how long, how
    many are won.
    """
    return Grid(
        context.facts[Cycle],
        {
            "Buyer group": "buyer_group",
            "Cycle": "name",
            "Kind": "kind",
            "Begins with": lambda cycle: Key(cycle.steps[0], "stage"),
            "Takes": "length",
            "Won": _won,
        },
        caption="Won: the share of all deals that enter the cycle, by its steps",
    )


def _won(cycle: Cycle) -> Content:
    """The share of all deals of a cycle that are won; small shares get one decimal."""
    rate = cycle.win_rate()
    return percent(rate, 1 if rate < Decimal("0.1") else 0)


@macro("block", 'cycle_card("offices-new")', card_of=Cycle)
def cycle_card(context: Context, id: str) -> Card:
    """One cycle: when it starts, its stages with their target time, touches and owner, when a deal
    leaves it, how it ends.
    """
    cycle = find(context, Cycle, id, 'cycle_card("{}")')
    return Card(
        cycle,
        anchor=f"cycle-{cycle.id}",
        tags=[Tag(cycle.kind, TONES[cycle.kind]), Tag(Key(cycle, "buyer_group"))],
        parts=[Paragraph(cycle.starts_when), _steps(cycle), _times(cycle)],
    )


def _steps(cycle: Cycle) -> Grid[CycleStep]:
    return Grid(
        cycle.steps,
        {
            "Stage": "stage",
            "Target time": "days",
            "At least touches": "touches",
            "Go on": "goes_on",
            "Owner": "owner",
        },
        caption=Key(cycle, "name", linked=False),
    )


def _times(cycle: Cycle) -> Pairs:
    nurture = cycle.nurture
    return Pairs(
        {
            "Takes in all": cycle.length,
            "Won of all that enter": _won(cycle),
            "If it does not move": Phrase("After {}: {}", nurture.after, nurture.then),
            "Ends with": cycle.ends_with,
        }
    )
