"""The rule about pages that were started and are still to be written."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.whole.rules.part_contents import guidance, pages_of
from handbook.facts.contract import Document, Part
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.pages.unwritten import UNWRITTEN, unwritten_lines
from handbook.problems.problem import Problem, counted, listed
from handbook.rules.rule import rule


@rule(
    "part-unwritten",
    bad="""
sales-book/prices.md:
{{ product_card("filter-change") }}

## Coming prices {: #coming-prices }

*Not written yet.*
""",
    good="""
sales-book/prices.md:
{{ product_card("filter-change") }}

## Coming prices {: #coming-prices }

New lists are announced three months ahead.
""",
)
def unwritten_parts(handbook: Handbook) -> Iterator[Problem]:
    """A page that `handbook start` made says *Not written yet.* where text is missing, so that
    readers know. While its document is growing this is advice; a part that `parts.yml` declares
    complete is written.
    """
    pages = pages_of(handbook)
    for document in handbook.documents:
        found = [
            (part, page)
            for part in document.parts
            for page in pages.get(part.id, [])[:1]
            if unwritten_lines(page)
        ]
        growing = [(part, page) for part, page in found if part.state != "complete"]
        if growing:
            yield _still_to_write(document, growing)
        for part, page in found:
            if part.state == "complete":
                yield _declared_complete(part, page)


def _still_to_write(document: Document, found: list[tuple[Part, Page]]) -> Problem:
    places = sum(len(unwritten_lines(page)) for _, page in found)
    titles = listed((part.title for part, _ in found), 30)
    what = (
        f'"{document.title}" still has {len(found)} of its {len(document.parts)} parts to write, '
        f"in {counted(places, 'place')}: {titles}."
    )
    part, page = found[0]
    fix = (
        f"write the one that is needed next, for instance {page.path}, and delete its lines that "
        f"say {UNWRITTEN} What belongs on it: {guidance(part)}"
    )
    return Problem(document.at(), what, fix, severity="advice")


def _declared_complete(part: Part, page: Page) -> Problem:
    lines = unwritten_lines(page)
    what = (
        f'"{part.title}" is declared complete, but this page says {UNWRITTEN} '
        f"in {counted(len(lines), 'place')}."
    )
    fix = (
        "write what is missing and delete these lines, or set the part to state: growing in "
        f"parts.yml. What belongs on it: {guidance(part)}"
    )
    return Problem(page.at(lines[0]), what, fix)
