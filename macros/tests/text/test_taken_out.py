"""What commits of a change added and later ones took out: found with its commit, never shown."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from handbook.problems.problem import Problem, as_text
from handbook.rules.edition import edition_of, edition_without_git
from handbook.text.commits import read_added_lines
from handbook.text.load import read_folder
from tests.places import GOOD

PAGE = "docs/hiring.md"
SECRET = "ghp" + "_16C7e42F292c6912E7710c838347Ae178B4a"


class Copy:
    """The good handbook in a repository of its own, with a branch beside `main`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        copytree(GOOD, root, dirs_exist_ok=True)
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Somebody")
        self.git("config", "user.email", "somebody@example.com")
        self.commit("the handbook")
        self.git("checkout", "-q", "-b", "mine")

    def git(self, *words: str) -> str:
        return subprocess.run(
            ["git", "-C", str(self.root), *words], check=True, capture_output=True, text=True
        ).stdout

    def commit(self, message: str, **texts: str) -> str:
        for path, text in texts.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "--short", "HEAD").strip()

    def found(self, base: str = "main") -> list[Problem]:
        handbook = edition_without_git(read_folder(self.root), date(2026, 11, 23)).handbook
        return edition_of(replace(handbook, added=read_added_lines(self.root, base))).problems()


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "handbook")


def page(copy: Copy, more: str = "") -> dict[str, str]:
    text = (GOOD / PAGE).read_text(encoding="utf-8")
    return {PAGE: f"{text}\n{more}\n" if more else text}


def test_a_secret_that_was_added_and_taken_out_is_found_with_its_commit(copy: Copy) -> None:
    commit = copy.commit("Say how to log in", **page(copy, f"The token is {SECRET}."))
    copy.commit("Take it out again", **page(copy))
    (problem,) = copy.found()
    assert as_text(problem) == (
        f"""\
{PAGE}
  The commit {commit} of this change added a token of GitHub ("ghp_…") to this file. It is no longer in the text, but git keeps it.
  To fix: have it changed or revoked where it is used, which taking it out does not do. Then put the change onto one new commit:
      git reset --soft origin/main && git commit && git push --force-with-lease
  Why: upkeep/checks/#secret-in-history"""
    )


def test_a_secret_that_is_still_there_is_said_once(copy: Copy) -> None:
    copy.commit("Say how to log in", **page(copy, f"The token is {SECRET}."))
    assert [problem.rule for problem in copy.found()] == ["secret-found"]


def test_one_new_commit_without_it_is_fine(copy: Copy) -> None:
    copy.commit("Say how to log in", **page(copy, f"The token is {SECRET}."))
    copy.git("reset", "-q", "--soft", "main")
    copy.commit("Say who knows it", **page(copy, "Ask sales operations."))
    assert copy.found() == []


def test_a_secret_in_the_message_of_a_commit(copy: Copy) -> None:
    copy.commit(f"Log in with {SECRET}")
    (problem,) = copy.found()
    assert "in its message" in problem.what
    assert SECRET not in as_text(problem)


def test_private_data_and_a_file_that_is_gone(copy: Copy) -> None:
    copy.commit("Add a list", **{"training/list.csv": "Anna,anna.kovacs@fernhill.co.uk\n"})
    (copy.root / "training/list.csv").unlink()
    copy.commit("Delete it")
    (problem,) = copy.found()
    assert (problem.place.path, problem.rule) == ("training/list.csv", "secret-in-history")


def test_a_secret_that_came_with_a_merge_alone(copy: Copy) -> None:
    copy.commit("One line", **page(copy, "One."))
    copy.git("checkout", "-q", "main")
    copy.commit("Another", **page(copy, "Another."))
    copy.git("checkout", "-q", "mine")
    subprocess.run(
        ["git", "-C", str(copy.root), "merge", "-q", "main"], capture_output=True, check=False
    )
    copy.commit("Merge main", **page(copy, f"Both. {SECRET}"))
    copy.commit("Take it out", **page(copy, "Both."))
    assert [problem.rule for problem in copy.found()] == ["secret-in-history"]


def test_what_main_had_before_is_not_searched(copy: Copy) -> None:
    copy.git("checkout", "-q", "main")
    copy.commit("Before", **page(copy, SECRET))
    copy.commit("After", **page(copy))
    copy.git("checkout", "-q", "mine")
    copy.git("merge", "-q", "main")
    assert copy.found() == []


def test_a_base_that_nobody_knows_is_advice(copy: Copy) -> None:
    for base in ("nowhere", "--output=elsewhere"):
        (problem,) = copy.found(base)
        assert (problem.rule, problem.severity) == ("git-not-asked", "advice")
    assert not (copy.root / "elsewhere").exists()
    assert not (copy.root / "elsewhere..HEAD").exists()


def test_keys_that_git_keeps_are_found_anywhere(copy: Copy) -> None:
    copy.commit("Add keys", **{"deploy/.env": "A=1\n", "deploy/.env.example": "A=\n"})
    assert [(problem.place.path, problem.rule) for problem in copy.found()] == [
        ("deploy/.env", "secret-file-kept")
    ]
    (copy.root / ".gitignore").write_text(".env\n", encoding="utf-8")
    copy.git("rm", "-q", "--cached", "deploy/.env")
    assert copy.found() == []


def test_without_git_all_files_are_looked_at_but_those_that_tools_made(tmp_path: Path) -> None:
    copytree(GOOD, tmp_path, dirs_exist_ok=True)
    for name in (".venv/lib/cert.pem", "made/pyvenv.cfg", "made/lib/cert.pem", "keys/site.pem"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = edition_without_git(read_folder(tmp_path), date(2026, 11, 23)).problems()
    assert [problem.place.path for problem in found if problem.severity == "must"] == [
        "keys/site.pem"
    ]


def test_a_side_branch_that_added_and_took_out_is_looked_through(copy: Copy) -> None:
    copy.git("checkout", "-q", "-b", "side")
    copy.commit("Add", **page(copy, SECRET))
    copy.commit("Take out", **page(copy))
    copy.git("checkout", "-q", "mine")
    copy.commit(
        "Another page",
        **{"docs/motivation.md": (GOOD / "docs/motivation.md").read_text(encoding="utf-8")},
    )
    copy.git("merge", "-q", "--no-ff", "-m", "Merge", "side")
    assert [problem.rule for problem in copy.found()] == ["secret-in-history"]


def test_a_secret_in_history_is_told_whatever_else_is_missing(copy: Copy) -> None:
    """Many places miss a role that is gone; what only follows from that waits, and a secret does
    not.
    """
    roles = "docs/_facts/roles.yml"
    text = (GOOD / roles).read_text(encoding="utf-8")
    copy.commit("Say how to log in", **page(copy, f"The token is {SECRET}."))
    copy.commit(
        "Take it out again", **page(copy), **{roles: text.replace("id: seller\n", "id: vendor\n")}
    )
    assert "secret-in-history" in [problem.rule for problem in copy.found()]
