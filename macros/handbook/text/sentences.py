"""How a text reads: its sentences, how long they are, and whether it speaks to somebody. English
only, like the words it looks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

LONG_ON_AVERAGE = 20
TOO_LONG = 40
ONE_IN = 3  # one sentence in so many says "you"
FEW = 3  # fewer sentences say nothing about a text

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_YOU = re.compile(r"\b(?:you|your|yours|yourself|yourselves)\b", re.IGNORECASE)
# The end of a sentence: a sign, perhaps a quotation mark or bracket, a space, and something that
# can begin the next.
_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’)\]]))\s+(?=[\"'“‘(\[]*[A-Z0-9])")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|approx|vs|cf|Mr|Mrs|Ms|Dr|St)|\b(?-i:[A-HJ-Z]))\.[\"'”’)\]]*$",
    re.IGNORECASE,
)


class Readability(NamedTuple):
    """A text as it reads: how many sentences, the mean of their words, the longest with its words,
    and how many say "you".
    """

    sentences: int
    mean: Decimal
    longest: str
    words: int
    spoken: int

    @property
    def is_long(self) -> bool:
        """Whether sentences have more than 20 words on average; 20 are still well, and fewer than
        three have no average to speak of.
        """
        return self.sentences >= FEW and self.mean > LONG_ON_AVERAGE

    @property
    def has_long(self) -> bool:
        """Whether one sentence has more than 40 words; 40 are still well."""
        return self.words > TOO_LONG

    @property
    def speaks(self) -> bool:
        """Whether one sentence in three at least says "you"; of fewer than three sentences nobody
        can say.
        """
        return self.sentences < FEW or self.spoken * ONE_IN >= self.sentences


def sentences_of(block: str) -> list[str]:
    """The sentences of a paragraph, in order. One that is not closed by a sign ends with the
    paragraph.
    """
    found: list[str] = []
    for piece in _END.split(" ".join(block.split())):
        if found and _NO_END.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return [sentence for sentence in found if words_in(sentence)]


def words_in(sentence: str) -> int:
    """How many words a sentence has; ``it's``, ``1.5`` and ``four-week`` are one each, a dash is
    none.
    """
    return len(_WORD.findall(sentence))


def reading(blocks: Iterable[str]) -> Readability | None:
    """How paragraphs read together; None where there is no sentence."""
    found = [sentence for block in blocks for sentence in sentences_of(block)]
    if not found:
        return None
    counts = [words_in(sentence) for sentence in found]
    longest = max(range(len(found)), key=counts.__getitem__)
    spoken = sum(bool(_YOU.search(sentence)) for sentence in found)
    return Readability(
        len(found), Decimal(sum(counts)) / len(found), found[longest], counts[longest], spoken
    )


def phrases_in(text: str, phrases: Sequence[str]) -> list[str]:
    """Which of the phrases are in a text as whole words, in any case and however the lines break."""
    flat = " ".join(text.split())
    return [
        phrase
        for phrase in phrases
        if re.search(rf"(?<!\w){_loose(phrase)}(?!\w)", flat, re.IGNORECASE)
    ]


def _loose(phrase: str) -> str:
    return re.escape(" ".join(phrase.split()))
