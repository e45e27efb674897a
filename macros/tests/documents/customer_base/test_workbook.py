"""The workbook: its columns are those that the facts ask for, and LibreOffice counts what is wrong in it."""

from __future__ import annotations

import hashlib
import subprocess
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from handbook.cli import app
from handbook.documents.company.facts.company import Role
from handbook.documents.customer_base.crm import fields_on, required_from
from handbook.documents.customer_base.facts import CrmField
from handbook.documents.customer_base.workbook import ROWS, SHEETS, refusal, workbook
from handbook.documents.sales_book.facts.market import LostReason, Stage
from handbook.facts.facts import Facts
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder
from tests.places import GOOD

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


# --- columns, lists, validation ----------------------------------------------------------------------


def columns_of(facts: Facts) -> dict[str, list[str]]:
    """The titles of the columns of each sheet, in their order."""
    book = as_file(workbook(facts, TODAY))
    return {sheet: heads(book, sheet) for sheet in SHEETS.values()}


@pytest.fixture
def facts(good: Folder) -> Facts:
    return facts_of(good)


@pytest.mark.parametrize(
    ("sheet", "thing"), [("Customers", "customer"), ("Contacts", "contact"), ("Deals", "deal")]
)
def test_columns_are_the_keys_and_the_fields_of_crm_yml_in_their_order(
    facts: Facts, sheet: str, thing: str
) -> None:
    book = as_file(workbook(facts, TODAY))
    assert heads(book, sheet) == KEYS[sheet] + [field.name for field in fields_on(facts, thing)]


def test_every_field_that_a_stage_asks_for_has_a_column(facts: Facts) -> None:
    titles = {title for sheet in columns_of(facts).values() for title in sheet}
    asked = {name for stage in facts[Stage] for name in stage.required_fields}
    asked |= {
        exit_criterion.field
        for stage in facts[Stage]
        for exit_criterion in stage.exit_criteria
        if exit_criterion.field
    }
    assert {facts[CrmField][name].name for name in asked} <= titles


def test_a_field_that_is_a_key_takes_the_place_of_the_added_column(good: Folder) -> None:
    crm = good.data[FACTS + "customer-base/crm.yml"].decode()
    shape = "  owner: sales-director\n  filled_by: seller\n  rule: Always.\n  means: …\n"
    crm += f"- id: customer-name\n  name: Firm\n  on: customer\n  kind: text\n{shape}"
    crm += f"- id: stage\n  name: Where it stands\n  on: deal\n  kind: choice\n  choices_from: stages\n{shape}"
    good.data[FACTS + "customer-base/crm.yml"] = crm.encode()
    columns = columns_of(facts_of(good))
    assert columns["Customers"] == ["People on site", "Buyer group", "Firm"]
    assert "Stage" not in columns["Deals"]
    assert columns["Deals"][-1] == "Where it stands"
    checked = as_file(workbook(facts_of(good), TODAY))["Deal check"]["C2"].value
    assert "Deals!$I2" in checked


def test_without_a_field_for_it_the_reason_for_losing_is_added(good: Folder) -> None:
    changed(
        good,
        "customer-base/crm.yml",
        "  choices_from: lost reasons\n",
        "  choices: [Price, Other]\n",
    )
    columns = columns_of(facts_of(good))["Deals"]
    assert columns[:5] == ["Deal", "Customer", "Stage", "In this stage since", "Reason for losing"]


def test_titles_say_what_is_meant_and_from_which_stage_on_it_is_required(facts: Facts) -> None:
    book = as_file(workbook(facts, TODAY))
    comments = {cell.value: cell.comment.text for cell in book["Deals"][1]}
    amount = facts[CrmField]["amount"]
    since = required_from(facts, amount)
    assert since
    assert amount.means in comments["Amount"]
    assert amount.rule in comments["Amount"]
    assert f"Required from the stage: {since.name}." in comments["Amount"]
    assert "Required by no stage." in comments["Problem"]


