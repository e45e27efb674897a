"""Macros that show templates: texts to copy, with the facts of today in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from handbook.documents.sales_book.facts.talk import Template
from handbook.facts.facts import Facts
from handbook.problems.problem import listed
from handbook.show.blocks import Card, Paragraph
from handbook.show.content import Content, Key, Node, Tag
from handbook.show.html import Html, text
from handbook.show.lookup import UNKNOWN, find
from handbook.show.macro import Context, Macro, MacroError, all_macros, macro
from handbook.show.view import View

PLACE = re.compile(r"\[\[([^\[\]]*)\]\]")
# Inline macros that say nothing of the customer or of what is sold.
NOT_INSIDE = ("template", "macro_call")


@macro("inline", 'template("offer")')
def template(context: Context, id: str) -> Key:
    """The name of a template, linked to it."""
    return Key(find(context, Template, id, 'template("{}")'), "name")


@macro("block", 'template_card("offer")', card_of=Template)
def template_card(context: Context, id: str) -> Card:
    """A text to copy with one click, with the facts of today in it; text in ‹ › is filled in by
    hand.
    """
    template = find(context, Template, id, 'template_card("{}")')
    subject = f"Subject: {template.subject}\n\n" if template.subject else ""
    written = f"{subject}{template.body}"
    inside = {inner: _inside(context, template, inner) for inner in PLACE.findall(written)}
    return Card(
        template,
        anchor=f"template-{template.id}",
        tags=[Tag(template.kind), Tag(Key(template, "stage"))],
        parts=[Paragraph(template.use_when), TextToCopy(written, inside)],
    )


# --- what is in the brackets of a text ------------------------------------------------------------


@dataclass(frozen=True)
class InlineMacro:
    """An inline macro within a template, with what it selects."""

    macro: Macro
    selection: Content

    def words(self, view: View) -> str:
        """What readers see of it, as plain text."""
        return self.macro.draw(self.selection, view).striptags()


@dataclass(frozen=True)
class TextToCopy(Node):
    """A text to copy; each ``[[ ]]`` in it holds what a macro shows, in plain words."""

    written: str
    inside: Mapping[str, InlineMacro]

    def contents(self, facts: Facts) -> Iterator[Content]:
        for place, piece in enumerate(PLACE.split(self.written)):
            yield self.inside[piece].selection if place % 2 else piece

    def drawn(self, view: View) -> Html:
        words = {inner: shown.words(view) for inner, shown in self.inside.items()}
        filled = PLACE.sub(lambda found: words[found.group(1)], self.written)
        lines = Html("&#10;").join(map(_line, filled.split("\n")))
        return Html('<pre class="hb-copy"><code>{}</code></pre>').format(lines)


def _line(line: str) -> Html:
    """A line whose spaces are kept: escaping would fold them."""
    return Html("&#32;").join(text(word) for word in line.split(" "))


def _inside(context: Context, template: Template, inner: str) -> InlineMacro:
    """The text in ``[[ ]]``: the name of an inline macro and its arguments."""
    name, *args = inner.split() or [""]
    place = template.at("subject" if f"[[{inner}]]" in (template.subject or "") else "body")
    asks = f'This template asks for "[[{inner}]]"'
    known = _inline_macros().get(name)
    if known is None:
        fix = f"begin with one of: {listed(sorted(_inline_macros()), 40)}."
        raise MacroError(UNKNOWN, f"{asks}, which shows nothing.", fix, "", place)
    try:
        # Inline macros with a draw step of their own select content too: a day, or words.
        return InlineMacro(known, cast("Content", known.select(context, *args)))
    except TypeError:
        what = f"{asks}, but {known.signature} is meant."
        example = _in_brackets(known.example)
        raise MacroError(UNKNOWN, what, f"write it like this: {example}.", "", place) from None
    except MacroError as error:
        error.what = error.what.replace("This line asks for", f"{asks}:", 1)
        instead = f"write instead {_in_brackets(error.paste)}."
        error.fix = error.fix.replace("change the call to", instead)
        error.paste, error.place = "", place
        raise


def _inline_macros() -> dict[str, Macro]:
    """The macros that a template may call."""
    return {
        name: found
        for name, found in all_macros().items()
        if found.kind == "inline" and name not in NOT_INSIDE
    }


def _in_brackets(call: str) -> str:
    """A macro call as templates write it: ``{{ price("tap-one", "month") }}`` is
    ``[[price tap-one month]]``.
    """
    words = re.findall(r"[\w.-]+", call)
    return f"[[{' '.join(words)}]]" if words else ""
