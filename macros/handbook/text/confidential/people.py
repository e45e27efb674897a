"""People beside a judgement: a name in one sentence with a sanction, pay, health or a verdict.

A full name is noticed by its shape. A first name alone is one that lists know, or a word that does
what only people do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property

from handbook.text.confidential.corpus import Corpus
from handbook.text.confidential.first_names import first_names
from handbook.text.confidential.found import Finding
from handbook.text.confidential.words import LANGUAGES, Language
from handbook.text.sieve import Sieve, any_of

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĨĪĬĮİĴĶĹĻĽŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚ]"
_WORD = rf"(?:{_CAPITAL}[’']?)?{_CAPITAL}[^\W\d_A-Z]+(?:[-’']{_CAPITAL}?[^\W\d_A-Z]+){{0,2}}"
_PARTICLES = ("van", "von", "de", "der", "den", "da", "di", "la")
_NAME = re.compile(
    rf"(?<![\w@#/.-])(?:{_CAPITAL}[a-z]{{0,3}}\. ?){{0,2}}{_WORD}(?: (?:{_CAPITAL}\.|{'|'.join(_PARTICLES)})){{0,2}}(?: {_WORD}){{0,3}}(?![\w/])"
)
_SMALL_WORD = re.compile(r"[a-zà-öø-ÿœšžőű]{2,}")
_BEFORE, _BEHIND = ' (“"', " ,.;:!?)"
# A sentence does not end behind "Dr." or "A.".
_SENTENCE_ENDS = re.compile(
    r"(?<=[.!?:;])(?<!\b[A-ZÀ-Þ]\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)[\"”’)*_]*\s+(?=[\"“(*_]*[A-ZÀ-Þ])|<br>|\n"
)
_BEFORE_START = re.compile(r"(?:^|[.!?:;|>\-*_\"“(#]|\d[.)])[\s*_\"“(|#>-]*$")
_HEADING = re.compile(r"\s*(?:#{1,6} |\*\*|- \*\*|name: )")


# What stands behind the name of a firm.
_FIRM = re.compile(
    r"[ ,]{1,2}(?:Kft|Zrt|Nyrt|Bt|Kkt|GmbH|AG|KG|OHG|SE|UG|s\.? ?r\. ?o|a\. ?s|Ltd|LLP|LLC|PLC|plc|Inc|Corp|Co|"
    r"SA|SAS|SARL|Sarl|SpA|Srl|S\.r\.l|BV|B\.V|NV|AB|Oy|ApS)\b"
)
_ORDINARY = frozenset(word for language in LANGUAGES.values() for word in language.ordinary)
_FEW = 40
# What is said of moods, things and proposals.
_NO_SANCTION = re.compile(r"fired up|dismissed as|dismissed (?:it|them)\b")
_WORDS = re.compile(_WORD)
_TWO = re.compile(rf"{_CAPITAL}[\w.’'-]*,? (?:\w{{2,3}} )?{_CAPITAL}")
_OWNING = re.compile(r"[’']s?$")


class NonPersonWords:
    """What is no person: names of things, and ordinary words. Asked only where somebody may stand
    beside a judgement.
    """

    def __init__(self, corpus: Corpus, terms: Callable[[], Iterable[str]]) -> None:
        self._corpus, self._terms = corpus, terms
        self._asked: dict[str, bool] = {}
        self._looked_for = 0

    @cached_property
    def terms(self) -> frozenset[str]:
        """Names of products, companies, units and the like, in small letters."""
        return frozenset(" ".join(term.lower().split()) for term in self._terms())

    @cached_property
    def words_of_terms(self) -> frozenset[str]:
        """The words of all those names, each by itself."""
        return frozenset(word for term in self.terms for word in term.split())

    def is_ordinary(self, word: str) -> bool:
        """Whether the handbook itself writes a word small, in the middle of a sentence; a name is
        never written so.
        """
        if word not in self._asked:
            self._asked[word] = word in _ORDINARY or self._is_written(word)
        return self._asked[word]

    def _is_written(self, word: str) -> bool:
        # After a few words, what is beside brackets and other signs counts too.
        self._looked_for += 1
        if self._looked_for <= _FEW:
            return self._corpus.holds(word, " ", " ,.")
        return bool(_SMALL_WORD.fullmatch(word)) and self._corpus.holds(word, _BEFORE, _BEHIND)


def judged_people(
    corpus: Corpus, known: NonPersonWords, languages: tuple[str, ...] = ("en",)
) -> Iterator[Finding]:
    """Each line in which somebody stands beside a judgement, with what kind of judgement it is."""
    spoken = [LANGUAGES[name] for name in languages if name in LANGUAGES]
    for path, rows, line in _places(corpus, spoken):
        if not _may_name(rows[line], spoken):
            continue
        for sentence in _SENTENCE_ENDS.split(rows[line]):
            judged, kind = line, _judgement(sentence, spoken)
            if not kind and _HEADING.match(rows[line]):
                judged, kind = _below(rows, line, spoken)
            names = list(_names(sentence, known, spoken)) if kind else []
            if names:
                yield Finding(
                    path, judged + 1, kind, _initials(names[0]), tuple(names), sentence.strip()
                )
                break


def _places(corpus: Corpus, spoken: list[Language]) -> Iterator[tuple[str, list[str], int]]:
    """The lines with words of judgement, and the headings a little above them."""
    words = (word for language in spoken for words in language.said.values() for word in words)
    judged = corpus.lines(_sieve(tuple(words)))
    above = _above(judged, 1, 2) | corpus.with_capitals(_above(judged, 3))
    yield from corpus.places(judged)
    for path, rows, line in corpus.places(above - judged):
        if _HEADING.match(rows[line]):
            yield path, rows, line


def _above(lines: set[int], *distances: int) -> set[int]:
    return {line - distance for line in lines for distance in distances if line >= distance}


def _may_name(row: str, spoken: list[Language]) -> bool:
    """Whether there are two capitalised words, a first name, or a word that does what people do;
    quick, for many lines.
    """
    if _TWO.search(row) or any(language.acting.search(row) for language in spoken):
        return True
    return any(_OWNING.sub("", word).lower() in first_names() for word in _WORDS.findall(row))


def _below(rows: Sequence[str], line: int, spoken: list[Language]) -> tuple[int, str]:
    """The judgement in the first text below a heading, and its line."""
    below = next(
        (place for place in range(line + 1, min(line + 4, len(rows))) if rows[place].strip()), line
    )
    return below, _judgement(rows[below], spoken) if below > line else ""


def _judgement(sentence: str, spoken: list[Language]) -> str:
    """What kind of judgement a sentence holds; nothing where there is none."""
    small = _NO_SANCTION.sub("", sentence.lower())
    for language in spoken:
        for kind, words in language.said.items():
            if _sieve(words).may_find(small) and _pattern(words).search(small):
                return kind
    return ""


@cache
def _sieve(words: tuple[str, ...]) -> Sieve:
    return Sieve(any_of(words))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})")


def _names(sentence: str, known: NonPersonWords, spoken: list[Language]) -> Iterator[str]:
    for found in _NAME.finditer(sentence):
        if _FIRM.match(sentence, found.end()) or _FIRM.search(f" {found.group()}"):
            continue
        starts = _starts(sentence, found.start())
        words = _without_article(found.group(), sentence[: found.start()], starts, known, spoken)
        name = words and (
            _person(words, known, spoken)
            or _first_name(words, starts, sentence, sentence[found.end() :], known, spoken)
        )
        if name:
            yield name


def _starts(sentence: str, at: int) -> bool:
    """Whether the word there begins a sentence, a cell or a heading, so that its capital says
    nothing.
    """
    before = sentence[max(0, at - 20) : at]
    return bool(_BEFORE_START.search(f"x{before}" if at > 20 else before))


def _without_article(
    name: str, before: str, starts: bool, known: NonPersonWords, spoken: list[Language]
) -> list[str]:
    """Capitalised words without the one that only begins a sentence; none behind an article, which
    names a thing.
    """
    words = name.split()
    articles = {article for language in spoken for article in language.articles}
    last = before[-12:].rstrip('*_“" ').rpartition(" ")[2]
    if last.lower() in articles or words[0].lower() in articles:
        return []
    plain = words[0].lower() not in _ambiguous(spoken) and known.is_ordinary(words[0].lower())
    return (
        words[1:] if starts and plain else words
    )  # "Ask Anna Kovács": only the capital of a sentence


def _person(words: list[str], known: NonPersonWords, spoken: list[Language]) -> str:
    """The full name, or the title and the surname, that capitalised words are; nothing where they
    name something else.
    """
    if any(words[0].rstrip(".").lower() in language.titles for language in spoken):
        return " ".join(words) if len(words) > 1 else ""
    whole = [word for word in words if not word.endswith(".")]
    if len(words) < 2 or not whole or _is_thing(words, known, _ambiguous(spoken)):
        return ""
    return " ".join(words)


def _first_name(
    words: list[str],
    starts: bool,
    sentence: str,
    rest: str,
    known: NonPersonWords,
    spoken: list[Language],
) -> str:
    """The last of capitalised words where it is a first name that stands alone: "our Key Seller
    János".
    """
    name = _OWNING.sub("", words[-1])
    small = name.lower()
    if small in known.words_of_terms or any(small in language.pronouns for language in spoken):
        return ""
    verb = next(iter(re.findall(r"[\w’']+", rest[:30])), "").lower()
    acts = any(verb in language.verbs for language in spoken)
    if small in first_names():
        certain = acts if small in _ambiguous(spoken) else not known.is_ordinary(small)
        return name if certain else ""
    alone = starts and acts and len(words) == 1 and not known.is_ordinary(small)
    return name if alone and _is_about_people(sentence, spoken) else ""


def _is_about_people(sentence: str, spoken: list[Language]) -> bool:
    """Whether a sentence says what is true only of people: that somebody is ill, or what is his or
    hers.
    """
    small = sentence.lower()
    pronouns = {word for language in spoken for word in language.pronouns}
    ill = any(_pattern(language.health).search(small) for language in spoken)
    return ill or not pronouns.isdisjoint(re.findall(r"\w+", small))


def _ambiguous(spoken: list[Language]) -> set[str]:
    return {name for language in spoken for name in language.first_names}


def _is_thing(words: list[str], known: NonPersonWords, names: set[str]) -> bool:
    """Whether the words are known together, or one of them is ordinary and no first name."""
    small = [word.lower() for word in words]
    if any(
        " ".join(small[place:end]) in known.terms
        for place in range(len(small))
        for end in range(place + 1, len(small) + 1)
    ):
        return True
    plain = (word for word in small if word not in names and word not in _PARTICLES)
    return any(map(known.is_ordinary, plain))


def _initials(name: str) -> str:
    return " ".join(f"{word[0]}." for word in name.split())
