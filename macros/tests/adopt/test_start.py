"""A company starts its handbook: whole, its own, honest about what is not written, and with nothing
of the example in it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from handbook.adopt.answers import Answers, example, read_answers
from handbook.adopt.start import Start
from handbook.cli import app
from handbook.pages.unwritten import UNWRITTEN
from handbook.problems.problem import as_text
from handbook.rules.edition import Edition, edition_without_git
from handbook.text import load
from handbook.text.load import read_folder
from handbook.upkeep.board import EMPTY, conditions, required
from tests.adopt.wheels import OLD, OLD_SHELL, wheel_name, write_wheel
from tests.judging import TODAY
from tests.places import TESTS
from tests.test_engine_words import found_words

ANSWERS = TESTS / "adopt" / "wholesaler.yml"
# The city in the name of a time zone, which is no word of the example.
ZONE = "Europe/Budapest"
NEVER = {"docs/_records", "docs/_facts/forecast-and-quotas/snapshots", "docs/assets", "training"}


def answers(text: str) -> Answers:
    found, problems = read_answers("answers.yml", text)
    assert found, "\n".join(map(as_text, problems))
    return found


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=typed)


def start(folder: Path, *words: str) -> Result:
    wheel = folder.parent / wheel_name(OLD)
    if not wheel.is_file():
        write_wheel(folder.parent, OLD, OLD_SHELL)
    return run("start", str(folder), "--wheel", str(wheel), *words)


def edition_of_folder(folder: Path) -> Edition:
    return edition_without_git(read_folder(folder), TODAY)


@pytest.fixture(scope="module", autouse=True)
def _with_the_engine_s_contract() -> Iterator[None]:
    """A company starts with what the engine asks for; other tests bring contracts of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "DOCUMENTS", load.LIBRARY / "documents")
        yield


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wholesaler's repository."""
    top = tmp_path_factory.mktemp("start")
    done = start(top / "ours", "--answers", str(ANSWERS), "--today", TODAY.isoformat())
    assert done.exit_code == 0, done.output
    return top / "ours"


@pytest.fixture(scope="module")
def edition(started: Path) -> Edition:
    return edition_of_folder(started)


# --- what is made


def test_there_is_nothing_to_fix(edition: Edition) -> None:
    told = [as_text(problem) for problem in edition.problems() if problem.severity == "must"]
    assert told == []


def test_what_is_not_written_is_advice_once_for_each_document(edition: Edition) -> None:
    told = [problem.what for problem in edition.problems() if problem.rule == "part-unwritten"]
    assert len(told) == 6
    assert told[0].startswith('"Corporate sales book" still has 22 of its 23 parts to write, in 1')


def test_the_board_counts_it_as_empty(edition: Edition) -> None:
    rows = [row for _, parts in required(edition.shown.states) for row in parts]
    assert conditions(rows)[EMPTY] == len(rows) - 1


def test_prices_are_shown_in_forints(edition: Edition) -> None:
    page = edition.handbook.pages["technology/sales-book/prices.md"]
    shown = edition.shown.draw(
        next(call for call in page.calls if call.name == "price_list"), page.src
    )
    assert "Lefolyócső 110" in shown.html
    assert re.search(r"1\s690\sFt", shown.html)


def test_no_word_of_the_example_is_in_it(started: Path) -> None:
    texts = {
        path: path.read_text("utf-8").replace(ZONE, "")
        for path in started.rglob("*")
        if path.is_file() and ".git" not in path.parts and path.suffix != ".whl"
    }
    # Where documents are follows from their ids, and those are the contract's.
    places = [f"{tool}/" for tool in ("technology", "system")]
    found = {}
    for path, text in texts.items():
        for place in places:
            text = text.replace(place, "")
        found[path.relative_to(started).as_posix()] = found_words(text)
    assert {path: words for path, words in found.items() if words} == {}


def test_nothing_is_there_that_only_the_example_has(started: Path) -> None:
    assert [path for path in sorted(NEVER) if (started / path).exists()] == []


def test_it_has_a_history_of_its_own_without_a_commit(started: Path) -> None:
    asked = ["git", "-C", str(started), "symbolic-ref", "HEAD"]
    assert subprocess.check_output(asked, text=True) == "refs/heads/main\n"
    assert not any((started / ".git" / "refs" / "heads").iterdir())


def test_a_document_that_waits_is_off_and_comes_back_with_its_guidance(tmp_path: Path) -> None:
    start(tmp_path / "ours", "--answers", str(ANSWERS), "--today", TODAY.isoformat())
    page = tmp_path / "ours/docs/system/forecast-and-quotas/terms.md"
    assert UNWRITTEN in page.read_text("utf-8")
    assert "Five people know" in (tmp_path / "ours/docs/_facts/parts.yml").read_text("utf-8")
    assert run("on", "forecast-and-quotas", "--root", str(tmp_path / "ours")).exit_code == 0
    edition = edition_of_folder(tmp_path / "ours")
    assert not [problem for problem in edition.problems() if problem.severity == "must"]
    assert "system/forecast-and-quotas/terms.md" in edition.handbook.pages


