"""Looking for the bank on the finished site, where nothing of it may stand: in no page, index, picture or packed file."""

from __future__ import annotations

import gzip
import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from handbook.admission.bank import Bank
from handbook.handbook import Handbook

# Shorter answers, such as "ten per cent", may stand anywhere.
LEAST_WORDS = 6
_BEGIN = 4  # words by which a sentence is looked for before it is compared
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_CODED = re.compile(r"\\u([0-9a-fA-F]{4})")
_TAG = re.compile(r"<[^<>]*>")


class Leak(NamedTuple):
    """A file of the site that holds something of a question: its id, or a sentence of it."""

    path: str
    question: str
    found: str


def said(words: str) -> str:
    """Words alone: capitals, signs and spaces make no other sentence."""
    return " ".join(re.findall(r"\w+", words.casefold()))


def leaks(handbook: Handbook, bank: Bank, files: Iterable[tuple[str, bytes]]) -> Iterator[Leak]:
    """What of the bank stands in the files of a finished site: stems, ids of two words or more, and answers.

    An answer (an option of six words or more, or the reason) alone may be what its page says; two of one question are a leak.
    Ids that the handbook itself writes, for instance as a heading, are none.
    """
    written = {one for text in handbook.texts.values() for one in _ID.findall(text)}
    ids = {one.id for one in bank.questions if "-" in one.id} - written
    stems = {said(one.stem): one.id for one in bank.questions}
    answers = _answers(bank)
    for path, data in files:
        text = html.unescape(_CODED.sub(lambda sign: chr(int(sign[1], 16)), _unpacked(data))).replace(
            "\\n", " "
        )
        for one in sorted(ids & set(_ID.findall(text))):
            yield Leak(path, one, one)
        yield from _sentences_in(path, text, stems, answers)


def _answers(bank: Bank) -> dict[str, str]:
    """Reasons and long options as words alone → their question."""
    found = {}
    for one in bank.questions:
        for words in map(said, (one.why, *(option.text for option in one.options if option.text))):
            if len(words.split()) >= LEAST_WORDS:
                found[words] = one.id
    return found


def _sentences_in(
    path: str, text: str, stems: Mapping[str, str], answers: Mapping[str, str]
) -> Iterator[Leak]:
    # Once with what stands inside of tags, where data for scripts may be, and once without, for words that a tag parts.
    found = _said_in(text, [*stems, *answers])
    if path.endswith(".html"):
        found |= _said_in(_TAG.sub("", text), [*stems, *answers])
    times = Counter(answers[one] for one in found if one in answers)
    for sentence in sorted(found):
        if sentence in stems:
            yield Leak(path, stems[sentence], sentence)
        elif times[answers[sentence]] > 1:
            yield Leak(path, answers[sentence], sentence)


def _unpacked(data: bytes) -> str:
    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError):
            return ""
    return data.decode("utf-8", "replace")


def _said_in(text: str, sentences: Iterable[str]) -> set[str]:
    words = re.findall(r"\w+", text.casefold())
    begins = set(zip(*(words[place:] for place in range(_BEGIN)), strict=False))
    likely = [one for one in sentences if len(one.split()) < _BEGIN or tuple(one.split()[:_BEGIN]) in begins]
    if not likely:
        return set()
    whole = f" {' '.join(words)} "
    return {one for one in likely if f" {one} " in whole}
