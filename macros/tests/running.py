"""Every command that writes, with what it needs, for tests of faults: a handbook with questions, a
site and a form.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner, Result

from handbook.cli import app
from handbook.commands import shell
from handbook.rules.edition import Edition
from handbook.site.redirects import MARK
from handbook.text.load import Folder
from tests import judging
from tests.bank import edition, files, numbered
from tests.places import TESTS

TODAY = "2026-11-23"
EVENTS = TESTS / "events"
FOUND = "The limit for dealers was 8 %, it is 10 % since October; corrected."
COMMANDS: dict[str, list[str]] = {
    "move": ["move", "training.md", "learn/first-month.md"],
    "review": ["review", "training.md", "--by", "sales-director", "--found", FOUND],
    "review of two pages": [
        "review",
        "training.md",
        "hiring.md",
        "--by",
        "sales-director",
        "--found",
        FOUND,
    ],
    "record": ["record", "hiring.md", "--step", "drafted", "--by", "seller"],
    "form": ["review", "--from-event", "event.json"],
    "checked": ["checked", "bank-stages-1", "goes-on"],
    "redirects": ["redirects", "--site", "site"],
    "workbook": ["workbook", "--output", "customers.xlsx", "--overwrite"],
    "kit": ["kit", "seller"],
    "pack": ["pack", "seller"],
    "exam": ["exam", "seller", "--for", "n-1", "--seed", "7"],
    "codeowners": ["codeowners"],
    "settings": ["settings"],
    "summary": ["check", "--format", "github"],
}
DAYLESS = ("move", "redirects", "codeowners", "settings")
# A day is part of the workbook and of nothing else that is not asked for with --today.
FIXED = {"SOURCE_DATE_EPOCH": "1795392000", "GITHUB_STEP_SUMMARY": "summary.md"}


def handbook_in(folder: Path, good: Folder) -> Path:
    """The good handbook as a folder, with a bank of questions, the beginnings of a site, and a form
    that was sent.
    """
    there = {**good.data, **files(numbered(edition(good), 20))}
    there["event.json"] = (EVENTS / "dispute-opened.json").read_bytes()
    there["site/index.html"] = b"<title>Home</title>"
    there["site/price-list/index.html"] = f"<p>an older one {MARK}</p>".encode()
    there["summary.md"] = b"# What the job did before\n"
    there["customers.xlsx"] = b"an older workbook"
    for path, data in there.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def fresh(first: Path, place: Path) -> Path:
    """A folder like the first one. They share their files: what a command writes is put in the
    place of a file, and goes into none. Only the summary of a job is added to.
    """
    copytree(first, place, symlinks=True, copy_function=os.link)
    summary = place / "summary.md"
    text = summary.read_bytes()
    summary.unlink()
    summary.write_bytes(text)
    return place


def run(root: Path, words: list[str]) -> Result:
    """The command in that folder, on the day of the tests. Run again in a folder with the same
    bytes, it writes all anew and only reads nothing twice.
    """
    with _in_folder(root), pytest.MonkeyPatch.context() as patch:
        patch.setattr(shell, "edition_without_git", _read_once)
        day = [] if words[0] in DAYLESS else ["--today", TODAY]
        return CliRunner().invoke(app, [*words, *day], env=FIXED)


def _read_once(folder: Folder, clock: date | datetime) -> Edition:
    return judging.edition(folder, judging.TODAY if isinstance(clock, datetime) else clock)


@contextmanager
def _in_folder(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


# Commands that write in ways of their own: several files, a record, a program's file, a settings
# copy.
SAMPLE = ("move", "review", "workbook", "settings")
each_command = pytest.mark.parametrize("name", COMMANDS)
# The same where a command is run once for each of its steps: a sample, and all where nothing is
# left out.
each_command_stepwise = pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name in SAMPLE else pytest.mark.slow) for name in COMMANDS],
)
