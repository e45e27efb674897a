"""The one writer of files, tried with any changes and any faults at any step."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.write.writer import Change
from tests.faults import (
    FULL,
    Fault,
    fails_with,
    faulty,
    files,
    files_alone,
    fill,
    is_interrupted,
    killed_at,
    said_by,
)

PATHS = ("a.md", "b.md", "docs/a.md", "docs/b/c.md", "docs/b/d.md", "docs/b", "a.md/e.md")
FAULTS: dict[str, Fault] = {
    "full": FULL,
    "refused": fails_with(errno.EACCES),
    "broken": fails_with(errno.EIO),
    "interrupted": is_interrupted,
}
contents = st.dictionaries(st.sampled_from(PATHS), st.binary(max_size=6), max_size=4)
changes = st.builds(
    lambda write, delete: Change(write, tuple(path for path in delete if path not in write)),
    contents,
    st.lists(st.sampled_from(PATHS), max_size=3, unique=True),
)


def fits(there: dict[str, bytes]) -> dict[str, bytes]:
    """Without files that would be folders at the same time."""
    return {
        path: data
        for path, data in there.items()
        if not any(other.startswith(f"{path}/") for other in there)
    }


def as_bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


@given(
    contents,
    st.lists(st.tuples(changes, st.integers(1, 60), st.sampled_from(sorted(FAULTS))), max_size=4),
)
def test_whatever_changes_and_whatever_fails_everything_is_old_or_everything_new(there, planned):
    with tempfile.TemporaryDirectory() as name:
        root = Path(name, "root")
        root.mkdir()
        fill(root, fits(there))
        for change, at, kind in planned:
            before = files_alone(root)
            after = {
                path: data
                for path, data in {**before, **change.write}.items()
                if path not in change.delete
            }
            with faulty(at, FAULTS[kind]) as counted:
                said = outcome(root, change)
            now = files_alone(root)
            assert now == (before if said else after) or (said == "interrupted" and now == after)
            if not said and len(counted.done) < at:
                assert files(root) == after, "nothing failed, and something was left"


def outcome(root: Path, change: Change) -> str:
    try:
        return said_by(root, change)
    except KeyboardInterrupt:
        return "interrupted"


@settings(max_examples=30)
@given(contents, changes, st.integers(1, 60))
def test_whatever_changes_and_wherever_it_is_killed_no_file_is_lost(there, change, at):
    with tempfile.TemporaryDirectory() as name:
        root = Path(name, "root")
        root.mkdir()
        fill(root, fits(there))
        before = files(root)
        killed_at(at, lambda: said_by(root, change))
        now = files_alone(root)
        for path in {*before, *change.write, *now}:
            new = None if path in change.delete else change.write.get(path, before.get(path))
            assert now.get(path) in (before.get(path), new), path
        if set(before) - set(now):
            assert all(now.get(path) == data for path, data in change.write.items()), (
                "deleted before all was written"
            )
