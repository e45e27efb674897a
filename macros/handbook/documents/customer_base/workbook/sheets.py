"""The sheets that people fill in or choose from: customers, contacts, deals, stages, lists, and
what to read first.
"""

from __future__ import annotations

from typing import Any

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from handbook.documents.company.facts.company import Company, Role
from handbook.documents.customer_base.crm import required_from
from handbook.documents.customer_base.facts import CrmField, Hygiene
from handbook.documents.customer_base.workbook.cells import FORMATS, clean, head, write_words
from handbook.documents.customer_base.workbook.layout import (
    CHECK,
    LISTS,
    ROWS,
    SHEETS,
    WEEKLY,
    Column,
    Layout,
    down,
    flag,
)
from handbook.documents.sales_book.facts.market import BuyerGroup, Stage

_WIDTHS = {"text": 32, "document": 28, "person": 22, "choice": 22}


def write_lists(sheet: Worksheet, layout: Layout) -> None:
    names = {field.id: str(field.name) for field in layout.facts[CrmField]}
    for place, (key, entries) in enumerate(layout.lists.items(), 1):
        letter = layout.list_letters[key] = get_column_letter(place)
        head(sheet, letter, names.get(key, key.capitalize()), 26)
        for row, entry in enumerate(entries, 2):
            write_words(sheet[f"{letter}{row}"], entry)
    sheet.freeze_panes = "A2"


def write_stages(sheet: Worksheet, layout: Layout) -> None:
    """A row for each stage: its kind, the deals in it now, how long each buyer group may stay, and
    1 for each required field.
    """
    stages, groups = list(layout.facts[Stage]), list(layout.facts[BuyerGroup])
    head(sheet, "A", "Stage", 24)
    head(sheet, "B", "Kind", 10)
    head(sheet, "C", "Deals now", 12)
    layout.count_letter = "C"
    letters = [get_column_letter(place) for place in range(4, 4 + len(groups))]
    layout.age_letters = (letters[0], letters[-1]) if letters else ("", "")
    for letter, group in zip(letters, groups, strict=True):
        head(
            sheet,
            letter,
            str(group.name),
            16,
            "The most days that a deal of this buyer group may stay in the stage.",
        )
    for place, (thing, column) in enumerate(layout.required, 4 + len(groups)):
        layout.rule_letters[flag(thing, column)] = get_column_letter(place)
        head(
            sheet,
            get_column_letter(place),
            column.title,
            14,
            f"1 where the stage requires it. {SHEETS[thing]}.",
        )
    for row, stage in enumerate(stages, 2):
        write_words(sheet[f"A{row}"], str(stage.name))
        write_words(sheet[f"B{row}"], stage.kind)
        sheet[f"C{row}"] = f"=SUMPRODUCT(({layout.checked('C')}={row - 1})*1)"
        for letter, group in zip(letters, groups, strict=True):
            if group.id in stage.age:
                sheet[f"{letter}{row}"] = stage.age[group.id].stop.days
        for thing, column in layout.required:
            asked = column.id in stage.required_fields or (
                column.kind == "lost reason" and stage.kind == "lost"
            )
            sheet[f"{layout.rule_letters[flag(thing, column)]}{row}"] = int(asked)
    sheet.freeze_panes = "B2"


# --- a sheet for each object ---


def write_object(sheet: Worksheet, thing: str, layout: Layout) -> None:
    last = ROWS[thing] + 1
    past = {
        hygiene_rule.field
        for hygiene_rule in layout.facts[Hygiene]
        if hygiene_rule.counts == "in the past"
    }
    for column in layout.columns[thing]:
        head(
            sheet,
            column.letter,
            column.title,
            _WIDTHS.get(column.kind, 16),
            _comment(column, layout),
        )
        if rule := _validation(column, layout, column.id in past):
            sheet.add_data_validation(rule)
            rule.add(f"{column.letter}2:{column.letter}{last}")
        if column.kind in FORMATS:
            for row in range(2, last + 1):
                sheet[f"{column.letter}{row}"].number_format = FORMATS[column.kind]
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{layout.columns[thing][-1].letter}{last}"


