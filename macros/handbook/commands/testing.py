"""The commands of the written test before admission: draw, mark, look through the bank, and note
that questions were checked.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from handbook.commands.checking import Format
from handbook.commands.output import refuse_published, write
from handbook.commands.paper import AsPdf, Output, write_papers
from handbook.commands.shell import Root, Today, edition_in, refuse, text_of, to_write
from handbook.documents.training import exam as papers
from handbook.documents.training.admission import draw as draws
from handbook.documents.training.admission import mark as marks
from handbook.documents.training.admission import sheet as sheets
from handbook.documents.training.admission.bank import Bank, candidates, read_bank
from handbook.documents.training.admission.checks import problems as bank_problems
from handbook.documents.training.admission.renewal import renewals_text
from handbook.documents.training.admission.statistics import statistics_text
from handbook.documents.training.facts import Question
from handbook.documents.training.questions import as_checked, read_now
from handbook.facts.scalars import ScalarError
from handbook.handbook import Handbook
from handbook.problems.problem import as_github, as_json, as_text, counted, did_you_mean
from handbook.rules.causes import told_once
from handbook.show.shown import Shown
from handbook.text.load import FolderError
from handbook.text.load import read_bank as bank_files
from handbook.upkeep.review import MOST_PAGES
from handbook.write.writer import Change

BankFolder = Annotated[
    str,
    typer.Option(
        "--bank",
        envvar="HANDBOOK_ADMISSION",
        help="Where the admission questions are, if not in training/admission.",
    ),
]


def exam(
    role: Annotated[str, typer.Argument(help="The role that is tested, for instance seller.")],
    code: Annotated[
        str, typer.Option("--for", help="A code for the person, never a name: n-2026-4.")
    ],
    seed: Annotated[
        int | None,
        typer.Option(
            min=0, max=draws.HIGHEST_SEED, help="Draw the same test again; without it, another one."
        ),
    ] = None,
    last: Annotated[
        list[Path] | None,
        typer.Option(
            help="A sheet of an earlier try, or a list of practice questions: none of them is drawn. "
            "Once for each."
        ),
    ] = None,
    bank: BankFolder = "",
    output: Output = Path("exams"),
    pdf: AsPdf = False,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Draw the test before admission of a role: a paper to print, a key for the person who marks, a
    sheet to fill in.

    Equal questions, seed and --last give an equal test, byte for byte. Nothing is kept: the three
    files are all there is.
    """
    try:
        code = draws.read_code(code)
    except ScalarError as wrong:
        raise typer.BadParameter(
            f'"{code}" should be {wrong.expected}, for instance {draws.EXAMPLE_CODE}.'
        ) from None
    seed = secrets.randbelow(draws.HIGHEST_SEED + 1) if seed is None else seed
    with edition_in(root, today) as edition:
        refuse_published(output, root, edition.handbook.site)  # before anything is told of the bank
        handbook, questions = edition.handbook, _read_bank(root, bank)
        used = {id_ for path in last or [] for id_ in _last_ids(handbook, questions, path)}
    try:
        drawn = draws.draw(edition.shown, questions, role, code, seed, used)
    except draws.DrawError as cannot:
        refuse(*cannot.reasons)
    _write_exam(handbook, drawn, output, pdf, root)


