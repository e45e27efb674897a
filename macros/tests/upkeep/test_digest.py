"""The weekday reminder: what it says, and to whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handbook.documents.training.facts import Question
from handbook.documents.training.questions import read_now
from handbook.text.history import History
from handbook.text.load import Folder
from handbook.upkeep.digest import (
    letters,
)
from handbook.upkeep.letter import address
from handbook.upkeep.status import rows
from tests.upkeep.digests import TODAY, change, reviewed, shown

EXPECTED = """<!-- handbook-digest: sales-director -->
@fernhill/sales-director: 4 pages of the handbook wait for you.

### Overdue

- [Prices](https://handbook.example.com/sales-book/prices/): was due on 1 October 2026
- [Customers](https://handbook.example.com/sales-book/customers/): was due on 1 November 2026
- [Stages](https://handbook.example.com/sales-book/stages/): was due on 1 November 2026

### Never reviewed

- [Training](https://handbook.example.com/training/): nobody has reviewed it yet

@fernhill/director: 1 page of the sales director has been overdue for more than two weeks.

### What to do

1. Open a page with its link, and read all of it.
2. Is something wrong? Choose *Change this page* and put it right.
3. Choose *I have read it: it is right*, and say in a sentence what you checked or corrected.

This list is rewritten every weekday morning, and closes by itself when nothing is waiting. There is no need to answer here.
"""
QUESTIONS = """<!-- handbook-digest: sales-director -->
@fernhill/sales-director: 1 question of the handbook waits for you.

### Questions to check again

What answers them has changed. Read both side by side, correct the question, and write the line into its file.

- [They ask what is bad about the other supplier.](https://handbook.example.com/learning/#what-is-right): {}

This list is rewritten every weekday morning, and closes by itself when nothing is waiting. There is no need to answer here.
"""


# --- what it says


def test_a_page_in_date_waits_for_nobody(good):
    assert letters(shown(reviewed(good))) == []


def test_the_owner_of_a_page_hears_of_the_questions_that_it_answers(good):
    folder = "docs/_facts/training/questions"
    text = good.data[f"{folder}/rival.yml"].decode()
    good.data[f"{folder}/rival.yml"] = text.split("read: ")[0].encode()
    pages = shown(reviewed(good))
    (letter,) = letters(pages)
    rival = pages.handbook.facts[Question]["rival"]
    line = f"`read: {read_now(pages, rival)}` in `{folder}/rival.yml`"
    assert letter.role == "sales-director"
    assert letter.body == QUESTIONS.format(line)


AGAIN = """<!-- handbook-digest: sales-director -->
@fernhill/sales-director: Your people have 1 page to read again.

### What your people read again

Ask each of them for one sentence: what they do otherwise from now on.

- [Prices](https://handbook.example.com/sales-book/prices/), before 27 November 2026, for seller: You now ask before you name the limit.

This list is rewritten every weekday morning, and closes by itself when nothing is waiting. There is no need to answer here.
"""
TO_READ = "docs/_facts/training/to_read_again.yml"


@pytest.fixture
def again(good) -> Folder:
    """The good handbook with a page that is to be read again from 20 until 27 November 2026."""
    change(
        good,
        TO_READ,
        "from: 2028-01-10\n  until: 2028-01-24",
        "from: 2026-11-20\n  until: 2026-11-27",
    )
    return good


def test_the_lead_hears_what_the_people_read_again(again):
    folder = reviewed(again)
    assert letters(shown(folder, date(2026, 11, 19))) == []
    (letter,) = letters(shown(folder, date(2026, 11, 20)))
    assert (letter.role, letter.body) == ("sales-director", AGAIN)
    assert letters(shown(folder, date(2026, 11, 26))) == [letter]
    assert letters(shown(folder, date(2026, 11, 27))) == []


def test_each_lead_hears_of_their_own_people_and_of_all_that_waits(again):
    change(again, TO_READ, "roles: [seller]", "roles: [seller, sales-director, managing-director]")
    bodies = {
        letter.role: letter.body for letter in letters(shown(reviewed(again, but="training.md")))
    }
    both = "1 page of the handbook waits for you. Your people have 1 page to read again."
    assert both in bodies["sales-director"]
    assert ", for seller: You" in bodies["sales-director"]
    assert ", for sales director, managing director: You" in bodies["managing-director"]


def test_where_no_lead_can_be_reached_the_one_above_hears_of_it(again):
    people = "docs/_facts/people.yml"
    change(
        again,
        people,
        '- id: sales-director\n  handles: ["@fernhill/sales-director"]\n',
        "- id: sales-director\n  handles: []\n",
    )
    bodies = {letter.role: letter.body for letter in letters(shown(again))}
    assert ", for seller: You" in bodies["managing-director"]


def test_what_has_changed_calls_nobody_and_is_no_markup(again):
    change(
        again,
        TO_READ,
        "because: You now ask before you name the limit.",
        "because: '@all fixes #1 <b> ::x'",
    )
    (letter,) = letters(shown(reviewed(again)))
    assert "for seller: @&#8203;all fixes #&#8203;1 &#60;b&#62; ::x\n" in letter.body


def test_the_text_of_an_issue(good):
    change(good, "docs/_facts/people.yml", "@fernhill/managing-director", "@fernhill/director")
    kept = {
        f"docs/{name}.md"
        for name in ("sales-book/prices", "sales-book/customers", "sales-book/stages", "training")
    }
    for other in [path for path in good.data if path.endswith(".md") and path not in kept]:
        good.data.pop(other)
    found = letters(shown(reviewed(good, date(2026, 8, 1), but="training.md"), date(2026, 11, 2)))
    (letter,) = [found_letter for found_letter in found if found_letter.role == "sales-director"]
    assert letter.role == "sales-director"
    assert letter.title == "Pages of the handbook that wait for you (sales-director)"
    assert letter.body == EXPECTED


def test_overdue_for_more_than_two_weeks_names_the_superior(good):
    def calls(today: date) -> int:
        (mine,) = [
            letter for letter in letters(shown(folder, today)) if letter.role == "sales-director"
        ]
        return mine.body.count("@fernhill/managing-director:")

    change(good, "docs/sales-book/prices.md", "review_every: 2 months", "review_every: 3 months")
    folder = reviewed(good, date(2026, 8, 1))
    assert "Overdue" not in letters(shown(folder, date(2026, 11, 1)))[0].body
    assert "Overdue" in letters(shown(folder, date(2026, 11, 2)))[0].body
    assert calls(date(2026, 11, 15)) == 0
    assert calls(date(2026, 11, 16)) == 1


def test_the_role_at_the_top_has_nobody_above(good):
    folder = reviewed(good, date(2026, 1, 1))
    (letter,) = [
        candidate for candidate in letters(shown(folder)) if candidate.role == "managing-director"
    ]
    assert "more than two weeks" not in letter.body


@pytest.mark.parametrize(("days", "waits"), [(0, 0), (13, 0), (14, 1), (15, 1)])
def test_a_change_counts_after_two_weeks_of_grace(good, days, waits):
    folder = reviewed(good)
    change(folder, "docs/training.md", "# ", "# New ")
    day = (TODAY - timedelta(days=days)).isoformat()
    found = letters(shown(folder, history=History("", changed_on={"docs/training.md": day})))
    assert len(found) == waits
    if waits:
        assert ": its text changed on " in found[0].body


def test_where_git_does_not_know_when_a_change_counts_and_that_is_said(good):
    folder = reviewed(good)
    change(folder, "docs/training.md", "# ", "# New ")
    history = History(reason="this copy of the repository holds only the latest changes")
    (letter,) = letters(shown(folder, history=history))
    assert (
        "its text changed, nobody can say when (this copy of the repository holds only the latest changes)"
        in letter.body
    )
    assert "its text changed, nobody can say when\n" in letters(shown(folder))[0].body


def test_a_changed_fact_has_the_day_of_its_file(good):
    folder = reviewed(good)
    change(folder, "docs/_facts/sales-book/prices.yml", "list: 60.00", "list: 61.00")
    history = History("", changed_on={"docs/_facts/sales-book/prices.yml": "2026-11-01"})
    found = letters(shown(folder, history=history))
    assert "the facts it shows changed on 1 November 2026" in found[0].body


@pytest.mark.parametrize(
    ("before", "after", "role"),
    [
        ("owner: sales-director", "owner: head-of-everything", "managing-director"),
        ("owner: sales-director", "reads: nobody", "managing-director"),
        ("owner: sales-director", "owner: seller", "sales-director"),
    ],
)
def test_a_page_whose_owner_nobody_can_reach_goes_up(good, before, after, role):
    change(good, "docs/training.md", before, after)
    found = {letter.role: letter.body for letter in letters(shown(good))}
    assert "https://handbook.example.com/training/" in found[role]
    assert not [
        letter
        for letter in found
        if letter not in ("managing-director", "sales-director", "head-of-operations")
    ]


def test_without_any_people_somebody_is_still_written_to(good):
    good.data["docs/_facts/people.yml"] = b"[]\n"
    assert [letter.role for letter in letters(shown(good))] == ["managing-director"]
    good.data["docs/_facts/roles.yml"] = b"- nonsense: [\n"
    assert [letter.role for letter in letters(shown(good))] == ["nobody"]


@pytest.mark.parametrize("months", [0, 1, 2, 3, 4, 12])
def test_issues_and_status_say_the_same(good, months):
    pages = shown(reviewed(good, but="training.md"), TODAY + timedelta(days=30 * months))
    by_heading = {
        "Overdue": "overdue",
        "Changed since they were reviewed": "changed since review",
        "Due within two weeks": "due soon",
        "Never reviewed": "never reviewed",
    }
    said = {}
    for letter in letters(pages):
        for part in letter.body.split("\n### ")[1:]:
            heading, _, rest = part.partition("\n")
            for line in rest.splitlines():
                if line.startswith("- ["):
                    said[line.split("](")[1].split(")")[0]] = by_heading[heading]
    handbook = pages.handbook
    waiting = {
        address(handbook, handbook.pages[row.path.removeprefix("docs/")]): row.state
        for row in rows(pages.states)
        if row.state != "in date"
    }
    assert said == waiting
