"""Numbers by which a state knows a person: which there are in a country, and how they are checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib import import_module

from handbook.text.confidential.named_numbers import KIND

# Country → modules of `python-stdnum` whose numbers are those of people, not of companies.
_MODULES = {
    "AT": ("vnr",), "BE": ("nn", "bis"), "BG": ("egn", "pnf"), "CH": ("ssn",), "CZ": ("rc",), "DE": ("idnr",), "DK": ("cpr",),
    "EE": ("ik",), "ES": ("nif",), "FI": ("hetu",), "FR": ("nir", "nif"), "GB": ("nhs", "utr"), "GR": ("amka",), "HR": ("oib",),
    "IE": ("pps",), "LT": ("asmens",), "NL": ("bsn",), "NO": ("fodselsnummer",), "PL": ("pesel",), "PT": ("nif", "cc"),
    "RO": ("cnp",), "SE": ("personnummer",), "SI": ("emso",), "SK": ("rc",), "US": ("ssn", "itin"),
}  # fmt: skip
# Their checksums let one of ten other numbers pass, so somebody has to say what the number is.
_WORD = re.compile(
    r"\b(?:taj\b|adóazonosító|személyi|személyazonosító|ssn\b|social security|tax (?:id|number|file)|personal (?:id|number)"
    r"|national (?:id|insurance)|id (?:number|card)|identity card|passport|nhs\b|pesel|cnp\b|egn\b|oib\b|bsn\b|emšo|emso|rodné"
    r"|steuer-?id|idnr|sozialversicherung|svnr|sv-nummer|personnummer|nir\b|sécurité sociale|num[ée]ro fiscal|nif\b|amka)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.,+-])\d[\d ./-]{7,18}\d(?!\w)")


def national_numbers(
    row: str, before: Sequence[str], country: str
) -> Iterator[tuple[str, str, int]]:
    """Numbers of a person in a line, where it or the lines before it say that there is one."""
    numbers = [*_NUMBER.finditer(row)]
    if not numbers or not any(map(_WORD.search, (row, *before))):
        return
    for found in numbers:
        if _is_of_a_person(found.group(), country):
            yield KIND, found.group(), 0


def _is_of_a_person(written: str, country: str) -> bool:
    digits = re.sub(r"\D", "", written)
    if country == "HU":
        return _is_hungarian(digits)
    modules = (
        import_module(f"stdnum.{country.lower()}.{name}") for name in _MODULES.get(country, ())
    )
    return any(module.is_valid(written.strip()) or module.is_valid(digits) for module in modules)


def _is_hungarian(digits: str) -> bool:
    """TAJ, tax number of a person, personal number: the library knows only the numbers of Hungarian
    companies.

    Act XX of 1996, annexes 1 to 3: the last digit is made of the others.
    """
    numbers = [int(digit) for digit in digits]
    last = numbers[-1]
    if len(numbers) == 9:
        return (
            sum(number * (3, 7)[place % 2] for place, number in enumerate(numbers[:8])) % 10 == last
        )
    weighed = sum(place * number for place, number in enumerate(numbers[:-1], 1))
    if len(numbers) == 10:
        return digits[0] == "8" and weighed % 11 == last
    turned = sum((10 - place) * number for place, number in enumerate(numbers[:10]))
    return len(numbers) == 11 and digits[0] in "12345678" and last in (weighed % 11, turned % 11)
