"""The page of a part that nobody has written yet: its headings, what it can show already, and what
belongs on it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator

from handbook.adopt.answers import Answers
from handbook.facts.contract import RequiredDocument, RequiredPart
from handbook.pages.unwritten import UNWRITTEN

CARD = "{{ page_card() }}"
# The part that shows this has a section for each group of customers.
BY_GROUP = "buyer_group_table"


def page_path(document: RequiredDocument, part: RequiredPart) -> str:
    """Where the page of a part is, below ``docs``."""
    return f"{document.tool}/{part.id}.md"


def page_of(part: RequiredPart, answers: Answers, shows: Collection[str]) -> str:
    """The text of the page. ``shows``: the macros of the part that have something to show."""
    rest = [name for name in part.shows if name in shows and _heading_of(name, part) is None]
    blocks = [
        _top(part, answers),
        f"# {part.title}",
        CARD,
        _guidance(part),
        *(f"{{{{ {name}() }}}}" for name in rest if name != "page_card"),
        *_sections(part, answers, shows),
    ]
    return "\n\n".join(blocks) + "\n"


def _top(part: RequiredPart, answers: Answers) -> str:
    readers = ", ".join(answers.sellers)
    return f"---\nowner: {answers.head}\npart: {part.id}\nreaders: [{readers}]\n---"


def _guidance(part: RequiredPart) -> str:
    """The box at the top: what the page should answer, and what belongs on it."""
    says = f"{UNWRITTEN} This page should answer: {part.answers}"
    rows = [says, "", *textwrap.wrap(part.guidance, 110)]
    return "\n".join(f"> {row}".rstrip() for row in ["[!IMPORTANT]", *rows])


def _sections(part: RequiredPart, answers: Answers, shows: Collection[str]) -> Iterator[str]:
    for heading in part.headings:
        yield f"## {heading.replace('-', ' ').capitalize()} {{: #{heading} }}"
        for name in part.shows:
            if name in shows and _heading_of(name, part) == heading:
                yield f"{{{{ {name}() }}}}"
        yield UNWRITTEN
    if BY_GROUP in part.shows:
        for group in answers.customer_groups:
            yield f"## {group.name} {{: #{group.id} }}\n\n{group.who}\n\n{UNWRITTEN}"


def _heading_of(macro: str, part: RequiredPart) -> str | None:
    """The first section that shares a word with the macro."""
    words = {word.rstrip("s") for word in macro.split("_")} - {"table", "list", "card"}
    found = (
        heading
        for heading in part.headings
        if words & {word.rstrip("s") for word in heading.split("-")}
    )
    return next(found, None)
