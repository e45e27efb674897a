"""How the rules of this document write amounts and shares: as people write them in facts, so that they can be pasted."""

from __future__ import annotations

from decimal import Decimal


def spaced(amount: Decimal) -> str:
    """An amount, whole and with spaces: ``59 000``."""
    return f"{amount.quantize(Decimal(1)):,}".replace(",", " ")


def percent(share: Decimal) -> str:
    """A share with at most two decimals, ``10.24 %``; also above 100 %."""
    return f"{(round(share, 4) * 100).normalize():f} %"
