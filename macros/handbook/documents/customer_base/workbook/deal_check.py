"""The check of each deal: a row for each row of deals, with what is to be fixed in words and a
number for each fault.
"""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from handbook.documents.customer_base.facts import Hygiene
from handbook.documents.customer_base.workbook.cells import BAD, clean, head
from handbook.documents.customer_base.workbook.layout import (
    CHECK,
    ROWS,
    SHEETS,
    STAGES,
    TODAY,
    Column,
    Layout,
    flag,
)
from handbook.documents.sales_book.facts.market import Stage


def write_check(sheet: Worksheet, layout: Layout) -> None:
    """A row for each row of deals: what is to be fixed in words, then one column of 0 and 1 for
    each fault.
    """
    heads, formulas = _check_columns(layout)
    for place, title in enumerate(heads):
        head(sheet, get_column_letter(place + 1), title, (24, 60)[place] if place < 2 else 14)
    for row in range(2, ROWS["deal"] + 2):
        for place, formula in enumerate(formulas):
            cell = sheet[f"{get_column_letter(place + 1)}{row}"]
            cell.value = formula.replace("{row}", str(row))
            cell.number_format = "0;-0;;@"  # a zero is not shown: any number there is to be fixed
    sheet.freeze_panes = "C2"


def _check_columns(layout: Layout) -> tuple[list[str], list[str]]:
    """The titles and formulas of the deal check; ``{row}`` is replaced by the row."""
    deals, name = layout.columns["deal"], layout.of("deal", "deal-name")
    stage, customer = (
        next(column for column in deals if column.kind == "stage"),
        layout.of("deal", "customer"),
    )
    first, last = deals[0].letter, deals[-1].letter
    used = f"COUNTA({SHEETS['deal']}!${first}{{row}}:${last}{{row}})>0"
    names = layout.stages("A")
    customers = layout.whole("customer", layout.of("customer", "customer-name"))
    rows = [
        ("Stage, as a number", f"SUMPRODUCT(({names}={_cell(stage)})*(ROW({names})-1))"),
        # A deal in an unknown stage may not be closed, so it counts as open.
        (
            "Open",
            f'IF({used},IF($C{{row}}=0,1,IF(INDEX({layout.stages("B")},$C{{row}})="open",1,0)),0)',
        ),
        (
            "Customer, as a number",
            f"IF({_blank(customer)},0,IFERROR(MATCH({_cell(customer)},{customers},0),0))",
        ),
    ]
    flags = list(_faults(layout, used, stage, customer, name))
    texts = []
    for place, (key, title, formula) in enumerate(flags, 3 + len(rows)):
        letter = layout.flags[key] = get_column_letter(place)
        rows.append((title, formula))
        texts.append(f'IF({letter}{{row}}>0,{letter}$1&"; ","")')
    shown = [
        ("Deal", f'IF({used},IF({_blank(name)},"row "&ROW(),{_cell(name)}&""),"")'),
        ("To fix", "&".join(texts)),
    ]
    return [title for title, _ in [*shown, *rows]], [
        f"={formula}" for _, formula in [*shown, *rows]
    ]


def _cell(column: Column) -> str:
    return f"{SHEETS['deal']}!${column.letter}{{row}}"


def _blank(column: Column) -> str:
    return f'TRIM({_cell(column)}&"")=""'


