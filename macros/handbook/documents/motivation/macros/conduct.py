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
        known(context, "measures", [one.measure for one in rewards if one.measure]),
        known(context, "roles", [one.decided_by for one in rewards]),
        known(context, "products", [product for one in rewards for product in one.products]),
    )


def _draw_rewards(shown: Rewards, view: View) -> Html:
    rewards, measures, roles, products = shown
    rows = [
        (
            one.name, _for_what(one, measures, products, view),
            f"{view.day(one.from_)} to {view.day(one.until)}", view.money(one.most_each), view.money(one.budget), roles[one.decided_by],
        )
        for one in rewards
    ]  # fmt: skip
    head = ("Award", "For what", "From and until", "Most for one", "Budget", "Who decides")
    total = sum((Decimal(one.budget) for one in rewards), Decimal(0))
    return table(head, rows, numbers=[3, 4], caption=f"Awards together: {view.money(total)}")


def _for_what(one: Reward, measures: Names, products: Names, view: View) -> Html:
    """What an award is for; below it the measure that counts it, and the products that it is about, where it is not about all."""
    found = [text(one.for_what)]
    if one.measure:
        counted = to_measure(one.measure, measures[one.measure], view)
        found.append(Html("<small>Counted by: {}</small>").format(counted))
    if one.products:
        about = ", ".join(products[product] for product in one.products)
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
            one, modules.get(one.taught_in, one.taught_in),
            {role: roles.get(role, role) for role in (one.noticed_by, one.decided_by, one.appeal_to)},
        )
        for one in context.handbook.facts[Breach]
    ]  # fmt: skip


def _draw_breaches(rows: list[tuple[Breach, str, dict[str, str]]], view: View) -> Html:
    body = [
        (
            Html('<span id="breach-{}">{}</span>').format(Html(one.id), one.breach),
            Html("{} <small>taught in {}</small>").format(_rule(one, view), view.to_card("module_card", one.taught_in, f"module-{one.taught_in}", module)),
            Html("{} <small>{}</small>").format(roles[one.noticed_by], one.noticed_in), items(map(_step, one.steps), "ol"),
            _decided(one, roles),
        )
        for one, module, roles in rows
    ]  # fmt: skip
    return table(("What was done", "The rule", "Noticed by", "What may follow", "Decided by"), body)


def _decided(one: Breach, roles: Names) -> Html:
    return Html("{}, after hearing you within {} <small>Appeal: {}, within {}</small>").format(
        roles[one.decided_by], str(one.heard_within), roles[one.appeal_to], str(one.appeal_within)
    )


def _step(step: str) -> str:
    return step[0].upper() + step[1:]


def _rule(one: Breach, view: View) -> Any:
    """A link to the place of the rule; only the words where that page is not there."""
    page = view.handbook.pages.get(one.page)
    if page is None:
        return text(one.page)
    heading = next((known.text for known in page.headings if known.id == one.heading), page.title)
    return view.to_page(one.page, heading, one.heading)
