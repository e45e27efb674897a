"""Examples of rules that no case can show: about the finished site, about what git remembers, and
about reviews.

Each is made from the words of the help. On a site, a part without a name is what stands on the page
of prices. In a repository, every part is a commit.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handbook.handbook import build_without_git
from handbook.rules.edition import edition_of, edition_without_git
from handbook.rules.rule import all_rules
from handbook.site.built import problems as problems_of_site
from handbook.site.built import read_built
from handbook.text.commits import read_added_lines, read_difference
from handbook.text.history import Changes
from handbook.text.load import Folder
from handbook.upkeep.advice import reviews_in_a_change
from tests import lives
from tests.cases import FILES, read_case
from tests.examples import parts
from tests.repositories import SURE, Copy
from tests.rules.test_examples import OF_FILES, OF_THE_BANK
from tests.site.test_built import PAGES, SETTINGS, folder, html, site

TODAY = date(2026, 11, 23)
OF_THE_SITE = [
    slug for slug in all_rules() if slug.startswith("site-") and slug != "site-address-missing"
]
OF_HISTORY = [
    "record-changed-later",
    "snapshot-changed-later",
    "stamp-changed-later",
    "secret-in-history",
]
OF_REVIEWS = ["review-missing", "review-changed", "review-overdue", "review-refused"]
URL = "https://github.com/fernhill/sales-handbook"

Judged = Callable[[str], set[str]]


def bad_and_good(slug: str, judged: Judged) -> tuple[bool, bool]:
    """Whether the rule is broken by its bad example, and by its good one."""
    shown = all_rules()[slug].help
    return slug in judged(shown.bad), slug in judged(shown.good)


@pytest.mark.parametrize("slug", OF_THE_SITE)
def test_site_is_wrong_as_the_help_shows(slug: str) -> None:
    assert bad_and_good(slug, rules_of_site) == (True, False)


def rules_of_site(example: str) -> set[str]:
    """Parts below ``site/`` are files of the finished site, those below ``docs/`` belong to the
    handbook.
    """
    shown = {name or "site/sales/prices/index.html": text for name, text in parts(example)}
    files = {
        name.removeprefix("site/"): text for name, text in shown.items() if name.startswith("site/")
    }
    pages = {name: f"{text}\n" for name, text in shown.items() if name.startswith("docs/")}
    handbook = build_without_git(folder({"mkdocs.yml": SETTINGS, **PAGES, **pages}), TODAY)
    built = site(**{name: _whole(name, text) for name, text in files.items()})
    return {problem.rule for problem in problems_of_site(read_built(handbook, built))}


def _whole(name: str, text: str) -> str:
    """A page that shows no title of its own is framed as the theme does it."""
    return html(text, "Prices") if name.endswith(".html") and "<title>" not in text else text


@pytest.mark.parametrize("slug", OF_HISTORY)
def test_history_is_wrong_as_the_help_shows(slug: str, good: Folder, tmp_path: Path) -> None:
    folders = iter([tmp_path / "bad", tmp_path / "good"])
    assert bad_and_good(slug, lambda example: rules_of_history(good, next(folders), example)) == (
        True,
        False,
    )


def rules_of_history(good: Folder, root: Path, example: str) -> set[str]:
    """Every part is a commit of a change: a file that it names again is changed by it."""
    root.mkdir()
    copy = Copy(root)
    for path, data in good.data.items():
        copy.write(path, data.decode())
    copy.commit()
    copy.branch("mine")
    for name, text in parts(example):
        copy.write(name, f"{text}\n")
        copy.commit()
    added = read_added_lines(root, "main")
    edition = edition_of(replace(copy.edition().handbook, added=added))
    return {problem.rule for problem in edition.problems()}


def test_nobody_knows_what_a_change_touches_as_the_help_says(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    copy.commit()
    copy.branch("mine")
    copy.commit()
    shown = copy.edition().shown
    clones = (tmp_path / name for name in ("bad", "good"))

    def rules_of_clone(command: str) -> set[str]:
        changes = changes_of_clone(copy, next(clones), command)
        return {problem.rule for problem in reviews_in_a_change(shown, changes)}

    assert bad_and_good("reviews-not-judged", rules_of_clone) == (True, False)


def changes_of_clone(copy: Copy, where: Path, command: str) -> Changes:
    """The command of the help is run, with the repository of the test in the place of the one it
    names.
    """
    where.mkdir()
    env = SURE | {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{copy.root.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": URL,
    }
    subprocess.run([*command.split(), "-q"], cwd=where, env=env, check=True)
    return read_difference(where / "sales-handbook", "origin/main")


@pytest.mark.parametrize("slug", OF_REVIEWS)
def test_reviews_are_wrong_as_the_help_shows(slug: str, good: Folder) -> None:
    assert bad_and_good(slug, lambda example: rules_of_reviews(good, example)) == (True, False)


def rules_of_reviews(good: Folder, example: str) -> set[str]:
    """What is said of the reviews of a page, when all that the example shows comes with one change."""
    given = deepcopy(good)
    shown = {name: f"{text}\n" for name, text in parts(example)}
    for name, text in shown.items():
        lives.put(given, name, text)
    changes = Changes(frozenset(shown), frozenset(shown))
    found = reviews_in_a_change(edition_without_git(given, TODAY).shown, changes)
    return {problem.rule for problem in found}


def test_page_is_as_large_as_the_help_says(good: Folder) -> None:
    assert bad_and_good("page-too-large", lambda example: rules_of_sizes(good, example)) == (
        True,
        False,
    )


def rules_of_sizes(good: Folder, example: str) -> set[str]:
    """Every line names a page and its size; the page is filled up to it."""
    given = deepcopy(good)
    top = b"---\nowner: sales-director\n---\n# All prices\n\n{{ page_card() }}\n\n"
    row = b"A tap is rented by the month, and whoever rents two pays less for the second one.\n\n"
    for line in example.splitlines():
        found = re.fullmatch(r"(\S+\.md), (\d+) KiB", line)
        assert found
        given.add(found[1], top + row * (int(found[2]) * 1024 // len(row)))
    return {problem.rule for problem in edition_without_git(given, TODAY).problems()}


def test_the_examples_of_every_rule_are_run() -> None:
    in_cases = {case["example"] for case in map(read_case, FILES) if "example" in case}
    alone = {
        "clock-behind",
        "document-left-out",
        "example-remains",
        "git-not-asked",
        "page-too-large",
        "reviews-not-judged",
    }
    run = {*in_cases, *alone, *OF_THE_BANK, *OF_FILES, *OF_THE_SITE, *OF_HISTORY, *OF_REVIEWS}
    assert sorted(set(all_rules()) ^ run) == []
