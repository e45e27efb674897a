"""The pay calculator in a real browser with the real script: for a grid and for random years it
gives the library's pay to the cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from handbook.documents.motivation.facts import PayPlan
from handbook.documents.motivation.in_force import SIGNED
from handbook.documents.motivation.macros.pay_calculator import CalculatorPlan
from handbook.documents.motivation.pay import periods_of, slips_of_year
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder
from tests.places import MACROS

# This one file of docs is code, not content; an adopter keeps it.
SCRIPT = (MACROS / "theme" / "assets" / "handbook" / "pay.js").read_text(encoding="utf-8")
TODAY = date(2026, 11, 23)
PLANS = "docs/_facts/motivation/pay_plans.yml"
PAGE = "motivation.md"
RUN = """([plan, years]) => {
  const facts = JSON.parse(document.querySelector(".hb-pay").dataset.facts).plans[plan]
  return years.map(asked => window.handbookPay.calculate(facts, asked))
}"""
D = Decimal
# What the plans of the good handbook never reach: months, repeating thirds, odd cents, a cap
# between two points.
ODD = [
    ("counts: period by period", "counts: year to date"),
    ("fixed: 60 000", "fixed: 60 000.01"),
    ("variable: 20 000", "variable: 19 999.97"),
    ("cap: 200 %", "cap: 133.33 %"),
    ("{attained: 70 %, paid: 0 %}", "{attained: 70 %, paid: 12.5 %}"),
    ("variable: 12 500", "variable: 12 501.07"),
    ("{attained: 40 %, paid: 0 %}", "{attained: 37.01 %, paid: 0 %}"),
]
MONTHLY = [
    ("period: quarter\n  counts: period by period", "period: month\n  counts: period by period"),
    ("variable: 20 000", "variable: 20 000.05"),
]


def year_to_date(attained: Sequence[Decimal], weights: Sequence[Decimal]) -> list[Decimal]:
    """The attainment of the year until the end of each period: the mean so far, each period by the
    weight of its quota.

    As long as nothing was asked for, nothing is attained.
    """
    reached = accumulate(one * weight for one, weight in zip(attained, weights, strict=True))
    return [
        done / asked if asked else D(0)
        for done, asked in zip(reached, accumulate(weights), strict=True)
    ]


@pytest.fixture
def reader() -> dict[str, str]:
    return {"locale": "de-DE"}


class Pays:
    """The library's side: the plan that the calculator of a role holds at a place, and the form
    that pages get.
    """

    def __init__(self, folder: Folder, role: str, place: int = 0) -> None:
        edition = edition_without_git(folder, TODAY)
        found = next(
            shown
            for shown in edition.shown.calls[PAGE]
            if shown.call.name == "pay_calculator" and shown.call.args == (role,)
        )
        drawn = edition.shown.draw(found.call, PAGE)
        self.html = str(drawn.html)
        form = found.selection.value
        self.plan: PayPlan = form.of[place]
        self.counted: CalculatorPlan = form.content.values.plans[place]
        self.many = periods_of(self.plan)

    def year(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        """The lines of each period in cents, as the script spells them."""
        columns = [self.reached(place, asked) for place in range(len(self.plan.measures))]
        ids = [measure.measure for measure in self.plan.measures]
        slips = slips_of_year(
            self.plan, [dict(zip(ids, row, strict=True)) for row in zip(*columns, strict=True)]
        )
        return [
            {
                "base": int(slip.of("base") * 100), "ahead": int(slip.of("ahead") * 100),
                "variable": [self.line(slip, "variable", measure) for measure in ids],
                "accelerator": [self.line(slip, "accelerator", measure) for measure in ids],
            }
            for slip in slips
        ]  # fmt: skip

    def line(self, slip: Any, kind: str, measure: str) -> int:
        return int(
            sum(
                (
                    line.amount
                    for line in slip.lines
                    if (line.kind, line.measure) == (kind, measure)
                ),
                D(0),
            )
            * 100
        )

    def reached(self, place: int, asked: dict[str, Any]) -> list[Decimal]:
        signed = self.plan.measures[place].measure == SIGNED
        written = [D(row[place]) for row in asked["written"]]
        seats = self.counted.seats
        quotas = [D(quota) / 100 for quota in seats[asked["seat"]][1]] if signed and seats else []
        if asked["amounts"] and quotas:
            if self.plan.counts == "year to date":
                sums = zip(accumulate(written), accumulate(quotas), strict=True)
                return [done / due if due else D(0) for done, due in sums]
            return [done / due if due else D(0) for done, due in zip(written, quotas, strict=True)]
        shares = [value / 100 for value in written]
        if self.plan.counts == "year to date":
            return year_to_date(shares, quotas or [D(weight) for weight in self.counted.weights])
        return shares

    def grid(self) -> list[dict[str, Any]]:
        """The same in every period, at every edge and around it."""
        shares = (
            "0",
            "37",
            "37.01",
            "40",
            "50",
            "69.99",
            "70",
            "80",
            "99.99",
            "100",
            "100.01",
            "120",
            "130",
            "133.34",
            "150",
            "300",
        )
        width = len(self.plan.measures)
        return [
            {"written": [[share] * width] * self.many, "amounts": False, "seat": 0}
            for share in shares
        ]

    def any_year(self, random: Random) -> dict[str, Any]:
        amounts = bool(self.counted.seats) and random.random() < 0.5
        width = len(self.plan.measures)
        rows = [
            [self.any_written(random, amounts, place) for place in range(width)]
            for _ in range(self.many)
        ]
        return {
            "written": rows,
            "amounts": amounts,
            "seat": random.randrange(len(self.counted.seats) or 1),
        }

    def any_written(self, random: Random, amounts: bool, place: int) -> str:
        if amounts and self.plan.measures[place].measure == SIGNED:
            return f"{random.choice([0, random.randrange(0, 6_000_000)]) / 100:.2f}"
        return random.choice(
            ["0", "100", f"{random.randrange(0, 20_000) / 100:.2f}", str(random.randrange(0, 250))]
        )


def changed(folder: Folder, changes: list[tuple[str, str]]) -> Folder:
    text = folder.data[PLANS].decode()
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    folder.data[PLANS] = text.encode()
    written = folder.data[f"docs/{PAGE}"].decode()
    folder.data[f"docs/{PAGE}"] = (written + '\n{{ pay_calculator("sales-director") }}\n').encode()
    return folder


def shown(html: str) -> str:
    return f"<body>{html}<script>{SCRIPT}</script></body>"


@pytest.mark.parametrize(
    ("changes", "role", "place"),
    [
        ([], "seller", 0), ([], "seller", 1), ([], "sales-director", 0), (ODD, "seller", 0), (ODD, "seller", 1), (ODD, "sales-director", 0),
        (MONTHLY, "sales-director", 0),
    ],
    ids=["good", "coming", "alone", "odd", "odd-coming", "odd-cap", "months"],
)  # fmt: skip
def test_for_a_grid_and_400_years_the_browser_pays_what_the_library_pays(
    good, page, changes, role, place
):
    pays = Pays(changed(good, changes), role, place)
    random = Random(2026)
    years = [*pays.grid(), *(pays.any_year(random) for _ in range(400))]
    page.set_content(shown(pays.html))
    theirs = page.evaluate(RUN, [place, years])
    ours = [pays.year(year) for year in years]
    assert [
        (year, our, their)
        for year, our, their in zip(years, ours, theirs, strict=True)
        if our != their
    ] == []
    # The years reach what can differ.
    lines = [line for year in ours for line in year]
    assert any(sum(line["accelerator"]) for line in lines)
    assert any(line["ahead"] > 0 for line in lines) == (pays.plan.counts == "year to date")
    assert {year["amounts"] for year in years} == ({True, False} if pays.counted.seats else {False})


def rows(page: Page) -> dict[str, list[str]]:
    """The lines of the payslips by period, as readers see them."""
    body = page.locator(".hb-sums tbody tr").all()
    return {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in body}


def money(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}£{abs(cents) / 100:,.2f}"


def spelled(year: list[dict[str, Any]]) -> dict[str, list[str]]:
    """A year as the form shows it: what was paid ahead has a column only where there is any, and
    the year is the last line.
    """
    ahead = ["ahead"] if any(line["ahead"] for line in year) else []
    lines = [
        [line["base"], *line["variable"], *line["accelerator"], *(line[key] for key in ahead)]
        for line in year
    ]
    lines.append([sum(column) for column in zip(*lines, strict=True)])
    names = [*(f"Quarter {place}" for place in (1, 2, 3, 4)), "Year"]
    return {
        name: [money(amount) for amount in [*line, sum(line)]]
        for name, line in zip(names, lines, strict=True)
    }


def test_by_mouse_the_form_shows_what_was_calculated(good, page):
    pays = Pays(good, "seller")
    page.set_content(shown(pays.html))
    assert rows(page)["Quarter 1"][0] == "£6,000.00"
    page.get_by_label("You write").select_option("1")
    page.get_by_label("Seat").select_option("2")
    page.get_by_label("Quarter 1: Signed orders, signed").fill("30000.50")
    page.get_by_label("Quarter 2: Orders complete, in %").fill("80")
    quotas = [f"{quota / 100:.2f}" for quota in pays.counted.seats[2][1]]
    written = [["30000.50", "100"], [quotas[1], "80"], [quotas[2], "100"], [quotas[3], "100"]]
    year = pays.year({"written": written, "amounts": True, "seat": 2})
    assert rows(page) == spelled(year)


def test_by_keyboard_alone_everything_can_be_asked(good, page):
    pays = Pays(good, "seller")
    page.set_content(shown(pays.html))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.key") == "plan"
    page.keyboard.press("ArrowDown")
    page.keyboard.press(
        "Tab"
    )  # the coming plan has no seats, so the fields follow, behind the box of the table that scrolls
    page.keyboard.press("Tab")
    assert (
        page.evaluate("document.activeElement.getAttribute('aria-label')")
        == "Quarter 1: Signed orders, in %"
    )
    page.keyboard.press("Control+A")
    page.keyboard.type("250")
    page.keyboard.press("Tab")
    page.keyboard.type("0")
    coming = Pays(good, "seller", 1)
    year = coming.year({"written": [["250"], ["0"], ["100"], ["100"]], "amounts": False, "seat": 0})
    assert [line["ahead"] > 0 for line in year] == [False, True, False, False]
    assert rows(page) == spelled(year)


def test_every_field_has_a_label_and_the_answer_is_announced(good, page):
    page.set_content(shown(Pays(good, "seller").html))
    fields = page.locator(".hb-pay :is(input, select)").all()
    assert len(fields) == 11
    assert all(
        field.evaluate("one => one.labels.length || one.getAttribute('aria-label')")
        for field in fields
    )
    assert page.locator(".hb-sums").get_attribute("aria-live") == "polite"


@pytest.mark.parametrize("written", ["", "much", "-5", "1e3", "12%"])
def test_what_is_no_number_is_said(good, page, written):
    page.set_content(shown(Pays(good, "seller").html))
    page.locator('[data-period="0"][data-measure="0"]').fill(written)
    assert (
        page.locator(".hb-sums").inner_text() == "Write numbers, zero or more, such as 80 or 104.5."
    )


@pytest.mark.parametrize("written", ["104.5", "104,5", " 104.50 "])
def test_a_comma_is_a_point(good, page, written):
    pays = Pays(good, "seller")
    page.set_content(shown(pays.html))
    page.locator('[data-period="0"][data-measure="0"]').fill(written)
    year = pays.year(
        {"written": [["104.5", "100"], *[["100", "100"]] * 3], "amounts": False, "seat": 0}
    )
    assert rows(page) == spelled(year)


def test_without_scripts_the_page_says_where_to_look(good):
    assert "see the payslips" in Pays(good, "seller").html
