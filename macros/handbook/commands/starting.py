"""The command that makes a company's own repository: shell, facts, a page for each part."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from handbook.adopt.answers import Answers, example, read_answers
from handbook.adopt.start import ELSEWHERE, SETTINGS, Start
from handbook.adopt.wheel import WheelError
from handbook.commands.asking import asked
from handbook.commands.output import write
from handbook.commands.shell import Today, clock, refuse, text_of
from handbook.commands.upgraded import open_wheel
from handbook.facts.contract import PARTS
from handbook.problems.problem import as_text, counted
from handbook.text.git import GitError, ask
from handbook.text.load import LIBRARY, read_tree
from handbook.write.writer import Change, scratch

# What was answered, so that the command can be stopped and run again.
ANSWERS = "start.yml"


def start(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="The folder to make; it may be there.")
    ] = None,
    answers: Annotated[
        Path | None, typer.Option(help="A file of answers, instead of questions here.")
    ] = None,
    example_only: Annotated[
        bool, typer.Option("--example", help="Only print an example of the file of answers.")
    ] = False,
    wheel: Annotated[
        Path | None, typer.Option(help="The engine's wheel, a file that ends in .whl.")
    ] = None,
    begin_with: Annotated[
        str,
        typer.Option("--from", metavar="example", help="Begin with the example's text, marked."),
    ] = "",
    today: Today = "",
) -> None:
    """Make a company's own repository in DIR: the engine, the facts you answer, and a page for each
    part with what belongs on it.

    Without --answers it asks, and keeps each answer in DIR/start.yml, so that it can be stopped and
    run again. A file that is there already is never written over.
    """
    if example_only:
        typer.echo(example(), nl=False)
        return
    if folder is None:
        raise typer.BadParameter("name the folder, for instance: handbook start ../our-handbook")
    _refuse_other_handbooks(folder)
    text = text_of(answers) if answers else asked(folder / ANSWERS)
    known = _understood(str(answers or folder / ANSWERS), text)
    made = Start(known, _day(known, today), _example(begin_with) if begin_with else None)
    _refuse_faults(answers or folder / ANSWERS, made)
    _put(folder, {**made.files, ANSWERS: text.encode(), **_engine(folder, wheel)})
    _begin_history(folder, known.company.branch)
    _say_what_is_next(folder, made)


def _example(named: str) -> dict[str, bytes]:
    """The files of the example; ends with 1 where they are not beside the engine."""
    project = LIBRARY.parents[1]
    files = {f"docs/{path}": data for path, data in read_tree(project / "docs").items()}
    if named != "example" or PARTS not in files:
        refuse(
            "--from takes the word example, and works in the engine's own repository: the wheel "
            "holds no text of the example."
        )
    return {**files, SETTINGS: (project / SETTINGS).read_bytes()}


def _day(answers: Answers, today: str) -> date:
    """The day where the company is."""
    moment = clock(today)
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(ZoneInfo(answers.company.time_zone)).date()


def _refuse_other_handbooks(folder: Path) -> None:
    if (folder / "docs").exists() and not (folder / ANSWERS).is_file():
        refuse(
            f'"{folder}" holds a handbook, or another folder docs/, which was not started by this '
            "command. Name a new folder."
        )


def _understood(path: str, text: str) -> Answers:
    """The answers; ends with 1 and all that is wrong in them where they cannot be used."""
    found, problems = read_answers(path, text)
    if found is None or problems:
        typer.echo("\n".join(as_text(problem) for problem in problems))
        refuse("Nothing was made: mend the answers, and run the command again.")
    return found


def _refuse_faults(path: Path, made: Start) -> None:
    """Ends with 1 where the facts that follow from the answers have faults."""
    if made.faults:
        typer.echo("\n".join(as_text(problem) for problem in made.faults))
        refuse(
            f'Nothing was made: these files would follow from the answers. Mend "{path}", and run the '
            "command again."
        )


def _engine(folder: Path, wheel: Path | None) -> dict[str, bytes]:
    """The engine's wheel, where the folder has none yet: path → content."""
    if not wheel and any((folder / "macros").glob("*.whl")):
        return {}
    if wheel:
        try:
            return {f"macros/{wheel.name}": open_wheel(wheel).data}
        except WheelError as cannot:
            refuse(str(cannot))
    return _built()


def _built() -> dict[str, bytes]:
    """The wheel of the engine that is running; it can be built where its sources are."""
    project = LIBRARY.parents[1]
    if not (project / "pyproject.toml").is_file():
        refuse("Say where the engine's wheel is: --wheel macros/sales_handbook-….whl")
    with scratch() as made:
        build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made)]
        done = subprocess.run(build, cwd=project, check=False, capture_output=True, text=True)
        if done.returncode:
            refuse(f"The engine's wheel could not be built: {done.stderr.strip()[-300:]}")
        return {f"macros/{path.name}": path.read_bytes() for path in made.glob("*.whl")}


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write what is not there yet; what somebody changed since is named and left as it is."""
    new = {path: data for path, data in files.items() if not (folder / path).exists()}
    kept = [
        path
        for path, data in files.items()
        if path not in new and path != ANSWERS and (folder / path).read_bytes() != data
    ]
    write(folder, Change(new, expected=dict.fromkeys(new)))
    typer.echo(f'Written: {counted(len(new), "file")} in "{folder}".')
    for path in kept:
        typer.echo(f"Left as it is, because it was there: {path}")


def _begin_history(folder: Path, branch: str) -> None:
    """A history of their own, still without a commit; where git is missing, that is said."""
    if (folder / ".git").exists():
        return
    try:
        ask(folder, "init", "-q")
        ask(folder, "symbolic-ref", "HEAD", f"refs/heads/{branch}")
    except GitError as without:
        typer.echo(f"No history was begun: {without.reason}. To fix: {without.fix}", err=True)


def _say_what_is_next(folder: Path, made: Start) -> None:
    pages, places = made.to_write
    typer.echo(
        f"To write: {counted(pages, 'page')} with {counted(places, 'place')} that say so. "
        "docs/_facts/parts.yml says which documents are begun."
    )
    if made.answers.host != "github":
        typer.echo(" ".join(f"Your host is not GitHub{ELSEWHERE}".split()))
    typer.echo(
        f"Next:\n  cd {shlex.quote(str(folder))}\n"
        "  git add -A && git commit -m 'Start our handbook'\n  make serve"
    )