def test_lists_hold_stages_reasons_roles_and_the_choices_of_each_field(facts: Facts) -> None:
    sheet = as_file(workbook(facts, TODAY))["Lists"]
    lists = {
        rows[0]: [row for row in rows[1:] if row] for rows in sheet.iter_cols(values_only=True)
    }
    assert lists["Stages"] == [stage.name for stage in facts[Stage]]
    assert lists["Lost reasons"] == [reason.name for reason in facts[LostReason]]
    assert lists["Roles"] == [role.name for role in facts[Role]]
    assert lists["Buyer group"] == ["Offices", "Hotels"]
    assert lists["May be called"] == ["yes", "They asked us to stop"]


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


def test_the_sheet_refuses_what_is_not_in_the_lists(facts: Facts) -> None:
    refuses_what_is_not_in_the_lists(as_file(workbook(facts, TODAY)), facts)


def test_no_error_text_is_longer_than_a_program_shows(good: Folder) -> None:
    choices = ", ".join(f"The long way round number {number}" for number in range(40))
    changed(
        good,
        "customer-base/crm.yml",
        'choices: ["yes", They asked us to stop]',
        f"choices: [{choices}]",
    )
    for sheet in KEYS:
        for rule in as_file(workbook(facts_of(good), TODAY))[sheet].data_validations.dataValidation:
            assert len(rule.error) <= 225
            assert len(rule.errorTitle) <= 32


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_a_fact_that_looks_like_a_formula_stays_text(good: Folder, sign: str) -> None:
    evil = f"{sign}1+1"
    changed(good, "sales-book/stages.yml", "    name: Proposal\n", f'    name: "{evil}"\n')
    changed(good, "customer-base/crm.yml", "  name: Problem\n", f'  name: "{evil}"\n')
    changed(
        good,
        "customer-base/hygiene.yml",
        "fault: The same person entered twice",
        f'fault: "{evil}"',
    )
    book = as_file(workbook(facts_of(good), TODAY))
    cells = [
        cell
        for name in ("Deals", "Lists", "Stages", "Weekly check")
        for row in book[name].iter_rows()
        for cell in row
    ]
    found = [cell for cell in cells if cell.value == evil]
    assert len(found) == 4
    assert {cell.data_type for cell in found} == {"s"}
    assert all(cell.quotePrefix for cell in found)


def test_no_formula_holds_words_of_the_facts(good: Folder) -> None:
    changed(good, "customer-base/crm.yml", "  name: Amount\n", '  name: "A\\")&CMD(\\"x"\n')
    book = as_file(workbook(facts_of(good), TODAY))
    formulas = [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas
    assert not [formula for formula in formulas if "CMD" in formula]


# --- the command -------------------------------------------------------------------------------------


def run(*given: str, epoch: str = "") -> Any:
    return CliRunner().invoke(
        app, ["workbook", "--root", str(GOOD), *given], env={"SOURCE_DATE_EPOCH": epoch}
    )


def test_equal_facts_give_an_equal_file(tmp_path: Path) -> None:
    digests = set()
    for name in ("one.xlsx", "two.xlsx"):
        assert run("-o", str(tmp_path / name), "--today", "2026-11-23").exit_code == 0
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    run("-o", str(tmp_path / "three.xlsx"), "--today", "2026-12-24", epoch="1795392000")
    digests.add(hashlib.sha256((tmp_path / "three.xlsx").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_a_file_with_customers_in_it_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "customers.xlsx"
    path.write_bytes(b"customers")
    refused = run("-o", str(path))
    assert refused.exit_code == 1
    assert "is there already" in refused.output
    assert path.read_bytes() == b"customers"
    assert run("-o", str(path), "--overwrite").exit_code == 0


def test_no_workbook_is_made_of_half_of_the_facts(good: Folder) -> None:
    assert refusal(facts_of(good)) == ""
    assert "could not be read" in refusal(
        facts_of(
            changed(
                good,
                "customer-base/crm.yml",
                "on: contact\n  kind: person",
                "on: nobody\n  kind: person",
            )
        )
    )
    del good.data[FACTS + "customer-base/crm.yml"], good.entries[FACTS + "customer-base/crm.yml"]
    assert "There are no fields" in refusal(facts_of(good))


# --- in LibreOffice ----------------------------------------------------------------------------------

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
    """Deals with one fault each, or none; the age of a deal is counted from the day on which the test runs."""
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
