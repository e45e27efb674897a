"""The command ``handbook``: a thin shell around the library; the only place that reads the clock and writes files."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Annotated, NoReturn
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import typer
from openpyxl import Workbook
from rich.console import Console

from handbook import digest as reminders
from handbook import move as moving
from handbook import status as standing
from handbook import workbook as tables
from handbook.admission import draw as draws
from handbook.admission import mark as marks
from handbook.admission import sheet as sheets
from handbook.admission.bank import Bank, candidates, read_bank
from handbook.admission.checks import problems as bank_problems
from handbook.admission.renewal import renewals_text
from handbook.admission.statistics import statistics_text
from handbook.event import NotUnderstood, answer_event, read_teams
from handbook.facts.scalars import Wrong, read_day
from handbook.facts.training import Question
from handbook.gh import CannotReach, GitHub
from handbook.handbook import Handbook
from handbook.load import CannotRun, read_folder, read_history
from handbook.load import read_bank as bank_files
from handbook.open import Opened
from handbook.pages import Page
from handbook.printed import exam as papers
from handbook.printed import kit as kits
from handbook.printed import pack as packs
from handbook.problems import (
    Problem,
    as_github,
    as_json,
    as_markdown_table,
    as_text,
    closing_line,
    counted,
    did_you_mean,
)
from handbook.questions import as_checked, read_now
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


# --- people: tests before admission, kits, packs ----------------------------------------------------

BankFolder = Annotated[
    str,
    typer.Option(
        "--bank",
        envvar="HANDBOOK_ADMISSION",
        help="Where the admission questions are, if not in training/admission.",
    ),
]
Output = Annotated[Path, typer.Option("--output", "-o", help="The folder to write into.")]
AsPdf = Annotated[bool, typer.Option("--pdf", help="Also write PDFs, with the Chromium that is found.")]


@app.command()
def exam(
    role: Annotated[str, typer.Argument(help="The role that is tested, for instance sdr.")],
    code: Annotated[str, typer.Option("--for", help="A code for the person, never a name: n-2026-4.")],
    seed: Annotated[
        int | None,
        typer.Option(
            min=0, max=draws.HIGHEST_SEED, help="Draw the same test again; without it, another one."
        ),
    ] = None,
    last: Annotated[
        list[Path] | None,
        typer.Option(
            help="A sheet of an earlier try, or a list of practice questions: none of them is drawn. Once for each."
        ),
    ] = None,
    bank: BankFolder = "",
    output: Output = Path("exams"),
    pdf: AsPdf = False,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Draw the test before admission of a role: a paper to print, a key for whoever marks, a sheet to fill in.

    Equal questions, seed and --last give an equal test, byte for byte. Nothing is kept: the three files are all there is.
    """
    try:
        code = draws.read_code(code)
    except Wrong as wrong:
        raise typer.BadParameter(
            f'"{code}" should be {wrong.expected}, for instance {wrong.paste}.'
        ) from None
    seed = secrets.randbelow(draws.HIGHEST_SEED + 1) if seed is None else seed
    _refuse_published(output, root)
    with _opened(root, today) as opened:
        handbook, questions = opened.handbook, _read_bank(root, bank)
        used = {one for path in last or [] for one in _last_ids(handbook, questions, path)}
    try:
        drawn = draws.draw(handbook, questions, role, code, seed, used)
    except draws.CannotDraw as cannot:
        _refuse(cannot.reasons)
    _write_exam(handbook, drawn, output, pdf)


