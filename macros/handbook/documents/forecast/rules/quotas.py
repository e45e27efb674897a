"""Rules about quotas and seats: limits of over-assignment, ramps, what quotas rest on, who has one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise

from handbook.documents.company.facts.company import Role
from handbook.documents.forecast.facts.plan import (
    Capacity,
    Plan,
    Productivity,
    QuotaPolicy,
    Seat,
)
from handbook.documents.forecast.plan.seats import quarters_of
from handbook.documents.forecast.plan.slips import slipped_quotas
from handbook.documents.forecast.rules.calendar import readable
from handbook.documents.forecast.sums.capacity import compound
from handbook.facts.kinds import kind_of
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, counted
from handbook.rules.amounts import percent, spaced
from handbook.rules.rule import rule


@rule(
    "over-assignment-high",
    bad="""
forecast-and-quotas/quota_policy.yml:
worrying: 8 %
most: 7 %
# Teams carry 2 % more than the plan and people 5 % more than their team: 7.1 %.
""",
    good={"worrying: 8 %": "worrying: 20 %", "most: 7 %": "most: 40 %"},
)
def high_over_assignment(handbook: Handbook) -> Iterator[Problem]:
    """Teams carry more than the plan and people more than their team, so that one bad quarter of
    one seller does not sink the year. The two multiply, and a quota that almost nobody can reach
    drives away good sellers: from `worrying` on it is advice, above `most` it must be lowered.
    """
    policy = handbook.facts.only(QuotaPolicy)
    if policy is None:
        return
    both = compound([Decimal(policy.teams_over), Decimal(policy.people_over)])
    words = f"Teams carry {policy.teams_over} more than the plan and people {policy.people_over} more than their team: {percent(both)} together"
    if both > policy.most:
        yield Problem(
            policy.at("people_over"),
            f"{words}, above the most that is allowed, {policy.most}.",
            "lower one of the two.",
        )
    elif both >= policy.worrying:
        yield Problem(
            policy.at("people_over"),
            f"{words}. From {policy.worrying} on it is worrying.",
            "lower one of the two, or tell the sellers why.",
            severity="advice",
        )
    if policy.worrying > policy.most:
        what = f"It is worrying from {policy.worrying} on, but allowed only up to {policy.most}."
        yield Problem(
            policy.at("worrying"),
            what,
            f"let it worry before it is forbidden worrying: {policy.most}.",
        )


@rule(
    "ramp-falls",
    bad="""
forecast-and-quotas/capacity.yml:
- {role: seller, a_year: 100 000, counted_until: 2026-02-01, ramp: [50 %, 0 %, 100 %], active_deals: 8}
""",
    good="""
forecast-and-quotas/capacity.yml:
- {role: seller, a_year: 100 000, counted_until: 2026-02-01, ramp: [0 %, 50 %, 100 %], active_deals: 8}
""",
)
def falling_ramps(handbook: Handbook) -> Iterator[Problem]:
    """A ramp says which share of a ramped seller somebody new has in the first month, the second,
    and so on. It never falls, and its last month is 100 %.
    """
    for productivity in _productivity(handbook):
        shares = ", ".join(str(share) for share in productivity.ramp)
        falls = next((pair for pair in pairwise(productivity.ramp) if pair[1] < pair[0]), None)
        if falls:
            what = f"The ramp of {productivity.role} falls from {falls[0]} to {falls[1]}: {shares}."
            paste = f"ramp: [{', '.join(str(share) for share in sorted(productivity.ramp))}]"
            yield Problem(productivity.at("ramp"), what, "let it rise:", paste)
        elif productivity.ramp[-1] != 1:
            what = f"The ramp of {productivity.role} ends at {productivity.ramp[-1]}: by it nobody ever becomes a full seller."
            yield Problem(
                productivity.at("ramp"),
                what,
                f"add the months until 100 % ramp: [{shares}, 100 %].",
            )


def _productivity(handbook: Handbook) -> list[Productivity]:
    capacity = handbook.facts.only(Capacity)
    return capacity.productivity if capacity else []


@rule(
    "quota-above-shown",
    bad="""
forecast-and-quotas/seats.yml:
- {id: seller-1, role: seller, starts: 2019-04-01, quota: 110 001, potential: 180 000}
- {id: seller-2, role: seller, starts: 2021-01-04, quota: 89 999, potential: 190 000}
""",
    good="""
