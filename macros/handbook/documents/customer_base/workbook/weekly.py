"""The weekly check: how many of each fault there are, of how many, against the limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from handbook.documents.company.facts.company import Role
from handbook.documents.customer_base.crm import OBJECTS
from handbook.documents.customer_base.facts import Hygiene
from handbook.documents.customer_base.workbook.cells import BY_HAND, FORMATS, head, write_words
from handbook.documents.customer_base.workbook.layout import ROWS, SHEETS, Column, Layout, flag


@dataclass(frozen=True)
class FaultCount:
    """A line of the weekly check: the fault, how many were found out of how many, the limit, when
    and by whom it is checked.
    """

    fault: str
    found: str
    of: str
    most: float
    when: str = "1 week"
    by: str = ""
    then: str = ""


def write_weekly(sheet: Worksheet, layout: Layout) -> None:
    sheet["A1"] = "Weekly check"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"], sheet["B2"] = "As of", "=TODAY()"
    sheet["B2"].number_format = FORMATS["date"]
    heads = (
        "Fault",
        "Found",
        "Of",
        "Share",
        "At most",
        "In order?",
        "Looked at every",
        "By",
        "What then",
    )
    for place, title in enumerate(heads, 1):
        head(
            sheet,
            get_column_letter(place),
            title,
            (60, 10, 10, 10, 10, 16, 16, 24, 60)[place - 1],
            row=4,
        )
    for row, counted in enumerate([*_from_hygiene(layout), *_always(layout)], 5):
        _write_counted(sheet, row, counted)
    sheet.freeze_panes = "B5"


def _write_counted(sheet: Worksheet, row: int, counted: FaultCount) -> None:
    write_words(sheet[f"A{row}"], counted.fault)
    for letter, formula in (("B", counted.found), ("C", counted.of)):
        if formula:
            sheet[f"{letter}{row}"] = f"={formula}"
        else:
            sheet[f"{letter}{row}"].fill = BY_HAND
            sheet[f"{letter}{row}"].comment = Comment(
                "Count it by hand and write the number here.", "handbook"
            )
    sheet[f"D{row}"] = f'=IF(N(C{row})=0,"",B{row}/C{row})'
    sheet[f"E{row}"] = counted.most
    nothing = "nothing to count" if counted.found else "not counted yet"
    sheet[f"F{row}"] = f'=IF(N(C{row})=0,"{nothing}",IF(D{row}<=E{row},"yes","no"))'
    for letter in "DE":
        sheet[f"{letter}{row}"].number_format = "0.0%"
    for letter, text in (("G", counted.when), ("H", counted.by), ("I", counted.then)):
        write_words(sheet[f"{letter}{row}"], text)
    for letter in "AI":
        sheet[f"{letter}{row}"].alignment = Alignment(wrap_text=True, vertical="top")


def _from_hygiene(layout: Layout) -> Iterable[FaultCount]:
    """The faults of hygiene.yml, in their order."""
    for hygiene_rule in layout.facts[Hygiene]:
        role = layout.facts[Role].get(hygiene_rule.by)
        found, of = _counts(layout, hygiene_rule)
        by = str(role.name) if role else hygiene_rule.by
        yield FaultCount(
            str(hygiene_rule.fault),
            found,
            of,
            float(hygiene_rule.most),
            str(hygiene_rule.checked_every),
            by,
            str(hygiene_rule.then),
        )


def _counts(layout: Layout, hygiene_rule: Hygiene) -> tuple[str, str]:
    """The formulas that count a fault and its total; both empty where a person has to count."""
    open_deals = f"SUM({layout.checked('D')})"
    found = next(
        (
            (thing, column)
            for thing in OBJECTS
            for column in layout.columns[thing]
            if column.id == hygiene_rule.field
        ),
        None,
    )
    if hygiene_rule.counts == "by hand" or found is None:
        return "", ""
    thing, column = found
    cells = layout.whole(thing, column)
    if hygiene_rule.counts == "too long in its stage" and "too long" in layout.flags:
        return f"SUM({layout.checked(layout.flags['too long'])})", open_deals
    if hygiene_rule.counts == "in the past" and f"past: {hygiene_rule.field}" in layout.flags:
        return f"SUM({layout.checked(layout.flags[f'past: {hygiene_rule.field}'])})", open_deals
    if hygiene_rule.counts == "twice":
        surplus = f'SUMPRODUCT(({cells}<>"")/(COUNTIF({cells},{cells}&"")+({cells}="")))'
        return f'SUMPRODUCT(({cells}<>"")*1)-ROUND({surplus},0)', f'SUMPRODUCT(({cells}<>"")*1)'
    return (
        _counts_of_empty(layout, thing, column, open_deals)
        if hygiene_rule.counts == "empty"
        else ("", "")
    )


def _counts_of_empty(
    layout: Layout, thing: str, column: Column, open_deals: str
) -> tuple[str, str]:
    cells, letter = layout.whole(thing, column), layout.flags.get(flag(thing, column))
    if thing == "deal" and letter:
        asked = layout.stages(layout.rule_letters[flag(thing, column)])
        unknown = f"INDEX({asked},1)*SUM({layout.checked(layout.flags['stage'])})"
        return (
            f"SUM({layout.checked(letter)})",
            f"SUMPRODUCT({asked}*{layout.stages(layout.count_letter)})+{unknown}",
        )
    if thing == "deal":
        return f'SUMPRODUCT(({layout.checked("D")}=1)*({cells}=""))', open_deals
    key = layout.whole(thing, layout.of(thing, f"{thing}-name"))
    return f'SUMPRODUCT(({key}<>"")*({cells}=""))', f'SUMPRODUCT(({key}<>"")*1)'


def _always(layout: Layout) -> Iterable[FaultCount]:
    """Faults counted whatever hygiene.yml says: they would make the check itself wrong."""
    deals = f'SUMPRODUCT(({layout.checked("A")}<>"")*1)'
    missing = [
        letter
        for key, letter in layout.flags.items()
        if key in ("name", "since") or (": " in key and "past: " not in key)
    ]
    lost = next(column for column in layout.columns["deal"] if column.kind == "lost reason")
    every_row = "+".join(layout.checked(letter) for letter in missing)
    yield FaultCount(
        "Deals in a stage that does not exist",
        f"SUM({layout.checked(layout.flags['stage'])})",
        deals,
        0,
    )
    yield FaultCount(
        "Deals of a customer that is not on the sheet of customers",
        f"SUM({layout.checked(layout.flags['customer'])})",
        deals,
        0,
    )
    yield FaultCount(
        "Deals without something that their stage requires",
        f"SUMPRODUCT((({every_row})>0)*1)",
        deals,
        0,
    )
    if not any(
        hygiene_rule.field == lost.id and hygiene_rule.counts == "empty"
        for hygiene_rule in layout.facts[Hygiene]
    ):
        yield FaultCount(
            "Lost deals without a reason", *_counts_of_empty(layout, "deal", lost, deals), 0
        )
    yield FaultCount(
        "Text where a date should be", f"SUM({layout.checked(layout.flags['no date'])})", deals, 0
    )
    for thing in OBJECTS:
        below = f"{SHEETS[thing]}!$A${ROWS[thing] + 2}:$A$20000"
        all_rows = f"{SHEETS[thing]}!$A$2:$A$20000"
        fault = f"{SHEETS[thing]} below row {ROWS[thing] + 1}, which nothing checks"
        yield FaultCount(fault, f"COUNTA({below})", f"COUNTA({all_rows})", 0)