@app.command()
def grade(
    sheet: Annotated[
        list[Path],
        typer.Argument(help="Sheets that handbook exam wrote and somebody filled in, or a folder of them."),
    ],
    bank: BankFolder = "",
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Mark sheets by the key of today, and say what has changed since they were drawn; from thirty on, also of the questions.

    After them it lists whose admission runs out: by code and role, the day of the last test that was passed and the day by which
    it is taken again, overdue ones first. Only sheets with a day behind "taken_on:" count for that list.

    Ends with 0 if all passed, with 1 if one did not, with 2 if one could not be judged. Nothing is kept and nothing is sent.
    """
    with _opened(root, today) as opened:
        handbook, questions = opened.handbook, _read_bank(root, bank)
    paths = [path for named in sheet for path in _sheets_in(named)]
    marked = [_grade(handbook, questions, path) for path in paths]
    results = [one for one in marked if one is not None]
    if said := renewals_text(handbook, results):
        typer.echo(f"\n{said}")
    if len(paths) > 1:
        typer.echo(f"\n{statistics_text(results)}")
    verdicts = {one.verdict for one in results}
    unsure = len(results) < len(paths) or "open" in verdicts
    raise typer.Exit(2 if unsure else 1 if "not passed" in verdicts else 0)


@app.command("bank")
def check_bank(
    bank: BankFolder = "",
    format: Annotated[
        Format, typer.Option(help="text for people, json for programs, github for pull requests.")
    ] = Format.text,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Say what must be fixed in the admission questions: judges, pass marks, how many there are. Ends like handbook check."""
    with _opened(root, today) as opened:
        questions = read_bank(*bank_files(root, bank))
        problems = bank_problems(opened.handbook, questions)
    spell = {Format.text: as_text, Format.github: as_github}
    if format is Format.json:
        typer.echo(as_json(problems))
    else:
        for problem in problems:
            typer.echo(spell[format](problem))
        must = sum(problem.severity == "must" for problem in problems)
        typer.echo(
            f"{counted(must, 'thing')} to fix in a bank of {counted(len(questions.questions), 'question')}."
        )
    raise typer.Exit(1 if any(problem.severity == "must" for problem in problems) else 0)


@app.command()
def checked(
    question: Annotated[
        list[str], typer.Argument(help="Ids of questions that were read beside their pages.")
    ],
    bank: BankFolder = "",
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Write down that questions were checked against their pages as these stand now: at most ten at a time."""
    if len(question) > MOST_PAGES:
        _refuse(
            [
                f"{len(question)} questions in one go are not read but waved through; at most {MOST_PAGES} at a time."
            ]
        )
    handbook = _to_write(root, today)
    known = candidates(handbook, _read_bank(root, bank))
    for named in question:
        _write_checked(handbook, known, named, root)


def _write_checked(handbook: Handbook, known: dict[str, Question], named: str, root: Path) -> None:
    found = known.get(named)
    if found is None:
        _refuse([f'There is no question "{named}".{did_you_mean(named, list(known))}'])
    read, path = read_now(handbook, found), root / found.at().path
    if read is None:
        _refuse(
            [f'{found.at().path}: the page or heading that answers "{named}" is not there; name it first.']
        )
    _save(path, as_checked(path.read_text(encoding="utf-8"), read, handbook.today))
    typer.echo(f"Written to {found.at().path}: checked on {handbook.today.isoformat()}.")


@app.command()
def kit(
    role: Annotated[str, typer.Argument(help="The role that is interviewed for, for instance sdr.")],
    output: Output = Path("kits"),
    pdf: AsPdf = False,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Write the interview kit of a role: profile, stages, guides with room for notes, work samples, scorecard, what may not be asked."""
    with _opened(root, today) as opened:
        handbook = opened.handbook
    if wrong := kits.refusal(handbook.facts, role):
        _refuse([wrong])
    _write_pages(output, {f"{role}-interview-kit.html": kits.kit(handbook, role)}, pdf)


@app.command()
def pack(
    role: Annotated[str, typer.Argument(help="The role of somebody who begins, for instance sdr.")],
    since: Annotated[
        Path | None, typer.Option(help="An earlier pack of this role: the new one says what has changed.")
    ] = None,
    output: Output = Path("packs"),
    pdf: AsPdf = False,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Write the role pack for the first day: what holds for the role, its chapters with their versions, a sheet to sign."""
    with _opened(root, today) as opened:
        facts = opened.handbook.facts
    if wrong := packs.refusal(facts, role):
        _refuse([wrong])
    earlier = packs.versions_in(_text_of(since)) if since else None
    if since and not earlier:
        _refuse([f'"{since}" is no role pack: there are no versions in it.'])
    _write_pages(output, {f"{role}-pack.html": packs.pack(opened, role, earlier)}, pdf)


def _read_bank(root: Path, folder: str) -> Bank:
    """The bank. What could not be read of it is said, because its questions are missing from what follows."""
    bank = read_bank(*bank_files(root, folder))
    for problem in bank.problems:
        typer.echo(as_text(problem), err=True)
    return bank


def _write_exam(handbook: Handbook, drawn: draws.Exam, folder: Path, pdf: bool) -> None:
    name = f"{drawn.code}-{drawn.path.id}-{drawn.seed}"
    sheet, text = folder / f"{name}-sheet.yml", sheets.sheet_text(drawn)
    if sheet.exists() and sheet.read_text("utf-8") != text:
        _refuse(
            [
                f'"{sheet}" is there already, and perhaps filled in. Move it, or name another folder with --output.'
            ]
        )
    pages = {
        f"{name}-paper.html": papers.paper(handbook, drawn),
        f"{name}-key.html": papers.key(handbook, drawn),
    }
    _write_pages(folder, pages, pdf)
    _save(sheet, text)
    typer.echo(
        f"{len(drawn.posed)} questions, seed {drawn.seed}, version {drawn.version}. Fill in the answers: {sheet}"
    )
    if drawn.practice:
        typer.echo(
            f"{counted(drawn.practice, 'of them also stands', 'of them also stand')} on the site for practice, with the answer."
        )


def _sheets_in(named: Path) -> list[Path]:
    """A sheet as it is named; of a folder, every sheet that lies in it. Ends with 2 where a folder holds none."""
    if not named.is_dir():
        return [named]
    found = sorted(named.glob("*.yml"))
    if not found:
        typer.echo(
            f'handbook: there is no sheet in "{named}"; they are the files that end in .yml.', err=True
        )
        raise typer.Exit(2)
    return found


def _grade(handbook: Handbook, bank: Bank, path: Path) -> marks.Result | None:
    """A sheet, marked and told; None where it could not be read."""
    filled, problems = sheets.read_sheet(str(path), _text_of(path))
    for problem in problems:
        typer.echo(as_text(problem))
    if filled is None:
        return None
    try:
        result = marks.mark(handbook, bank, filled)
    except draws.CannotDraw as cannot:
        typer.echo(f"{path}: {cannot}", err=True)
        return None
    typer.echo(marks.as_text(handbook, result, str(path)))
    return result


def _last_ids(handbook: Handbook, bank: Bank, path: Path) -> list[str]:
    """The questions of an earlier try. Ends with 2 where none of them is known: it would be no use, and look like one."""
    text = _text_of(path)
    found = sheets.ids_in(str(path), text) or draws.read_ids(text)
    if not set(found) & candidates(handbook, bank).keys():
        raise CannotRun(
            f'"{path}" names no question that we know. It should be a sheet, or a list of the ids of questions.'
        )
    return list(found)


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        typer.echo(f'handbook: "{path}" is missing, or is no text.', err=True)
        raise typer.Exit(2) from None


def _refuse_published(output: Path, root: Path) -> None:
    if output.resolve().is_relative_to((root / "docs").resolve()):
        _refuse(
            [
                f'"{output}" lies below docs, and what stands there is published. Name another folder with --output.'
            ]
        )


def _write_pages(folder: Path, pages: dict[str, str], pdf: bool) -> None:
    browser = _browser() if pdf else None
    for name, text in pages.items():
        _save(folder / name, text)
        typer.echo(f"Written: {folder / name}")
        if browser:
            _print(browser, folder / name)
            typer.echo(f"Written: {(folder / name).with_suffix('.pdf')}")
    if not browser:
        found = "No Chromium was found for PDFs (HANDBOOK_BROWSER names one). " if pdf else ""
        typer.echo(
            f"{found}To print: open the file in a browser and choose Print, A4, without headers and footers."
        )


def _browser() -> str | None:
    """The Chromium that the tests look through as well, by the same names."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("HANDBOOK_BROWSER") or next(filter(None, map(which, names)), None)


def _print(browser: str, page: Path) -> None:
    """The page as a PDF beside it. Nothing on it is a program, so that a browser without walls, as root needs it, is no risk."""
    target = page.with_suffix(".pdf").resolve()
    alone = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    flags = ["--headless", "--disable-gpu", *alone, "--no-pdf-header-footer", f"--print-to-pdf={target}"]
    try:
        subprocess.run(
            [browser, *flags, page.resolve().as_uri()], capture_output=True, check=True, timeout=120
        )
    except (OSError, subprocess.SubprocessError):
        typer.echo(
            f"handbook: {browser} could not print {page}. Open it in a browser and print it there.", err=True
        )
        raise typer.Exit(2) from None


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
