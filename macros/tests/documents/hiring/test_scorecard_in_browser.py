"""The scorecard of a selection in a real browser with the real script: the library's numbers, marks that stay hidden, one or two sheets of paper."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from random import Random
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
# Weights that no decimal divides well, a cut that two assessors can hit exactly, and one least level that is a must alone.
ODD = [
    ("weight: 34 %, least: 3", "weight: 33.34 %, least: 4"),
    (
        "weight: 33 %, least: 2, stages: [written-note",
        "weight: 16.66 %, least: 1, stages: [written-note",
    ),
]


class Sheet:
    """The form of the seller's scorecard, served to the browser without a network; every request is noted."""

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


@pytest.fixture
def sheet(good: Folder) -> Sheet:
    return Sheet(good)


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


# --- the numbers of the library --------------------------------------------------------------------


def test_all_marks_of_two_assessors_give_the_numbers_of_the_library(sheet, page):
    sheet.open(page)
    levels = list(product((1, 2, 3, 5), repeat=3))
    pairs = list(product(levels, levels))[::3]
    asked = [[dict(zip(sheet.ids, marks, strict=True)) for marks in pair] for pair in pairs]
    assert len(asked) > 1000
    computed(page, sheet, asked)


@pytest.mark.parametrize(
    "changes", [[], ODD, [("cut: 3", "cut: 3.33")], [("weight: 34 %", "weight: 0.01 %")]]
)
def test_random_marks_of_several_assessors_some_of_which_saw_nothing(good, page, changes):
    sheet = Sheet(changed(good, changes))
    sheet.open(page)
    chance = Random(7)
    asked = [
        [{id: chance.randint(1, 5) for id in sheet.ids if chance.random() < 0.8} for _ in range(chance.randint(2, 7))]
        for _ in range(600)
    ]  # fmt: skip
    assert any(sheet.expected(marks)["unrated"] for marks in asked)
    assert any(sheet.expected(marks)["passes"] for marks in asked)
    computed(page, sheet, asked)


def test_exactly_on_the_cut_is_enough_and_a_hair_below_is_not(good, page):
    equal = [
        ("weight: 34 %", "weight: 25 %"),
        ("weight: 33 %", "weight: 25 %"),
        ("weight: 33 %", "weight: 50 %"),
        ("cut: 3", "cut: 3.25"),
    ]
    sheet = Sheet(changed(good, equal))
    sheet.open(page)
    assert both(page, [3, 2, 4], [3, 3, 3]).startswith(
        "No. Each least level is reached. The weighted mean is 3.12, below the cut of 3.25."
    )
    press(page, "Delete all marks and begin again")
    assert both(page, [3, 3, 4], [3, 3, 3]).startswith(
        "Yes, by the marks. Each least level is reached. The weighted mean is 3.25; the cut is 3.25."
    )


# --- by mouse --------------------------------------------------------------------------------------


def test_a_least_level_comes_before_the_mean(sheet, page):
    sheet.open(page)
    assert both(page, [2, 5, 5], [3, 5, 5]) == (
        "No. Below the least level: Finding the need (2.50, at least 3). Nothing else makes up for it. The weighted mean is 4.15."
    )


def test_nobody_sees_the_marks_of_the_one_before(sheet, page):
    sheet.open(page)
    press(page, "Begin")
    mark(page, [4, 3, 3], notes=True)
    assert "note" not in page.locator(".hb-form").inner_html()
    press(page, "Assessor 2 begins")
    assert page.locator("input:checked").count() == 0
    assert "note" not in page.locator(".hb-form").inner_html()
    mark(page, [4, 3, 3])
    assert "note 0 4" in page.locator(".hb-sheet").inner_text()


