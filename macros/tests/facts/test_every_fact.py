"""Each value of the good handbook's facts is changed in turn.

Drawing tells what readers see, without asking how fingerprints are made: a page that looks otherwise must count as changed, and
no page may count as changed that holds nothing of the fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

import pytest

from handbook.facts.durations import Duration
from handbook.facts.model import Fact
from handbook.handbook import Handbook
from handbook.rules.edition import edition_without_git
from handbook.show.macro import Picked
from handbook.show.shown import show

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)

# What decides how all values look, and is no fact that a page shows: language of the page, time zone, addresses of the repository,
# the name of the list that a choice takes its words from, and the country whose holidays count.
LOOKS = {"locale", "time_zone", "repository", "branch", "choices_from", "holidays_of"}
# Words of a closed list are the same text wherever they stand, so who holds which cannot be told.
CLOSED = {"weekday", "method"}


def values_of(fact: Fact, keys: tuple[str, ...] = ()) -> Iterator[tuple[Fact, str, Any]]:
    """Every single value of a fact and of those inside it: the innermost fact, the key, the value."""
    for key in type(fact).model_fields:
        value = getattr(fact, key)
        inner = list(value.values()) if isinstance(value, dict) else value
        if isinstance(inner, Fact):
            yield from values_of(inner)
        elif isinstance(inner, (list, tuple)) and inner and isinstance(inner[0], Fact):
            for entry in inner:
                yield from values_of(entry)
        else:
            yield fact, key, value


def other(value: Any) -> Any:
    """Another value of the same kind; None where there is none, because it is a name that others refer to."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, Duration):
        return type(value)((value.amount + 1, value.unit))
    if isinstance(value, (Decimal, int)):
        return type(value)(value + 1)
    if isinstance(value, date):
        return value + DAY
    if isinstance(value, str) and value[:1].isdigit():
        return re.sub(r"\d+", lambda found: str(int(found.group()) + 1), value, count=1)
    if isinstance(value, str) and (" " in value or value[:1].isupper()):
        return f"{value} anew"
    if isinstance(value, list) and value and isinstance(value[0], str) and " " in value[0]:
        return [f"{value[0]} anew", *value[1:]]
    return None


def held(selection: Any, fact: Fact, value: Any, key: str) -> bool:
    """Whether a selection holds this very key of this very fact, or its value on its own."""
    if isinstance(selection, Picked):
        mine = selection.fact is fact and key in selection.values
        return mine or any(held(inner, fact, value, key) for inner in selection.values.values())
    if isinstance(selection, Fact):
        inside = (getattr(selection, name) for name in type(selection).model_fields)
        return selection is fact or any(held(inner, fact, value, key) for inner in inside)
    if isinstance(selection, dict):
        return any(held(inner, fact, value, key) for inner in selection.values())
    if selection is value and not isinstance(value, bool):
        return True
    return isinstance(selection, (list, tuple)) and any(
        held(inner, fact, value, key) for inner in selection
    )


class Seen:
    """What the pages of a handbook show at one moment: selections, their fingerprint, and what readers see of them."""

    def __init__(self, handbook: Handbook) -> None:
        shown = show(handbook)
        pages = handbook.pages
        self.held = {
            src: [call.selection.value for call in shown.calls.get(src, ()) if call.macro.facts]
            for src in pages
        }
        self.prints = {src: shown.states.fingerprints(page).facts for src, page in pages.items()}
        self.drawn = {
            src: [
                str(shown.draw(call.call, src).html)
                for call in shown.calls.get(src, ())
                if call.macro.facts
            ]
            for src in pages
        }


def first_of_each_kind(handbook: Handbook) -> Iterator[tuple[Fact, str, Any, Any]]:
    """For every key of every kind of fact the first value that can be changed, with what it is changed to."""
    seen: set[tuple[type[Fact], str]] = set()
    for fact, key, value in [
        triple for top in handbook.facts.everything() for triple in values_of(top)
    ]:
        changed = other(value)
        if changed is not None and key not in LOOKS | CLOSED and (type(fact), key) not in seen:
            seen.add((type(fact), key))
            yield fact, key, value, changed


# So that several cores share the work; the first part is a sample of all kinds of facts.
PARTS = 8


@pytest.mark.parametrize(
    "part", [0, *(pytest.param(part, marks=pytest.mark.slow) for part in range(1, PARTS))]
)
def test_every_fact_changes_exactly_the_pages_that_show_it(good, part):
    handbook = edition_without_git(good, TODAY).handbook
    before, tried = Seen(handbook), 0
    wrong = []
    for fact, key, value, changed in islice(first_of_each_kind(handbook), part, None, PARTS):
        tried += 1
        fact.__dict__[key] = changed
        after = Seen(handbook)
        fact.__dict__[key] = value
        counted = {src for src in before.prints if before.prints[src] != after.prints[src]}
        looks = {src for src in before.drawn if before.drawn[src] != after.drawn[src]}
        holds = {src for src, found in before.held.items() if held(found, fact, value, key)}
        # A price of next year that differs only now is shown only now.
        holds |= {src for src, found in after.held.items() if held(found, fact, changed, key)}
        if key == "currency":
            holds = {src for src, found in before.drawn.items() if "£" in "".join(found)}
        # A page may also show what is computed from a fact, such as orders from the plan: then it looks otherwise.
        if holds | looks != counted:
            wrong.append(
                (
                    type(fact).__name__,
                    key,
                    sorted(counted - holds - looks),
                    sorted((holds | looks) - counted),
                )
            )
    assert tried > 200 / PARTS
    assert not wrong, "\n".join(map(str, wrong))
