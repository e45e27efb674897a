"""Many texts looked through at once: which lines deserve a closer look.

The shipped handbook has two million signs, and nearly none of its lines hold anything. Searching
all its bytes for one sign takes a millisecond or two; a regular expression over the same text takes
twenty to eighty. So the lines of every word are written down once, signs are looked for in the
words alone, a fifth of the text, and only the lines that they name are read by anything slower.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate

_DIGITS = frozenset(b"0123456789")
_LETTERS = frozenset(range(65, 91)) | frozenset(range(97, 123))


def _marking(signs: Iterable[int]) -> bytes:
    """A table that turns each of ``signs`` into ``0`` and leaves line ends; what else there is
    becomes ``-``.
    """
    chosen = frozenset(signs)
    return bytes(48 if sign in chosen else 10 if sign == 10 else 45 for sign in range(256))


_WORD_SIGNS = _marking(_DIGITS | _LETTERS)
_CODED_SIGNS = _marking(_DIGITS | _LETTERS | frozenset(b"/+"))
_ONLY_DIGITS = _marking(_DIGITS)
_PERCENT = bytes(48 if chr(sign) in "0123456789abcdef" else sign for sign in range(256))
_CAPITALS = re.compile(
    rb"[A-Z\xc3-\xc5][a-z.'\x80-\xff-]+ (?:(?:v[ao]n|de[rn]?|d[ai]|la) )?[A-Z\xc3-\xc5]"
)
# What people put between the digits of one number; both bytes of a non-breaking space among them.
_BETWEEN_DIGITS = b" .-()/|\xc2\xa0\t"


class Corpus:
    """Texts by path, as one row of bytes. Lines are numbered through all texts, from 0."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._paths = list(texts)
        counts = (text.count("\n") + 1 for text in texts.values())
        self._first = list(accumulate(counts, initial=0))
        self._data = "\n".join(texts.values()).encode("utf-8", "replace")

    @cached_property
    def _small(self) -> bytes:
        return self._data.lower()

    @cached_property
    def _rows(self) -> list[bytes]:
        return self._small.split(b"\n")

    @cached_property
    def _written(self) -> list[bytes]:
        return self._data.split(b"\n")

    @cached_property
    def _lines_of(self) -> dict[bytes, list[int]]:
        """The lines of every word, in small letters."""
        lines: defaultdict[bytes, list[int]] = defaultdict(list)
        for line, row in enumerate(self._rows):
            for word in row.split():
                lines[word].append(line)
        return dict(lines)

    @cached_property
    def _words(self) -> bytes:
        """Every word once, between spaces."""
        return b" %b " % b" ".join(self._lines_of)

    def holds(self, words: str) -> bool:
        """Whether the words are in any text, exactly so."""
        sign = words.encode()
        lines = self._with_words(_longest_word(sign.lower()))
        return any(sign in self._written[line] for line in lines)

    def with_any(self, *signs: str | bytes, among: set[int] | None = None) -> set[int]:
        """Lines that hold one of ``signs``, which are given in small letters; of all lines, or of
        those ``among``.
        """
        found: set[int] = set()
        for sign in (sign if isinstance(sign, bytes) else sign.encode() for sign in signs):
            lines = self._with_words(_longest_word(sign)) - found
            lines = lines if among is None else lines & among
            found |= {line for line in lines if sign in self._rows[line]} if b" " in sign else lines
        return found

    def _with_words(self, sign: bytes) -> set[int]:
        """Lines with a word that holds ``sign``; a space at its end is the end of the word."""
        found: set[int] = set()
        at = self._words.find(sign)
        while at >= 0:
            inside = at + sign.startswith(b" ")
            end = self._words.find(b" ", inside)
            found.update(self._lines_of[self._words[self._words.rfind(b" ", 0, inside) + 1 : end]])
            at = self._words.find(sign, end)
        return found

    def with_long_words(self, letters: int, coded: int) -> set[int]:
        """Lines with so many letters and digits in a row, or with so many signs of base64."""
        words = self._data.translate(_WORD_SIGNS)
        codes = self._data.translate(_CODED_SIGNS)
        return _lines(words, b"0" * letters) | _lines(codes, b"0" * coded)

    def with_percent_signs(self) -> set[int]:
        """Lines with signs that are written as in addresses: ``%40``."""
        return _lines(self._small.translate(_PERCENT), b"%00")

    def with_digits(self, least: int) -> set[int]:
        """Lines with so many digits in a row, whatever people write between digits."""
        return _lines(self._data.translate(_ONLY_DIGITS, _BETWEEN_DIGITS), b"0" * least)

    def with_scattered_digits(self, least: int) -> set[int]:
        """Lines with so many digits, wherever in the line."""
        rows = self._data.translate(_ONLY_DIGITS).split(b"\n")
        return {line for line, row in enumerate(rows) if row.count(b"0") >= least}

    def with_capitals(self, among: Iterable[int]) -> set[int]:
        """Those lines with two words side by side that begin with a capital; a byte of É or Ő
        counts as one.
        """
        return {line for line in among if _CAPITALS.search(self._written[line])}

    def places(self, lines: Iterable[int]) -> Iterator[tuple[str, list[str], int]]:
        """For each line: its path, all lines of its text, and its number there, from 0."""
        seen, rows = -1, [""]
        for line in sorted(lines):
            place = bisect_right(self._first, line) - 1
            if place != seen:
                seen, rows = place, self.texts[self._paths[place]].split("\n")
            yield self._paths[place], rows, line - self._first[place]


def _longest_word(sign: bytes) -> bytes:
    """The longest word of a phrase, with a space where the phrase has one beside it."""
    words = sign.split(b" ")
    place = max(range(len(words)), key=lambda place: len(words[place]))
    return b" " * (place > 0) + words[place] + b" " * (place < len(words) - 1)


def _lines(data: bytes, sign: bytes) -> set[int]:
    """The numbers of the lines that hold ``sign``; each line end is counted once, so the time is
    linear.
    """
    found: set[int] = set()
    line = start = 0
    at = data.find(sign)
    while at >= 0:
        line += data.count(b"\n", start, at)
        found.add(line)
        end = data.find(b"\n", at)
        if end < 0:
            break
        start, at = end, data.find(sign, end)
    return found
