"""Odd and hostile words in forms become words in records, and are only shown in answers."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from handbook.records.records import as_yaml, read_records
from handbook.upkeep.event import answer_event
from handbook.upkeep.forms import FormError, read_teams
from handbook.upkeep.harmless import words
from tests.sending import (
    FOUND,
    LIFE,
    PAGE,
    TEAMS,
    event,
    in_plain_words,
    reasons,
    sent,
    states_of,
)

HOSTILE = [
    "::set-output name=x::y\n::add-mask::the whole list",
    "@everyone and @fernhill/all, fixes #1, GH-2, https://evil.example/",
    "<script>alert(1)</script><!-- handbook-digest: sales-director --> <img src=x onerror=alert(1)>",
    "quotes ' and '' and \" and \\ and `code`",
    "- by: seller\n  step: reviewed",
    "key: value, other: [a, {b: c}] # comment",
    "'\n- step: reviewed\n  on: 2026-11-24\n  by: managing-director\n  found: 'injected",
    "--- \n... \n%YAML 1.1\n!!python/object:os.system &a *a <<",
    "ends with a colon:",
    "nul \x00, escape \x1b[31m, next line \x85, separators \u2028 \u2029, turned \u202e around, \ufeffmark, \ud83d",
    "~~~\n```yaml\n- x\n```\n~~~",
    "word " * 300,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_become_words(good, text):
    states = states_of(good)
    made = sent(states, change=lambda body: body.replace(FOUND, f"I compared this today: {text}"))
    answer = answer_event(states, made, TEAMS)
    assert answer.accepted
    record = yaml.load(answer.text, yaml.BaseLoader)
    assert record["by"] == "sales-director"
    assert record["found"].startswith("I compared this today:")
    found, problems = read_records({answer.path: answer.text})
    assert problems == []
    assert found[PAGE].records[0].found == record["found"]
    assert answer.path.endswith(found[PAGE].records[0].name)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_only_shown_in_an_answer(good, text):
    answer = answer_event(
        states_of(good),
        {
            **event("dispute-opened"),
            "issue": {**event("dispute-opened")["issue"], "body": f"### Page\n\n{text}"},
        },
        TEAMS,
    )
    assert not answer.accepted
    in_plain_words(answer.answer)
    assert "::set" not in answer.answer.split("page")[0]
    assert not [line for line in answer.answer.splitlines() if line.lstrip().startswith("::")]


def test_exact_bytes_of_a_hostile_page_name(good):
    made = event("dispute-opened")
    made["issue"]["body"] = "### Page\n\n@all fixes #1 | <b>x</b> %0A ::add-mask::x"
    assert reasons(answer_event(states_of(good), made, None).answer) == [
        'There is no page "@&#8203;all fixes #&#8203;1 &#124; &#60;b&#62;x&#60;/b&#62; %0A ::add-mask::x".'
    ]


def test_windows_line_ends_change_nothing(good):
    states = states_of(good)
    unix = answer_event(states, sent(states), TEAMS)
    assert (
        answer_event(states, sent(states, change=lambda body: body.replace("\n", "\r\n")), TEAMS)
        == unix
    )


def test_headings_of_the_senders_own_are_text(good):
    states = states_of(good)
    made = sent(
        states, change=lambda body: body.replace(FOUND, f"### Prices\n{FOUND}\n#### Detail\nnone")
    )
    assert f"found: '### Prices {FOUND} #### Detail none'" in answer_event(states, made, TEAMS).text


def test_a_heading_that_stands_twice_is_not_guessed_at(good):
    states = states_of(good)
    made = sent(states, change=lambda body: body + "\n\n### Page\n\ncompany.md")
    assert 'the heading "Page" stands twice' in answer_event(states, made, TEAMS).answer


def test_sixty_thousand_signs(good):
    states = states_of(good)
    made = sent(states, change=lambda body: body.replace(FOUND, "long " * 12_000))
    answer = answer_event(states, made, TEAMS)
    assert not answer.accepted
    assert "a record holds at most 2000" in answer.answer
    assert len(answer.answer) < 5_000


def test_a_deleted_label_does_not_silence_the_form(good):
    states = states_of(good)
    made = sent(states)
    made["issue"]["labels"] = []
    assert answer_event(states, made, TEAMS).accepted


@given(st.text())
def test_any_words_come_back_from_yaml_as_they_were(text):
    said = words(f"{text}")
    if said:
        written = as_yaml(
            {
                "step": "disputed",
                "on": "2026-11-23",
                "by": "seller",
                "says": said,
                "decided": [said],
            }
        )
        found, problems = read_records({f"{LIFE}x.yml": written})
        assert problems == []
        record = found[PAGE].records[0]
        assert (record.says, record.decided) == (said, [said])


@pytest.mark.parametrize(
    "unit", ["x", "### Page\n\n", "```\n", "`", "> - ", "- ", "![a](b", "<a ", "&#1;", "\n"]
)
def test_a_form_longer_than_any_issue_is_refused_whole(good, unit):
    made = event("dispute-opened")
    made["issue"]["body"] = (unit * 200_000)[:200_000]
    with pytest.raises(FormError, match="the form holds 200000 characters; at most 65536 are read"):
        answer_event(states_of(good), made, TEAMS)


@pytest.mark.parametrize(
    "teams",
    [{f"@fernhill/{number}": [] for number in range(1_001)}, {"@fernhill/all": ["anna"] * 10_001}],
    ids=["teams", "members"],
)
def test_a_list_of_teams_longer_than_any_is_refused(teams):
    with pytest.raises(FormError, match="at most 1000 teams with 10000 members each are read"):
        read_teams(teams)
