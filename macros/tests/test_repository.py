"""The top level keeps its promises: locks, commands, workflows and the site's settings fit each
other.
"""

import re
import tomllib
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.repository import COMPANY_LOCK, GUIDES, LOCKS, ROOT, SCRIPTS, WORKFLOWS, read_yaml, text

each_lock = pytest.mark.parametrize("lock", LOCKS)


# --- packages and their locks


class Locked(NamedTuple):
    name: str
    version: Version
    hashes: frozenset[str]


def locked(lock: str) -> list[Locked]:
    """The entries of a lock. One package has two when its version depends on the Python it meets."""
    lines = text(lock).replace("\\\n", " ").splitlines()
    return [entry(line) for line in lines if line.strip() and not line.startswith("#")]


def entry(line: str) -> Locked:
    requirement, *hashes = re.split(r"\s+--hash=", line.strip())
    found = re.fullmatch(r"([\w.-]+)==([\w.!+]+)( ; .+)?", requirement)
    assert found, (
        f"This line of the lock is not name==version: {line[:100]}\nTo fix: run  make lock"
    )
    return Locked(canonicalize_name(found[1]), Version(found[2]), frozenset(hashes))


def requirements(*extras: str) -> list[Requirement]:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    optional = project["optional-dependencies"]
    asked = [*project["dependencies"], *chain.from_iterable(optional[extra] for extra in extras)]
    return [Requirement(line) for line in asked]


@pytest.mark.parametrize(
    ("package", "untried"),
    [("mkdocs", "2"), ("mkdocs-material", "10"), ("mkdocs-macros-plugin", "2")],
)
def test_an_untried_engine_stays_out(package, untried):
    bounds = [asked.specifier for asked in requirements() if asked.name == package]
    assert bounds, f"pyproject.toml does not ask for {package}, and the site is built with it."
    for version in (untried, f"{untried}.0.1", "99"):
        assert version not in bounds[0], (
            f"pyproject.toml lets {package} {version} in, which is untried here.\n"
            f"To fix: give it the upper bound  <{untried}"
        )


@each_lock
def test_lock_holds_what_pyproject_asks_for(lock):
    held = locked(lock)
    for asked in requirements(*LOCKS[lock]):
        versions = [
            package.version for package in held if package.name == canonicalize_name(asked.name)
        ]
        assert versions, (
            f"pyproject.toml asks for {asked.name}, and {lock} lacks it.\nTo fix: run  make lock"
        )
        for version in versions:
            assert version in asked.specifier, (
                f"{lock} holds {asked.name} {version}, pyproject.toml asks for {asked}.\n"
                "To fix: run  make lock"
            )


@each_lock
def test_lock_gives_a_hash_for_every_package(lock):
    for package in locked(lock):
        assert package.hashes, (
            f"{lock} has no hash for {package.name}, so anything could be installed as it."
        )
        strange = [
            digest for digest in package.hashes if not re.fullmatch(r"sha256:[0-9a-f]{64}", digest)
        ]
        assert not strange, f"{lock}: these are not sha256 hashes of {package.name}: {strange}"


@each_lock
@pytest.mark.parametrize(
    "place", ["://", "file:", " @ ", "--index", "--extra-index", "--find-links", "-e ", "-r "]
)
def test_lock_names_no_place(lock, place):
    lines = [line for line in text(lock).splitlines() if place in line]
    assert not lines, (
        f'{lock} holds "{place}", but a lock names packages, versions and hashes only: {lines[0]}'
    )


@pytest.mark.parametrize("lock", ["requirements.txt", COMPANY_LOCK])
def test_all_locks_hold_the_same_versions(lock):
    everything = set(locked("requirements-dev.txt"))
    different = sorted(
        f"{package.name} {package.version}" for package in set(locked(lock)) - everything
    )
    assert not different, (
        f"{lock} holds what requirements-dev.txt does not: {', '.join(different)}.\n"
        "The site would be checked with other packages than it is published with. To fix: run  make lock"
    )


# --- commands


@pytest.mark.parametrize("path", [*SCRIPTS, *GUIDES], ids=lambda path: path.name)
def test_the_engine_is_never_made_quiet(path):
    quiet = re.findall(
        r"\b(?:mkdocs|engine\.py)\b[^\n|;&]*?\s(?:-\w*[qv]\w*|--quiet|--verbose)(?=\s|$)",
        text(path),
        re.MULTILINE,
    )
    assert not quiet, (
        f"{path.name} runs: {quiet[0].strip()}\n"
        "With -q, mkdocs build --strict passes broken links in silence; with -v its warnings drown.\n"
        "To fix: leave both out."
    )


@pytest.mark.parametrize("path", [*SCRIPTS, *GUIDES], ids=lambda path: path.name)
def test_the_site_is_always_built_strictly(path):
    lax = [
        line.strip()
        for line in text(path).splitlines()
        if re.search(r"\b(mkdocs|engine\.py) build\b", line) and "--strict" not in line
    ]
    assert not lax, (
        f"{path.name} builds the site without --strict, so broken links would pass: {lax[0]}"
    )


