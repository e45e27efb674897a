"""The commands that write the life of a page: reviewed, drafted, moved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from handbook import move as moving
from handbook.commands.shell import By, Root, Today, known_page, opened_in, refuse, save, to_write
from handbook.event import NotUnderstood, answer_event, read_teams
from handbook.handbook import Handbook
from handbook.records import WRITING, records_path
from handbook.review import MOST_PAGES, SAME_SENTENCE, Wanted, appended, record_of, refusals


def review(
    pages: Annotated[list[str] | None, typer.Argument(help="Pages, as paths below docs.")] = None,
    by: By = "",
    found: Annotated[str, typer.Option(help="What was checked or corrected, in a sentence.")] = "",
    answer: Annotated[
        list[str] | None, typer.Option(help="The answer to a review question of the page; once for each.")
    ] = None,
    decided: Annotated[
        list[str] | None, typer.Option(help="What was decided about a dispute; once for each.")
    ] = None,
    from_event: Annotated[
        Path | None,
        typer.Option(help="Instead of pages: GitHub's report of a form that somebody sent. Answers as JSON."),
    ] = None,
    teams: Annotated[
        Path | None, typer.Option(help="With --from-event: who is in which team, as JSON.")
    ] = None,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Record that a page was read as it stands now, by whom, and what was found.

    With --from-event, the answer to the form is printed as JSON: accepted, answer, path. Ends with 0 whether it was
    accepted or refused, with 2 if it was no form of the handbook.
    """
    if from_event:
        if pages or by or found:
            raise typer.BadParameter("the form says which page, who and what was found; leave those out.")
        _review_from(from_event, teams, root, today)
        return
    if not pages or not by:
        raise typer.BadParameter("name the pages that were read, and with --by the role that read them.")
    if len(pages) > MOST_PAGES:
        refuse(
            f"{len(pages)} pages in one go are not read but waved through; at most {MOST_PAGES} at a time."
        )
    if len(pages) > SAME_SENTENCE:
        refuse(f"One sentence for {len(pages)} pages says nothing of any of them. Review them one by one.")
    handbook = to_write(root, today)
    for named in pages:
        wanted = Wanted("reviewed", by, handbook.today, found, tuple(answer or ()), tuple(decided or ()))
        _write(handbook, named, wanted, root)


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
            f'"{step}" is no step of writing. The steps are {", ".join(WRITING)}; a review is written with handbook review.'
        )
    handbook = to_write(root, today)
    _write(handbook, page, Wanted(step, by, handbook.today), root)


def move(
    old: Annotated[str, typer.Argument(help="The page as it is now, as a path below docs.")],
    new: Annotated[str, typer.Argument(help="Where it goes, as a path below docs.")],
    root: Root = Path("."),
) -> None:
    """Move a page with its records, its menu entry and the links to it; its old address leads to the new one."""
    with opened_in(root, "") as opened:
        handbook = opened.handbook
    page = known_page(handbook, old)
    target = new.removeprefix("docs/")
    if wrong := list(moving.refusals(handbook, page, target)):
        refuse(*wrong)
    plan = moving.plan_move(handbook, page, target)
    for path in plan.delete:  # first, for names that differ only in capitals
        (root / path).unlink()
    for path, text in plan.write.items():
        save(root / path, text)
    typer.echo(f"Moved to docs/{target}; changed {len(plan.write)} files.")


def _review_from(event: Path, teams: Path | None, root: Path, today: str) -> None:
    with opened_in(root, today) as opened:
        handbook = opened.handbook
    try:
        known = read_teams(_json(teams)) if teams else None
        answer = answer_event(handbook, _json(event), known)
    except NotUnderstood as cannot:
        typer.echo(f"handbook: {cannot}", err=True)
        raise typer.Exit(2) from None
    if answer.accepted:
        save(root / answer.path, answer.text)
    # One line of plain letters: nothing in it can be taken for a command by whoever reads the output.
    typer.echo(json.dumps(answer.as_dict()))


def _json(path: Path) -> object:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise NotUnderstood(f"{path.name} is missing or holds no JSON") from None


def _write(handbook: Handbook, named: str, wanted: Wanted, root: Path) -> None:
    page = known_page(handbook, named)
    if wrong := list(refusals(handbook, page, wanted)):
        refuse(*[f"{page.path}: {one}" for one in wrong])
    path = records_path(page.src)
    save(root / path, appended(handbook.texts.get(path, ""), record_of(handbook, page, wanted)))
    typer.echo(f"Written to {path}: {wanted.step} on {wanted.on.isoformat()} by {wanted.by}.")
