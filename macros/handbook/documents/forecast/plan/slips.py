"""Quotas that look like a slip of a finger: the only one of a team that explains why its sum is
wrong.
"""

from __future__ import annotations

from decimal import Decimal

from handbook.documents.forecast.facts.plan import Capacity, Plan
from handbook.documents.forecast.plan.seats import Team, quotas_may_differ, teams_of
from handbook.facts.facts import Facts
from handbook.facts.slipped import SlippedNumber
from handbook.facts.slips import only_slip


def slipped_quotas(facts: Facts) -> dict[str, SlippedNumber]:
    """By the lead of a team: the quota without whose slip its quotas add up to what it must carry."""
    plan = facts.only(Plan)
    if (
        plan is None
        or facts.only(Capacity) is None
        or sum(group.share for group in plan.groups) != 1
    ):
        return {}  # without these it is not known what a team must carry
    found = {
        team.lead: _slipped(team, team.people_carry * quotas_may_differ(plan))
        for team in teams_of(facts)
    }
    return {lead: slipped for lead, slipped in found.items() if slipped}


def _slipped(team: Team, allowed: Decimal) -> SlippedNumber | None:
    apart = team.quotas - team.people_carry
    if abs(apart) <= allowed:
        return None
    years = [(year, Decimal(year.seat.quota)) for year in team.seats if year.seat.quota is not None]

    def fits(place: int, meant: Decimal) -> bool:
        year, written = years[place]
        return abs(apart + (meant - written) * year.selling) <= allowed

    slip = only_slip([written for _, written in years], fits)
    return SlippedNumber(years[slip.place][0].seat, "quota", slip) if slip else None
