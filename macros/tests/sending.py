"""Forms for tests: GitHub's reports as they come, filled in on a page of the good handbook, and
what is read out of answers.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

from handbook.rules.edition import edition_without_git
from handbook.show.states import PageStates
from handbook.text.load import Folder
from handbook.upkeep.event import EventAnswer
from tests import lives
from tests.judging import FORBIDDEN
from tests.places import PROJECT, TESTS

TODAY = date(2026, 11, 23)
EVENTS = TESTS / "events"
FORMS = PROJECT / ".github" / "ISSUE_TEMPLATE"
TEAMS = {
    "@fernhill/sales-director": ["example-head"],
    "@fernhill/managing-director": ["example-director"],
}
FOUND = "Compared the list with the last five offers. The filter change was £4 too cheap; corrected in October."
SAYS = "The page says that the sales director answers within a day. Since May we have waited three days for every answer above 10 %."
PAGE, LIFE = "sales-book/prices.md", "docs/_records/sales-book/prices/"


def event(name: str) -> dict[str, Any]:
    return json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))


def states_of(folder: Folder, today: date = TODAY) -> PageStates:
    return edition_without_git(folder, today).shown.states


def sent(
    states: PageStates,
    name: str = "review-opened",
    change: Callable[[str], str] = lambda body: body,
) -> dict[str, Any]:
    """A report whose form was filled in on the page as it stands now, then changed."""
    made = event(name)
    now = states.fingerprints(states.handbook.pages[PAGE])
    body = made["issue"]["body"].replace("00000000", now.text).replace("11111111", now.facts)
    made["issue"]["body"] = change(body)
    return made


def after(folder: Folder, *answers: EventAnswer) -> Folder:
    """The folder once the records of these answers are in it."""
    changed = deepcopy(folder)
    for answer in answers:
        lives.put(changed, answer.path, answer.text)
    return changed


def reasons(answer: str) -> list[str]:
    return [line.removeprefix("- ") for line in answer.splitlines() if line.startswith("- ")]


def in_plain_words(answer: str) -> None:
    """A colleague in sales can read it, and GitHub reads nothing into it."""
    assert not [word for word in FORBIDDEN if word in answer]
    assert "<" not in answer
    assert not [at for at in range(len(answer)) if answer[at] == "@" and answer[at + 1] != "&"]
