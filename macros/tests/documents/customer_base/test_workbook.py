"""The workbook: its columns are those that the facts ask for, and LibreOffice counts what is wrong
in it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from handbook.cli import app
from handbook.documents.company.facts.company import Role
from handbook.documents.customer_base.crm import fields_on, required_from
from handbook.documents.customer_base.facts import CrmField
from handbook.documents.customer_base.workbook import SHEETS, refusal, workbook
from handbook.documents.sales_book.facts.market import LostReason, Stage
from handbook.facts.facts import Facts
from handbook.text.load import Folder
from tests.documents.customer_base.workbooks import (
    FACTS,
    KEYS,
    TODAY,
    as_file,
    changed,
    facts_of,
    heads,
    refuses_what_is_not_in_the_lists,
)
from tests.places import GOOD

# --- columns, lists, validation -------------------------------------------------------------------


def columns_of(facts: Facts) -> dict[str, list[str]]:
    """The titles of the columns of each sheet, in their order."""
    book = as_file(workbook(facts, TODAY))
    return {sheet: heads(book, sheet) for sheet in SHEETS.values()}


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


# --- the command ----------------------------------------------------------------------------------


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
