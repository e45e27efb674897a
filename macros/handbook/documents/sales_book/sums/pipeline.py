"""Pipeline sums: funnel, coverage, velocity, load. Shares are fractions; money and counts are
decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

WORDS_A_MINUTE = 150


def needed_at_each_step(wanted: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """How many must enter each step of a funnel so that ``wanted`` come out at its end.

    ``entered_k = wanted / product of the shares from k on`` (stage conversion, as HubSpot's Mark
    Roberge computes it). One number for each share; each share is above zero.
    """
    needed: list[Decimal] = []
    still = wanted
    for share in reversed(shares):
        still = still / share
        needed.append(still)
    return needed[::-1]


def out_of_funnel(entered: Decimal, shares: Sequence[Decimal]) -> Decimal:
    """How many come out at the end: ``entered`` times the product of all shares."""
    left = entered
    for share in shares:
        left *= share
    return left


def coverage(open_pipeline: Decimal, remaining_quota: Decimal) -> Decimal:
    """Open qualified pipeline due in the period, in multiples of the remaining quota. The quota is
    above zero.
    """
    return open_pipeline / remaining_quota


def required_coverage(win_rate: Decimal, buffer: Decimal = Decimal(1)) -> Decimal:
    """``1 / win rate``, times a buffer for slippage. The win rate is above zero."""
    return buffer / win_rate


def months_open(cycle_months: Decimal, win_rate: Decimal) -> Decimal:
    """Average months that a deal stays open, when lost deals live half as long as won ones (GitLab,
    "AE sales capacity").
    """
    return win_rate * cycle_months + (1 - win_rate) * cycle_months / 2


def spoken_seconds(texts: Sequence[str]) -> int:
    """How long it takes to say the texts at 150 words a minute, rounded to whole seconds."""
    words = sum(len(text.split()) for text in texts)
    return round(words * 60 / WORDS_A_MINUTE)
