"""HTML on a page, by blocks, and what to write in Markdown instead of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from handbook.pages.page import Bit, Page

_NAME = re.compile(r"</?([A-Za-z][\w-]*)")
_TABLE = re.compile(r"<(/?)table\b", re.IGNORECASE)
_INSTEAD = {
    "a row of a table is a line with its cells between upright strokes, | … | … |, and below the "
    "first row stands | --- | --- |": "table thead tbody tfoot tr td th caption colgroup col",
    "a link is [the words to click](path/of/the/page.md)": "a",
    "a picture is ![what it shows](path/of/the/picture.png)": "img picture figure figcaption source",
    "a heading begins with ## and a space": "h1 h2 h3 h4 h5 h6 summary",
    "an entry of a list begins with a hyphen and a space, or with 1. and a space": "ul ol li dl dt dd",
    "important words are **in two asterisks**": "b strong",
    "words to stress are *in one asterisk*": "i em u",
    "code is `in backticks`": "code pre tt samp",
    "what somebody says begins with > and a space": "blockquote",
    "a line across the page is ---": "hr",
    "an empty line parts paragraphs": "p div section article",
    "a tag that may stay says nothing but a title in double quotes": "br kbd sub sup small mark abbr",
    "take out the tags that only set looks": "span font center style details header footer main aside nav",
}
_MARKDOWN = {name: said for said, names in _INSTEAD.items() for name in names.split()}
COMMENT = "delete comments, which are published with the page"
OTHERWISE = "a sign that is meant as text is written &lt;"


def html_blocks(page: Page, bits: Sequence[Bit]) -> Iterator[list[Bit]]:
    """The pieces of HTML that are in one block: no empty line is between them, or they are in one
    table.
    """
    block: list[Bit] = []
    tables = 0
    for bit in bits:
        if block and not tables and _is_parted(page, block[-1], bit):
            yield block
            block = []
        block.append(bit)
        if found := _TABLE.match(bit.text):
            tables = max(0, tables + (-1 if found.group(1) else 1))
    if block:
        yield block


def _is_parted(page: Page, before: Bit, after: Bit) -> bool:
    ends = before.line + before.text.count("\n")
    return any(
        not line.strip() for line in page.prose[ends - page.body_line : after.line - page.body_line]
    )


def _names(bits: Iterable[Bit]) -> Iterator[str]:
    for bit in bits:
        found = _NAME.match(bit.text)
        yield found.group(1).lower() if found else "!"


def shown_tags(bits: Iterable[Bit]) -> list[str]:
    """``<table>``, ``<tr>``: each kind of tag once."""
    names = dict.fromkeys(_names(bits))
    return [f"<{name}>" if name != "!" else "comments and the like" for name in names]


def in_markdown(bits: Iterable[Bit]) -> list[str]:
    """What to write instead of the tags, each said once."""
    said = (COMMENT if name == "!" else _MARKDOWN.get(name, OTHERWISE) for name in _names(bits))
    return list(dict.fromkeys(said))
