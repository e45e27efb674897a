"""What the site's search finds first, over an index of four sections."""

from __future__ import annotations

from typing import Any

import pytest

from handbook.site.search import Sections


def section(location: str, title: str, text: str) -> dict[str, str]:
    return {"location": location, "title": title, "text": text}


INDEX: dict[str, Any] = {
    "config": {
        "separator": r"[\s\-]+",
        "fields": {"title": {"boost": 1000.0}, "text": {"boost": 1.0}},
    },
    "docs": [
        section("prices/", "Prices", "<p>What a tap costs, and who <b>approves</b> less.</p>"),
        section("prices/#who-signs", "Who signs", "The sales director signs."),
        section(
            "stages/", "Stages", "How long a deal may stay. A stage ends when the customer signs."
        ),
        section("stages/#part-well", "A dead deal: part well", "Ask once, then close it."),
    ],
}


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("who signs", ["prices/#who-signs", "stages/"]),
        ("SIGNS", ["prices/#who-signs", "stages/"]),
        ("approve", ["prices/"]),
        ("dead deal", ["stages/#part-well", "stages/"]),
        ("ice", []),
        ("", []),
        ("b", []),
    ],
    ids=[
        "title before text",
        "capitals",
        "a beginning",
        "all words",
        "not a beginning",
        "nothing",
        "a tag",
    ],
)
def test_search_shows_first(question: str, found: list[str]) -> None:
    assert Sections(INDEX).first(question) == found


def test_a_page_comes_before_its_section_that_says_the_same() -> None:
    docs = [section("a/#b", "Taps", ""), section("a/", "Taps", "")]
    assert Sections(INDEX | {"docs": docs}).first("taps") == ["a/", "a/#b"]


def test_no_more_is_shown_than_asked_for() -> None:
    assert len(Sections(INDEX).first("s", most=1)) == 1
