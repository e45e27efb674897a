"""What is known of a page: its front matter, headings, links, macro calls, and what rules may
refuse.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from posixpath import dirname, join, normpath
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import unquote

from pydantic import Field

from handbook.facts.durations import Months
from handbook.facts.ids import read_part_id
from handbook.facts.model import Fact, Ref
from handbook.facts.scalars import Ratio, ReadBy, Words
from handbook.pages.blocks import Block, read_blocks
from handbook.pages.plain_layout import is_plain
from handbook.problems.problem import Place


class SearchRank(Fact):
    """How high a page is in the search results: 1 is usual, 0.3 puts a long list of help behind the
    pages that answer.
    """

    boost: Ratio


class Meta(Fact):
    """The front matter of a page: a closed list of keys, none of which may be the name of a macro."""

    owner: Ref[Literal["Role"]]
    part: Annotated[str, ReadBy(read_part_id)] | None = None
    readers: list[Ref[Literal["Role"]]] = Field(default_factory=list)
    review_every: Months = 3
    ask: list[Words] = Field(default_factory=list)
    hide: list[Literal["navigation", "toc"]] = Field(default_factory=list)
    search: SearchRank | None = None


class Heading(NamedTuple):
    """A heading: its level, its text without markup, its id and whether the page wrote that id
    itself.
    """

    level: int
    text: str
    id: str
    own_id: bool
    line: int


class Link(NamedTuple):
    """A link or image as written: what it points at, and the text shown."""

    target: str
    text: str
    line: int
    image: bool = False


class Call(NamedTuple):
    """A macro call: its name and literal arguments, and whether it stands alone on a line that is
    not indented.
    """

    name: str
    args: tuple[Any, ...]
    named: tuple[tuple[str, Any], ...]
    line: int
    written: str
    alone: bool
    in_link: bool = False
    in_heading: bool = False
    in_words: bool = False

    @property
    def key(self) -> tuple[str, tuple[Any, ...], tuple[tuple[str, Any], ...]]:
        """What decides the result: the same call written twice is computed once."""
        return (self.name, self.args, self.named)


class Bit(NamedTuple):
    """A piece of a page that a rule may refuse: a tag, a comment, a piece of Jinja."""

    text: str
    line: int


@dataclass
class Page:
    """One Markdown file, understood as far as rules need it. ``src`` is its path below ``docs``."""

    path: str
    src: str
    text: str
    body_line: int = 1
    meta: Meta | None = None
    proposed_top: str = (
        ""  # what a message already proposes for the top of the page, title and card included
    )
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    html: list[Bit] = field(default_factory=list)
    jinja: list[Bit] = field(default_factory=list)
    attributes: list[Bit] = field(default_factory=list)
    undefined_references: list[Bit] = field(default_factory=list)
    open_fence: int = 0
    is_fence_disputed: bool = False
    fences: list[Bit] = field(default_factory=list)
    blanked: str | None = None  # the body without code and macro calls; None where nobody read it

    @property
    def title(self) -> str:
        """The text of the first heading of level one, or the file's name."""
        return next((heading.text for heading in self.headings if heading.level == 1), self.src)

    @cached_property
    def blocks(self) -> list[Block]:
        """The text as GitHub's preview sees it; none where blocks are inside blocks too deeply."""
        return read_blocks(self.body) or []

    @cached_property
    def is_plain(self) -> bool:
        """Whether its blocks are plainly what they look, so that nobody needs to read them."""
        return is_plain(self.body)

    @property
    def body(self) -> str:
        """The text below the front matter."""
        above = self.body_line - 1
        parts = self.text.split("\n", above)
        return parts[above] if len(parts) > above else ""

    @property
    def prose(self) -> list[str]:
        """The lines of the body, with blanks in place of code and macro calls."""
        return [] if self.blanked is None else self.blanked.split("\n")

    @cached_property
    def ids(self) -> set[str]:
        """The ids of all headings."""
        return {heading.id for heading in self.headings}

    @cached_property
    def pictures(self) -> frozenset[str]:
        """The paths below ``docs`` of the pictures that the page shows."""
        targets = (unquote(link.target.partition("#")[0]) for link in self.links if link.image)
        return frozenset(normpath(join(dirname(self.src), target)) for target in targets)

    def at(self, line: int = 0) -> Place:
        return Place(self.path, line)

    def meta_place(self, key: str) -> Place:
        """The line of a key in the front matter."""
        return self.meta.at(key) if self.meta else Place(self.path, 1)

    def written(self, line: int) -> str:
        """The text of a line exactly as it is in the file."""
        lines = _lines(self.text)
        return lines[line - 1] if 0 < line <= len(lines) else ""


@lru_cache(maxsize=4)
def _lines(text: str) -> tuple[str, ...]:
    """The lines of the text that was last asked for: to keep those of all pages takes more room
    than the pages.
    """
    return tuple(text.split("\n"))
