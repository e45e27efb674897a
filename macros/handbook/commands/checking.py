"""The commands that judge: what must be fixed, and where every page stands."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from handbook.commands.shell import Root, Today, edition_with_git_in, handbook_in, known_role
from handbook.problems.problem import (
    Problem,
    as_github,
    as_json,
    as_markdown_table,
    as_text,
    closing_line,
    in_order,
)
from handbook.rules.causes import clock_behind_commits
from handbook.rules.edition import Edition
from handbook.show.shown import states_of
from handbook.upkeep import status as standing
from handbook.write.writer import WriteError, append


class Format(StrEnum):
    """How problems are printed."""

    text = "text"
    json = "json"
    github = "github"


class StatusFormat(StrEnum):
    """How states are printed."""

    text = "text"
    json = "json"
    markdown = "markdown"


class FailOn(StrEnum):
    """From which state on the command ends with 1."""

    overdue = "overdue"
    changed = "changed"
    never = "never"


def check(
    root: Root = Path("."),
    format: Annotated[
        Format, typer.Option(help="text for people, json for programs, github for pull requests.")
    ] = Format.text,
    today: Today = "",
    base: Annotated[
        str, typer.Option(help="Look also through what commits added since this branch or commit.")
    ] = "",
    every: Annotated[
        bool,
        typer.Option("--all", help="List each place, also where many of them miss the same thing."),
    ] = False,
) -> None:
    """Say everything that must be fixed, in one run; what many places miss is told once, where it
    should be.

    Ends with 1 if anything must be fixed, with 0 if there is only advice, with 2 if the handbook
    could not be judged.
    """
    with edition_with_git_in(root, today, base) as edition:
        problems = edition.every_problem() if every else edition.problems()
        if not today:  # a day that is asked for in words is meant
            problems = in_order([*clock_behind_commits(edition.handbook), *problems])
    _say(problems, edition, format)
    raise typer.Exit(1 if any(problem.severity == "must" for problem in problems) else 0)


def status(
    root: Root = Path("."),
    format: Annotated[
        StatusFormat,
        typer.Option(help="text for people, json for programs, markdown for an issue."),
    ] = StatusFormat.text,
    today: Today = "",
    owner: Annotated[str, typer.Option(help="Only the pages of this role.")] = "",
    fail_on: Annotated[
        FailOn | None,
        typer.Option(help="End with 1 if a page is overdue, changed, or never reviewed."),
    ] = None,
) -> None:
    """Say where every page stands: in date, due soon, changed since review, overdue, never
    reviewed.
    """
    with handbook_in(root, today) as handbook:
        rows = standing.rows(states_of(handbook), known_role(handbook, owner))
    spell = {StatusFormat.text: standing.as_text, StatusFormat.markdown: standing.as_markdown}
    typer.echo(
        standing.as_json(handbook, rows) if format is StatusFormat.json else spell[format](rows)
    )
    raise typer.Exit(1 if standing.fails(rows, fail_on) else 0)


def _say(problems: list[Problem], edition: Edition, format: Format) -> None:
    if format is Format.json:
        handbook = edition.handbook
        typer.echo(as_json(problems, {**handbook.outside, **handbook.texts}))
        return
    spell = as_github if format is Format.github else as_text
    for problem in problems:
        typer.echo(spell(problem))
    closing = closing_line(problems, [page.path for page in edition.handbook.pages.values()])
    typer.echo(f"\n{closing}" if problems else closing)
    if format is Format.github:
        write_summary(problems, closing)


def write_summary(problems: list[Problem], closing: str) -> None:
    """Append a table of the problems to the summary of a GitHub job, if this is one."""
    target = os.environ.get("GITHUB_STEP_SUMMARY")
    if target:
        table = as_markdown_table(problems) if problems else ""
        try:
            append(target, f"## Handbook\n\n{closing}\n\n{table}\n")
        except WriteError as cannot:
            typer.echo(f"handbook: {cannot}", err=True)
            raise typer.Exit(2) from None
