"""Rules about results: each seat and quarter has one, they add up, and attainment is what the
policy allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from handbook.documents.forecast.facts.plan import (
    Quarter,
    QuotaPolicy,
    Result,
    Seat,
    SellerResult,
)
from handbook.documents.forecast.forecasting import adds_up, in_order
from handbook.documents.forecast.sums.capacity import attainment
from handbook.facts.slips import only_slip
from handbook.handbook import Handbook
from handbook.problems.problem import Cause, Problem, did_you_mean, listed, nearest
from handbook.rules.amounts import percent, spaced
from handbook.rules.rule import rule


@rule(
    "seat-not-filled",
    bad="""
forecast-and-quotas/seats.yml:
- {id: seller-5, role: seller, starts: 2027-01-01, open: yes, quota: 100 000, potential: 160 000}
- {id: helper, role: sales-director, starts: 2024-03-01, ends: 2026-06-30}
forecast-and-quotas/results.yml:
- {seat: helper, quota: 19 600, signed: 16 500}
""",
    good="""
forecast-and-quotas/seats.yml:
- {id: seller-5, role: seller, starts: 2027-01-01, open: yes, quota: 100 000, potential: 160 000}
forecast-and-quotas/results.yml:
- {seat: seller-4, quota: 19 600, signed: 16 500}
""",
)
def results_of_empty_seats(handbook: Handbook) -> Iterator[Problem]:
    """Only a seat that was filled in a quarter has a result in it: not before it began, not after
    it ended, and never an open one. What was signed for an empty seat counts for the seller who
    signed it.
    """
    for result in handbook.facts[Result]:
        quarter = handbook.facts[Quarter].get(result.id)
        for row in result.sellers:
            seat = handbook.facts[Seat].get(row.seat)
            why = _empty(seat, quarter) if seat and quarter else ""
            if why:
                yield Problem(
                    row.at("seat"),
                    f'"{row.seat}" has a result in {result.id}, but {why}.',
                    "take the line out, or correct the seat.",
                )


def _empty(seat: Seat, quarter: Quarter) -> str:
    if seat.open:
        return "it is an open seat"
    if seat.starts >= quarter.until:
        return f"it is filled only from {seat.starts.isoformat()} on"
    if seat.ends is not None and seat.ends < quarter.from_:
        return f"it ended on {seat.ends.isoformat()}"
    return ""


@rule(
    "results-do-not-add-up",
    bad="forecast-and-quotas/results.yml:\n- id: q2-2062\n# The calendar has no such quarter.",
    good="forecast-and-quotas/results.yml:\n- id: q2-2026",
)
def results_that_do_not_add_up(handbook: Handbook) -> Iterator[Problem]:
    """What the seats signed in a quarter is together what the calendar says of it. Results have the
    id of a quarter that is over.
    """
    quarters = handbook.facts[Quarter]
    for result in handbook.facts[Result]:
        quarter = quarters.get(result.id)
        if quarter is None:
            if not quarters.may_hold(result.id):
                guess = nearest(result.id, quarters.ids())
                what = f'These are the results of "{result.id}". There is no such quarter in {quarters.path}.{did_you_mean(result.id, quarters.ids())}'
                yield Problem(
                    result.at("id"),
                    what,
                    "write:" if guess else f"use one of: {listed(quarters.ids(), 40)}.",
                    f"id: {guess}" if guess else "",
                    cause=Cause("quarters", result.id),
                )
            continue
        yield from _sum_differs(quarter, result)


def _sum_differs(quarter: Quarter, result: Result) -> Iterator[Problem]:
    signed = result.signed
    if quarter.signed is None:
        what = f"The seats signed {spaced(signed)} in {result.id}, but the calendar does not say what was signed in it."
        yield Problem(
            quarter.at(), what, f"write it once the quarter is over signed: {spaced(signed)}."
        )
    elif signed != quarter.signed:
        what = f"The seats signed {spaced(signed)} in {result.id} together, but the calendar says {spaced(quarter.signed)}."
        calendar = quarter.at("signed")
        fix = f"correct a seat, or the calendar ({calendar.path}, line {calendar.line})."
        yield _slip_in_results(quarter, result, what) or Problem(result.at("sellers"), what, fix)


def _slip_in_results(quarter: Quarter, result: Result, what: str) -> Problem | None:
    """The Problem that what one seat signed, or what the calendar says, looks like a slip; None
    where not one alone explains the difference.
    """
    sellers, total = (
        [Decimal(seller.signed) for seller in result.sellers],
        Decimal(quarter.signed or 0),
    )

    def fits(place: int, meant: Decimal) -> bool:
        in_calendar = place == len(sellers)
        return (
            meant == result.signed
            if in_calendar
            else result.signed - sellers[place] + meant == total
        )

    slip = only_slip([*sellers, total], fits)
    if slip is None:
        return None
    row = result.sellers[slip.place] if slip.place < len(sellers) else None
    who = f'"{row.seat}" signed' if row else "the calendar says"
    what += f" They agree if {who} {spaced(slip.meant)}: {spaced(slip.written)} looks like a slip, {slip.how}."
    where = row.at("signed") if row else quarter.at("signed")
    return Problem(where, what, "if it is a slip, write:", f"signed: {spaced(slip.meant)}")


@rule(
    "attainment-outside-policy",
    severity="advice",
    bad="""
