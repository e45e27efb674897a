"""What each seat carries and can sell in the year of the plan, and the teams they form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from handbook.documents.company.facts.company import MONTHS, Company, Role
from handbook.documents.forecast.facts.plan import (
    Capacity,
    Plan,
    Productivity,
    Quarter,
    QuotaPolicy,
    Seat,
)
from handbook.documents.forecast.sums.capacity import bookings_capacity, quarters, seat_months
from handbook.documents.sales_book.facts.market import BuyerGroup
from handbook.facts.facts import Facts

ZERO = Decimal(0)


@dataclass(frozen=True)
class SeatYear:
    """A seat in a year. ``months``: twelve shares of a ramped seller; ``filled``: share of the year
    somebody sits there.

    ``shares``: what each quarter is of a ramped seller's whole year, by season and ramp; empty
    where the seasons are no whole year.
    """

    seat: Seat
    months: tuple[Decimal, ...]
    filled: Decimal
    shares: tuple[Decimal, ...]

    @property
    def selling(self) -> Decimal:
        """How many ramped sellers the seat is worth over the whole year: by season, or by months
        where no seasons are known.
        """
        return sum(self.shares, ZERO) if self.shares else self.ramped

    @property
    def quotas(self) -> tuple[Decimal, ...]:
        """First-year value by quarter, in money; empty where the seat has no quota."""
        quota = self.seat.quota
        return tuple(quota * share for share in self.shares) if quota is not None else ()

    @property
    def quota(self) -> Decimal:
        """The quota of the year, in money."""
        return sum(self.quotas, ZERO)

    @property
    def ramped(self) -> Decimal:
        """How many ramped sellers the seat is worth over the whole year, by months, for work
        without seasons.
        """
        return sum(self.months, ZERO) / 12


@dataclass(frozen=True)
class Team:
    """The seats whose roles report to one lead, and what the plan asks of their buyer groups, in
    money.

    ``carries`` is the team's number, ``people_carry`` what its quotas must add up to.
    """

    lead: str
    plan: Decimal
    carries: Decimal
    people_carry: Decimal
    seats: tuple[SeatYear, ...]

    @property
    def quotas(self) -> Decimal:
        """What the quotas of its seats add up to."""
        return sum((seat.quota for seat in self.seats), ZERO)


def quarters_of(facts: Facts, plan: Plan) -> list[Quarter]:
    """The quarters of the plan's year, in order."""
    return sorted(
        (quarter for quarter in facts[Quarter] if quarter.year == plan.year),
        key=lambda quarter: quarter.from_,
    )


def productivity_of(facts: Facts, role: str) -> Productivity | None:
    """What sellers of a role have been shown to sell."""
    capacity = facts.only(Capacity)
    rows = capacity.productivity if capacity else []
    return next((row for row in rows if row.role == role), None)


def seat_years(facts: Facts) -> list[SeatYear]:
    """Every seat in the year of the plan; nothing without a plan."""
    plan = facts.only(Plan)
    if plan is None:
        return []
    seasons = [Decimal(quarter.season) for quarter in quarters_of(facts, plan)]
    begins = first_month(facts)
    return [_seat_year(facts, plan.year, begins, seat, seasons) for seat in facts[Seat]]


def _seat_year(
    facts: Facts, year: int, begins: int, seat: Seat, seasons: Sequence[Decimal]
) -> SeatYear:
    months = seat_months(year, seat.starts, seat.ends, _ramp_of(facts, seat), begins)
    filled = sum(seat_months(year, seat.starts, seat.ends, [], begins), ZERO) / 12
    # Seasons that do not add up to a year have a Problem of their own; quotas by them would be
    # wrong twice.
    if len(seasons) != 4 or sum(seasons) != 1:
        return SeatYear(seat, tuple(months), filled, ())
    shares = [season * share for season, share in zip(seasons, quarters(months), strict=True)]
    return SeatYear(seat, tuple(months), filled, tuple(shares))


def ramped_months(facts: Facts, seat: Seat, year: int) -> list[Decimal]:
    """The twelve months of a year as shares of a ramped seller."""
    ramp = _ramp_of(facts, seat)
    return seat_months(year, seat.starts, seat.ends, ramp, first_month(facts))


def _ramp_of(facts: Facts, seat: Seat) -> list[Decimal]:
    shown = productivity_of(facts, seat.role)
    return [Decimal(share) for share in shown.ramp] if shown else []


def signing_capacity(facts: Facts, sellers: Iterable[tuple[str, Decimal]]) -> Decimal:
    """What ramped sellers of a whole year can sign, in money: role and number of each, times shown
    productivity, minus what people who leave take along.
    """
    capacity = facts.only(Capacity)
    each = {row.role: row.a_year for row in (capacity.productivity if capacity else [])}
    signed = bookings_capacity(
        [(Decimal(1), each[role], number) for role, number in sellers if role in each]
    )
    return signed * (1 - (capacity.lost if capacity else ZERO))


def first_month(facts: Facts) -> int:
    """The month, 1 to 12, in which the year of the plan begins: by the calendar, or without one by
    the company's fiscal year.
    """
    plan = facts.only(Plan)
    quarters = quarters_of(facts, plan) if plan else []
    return quarters[0].from_.month if quarters else month_of_company(facts)


def month_of_company(facts: Facts) -> int:
    """The month, 1 to 12, in which the company says that its fiscal year begins."""
    company = facts.only(Company)
    return MONTHS.index(company.fiscal_year_begins) + 1 if company else 1


def quotas_may_differ(plan: Plan) -> Decimal:
    """By which share the quotas of a team may differ from what it must carry: written quotas add up
    more closely than measured shares.
    """
    return plan.tolerance / 3


def teams_of(facts: Facts) -> list[Team]:
    """The teams by their lead: which buyer groups they serve, what they carry, their seats with a
    quota.
    """
    year_plan, policy = facts.only(Plan), facts.only(QuotaPolicy)
    if year_plan is None or policy is None:
        return []
    years, found = seat_years(facts), []
    for lead, plan in _plan_by_lead(facts, year_plan).items():
        carries = plan * (1 + policy.teams_over)
        seats = tuple(
            year for year in years if year.quotas and lead_of(facts, year.seat.role) == lead
        )
        found.append(Team(lead, plan, carries, carries * (1 + policy.people_over), seats))
    return found


def _plan_by_lead(facts: Facts, plan: Plan) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for share in plan.groups:
        group = facts[BuyerGroup].get(share.buyer_group)
        if group is not None:
            lead = lead_of(facts, group.served_by)
            found[lead] = found.get(lead, ZERO) + plan.orders * share.share
    return found


def lead_of(facts: Facts, role: str) -> str:
    """The superior of a role; the role itself if it has none."""
    found = facts[Role].get(role)
    return (found.reports_to if found else None) or role


def sales_force(facts: Facts) -> list[str]:
    """The roles that have a seat in the sales force, in the order of roles."""
    with_seat = {seat.role for seat in facts[Seat]}
    return [role.id for role in facts[Role] if role.id in with_seat]


def capacity_of(facts: Facts, years: list[SeatYear]) -> Decimal:
    """What seats can sign in the year, in money: ramp x season x shown productivity, minus what
    people who leave take along.
    """
    return signing_capacity(facts, [(year.seat.role, year.selling) for year in years])
