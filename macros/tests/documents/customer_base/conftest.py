"""The facts of the good handbook, for the tests of the workbook."""

from __future__ import annotations

import pytest

from handbook.facts.facts import Facts
from handbook.text.load import Folder
from tests.documents.customer_base.workbooks import facts_of


@pytest.fixture
def facts(good: Folder) -> Facts:
    return facts_of(good)
