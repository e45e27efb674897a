"""What a change touches, as git says: which files, and which of them are new."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.text.commits import read_difference
from tests.repositories import ADJUSTED, DRAFTED, PAGE, REVIEWED, TEXT, Copy


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_what_a_change_touches(copy):
    (old,) = copy.recorded(DRAFTED)
    copy.branch("mine")
    copy.write(PAGE, TEXT + "More.\n")
    (committed,) = copy.recorded(ADJUSTED)
    (new,) = copy.record(REVIEWED)
    copy.change(old, "seller", "sdr")
    copy.git("checkout", "-q", "main", "--", "mkdocs.yml")
    changes = read_difference(copy.root, "main")
    assert changes.touched == {PAGE, old, committed, new}
    assert changes.new_files == {committed, new}


def test_what_others_changed_meanwhile_is_not_touched_by_this_change(copy):
    copy.recorded(DRAFTED)
    copy.branch("mine")
    copy.checkout("main")
    copy.write(PAGE, TEXT + "More.\n")
    copy.commit()
    copy.checkout("mine")
    assert read_difference(copy.root, "main").touched == frozenset()


def test_a_base_that_is_not_there(copy):
    copy.recorded(DRAFTED)
    assert "nowhere" in read_difference(copy.root, "nowhere").reason
    assert read_difference(copy.root, "--output=elsewhere").reason
