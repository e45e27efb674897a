"""The board: every state, honest counts, and the same answers as `handbook status`."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from handbook.pages import Call
from handbook.records.fingerprints import Fingerprints
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder
from handbook.upkeep import board, status
from tests.lives import TODAY, put, record, review

OTHER = Fingerprints("00000000", "00000000")


def fingerprints(folder: Folder, src: str) -> Fingerprints:
    return edition_without_git(folder, TODAY).shown.states.prints[src]


def shown(folder: Folder, today: date = TODAY) -> dict[str, str]:
    rows = board.required(edition_without_git(folder, today).shown.states)
    return {row.part.id: str(row.condition) for _, parts in rows for row in parts}


def test_every_part_has_the_state_of_its_page(every_state: Folder):
    assert shown(every_state) == {
        "sales-book/prices": "in date",
        "training/first-month": "due soon",
        "hiring/interview": "changed since review",
        "motivation/pay": "overdue",
        "forecast-and-quotas/rhythm": "never reviewed",
        "interaction/handover": "empty",
        "customer-base/fields": "missing",
    }


def test_counts_add_up_and_only_reviews_that_hold_count_as_in_date(every_state: Folder):
    rows = [
        row
        for _, parts in board.required(edition_without_git(every_state, TODAY).shown.states)
        for row in parts
    ]
    assert board.conditions(rows) == dict.fromkeys(
        (str(condition) for condition in board.CONDITIONS), 1
    )
    assert [row.part.id for row in rows if row.holds] == [
        "sales-book/prices",
        "training/first-month",
    ]


@pytest.mark.parametrize("months", [0, 1, 2, 3, 4, 12])
def test_the_board_says_what_status_says_on_any_day(every_state: Folder, months: int):
    today = TODAY + timedelta(days=30 * months)
    states = edition_without_git(every_state, today).shown.states
    said = {row.path: row.state for row in status.rows(states)}
    rows = [row for _, parts in board.required(states) for row in parts if row.page]
    assert [str(row.condition) for row in rows if row.condition != board.EMPTY] == [
        said[row.page.path] for row in rows if row.page and row.condition != board.EMPTY
    ]


def test_four_months_later_nothing_is_in_date(every_state: Folder):
    later = Counter(shown(every_state, date(2027, 3, 23)).values())
    assert later == {"overdue": 4, "never reviewed": 1, "empty": 1, "missing": 1}


# --- reviews --------------------------------------------------------------------------------------


def test_a_review_changed_nothing_if_it_read_what_the_one_before_had_read(good: Folder):
    now = fingerprints(good, "hiring.md")
    review(good, "hiring.md", "2026-05-04", read=OTHER)  # first, and long ago
    review(good, "hiring.md", "2026-09-14", read=now)  # something was changed
    review(good, "hiring.md", "2026-10-12", read=now)  # nothing was changed
    review(
        good, "hiring.md", "2026-11-02", read=Fingerprints(now.text, "00000000")
    )  # facts were others
    review(good, "training.md", "2026-11-03")  # first
    found = board.reviews(edition_without_git(good, TODAY).handbook)
    assert (len(found.all), found.first, found.compared, found.unchanged) == (4, 1, 3, 1)


def test_reviews_count_for_thirteen_weeks(good: Folder):
    review(good, "hiring.md", "2026-08-24")
    review(good, "training.md", "2026-08-25")
    assert [
        counted_review.page.src
        for counted_review in board.reviews(edition_without_git(good, TODAY).handbook).all
    ] == ["training.md"]


def test_more_than_ten_pages_by_one_role_on_one_day_are_named(good: Folder):
    for number in range(12):
        src = f"more-{number:02}.md"
        put(
            good,
            f"docs/{src}",
            f"---\nowner: sales-director\n---\n# More {number}\n\n{{{{ page_card() }}}}\n\nWords.\n",
        )
        if number < 10:
            review(good, src, "2026-11-20", read=OTHER)
    assert board.reviews(edition_without_git(good, TODAY).handbook).many == ()
    review(good, "more-10.md", "2026-11-20", by="managing-director", read=OTHER)
    assert board.reviews(edition_without_git(good, TODAY).handbook).many == ()
    review(good, "more-11.md", "2026-11-20", read=OTHER)
    assert board.reviews(edition_without_git(good, TODAY).handbook).many == (
        ("sales-director", date(2026, 11, 20), 11),
    )


def test_the_same_sentence_on_several_pages_is_named_whatever_its_signs(good: Folder):
    review(good, "hiring.md", "2026-11-20", found="Read it all; all is right.")
    review(good, "training.md", "2026-11-20", found="read it all, all is right")
    review(good, "motivation.md", "2026-11-20", found="Compared the pay with October.")
    review(
        good, "motivation.md", "2026-11-21", found="Compared the pay with October."
    )  # twice, but on one page
    [(sentence, pages)] = board.reviews(edition_without_git(good, TODAY).handbook).repeated
    assert sentence == "Read it all; all is right."
    assert [page.src for page in pages] == ["hiring.md", "training.md"]


# --- owners, disputes, writers --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("owner: head-of-operations", "owner: head-of-opera", board.UNKNOWN),
        ("owner: head-of-operations", "owner: seller", board.UNFILLED),
        ("owner: head-of-operations", "ownr: head-of-operations", board.NO_OWNER),
    ],
)
def test_pages_without_a_reachable_owner(good: Folder, old: str, new: str, why: str):
    assert board.unreachable(edition_without_git(good, TODAY).handbook) == []
    text = good.data["docs/interaction.md"].decode()
    put(good, "docs/interaction.md", text.replace(old, new))
    [found] = board.unreachable(edition_without_git(good, TODAY).handbook)
    assert (found.why, [page.src for page in found.pages], found.has_owner) == (
        why,
        ["interaction.md"],
        False,
    )


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("", board.NO_DEPUTY),
        ("deputy: head-of-operations", board.NO_DEPUTY),
        ("deputy: seller", board.DEPUTY_GONE),
    ],
)
def test_owners_whom_nobody_can_replace(good: Folder, new: str, why: str):
    path = "docs/_facts/people.yml"
    before, _, after = good.data[path].decode().rpartition("deputy: sales-director")
    put(good, path, before + new + after)
    [found] = board.unreachable(edition_without_git(good, TODAY).handbook)
    assert (found.owner, found.why, found.has_owner) == ("head-of-operations", why, True)


def test_open_disputes_oldest_first(good: Folder):
    said = {"step": "disputed", "by": "seller"}
    record(good, "training.md", {**said, "on": "2026-11-20", "says": "We learn it in a week."})
    record(good, "hiring.md", {**said, "on": "2026-11-18", "says": "We ask three questions."})
    found = board.disputes(edition_without_git(good, TODAY).handbook)
    assert [(page.src, record.says) for page, record in found] == [
        ("hiring.md", "We ask three questions."),
        ("training.md", "We learn it in a week."),
    ]


def written(good: Folder) -> None:
    record(good, "hiring.md", {"step": "drafted", "on": "2026-09-01", "by": "seller"})
    record(good, "hiring.md", {"step": "adjusted", "on": "2026-09-02", "by": "sales-director"})
    record(good, "hiring.md", {"step": "rewritten", "on": "2026-09-03", "by": "seller"})
    record(
        good, "training.md", {"step": "drafted", "on": "2026-09-01", "by": "seller"}
    )  # nobody has adjusted it yet


def test_points_are_given_once_somebody_else_took_the_work_over(good: Folder):
    written(good)
    seller = next(
        writer
        for writer in board.wrote(edition_without_git(good, TODAY).handbook)
        if writer.role == "seller"
    )
    assert (seller.drafted, seller.rewritten, seller.proposals, list(seller.pages)) == (
        2, 1, 1, ["hiring.md", "training.md"],
    )  # fmt: skip
    assert seller.points == 30 + 5
    review(good, "hiring.md", "2026-09-04")
    seller = next(
        writer
        for writer in board.wrote(edition_without_git(good, TODAY).handbook)
        if writer.role == "seller"
    )
    assert seller.points == 30 + 20 + 5


def test_no_points_where_they_are_not_counted(good: Folder):
    written(good)
    put(good, "docs/_facts/points.yml", "on: no\nreason: Records name roles.\n")
    edition = edition_without_git(good, TODAY)
    assert all(writer.points is None for writer in board.wrote(edition.handbook))
    drawn = edition.shown.draw(Call("who_wrote", (), (), 0, "who_wrote()", True), "board.md").html
    assert "Points are not counted: Records name roles." in drawn


# --- on the page ----------------------------------------------------------------------------------


def drawn(folder: Folder, name: str, today: date = TODAY) -> str:
    return str(
        edition_without_git(folder, today)
        .shown.draw(Call(name, (), (), 0, f"{name}()", True), "board.md")
        .html
    )


def test_the_pictures_say_in_words_what_they_show(every_state: Folder):
    said = (
        'role="img" aria-label="Of 7 required parts: 1 in date, 1 due soon, 1 changed since review, 1 overdue, '
        '1 never reviewed, 1 empty, 1 missing."'
    )
    assert said in drawn(every_state, "board")
    assert 'role="img" aria-label="14 pages of 2 owners to read in 13 weeks; ' in drawn(
        every_state, "review_load"
    )


def test_no_state_is_told_by_colour_alone(every_state: Folder):
    html = drawn(every_state, "board")
    signs = [html.count(f">{sign}</text>") for sign in "✓◔≠▲○…–"]
    assert signs == [1] * 7


def test_a_handbook_without_records_says_so(good: Folder):
    assert "No page was reviewed in the last 13 weeks." in drawn(good, "review_warnings")
    assert "No page is disputed." in drawn(good, "open_disputes")
    assert "none to compare in 13 weeks" in drawn(good, "board_numbers")
    assert '<time class="hb-checked" datetime="2026-11-23">23 November 2026</time>' in drawn(
        good, "checked_on"
    )


def test_records_do_not_change_what_the_board_page_is_read_as(good: Folder):
    before = fingerprints(good, "board.md")
    review(good, "hiring.md", "2026-11-20")
    assert fingerprints(good, "board.md") == before


def test_a_changed_fact_makes_exactly_the_pages_that_show_it_unread(good: Folder):
    before = {
        src: fingerprints(good, src) for src in edition_without_git(good, TODAY).handbook.pages
    }
    text = good.data["docs/_facts/sales-book/prices.yml"].decode()
    put(good, "docs/_facts/sales-book/prices.yml", text.replace("list: 60.00", "list: 61.00", 1))
    assert [src for src, was in before.items() if fingerprints(good, src) != was] == [
        "sales-book/prices.md"
    ]
