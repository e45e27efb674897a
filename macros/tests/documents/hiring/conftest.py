"""A scorecard in a browser."""

from __future__ import annotations

import pytest

from handbook.text.load import Folder
from tests.documents.hiring.scorecard_page import Sheet


@pytest.fixture
def sheet(good: Folder) -> Sheet:
    return Sheet(good)
