"""Links as they are written in the file, so that only the part that is wrong is replaced: words,
title and anchor stay.
"""

from __future__ import annotations

import re

from handbook.pages.page import Link, Page
from handbook.problems.edits import Words

Paste = tuple[str, Words]


def with_address(page: Page, link: Link, address: str) -> Paste | None:
    """The whole link with another address; None where the link is not found as it is written."""
    written = whole(page, link)
    if written is None:
        return None
    words, start, end = written
    return words[:start] + address + words[end:], _words(page, link.line, words)


def with_text(page: Page, link: Link, text: str) -> Paste | None:
    """The whole link with other words between its square brackets."""
    written = whole(page, link)
    if written is None or not written[0].startswith(("[", "![")):
        return None
    words = written[0]
    rest = words[words.index("[") + 1 + len(link.text) :]
    return words[: words.index("[") + 1] + text + rest, _words(page, link.line, words)


def whole(page: Page, link: Link) -> tuple[str, int, int] | None:
    """The link from its first to its last sign, and where its address begins and ends in it."""
    target = re.escape(link.target)
    sign = "!" if link.image else ""
    for pattern in (
        rf"{sign}\[{re.escape(link.text)}\]\([ ]*(?P<angle><)?(?P<address>{target})(?(angle)>)(?:[ ]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ ]*\)",
        rf"\[{re.escape(link.text)}\]:[ \t]*<?(?P<address>{target})>?",
        rf"<(?P<address>{target})>",
        rf"!?\[[^\[\]\n]*\]\([ ]*(?P<address>{target}[^()<>\n\"]*?)(?:[ ]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ ]*\)",
        rf"(?P<address>(?<!\S){target})" if "://" in link.target else r"(?!)",
    ):
        if found := re.search(pattern, _lines(page, link.line, link.text.count("\n"))):
            start, end = (place - found.start() for place in found.span("address"))
            return found.group(), start, end
    return None


def address_of(page: Page, link: Link) -> str:
    """The address as it was meant, with the spaces at which an engine would end it."""
    written = whole(page, link)
    return written[0][written[1] : written[2]] if written else link.target


def _lines(page: Page, line: int, more: int) -> str:
    return "\n".join(page.written(row) for row in range(line, line + more + 1))


def _words(page: Page, line: int, words: str) -> Words:
    return Words(words, _lines(page, line, words.count("\n")).find(words) + 1)
