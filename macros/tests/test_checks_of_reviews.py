"""`pytest checks/test_reviews.py` as it is run on a change and on the schedule: on a good handbook
in a repository of its own.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta

from handbook.records.records import record_file
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder, read_folder
from handbook.upkeep.review import RecordRequest, record_of, to_review
from tests import lives
from tests.places import PROJECT

TODAY = date(2026, 11, 23)
WRITTEN = (
    lives.step("drafted", "2026-07-01"),
    lives.step("adjusted", "2026-08-01", "sales-director"),
    lives.step("rewritten", "2026-09-01"),
)
PRICES, HIRING = "sales-book/prices.md", "hiring.md"


@pytest.fixture
def root(good: Folder, tmp_path: Path) -> Path:
    """Every page reviewed today, in a repository; work goes on in a branch."""
    for page in edition_without_git(good, TODAY).handbook.pages.values():
        lives.record(good, page.src, *WRITTEN)
        lives.review(good, page.src, found=f"Compared {page.title} with how we worked this month.")
    for path, data in good.data.items():
        write(tmp_path, path, data.decode())
    for words in (
        ["init", "-q", "-b", "main"],
        ["add", "-A"],
        ["commit", "-q", "-m", "All"],
        ["checkout", "-qb", "mine"],
    ):
        git(tmp_path, *words)
    return tmp_path


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def change(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    write(root, path, text.replace(old, new))


@pytest.fixture
def run(root: Path, capsys, monkeypatch) -> Callable[..., tuple[int, str]]:
    """Runs the checks of reviews in this process: exit code and output."""
    for name in list(os.environ):
        if name.startswith(("GIT_", "GITHUB_", "PYTEST_ADDOPTS")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(PROJECT)

    def checked(*given: str, today: date = TODAY) -> tuple[int, str]:
        fixed = ["checks/test_reviews.py", "-s", "-p", "no:cacheprovider", "--root", str(root)]
        capsys.readouterr()
        code = pytest.main([*fixed, "--today", today.isoformat(), *given])
        return int(code), capsys.readouterr().out

    return checked


def now_to_run(root: Path, src: str) -> list[str]:
    handbook = edition_without_git(read_folder(root), TODAY).handbook
    return to_review(handbook.pages[src]).splitlines()


def review(root: Path, src: str, by: str = "sales-director", **more: object) -> Path:
    """Write a review of a page as it is now; ``more`` are keys of the record."""
    states = edition_without_git(read_folder(root), TODAY).shown.states
    keys = record_of(
        states,
        states.handbook.pages[src],
        RecordRequest("reviewed", by, TODAY, "Compared it with ours.", ("None.",)),
    )
    path, text = record_file(src, keys | more)
    write(root, path, text)
    return root / path


def test_a_changed_price_is_told_with_the_record_to_paste_and_stops_nothing(root, run, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    change(root, "docs/_facts/sales-book/prices.yml", "list: 60.00", "list: 61.00")
    code, said = run("--base", "main")
    assert code == 0
    assert "Of this page the facts it shows changed since it was reviewed." in said
    assert all(f"      {row}".rstrip() in said for row in now_to_run(root, "sales-book/prices.md"))
    assert "::notice file=docs/sales-book/prices.md,title=review-changed::" in said
    assert said.count("::notice") == 1


def test_a_changed_page_is_told_and_its_neighbours_are_not(root, run):
    change(root, "docs/hiring.md", "the same questions", "the very same questions")
    git(root, "commit", "-qam", "Change")
    code, said = run("--base", "main")
    assert (code, said.count("changed since it was reviewed")) == (0, 1)
    assert "docs/hiring.md\n  Of this page the text changed since it was reviewed." in said


def test_only_a_date_is_refused_and_what_the_message_offers_is_accepted(root, run):
    old = edition_without_git(read_folder(root), TODAY).shown.states.prints[PRICES]
    change(root, "docs/_facts/sales-book/prices.yml", "list: 60.00", "list: 61.00")
    bumped = review(root, PRICES, text=old.text, facts=old.facts)
    code, said = run("--base", "main")
    assert code == 1
    assert (
        "This review is not bound to the page as it is in this change: the facts it shows changed since it was read."
        in said
    )
    assert now_to_run(root, PRICES)[-1] in said
    bumped.unlink()
    review(root, PRICES)
    code, said = run("--base", "main")
    assert code == 0, said
    assert "changed since it was reviewed" not in said


def test_a_review_by_neither_owner_nor_deputy_is_refused(root, run):
    for role, accepted in (("seller", False), ("managing-director", True)):
        mine = review(root, HIRING, role)
        code, said = run("--base", "main")
        assert (code == 0) is accepted, said
        refused = "This page is reviewed by its owner or the owner's deputy: Sales director, Managing director."
        assert (refused in said) is not accepted
        assert ("upkeep/checks/#review-refused" in said) is not accepted
        mine.unlink()


def test_a_review_that_leaves_a_dispute_unanswered_is_refused(root, run):
    path, text = record_file(
        HIRING, lives.step("disputed", "2026-11-23", says="We ask two questions only.")
    )
    write(root, path, text)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Dispute")
    mine = review(root, HIRING)
    code, said = run("--base", "main")
    assert code == 1
    assert 'Somebody says that this is not how we work: "We ask two questions only.".' in said
    mine.unlink()
    review(root, HIRING, decided=["The page is right; two are the beginning."])
    code, said = run("--base", "main")
    assert code == 0, said


def test_the_calendar_fails_only_where_it_is_asked_for(root, run):
    later = TODAY + timedelta(days=130)
    change(root, "docs/hiring.md", "the same questions", "the very same questions")
    code, said = run("--base", "main", today=later)
    assert code == 0
    assert said.count("was due for review on") == 1
    assert "This does not stop your change." in said
    code, said = run("--clock", "strict", today=later)
    assert code == 1
    assert said.count("was due for review on") == len(
        edition_without_git(read_folder(root), TODAY).handbook.pages
    )
    assert "This does not stop your change." not in said
    code, said = run("--clock", "strict")
    assert code == 0, said
    code, said = run(today=later)
    assert (code, "due for review" in said) == (0, False)


def test_where_git_cannot_say_what_is_touched_that_is_said(root, run):
    code, said = run("--base", "nowhere")
    assert code == 0
    assert "Which pages this change touches could not be found out" in said
    assert "upkeep/checks/#reviews-not-judged" in said


@pytest.mark.parametrize("later", [relativedelta(months=4), relativedelta(years=2)])
def test_nothing_must_be_fixed_because_time_passes(root, later):
    handbook = edition_without_git(read_folder(root), TODAY + later)
    assert [problem for problem in handbook.problems() if problem.severity == "must"] == []
