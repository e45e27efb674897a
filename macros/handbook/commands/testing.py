"""The commands of the written test before admission: draw, mark, look through the bank, and note that questions were checked."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated

import typer

from handbook.admission import draw as draws
from handbook.admission import mark as marks
from handbook.admission import sheet as sheets
from handbook.admission.bank import Bank, candidates, read_bank
from handbook.admission.checks import problems as bank_problems
from handbook.admission.renewal import renewals_text
from handbook.admission.statistics import statistics_text
from handbook.commands.checking import Format
from handbook.commands.paper import AsPdf, Output, write_pages
from handbook.commands.shell import Root, Today, opened_in, refuse, save, text_of, to_write
from handbook.facts.scalars import Wrong
from handbook.facts.training import Question
from handbook.handbook import Handbook
from handbook.load import CannotRun
from handbook.load import read_bank as bank_files
from handbook.printed import exam as papers
from handbook.problems import as_github, as_json, as_text, counted, did_you_mean
from handbook.questions import as_checked, read_now
from handbook.review import MOST_PAGES

BankFolder = Annotated[
    str,
    typer.Option(
        "--bank",
        envvar="HANDBOOK_ADMISSION",
        help="Where the admission questions are, if not in training/admission.",
    ),
]


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
    with opened_in(root, today) as opened:
        handbook, questions = opened.handbook, _read_bank(root, bank)
        used = {one for path in last or [] for one in _last_ids(handbook, questions, path)}
    try:
        drawn = draws.draw(handbook, questions, role, code, seed, used)
    except draws.CannotDraw as cannot:
        refuse(*cannot.reasons)
    _write_exam(handbook, drawn, output, pdf)


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
    with opened_in(root, today) as opened:
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


def check_bank(
    bank: BankFolder = "",
    format: Annotated[
        Format, typer.Option(help="text for people, json for programs, github for pull requests.")
    ] = Format.text,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Say what must be fixed in the admission questions: judges, pass marks, how many there are. Ends like handbook check."""
    with opened_in(root, today) as opened:
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
        refuse(
            f"{len(question)} questions in one go are not read but waved through; at most {MOST_PAGES} at a time."
        )
    handbook = to_write(root, today)
    known = candidates(handbook, _read_bank(root, bank))
    for named in question:
        _write_checked(handbook, known, named, root)


def _write_checked(handbook: Handbook, known: dict[str, Question], named: str, root: Path) -> None:
    found = known.get(named)
    if found is None:
        refuse(f'There is no question "{named}".{did_you_mean(named, list(known))}')
    read, path = read_now(handbook, found), root / found.at().path
    if read is None:
        refuse(f'{found.at().path}: the page or heading that answers "{named}" is not there; name it first.')
    save(path, as_checked(path.read_text(encoding="utf-8"), read, handbook.today))
    typer.echo(f"Written to {found.at().path}: checked on {handbook.today.isoformat()}.")


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
        refuse(
            f'"{sheet}" is there already, and perhaps filled in. Move it, or name another folder with --output.'
        )
    pages = {
        f"{name}-paper.html": papers.paper(handbook, drawn),
        f"{name}-key.html": papers.key(handbook, drawn),
    }
    write_pages(folder, pages, pdf)
    save(sheet, text)
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
    filled, problems = sheets.read_sheet(str(path), text_of(path))
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
    text = text_of(path)
    found = sheets.ids_in(str(path), text) or draws.read_ids(text)
    if not set(found) & candidates(handbook, bank).keys():
        raise CannotRun(
            f'"{path}" names no question that we know. It should be a sheet, or a list of the ids of questions.'
        )
    return list(found)


def _refuse_published(output: Path, root: Path) -> None:
    if output.resolve().is_relative_to((root / "docs").resolve()):
        refuse(
            f'"{output}" lies below docs, and what stands there is published. Name another folder with --output.'
        )
