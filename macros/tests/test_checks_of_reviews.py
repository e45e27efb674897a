"""`pytest checks/test_reviews.py` as it is run on a change and on the schedule: on a good handbook in a repository of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta

from handbook.load import Folder, read_folder
from handbook.open import Opened
from handbook.records import records_path
from handbook.review import TO_FILL_IN, to_paste

PROJECT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
WRITTEN = "\n".join(
    f"- {{step: {step}, on: 2026-{month}-01, by: {role}}}"
    for step, month, role in (
        ("drafted", "07", "seller"), ("adjusted", "08", "head-of-sales"), ("rewritten", "09", "seller"),
    )
)  # fmt: skip
PRICES = "docs/_records/sales-book/prices.yml"


@pytest.fixture
def root(good: Folder, tmp_path: Path) -> Path:
    """Every page reviewed today, in a repository; work goes on in a branch."""
    for path, data in good.data.items():
        write(tmp_path, path, data.decode())
    handbook = Opened(good, TODAY).handbook
    for page in handbook.pages.values():
        found = to_paste(handbook, page).replace(
            TO_FILL_IN, f"Compared {page.title} with how we worked this month."
        )
        write(tmp_path, records_path(page.src), f"{WRITTEN}\n{found}\n")
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


def now_to_paste(root: Path, src: str) -> str:
    handbook = Opened(read_folder(root), TODAY).handbook
    return to_paste(handbook, handbook.pages[src])


def test_a_changed_price_is_told_with_the_record_to_paste_and_stops_nothing(root, run, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    change(root, "docs/_facts/sales-book/prices.yml", "list: 60.00", "list: 61.00")
    code, said = run("--base", "main")
    assert code == 0
    assert "Of this page the facts it shows changed since it was reviewed." in said
    assert all(
        f"      {row}".rstrip() in said for row in now_to_paste(root, "sales-book/prices.md").splitlines()
    )
    assert "::notice file=docs/sales-book/prices.md,title=review-changed::" in said
    assert said.count("::notice") == 1


def test_a_changed_page_is_told_and_its_neighbours_are_not(root, run):
    change(root, "docs/hiring.md", "the same questions", "the very same questions")
    git(root, "commit", "-qam", "Change")
    code, said = run("--base", "main")
    assert (code, said.count("changed since it was reviewed")) == (0, 1)
    assert "docs/hiring.md\n  Of this page the text changed since it was reviewed." in said


def test_only_a_date_is_refused_and_the_record_that_the_message_offers_is_accepted(root, run):
    change(root, "docs/_facts/sales-book/prices.yml", "list: 60.00", "list: 61.00")
    before = (root / PRICES).read_text()
    bumped = before[before.index("- step: reviewed") :]
    write(root, PRICES, before + bumped)
    code, said = run("--base", "main")
    assert code == 1
    assert (
        "This review is not bound to the page as it is in this change: the facts it shows changed since it was read."
        in said
    )
    assert now_to_paste(root, "sales-book/prices.md").splitlines()[-1] in said
    write(root, PRICES, before + now_to_paste(root, "sales-book/prices.md") + "\n")
    code, said = run("--base", "main")
    assert code == 0, said
    assert "changed since it was reviewed" not in said


def test_a_review_by_neither_owner_nor_deputy_is_refused(root, run):
    for role, accepted in (("seller", False), ("managing-director", True)):
        before = (root / "docs/_records/hiring.yml").read_text()
        mine = now_to_paste(root, "hiring.md").replace("by: head-of-sales", f"by: {role}")
        write(root, "docs/_records/hiring.yml", before + mine + "\n")
        code, said = run("--base", "main")
        assert (code == 0) is accepted, said
        refused = (
            "This page is reviewed by its owner or the owner's deputy: Head of sales, Managing director."
        )
        assert (refused in said) is not accepted
        assert ("upkeep/checks/#review-refused" in said) is not accepted
        write(root, "docs/_records/hiring.yml", before)


def test_a_review_that_leaves_a_dispute_unanswered_is_refused(root, run):
    before = (root / "docs/_records/hiring.yml").read_text()
    dispute = "- {step: disputed, on: 2026-11-23, by: seller, says: We ask two questions only.}\n"
    write(root, "docs/_records/hiring.yml", before + dispute)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Dispute")
    mine = now_to_paste(root, "hiring.md")
    write(root, "docs/_records/hiring.yml", before + dispute + mine + "\n")
    code, said = run("--base", "main")
    assert code == 1
    assert 'Somebody says that this is not how we work: "We ask two questions only.".' in said
    answered = mine.replace("\n  text:", "\n  decided: [The page is right; two are the beginning.]\n  text:")
    write(root, "docs/_records/hiring.yml", before + dispute + answered + "\n")
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
    assert said.count("was due for review on") == len(Opened(read_folder(root), TODAY).handbook.pages)
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
    handbook = Opened(read_folder(root), TODAY + later)
    assert [problem for problem in handbook.problems() if problem.severity == "must"] == []