def test_too_far_apart_is_talked_over_marked_again_and_the_first_mark_stays(sheet, page):
    sheet.open(page)
    said = both(page, [5, 3, 3], [3, 3, 3])
    assert said.startswith("Score again after talking. More than 1 apart: Finding the need.")
    press(page, "Mark these again, each alone")
    press(page, "Assessor 1 begins")
    assert page.locator("legend").all_inner_texts() == ["Finding the need"]
    mark(page, [4])
    press(page, "Assessor 2 begins")
    mark(page, [3])
    assert "5 → 4" in page.locator(".hb-sheet").inner_text()
    assert verdict(page).startswith("Yes, by the marks.")
    assert "The weighted mean is 3.17" in verdict(page)


def test_still_apart_a_third_marks_and_the_mean_of_three_counts(sheet, page):
    sheet.open(page)
    both(page, [5, 3, 3], [2, 3, 3])
    press(page, "Mark these again, each alone")
    for who in (1, 2):
        press(page, f"Assessor {who} begins")
        mark(page, [5 if who == 1 else 2])
    assert verdict(page).startswith("Still apart. More than 1 apart: Finding the need.")
    press(page, "A third assessor marks these")
    press(page, "Assessor 3 begins")
    assert page.get_by_text("Not seen").count() == 0
    mark(page, [2])
    assert verdict(page).startswith("Yes, by the marks.")
    found = sheet.expected(
        [dict(zip(sheet.ids, marks, strict=False)) for marks in ((5, 3, 3), (2, 3, 3), (2,))]
    )
    assert f"The weighted mean is {str(found['score'])[:4]}" in verdict(page)


def test_what_nobody_saw_has_no_sum(sheet, page):
    sheet.open(page)
    assert both(page, [3, None, 3], [3, None, 3]).startswith(
        "No sum yet. Nobody has seen: Keeping records."
    )
    press(page, "Mark what nobody has seen")
    mark(page, [3])
    press(page, "Assessor 2 begins")
    mark(page, [None])
    assert verdict(page).startswith("Yes, by the marks.")


def test_a_line_that_was_forgotten_is_named(sheet, page):
    sheet.open(page)
    press(page, "Begin")
    page.locator("fieldset").nth(0).locator('input[value="3"]').click()
    press(page, "These are my marks")
    said = page.get_by_role("status").inner_text()
    assert said == "Mark each line, or choose “not seen”. Missing: Keeping records, Leading people."
    assert (
        page.evaluate("document.activeElement.closest('fieldset').dataset.name")
        == "Keeping records"
    )


# --- by keyboard alone, and for a screen reader ----------------------------------------------------


def tab_to(page: Page, name: str) -> None:
    for _ in range(40):
        if page.evaluate("document.activeElement.textContent") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {name}")


def mark_by_keys(page: Page, levels: list[int]) -> None:
    page.keyboard.press("Tab")
    for level in levels:
        page.keyboard.press("Space")
        for _ in range(level - 1):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.type(f"heard {level}")
        page.keyboard.press("Tab")
    tab_to(page, "These are my marks")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("seed", range(3))
def test_the_whole_form_by_keyboard_alone_gives_the_number_of_the_library(sheet, page, seed):
    sheet.open(page)
    chance = Random(seed)
    marks = [[chance.randint(3, 4) for _ in sheet.ids] for _ in range(3)]
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.tagName") != "SELECT":
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Begin")
    page.keyboard.press("Enter")
    for place, levels in enumerate(marks):
        if place:
            focused = page.evaluate("document.activeElement.textContent")
            assert focused == f"Assessor {place + 1}, it is your turn", "the turn is not read out"
            tab_to(page, f"Assessor {place + 1} begins")
            page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.textContent") == f"Assessor {place + 1}, alone"
        mark_by_keys(page, levels)
    assert page.evaluate("document.activeElement.textContent") == "All marks together"
    found = sheet.expected([dict(zip(sheet.ids, row, strict=True)) for row in marks])
    cut_off = int(found["score"] * 100) / 100
    assert f"The weighted mean is {cut_off:.2f}; the cut is 3." in verdict(page)


