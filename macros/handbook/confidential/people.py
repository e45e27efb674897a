"""People beside a judgement: a full name, by its shape, in one sentence with a sanction, pay, health or a verdict."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from handbook.confidential.corpus import Corpus
from handbook.confidential.found import Found
from handbook.confidential.words import LANGUAGES, Language

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĨĪĬĮİĴĶĹĻĽŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚ]"
_WORD = rf"(?:{_CAPITAL}[’']?)?{_CAPITAL}[^\W\d_A-Z]+(?:[-’']{_CAPITAL}?[^\W\d_A-Z]+){{0,2}}"
_NAME = re.compile(rf"(?<![\w@#/.-])(?:{_CAPITAL}\. ?){{0,2}}{_WORD}(?: (?:{_CAPITAL}\.|van|von|de|der|da|la|di)){{0,2}}(?: {_WORD}){{0,3}}(?![\w/])")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?:;])[\"”’)*_]*\s+(?=[\"“(*_]*[A-ZÀ-Þ])|<br>|\n")
_BEFORE_START = re.compile(r"(?:^|[.!?:;|>\-*_\"“(#]|\d[.)])[\s*_\"“(|#>-]*$")
_HEADING = re.compile(r"\s*(?:#{1,6} |\*\*|- \*\*|name: )")


@dataclass(frozen=True, slots=True)
class Known:
    """What is no person: ``terms`` are names of things in small letters, ``words`` decides whether a word is an ordinary one."""

    terms: frozenset[str]
    words: Callable[[str], bool]


def judged_people(corpus: Corpus, known: Known, languages: tuple[str, ...] = ("en",)) -> Iterator[Found]:
    """Each line in which somebody stands beside a judgement, with what kind of judgement it is."""
    spoken = [LANGUAGES[name] for name in languages if name in LANGUAGES]
    marks = {mark for language in spoken for words in language.said.values() for mark in words}
    for path, rows, line in corpus.places(corpus.with_any(*sorted(marks))):
        for sentence in _SENTENCE_ENDS.split(rows[line]):
            kind = _judgement(sentence, spoken)
            names = list(_names(sentence, known, spoken)) if kind else []
            if kind and not names and line and _HEADING.match(rows[line - 1]):
                names = list(_names(rows[line - 1], known, spoken))
            if names:
                yield Found(path, line + 1, kind, _initials(names[0]), tuple(names))
                break


def _judgement(sentence: str, spoken: list[Language]) -> str:
    """What kind of judgement a sentence holds; nothing where there is none."""
    for language in spoken:
        for kind, words in language.said.items():
            if _pattern(words).search(sentence):
                return kind
    return ""


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)


def _names(sentence: str, known: Known, spoken: list[Language]) -> Iterator[str]:
    for found in _NAME.finditer(sentence):
        name = _person(found.group(), bool(_BEFORE_START.search(sentence[: found.start()])), known, spoken)
        if name:
            yield name


def _person(name: str, starts: bool, known: Known, spoken: list[Language]) -> str:
    """The part of capitalised words that names a person; nothing where they name something else."""
    words = name.split()
    titled = any(words[0].rstrip(".").lower() in language.titles for language in spoken)
    if titled:
        return name if len(words) > 1 else ""
    first_names = {one for language in spoken for one in language.first_names}
    if starts and words[0].lower() not in first_names and known.words(words[0].lower()):
        words = words[1:]  # "Ask Anna Kovács": only the capital of a sentence
    whole = [word for word in words if not word.endswith(".")]
    if len(words) < 2 or not whole or _is_thing(words, known, first_names):
        return ""
    return " ".join(words)


def _is_thing(words: list[str], known: Known, first_names: set[str]) -> bool:
    """Whether the words are known together, or one of them is ordinary and no first name."""
    small = [word.lower() for word in words]
    if any(" ".join(small[place:end]) in known.terms for place in range(len(small)) for end in range(place + 1, len(small) + 1)):
        return True
    ordinary = [word for word in small if word not in first_names and known.words(word)]
    return bool(ordinary)


def _initials(name: str) -> str:
    return " ".join(f"{word[0]}." for word in name.split())
