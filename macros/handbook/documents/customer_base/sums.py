"""What customers are worth, which matter most, and whether they stay. Money and shares are decimals; shares are fractions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from statistics import pstdev
from typing import Literal, NamedTuple

A_UP_TO, B_UP_TO = Decimal("0.80"), Decimal("0.95")
X_UP_TO, Y_UP_TO = Decimal("0.10"), Decimal("0.25")


class Rfm(NamedTuple):
    """Scores from 1 (worst) to 5 (best) for how recently, how often and for how much a customer buys."""

    recency: int
    frequency: int
    money: int


def net_retention(
    start: Decimal, expansion: Decimal, contraction: Decimal, churn: Decimal
) -> Decimal:
    """NRR: ``(start + expansion - contraction - churn) / start``, of the customers at the start only. The start is above zero."""
    return (start + expansion - contraction - churn) / start


def gross_retention(start: Decimal, contraction: Decimal, churn: Decimal) -> Decimal:
    """GRR: ``(start - contraction - churn) / start``, never above 1. The start is above zero."""
    return (start - contraction - churn) / start


def lifetime_value(revenue: Decimal, gross_margin: Decimal, churn: Decimal) -> Decimal:
    """LTV: ``revenue per account x gross margin / churn``; revenue and churn are of the same period. The churn is above zero.

    Only where contracts recur.
    """
    return revenue * gross_margin / churn


def acquisition_cost(spend: Decimal, new_customers: Decimal) -> Decimal:
    """CAC: what sales and marketing spent in a period by the customers won in it. There is at least one."""
    return spend / new_customers


def payback_months(cost: Decimal, revenue: Decimal, gross_margin: Decimal) -> Decimal:
    """Months until a customer has paid back the cost of winning it: ``CAC / (revenue a month x gross margin)``, both above zero."""
    return cost / (revenue * gross_margin)


def rfm_scores(rows: Sequence[tuple[Decimal, Decimal, Decimal]]) -> list[Rfm]:
    """Scores by quintiles of rank, in the order of the rows: days since the last order, number of orders, money.

    A score is ``1 + floor(5 x customers who do worse / all)``, so equals score alike (others cut at quantile values or rank
    equals by their place). Fewer than five customers do not reach every score; one alone scores 1.
    """
    columns = [
        _quintiles([-days for days, _, _ in rows]),
        _quintiles([many for _, many, _ in rows]),
        _quintiles([money for _, _, money in rows]),
    ]
    return [Rfm(*scores) for scores in zip(*columns, strict=True)]


def _quintiles(values: Sequence[Decimal]) -> list[int]:
    ranked = sorted(values)
    return [1 + 5 * bisect_left(ranked, value) // len(ranked) for value in values]


def abc(values: Sequence[Decimal]) -> list[Literal["A", "B", "C"]]:
    """ABC classes at 80 and 95 % of the total, in the order of the values, none of which is below zero.

    The class is the one in which a value's own part of the cumulative share begins: who crosses 80 % is still A, who begins
    exactly there is B (others put who crosses into B, which leaves a single giant without A). Of equals the first named is first.
    """
    total = sum(values, Decimal(0))
    classes: list[Literal["A", "B", "C"]] = ["C"] * len(values)
    before = Decimal(0)
    for place in sorted(range(len(values)), key=lambda place: -values[place]):
        if before < B_UP_TO * total:
            classes[place] = "A" if before < A_UP_TO * total else "B"
        before += values[place]
    return classes


def variation(values: Sequence[Decimal]) -> Decimal | None:
    """Coefficient of variation: standard deviation of the population (not of a sample) by the mean. None where the mean is zero."""
    if not any(values) or not (mean := sum(values, Decimal(0)) / len(values)):
        return None
    return pstdev(values) / mean


def xyz(values: Sequence[Decimal]) -> Literal["X", "Y", "Z"]:
    """How steadily one customer (or product) buys, by the :func:`variation` of its periods: X under 10 %, Y under 25 %, else Z.

    Half-open, so exactly 10 % is Y (others say X). Without any business it is Z. No value is below zero.
    """
    varies = variation(values)
    if varies is None or varies >= Y_UP_TO:
        return "Z"
    return "X" if varies < X_UP_TO else "Y"


def concentration(values: Sequence[Decimal], top: int) -> Decimal:
    """The share that the ``top`` largest have of all; 0 where all is zero. No value is below zero."""
    total = sum(values, Decimal(0))
    largest = sorted(values, reverse=True)[: max(top, 0)]
    return sum(largest, Decimal(0)) / total if total else Decimal(0)


def workload_sellers(
    groups: Sequence[tuple[Decimal, Decimal]], calls_per_seller: Decimal
) -> Decimal:
    """How many sellers the accounts need (workload method, Talley; Kotler): all calls of a year by those that one seller can make.

    A group is its accounts and the calls each gets in a year. Not rounded. Calls per seller are above zero.
    """
    return sum((accounts * calls for accounts, calls in groups), Decimal(0)) / calls_per_seller
