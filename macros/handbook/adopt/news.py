"""What each version brings to those who take it, in a few plain sentences: told by an upgrade that
passes it.
"""

from __future__ import annotations

from collections.abc import Iterator

NEWS = {
    "1.0.0": (
        "The engine is one wheel in macros/, and handbook upgrade takes the next one.",
        "Words of your trade are facts of yours: docs/_facts/vocabulary.yml.",
        "Facts that not every company has may be left out, and then show no row.",
        "Amounts have the decimals of your money: none for forints.",
    ),
}


def news_between(old: str, new: str) -> Iterator[str]:
    """What is new for those who go from one version to another."""
    for version, sentences in NEWS.items():
        if numbers(old) < numbers(version) <= numbers(new):
            yield from sentences


def numbers(version: str) -> tuple[int, ...]:
    """``1.10.0`` as numbers, which compare as versions do."""
    return tuple(int(number) for number in version.split("."))
