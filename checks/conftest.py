"""Opens the handbook once, gives each check its part of the problems, and prints them without
tracebacks.

Your own check is an ordinary test function in this folder: ask for the fixture `handbook`.

    def test_every_product_has_a_price_for_dealers(handbook):
        missing = [product.id for product in handbook.facts.table("products") if …]
        assert not missing, f"Without a price for dealers: {missing}"

A check of the finished site carries the mark `site`; `make check` runs it when the site is built.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from os import environ
from pathlib import Path

import pytest

from handbook.commands.checking import write_summary
from handbook.facts.discovery import include
from handbook.facts.scalars import ScalarError, read_day
from handbook.handbook import Handbook, build
from handbook.problems.problem import (
    Problem,
    as_github,
    as_text,
    closing_line,
    counted,
    in_order,
)
from handbook.rules.edition import Edition, edition_of
from handbook.rules.rule import all_rules
from handbook.site import built
from handbook.text.commits import read_added_lines, read_difference
from handbook.text.history import Changes
from handbook.text.load import Folder, FolderError, read_folder, read_site
from handbook.upkeep.advice import overdue, page_about, reviews_in_a_change

PROJECT = Path(__file__).parents[1]
DOCUMENTS = ("handbook.documents.company.rules.company", "handbook.documents.sales_book.rules")


@dataclass
class Promise:
    """What one check stands for: the problems of one file or of one rule."""

    name: str
    problems: list[Problem]
    project: Project

    def must_be_kept(self) -> None:
        """Fail with everything that must be fixed; advice is told at the end and stops nothing."""
        must = [problem for problem in self.problems if problem.severity == "must"]
        if must:
            self.project.told += must
            self.project.broken += 1
            pytest.fail("\n".join(as_text(problem) for problem in must), pytrace=False)


@dataclass
class Project:
    """The handbook that is checked, and the finished site if one is named. Each is read when first
    asked for.
    """

    root: Path
    site: Path | None
    clock: date | datetime
    base: str = ""
    strict: bool = False
    told: list[Problem] = field(default_factory=list)
    broken: int = 0

    @cached_property
    def handbook(self) -> Handbook:
        include(str(self.root / "macros"))
        added = read_added_lines(self.root, self.base) if self.base else None
        return build(read_folder(self.root), self.clock, history=None, added=added)

    @cached_property
    def edition(self) -> Edition:
        return edition_of(self.handbook)

    @cached_property
    def problems(self) -> list[Problem]:
        """Everything that is wrong with the handbook, judged once for all checks."""
        return self.edition.problems()

    @cached_property
    def groups(self) -> dict[str, dict[str, list[Problem]]]:
        """Every problem once: group → name of the check → problems. Checks without problems are in
        it too.
        """
        groups = {group: {name: [] for name in names} for group, names in self._names().items()}
        for problem in self.problems:
            group, name = _check_of(problem)
            groups[group].setdefault(name, []).append(problem)
        return {**groups, "reviews": self._reviews()}

    def _reviews(self) -> dict[str, list[Problem]]:
        """The reviews that somebody asked about: of what a change touches (--base), and of all
        pages (--clock strict).
        """
        asked = [page.src for page in self.handbook.readable] if self.base or self.strict else []
        groups: dict[str, list[Problem]] = {src: [] for src in asked}
        for problem in self.of_reviews:
            groups.setdefault(page_about(problem.place.path), []).append(problem)
        return groups

    @cached_property
    def changes(self) -> Changes | None:
        """What this change touches, asked of git once; None if nobody named what to compare with."""
        return read_difference(self.root, self.base) if self.base else None

    @cached_property
    def of_reviews(self) -> list[Problem]:
        found = list(overdue(self.edition.shown.states)) if self.strict else []
        if self.changes:
            said = {problem.place for problem in found}
            found += [
                problem
                for problem in reviews_in_a_change(self.edition.shown, self.changes)
                if problem.place not in said
            ]
        return in_order(found)

    def _names(self) -> dict[str, list[str]]:
        """The checks of each group: one for each file, and one for each rule about several."""
        entries = sorted(self.handbook.entries)
        names: dict[str, list[str]] = {"facts": [], "pages": [], "files": []}
        for path in entries:
            names[_kind(path)].append(_short(path))
        names["site pages"] = [_short(path) for path in entries if _kind(path) == "pages"]
        for group in ("documents", "system", "settings", "site"):
            names[group] = sorted(slug for slug in all_rules() if _group(slug) == group)
        return names

    @cached_property
    def finished(self) -> Folder:
        """The files of the finished site; read at once, because a check needs them to begin."""
        assert self.site is not None
        return read_site(self.site)

    @cached_property
    def built(self) -> built.BuiltSite:
        return built.read_built(self.handbook, self.finished)

    @cached_property
    def site_groups(self) -> dict[str, dict[str, list[Problem]]]:
        """The same for the finished site: what is wrong with a page, and what is wrong elsewhere by
        its rule.
        """
        names = self._names()
        groups = {group: {name: [] for name in names[group]} for group in ("site pages", "site")}
        for problem in built.problems(self.built):
            page = _short(problem.place.path)
            group, name = (
                ("site pages", page) if page in groups["site pages"] else ("site", problem.rule)
            )
            groups[group].setdefault(name, []).append(problem)
        return groups

    def advice(self) -> list[Problem]:
        found = [*self.problems, *self.of_reviews]
        return [problem for problem in found if problem.severity == "advice"]

    def pages(self) -> list[str]:
        return [page.path for page in self.handbook.pages.values()]


def _kind(path: str) -> str:
    return (
        "facts" if path.startswith("docs/_facts/") else "pages" if path.endswith(".md") else "files"
    )


def _short(path: str) -> str:
    return path.removeprefix("docs/")


def _group(slug: str) -> str:
    """Where a rule about several files belongs; nothing for a rule about one file."""
    module = all_rules()[slug].module if slug in all_rules() else ""
    if slug.startswith("site-") and not module:
        return "site"
    if module.startswith(DOCUMENTS):
        return "documents"
    return {
        "handbook.documents.whole.rules.part_contents": "system",
        "handbook.documents.whole.rules.system": "system",
        "handbook.site.rules.menu": "settings",
        "handbook.site.rules.settings": "settings",
    }.get(module, "")


def _check_of(problem: Problem) -> tuple[str, str]:
    group = _group(problem.rule)
    return (
        (group, problem.rule) if group else (_kind(problem.place.path), _short(problem.place.path))
    )


PROJECT_KEY = pytest.StashKey[Project]()


# --- pytest: options, parameters, what is printed


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("handbook", "the handbook")
    group.addoption(
        "--root", type=Path, default=PROJECT, help="The folder that holds docs/ and mkdocs.yml."
    )
    group.addoption(
        "--site", type=Path, help="The finished site; without it, nothing asks for one."
    )
    group.addoption(
        "--base",
        default="",
        help="Advise on reviews, and look through all commits, since this branch or commit.",
    )
    group.addoption(
        "--clock",
        choices=("calm", "strict"),
        default="calm",
        help="strict: fail on pages whose review is overdue.",
    )
    group.addoption("--today", default="", help="Judge as of this day, written 2026-12-31.")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "promises(group): one check for each promise of the group")
    config.addinivalue_line("markers", "site: looks at the finished site, so it needs --site")
    config.addinivalue_line(
        "markers", "long: builds the site again, looks through a browser, or judges other days"
    )
    # All that is read lives to the end: to look through it less often saves a tenth of the time.
    gc.set_threshold(50_000, 20, 100)
    today = config.getoption("--today")
    try:
        clock = read_day(today) if today else datetime.now(UTC)
    except ScalarError:
        raise pytest.UsageError(
            f'--today says "{today}". Write a day like this: 2026-12-31'
        ) from None
    start = config.invocation_params.dir
    site = config.getoption("--site")
    project = Project(
        start / config.getoption("--root"),
        start / site if site else None,
        clock,
        config.getoption("--base"),
        config.getoption("--clock") == "strict",
    )
    config.stash[PROJECT_KEY] = project
    try:
        _ = project.handbook, project.finished if site else project.groups
    except FolderError as cannot:
        raise pytest.UsageError(str(cannot)) from None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One check for each promise of the group that the mark `promises` names."""
    mark = metafunc.definition.get_closest_marker("promises")
    if mark is not None:
        project = metafunc.config.stash[PROJECT_KEY]
        group = mark.args[0]
        of_site = metafunc.definition.get_closest_marker("site")
        if _only_of_site(metafunc.config.getoption("-m")) and not of_site:
            names = []  # it is left out in a moment, and nothing is judged for its sake
        elif project.site and group.startswith("site"):
            names = list(project.site_groups[group])
        else:
            names = list(project.groups[group])
        names = names or ["nothing to check"]  # pytest would skip a check without parameters
        metafunc.parametrize("promise", [(group, name) for name in names], ids=names, indirect=True)


