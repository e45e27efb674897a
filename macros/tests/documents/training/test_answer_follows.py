"""A question whose answer is a fact follows that fact: where it is practised, where it is read, and
nowhere else.
"""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date
from html import unescape

import pytest

from handbook.documents.training.facts import Question
from handbook.documents.training.questions import is_stale, options, read_now
from handbook.rules.edition import Edition, edition_without_git
from handbook.text.load import Folder

TODAY = date(2026, 11, 23)
SESSIONS = "docs/_facts/training/sessions.yml"
QUESTION = "lost-deals"  # its right answer is the fact sessions.lost-deals.every
BEFORE, AFTER = "1 month", "2 months"


def opened_with(good: Folder, path: str = SESSIONS, old: str = "", new: str = "") -> Edition:
    folder = deepcopy(good)
    assert folder.data[path].count(old.encode()) == 1 or not old
    folder.data[path] = (
        folder.data[path].replace(old.encode(), new.encode()) if old else folder.data[path]
    )
    return edition_without_git(folder, TODAY)


@pytest.fixture
def before(good: Folder) -> Edition:
    return opened_with(good)


@pytest.fixture
def after(good: Folder) -> Edition:
    return opened_with(good, old=f"every: {BEFORE}", new=f"every: {AFTER}")


def practised(edition: Edition) -> dict[str, str]:
    """Question → what the page says of it, as text."""
    call = next(
        call for call in edition.handbook.pages["learning.md"].calls if call.name == "practice_test"
    )
    drawn = unescape(str(edition.shown.draw(call, "learning.md").html))
    blocks = re.findall(r'<details class="hb-question" data-id="([^"]+)"(.*?)</details>', drawn)
    return {name: " ".join(re.sub("<[^>]*>", " ", block).split()) for name, block in blocks}


def test_the_practice_test_says_the_new_answer_and_no_other_question_changes(before, after):
    was, now = practised(before), practised(after)
    assert f"{BEFORE} (right)" in was[QUESTION]
    assert f"{AFTER} (right)" in now[QUESTION]
    assert BEFORE not in now[QUESTION]
    assert {name for name in was if was[name] != now[name]} == {QUESTION}


def test_whoever_draws_a_question_gets_the_new_answer(before, after):
    for edition, answer in ((before, BEFORE), (after, AFTER)):
        facts = edition.handbook.facts
        shown = options(facts, facts[Question][QUESTION])
        assert shown is not None
        assert [option.text for option in shown if option.right] == [answer]


def shows_before(selection) -> bool:
    return f'"{BEFORE}"' in str(selection.canonical.form).replace("'", '"')


def test_a_page_that_practises_it_must_be_read_again(before, after):
    pages = before.handbook.pages.values()
    changed = {
        page.src
        for page in pages
        if before.shown.states.fingerprints(page).facts
        != after.shown.states.fingerprints(after.handbook.pages[page.src]).facts
    }
    shows = {
        src
        for src, many in before.shown.calls.items()
        if any(shows_before(call.selection) for call in many if call.macro.facts)
    }
    assert "learning.md" in changed
    assert changed <= shows


def test_a_fact_that_becomes_equal_to_a_wrong_answer_is_said(good):
    edition = opened_with(good, old=f"every: {BEFORE}", new="every: 3 months")
    assert [problem.rule for problem in edition.problems()] == ["test-options-alike"]


# --- what a question was checked against ----------------------------------------------------------

PAGE = "docs/learning.md"
SECTION = "deals-go-on"
SAYS = "A deal that stands still is asked about, then closed."


def stale(edition: Edition) -> set[str]:
    return {
        question.id
        for question in edition.handbook.facts[Question]
        if is_stale(edition.shown, question)
    }


def of_section(edition: Edition) -> set[str]:
    return {
        question.id for question in edition.handbook.facts[Question] if question.heading == SECTION
    }


def test_a_changed_sentence_makes_the_questions_of_its_section_stale_and_no_other(good, before):
    assert stale(before) == set()
    changed = opened_with(good, PAGE, SAYS, SAYS.replace("then closed", "and closed after a week"))
    assert stale(changed) == of_section(changed) != set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (SAYS, SAYS.replace(" asked", "\nasked")),
        ("## Every offer {: #every-offer }", "## All offers {: #every-offer }"),
        ("You learn in paid time", "You learn in time that is paid"),
    ],
    ids=["line broken elsewhere", "heading in other words", "another section"],
)
def test_what_says_the_same_makes_nothing_stale(good, old, new):
    assert stale(opened_with(good, PAGE, old, new)) == set()


def test_a_fact_that_the_section_shows_makes_its_questions_stale(good):
    with_fact = f'{SAYS} We look back every {{{{ fact("sessions.lost-deals.every") }}}}.'
    folder = deepcopy(good)
    folder.data[PAGE] = folder.data[PAGE].replace(SAYS.encode(), with_fact.encode())
    was = edition_without_git(folder, TODAY).shown
    then = opened_with(folder, old=f"every: {BEFORE}", new=f"every: {AFTER}").shown
    other = opened_with(folder, old="hours: 1\n", new="hours: 2\n").shown
    question = was.handbook.facts[Question]["same-day"]
    assert read_now(was, question) != read_now(then, question)
    assert read_now(was, question) == read_now(other, question)


def test_a_question_about_a_card_hangs_on_that_card_alone(good):
    """A macro makes the id: then the section is the line of that macro."""
    folder = deepcopy(good)
    path = "docs/_facts/training/questions/same-day.yml"
    folder.data[path] = folder.data[path].replace(
        b"heading: deals-go-on", b"heading: module-conduct"
    )
    was = edition_without_git(folder, TODAY).shown
    modules = "docs/_facts/training/modules.yml"
    then = opened_with(folder, modules, "People, from pressure.", "People, from us.").shown
    other = opened_with(folder, modules, "Operations, from deals", "Everybody, from deals").shown
    question = was.handbook.facts[Question]["same-day"]
    assert read_now(was, question) != read_now(then, question)
    assert read_now(was, question) == read_now(other, question)
