"""Macros that show rewards beside the pay plans, and what may follow when a rule is broken."""

from __future__ import annotations

from decimal import Decimal

from handbook.documents.interaction.macros.services import to_measure
from handbook.documents.motivation.facts import Breach, Reward
from handbook.facts.scalars import Money
from handbook.handbook import Handbook
from handbook.show.blocks import Grid, Items
from handbook.show.content import (
    CallLink,
    Content,
    JoinedContent,
    Key,
    LinkTarget,
    PageLink,
    Phrase,
)
from handbook.show.macro import Context, macro


@macro("block", "reward_table()")
def reward_table(context: Context) -> Grid[Reward]:
    """Contests and awards: for what, from when until when, the budget, the most that one person can
    win, who decides.
    """
    rewards = list(context.facts[Reward])
    together = Money(sum((reward.budget for reward in rewards), Decimal(0)))
    return Grid(
        rewards,
        {
            "Award": "name",
            "For what": _for_what,
            "From and until": lambda reward: Phrase("{} to {}", reward.from_, reward.until),
            "Most for one": "most_each",
            "Budget": "budget",
            "Who decides": "decided_by",
        },
        caption=Phrase("Awards together: {}", together),
    )


def _for_what(reward: Reward) -> Content:
    """What an award is for; below it the measure that counts it, and the products it is about, if
    not about all.
    """
    counted = about = None
    if reward.measure:
        counted = Phrase("<small>Counted by: {}</small>", to_measure(reward.measure))
    if reward.products:
        about = Phrase("<small>About: {}</small>", Key(reward, "products"))
    return JoinedContent([reward.for_what, counted, about], " ")


@macro("block", "breach_table()")
def breach_table(context: Context) -> Grid[Breach]:
    """Rules whose breach has a consequence: where the rule is written, which module teaches it, who
    notices it in what, the steps that may follow, who decides, where to appeal.
    """
    return Grid(
        context.facts[Breach],
        {
            "What was done": lambda breach: LinkTarget(f"breach-{breach.id}", breach.breach),
            "The rule": lambda breach: _rule(breach, context.handbook),
            "Noticed by": _who_notices,
            "What may follow": lambda breach: Items(map(_step, breach.steps), "ol"),
            "Decided by": _who_decides,
        },
    )


def _rule(breach: Breach, handbook: Handbook) -> Content:
    module = breach.taught_in
    taught = CallLink(
        "module_card", module, f"module-{module}", Key(breach, "taught_in", linked=False)
    )
    return Phrase("{} <small>taught in {}</small>", _place(breach, handbook), taught)


def _place(breach: Breach, handbook: Handbook) -> Content:
    """A link to the place of the rule; only the words where that page is not there."""
    page = handbook.pages.get(breach.page)
    if page is None:
        return breach.page
    headings = {heading.id: heading.text for heading in page.headings}
    return PageLink(breach.page, headings.get(breach.heading, page.title), breach.heading)


def _who_notices(breach: Breach) -> Content:
    return Phrase("{} <small>{}</small>", Key(breach, "noticed_by"), breach.noticed_in)


def _step(step: str) -> str:
    return step[0].upper() + step[1:]


def _who_decides(breach: Breach) -> Content:
    return Phrase(
        "{}, after hearing you within {} <small>Appeal: {}, within {}</small>",
        Key(breach, "decided_by"),
        breach.heard_within,
        Key(breach, "appeal_to"),
        breach.appeal_within,
    )
