"""The command ``handbook``: a thin shell around the library; the only place that reads the clock and writes files."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Annotated, NoReturn
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import typer
from openpyxl import Workbook
from rich.console import Console

from handbook import digest as reminders
from handbook import move as moving
from handbook import status as standing
from handbook import workbook as tables
from handbook.event import NotUnderstood, answer_event, read_teams
from handbook.facts.scalars import Wrong, read_day
from handbook.gh import CannotReach, GitHub
from handbook.handbook import Handbook
from handbook.load import CannotRun, read_folder, read_history
from handbook.open import Opened
from handbook.pages import Page
from handbook.problems import (
    Problem,
    as_github,
    as_json,
    as_markdown_table,
    as_text,
    closing_line,
    did_you_mean,
)
from handbook.records import WRITING, records_path
from handbook.redirects import MARK
from handbook.redirects import redirects as old_addresses
from handbook.render.macro import places
from handbook.review import (
    MOST_PAGES,
    SAME_SENTENCE,
    Wanted,
    appended,
    find_page,
    record_of,
    refusals,
    unknown_page,
)

# Outside these years calendars and time zones stop to make sense.
FIRST_YEAR, LAST_YEAR = 2000, 2200

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


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


Root = Annotated[Path, typer.Option("--root", help="The folder that holds docs/ and mkdocs.yml.")]
Today = Annotated[str, typer.Option("--today", help="Judge as of this day, written 2026-12-31.")]
By = Annotated[str, typer.Option("--by", help="The role that did it, for instance head-of-sales.")]


@app.callback()
def about() -> None:
    """Look after a sales handbook."""


@app.command()
def check(
    root: Root = Path("."),
    format: Annotated[
        Format, typer.Option(help="text for people, json for programs, github for pull requests.")
    ] = Format.text,
    today: Today = "",
) -> None:
    """Say everything that must be fixed, in one run.

    Ends with 1 if anything must be fixed, with 0 if there is only advice, with 2 if the handbook could not be judged.
    """
    with _opened(root, today) as opened:
        opened.handbook.history = read_history(root)
        problems = opened.problems()
    _say(problems, opened, format)
    raise typer.Exit(1 if any(problem.severity == "must" for problem in problems) else 0)


@app.command()
def status(
    root: Root = Path("."),
    format: Annotated[
        StatusFormat, typer.Option(help="text for people, json for programs, markdown for an issue.")
    ] = StatusFormat.text,
    today: Today = "",
    owner: Annotated[str, typer.Option(help="Only the pages of this role.")] = "",
    fail_on: Annotated[
        FailOn | None, typer.Option(help="End with 1 if a page is overdue, changed, or never reviewed.")
    ] = None,
) -> None:
    """Say where every page stands: in date, due soon, changed since review, overdue, never reviewed."""
    with _opened(root, today) as opened:
        rows = standing.rows(opened.handbook, _role(opened.handbook, owner))
    spell = {StatusFormat.text: standing.as_text, StatusFormat.markdown: standing.as_markdown}
    typer.echo(
        standing.as_json(opened.handbook, rows) if format is StatusFormat.json else spell[format](rows)
    )
    raise typer.Exit(1 if standing.fails(rows, fail_on) else 0)


@app.command()
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
        _refuse(
            [f"{len(pages)} pages in one go are not read but waved through; at most {MOST_PAGES} at a time."]
        )
    if len(pages) > SAME_SENTENCE:
        _refuse([f"One sentence for {len(pages)} pages says nothing of any of them. Review them one by one."])
    handbook = _to_write(root, today)
    for named in pages:
        wanted = Wanted("reviewed", by, handbook.today, found, tuple(answer or ()), tuple(decided or ()))
        _write(handbook, named, wanted, root)


@app.command()
def record(
    page: Annotated[str, typer.Argument(help="The page, as a path below docs.")],
    step: Annotated[str, typer.Option(help="drafted, adjusted or rewritten.")],
    by: By,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Record a step in the writing of a page: drafted, adjusted, rewritten."""
    if step not in WRITING:
        _refuse(
            [
                f'"{step}" is no step of writing. The steps are {", ".join(WRITING)}; a review is written with handbook review.'
            ]
        )
    handbook = _to_write(root, today)
    _write(handbook, page, Wanted(step, by, handbook.today), root)