forecast-and-quotas/seats.yml:
- {id: seller-1, role: seller, starts: 2019-04-01, quota: 100 000, potential: 180 000}
- {id: seller-2, role: seller, starts: 2021-01-04, quota: 100 000, potential: 190 000}
""",
)
def quotas_above_shown(handbook: Handbook) -> Iterator[Problem]:
    """A quota rests on what sellers of the role have been shown to sell, not on what the plan
    needs: it is above that by the policy's `stretch` at most. If the plan needs more, it needs more
    sellers. A quota that looks like a slip is judged once it is mended.
    """
    policy = handbook.facts.only(QuotaPolicy)
    shown = {productivity.role: productivity for productivity in _productivity(handbook)}
    for seat in handbook.facts[Seat] if policy else ():
        if policy is None or seat.quota is None or seat.role not in shown:
            continue
        most = shown[seat.role].a_year * (1 + policy.stretch)
        if seat.quota > most and seat not in (
            slip.fact for slip in slipped_quotas(handbook.facts).values()
        ):
            what = (
                f'The quota of "{seat.id}" is {spaced(seat.quota)}. Sellers of the role have signed {spaced(shown[seat.role].a_year)} in a year, '
                f"and a stretch of {policy.stretch} allows {spaced(most.quantize(Decimal(1), ROUND_DOWN))}."
            )
            yield Problem(
                seat.at("quota"),
                what,
                "write at most:",
                f"quota: {spaced(most.quantize(Decimal(1), ROUND_DOWN))}",
            )


@rule(
    "quota-missing",
    wants="forecast-and-quotas/quota-tables",
    bad="""
forecast-and-quotas/seats.yml:
- {id: seller-5, role: seller, starts: 2027-01-01, open: yes, potential: 160 000}
""",
    good="""
forecast-and-quotas/seats.yml:
- {id: seller-5, role: seller, starts: 2027-01-01, open: yes, quota: 100 000, potential: 160 000}
""",
)
def missing_quotas(handbook: Handbook) -> Iterator[Problem]:
    """Seats of a role that sells have a quota, and others have none. A role sells if `capacity.yml`
    says what its sellers sign in a year. A seat that ended before the year of the plan has no
    quota; an open seat has one, which pays nobody.
    """
    capacity, plan = handbook.facts.only(Capacity), handbook.facts.only(Plan)
    if capacity is None or plan is None:
        return
    sells = {productivity.role for productivity in capacity.productivity}
    first = next(iter(quarters_of(handbook.facts, plan)), None)
    for seat in handbook.facts[Seat]:
        over = first is not None and seat.ends is not None and seat.ends < first.from_
        if over and seat.quota is not None:
            what = f'"{seat.id}" ended on {seat.ends}, before the year of the plan, and still has a quota.'
            yield Problem(
                seat.at("quota"),
                what,
                "delete the line; what is left of it belongs to an open seat.",
            )
        elif not over and seat.role in sells and seat.quota is None:
            yield Problem(
                seat.at(),
                f'"{seat.id}" sells, but has no quota.',
                "add one:",
                f"quota: {_usual(handbook, seat.role)}",
            )
        elif seat.quota is not None and seat.role not in sells:
            what = f'"{seat.id}" has a quota, but {kind_of(Capacity).where} does not say what a {seat.role} signs in a year.'
            yield Problem(
                seat.at("quota"),
                what,
                "delete the line, or say there what the role has been shown to sell.",
            )


def _usual(handbook: Handbook, role: str) -> str:
    return next(
        (
            spaced(productivity.a_year)
            for productivity in _productivity(handbook)
            if productivity.role == role
        ),
        "…",
    )


# --- seats ----------------------------------------------------------------------------------------


@rule(
    "seats-differ",
    bad="""
roles.yml:
- id: seller
  name: Seller
  does: Wins offices and hotels.
  unit: sales
  reports_to: sales-director
  seats: 6
