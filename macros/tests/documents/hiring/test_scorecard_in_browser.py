"""The scorecard of a selection in a real browser with the real script: the library's numbers, marks
that stay hidden, one or two sheets of paper.
"""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from tests.documents.hiring.scorecard_page import (
    ODD,
    Sheet,
    both,
    changed,
    computed,
    mark,
    press,
    verdict,
)

# --- the numbers of the library -------------------------------------------------------------------


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


# --- by mouse -------------------------------------------------------------------------------------


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
