"""Reviews that were sent with a form: what is recorded, and what is answered to people who sell for
a living.
"""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from handbook.documents.company.people import fills_role
from handbook.rules.edition import edition_without_git
from handbook.upkeep.event import answer_event
from handbook.upkeep.forms import HEADINGS
from tests import lives
from tests.sending import (
    FORMS,
    FOUND,
    LIFE,
    PAGE,
    TEAMS,
    TODAY,
    after,
    event,
    in_plain_words,
    reasons,
    sent,
    states_of,
)


def test_a_review_is_accepted(good):
    states = states_of(good)
    answer = answer_event(states, sent(states), TEAMS)
    now = states.fingerprints(states.handbook.pages[PAGE])
    assert answer.accepted
    assert re.fullmatch(
        rf"{LIFE}2026-11-23-reviewed-sales-director-[0-9a-f]{{6}}\.yml", answer.path
    )
    assert yaml.load(answer.text, yaml.BaseLoader) == {
        "step": "reviewed",
        "on": "2026-11-23",
        "by": "sales-director",
        "found": FOUND,
        "answers": ["The filter change, twice in September."],
        "text": now.text,
        "facts": now.facts,
    }
    assert f'text: "{now.text}"' in answer.text
    assert now.text.startswith("1:")
    assert answer.answer == (
        "Thank you. The review of **Prices** is recorded, by the sales director. "
        "As soon as the pull request is merged, the page is in date until 23 January 2027.\n"
    )


def test_what_was_accepted_puts_the_page_in_date(good, problems_of):
    states = states_of(good)
    made = after(good, answer_event(states, sent(states), TEAMS))
    assert states_of(made).standing(states.handbook.pages[PAGE]).state == "in date"
    assert [problem for problem in problems_of(made) if problem.place.path.startswith(LIFE)] == []


def test_the_deputy_may_review(good):
    states = states_of(good)
    made = sent(states)
    made["sender"]["login"] = made["issue"]["user"]["login"] = "Example-Director"
    answer = answer_event(states, made, TEAMS)
    assert answer.accepted
    assert "\nby: managing-director\n" in answer.text


def test_a_form_that_was_put_right_is_looked_at_again(good):
    states = states_of(good)
    answer = answer_event(states, sent(states, "review-edited"), TEAMS)
    assert answer.accepted
    assert "\non: 2026-11-23\n" in answer.text, (
        "the day on which it was put right, not the day it was opened"
    )


def test_wrong_sender(good):
    states = states_of(good)
    made = sent(states)
    made["sender"]["login"] = made["issue"]["user"]["login"] = "example-seller"
    answer = answer_event(states, made, TEAMS)
    assert not answer.accepted
    assert reasons(answer.answer) == [
        "This page is reviewed by the sales director or the managing director, and your account is not among theirs. "
        'If you found something wrong, use the link "This is not how we work" on the page.'
    ]
    in_plain_words(answer.answer)


def test_where_teams_could_not_be_looked_up_nothing_is_accepted_and_that_is_said(good):
    states = states_of(good)
    answer = answer_event(states, sent(states), None)
    assert not answer.accepted
    assert "could not be looked up" in answer.answer


def test_somebody_elses_form_cannot_be_signed_by_changing_it(good):
    states = states_of(good)
    made = sent(states, "review-edited")
    made["issue"]["user"]["login"] = "example-seller"
    answer = answer_event(states, made, TEAMS)
    assert not answer.accepted
    assert "sent by one person and changed by another" in answer.answer


def test_old_fingerprint(good):
    states = states_of(good)
    answer = answer_event(states, event("review-opened"), TEAMS)
    assert answer.answer == (
        "**Your review was not recorded.**\n\n"
        "- Since you read the page, its text and the facts it shows changed. Open it again, read what is new, and send the form from there.\n\n"
        "**What to do:** put it right above (the three dots, then *Edit*), and it is looked at again at once. If the page changed since you "
        "read it, close this form, read [what changed in the text](https://github.com/fernhill/sales-handbook/commits/main/docs/sales-book/prices.md), "
        "and open the form again with the link on the page.\n"
    )


def test_only_the_facts_changed(good):
    states = states_of(good)
    made = sent(states)
    good.data["docs/_facts/sales-book/prices.yml"] = good.data[
        "docs/_facts/sales-book/prices.yml"
    ].replace(b"list: 60.00", b"list: 61.00")
    made_later = states_of(good)
    if made_later.prints[PAGE] == states.prints[PAGE]:
        pytest.fail("the price of the good handbook was not changed")
    assert reasons(answer_event(made_later, made, TEAMS).answer) == [
        "Since you read the page, the facts it shows changed. Open it again, read what is new, and send the form from there."
    ]


@pytest.mark.parametrize(
    "found", ["ok", "OK!", "-", "all good, no changes", "_No response_", "```text\nok\n```", "👍"]
)
def test_found_says_nothing(good, found):
    states = states_of(good)
    answer = answer_event(
        states, sent(states, change=lambda body: body.replace(FOUND, found)), TEAMS
    )
    assert not answer.accepted
    assert [
        reason
        for reason in reasons(answer.answer)
        if reason.startswith("Under what you found stands")
    ]
    in_plain_words(answer.answer)


def test_sent_from_the_future(good):
    states = states_of(good, date(2026, 11, 22))
    assert (
        "The date 2026-11-23 is still to come." in answer_event(states, sent(states), TEAMS).answer
    )


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (
            "sales-book/price.md",
            'There is no page "sales-book/price.md". Did you mean "sales-book/prices.md"?',
        ),
        ("../../etc/passwd", 'There is no page "../../etc/passwd".'),
        ("_No response_", "The form no longer says which page it is about."),
        ("x" * 60_000, f'There is no page "{"x" * 200}".'),
    ],
)
def test_unknown_page(good, named, said):
    states = states_of(good)
    answer = answer_event(
        states, sent(states, change=lambda body: body.replace(PAGE, named)), TEAMS
    )
    assert not answer.accepted
    assert reasons(answer.answer) == [said.replace("_", "&#95;")]


