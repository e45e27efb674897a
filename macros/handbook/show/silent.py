"""What is left of a page where the company goes without something: links to it are only their words,
and a heading that showed nothing but a fact of it is named by its id.
"""

from __future__ import annotations

import re
from collections.abc import Container
from posixpath import dirname, join, normpath

from handbook.pages.scan import inline_links

_EMPTY_HEADING = re.compile(r"(?m)^(#{1,6}) +(\{: *#([\w-]+) *\})[ \t]*$")


def as_without(text: str, src: str, off: Container[str]) -> str:
    """The text of the page ``src`` for a company that goes without the pages ``off``."""
    return _EMPTY_HEADING.sub(_named, without_links_to(text, src, off))


def _named(heading: re.Match[str]) -> str:
    signs, attributes, name = heading.groups()
    return f"{signs} {name.replace('-', ' ').capitalize()} {attributes}"


def without_links_to(text: str, src: str, off: Container[str]) -> str:
    """The text of the page ``src`` with the words alone of each link to a page that is ``off``."""
    kept, end = [], 0
    for link in inline_links(text):
        target = normpath(join(dirname(src), link.target.partition("#")[0]))
        if target in off and link.start >= end:
            kept += [text[end : link.start], text[link.start + 1 : link.close]]
            end = link.end
    return "".join([*kept, text[end:]])