def test_a_screen_reader_is_told_competency_level_and_what_is_seen(sheet, page):
    sheet.open(page)
    press(page, "Begin")
    group = page.get_by_role("group", name="Finding the need")
    assert group.get_by_role("radio").count() == 6
    assert (
        group.get_by_role("radio", name="3 Names the problem in the customer's words.").count() == 1
    )
    assert page.get_by_role("status").get_attribute("aria-live") == "polite"
    assert page.get_by_role("heading", name="Assessor 1, alone").count() == 1
    fields = page.locator(".hb-form :is(input, select)").all()
    assert all(field.evaluate("one => one.labels.length") for field in fields)


# --- nothing stays, nothing leaves, and it prints --------------------------------------------------


def test_nothing_is_stored_and_nothing_sent(sheet, page):
    sheet.open(page)
    both(page, [3, 3, 3], [3, 3, 3])
    assert json.loads(page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")) == {}
    assert page.context.cookies() == []
    assert sheet.asked == [HERE]
    press(page, "Delete all marks and begin again")
    assert "3" not in page.locator(".hb-form").inner_text().replace("\n3\n", "")
    page.reload()
    assert page.get_by_role("button", name="Begin").is_visible()


def test_the_sheet_prints_alone_on_at_most_two_pages(good, page):
    sheet = Sheet(good)
    around = f"<main><p class=before>{'Before. ' * 3000}</p><div>{{}}</div><p>{'After. ' * 3000}</p></main>"
    sheet.open(page, around)
    page.evaluate("window.print = () => { window.printed = true }")
    press(page, "Begin")
    long = (
        "Asked who else would have to agree, waited, and wrote the answer down in the words of the customer. "
        * 3
    )
    for who in (1, 2):
        for fieldset in page.locator("fieldset").all():
            fieldset.locator('input[value="3"]').click()
            fieldset.get_by_label("What was said or done").fill(long[:300])
        press(page, "These are my marks")
        if who == 1:
            press(page, "Assessor 2 begins")
    press(page, "Print the sheet")
    assert page.evaluate("window.printed")
    paper = page.pdf(format="A4")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 2
    assert page.locator(".hb-print-off").count() == 0, "the page stays hidden after printing"
    press(page, "Print the sheet")
    page.emulate_media(media="print")
    assert not page.locator(".before").is_visible()
    for shown in (
        "Applicant",
        "Date",
        "Assessor 2",
        "Decided by the sales director",
        "Scorecard: Seller",
    ):
        assert page.locator(".hb-sheet").get_by_text(shown).last.is_visible(), shown


def test_before_it_is_marked_the_form_is_not_printed(sheet, page):
    sheet.open(page)
    page.emulate_media(media="print")
    assert not page.locator(".hb-form").is_visible()
    assert page.get_by_text("Otherwise yes from a weighted mean of 3 on.").is_visible()


def test_it_fits_on_a_phone(sheet, page):
    page.set_viewport_size({"width": 390, "height": 800})
    sheet.open(page)
    press(page, "Begin")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    mark(page, [3, 3, 3], notes=True)
    press(page, "Assessor 2 begins")
    mark(page, [3, 3, 3], notes=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_scripts_the_card_says_what_decides(sheet, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sheet.open(page)
    assert page.get_by_text("With scripts switched off this card is marked on paper").is_visible()
    assert page.get_by_role("cell", name="34%").is_visible()
    assert page.get_by_role("button").count() == 0
    context.close()


def test_two_scorecards_on_a_page_do_not_disturb_each_other(sheet, page):
    sheet.html += sheet.html
    sheet.open(page)
    first, second = page.locator(".hb-scorecard").all()
    for form in (first, second):
        form.get_by_role("button", name="Begin").click()
        form.locator('input[value="4"]').first.check()
    assert first.locator('input[value="4"]').first.is_checked()
