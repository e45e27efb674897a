"""What all commands share: where the handbook is, what day it is, how it is opened, how something
is refused.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, NoReturn

import typer

from handbook.documents.company.facts.company import Role
from handbook.facts.discovery import include
from handbook.facts.scalars import ScalarError, read_day
from handbook.handbook import Handbook, build, build_without_git, company_day
from handbook.pages import Page
from handbook.problems.problem import did_you_mean
from handbook.rules.edition import Edition, edition_of, edition_without_git
from handbook.text.commits import read_added_lines, read_history
from handbook.text.history import Additions
from handbook.text.load import MAX_READ, FolderError, read_folder
from handbook.upkeep.review import find_page, unknown_page

# Outside these years calendars and time zones stop to make sense.
FIRST_YEAR, LAST_YEAR = 2000, 2200

Root = Annotated[Path, typer.Option("--root", help="The folder that holds docs/ and mkdocs.yml.")]
Today = Annotated[str, typer.Option("--today", help="Judge as of this day, written 2026-12-31.")]
By = Annotated[
    str, typer.Option("--by", help="The role that did it, for instance managing-director.")
]


@contextmanager
def handbook_in(
    root: Path, today: str, changed: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Handbook]:
    """The handbook as it was read, where nobody asks what its pages show, or as it would be with
    these texts changed; ends with 2 when it cannot be read.
    """
    with _reading(root):
        folder = read_folder(root)
        folder.data.update((path, text.encode()) for path, text in changed.items())
        yield build_without_git(folder, clock(today))


@contextmanager
def edition_in(root: Path, today: str) -> Iterator[Edition]:
    """The handbook with what its pages show; ends with 2 when it cannot be read."""
    with _reading(root):
        yield edition_without_git(read_folder(root), clock(today))


@contextmanager
def edition_with_git_in(root: Path, today: str, base: str = "") -> Iterator[Edition]:
    """The same with what git remembers, and with what commits added since ``base``, where one is
    named.
    """
    with _reading(root):
        folder, day = read_folder(root), clock(today)
        added = _added_since(root, base) if base else None
        yield edition_of(build(folder, day, history=read_history(root), added=added))


def _added_since(root: Path, base: str) -> Additions:
    """What commits added since ``base``; nothing is judged where nobody can say, or a secret would
    pass unseen.
    """
    added = read_added_lines(root, base)
    if added.reason and not added.texts:
        raise FolderError(f'--base says "{base}", but {added.reason}. To fix: {added.fix}')
    return added


@contextmanager
def _reading(root: Path) -> Iterator[None]:
    """While a person sees that something happens; ends with 2 when the handbook cannot be judged."""
    try:
        with _seen_to_work():
            include(str(root / "macros"))
            yield
    except (FolderError, ScalarError) as cannot:
        typer.echo(f"handbook: {cannot}", err=True)
        raise typer.Exit(2) from None


@contextmanager
def _seen_to_work() -> Iterator[None]:
    """That something happens, for a person to see; where nobody looks, nothing that draws is
    loaded.
    """
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status("Reading the handbook …"):
        yield


def clock(today: str) -> date | datetime:
    """The day that is asked for, or now."""
    if not today:
        return datetime.now(UTC)
    try:
        day = read_day(today)
    except ScalarError as wrong:
        raise FolderError(
            f'--today says "{today}". It should be {wrong.expected}, for instance '
            f"{wrong.paste or '2026-12-31'}."
        ) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise FolderError(
            f'--today says "{today}". It should be a day between {FIRST_YEAR} and {LAST_YEAR}.'
        )
    return day


def to_write(root: Path, today: str) -> Edition:
    """The edition for which a record is written: nobody writes one for a day that is still to come."""
    with edition_in(root, today) as edition:
        if edition.handbook.today > company_day(clock(""), edition.handbook.facts):
            refuse(
                f"The date {edition.handbook.today.isoformat()} is still to come. A record is "
                "written on the day it happens."
            )
        return edition


def known_role(handbook: Handbook, role: str) -> str:
    """A role that somebody names; ends with 2 when there is none, so that a misspelt one does not
    look fine.
    """
    roles = handbook.facts[Role]
    if role and not roles.may_hold(role):
        raise FolderError(f'There is no role "{role}".{did_you_mean(role, roles.ids())}')
    return role


def known_page(handbook: Handbook, named: str) -> Page:
    """A page that somebody names; ends with 1 and the nearest one when there is none."""
    page = find_page(handbook, named)
    if page is None:
        refuse(unknown_page(handbook, named))
    return page


def too_large(path: Path) -> str:
    """Why a file is not read at all: asked before any of it is, so that its size costs nothing."""
    size = path.stat().st_size if path.is_file() else 0
    if size <= MAX_READ:
        return ""
    return f'"{path}" is {size / 2**20:.1f} MiB large; at most {MAX_READ // 2**20} MiB are read.'


def text_of(path: Path) -> str:
    """The text of a file that somebody named; ends with 2 when it cannot be read."""
    if wrong := too_large(path):
        typer.echo(f"handbook: {wrong}", err=True)
        raise typer.Exit(2)
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        typer.echo(f'handbook: "{path}" is missing, or is no text.', err=True)
        raise typer.Exit(2) from None


def refuse(*reasons: str) -> NoReturn:
    """Say why nothing was written, and end with 1."""
    for reason in reasons:
        typer.echo(f"Not written. {reason}", err=True)
    raise typer.Exit(1)
