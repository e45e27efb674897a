"""A handbook whose parts are each in another condition."""

from __future__ import annotations

import pytest

from handbook.records.fingerprints import Fingerprints
from handbook.text.load import Folder
from tests.lives import put, review

OTHER = Fingerprints("00000000", "00000000")


@pytest.fixture
def every_state(good: Folder) -> Folder:
    """One part in each condition."""
    put(
        good,
        "docs/interaction.md",
        "---\nowner: head-of-operations\npart: interaction/handover\n---\n# Handover\n\n{{ page_card() }}\n",
    )
    del good.data["docs/customer-base.md"], good.entries["docs/customer-base.md"]
    review(good, "sales-book/prices.md", "2026-11-02")
    review(good, "training.md", "2026-09-01")
    review(good, "hiring.md", "2026-11-02", read=OTHER)
    review(good, "motivation.md", "2026-08-01")
    return good
