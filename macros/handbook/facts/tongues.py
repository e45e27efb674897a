"""Words that people write in their own language where facts want one spelling: units, months,
currencies, countries.

Everything comes from the tables of the Unicode consortium (babel). A word that two languages
understand differently has no meaning here: nothing is proposed for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import get_month_names
from babel.languages import get_official_languages
from babel.numbers import get_currency_name, get_currency_symbol, list_currencies
from babel.units import format_unit

LANGUAGES = (
    "en de fr es it pt nl pl cs sk hu ro hr sl bg el sv da nb fi et lv lt tr uk ru sr"
).split()  # fmt: skip

# Signs that several countries share.
_SHARED = {"$", "¥", "kr", "kr.", "l", "m", "r"}


def _only(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Words with their meaning, those with two meanings left out."""
    found: dict[str, set[str]] = {}
    for word, meaning in pairs:
        found.setdefault(word.casefold().strip(" .\u00a0\u202f"), set()).add(meaning)
    return {word: meanings.pop() for word, meanings in found.items() if len(meanings) == 1 and word}


@cache
def units() -> dict[str, str]:
    """``Monate`` → month, ``hét`` → week."""
    return _only(_unit_names())


def _unit_names() -> Iterator[tuple[str, str]]:
    for unit in ("minute", "hour", "day", "week", "month", "year"):
        for language in LANGUAGES:
            for number in (1, 2, 5, 1.5):
                for length in ("long", "short", "narrow"):
                    said = format_unit(number, f"duration-{unit}", length, locale=language)
                    yield re.sub(r"[\d.,\u066b]", "", said), unit


@cache
def months() -> dict[str, str]:
    """``október`` → 10, ``Sept`` → 9."""
    return _only(_month_names())


def _month_names() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    yield name, str(number)


def currency(text: str) -> str:
    """The code of a currency that is written as a sign, a name, or among other words; empty where
    it is not clear.
    """
    known = list_currencies()
    codes = {word for word in re.findall(r"[A-Za-z]{3,}", text.upper()) if word in known}
    word = text.casefold().strip(" .\u00a0\u202f")
    if word in _currencies() and word not in _SHARED:
        return _currencies()[word]
    return codes.pop() if len(codes) == 1 else ""


@cache
def _currencies() -> dict[str, str]:
    return _only(_currency_names())


def _currency_names() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        for code, name in Locale(language).currencies.items():
            yield name, code
            yield get_currency_symbol(code, language), code
            yield get_currency_name(code, 1, language), code
            yield get_currency_name(code, 2, language), code


def locale(text: str) -> str:
    """``magyar``, ``Hungarian`` and ``hu-hu`` → hu_HU; empty where the country is not clear, as for
    ``Deutsch``.
    """
    words = re.fullmatch(r"([^()]+?)(?: \(([^()]+)\))?", text.strip())
    if not words:
        return ""
    if code := re.fullmatch(
        r"([A-Za-z]{2,3})[-_. ]([A-Za-z]{2})(?:\.utf-?8)?", text.strip(), re.IGNORECASE
    ):
        return _known_locale(code.group(1).lower(), code.group(2).upper())
    language = _languages().get(words.group(1).casefold(), "")
    where = country(words.group(2)) if words.group(2) else _home_of(language)
    return _known_locale(language, where) if language and where else ""


def _known_locale(language: str, territory: str) -> str:
    try:
        return str(Locale(language, territory))
    except (UnknownLocaleError, ValueError):
        return ""


def _home_of(language: str) -> str:
    """The one country in which a language is official; empty where there are several."""
    homes = [
        where
        for where in get_global("territory_languages")
        if language in get_official_languages(where)
    ]
    return homes[0] if len(homes) == 1 else ""


@cache
def _languages() -> dict[str, str]:
    own = ((Locale(code).get_display_name(code) or "", code) for code in LANGUAGES)
    return _only(
        [
            *own,
            *((name, code) for said in LANGUAGES for code, name in Locale(said).languages.items()),
        ]
    )


def country(text: str) -> str:
    """The two capitals of a country that is written by its name; empty where it is not clear."""
    return _countries().get(text.strip().casefold(), "")


@cache
def _countries() -> dict[str, str]:
    names = ((name, code) for said in LANGUAGES for code, name in Locale(said).territories.items())
    return _only((name, code) for name, code in names if code.isalpha() and len(code) == 2)
