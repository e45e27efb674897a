"""How rules write amounts and shares in a message: as people write them in facts, so that they can
be pasted.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def spaced(amount: Decimal) -> str:
    """An amount, whole and with spaces: ``59 000``."""
    return f"{amount.quantize(Decimal(1), ROUND_HALF_UP):,}".replace(",", " ")


def percent(share: Decimal) -> str:
    """A share with at most two decimals, ``10.24 %``; also above 100 %."""
    return f"{(share * 100).quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f} %"
