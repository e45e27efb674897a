"""The chain from the plan to the hours of a week, link by link."""

from __future__ import annotations

from handbook.documents.forecast.facts.plan import Plan
from handbook.documents.forecast.plan.demand import demand_of
from handbook.documents.whole.chain.link import Chain
from handbook.documents.whole.chain.money import budget, groups, hires, quotas, retention
from handbook.documents.whole.chain.work import (
    active_deals,
    coverage,
    norms,
    own_contacts,
    prospecting,
    volumes,
    win_rate,
)
from handbook.facts.facts import Facts


def chain_of(facts: Facts) -> Chain | None:
    """The chain of the year of the plan; None without a plan or buyer groups. Links whose facts are
    not there are left out.
    """
    demand = demand_of(facts)
    plan = facts.only(Plan)
    if plan is None or demand is None:
        return None
    links = [*retention(facts, plan), *groups(plan), *own_contacts(facts)]
    # What could not be read, or a cycle that is missing, is a Problem of its own; sums without it
    # would be wrong as well.
    if _whole(facts, "seats", "quarters", "pay_plans"):
        links += [
            *quotas(facts, plan),
            *hires(facts, plan),
            *prospecting(facts, demand),
            *budget(facts),
        ]
    if demand.cycles_known and _whole(facts, "cycles", "buyer_groups"):
        links += [*win_rate(facts, plan, demand), *norms(facts, plan, demand)]
        links += [*active_deals(facts, demand), *coverage(facts, demand)]
        links += volumes(facts, demand) if _whole(facts, "services") else []
    return Chain(links)


def _whole(facts: Facts, *tables: str) -> bool:
    """Whether every item of the tables could be read."""
    return all(facts.table(name).whole for name in tables)
