"""The command that draws a test: its three files, its seed, and what it refuses; and the one that
judges the bank.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from handbook.cli import app
from handbook.documents.training.admission.sheet import ids_in
from handbook.documents.training.facts import Question
from handbook.rules.edition import Edition, edition_without_git
from handbook.text.load import Folder, read_folder
from tests.bank import FOLDER, edition, files, numbered


@pytest.fixture
def root(tmp_path: Path, good: Folder, book: Edition) -> Path:
    """The good handbook with a bank, as a folder."""
    for path, data in {**good.data, **files(numbered(book, 20))}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return tmp_path


def run(root: Path, *words: str, env: dict[str, str] | None = None):
    return CliRunner().invoke(app, [*words, "--root", str(root), "--today", "2026-11-23"], env=env)


def drawn(root: Path, *words: str, env: dict[str, str] | None = None):
    return run(root, "exam", "seller", "--for", "n-1", "-o", str(root / "exams"), *words, env=env)


def test_command_writes_three_files_with_the_same_bytes_each_time(root):
    done = drawn(root, "--seed", "7")
    assert done.exit_code == 0, done.output
    written = {path.name: path.read_bytes() for path in (root / "exams").iterdir()}
    assert sorted(written) == [
        "n-1-seller-7-key.html",
        "n-1-seller-7-paper.html",
        "n-1-seller-7-sheet.yml",
    ]
    assert "20 questions, seed 7, version " in done.output
    assert "choose Print" in done.output
    assert drawn(root, "--seed", "7").exit_code == 0
    assert {path.name: path.read_bytes() for path in (root / "exams").iterdir()} == written


def test_command_chooses_a_seed_and_says_it(root):
    said = re.search(r"seed (\d+)", drawn(root).output)
    assert said
    assert (root / "exams" / f"n-1-seller-{said[1]}-sheet.yml").is_file()


def test_command_never_writes_over_a_sheet_that_is_filled_in(root):
    drawn(root, "--seed", "7")
    sheet = root / "exams" / "n-1-seller-7-sheet.yml"
    sheet.write_text(sheet.read_text().replace("answer:\n", "answer: b\n", 1))
    done = drawn(root, "--seed", "7")
    assert done.exit_code == 1
    assert "perhaps filled in" in done.output
    assert "answer: b" in sheet.read_text()


def test_command_leaves_out_what_the_last_sheet_asked(root):
    drawn(root, "--seed", "7")
    sheet = root / "exams" / "n-1-seller-7-sheet.yml"
    practised = root / "practised.txt"
    practised.write_text("goes-on\n")
    done = drawn(root, "--seed", "8", "--last", str(sheet), "--last", str(practised))
    assert done.exit_code == 0, done.output
    second = ids_in("", (root / "exams" / "n-1-seller-8-sheet.yml").read_text())
    assert not {*ids_in("", sheet.read_text()), "goes-on"} & set(second)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--last", "{root}/mkdocs.yml"], 2, "names no question that we know"),
        (["--last", "{root}/nothing.yml"], 2, "is missing, or is no text"),
        (["--bank", "{root}/nothing"], 2, "There is no folder"),
        (["--bank", "{root}/docs/_facts/training/questions"], 2, "everything there is published"),
        (["-o", "{root}/docs/exams"], 1, "everything there is published"),
    ],
)
def test_command_refuses_what_would_be_no_use_or_a_leak(root, words, code, says):
    done = drawn(root, "--seed", "7", *(word.format(root=root) for word in words))
    assert done.exit_code == code, done.output
    assert says in " ".join(done.output.split())
    assert not list((root / "docs").rglob("*-key.html"))


def test_another_folder_holds_the_bank_if_it_is_named(root):
    (root / FOLDER).rename(root / "kept-elsewhere")
    assert "20 of them also stand on the site" in drawn(root, "--seed", "7").output
    for env in (None, {"HANDBOOK_ADMISSION": str(root / "kept-elsewhere")}):
        done = drawn(
            root,
            "--seed",
            "7",
            "-o",
            str(root / "other"),
            *(() if env else ("--bank", str(root / "kept-elsewhere"))),
            env=env,
        )
        assert done.exit_code == 0, done.output
        assert "1 of them also stands on the site" in done.output


def test_bank_is_read_by_no_site(root):
    opened_there = edition_without_git(read_folder(root), edition(Folder()).handbook.today)
    assert not [path for path in opened_there.handbook.texts if path.startswith("training")]
    assert not [
        item.id for item in opened_there.handbook.facts[Question] if item.id.startswith("bank-")
    ]


@pytest.mark.parametrize("format", ["text", "json", "github"])
def test_command_judges_the_bank(root, format):
    assert run(root, "bank", "--format", format).exit_code == 0
    (root / FOLDER / "bank-stages-1.yml").unlink()
    (root / FOLDER / "bank-stages-2.yml").write_text("stem: [")
    done = run(root, "bank", "--format", format)
    assert done.exit_code == 1
    assert "bank-stages-2.yml" in done.output
    if format == "json":
        assert [load["rule"] for load in json.loads(done.output)] == ["yaml-unreadable"]
