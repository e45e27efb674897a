"""What follows from the facts of the customer base: which customers stay, how much depends on a few
of them, how many keepers they need.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from handbook.documents.customer_base.facts import BaseGroup, BaseReport, Dialogue
from handbook.documents.customer_base.sums import gross_retention, net_retention, workload_sellers
from handbook.facts.facts import Facts


def retention(base: BaseReport) -> tuple[Decimal, Decimal] | None:
    """Net and gross revenue retention as fractions, of the same customers and months; None for a
    base without revenue.
    """
    if not base.opening:
        return None
    net = net_retention(base.opening, base.expansion, base.contraction, base.churn)
    return net, gross_retention(base.opening, base.contraction, base.churn)


def of_all_revenue(base: BaseReport, amount: Decimal) -> Decimal:
    """An amount as a fraction of the revenue of all groups; 0 if there was no revenue."""
    total = sum((group.revenue for group in base.groups), Decimal(0))
    return amount / total if total else Decimal(0)


@dataclass(frozen=True)
class Workload:
    """The contacts of a group in a year, the keepers they need (not rounded; None if a keeper can
    make no contacts), and the keepers there are. ``most`` is how many customers the keepers may
    have together.
    """

    contacts: int
    needed: Decimal | None
    keepers: int
    most: int


def workload(customers: int, rule: Dialogue) -> Workload:
    """Customers x contacts a year by what one keeper can make (workload method)."""
    each, able = Decimal(rule.contacts_a_year), Decimal(rule.keeper_contacts_a_year)
    needed = workload_sellers([(Decimal(customers), each)], able) if able else None
    keepers = int(rule.keepers)
    return Workload(
        customers * int(rule.contacts_a_year), needed, keepers, keepers * int(rule.most_customers)
    )


def workloads(facts: Facts) -> Iterator[tuple[BaseGroup, Dialogue, Workload]]:
    """Each group of the base with its rules of dialogue and what these ask of its keepers."""
    report = facts.only(BaseReport)
    for group in report.groups if report else []:
        rule = facts[Dialogue].get(group.buyer_group)
        if rule is not None:
            yield group, rule, workload(group.customers, rule)
