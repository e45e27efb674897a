"""What an editor sees when the checks fail: those of the folder `checks/` that every company gets,
run as they run them, on handbooks that stand here.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest

from tests.places import GOOD, PROJECT

SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
WHEEL = SETTINGS["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
CHECKS = [str(PROJECT / path) for path in WHEEL if path.startswith("checks/test_")]


@dataclass
class Run:
    """The exit code, all that is printed, and the summary of the job."""

    code: int
    said: str
    summary: str


def run(root: Path, *more: str) -> Run:
    """The checks of a handbook, run from another folder as GitHub runs them."""
    known = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GITHUB_", "PYTEST_"))
    }
    summary = root.parent / "summary.md"
    ours = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary), "HANDBOOK_NO_SKIPS": "1"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        *CHECKS,
        "--root",
        root.name,
    ]
    done = subprocess.run(
        [*command, "--today", "2026-11-23", *more],
        cwd=root.parent, env={**known, **ours}, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    written = summary.read_text(encoding="utf-8") if summary.exists() else ""
    return Run(done.returncode, done.stdout + done.stderr, written)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def spoil(root: Path) -> None:
    """Four things to fix, one of each kind: a fact, a page, a file, a setting."""
    (root / "docs/_facts/sales-book/zebra.yml").write_text("a: b\n", encoding="utf-8")
    change(root / "docs/index.md", "owner:", "ownr: sales\nowner:")
    (root / "docs/prices.xlsx").write_text("", encoding="utf-8")
    change(root / "mkdocs.yml", "docs_dir: docs", "docs_dir: docs\nhooks: []")


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The checks of a spoiled handbook, in a folder whose name has a space."""
    root = Path(copytree(GOOD, tmp_path_factory.mktemp("checks") / "our handbook"))
    spoil(root)
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    return run(root)


def test_each_problem_fails_one_check(spoiled):
    assert spoiled.code == 1
    assert re.findall(r"^_+ (test_\S+) _+$", spoiled.said, re.MULTILINE) == [
        "test_facts_are_right[_facts/sales-book/zebra.yml]",
        "test_page_keeps_its_promises[index.md]",
        "test_site_is_set_up_safely[setting-refused]",
        "test_file_may_be_published[prices.xlsx]",
    ]
    assert "4 things to fix in 4 files." in spoiled.said


def test_nothing_but_messages_is_printed(spoiled):
    said = [
        noise
        for noise in ("Traceback", "assert", "conftest", ".py:", "Error", "skipped")
        if noise in spoiled.said
    ]
    assert said == []


def test_each_problem_stands_once_on_its_line_of_the_pull_request(spoiled):
    marks = re.findall(r"^::error file=([^,:]+)", spoiled.said, re.MULTILINE)
    assert marks == [
        "docs/_facts/sales-book/zebra.yml",
        "docs/index.md",
        "docs/prices.xlsx",
        "mkdocs.yml",
    ]
    assert spoiled.summary.count("\n| ") == 2 + len(marks)


def test_what_cannot_be_judged_is_said_in_a_line(tmp_path):
    nowhere = run(tmp_path / "nowhere")
    assert nowhere.code == pytest.ExitCode.USAGE_ERROR
    assert 'There is no handbook in "' in nowhere.said
    assert len(nowhere.said.strip().splitlines()) == 1


def test_where_only_the_site_is_asked_about_all_that_is_wrong_is_counted(tmp_path):
    root = Path(copytree(GOOD, tmp_path / "ours"))
    spoil(root)
    (root / "site").mkdir()
    (root / "site/index.html").write_text("<title>Home</title>", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    done = run(root, "--site", "ours/site", "-m", "site and not long")
    assert done.code == 1
    assert "zebra" not in done.said
    of_site = re.findall(r"^::error file=.*title=site-", done.said, re.MULTILINE)
    assert of_site
    assert f"{len(of_site) + 4} things to fix in" in done.said
