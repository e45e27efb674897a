"""A scorecard on a page, marked as an assessor marks it, and the numbers of the library."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from playwright.sync_api import Page

from handbook.documents.hiring.facts import Selection
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder
from tests.documents.hiring.scorecards import criteria, scorecard
from tests.places import MACROS

# These files of docs are code, not content; an adopter keeps them.
ASSETS = MACROS / "theme" / "assets" / "handbook"
SCRIPT = (ASSETS / "scorecard.js").read_text(encoding="utf-8")
STYLE = (ASSETS / "handbook.css").read_text(encoding="utf-8")
SRC = "whom-we-look-for.md"
HERE = "https://handbook.example.com/whom-we-look-for/"
FACTS = "docs/_facts/hiring/selection.yml"
TODAY = date(2026, 11, 23)
RUN = """asked => {
  const facts = JSON.parse(document.querySelector(".hb-scorecard").dataset.facts)
  return asked.map(ratings => window.handbookScorecard.calculate(facts, ratings))
}"""
# Weights that no decimal divides well, a cut that two assessors can hit exactly, and one least
# level that is a must alone.
ODD = [
    ("weight: 34 %, least: 3", "weight: 33.34 %, least: 4"),
    (
        "weight: 33 %, least: 2, stages: [written-note",
        "weight: 16.66 %, least: 1, stages: [written-note",
    ),
]


class Sheet:
    """The form of the seller's scorecard, served to the browser without a network; every request is
    noted.
    """

    def __init__(self, folder: Folder, role: str = "seller") -> None:
        edition = edition_without_git(folder, TODAY)
        calls = edition.handbook.pages[SRC].calls
        call = next(
            call for call in calls if call.name == "scorecard_form" and call.args == (role,)
        )
        self.html = str(edition.shown.draw(call, SRC).html)
        self.selection = edition.handbook.facts[Selection][role]
        self.ids = [line.competency for line in self.selection.scorecard]
        self.asked: list[str] = []

    def open(self, page: Page, around: str = "{}") -> None:
        inner = around.replace("{}", self.html)
        body = f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><body class=md-typeset>{inner}<script>{SCRIPT}</script></body>"

        def serve(route):
            self.asked.append(route.request.url)
            route.fulfill(body=body, content_type="text/html")

        page.route("**/*", serve)
        page.goto(HERE)

    def expected(self, ratings: list[dict[str, int]]) -> dict[str, Any]:
        """What the library says of these marks."""
        rows = {
            str(place): {id: Decimal(level) for id, level in rating.items()}
            for place, rating in enumerate(ratings)
        }
        unrated = [id for id in self.ids if not any(id in rating for rating in ratings)]
        if unrated:
            with pytest.raises(ValueError, match="nobody rated"):
                scorecard(criteria(self.selection), rows)
            return {"unrated": unrated, "short": [], "score": None, "passes": False}
        found = scorecard(criteria(self.selection), rows)
        return {
            "unrated": [], "short": list(found.short), "score": found.score,
            "passes": found.passes(Decimal(self.selection.cut)), "spread": [int(found.spread[id]) for id in self.ids],
        }  # fmt: skip


def changed(folder: Folder, changes: list[tuple[str, str]]) -> Folder:
    """The good handbook with the seller's scorecard changed; the seller stands first."""
    text = folder.data[FACTS].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    folder.data[FACTS] = text.encode()
    return folder


def computed(page: Page, sheet: Sheet, asked: list[list[dict[str, int]]]) -> None:
    """Hold what the script computes to the library, for all these marks."""
    for ratings, found in zip(asked, page.evaluate(RUN, asked), strict=True):
        wanted = sheet.expected(ratings)
        score = found.pop("score")
        if score is not None:
            top, bottom = map(int, score)
            exact = Fraction(top, bottom)
            assert Decimal(exact.numerator) / exact.denominator == wanted["score"], ratings
        else:
            assert wanted["score"] is None, ratings
        assert {key: found[key] for key in wanted if key != "score"} == {
            key: value for key, value in wanted.items() if key != "score"
        }, ratings


def mark(page: Page, levels: list[int | None], notes: bool = False) -> None:
    """Mark by mouse; None is "not seen"."""
    for place, level in enumerate(levels):
        fieldset = page.locator("fieldset").nth(place)
        fieldset.locator(f'input[value="{level or ""}"]').click()
        if notes:
            fieldset.get_by_label("What was said or done").fill(f"note {place} {level}")
    page.get_by_role("button", name="These are my marks").click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def verdict(page: Page) -> str:
    return page.locator(".hb-sheet .hb-verdict").inner_text()


def both(page: Page, first: list[int | None], second: list[int | None]) -> str:
    """Two assessors mark; what then follows."""
    press(page, "Begin")
    mark(page, first)
    press(page, "Assessor 2 begins")
    mark(page, second)
    return verdict(page)
