"""The command ``handbook``: a thin shell around the library; the only place that reads the clock."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from handbook.facts.scalars import Wrong, read_day
from handbook.load import CannotRun, read_folder
from handbook.open import Opened
from handbook.problems import Problem, as_github, as_json, as_markdown_table, as_text, closing_line

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


class Format(StrEnum):
    """How problems are printed."""

    text = "text"
    json = "json"
    github = "github"


Root = Annotated[Path, typer.Option("--root", help="The folder that holds docs/ and mkdocs.yml.")]


@app.callback()
def about() -> None:
    """Look after a sales handbook."""


@app.command()
def check(
    root: Root = Path("."),
    format: Annotated[
        Format, typer.Option(help="text for people, json for programs, github for pull requests.")
    ] = Format.text,
    today: Annotated[str, typer.Option(help="Judge as of this day, written 2026-12-31.")] = "",
) -> None:
    """Say everything that must be fixed, in one run.

    Ends with 1 if anything must be fixed, with 0 if there is only advice, with 2 if the handbook could not be judged.
    """
    try:
        with Console(stderr=True).status("Reading the handbook …"):
            opened = Opened(read_folder(root), _clock(today))
            problems = opened.problems()
    except (CannotRun, Wrong) as cannot:
        typer.echo(f"handbook: {cannot}", err=True)
        raise typer.Exit(2) from None
    _say(problems, opened, format)
    raise typer.Exit(1 if any(problem.severity == "must" for problem in problems) else 0)


def _clock(today: str) -> date | datetime:
    return read_day(today) if today else datetime.now(UTC)


def _say(problems: list[Problem], opened: Opened, format: Format) -> None:
    if format is Format.json:
        typer.echo(as_json(problems))
        return
    spell = as_github if format is Format.github else as_text
    for problem in problems:
        typer.echo(spell(problem))
    closing = closing_line(problems, [page.path for page in opened.handbook.pages.values()])
    typer.echo(f"\n{closing}" if problems else closing)
    if format is Format.github:
        write_summary(problems, closing)


def write_summary(problems: list[Problem], closing: str) -> None:
    """Append a table of the problems to the summary of a GitHub job, if this is one."""
    target = os.environ.get("GITHUB_STEP_SUMMARY")
    if target:
        with open(target, "a", encoding="utf-8") as summary:
            summary.write(f"## Handbook\n\n{closing}\n\n{as_markdown_table(problems) if problems else ''}\n")


def main() -> None:
    """Run the command. Whatever happens, people read words: bad content is a Problem, a fault of ours says what to do."""
    try:
        app()
    except Exception as fault:
        if os.environ.get("HANDBOOK_DEBUG"):
            raise
        typer.echo(
            f"handbook: the checks themselves failed ({type(fault).__name__}: {fault}). This is not your fault. "
            "Tell whoever looks after the checks; HANDBOOK_DEBUG=1 shows them where.",
            err=True,
        )
        sys.exit(2)


if __name__ == "__main__":
    main()
