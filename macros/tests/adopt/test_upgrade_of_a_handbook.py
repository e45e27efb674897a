"""The command itself: a whole handbook with an old engine takes the wheel that is built from here."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner, Result

from handbook import cli
from handbook.adopt.migration import contract
from handbook.adopt.news import NEWS, news_between
from handbook.adopt.shell import SHELL, shell_files
from handbook.rules.edition import Edition, edition_without_git
from handbook.text.load import Folder, read_folder
from tests.adopt.wheels import NEW, NEW_SHELL, OLD_SHELL, OURS, company, git, write_wheel
from tests.faults import tree
from tests.judging import TODAY
from tests.places import PROJECT

TERM, PAGE = "docs/_facts/sales-book/terms.yml", "docs/company.md"


@pytest.fixture(scope="session")
def engine(wheel: dict[str, bytes]) -> dict[str, bytes]:
    """The engine's own code, as its wheel holds it."""
    return {
        name: data
        for name, data in wheel.items()
        if name.startswith("handbook/") and not name.startswith(SHELL)
    }


@pytest.fixture
def root(tmp_path: Path, good: Folder) -> Path:
    """The good handbook as it was before the contract was counted, with an old engine."""
    there = {**good.data, **good.outside, "checks/test_own.py": OURS["checks/test_own.py"]}
    # On a host that is not GitHub: its workflows were deleted, and stay away.
    there |= {path: OURS[path] for path in OLD_SHELL if not path.startswith(".github/")}
    words = "docs/_facts/vocabulary.yml"
    there[words] = there[words].partition(b"times:")[0]
    there[TERM] += b"rental_term: 36 months  # for all taps\n"
    there[PAGE] += b'\nA tap stays for {{ fact("terms.rental_term") }}.\n'
    # Its settings were filled in when it began; the engine keeps them with the places left open.
    shell = {**OLD_SHELL, "mkdocs.yml": shell_files()["mkdocs.yml"]}
    return company(tmp_path / "Our handbook", there, shell)


def run(root: Path, wheel: Path, *words: str) -> Result:
    return CliRunner().invoke(cli.app, ["upgrade", str(wheel), "--root", str(root), *words])


def judged(root: Path, documents: Path | None = None) -> Edition:
    return edition_without_git(read_folder(root, documents), TODAY)


def test_a_handbook_takes_the_new_engine_and_nothing_is_to_be_fixed(root, tmp_path, engine):
    assert judged(root).problems() != []
    new = write_wheel(tmp_path, NEW, NEW_SHELL, engine)
    done = run(root, new)
    assert (done.exit_code, done.stderr) == (3, "")
    assert "  README.md: keep what is right between" in done.stdout
    assert '"rental_term" moved from docs/_facts/sales-book/terms.yml' in done.stdout
    edition = judged(root)
    assert [problem.what for problem in edition.problems()] == []
    assert 'fact("times.rental-term.value")' in (root / PAGE).read_text()
    assert "value: 36 months  # for all taps\n" in (root / "docs/_facts/vocabulary.yml").read_text()


def test_it_is_the_new_engine_that_plans(root, tmp_path, engine):
    name = "handbook/adopt/news.py"
    told = engine[name].replace(
        b"The engine is one wheel", b"Only the new one says this: one wheel"
    )
    assert told != engine[name]
    (tmp_path / "a:b; c").mkdir()
    new = write_wheel(tmp_path / "a:b; c", NEW, NEW_SHELL, {**engine, name: told})
    done = run(root, new, "--dry-run")
    assert "Only the new one says this" in done.stdout


def test_a_new_engine_that_does_not_start_changes_nothing(root, tmp_path, engine):
    name = "handbook/adopt/upgrade.py"
    before = tree(root)
    broken = write_wheel(tmp_path, NEW, NEW_SHELL, {**engine, name: b"import not_there\n"})
    done = run(root, broken)
    assert done.exit_code == 1
    assert (
        "could not make its plan (ModuleNotFoundError: No module named 'not_there')" in done.stderr
    )
    assert tree(root) == before


