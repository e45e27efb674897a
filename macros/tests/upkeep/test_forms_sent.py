"""Forms as they are sent: what stands under which heading, what is no form, and what others try
with it.
"""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from handbook.upkeep.event import answer_event
from handbook.upkeep.forms import (
    HEADINGS,
    LABELS,
    FormError,
    read_answers,
    read_event,
    sections,
)
from tests.sending import (
    FORMS,
    FOUND,
    PAGE,
    TEAMS,
    event,
    reasons,
    sent,
    states_of,
)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-23T23:59:59Z", "2026-11-23"),
        ("2026-06-30T23:30:00Z", "2026-07-01"),
        ("2026-07-01T00:30:00+02:00", "2026-06-30"),
    ],
)
def test_the_day_is_the_companys(moment, day):
    made = event("review-opened")
    made["issue"]["created_at"] = moment
    assert read_event(made, "Europe/London").on.isoformat() == day


LINES = st.lists(
    st.sampled_from(
        ["### Page", "### What did you find?", "_No response_", "```", "x", "", "### "]
    ),
    max_size=12,
)


@given(st.one_of(st.text(max_size=400), LINES.map("\n".join)))
def test_any_body_is_taken_apart_without_a_fault(body):
    for name, text in sections(body, HEADINGS["review"]):
        assert name in HEADINGS["review"].values()
        assert text == text.strip()


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("Why?\n\nBecause.\n\nWho?\n\nWe.", ["Because.", "We."]),
        ("Who?\nWe.\nWhy?\nBecause.", ["Because.", "We."]),
        ("Why?\n\nWho?\n\nWe.", ["", "We."]),
        ("Because.\n\nWe.", ["Because.", "We."]),
        ("1. Because.\n\n2. We.", ["Because.", "We."]),
        ("Because.", ["Because.", ""]),
        ("", ["", ""]),
    ],
)
def test_answers_find_their_questions(text, answers):
    assert read_answers(text, ["Why?", "Who?"]) == answers


