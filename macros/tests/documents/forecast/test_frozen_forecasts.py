"""Frozen forecasts are kept like records, as git remembers: each in a file of its own, never
changed, never taken away.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.documents.forecast.facts.forecast import Snapshot
from handbook.facts.kinds import kind_of
from handbook.handbook import build
from handbook.rules.edition import edition_of
from handbook.text.commits import SNAPSHOTS
from handbook.text.history import History
from tests.repositories import DRAFTED, TODAY, Copy

RULE = "snapshot-changed-later"
AUGUST = """\
quarter: q3-2026
taken: 2026-08-19
weeks_left: 6
call: {closed: 187 300, commit: 367 300, most_likely: 386 600, best_case: 421 400}
"""
SEPTEMBER = """\
quarter: q3-2026
taken: 2026-09-16
weeks_left: 2
call: {closed: 326 900, commit: 388 000, most_likely: 394 600, best_case: 414 300}
"""
W06, W02 = f"{SNAPSHOTS}/q3-2026-w06.yml", f"{SNAPSHOTS}/q3-2026-w02.yml"


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def frozen(copy: Copy) -> None:
    copy.write(W06, AUGUST)
    copy.commit()
    copy.write(W02, SEPTEMBER)
    copy.commit()


def as_list(*entries: tuple[str, str]) -> str:
    return "# Frozen on their day.\n" + "".join(
        f"- id: {name}\n  " + text.rstrip().replace("\n", "\n  ") + "\n" for name, text in entries
    )


def test_git_is_asked_about_the_folder_that_holds_them():
    assert kind_of(Snapshot).where == f"{SNAPSHOTS}/"


def test_forecasts_that_are_only_added_are_fine(copy):
    frozen(copy)
    copy.change(W06, "quarter:", "# The first of the quarter.\nquarter:")
    copy.commit()
    assert copy.found(RULE) == []
    assert copy.found() == []


def test_a_forecast_made_right_afterwards(copy):
    frozen(copy)
    copy.change(W06, "most_likely: 386 600", "most_likely: 398 600")
    copy.commit()
    (problem,) = copy.found(RULE)
    assert (problem.place.path, problem.place.line) == (W06, 4)
    assert (
        problem.what
        == "This frozen forecast was changed on 2026-10-03. It says something else than on its day."
    )
    assert problem.paste == AUGUST.rstrip()


def test_a_forecast_taken_away_and_frozen_again_with_another_number(copy):
    frozen(copy)
    copy.write(W06, None)
    copy.commit()
    (problem,) = copy.found(RULE)
    assert (problem.what, problem.paste) == (
        "This frozen forecast was taken away on 2026-10-03.",
        AUGUST.rstrip(),
    )
    copy.write(W06, AUGUST.replace("386 600", "398 600"))
    (problem,) = copy.found(RULE)
    assert problem.place.line == 4


def test_a_forecast_renamed_is_missed_at_its_old_name(copy):
    frozen(copy)
    copy.git("mv", W06, f"{SNAPSHOTS}/q3-2026-w05.yml")
    assert [problem.place.path for problem in copy.found(RULE)] == [W06]


def test_the_commit_that_splits_the_list_changes_nothing_and_later_ones_are_judged(copy):
    copy.write(f"{SNAPSHOTS}.yml", as_list(("q3-2026-w06", AUGUST), ("q3-2026-w02", SEPTEMBER)))
    copy.commit()
    copy.write(f"{SNAPSHOTS}.yml", None)
    copy.write(W06, AUGUST)
    copy.write(W02, SEPTEMBER)
    assert copy.found(RULE) == []
    copy.commit()
    assert copy.found(RULE) == []
    copy.change(W02, "394 600", "414 300")
    assert [problem.place.path for problem in copy.found(RULE)] == [W02]


def test_an_entry_changed_while_the_list_is_split(copy):
    copy.write(f"{SNAPSHOTS}.yml", as_list(("q3-2026-w06", AUGUST), ("q3-2026-w02", SEPTEMBER)))
    copy.commit()
    copy.write(f"{SNAPSHOTS}.yml", None)
    copy.write(W06, AUGUST.replace("386 600", "398 600"))
    copy.commit()
    assert [problem.place.path for problem in copy.found(RULE)] == [W02, W06]


def test_many_are_one_message(copy):
    paths = [copy.write(f"{SNAPSHOTS}/q{number}-2025-w06.yml", AUGUST) for number in range(1, 5)]
    copy.commit()
    for path in paths:
        copy.write(path, None)
    (problem,) = copy.found(RULE)
    assert problem.what == "4 frozen forecasts were taken away in this change."
    assert problem.paste == f"git checkout HEAD -- {SNAPSHOTS}"


def test_two_branches_with_a_forecast_each_merge(copy):
    copy.recorded(DRAFTED)
    copy.branch("mine")
    copy.write(W06, AUGUST)
    copy.commit()
    copy.checkout("main")
    copy.write(W02, SEPTEMBER)
    copy.commit()
    copy.git("merge", "-q", "--no-edit", "mine")
    assert copy.found(RULE) == []


def test_without_history_it_is_said_that_nobody_can_judge(good):
    history = History(reason="git is not installed here", fix="keep the handbook in git.")
    edition = edition_of(build(good, TODAY, history=history, added=None))
    (problem,) = (
        found_problem
        for found_problem in edition.problems()
        if found_problem.rule == "git-not-asked"
    )
    assert (problem.severity, problem.fix) == ("advice", "keep the handbook in git.")
    assert "git is not installed here." in problem.what
    assert "whether frozen forecasts were changed later" in problem.what
