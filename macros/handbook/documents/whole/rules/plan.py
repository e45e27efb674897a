"""Rules about the chain from the plan to the hours of a week: every link holds, hires come in time,
supplies are promised.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from handbook.documents.customer_base.facts import Cycle
from handbook.documents.forecast.facts.forecast import Forecast
from handbook.documents.forecast.facts.plan import Capacity, Plan, Seat
from handbook.documents.forecast.plan.demand import Demand, demand_of
from handbook.documents.interaction.facts import Service
from handbook.documents.sales_book.facts.market import Stage
from handbook.documents.sales_book.facts.practice import Norm
from handbook.documents.whole.chain.chain import chain_of
from handbook.documents.whole.chain.link import ChainLink, Side
from handbook.facts.kinds import kind_of
from handbook.facts.meant import plain
from handbook.facts.scalars import Count, Money, Ratio
from handbook.facts.slipped import SlippedNumber
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Place, Problem, did_you_mean, nearest
from handbook.rules.amounts import percent, spaced
from handbook.rules.rule import rule

CYCLES = kind_of(Cycle).where


@rule(
    "chain-broken",
    bad="""
forecast-and-quotas/plan.yml:
gross_retention: 97 %
growth_in_base: 0 %
customer-base/base.yml:
opening: 900 000
expansion: 45 000
contraction: 18 000
churn: 54 000
""",
    good={
        "gross_retention: 97 %": "gross_retention: 92 %",
        "growth_in_base: 0 %": "growth_in_base: 5 %",
    },
)
def broken_links(handbook: Handbook) -> Iterator[Problem]:
    """From the plan of the year follow the quotas, from these the orders, deals, enquiries,
    activities, people and the budget. Each link compares what one fact asks for with what another
    gives, and both must agree. A link is judged once those before it hold.
    """
    chain = chain_of(handbook.facts)
    for link in chain.broken() if chain else []:
        asked, there = link.asked, link.there
        short = "too little" if link.difference < 0 else "too much"
        both = f"{_says(asked, link)}; {_says(there, link)}."
        both = f"{both[0].upper()}{both[1:]}"
        if link.slipped:
            yield _slip(both, link.slipped)
            continue
        what = f"{both} That is {_number(abs(link.difference), link)} {short}."
        origin = asked.fact.at(asked.key)
        fix = f"change this, or what asks for it ({origin.path}, line {origin.line})"
        enough = _enough(link)
        yield Problem(
            there.fact.at(there.key), what, f"{fix}; enough is {enough}." if enough else f"{fix}."
        )


def _slip(both: str, slipped: SlippedNumber) -> Problem:
    """The Problem that the two sides disagree, at the number with a typing error."""
    written, meant = spaced(slipped.slip.written), spaced(slipped.slip.meant)
    what, where = f"{both} {slipped.told(written, meant)}", slipped.fact.at(slipped.key)
    return Problem(where, what, "if it is a slip, write:", f"{slipped.key}: {meant}")


def _says(side: Side, link: ChainLink) -> str:
    return side.what.replace("{}", _number(side.amount, link))


def _number(amount: Decimal, link: ChainLink) -> str:
    if link.unit == "share":
        return percent(amount)
    if link.unit == "money":
        return spaced(amount)
    # A tiny gap must not be shown as zero.
    return f"{amount.quantize(Decimal('0.01'), ROUND_CEILING).normalize():f}"


def _enough(link: ChainLink) -> str:
    """The line to paste with the smallest number that is enough, where the side that falls short is
    one number.
    """
    now = getattr(link.there.fact, link.there.key, None)
    several = link.there.amount != now if isinstance(now, (Money, Ratio, Count)) else True
    if link.must != "enough" or link.difference >= 0 or several:
        return ""
    step = Decimal("0.01") if isinstance(now, Ratio) else Decimal(1)
    least = link.asked.amount.quantize(step, ROUND_CEILING)
    return f"{link.there.key}: {spaced(least) if isinstance(now, Money) else plain(least)}"


@rule(
    "hire-too-late",
    wants="hiring/plan",
    bad="""
forecast-and-quotas/capacity.yml:
- {seat: seller-5, sought_from: 2026-12-12, because: Four sellers cannot sign the plan.}
""",
    good="""
