"""Pay: target pay, commission over tiers, payout curves, draws, clawback, splits, a payslip.

Money and shares are decimals; shares are fractions (0.15 for 15 %). Nothing is rounded before the
end: only what is posted to somebody (draws, clawback, splits, payslip) is in whole cents, rounded
half up, as an invoice is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

ZERO = Decimal(0)
ONE = Decimal(1)
CENT = Decimal("0.01")
# Thirds that were cut after 28 places must not push a sum off the half cent that it exactly is.
FINE = Decimal("0.000000000001")


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(FINE, ROUND_HALF_EVEN).quantize(CENT, ROUND_HALF_UP)


# --- pay at target


def base_commission_rate(target_variable: Decimal, quota: Decimal) -> Decimal:
    """What a unit of sales pays up to quota: target variable / quota, of the same period. The quota
    is above zero.
    """
    return target_variable / quota


def quota_to_ote(quota: Decimal, on_target: Decimal) -> Decimal:
    """How many times OTE the quota is, both for the same period. OTE is above zero."""
    return quota / on_target


# --- commission over tiers


# --- payout by attainment


class Point(NamedTuple):
    """A point of a payout curve: attainment of quota, and the share of target pay that it pays.
    Both are fractions.
    """

    attainment: Decimal
    share: Decimal


TARGET = Point(ONE, ONE)


@dataclass(frozen=True)
class Curve:
    """A payout curve: its points by rising attainment, their shares not falling; target, ``Point(1,
    1)``, is one of them.

    The first point is the threshold, below which nothing is paid; the last is usually the point of
    excellence. ``cap`` is the highest share paid, None if there is none. ``linear`` joins the
    points and continues beyond the last at the slope before it; ``stepped`` pays the share of the
    last point reached.
    """

    points: tuple[Point, ...]
    cap: Decimal | None = None
    kind: Literal["linear", "stepped"] = "linear"


def payout_share(curve: Curve, attainment: Decimal) -> Decimal:
    """The share of target pay that an attainment pays, not rounded; exact on the points. Zero below
    the threshold.

    A point's own share is paid from its attainment on, so a threshold that pays more than nothing
    is a cliff.
    """
    reached = sum(point.attainment <= attainment for point in curve.points)
    if not reached:
        return ZERO
    point = curve.points[reached - 1]
    share = (
        point.share if curve.kind == "stepped" else point.share + _rise(curve, reached, attainment)
    )
    return share if curve.cap is None else min(share, curve.cap)


def _rise(curve: Curve, reached: int, attainment: Decimal) -> Decimal:
    """What a linear curve adds beyond the last of the ``reached`` points; past the end, the last
    stretch continues.
    """
    if len(curve.points) < 2:
        return ZERO
    end = min(reached, len(curve.points) - 1)
    left, right = curve.points[end - 1], curve.points[end]
    beyond = attainment - curve.points[reached - 1].attainment
    return beyond * (right.share - left.share) / (right.attainment - left.attainment)


class Stretch(NamedTuple):
    """A half-open stretch of attainment ``[low, high)`` and how many shares of target pay each
    share of attainment brings in it.
    """

    low: Decimal
    high: Decimal | None
    slope: Decimal


def stretches(curve: Curve) -> list[Stretch]:
    """How fast a linear curve rises, from zero on, without gap or overlap; the last stretch has no
    end.

    What a threshold pays at once is no slope (see :func:`curve_cliffs`). The curve has two points
    at least.
    """
    found = [Stretch(ZERO, curve.points[0].attainment, ZERO)] if curve.points[0].attainment else []
    for left, right in pairwise(curve.points):
        slope = (right.share - left.share) / (right.attainment - left.attainment)
        found.append(Stretch(left.attainment, right.attainment, slope))
    found.append(Stretch(curve.points[-1].attainment, None, found[-1].slope))
    return found if curve.cap is None else _below_cap(curve, found, curve.cap)


def _below_cap(curve: Curve, found: Sequence[Stretch], cap: Decimal) -> list[Stretch]:
    """The stretches until the cap is reached, and one without slope from there on."""
    kept: list[Stretch] = []
    for stretch in found:
        reached = payout_share(curve, stretch.low)
        end = stretch.low + (cap - reached) / stretch.slope if stretch.slope else None
        if end is not None and (stretch.high is None or end < stretch.high):
            kept += [Stretch(stretch.low, end, stretch.slope)] if end > stretch.low else []
            return [*kept, Stretch(end, None, ZERO)]
        kept.append(stretch)
    return kept


# --- draw, clawback, splits


def remaining_share(left: Decimal, term: Decimal) -> Decimal:
    """The share of a term that is still to run, both in one unit (months, days); between zero and
    one. The term is above zero.
    """
    return min(max(left / term, ZERO), ONE)


def clawback(earned: Decimal, share: Decimal = ONE) -> Decimal:
    """What is taken back of a commission, in cents, as a number above zero; it is posted in the
    period of the clawback.

    Three conventions: in full (``share`` left at one), pro rata of the remaining term
    (``remaining_share``), or a fixed share.
    """
    return _cents(earned * share)


def split(amount: Decimal, shares: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Divide an amount in whole cents by shares that add up to exactly one; the parts add up to
    exactly the amount.

    Cents left over go to the largest remainders, the first named of equals (largest remainder
    method). An amount below zero is divided as the mirror of the same amount above it. An overlay
    is credited on top and does not belong here. ValueError: shares that do not add up to one, or an
    amount finer than a cent.
    """
    if sum(shares.values(), ZERO) != ONE:
        raise ValueError(f"the shares add up to {sum(shares.values(), ZERO)}, not to 1")
    if amount != _cents(amount):
        raise ValueError(f"{amount} is not in whole cents")
    if amount < 0:
        return {name: -part for name, part in split(-amount, shares).items()}
    parts = {name: (amount * share).quantize(CENT, ROUND_FLOOR) for name, share in shares.items()}
    left = int((amount - sum(parts.values(), ZERO)) / CENT)
    for name in sorted(parts, key=lambda name: parts[name] - amount * shares[name])[:left]:
        parts[name] += CENT
    return parts


