"""Disputes that were sent with a form, by people whose role is known and by readers; and records
that stand in the way of both forms.
"""

from __future__ import annotations

from html import unescape

import pytest
import yaml

from handbook.text.load import Folder, FolderEntry
from handbook.upkeep.event import answer_event
from tests import lives
from tests.sending import (
    LIFE,
    PAGE,
    SAYS,
    TEAMS,
    after,
    event,
    in_plain_words,
    reasons,
    sent,
    states_of,
)


def test_the_dispute_of_somebody_without_a_role_is_a_readers_and_names_nobody(good, problems_of):
    states = states_of(good)
    answer = answer_event(states, event("dispute-opened"), TEAMS)
    assert answer.accepted
    assert yaml.load(answer.text, yaml.BaseLoader) == {
        "step": "disputed", "on": "2026-11-23", "by": "reader", "says": SAYS,
    }  # fmt: skip
    assert "example-seller" not in answer.text + answer.answer
    assert answer.answer == (
        "Thank you. That **Prices** is not how you work is recorded, by a reader, without your name. The page says so to everybody "
        "who reads it, and its next review has to say what was decided about it.\n"
    )
    made = after(good, answer)
    assert [
        dispute.says for dispute in states_of(made).standing(states.handbook.pages[PAGE]).disputes
    ] == [SAYS]
    assert problems_of(made) == []


def test_the_dispute_of_one_that_another_has_changed_is_nobodys_in_particular(good):
    good.data["docs/_facts/people.yml"] += b'- id: seller\n  handles: ["@example-seller"]\n'
    made = event("dispute-opened")
    made["sender"]["login"] = "example-head"
    assert "\nby: reader\n" in answer_event(states_of(good), made, TEAMS).text


def test_a_dispute_is_recorded_under_the_senders_own_role_where_it_is_known(good):
    good.data["docs/_facts/people.yml"] += b'- id: seller\n  handles: ["@example-seller"]\n'
    answer = answer_event(states_of(good), event("dispute-opened"), None)
    assert "\nby: seller\n" in answer.text


def test_the_same_dispute_twice(good):
    first = answer_event(states_of(good), event("dispute-opened"), None)
    again = answer_event(states_of(after(good, first)), event("dispute-opened"), None)
    assert not again.accepted
    assert again.answer == "This is recorded already, word for word. There is nothing more to do.\n"


def test_two_disputes_at_once_are_two_files(good, problems_of):
    other = event("dispute-opened")
    other["issue"]["body"] = other["issue"]["body"].replace("three days", "four days")
    answers = [
        answer_event(states_of(good), made, None) for made in (event("dispute-opened"), other)
    ]
    assert len({answer.path for answer in answers}) == 2
    made = after(good, *answers)
    assert len(states_of(made).handbook.lives[PAGE].disputes) == 2
    assert problems_of(made) == []


def test_what_was_decided_can_be_disputed_again(good):
    (path,) = lives.record(good, PAGE, lives.step("disputed", "2026-11-20", "reader", says=SAYS))
    decided = {
        "decided": ["It stays a day."],
        "disputes": [path[-10:-4]],
        "text": "00000000",
        "facts": "00000000",
    }
    lives.record(
        good,
        PAGE,
        lives.step("reviewed", "2026-11-21", "sales-director", found="Compared it all.", **decided),
    )
    assert answer_event(states_of(good), event("dispute-opened"), None).accepted


def test_a_dispute_older_than_the_last_record_is_taken_too(good):
    lives.record(good, PAGE, lives.step("drafted", "2026-11-23"))
    made = event("dispute-opened")
    made["issue"]["created_at"] = "2026-11-20T08:00:00Z"
    assert answer_event(states_of(good), made, None).accepted


ONLY_A_PICTURE = [
    "![image](https://github.com/user-attachments/assets/3f2a9c41)",
    '<img width="1440" alt="Image of the page about prices" src="https://github.com/user-attachments/assets/3f2a9c41" />',
    "![this is not how we do it][1]\n\n[1]: https://example.com/a.png",
    "https://example.com/how-we-really-work-since-may",
    "<https://example.com/how-we-really-work-since-may>",
    "www.example.com/how/we/really/work",
    "[offer for a customer in July.pdf](https://github.com/user-attachments/files/1/offer.pdf)",
    '<a href="https://example.com/x">see how we work here</a>',
    "<video src='https://example.com/how/we/work.mp4'></video>",
    "![a](https://example.com/a.png) ![b](https://example.com/b.png)\n\n:point_up: :see_no_evil: :rage:",
    "<!-- we work in another way -->",
    "@example-head @example-director @fernhill/all",
]