forecast-and-quotas/capacity.yml:
- {seat: seller-5, sought_from: 2026-10-12, because: Four sellers cannot sign the plan.}
""",
)
def late_hires(handbook: Handbook) -> Iterator[Problem]:
    """Every open seat is in the hiring plan, and the search begins early enough."""
    capacity = handbook.facts.only(Capacity)
    if capacity is None:
        return
    planned = {hire.seat: hire for hire in capacity.hires}
    for seat in handbook.facts[Seat]:
        hire = planned.get(seat.id)
        latest = seat.starts - timedelta(days=capacity.time_to_hire.days)
        if seat.open and hire is None:
            what = f'The seat "{seat.id}" is open, but nobody is sought for it in {kind_of(Capacity).where}.'
            paste = f"- seat: {seat.id}\n  sought_from: {latest.isoformat()}\n  because: …"
            edit = Entry("hires", kind_of(Capacity).where)
            yield Problem(
                seat.at("open"), what, "add it to the hires of the hiring plan:", paste, edit=edit
            )
        elif hire and not seat.open:
            what = (
                f'The seat "{seat.id}" is filled, but the hiring plan still seeks somebody for it.'
            )
            yield Problem(
                hire.at("seat"),
                what,
                "take it out of the hiring plan, or say that the seat is open.",
            )
        elif hire and hire.sought_from > latest:
            when = f"hiring takes {capacity.time_to_hire}, and the seat is to be filled on {seat.starts.isoformat()}"
            what = (
                f'For "{seat.id}" people are sought from {hire.sought_from.isoformat()} on; {when}.'
            )
            fix, paste = (
                "begin earlier, or fill the seat later:",
                f"sought_from: {latest.isoformat()}",
            )
            yield Problem(hire.at("sought_from"), what, fix, paste)


@rule(
    "supply-missing",
    wants="interaction/service-catalogue",
    bad="interaction/services.yml:\nvolume: {a_month: 60, counted: Visit}\n# No norm counts Visit.",
    good="interaction/services.yml:\nvolume: {a_month: 12, counted: taps}",
)
def missing_supplies(handbook: Handbook) -> Iterator[Problem]:
    """What a role takes up to bring meetings to others is promised by somebody, in numbers:
    otherwise the chain from the plan to the calls has a gap. A promised volume counts what the
    norms count.
    """
    facts = handbook.facts
    steps = [step.counted for norm in facts[Norm] for step in norm.funnel]
    promised = {service.volume.counted: service for service in facts[Service] if service.volume}
    for counted, service in promised.items():
        guess = nearest(counted, steps)
        if counted not in steps and guess and service.volume:
            what = f'"{service.name}" promises "{counted}", which no norm counts.{did_you_mean(counted, steps)}'
            yield Problem(service.volume.at("counted"), what, "write:", f"counted: {guess}")
    for norm in facts[Norm]:
        first = norm.funnel[0].counted
        unclear = any(nearest(promise, [first]) for promise in promised)
        if norm.for_role and first not in promised and not unclear and len(facts[Service]):
            what = f'The norms of {norm.id} begin with "{first}", but no service promises any in numbers.'
            fix = f"give the service that brings them a volume, counted: {first}."
            yield Problem(Place(facts[Service].path), what, fix)


@rule(
    "win-rate-apart",
    bad="""
customer-base/cycles.yml:
- {stage: discovery, days: 10 days, touches: 2, goes_on: 40 %, owner: seller}
- {stage: proposal, days: 11 days, touches: 1, goes_on: 50 %, owner: seller}
customer-base/cycles.yml:
- {stage: discovery, days: 20 days, touches: 2, goes_on: 40 %, owner: seller}
- {stage: proposal, days: 22 days, touches: 2, goes_on: 50 %, owner: seller}
forecast-and-quotas/coverage.yml:
- {id: offices, buffer: 1.2, target: 2.4, new_a_week: 5}
- {id: hotels, buffer: 1.2, target: 2.5, new_a_week: 1}
# Of 30 deals that reached the stage proposal 18 were won: 60 %.
""",
    good="""
customer-base/cycles.yml:
- {stage: discovery, days: 10 days, touches: 2, goes_on: 33 %, owner: seller}
- {stage: proposal, days: 11 days, touches: 1, goes_on: 60 %, owner: seller}
customer-base/cycles.yml:
- {stage: discovery, days: 20 days, touches: 2, goes_on: 33 %, owner: seller}
- {stage: proposal, days: 22 days, touches: 2, goes_on: 60 %, owner: seller}
forecast-and-quotas/coverage.yml:
- {id: offices, buffer: 1.2, target: 2, new_a_week: 4}
- {id: hotels, buffer: 1.2, target: 2.5, new_a_week: 0.7}
# Of 30 deals that reached the stage proposal 18 were won: 60 %.
""",
)
def win_rates_apart(handbook: Handbook) -> Iterator[Problem]:
    """The shares that go on in the cycles of first orders, multiplied from the stage on from which
    deals count as qualified and weighted by the orders that the plan asks of each buyer group, give
    the win rate that was counted in that stage, within the tolerance of the plan. Otherwise the
    plan asks for too many qualified deals or too few, even where the whole way from first contact
    to order agrees.
    """
    facts = handbook.facts
    demand = demand_of(facts)
    plan, forecast = facts.only(Plan), facts.only(Forecast)
    if plan is None or forecast is None or demand is None:
        return
    path = [stage for stage in facts[Stage] if stage.kind == "open"]
    since = facts[Stage].get(forecast.qualified_from)
    if since is None or since.history is None or since not in path[1:]:
        return
    late, whole = _rates(since, demand), _rates(path[0], demand)
    # Where the whole chain does not agree, another rule has said so already.
    if late and whole and late.apart > plan.tolerance >= whole.apart:
        what = (
            f'By the cycles {_percent(late.planned)} of the deals that reach "{since.name}" are won; counted were '
            f"{since.history.won} of {since.history.ended}, {_percent(late.counted)}. "
            f"That is {_percent(late.apart)} apart; the plan bears {plan.tolerance}."
        )
        fix = f'correct "goes_on" of the new cycles in {CYCLES}, or what was counted here.'
        yield Problem(since.history.at("won"), what, fix)


class _Rates(NamedTuple):
    """The win rate from a stage on by the cycles, the one that was counted, and how far apart they
    are, as a share of the latter.
    """

    planned: Decimal
    counted: Decimal

    @property
    def apart(self) -> Decimal:
        return abs(self.planned / self.counted - 1)


def _rates(stage: Stage, demand: Demand) -> _Rates | None:
    entering = demand.entering(stage.id)
    if stage.history is None or not stage.history.ended or not stage.history.won or not entering:
        return None
    return _Rates(demand.orders / entering, Decimal(stage.history.won) / stage.history.ended)


def _percent(share: Decimal) -> str:
    return f"{share * 100:.1f} %"
