"""What a fingerprint depends on, and its version: the same words and facts have the same one, on
every system.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from posixpath import join, normpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.facts.scalars import ScalarError
from handbook.records.fingerprints import (
    Fingerprints,
    facts_fingerprint,
    fingerprint,
    read_fingerprint,
    text_fingerprint,
    version_of,
    versioned,
)
from handbook.rules.edition import edition_without_git
from handbook.show.html import Html
from handbook.show.macro import all_macros
from handbook.text.load import Folder
from handbook.text.settings import address

TODAY = date(2026, 11, 23)
PLAIN = "# Prices\n\nA price is given by phone, never in the first letter.\n\n- one\n- two\n"
VECTORS = {
    "": "e3b0c442",
    PLAIN: "d2beaeee",
    "Zürich — 12 % · “ja”\n": "66a0dbb4",
    "漢字 \U0001f600\n": "263577eb",
    "{{ price('tap-one') }}": "51e4dbaf",
}


@pytest.mark.parametrize(("text", "pinned"), VECTORS.items())
def test_pinned_fingerprints_of_text(text, pinned):
    assert text_fingerprint(text) == pinned


def test_pinned_fingerprint_of_facts():
    selected = [{"name": "Tap one", "list": "60", "ages": ["14 days", None]}, ["ü", {}], "60"]
    assert facts_fingerprint(selected) == "0c4d105f"
    assert facts_fingerprint([]) == fingerprint("") == "e3b0c442"


@pytest.mark.parametrize(
    "same",
    [
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace(" phone, ", "\nphone,\n"),
        PLAIN.replace("\n", "   \n\n"),
        PLAIN.replace("\n", "\n    "),
        PLAIN.replace(" ", "\u00a0"),
        "\n\n" + PLAIN.rstrip(),
    ],
)
def test_line_ends_reflow_and_indents_change_no_fingerprint(same):
    assert text_fingerprint(same) == text_fingerprint(PLAIN)


def test_one_letter_in_two_spellings_is_one_letter():
    assert text_fingerprint("Zu\u0308rich") == text_fingerprint("Z\u00fcrich")


@given(st.text(), st.text())
def test_other_words_have_another_fingerprint(first, second):
    words = [" ".join(text.split()) for text in (first, second)]
    if (
        words[0].isascii()
        and words[1].isascii()
        and "](" not in first + second
        and "]: " not in first + second
    ):
        assert (text_fingerprint(first) == text_fingerprint(second)) == (words[0] == words[1])


def test_front_matter_and_line_ends_of_a_file_change_no_fingerprint(good):
    before = prints(good)
    for path in [path for path in good.data if path.endswith(".md")]:
        text = (
            good.data[path]
            .decode()
            .replace("readers: [seller]", "readers:\n  - seller  # all of them")
        )
        good.data[path] = text.replace("\n", "\r\n").encode()
    assert prints(good) == before


def prints(folder: Folder) -> dict[str, Fingerprints]:
    return dict(edition_without_git(folder, TODAY).shown.states.prints)


def test_a_link_counts_as_the_page_it_leads_to():
    there = text_fingerprint("See [prices](../b/prices.md#list).", "a/page.md")
    assert text_fingerprint("See [prices](./../b/prices.md#list).", "a/page.md") == there
    assert text_fingerprint("See [prices](prices.md#list).", "b/page.md") == there
    assert (
        text_fingerprint("See [prices](new.md#list).", "page.md", {"new.md": "b/prices.md"})
        == there
    )
    for other in (
        "(../b/prices.md#all)",
        "(../b/stages.md#list)",
        "(https://example.com/b/prices.md#list)",
    ):
        assert text_fingerprint(f"See [prices]{other}.", "a/page.md") != there


# --- fingerprints of facts ------------------------------------------------------------------------


def test_drawing_otherwise_changes_no_fingerprint(good, monkeypatch):
    before = prints(good)
    for found in all_macros().values():
        monkeypatch.setattr(found, "draw", lambda selection, view: Html("<b>restyled</b>"))
    assert prints(good) == before


def test_the_order_of_facts_changes_no_fingerprint():
    selected = [{"a": "1", "b": "2"}, {"c": "3"}, "60"]
    assert facts_fingerprint(reversed(selected)) == facts_fingerprint(selected)
    assert facts_fingerprint([{"b": "2", "a": "1"}, "60", {"c": "3"}]) == facts_fingerprint(
        selected
    )


def test_calls_in_another_order_show_the_same_facts(good):
    before = prints(good)["sales-book/prices.md"]
    path = "docs/sales-book/prices.md"
    text = good.data[path].decode()
    text = text.replace("{{ product_table() }}", "X").replace(
        "{{ price_list() }}", "{{ product_table() }}"
    )
    good.data[path] = text.replace("X", "{{ price_list() }}").encode()
    after = prints(good)["sales-book/prices.md"]
    assert after.facts == before.facts
    assert after.text != before.text


def test_keys_in_another_order_and_numbers_in_another_spelling_change_no_fingerprint(good):
    before = prints(good)
    path = "docs/_facts/sales-book/prices.yml"
    text = good.data[path].decode().replace("per: month, list: 60.00", "list: 60, per: month")
    good.data[path] = text.encode()
    assert prints(good) == before


def test_one_price_changes_the_pages_that_show_it_and_no_other(good):
    before = prints(good)
    path = "docs/_facts/sales-book/prices.yml"
    good.data[path] = good.data[path].replace(b"list: 60.00", b"list: 61.00")
    after = prints(good)
    assert [src for src in before if before[src] != after[src]] == ["sales-book/prices.md"]
    assert before["sales-book/prices.md"].text == after["sales-book/prices.md"].text


# --- versions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "version"),
    [("3f2a9c41", 0), ("1:3f2a9c41", 1), ("2:3f2a9c41", 2), ("12:3f2a9c41", 12), ("12345678", 0)],
)
def test_the_version_stands_before_the_digits(written, version):
    assert version_of(written) == version


@pytest.mark.parametrize(
    "written",
    ["", "1", "1:", ":3f2a9c41", "0:3f2a9c41", "01:3f2a9c41", "-1:3f2a9c41", "1:3F2A9C41", "1:3f2a9c4", "1:3f2a9c411",
     "1: 3f2a9c41", "1:3f2a9c41 ", "1;3f2a9c41", "v1:3f2a9c41", "1:1:3f2a9c41", "\u0661:3f2a9c41", "99999:3f2a9c41"],
)  # fmt: skip
def test_what_is_no_fingerprint(written):
    assert version_of(written) is None


def test_a_bare_one_is_of_version_1():
    assert versioned("3f2a9c41") == versioned("1:3f2a9c41") == "1:3f2a9c41"


def test_a_version_that_nobody_here_can_take_is_said_in_words():
    with pytest.raises(
        ScalarError, match="of version 2 or older, because this handbook cannot take newer ones"
    ):
        read_fingerprint("3:3f2a9c41")


def test_what_is_taken_now_carries_its_version(good):
    assert {item.partition(":")[0] for pair in prints(good).values() for item in pair} == {"1", "2"}


ONE_TARGET = re.compile(r"(?:(?<=\]\()|(?<=\]: ))(?![\w+.-]+:|[/#])[^\s()#]+")
LINKS = st.lists(
    st.sampled_from(
        ["](", "]: ", "]", "(", ")", "a.md", "../b.md", "#h", "http:", "/", " ", "\n", "é"]
    )
).map("".join)


@given(LINKS)
def test_every_link_counts_as_where_it_leads(text):
    def leads_to(found):
        path = normpath(join("x", found.group()))
        return address(path) if path.endswith(".md") else path

    words = unicodedata.normalize("NFC", ONE_TARGET.sub(leads_to, text)).split()
    assert text_fingerprint(text, "x/y.md") == fingerprint(" ".join(words))
