"""Every paste that a message about the bad handbook proposes is applied by itself."""

from __future__ import annotations

from collections.abc import Callable

from handbook.text.load import read_folder
from tests.pastes import Tried, filling, said, tell, try_all
from tests.places import BAD

# What is wrong with a fact by itself; all other rules about facts need them whole.
OF_FORM = {
    "value-wrong",
    "key-missing",
    "key-unknown",
    "key-twice",
    "yaml-unreadable",
    "fact-unknown",
}
CHOSEN_IN_BAD = {"head": "sales-director"}


def test_every_paste_of_the_bad_handbook_holds(
    record_property: Callable[[str, object], None],
) -> None:
    """Nearly none of its facts can be read, so the rules about what they say together are silent
    until one of them is mended.
    """
    folder = read_folder(BAD)
    tried = list(try_all(folder, filling() | CHOSEN_IN_BAD))
    tell(record_property, tried)
    assert [said("bad", paste) for paste in tried if not _holds_but_for_unread_facts(paste)] == []
    assert len(tried) >= 45


def _holds_but_for_unread_facts(tried: Tried) -> bool:
    about_form = tried.problem.rule in ("value-wrong", "key-missing")
    silent = about_form and all(problem.rule not in OF_FORM for problem in tried.new)
    return tried.holds or (silent and not tried.cannot and not tried.stays)
