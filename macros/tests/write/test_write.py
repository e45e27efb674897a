"""The one writer of files: all of a change or nothing of it, whatever happens in between."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.write import lock
from handbook.write.writer import Change, WriteError, append, carry_out, scratch
from tests.faults import (
    FULL,
    fails_with,
    faulty,
    files,
    files_alone,
    fill,
    left_alone,
    refused,
    said_by,
    tree,
)
from tests.write.moves import MOVE, MOVED, fresh, steps_of

# --- what a change does ---------------------------------------------------------------------------


def test_a_change_is_carried_out_and_leaves_nothing_else(root):
    carry_out(root, MOVE)
    assert files(root) == MOVED


def test_a_folder_that_is_empty_afterwards_is_gone_and_the_others_stay(root):
    fill(root, {"docs/x/y/page.md": b"1", "docs/x/z.md": b"2"})
    carry_out(root, Change(delete=("docs/x/y/page.md",)))
    assert not (root / "docs/x/y").exists()
    carry_out(root, Change(delete=("docs/x/z.md",)))
    assert not (root / "docs/x").exists()
    carry_out(root, Change(delete=("docs/a.md", "docs/menu.yml")))
    assert tree(root) == {"docs": None}


def test_a_file_keeps_its_rights(root):
    for mode in (0o600, 0o640, 0o755):
        (root / "docs/a.md").chmod(mode)
        carry_out(root, Change({"docs/a.md": "new"}))
        assert stat.S_IMODE((root / "docs/a.md").stat().st_mode) == mode


def test_a_new_file_has_the_rights_that_its_writer_gives_to_new_files(root):
    before = os.umask(0o027)
    try:
        carry_out(root, Change({"docs/b.md": "new"}))
    finally:
        os.umask(before)
    assert stat.S_IMODE((root / "docs/b.md").stat().st_mode) == 0o640


def test_a_folder_that_is_not_there_is_made(tmp_path):
    carry_out(tmp_path / "a" / "b", Change({"c.md": "text"}))
    assert (tmp_path / "a/b/c.md").read_text() == "text"


def test_a_name_as_long_as_the_computer_allows_is_written(root):
    name = f"docs/{'n' * 252}.md"
    carry_out(root, Change({name: "new"}))
    carry_out(root, Change({name: "newer"}))
    assert (root / name).read_text() == "newer"


def test_ends_of_lines_are_written_as_they_are(root):
    carry_out(root, Change({"docs/a.md": "one\ntwo\r\n"}))
    assert (root / "docs/a.md").read_bytes() == b"one\ntwo\r\n"


# --- what is refused before anything happens ------------------------------------------------------


def link(place: Path, to: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(to)


IN_THE_WAY: dict[str, tuple[Callable[[Path], object], Change, str]] = {
    "a file where a folder is needed": (
        lambda root: None,
        Change({"docs/a.md/b.md": "x"}, ("docs/menu.yml",)),
        "is a file, and a folder is needed there",
    ),
    "below the name of the page that goes": (
        lambda root: None,
        Change({"docs/a.md/a.md": "x"}, ("docs/a.md",)),
        "is a file, and a folder is needed there",
    ),
    "a folder": (lambda root: None, Change({"docs": "x"}), "is a folder"),
    "a folder that is to be deleted": (lambda root: None, Change(delete=("docs",)), "is a folder"),
    "a link": (
        lambda root: link(root / "docs/b.md", "a.md"),
        Change({"docs/b.md": "x"}),
        "is a link to another place",
    ),
    "a link that leads nowhere": (
        lambda root: link(root / "docs/b.md", "nowhere.md"),
        Change({"docs/b.md": "x"}),
        "is a link to another place",
    ),
    "a link that is to be deleted": (
        lambda root: link(root / "docs/b.md", "a.md"),
        Change(delete=("docs/b.md",)),
        "is a link to another place",
    ),
    "a folder that is a link": (
        lambda root: link(root / "docs/sub", "../docs"),
        Change({"docs/sub/b.md": "x"}),
        "is a link to another place",
    ),
    "a link above a folder": (
        lambda root: link(root / "docs/sub", ".."),
        Change({"docs/sub/docs/new/b.md": "x"}),
        "is a link to another place",
    ),
    "a link in a circle": (
        lambda root: link(root / "docs/sub", "sub"),
        Change({"docs/sub/b.md": "x"}),
        "is a link to another place",
    ),
    "a pipe": (
        lambda root: os.mkfifo(root / "docs/pipe"),
        Change({"docs/pipe": "x"}),
        "is no ordinary file",
    ),
    "a name that is too long": (
        lambda root: None,
        Change({f"docs/{'n' * 300}.md": "x"}, ("docs/a.md",)),
        "the name is too long",
    ),
    "a folder whose name is too long": (
        lambda root: None,
        Change({f"docs/{'n' * 300}/b.md": "x"}, ("docs/a.md",)),
        "the name is too long",
    ),
    "a path that leads out": (lambda root: None, Change({"../b.md": "x"}), "is no path of a file"),
    "a path from the root": (lambda root: None, Change({"/elsewhere/b.md": "x"}), "is no path of a file"),
    "no path": (lambda root: None, Change({"": "x"}), "is no path of a file"),
    "a file that is a folder too": (
        lambda root: None,
        Change({"docs/b": "x", "docs/b/c.md": "y"}),
        "cannot be a file and a folder at once",
    ),
    "signs that are no text": (
        lambda root: None,
        Change({"docs/b.md": "\udcff"}, ("docs/a.md",)),
        "signs that are no text",
    ),
    "what should go is gone": (
        lambda root: None,
        Change({"docs/c.md": "x"}, ("docs/b.md",)),
        "has changed in the meantime",
    ),
    "what was read has changed": (
        lambda root: None,
        Change({"docs/a.md": "x"}, expected={"docs/a.md": b"old page\n"}),
        "has changed in the meantime",
    ),
    "what was read is gone": (
        lambda root: None,
        Change({"docs/b.md": "x"}, expected={"docs/b.md": b"page\n"}),
        "has changed in the meantime",
    ),
    "what was not there is there": (
        lambda root: None,
        Change({"docs/a.md": "x"}, expected={"docs/a.md": None}),
        "is already there",
    ),
    "something else that was read has changed": (
        lambda root: None,
        Change({"docs/b.md": "x"}, expected={"docs/menu.yml": b"other\n"}),
        "has changed in the meantime",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_THE_WAY)
def test_what_is_in_the_way_is_said_before_anything_happens(root, name):
    prepare, change, says = IN_THE_WAY[name]
    prepare(root)
    assert says in refused(root, change)


def test_nothing_is_written_through_a_link_out_of_the_folder(root, tmp_path):
    fill(tmp_path, {"outside/secret.md": b"secret"})
    link(root / "docs/out", str(tmp_path / "outside"))
    link(root / "docs/secret.md", str(tmp_path / "outside/secret.md"))
    for path in ("docs/out/new.md", "docs/out/secret.md", "docs/secret.md"):
        assert "is a link to another place" in refused(root, Change({path: "x"}))
    assert files(tmp_path / "outside") == {"secret.md": b"secret"}


@pytest.mark.parametrize("in_the_way", ["a file", "a link to a file", "a link that leads nowhere"])
def test_a_file_instead_of_the_whole_folder(tmp_path, in_the_way):
    target = tmp_path / "kits"
    if in_the_way == "a link that leads nowhere":
        target.symlink_to(tmp_path / "nowhere")
    else:
        (tmp_path / "file").write_bytes(b"mine")
        os.link(tmp_path / "file", target) if in_the_way == "a file" else target.symlink_to("file")
    said = refused(tmp_path / "kits", Change({"kit.html": "x"}))
    assert said.startswith(f'"{target}" could not be written: ')
    assert lock.LOCK not in said


def test_what_may_only_be_read_is_said(root, monkeypatch):
    # Whoever runs these tests as root may write everything, so that the computer is asked in its
    # place.
    monkeypatch.setattr(os, "access", lambda path, mode, **rest: Path(path).name != "a.md")
    assert "may only be read" in refused(root, Change({"docs/menu.yml": "x", "docs/a.md": "y"}))


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "your share of the disk is used up"),
        (errno.EFBIG, "does not let a file grow that large"),
        (errno.EROFS, "the disk can only be read"),
        (errno.EACCES, "you may not write there"),
        (errno.EPERM, "you may not change it"),
        (errno.EIO, "does not answer as it should"),
        (errno.EMFILE, "too many files are open"),
        (errno.ENOTEMPTY, f'the computer says "{os.strerror(errno.ENOTEMPTY)}"'),
    ],
)
def test_each_fault_at_each_step_is_said_and_changes_nothing(tmp_path, number, says):
    told = 0
    for at in range(1, steps_of(tmp_path) + 1):
        root = fresh(tmp_path)
        before = tree(root)
        with faulty(at, fails_with(number)):
            said = said_by(root, MOVE)
        if said:
            assert says in said
            assert ".handbook-" not in said, "nobody knows the temporary file"
            assert left_alone(root) == before, f"step {at}"
            told += 1
        else:
            assert files_alone(root) == MOVED, f"step {at}"
    assert told > 10


# --- leftovers, and what is only appended ---------------------------------------------------------


def test_only_what_a_killed_command_left_is_swept(root):
    left = {f"docs/{place}.handbook-{'a1' * 8}.tmp": b"x" for place in ("", "new/", "x/y/")}
    kept = {
        "docs/.handbook-a1.tmp": b"1",
        "docs/handbook-a1a1a1a1a1a1a1a1.tmp": b"2",
        "other/.handbook-a1a1a1a1a1a1a1a1.tmp": b"3",
    }
    fill(root, {**left, **kept})
    carry_out(root, MOVE)
    assert files(root) == {**MOVED, **kept}


def test_sweeping_follows_no_link(root, tmp_path):
    fill(tmp_path, {"outside/.handbook-a1a1a1a1a1a1a1a1.tmp": b"mine"})
    (root / "docs/out").symlink_to(tmp_path / "outside")
    carry_out(root, MOVE)
    assert files(tmp_path / "outside")


def test_text_is_appended(tmp_path):
    for text in ("one\n", "two ä\n"):
        append(tmp_path / "summary.md", text)
    assert (tmp_path / "summary.md").read_text(encoding="utf-8") == "one\ntwo ä\n"
    append("/dev/null", "nowhere")


def test_what_cannot_be_appended_whole_is_not_appended(tmp_path):
    append(tmp_path / "summary.md", "one\n")
    with faulty(2, FULL), pytest.raises(WriteError, match="the disk is full"):
        append(tmp_path / "summary.md", "two\n")
    assert (tmp_path / "summary.md").read_text() == "one\n"
    with pytest.raises(WriteError, match="a folder is where the file should be"):
        append(tmp_path, "two\n")
    with pytest.raises(WriteError, match="the disk is full"):
        append("/dev/full", "two\n")


def test_scratch_is_gone_afterwards():
    with scratch() as folder:
        (folder / "page.html").write_text("x")
    assert not folder.exists()
