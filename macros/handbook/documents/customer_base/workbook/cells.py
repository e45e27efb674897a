"""How cells are written and formatted: text stays text."""

from __future__ import annotations

import re

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

HEAD = PatternFill("solid", fgColor="FFDDE7E4")
BAD = PatternFill("solid", bgColor="FFF6C9C4", fgColor="FFF6C9C4")
BY_HAND = PatternFill("solid", fgColor="FFFFF3CD")
FORMATS = {"date": "yyyy-mm-dd", "money": "#,##0.00"}


def head(
    sheet: Worksheet, letter: str, title: str, width: int, comment: str = "", row: int = 1
) -> None:
    cell = sheet[f"{letter}{row}"]
    write_words(cell, title)
    cell.font, cell.fill = Font(bold=True), HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions[letter].width = width
    if comment:
        cell.comment = Comment(clean(comment), "handbook", height=180, width=320)


def write_words(cell: Cell, text: str) -> None:
    """Write text that stays text: a leading ``=``, ``+``, ``-`` or ``@`` is not read as a formula,
    not even when the cell is edited later.
    """
    cell.value = clean(text)
    cell.data_type = "s"
    if re.match(r"\s*[=+\-@]", text):
        cell.quotePrefix = True


def clean(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)
