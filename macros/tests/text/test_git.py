"""Git that is not there, a damaged ``.git``, a folder without git: each is said once, with what
helps, whatever was asked.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from handbook import cli
from handbook.problems.problem import Problem
from handbook.rules.edition import edition_of
from handbook.text import git
from handbook.text.commits import read_added_lines, read_difference, read_history
from handbook.text.load import read_folder
from tests.repositories import ADJUSTED, DRAFTED, TODAY, Copy

MISSING = "git is not installed here"
DAMAGED = 'the folder ".git" seems to be damaged (git says "'
NOT_KEPT = "this folder is not kept in git"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copy:
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    root = tmp_path / "around" / "handbook"
    root.mkdir(parents=True)
    copy = Copy(root)
    copy.recorded(DRAFTED)
    copy.branch("mine")
    copy.recorded(ADJUSTED)
    return copy


def said(copy: Copy) -> list[Problem]:
    """What the rule says of everything that asks git: names, history, and the commits of a change."""
    added = read_added_lines(copy.root, "main")
    edition = edition_of(replace(copy.edition(TODAY).handbook, added=added))
    return [problem for problem in edition.problems() if problem.rule == "git-not-asked"]


def instead(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """A program called git that does what the script says, and nothing else on the PATH."""
    folder.mkdir()
    program = folder / "git"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder))


def test_where_git_is_fine_nothing_is_said(copy):
    assert said(copy) == []


# --- a damaged .git -------------------------------------------------------------------------------


def garbage(*path: str) -> Callable[[Path], object]:
    return lambda root: (root / ".git").joinpath(*path).write_bytes(b"\x00garbage\n")


def without(*path: str) -> Callable[[Path], object]:
    def take_away(root: Path) -> None:
        target = (root / ".git").joinpath(*path)
        shutil.rmtree(target) if target.is_dir() else target.unlink()

    return take_away


def cut_objects(root: Path) -> None:
    for path in (root / ".git" / "objects").glob("??/*"):
        path.chmod(0o644)
        path.write_bytes(path.read_bytes()[:5])


def without_objects(root: Path) -> None:
    for path in (root / ".git" / "objects").glob("??"):
        shutil.rmtree(path)


def gitdir(text: str) -> Callable[[Path], object]:
    def lead(root: Path) -> None:
        shutil.rmtree(root / ".git")
        (root / ".git").write_text(text)

    return lead


def dangling(root: Path) -> None:
    shutil.rmtree(root / ".git")
    (root / ".git").symlink_to(root / "gone")


def emptied(root: Path) -> None:
    shutil.rmtree(root / ".git")
    (root / ".git").mkdir()


def with_other_head(root: Path) -> None:
    (root / ".git" / "HEAD").write_text("f" * 40 + "\n")


DAMAGES = {
    "HEAD is garbage": garbage("HEAD"),
    "HEAD is missing": without("HEAD"),
    "HEAD names a commit that is not there": with_other_head,
    "the folder of objects is missing": without("objects"),
    "all objects are missing": without_objects,
    "all objects are cut": cut_objects,
    "the folder of branches is missing": without("refs"),
    "the branch is garbage": garbage("refs", "heads", "mine"),
    "the index is garbage": garbage("index"),
    "the settings are garbage": garbage("config"),
    "a file that leads nowhere": gitdir("gitdir: /nowhere/at/all\n"),
    "a file of garbage": gitdir("garbage\n"),
    "an empty file": gitdir(""),
    "a link that leads nowhere": dangling,
    "an empty folder": emptied,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("around", [False, True], ids=["alone", "inside another repository"])
def test_a_damaged_repository_is_said_once_as_advice(copy, damage, around):
    if around:
        copy.git("init", "-q", str(copy.root.parent))
    damage(copy.root)
    (problem,) = said(copy)
    assert problem.what.startswith(f"Git could not be asked everything: {DAMAGED}"), problem.what
    assert (problem.severity, problem.fix) == ("advice", git.CLONE)


@pytest.mark.parametrize("damage", ["HEAD is garbage", "all objects are cut", "an empty file"])
def test_what_a_change_touches_is_not_known_where_git_is_damaged(copy, damage):
    DAMAGES[damage](copy.root)
    changes = read_difference(copy.root, "main")
    assert changes.reason.startswith(DAMAGED)
    assert changes.fix == git.CLONE


def test_all_branches_lost_is_not_taken_for_a_new_repository(copy):
    for name in ("main", "mine"):
        (copy.root / ".git/refs/heads" / name).unlink()
    assert read_history(copy.root).reason == git.NO_COMMIT


def test_the_branch_that_is_checked_out_is_lost(copy):
    without("refs", "heads", "mine")(copy.root)
    history = read_history(copy.root)
    assert history.reason == git.NO_COMMIT
    assert "if there were commits before" in history.fix


def test_a_lost_index_hides_no_file(copy):
    copy.write("training/note.md", "A note.\n")
    copy.commit()
    before = set(read_folder(copy.root).names)
    without("index")(copy.root)
    assert set(read_folder(copy.root).names) == before
    assert said(copy) == []


def test_a_lock_that_was_left_does_not_matter(copy):
    (copy.root / ".git/index.lock").touch()
    assert said(copy) == []


def test_a_repository_that_says_it_has_no_files(copy):
    copy.git("config", "core.bare", "true")
    (problem,) = said(copy)
    assert "takes this folder for a repository without files" in problem.what
    copy.git("config", "core.bare", "false")
    assert said(copy) == []


# --- not kept, not installed, not trusted, too old, too slow --------------------------------------


def test_a_folder_that_is_not_kept_in_git(copy):
    shutil.rmtree(copy.root / ".git")
    (problem,) = said(copy)
    assert problem.what.startswith(f"Git could not be asked everything: {NOT_KEPT}.")
    assert (problem.severity, problem.fix) == ("advice", git.KEEP)


def test_without_the_program_everything_says_so(copy, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    (problem,) = said(copy)
    assert problem.what == (
        f"Git could not be asked everything: {MISSING}. Not judged: which files git leaves out, so that all were looked at; "
        "whether records were changed later; all that commits of this change added."
    )
    assert (problem.severity, problem.fix) == ("advice", git.INSTALL)
    changes = read_difference(copy.root, "main")
    assert (changes.reason, changes.fix) == (MISSING, git.INSTALL)


SAYINGS = {
    "echo 'xcrun: error: invalid active developer path' >&2; exit 1": MISSING,
    "echo \"fatal: detected dubious ownership in repository at '/x'\" >&2; exit 128": "belongs to another user",
    "echo \"fatal: unsafe repository ('/x' is owned by someone else)\" >&2; exit 128": "belongs to another user",
    "echo 'error: unknown option `cached' >&2; exit 129": "too old",
    "echo '--is-shallow-repository'": "too old",
    "echo 'fatal: unknown repository extension found' >&2; exit 128": "too old",
    "echo 'fatal: cannot open .git/HEAD: Permission denied' >&2; exit 128": "may not read",
    "echo 'fatal: bad config line 1 in file /home/me/.gitconfig' >&2; exit 128": "its settings in /home/me/.gitconfig",
    "echo 'fatal: bad config line 1 in file .git/config' >&2; exit 128": DAMAGED,
    "exit 1": git.SILENT,
    "kill -9 $$": git.SILENT,
}


@pytest.mark.parametrize("script", SAYINGS)
def test_what_git_may_say_instead(copy, monkeypatch, tmp_path, script):
    instead(monkeypatch, tmp_path / "bin", script)
    history = read_history(copy.root)
    assert SAYINGS[script] in history.reason
    assert history.fix


def test_a_program_that_cannot_be_started(copy, monkeypatch, tmp_path):
    instead(monkeypatch, tmp_path / "bin", "")
    (tmp_path / "bin/git").write_bytes(b"\x00")
    assert read_history(copy.root).reason == "git is installed here but does not start"


def test_a_folder_of_somebody_else(copy, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    (problem,) = said(copy)
    assert "this folder belongs to another user of this computer" in problem.what
    assert f'git config --global --add safe.directory "{copy.root}"' in problem.fix


def test_git_that_does_not_answer(copy, monkeypatch, tmp_path):
    sleep = shutil.which("sleep")
    instead(monkeypatch, tmp_path / "bin", f"{sleep} 20 & {sleep} 20")
    monkeypatch.setattr(git, "TIME_OUT", 0.2)
    assert read_history(copy.root).reason == "git did not answer within 0.2 seconds"


# --- what a change is compared with ---------------------------------------------------------------


@pytest.mark.parametrize("base", ["nowhere", "--output=elsewhere", "-h", "main^9"])
def test_a_base_that_nobody_knows(copy, base):
    for found in (read_difference(copy.root, base), read_added_lines(copy.root, base)):
        assert found.reason == f'git knows no branch or commit "{base}" here'
        assert "git fetch --unshallow" in found.fix
    assert not (copy.root / "elsewhere").exists()


def test_branches_that_have_nothing_in_common(copy):
    copy.git("checkout", "-q", "--orphan", "alone")
    copy.commit()
    assert read_difference(copy.root, "main").reason == (
        'this change and "main" have no commit in common here'
    )


# --- the commands ---------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", ["missing", "damaged", "not kept"])
def test_check_says_which_and_ends_as_without_it(copy, monkeypatch, trouble):
    words = ["check", "--root", str(copy.root), "--today", TODAY.isoformat()]
    before = CliRunner().invoke(cli.app, words)
    if trouble == "missing":
        monkeypatch.setenv("PATH", "/nowhere")
    elif trouble == "damaged":
        garbage("HEAD")(copy.root)
    else:
        shutil.rmtree(copy.root / ".git")
    ran = CliRunner().invoke(cli.app, words)
    reasons = {"missing": MISSING, "damaged": DAMAGED, "not kept": NOT_KEPT}
    assert [name for name, reason in reasons.items() if reason in ran.stdout] == [trouble]
    assert ran.exit_code == before.exit_code
    assert "Traceback" not in ran.output
