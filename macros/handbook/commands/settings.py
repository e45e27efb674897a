"""The command that stands between ``mkdocs.yml`` and the engine: judge it, and hand on a copy of
just what was judged.
"""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Annotated

import typer

from handbook.commands.output import SITE, write
from handbook.commands.shell import Root, clock, refuse
from handbook.facts.discovery import include
from handbook.problems.problem import as_text
from handbook.rules.edition import engine_problems
from handbook.text.load import SETTINGS, FolderError, read_folder
from handbook.write.writer import Change

# Beside mkdocs.yml, so that every path in it leads where it did.
JUDGED = ".mkdocs-judged.yml"
HERE = "127.0.0.1"


def settings(
    root: Root = Path("."),
    port: Annotated[
        int, typer.Option(help="The port that the site is to be served at; it must be free.")
    ] = 0,
) -> None:
    """Judge mkdocs.yml, and write the copy of it that the engine reads: .mkdocs-judged.yml.

    An engine runs what a tag in its settings asks for, and MkDocs reads them again at each save. So
    it never reads mkdocs.yml itself. Ends with 1, and without a copy, if anything in it is not
    allowed, or if there is a page that no engine can read.
    """
    try:
        include(str(root / "macros"))
        folder = read_folder(root)
        problems = [
            problem for problem in engine_problems(folder, clock("")) if problem.severity == "must"
        ]
    except FolderError as cannot:
        typer.echo(f"handbook: {cannot}", err=True)
        raise typer.Exit(2) from None
    if problems:
        write(root, Change(delete=(JUDGED,) if (root / JUDGED).is_file() else ()))
        typer.echo("\n".join(as_text(problem) for problem in problems))
        raise typer.Exit(1)
    _refuse_what_is_in_the_way(root, port)
    write(root, Change({JUDGED: folder.data[SETTINGS]}))


def _refuse_what_is_in_the_way(root: Path, port: int) -> None:
    if (root / SITE).exists() and not (root / SITE).is_dir():
        why = "and the finished site is a folder of that name. Delete it or rename it."
        refuse(f'"{root / SITE}" is a file, {why}')
    if port and not _is_free(port):
        refuse(
            f"Something is served at http://{HERE}:{port} already, perhaps this handbook. End it "
            "first."
        )


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        # As the engine does it: a port that was in use a moment ago may be taken again.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HERE, port))
        except OSError:
            return False
    return True
