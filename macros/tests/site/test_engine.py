"""Building and serving: the finished site is there whole or as it was, and what the disk refuses is
one line.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import engine
from handbook.site.guard import NOT_LOADED
from tests.faults import FULL, faulty, files, fill

OLD = {"site/index.html": b"old", "site/gone/index.html": b"old"}
Engine = Callable[[Path], None]


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, OLD)
    return tmp_path


def built_by(monkeypatch, do: Engine, *words: str) -> int:
    """What `make build` ends with, with an engine that does this."""

    def cli(given: list[str], prog_name: str) -> None:
        assert prog_name == "mkdocs"
        do(Path(given[given.index("--site-dir") + 1] if "--site-dir" in given else "."))

    monkeypatch.setattr(engine, "cli", cli)
    return engine.main(list(words or ("build", "--strict")))


def works(site: Path) -> None:
    fill(site, {"index.html": b"new", "a/index.html": b"new"})
    sys.exit(0)


def finds_something(site: Path) -> None:
    fill(site, {"index.html": b"new"})
    sys.exit(1)


def says_something(site: Path) -> None:
    sys.exit("Aborted")


def fills_the_disk(site: Path) -> None:
    fill(site, {"index.html": b"ne"})
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(site / "a/index.html"))


def test_a_site_that_was_built_takes_the_place_of_the_last(folder, monkeypatch):
    assert built_by(monkeypatch, works) == 0
    assert files(folder) == {"site/index.html": b"new", "site/a/index.html": b"new"}


def test_the_first_site_needs_no_last_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert built_by(monkeypatch, works) == 0
    assert files(tmp_path) == {"site/index.html": b"new", "site/a/index.html": b"new"}


@pytest.mark.parametrize("do", [finds_something, says_something, fills_the_disk])
def test_a_site_that_was_not_finished_leaves_the_last_as_it_was(folder, monkeypatch, do):
    assert built_by(monkeypatch, do) == 1
    assert files(folder) == OLD


def test_a_full_disk_is_one_line(folder, monkeypatch, capsys):
    built_by(monkeypatch, fills_the_disk)
    said = capsys.readouterr().err
    assert said.startswith("Not finished. ")
    assert "the disk is full" in said
    assert said.count("\n") == 1


def cannot_load(site: Path) -> None:
    raise ImportError("Macro plugin could not find custom module")


@pytest.mark.parametrize(
    ("do", "says"), [(says_something, "Aborted"), (cannot_load, f"Not finished. {NOT_LOADED}")]
)
def test_what_ends_a_build_is_one_line(folder, monkeypatch, capsys, do, says):
    assert built_by(monkeypatch, do) == 1
    assert capsys.readouterr().err == f"{says}\n"


@pytest.mark.parametrize("in_the_way", ["a file", "a link to another place"])
def test_what_is_in_the_place_of_the_site_is_said_before_anything_is_built(
    tmp_path, monkeypatch, capsys, in_the_way
):
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"elsewhere/index.html": b"mine"})
    if in_the_way == "a file":
        (tmp_path / "site").write_bytes(b"mine")
    else:
        (tmp_path / "site").symlink_to("elsewhere")
    assert built_by(monkeypatch, lambda site: pytest.fail("it was built")) == 1
    assert f'"site" is {in_the_way}' in capsys.readouterr().err
    assert files(tmp_path / "elsewhere") == {"index.html": b"mine"}


@pytest.mark.parametrize("at", [1, 2])
def test_where_the_site_cannot_take_its_name_the_last_one_keeps_it(folder, monkeypatch, capsys, at):
    with faulty(at, FULL, ("rename",)) as steps:
        assert built_by(monkeypatch, works) == 1
    assert len(steps.done) >= at
    assert files(folder) == OLD
    assert "the disk is full" in capsys.readouterr().err


def test_what_a_killed_build_left_is_not_in_the_way(folder, monkeypatch):
    fill(folder, {".site-new/index.html": b"half", ".site-old/index.html": b"older"})
    assert built_by(monkeypatch, works) == 0
    assert files(folder) == {"site/index.html": b"new", "site/a/index.html": b"new"}


def test_serving_touches_no_site(folder, monkeypatch):
    assert built_by(monkeypatch, lambda site: sys.exit(0), "serve") == 0
    assert files(folder) == OLD


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "site/a.html"), "the disk is full"),
        (ImportError("Macro plugin could not find custom module"), "module_name: macros/main"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"), "handbook check"),
        (RecursionError("too deep"), "handbook check"),
    ],
)
def test_serving_says_in_words_why_the_site_was_not_built_again(fault, says):
    def builder() -> None:
        raise fault

    with pytest.raises(engine.Abort, match=says) as told:
        engine.in_words(builder)
    assert "Traceback" not in str(told.value)


def test_serving_uses_the_server_that_speaks_in_words():
    assert engine.serve.LiveReloadServer is engine.Server
