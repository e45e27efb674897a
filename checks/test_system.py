"""The sales system has the parts that the contract asks for: one check for each rule."""

import pytest


@pytest.mark.promises("system")
def test_system_is_complete(promise):
    promise.must_be_kept()
