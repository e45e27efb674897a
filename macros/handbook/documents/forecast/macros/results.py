"""Macros that show the results of the quotas: how many reached theirs, and what happens when people
come, move or leave.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from handbook.documents.forecast import forecasting
from handbook.documents.forecast.facts.plan import QuotaChange, QuotaPolicy, Result
from handbook.documents.forecast.sums.capacity import attainment
from handbook.facts.scalars import Share
from handbook.show.amounts import quarter_name, total
from handbook.show.blocks import Grid, Lines
from handbook.show.content import NOTHING, ComputedContent, Content, Phrase, Tag
from handbook.show.lookup import need
from handbook.show.macro import Context, macro
from handbook.show.rounded import percent

NEAR = Share("0.8")


class QuarterAttainment(NamedTuple):
    """A quarter's results: how many sellers reached their quota, how many came near."""

    result: Result
    sellers: int
    met: int
    near: int


@macro("block", "attainment_table()")
def attainment_table(context: Context) -> ComputedContent:
    """How many sellers reached their quota in each quarter, beside the share that should. It shows
    numbers of people, not who they are.
    """
    facts, policy = context.facts, need(context.facts, QuotaPolicy)
    order = {quarter.id: place for place, quarter in enumerate(forecasting.in_order(facts))}
    results = sorted(facts[Result], key=lambda result: order.get(result.id, 0))
    head = (
        "Quarter",
        "Sellers",
        "At quota or above",
        "Share of them",
        Phrase("From {} on", NEAR),
        Phrase("Below {}", NEAR),
        "All together",
    )
    caption = Phrase(
        "By policy {} to {} of the sellers reach their quota", policy.met_from, policy.met_to
    )
    rows = [_row(_attainment(result), policy) for result in results]
    return ComputedContent((policy, results), Lines(head, rows, caption))


def _row(row: QuarterAttainment, policy: QuotaPolicy) -> list[Content]:
    return [
        quarter_name(row.result.id),
        row.sellers,
        row.met,
        _share(row, policy),
        row.near,
        row.sellers - row.met - row.near,
        _all_together(row.result),
    ]


def _attainment(result: Result) -> QuarterAttainment:
    reached = [attainment(seller.signed, seller.quota) for seller in result.sellers if seller.quota]
    near = sum(NEAR <= share < 1 for share in reached)
    return QuarterAttainment(result, len(reached), sum(share >= 1 for share in reached), near)


def _share(row: QuarterAttainment, policy: QuotaPolicy) -> Content:
    if not row.sellers:
        return NOTHING
    share = Decimal(row.met) / row.sellers
    outside = "too few" if share < policy.met_from else "too many" if share > policy.met_to else ""
    shown = percent(share, 0)
    return Phrase("{} {}", shown, Tag(outside, "warn")) if outside else shown


def _all_together(result: Result) -> Content:
    quotas = total(seller.quota for seller in result.sellers)
    signed = total(seller.signed for seller in result.sellers)
    return percent(attainment(signed, quotas) if quotas else None)


@macro("block", "quota_change_table()")
def quota_change_table(context: Context) -> Grid[QuotaChange]:
    """What happens to a quota and to the credit for orders when somebody joins, moves or leaves,
    and who decides by when.
    """
    return Grid(
        context.facts[QuotaChange],
        {
            "What happens": "happens",
            "The quota": "quota",
            "The credit for orders": "credit",
            "Decides": "decides",
            "Within": "within",
        },
    )
