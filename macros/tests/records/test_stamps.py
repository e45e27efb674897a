"""Stamps say which reviews hold on when the way of taking fingerprints has changed, wherever
somebody asks what was read.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.documents.whole import pack as packs
from handbook.problems.problem import Place
from handbook.records.fingerprints import Fingerprints
from handbook.records.records import State, folder_of
from handbook.rules.edition import edition_without_git
from handbook.site.move import plan_move
from handbook.text.load import Folder
from handbook.upkeep import board
from handbook.upkeep.event import answer_event
from tests import lives
from tests.repositories import COMPANY, REVIEWED, TEXT, Copy
from tests.sending import PAGE, TEAMS, TODAY, sent, states_of

STAMPS = "docs/_records/_stamps/2.yml"
OLD = "0fd0fd00"


def now(folder: Folder, src: str = PAGE) -> Fingerprints:
    states = states_of(folder)
    return states.fingerprints(states.handbook.pages[src])


def stamp(
    folder: Folder, *, of: str = "facts", old: str = OLD, new: str = "", page: str = PAGE
) -> None:
    new = new or getattr(now(folder, PAGE), of)
    before = folder.data.get(STAMPS, b"").decode()
    lives.put(
        folder, STAMPS, f'{before}- page: {page}\n  of: {of}\n  old: "{old}"\n  new: "{new}"\n'
    )


def state(folder: Folder, src: str = PAGE) -> State:
    states = states_of(folder)
    return states.standing(states.handbook.pages[src]).state


def bare(written: str) -> str:
    return written.partition(":")[2]


def test_a_review_from_before_versions_holds_where_the_value_is_the_same(good):
    read = now(good)
    lives.review(good, PAGE, "2026-11-20")
    path = lives.record(
        good,
        PAGE,
        lives.step(
            "reviewed",
            "2026-11-21",
            found=lives.FOUND,
            text=bare(read.text),
            facts=read.facts,
        ),
    )
    assert path
    assert state(good) is State.IN_DATE


def reviewed_of_old(good: Folder, text: str = "", facts: str = OLD) -> None:
    keys = {"text": text or bare(now(good).text), "facts": facts}
    lives.record(
        good,
        PAGE,
        lives.step("reviewed", "2026-11-20", "sales-director", found=lives.FOUND, **keys),
    )


def test_a_stamp_lets_a_review_hold_and_is_no_problem_itself(good, problems_of):
    reviewed_of_old(good)
    assert state(good) is State.CHANGED
    stamp(good)
    assert state(good) is State.IN_DATE
    assert [problem for problem in problems_of(good) if problem.rule != "writing-unfinished"] == []


def test_a_stamp_of_the_text_is_none_of_the_facts(good):
    reviewed_of_old(good)
    stamp(good, of="text", new=now(good).facts)
    assert state(good) is State.CHANGED


def test_a_stamp_holds_only_where_the_old_value_is_the_stamps(good):
    for facts in ("11111111", f"1:{OLD}"):
        reviewed_of_old(good, facts=facts)
        stamp(good)
        assert state(good) is State.CHANGED


def test_a_stamp_of_another_page_does_not_help(good):
    reviewed_of_old(good)
    stamp(good, page="hiring.md")
    assert state(good) is State.CHANGED


def test_a_stamp_does_not_hide_what_changed_afterwards(good):
    reviewed_of_old(good)
    stamp(good)
    path = "docs/_facts/sales-book/prices.yml"
    good.data[path] = good.data[path].replace(b"list: 60.00", b"list: 61.00")
    assert state(good) is State.CHANGED


def test_a_stamp_follows_its_page(good):
    reviewed_of_old(good)
    stamp(good)
    states = states_of(good)
    plan = plan_move(states.handbook, states.handbook.pages[PAGE], "price-list.md")
    for path in plan.delete:
        del good.data[path], good.entries[path]
    for path, text in plan.write.items():
        lives.put(good, path, text if isinstance(text, str) else text.decode())
    assert state(good, "price-list.md") is State.IN_DATE
    assert [
        problem.rule
        for problem in edition_without_git(good, TODAY).problems()
        if "stamp" in problem.rule
    ] == []


def test_the_board_does_not_take_a_new_way_for_a_change(good):
    reviewed_of_old(good)
    stamp(good)
    lives.review(good, PAGE, "2026-11-21")
    found = board.reviews(states_of(good).handbook)
    assert (found.compared, found.unchanged) == (1, 1)


def test_a_form_that_was_opened_before_is_accepted_and_recorded_as_fingerprints_are_taken_now(good):
    stamp(good)
    states = states_of(good)
    read = now(good)
    made = sent(
        states,
        change=lambda body: body.replace(read.facts, OLD).replace(read.text, bare(read.text)),
    )
    answer = answer_event(states, made, TEAMS)
    assert answer.accepted, answer.answer
    assert f'facts: "{read.facts}"' in answer.text


def test_a_pack_that_was_printed_before_is_compared_by_todays_way(good):
    book = edition_without_git(good, TODAY)
    text = packs.pack(book.shown, "seller")
    earlier = {of: version.replace("1:", "") for of, version in packs.versions_in(text).items()}
    assert packs.pack(book.shown, "seller", earlier) == packs.pack(
        book.shown, "seller", packs.versions_in(text)
    )


# --- stamps are kept as they came -----------------------------------------------------------------

RULES = ("stamp-changed-later", "stamp-without-review", "record-changed-later")
OF_OLD = [REVIEWED | {"text": f"0000000{number}", "facts": f"1111111{number}"} for number in (1, 2)]


def entry(
    page: str = "prices.md", of: str = "facts", old: str = "11111111", new: str = "2:81be07d2"
) -> str:
    return f'- page: {page}\n  of: {of}\n  old: "{old}"\n  new: "{new}"\n'


SOUND = entry() + entry(of="text", old="00000001")


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """Two pages with reviews of old, and the stamps of one of them, which came with a commit of
    their own.
    """
    made = Copy(tmp_path)
    made.write("docs/hours.md", TEXT)
    made.record(*OF_OLD)
    made.recorded(*OF_OLD, src="hours.md")
    made.write(STAMPS, SOUND)
    made.commit()
    return made


def test_stamps_as_they_came_are_fine(copy):
    assert copy.found(*RULES) == []


def test_stamps_are_fine_before_they_are_committed(copy):
    copy.git("reset", "--soft", "HEAD^")
    assert copy.found(*RULES) == []


@pytest.mark.parametrize("committed", [True, False])
@pytest.mark.parametrize("first", [True, False])
def test_a_stamp_that_is_added_later_is_refused_wherever_it_stands(copy, committed, first):
    new = entry("hours.md", old="11111112")
    copy.write(STAMPS, new + SOUND if first else SOUND + new)
    if committed:
        copy.commit()
    assert copy.said(*RULES) == (
        f"{STAMPS}, line {1 if first else 9}\n"
        '  This stamp for "hours.md" did not come with the others of this file; it was added later.\n'
        "  To fix: delete this entry, and let the owner of the page review it again.\n"
        "  Why: upkeep/checks/#stamp-changed-later"
    )
    copy.write(STAMPS, SOUND)
    assert copy.found(*RULES) == []


@pytest.mark.parametrize(
    ("old", "new"), [("11111111", "11111112"), ("2:81be07d2", "2:81be07d3"), ("of: facts", "of: text"), (entry(), "")]
)  # fmt: skip
def test_a_stamp_that_is_changed_or_taken_away_is_to_be_put_back(copy, old, new):
    copy.change(STAMPS, old, new)
    copy.commit()
    (problem,) = copy.found("stamp-changed-later")
    assert (
        problem.what
        == 'Of the stamps that came with this file, those of "prices.md" were changed or taken away.'
    )
    assert (problem.place.path, problem.paste) == (STAMPS, SOUND.rstrip())
    copy.write(STAMPS, f"{problem.paste}\n")
    assert copy.found(*RULES) == []


def test_a_file_of_stamps_that_is_taken_away_is_to_be_put_back(copy):
    copy.write(STAMPS, None)
    copy.commit()
    (problem,) = copy.found(*RULES)
    assert (problem.rule, problem.place, problem.paste) == (
        "stamp-changed-later",
        Place(STAMPS),
        SOUND.rstrip(),
    )


def test_a_file_that_is_taken_away_and_comes_again_with_more_is_judged_by_what_came_first(copy):
    copy.write(STAMPS, None)
    copy.commit()
    copy.write(STAMPS, SOUND + entry("hours.md", old="11111112"))
    copy.commit()
    assert [problem.place.line for problem in copy.found(*RULES)] == [9]


@pytest.mark.parametrize(
    "text",
    [
        "# Why these are needed.\n" + SOUND,
        entry(of="text", old="00000001") + entry(),
        SOUND.replace('"', "'"),
    ],
)
def test_remarks_order_and_quotes_change_no_stamp(copy, text):
    copy.write(STAMPS, text)
    copy.commit()
    assert copy.found(*RULES) == []


def test_stamps_go_with_their_page_and_only_with_it(tmp_path):
    copy = Copy(tmp_path)
    copy.write("docs/hours.md", TEXT)
    copy.record(*OF_OLD)
    paths = copy.record(*OF_OLD, src="hours.md")
    copy.write(STAMPS, SOUND + entry("hours.md"))
    copy.commit()
    for path in ("docs/hours.md", *paths):
        copy.write(path, None)
    copy.write(STAMPS, SOUND)
    copy.commit()
    assert copy.found(*RULES, "stamp-without-page") == []
    copy.write(STAMPS, None)
    (problem,) = copy.found(*RULES)
    assert problem.paste == SOUND.rstrip()


def test_stamps_stay_as_they_are_when_their_page_moves(copy):
    copy.move("prices.md", "price-list.md")
    copy.commit()
    assert copy.found(*RULES) == []
    copy.change(STAMPS, "page: prices.md", "page: price-list.md")
    assert {problem.rule for problem in copy.found(*RULES)} == {"stamp-changed-later"}


def test_stamps_of_one_merge_come_together(copy):
    copy.git("reset", "--hard", "-q", "HEAD^")
    copy.branch("newer")
    for text in (entry(), SOUND):
        copy.write(STAMPS, text)
        copy.commit()
    copy.checkout("main")
    copy.merge("newer")
    assert copy.found(*RULES) == []


def test_stamps_go_with_the_records_of_the_example_when_a_company_makes_the_handbook_its_own(
    tmp_path,
):
    copy = Copy(tmp_path)
    copy.write("docs/_facts/company.yml", COMPANY)
    paths = copy.record(*OF_OLD)
    copy.write(STAMPS, SOUND)
    copy.commit()
    for path in (*paths, STAMPS):
        copy.write(path, None)
    copy.write("docs/_facts/company.yml", f"{COMPANY}adopted_on: 2026-10-02\n")
    copy.commit()
    assert copy.found(*RULES) == []


def test_stamps_that_were_left_behind_by_the_records_are_to_be_deleted(tmp_path):
    copy = Copy(tmp_path)
    copy.write("docs/_facts/company.yml", COMPANY)
    paths = copy.record(*OF_OLD)
    copy.write(STAMPS, SOUND)
    copy.commit()
    for path in paths:
        copy.write(path, None)
    copy.write("docs/_facts/company.yml", f"{COMPANY}adopted_on: 2026-10-02\n")
    copy.commit()
    assert {problem.rule for problem in copy.found(*RULES)} == {"stamp-without-review"}
    copy.write(STAMPS, None)
    copy.commit()
    assert copy.found(*RULES) == []


def test_a_stamp_that_no_review_needs_is_refused(good, problems_of):
    reviewed_of_old(good)
    stamp(good)
    stamp(good, of="text", old="12345678", new="2:81be07d2")
    found = [problem for problem in problems_of(good) if problem.rule == "stamp-without-review"]
    assert [(problem.place, problem.fix) for problem in found] == [
        (Place(STAMPS, 7), "delete this entry.")
    ]


def test_of_records_that_cannot_be_read_nobody_says_what_they_carry(good, problems_of):
    lives.put(good, f"{folder_of(PAGE)}/2026-11-20-reviewed-sales-director-3f2a9c.yml", "a: [\n")
    stamp(good)
    assert [
        problem for problem in problems_of(good) if problem.rule == "stamp-without-review"
    ] == []
