"""Tables, cards and lists of contents: what most macros show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from handbook.facts.facts import Facts
from handbook.facts.model import Fact, facts_in
from handbook.facts.scalars import Year
from handbook.show import html
from handbook.show.content import (
    NOTHING,
    Amount,
    ComputedContent,
    Content,
    Key,
    Node,
    Phrase,
    counted_labels,
    draw,
    is_empty,
    label,
)
from handbook.show.html import Html

if TYPE_CHECKING:
    from handbook.show.view import View

Row = TypeVar("Row")
Column: TypeAlias = "str | Callable[[Row], Content]"


# --- tables ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lines(Node):
    """A table given cell by cell: None is a dash. A column of amounts is aligned to the right.

    The caption and the heads that are texts are the code's own, and not counted.
    """

    head: Sequence[Content]
    rows: Sequence[Sequence[Content]]
    caption: Content = ""

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield from counted_labels([self.caption, *self.head])
        yield from (cell for row in self.rows for cell in row)

    def drawn(self, view: View) -> Html:
        head = [label(words, view) for words in self.head]
        rows = [[_cell(cell, view) for cell in row] for row in self.rows]
        caption = label(self.caption, view) if self.caption else ""
        return html.table(head, rows, amount_columns(self.rows), caption)

    @property
    def empty(self) -> bool:
        return not self.rows


def _cell(content: Content, view: View) -> Html:
    return html.text(NOTHING) if _value(content) is None else draw(content, view)


def _value(content: Content) -> Content:
    return content.content if isinstance(content, (Key, ComputedContent)) else content


def amount_columns(rows: Sequence[Sequence[Content]]) -> list[int]:
    """The columns that hold amounts and nothing else, apart from cells with nothing to show."""
    columns = list(zip(*rows, strict=True))
    return [place for place, cells in enumerate(columns) if place and _all_amounts(cells)]


def _all_amounts(cells: Iterable[Content]) -> bool:
    filled = [cell for cell in map(_value, cells) if cell not in (None, "", NOTHING)]
    return bool(filled) and all(map(is_amount, filled))


def is_amount(content: Content) -> bool:
    """Whether a content is a number that readers compare down a column."""
    content = _value(content)
    if isinstance(content, Node):
        return isinstance(content, Amount)
    return isinstance(content, (int, Decimal)) and not isinstance(content, (bool, Year))


class Grid(Node, Generic[Row]):
    """A table of facts by its columns: the title of each, and the key it shows, or a function from
    a row to its content.

    The columns are the selection: nothing else of the facts is shown, and nothing else counts as
    read. A row may also be a tuple that holds the facts of a line.
    """

    def __init__(
        self, rows: Iterable[Row], columns: Mapping[str, Column[Row]], caption: Content = ""
    ) -> None:
        self.rows, self.columns, self.caption = tuple(rows), columns, caption
        for column in columns.values():
            if isinstance(column, str) and self.rows:
                _content(column, self.rows[0])  # a wrong key is told where it is written

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield self.lines

    def drawn(self, view: View) -> Html:
        return self.lines.drawn(view)

    def sources(self) -> Iterator[Fact]:
        for row in self.rows:
            yield from facts_in(row)

    @property
    def empty(self) -> bool:
        return not self.rows

    @cached_property
    def lines(self) -> Lines:
        """The table cell by cell."""
        cells = [[_content(column, row) for column in self.columns.values()] for row in self.rows]
        return Lines(tuple(self.columns), cells, self.caption)


def _content(column: Column[Row], row: Row) -> Content:
    if not isinstance(column, str):
        return column(row)
    if not isinstance(row, Fact):
        raise TypeError(f'"{column}" is a key, and {type(row).__name__} is no fact')
    return Key(row, column)


# --- cards ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Card(Node):
    """A card of one thing: labels, then its parts. Its name is the heading that the page writes
    above it.
    """

    of: object  # the fact, or a tuple of the facts, that the card is about
    anchor: str
    parts: Sequence[Content]
    tags: Sequence[Content] = ()

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield from (*self.tags, *self.parts)

    def drawn(self, view: View) -> Html:
        parts = (draw(part, view) for part in self.parts)
        return html.card([draw(tag, view) for tag in self.tags], *parts, anchor=self.anchor)

    def sources(self) -> Iterator[Fact]:
        yield from facts_in(self.of)


Values = TypeVar("Values", bound=Content)


class Picture(Node, Generic[Values]):
    """A picture, or a form that a script fills: made from values, and from nothing else."""

    def __init__(self, values: Values, made: Callable[[Values, View], Html]) -> None:
        self.values, self.made = values, made

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield self.values

    def drawn(self, view: View) -> Html:
        return self.made(self.values, view)


class _Several(Node):
    """A frame around several contents, of which those with nothing to show are left out."""

    def __init__(self, *parts: Content) -> None:
        self.parts = parts

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield from self.parts

    def drawn(self, view: View) -> Html:
        return self.framed([draw(part, view) for part in self.parts])

    def framed(self, parts: Sequence[Html]) -> Html:
        raise NotImplementedError

    @property
    def empty(self) -> bool:
        return all(map(is_empty, self.parts))


class Stack(_Several):
    """Contents one below the other."""

    def framed(self, parts: Sequence[Html]) -> Html:
        return html.join(filter(None, parts))


class Columns(_Several):
    """Contents side by side, below each other on a phone."""

    def framed(self, parts: Sequence[Html]) -> Html:
        return html.columns(*parts)


class TitledCard(_Several):
    """A card that carries its own title, which is its first content."""

    def framed(self, parts: Sequence[Html]) -> Html:
        title, *inner = parts
        return html.titled(title, *inner)


@dataclass(frozen=True)
class Part(Node):
    """A titled part of a card; nothing where its content is empty."""

    title: Content
    content: Content

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield from (*counted_labels([self.title]), self.content)

    def drawn(self, view: View) -> Html:
        return html.part(label(self.title, view), draw(self.content, view))


@dataclass(frozen=True)
class Paragraph(Node):
    """A sentence of its own; nothing if it is empty."""

    words: Content

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield self.words

    def drawn(self, view: View) -> Html:
        drawn = draw(self.words, view)
        return html.lead(drawn) if drawn else Html("")


@dataclass(frozen=True)
class Fallback(Node):
    """A content, and the words shown if it is empty."""

    content: Content
    words: Phrase

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield self.content

    def drawn(self, view: View) -> Html:
        return draw(self.words if self.empty else self.content, view)

    @property
    def empty(self) -> bool:
        return is_empty(self.content)


# --- lists ----------------------------------------------------------------------------------------


class Items(Node):
    """A list; ``ol`` where the order counts."""

    def __init__(self, parts: Iterable[Content], tag: str = "ul", css: str = "") -> None:
        self.parts, self.tag, self.css = tuple(parts), tag, css

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield from self.parts

    def drawn(self, view: View) -> Html:
        return html.items((draw(part, view) for part in self.parts), self.tag, self.css)

    @property
    def empty(self) -> bool:
        return not self.parts


@dataclass(frozen=True)
class Pairs(Node):
    """Names and their values; those with nothing to show are left out. Names that are texts are not
    counted.
    """

    rows: Mapping[str, Content] | Sequence[tuple[Content, Content]]
    css: str = "hb-pairs"

    def contents(self, facts: Facts) -> Iterator[Content]:
        for name, content in self._rows():
            yield from (*counted_labels([name]), content)

    def drawn(self, view: View) -> Html:
        rows = ((label(name, view), draw(content, view)) for name, content in self._rows())
        return html.pairs(rows, self.css)

    @property
    def empty(self) -> bool:
        return not self.rows

    def _rows(self) -> Iterable[tuple[Content, Content]]:
        return self.rows.items() if isinstance(self.rows, Mapping) else self.rows
