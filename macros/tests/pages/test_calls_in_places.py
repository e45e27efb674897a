"""What a call shows in every place where Markdown may have one: the guard draws it, then Markdown
reads the page.
"""

from __future__ import annotations

from datetime import date

import pytest

from handbook.rules.edition import edition_without_git
from handbook.site.renderer import Renderer
from tests.trees import Tree, rendered, tree

CALL = '{{ price("tap-one") }}'
SHOWN = "£60 a month"
FIELD = '{{ braces("contact.first_name") }}'
BRACES = "{{contact.first_name}}"
PLACES: dict[str, tuple[str, Tree]] = {
    "list items": (
        f"Ask:\n- a {CALL}\n  - b {CALL}",
        ["page", ["p", "Ask:"], ["ul", ["li", f"a {SHOWN}", ["ul", ["li", f"b {SHOWN}"]]]]],
    ),
    "task": (f"- [ ] {CALL}", ["page", ["ul", ["li", ["input"], f" {SHOWN}"]]]),
    "table cell": (
        f"| a | b |\n|---|---|\n| {CALL} | x |",
        ["page", ["table", ["tr", ["th", "a"], ["th", "b"]], ["tr", ["td", SHOWN], ["td", "x"]]]],
    ),
    "heading": (f"## Costs {CALL}", ["page", ["h2", f"Costs {SHOWN}"]]),
    "bold": (
        f"**{CALL}** and *{CALL}*",
        ["page", ["p", ["strong", SHOWN], " and ", ["em", SHOWN]]],
    ),
    "struck out": (f"~~{CALL}~~", ["page", ["p", ["del", SHOWN]]]),
    "quotation": (f"> {CALL}", ["page", ["blockquote", ["p", SHOWN]]]),
    "admonition": (f"!!! note\n    {CALL}", ["page", ["alert note", ["p", SHOWN]]]),
    "details": (
        f"??? note\n    {CALL}",
        ["page", ["details", " ", ["summary", "Note"], ["p", SHOWN]]],
    ),
    "footnote": (
        f"a[^1]\n\n[^1]: {CALL}",
        ["page", ["p", "a", ["sup", ["a href=#fn:1", "1"]]], ["ol", ["li", SHOWN]]],
    ),
    "words of a link": (f"[{CALL}](prices.md)", ["page", ["p", ["a href=prices.md", SHOWN]]]),
    "code": (f"`{CALL}`", ["page", ["p", ["code", SHOWN]]]),
    "block of code": (f"```\n{CALL}\n```", ["page", ["pre", ["code", SHOWN]]]),
    "braces in words": (f"Dear {FIELD},", ["page", ["p", "Dear ", ["code", BRACES], ","]]),
    "braces in code": (f"`{FIELD}`", ["page", ["p", ["code", BRACES]]]),
    "braces in a block of code": (
        f"```\nDear {FIELD},\n```",
        ["page", ["pre", ["code", f"Dear {BRACES},"]]],
    ),
}


@pytest.mark.parametrize("from_source", [False, True], ids=["as MkDocs reads", "as Zensical reads"])
@pytest.mark.parametrize("place", PLACES)
def test_a_call_shows_its_fact(good, place, from_source):
    written, expected = PLACES[place]
    shown = Renderer(edition_without_git(good, date(2026, 11, 23)).shown).page_text(
        written + "\n", "hiring.md", from_source
    )
    assert tree(rendered(shown)) == expected


def test_a_call_in_the_address_of_a_link_is_refused(good, caplog):
    Renderer(edition_without_git(good, date(2026, 11, 23)).shown).page_text(
        f"[price]({CALL})\n", "hiring.md", False
    )
    assert "cannot stand inside the address of a link" in caplog.text


REFUSED = "cannot be shown: A macro call cannot stand inside the address of a link"
IN_ADDRESSES = {
    "alone": f"[price]({CALL})",
    "behind a folder": f"[price](prices/{CALL}.md)",
    "with a title": f'[price]({CALL} "What (it) costs")',
    "in angle brackets": f"[price](<{CALL}>)",
    "two": f"[price]({CALL}/{CALL})",
    "in the words too": f"[{CALL} [a] b]({CALL})",
    "of a picture": f"![price]({CALL})",
}


@pytest.mark.parametrize("from_source", [False, True], ids=["as MkDocs reads", "as Zensical reads"])
@pytest.mark.parametrize("place", IN_ADDRESSES)
def test_the_message_stands_in_place_of_the_whole_link(good, place, from_source):
    written = f"Before {IN_ADDRESSES[place]}, *behind*.\n"
    shown = Renderer(edition_without_git(good, date(2026, 11, 23)).shown).page_text(
        written, "hiring.md", from_source
    )
    kind, (name, words, *rest) = tree(rendered(shown))
    assert (kind, name, rest) == ("page", "p", [["em", "behind"], "."])
    assert words.startswith(f"Before {REFUSED}: {CALL}. To fix: ")
    assert words.endswith(", ")
    assert "price](" not in words


@pytest.mark.parametrize("piece", ["{{ 1 + 1 }}", "{% x %}", '{{ pric("tap-one") }}'])
def test_whatever_is_refused_in_an_address_takes_the_place_of_its_link(good, piece):
    shown = Renderer(edition_without_git(good, date(2026, 11, 23)).shown).page_text(
        f"A [b]({piece}) c\n", "hiring.md", False
    )
    assert shown.startswith('A <span class="hb-refused">cannot be shown: ')
    assert shown.endswith("</span> c\n")


def test_a_link_in_code_stays_as_it_is_written(good):
    shown = Renderer(edition_without_git(good, date(2026, 11, 23)).shown).page_text(
        f"`[price]({CALL})`\n", "hiring.md", False
    )
    assert shown.startswith("`[price](")


def test_an_address_that_never_ends_keeps_the_rest_of_the_page(good):
    shown = Renderer(edition_without_git(good, date(2026, 11, 23)).shown).page_text(
        f"A [b]({CALL} c\n\nD (e)\n",
        "hiring.md",
        False,
    )
    assert shown.startswith("A [b](<span")
    assert shown.endswith(" c\n\nD (e)\n")
