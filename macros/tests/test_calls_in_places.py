"""What a call shows in every place where Markdown may have one: the guard draws it, then Markdown reads the page."""

from __future__ import annotations

from datetime import date

import pytest

from handbook.guard import page_text
from handbook.open import Opened
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
    "bold": (f"**{CALL}** and *{CALL}*", ["page", ["p", ["strong", SHOWN], " and ", ["em", SHOWN]]]),
    "struck out": (f"~~{CALL}~~", ["page", ["p", ["del", SHOWN]]]),
    "quotation": (f"> {CALL}", ["page", ["blockquote", ["p", SHOWN]]]),
    "admonition": (f"!!! note\n    {CALL}", ["page", ["alert note", ["p", SHOWN]]]),
    "details": (f"??? note\n    {CALL}", ["page", ["details", " ", ["summary", "Note"], ["p", SHOWN]]]),
    "footnote": (
        f"a[^1]\n\n[^1]: {CALL}",
        ["page", ["p", "a", ["sup", ["a href=#fn:1", "1"]]], ["ol", ["li", SHOWN]]],
    ),
    "words of a link": (f"[{CALL}](prices.md)", ["page", ["p", ["a href=prices.md", SHOWN]]]),
    "code": (f"`{CALL}`", ["page", ["p", ["code", SHOWN]]]),
    "block of code": (f"```\n{CALL}\n```", ["page", ["pre", ["code", SHOWN]]]),
    "braces in words": (f"Dear {FIELD},", ["page", ["p", "Dear ", ["code", BRACES], ","]]),
    "braces in code": (f"`{FIELD}`", ["page", ["p", ["code", BRACES]]]),
    "braces in a block of code": (f"```\nDear {FIELD},\n```", ["page", ["pre", ["code", f"Dear {BRACES},"]]]),
}


@pytest.mark.parametrize("from_source", [False, True], ids=["as MkDocs reads", "as Zensical reads"])
@pytest.mark.parametrize("place", PLACES)
def test_a_call_shows_its_fact(good, place, from_source):
    written, expected = PLACES[place]
    shown = page_text(Opened(good, date(2026, 11, 23)), written + "\n", "hiring.md", from_source)
    assert tree(rendered(shown)) == expected


def test_a_call_in_the_address_of_a_link_is_refused(good, caplog):
    page_text(Opened(good, date(2026, 11, 23)), f"[price]({CALL})\n", "hiring.md", False)
    assert "cannot stand inside the address of a link" in caplog.text
