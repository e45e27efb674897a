"""What an editor reads about the reviews of a page: the whole message, for each state that asks for
something.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from handbook.problems.problem import as_text
from handbook.records.fingerprints import Fingerprints
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder
from handbook.upkeep.advice import review_advice
from tests import lives

PATH = "docs/sales-book/prices.md"


def said(folder: Folder, today: date) -> str:
    found = list(review_advice(edition_without_git(folder, today).shown.states, {PATH}))
    return "\n".join(as_text(problem) for problem in found)


def reviewed(good: Folder, on: str, text: str = "", facts: str = "") -> Folder:
    edition = edition_without_git(good, date(2026, 11, 23))
    src = PATH.removeprefix("docs/")
    now = edition.shown.states.prints[src]
    lives.review(good, src, on, read=Fingerprints(text or now.text, facts or now.facts))
    return good


@pytest.mark.parametrize(
    ("on", "text", "facts", "what", "rule"),
    [
        ("2026-06-28", "", "", "This page was due for review on 28 August 2026, 87 days ago.", "review-overdue"),
        ("2026-11-01", "00000000", "", "the text changed since it was reviewed", "review-changed"),
        ("2026-11-01", "", "00000000", "the facts it shows changed since it was reviewed", "review-changed"),
        ("", "", "", "This page was never reviewed.", "review-missing"),
    ],
)  # fmt: skip
def test_the_message_says_what_and_gives_the_command_to_run(
    good: Folder, on: str, text: str, facts: str, what: str, rule: str
) -> None:
    message = said(reviewed(good, on, text, facts) if on else good, date(2026, 11, 23))
    assert message.startswith(PATH)
    assert what in message
    assert (
        "      handbook review sales-book/prices.md --by sales-director \\\n        --found '"
        in message
    )
    assert "This does not stop your change." in message
    assert message.endswith(f"Why: upkeep/checks/#{rule}")


def test_a_page_in_date_is_left_alone(good: Folder) -> None:
    assert said(reviewed(good, "2026-11-01"), date(2026, 11, 23)) == ""


def test_only_pages_that_were_touched_are_spoken_of(good: Folder) -> None:
    edition = edition_without_git(good, date(2026, 11, 23))
    assert {problem.place.path for problem in review_advice(edition.shown.states, {PATH})} == {PATH}
    assert Path(PATH).name in {
        Path(problem.place.path).name for problem in review_advice(edition.shown.states)
    }
