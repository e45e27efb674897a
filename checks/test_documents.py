"""The documents agree with each other and with themselves: one check for each rule."""

import pytest


@pytest.mark.promises("documents")
def test_documents_agree(promise):
    promise.must_be_kept()
