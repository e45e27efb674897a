"""The command, and the spellings of a problem: what ends with which code, and what no page can
smuggle into a pull request.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner

from handbook import cli
from tests.places import GOOD, MACROS

PAGES = len(list((GOOD / "docs").rglob("*.md")))
TODAY = "2026-11-23"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the good handbook in a folder whose name has spaces, kept in git."""
    copied = copytree(GOOD, tmp_path / "Our sales handbook (2026)")
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"]
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], [*who, "commit", "-qm", "Begin"]):
        subprocess.run(["git", *words], cwd=copied, check=True, capture_output=True)
    return copied


def damage(folder: Path, path: str = "docs/index.md", more: str = "\n[prices](price.md)\n") -> None:
    with (folder / path).open("a", encoding="utf-8") as page:
        page.write(more)


def check(*words: str, day: str = TODAY):
    return CliRunner().invoke(cli.app, ["check", "--today", day, *words])


# --- how it ends


def test_nothing_to_fix_ends_with_0(folder):
    ran = check("--root", str(folder))
    assert (ran.exit_code, ran.stdout) == (0, f"Nothing to fix. {PAGES} pages are fine.\n")


def test_advice_alone_ends_with_0(folder):
    damage(folder, more="\nWe give 12 % off.\n")
    ran = check("--root", str(folder))
    assert ran.exit_code == 0
    assert ran.stdout.endswith(
        f"Nothing to fix. 1 piece of advice (does not stop this change). {PAGES} pages are fine.\n"
    )


def test_something_to_fix_ends_with_1_and_says_what(folder):
    damage(folder)
    ran = check("--root", str(folder))
    assert ran.exit_code == 1
    assert ran.stdout == (
        "docs/index.md, line 14\n"
        '  This line links to "price.md". There is no such page. Did you mean "sales-book/prices.md"?\n'
        "  To fix: change the link to:\n"
        "      [prices](sales-book/prices.md)\n"
        "  Why: upkeep/checks/#link-broken\n"
        "\n"
        f"1 thing to fix in 1 file. {PAGES - 1} pages are fine.\n"
    )


@pytest.mark.parametrize(
    "root",
    ["nowhere", "docs", "docs/index.md", ""],
    ids=["missing", "inside", "a file", "empty folder"],
)
def test_no_handbook_ends_with_2_and_one_line(folder, tmp_path, root):
    where = folder / root if root else tmp_path / "empty"
    (tmp_path / "empty").mkdir()
    ran = check("--root", str(where))
    assert ran.exit_code == 2
    assert ran.stdout == ""
    assert [line for line in ran.stderr.splitlines() if line.strip()] == [
        f'handbook: There is no handbook in "{where}": it has no folder "docs". Say where it is with --root.'
    ]


@pytest.mark.parametrize("day", ["tomorrow", "23.11.2026", "2026-02-30", "2026-13-01"])
def test_a_day_that_is_none_ends_with_2_and_one_line(folder, day):
    ran = check("--root", str(folder), day=day)
    assert ran.exit_code == 2
    lines = [line for line in ran.stderr.splitlines() if line.strip()]
    assert len(lines) == 1
    assert lines[0].startswith("handbook: ")


@pytest.mark.parametrize("base", ["nowhere", "--output=elsewhere"])
def test_a_base_that_is_not_there_ends_with_2_and_one_line(folder, base):
    """Otherwise a secret that a commit added and another took out would pass unseen."""
    result = check("--root", str(folder), f"--base={base}")
    assert result.exit_code == 2
    assert f'--base says "{base}", but' in result.stderr
    assert "Traceback" not in result.output
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("words", [["--format", "xml"], ["--rot", "."], ["more"]])
def test_a_word_that_the_command_does_not_know_ends_with_2(words):
    ran = check(*words)
    assert ran.exit_code == 2
    assert "Traceback" not in ran.output


def test_all_settings_and_facts_gone_still_says_what_to_do(folder):
    for path in [folder / "mkdocs.yml", *(folder / "docs" / "_facts").rglob("*.yml")]:
        path.unlink()
    ran = check("--root", str(folder))
    assert ran.exit_code == 1
    assert "There is no mkdocs.yml" in ran.stdout
    assert "Traceback" not in ran.output


# --- as people run it: another folder, spaces in the path, nothing written


def run(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(MACROS), **environment}
    environ.pop("GITHUB_STEP_SUMMARY", None)
    environ.update(environment)
    command = [sys.executable, "-B", "-m", "handbook.cli", "check", "--today", TODAY, *words]
    return subprocess.run(
        command, cwd=cwd, env=environ, capture_output=True, text=True, encoding="utf-8", check=False
    )


