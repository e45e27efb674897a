"""The commands that write the life of a page: reviewed, drafted, moved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from handbook.commands.output import write
from handbook.commands.shell import (
    By,
    Root,
    Today,
    edition_in,
    handbook_in,
    known_page,
    refuse,
    to_write,
    too_large,
)
from handbook.records.records import WRITING, record_file
from handbook.show.states import PageStates
from handbook.site import move as moving
from handbook.text.load import read_bank
from handbook.upkeep.event import answer_event
from handbook.upkeep.forms import FormError, read_teams
from handbook.upkeep.review import MOST_PAGES, SAME_SENTENCE, RecordRequest, record_of, refusals
from handbook.write.writer import Change


def review(
    pages: Annotated[list[str] | None, typer.Argument(help="Pages, as paths below docs.")] = None,
    by: By = "",
    found: Annotated[str, typer.Option(help="What was checked or corrected, in a sentence.")] = "",
    answer: Annotated[
        list[str] | None,
        typer.Option(help="The answer to a review question of the page; once for each."),
    ] = None,
    decided: Annotated[
        list[str] | None, typer.Option(help="What was decided about a dispute; once for each.")
    ] = None,
    from_event: Annotated[
        Path | None,
        typer.Option(
            help="Instead of pages: GitHub's report of a form that somebody sent. Answers as JSON."
        ),
    ] = None,
    teams: Annotated[
        Path | None, typer.Option(help="With --from-event: who is in which team, as JSON.")
    ] = None,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Record that a page was read as it stands now, by whom, and what was found.

    With --from-event, the answer to the form is printed as JSON: accepted, answer, path. Ends with
    0 whether it was accepted or refused, with 2 if it was no form of the handbook.
    """
    if from_event:
        if pages or by or found:
            raise typer.BadParameter(
                "the form says which page, who and what was found; leave those out."
            )
        _review_from(from_event, teams, root, today)
        return
    if not pages or not by:
        raise typer.BadParameter(
            "name the pages that were read, and with --by the role that read them."
        )
    if len(pages) > MOST_PAGES:
        refuse(
            f"{len(pages)} pages in one go are not read but waved through; at most {MOST_PAGES} "
            "at a time."
        )
    if len(pages) > SAME_SENTENCE:
        refuse(
            f"One sentence for {len(pages)} pages says nothing of any of them. Review them one by "
            "one."
        )
    states = to_write(root, today).shown.states
    wanted = RecordRequest(
        "reviewed", by, states.handbook.today, found, tuple(answer or ()), tuple(decided or ())
    )
    _write(states, pages, wanted, root)


def record(
    page: Annotated[str, typer.Argument(help="The page, as a path below docs.")],
    step: Annotated[str, typer.Option(help="drafted, adjusted or rewritten.")],
    by: By,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Record a step in the writing of a page: drafted, adjusted, rewritten."""
    if step not in WRITING:
        refuse(
            f'"{step}" is no step of writing. The steps are {", ".join(WRITING)}; a review is '
            "written with handbook review."
        )
    states = to_write(root, today).shown.states
    _write(states, [page], RecordRequest(step, by, states.handbook.today), root)


def move(
    old: Annotated[str, typer.Argument(help="The page as it is now, as a path below docs.")],
    new: Annotated[str, typer.Argument(help="Where it goes, as a path below docs.")],
    root: Root = Path("."),
) -> None:
    """Move a page with its records, its menu entry and the links to it; its old address leads to
    the new one.
    """
    with handbook_in(root, "") as handbook:
        _, bank = read_bank(root)
    target = new.removeprefix("docs/")
    if rest := moving.plan_rest(handbook, old.removeprefix("docs/"), target, bank):
        write(root, rest)
        typer.echo(
            f"This page was moved to docs/{target} earlier; what was left of the move is done."
        )
        return
    page = known_page(handbook, old)
    if wrong := list(moving.refusals(handbook, page, target)):
        refuse(*wrong)
    plan = moving.plan_move(handbook, page, target, bank)
    write(root, plan)
    typer.echo(f"Moved to docs/{target}; changed {len(plan.write)} files.")


def _review_from(event: Path, teams: Path | None, root: Path, today: str) -> None:
    with edition_in(root, today) as edition:
        states = edition.shown.states
    try:
        known = read_teams(_json(teams)) if teams else None
        answer = answer_event(states, _json(event), known)
    except FormError as cannot:
        typer.echo(f"handbook: {cannot}", err=True)
        raise typer.Exit(2) from None
    if answer.accepted:
        _add(root, {answer.path: answer.text})
    # One line of plain letters: nothing in it can be taken for a command by a program that reads
    # the output.
    typer.echo(json.dumps(answer.as_dict()))


def _json(path: Path) -> object:
    if wrong := too_large(path):
        raise FormError(wrong)
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise FormError(f"{path.name} is missing or holds no JSON") from None


def _write(states: PageStates, named: list[str], wanted: RecordRequest, root: Path) -> None:
    """One record for each page: all of them, or none."""
    pages = list(
        {page.src: page for page in (known_page(states.handbook, name) for name in named)}.values()
    )
    if wrong := [f"{page.path}: {why}" for page in pages for why in refusals(states, page, wanted)]:
        refuse(*wrong)
    files = dict(record_file(page.src, record_of(states, page, wanted)) for page in pages)
    if there := [path for path in files if path in states.handbook.texts]:
        refuse(*[f"This is recorded already, word for word: {path}." for path in there])
    _add(root, files)
    for path in files:
        typer.echo(f"Written to {path}: {wanted.step} on {wanted.on.isoformat()} by {wanted.by}.")


def _add(root: Path, files: dict[str, str]) -> None:
    """Write records, which are new files: nothing that is there is ever touched."""
    write(root, Change(files, expected=dict.fromkeys(files)))
