"""The picture of a pay curve: how attainment becomes pay, with threshold, target and excellence
marked.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from handbook.documents.motivation.sums import Curve, payout_share
from handbook.show.html import Html
from handbook.show.picture import WIDTH, figure, words

LEFT, TOP, GROUND, RIGHT = 84, 60, 380, 24
ONE = Decimal(1)
STEP = Decimal("0.5")  # every 50 % has a line


class CurveMark(NamedTuple):
    """A marked point of the curve: what it is called, and where it is, as fractions."""

    name: str
    attained: Decimal
    paid: Decimal


def marks_of(curve: Curve) -> list[CurveMark]:
    """Threshold, target and the point of excellence, as far as the curve has them apart."""
    first, last = curve.points[0], curve.points[-1]
    found = (
        [CurveMark("Threshold", first.attainment, first.share)] if first.attainment < ONE else []
    )
    found.append(CurveMark("Target", ONE, payout_share(curve, ONE)))
    if last.attainment > ONE:
        found.append(CurveMark("Excellence", last.attainment, payout_share(curve, last.attainment)))
    return found


def curve_picture(says: str, curve: Curve, caption: object) -> Html:
    """Attainment to the right, share of the variable pay upwards; both axes begin at nothing."""
    wide = max(curve.points[-1].attainment + Decimal("0.2"), Decimal("1.5"))
    high = max(payout_share(curve, wide), ONE)
    drawn = [*_lines(wide, high), _path(curve, wide, high)]
    for mark in marks_of(curve):
        drawn += _mark(mark, wide, high)
    return figure(says, GROUND + 66, drawn, caption)


def _x(attained: Decimal, wide: Decimal) -> int:
    return LEFT + round((WIDTH - LEFT - RIGHT) * attained / wide)


def _y(paid: Decimal, high: Decimal) -> int:
    return GROUND - round((GROUND - TOP) * paid / high)


def _lines(wide: Decimal, high: Decimal) -> list[Html]:
    """A line for every 50 % paid, and the attainments below."""
    drawn: list[Html] = [words(0, 24, "Paid, of the variable pay", "hb-quiet")]
    paid = Decimal(0)
    while paid <= high:
        y = _y(paid, high)
        drawn.append(
            Html('<path class="hb-axis" d="M{} {}H{}"/>').format(
                Html(LEFT), Html(y), Html(WIDTH - RIGHT)
            )
        )
        drawn.append(words(LEFT - 8, y + 7, _percent(paid), "hb-quiet", "end"))
        paid += STEP
    attained = Decimal(0)
    while attained <= wide:
        drawn.append(
            words(_x(attained, wide), GROUND + 28, _percent(attained), "hb-quiet", "middle")
        )
        attained += STEP
    return [*drawn, words(WIDTH, GROUND + 56, "attained", "hb-quiet", "end")]


def _path(curve: Curve, wide: Decimal, high: Decimal) -> Html:
    """The curve from nothing to the right edge: a step up where the threshold pays something at
    once, flat above a cap.
    """
    first = curve.points[0].attainment
    places = [(Decimal(0), Decimal(0)), (first, Decimal(0))]
    stops = sorted({point.attainment for point in curve.points} | {wide} | _cap_at(curve, wide))
    places += [(stop, payout_share(curve, stop)) for stop in stops if first <= stop <= wide]
    line = "L".join(f"{_x(attained, wide)} {_y(paid, high)}" for attained, paid in places)
    return Html('<path class="hb-line-green" d="M{}"/>').format(Html(line))


def _cap_at(curve: Curve, wide: Decimal) -> set[Decimal]:
    """Where the cap is reached, found among whole per cents: exact enough for a picture."""
    if curve.cap is None:
        return set()
    per_cents = (Decimal(number) / 100 for number in range(int(wide * 100) + 1))
    reached = next(
        (per_cent for per_cent in per_cents if payout_share(curve, per_cent) >= curve.cap), None
    )
    return set() if reached is None else {reached}


def _mark(mark: CurveMark, wide: Decimal, high: Decimal) -> list[Html]:
    x, y = _x(mark.attained, wide), _y(mark.paid, high)
    hint = f"{mark.name}: {_percent(mark.attained)} attained, {_percent(mark.paid)} paid"
    dot = Html('<circle cx="{}" cy="{}" r="8" class="hb-green"><title>{}</title></circle>').format(
        Html(x), Html(y), hint
    )
    return [
        dot,
        words(
            x - 14,
            y - 12,
            mark.name,
            "hb-strong",
            "end" if mark.attained > Decimal("0.3") else "start",
        ),
    ]


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f} %"
