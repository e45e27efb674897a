"""What customers are worth and which matter most: examples of named sources, edges, and what holds
for all numbers.
"""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as some

from handbook.documents.customer_base.sums import (
    gross_retention,
    net_retention,
)

D = Decimal
money = some.decimals(0, 100_000, places=2)
# --- examples of named sources


def test_retention_of_pulserevops():
    """10.0 at the start, 1.8 more, 0.6 less, 0.9 gone."""
    assert gross_retention(D("10.0"), D("0.6"), D("0.9")) == D("0.85")
    assert net_retention(D("10.0"), D("1.8"), D("0.6"), D("0.9")) == D("1.03")


# --- edges


def test_retention_of_all_and_of_none():
    assert gross_retention(D(10), D(0), D(0)) == net_retention(D(10), D(0), D(0), D(0)) == 1
    assert gross_retention(D(10), D(0), D(10)) == net_retention(D(10), D(0), D(0), D(10)) == 0


# --- what holds for all numbers


@given(some.decimals(1, 1000, places=2), money, money, money)
def test_net_retention_is_gross_and_what_was_added(start, expansion, contraction, churn):
    gross = gross_retention(start, contraction, churn)
    assert gross <= 1
    assert abs(net_retention(start, expansion, contraction, churn) - gross - expansion / start) < D(
        "1e-15"
    )
