"""A document can be left out: the rest of the engine works, and what refers to it says so once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from tests.places import GOOD, MACROS

LIBRARY = MACROS / "handbook"
LEFT_OUT = "hiring"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the library without the folder of the document."""
    top = tmp_path_factory.mktemp("engine")
    copytree(LIBRARY, top / "handbook", ignore=ignore_patterns("__pycache__", LEFT_OUT))
    return top


def run(engine: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(engine), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-m", "handbook.cli", *words]
    return subprocess.run(
        command, env=environ, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture(scope="module")
def told(engine: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the check says of a handbook that was written with the document."""
    root = tmp_path_factory.mktemp("handbook") / "good"
    copytree(GOOD, root)
    done = run(engine, "check", "--root", str(root), "--today", "2026-11-23")
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_every_other_module_is_imported(engine: Path) -> None:
    modules = sorted(
        ".".join(path.relative_to(engine).with_suffix("").parts)
        for path in (engine / "handbook").rglob("*.py")
        if path.name != "__init__.py" and path.parent.name != "commands"
    )
    code = f"import importlib\nfor name in {modules!r}: importlib.import_module(name)"
    environ = {**os.environ, "PYTHONPATH": str(engine), "PYTHONSAFEPATH": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_its_facts_are_told_once(told: str) -> None:
    assert told.count("no document of this handbook keeps facts there") == 1
    assert told.count(f"docs/_facts/{LEFT_OUT}") == 1


def test_its_page_is_told_once(told: str) -> None:
    assert told.count("calls macros that this handbook does not have") == 1
    assert told.count("macro-unknown") == 1


def test_each_file_that_refers_to_it_is_told_once(told: str) -> None:
    """The files that name a competency, which only hiring keeps."""
    named = [line for line in told.splitlines() if line.startswith("docs/_facts/")]
    assert [line.partition(",")[0] for line in named] == [
        "docs/_facts/hiring",
        "docs/_facts/motivation/career.yml",
        "docs/_facts/training/objectives.yml",
        "docs/_facts/training/practicals.yml",
    ]
    assert told.count("document-left-out") == 3


def test_a_command_of_it_says_what_it_needs(engine: Path) -> None:
    done = run(engine, "kit", "seller", "--root", str(GOOD))
    assert done.returncode == 2
    assert (
        done.stderr
        == 'handbook: this command needs the document "hiring", which this handbook leaves out.\n'
    )
