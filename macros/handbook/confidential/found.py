"""A finding: where something confidential is, what it is, and how it may be shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """Something confidential in a line of a text.

    ``shown`` is what a message may say of it; ``hidden`` are the texts that no message may quote.
    """

    path: str
    line: int
    kind: str
    shown: str
    hidden: tuple[str, ...]

    @property
    def said(self) -> str:
        """``a token of GitHub ("ghp_…")``: what it is, and as much of it as may be shown."""
        article = "an" if self.kind[0] in "aeioAEIO" else "a"
        return f"{article} {self.kind}" + (f' ("{self.shown}")' if self.shown != "…" else "")


def shown(value: str, keep: int = 0) -> str:
    """``ghp_…``: at most the first ``keep`` signs of a value, and never more than a quarter of it."""
    return f"{value[: min(keep, len(value) // 4)]}…"
