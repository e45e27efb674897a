"""An upgrade with edits on both sides: nothing of the company's is lost, and it can be run again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.adopt.migration import contract
from tests.adopt.wheels import (
    COMPANY,
    NEW,
    NEW_SHELL,
    OLD,
    OLD_SHELL,
    OURS,
    commit,
    company,
    git,
    upgrade,
    wheel_name,
    write_wheel,
)
from tests.faults import files, tree

Said = Callable[[], str]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return company(tmp_path / "Our handbook")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return write_wheel(tmp_path, NEW, NEW_SHELL)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    return lambda: "".join(capsys.readouterr())


def text(root: Path, path: str) -> str:
    return (root / path).read_text()


def kept(root: Path) -> dict[str, bytes]:
    return {path: data for path, data in files(root).items() if not path.startswith(".git/")}


# --- what becomes of each file


def test_what_they_left_alone_is_taken_from_the_new_version(root, new):
    upgrade(root, new)
    for path in (".github/workflows/check.yml", "checks/test_pages.py", "checks/test_added.py"):
        assert (root / path).read_bytes() == NEW_SHELL[path]
    assert not (root / "checks/test_gone.py").exists()


def test_what_both_have_changed_has_both_changes(root, new):
    upgrade(root, new)
    assert (
        text(root, "Makefile")
        == "build:\n\tmkdocs build --strict\n\n\ncheck:\n\tpytest --our-way\n"
    )


def test_where_both_disagree_both_are_there_and_it_is_told(root, new, said):
    assert upgrade(root, new) == 3
    assert text(root, "README.md") == (
        "<<<<<<< yours\n# How Fernhill sells\n=======\n# The handbook of this company\n"
        ">>>>>>> version 1.0.0\n\nRun make.\n"
    )
    told = said()
    assert "README.md: YOU AND THE NEW VERSION DISAGREE IN 1 PLACE: look for <<<<<<<" in told
    assert (
        "  README.md: keep what is right between <<<<<<< and >>>>>>>"
        in told.partition("To decide:")[2]
    )


def test_what_they_changed_and_nobody_needs_any_more_stays(root, new, said):
    upgrade(root, new)
    assert (root / "checks/test_gone_too.py").read_bytes() == b"gone = 2\n"
    assert "checks/test_gone_too.py: no longer needed, but you have changed it" in said()


def test_of_two_pictures_theirs_stays(root, new, said):
    upgrade(root, new)
    assert (root / "macros/theme/assets/logo.png").read_bytes() == b"\x89PNG\0ours"
    assert "macros/theme/assets/logo.png: you and the new version have both changed it" in said()


def test_what_they_have_deleted_stays_away(root, new, said):
    (root / "checks/test_pages.py").unlink()
    commit(root)
    upgrade(root, new)
    assert not (root / "checks/test_pages.py").exists()
    assert "checks/test_pages.py: you have deleted it" in said()


@pytest.mark.parametrize(
    "path", ["docs/index.md", "macros/own/tenders/rules.py", "checks/test_own.py"]
)
def test_what_is_theirs_alone_is_never_touched(root, new, path):
    upgrade(root, new)
    assert (root / path).read_bytes() == OURS[path]
    assert not (root / "macros/own/example.py").exists()


def test_lines_that_end_as_on_windows_are_no_change(root, new):
    (root / "checks/test_pages.py").write_bytes(b"old = 1\r\n")
    commit(root)
    upgrade(root, new)
    assert (root / "checks/test_pages.py").read_bytes() == b"new = 1\r\n"


def test_the_wheel_is_replaced_and_the_facts_follow_the_new_contract(root, new):
    upgrade(root, new)
    assert [path.name for path in (root / "macros").glob("*.whl")] == [wheel_name(NEW)]
    assert (root / "macros" / new.name).read_bytes() == new.read_bytes()
    assert text(root, "docs/_facts/company.yml") == f"{COMPANY.decode()}contract: {contract()}\n"


def test_it_says_what_is_new_what_changed_and_what_to_do_next(root, new, said):
    upgrade(root, new)
    told = said()
    assert told.startswith(
        "From version 0.1.0 to 1.0.0.\n\nWhat is new:\n  The engine is one wheel"
    )
    assert "\nFiles around the handbook:\n" in told
    assert told.endswith("run make check, which installs the new version, and commit.\n")


# --- once, twice, not at all


def test_a_dry_run_writes_nothing_and_shows_every_line(root, new, said):
    before = tree(root)
    assert upgrade(root, new, "--dry-run") == 0
    assert tree(root) == before
    told = said()
    assert "--- Makefile\n+++ Makefile\n" in told
    assert "-\tmkdocs build\n+\tmkdocs build --strict\n" in told
    assert f"+contract: {contract()}\n" in told
    assert f"Binary file macros/{wheel_name(NEW)} is new\n" in told
    assert told.endswith("Nothing was written. Without --dry-run, 9 files would change.\n")


def test_run_twice_it_is_done_once(root, new, said):
    upgrade(root, new)
    once = kept(root)
    said()
    upgrade(root, new)
    assert kept(root) == once
    assert said().endswith(
        "All of this is here already. Look at it with git diff, and commit it.\n"
    )


def test_once_it_is_committed_there_is_nothing_to_do(root, new, said):
    upgrade(root, new)
    commit(root)
    before = kept(root)
    said()
    assert upgrade(root, new) == 0
    assert said() == "There is nothing to upgrade: this handbook has version 1.0.0 already.\n"
    assert kept(root) == before


def test_facts_from_before_are_migrated_by_the_same_wheel(root, new, said):
    upgrade(root, new)
    company = root / "docs/_facts/company.yml"
    company.write_text(COMPANY.decode() + "contract: 0\n")
    commit(root)
    assert upgrade(root, root / "macros" / new.name) == 0
    assert company.read_text() == f"{COMPANY.decode()}contract: {contract()}\n"


def test_the_next_upgrade_begins_from_the_last(root, new, tmp_path):
    upgrade(root, new)
    (root / "README.md").write_text("# How Fernhill sells\n\nRun make.\n")
    commit(root)
    later = {**NEW_SHELL, "README.md": NEW_SHELL["README.md"] + b"Or make serve.\n"}
    assert upgrade(root, write_wheel(tmp_path, "1.10.0", later)) == 0
    assert text(root, "README.md") == "# How Fernhill sells\n\nRun make.\nOr make serve.\n"


# --- refusals: nothing is changed


def refused(root: Path, wheel: Path, said: Said) -> str:
    before = tree(root)
    assert upgrade(root, wheel) == 2
    assert tree(root) == before
    told = said()
    assert told.startswith("Not upgraded")
    assert told.count("\n") == 1
    return told


@pytest.mark.parametrize("path", ["docs/index.md", "README.md", "Makefile", "other.txt"])
def test_changes_that_are_not_committed_are_not_mixed_in(root, new, said, path):
    (root / "other.txt").write_text("once\n")
    commit(root)
    (root / path).write_text("in the middle of writing\n")
    assert f"What you changed in {path} is not committed" in refused(root, new, said)


def test_neither_are_those_that_are_staged(root, new, said):
    git(root, "rm", "-q", "docs/index.md")
    assert "What you changed in docs/index.md is not committed" in refused(root, new, said)


def test_what_git_does_not_know_and_the_upgrade_does_not_need_is_left_alone(root, new):
    (root / "notes.txt").write_text("mine\n")
    upgrade(root, new)
    assert text(root, "notes.txt") == "mine\n"


def test_a_file_of_theirs_where_a_new_one_should_be(root, new, said):
    (root / "checks/test_added.py").write_text("mine\n")
    assert '"checks/test_added.py" is in the way: git does not keep it' in refused(root, new, said)
    commit(root)
    assert '"checks/test_added.py" is yours, and the new version brings' in refused(root, new, said)


@pytest.mark.parametrize("elsewhere", ["file", "folder"])
def test_a_link_in_the_way(root, new, said, tmp_path, elsewhere):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(OLD_SHELL["checks/test_pages.py"])
    (root / "checks/test_pages.py").unlink()
    (root / "checks/test_pages.py").symlink_to(tmp_path / elsewhere)
    commit(root)
    assert "checks/test_pages.py" in refused(root, new, said)


def test_an_older_wheel(root, said, tmp_path):
    older = write_wheel(tmp_path, "0.0.9", OLD_SHELL)
    assert "This handbook has version 0.1.0, and the wheel is the older 0.0.9." in refused(
        root, older, said
    )


def test_another_wheel_of_the_same_version(root, said, tmp_path):
    same = write_wheel(tmp_path, OLD, NEW_SHELL)
    assert "the wheel of the same version is another one" in refused(root, same, said)


def test_a_folder_without_a_wheel(root, new, said):
    (root / "macros" / wheel_name(OLD)).unlink()
    commit(root)
    assert "macros/ holds no wheel that is committed" in refused(root, new, said)


def test_a_folder_with_two_wheels(root, new, said):
    write_wheel(root / "macros", "0.0.1", OLD_SHELL)
    commit(root)
    assert "macros/ holds 2 wheels" in refused(root, new, said)


def test_a_folder_that_git_does_not_keep(new, said, tmp_path):
    (tmp_path / "plain").mkdir()
    assert "this folder is not kept in git" in refused(tmp_path / "plain", new, said)


def test_a_folder_where_nothing_is_committed(new, said, tmp_path):
    (tmp_path / "begun").mkdir()
    git(tmp_path / "begun", "init", "-q")
    assert "git finds no commit" in refused(tmp_path / "begun", new, said)


def test_facts_that_cannot_be_read(root, new, said):
    (root / "docs/_facts/company.yml").write_text("name: [Fernhill\n")
    commit(root)
    assert "handbook check says where" in refused(root, new, said)


def test_a_handbook_in_a_folder_of_a_larger_repository(tmp_path, new):
    inner = company(tmp_path / "all" / "handbook")
    (inner / ".git").rename(tmp_path / "all" / ".git")
    commit(tmp_path / "all")
    assert upgrade(inner, new) == 3
    assert text(inner, "checks/test_added.py") == "added = 1\n"
    assert upgrade(inner, new) == 3
