"""The commands that look at a finished site before it is published: what it was made of, and
whether it may replace the last.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from handbook.commands.output import write_into
from handbook.commands.shell import Root, handbook_in, refuse
from handbook.site.publishing import (
    NOTE,
    Build,
    PublishingState,
    audience_refusals,
    engine_of,
    read_build,
    refusals,
)
from handbook.text.commits import commit_of, follows
from handbook.text.git import GitError
from handbook.text.settings import address

Answer = Annotated[Path | None, typer.Option(help="What GitHub answered, as a file of JSON.")]


def build_note(
    site: Annotated[Path, typer.Option(help="The finished site.")] = Path("site"),
    root: Root = Path("."),
) -> None:
    """Note in build.json on the finished site what it was made of: commit, time, number of pages,
    engine.
    """
    with handbook_in(root, "") as handbook:
        sources = handbook.pages
    index = site / "index.html"
    if not index.is_file():
        refuse(f'There is no finished site in "{site}". Build it first: make build')
    try:
        commit, seconds = commit_of(root)
    except GitError as without:
        typer.echo(f"No commit is noted: {without.reason}. To fix: {without.fix}", err=True)
        commit, seconds = (
            "",
            0,
        )  # a site that may-publish refuses, and that can be looked at all the same
    moment = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH") or seconds), UTC)
    pages = sum((site / address(src)).is_file() for src in sources)
    made = Build(commit, moment, pages, engine_of(index.read_text("utf-8", "replace")))
    write_into(site, {NOTE: made.as_json()}, root)
    typer.echo(f"Noted in {NOTE}: {pages} pages.")


def may_publish(
    repository: Answer = None,
    pages: Answer = None,
    runs: Answer = None,
    site: Annotated[
        Path | None,
        typer.Option(help="The finished site; without it, only who could see it is judged."),
    ] = None,
    last: Annotated[Path | None, typer.Option(help="The build.json of the published site.")] = None,
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help="An older or smaller site may replace the last one.")
    ] = False,
    root: Root = Path("."),
) -> None:
    """Say whether a site may be published, and if not, why.

    Ends with 0 if it may, with 1 and every reason if not. What is missing or cannot be read is a
    reason.
    """
    audience = _text(repository), _text(pages)
    if site is None:
        reasons = list(audience_refusals(*audience))
    else:
        new, before = _text(site / NOTE), _text(last)
        if not (site / "index.html").is_file():
            new = ""
        after = _follows(root, new, before)
        reasons = refusals(PublishingState(*audience, _text(runs), new, before, after, confirmed))
    for reason in reasons:
        typer.echo(f"Not published. {reason}", err=True)
    if reasons:
        raise typer.Exit(1)
    typer.echo("The site may be published.")


def _follows(root: Path, new: str, before: str) -> bool | None:
    made, last = read_build(new), read_build(before)
    return follows(root, last.commit, made.commit) if made and last else None


def _text(path: Path | None) -> str:
    try:
        return path.read_text("utf-8") if path else ""
    except (OSError, UnicodeDecodeError):
        return ""