def test_ci_runs_what_the_makefile_calls_check():
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o100, (
        ".ci/run cannot be executed. To fix: git update-index --chmod=+x .ci/run"
    )
    assert re.search(r"^(\w+=\S+ )*make check\b", text(script), re.MULTILINE), (
        ".ci/run no longer runs  make check, so a pull request passes with less than what the README names."
    )
    assert "HANDBOOK_NO_SKIPS=1" in text(script), (
        ".ci/run must set HANDBOOK_NO_SKIPS=1: a skipped test checks nothing."
    )
    assert "run: bash .ci/run" in text(".github/workflows/check.yml"), (
        "check.yml no longer runs .ci/run."
    )


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", text("Makefile"), re.MULTILINE))


@pytest.mark.parametrize(
    "path", [*GUIDES, ROOT / ".ci" / "run", *WORKFLOWS], ids=lambda path: path.name
)
def test_every_make_command_exists(path):
    named = chain.from_iterable(
        calls.split() for calls in re.findall(r"\bmake((?: [a-z][a-z-]*)+)", code(path))
    )
    unknown = set(named) - targets()
    assert not unknown, (
        f"{path.name} names make {', '.join(sorted(unknown))}, which the Makefile does not have."
    )


def code(path: Path) -> str:
    """What a reader copies: code blocks and code spans of a guide, all of a script but its
    comments.
    """
    if path.suffix != ".md":
        return re.sub(r"^\s*#.*", "", text(path), flags=re.MULTILINE)
    blocks_and_spans = re.findall(r"```\w*\n(.*?)```|`([^`\n]+)`", text(path), re.DOTALL)
    return "\n".join(block or span for block, span in blocks_and_spans)


def test_help_says_one_line_about_each_command():
    said = dict(re.findall(r"^([a-z][a-z-]*):.*? ## (\S.*)$", text("Makefile"), re.MULTILINE))
    silent = sorted(targets() - said.keys())
    assert not silent, (
        f"make help leaves out: {', '.join(silent)}.\nTo fix: end the line of the target with  ## what it does"
    )
    assert {name for name, line in said.items() if len(line) > 90} == set()


def test_readme_names_the_two_commands_everybody_needs():
    for command in ("make serve", "make check"):
        assert f"```sh\n{command}\n```" in text("README.md"), (
            f"README.md no longer shows the command  {command}"
        )


def tools(script: str) -> list[str]:
    return re.findall(r"\$\(BIN\)/(?:python -m )?([\w-]+)", script)


def test_windows_steps_are_those_of_make_check():
    recipes = "".join(
        re.findall(r"^(?:check-[a-z]+|build):.*\n((?:\t.*\n)+)", text("Makefile"), re.MULTILINE)
    )
    by_hand = re.findall(r"```powershell\n(.*?)```", text(GUIDES[1]), re.DOTALL)[-1]
    here, there = (
        Counter(tools(recipes)),
        Counter(line.split()[0] for line in by_hand.split("\n") if line),
    )
    assert here == there, (
        "make check and the steps for Windows in .github/CONTRIBUTING.md are no longer the same.\n"
        f"Only in the Makefile: {dict(here - there)}. Only in CONTRIBUTING: {dict(there - here)}."
    )


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_links_between_top_level_files_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text(path)):
        if not target.startswith(
            "docs/"
        ):  # an adopter replaces docs/, and unit tests never read it
            assert (path.parent / target).exists(), (
                f"{path.name} links to {target}, which is not there."
            )


# --- the site's configuration


def test_the_site_stays_in_what_both_engines_read():
    site = read_yaml(ROOT / "mkdocs.yml")
    plugins = [
        plugin if isinstance(plugin, str) else next(iter(plugin)) for plugin in site["plugins"]
    ]
    assert plugins == ["search", "macros"], (
        f"mkdocs.yml has the plugins {', '.join(plugins)}. Only search and macros run in both engines, so "
        "pages may need no other."
    )
    forbidden = {"hooks", "INHERIT", "dev_addr"} & set(site)
    assert not forbidden, (
        f"mkdocs.yml has {', '.join(forbidden)}: one of the two engines ignores it, or it runs code."
    )


def test_the_site_configuration_only_holds_text():
    tags = [
        token.value for token in yaml.scan(text("mkdocs.yml")) if isinstance(token, yaml.TagToken)
    ]
    assert not tags, (
        f"mkdocs.yml holds the tag {''.join(tags[0])}: it would run code or publish a secret.\n"
        "To fix: write the value itself."
    )


def test_a_macro_that_is_missing_stops_the_build():
    macros = next(
        plugin["macros"]
        for plugin in read_yaml(ROOT / "mkdocs.yml")["plugins"]
        if "macros" in plugin and isinstance(plugin, dict)
    )
    assert macros.get("on_undefined") == "strict", (
        "mkdocs.yml: with on_undefined: strict gone, a misspelt macro vanishes in silence."
    )
    assert macros.get("on_error_fail") == "true", (
        "mkdocs.yml: with on_error_fail: true gone, a traceback is published as a page."
    )
