"""A handbook that git keeps, under nobody's settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.repositories import Copy


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copy:
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    return Copy(tmp_path)
