"""Looking for questions of the bank where people read them: in what is published, and in the texts
that it is made of.
"""

from __future__ import annotations

import gzip
import html
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from posixpath import basename, splitext
from typing import NamedTuple

from handbook.documents.training.admission.bank import Bank
from handbook.handbook import Handbook
from handbook.text.source import Items, Map, Value, read_yaml

# Shorter sentences, such as "ten per cent" or "What do you say?", may occur anywhere.
LEAST_WORDS = 6
_SHOWN_WORDS = 3
_FEW = 50  # signs that are each looked for in a text
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|[nrt])")
_WORD = re.compile(r"[^\W_]+")
# What may be inside a word: marks of emphasis, and invisible characters.
_EMPHASIS = "*~`"
_UNSEEN_SIGNS = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# What readers do not see of a line: tags, where a link leads, and attributes.
_UNSEEN = re.compile(r"<[^<>]*>|\]\([^()\n]*\)|\]\[[^][\n]*\]|\{:[^{}\n]*\}")
_BETWEEN_WORDS = bytes(sign if sign > 127 or chr(sign).isalnum() else 32 for sign in range(256))


class Leak(NamedTuple):
    """A text that holds something of a question: its id, or a sentence of it.

    ``found`` is what a message may say of it, ``hidden`` what no message may.
    """

    path: str
    question: str
    found: str
    line: int
    hidden: tuple[str, ...] = ()


class QuestionWords(NamedTuple):
    """What a question of the bank says, as words alone: its stem, and beside it its reason and
    longer options.
    """

    id: str
    stem: str
    sentences: frozenset[str]


def normalised(words: str) -> str:
    """Words alone: capitals, signs and spaces make no other sentence."""
    return " ".join(_words(words))


def leaks(handbook: Handbook, bank: Bank, files: Iterable[tuple[str, bytes]]) -> Iterator[Leak]:
    """What of the bank is in the files of a finished site: stems, ids of two words or more, and
    answers.

    Ids that the handbook itself uses, for instance as a heading, are not leaks.
    """
    written = {found for text in handbook.texts.values() for found in _ID.findall(text)}
    ids = {question.id for question in bank.questions if "-" in question.id} - written
    asked = [
        _question_words(
            question.id,
            question.stem,
            [question.why, *(option.text for option in question.options)],
        )
        for question in bank.questions
    ]
    texts = {path: _unpacked(data) for path, data in files}
    for path, text in texts.items():
        yield from (
            Leak(path, found, found, 1) for found in sorted(ids & set(_ID.findall(_decoded(text))))
        )
    yield from leaks_in(asked, texts)


def leaks_in(asked: Iterable[QuestionWords], texts: Mapping[str, str]) -> Iterator[Leak]:
    """Questions that are in the texts, each once in a text: by their stem, or by two of their
    sentences.

    One answer alone may be what its page says, and a stem of a few words what anybody says. The
    time is linear: only texts that hold each word of a sentence are looked through for it.
    """
    questions = list(asked)
    by_word = _by_rarest_word(questions)
    for path, text in texts.items():
        near = _near(by_word, _words_of(text))
        likely = [question for question in questions if _is_leaked(question, near)] if near else []
        if likely:
            yield from _leaks_of_text(path, likely, text)


class _Sentence(NamedTuple):
    written: str
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]


def _near(by_word: Mapping[str, list[_Sentence]], words: Sequence[str]) -> set[str]:
    """Sentences that a text may hold: all their words are in it, and most of them side by side, for
    links may be between.
    """
    there = frozenset(words)
    found = [
        sentence
        for word in by_word.keys() & there
        for sentence in by_word[word]
        if sentence.words <= there
    ]
    wanted_pairs = frozenset().union(*(sentence.pairs for sentence in found))
    pairs = wanted_pairs.intersection(pairwise(words)) if found else wanted_pairs
    return {
        sentence.written
        for sentence in found
        if 3 * len(sentence.pairs & pairs) >= 2 * len(sentence.pairs)
    }


def _by_rarest_word(asked: Iterable[QuestionWords]) -> dict[str, list[_Sentence]]:
    """Sentences by their longest word, which is in the fewest texts."""
    found: dict[str, list[_Sentence]] = {}
    for sentence in {sentence for question in asked for sentence in question.sentences}:
        words = sentence.split()
        made = _Sentence(sentence, frozenset(words), frozenset(pairwise(words)))
        found.setdefault(max(words, key=len), []).append(made)
    return found


def _is_leaked(asked: QuestionWords, there: Container[str]) -> bool:
    found = [sentence for sentence in asked.sentences if sentence in there]
    return len(found) > 1 or (found == [asked.stem] and _is_long(asked.stem))


