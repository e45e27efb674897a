"""What the tests of the digest share: pages reviewed on a day, and a change of them."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

from handbook.handbook import build
from handbook.show.shown import Shown, show
from handbook.text.history import History
from handbook.text.load import Folder
from handbook.upkeep.review import RecordRequest, record_of
from tests import lives

TODAY = date(2026, 11, 23)
REVIEWED = date(2026, 11, 2)


def shown(folder: Folder, today: date = TODAY, history: History | None = None) -> Shown:
    return show(build(folder, today, history=history, added=None))


def reviewed(folder: Folder, on: date = REVIEWED, but: str = "") -> Folder:
    """The folder with a review of every page on a day, except of the page ``but``."""
    made = deepcopy(folder)
    states = shown(folder).states
    for page in states.handbook.pages.values():
        if page.src != but and page.meta:
            wanted = RecordRequest(
                "reviewed", page.meta.owner, on, "Compared it with the last five offers."
            )
            lives.record(made, page.src, record_of(states, page, wanted))
    return made


def change(folder: Folder, path: str, before: str, after: str) -> None:
    text = folder.data[path].decode()
    assert before in text
    folder.data[path] = text.replace(before, after).encode()