def everything_below(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def test_it_runs_from_any_folder_and_leaves_nothing_behind(folder, tmp_path):
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    before = everything_below(tmp_path)
    inside, outside = run(cwd=folder), run("--root", str(folder), cwd=elsewhere)
    assert (inside.returncode, inside.stderr) == (0, "")
    assert (outside.returncode, outside.stdout) == (0, inside.stdout)
    assert everything_below(tmp_path) == before


def test_a_narrow_terminal_and_a_plain_locale_do_not_matter(folder):
    damage(folder, more="\n[größer](prıce.md) and a long line " + "x" * 200 + "\n")
    wide = run(cwd=folder, COLUMNS="200", PYTHONUTF8="1")
    assert run(cwd=folder, COLUMNS="20", PYTHONUTF8="1").stdout == wide.stdout
    plain = run(cwd=folder, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii:backslashreplace")
    assert plain.returncode == 1
    assert "Traceback" not in plain.stderr


def test_judging_changes_neither_folder_nor_environment(folder, monkeypatch):
    monkeypatch.chdir(folder)
    where, environ = os.getcwd(), dict(os.environ)
    check()
    assert (os.getcwd(), dict(os.environ)) == (where, environ)


def test_json_of_a_handbook_says_line_and_column(folder):
    page, facts = folder / "docs/index.md", folder / "docs/_facts/company.yml"
    text = page.read_text(encoding="utf-8")
    page.write_text(
        text.replace("owner: ", "ownr: x\nowner: ", 1)
        + '\n\nA {{ pric("one") }} here.\n\nSee [it](nowhere/at-all.md).\n',
        encoding="utf-8",
    )
    company = facts.read_text(encoding="utf-8")
    value = re.search(r"(?m)^employees: (.*)$", company)
    assert value
    facts.write_text(company.replace(value[0], "employees: many people"), encoding="utf-8")
    found = json.loads(check("--root", str(folder), "--format", "json").stdout)
    for path, words in (
        (page, "ownr"), (page, "pric("), (page, "nowhere/at-all.md"), (facts, "many people"),
    ):  # fmt: skip
        lines = path.read_text(encoding="utf-8").split("\n")
        line = next(number for number, row in enumerate(lines, 1) if words in row)
        places = [
            (problem["line"], problem["column"])
            for problem in found
            if problem["path"] == path.relative_to(folder).as_posix()
        ]
        assert (line, lines[line - 1].index(words) + 1) in places, words


# --- in a job of GitHub


def test_github_format_prints_commands_and_writes_a_summary(folder, tmp_path, monkeypatch):
    damage(folder)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    ran = check("--root", str(folder), "--format", "github")
    assert ran.exit_code == 1
    assert ran.stdout.startswith(
        "::error file=docs/index.md,line=14,title=link-broken::This line links to"
    )
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert "1 thing to fix in 1 file." in summary
    assert "| docs/index.md, line 14 |" in summary


def test_a_page_cannot_give_commands_to_the_job(folder):
    damage(folder, more="\n[x](y%0A::add-mask::z.md)\n\n# ::stop-commands::a\n\n::error::not me\n")
    ran = check("--root", str(folder), "--format", "github")
    commands = [line for line in ran.stdout.splitlines() if line.startswith("::")]
    assert all(
        line.startswith(("::error file=docs/index.md,line=", "::notice file=docs/"))
        for line in commands
    )


def test_json_of_a_good_handbook_is_an_empty_list(folder):
    assert json.loads(check("--root", str(folder), "--format", "json").stdout) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["move"], "handbook move sales-book/prices.md"),
        (["move", "a.md", "b.md", "c.md"], "is too much here"),
        (["clean"], "handbook clean docs/"),
        (["checked"], "handbook checked ID-OF-A-QUESTION"),
        (["check", "docs/index.md"], "always reads everything"),
    ],
)
def test_arguments_that_do_not_fit_are_told_with_an_example(words, said):
    ran = CliRunner().invoke(cli.app, words, env={"COLUMNS": "300"})
    assert ran.exit_code == 2
    assert said in " ".join(re.sub(r"[│╭╮╰╯─]", " ", ran.stderr).split())


def test_the_page_of_help_names_every_command_with_its_own_first_words():
    page = " ".join(
        re.sub(
            r"[│╭╮╰╯─]", " ", CliRunner().invoke(cli.app, ["--help"], env={"COLUMNS": "300"}).stdout
        ).split()
    )
    for name in cli.COMMANDS:
        command = cli.Commands().get_command(None, name)
        assert command is not None
        first = " ".join((command.help or "").split("\n\n")[0].split())
        assert first
        assert f"{name} {first}" in page


def test_a_command_that_is_nearly_meant_is_named():
    ran = CliRunner().invoke(cli.app, ["stats"], env={"COLUMNS": "300"})
    assert ran.exit_code == 2
    assert "Did you mean 'status'" in ran.stderr


def test_help_loads_nothing_that_judges():
    code = "import sys; from handbook.cli import main; sys.argv = ['handbook', '--help']\ntry: main()\nfinally: print('pydantic' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(MACROS)}, capture_output=True, text=True)  # fmt: skip
    assert ran.stdout.splitlines()[-1] == "False"
