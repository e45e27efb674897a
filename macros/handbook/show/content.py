"""What a macro shows: typed values of facts, and words around them, as one tree.

A tree is drawn and counted by the same walk, so a page looks different exactly where its
fingerprint does. Words that the code writes around values (the template of a phrase, the head of a
column) are drawn and not counted: to reword them is no change of a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from handbook.facts.durations import Duration
from handbook.facts.facts import Facts
from handbook.facts.kinds import kind_of
from handbook.facts.model import Fact, Item, facts_in, keys_of
from handbook.facts.references import references_of
from handbook.facts.scalars import Ratio, Share
from handbook.show import html
from handbook.show.html import Html

if TYPE_CHECKING:
    from handbook.show.view import View

NOTHING = "—"  # in place of a value, so that it does not look forgotten

Value: TypeAlias = "str | int | Decimal | date | time | Duration | None"
Content: TypeAlias = "Node | Value | Sequence[Content]"


class Node:
    """A piece of what a macro shows. It names its inner contents once: they are what is drawn, and
    what is counted.
    """

    def contents(self, facts: Facts) -> Iterator[Content]:
        """The contents that depend on facts, in the order in which they are drawn."""
        raise NotImplementedError

    def drawn(self, view: View) -> Html:
        raise NotImplementedError

    def sources(self) -> Iterator[Fact]:
        """The facts that the node itself names; its contents name their own."""
        yield from ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return False


def draw(content: Content, view: View) -> Html:
    """A content as readers see it; a list of several as a list with bullets."""
    if isinstance(content, Node):
        return content.drawn(view)
    if content is None:
        return Html("")
    if isinstance(content, (list, tuple)) and not isinstance(content, Duration):
        return html.items(draw(inner, view) for inner in content)
    if isinstance(content, Fact):
        raise TypeError(f"{type(content).__name__} holds several values; say which are shown")
    return view.value(content)


def is_empty(content: object) -> bool:
    """Whether a macro found nothing to show."""
    if isinstance(content, Node):
        return content.empty
    return content is None or (isinstance(content, (list, tuple, dict)) and not content)


def label(words: Content, view: View) -> Html:
    """Words beside a value: a text as it is, anything else as it is drawn."""
    return html.text(words) if isinstance(words, str) else draw(words, view)


def counted_labels(labels: Iterable[Content]) -> Iterator[Content]:
    """Only the labels that come from facts: plain text comes from the code."""
    yield from (words for words in labels if not isinstance(words, str))


# --- values and names -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Key(Node):
    """The value of a key of a fact; dots lead into a fact inside it.

    Of a reference it is the name of what it refers to; a name is linked to its card where a page
    shows one.
    """

    fact: Fact
    path: str
    linked: bool = True

    def __post_init__(self) -> None:
        first = self.path.partition(".")[0]
        if first not in keys_of(type(self.fact)) and not hasattr(type(self.fact), first):
            raise AttributeError(f'"{first}" is no key of {type(self.fact).__name__}')

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield self.content

    def drawn(self, view: View) -> Html:
        return draw(self.content, view)

    def sources(self) -> Iterator[Fact]:
        yield self.fact

    @property
    def content(self) -> Content:
        """The value, or the name to show for it."""
        owner, name = self._owner()
        value: Content = getattr(owner, name)
        table = _tables(type(owner)).get(name, "")
        if table:
            return _names(table, value, self.linked)
        if self.linked and isinstance(owner, Item) and name == label_key(type(owner)):
            return ItemName(kind_of(type(owner)).name, owner.id, owner.label)
        return value

    def _owner(self) -> tuple[Fact, str]:
        fact, (*outer, last) = self.fact, self.path.split(".")
        for name in outer:
            fact = getattr(fact, name)
        return fact, last


def _names(table: str, ids: Content, linked: bool) -> Content:
    if isinstance(ids, str):
        return ItemName(table, ids, linked=linked)
    if isinstance(ids, list) and ids:
        return JoinedContent([ItemName(table, str(item_id), linked=linked) for item_id in ids])
    return None


@cache
def _tables(model: type[Fact]) -> Mapping[str, str]:
    """For each key of a model that refers to other facts, the table that it refers to."""
    return {name: table for name, _, table in references_of(model)}


@cache
def label_key(model: type[Item]) -> str:
    """The key that says what people call an item of that model; empty where its id does."""
    return next((key for key in ("name", "title") if key in model.model_fields), "")


@dataclass(frozen=True)
class ItemName(Node):
    """The name of an item by its id, linked to its card where a page shows one; the id where it
    could not be read.
    """

    table: str
    id: str
    name: str = ""  # where it is known already
    linked: bool = True

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield self._name(facts)

    def drawn(self, view: View) -> Html:
        name = self._name(view.handbook.facts)
        return view.to_item(self.table, self.id, name) if self.linked else html.text(name)

    def _name(self, facts: Facts) -> str:
        found = facts.table(self.table).get(self.id)
        return self.name or (found.label if found else self.id)


@dataclass(frozen=True)
class ComputedContent(Node):
    """A content made from the values of facts that it does not name itself."""

    of: object  # a fact, or a list or tuple of facts
    content: Content

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield self.content

    def drawn(self, view: View) -> Html:
        return draw(self.content, view)

    def sources(self) -> Iterator[Fact]:
        yield from facts_in(self.of)

    @property
    def empty(self) -> bool:
        return is_empty(self.content)


# --- words around values --------------------------------------------------------------------------


class Phrase(Node):
    """Values in words: ``Phrase("{} a month", volume)``. The template may hold HTML; each value is
    escaped.
    """

    def __init__(self, template: str, *values: Content) -> None:
        self.template, self.values = template, values

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield from self.values

    def drawn(self, view: View) -> Html:
        return Html(self.template).format(*(draw(value, view) for value in self.values))

    @property
    def empty(self) -> bool:
        return bool(self.values) and all(map(is_empty, self.values))


class JoinedContent(Node):
    """Contents one after another; those with nothing to show are left out."""

    def __init__(self, parts: Iterable[Content], between: str = ", ") -> None:
        self.parts, self.between = tuple(parts), between

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield from self.parts

    def drawn(self, view: View) -> Html:
        return html.join(filter(None, (draw(part, view) for part in self.parts)), self.between)

    @property
    def empty(self) -> bool:
        return all(map(is_empty, self.parts))


@dataclass(frozen=True)
class Tag(Node):
    """A small label; the tone adds colour to what the words already say."""

    words: Content
    tone: str = "quiet"

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield self.words

    def drawn(self, view: View) -> Html:
        return html.tag(draw(self.words, view), self.tone)


@dataclass(frozen=True)
class ShortDay(Node):
    """A day whose year is known, ``1 Oct``."""

    day: date

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield from (self.day.month, self.day.day)

    def drawn(self, view: View) -> Html:
        return html.text(view.short_day(self.day))


class Amount(Node):
    """A number with its own spelling; in a table it is aligned in its column."""


class AmountPhrase(Phrase, Amount):
    """An amount with a sign, or with words that do not change what it is, ``+ €1,200``."""


@dataclass(frozen=True)
class SignedShare(Amount):
    """A share that says whether it is more or less, ``+15%``."""

    share: Share

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield self.share

    def drawn(self, view: View) -> Html:
        return html.text(view.share(self.share, sign=True))


@dataclass(frozen=True)
class Multiple(Amount):
    """A ratio shown as a multiple, ``3.5×``."""

    ratio: Ratio

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield self.ratio

    def drawn(self, view: View) -> Html:
        return html.text(f"{view.number(self.ratio)}×")


# --- links ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CallLink(Node):
    """A link to where a page calls a macro, there to an id that the macro makes; only the words
    where no page does.
    """

    macro: str
    argument: str
    anchor: str
    words: Content

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield self.words

    def drawn(self, view: View) -> Html:
        return view.to_card(self.macro, self.argument, self.anchor, draw(self.words, view))


@dataclass(frozen=True)
class SectionLink(Node):
    """A link to where a page calls a macro, there to the heading whose id is the argument, if it
    has one.
    """

    macro: str
    argument: str
    words: Content

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield self.words

    def drawn(self, view: View) -> Html:
        words = draw(self.words, view)
        page = view.handbook.shown_on.get((self.macro, self.argument))
        if page is None:
            return words
        return view.to_page(page.src, words, self.argument if self.argument in page.ids else "")


@dataclass(frozen=True)
class PageLink(Node):
    """A link to a page, or to a heading on it. Without words, it shows the title of the page."""

    src: str
    words: Content = None
    anchor: str = ""

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield from (self.src, self.anchor, self.words)

    def drawn(self, view: View) -> Html:
        if self.words is None:
            return view.to_titled(self.src)
        return view.to_page(self.src, draw(self.words, view), self.anchor)


@dataclass(frozen=True)
class LinkTarget(Node):
    """A content that links can lead to."""

    anchor: str
    content: Content

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield self.content

    def drawn(self, view: View) -> Html:
        return html.anchored(self.anchor, draw(self.content, view))
