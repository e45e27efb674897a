"""Two commands that write at once: one waits for the other, or is refused; nothing is mixed and
nothing is lost.
"""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from handbook.write import lock
from handbook.write.writer import Change, carry_out
from tests.faults import (
    files,
    fill,
    refused,
    said_by,
)

MOVE = Change(
    {"docs/new/b.md": "moved\n", "docs/menu.yml": b"new menu\n"},
    ("docs/a.md",),
    {"docs/a.md": b"page\n", "docs/menu.yml": b"menu\n", "docs/new/b.md": None},
)
MOVED = {"docs/new/b.md": b"moved\n", "docs/menu.yml": b"new menu\n"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "handbook"
    fill(folder, {"docs/a.md": b"page\n", "docs/menu.yml": b"menu\n"})
    return folder


def test_of_two_that_read_the_same_one_is_written_and_one_refused(root):
    mine, theirs = (
        Change({"docs/a.md": who}, expected={"docs/a.md": b"page\n"}) for who in ("mine", "theirs")
    )
    carry_out(root, mine)
    assert "has changed in the meantime" in refused(root, theirs)
    assert (root / "docs/a.md").read_text() == "mine"


def test_many_at_once_never_mix(root):
    """Eight writers count up two files that must always be equal; each waits for the others or is
    refused.
    """

    def count() -> None:
        done = 0
        while done < 5:
            read = {path: (root / path).read_bytes() for path in ("docs/one.md", "docs/two.md")}
            more = str(int(read["docs/one.md"]) + 1)
            done += not said_by(root, Change(dict.fromkeys(read, more), expected=read))

    fill(root, {"docs/one.md": b"0", "docs/two.md": b"0"})
    writers = [threading.Thread(target=count) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert files(root / "docs") == {
        "a.md": b"page\n",
        "menu.yml": b"menu\n",
        "one.md": b"40",
        "two.md": b"40",
    }
    assert not (root / lock.LOCK).exists()


def test_another_command_is_waited_for_and_that_is_said(root):
    said: list[str] = []
    inside, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with lock.locked(root, lock.StopFlag(), lambda: None):
            inside.set()
            go_on.wait()

    other = threading.Thread(target=first)
    other.start()
    inside.wait()

    def waiting() -> None:
        said.append("waiting")
        assert (root / "docs/a.md").exists()
        go_on.set()

    carry_out(root, MOVE, waiting)
    other.join()
    assert said == ["waiting"]
    assert files(root) == MOVED


def test_nobody_waits_for_ever(root, monkeypatch):
    monkeypatch.setattr(lock, "LONGEST_WAIT", 0.0)
    with lock.locked(root, lock.StopFlag(), lambda: None):
        assert "Another command has been writing" in said_by(root, MOVE)
    assert said_by(root, MOVE) == ""


def test_whoever_waits_can_be_stopped(root):
    stop = lock.StopFlag()
    stop.signal = signal.SIGINT
    with (
        lock.locked(root, lock.StopFlag(), lambda: None),
        pytest.raises(lock.StopRequested),
        lock.locked(root, stop, lambda: None),
    ):
        pass


@pytest.mark.parametrize("planted", ["a link", "a folder", "a file of a killed command", "a pipe"])
def test_what_is_planted_under_the_name_of_the_lock_is_not_followed(root, tmp_path, planted):
    place, outside = root / lock.LOCK, tmp_path / "outside"
    outside.write_bytes(b"mine")
    if planted == "a link":
        place.symlink_to(outside)
    elif planted == "a folder":
        place.mkdir()
    elif planted == "a pipe":
        os.mkfifo(place)
    else:
        place.write_bytes(b"")
    said = said_by(root, Change({"docs/a.md": "new"}))
    assert bool(said) == (planted in ("a link", "a folder"))
    assert outside.read_bytes() == b"mine"
    assert "\n" not in said
