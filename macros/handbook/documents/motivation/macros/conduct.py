"""Macros that show rewards beside the pay plans, and what may follow when a rule is broken."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from handbook.documents.company.facts.company import Role
from handbook.documents.motivation.facts import Breach, Reward
from handbook.documents.motivation.macros.asked import Names, known, to_measure
from handbook.show.html import Html, items, join, table, text
from handbook.show.lookup import names
from handbook.show.macro import Context, macro
from handbook.show.view import View


class Rewards(NamedTuple):
    """Awards with the names of their measures, of those who decide, and of the products they are about."""

    rewards: list[Reward]
    measures: Names
    roles: Names
    products: Names


@macro("block", "reward_table()", lambda shown, view: _draw_rewards(shown, view))
def reward_table(context: Context) -> Rewards:
    """Contests and awards: for what, from when until when, the budget, the most that one person can win, who decides."""
    rewards = list(context.handbook.facts[Reward])
    return Rewards(
        rewards,
        known(context, "measures", [reward.measure for reward in rewards if reward.measure]),
        known(context, "roles", [reward.decided_by for reward in rewards]),
        known(context, "products", [product for reward in rewards for product in reward.products]),
    )


def _draw_rewards(shown: Rewards, view: View) -> Html:
    rewards, measures, roles, products = shown
    rows = [
        (
            reward.name, _for_what(reward, measures, products, view),
            f"{view.day(reward.from_)} to {view.day(reward.until)}", view.money(reward.most_each), view.money(reward.budget), roles[reward.decided_by],
        )
        for reward in rewards
    ]  # fmt: skip
    head = ("Award", "For what", "From and until", "Most for one", "Budget", "Who decides")
    total = sum((Decimal(reward.budget) for reward in rewards), Decimal(0))
    return table(head, rows, numbers=[3, 4], caption=f"Awards together: {view.money(total)}")


def _for_what(reward: Reward, measures: Names, products: Names, view: View) -> Html:
    """What an award is for; below it the measure that counts it, and the products that it is about, where it is not about all."""
    found = [text(reward.for_what)]
    if reward.measure:
        counted = to_measure(reward.measure, measures[reward.measure], view)
        found.append(Html("<small>Counted by: {}</small>").format(counted))
    if reward.products:
        about = ", ".join(products[product] for product in reward.products)
        found.append(Html("<small>About: {}</small>").format(about))
    return join(found)


@macro("block", "breach_table()", lambda rows, view: _draw_breaches(rows, view))
def breach_table(context: Context) -> list[tuple[Breach, str, dict[str, str]]]:
    """Rules whose breach has a consequence: where the rule stands, which module teaches it, who notices it in what, the steps that may follow,
    who decides, where one may appeal.
    """
    roles, modules = (
        names(context, Role),
        {module.id: module.label for module in context.handbook.facts.table("modules")},
    )
    return [
        (
            breach, modules.get(breach.taught_in, breach.taught_in),
            {role: roles.get(role, role) for role in (breach.noticed_by, breach.decided_by, breach.appeal_to)},
        )
        for breach in context.handbook.facts[Breach]
    ]  # fmt: skip


def _draw_breaches(rows: list[tuple[Breach, str, dict[str, str]]], view: View) -> Html:
    body = [
        (
            Html('<span id="breach-{}">{}</span>').format(Html(breach.id), breach.breach),
            Html("{} <small>taught in {}</small>").format(_rule(breach, view),
                view.to_card("module_card", breach.taught_in, f"module-{breach.taught_in}", module)),
            Html("{} <small>{}</small>").format(roles[breach.noticed_by], breach.noticed_in), items(map(_step, breach.steps), "ol"),
            _decided(breach, roles),
        )
        for breach, module, roles in rows
    ]  # fmt: skip
    return table(("What was done", "The rule", "Noticed by", "What may follow", "Decided by"), body)


def _decided(breach: Breach, roles: Names) -> Html:
    return Html("{}, after hearing you within {} <small>Appeal: {}, within {}</small>").format(
        roles[breach.decided_by],
        str(breach.heard_within),
        roles[breach.appeal_to],
        str(breach.appeal_within),
    )


def _step(step: str) -> str:
    return step[0].upper() + step[1:]


def _rule(breach: Breach, view: View) -> Any:
    """A link to the place of the rule; only the words where that page is not there."""
    page = view.handbook.pages.get(breach.page)
    if page is None:
        return text(breach.page)
    heading = next(
        (known.text for known in page.headings if known.id == breach.heading), page.title
    )
    return view.to_page(breach.page, heading, breach.heading)