@app.command()
def move(
    old: Annotated[str, typer.Argument(help="The page as it is now, as a path below docs.")],
    new: Annotated[str, typer.Argument(help="Where it goes, as a path below docs.")],
    root: Root = Path("."),
) -> None:
    """Move a page with its records, its menu entry and the links to it; its old address leads to the new one."""
    with _opened(root, "") as opened:
        handbook = opened.handbook
    page = _page(handbook, old)
    target = new.removeprefix("docs/")
    if wrong := list(moving.refusals(handbook, page, target)):
        _refuse(wrong)
    plan = moving.plan_move(handbook, page, target)
    for path in plan.delete:  # first, for names that differ only in capitals
        (root / path).unlink()
    for path, text in plan.write.items():
        _save(root / path, text)
    typer.echo(f"Moved to docs/{target}; changed {len(plan.write)} files.")


@app.command()
def redirects(
    site: Annotated[Path, typer.Option(help="The finished site.")] = Path("site"),
    root: Root = Path("."),
) -> None:
    """Let the old addresses of moved pages lead to the new ones, on the finished site."""
    with _opened(root, "") as opened:
        handbook = opened.handbook
    if not (site / "index.html").is_file():
        _refuse([f'There is no finished site in "{site}". Build it first: make build'])
    pages = old_addresses(handbook)
    there = [
        path for path in pages if (site / path).is_file() and MARK not in (site / path).read_text("utf-8")
    ]
    if there:
        _refuse([f'"{path}" is a page of the site; nobody is led away from it.' for path in there])
    for path, text in pages.items():
        _save(site / path, text)
    typer.echo(f"Old addresses that lead to where their page is now: {len(pages)}.")


