"""Pages have an owner, a title, links that lead somewhere and facts that exist: one check for each
page.
"""

import pytest


@pytest.mark.promises("pages")
def test_page_keeps_its_promises(promise):
    promise.must_be_kept()
