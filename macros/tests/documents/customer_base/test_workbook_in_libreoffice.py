"""The workbook, filled with deals and opened in LibreOffice: each fault is counted and named."""

from __future__ import annotations

import subprocess
from datetime import date, timedelta
from shutil import which
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from handbook.documents.customer_base.workbook import workbook
from handbook.facts.facts import Facts
from handbook.text.load import Folder
from tests.documents.customer_base.workbooks import (
    LONG_AGO,
    TODAY,
    facts_of,
    refuses_what_is_not_in_the_lists,
)

CUSTOMERS = [
    {"Customer": "Acme", "People on site": 30, "Buyer group": "Offices"},
    {"Customer": "Grand Hotel", "Buyer group": "Hotels"},
]
CONTACTS = [
    {"Contact": "First", "Customer": "Acme", "Who decides": "First"},
    {"Contact": "Second", "Customer": "Acme", "Who decides": "First"},
]
FUTURE = date(2199, 1, 1)


def deals() -> list[dict[str, Any]]:
    """Deals with one fault each, or none; the age of a deal is counted from the day on which the
    test runs.
    """
    today = date.today()  # noqa: DTZ011  (the workbook asks LibreOffice for the day)
    fresh = {
        "Customer": "Acme",
        "Stage": "Discovery",
        "In this stage since": today,
        "Date of the next step": FUTURE,
    }
    return [
        {"Deal": "fine", **fresh},
        {"Deal": "pasted stage", **fresh, "Stage": "Discovry"},
        {"Deal": "no next step", **fresh, "Date of the next step": None},
        {"Deal": "past", **fresh, "Date of the next step": LONG_AGO},
        {"Deal": "all three", **fresh, "Stage": "???", "Date of the next step": LONG_AGO, "In this stage since": None},
        {"Deal": "no value", **fresh, "Stage": "Proposal"},
        {"Deal": "unknown customer", **fresh, "Customer": "Nobody"},
        {"Deal": "customer without people", **fresh, "Customer": "Grand Hotel"},
        {"Deal": "just not too long", **fresh, "In this stage since": today - timedelta(days=13)},
        {"Deal": "too long", **fresh, "In this stage since": today - timedelta(days=16)},
        {"Deal": "lost without reason", "Customer": "Acme", "Stage": "Lost", "In this stage since": today},
        {"Deal": "lost", "Customer": "Acme", "Stage": "Lost", "In this stage since": today, "Reason for losing": "Price"},
        {"Deal": "a word for a day", **fresh, "Date of the next step": "tomorrow"},
        {"Deal": "won", "Customer": "Acme", "Stage": "Won", "In this stage since": LONG_AGO, "Amount": 100, "Date of the next step": LONG_AGO},
    ]  # fmt: skip


def fill(book: Workbook, sheet: str, rows: list[dict[str, Any]]) -> None:
    letters = {cell.value: cell.column_letter for cell in book[sheet][1]}
    for number, row in enumerate(rows, 2):
        for title, value in row.items():
            book[sheet][f"{letters[title]}{number}"] = value


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory, _good_folder: Folder) -> Workbook:
    """The filled workbook as LibreOffice wrote it after it had counted everything."""
    office = which("soffice") or which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice was found; install libreoffice-calc-nogui")
    folder = tmp_path_factory.mktemp("office")
    book = workbook(facts_of(_good_folder), TODAY)
    for sheet, rows in (("Customers", CUSTOMERS), ("Contacts", CONTACTS), ("Deals", deals())):
        fill(book, sheet, rows)
    book.save(folder / "filled.xlsx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    wanted = "xlsx:Calc MS Excel 2007 XML"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        wanted,
        "--outdir",
        str(folder / "out"),
        str(folder / "filled.xlsx"),
    ]
    said = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert (folder / "out" / "filled.xlsx").is_file(), said.stdout + said.stderr
    return load_workbook(folder / "out" / "filled.xlsx", data_only=True)


def weekly(book: Workbook) -> dict[str, tuple[Any, Any, Any]]:
    """What the weekly check says: found, of how many, in order."""
    return {
        row[0]: (row[1], row[2], row[5])
        for row in book["Weekly check"].iter_rows(min_row=5, values_only=True)
        if row[0]
    }


def to_fix(book: Workbook) -> dict[str, str]:
    return {
        row[0]: (row[1] or "").strip("; ")
        for row in book["Deal check"].iter_rows(min_row=2, values_only=True)
        if row[0]
    }


def test_libreoffice_says_for_each_deal_what_is_to_be_fixed(recalculated: Workbook) -> None:
    assert to_fix(recalculated) == {
        "fine": "",
        "pasted stage": "Stage unknown",
        "no next step": "",
        "past": "In the past: Date of the next step",
        "all three": "Stage unknown; Missing: In this stage since; In the past: Date of the next step",
        "no value": "Missing: Amount",
        "unknown customer": "Customer unknown",
        "customer without people": "Missing: People on site",
        "just not too long": "",
        "too long": "Too long in its stage",
        "lost without reason": "Missing: Reason for losing",
        "lost": "",
        "a word for a day": "Text where a date should be",
        "won": "",
    }


def test_libreoffice_counts_each_fault_against_its_limit(recalculated: Workbook) -> None:
    assert weekly(recalculated) == {
        "Open deals without a date of the next step": (1, 11, "no"),
        "Open deals whose next step is in the past": (2, 11, "no"),
        "The same person entered twice": (1, 2, "no"),
        "Deals that stay longer than their stage allows": (1, 11, "yes"),
        "Calls that nobody entered": (None, None, "not counted yet"),
        "Deals in a stage that does not exist": (2, 14, "no"),
        "Deals of a customer that is not on the sheet of customers": (1, 14, "no"),
        "Deals without something that their stage requires": (4, 14, "no"),
        "Lost deals without a reason": (1, 2, "no"),
        "Text where a date should be": (1, 14, "no"),
        "Customers below row 1001, which nothing checks": (0, 2, "yes"),
        "Contacts below row 2001, which nothing checks": (0, 2, "yes"),
        "Deals below row 501, which nothing checks": (0, 14, "yes"),
    }


def test_no_formula_fails_in_libreoffice(recalculated: Workbook) -> None:
    cells = [cell for sheet in recalculated for row in sheet.iter_rows() for cell in row]
    assert [
        f"{cell.parent.title}!{cell.coordinate}" for cell in cells if cell.data_type == "e"
    ] == []


def test_libreoffice_keeps_what_the_sheet_refuses(recalculated: Workbook, facts: Facts) -> None:
    refuses_what_is_not_in_the_lists(recalculated, facts)