@pytest.mark.parametrize("says", ONLY_A_PICTURE, ids=range(len(ONLY_A_PICTURE)))
def test_a_dispute_that_is_only_a_picture_or_a_link_is_refused(good, says):
    made = event("dispute-opened")
    made["issue"]["body"] = made["issue"]["body"].replace(SAYS, says)
    (reason,) = reasons(answer_event(states_of(good), made, None).answer)
    assert reason.startswith(
        'Under "How is it really?" is only a picture or a link, which a record cannot keep. Say in a sentence'
    )
    in_plain_words(answer_event(states_of(good), made, None).answer)


@pytest.mark.parametrize(
    "says",
    [
        "We quote ten days: ![image](https://example.com/a.png)",
        "We have [quoted ten days](https://example.com/offer) since May",
        "自五月以来我们报价十天",
        "Azóta tíz napot mondunk.",
    ],
)
def test_words_beside_a_picture_are_words(good, says):
    made = event("dispute-opened")
    made["issue"]["body"] = made["issue"]["body"].replace(SAYS, says)
    assert answer_event(states_of(good), made, None).accepted


@pytest.mark.parametrize(
    "says", ["wrong", "wrong wrong wrong", "no no no", "?", "12 % 14 %", "👍 👎 📷"]
)
def test_a_dispute_that_says_nothing(good, says):
    made = event("dispute-opened")
    made["issue"]["body"] = made["issue"]["body"].replace(SAYS, says)
    assert "is too little" in answer_event(states_of(good), made, None).answer


UNREAD = {
    "a bracket": (f"{LIFE}2026-09-14-drafted-seller-3f2a9c.yml", b"step: [drafted\n"),
    "not UTF-8": (
        f"{LIFE}2026-09-14-drafted-seller-3f2a9c.yml",
        b"step: drafted\nby: se\xfcller\n",
    ),
    "conflict": (
        f"{LIFE}2026-09-14-drafted-seller-3f2a9c.yml",
        b"<<<<<<< a\nstep: x\n=======\n>>>>>>> b\n",
    ),
    "too long": (f"{LIFE}2026-09-14-drafted-seller-3f2a9c.yml", b"# " + b"x" * 300_000),
    "a list of old": (
        "docs/_records/sales-book/prices.yml",
        b"- step: drafted\n  on: 2026-09-14\n  by: seller\n",
    ),
    "a file instead of the folder": ("docs/_records/sales-book/prices", b""),
    "a file on the way": ("docs/_records/sales-book", b""),
}
IN_THE_WAY = [
    (f"{LIFE}2026-09-14-drafted-seller-3f2a9c.yml", "link"), ("docs/_records/sales-book/prices", "link"),
    ("docs/_records/sales-book", "link"), ("docs/_records", "link"), ("docs/_records/sales-book", "submodule"),
    (f"{LIFE}2026-09-14-drafted-seller-3f2a9c.yml", "unreadable"),
]  # fmt: skip


@pytest.mark.parametrize("name", UNREAD)
def test_nothing_is_built_on_records_that_cannot_be_read(good, name):
    path, data = UNREAD[name]
    good.entries[path] = FolderEntry(path, "file", len(data))
    if path.endswith(".yml"):
        good.data[path] = data
    both_forms_are_refused(good, path)


@pytest.mark.parametrize(("path", "kind"), IN_THE_WAY)
def test_nothing_is_built_on_what_is_in_the_way(good, path, kind):
    good.entries[path] = FolderEntry(path, kind)
    both_forms_are_refused(good, path)


def both_forms_are_refused(good: Folder, path: str) -> None:
    states = states_of(good)
    for made in (sent(states), event("dispute-opened")):
        answer = answer_event(states, made, TEAMS)
        assert not answer.accepted
        assert (
            unescape(answer.answer).count(
                f'Records of this page cannot be read at the moment: "{path}".'
            )
            == 1
        )
        in_plain_words(answer.answer)


def test_what_is_wrong_with_another_pages_records_stops_nobody(good):
    lives.put(good, "docs/_records/hiring/2026-09-14-drafted-seller-3f2a9c.yml", "step: [drafted\n")
    lives.put(good, "docs/_records/sales-book/prices-of-old/x.yml", "step: [drafted\n")
    states = states_of(good)
    assert answer_event(states, sent(states), TEAMS).accepted


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The key is AKIAIOSFODNN7QZ4XYW2 and nobody changes it.", "AKIAIOSFODNN7QZ4XYW2"),
        ("Ask anna.kovacs87@gmail.com how we quote the days.", "anna.kovacs87@gmail.com"),
        ("We are paid to HU42117730161111101800000000 since May.", "HU42117730161111101800000000"),
    ],
)
def test_what_must_not_be_in_a_record_is_refused_and_not_repeated(good, text, value):
    answer = answer_event(
        states_of(good),
        sent(states_of(good), "dispute-opened", lambda body: body.replace(SAYS, text)),
        TEAMS,
    )
    assert not answer.accepted
    assert any("Take it out" in reason for reason in reasons(answer.answer))
    assert value not in unescape(answer.answer)