# There are five seats of seller in seats.yml.
""",
    good={"  seats: 6": "  seats: 5"},
)
def different_seats(handbook: Handbook) -> Iterator[Problem]:
    """A role has as many seats in `seats.yml` as `roles.yml` says, and as many of them are open.
    Seats that have ended do not count.
    """
    facts = handbook.facts
    if not readable(facts[Seat], facts[Role]):
        return
    for role in facts[Role]:
        own = [seat for seat in facts[Seat] if seat.role == role.id]
        now = [seat for seat in own if seat.ends is None or seat.ends >= handbook.today]
        is_open = sum(seat.open for seat in now)
        if own and len(now) != role.seats:
            what = f"{facts[Seat].path} has {counted(len(now), 'seat')} of {role.id}, but {role.seats} are said here."
            yield Problem(
                role.at("seats"), what, "add or end a seat there, or write:", f"seats: {len(now)}"
            )
        elif own and is_open != role.open_seats:
            what = f"{facts[Seat].path} has {counted(is_open, 'open seat')} of {role.id}, but {role.open_seats} are said here."
            yield Problem(
                role.at("open_seats"),
                what,
                "say there which seats are open, or write:",
                f"open_seats: {is_open}",
            )


@rule(
    "potential-uneven",
    severity="advice",
    bad="forecast-and-quotas/seats.yml:\npotential: 120 000",
    good="""
forecast-and-quotas/seats.yml:
potential: 120 000
potential_because: A new region; its customers are sought this year.
""",
)
def uneven_potential(handbook: Handbook) -> Iterator[Problem]:
    """Equal quotas are fair only where there is about equally much to sell. The potential of a seat
    is within the policy's `potential_spread` of the mean of its role, or `potential_because` says
    why not.
    """
    policy, seats = (
        handbook.facts.only(QuotaPolicy),
        [seat for seat in handbook.facts[Seat] if seat.potential is not None],
    )
    for seat in seats if policy else ():
        alike = [
            Decimal(place.potential)
            for place in seats
            if place.role == seat.role and place.potential is not None
        ]
        mean = sum(alike, Decimal(0)) / len(alike)
        if policy is None or seat.potential is None or seat.potential_because or not mean:
            continue
        off = seat.potential / mean - 1
        if abs(off) > policy.potential_spread:
            more = "above" if off > 0 else "below"
            what = f'The potential of "{seat.id}", {spaced(seat.potential)}, lies {percent(abs(off))} {more} the mean of its role, {spaced(mean)}.'
            yield Problem(
                seat.at("potential"),
                what,
                "share the customers anew, or say why:",
                "potential_because: …",
            )


# --- days ------------------------------------------------------------------------------


@rule(
    "quotas-late",
    bad="""
forecast-and-quotas/quota_policy.yml:
published: 2026-03-19
# The quotas hold from 2026-04-01 on, and 14 days of notice are promised.
""",
    good="""
forecast-and-quotas/quota_policy.yml:
published: 2026-03-02
# The quotas hold from 2026-04-01 on, and 14 days of notice are promised.
""",
)
def late_quotas(handbook: Handbook) -> Iterator[Problem]:
    """Quotas are published before they hold, by at least the days of notice: nobody is measured by
    a number published after the start.
    """
    policy, plan = handbook.facts.only(QuotaPolicy), handbook.facts.only(Plan)
    quarters = quarters_of(handbook.facts, plan) if plan else []
    if policy is None or not quarters:
        return
    latest = quarters[0].from_ - timedelta(days=policy.notice.days)
    if policy.published > latest:
        begins, published = quarters[0].from_.isoformat(), policy.published.isoformat()
        what = f"The quotas are published on {published}, but they hold from {begins} on, and {policy.notice} of notice are promised."
        yield Problem(
            policy.at("published"),
            what,
            "publish them earlier:",
            f"published: {latest.isoformat()}",
        )


@rule(
    "policy-turned-round",
    bad="forecast-and-quotas/quota_policy.yml:\nquota_to_pay_from: 7\nquota_to_pay_to: 6",
    good="forecast-and-quotas/quota_policy.yml:\nquota_to_pay_from: 2\nquota_to_pay_to: 6",
)
def policies_turned_round(handbook: Handbook) -> Iterator[Problem]:
    """Where the policy names two limits, the lower one comes first."""
    policy = handbook.facts.only(QuotaPolicy)
    for low, high in (
        (("met_from", "met_to"), ("quota_to_pay_from", "quota_to_pay_to")) if policy else ()
    ):
        first, second = getattr(policy, low), getattr(policy, high)
        if policy is not None and first > second:
            what = f'"{low}" is {first}, above "{high}", {second}.'
            yield Problem(policy.at(low), what, "turn them round, or correct one of them.")
