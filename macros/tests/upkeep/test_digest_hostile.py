"""Hostile words in a digest: nobody is called, nothing is run, and it stays short enough."""

from __future__ import annotations

from copy import deepcopy
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.text.load import Folder, read_folder
from handbook.upkeep.digest import (
    CloseIssue,
    CreateIssue,
    as_lines,
    letters,
    role_of,
)
from handbook.upkeep.letter import MOST, Letter
from tests.places import GOOD
from tests.upkeep.digests import reviewed, shown

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


@cache
def almost_reviewed() -> Folder:
    """The good handbook with a review of every page but one."""
    return reviewed(read_folder(GOOD), but="training.md")


@settings(max_examples=30)  # each opens a whole handbook
@given(st.text(max_size=80))
def test_nobody_is_called_but_the_handles_of_the_owner(title):
    folder = deepcopy(almost_reviewed())
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


def test_no_line_of_a_log_starts_a_command_of_the_runner(good):
    plan = [
        CreateIssue(
            Letter("seller", "::error::x", "::add-mask::x\n  ::stop-commands::y\n##[group]")
        ),
        CloseIssue(3, "seller", "x"),
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
