"""The days on which newcomers begin together, and the seats that are to be filled on them."""

from __future__ import annotations

from handbook.documents.forecast.facts.intake import Intake
from handbook.documents.forecast.facts.plan import Capacity, Seat
from handbook.facts.facts import Facts

MOST_DAYS_APART = 7


def hired_seats(facts: Facts) -> list[Seat]:
    """The open seats that the plan wants to fill, by the day on which they begin."""
    capacity = facts.only(Capacity)
    seats = {hire.seat: facts[Seat].get(hire.seat) for hire in (capacity.hires if capacity else [])}
    return sorted(
        (seat for seat in seats.values() if seat and seat.open), key=lambda seat: seat.starts
    )


def fits(intake: Intake, seat: Seat) -> bool:
    """Whether somebody in the seat can begin with the intake: the same role, at most a week between
    the two days.
    """
    return intake.role == seat.role and abs((seat.starts - intake.begins).days) <= MOST_DAYS_APART


def seats_by_intake(facts: Facts) -> tuple[dict[str, list[Seat]], list[Seat]]:
    """The seats that begin with each intake, by its id, and the seats for which no place is left.
    Early seats come first.
    """
    taken: dict[str, list[Seat]] = {intake.id: [] for intake in facts[Intake]}
    left = []
    for seat in hired_seats(facts):
        fitting = (
            intake
            for intake in facts[Intake]
            if fits(intake, seat) and len(taken[intake.id]) < intake.places
        )
        found = next(fitting, None)
        if found is None:
            left.append(seat)
        else:
            taken[found.id].append(seat)
    return taken, left
