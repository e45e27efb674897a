"""What customers are worth, which matter most, and whether they stay. Money and shares are
decimals; shares are fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def net_retention(
    start: Decimal, expansion: Decimal, contraction: Decimal, churn: Decimal
) -> Decimal:
    """NRR: ``(start + expansion - contraction - churn) / start``, of the customers at the start
    only. The start is above zero.
    """
    return (start + expansion - contraction - churn) / start


def gross_retention(start: Decimal, contraction: Decimal, churn: Decimal) -> Decimal:
    """GRR: ``(start - contraction - churn) / start``, never above 1. The start is above zero."""
    return (start - contraction - churn) / start


def workload_sellers(
    groups: Sequence[tuple[Decimal, Decimal]], calls_per_seller: Decimal
) -> Decimal:
    """How many sellers the accounts need (workload method, Talley; Kotler): all calls of a year by
    those that one seller can make.

    A group is its accounts and the calls each gets in a year. Not rounded. Calls per seller are
    above zero.
    """
    return sum((accounts * calls for accounts, calls in groups), Decimal(0)) / calls_per_seller
