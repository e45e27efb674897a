"""The card in a real browser with the real script: what it says of a review is what the library
says, on every day of three years.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from handbook.records.records import Life, State, folder_of, standing
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder
from handbook.upkeep.macros.card import SLUGS
from handbook.upkeep.review import RecordRequest, record_of
from tests import lives
from tests.places import MACROS

# This one file of docs is code, not content; an adopter keeps it.
SCRIPT = (MACROS / "theme" / "assets" / "handbook" / "handbook.js").read_text(encoding="utf-8")
BUILT = date(2026, 11, 23)
DAY = timedelta(days=1)
ZONE = "Europe/London"
# Days on which reviews are written; some at ends of months, some around days when clocks change.
REVIEWS = [
    BUILT,
    date(2026, 11, 30),
    date(2026, 12, 31),
    date(2027, 1, 31),
    date(2027, 3, 28),
    date(2027, 7, 25),
]
REVIEWS += [date(2027, 11, 30), date(2028, 2, 29), date(2028, 7, 29), date(2029, 8, 31)]

# Opens the page anew at each moment: the cards as built, then the script. The clock is frozen at
# that moment.
RUN = """([script, moments]) => {
  const Real = Object.getPrototypeOf(Date) === Function.prototype ? Date : Object.getPrototypeOf(Date)
  return moments.map(moment => {
    window.Date = class Frozen extends Real {
      constructor(...given) { super(...(given.length ? given : [moment])) }
      static now() { return moment }
    }
    document.body.innerHTML = window.built
    ;(0, eval)(script)
    return [...document.querySelectorAll("aside")].map(card =>
      [card.dataset.state, card.querySelector(".hb-state").textContent, card.querySelector(".hb-until")?.textContent])
  })
}"""
Said = tuple[str, str, str | None]


@pytest.fixture
def reader() -> dict[str, str]:
    """A page of a reader who is half a world away from the company."""
    return {"timezone_id": "Pacific/Kiritimati", "locale": "de-DE"}


class Card:
    """The card of a page as it was built on the day of its review."""

    def __init__(
        self,
        good: Folder,
        src: str,
        on: date,
        record: dict[str, Any] | None = None,
        built: date | None = None,
    ) -> None:
        for path in [path for path in good.data if path.startswith(f"{folder_of(src)}/")]:
            del good.data[path], good.entries[path]
        states = edition_without_git(good, on).shown.states
        wanted = RecordRequest("reviewed", "sales-director", on, lives.FOUND)
        lives.record(good, src, record or record_of(states, states.handbook.pages[src], wanted))
        edition = edition_without_git(good, built or on)
        self.on = on
        self.page = edition.handbook.pages[src]
        self.life: Life | None = edition.handbook.lives.get(src)
        self.now = edition.shown.states.fingerprints(self.page)
        self.html = str(edition.shown.draw(self.page.calls[0], src).html)

    def state(self, day: date) -> State:
        months = self.page.meta.review_every if self.page.meta else 3
        return standing(self.life, self.now, months, day).state


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def show(page: Page, *html: str) -> None:
    page.set_content("<body></body>")
    page.evaluate("html => { window.built = html }", "".join(html))


def at(page: Page, *moments: datetime) -> list[list[Said]]:
    """For each moment at which the page is opened: state, words and the word before the date of
    each card.
    """
    stamps = [moment.timestamp() * 1000 for moment in moments]
    return [[tuple(card) for card in cards] for cards in page.evaluate(RUN, [SCRIPT, stamps])]


def changed(on: date) -> dict[str, Any]:
    read = {"found": "Compared it all with ours.", "text": "00000000", "facts": "00000000"}
    return lives.step("reviewed", on.isoformat(), "sales-director", **read)


def cards(good: Folder) -> list[Card]:
    made = [Card(good, "hiring.md", on) for on in REVIEWS[::2]]
    made += [Card(good, "sales-book/prices.md", on) for on in REVIEWS[1::2]]
    made += [Card(good, "training.md", on, changed(on)) for on in REVIEWS[:2]]
    return [*made, Card(good, "forecast.md", BUILT, lives.step("drafted", BUILT.isoformat()))]


def test_on_every_day_of_three_years_the_browser_says_what_the_library_says(good, page):
    made = cards(good)
    show(page, *(card.html for card in made))
    days = [BUILT + count * DAY for count in range(3 * 365 + 2)]
    expected = {day: [card.state(day) for card in made] for day in days}
    # The first moment of every day, and the last one of each day on whose end a state changes.
    moments = {midnight(day): day for day in days}
    moments |= {
        midnight(day + DAY) - timedelta(seconds=1): day
        for day in days[:-1]
        if expected[day] != expected[day + DAY]
    }
    found = dict(zip(moments, at(page, *moments), strict=True))
    wrong = [
        f"{moment}: {card.page.src}, reviewed {card.on}, should be {state}, is {said}"
        for moment, day in moments.items()
        for card, state, said in zip(made, expected[day], found[moment], strict=True)
        if day >= card.on and said[:2] != (SLUGS[state], state.value.capitalize())
    ]
    assert wrong == []
    assert {state for states in expected.values() for state in states} == set(State)
    assert len(moments) > len(days) + 10


def test_the_browsers_own_clock_and_the_frozen_one_agree(good, page):
    """Once with the clock that Playwright gives the whole browser, and with the script on the page
    as readers get it.
    """
    for days, words in ((0, "In date"), (92, "Due soon"), (93, "Overdue")):
        page.clock.set_fixed_time(midnight(BUILT + days * DAY))
        page.set_content(
            f"<body>{Card(good, 'hiring.md', BUILT).html}<script>{SCRIPT}</script></body>"
        )
        assert page.locator(".hb-state").inner_text() == words


def test_words_change_with_the_state_and_not_only_the_colour(good, page):
    show(
        page,
        Card(good, "hiring.md", BUILT).html,
        Card(good, "training.md", BUILT, changed(BUILT)).html,
    )
    said = {}
    for days in (0, 80, 100):
        at(page, midnight(BUILT + days * DAY))
        said[days] = [
            re.sub(r"\s+", " ", text)
            for text in page.locator("dd:has(.hb-state)").all_inner_texts()
        ]
    assert said == {
        0: [
            "In date until 23 February 2027",
            "Changed since review (text and facts shown); holds until 23 February 2027",
        ],
        80: [
            "Due soon until 23 February 2027",
            "Changed since review (text and facts shown); holds until 23 February 2027",
        ],
        100: ["Overdue since 23 February 2027", "Overdue since 23 February 2027"],
    }


def test_a_site_that_was_built_a_hundred_days_ago_says_overdue(good, page):
    show(page, Card(good, "hiring.md", BUILT).html)
    ((found,),) = at(page, midnight(BUILT + 100 * DAY))
    assert found == ("overdue", "Overdue", "since")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("due", ""), ("due", "soon"), ("due", "2027-02-30"), ("due", "2027-13-01"), ("due", "23.02.2027"),
        ("due", "2027-2-3"), ("due", "20270223"), ("zone", ""), ("zone", "Moon/Crater"), ("zone", "London"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_counts_as_overdue(good, page, key, value):
    html = re.sub(
        rf'data-{key}="[^"]*"', f'data-{key}="{value}"', Card(good, "hiring.md", BUILT).html
    )
    show(page, html)
    ((found,),) = at(page, midnight(BUILT))
    assert found == ("overdue", "Overdue", "since")


def test_a_missing_time_zone_counts_as_overdue(good, page):
    show(page, re.sub(r' data-zone="[^"]*"', "", Card(good, "hiring.md", BUILT).html))
    ((found,),) = at(page, midnight(BUILT))
    assert found[0] == "overdue"


def test_without_scripts_the_state_at_the_time_of_building_stands(good, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for built, words in (
        (BUILT, "In date until"),
        (BUILT + 80 * DAY, "Due soon until"),
        (BUILT + 100 * DAY, "Overdue since"),
    ):
        card = Card(good, "hiring.md", BUILT, built=built)
        page.set_content(f"<body>{card.html}<script>{SCRIPT}</script></body>")
        assert words in re.sub(r"\s+", " ", page.locator("aside").inner_text())
        assert page.locator("aside").get_attribute("data-state") == SLUGS[card.state(built)]
    context.close()
