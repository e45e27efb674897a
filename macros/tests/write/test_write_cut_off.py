"""A change that is killed, stopped or interrupted: everything is old or everything new."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handbook.write.disk import LEFTOVER
from handbook.write.writer import Change, carry_out
from tests.faults import (
    fails_with,
    faulty,
    files,
    files_alone,
    is_interrupted,
    killed_at,
    said_by,
    tree,
)
from tests.write.moves import MOVE, MOVED, fresh, steps, steps_of


def test_killed_at_any_step_each_file_is_old_or_new_and_no_page_is_lost(tmp_path):
    for at in range(1, steps_of(tmp_path) + 1):
        root = fresh(tmp_path)
        assert killed_at(at, lambda root=root: carry_out(root, MOVE)), (
            f"nothing was killed at step {at}"
        )
        now = files_alone(root)
        assert now.get("docs/menu.yml") in (b"menu\n", b"new menu\n"), f"step {at}"
        assert now.get("docs/a.md") == b"page\n" or now == MOVED, f"step {at}"
        assert now.get("docs/new/b.md") in (None, b"moved\n"), f"step {at}"
        assert set(now) <= {"docs/a.md", *MOVED}, f"step {at}"
        carry_out(root, Change({"docs/other.md": "next"}))
        assert files(root) == {**now, "docs/other.md": b"next"}, f"step {at}: something was left"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_at_any_step_everything_is_old_or_everything_new(tmp_path, number):
    found = set()
    for at in range(1, steps_of(tmp_path) + 1):
        root = fresh(tmp_path)
        before = files(root)
        status = stopped_at(at, number, lambda root=root: carry_out(root, MOVE))
        assert os.WIFSIGNALED(status), f"step {at}: went on as if nothing had been"
        assert os.WTERMSIG(status) == number, f"step {at}"
        assert files(root) in (before, MOVED), f"step {at}"
        found.add(files(root) == MOVED)
    assert found == {True, False}


def stopped_at(at: int, number: int, do: Callable[[], object]) -> int:
    """How a child ends that gets a signal at a step."""
    child = os.fork()
    if not child:
        signal.signal(number, signal.SIG_DFL)
        with faulty(at, lambda name, given: signal.raise_signal(number)):
            do()
        os._exit(0)
    return os.waitpid(child, 0)[1]


@pytest.fixture
def interrupts() -> Iterator[None]:
    """Ctrl+C as in a terminal, also where whoever runs the tests ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_interrupted_it_says_so_after_everything_was_put_back(root, interrupts):
    before = tree(root)
    with faulty(12, is_interrupted) as counted, pytest.raises(KeyboardInterrupt):
        carry_out(root, MOVE)
    assert len(counted.done) > 12
    assert tree(root) == before


def test_a_signal_that_somebody_handles_is_handled_and_the_change_refused(root):
    heard = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: heard.append(number))
    try:
        with faulty(10, lambda name, given: signal.raise_signal(signal.SIGTERM)):
            assert said_by(root, MOVE) == "The command was stopped."
        assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    finally:
        signal.signal(signal.SIGTERM, before)
    assert heard == [signal.SIGTERM]
    assert files(root) == {"docs/a.md": b"page\n", "docs/menu.yml": b"menu\n"}


def test_what_cannot_be_put_back_is_named_with_the_place_of_its_old_text(root):
    def fault(name: str, given: tuple[object, ...]) -> None:
        counted.at += 1  # from here on, nothing works any more
        fails_with(errno.EIO)(name, given)

    second_rename = steps(root.parent).index("replace") + 2
    with faulty(second_rename, fault) as counted:
        said = said_by(root, MOVE)
    assert "This could not be put back: " in said
    assert f'"{root}/docs/new/b.md" (it is new)' in said
    kept = [part for part in said.split('"') if LEFTOVER.search(part)]
    assert {Path(path).read_bytes() for path in kept if Path(path).exists()} == {b"menu\n"}
