"""Ids: short names for computers and people, such as ``managing-director``."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from handbook.facts.scalars import ReadBy, ScalarError, typed

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def read_id(value: object) -> str:
    """A short name for computers and people, ``managing-director``: plain small letters, digits,
    single hyphens.
    """
    expected = "a short name in small letters, digits and single hyphens, at most 60 characters"
    text = typed(value, expected)
    if not ID.fullmatch(text) or len(text) > 60:
        raise ScalarError(
            expected, as_id(text) if _keeps_its_letters(text) else "", odd_letters(text)
        )
    return text


# Letters of other alphabets that look like ours.
_LOOK_ALIKE = str.maketrans("аеорсухіѕјһԁορνα", "aeopcyxisjhdopva")


def as_id(text: str) -> str:
    """The id nearest to a text: accents dropped, spaces and signs turned into hyphens."""
    plain_text = unicodedata.normalize("NFKD", text.translate(_LOOK_ALIKE).casefold())
    ascii_text = plain_text.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).lstrip("-0123456789")[:60].rstrip("-")


def _keeps_its_letters(text: str) -> bool:
    """Whether an id can be made of a text without leaving letters or digits out."""
    folded = unicodedata.normalize("NFKD", text.translate(_LOOK_ALIKE).casefold())
    letters = [sign for sign in folded if sign.isalnum()]
    return all(sign.isascii() for sign in letters) and not "".join(letters)[:1].isdigit()


def odd_letters(text: str) -> str:
    """The signs of a text that are not plain letters, digits or signs, by their names."""
    odd = [
        f'"{sign}" is U+{ord(sign):04X} {unicodedata.name(sign, "")}'.strip()
        for sign in text
        if ord(sign) > 127
    ]
    return ", ".join(odd[:3])


Id = Annotated[str, ReadBy(read_id)]


def read_part_id(value: object) -> str:
    """A document and one of its parts: ``sales-book/prices``. Raises :class:`ScalarError`."""
    expected = "a document and a part with a slash between them"
    text = typed(value, expected)
    document, slash, part = text.partition("/")
    if not slash:
        raise ScalarError(expected)
    return f"{read_id(document)}/{read_id(part)}"