def grade(
    sheet: Annotated[
        list[Path],
        typer.Argument(
            help="Sheets that handbook exam wrote and somebody filled in, or a folder of them."
        ),
    ],
    bank: BankFolder = "",
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Mark sheets by the key of today, and say what has changed since they were drawn; from thirty
    on, also of the questions.

    After them it lists whose admission runs out: by code and role, the day of the last test that
    was passed and the day by which it is taken again, overdue ones first. Only sheets with a day
    behind "taken_on:" count for that list.

    Ends with 0 if all passed, with 1 if one did not, with 2 if one could not be judged. Nothing is
    kept and nothing is sent.
    """
    with edition_in(root, today) as edition:
        handbook, questions = edition.handbook, _read_bank(root, bank)
    paths = [path for named in sheet for path in _sheets_in(named)]
    marked = [_grade(handbook, questions, path) for path in paths]
    results = [result for result in marked if result is not None]
    if said := renewals_text(handbook, results):
        typer.echo(f"\n{said}")
    if len(paths) > 1:
        typer.echo(f"\n{statistics_text(results)}")
    verdicts = {result.verdict for result in results}
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
    """Say what must be fixed in the admission questions: judges, pass marks, how many there are.
    Ends like handbook check.
    """
    with edition_in(root, today) as edition:
        questions = read_bank(*bank_files(root, bank))
        problems = told_once(edition.handbook, bank_problems(edition.shown, questions), {})
    spell = {Format.text: as_text, Format.github: as_github}
    if format is Format.json:
        typer.echo(as_json(problems))
    else:
        for problem in problems:
            typer.echo(spell[format](problem))
        must = sum(problem.severity == "must" for problem in problems)
        typer.echo(
            f"{counted(must, 'thing')} to fix in a bank of "
            f"{counted(len(questions.questions), 'question')}."
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
    """Write down that questions were checked against their pages as these stand now: at most ten at
    a time.
    """
    if len(question) > MOST_PAGES:
        refuse(
            f"{len(question)} questions in one go are not read but waved through; at most "
            f"{MOST_PAGES} at a time."
        )
    shown = to_write(root, today).shown
    handbook = shown.handbook
    name, data = bank_files(root, bank)
    known = candidates(handbook, _told(read_bank(name, data)))
    found = [_known(known, named) for named in dict.fromkeys(question)]
    new = _checked_now(shown, found, {**handbook.data, **data})
    _write_where_they_are(new, {**handbook.data, **data}, name, root, Path(bank) if bank else None)
    for path in new:
        typer.echo(f"Written to {path}: checked on {handbook.today.isoformat()}.")


def _known(known: dict[str, Question], named: str) -> Question:
    if named not in known:
        refuse(f'There is no question "{named}".{did_you_mean(named, list(known))}')
    return known[named]


def _checked_now(
    shown: Shown, questions: list[Question], data: Mapping[str, bytes]
) -> dict[str, str]:
    """The files of questions (path → text) with today's day and what their sections say today."""
    new: dict[str, str] = {}
    for question in questions:
        path, read = question.at().path, read_now(shown, question)
        if read is None:
            refuse(
                f'{path}: the page or heading that answers "{question.id}" is not there; name it '
                "first."
            )
        new[path] = as_checked(new.get(path) or data[path].decode(), read, shown.handbook.today)
    return new


def _write_where_they_are(
    new: dict[str, str], read: Mapping[str, bytes], bank: str, root: Path, folder: Path | None
) -> None:
    """Write the files of questions: those of the handbook, and those of a bank that is kept in
    another folder.
    """
    apart = {path for path in new if folder and path.startswith(f"{bank}/")}
    inner = {path: text for path, text in new.items() if path not in apart}
    outer = {path.removeprefix(f"{bank}/"): text for path, text in new.items() if path in apart}
    if inner:
        write(root, Change(inner, expected={path: read[path] for path in inner}))
    if folder and outer:
        write(folder, Change(outer, expected={name: read[f"{bank}/{name}"] for name in outer}))


def _read_bank(root: Path, folder: str) -> Bank:
    """The bank in its folder."""
    return _told(read_bank(*bank_files(root, folder)))


def _told(bank: Bank) -> Bank:
    """What could not be read of a bank is said, because its questions are missing from what
    follows.
    """
    for problem in bank.problems:
        typer.echo(as_text(problem), err=True)
    return bank


def _write_exam(handbook: Handbook, drawn: draws.Exam, folder: Path, pdf: bool, root: Path) -> None:
    name = f"{drawn.code}-{drawn.path.id}-{drawn.seed}"  # .gitignore knows these names
    sheet = f"{name}-sheet.yml"
    pages = {
        f"{name}-paper.html": papers.paper(handbook, drawn),
        f"{name}-key.html": papers.key(handbook, drawn),
    }
    write_papers(folder, pages, pdf, root, handbook.site, {sheet: sheets.sheet_text(drawn)})
    typer.echo(
        f"{len(drawn.questions)} questions, seed {drawn.seed}, version {drawn.version}. Fill in the "
        f"answers: {folder / sheet}"
    )
    if drawn.practice:
        typer.echo(
            f"{counted(drawn.practice, 'of them also stands', 'of them also stand')} on the site "
            "for practice, with the answer."
        )


def _sheets_in(named: Path) -> list[Path]:
    """A sheet as it is named; of a folder, every sheet that lies in it. Ends with 2 where a folder
    holds none.
    """
    if not named.is_dir():
        return [named]
    found = sorted(named.glob("*.yml"))
    if not found:
        typer.echo(
            f'handbook: there is no sheet in "{named}"; they are the files that end in .yml.',
            err=True,
        )
        raise typer.Exit(2)
    return found


def _grade(handbook: Handbook, bank: Bank, path: Path) -> marks.MarkedSheet | None:
    """A sheet, marked and told; None where it could not be read."""
    filled, problems = sheets.read_sheet(str(path), text_of(path))
    for problem in problems:
        typer.echo(as_text(problem))
    if filled is None:
        return None
    try:
        result = marks.mark(handbook, bank, filled)
    except draws.DrawError as cannot:
        typer.echo(f"{path}: {cannot}", err=True)
        return None
    typer.echo(marks.as_text(handbook, result, str(path)))
    return result


def _last_ids(handbook: Handbook, bank: Bank, path: Path) -> list[str]:
    """The questions of an earlier try. Ends with 2 where none of them is known: it would be no use,
    and look like one.
    """
    text = text_of(path)
    found = sheets.ids_in(str(path), text) or draws.read_ids(text)
    if not set(found) & candidates(handbook, bank).keys():
        raise FolderError(
            f'"{path}" names no question that we know. It should be a sheet, or a list of the ids '
            "of questions."
        )
    return list(found)
