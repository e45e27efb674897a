"""The what-if in a real browser with the real script: for a grid and for random wishes it comes to
what the sums in exact fractions say.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from handbook.documents.forecast.sums.what_if import Basis, WhatIfInput
from handbook.rules.edition import edition_without_git
from tests.documents.forecast.what_if import what_if
from tests.places import MACROS

# This one file of docs is code, not content; an adopter keeps it.
SCRIPT = (MACROS / "theme" / "assets" / "handbook" / "what-if.js").read_text(encoding="utf-8")
TODAY = date(2026, 11, 23)
RUN = (
    """([basis, wishes]) => wishes.map(asked => window.handbookWhatIf.calculate({basis}, asked))"""
)
FORM = """() => window.handbookWhatIf.read(document.querySelector(".hb-what-if"))"""
D = Decimal
SLOW, QUICK = (D("0"), D("0.25"), D("0.5"), D("0.75"), D("1")), (D("0"), D("0.5"), D("1"))
BASES = [
    Basis(D("4752000"), D("0.6"), D("639200"), D("4.9817"), D("0.06"), D("1.1325"), SLOW, (D("28.9012"), D("6.0606"))),
    Basis(D("0"), D("1"), D("0"), D("0"), D("0"), D("1"), (D("1"),), ()),
    Basis(D("873000"), D("0.5"), D("0"), D("4"), D("0.05"), D("1.2"), QUICK, (D("6.6667"), D("1.6667"))),
]  # fmt: skip


@pytest.fixture
def reader() -> dict[str, str]:
    return {"locale": "de-DE"}


def grid() -> list[WhatIfInput]:
    choices = product(
        ("0", "4752000", "4752000.01", "6000000"),
        ("0.0001", "0.3", "1"),
        ("9436", "0.01"),
        ("280000",),
        (0, 1, 5, 24),
        (1, 8, 12),
    )
    return [WhatIfInput(*map(D, money), ramp, starts) for *money, ramp, starts in choices]  # fmt: skip


def anything(random: Random) -> WhatIfInput:
    return WhatIfInput(
        D(random.randrange(0, 10**9)) / 100, D(random.randint(1, 10_000)) / 10_000, D(random.randint(1, 10**7)) / 100,
        D(random.randint(1, 10**8)) / 100, random.randint(0, 30), random.randint(1, 12),
    )  # fmt: skip


def written(value: Any) -> Any:
    """Decimals as the page writes them: texts without an exponent."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return [written(entry) for entry in value] if isinstance(value, tuple) else value


def as_texts(fact: Basis | WhatIfInput) -> dict[str, Any]:
    return {key: written(value) for key, value in fact._asdict().items()}


def shown(form: str) -> str:
    return f"<body>{form}<script>{SCRIPT}</script></body>"


@pytest.mark.parametrize("basis", BASES, ids=["example", "nothing", "good"])
def test_for_a_grid_and_500_wishes_the_browser_gives_the_numbers_of_the_library(basis, page):
    random = Random(2026)
    wishes = [*grid(), *(anything(random) for _ in range(500))]
    page.set_content(shown(""))
    theirs = page.evaluate(RUN, [as_texts(basis), [as_texts(wish) for wish in wishes]])
    ours = [what_if(basis, wish) for wish in wishes]
    wrong = [
        (wish, our, their)
        for wish, our, their in zip(wishes, ours, theirs, strict=True)
        if their != {**our._asdict(), "before": list(our.before), "coverage": float(our.coverage), "sellers": float(our.sellers)}
    ]  # fmt: skip
    assert wrong == []
    # The wishes reach what can differ: no hire, some, and where a ramp begins with nothing no
    # number that is enough.
    assert {0, 1} < {our.hires for our in ours}
    assert (None in {our.hires for our in ours}) == (basis.ramp[0] == 0)


def test_the_form_begins_with_the_plan_and_follows_what_is_written(good, page):
    page.set_content(shown(drawn(good)))
    first = answers(page)
    assert first["Orders to sign, first-year value"] == "£384,000"
    assert first["Orders"] == "114"
    assert first["Coverage needed"] == "2×"
    assert first["New people needed"] == "1"
    assert page.evaluate(FORM)["win_rate"] == "0.60"
    page.locator('[data-key="win_rate"]').fill("30.5")
    assert page.evaluate(FORM)["win_rate"] == "0.305"
    assert answers(page)["Qualified deals"] == "371"
    page.locator('[data-key="revenue"]').fill("1500000")
    page.locator('[data-key="starts"]').select_option("12")
    assert answers(page)["New people needed"] == "no number is enough: they begin too late"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("win_rate", "0"),
        ("win_rate", "101"),
        ("order", "0"),
        ("a_year", ""),
        ("ramp_months", "1.5"),
    ],
)
def test_what_is_no_number_or_out_of_range_is_said(key, text, good, page):
    page.set_content(shown(drawn(good)))
    page.locator(f'[data-key="{key}"]').fill(text)
    assert (
        page.locator(".hb-sums").inner_text()
        == "Write numbers above zero; a win rate is at most 100."
    )


def drawn(good) -> str:
    edition = edition_without_git(good, TODAY)
    call = next(
        candidate
        for candidate in edition.handbook.pages["forecast.md"].calls
        if candidate.name == "what_if"
    )
    return str(edition.shown.draw(call, "forecast.md").html)


def answers(page: Page) -> dict[str, str]:
    return dict(
        zip(page.locator("dt").all_inner_texts(), page.locator("dd").all_inner_texts(), strict=True)
    )