forecast-and-quotas/quota_policy.yml:
met_from: 50 %
met_to: 70 %
forecast-and-quotas/results.yml:
- {seat: seller-1, quota: 20 000, signed: 19 999}
- {seat: seller-2, quota: 20 000, signed: 18 000}
- {seat: seller-3, quota: 19 600, signed: 20 000}
- {seat: seller-4, quota: 19 600, signed: 17 001}
""",
    good={"signed: 19 999": "signed: 20 500"},
)
def attainment_outside_policy(handbook: Handbook) -> Iterator[Problem]:
    """In the last quarter, the share of sellers who reached their quota is within the policy.
    Fewer: the quotas are a wish. More: they are too low, or somebody was lucky. Either way the next
    quotas are made with this in mind. It is judged once the results add up to what the calendar
    says.
    """
    policy = handbook.facts.only(QuotaPolicy)
    order = {quarter.id: place for place, quarter in enumerate(in_order(handbook.facts))}
    results = sorted(
        (result for result in handbook.facts[Result] if result.id in order),
        key=lambda result: order[result.id],
    )
    if policy is None or not results or not adds_up(handbook.facts, results[-1]):
        return
    reached = [
        attainment(result.signed, result.quota) >= 1
        for result in results[-1].sellers
        if result.quota
    ]
    if not reached:
        return
    share = Decimal(sum(reached)) / len(reached)
    if not policy.met_from <= share <= policy.met_to:
        few = "too few" if share < policy.met_from else "too many"
        what = (
            f"In {results[-1].id} {sum(reached)} of {len(reached)} sellers reached their quota, {percent(share)}: {few} for a policy of "
            f"{policy.met_from} to {policy.met_to}."
        )
        yield Problem(
            results[-1].at(), what, "look at what the quotas rest on before the next ones are made."
        )


@rule(
    "result-twice",
    bad="""
forecast-and-quotas/results.yml:
- {seat: seller-1, quota: 20 000, signed: 20 500}
- {seat: seller-1, quota: 20 000, signed: 18 000}
- {seat: seller-3, quota: 19 600, signed: 20 000}
- {seat: seller-4, quota: 0, signed: 16 500}
""",
    good="""
forecast-and-quotas/results.yml:
- {seat: seller-1, quota: 20 000, signed: 20 500}
- {seat: seller-2, quota: 20 000, signed: 18 000}
- {seat: seller-3, quota: 19 600, signed: 20 000}
- {seat: seller-4, quota: 19 600, signed: 16 500}
""",
)
def results_twice(handbook: Handbook) -> Iterator[Problem]:
    """A seat has one result in a quarter, measured against a quota. With two, one person would be
    counted as two sellers.
    """
    for result in handbook.facts[Result]:
        seen: dict[str, SellerResult] = {}
        for row in result.sellers:
            if row.seat in seen:
                yield Problem(
                    row.at("seat"),
                    f'"{row.seat}" stands twice in the results of {result.id}.',
                    "make one line of the two.",
                )
            elif not row.quota:
                yield Problem(
                    row.at("quota"),
                    f'"{row.seat}" was measured against a quota of 0 in {result.id}.',
                    "write the quota of the quarter, or take the line out.",
                )
            seen[row.seat] = row