def _only_of_site(marks: str) -> bool:
    """Whether `-m` asks for checks of the finished site and for no others."""
    words = marks.split()
    return words[:1] == ["site"] and words[1:2] in ([], ["and"]) and "or" not in words


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.stash[PROJECT_KEY].site is None:
        unasked = [item for item in items if item.get_closest_marker("site")]
        config.hook.pytest_deselected(items=unasked)
        items[:] = [item for item in items if item not in unasked]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call: pytest.CallInfo) -> Iterator[None]:
    report = yield
    if call.excinfo and call.excinfo.errisinstance(AssertionError):
        # A check that says what is wrong has said enough: no code, no values.
        said = str(call.excinfo.value).split("\nassert ")[0]
        report.longrepr = report.longrepr if said.startswith("assert ") else said
    return _failed_if_skipped(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    return _failed_if_skipped(report)


def _failed_if_skipped(report: pytest.TestReport | pytest.CollectReport):
    """Where HANDBOOK_NO_SKIPS=1 is set, everything that checks need is there, and a skipped check
    hides a fault.
    """
    if (
        environ.get("HANDBOOK_NO_SKIPS") == "1"
        and report.skipped
        and not hasattr(report, "wasxfail")
    ):
        report.outcome = "failed"
        report.longrepr = f"Skipped, but HANDBOOK_NO_SKIPS=1 allows no skips: {report.longrepr[2]}"
    return report


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    project = config.stash[PROJECT_KEY]
    told = in_order(project.told)
    # What this run did not need, such as the parsed site, is not made for the sake of its last lines.
    judged = "problems" in vars(project) or bool(told)
    advice = project.advice() if judged else []
    # `handbook check`, which is run before, tells all but what is asked about a change.
    if advice and (project.base or not project.site):
        terminalreporter.section("advice, which stops nothing")
        terminalreporter.write_line("\n".join(as_text(problem) for problem in advice))
    if "built" in vars(project):
        hosts = [f"{host} ({times})" for host, times in built.outside_hosts(project.built).items()]
        terminalreporter.section("other places that pages link to")
        terminalreporter.write_line(
            f"Nobody asks whether they answer: {', '.join(hosts) or 'none'}"
        )
    # All that is known counts, also what this run was not asked to check: no page is called fine
    # that is not.
    known = [*project.problems, *told] if judged else told
    closing = closing_line(in_order(known), project.pages())
    if judged:
        terminalreporter.section("the handbook")
        terminalreporter.write_line(closing)
    failed = sum(len(terminalreporter.stats.get(kind, [])) for kind in ("failed", "error"))
    if others := failed - project.broken:
        terminalreporter.write_line(
            f"{counted(others, 'other check')} failed; what each found stands above."
        )
    # Advice is left to `handbook check --format github`: what both find would stand twice on its
    # line.
    if environ.get("GITHUB_ACTIONS") == "true":
        for problem in [
            *told,
            *(problem for problem in project.of_reviews if problem.severity == "advice"),
        ]:
            terminalreporter.write_line(as_github(problem))
    if told and environ.get("GITHUB_ACTIONS") == "true":
        write_summary(told, closing)


# --- what checks ask for


@pytest.fixture
def promise(request: pytest.FixtureRequest) -> Promise:
    """What the check stands for, with the problems found."""
    project = request.config.stash[PROJECT_KEY]
    group, name = request.param
    groups = project.site_groups if group.startswith("site") else project.groups
    return Promise(name, groups[group].get(name, []), project)


@pytest.fixture(scope="session")
def project(request: pytest.FixtureRequest) -> Project:
    """Where the handbook and its finished site are."""
    return request.config.stash[PROJECT_KEY]


@pytest.fixture(scope="session")
def handbook(project: Project) -> Handbook:
    """The whole handbook, for a company's own checks: pages, facts, settings, and the day it is
    judged on.
    """
    return project.handbook
