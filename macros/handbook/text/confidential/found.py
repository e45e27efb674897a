"""A finding: where something confidential is, what it is, and how it may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Finding:
    """Something confidential in a line of a text.

    ``shown`` is what a message may say of it; ``hidden`` are the texts that no message may quote.
    ``sentence`` is what is said beside it, where that makes it confidential.
    """

    path: str
    line: int
    kind: str
    shown: str
    hidden: tuple[str, ...]
    sentence: str = ""

    @property
    def said(self) -> str:
        """``a token of GitHub ("ghp_…")``: what it is, and as much of it as may be shown."""
        article = "an" if self.kind[0] in "aeioAEIO" else "a"
        return f"{article} {self.kind}" + (f' ("{self.shown}")' if self.shown != "…" else "")

    @property
    def fingerprint(self) -> str:
        """Which text exactly this is, without saying it."""
        said = "\0".join((self.kind, self.sentence, *self.hidden))
        return sha256(said.encode("utf-8", "replace")).hexdigest()[:12]


def shown(value: str, keep: int = 0) -> str:
    """``ghp_…``: at most the first ``keep`` signs of a value, and never more than a quarter of it."""
    return f"{value[: min(keep, len(value) // 4)]}…"
