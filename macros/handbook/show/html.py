"""HTML that is safe inside Markdown: every value is escaped for both, and blocks come on one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import count
from string import Formatter
from typing import Any, Self

from markupsafe import Markup, escape

# Signs that HTML, Markdown or Jinja read anywhere; and those that make a heading or a list of a
# line that begins with them.
_SPECIAL = re.compile(r"[&<>\"'*_`\[\]{}|\\~]|^(?:[#+:!?=-]|\d+(?=[.)](?: |$)))")


class Html(Markup):
    """Markup whose values also lose their meaning to Markdown, so that ``*`` in a fact stays a
    star.
    """

    @classmethod
    def escape(cls, value: Any, /) -> Self:
        if isinstance(value, cls):
            return value
        if hasattr(value, "__html__"):
            return cls(value.__html__())
        return cls(_SPECIAL.sub(_entity, " ".join(str(value).split())))

    def format(self, *args: Any, **named: Any) -> Self:
        """Fill in ``{}``, ``{0}`` and ``{name}``, each value escaped; a template is taken apart
        only once, which is most of the work.
        """
        done = []
        for before, field in _fields(self):
            done.append(before)
            if field is not None:
                done.append(self.escape(args[field] if isinstance(field, int) else named[field]))
        return type(self)("".join(done))


@lru_cache(maxsize=1024)
def _fields(template: str) -> tuple[tuple[str, int | str | None], ...]:
    """The texts of a template, each with the place or name of the value that follows it; None after
    the last.
    """
    found: list[tuple[str, int | str | None]] = []
    numbers = count()
    for before, name, _, _ in Formatter().parse(template):
        field = next(numbers) if name == "" else int(name) if name and name.isdigit() else name
        found.append((before, field))
    return tuple(found)


def _entity(sign: re.Match[str]) -> str:
    return (
        "&amp;" if sign.group() == "&" else "".join(f"&#{ord(letter)};" for letter in sign.group())
    )


def join(parts: Iterable[Any], between: str = " ") -> Html:
    """Parts one after another, each escaped; the space keeps words apart in the search index."""
    return Html(between).join(parts)


def text(value: Any) -> Html:
    """A value, escaped."""
    return Html.escape(value)


def items(parts: Iterable[Any], tag: str = "ul", css: str = "") -> Html:
    """A list; nothing for no parts."""
    rows = join(Html("<li>{}</li>").format(part) for part in parts)
    return Html("<{0}{1}>{2}</{0}>").format(Html(tag), _class(css), rows) if rows else Html("")


def _class(css: str) -> Html:
    return Html(' class="{}"').format(Html(css)) if css else Html("")


def link(href: str, shown: Any, css: str = "", title: str = "") -> Html:
    """A link whose address was computed by :class:`~handbook.show.view.View`."""
    hint = Html(' title="{}"').format(title) if title else Html("")
    return Html('<a href="{}"{}{}>{}</a>').format(_address(href), _class(css), hint, shown)


def _address(href: str) -> Html:
    """An address as an attribute: only HTML's own signs are escaped, so that engines still see it
    as a link.
    """
    return Html(escape(href))


def tag(shown: Any, tone: str = "quiet") -> Html:
    """A small label; the tone adds colour to what the words already say."""
    return Html('<span class="hb-tag" data-tone="{}">{}</span>').format(Html(tone), shown)


def table(
    head: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    numbers: Iterable[int] = (),
    caption: Any = "",
) -> Html:
    """A table that scrolls inside its box on a phone; ``numbers`` are the columns aligned to the
    right.
    """
    right = set(numbers)
    title = Html("<caption>{}</caption>").format(caption) if caption else Html("")
    label = caption or ", ".join(str(cell) for cell in head[:3])
    top = join(_cell("th", column, cell, right, ' scope="col"') for column, cell in enumerate(head))
    body = join(Html("<tr>{}</tr>").format(_row(row, right)) for row in rows)
    return Html(
        '<div class="hb-table" role="region" aria-label="{}" tabindex="0"><table>{}<thead><tr>{}</tr></thead>'
        " <tbody>{}</tbody></table></div>"
    ).format(label, title, top, body)  # fmt: skip


def _row(row: Sequence[Any], right: set[int]) -> Html:
    first = _cell("th", 0, row[0], right, ' scope="row"')
    return join(
        [first, *(_cell("td", column, cell, right) for column, cell in enumerate(row) if column)]
    )


def _cell(name: str, column: int, cell: Any, right: set[int], more: str = "") -> Html:
    css = "hb-num" if column in right else ""
    return Html("<{0}{1}{2}>{3}</{0}>").format(Html(name), Html(more), _class(css), cell)


def pairs(rows: Iterable[tuple[Any, Any]], css: str = "hb-pairs") -> Html:
    """Names and their values; rows without content are left out."""
    body = join(
        Html("<dt>{}</dt> <dd>{}</dd>").format(name, shown) for name, shown in rows if shown
    )
    return Html("<dl{}>{}</dl>").format(_class(css), body) if body else Html("")


def card(tags: Iterable[Any], *parts: Any, anchor: str) -> Html:
    """A card of one thing: labels, then its parts. Its name is the heading that the page writes
    above it.
    """
    labels = join(tags)
    head = Html("<header>{}</header> ").format(labels) if labels else Html("")
    return Html('<section class="hb-item" id="{}">{}{}</section>').format(
        Html(anchor), head, join(filter(None, parts))
    )


def anchored(anchor: str, shown: Any) -> Html:
    """Something that links can lead to."""
    return Html('<span id="{}">{}</span>').format(Html(anchor), shown)


def titled(title: Any, *parts: Any) -> Html:
    """A card that carries its own title, one of several on a page."""
    head = Html('<header><p class="hb-item-title">{}</p></header>').format(title)
    return Html('<section class="hb-item">{} {}</section>').format(head, join(filter(None, parts)))


def lead(words: Any) -> Html:
    """The sentence that says what a card is about."""
    return Html("<p>{}</p>").format(words)


def part(title: Any, content: Any) -> Html:
    """A titled part of a card; nothing if it is empty."""
    return (
        Html('<div><p class="hb-label">{}</p> {}</div>').format(title, content)
        if content
        else Html("")
    )


def columns(*parts: Any) -> Html:
    """Parts side by side, below each other on a phone; empty ones are left out."""
    return Html('<div class="hb-columns">{}</div>').format(join(filter(None, parts)))
