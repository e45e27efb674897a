"""What the plan's orders ask of everybody who works for them: deals at each stage, companies to
take up, surveys, installations.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from handbook.documents.customer_base.facts import Cycle
from handbook.documents.forecast.facts.plan import Plan
from handbook.documents.sales_book.facts.market import BuyerGroup, Stage
from handbook.documents.sales_book.facts.practice import Norm
from handbook.facts.facts import Facts

ZERO = Decimal(0)


@dataclass(frozen=True)
class GroupDemand:
    """A buyer group in the plan: value and number of its orders in the year, and its cycle for new
    customers.
    """

    group: str
    served_by: str
    value: Decimal
    orders: Decimal
    cycle: Cycle | None

    def entering(self, stage: str) -> Decimal:
        """How many deals of the year must reach a stage to give the plan's orders. 0 if the cycle
        is not known.
        """
        if self.cycle is None:
            return ZERO
        known = stage in [step.stage for step in self.cycle.steps]
        return self.orders / self.cycle.win_rate(stage) if known else self.orders


@dataclass(frozen=True)
class Demand:
    """The plan's orders by buyer group, and the deals that they need at each open stage. Numbers
    are those of a year.
    """

    groups: tuple[GroupDemand, ...]
    stages: tuple[str, ...]

    @property
    def cycles_known(self) -> bool:
        """Whether every group has its cycle, and it goes through the stages of the path: else no
        number of deals can be worked out.
        """
        cycles = [group.cycle for group in self.groups]
        return all(
            cycle and tuple(step.stage for step in cycle.steps) == self.stages for cycle in cycles
        )

    @property
    def orders(self) -> Decimal:
        return sum((group.orders for group in self.groups), ZERO)

    def entering(self, stage: str, role: str = "") -> Decimal:
        """Deals of all groups that must reach a stage, or of those that a role serves."""
        return sum(
            (group.entering(stage) for group in self.groups if role in ("", group.served_by)), ZERO
        )

    def average_order(self, role: str) -> Decimal | None:
        """First-year value of an order of the groups that a role serves, in money; None if it
        serves none.
        """
        served = [group for group in self.groups if group.served_by == role]
        orders = sum((demand.orders for demand in served), ZERO)
        return sum((demand.value for demand in served), ZERO) / orders if orders else None


def demand_of(facts: Facts) -> Demand | None:
    """What the plan asks for; None without a plan and all its buyer groups."""
    plan = facts.only(Plan)
    if plan is None or any(share.buyer_group not in facts[BuyerGroup] for share in plan.groups):
        return None  # a group that is not there has a Problem of its own
    found = []
    for share in plan.groups:
        group = facts[BuyerGroup].get(share.buyer_group)
        if group is None or not group.usual_order:
            continue
        value = plan.orders * share.share
        found.append(
            GroupDemand(
                group.id,
                group.served_by,
                value,
                value / group.usual_order,
                new_cycle(facts, group.id),
            )
        )
    stages = tuple(stage.id for stage in facts[Stage] if stage.kind == "open")
    return Demand(tuple(found), stages) if found else None


def new_cycle(facts: Facts, group: str) -> Cycle | None:
    """The cycle in which a group buys for the first time."""
    return next(
        (cycle for cycle in facts[Cycle] if cycle.buyer_group == group and cycle.kind == "new"),
        None,
    )


def stages_of_steps(norm: Norm, stages: tuple[str, ...]) -> list[str | None]:
    """The stage that each step of a norm's funnel counts, aligned at the end of the path.

    "" for signed orders (a last step with no loss after it), None for a step before the first
    stage, such as companies taken up.
    """
    tail: list[str | None] = [*stages, ""] if norm.funnel[-1].goes_on == 1 else [*stages]
    steps = len(norm.funnel)
    return ([None] * max(steps - len(tail), 0) + tail)[-steps:]


def orders_of_norm(norm: Norm, demand: Demand) -> Decimal:
    """Orders of the year that a role works for: its share of those of the groups it serves, or of
    those it brings meetings to.
    """
    role = norm.for_role or norm.id
    orders = sum((group.orders for group in demand.groups if group.served_by == role), ZERO)
    return orders * (norm.brings if norm.brings is not None else 1)


def yearly_funnel(norm: Norm, demand: Demand) -> list[Decimal]:
    """How many a year each step of a norm's funnel needs for the plan's orders: by the cycles from
    the first stage on.

    Steps before the first stage are computed back from it by the norm's own shares.
    """
    role, share = norm.for_role or norm.id, norm.brings if norm.brings is not None else Decimal(1)
    needed: list[Decimal] = []
    for place, stage in reversed(list(enumerate(stages_of_steps(norm, demand.stages)))):
        if stage is None:
            needed.append((needed[-1] if needed else ZERO) / norm.funnel[place].goes_on)
        else:
            needed.append(demand.entering(stage, role) * share)
    return needed[::-1]
