"""Which records are refused before they are written: the same that the rules would not let stand."""

from __future__ import annotations

from datetime import date

import pytest

from handbook.records.records import due_on
from handbook.rules.edition import edition_without_git
from handbook.upkeep.review import RecordRequest, refusals, says_nothing
from tests import lives


@pytest.mark.parametrize(
    ("step", "by", "reason"),
    [
        ("adjusted", "seller", "drafted this page. Who adjusts is not who drafted"),
        ("rewritten", "seller", "This page was never adjusted."),
        ("drafted", "consultant", "is not employed here."),
    ],
)
def test_a_step_that_the_rules_would_not_let_stand_is_refused(good, step, by, reason):
    lives.record(good, "hiring.md", lives.step("drafted", "2026-11-22"))
    roles = "docs/_facts/roles.yml"
    good.data[roles] += (
        b"- {id: consultant, name: Consultant, does: Advises., unit: sales, reports_to: sales-director, seats: 1, employed: no}\n"
    )
    states = edition_without_git(good, date(2026, 11, 23)).shown.states
    said = list(
        refusals(
            states,
            states.handbook.pages["hiring.md"],
            RecordRequest(step, by, states.handbook.today),
        )
    )
    assert len(said) == 1
    assert reason in said[0]


def test_a_step_before_the_last_record_is_refused(good):
    lives.record(good, "hiring.md", lives.step("drafted", "2026-11-22"))
    states = edition_without_git(good, date(2026, 11, 23)).shown.states
    wanted = RecordRequest("adjusted", "sales-director", date(2026, 11, 21))
    assert list(refusals(states, states.handbook.pages["hiring.md"], wanted)) == [
        "There is already a record of 2026-11-22, which is later than 2026-11-21."
    ]


@pytest.mark.parametrize(
    ("found", "nothing"),
    [
        ("No changes needed here.", True),
        ("Read the whole page, still up to date", True),
        ("I have read the page and it is still right.", True),
        ("Still right: the dealer limit is 10 %.", False),
        ("The floor is right since October.", False),
    ],
)
def test_words_that_only_get_it_over_with_say_nothing(found, nothing):
    assert says_nothing(found) is nothing


def test_a_review_at_the_end_of_the_calendar_still_has_a_due_date():
    assert due_on(date(9999, 12, 31), 3) == date.max
