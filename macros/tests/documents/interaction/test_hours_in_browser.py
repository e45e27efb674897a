"""The calculator of business hours in a real browser with the real script: it gives the moments of
the library, to the minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

import pytest
from playwright.sync_api import Page

from handbook.documents.company.facts.company import BusinessUnit, Company
from handbook.documents.interaction.opening import hours_of, years_shown
from handbook.documents.interaction.sums import due_at
from handbook.rules.edition import Edition, edition_without_git
from handbook.text.load import Folder
from tests.places import MACROS

# This one file of docs is code, not content; an adopter keeps it.
SCRIPT = (MACROS / "theme" / "assets" / "handbook" / "hours.js").read_text(encoding="utf-8")
TODAY = date(2026, 11, 23)
PAGE = "interaction.md"
LAST = datetime.fromisoformat("2028-12-31 23:59")
RUN = """asked => {
  const facts = JSON.parse(document.querySelector(".hb-due").dataset.facts)
  return asked.map(([unit, start, amount, counted]) => {
    const found = window.handbookHours.due(facts, unit, window.handbookHours.read(start), amount, counted)
    return found === null ? null : new Date(found).toISOString().slice(0, 16)
  })
}"""
UNITS = ("minute", "hour", "day", "week", "month", "business hour", "business day")
# A unit that works in the evening of few days, also on a Saturday, so that nothing rests on the
# ordinary week.
EVENING = 'hours: {days: [Tuesday, Saturday], opens: "17:45", closes: "21:15"}'
Asked = tuple[str, str, int, str]


@pytest.fixture
def reader() -> dict[str, str]:
    # A reader far from the company, in a place that changes its clocks: neither may move a moment.
    return {"locale": "de-DE", "timezone_id": "America/New_York"}


@pytest.fixture
def book(good: Folder) -> Edition:
    path = "docs/_facts/units.yml"
    before, management, after = good.data[path].decode().partition("- id: management\n")
    head, hours, rest = after.partition("hours: {")
    good.data[path] = (
        before + management + head + EVENING + "\n" + rest.partition("\n")[2]
    ).encode()
    assert hours
    return edition_without_git(good, TODAY)


def shown(page: Page, book: Edition) -> None:
    call = next(call for call in book.handbook.pages[PAGE].calls if call.name == "due_calculator")
    page.set_content(f"<body>{book.shown.draw(call, PAGE).html}<script>{SCRIPT}</script></body>")


def by_library(book: Edition, asked: Asked) -> str | None:
    unit, start, amount, counted = asked
    facts = book.handbook.facts
    hours = hours_of(facts[BusinessUnit][unit], facts.only(Company), years_shown(TODAY))
    begun = datetime.fromisoformat(start)
    if not TODAY.year <= begun.year <= LAST.year:
        return None
    found = due_at(begun, amount, counted, hours)
    return found.isoformat(timespec="minutes") if found <= LAST else None


def grid() -> Iterator[Asked]:
    """A week with Christmas in it, around the edges of the hours, for each unit and small amounts."""
    for day in range(23, 31):
        for clock in (
            "00:00",
            "08:59",
            "09:00",
            "12:30",
            "16:59",
            "17:00",
            "17:01",
            "17:45",
            "21:15",
            "23:59",
        ):
            for counted in UNITS:
                for amount in (0, 1, 8, 9):
                    yield "operations", f"2026-12-{day}T{clock}", amount, counted
                    yield "management", f"2026-12-{day}T{clock}", amount, counted


def any_moments(random: Random, number: int) -> Iterator[Asked]:
    """Moments of five years, so that some lie outside those that are known, and lengths from
    minutes to more than a year.
    """
    for _ in range(number):
        start = datetime.fromisoformat("2025-06-01") + timedelta(
            minutes=random.randrange(5 * 366 * 24 * 60)
        )
        amount = random.choice([1, 2, 3, 4, 24, 40, 90, random.randint(1, 700)])
        unit = random.choice(["operations", "management", "sales"])
        yield unit, start.isoformat(timespec="minutes"), amount, random.choice(UNITS)


def test_the_browser_gives_the_moments_of_the_library(book, page):
    shown(page, book)
    asked = [*grid(), *any_moments(Random(2026), 1500)]
    ours = [by_library(book, question) for question in asked]
    theirs = page.evaluate(RUN, [list(question) for question in asked])
    assert [row for row in zip(asked, ours, theirs, strict=True) if row[1] != row[2]] == []
    assert 100 < ours.count(None) < len(ours) / 2, (
        "what lies outside the known years is not reached"
    )


def rows(page: Page) -> dict[str, str]:
    """What the form says, without the commas that some browsers put into a date and others do not."""
    values = [value.replace(",", "") for value in page.locator("dd").all_inner_texts()]
    return dict(zip(page.locator("dt").all_inner_texts(), values, strict=True))


def test_friday_afternoon_is_due_on_monday_morning(book, page):
    shown(page, book)
    page.get_by_label("Asked for").select_option(label="an amount of time")
    page.get_by_label("Handed over").fill("2026-11-27T16:40")
    page.get_by_label("How much time").fill("2")
    page.get_by_label("Hours of").select_option("sales")
    assert rows(page)["Handed over"] == "Friday 27 November 2026 at 16:40"
    assert rows(page)["Due"] == "Monday 30 November 2026 at 10:40"


def test_a_service_says_when_it_is_answered_done_and_taken_higher_and_names_the_holidays_on_the_way(
    book, page
):
    shown(page, book)
    page.get_by_label("Asked for").select_option(label="Installation (Operations → Sales)")
    page.get_by_label("Handed over").fill("2026-12-24T16:00")
    assert page.get_by_label("How much time").is_hidden()
    assert rows(page) == {
        "Handed over": "Thursday 24 December 2026 at 16:00",
        "First answer due": "Tuesday 29 December 2026 at 12:00",
        "Done by": "Tuesday 5 January 2027 at 16:00",
        "Goes to Head of operations": "Tuesday 5 January 2027 at 16:00",
        "Goes to Managing director": "Thursday 7 January 2027 at 16:00",
    }
    said = page.locator(".hb-sums p").inner_text()
    assert "25 December (Christmas Day)" in said
    assert "1 January (New Year" in said


@pytest.mark.parametrize("moment", ["2025-12-31T10:00", "2029-01-01T10:00", "2028-12-31T10:00"])
def test_what_lies_outside_the_known_years_is_said_and_not_worked_out(book, page, moment):
    shown(page, book)
    page.get_by_label("Asked for").select_option(label="an amount of time")
    page.get_by_label("Handed over").fill(moment)
    assert rows(page)["Due"] == "not known"
    assert "from 2026 to 2028" in page.locator(".hb-sums p").last.inner_text()


@pytest.mark.parametrize(
    ("field", "value"), [("How much time", ""), ("How much time", "1.5"), ("Handed over", "")]
)
def test_what_is_missing_is_asked_for(book, page, field, value):
    shown(page, book)
    page.get_by_label("Asked for").select_option(label="an amount of time")
    page.get_by_label(field).fill(value)
    assert page.locator("dl").count() == 0
    assert page.locator(".hb-sums p").inner_text()