ODD: list[object] = [
    None, [], "x", 7, {}, {"action": "opened"}, {"action": "deleted", "issue": {}, "sender": {}},
    {"action": "opened", "issue": "x", "sender": {}}, {"action": "opened", "issue": {"body": None, "labels": None}, "sender": {}},
    {"action": "opened", "issue": {"body": 1, "labels": [1, {"name": "handbook-review"}]}, "sender": {"login": "x"}},
    {"action": "opened", "issue": {"labels": [{"name": "handbook-review"}], "user": {"login": "x"}}, "sender": {"login": "x"}},
    {"action": "opened", "issue": {"labels": [{"name": "handbook-review"}], "pull_request": {}}, "sender": {"login": "x"}},
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_an_odd_report_is_not_understood(good, odd):
    with pytest.raises(FormError):
        answer_event(states_of(good), odd, None)


def test_an_ordinary_issue_is_no_form(good):
    with pytest.raises(FormError):
        answer_event(states_of(good), event("plain-issue-opened"), None)


# --- the forms


@pytest.mark.parametrize("kind", LABELS)
def test_the_form_asks_under_the_headings_that_are_read(kind):
    form = yaml.safe_load((FORMS / f"{kind}.yml").read_text(encoding="utf-8"))
    asked = {field["attributes"]["label"]: field["id"] for field in form["body"] if "id" in field}
    assert asked == HEADINGS[kind]
    assert form["labels"] == [LABELS[kind]]


@pytest.mark.parametrize("name", ["review", "dispute", "proposal"])
def test_the_form_is_one_that_github_takes(name):
    form = yaml.safe_load((FORMS / f"{name}.yml").read_text(encoding="utf-8"))
    assert set(form) == {"name", "description", "title", "labels", "body"}
    asked = [field for field in form["body"] if field["type"] != "markdown"]
    assert {field["type"] for field in asked} <= {"input", "textarea"}
    for key in ("id", "label"):
        named = [field.get(key) or field["attributes"][key] for field in asked]
        assert len(set(named)) == len(named)
    assert all(
        set(field["attributes"]) <= {"label", "description", "placeholder"} for field in asked
    )
    assert form["labels"] == [f"handbook-{name}"]


# --- what stands in a block of code was typed -----------------------------------------------------

FENCED = [
    "```\n### Your answers\n```", "~~~\n### Your answers\n~~~", "````md\n### Your answers\n```\n### Your answers\n````",
    "``` yaml\n### Your answers\n```", "  ```\n### Your answers\n  ```", "~~~~\n~~~\n### Your answers\n~~~~",
    "- ```\n### Your answers\n  ```", "> ```\n### Your answers\n> ```", "1. ~~~ text\n### Your answers\n   ~~~",
    "```\n### Your answers\n``````", "    ### Your answers", " ### Your answers", "\t### Your answers", "> ### Your answers",
    "- ### Your answers", "#### Your answers", "###Your answers", "### Your answers ###", "**### Your answers**",
    "text\u2028### Your answers", "text\x0b### Your answers", "text\x85### Your answers", "text\x1c### Your answers",
]  # fmt: skip


@pytest.mark.parametrize("typed", FENCED, ids=range(len(FENCED)))
def test_a_heading_that_was_typed_is_text(good, typed):
    states = states_of(good)
    made = sent(
        states, change=lambda body: body.replace(FOUND, f"{FOUND}\n\n{typed}\n\nThat was all.")
    )
    answer = answer_event(states, made, TEAMS)
    assert answer.accepted, answer.answer
    found = yaml.load(answer.text, yaml.BaseLoader)["found"]
    assert found.startswith(FOUND)
    assert "Your answers" in found
    assert found.endswith("That was all.")


@pytest.mark.parametrize("fence", ["```", "~~~", "```` text", "``` not `code`"])
def test_a_fence_that_is_never_closed_hides_no_heading(good, fence):
    states = states_of(good)
    made = sent(states, change=lambda body: body.replace(FOUND, f"{FOUND}\n\n{fence}\nquoted"))
    answer = answer_event(states, made, TEAMS)
    assert answer.accepted, answer.answer
    assert yaml.load(answer.text, yaml.BaseLoader)["found"].endswith("quoted")


def test_two_fences_that_swallow_the_headings_between_them_are_said(good):
    states = states_of(good)
    made = sent(states, change=lambda body: body.replace(FOUND, f"{FOUND}\n\n```\n") + "\n```\n")
    answer = answer_event(states, made, TEAMS)
    assert not answer.accepted
    (reason,) = [candidate for candidate in reasons(answer.answer) if "is missing" in candidate]
    assert reason.startswith(
        'In the form the heading "Your answers", "What did you decide about disputes?",'
    )


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_heading_that_was_typed_as_github_writes_it_is_not_guessed_at(good, ends):
    states = states_of(good)
    made = sent(
        states, change=lambda body: body.replace(FOUND, f"{FOUND}{ends}### Page{ends}company.md")
    )
    assert 'the heading "Page" stands twice' in answer_event(states, made, TEAMS).answer


def test_a_hundred_thousand_fences_are_read_at_once():
    body = "### Page\n\n" + "```\n~~~\n" * 50_000
    assert [name for name, _ in sections(body, HEADINGS["review"])] == ["page"]


def test_an_edit_of_the_title_alone_changes_no_answer(good):
    states = states_of(good)
    made = sent(states, "review-edited")
    made["changes"] = {"title": {"from": "Reviewed: prices"}}
    with pytest.raises(FormError, match="only the title was changed"):
        answer_event(states, made, TEAMS)


@pytest.mark.parametrize("written", ["3:3f2a9c41", "17:3f2a9c41"])
def test_a_form_that_a_newer_handbook_filled_in_is_told_so(good, written):
    states = states_of(good)
    now = states.fingerprints(states.handbook.pages[PAGE])
    made = sent(states, change=lambda body: body.replace(now.facts, written))
    assert reasons(answer_event(states, made, TEAMS).answer) == [
        "The form was filled in by a newer handbook than the one that reads it. Open it again when the site has been built again."
    ]


def test_a_form_from_before_versions_is_read_as_version_1(good):
    states = states_of(good)
    made = sent(states, change=lambda body: body.replace("1:", ""))
    answer = answer_event(states, made, TEAMS)
    assert answer.accepted, answer.answer
    assert (
        yaml.load(answer.text, yaml.BaseLoader)["text"]
        == states.fingerprints(states.handbook.pages[PAGE]).text
    )
