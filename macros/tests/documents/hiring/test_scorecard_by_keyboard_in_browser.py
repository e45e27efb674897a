"""The scorecard by keyboard alone, for a screen reader, on paper and on a phone: nothing stays,
nothing leaves.
"""

from __future__ import annotations

import json
import re
from random import Random

import pytest
from playwright.sync_api import Page

from tests.documents.hiring.scorecard_page import HERE, Sheet, both, mark, press, verdict

# --- by keyboard alone, and for a screen reader ---------------------------------------------------


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


# --- nothing stays, nothing leaves, and it prints -------------------------------------------------


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
