"""Every command that writes: all of it or nothing, in words, and through the one writer."""

from __future__ import annotations

import errno
import os
import resource
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest

from handbook.text.load import Folder, read_folder
from handbook.write.disk import LEFTOVER, is_of_the_disk
from handbook.write.lock import LOCK
from handbook.write.writer import sentence
from tests.faults import fails_with, faulty, files, in_a_child, killed_at, tree, watched
from tests.running import (
    COMMANDS,
    FOUND,
    SAMPLE,
    each_command,
    each_command_stepwise,
    fresh,
    handbook_in,
    run,
)

CHANGES = ("write", "replace", "unlink")  # the steps after which a file is another one
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def first(_good_folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The handbook as it is before each command."""
    first = handbook_in(tmp_path_factory.mktemp("first"), _good_folder)
    before = tree(first)
    yield first
    assert tree(first) == before, "a command wrote into a file, not into its place"


@pytest.fixture
def root(first: Path, tmp_path: Path) -> Path:
    return fresh(first, tmp_path / "root")


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


@each_command_stepwise
def test_killed_at_any_step_each_file_is_old_or_new(first, root, name):
    before, seen = files(first), []
    with watched(lambda: seen.append(without_leftovers(files(root))), CHANGES):
        assert run(root, COMMANDS[name]).exit_code == 0
    after = files(root)
    for step, now in enumerate(seen, 1):
        for path in {*before, *after, *now}:
            assert is_old_or_new(path, now.get(path), before.get(path), after.get(path)), (
                f"step {step}: {path}"
            )
        gone = [path for path in before if path not in now]
        assert not gone or all(now.get(path) == data for path, data in after.items()), (
            f"step {step}: {gone}"
        )
    assert seen, "no step of this command was found"


@pytest.mark.parametrize("name", SAMPLE)
def test_a_killed_command_leaves_what_is_on_the_disk_between_two_steps(first, tmp_path, name):
    root, seen = fresh(first, tmp_path / "root"), []
    with watched(lambda: seen.append(without_leftovers(files(root))), CHANGES):
        run(root, COMMANDS[name])
    for step in sorted({1, len(seen) // 2, len(seen)}):
        cut_off = fresh(first, tmp_path / f"step {step}")
        assert killed_at(step, lambda root=cut_off: run(root, COMMANDS[name]), CHANGES)
        assert without_leftovers(files(cut_off)) == seen[step - 1]


def with_a_life(root: Path) -> Path:
    """A page that was moved before, with records at both places, and a question outside the
    handbook that names it.
    """
    (root / "docs/_facts/moved.yml").unlink(missing_ok=True)  # it is shared
    (root / "docs/_facts/moved.yml").write_text("- {from: first.md, to: training.md}\n")
    for place, step in (("training", "drafted"), ("first", "adjusted")):
        (root / "docs/_records" / place).mkdir(parents=True, exist_ok=True)
        record = f"step: {step}\non: 2026-09-14\nby: seller\n"
        (root / "docs/_records" / place / f"2026-09-14-{step}-seller-3f2a9c.yml").write_text(record)
    return root


@pytest.mark.parametrize("target", ["learn/first-month.md", "first.md", "training/index.md"])
def test_a_move_that_is_killed_at_any_step_is_finished_by_the_next(first, tmp_path, target):
    """A copy is made at each step: it is as the folder would be, were the command killed then."""
    words, root = ["move", "training.md", target], with_a_life(fresh(first, tmp_path / "root"))
    cut_off: list[Path] = []

    def copy() -> None:
        cut_off.append(copytree(root, tmp_path / f"{len(cut_off)}", copy_function=os.link))

    with watched(copy, CHANGES[1:]):
        assert run(root, words).exit_code == 0
    after = files(root)
    for step, left in enumerate(cut_off, 1):
        again = run(left, words)
        assert again.exit_code == 0, again.output
        assert {path: data for path, data in files(left).items() if path != LOCK} == after, (
            f"step {step}"
        )
    assert len(cut_off) > 9


def test_a_move_that_was_cut_off_and_changed_since_says_what_to_do(first, tmp_path):
    root, words = with_a_life(fresh(first, tmp_path / "root")), ["move", "training.md", "new.md"]
    at = 1
    while not (root / "docs/_records/new").is_dir():
        at += 1
        killed_at(at, lambda: run(root, words), ("replace",))
    killed_at(2, lambda: run(root, words), ("replace",))
    (root / "docs/new.md").write_text("# Mine\n")
    done = run(root, words)
    assert done.exit_code == 1
    assert in_one_line(done.stderr)
    assert 'An earlier move of "training.md" to "new.md" was cut off' in done.stderr
    assert "git status" in done.stderr


def is_old_or_new(path: str, now: bytes | None, before: bytes | None, after: bytes | None) -> bool:
    """Whole, one or the other; only the summary of a job, which others write to as well, just
    grows.
    """
    if path == "summary.md" and before and now and after:
        return now.startswith(before) and after.startswith(now)
    return now in (before, after)


@each_command_stepwise
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
            assert {path: data for path, data in tree(root).items() if path != LOCK} == before, (
                f"step {at}"
            )
    assert told, "no fault was told"


def in_one_line(said: str) -> bool:
    lines = [line for line in said.splitlines() if line]
    return len(lines) == 1 and lines[0].startswith(("Not written. ", "handbook: "))


# --- the disk as it really is ---------------------------------------------------------------------


@each_command_stepwise
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


@each_command_stepwise
def test_in_a_folder_that_may_only_be_read_a_command_says_so_in_one_line(first, tmp_path, name):
    """As somebody who is not root, because root may write everywhere."""
    wanted(
        first, tmp_path / "done", name
    )  # whatever is loaded late is loaded now, while it may be read
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        root = Path(copytree(first, Path(place) / "root"))
        for path in [root, *root.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        before = files(root)
        status, said = in_a_child(lambda: run_as_nobody(root, name))
        assert os.waitstatus_to_exitcode(status) in (1, 2), said
        assert in_one_line(said), said
        assert "may not write" in said or "may only be read" in said
        assert files(root) == before


def run_as_nobody(root: Path, name: str) -> int:
    if os.geteuid() == 0:
        os.seteuid(65534)
    done = run(root, COMMANDS[name])
    os.write(1, done.stderr.encode())
    return done.exit_code


def limited(root: Path, name: str, most: int) -> int:
    """The command, where no file may grow beyond so many bytes: what `ulimit -f` does. Meant for a
    child of its own.
    """
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


def test_where_not_one_temporary_file_can_be_made_the_cause_is_named():
    status, said = in_a_child(without_temporary_files)
    assert os.waitstatus_to_exitcode(status) == 1, said
    assert said.startswith(
        '"customers.xlsx" could not be written: no temporary file can be made: the disk is full'
    )


def without_temporary_files() -> int:
    """As a new process finds it where no file may grow. Meant for a child of its own."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    tempfile.tempdir = None
    try:
        tempfile.gettempdir()
    except OSError as error:
        os.write(1, sentence(error, "customers.xlsx").encode())
        return int(is_of_the_disk(error))
    return 0


# --- two at once, and what is left ----------------------------------------------------------------


def test_two_reviews_at_once_are_both_there_or_one_is_refused(root):
    """Neither says "Written" of what is not there afterwards."""
    started, go_on = os.pipe()
    found = ["the first limit was wrong, corrected", "the second limit was wrong, corrected"]
    children = [start(lambda text=text: reviewed(root, text, started)) for text in found]
    os.write(go_on, b"..")
    written = [
        text for text, child in zip(found, children, strict=True) if os.waitpid(child, 0)[1] == 0
    ]
    kept = b"".join(
        data for path, data in files(root).items() if path.startswith("docs/_records/")
    ).decode()
    assert written, "both were refused"
    assert [text for text in found if text in kept] == written
    assert not (root / LOCK).exists()


def start(do: Callable[[], int]) -> int:
    child = os.fork()
    if not child:
        code = 99
        try:
            code = do()
        finally:
            os._exit(code)
    return child


def reviewed(root: Path, text: str, started: int) -> int:
    os.read(started, 1)
    return run(root, ["review", "training.md", "--by", "sales-director", "--found", text]).exit_code


def test_what_a_killed_command_leaves_is_no_part_of_the_handbook(good, problems_of, tmp_path):
    root = handbook_in(tmp_path / "root", good)
    before = problems_of(read_folder(root))
    for place in (
        "docs",
        "docs/_facts",
        "docs/_facts/training/questions",
        "docs/_records",
        "docs/sales-book",
    ):
        (root / place).mkdir(exist_ok=True)
        (root / place / ".handbook-0123456789abcdef.tmp").write_bytes(b"half a pag\xff")
    assert problems_of(read_folder(root)) == before
    assert run(root, COMMANDS["record"]).exit_code == 0
    assert files(root) == without_leftovers(files(root))


def test_what_is_written_is_said_only_afterwards(root, monkeypatch):
    monkeypatch.setattr(
        os, "replace", lambda *given: (_ for _ in ()).throw(OSError(errno.EIO, "broken"))
    )
    done = run(root, COMMANDS["review"])
    assert done.exit_code == 1
    assert "Written" not in done.stdout


def test_several_pages_are_reviewed_together_or_not_at_all(root):
    before = files(root)
    done = run(
        root, ["review", "training.md", "nowhere.md", "--by", "sales-director", "--found", FOUND]
    )
    assert done.exit_code == 1
    assert files(root) == before


def test_a_bank_in_another_folder_is_written_there(root, tmp_path):
    (root / "training/admission").rename(tmp_path / "kept")
    done = run(root, ["checked", "bank-stages-1", "--bank", str(tmp_path / "kept")])
    assert done.exit_code == 0, done.output
    assert b"checked_on: 2026-11-23" in (tmp_path / "kept/bank-stages-1.yml").read_bytes()


@pytest.mark.parametrize(
    "target", ["index.md/a.md", "training.md/a.md", "sales-book", "sales-book/", "a.md/b/c.md"]
)
def test_a_page_is_not_moved_where_a_page_or_folder_is(root, target):
    before = files(root)
    done = run(root, ["move", "training.md", target])
    assert done.exit_code == 1
    assert in_one_line(done.stderr)
    assert files(root) == before


@pytest.mark.parametrize("in_the_way", ["a link", "a link to a folder", "a folder"])
def test_a_page_is_not_moved_onto_what_is_no_page(root, tmp_path, in_the_way):
    (tmp_path / "outside").mkdir()
    if in_the_way == "a folder":
        (root / "docs/new.md").mkdir()
    elif in_the_way == "a link":
        (root / "docs/new.md").symlink_to(tmp_path / "outside/page.md")
    else:
        (root / "docs/new").symlink_to(tmp_path / "outside")
    before = files(root)
    target = "new/page.md" if in_the_way == "a link to a folder" else "new.md"
    done = run(root, ["move", "training.md", target])
    assert done.exit_code == 1
    assert in_one_line(done.stderr)
    assert files(root) == before
    assert not list((tmp_path / "outside").iterdir())