def _comment(column: Column, layout: Layout) -> str:
    """What the column means, its rule, who fills it, from which stage on it is required."""
    field = column.field
    if field is None:
        return f"{column.means}\nRequired in every row."
    stage = required_from(layout.facts, field)
    role = layout.facts[Role].get(field.owner)
    lines = [
        field.means,
        f"Rule: {field.rule}",
        f"Filled by: {field.filled_by}. Answers for it: {role.name if role else field.owner}.",
    ]
    lines.append(f"Required from the stage: {stage.name}." if stage else "Required by no stage.")
    return "\n".join(lines)


def _validation(column: Column, layout: Layout, never_past: bool) -> DataValidation | None:
    """What may be entered in a column, with the message for any other entry."""
    kind = column.kind
    if kind in ("choice", "stage", "lost reason"):
        return _one_of(
            column, layout, {"stage": "stages", "lost reason": "lost reasons"}.get(kind, column.id)
        )
    if kind == "customer":
        listed = layout.whole("customer", layout.of("customer", "customer-name"))
        return _refusing(
            "list",
            listed,
            column,
            "Choose a customer from the sheet of customers, or enter it there first.",
        )
    if kind == "yes or no":
        return _refusing("list", '"yes,no"', column, "Write yes or no.")
    if kind in ("money", "number"):
        return _refusing(
            "decimal",
            "0",
            column,
            "Write a number in digits, zero or more, without currency.",
            "greaterThanOrEqual",
        )
    if kind == "date" and never_past:
        words = "Write a day of the calendar that is not in the past, for instance 2026-12-31."
        return _refusing("date", "TODAY()", column, words, "greaterThanOrEqual")
    if kind == "date":
        words = "Write a day of the calendar, for instance 2026-12-31."
        return _refusing(
            "date", "36526", column, words, "greaterThanOrEqual"
        )  # the first day of the year 2000
    return None


def _one_of(column: Column, layout: Layout, key: str) -> DataValidation | None:
    entries = layout.lists.get(key)
    if not entries:
        return None
    place = down(LISTS, layout.list_letters[key], len(entries))
    words = {
        "stage": "There is no such stage. Choose one from the list: ",
        "lost reason": "There is no such reason. Choose one from the list, after asking the customer: ",
    }.get(column.kind, "Choose from the list: ")
    return _refusing("list", place, column, words + ", ".join(entries))


def _refusing(
    kind: Any, what: str, column: Column, words: str, operator: Any = None
) -> DataValidation:
    rule = DataValidation(type=kind, formula1=what, operator=operator, allow_blank=True)
    rule.showErrorMessage, rule.errorStyle = True, "stop"
    # The lengths that Excel allows.
    rule.errorTitle, rule.error = _cut(column.title, 32), _cut(words, 225)
    return rule


def _cut(text: str, most: int) -> str:
    return clean(text) if len(text) <= most else f"{clean(text)[: most - 2]} …"


# --- what to read first ---


def write_read_me(sheet: Worksheet, layout: Layout) -> None:
    company = layout.facts.only(Company)
    lines = [
        f"The customer base of {company.name}" if company else "The customer base",
        "This workbook stands in for a CRM. It was made by the handbook from crm.yml, stages.yml and hygiene.yml: do not add columns here, but there.",
        "One row for each customer, contact and deal. Hover over the title of a column to read what it means and from which stage on it is required.",
        "Enter a customer on the sheet of customers before its contacts and deals.",
        f'The sheet "{CHECK}" says for each deal what is to be fixed; the cells in question are coloured on the sheet of deals.',
        f'The sheet "{WEEKLY}" counts each fault against its limit. Yellow cells are counted by hand.',
        "Pasting can go round the lists: what does not fit is counted all the same.",
        "Keep one workbook, in one place, with a copy of each week. It holds data about people: what the privacy page says holds here too.",
    ]  # fmt: skip
    sheet.column_dimensions["A"].width = 110
    for row, line in enumerate(lines, 1):
        write_words(sheet[f"A{row}"], line)
        sheet[f"A{row}"].alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)
