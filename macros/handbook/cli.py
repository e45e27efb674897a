"""The command ``handbook``: a thin shell around the library. It and its commands alone read the clock and write files."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress

import typer

from handbook.commands.checking import check, status
from handbook.commands.paper import kit, pack
from handbook.commands.pictures import clean
from handbook.commands.publishing import codeowners, digest, redirects
from handbook.commands.settings import settings
from handbook.commands.site import build_note, may_publish
from handbook.commands.table import workbook
from handbook.commands.testing import check_bank, checked, exam, grade
from handbook.commands.writing import move, record, review
from handbook.disk import cannot_open, is_of_the_disk
from handbook.write import sentence

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def about() -> None:
    """Look after a sales handbook."""


COMMANDS: dict[str, Callable[..., None]] = {
    "check": check,
    "status": status,
    "review": review,
    "record": record,
    "move": move,
    "clean": clean,
    "redirects": redirects,
    "build-note": build_note,
    "may-publish": may_publish,
    "settings": settings,
    "codeowners": codeowners,
    "digest": digest,
    "workbook": workbook,
    "exam": exam,
    "grade": grade,
    "bank": check_bank,
    "checked": checked,
    "kit": kit,
    "pack": pack,
}
for name, command in COMMANDS.items():
    app.command(name)(command)


def main() -> None:
    """Run the command. Whatever happens, people read words: bad content is a Problem, a fault of ours says what to do."""
    gc.disable()  # a command ends soon, and looking for garbage in between takes a quarter of its time
    try:
        app()
    except Exception as fault:
        if os.environ.get("HANDBOOK_DEBUG"):
            raise
        _say(f"handbook: {_why(fault)}")
        sys.exit(2)


def _why(fault: Exception) -> str:
    if isinstance(fault, OSError) and is_of_the_disk(fault):
        return sentence(fault, "What the command says or makes")
    if isinstance(fault, OSError) and (said := cannot_open(fault)):
        return said
    return (
        f"the checks themselves failed ({type(fault).__name__}: {fault}). This is not your fault. "
        "Tell whoever looks after the checks; HANDBOOK_DEBUG=1 shows them where."
    )


def _say(words: str) -> None:
    """The last words of a command; where even they cannot be written, it ends without."""
    with suppress(OSError):
        typer.echo(words, err=True)
    try:
        sys.stdout.flush()
    except OSError:  # what is left is given up, because Python itself would say at its end that it could not
        with suppress(OSError):
            sys.stdout.close()


if __name__ == "__main__":
    main()
