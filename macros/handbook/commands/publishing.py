"""The commands that the workflows call for the site and its readers: old addresses, and the weekday
reminder.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from handbook.commands.output import write, write_into
from handbook.commands.shell import (
    Root,
    Today,
    edition_with_git_in,
    handbook_in,
    refuse,
)
from handbook.documents.company.facts.company import Post
from handbook.gh import GitHub, GitHubError
from handbook.site.redirects import MARK
from handbook.site.redirects import redirects as old_addresses
from handbook.upkeep import digest as reminders
from handbook.upkeep.codeowners import asked_for, file_of, written
from handbook.write.writer import Change


def redirects(
    site: Annotated[Path, typer.Option(help="The finished site.")] = Path("site"),
    root: Root = Path("."),
) -> None:
    """Let the old addresses of moved pages lead to the new ones, on the finished site."""
    with handbook_in(root, "") as handbook:
        pages = old_addresses(handbook)
    if not (site / "index.html").is_file():
        refuse(f'There is no finished site in "{site}". Build it first: make build')
    found = {
        path: (site / path).read_bytes() if (site / path).is_file() else None for path in pages
    }
    there = [path for path, data in found.items() if data is not None and MARK.encode() not in data]
    if there:
        refuse(*[f'"{path}" is a page of the site; nobody is led away from it.' for path in there])
    write_into(site, pages, root, found)
    typer.echo(f"Old addresses that lead to where their page is now: {len(pages)}.")


def codeowners(
    root: Root = Path("."),
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be written.")
    ] = False,
) -> None:
    """Write into CODEOWNERS who is asked about a change of each page: its owner, as people.yml
    names who that is.

    What is written there by hand, above and below the marks, stays as it is.
    """
    with handbook_in(root, "") as handbook:
        known = handbook.facts[Post].whole and asked_for(handbook)
    if not known:
        refuse(
            "docs/_facts/people.yml does not say who the owners of pages are. See: handbook check"
        )
    path, text = file_of(handbook), written(handbook)
    if dry_run:
        typer.echo(text, nl=False)
        return
    old = handbook.outside_data.get(path)
    if old == text.encode():
        typer.echo(f"{path} already says what pages and people say.")
        return
    write(root, Change({path: text}, expected={path: old}))
    typer.echo(f"Written: {path}. Read it, and name there by hand who guards what no page is.")


def digest(
    repo: Annotated[str, typer.Option(help="The repository on GitHub, as owner/name.")] = "",
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Only say what would be done; without --repo, show every issue."
        ),
    ] = False,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Keep one open issue for each owner whose pages wait for a review, and close it when nothing
    waits.

    Ends with 2 when GitHub could not be reached; what was done until then stays, and the next run
    goes on from there.
    """
    if not (re.fullmatch(r"[\w.-]+/[\w.-]+", repo, re.ASCII) or (dry_run and not repo)):
        raise typer.BadParameter(
            "name the repository as owner/name, for instance company/sales-handbook."
        )
    with edition_with_git_in(root, today) as edition:
        letters = reminders.letters(edition.shown)
    if repo and not reminders.is_ours(edition.handbook, repo):
        typer.echo(
            f"No issues in {repo}: it is a copy. docs/_facts/company.yml names the repository "
            "that gets them."
        )
        return
    try:
        github = GitHub(repo)
        actions = reminders.actions(letters, github.reminders() if repo else [])
        for line in reminders.as_lines(actions, with_text=dry_run):
            typer.echo(line)
        if not dry_run:
            github.carry_out(actions)
    except GitHubError as cannot:
        typer.echo(f"handbook: {cannot}", err=True)
        raise typer.Exit(2) from None
