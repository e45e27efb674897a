"""The command that writes the workbook for a company without a CRM."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Annotated
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import typer
from openpyxl import Workbook

from handbook.commands.output import refuse_published, write_into
from handbook.commands.shell import Root, Today, handbook_in, refuse
from handbook.documents.customer_base import workbook as tables
from handbook.write.writer import sentence


def workbook(
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write it.")] = Path(
        "customers.xlsx"
    ),
    overwrite: Annotated[
        bool,
        typer.Option(
            "--overwrite", help="Write over a file that is there, with all that was entered in it."
        ),
    ] = False,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Write the workbook that stands in for a CRM: the columns of crm.yml, lists to choose from,
    and the weekly check.

    Equal facts give an equal file on the same day; SOURCE_DATE_EPOCH names another day.
    """
    with handbook_in(root, today) as handbook:
        facts, day, site = handbook.facts, handbook.today, handbook.site
    if wrong := tables.refusal(facts):
        refuse(wrong)
    refuse_published(output, root, site)
    if os.path.lexists(output) and not overwrite:
        refuse(
            f'"{output}" is there already, perhaps with customers in it. Name another file, or '
            "add --overwrite."
        )
    if epoch := os.environ.get("SOURCE_DATE_EPOCH", ""):
        day = datetime.fromtimestamp(int(epoch), UTC).date()
    packed, why = None, ""
    with _said_once():
        try:
            packed = _packed(tables.workbook(facts, day), day)
        except OSError as error:
            why = sentence(error, output)
    if packed is None:
        refuse(why)
    write_into(
        output.parent, {output.name: packed}, root, None if overwrite else {output.name: None}
    )
    typer.echo(f"Written to {output}: {', '.join(tables.SHEETS.values())}, and the weekly check.")


@contextmanager
def _said_once() -> Iterator[None]:
    """openpyxl keeps each sheet in a temporary file. On a full disk its half-finished writers would
    complain as well.
    """
    before, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        yield
    finally:
        gc.collect()
        sys.unraisablehook = before


def _packed(book: Workbook, day: date) -> bytes:
    """The file of a workbook. Neither the time of day nor the order of things in memory shows in
    it.
    """
    written, packed = BytesIO(), BytesIO()
    book.save(written)
    with ZipFile(written) as loose, ZipFile(packed, "w", ZIP_DEFLATED) as tight:
        for name in loose.namelist():
            data = loose.read(name)
            if name == "docProps/core.xml":
                data = re.sub(
                    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
                    f"{day.isoformat()}T00:00:00Z".encode(),
                    data,
                )
            entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            tight.writestr(entry, data)
    return packed.getvalue()
