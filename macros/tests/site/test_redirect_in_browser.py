"""The old address of a moved page in a real browser: it leads to the page, and to the place on it
that was asked for.
"""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Browser, Page, Route

from handbook.rules.edition import edition_without_git
from handbook.site.redirects import redirects
from handbook.text.load import Folder, FolderEntry

HOST = "https://handbook.example.com/"
MOVED = b"- {from: a/old.md, to: sales-book/prices.md}\n- {from: start.md, to: index.md}\n"


@pytest.fixture
def led_on(good: Folder) -> dict[str, str]:
    """The small files that lead on, by their place on the site."""
    good.entries["docs/_facts/moved.yml"] = FolderEntry("docs/_facts/moved.yml", "file", len(MOVED))
    good.data["docs/_facts/moved.yml"] = MOVED
    return redirects(edition_without_git(good, date(2026, 11, 23)).handbook)


def serve(page: Page, led_on: dict[str, str]) -> None:
    """A site of those files; every other address is a page of its own, which has a place far below."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOST).partition("#")[0].partition("?")[0]
        shown = "<p>Prices</p><p style='margin-top: 5000px' id='list-price'>The list</p>"
        route.fulfill(body=led_on.get(f"{path}index.html", shown), content_type="text/html")

    page.route("**/*", answer)


@pytest.mark.parametrize(
    ("asked", "arrives"),
    [
        ("a/old/", "sales-book/prices/"),
        ("a/old/#list-price", "sales-book/prices/#list-price"),
        ("a/old/?q=barista#list-price", "sales-book/prices/?q=barista#list-price"),
        ("a/old/#caf%C3%A9", "sales-book/prices/#caf%C3%A9"),
        ("a/old/#%22onload=alert(1)", "sales-book/prices/#%22onload=alert(1)"),
        ("start/#today", "#today"),
    ],
)
def test_an_old_address_leads_to_the_same_place(page, led_on, asked, arrives):
    serve(page, led_on)
    page.goto(HOST + asked)
    page.wait_for_url(HOST + arrives)
    assert page.url == HOST + arrives


def test_the_way_back_does_not_lead_to_the_old_address(page, led_on):
    serve(page, led_on)
    page.goto(f"{HOST}somewhere/")
    page.goto(f"{HOST}a/old/#list-price")
    page.wait_for_url(f"{HOST}sales-book/prices/#list-price")
    page.go_back()
    assert page.url == f"{HOST}somewhere/"


def test_a_browser_without_scripts_is_led_to_the_page(browser: Browser, led_on):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    serve(page, led_on)
    page.goto(f"{HOST}a/old/#list-price")
    page.wait_for_url(f"{HOST}sales-book/prices/**")
    context.close()
