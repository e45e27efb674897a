"""The weekday reminder: what it says, to whom, and that it says it in exactly one place."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.documents.training.facts import Question
from handbook.documents.training.questions import read_now
from handbook.handbook import build
from handbook.show.shown import Shown, show
from handbook.text.history import History
from handbook.text.load import Folder, read_folder
from handbook.upkeep.digest import (
    LABEL,
    Close,
    Create,
    Issue,
    Update,
    actions,
    as_lines,
    letters,
    role_of,
)
from handbook.upkeep.letter import MOST, Letter, address, marker
from handbook.upkeep.review import Wanted, record_of
from handbook.upkeep.status import rows
from tests import lives
from tests.places import GOOD

TODAY = date(2026, 11, 23)
REVIEWED = date(2026, 11, 2)


def shown(folder: Folder, today: date = TODAY, history: History | None = None) -> Shown:
    return show(build(folder, today, history=history, added=None))


def reviewed(folder: Folder, on: date = REVIEWED, but: str = "") -> Folder:
    """The folder with a review of every page on a day, except of the page ``but``."""
    made = deepcopy(folder)
    states = shown(folder).states
    for page in states.handbook.pages.values():
        if page.src != but and page.meta:
            wanted = Wanted(
                "reviewed", page.meta.owner, on, "Compared it with the last five offers."
            )
            lives.record(made, page.src, record_of(states, page, wanted))
    return made


def change(folder: Folder, path: str, before: str, after: str) -> None:
    text = folder.data[path].decode()
    assert before in text
    folder.data[path] = text.replace(before, after).encode()


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

This list is written anew every weekday morning, and closes by itself when nothing waits. There is no need to answer here.
"""


