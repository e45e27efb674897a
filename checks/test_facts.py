"""Facts can be read, are complete, and are shown: one check for each file of facts."""

import pytest


@pytest.mark.promises("facts")
def test_facts_are_right(promise):
    promise.must_be_kept()
