"""The plan of a year, followed from the owner's number to the hours of a week: computed from facts, compared link by link."""

from handbook.plan.chain import chain_of
from handbook.plan.demand import Demand, demand_of
from handbook.plan.link import Chain, Link, Side
from handbook.plan.seats import SeatYear, Team, seat_years, teams_of

__all__ = [
    "Chain",
    "Demand",
    "Link",
    "SeatYear",
    "Side",
    "Team",
    "chain_of",
    "demand_of",
    "seat_years",
    "teams_of",
]
