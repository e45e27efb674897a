"""Many texts looked through at once: which lines deserve a closer look.

The shipped handbook has two million signs, and nearly none of its lines hold anything. So each text
goes through a sieve as a whole, then the lines of those that may hold something, and only the lines
that are left are read by anything slower.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import accumulate

from handbook.text.sieve import Sieve

_CAPITALS = re.compile(
    rb"[A-Z\xc3-\xc5][a-z.'\x80-\xff-]+ (?:(?:v[ao]n|de[rn]?|d[ai]|la) )?[A-Z\xc3-\xc5]"
)
# What people put between the digits of one number.
_BETWEEN_DIGITS = r"[ .()/|\u{A0}\t-]*"


_FEW = 40


class Corpus:
    """Texts by path. Lines are numbered through all texts, from 0."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._paths = list(texts)
        counts = (text.count("\n") + 1 for text in texts.values())
        self._first = list(accumulate(counts, initial=0))
        self._looked_for = 0
        self._between: dict[tuple[str, str], frozenset[str]] = {}

    def holds(self, word: str, before: str, behind: str) -> bool:
        """Whether a word is in any text, exactly so, right behind one of the signs ``before`` and
        before one of ``behind``.
        """
        # A few words are looked for one by one, and most are soon found; for many it is worth
        # going through all texts once.
        self._looked_for += 1
        if self._looked_for > _FEW and word.isalpha():
            return word in self._words(before, behind)
        texts = self.texts.values() if self._looked_for <= _FEW else (self._pieces,)
        return any(_is_between(text, word, before, behind) for text in texts)

    def _words(self, before: str, behind: str) -> frozenset[str]:
        """All words of letters between those signs: a text of thousands of names asks for each."""
        if (before, behind) not in self._between:
            word = rf"(?<=[{re.escape(before)}])[^\W\d_]+(?=[{re.escape(behind)}])"
            self._between[before, behind] = frozenset(re.findall(word, self._pieces))
        return self._between[before, behind]

    @cached_property
    def _pieces(self) -> str:
        """What is between two spaces, each once. No text begins or ends with a space that is not
        there.
        """
        pieces: set[str] = set()
        for text in self.texts.values():
            pieces.update(f"\n{text}\n".split(" "))
        return f" {' '.join(pieces)} "

    def lines(self, sieve: Sieve, digits: int = 0) -> set[int]:
        """The lines that may hold what a sieve finds, and hold so many digits."""
        found: set[int] = set()
        for first, text in zip(self._first, self.texts.values(), strict=False):
            if sieve.may_find(text):
                rows = sieve.rows(text.split("\n"))
                found.update(
                    first + row for row, line in rows if not digits or _digits(line) >= digits
                )
        return found

    def with_capitals(self, among: Iterable[int]) -> set[int]:
        """Those lines with two words side by side that begin with a capital; a byte of É or Ő
        counts as one.
        """
        places = zip(sorted(among), self.places(among), strict=True)
        return {
            line
            for line, (_, rows, row) in places
            if _CAPITALS.search(rows[row].encode("utf-8", "replace"))
        }

    def places(self, lines: Iterable[int]) -> Iterator[tuple[str, list[str], int]]:
        """For each line: its path, all lines of its text, and its number there, from 0."""
        seen, rows = -1, [""]
        for line in sorted(lines):
            place = bisect_right(self._first, line) - 1
            if place != seen:
                seen, rows = place, self.texts[self._paths[place]].split("\n")
            yield self._paths[place], rows, line - self._first[place]


def _is_between(text: str, word: str, before: str, behind: str) -> bool:
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if at and end < len(text) and text[at - 1] in before and text[end] in behind:
            return True
        at = text.find(word, at + 1)
    return False


def with_digits(least: int) -> str:
    """The pattern of so many digits in a row, whatever people write between digits."""
    return rf"[0-9](?:{_BETWEEN_DIGITS}[0-9]){{{least - 1}}}"


@lru_cache(maxsize=64)
def sieve_of(pattern: str) -> Sieve:
    """The sieve for a pattern, made when it is first needed."""
    return Sieve(pattern)


def _digits(row: str) -> int:
    return sum(map(row.count, "0123456789"))
