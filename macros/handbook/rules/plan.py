"""Rules about the chain from the plan to the hours of a week: every link holds, hires come in time, supplies are promised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal

from handbook.facts.catalogue import KIND
from handbook.facts.scalars import Count, Money, Ratio, plain
from handbook.handbook import Handbook
from handbook.plan import Link, Side, chain_of
from handbook.problems import Place, Problem, did_you_mean, nearest
from handbook.rules.amounts import percent, spaced
from handbook.rules.rule import rule


@rule(
    "chain-broken",
    bad="the plan needs 460 companies a month,\nmarketing promises 90 and 300",
    good="the plan needs 460 companies a month,\nmarketing promises 120 and 360",
)
def broken_links(handbook: Handbook) -> Iterator[Problem]:
    """From the plan of the year follow the quotas, from these the orders, deals, enquiries, activities, people and the budget. Each link compares
    what one fact asks for with what another gives, and both must agree. A link is judged once those before it hold.
    """
    chain = chain_of(handbook.facts)
    for link in chain.broken() if chain else []:
        asked, there = link.asked, link.there
        short = "too little" if link.difference < 0 else "too much"
        both = f"{_says(asked, link)}; {_says(there, link)}."
        what = f"{both[0].upper()}{both[1:]} That is {_number(abs(link.difference), link)} {short}."
        origin = asked.fact.at(asked.key)
        fix = f"change this, or what asks for it ({origin.path}, line {origin.line})"
        paste = _enough(link)
        yield Problem(there.fact.at(there.key), what, f"{fix}; enough is:" if paste else f"{fix}.", paste)


def _says(side: Side, link: Link) -> str:
    return side.what.replace("{}", _number(side.amount, link))


def _number(amount: Decimal, link: Link) -> str:
    if link.unit == "share":
        return percent(amount)
    if link.unit == "money":
        return spaced(amount)
    # A hair that is missing must not be shown as nothing.
    return f"{amount.quantize(Decimal('0.01'), ROUND_CEILING).normalize():f}"


def _enough(link: Link) -> str:
    """The line with the least that is enough, where a single number stands on the side that falls short."""
    now = getattr(link.there.fact, link.there.key, None)
    several = link.there.amount != now if isinstance(now, (Money, Ratio, Count)) else True
    if link.must != "enough" or link.difference >= 0 or several:
        return ""
    step = Decimal("0.01") if isinstance(now, Ratio) else Decimal(1)
    least = link.asked.amount.quantize(step, ROUND_CEILING)
    return f"{link.there.key}: {spaced(least) if isinstance(now, Money) else plain(least)}"


@rule(
    "hire-too-late",
    bad="seat: ae-6 (starts: 2027-03-01)\nsought_from: 2027-01-15\ntime_to_hire: 75 days",
    good="seat: ae-6 (starts: 2027-03-01)\nsought_from: 2026-11-02\ntime_to_hire: 75 days",
)
def late_hires(handbook: Handbook) -> Iterator[Problem]:
    """Every open seat stands in the hiring plan, and people are sought early enough for the day on which it is to be filled."""
    capacity = handbook.facts.capacity
    if capacity is None:
        return
    planned = {hire.seat: hire for hire in capacity.hires}
    for seat in handbook.facts.seats:
        hire = planned.get(seat.id)
        latest = seat.starts - timedelta(days=capacity.time_to_hire.days)
        if seat.open and hire is None:
            what = f'The seat "{seat.id}" is open, but nobody is sought for it in {KIND["capacity"].where}.'
            paste = f"hires:\n  - seat: {seat.id}\n    sought_from: {latest.isoformat()}\n    because: …"
            yield Problem(seat.at("open"), what, "add it to the hiring plan:", paste)
        elif hire and not seat.open:
            what = f'The seat "{seat.id}" is filled, but the hiring plan still seeks somebody for it.'
            yield Problem(
                hire.at("seat"), what, "take it out of the hiring plan, or say that the seat is open."
            )
        elif hire and hire.sought_from > latest:
            when = f"hiring takes {capacity.time_to_hire}, and the seat is to be filled on {seat.starts.isoformat()}"
            what = f'For "{seat.id}" people are sought from {hire.sought_from.isoformat()} on; {when}.'
            fix, paste = "begin earlier, or fill the seat later:", f"sought_from: {latest.isoformat()}"
            yield Problem(hire.at("sought_from"), what, fix, paste)


@rule(
    "supply-missing",
    bad="the funnel of the sdr begins with Companies taken up,\nand no service promises any",
    good="- id: enquiries\n  volume: {a_month: 120, counted: Companies taken up}",
)
def missing_supplies(handbook: Handbook) -> Iterator[Problem]:
    """What a role takes up to bring meetings to others is promised by somebody, in numbers: otherwise the chain from the plan to the calls hangs in
    the air. A promised volume counts what the norms count.
    """
    facts = handbook.facts
    steps = [step.counted for norm in facts.norms for step in norm.funnel]
    promised = {service.volume.counted: service for service in facts.services if service.volume}
    for counted, service in promised.items():
        guess = nearest(counted, steps)
        if counted not in steps and guess and service.volume:
            what = (
                f'"{service.name}" promises "{counted}", which no norm counts.{did_you_mean(counted, steps)}'
            )
            yield Problem(service.volume.at("counted"), what, "write:", f"counted: {guess}")
    for norm in facts.norms:
        first = norm.funnel[0].counted
        unclear = any(nearest(one, [first]) for one in promised)
        if norm.for_role and first not in promised and not unclear and len(facts.services):
            what = f'The norms of {norm.id} begin with "{first}", but no service promises any in numbers.'
            fix, paste = (
                "give the service that brings them a volume:",
                f"volume: {{a_month: 480, counted: {first}}}",
            )
            yield Problem(Place(facts.services.path), what, fix, paste)
