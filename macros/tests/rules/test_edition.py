"""A handbook and what its pages show are made once: nothing is filled in later, and nothing answers
before it is known.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, fields
from datetime import date

import pytest

from handbook.handbook import Handbook, build_without_git
from handbook.rules.edition import Edition, edition_without_git
from handbook.rules.rule import judge_as_read
from handbook.show.shown import Shown
from handbook.show.states import PageStates

TODAY = date(2026, 11, 23)
MADE_ONCE = (Handbook, Shown, PageStates, Edition)


@pytest.mark.parametrize("made", MADE_ONCE)
def test_whoever_makes_one_says_everything(made):
    silent = [
        field.name
        for field in fields(made)
        if field.init and (field.default is not MISSING or field.default_factory is not MISSING)
    ]
    assert silent == []


def test_nothing_of_them_can_be_changed(good):
    edition = edition_without_git(good, TODAY)
    for made in (edition, edition.handbook, edition.shown, edition.shown.states):
        for field in fields(made):
            with pytest.raises(FrozenInstanceError):
                setattr(made, field.name, None)


def test_a_rule_about_what_is_shown_is_not_asked_before(good):
    handbook = build_without_git(good, TODAY)
    with pytest.raises(ValueError, match='the rule "anchor-missing" also looks at what pages show'):
        judge_as_read("anchor-missing", handbook)
    assert list(judge_as_read("setting-refused", handbook)) == []


def test_an_overview_knows_the_facts_that_pages_show(good):
    """Pages that stand before it in the alphabet or after it: all their facts are known when it is
    asked.
    """
    edition = edition_without_git(good, TODAY)
    cards = {
        src: call.selection.value
        for src, calls in edition.shown.calls.items()
        for call in calls
        if call.macro.name == "page_card"
    }
    assert len(cards) > 5
    assert {src: card.read for src, card in cards.items()} == {
        src: edition.shown.states.prints[src] for src in cards
    }
    assert len({card.read.facts for card in cards.values()}) > 3
