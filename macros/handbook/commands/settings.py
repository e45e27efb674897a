"""The command that stands between ``mkdocs.yml`` and the engine: judge it, and hand on a copy of just what was judged."""

from __future__ import annotations

from pathlib import Path

import typer

from handbook.commands.output import SITE, write
from handbook.commands.shell import Root, clock, refuse
from handbook.load import SETTINGS, read_settings
from handbook.open import settings_problems
from handbook.problems import as_text
from handbook.write import Change

# Beside mkdocs.yml, so that every path in it leads where it did.
JUDGED = ".mkdocs-judged.yml"


def settings(root: Root = Path(".")) -> None:
    """Judge mkdocs.yml, and write the copy of it that the engine reads: .mkdocs-judged.yml.

    An engine runs what a tag in its settings asks for, and MkDocs reads them again at each save. So it never reads mkdocs.yml
    itself. Ends with 1, and without a copy, if anything in it is not allowed.
    """
    folder = read_settings(root)
    problems = [problem for problem in settings_problems(folder, clock("")) if problem.severity == "must"]
    if problems:
        write(root, Change(delete=(JUDGED,) if (root / JUDGED).is_file() else ()))
        typer.echo("\n".join(as_text(problem) for problem in problems))
        raise typer.Exit(1)
    if (root / SITE).exists() and not (root / SITE).is_dir():
        refuse(
            f'"{root / SITE}" is a file, and the finished site is a folder of that name. Delete it or rename it.'
        )
    write(root, Change({JUDGED: folder.data[SETTINGS]}))
