"""Macros that show what came of the quotas: how many reached theirs, and what happens when people come, move or leave."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from handbook.documents.company.facts.company import Role
from handbook.documents.forecast import forecasting
from handbook.documents.forecast.facts.plan import QuotaChange, Result
from handbook.documents.forecast.macros.quotas import policy_of
from handbook.documents.forecast.sums.capacity import attainment
from handbook.show.amounts import NOTHING, percent, quarter_name, total
from handbook.show.html import Html, table, tag
from handbook.show.lookup import names, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View


class Met(NamedTuple):
    """A quarter's results: how many sellers reached their quota, how many came near, what all signed."""

    quarter: str
    sellers: int
    met: int
    near: int
    quotas: Decimal
    signed: Decimal


NEAR = Decimal("0.8")


@macro("block", "attainment_table()", lambda shown, view: _draw_attainment(shown, view))
def attainment_table(context: Context) -> tuple[Picked, list[Met], list[Any]]:
    """How many sellers reached their quota in each quarter, beside the share that should. It shows numbers of people, not who they are."""
    facts = context.handbook.facts
    order = {quarter.id: place for place, quarter in enumerate(forecasting.in_order(facts))}
    results = sorted(facts[Result], key=lambda result: order.get(result.id, 0))
    found = []
    for result in results:
        reached = [
            attainment(seller.signed, seller.quota) for seller in result.sellers if seller.quota
        ]
        met, near = (
            sum(value >= 1 for value in reached),
            sum(NEAR <= value < 1 for value in reached),
        )
        quotas, signed = (
            total(Decimal(getattr(seller, key)) for seller in result.sellers)
            for key in ("quota", "signed")
        )
        found.append(Met(result.id, len(reached), met, near, quotas, signed))
    return pick(policy_of(context), "met_from", "met_to"), found, results


def _draw_attainment(shown: tuple[Picked, list[Met], list[Any]], view: View) -> Html:
    policy, rows, _ = shown
    body = [
        (
            quarter_name(row.quarter), view.number(row.sellers), view.number(row.met), _met_share(row, policy, view), view.number(row.near),
            view.number(row.sellers - row.met - row.near), percent(view, attainment(row.signed, row.quotas) if row.quotas else None),
        )
        for row in rows
    ]  # fmt: skip
    head = (
        "Quarter",
        "Sellers",
        "At quota or above",
        "Share of them",
        f"From {view.share(NEAR)} on",
        f"Below {view.share(NEAR)}",
        "All together",
    )
    caption = f"By policy {view.share(policy.met_from)} to {view.share(policy.met_to)} of the sellers reach their quota"
    return table(head, body, numbers=range(1, 7), caption=caption)


def _met_share(result: Met, policy: Picked, view: View) -> Html:
    if not result.sellers:
        return Html("{}").format(NOTHING)
    share = Decimal(result.met) / result.sellers
    shown = percent(view, share, 0)
    outside = "too few" if share < policy.met_from else "too many" if share > policy.met_to else ""
    return Html("{} {}").format(shown, tag(outside, "warn") if outside else "")


@macro("block", "quota_change_table()", lambda rows, view: _draw_changes(rows, view))
def quota_change_table(context: Context) -> list[tuple[QuotaChange, str]]:
    """What happens to a quota and to the credit for orders when somebody joins, moves or leaves, and who decides by when."""
    roles = names(context, Role)
    return [
        (change, roles.get(change.decides, change.decides))
        for change in context.handbook.facts[QuotaChange]
    ]


def _draw_changes(rows: Sequence[tuple[QuotaChange, str]], view: View) -> Html:
    body = [
        (change.happens, change.quota, change.credit, who, view.value(change.within))
        for change, who in rows
    ]
    return table(("What happens", "The quota", "The credit for orders", "Decides", "Within"), body)
