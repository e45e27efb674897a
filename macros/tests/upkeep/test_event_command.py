"""`handbook review --from-event`, as the workflow runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from handbook.cli import app
from handbook.text.load import read_folder
from tests.places import GOOD
from tests.sending import FOUND, LIFE, PAGE, TEAMS, event, sent, states_of


def run(tmp_path: Path, made: object, *more: str) -> Any:
    report, teams = tmp_path / "event.json", tmp_path / "teams.json"
    report.write_text(json.dumps(made), encoding="utf-8")
    teams.write_text(json.dumps(TEAMS), encoding="utf-8")
    words = [
        "review",
        "--from-event",
        str(report),
        "--teams",
        str(teams),
        "--today",
        "2026-11-23",
        *more,
    ]
    return CliRunner().invoke(app, words)


@pytest.fixture
def root(tmp_path) -> Path:
    top = tmp_path / "handbook"
    for path, data in read_folder(GOOD).data.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_bytes(data)
    return top


def test_the_command_writes_what_was_accepted(tmp_path, root):
    states = states_of(read_folder(root))
    done = run(tmp_path, sent(states), "--root", str(root))
    assert (done.exit_code, done.stderr) == (0, "")
    said = json.loads(done.stdout)
    assert said["accepted"]
    assert said["path"].startswith(LIFE)
    assert (
        (root / said["path"])
        .read_text(encoding="utf-8")
        .startswith("step: reviewed\non: 2026-11-23\nby: sales-director\n")
    )


def test_the_command_writes_nothing_that_was_refused(tmp_path, root):
    done = run(tmp_path, event("review-opened"), "--root", str(root))
    assert done.exit_code == 0
    assert json.loads(done.stdout) | {"answer": ""} == {
        "accepted": False,
        "answer": "",
        "path": None,
    }
    assert not (root / LIFE).exists()


def test_the_command_prints_one_line_that_starts_no_command_of_the_runner(tmp_path, root):
    made = event("dispute-opened")
    made["issue"]["body"] = "### Page\n\n::stop-commands::x\n\n::add-mask::y %0A"
    done = run(tmp_path, made, "--root", str(root))
    assert done.stdout.count("\n") == 1
    assert done.stdout.startswith('{"accepted": false, ')
    assert done.stdout.isascii()


@pytest.mark.parametrize("made", [{}, [], event("plain-issue-opened")])
def test_the_command_ends_with_2_when_it_is_no_form(tmp_path, root, made):
    done = run(tmp_path, made, "--root", str(root))
    assert done.exit_code == 2
    assert done.stderr.startswith("handbook: ")
    assert "Traceback" not in done.stderr


def test_a_form_and_pages_do_not_go_together(tmp_path, root):
    assert run(tmp_path, {}, "--root", str(root), "company.md").exit_code == 2


def test_the_manual_way_stays(root):
    words = [
        "review",
        PAGE,
        "--by",
        "sales-director",
        "--found",
        FOUND,
        "--root",
        str(root),
        "--today",
        "2026-11-23",
    ]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert CliRunner().invoke(app, ["review", "--root", str(root)]).exit_code == 2


def test_a_report_of_50_mb_is_refused_without_reading_it(tmp_path, root):
    report = tmp_path / "event.json"
    with report.open("wb") as file:
        file.truncate(50 * 2**20)
    words = ["review", "--from-event", str(report), "--root", str(root)]
    done = CliRunner().invoke(app, words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f'handbook: "{report}" is 50.0 MiB large; at most 2 MiB are read.\n'


@pytest.mark.parametrize("made", ["[" * 200_000, '{"a":' * 200_000, "1" * 200_000])
def test_a_report_nested_without_end_is_no_report(tmp_path, root, made):
    report = tmp_path / "event.json"
    report.write_text(made, encoding="utf-8")
    done = CliRunner().invoke(app, ["review", "--from-event", str(report), "--root", str(root)])
    assert (done.exit_code, done.stderr) == (
        2,
        "handbook: event.json is missing or holds no JSON\n",
    )


def test_a_sheet_of_50_mb_is_refused_without_reading_it(tmp_path, root):
    sheet = tmp_path / "sheet.yml"
    with sheet.open("wb") as file:
        file.truncate(50 * 2**20)
    done = CliRunner().invoke(app, ["grade", str(sheet), "--root", str(root)])
    assert done.exit_code == 2
    assert done.stderr == f'handbook: "{sheet}" is 50.0 MiB large; at most 2 MiB are read.\n'