def split_back(amount: Decimal, paid: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Divide what is taken back as the mirror of what was paid: in the same shares, in whole cents,
    adding up to exactly it.

    ``paid`` is what each still has of it (people, periods, or steps of a curve). Nobody gives back
    more than that, so a full clawback in several steps leaves everybody at zero. Cents left over go
    to the largest remainders, the first named of equals, as in :func:`split`. ValueError: more than
    was paid, an amount below zero, or one finer than a cent.
    """
    parts, back = {name: _whole_cents(part) for name, part in paid.items()}, _whole_cents(amount)
    total = sum(parts.values())
    if back > total:
        raise ValueError(f"{amount} is more than the {total * CENT} that were paid")
    if not total:
        return dict.fromkeys(paid, ZERO)
    taken = {name: back * part // total for name, part in parts.items()}
    left = back - sum(taken.values())
    for name in sorted(parts, key=lambda name: -(back * parts[name] % total))[:left]:
        taken[name] += 1
    return {name: cents * CENT for name, cents in taken.items()}


def _whole_cents(amount: Decimal) -> int:
    if amount < 0 or amount != _cents(amount):
        raise ValueError(f"{amount} is below zero, or not in whole cents")
    return int(amount / CENT)


# --- payslip


class Measure(NamedTuple):
    """A measure of a pay plan: its weight in the target variable, and the share of its target pay
    that it pays.
    """

    name: str
    weight: Decimal
    share: Decimal


class PayLine(NamedTuple):
    """A line of a payslip: what kind it is, of which measure (empty if of none), and its amount,
    below zero if taken.
    """

    kind: Literal["base", "variable", "accelerator", "draw", "recovery", "clawback", "ahead"]
    measure: str
    amount: Decimal

    @property
    def name(self) -> str:
        """The line as people read it."""
        words = {
            "draw": "Draw", "recovery": "Draw recovered", "clawback": "Clawback", "base": "Base", "ahead": "Paid ahead",
        }  # fmt: skip
        return words.get(self.kind) or f"{self.kind.capitalize()}: {self.measure}"


@dataclass(frozen=True)
class Payslip:
    """What one period pays, line by line, in cents. The total is the sum of the lines and of
    nothing else.
    """

    lines: tuple[PayLine, ...]

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    def of(self, kind: str) -> Decimal:
        """The sum of the lines of one kind."""
        return sum((line.amount for line in self.lines if line.kind == kind), ZERO)


def payslip(
    base: Decimal,
    target_variable: Decimal,
    measures: Sequence[Measure],
    draw: Decimal = ZERO,
    recovered: Decimal = ZERO,
    taken_back: Decimal = ZERO,
) -> Payslip:
    """The payslip of one period: base + variable of each measure + accelerator + draw - recovered -
    clawback.

    Money is for that period, in whole cents; ``draw``, ``recovered`` and ``taken_back`` are zero or
    more. Each measure's target pay is its part of ``target_variable``, which is split by weight; up
    to all of it is the line of the measure, what is paid above is its accelerator. So at target the
    variable is exactly the target variable. Measures always have a line, also of zero. ValueError:
    weights that do not add up to one, or money finer than a cent.
    """
    parts = (
        split(target_variable, {measure.name: measure.weight for measure in measures})
        if measures
        else {}
    )
    lines = [PayLine("base", "", _cents(base))]
    for measure in measures:
        lines.append(
            PayLine("variable", measure.name, _cents(parts[measure.name] * min(measure.share, ONE)))
        )
    for measure in measures:
        lines.append(
            PayLine(
                "accelerator",
                measure.name,
                _cents(parts[measure.name] * max(measure.share - ONE, ZERO)),
            )
        )
    lines.append(PayLine("draw", "", _cents(draw)))
    lines.append(PayLine("recovery", "", -_cents(recovered)))
    lines.append(PayLine("clawback", "", -_cents(taken_back)))
    return Payslip(
        tuple(line for line in lines if line.amount or line.kind in ("base", "variable"))
    )


def sum_of_payslips(payslips: Sequence[Payslip]) -> Payslip:
    """Several payslips as one: lines of one kind and measure are added up, in the order in which
    they first come.
    """
    sums: dict[tuple[str, str], PayLine] = {}
    for line in (line for slip in payslips for line in slip.lines):
        before = sums.get((line.kind, line.measure))
        sums[line.kind, line.measure] = line._replace(
            amount=line.amount + (before.amount if before else ZERO)
        )
    return Payslip(tuple(sums.values()))


def period_by_period(cumulative: Sequence[Payslip]) -> list[Payslip]:
    """What each period pays where attainment is counted from the first day of the year: the
    difference to the period before.

    ``cumulative`` holds the payslip of the first period, of the first two, and so on, of base and
    measures only. What was paid and turns out to be too much is not taken back: a line "paid ahead"
    says what is kept, and later ones settle it with what is earned.
    """
    found: list[Payslip] = []
    before: dict[tuple[str, str], Decimal] = {}
    ahead = ZERO
    for slip in cumulative:
        lines = [
            line._replace(amount=line.amount - before.get((line.kind, line.measure), ZERO))
            for line in slip.lines
        ]
        there = {(line.kind, line.measure) for line in slip.lines}
        gone = [(key, -amount) for key, amount in before.items() if key not in there]
        lines += [PayLine("accelerator", measure, amount) for (_, measure), amount in gone]
        variable = sum((line.amount for line in lines if line.kind != "base"), ZERO)
        kept = max(ahead - variable, ZERO)
        lines.append(PayLine("ahead", "", kept - ahead))
        ahead, before = kept, {(line.kind, line.measure): line.amount for line in slip.lines}
        found.append(
            Payslip(
                tuple(line for line in lines if line.amount or line.kind in ("base", "variable"))
            )
        )
    return found
