"""Forms of the repository: GitHub's reports as they come, and what is answered to people who sell for a living."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from handbook.cli import app
from handbook.event import (
    HEADINGS,
    LABELS,
    NotUnderstood,
    answer_event,
    read_answers,
    read_event,
    sections,
)
from handbook.handbook import Handbook
from handbook.harmless import words
from handbook.load import Folder, read_folder
from handbook.open import Opened
from handbook.people import belongs
from handbook.records import as_yaml, read_records

GOOD = Path(__file__).parent / "good"
TODAY = date(2026, 11, 23)
FORBIDDEN = ("assert", "invalid", "schema", "parse", "None", "regex", "traceback", "Traceback")
EVENTS = Path(__file__).parent / "events"
FORMS = Path(__file__).parents[2] / ".github" / "ISSUE_TEMPLATE"
TEAMS = {"@fernhill/head-of-sales": ["example-head"], "@fernhill/managing-director": ["example-director"]}
FOUND = (
    "Compared the list with the last five offers. The filter change was £4 too cheap; corrected in October."
)
SAYS = "The page says that the head of sales answers within a day. Since May we have waited three days for every answer above 10 %."
PAGE, PATH = "sales-book/prices.md", "docs/_records/sales-book/prices.yml"


def event(name: str) -> dict[str, Any]:
    return json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))


def opened(folder: Folder, today: date = TODAY) -> Handbook:
    return Opened(folder, today).handbook


def sent(
    handbook: Handbook, name: str = "review-opened", change: Callable[[str], str] = lambda body: body
) -> dict[str, Any]:
    """A report whose form was filled in on the page as it stands now, then changed."""
    made = event(name)
    now = handbook.fingerprints(handbook.pages[PAGE])
    body = made["issue"]["body"].replace("00000000", now.text).replace("11111111", now.facts)
    made["issue"]["body"] = change(body)
    return made


def with_record(folder: Folder, text: str) -> Folder:
    changed = deepcopy(folder)
    changed.data[PATH] = text.encode()
    return changed


def reasons(answer: str) -> list[str]:
    return [line.removeprefix("- ") for line in answer.splitlines() if line.startswith("- ")]


def in_plain_words(answer: str) -> None:
    """A colleague in sales can read it, and GitHub reads nothing into it."""
    assert not [word for word in FORBIDDEN if word in answer]
    assert "<" not in answer
    assert not [at for at in range(len(answer)) if answer[at] == "@" and answer[at + 1] != "&"]


# --- reviews


def test_a_review_is_accepted(good):
    handbook = opened(good)
    answer = answer_event(handbook, sent(handbook), TEAMS)
    now = handbook.fingerprints(handbook.pages[PAGE])
    assert answer.accepted
    assert answer.path == PATH
    assert yaml.load(answer.text, yaml.BaseLoader) == [
        {
            "step": "reviewed",
            "on": "2026-11-23",
            "by": "head-of-sales",
            "found": FOUND,
            "answers": ["The filter change, twice in September."],
            "text": now.text,
            "facts": now.facts,
        }
    ]
    assert answer.answer == (
        "Thank you. The review of **Prices** is recorded, by the head of sales. "
        "As soon as the pull request is merged, the page is in date until 23 January 2027.\n"
    )


def test_what_was_accepted_puts_the_page_in_date(good, problems_of):
    handbook = opened(good)
    after = with_record(good, answer_event(handbook, sent(handbook), TEAMS).text)
    assert opened(after).standing(handbook.pages[PAGE]).state == "in date"
    assert [one for one in problems_of(after) if one.place.path == PATH] == []


def test_the_deputy_may_review(good):
    handbook = opened(good)
    made = sent(handbook)
    made["sender"]["login"] = made["issue"]["user"]["login"] = "Example-Director"
    answer = answer_event(handbook, made, TEAMS)
    assert answer.accepted
    assert "\n  by: managing-director\n" in answer.text


def test_a_form_that_was_put_right_is_looked_at_again(good):
    handbook = opened(good)
    answer = answer_event(handbook, sent(handbook, "review-edited"), TEAMS)
    assert answer.accepted
    assert "\n  on: 2026-11-23\n" in answer.text, (
        "the day on which it was put right, not the day it was opened"
    )


def test_wrong_sender(good):
    handbook = opened(good)
    made = sent(handbook)
    made["sender"]["login"] = made["issue"]["user"]["login"] = "example-seller"
    answer = answer_event(handbook, made, TEAMS)
    assert not answer.accepted
    assert reasons(answer.answer) == [
        "This page is reviewed by the head of sales or the managing director, and your account is not among theirs. "
        'If you found something wrong, use the link "This is not how we work" on the page.'
    ]
    in_plain_words(answer.answer)


def test_where_teams_could_not_be_looked_up_nothing_is_accepted_and_that_is_said(good):
    handbook = opened(good)
    answer = answer_event(handbook, sent(handbook), None)
    assert not answer.accepted
    assert "could not be looked up" in answer.answer


def test_somebody_elses_form_cannot_be_signed_by_changing_it(good):
    handbook = opened(good)
    made = sent(handbook, "review-edited")
    made["issue"]["user"]["login"] = "example-seller"
    answer = answer_event(handbook, made, TEAMS)
    assert not answer.accepted
    assert "sent by one person and changed by another" in answer.answer


def test_old_fingerprint(good):
    handbook = opened(good)
    answer = answer_event(handbook, event("review-opened"), TEAMS)
    assert answer.answer == (
        "**Your review was not recorded.**\n\n"
        "- Since you read the page, its text and the facts it shows changed. Open it again, read what is new, and send the form from there.\n\n"
        "**What to do:** put it right above (the three dots, then *Edit*), and it is looked at again at once. If the page changed since you "
        "read it, close this form, read [what changed in the text](https://github.com/fernhill/sales-handbook/commits/main/docs/sales-book/prices.md), "
        "and open the form again with the link on the page.\n"
    )


def test_only_the_facts_changed(good):
    handbook = opened(good)
    made = sent(handbook)
    good.data["docs/_facts/sales-book/prices.yml"] = good.data["docs/_facts/sales-book/prices.yml"].replace(
        b"list: 60.00", b"list: 61.00"
    )
    made_later = opened(good)
    if made_later.fingerprints(made_later.pages[PAGE]) == handbook.fingerprints(handbook.pages[PAGE]):
        pytest.fail("the price of the good handbook was not changed")
    assert reasons(answer_event(made_later, made, TEAMS).answer) == [
        "Since you read the page, the facts it shows changed. Open it again, read what is new, and send the form from there."
    ]


@pytest.mark.parametrize(
    "found", ["ok", "OK!", "-", "all good, no changes", "_No response_", "```text\nok\n```", "👍"]
)
def test_found_says_nothing(good, found):
    handbook = opened(good)
    answer = answer_event(handbook, sent(handbook, change=lambda body: body.replace(FOUND, found)), TEAMS)
    assert not answer.accepted
    assert [reason for reason in reasons(answer.answer) if reason.startswith("Under what you found stands")]
    in_plain_words(answer.answer)


def test_sent_from_the_future(good):
    handbook = opened(good, date(2026, 11, 22))
    assert "The date 2026-11-23 is still to come." in answer_event(handbook, sent(handbook), TEAMS).answer


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
    handbook = opened(good)
    answer = answer_event(handbook, sent(handbook, change=lambda body: body.replace(PAGE, named)), TEAMS)
    assert not answer.accepted
    assert reasons(answer.answer) == [said.replace("_", "&#95;")]


def test_the_same_twice(good):
    handbook = opened(good)
    made = sent(handbook)
    later = opened(with_record(good, answer_event(handbook, made, TEAMS).text))
    answer = answer_event(later, made, TEAMS)
    assert not answer.accepted
    assert answer.answer == "This is recorded already, word for word. There is nothing more to do.\n"


def test_an_emptied_fingerprint_does_not_mean_what_stands_there_now(good):
    handbook = opened(good)
    for fields in (("text",), ("facts",), ("text", "facts")):
        now = handbook.fingerprints(handbook.pages[PAGE])
        made = sent(handbook)
        for field in fields:
            made["issue"]["body"] = made["issue"]["body"].replace(getattr(now, field), "_No response_")
        answer = answer_event(handbook, made, TEAMS)
        assert "no longer says which text and which facts you read" in answer.answer


def test_an_older_report_does_not_come_after_a_newer_record(good):
    folder = with_record(good, "- step: drafted\n  on: 2026-11-23\n  by: seller\n")
    handbook = opened(folder)
    made = sent(handbook)
    made["issue"]["created_at"] = "2026-11-20T08:00:00Z"
    assert (
        "A newer record of 23 November 2026 is already there." in answer_event(handbook, made, TEAMS).answer
    )


def test_records_that_cannot_be_read_are_not_written_to(good):
    folder = with_record(good, "- step: [drafted\n")
    handbook = opened(folder)
    answer = answer_event(handbook, sent(handbook), TEAMS)
    assert not answer.accepted
    assert "cannot be read at the moment" in answer.answer


def test_a_question_without_an_answer_is_asked_again(good):
    handbook = opened(good)
    made = sent(handbook, change=lambda body: body.replace("\n\nThe filter change, twice in September.", ""))
    assert reasons(answer_event(handbook, made, TEAMS).answer) == [
        'The page asks: "Which price was wrong in an offer this quarter?" Write your answer under the question; if there is nothing new, say since when.'
    ]


def test_everything_that_is_wrong_is_said_at_once(good):
    handbook = opened(good)
    made = event("review-opened")
    made["sender"]["login"] = "example-stranger"
    made["issue"]["body"] = (
        made["issue"]["body"].replace(FOUND, "ok").replace("The filter change, twice in September.", "")
    )
    assert len(reasons(answer_event(handbook, made, TEAMS).answer)) == 5


def test_a_dispute_that_waits_must_be_answered(good):
    folder = with_record(
        good, "- step: disputed\n  on: 2026-11-20\n  by: seller\n  says: It takes three days.\n"
    )
    handbook = opened(folder)
    assert "It takes three days." in answer_event(handbook, sent(handbook), TEAMS).answer
    decided = "### What did you decide about disputes?\n\n"
    made = sent(
        handbook, change=lambda body: body.replace(f"{decided}_No response_", f"{decided}- It stays a day.")
    )
    answer = answer_event(handbook, made, TEAMS)
    assert answer.accepted
    assert yaml.load(answer.text, yaml.BaseLoader)[1]["decided"] == ["It stays a day."]
    assert answer.text.startswith(folder.data[PATH].decode()), "what stood there before is not touched"


# --- disputes


def test_a_dispute_is_recorded_under_a_role_and_names_nobody(good):
    handbook = opened(good)
    answer = answer_event(handbook, event("dispute-opened"), TEAMS)
    assert answer.accepted
    assert yaml.load(answer.text, yaml.BaseLoader) == [
        {"step": "disputed", "on": "2026-11-23", "by": "head-of-sales", "says": SAYS}
    ]
    assert "example-seller" not in answer.text + answer.answer
    assert [
        one.says for one in opened(with_record(good, answer.text)).standing(handbook.pages[PAGE]).disputes
    ] == [SAYS]


def test_a_dispute_is_recorded_under_the_senders_own_role_where_it_is_known(good):
    good.data["docs/_facts/people.yml"] += b'- id: seller\n  handles: ["@example-seller"]\n'
    answer = answer_event(opened(good), event("dispute-opened"), None)
    assert "\n  by: seller\n" in answer.text


def test_the_same_dispute_twice(good):
    first = answer_event(opened(good), event("dispute-opened"), None)
    again = answer_event(opened(with_record(good, first.text)), event("dispute-opened"), None)
    assert not again.accepted
    assert again.answer == "This is recorded already, word for word. There is nothing more to do.\n"


def test_a_dispute_that_says_nothing(good):
    made = event("dispute-opened")
    made["issue"]["body"] = made["issue"]["body"].replace(SAYS, "wrong")
    assert "stands too little" in answer_event(opened(good), made, None).answer


# --- odd and hostile forms


HOSTILE = [
    "::set-output name=x::y\n::add-mask::the whole list",
    "@everyone and @fernhill/all, fixes #1, GH-2, https://evil.example/",
    "<script>alert(1)</script><!-- handbook-digest: head-of-sales --> <img src=x onerror=alert(1)>",
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
    handbook = opened(good)
    made = sent(handbook, change=lambda body: body.replace(FOUND, f"I compared this today: {text}"))
    answer = answer_event(handbook, made, TEAMS)
    assert answer.accepted
    (record,) = yaml.load(answer.text, yaml.BaseLoader)
    assert record["by"] == "head-of-sales"
    assert record["found"].startswith("I compared this today:")
    lives, problems = read_records({PATH: answer.text})
    assert problems == []
    assert lives[PAGE].records[0].found == record["found"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_only_shown_in_an_answer(good, text):
    answer = answer_event(
        opened(good),
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
    assert reasons(answer_event(opened(good), made, None).answer) == [
        'There is no page "@&#8203;all fixes #&#8203;1 &#124; &#60;b&#62;x&#60;/b&#62; %0A ::add-mask::x".'
    ]


def test_windows_line_ends_change_nothing(good):
    handbook = opened(good)
    unix = answer_event(handbook, sent(handbook), TEAMS)
    assert (
        answer_event(handbook, sent(handbook, change=lambda body: body.replace("\n", "\r\n")), TEAMS) == unix
    )


def test_headings_of_the_senders_own_are_text(good):
    handbook = opened(good)
    made = sent(handbook, change=lambda body: body.replace(FOUND, f"### Prices\n{FOUND}\n#### Detail\nnone"))
    assert f"found: '### Prices {FOUND} #### Detail none'" in answer_event(handbook, made, TEAMS).text


def test_a_heading_that_stands_twice_is_not_guessed_at(good):
    handbook = opened(good)
    made = sent(handbook, change=lambda body: body + "\n\n### Page\n\ncompany.md")
    assert 'the heading "Page" stands twice' in answer_event(handbook, made, TEAMS).answer


def test_sixty_thousand_signs(good):
    handbook = opened(good)
    made = sent(handbook, change=lambda body: body.replace(FOUND, "long " * 12_000))
    answer = answer_event(handbook, made, TEAMS)
    assert not answer.accepted
    assert "a record holds at most 2000" in answer.answer
    assert len(answer.answer) < 5_000


def test_a_deleted_label_does_not_silence_the_form(good):
    handbook = opened(good)
    made = sent(handbook)
    made["issue"]["labels"] = []
    assert answer_event(handbook, made, TEAMS).accepted


ODD: list[object] = [
    None, [], "x", 7, {}, {"action": "opened"}, {"action": "deleted", "issue": {}, "sender": {}},
    {"action": "opened", "issue": "x", "sender": {}}, {"action": "opened", "issue": {"body": None, "labels": None}, "sender": {}},
    {"action": "opened", "issue": {"body": 1, "labels": [1, {"name": "handbook-review"}]}, "sender": {"login": "x"}},
    {"action": "opened", "issue": {"labels": [{"name": "handbook-review"}], "user": {"login": "x"}}, "sender": {"login": "x"}},
    {"action": "opened", "issue": {"labels": [{"name": "handbook-review"}], "pull_request": {}}, "sender": {"login": "x"}},
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_an_odd_report_is_not_understood(good, odd):
    with pytest.raises(NotUnderstood):
        answer_event(opened(good), odd, None)


def test_an_ordinary_issue_is_no_form(good):
    with pytest.raises(NotUnderstood):
        answer_event(opened(good), event("plain-issue-opened"), None)


@given(st.text())
def test_any_words_come_back_from_yaml_as_they_were(text):
    said = words(f"{text}")
    if said:
        written = as_yaml(
            {"step": "disputed", "on": "2026-11-23", "by": "seller", "says": said, "decided": [said]}
        )
        lives, problems = read_records({PATH: f"{written}\n"})
        assert problems == []
        record = lives[PAGE].records[0]
        assert (record.says, record.decided) == (said, [said])


LINES = st.lists(
    st.sampled_from(["### Page", "### What did you find?", "_No response_", "```", "x", "", "### "]),
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


def test_a_handle_is_compared_whole_and_whatever_its_capitals(good):
    handbook = opened(good)
    assert belongs(handbook, "head-of-sales", "EXAMPLE-head", {"fernhill/Head-of-Sales": ["Example-Head"]})
    assert not belongs(handbook, "head-of-sales", "example", {"@fernhill/head-of-sales": ["example-head"]})
    assert not belongs(handbook, "head-of-sales", "example-head", {"@other/head-of-sales": ["example-head"]})


# --- the forms, and the command


@pytest.mark.parametrize("kind", LABELS)
def test_the_form_asks_under_the_headings_that_are_read(kind):
    form = yaml.safe_load((FORMS / f"{kind}.yml").read_text(encoding="utf-8"))
    asked = {one["attributes"]["label"]: one["id"] for one in form["body"] if "id" in one}
    assert asked == HEADINGS[kind]
    assert form["labels"] == [LABELS[kind]]


@pytest.mark.parametrize("name", ["review", "dispute", "proposal"])
def test_the_form_is_one_that_github_takes(name):
    form = yaml.safe_load((FORMS / f"{name}.yml").read_text(encoding="utf-8"))
    assert set(form) == {"name", "description", "title", "labels", "body"}
    asked = [one for one in form["body"] if one["type"] != "markdown"]
    assert {one["type"] for one in asked} <= {"input", "textarea"}
    for key in ("id", "label"):
        named = [one.get(key) or one["attributes"][key] for one in asked]
        assert len(set(named)) == len(named)
    assert all(set(one["attributes"]) <= {"label", "description", "placeholder"} for one in asked)
    assert form["labels"] == [f"handbook-{name}"]


def test_the_card_fills_in_fields_that_the_forms_have():
    ids = {
        path.stem: {
            one["id"] for one in yaml.safe_load(path.read_text(encoding="utf-8"))["body"] if "id" in one
        }
        for path in FORMS.glob("*.yml")
        if path.stem != "config"
    }
    assert ids["review"] >= {"page", "text", "facts", "answers"}
    assert ids["dispute"] >= {"page"}
    assert ids["proposal"] == {"page", "problem", "proposal"}


FIELD = re.compile(r'href="(https://github.com/fernhill/sales-handbook/issues/new[^"]*)"')


def test_what_the_card_fills_in_is_what_the_form_asks_and_is_accepted(good):
    both = Opened(good, TODAY)
    handbook = both.handbook
    (call,) = [one for one in handbook.pages[PAGE].calls if one.name == "page_card"]
    links = [parse_qs(urlsplit(unescape(link)).query) for link in FIELD.findall(both.draw(call, PAGE).html)]
    assert [link["template"] for link in links] == [["review.yml"], ["dispute.yml"], ["proposal.yml"]]
    for link in links:
        form = yaml.safe_load((FORMS / link["template"][0]).read_text(encoding="utf-8"))
        assert set(link) - {"template", "title"} <= {one.get("id") for one in form["body"]}
        assert link["title"][0].startswith(form["title"])
    typed = {**{name: values[0] for name, values in links[0].items()}, "found": FOUND}
    typed["answers"] += "\n\nThe filter change, twice."
    body = "\n\n".join(
        f"### {heading}\n\n{typed.get(name) or '_No response_'}"
        for heading, name in HEADINGS["review"].items()
    )
    made = event("review-opened")
    made["issue"]["body"] = body
    answer = answer_event(handbook, made, TEAMS)
    assert answer.accepted, answer.answer


def run(tmp_path: Path, made: object, *more: str) -> Any:
    report, teams = tmp_path / "event.json", tmp_path / "teams.json"
    report.write_text(json.dumps(made), encoding="utf-8")
    teams.write_text(json.dumps(TEAMS), encoding="utf-8")
    words = ["review", "--from-event", str(report), "--teams", str(teams), "--today", "2026-11-23", *more]
    return CliRunner().invoke(app, words)


@pytest.fixture
def root(tmp_path) -> Path:
    top = tmp_path / "handbook"
    for path, data in read_folder(GOOD).data.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_bytes(data)
    return top


def test_the_command_writes_what_was_accepted(tmp_path, root):
    handbook = opened(read_folder(root))
    done = run(tmp_path, sent(handbook), "--root", str(root))
    assert (done.exit_code, done.stderr) == (0, "")
    said = json.loads(done.stdout)
    assert (said["accepted"], said["path"]) == (True, PATH)
    assert (
        (root / PATH)
        .read_text(encoding="utf-8")
        .startswith("- step: reviewed\n  on: 2026-11-23\n  by: head-of-sales\n")
    )


def test_the_command_writes_nothing_that_was_refused(tmp_path, root):
    done = run(tmp_path, event("review-opened"), "--root", str(root))
    assert done.exit_code == 0
    assert json.loads(done.stdout) | {"answer": ""} == {"accepted": False, "answer": "", "path": None}
    assert not (root / PATH).exists()


def test_the_command_prints_one_line_that_starts_no_command_of_the_runner(tmp_path, root):
    made = event("dispute-opened")
    made["issue"]["body"] = "### Page\n\n::stop-commands::x\n\n::add-mask::y %0A"
    done = run(tmp_path, made, "--root", str(root))
    assert done.stdout.count("\n") == 1
    assert done.stdout.startswith('{"accepted": false, ')
    assert done.stdout.isascii()


@pytest.mark.parametrize("made", [{}, [], event("plain-issue-opened")])
def test_the_command_ends_with_2_when_it_is_no_form(tmp_path, root, made):
    done = run(tmp_path, made, "--root", str(root))
    assert done.exit_code == 2
    assert done.stderr.startswith("handbook: ")
    assert "Traceback" not in done.stderr


def test_a_form_and_pages_do_not_go_together(tmp_path, root):
    assert run(tmp_path, {}, "--root", str(root), "company.md").exit_code == 2


def test_the_manual_way_stays(root):
    words = [
        "review",
        PAGE,
        "--by",
        "head-of-sales",
        "--found",
        FOUND,
        "--root",
        str(root),
        "--today",
        "2026-11-23",
    ]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert CliRunner().invoke(app, ["review", "--root", str(root)]).exit_code == 2
