"""The macro that shows the contract to the person who writes a part: what belongs on its page, and
what good looks like.
"""

from __future__ import annotations

from typing import NamedTuple

from handbook.facts.contract import RequiredDocument, RequiredPart
from handbook.show.html import Html, join, text
from handbook.show.macro import Context, overview
from handbook.show.view import View


class PartDescription(NamedTuple):
    """A part of the contract, and the page that is it, if there is one."""

    part: RequiredPart
    src: str


Rows = list[tuple[RequiredDocument, list[PartDescription]]]


@overview("block", "part_list()", lambda rows, view: _draw_contract(rows, view))
def part_list(context: Context) -> Rows:
    """What each part of the seven documents must hold, and what its writer should know: taken from
    the contract.
    """
    pages = {page.meta.part: page.src for page in context.handbook.pages.values() if page.meta}
    return [
        (document, [PartDescription(part, pages.get(part.id, "")) for part in document.parts])
        for document in context.handbook.contract
    ]


def _draw_contract(rows: Rows, view: View) -> Html:
    return join(_draw_document(document, parts, view) for document, parts in rows)


def _draw_document(document: RequiredDocument, parts: list[PartDescription], view: View) -> Html:
    head = Html("\n\n## {} {{: #document-{} }}\n\n").format(document.title, Html(document.id))
    return Html("{}{}").format(head, join(_draw_part(part, src, view) for part, src in parts))


def _draw_part(part: RequiredPart, src: str, view: View) -> Html:
    head = Html("\n\n### {} {{: #part-{} }}\n\n").format(
        part.title, Html(part.id.replace("/", "-"))
    )
    name = Html("<code>{}</code>").format(part.id)
    page = view.to_page(src, "its page") if src else text("no page yet")
    context = Html("<p><strong>{}</strong> ({}, {})</p>").format(part.answers, name, page)
    guidance = Html("<p>{}</p>").format(part.guidance)
    return Html('{}<div class="hb-part">{} {} {}</div>').format(
        head, context, guidance, _needs(part)
    )


def _needs(part: RequiredPart) -> Html:
    """The headings and macros that the page must have, by the names in which a page writes them."""
    headings = [Html("<code>#{}</code>").format(heading) for heading in part.headings]
    macros = [Html("<code>{}()</code>").format(name) for name in part.shows]
    kinds = [("Its headings", headings), ("It shows", macros)]
    return join(
        Html("<p>{}: {}</p>").format(label, join(names, ", ")) for label, names in kinds if names
    )
