"""A change that moves a page, and its steps."""

from __future__ import annotations

import tempfile
from pathlib import Path

from handbook.write.writer import Change, carry_out
from tests.faults import (
    FULL,
    faulty,
    fill,
)

MOVE = Change(
    {"docs/new/b.md": "moved\n", "docs/menu.yml": b"new menu\n"},
    ("docs/a.md",),
    {"docs/a.md": b"page\n", "docs/menu.yml": b"menu\n", "docs/new/b.md": None},
)
MOVED = {"docs/new/b.md": b"moved\n", "docs/menu.yml": b"new menu\n"}


def steps_of(tmp_path: Path) -> int:
    """How many steps it takes to carry out the change."""
    return len(steps(tmp_path))


def steps(tmp_path: Path) -> list[str]:
    """What the computer is asked for when the change is carried out, in order."""
    root = fresh(tmp_path)
    with faulty(0, FULL) as counted:
        carry_out(root, MOVE)
    return counted.done


def fresh(tmp_path: Path) -> Path:
    """The folder as it was at first, in a place of its own."""
    folder = Path(tempfile.mkdtemp(dir=tmp_path)) / "handbook"
    fill(folder, {"docs/a.md": b"page\n", "docs/menu.yml": b"menu\n"})
    return folder
