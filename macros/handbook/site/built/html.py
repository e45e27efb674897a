"""One HTML file of the finished site in, what the checks ask about it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

from handbook.site.built.addresses import fetched_by, in_css

_CODE = {"code", "pre", "kbd", "samp", "script", "style", "textarea"}
# Inside these a text goes on; every other tag begins a new one.
_INLINE = frozenset(
    (
        "a abbr b bdi bdo br cite code data del dfn em i img input ins kbd label mark q s samp "
        "small span strong sub sup time u var wbr"
    ).split()
)
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


@dataclass
class Element:
    """A start tag: its attributes, and whether it is in the page's own content; ``text`` of scripts
    and styles.
    """

    tag: str
    attributes: Mapping[str, str]
    own: bool
    text: str = ""


@dataclass
class BuiltPage:
    """One HTML file of the site, as far as the checks ask."""

    path: str
    title: str = ""
    heading: str = ""
    text: str = ""  # what is visible of the content
    prose: str = ""  # the same without code
    blocks: list[str] = field(
        default_factory=list
    )  # the same, the text of each paragraph, entry, cell apart
    heading_ids: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)

    @cached_property
    def ids(self) -> set[str]:
        """Everything an address can point at with ``#``."""
        named = {
            element.attributes.get("name", "") for element in self.elements if element.tag == "a"
        }
        return named | {element.attributes.get("id", "") for element in self.elements}

    @cached_property
    def fetched(self) -> list[tuple[Element, str]]:
        """Every address that a browser fetches or sends to on its own when it shows the page."""
        return [
            (element, address)
            for element in self.elements
            for address in (
                *fetched_by(element.tag, element.attributes),
                *(in_css(element.text) if element.tag == "style" else ()),
            )
        ]


class _Reader(HTMLParser):
    """Fills a :class:`BuiltPage` from its HTML."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = BuiltPage(path)
        self.depth: dict[str, int] = {}
        self.open: set[str] = set()
        self.text: list[str] = []
        self.prose: list[str] = []
        self.heading: list[str] = []
        self.block: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth[tag] = self.depth.get(tag, 0) + 1
        self.open.add(tag)
        self._begin_block(tag)
        # Of two equal ones the first counts.
        attributes = {name: value or "" for name, value in reversed(attrs)}
        own = "article" in self.open
        self.page.elements.append(Element(tag, attributes, own))
        if own and tag in _HEADINGS:
            self.page.heading_ids.append(attributes.get("id", ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.depth[tag] = max(0, self.depth.get(tag, 0) - 1)
        if not self.depth[tag]:
            self.open.discard(tag)
        self._begin_block(tag)

    def handle_data(self, data: str) -> None:
        if "script" in self.open or "style" in self.open:
            self.page.elements[-1].text += data
        elif "title" in self.open and "svg" not in self.open:
            self.page.title += data
        elif "article" in self.open:
            self._read_content(data)

    def _read_content(self, data: str) -> None:
        self.text.append(data)
        if "h1" in self.open:
            self.heading.append(data)
        words = data if _CODE.isdisjoint(self.open) else " "
        self.prose.append(words)
        self.block.append(words)

    def _begin_block(self, tag: str) -> None:
        if self.block and tag not in _INLINE:
            self.page.blocks.append("".join(self.block))
            self.block.clear()

    def updatepos(self, i: int, j: int) -> int:
        """Nobody asks in which line something is, and counting takes a tenth of the time."""
        return j

    def close(self) -> None:
        super().close()
        self._begin_block("html")
        self.page.blocks = [block for block in self.page.blocks if block.strip()]
        self.page.text, self.page.prose = "".join(self.text), "".join(self.prose)
        self.page.heading = "".join(self.heading)


def read_page(path: str, html: str) -> BuiltPage:
    """Understand one HTML file; never raises for bad HTML."""
    reader = _Reader(path)
    reader.feed(html)
    reader.close()
    return reader.page
