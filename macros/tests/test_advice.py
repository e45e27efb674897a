"""What an editor reads about the reviews of a page: the whole message, for each state that asks for something."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from handbook.advice import review_advice
from handbook.load import Folder
from handbook.open import Opened
from handbook.problems import as_text

PATH = "docs/sales-book/prices.md"
RECORDS = "docs/_records/sales-book/prices.yml"


def said(good: Folder, record: str, today: date) -> str:
    folder = Folder(dict(good.entries), dict(good.data))
    if record:
        folder.data[RECORDS] = record.encode()
    found = list(review_advice(Opened(folder, today).handbook, {PATH}))
    return "\n".join(as_text(problem) for problem in found)


def reviewed(good: Folder, on: str, text: str = "", facts: str = "") -> str:
    opened = Opened(good, date(2026, 11, 23))
    read = opened.handbook.fingerprints(opened.handbook.pages[PATH.removeprefix("docs/")])
    return (
        f"- step: reviewed\n  on: {on}\n  by: head-of-sales\n  found: Compared the list with five offers of the month.\n"
        f"  text: {text or read.text}\n  facts: {facts or read.facts}\n"
    )


@pytest.mark.parametrize(
    ("on", "text", "facts", "what", "rule"),
    [
        ("2026-06-28", "", "", "This page was due for review on 28 August 2026, 87 days ago.", "review-overdue"),
        ("2026-11-01", "00000000", "", "the text changed since it was reviewed", "review-changed"),
        ("2026-11-01", "", "00000000", "the facts it shows changed since it was reviewed", "review-changed"),
        ("", "", "", "This page was never reviewed.", "review-missing"),
    ],
)  # fmt: skip
def test_the_message_says_what_and_gives_the_record_to_paste(
    good: Folder, on: str, text: str, facts: str, what: str, rule: str
) -> None:
    message = said(good, reviewed(good, on, text, facts) if on else "", date(2026, 11, 23))
    assert message.startswith(PATH)
    assert what in message
    assert "- step: reviewed" in message
    assert "on: 2026-11-23" in message
    assert "This does not stop your change." in message
    assert message.endswith(f"Why: upkeep/checks/#{rule}")


def test_a_page_in_date_is_left_alone(good: Folder) -> None:
    assert said(good, reviewed(good, "2026-11-01"), date(2026, 11, 23)) == ""


def test_only_pages_that_were_touched_are_spoken_of(good: Folder) -> None:
    opened = Opened(good, date(2026, 11, 23))
    assert {one.place.path for one in review_advice(opened.handbook, {PATH})} == {PATH}
    assert Path(PATH).name in {Path(one.place.path).name for one in review_advice(opened.handbook)}
