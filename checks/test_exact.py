"""What a page shows is what its review is bound to: every value of the facts is changed in turn."""

import pytest

from handbook.show.exact import compare


@pytest.mark.long
def test_what_is_drawn_is_what_is_counted(project):
    found = compare(project.edition.shown, each=3).mismatches
    assert not found, "\n".join(map(str, found))