QUESTIONS = """<!-- handbook-digest: sales-director -->
@fernhill/sales-director: 1 question of the handbook waits for you.

### Questions to check again

What answers them has changed. Read both side by side, correct the question, and write the line into its file.

- [They ask what is bad about the other supplier.](https://handbook.example.com/learning/#what-is-right): {}

This list is written anew every weekday morning, and closes by itself when nothing waits. There is no need to answer here.
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

This list is written anew every weekday morning, and closes by itself when nothing waits. There is no need to answer here.
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


# --- hostile words


HOSTILE = "@all fixes #1 | <b>x</b> <!-- handbook-digest: seller --> [a](https://evil.example) `c` ::add-mask::x %0A GH-2"
EXACT = (
    "- [@&#8203;all fixes #&#8203;1 &#124; &#60;b&#62;x&#60;/b&#62; &#60;!-- handbook-digest: seller --&#62; "
    "a c ::add-mask::x %0A GH&#8203;-2]"
    "(https://handbook.example.com/training/): nobody has reviewed it yet"
)


def test_exact_bytes_of_a_hostile_title(good):
    text = good.data["docs/training.md"].decode()
    start = text.index("\n# ")
    good.data["docs/training.md"] = (text[:start] + f"\n# {HOSTILE}\n").encode()
    (letter,) = [
        candidate
        for candidate in letters(shown(good))
        if "handbook.example.com/training/)" in candidate.body
    ]
    (line,) = [
        line for line in letter.body.splitlines() if "handbook.example.com/training/)" in line
    ]
    assert line == EXACT


@settings(max_examples=30)  # each opens a whole handbook
@given(st.text(max_size=80))
def test_nobody_is_called_but_the_handles_of_the_owner(title):
    folder = reviewed(_GOOD, but="training.md")
    text = folder.data["docs/training.md"].decode()
    folder.data["docs/training.md"] = (
        text[: text.index("\n# ")] + f"\n# {' '.join(title.split())}\n"
    ).encode("utf-8", "replace")
    for letter in letters(shown(folder)):
        assert "@" not in letter.body.replace("@fernhill/sales-director", "").replace(
            "@&#8203;", ""
        )
        assert letter.body.count("<") == 1, "only the marker"
        assert role_of(letter.body) == letter.role


_GOOD = read_folder(GOOD)


def test_no_line_of_a_log_starts_a_command_of_the_runner(good):
    plan = [
        Create(Letter("seller", "::error::x", "::add-mask::x\n  ::stop-commands::y\n##[group]")),
        Close(3, "seller", "x"),
    ]
    lines = list(as_lines(plan, with_text=True))
    assert lines == [
        "open an issue (seller)",
        "| ::add-mask::x",
        "|   ::stop-commands::y",
        "| ##[group]",
        "close #3 (seller)",
    ]
    assert list(as_lines([])) == ["Nothing to do: every issue says what is so."]


def test_a_thousand_pages_fit_and_the_rest_is_counted(good):
    template = good.data["docs/training.md"].decode()
    for number in range(1500):
        good.data[f"docs/more/page-{number:04}.md"] = template.replace(
            "# ", f"# {number:04} ", 1
        ).encode()
    (letter,) = [
        candidate for candidate in letters(shown(good)) if candidate.role == "sales-director"
    ]
    listed = letter.body.count("\n- [")
    assert len(letter.body) <= MOST < 65_536
    whole = len(
        [
            page
            for page in shown(good).handbook.pages.values()
            if page.meta and page.meta.owner == "sales-director"
        ]
    )
    assert (
        f"\nAnd {whole - listed} more pages, too many for one issue; `handbook status` lists them all.\n"
        in letter.body
    )
    assert "### What to do" in letter.body


# --- one issue for each owner


def issue(number: int, role: str, body: str = "", title: str = "old") -> Issue:
    return Issue(number, role, title, body or marker(role))


LETTERS = [
    Letter(role, f"title {role}", f"{marker(role)}\ntext\n")
    for role in ("sales-director", "seller")
]


def test_none_one_and_two_open_issues():
    right = issue(7, "seller", LETTERS[1].body, LETTERS[1].title)
    assert actions(LETTERS, []) == [Create(LETTERS[0]), Create(LETTERS[1])]
    assert actions(LETTERS[1:], [right]) == []
    assert actions(LETTERS[1:], [issue(7, "seller")]) == [Update(7, LETTERS[1])]
    assert actions(LETTERS[1:], [issue(9, "seller"), right]) == [
        Close(9, "seller", "This is said in #7.")
    ]
    assert actions([], [right]) == [Close(7, "seller", "Nothing waits any more. Thank you.")]


def test_line_ends_of_windows_are_no_difference():
    body = LETTERS[1].body.replace("\n", "\r\n").rstrip()
    assert actions(LETTERS[1:], [issue(7, "seller", body, LETTERS[1].title)]) == []


def carried_out(plan, found: list[Issue]) -> list[Issue]:
    """The open issues after a plan."""
    after = {found_issue.number: found_issue for found_issue in found}
    for found_issue in plan:
        if isinstance(found_issue, Create):
            number = max(after, default=0) + 100
            after[number] = Issue(
                number, found_issue.letter.role, found_issue.letter.title, found_issue.letter.body
            )
        elif isinstance(found_issue, Update):
            after[found_issue.number] = Issue(
                found_issue.number,
                found_issue.letter.role,
                found_issue.letter.title,
                found_issue.letter.body,
            )
        else:
            del after[found_issue.number]
    return list(after.values())


ROLES = st.sampled_from(["sales-director", "seller", "somebody-who-left"])
ISSUES = st.lists(
    st.builds(issue, st.integers(1, 50), ROLES), unique_by=lambda drawn: drawn.number, max_size=8
)


@given(st.lists(st.sampled_from(LETTERS), unique=True), ISSUES)
def test_after_any_run_exactly_one_issue_for_each_owner_and_a_second_run_does_nothing(
    wanted, found
):
    after = carried_out(actions(wanted, found), found)
    assert sorted(found_issue.role for found_issue in after) == sorted(
        found_issue.role for found_issue in wanted
    )
    assert actions(wanted, after) == []


@pytest.mark.parametrize(
    "body",
    [
        None,
        "",
        "text",
        f"> {marker('seller')}",
        f"text\n{marker('seller')}",
        "<!-- handbook-digest: Seller! -->",
        "<!--handbook-digest: seller-->",
    ],
)
def test_only_a_marker_at_the_very_start_counts(body):
    assert role_of(body) == ""
    assert role_of(marker("sales-director")) == "sales-director"
    assert LABEL == "handbook-digest"
