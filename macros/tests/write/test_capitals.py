"""Names that differ in their capitals alone, on a computer that takes both for one, and on one that
does not.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.write.writer import Change, carry_out
from tests.faults import (
    FULL,
    faulty,
    files,
    files_alone,
    fill,
    left_alone,
    refused,
    said_by,
)


@pytest.fixture
def takes_capitals_for_small(monkeypatch):
    """A computer that takes "SDR.md" and "sdr.md" for one name and keeps the spelling that is
    there, as most laptops do.
    """

    def real(path: object) -> str:
        place = "/"
        for part in Path(os.path.abspath(os.fspath(path))).parts[1:]:
            there = listdir(place) if os.path.isdir(place) else []
            alike = (name for name in there if name.casefold() == part.casefold())
            place = os.path.join(place, part if part in there else next(alike, part))
        return place

    def two(do: Callable[..., object]) -> Callable[..., object]:
        def step(source: object, target: object, **named: object) -> object:
            if do is rename and real(source) == real(target):
                return do(
                    real(source),
                    os.path.join(os.path.dirname(real(target)), os.path.basename(target)),
                )
            return do(real(source), real(target), **named)

        return step

    listdir, rename = os.listdir, os.rename
    for name in ("lstat", "open", "unlink", "mkdir", "rmdir", "access", "listdir", "scandir"):
        do = getattr(os, name)
        monkeypatch.setattr(
            os, name, lambda path, *more, do=do, **named: do(real(path), *more, **named)
        )
    for name in ("replace", "rename", "link"):
        monkeypatch.setattr(os, name, two(getattr(os, name)))


CAPITALS = {"docs/Roles/SDR.md": b"page\n", "docs/_records/Roles/SDR/one.yml": b"life\n"}


@pytest.mark.usefixtures("takes_capitals_for_small")
def test_a_page_whose_capitals_change_is_not_lost(tmp_path):
    root = tmp_path / "handbook"
    fill(root, {**CAPITALS, "docs/a.md": b"link to Roles/SDR.md\n"})
    change = Change(
        {
            "docs/roles/sdr.md": "page, moved\n",
            "docs/_records/roles/sdr/one.yml": b"life\n",
            "docs/a.md": "link to roles/sdr.md\n",
        },
        tuple(CAPITALS),
        {**CAPITALS, "docs/roles/sdr.md": None, "docs/_records/roles/sdr/one.yml": None},
    )
    carry_out(root, change)
    assert files(root) == {
        "docs/roles/sdr.md": b"page, moved\n",
        "docs/_records/roles/sdr/one.yml": b"life\n",
        "docs/a.md": b"link to roles/sdr.md\n",
    }


@pytest.mark.usefixtures("takes_capitals_for_small")
def test_a_folder_of_other_pages_does_not_change_its_name_with_one_of_them(tmp_path):
    root = tmp_path / "handbook"
    fill(root, {**CAPITALS, "docs/Roles/other.md": b"other\n"})
    change = Change({"docs/roles/sdr.md": "x"}, ("docs/Roles/SDR.md",))
    assert 'takes "roles" for the same name' in refused(root, change)


@pytest.mark.usefixtures("takes_capitals_for_small")
def test_a_new_page_does_not_write_over_one_with_capitals(tmp_path):
    root = tmp_path / "handbook"
    fill(root, CAPITALS)
    assert 'takes "sdr.md" for the same name' in refused(root, Change({"docs/Roles/sdr.md": "x"}))


@pytest.mark.usefixtures("takes_capitals_for_small")
def test_a_fault_while_capitals_change_puts_everything_back(tmp_path):
    change = Change({"docs/roles/sdr.md": "moved\n"}, ("docs/Roles/SDR.md",))
    done, at = False, 0
    while not done:
        at += 1
        root = tmp_path / str(at)
        fill(root, {"docs/Roles/SDR.md": b"page\n"})
        with faulty(
            at, FULL, ("open", "write", "fsync", "link", "replace", "rename", "unlink")
        ) as counted:
            said = said_by(root, change)
        done = len(counted.done) < at
        there = left_alone(root)
        assert (
            set(there)
            in (
                {"docs", "docs/Roles", "docs/Roles/SDR.md"},
                {"docs", "docs/roles", "docs/roles/sdr.md"},
            )
            or not said
        )
        assert (files_alone(root) == {"docs/Roles/SDR.md": b"page\n"}) == bool(said), f"step {at}"
    assert files(root) == {"docs/roles/sdr.md": b"moved\n"}


def test_where_capitals_count_both_names_are_pages_of_their_own(tmp_path):
    root = tmp_path / "handbook"
    fill(root, {"docs/SDR.md": b"loud\n"})
    carry_out(root, Change({"docs/sdr.md": "calm\n"}, expected={"docs/sdr.md": None}))
    assert (root / "docs/SDR.md").read_bytes() == b"loud\n"
    carry_out(root, Change({"docs/sdr.md": "calmer\n"}, ("docs/SDR.md",)))
    assert files(root) == {"docs/sdr.md": b"calmer\n"}
