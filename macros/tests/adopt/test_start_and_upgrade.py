"""A company that has started takes a newer engine, after a year of work of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from handbook.adopt.migration import contract
from handbook.adopt.shell import shell_files
from handbook.cli import app
from handbook.problems.problem import as_text
from handbook.rules.edition import edition_without_git
from handbook.text import load
from handbook.text.load import read_folder
from tests.adopt.wheels import commit, git, upgrade, wheel_name, write_wheel
from tests.faults import fill
from tests.judging import TODAY
from tests.places import TESTS

OLD, NEW = "1.0.0", "1.1.0"
# What the company has done in its year: each text, and what it became.
OURS = {
    "Makefile": ("help: ##", "ours: ## what we do\n\techo ours\n\nhelp: ##"),
    "mkdocs.yml": ("docs_dir: docs", "docs_dir: docs\n# Ours alone."),
    "docs/index.md": ("# ", "# At ours: "),
    "docs/_facts/company.yml": ("adopted_on:", "# Since we began.\nadopted_on:"),
}
# And what the new engine brings.
THEIRS = {
    "Makefile": ("rm -rf .venv", "rm -rf .cache .venv"),
    "mkdocs.yml": ("font: false", "font: false  # as before"),
    ".github/workflows/check.yml": ("name: Check", "name: Check it"),
    "checks/test_pages.py": ("import pytest", "import pytest  # new"),
}


def replaced(text: str, old: str, new: str) -> str:
    assert text.count(old) >= 1
    return text.replace(old, new, 1)


@pytest.fixture(autouse=True)
def _with_the_engine_s_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "DOCUMENTS", load.LIBRARY / "documents")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The wholesaler's repository after a year."""
    wheel = write_wheel(tmp_path, OLD, shell_files())
    root, answers = tmp_path / "ours", TESTS / "adopt" / "wholesaler.yml"
    words = ["start", str(root), "--answers", str(answers), "--wheel", str(wheel)]
    done = CliRunner().invoke(app, [*words, "--today", TODAY.isoformat()])
    assert done.exit_code == 0, done.output
    for path, (old, new) in OURS.items():
        text = (root / path).read_text("utf-8")
        fill(root, {path: replaced(text, old, new).encode()})
    fill(root, {"macros/own/desk/facts.py": b"# ours\n", "checks/test_ours.py": b"ours = 1\n"})
    commit(root)
    return root


def test_nothing_of_theirs_is_lost_and_nothing_is_to_be_fixed(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = dict(shell_files())
    for path, (old, new) in THEIRS.items():
        shell[path] = replaced(shell[path].decode(), old, new).encode()
    assert upgrade(root, write_wheel(tmp_path, NEW, shell)) == 0, capsys.readouterr()
    changed = {line[3:] for line in git(root, "status", "--porcelain").splitlines()}
    wheels = {f"macros/{wheel_name(version)}" for version in (OLD, NEW)}
    assert changed == {*THEIRS, *wheels}
    for path, (_, new) in [*OURS.items(), *THEIRS.items()]:
        assert new in (root / path).read_text("utf-8")
    problems = edition_without_git(read_folder(root), TODAY).problems()
    assert [as_text(problem) for problem in problems if problem.severity == "must"] == []


def test_a_company_starts_with_the_contract_of_its_engine(root: Path) -> None:
    facts = (root / "docs/_facts/company.yml").read_text("utf-8")
    assert f"contract: {contract()}\n" in facts
