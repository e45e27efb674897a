"""The command that marks sheets: what it ends with, what it says, and that it keeps nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from handbook.cli import app
from handbook.rules.edition import Edition
from handbook.text.load import Folder
from tests.bank import files, numbered
from tests.documents.training.sheets import dated, filled


@pytest.fixture
def root(tmp_path: Path, good: Folder, book: Edition) -> Path:
    for path, data in {**good.data, **files(numbered(book, 20))}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return tmp_path


def grade(root: Path, **texts: str):
    paths = []
    for name, text in texts.items():
        paths.append(str(root / f"{name}.yml"))
        (root / f"{name}.yml").write_text(text)
    return CliRunner().invoke(app, ["grade", *paths, "--root", str(root), "--today", "2026-11-23"])


def test_command_ends_with_what_was_found(root, exam):
    passed, failed, odd = filled(exam), filled(exam, 9), filled(exam, _1="f")
    assert grade(root, one=passed).exit_code == 0
    assert grade(root, one=failed).exit_code == 1
    assert grade(root, one=odd).exit_code == 2
    several = grade(root, one=passed, two=failed, three=odd)
    assert several.exit_code == 2
    assert "Passed: 20 of 20 right, 16 are needed (80 %)." in several.output
    assert "Not passed: 11 of 20 right" in several.output
    assert "a letter from a to e" in several.output
    assert "so 28 more" in several.output
    assert grade(root, one=passed, two=failed).exit_code == 1


def test_command_takes_a_folder_of_sheets(root, exam):
    folder = root / "sheets"
    folder.mkdir()
    done = CliRunner().invoke(
        app, ["grade", str(folder), "--root", str(root), "--today", "2026-11-23"]
    )
    assert done.exit_code == 2
    assert "there is no sheet in" in done.output
    (folder / "one-sheet.yml").write_text(dated(filled(exam), "2025-10-23"))
    (folder / "one-key.html").write_text("<p>")
    done = CliRunner().invoke(
        app, ["grade", str(folder), "--root", str(root), "--today", "2026-11-23"]
    )
    assert done.exit_code == 0
    assert (
        "n-1, seller: passed on 23 October 2025, to be taken again by 23 October 2026  <- overdue for 31 days"
        in done.output
    )


@pytest.mark.parametrize("written", ["soon", "2026-13-01", "[2026-01-01]"])
def test_a_day_that_is_none_is_said(root, exam, written):
    done = grade(root, one=dated(filled(exam), written))
    assert done.exit_code == 2
    assert "taken_on" in done.output


@pytest.mark.parametrize("text", ["", "- a\n", "code: n-1\n", "stem: [", "\x00"])
def test_what_is_no_sheet_is_said_and_not_judged(root, text):
    done = grade(root, one=text)
    assert done.exit_code == 2
    assert "one.yml" in done.output
    assert "Traceback" not in done.output


def test_a_role_that_is_gone_is_said(root, exam):
    done = grade(root, one=filled(exam).replace("role: seller", "role: baker"))
    assert done.exit_code == 2
    assert 'no learning path for "baker"' in done.output


def test_nothing_is_kept(root, exam):
    before = {path for path in root.rglob("*") if path.is_file()}
    grade(root, one=filled(exam))
    assert {path for path in root.rglob("*") if path.is_file()} - before == {root / "one.yml"}