def _faults(
    layout: Layout, used: str, stage: Column, customer: Column, name: Column
) -> Iterable[tuple[str, str, str]]:
    """Key, title and formula of each fault that a deal can have; the formula gives 0 or more."""
    since = layout.of("deal", "stage-since")
    yield "stage", "Stage unknown", f"IF(AND({used},$C{{row}}=0),1,0)"
    yield "customer", "Customer unknown", f"IF(AND({used},$E{{row}}=0),1,0)"
    yield "name", f"Missing: {clean(name.title)}", f"IF(AND({used},{_blank(name)}),1,0)"
    yield "since", f"Missing: {clean(since.title)}", f"IF(AND($D{{row}}=1,{_blank(since)}),1,0)"
    dates = [column for column in layout.columns["deal"] if column.kind == "date"]
    yield (
        "no date",
        "Text where a date should be",
        "+".join(f"IF(ISTEXT({_cell(column)}),1,0)" for column in dates),
    )
    for thing, column in layout.required:
        if column.id not in ("stage-since", "deal-name", "stage"):
            yield (
                flag(thing, column),
                f"Missing: {clean(column.title)}",
                _missing(layout, used, thing, column, customer),
            )
    for hygiene_rule in layout.facts[Hygiene]:
        dated = [column for column in dates if column.id == hygiene_rule.field]
        if hygiene_rule.counts == "in the past" and dated:
            cell = _cell(dated[0])
            formula = f"IF(AND($D{{row}}=1,ISNUMBER({cell})),IF({cell}<{TODAY},1,0),0)"
            yield f"past: {hygiene_rule.field}", f"In the past: {clean(dated[0].title)}", formula
    if layout.age_letters[0]:
        yield "too long", "Too long in its stage", _too_long(layout, since)


def _missing(layout: Layout, used: str, thing: str, column: Column, customer: Column) -> str:
    """1 where the stage of the deal requires the column and it is empty: of the deal, its customer,
    any of its contacts.
    """
    # A stage that does not exist is treated as the first: what that requires, every open stage
    # requires.
    asked = f"INDEX({layout.stages(layout.rule_letters[flag(thing, column)])},MAX($C{{row}},1))=1"
    whole = layout.whole(thing, column)
    if thing == "deal":
        empty = _blank(column)
    elif thing == "customer":
        empty = f'IF($E{{row}}=0,FALSE,TRIM(INDEX({whole},$E{{row}})&"")="")'
    else:
        theirs = layout.whole("contact", layout.of("contact", "customer"))
        empty = f'IF($E{{row}}=0,FALSE,SUMPRODUCT(({theirs}={_cell(customer)})*({whole}<>""))=0)'
    return f"IF({used},IF({asked},IF({empty},1,0),0),0)"


def _too_long(layout: Layout, since: Column) -> str:
    """1 where the deal has been in its stage for more days than the stage allows its buyer group;
    unknown groups get the most days.
    """
    left, right = layout.age_letters
    last = len(layout.facts[Stage]) + 1
    ages, names = f"'{STAGES}'!${left}$2:${right}${last}", f"'{STAGES}'!${left}$1:${right}$1"
    most = f"MAX(INDEX({ages},$C{{row}},0))"
    group = next(
        (
            column
            for column in layout.columns["customer"]
            if column.field and column.field.choices_from == "buyer groups"
        ),
        None,
    )
    if group:
        theirs = f"INDEX({layout.whole('customer', group)},$E{{row}})"
        allowed = f"IF($E{{row}}=0,{most},IFERROR(INDEX({ages},$C{{row}},MATCH({theirs},{names},0)),{most}))"
    else:
        allowed = most
    return f"IF($C{{row}}*$D{{row}}=0,0,IF(ISNUMBER({_cell(since)}),IF({TODAY}-{_cell(since)}>{allowed},1,0),0))"


def mark_faults(sheet: Worksheet, layout: Layout) -> None:
    """Colour the cells of deals in which something is missing or wrong."""
    last = ROWS["deal"] + 1
    for column in layout.columns["deal"]:
        keys = [flag("deal", column), f"past: {column.id}"]
        keys += {"stage": ["stage"], "customer": ["customer"]}.get(column.kind, [])
        keys += {"deal-name": ["name"], "stage-since": ["since", "too long"]}.get(column.id, [])
        tests = [f"'{CHECK}'!${layout.flags[key]}2>0" for key in keys if key in layout.flags]
        if tests:
            rule = Rule(
                type="expression",
                formula=[f"OR({','.join(tests)})"],
                dxf=DifferentialStyle(fill=BAD),
            )
            sheet.conditional_formatting.add(f"{column.letter}2:{column.letter}{last}", rule)
