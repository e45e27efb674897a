"""What all tests of the library share: a good handbook in memory, and how they are run."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from os import environ
from pathlib import Path
from shutil import which
from zipfile import ZipFile

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

from handbook.problems.problem import Problem
from handbook.rules.edition import edition_without_git
from handbook.text import load
from handbook.text.load import Folder, read_folder
from tests.judging import TODAY, keeps_its_promises
from tests.places import GOOD, PROJECT, TESTS
from tests.shell import Shell

# Handbooks of tests bring contracts of their own, so that the engine's may change without a test of
# anything else.
load.DOCUMENTS = TESTS / "no-documents"

# Where nothing may be skipped, nothing is: slow tests run, and more examples are tried.
WHOLE = environ.get("HANDBOOK_NO_SKIPS") == "1"

# Slow machines are no faults, and the same examples are tried each time.
settings.register_profile("quick", deadline=None, derandomize=True, database=None, max_examples=30)
settings.register_profile("whole", settings.get_profile("quick"), max_examples=150)
settings.load_profile("whole" if WHOLE else "quick")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--pin", action="store_true", help="Write what is found now into the pinned files."
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "slow: only a pull request waits for it; make check leaves it out"
    )
    # A handbook is many small objects: to look through them less often saves a fifth of the time.
    gc.set_threshold(50_000, 10, 10)


def pytest_collection_finish() -> None:
    """What was collected stays to the end, so nobody looks through it again for garbage."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    return _failed_if_skipped(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    return _failed_if_skipped(report)


def _failed_if_skipped(report: pytest.TestReport | pytest.CollectReport):
    """Where HANDBOOK_NO_SKIPS=1 is set, everything that tests need is there, and a skipped test
    hides a fault.
    """
    if WHOLE and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, but HANDBOOK_NO_SKIPS=1 allows no skips: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many pastes of messages were tried, and how many of them had holes to fill first."""
    told = [
        pair for report in terminalreporter.getreports("passed") for pair in report.user_properties
    ]
    counts = {
        name: sum(number for key, number in told if key == name)
        for name in ("pastes", "pastes with holes")
    }
    if counts["pastes"]:
        terminalreporter.write_line(
            f"{counts['pastes']} pastes hold, {counts['pastes with holes']} with holes."
        )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser, for the scripts of the site."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = environ.get("HANDBOOK_BROWSER") or next(filter(None, map(which, names)), None)
    if path is None:
        pytest.skip("no Chromium was found; install it, or name it in HANDBOOK_BROWSER")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield found
        found.close()


@pytest.fixture
def reader() -> dict[str, str]:
    """How the reader's browser is set, such as locale and timezone_id; a module that needs a
    certain one says so.
    """
    return {}


@pytest.fixture
def page(browser: Browser, reader: dict[str, str]) -> Iterator[Page]:
    """An empty page of that reader, who has never been here."""
    context = browser.new_context(**reader)
    yield context.new_page()
    context.close()


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A shell for the few lines of the workflows."""
    if sys.platform == "win32":
        pytest.skip("workflows run on Linux")
    return Shell(tmp_path)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Each file of the wheel that companies install."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    with ZipFile(built) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture(scope="session")
def pin(request: pytest.FixtureRequest) -> bool:
    """Whether this run writes the pinned files instead of comparing with them."""
    return bool(request.config.getoption("--pin"))


@pytest.fixture(scope="session")
def _good_folder() -> Folder:
    return read_folder(GOOD)


@pytest.fixture
def good(_good_folder: Folder) -> Folder:
    """The good handbook, in memory, to change at will."""
    return deepcopy(_good_folder)


@pytest.fixture
def problems_of() -> Callable[..., list[Problem]]:
    """Everything that is wrong in a folder, each Problem held to what every Problem promises."""

    def judged(folder: Folder, today: date = TODAY) -> list[Problem]:
        found = edition_without_git(folder, today).problems()
        for problem in found:
            keeps_its_promises(problem, folder)
        return found

    return judged
