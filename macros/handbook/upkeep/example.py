"""What tells the example apart from a company's own: fingerprints of its name, its products, its
pictures and the sentences of its pages.

Only fingerprints are kept, in ``example.txt``: the engine holds no word of the example.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256

from handbook.documents.company.facts.company import Company
from handbook.documents.sales_book.facts.market import Product
from handbook.handbook import Handbook, build_without_git
from handbook.pages import Page
from handbook.text.load import read_folder, read_own

NAME = "example.txt"
# What a page says at its top that began as the example's.
MARKED = "*Example, to be rewritten.*"
DIGITS = 8
LEAST_WORDS = 7  # a shorter sentence may be anybody's
# Pages of documents; those about the handbook itself say the same in every company.
ASSETS = "docs/assets/"
OF_DOCUMENTS = ("technology/", "system/", "roles/")
_WORD = re.compile(r"[^\W\d_]{4,}")
_ENDS = re.compile(r"[.!?:|]\s")
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Example:
    """Fingerprints of the example: the words of its name, its products, pictures and sentences."""

    words: frozenset[str]
    products: frozenset[str]
    files: frozenset[str]
    sentences: frozenset[str]


@cache
def known_example() -> Example:
    """The example that this engine was made with."""
    rows = read_own(f"upkeep/{NAME}").splitlines()
    return Example(*(frozenset(re.findall(rf".{{{DIGITS}}}", row)) for row in rows))


def as_text(example: Example) -> str:
    """The example as ``example.txt`` keeps it: a line for each kind of fingerprints."""
    kinds = (example.words, example.products, example.files, example.sentences)
    return "".join("".join(sorted(kind)) + "\n" for kind in kinds)


def example_of(handbook: Handbook) -> Example:
    """The fingerprints of a handbook that is to be the example."""
    company = handbook.facts.only(Company)
    pages = (page for page in handbook.pages.values() if page.src.startswith(OF_DOCUMENTS))
    return Example(
        frozenset({mark(company.name.split()[0])} if company else ()),
        frozenset(mark(product.name) for product in handbook.facts[Product]),
        frozenset(of_bytes(handbook.data[path]) for path in pictures_of(handbook)),
        frozenset(found for page in pages for found in sentences(page)),
    )


def pictures_of(handbook: Handbook) -> list[str]:
    """The paths of a company's own drawings, its logo among them."""
    return [path for path in handbook.data if path.startswith(ASSETS) and path.endswith(".svg")]


def of_bytes(data: bytes) -> str:
    """The fingerprint of a file."""
    return sha256(data).hexdigest()[:DIGITS]


@lru_cache(maxsize=50_000)
def mark(text: str) -> str:
    """The fingerprint of words, whatever capitals and signs they have."""
    plain = " ".join(_WORDS.findall(text.casefold()))
    return sha256(plain.encode()).hexdigest()[:DIGITS]


def sentences(page: Page) -> Iterator[str]:
    """The fingerprints of the sentences of a page that are long enough to be somebody's own.
    Headings are none: the contract asks for them.
    """
    for paragraph in page.body.split("\n\n"):
        # Where a sentence ends is guessed: the same guess meets it again.
        for sentence in () if paragraph.lstrip()[:1] == "#" else _ENDS.split(paragraph):
            if len(_WORDS.findall(sentence)) >= LEAST_WORDS:
                yield mark(sentence)


def copied_sentences(page: Page) -> int:
    """How many sentences of a page are the example's."""
    return sum(found in known_example().sentences for found in sentences(page))


def is_example(handbook: Handbook) -> bool:
    """Whether a handbook still bears the example's name, or none."""
    company = handbook.facts.only(Company)
    return company is None or mark(company.name.split()[0]) in known_example().words


def names_in(text: str, words: Iterable[str]) -> int:
    """How often words with these fingerprints are in a text."""
    wanted = frozenset(words)
    written = [word.casefold() for word in _WORD.findall(text)]
    meant = {word for word in set(written) if mark(word) in wanted}
    return sum(word in meant for word in written) if meant else 0


if __name__ == "__main__":
    sys.stdout.write(as_text(example_of(build_without_git(read_folder("."), date.min))))
