"""The workbook for a company without a CRM: a sheet for each object with the columns of crm.yml,
lists, and the weekly check.

Made from facts alone. Formulas use what LibreOffice and Excel both know; text from facts stays
text, and formulas refer to the cells that hold it, so that no fact can become a formula. A column
is added only where no field of crm.yml is it already: who the row is about (``customer-name``,
``contact-name``, ``deal-name``), the customer of a contact or deal (``customer``), the stage of a
deal (``stage``), since when it is in it (``stage-since``), and why it was lost (a choice from the
lost reasons).
"""

from __future__ import annotations

from datetime import date, datetime, time

from openpyxl import Workbook

from handbook.documents.customer_base.crm import OBJECTS
from handbook.documents.customer_base.facts import CrmField, Hygiene
from handbook.documents.customer_base.workbook.deal_check import mark_faults, write_check
from handbook.documents.customer_base.workbook.layout import (
    CHECK,
    LISTS,
    ROWS,
    SHEETS,
    STAGES,
    WEEKLY,
    laid_out,
)
from handbook.documents.customer_base.workbook.sheets import (
    write_lists,
    write_object,
    write_read_me,
    write_stages,
)
from handbook.documents.customer_base.workbook.weekly import write_weekly
from handbook.documents.sales_book.facts.market import BuyerGroup, LostReason, Stage
from handbook.facts.facts import Facts

__all__ = ["ROWS", "SHEETS", "refusal", "workbook"]


def refusal(facts: Facts) -> str:
    """Why no workbook can be made of these facts, or nothing: a workbook with half of the fields
    would look complete.
    """
    for table in (
        facts[CrmField],
        facts[Stage],
        facts[LostReason],
        facts[BuyerGroup],
        facts[Hygiene],
    ):
        if not table.whole:
            return f"Something in {table.path} could not be read. What it is says: handbook check"
    for table, name in (
        (facts[CrmField], "fields"),
        (facts[Stage], "stages"),
        (facts[LostReason], "reasons for losing"),
    ):
        if not len(table):
            return f"There are no {name} in {table.path} to make a workbook of."
    return ""


def workbook(facts: Facts, today: date) -> Workbook:
    """The workbook for these facts, empty of customers. ``today`` is only the file's date; its
    checks use the day on which it is opened.
    """
    layout = laid_out(facts)
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for title in ("Read me", *SHEETS.values(), CHECK, WEEKLY, STAGES, LISTS):
        book.create_sheet(title)
    write_lists(book[LISTS], layout)
    write_stages(book[STAGES], layout)
    for thing in OBJECTS:
        write_object(book[SHEETS[thing]], thing, layout)
    write_check(book[CHECK], layout)
    mark_faults(book[SHEETS["deal"]], layout)
    write_weekly(book[WEEKLY], layout)
    write_read_me(book["Read me"], layout)
    book.properties.creator = facts.region.name if facts.region else "handbook"
    book.properties.created = book.properties.modified = datetime.combine(today, time())
    return book