def test_the_example_of_answers_makes_a_handbook_without_a_fault() -> None:
    made = Start(answers(example()), date(2026, 11, 23))
    assert made.to_write[0] == 60


def test_on_another_host_it_is_said_what_is_lost(tmp_path: Path) -> None:
    elsewhere = ANSWERS.read_text("utf-8").replace("host: github", "host: other")
    (tmp_path / "a.yml").write_text(elsewhere, encoding="utf-8")
    done = start(tmp_path / "ours", "--answers", str(tmp_path / "a.yml"))
    assert "Your host is not GitHub. The workflows" in done.output
    assert "bash .ci/run" in (tmp_path / "ours/README.md").read_text("utf-8")


# --- run again


def test_what_somebody_wrote_is_never_written_over(tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    day = ("--today", TODAY.isoformat())
    start(ours, "--answers", str(ANSWERS), *day)
    page, gone = ours / "docs/index.md", ours / "docs/upkeep/board.md"
    page.write_text("mine", encoding="utf-8")
    gone.unlink()
    done = start(ours, *day)
    assert done.exit_code == 0
    assert "Written: 1 file in" in done.output
    assert "Left as it is, because it was there: docs/index.md" in done.output
    assert page.read_text("utf-8") == "mine"
    assert gone.is_file()


def test_another_handbook_is_not_mixed_with_it(tmp_path: Path) -> None:
    (tmp_path / "ours/docs").mkdir(parents=True)
    done = start(tmp_path / "ours", "--answers", str(ANSWERS))
    assert done.exit_code == 1
    assert "was not started by this command" in done.output
    assert list((tmp_path / "ours").iterdir()) == [tmp_path / "ours/docs"]


# --- answers


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("margin_floor: 15 %", "margin_floor: 0.15", "margin_floor: 15 %"),
        ("keeper: irodavezeto", "keeper: irodavezetö", "line 14"),
        ("locale: hu_HU", "locale: magyar", "hu_HU"),
        ("id: forecast-and-quotas", "id: forecast", 'Did you mean "forecast-and-quotas"?'),
        ("deputy: pult", "deputy: pul", 'line 25\n  "deputy" says "pul" (Did you mean "pult"?)'),
        ("reports_to: ugyvezeto", "reports_to: ugyv", 'line 23\n  "reports_to" says "ugyv"'),
        ("unit: ertekesites", "unit: bolt", 'line 22\n  "unit" says "bolt"'),
        ("head: ertekesitesi-vezeto\n    hours", "head: pul\n    hours", 'line 19\n  "head" says "pul"'),
        ("list: 390", "list: 390.50", '"list" says 390.50, finer than amounts in HUF are.'),
        ("floor: 340", "floor: 395", "is above its list price, 390."),
        ("cost: 260", "cost: 460", "does not cover its cost, 460."),
        ("family: csovek, problem: Water gets to the tap.", "family: cso, problem: W.", "csovek, idomok"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_its_line_and_what_to_write(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = ANSWERS.read_text("utf-8")
    assert old in text
    (tmp_path / "a.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    done = run("start", str(tmp_path / "ours"), "--answers", str(tmp_path / "a.yml"))
    assert done.exit_code == 1
    assert said in done.output
    assert not (tmp_path / "ours").exists()


def test_a_text_is_no_wheel(tmp_path: Path) -> None:
    wheel = tmp_path / wheel_name(OLD)
    wheel.write_text("the engine", encoding="utf-8")
    done = start(tmp_path / "ours", "--answers", str(ANSWERS))
    assert done.exit_code == 1
    assert f'"{wheel.name}" is damaged. Fetch it again.' in done.output
    assert not (tmp_path / "ours").exists()


def test_the_next_steps_can_be_pasted(tmp_path: Path) -> None:
    done = start(tmp_path / "our book", "--answers", str(ANSWERS))
    assert f"  cd '{tmp_path / 'our book'}'\n" in done.output
    assert f'files in "{tmp_path / "our book"}".\n' in done.output


def test_nobody_is_asked_where_nobody_is(tmp_path: Path) -> None:
    done = run("start", str(tmp_path / "ours"))
    assert done.exit_code == 1
    assert "--answers FILE" in done.output


def test_the_example_can_be_printed_alone() -> None:
    assert run("start", "--example").output == example()


# --- the site


@pytest.mark.slow
def test_the_site_is_built_strictly_and_keeps_its_promises(started: Path) -> None:
    surroundings = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    for words in (
        ["-m", "handbook.cli", "settings"],
        ["macros/engine.py", "build", "--strict", "-f", ".mkdocs-judged.yml"],
        ["-m", "handbook.cli", "redirects", "--site", "site"],
        ["-m", "handbook.cli", "build-note", "--site", "site"],
        ["-m", "pytest", "checks", "--site", "site", "-p", "no:cacheprovider"],
    ):
        done = subprocess.run(
            [sys.executable, *words], cwd=started, env=surroundings, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{words}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
    built = "".join(path.read_text("utf-8") for path in (started / "site").rglob("*.html"))
    assert "Not written yet." in built