def read_question_words(data: Mapping[str, bytes]) -> list[QuestionWords]:
    """What the files of a bank (path → bytes) ask, whatever else is wrong in them."""
    return [
        _question_words(splitext(basename(path))[0], stem, answers)
        for path, content in data.items()
        if path.endswith((".yml", ".yaml"))
        for stem, answers in _written(read_yaml(path, content.decode("utf-8", "replace")).value)
    ]


def _written(value: Value | None) -> Iterator[tuple[str, list[str]]]:
    if isinstance(value, Map):
        options = value.get("options")
        rows = (
            [row for row in options if isinstance(row, Map)] if isinstance(options, Items) else []
        )
        texts = [value.get("why"), *(row.get("text") for row in rows)]
        stem = value.get("stem")
        yield (
            stem if isinstance(stem, str) else "",
            [text for text in texts if isinstance(text, str)],
        )


def _question_words(name: str, stem: str, answers: Iterable[str | None]) -> QuestionWords:
    long = (
        words for words in (normalised(answer) for answer in answers if answer) if _is_long(words)
    )
    return QuestionWords(name, normalised(stem), frozenset({normalised(stem), *long} - {""}))


def _is_long(words: str) -> bool:
    return words.count(" ") + 1 >= LEAST_WORDS


def _leaks_of_text(path: str, asked: Iterable[QuestionWords], text: str) -> Iterator[Leak]:
    near = list(asked)
    places = _places_of({sentence for question in near for sentence in question.sentences}, text)
    for question in near:
        if _is_leaked(question, places):
            there = question.sentences & places.keys()
            # Lines are counted of what is told alone: counting takes longer than finding.
            lines = {sentence: _line(*places[sentence]) for sentence in there}
            told = sorted(lines, key=lambda sentence: (lines[sentence], sentence))
            yield Leak(path, question.id, _first_words(told[0]), lines[told[0]], tuple(told))


def _first_words(sentence: str) -> str:
    """The first words of a sentence: what a message may say of it, which more people read than the
    bank.
    """
    words = sentence.split()
    return f"{' '.join(words[: min(_SHOWN_WORDS, len(words) // 3 or 1)])} …"


def _places_of(sentences: Iterable[str], text: str) -> dict[str, tuple[str, int]]:
    """Which of the sentences a text holds, with what readers do not see of it or without.

    Each with the text as it was looked through, and the number of the word with which it begins.
    """
    found: dict[str, tuple[str, int]] = {}
    whole = _decoded(text)
    for form in dict.fromkeys((_seen(whole), whole)):
        plain = _plain(form)
        row = f" {' '.join(_words_in_plain(plain))} "
        for sentence in sentences:
            if f" {sentence} " in row:
                found[sentence] = (plain, row.count(" ", 0, row.index(f" {sentence} ")))
    return found


def _line(text: str, number: int) -> int:
    """The line of a word of the text; words are counted from 0, lines from 1."""
    word = next(islice(_WORD.finditer(text), number, None))
    return text.count("\n", 0, word.start()) + 1


def _words_of(text: str) -> list[str]:
    """All words of a text, also those that tags divide."""
    whole = _decoded(text)
    return _words(f"{whole}\n{_seen(whole)}" if "<" in whole else whole)


def _words(text: str) -> list[str]:
    return _words_in_plain(_plain(text))


def _words_in_plain(plain: str) -> list[str]:
    """What ``_WORD`` finds in a text, in a third of the time."""
    between = () if plain.isascii() else [s for s in set(plain) if not (s.isascii() or s.isalnum())]
    if len(between) > _FEW:
        return _WORD.findall(plain)
    for sign in between:
        plain = plain.replace(sign, " ")
    return plain.encode("utf-8", "replace").translate(_BETWEEN_WORDS).decode().split()


def _plain(text: str) -> str:
    for sign in _EMPHASIS if text.isascii() else _EMPHASIS + _UNSEEN_SIGNS:
        text = text.replace(sign, "")
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).casefold()


def _seen(text: str) -> str:
    """A text without what its readers do not see; its lines stay where they are."""
    return _UNSEEN.sub(lambda unseen: "\n" * unseen.group().count("\n"), text)


def _decoded(text: str) -> str:
    """A text with the signs for which it writes codes, as HTML, JSON, scripts and YAML do."""
    if "\\" in text:
        text = _ESCAPED.sub(
            lambda sign: chr(int(sign[1] or sign[2], 16)) if sign[1] or sign[2] else " ", text
        )
    return html.unescape(text) if "&" in text else text


def _unpacked(data: bytes) -> str:
    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError):
            return ""
    return data.decode("utf-8", "replace")
