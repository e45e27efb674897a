"""What is left of the example once the handbook bears the company's own name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from posixpath import splitext

from handbook.documents.sales_book.facts.market import Product
from handbook.handbook import Handbook
from handbook.problems.problem import Place, Problem, Severity, counted
from handbook.rules.rule import rule
from handbook.text.settings import PATH as SETTINGS
from handbook.upkeep import example
from handbook.upkeep.example import (
    MARKED,
    copied_sentences,
    is_example,
    mark,
    names_in,
    of_bytes,
    pictures_of,
)

_HELD = "Once the company's name in company.yml is its own, nothing of the example is to be left."


@rule(
    "example-remains",
    bad="""
mkdocs.yml:
site_description: How Formerly sells.
""",
    good="""
mkdocs.yml:
site_description: How Fernhill sells.
""",
)
def example_remains(handbook: Handbook) -> Iterator[Problem]:
    """Once `company.yml` bears the company's own name, nothing of the example is left: its name in
    texts, facts and settings, its products, its pictures. Pages that still say the example's
    sentences are counted as advice: they are work to do; while pages are marked *Example, to be
    rewritten*, all of it is. One message for each kind of files.
    """
    if is_example(handbook):
        return
    begun = any(MARKED in page.text for page in handbook.pages.values())
    for problem in _left(handbook):
        yield replace(problem, severity="advice") if begun else problem


def _left(handbook: Handbook) -> Iterator[Problem]:
    copied = {page.src: copied_sentences(page) for page in handbook.pages.values()}
    theirs = {src: number for src, number in copied.items() if number}
    if theirs:
        what = f"{counted(sum(theirs.values()), 'sentence')} on {counted(len(theirs), 'page')} are still the example's."
        yield _told([f"docs/{src}" for src in theirs], what, "write them anew, page by page.", True)
    yield from _names(handbook, {f"docs/{src}" for src in theirs})
    known = example.known_example()
    products = [item for item in handbook.facts[Product] if mark(item.name) in known.products]
    if products:
        what = f"{counted(len(products), 'product')} of the example are among yours: {', '.join(item.name for item in products)}."
        places = tuple(item.at() for item in products)
        yield Problem(places[0], what, "take them out.", places=places)
    data = handbook.data
    pictures = [path for path in pictures_of(handbook) if of_bytes(data[path]) in known.files]
    if pictures:
        what = f"{counted(len(pictures), 'picture')} in docs/assets are the example's, its logo perhaps among them."
        yield _told(pictures, what, "put your own in their place, under the same names.")


def _names(handbook: Handbook, copied: set[str]) -> Iterator[Problem]:
    """Where the example's name is left, but on pages that are its own still."""
    words = example.known_example().words
    found = {
        path: number
        for path, text in handbook.texts.items()
        if path not in copied and (number := names_in(text, words))
    }
    for kind, paths in _by_kind(found).items():
        number = sum(found[path] for path in paths)
        what = f"The example's name is in {counted(len(paths), 'file')} of {kind}, {counted(number, 'time')}."
        yield _told(paths, what, "write your own in its place.")


def _by_kind(paths: Iterable[str]) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for path in paths:
        kinds.setdefault(_kind(path), []).append(path)
    return kinds


def _kind(path: str) -> str:
    if path == SETTINGS:
        return "the settings"
    if path.startswith(("docs/_facts/", "docs/_records/")):
        return "facts and records"
    return "pages" if splitext(path)[1] == ".md" else "other texts"


def _told(paths: list[str], what: str, fix: str, advice: bool = False) -> Problem:
    places = tuple(Place(path) for path in paths)
    severity: Severity = "advice" if advice else "must"
    return Problem(places[0], what, fix, note=_HELD, places=places, severity=severity)
