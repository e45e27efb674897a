"""Every command that writes: all of it or nothing, in words, and through the one writer."""

from __future__ import annotations

import errno
import os
import resource
from pathlib import Path
from shutil import copytree

import pytest

from handbook.disk import LEFTOVER
from handbook.load import Folder
from handbook.lock import LOCK
from tests.commands import COMMANDS, each_command, handbook_in, run
from tests.faults import fails_with, faulty, files, in_a_child, killed_at, tree

CHANGES = ("write", "replace", "unlink")  # the steps after which a file is another one
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def first(_good_folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handbook as it is before each command."""
    return handbook_in(tmp_path_factory.mktemp("first"), _good_folder)


@pytest.fixture
def root(first: Path, tmp_path: Path) -> Path:
    return fresh(first, tmp_path / "root")


def fresh(first: Path, place: Path) -> Path:
    copytree(first, place)
    return place


def without_leftovers(there: Files) -> Files:
    return {
        path: data
        for path, data in there.items()
        if not LEFTOVER.fullmatch(path.rpartition("/")[2]) and path != LOCK
    }


def wanted(first: Path, place: Path, name: str) -> Files:
    """What the command makes of the folder when nothing is in its way."""
    done = run(fresh(first, place), COMMANDS[name])
    assert done.exit_code == 0, done.output
    return files(place)


@each_command
def test_a_command_writes_something_and_leaves_nothing_else(first, tmp_path, name):
    after = wanted(first, tmp_path / "done", name)
    assert after != files(first)
    assert after == without_leftovers(after)


@each_command
def test_killed_at_any_step_each_file_is_old_or_new(first, tmp_path, name):
    before, after, at = files(first), wanted(first, tmp_path / "done", name), 0
    killed = True
    while killed:
        at += 1
        root = fresh(first, tmp_path / f"step {at}")
        killed = killed_at(at, lambda root=root: run(root, COMMANDS[name]), CHANGES)
        now = without_leftovers(files(root))
        for path in {*before, *after, *now}:
            assert is_old_or_new(path, now.get(path), before.get(path), after.get(path)), f"step {at}: {path}"
        gone = [path for path in before if path not in now]
        assert not gone or all(now.get(path) == data for path, data in after.items()), f"step {at}: {gone}"
    assert at > 1, "no step of this command was found"
    assert now == after


def is_old_or_new(path: str, now: bytes | None, before: bytes | None, after: bytes | None) -> bool:
    """Whole, one or the other; only the summary of a job, which others write to as well, just grows."""
    if path == "summary.md" and before and now and after:
        return now.startswith(before) and after.startswith(now)
    return now in (before, after)


@each_command
def test_a_fault_at_any_step_is_one_line_and_nothing_is_changed(first, tmp_path, name):
    before, at, told = tree(first), 0, 0
    passed = False
    while not passed:
        at += 1
        root = fresh(first, tmp_path / f"step {at}")
        with faulty(at, fails_with(errno.ENOSPC), ("mkdir", "open", *CHANGES)) as steps:
            done = run(root, COMMANDS[name])
        passed = len(steps.done) < at
        if done.exit_code:
            told += 1
            assert done.exit_code in (1, 2), done.output
            assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
            assert in_one_line(done.stderr), done.stderr
            assert {path: data for path, data in tree(root).items() if path != LOCK} == before, f"step {at}"
    assert told, "no fault was told"


def in_one_line(said: str) -> bool:
    lines = [line for line in said.splitlines() if line]
    return len(lines) == 1 and lines[0].startswith(("Not written. ", "handbook: "))


# --- the disk as it really is ------------------------------------------------------------------------


@each_command
@pytest.mark.parametrize("most", [0, 1024])
def test_where_files_may_not_grow_a_command_says_so_in_one_line(first, tmp_path, name, most):
    before, after = files(first), wanted(first, tmp_path / "done", name)
    root = fresh(first, tmp_path / "root")
    status, said = in_a_child(lambda: limited(root, name, most))
    if os.waitstatus_to_exitcode(status) == 0:
        assert most, "it had no room at all"
        assert files(root) == after
    else:
        assert os.waitstatus_to_exitcode(status) in (1, 2), said
        assert in_one_line(said), said
        assert files(root) == before


def limited(root: Path, name: str, most: int) -> int:
    """The command, where no file may grow beyond so many bytes: what `ulimit -f` does. Meant for a child of its own."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    done = run(root, COMMANDS[name])
    os.write(1, done.stderr.encode())
    return done.exit_code


def test_a_page_that_is_moved_on_a_full_disk_keeps_its_bytes(root):
    page = (root / "docs/training.md").read_bytes()
    assert len(page) > 100
    status, said = in_a_child(lambda: limited(root, "move", 100))
    assert os.waitstatus_to_exitcode(status) == 1, said
    assert (root / "docs/training.md").read_bytes() == page
    assert said.startswith("Not written. "), said