@app.command()
def digest(
    repo: Annotated[str, typer.Option(help="The repository on GitHub, as owner/name.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done; without --repo, show every issue.")
    ] = False,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Keep one open issue for each owner whose pages wait for a review, and close it when nothing waits.

    Ends with 2 when GitHub could not be reached; what was done until then stays, and the next run goes on from there.
    """
    if not (re.fullmatch(r"[\w.-]+/[\w.-]+", repo, re.ASCII) or (dry_run and not repo)):
        raise typer.BadParameter("name the repository as owner/name, for instance aldertree/sales-handbook.")
    with _opened(root, today) as opened:
        opened.handbook.history = read_history(root)
        letters = reminders.letters(opened.handbook, lambda page: _fact_files(opened, page))
    if repo and not reminders.is_ours(opened.handbook, repo):
        typer.echo(
            f"No issues in {repo}: it is a copy. docs/_facts/company.yml names the repository that gets them."
        )
        return
    try:
        github = GitHub(repo)
        actions = reminders.actions(letters, github.reminders() if repo else [])
        for line in reminders.as_lines(actions, with_text=dry_run):
            typer.echo(line)
        if not dry_run:
            github.carry_out(actions)
    except CannotReach as cannot:
        typer.echo(f"handbook: {cannot}", err=True)
        raise typer.Exit(2) from None


@app.command()
def workbook(
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write it.")] = Path(
        "customers.xlsx"
    ),
    overwrite: Annotated[
        bool,
        typer.Option("--overwrite", help="Write over a file that is there, with all that was entered in it."),
    ] = False,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Write the workbook that stands in for a CRM: the columns of crm.yml, lists to choose from, and the weekly check.

    Equal facts give an equal file on the same day; SOURCE_DATE_EPOCH names another day.
    """
    with _opened(root, today) as opened:
        facts, day = opened.handbook.facts, opened.handbook.today
    if wrong := tables.refusal(facts):
        _refuse([wrong])
    if output.exists() and not overwrite:
        _refuse(
            [
                f'"{output}" is there already, perhaps with customers in it. Name another file, or add --overwrite.'
            ]
        )
    if epoch := os.environ.get("SOURCE_DATE_EPOCH", ""):
        day = datetime.fromtimestamp(int(epoch), UTC).date()
    output.write_bytes(_packed(tables.workbook(facts, day), day))
    typer.echo(f"Written to {output}: {', '.join(tables.SHEETS.values())}, and the weekly check.")


# --- what the commands share -----------------------------------------------------------------------


def _review_from(event: Path, teams: Path | None, root: Path, today: str) -> None:
    with _opened(root, today) as opened:
        handbook = opened.handbook
    try:
        known = read_teams(_json(teams)) if teams else None
        answer = answer_event(handbook, _json(event), known)
    except NotUnderstood as cannot:
        typer.echo(f"handbook: {cannot}", err=True)
        raise typer.Exit(2) from None
    if answer.accepted:
        _save(root / answer.path, answer.text)
    # One line of plain letters: nothing in it can be taken for a command by whoever reads the output.
    typer.echo(json.dumps(answer.as_dict()))


def _fact_files(opened: Opened, page: Page) -> set[str]:
    """The files whose facts a page shows."""
    shown = (one for one in opened.shows.shown.get(page.src, []) if one.macro.facts)
    return {place.path for one in shown for place in places(one.selection)}


def _packed(book: Workbook, day: date) -> bytes:
    """The file of a workbook. Neither the time of day nor the order of things in memory shows in it."""
    written, packed = BytesIO(), BytesIO()
    book.save(written)
    with ZipFile(written) as loose, ZipFile(packed, "w", ZIP_DEFLATED) as tight:
        for name in loose.namelist():
            data = loose.read(name)
            if name == "docProps/core.xml":
                data = re.sub(
                    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", f"{day.isoformat()}T00:00:00Z".encode(), data
                )
            entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            tight.writestr(entry, data)
    return packed.getvalue()


def _json(path: Path) -> object:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise NotUnderstood(f"{path.name} is missing or holds no JSON") from None


@contextmanager
def _opened(root: Path, today: str) -> Iterator[Opened]:
    """The handbook, opened while a person sees that something happens; ends with 2 when it cannot be."""
    try:
        with Console(stderr=True).status("Reading the handbook …"):
            yield Opened(read_folder(root), _clock(today))
    except (CannotRun, Wrong) as cannot:
        typer.echo(f"handbook: {cannot}", err=True)
        raise typer.Exit(2) from None


def _clock(today: str) -> date | datetime:
    """The day that is asked for, or now."""
    if not today:
        return datetime.now(UTC)
    try:
        day = read_day(today)
    except Wrong as wrong:
        raise CannotRun(
            f'--today says "{today}". It should be {wrong.expected}, for instance {wrong.paste}.'
        ) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CannotRun(f'--today says "{today}". It should be a day between {FIRST_YEAR} and {LAST_YEAR}.')
    return day


def _to_write(root: Path, today: str) -> Handbook:
    """The handbook, opened for writing a record: nobody writes one for a day that is still to come."""
    with _opened(root, today) as opened, _opened(root, "") as now:
        if opened.handbook.today > now.handbook.today:
            _refuse(
                [
                    f"The date {opened.handbook.today.isoformat()} is still to come. A record is written on the day it happens."
                ]
            )
        return opened.handbook


def _role(handbook: Handbook, role: str) -> str:
    """A role that somebody names; ends with 2 when there is none, so that a misspelt one does not look fine."""
    roles = handbook.facts.roles
    if role and not roles.may_hold(role):
        raise CannotRun(f'There is no role "{role}".{did_you_mean(role, roles.ids())}')
    return role


def _page(handbook: Handbook, named: str) -> Page:
    page = find_page(handbook, named)
    if page is None:
        _refuse([unknown_page(handbook, named)])
    return page


def _write(handbook: Handbook, named: str, wanted: Wanted, root: Path) -> None:
    page = _page(handbook, named)
    if wrong := list(refusals(handbook, page, wanted)):
        _refuse([f"{page.path}: {one}" for one in wrong])
    path = records_path(page.src)
    _save(root / path, appended(handbook.texts.get(path, ""), record_of(handbook, page, wanted)))
    typer.echo(f"Written to {path}: {wanted.step} on {wanted.on.isoformat()} by {wanted.by}.")


def _save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _refuse(reasons: list[str]) -> NoReturn:
    for reason in reasons:
        typer.echo(f"Not written. {reason}", err=True)
    raise typer.Exit(1)


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