def test_what_the_new_engine_refuses_is_one_line(root, tmp_path, engine):
    (root / "Makefile").write_text("in the middle of writing\n")
    done = run(root, write_wheel(tmp_path, NEW, NEW_SHELL, engine))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("Not upgraded. What you changed in Makefile is not committed")
    assert done.stderr.count("\n") == 1


def test_what_is_no_wheel_is_refused_before_anything_of_it_runs(root, tmp_path):
    (tmp_path / "notes.whl").write_text("hello")
    done = run(root, tmp_path / "notes.whl")
    assert done.exit_code == 2
    assert done.stderr.startswith('Not upgraded. "notes.whl" is')
    assert done.stderr.count("\n") == 1


def test_the_wheel_that_is_released_upgrades_a_handbook_that_has_it_all(root, tmp_path, wheel):
    shell = {
        name.removeprefix(SHELL): data for name, data in wheel.items() if name.startswith(SHELL)
    }
    new = tmp_path / next(
        f"{name.partition('.dist-info')[0]}-py3-none-any.whl"
        for name in wheel
        if ".dist-info" in name
    )
    with ZipFile(new, "w") as packed:
        for name, data in wheel.items():
            packed.writestr(name, data)
    done = run(root, new)
    assert done.exit_code == 3
    added = set(shell) - set(OLD_SHELL)
    theirs = ("docs/", "training/", "macros/own/")
    assert {path for path in added if not (root / path).exists()} == {
        path for path in added if path.startswith(theirs)
    }
    assert git(root, "status", "--porcelain", "docs").splitlines() == [
        " M docs/_facts/company.yml", " M docs/_facts/sales-book/terms.yml", " M docs/_facts/vocabulary.yml", " M docs/company.md",
    ]  # fmt: skip


PART = """\
id: cold-calls
title: Cold calls
tool: system
parts:
  - {id: cold-calls/opening, title: How we begin, answers: How do we begin?, guidance: Say the first sentence., headings: [words], ask: [Right?]}
"""


def test_a_new_part_of_the_contract_is_missing_and_says_what_to_write(root, tmp_path, engine):
    run(root, write_wheel(tmp_path, NEW, NEW_SHELL, engine))
    (tmp_path / "documents" / "cold_calls").mkdir(parents=True)
    (tmp_path / "documents/cold_calls/contract.yml").write_text(PART)
    parts = root / "docs/_facts/parts.yml"
    assert said_of_cold_calls(root, tmp_path) == [
        ("document-missing", "add it to docs/_facts/parts.yml, with its owner:")
    ]
    parts.write_text(f"{parts.read_text()}- id: cold-calls\n  state: complete\n  owner: seller\n")
    ((rule, fix),) = said_of_cold_calls(root, tmp_path)
    assert rule == "part-missing"
    assert "What belongs on it: upkeep/parts/#part-cold-calls-opening" in fix


def said_of_cold_calls(root: Path, engine: Path) -> list[tuple[str, str]]:
    problems = judged(root, engine / "documents").problems()
    return [(problem.rule, problem.fix) for problem in problems if "cold-calls" in f"{problem}"]


# --- which engine this is


def test_the_version_of_engine_and_contract():
    done = CliRunner().invoke(cli.app, ["version"])
    assert re.fullmatch(rf"engine [\d.]+, contract {contract()}\n", done.stdout)


def test_the_version_to_be_released_has_news():
    project = (PROJECT / "pyproject.toml").read_text()
    found = re.search(r'^version = "(.+)"$', project, re.MULTILINE)
    assert found
    assert found[1] in NEWS


def test_news_are_those_between_two_versions(monkeypatch):
    for version in list(NEWS):
        monkeypatch.delitem(NEWS, version)
    for version in ("1.2.0", "1.9.0", "1.10.0"):
        monkeypatch.setitem(NEWS, version, (f"News of {version}.",))
    assert list(news_between("1.2.0", "1.10.0")) == ["News of 1.9.0.", "News of 1.10.0."]
    assert list(news_between("1.10.0", "1.10.0")) == []
