"""A folder in which something is moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import (
    fill,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "handbook"
    fill(folder, {"docs/a.md": b"page\n", "docs/menu.yml": b"menu\n"})
    return folder
