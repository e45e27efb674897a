"""Stamps say which reviews hold on when the way of taking fingerprints has changed, wherever somebody asks what was read."""

from __future__ import annotations

from handbook import board
from handbook.event import answer_event
from handbook.fingerprints import Fingerprints
from handbook.load import Folder
from handbook.move import plan_move
from handbook.open import Opened
from handbook.printed import pack as packs
from handbook.records import State
from tests import lives
from tests.sending import PAGE, TEAMS, TODAY, opened, sent

STAMPS = "docs/_records/_stamps/1.yml"
OLD = "0fd0fd00"


def now(folder: Folder, src: str = PAGE) -> Fingerprints:
    handbook = opened(folder)
    return handbook.fingerprints(handbook.pages[src])


def stamp(folder: Folder, *, of: str = "facts", old: str = OLD, new: str = "", page: str = PAGE) -> None:
    new = new or getattr(now(folder, PAGE), of)
    before = folder.data.get(STAMPS, b"").decode()
    lives.put(folder, STAMPS, f'{before}- page: {page}\n  of: {of}\n  old: "{old}"\n  new: "{new}"\n')


def state(folder: Folder, src: str = PAGE) -> State:
    handbook = opened(folder)
    return handbook.standing(handbook.pages[src]).state


def bare(written: str) -> str:
    return written.removeprefix("1:")


def test_a_review_from_before_versions_holds_where_the_value_is_the_same(good):
    read = now(good)
    lives.review(good, PAGE, "2026-11-20")
    path = lives.record(
        good,
        PAGE,
        lives.step("reviewed", "2026-11-21", found=lives.FOUND, text=bare(read.text), facts=bare(read.facts)),
    )
    assert path
    assert state(good) is State.IN_DATE


def reviewed_of_old(good: Folder, text: str = "", facts: str = OLD) -> None:
    keys = {"text": text or bare(now(good).text), "facts": facts}
    lives.record(good, PAGE, lives.step("reviewed", "2026-11-20", "head-of-sales", found=lives.FOUND, **keys))


def test_a_stamp_lets_a_review_hold_and_is_no_problem_itself(good, problems_of):
    reviewed_of_old(good)
    assert state(good) is State.CHANGED
    stamp(good)
    assert state(good) is State.IN_DATE
    assert [one for one in problems_of(good) if one.rule != "writing-unfinished"] == []


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
    handbook = opened(good)
    plan = plan_move(handbook, handbook.pages[PAGE], "price-list.md")
    for path in plan.delete:
        del good.data[path], good.entries[path]
    for path, text in plan.write.items():
        lives.put(good, path, text if isinstance(text, str) else text.decode())
    assert state(good, "price-list.md") is State.IN_DATE
    assert [one.rule for one in Opened(good, TODAY).problems() if "stamp" in one.rule] == []


def test_the_board_does_not_take_a_new_way_for_a_change(good):
    reviewed_of_old(good)
    stamp(good)
    lives.review(good, PAGE, "2026-11-21")
    found = board.reviews(opened(good))
    assert (found.compared, found.unchanged) == (1, 1)


def test_a_form_that_was_opened_before_is_accepted_and_recorded_as_fingerprints_are_taken_now(good):
    stamp(good)
    handbook = opened(good)
    read = now(good)
    made = sent(
        handbook, change=lambda body: body.replace(read.facts, OLD).replace(read.text, bare(read.text))
    )
    answer = answer_event(handbook, made, TEAMS)
    assert answer.accepted, answer.answer
    assert f'facts: "{read.facts}"' in answer.text


def test_a_pack_that_was_printed_before_is_compared_by_todays_way(good):
    book = Opened(good, TODAY)
    text = packs.pack(book, "seller")
    earlier = {of: version.replace("1:", "") for of, version in packs.versions_in(text).items()}
    assert packs.pack(book, "seller", earlier) == packs.pack(book, "seller", packs.versions_in(text))