def test_the_same_twice(good):
    states = states_of(good)
    made = sent(states)
    later = states_of(after(good, answer_event(states, made, TEAMS)))
    answer = answer_event(later, made, TEAMS)
    assert not answer.accepted
    assert (
        answer.answer == "This is recorded already, word for word. There is nothing more to do.\n"
    )


def test_an_emptied_fingerprint_does_not_mean_what_stands_there_now(good):
    states = states_of(good)
    for fields in (("text",), ("facts",), ("text", "facts")):
        now = states.fingerprints(states.handbook.pages[PAGE])
        made = sent(states)
        for field in fields:
            made["issue"]["body"] = made["issue"]["body"].replace(
                getattr(now, field), "_No response_"
            )
        answer = answer_event(states, made, TEAMS)
        assert "no longer says which text and which facts you read" in answer.answer


def test_an_older_report_does_not_come_after_a_newer_record(good):
    lives.record(good, PAGE, lives.step("drafted", "2026-11-23"))
    states = states_of(good)
    made = sent(states)
    made["issue"]["created_at"] = "2026-11-20T08:00:00Z"
    assert (
        "A newer record of 23 November 2026 is already there."
        in answer_event(states, made, TEAMS).answer
    )


def test_a_question_without_an_answer_is_asked_again(good):
    states = states_of(good)
    made = sent(
        states, change=lambda body: body.replace("\n\nThe filter change, twice in September.", "")
    )
    assert reasons(answer_event(states, made, TEAMS).answer) == [
        'The page asks: "Which price was wrong in an offer this quarter?" Write your answer under the question; if there is nothing new, say since when.'
    ]


def test_everything_that_is_wrong_is_said_at_once(good):
    states = states_of(good)
    made = event("review-opened")
    made["sender"]["login"] = "example-stranger"
    made["issue"]["body"] = (
        made["issue"]["body"]
        .replace(FOUND, "ok")
        .replace("The filter change, twice in September.", "")
    )
    assert len(reasons(answer_event(states, made, TEAMS).answer)) == 5


def test_a_dispute_that_waits_must_be_answered(good):
    (path,) = lives.record(
        good, PAGE, lives.step("disputed", "2026-11-20", says="It takes three days.")
    )
    states = states_of(good)
    assert "It takes three days." in answer_event(states, sent(states), TEAMS).answer
    decided = "### What did you decide about disputes?\n\n"
    made = sent(
        states,
        change=lambda body: body.replace(f"{decided}_No response_", f"{decided}- It stays a day."),
    )
    answer = answer_event(states, made, TEAMS)
    assert answer.accepted
    record = yaml.load(answer.text, yaml.BaseLoader)
    assert (record["decided"], record["disputes"]) == (["It stays a day."], [path[-10:-4]])
    assert states_of(after(good, answer)).handbook.lives[PAGE].disputes == []


def test_a_handle_is_compared_whole_and_whatever_its_capitals(good):
    states = states_of(good).handbook
    assert fills_role(
        states, "sales-director", "EXAMPLE-head", {"fernhill/Sales-Director": ["Example-Head"]}
    )
    assert not fills_role(
        states, "sales-director", "example", {"@fernhill/sales-director": ["example-head"]}
    )
    assert not fills_role(
        states, "sales-director", "example-head", {"@other/sales-director": ["example-head"]}
    )


def test_the_card_fills_in_fields_that_the_forms_have():
    ids = {
        path.stem: {
            field["id"]
            for field in yaml.safe_load(path.read_text(encoding="utf-8"))["body"]
            if "id" in field
        }
        for path in FORMS.glob("*.yml")
        if path.stem != "config"
    }
    assert ids["review"] >= {"page", "text", "facts", "answers"}
    assert ids["dispute"] >= {"page"}
    assert ids["proposal"] == {"page", "problem", "proposal"}


FIELD = re.compile(r'href="(https://github.com/fernhill/sales-handbook/issues/new[^"]*)"')


def test_what_the_card_fills_in_is_what_the_form_asks_and_is_accepted(good):
    both = edition_without_git(good, TODAY)
    states = both.shown.states
    (call,) = [
        found_call
        for found_call in states.handbook.pages[PAGE].calls
        if found_call.name == "page_card"
    ]
    links = [
        parse_qs(urlsplit(unescape(link)).query)
        for link in FIELD.findall(both.shown.draw(call, PAGE).html)
    ]
    assert [link["template"] for link in links] == [
        ["review.yml"],
        ["dispute.yml"],
        ["proposal.yml"],
    ]
    for link in links:
        form = yaml.safe_load((FORMS / link["template"][0]).read_text(encoding="utf-8"))
        assert set(link) - {"template", "title"} <= {field.get("id") for field in form["body"]}
        assert link["title"][0].startswith(form["title"])
    typed = {**{name: values[0] for name, values in links[0].items()}, "found": FOUND}
    typed["answers"] += "\n\nThe filter change, twice."
    body = "\n\n".join(
        f"### {heading}\n\n{typed.get(name) or '_No response_'}"
        for heading, name in HEADINGS["review"].items()
    )
    made = event("review-opened")
    made["issue"]["body"] = body
    answer = answer_event(states, made, TEAMS)
    assert answer.accepted, answer.answer
