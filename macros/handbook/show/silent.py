"""Links to pages that the company goes without: only their words are left."""

from __future__ import annotations

from collections.abc import Container
from posixpath import dirname, join, normpath

from handbook.pages.scan import inline_links


def without_links_to(text: str, src: str, off: Container[str]) -> str:
    """The text of the page ``src`` with the words alone of each link to a page that is ``off``."""
    kept, end = [], 0
    for link in inline_links(text):
        target = normpath(join(dirname(src), link.target.partition("#")[0]))
        if target in off and link.start >= end:
            kept += [text[end : link.start], text[link.start + 1 : link.close]]
            end = link.end
    return "".join([*kept, text[end:]])
