"""The chain from the plan to the hours of a week, link by link."""

from __future__ import annotations

from handbook.facts.catalogue import Facts
from handbook.plan.demand import demand_of
from handbook.plan.link import Chain
from handbook.plan.money import budget, groups, hires, quotas, retention
from handbook.plan.work import active_deals, coverage, norms, own_contacts, prospecting, volumes, win_rate


def chain_of(facts: Facts) -> Chain | None:
    """The chain of the year of the plan; None without a plan or buyer groups. Links whose facts are not there are left out."""
    demand = demand_of(facts)
    if facts.plan is None or demand is None:
        return None
    plan = facts.plan
    links = [*retention(facts, plan), *groups(plan), *quotas(facts, plan), *hires(facts, plan)]
    links += [*prospecting(facts, demand), *own_contacts(facts)]
    if demand.cycles_known:  # a cycle that is missing is a Problem of its own
        links += [*win_rate(facts, plan, demand), *norms(facts, plan, demand), *volumes(facts, demand)]
        links += [*active_deals(facts, demand), *coverage(facts, demand)]
    return Chain([*links, *budget(facts)])
