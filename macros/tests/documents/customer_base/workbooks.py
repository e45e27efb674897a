"""The workbook of a handbook, made of its facts."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from handbook.documents.customer_base.workbook import ROWS
from handbook.documents.sales_book.facts.market import Stage
from handbook.facts.facts import Facts
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder

TODAY = date(2026, 11, 23)
LONG_AGO = date(2020, 1, 1)
FACTS = "docs/_facts/"
# What a table of deals needs and no field of the good handbook is.
KEYS = {
    "Customers": ["Customer"],
    "Contacts": ["Contact", "Customer"],
    "Deals": ["Deal", "Customer", "Stage", "In this stage since"],
}


def facts_of(folder: Folder) -> Facts:
    return edition_without_git(folder, TODAY).handbook.facts


def changed(folder: Folder, path: str, old: str, new: str) -> Folder:
    text = folder.data[FACTS + path].decode()
    assert text.count(old) == 1, f"stands {text.count(old)} times: {old}"
    folder.data[FACTS + path] = text.replace(old, new).encode()
    return folder


def as_file(book: Workbook) -> Workbook:
    """The workbook as it is read from a file."""
    written = BytesIO()
    book.save(written)
    return load_workbook(written)


def heads(book: Workbook, sheet: str) -> list[Any]:
    return [cell.value for cell in book[sheet][1]]


def rules_of(book: Workbook, sheet: str) -> dict[str, Any]:
    """The validation of each column, by its title."""
    titles = {cell.column_letter: cell.value for cell in book[sheet][1]}
    found = book[sheet].data_validations.dataValidation
    return {titles[str(rule.sqref).split("2:")[0]]: rule for rule in found}


def refuses_what_is_not_in_the_lists(book: Workbook, facts: Facts) -> None:
    rules = rules_of(book, "Deals")
    stage = rules["Stage"]
    assert (stage.type, stage.errorStyle or "stop", stage.showErrorMessage) == (
        "list",
        "stop",
        True,
    )
    sheet, cells = stage.formula1.replace("'", "").split("!")
    assert [row[0].value for row in book[sheet][cells.replace("$", "")]] == [
        deal_stage.name for deal_stage in facts[Stage]
    ]
    assert "There is no such stage" in stage.error
    assert "Discovery, Proposal" in stage.error
    assert str(stage.sqref) == f"C2:C{ROWS['deal'] + 1}"
    assert rules["Reason for losing"].type == "list"
    assert (rules["Amount"].type, rules["Amount"].operator, rules["Amount"].formula1) == (
        "decimal",
        "greaterThanOrEqual",
        "0",
    )
    assert rules["Date of the next step"].type == "date"
    assert rules["Date of the next step"].formula1 == "TODAY()"
    assert rules["In this stage since"].formula1 == "36526"
