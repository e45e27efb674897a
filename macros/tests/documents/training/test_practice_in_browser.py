"""The practice test in a real browser with the real script: by mouse, by keyboard alone, on a
phone; nothing leaves, nothing stays unasked.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page

from handbook.documents.training.facts import Module, Objective, Question
from handbook.documents.training.questions import options
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder
from tests.places import MACROS

# These files of docs are code, not content; an adopter keeps them.
ASSETS = MACROS / "theme" / "assets" / "handbook"
SCRIPT = (ASSETS / "practice.js").read_text(encoding="utf-8")
STYLE = (ASSETS / "handbook.css").read_text(encoding="utf-8")
SRC = "learning.md"
HERE = "https://handbook.example.com/learning/"
KEY = "handbook-practice"
TODAY = date(2026, 11, 23)


class Site:
    """The page with the practice test, served to the browser without a network; every request is
    noted.
    """

    def __init__(self, folder: Folder) -> None:
        self.edition = edition_without_git(folder, TODAY)
        facts = self.edition.handbook.facts
        page = self.edition.handbook.pages[SRC]
        call = next(call for call in page.calls if call.name == "practice_test")
        self.html = str(self.edition.shown.draw(call, SRC).html)
        self.by_stem: dict[str, Question] = {
            question.stem: question for question in facts[Question]
        }
        self.right = {
            question.stem: next(text for text, right in options(facts, question) or [] if right)
            for question in facts[Question]
        }
        self.asked: list[str] = []

    def open(self, page: Page, html: str | None = None) -> None:
        body = f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><body class=md-typeset>{html or self.html}<script>{SCRIPT}</script></body>"

        def serve(route):
            self.asked.append(route.request.url)
            route.fulfill(body=body, content_type="text/html")

        page.route("**/*", serve)
        page.goto(HERE)


@pytest.fixture
def site(good: Folder) -> Site:
    return Site(good)


def stem(page: Page) -> str:
    return page.locator("legend span").inner_text()


def choose(page: Page, site: Site, rightly: bool) -> str:
    """Choose an answer by mouse; the text that was chosen."""
    right = site.right[stem(page)]
    texts = page.locator("fieldset label span").all_inner_texts()
    wanted = right if rightly else next(text for text in texts if text != right)
    page.locator("fieldset label").nth(texts.index(wanted)).click()
    page.get_by_role("button", name="Answer").click()
    return wanted


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Next question").or_(
        page.get_by_role("button", name="See the result")
    ).click()


def answer_all(page: Page, site: Site, many: int, wrong: int = 0) -> list[str]:
    """Answer so many questions by mouse, the first ``wrong`` of them wrongly; the stems in order."""
    stems = []
    for place in range(many):
        stems.append(stem(page))
        choose(page, site, place >= wrong)
        go_on(page)
    return stems


def begin(page: Page) -> None:
    page.get_by_role("button", name="Begin").click()


def stored(page: Page) -> dict[str, str]:
    return json.loads(page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})"))


# --- by mouse -------------------------------------------------------------------------------------


def test_a_right_answer_is_explained_and_leads_to_what_says_so(site, page):
    site.open(page)
    begin(page)
    question = site.by_stem[stem(page)]
    choose(page, site, True)
    said = page.locator(".hb-explained")
    assert "Right." in said.inner_text()
    assert str(question.why) in said.inner_text()
    assert page.locator('label[data-mark="right"]').count() == 1
    assert page.locator('label[data-mark="wrong"]').count() == 0
    leads = urljoin(HERE, said.locator("a").get_attribute("href"))
    assert leads == f"{HERE}#{question.heading}"
    assert question.heading in site.edition.handbook.pages[question.page].ids


def test_a_wrong_answer_names_the_right_one(site, page):
    site.open(page)
    begin(page)
    right = site.right[stem(page)]
    choose(page, site, False)
    assert f"Not right. The right answer is: {right}" in page.locator(".hb-explained").inner_text()
    assert page.locator('label[data-mark="wrong"]').count() == 1
    assert page.locator("fieldset input:enabled").count() == 0


def test_the_result_by_module_and_those_that_were_wrong_again(site, page):
    site.open(page)
    begin(page)
    stems = answer_all(page, site, 10, wrong=3)
    assert len(set(stems)) == 10
    assert page.locator(".hb-item-title").inner_text() == "7 of 10 right"
    facts = site.edition.handbook.facts
    modules = Counter(
        facts[Module][facts[Objective][site.by_stem[item].objective].module].title for item in stems
    )
    rows = [row.inner_text().split("\t") for row in page.locator("tbody tr").all()]
    assert {name: int(sum_.split(" of ")[1]) for name, sum_ in rows} == modules
    assert sum(int(sum_.split(" of ")[0]) for _, sum_ in rows) == 7
    page.get_by_role("button", name="Again with the 3 that were wrong").click()
    assert set(answer_all(page, site, 3)) == set(stems[:3])
    assert page.locator(".hb-item-title").inner_text() == "3 of 3 right"


def test_the_ids_of_the_try_stand_there_to_be_handed_in(site, page):
    site.open(page)
    begin(page)
    stems = answer_all(page, site, 10)
    ids = page.locator("textarea").input_value().split()
    assert ids == [site.by_stem[item].id for item in stems]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the list").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").split() == ids


def test_without_an_answer_nothing_is_marked(site, page):
    site.open(page)
    begin(page)
    page.get_by_role("button", name="Answer").click()
    assert page.locator(".hb-explained").inner_text() == "Choose an answer first."
    assert page.locator("fieldset input:enabled").count() > 2


# --- by keyboard alone ----------------------------------------------------------------------------


def test_the_whole_test_can_be_done_by_keyboard_alone(site, page):
    site.open(page)
    focused = "document.activeElement.textContent || document.activeElement.type"
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate(focused) == "Begin":
            break
    page.keyboard.press("Enter")
    for place in range(10):
        assert page.evaluate("document.activeElement.tagName") == "LEGEND", (
            "the question is not read out"
        )
        page.keyboard.press("Tab")
        assert page.evaluate(focused) == "radio"
        texts = page.locator("fieldset label span").all_inner_texts()
        wanted = texts.index(site.right[stem(page)])
        page.keyboard.press("Space")
        for _ in range(wanted):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert "Right." in page.locator(".hb-explained").inner_text()
        assert page.evaluate(focused) == ("See the result" if place == 9 else "Next question")
        page.keyboard.press("Enter")
    assert page.evaluate(focused) == "10 of 10 right"


def test_a_screen_reader_is_told_what_is_asked_and_answered(site, page):
    site.open(page)
    begin(page)
    group = page.get_by_role("group")
    assert stem(page) in group.locator("legend").inner_text()
    assert page.get_by_role("radio").count() == len(site.by_stem[stem(page)].options)
    status = page.locator(".hb-explained")
    assert status.get_attribute("role") == "status"
    assert status.get_attribute("aria-live") == "polite"


# --- chance ---------------------------------------------------------------------------------------


def test_ten_are_drawn_by_chance_and_each_comes_about_equally_often(site, page):
    site.open(page)
    drawn = page.evaluate(
        """() => { const all = [...Array(20).keys()].map(number => ({id: String(number)}))
        return [...Array(2000)].map(() => window.handbookPractice.drawn(all, 10, {}).map(one => one.id)) }"""
    )
    assert all(len(set(stems)) == 10 for stems in drawn)
    often = Counter(stems for try_ in drawn for stems in try_)
    assert len(often) == 20
    assert all(850 < many < 1150 for many in often.values()), often
    first = Counter(try_[0] for try_ in drawn)
    assert all(50 < many < 160 for many in first.values()), first


def test_the_right_option_stands_in_every_place(site, page):
    site.open(page)
    places = page.evaluate(
        "[...Array(900)].map(() => window.handbookPractice.shuffled(['right', 'b', 'c']).indexOf('right'))"
    )
    assert all(230 < many < 370 for many in Counter(places).values())


# --- what leaves and what stays -------------------------------------------------------------------


def test_nothing_is_sent_and_nothing_kept_unless_asked_for(site, page):
    site.open(page)
    begin(page)
    answer_all(page, site, 10, wrong=2)
    assert site.asked == [HERE]
    assert stored(page) == {}
    assert page.context.cookies() == []


def test_what_was_right_is_kept_under_one_key_and_asked_later(site, page):
    site.open(page)
    page.get_by_role("checkbox").check()
    begin(page)
    stems = answer_all(page, site, 10, wrong=2)
    right = {site.by_stem[item].id for item in stems[2:]}
    assert {key: json.loads(value) for key, value in stored(page).items()} == {
        KEY: dict.fromkeys(right, 1)
    }
    page.reload()
    assert page.get_by_role("checkbox").is_checked()
    begin(page)
    again = answer_all(page, site, 10)
    assert not right & {site.by_stem[item].id for item in again}
    assert set(site.asked) == {HERE}


@pytest.mark.parametrize("how", ["button", "checkbox"])
def test_what_is_kept_can_be_deleted(site, page, how):
    site.open(page)
    page.get_by_role("checkbox").check()
    assert list(stored(page)) == [KEY]
    if how == "button":
        page.get_by_role("button", name="Delete what is remembered").click()
    else:
        page.get_by_role("checkbox").uncheck()
    assert stored(page) == {}
    assert not page.get_by_role("checkbox").is_checked()
    assert not page.get_by_role("button", name="Delete what is remembered").is_visible()


def test_a_browser_that_stores_nothing_still_tests(site, page):
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused') }})"
    )
    site.open(page)
    page.get_by_role("checkbox").click()
    page.get_by_text("This browser keeps nothing.").wait_for()
    begin(page)
    answer_all(page, site, 10)
    assert "10 of 10" in page.locator(".hb-item-title").inner_text()


# --- where it is read -----------------------------------------------------------------------------


def test_it_fits_on_a_phone(site, page):
    page.set_viewport_size({"width": 390, "height": 800})
    site.open(page)
    begin(page)
    answer_all(page, site, 9, wrong=4)
    choose(page, site, True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    go_on(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_it_is_not_printed(site, page):
    site.open(page)
    page.emulate_media(media="print")
    assert not page.locator(".hb-practice").is_visible()


def test_without_scripts_the_questions_stand_there_with_their_answers(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    site.open(page)
    assert page.get_by_text("With scripts switched off").is_visible()
    first = page.locator("details").first
    first.locator("summary").click()
    assert "(right)" in first.inner_text()
    assert page.locator(".hb-asked").is_hidden()
    assert page.locator("[data-search-exclude]").count() == 1
    context.close()


def test_two_tests_on_a_page_do_not_disturb_each_other(site, page):
    site.open(page, site.html + site.html)
    for place in (0, 1):
        page.locator(".hb-practice").nth(place).get_by_role("button", name="Begin").click()
    first, second = page.locator(".hb-practice").all()
    first.get_by_role("radio").first.check()
    second.get_by_role("radio").first.check()
    assert first.get_by_role("radio").first.is_checked()
