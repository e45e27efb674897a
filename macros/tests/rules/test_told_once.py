"""What many places miss is told once: the clock, a page or file renamed by hand, and how such a
message is spelt.
"""

from __future__ import annotations

import json
from datetime import date

from handbook.handbook import build
from handbook.problems.problem import Problem, as_github, as_json, closing_line
from handbook.rules.causes import clock_behind_commits
from handbook.rules.edition import edition_without_git
from handbook.text.history import History
from handbook.text.load import Folder, FolderEntry
from tests.judging import TODAY
from tests.lives import record, step
from tests.problems.apply import applied

MONTH_BACK = date(2026, 10, 23)
ROLES = "docs/_facts/roles.yml"


def rename(folder: Folder, old: str, new: str) -> None:
    folder.data[new] = folder.data.pop(old)
    folder.entries.pop(old)
    folder.entries[new] = FolderEntry(new, "file", len(folder.data[new]))


def replace_text(folder: Folder, path: str, old: str, new: str) -> None:
    text = folder.data[path].decode()
    assert old in text
    folder.data[path] = text.replace(old, new).encode()


def problems(folder: Folder) -> list[Problem]:
    return edition_without_git(folder, TODAY).problems()


# --- the clock


def with_records(folder: Folder) -> Folder:
    for src in ("learning.md", "hiring.md", "training.md", "company.md"):
        record(folder, src, step("drafted", "2026-11-20"))
    return folder


def test_a_clock_a_month_behind_the_records_is_one_message(good):
    edition = edition_without_git(with_records(good), MONTH_BACK)
    (behind,) = [problem for problem in edition.problems() if problem.severity == "must"]
    assert "The clock is behind: this check was asked for 2026-10-23" in behind.what
    assert len(behind.places) == 4


def test_beside_the_clock_everything_else_is_judged_on_the_day_of_the_records(good):
    with_records(good)
    then = {problem.what for problem in problems(good)}
    early = edition_without_git(good, MONTH_BACK).problems()
    assert {problem.what for problem in early if "clock is behind" not in problem.what} == then


def test_one_misdated_record_is_not_the_clock(good):
    record(good, "learning.md", step("drafted", "2026-12-24"))
    (problem,) = [problem for problem in problems(good) if problem.severity == "must"]
    assert problem.rule == "record-in-future"
    assert "clock" not in problem.what


def behind_commits(folder: Folder, newest: str, day: date = TODAY) -> list[Problem]:
    changed = {"docs/index.md": newest, "docs/hiring.md": "2026-01-01"}
    history = History("", changed_on=changed)
    return clock_behind_commits(build(folder, day, history=history, added=None))


def test_a_clock_behind_the_newest_commit_is_one_piece_of_advice(good):
    (behind,) = behind_commits(good, "2026-12-23")
    assert (behind.place.path, behind.rule, behind.severity) == (
        "docs/index.md",
        "clock-behind",
        "advice",
    )


def test_a_commit_of_tomorrow_comes_from_another_part_of_the_world(good):
    assert behind_commits(good, "2026-11-24") == []
    assert len(behind_commits(good, "2026-11-25")) == 1


def test_where_records_show_that_the_clock_is_behind_commits_are_not_asked(good):
    assert behind_commits(with_records(good), "2026-12-23", MONTH_BACK) == []


# --- what was renamed by hand


def without_role(folder: Folder) -> Folder:
    replace_text(folder, ROLES, "- id: head-of-operations\n", "- id: fitters-boss\n")
    return folder


def test_every_place_is_listed_by_all(good):
    edition = edition_without_git(without_role(good), TODAY)
    (told,) = edition.problems()
    missed = [
        problem
        for problem in edition.every_problem()
        if problem.cause and problem.severity == "must"
    ]
    assert len(missed) > 10
    assert {problem.place for problem in missed} == set(told.places)


def test_a_page_renamed_by_hand_is_told_with_the_entry_that_keeps_its_old_address(good):
    rename(good, "docs/learning.md", "docs/learning-paths.md")
    found = problems(good)
    assert len(found) <= 3
    (told,) = [problem for problem in found if problem.rule == "page-gone"]
    assert told.paste == "- from: learning.md\n  to: learning-paths.md"
    changed = applied(told, {path: data.decode() for path, data in good.data.items()})
    good.data.update({path: text.encode() for path, text in changed.items() if text is not None})
    replace_text(good, "mkdocs.yml", "learning.md", "learning-paths.md")
    for path in {place.path for place in told.places} - {"mkdocs.yml"}:
        good.data[path] = good.data[path].replace(b"learning.md", b"learning-paths.md")
    assert problems(good) == []


def test_a_file_of_a_folder_renamed_gets_its_name_back(good):
    rename(
        good,
        "docs/_facts/sales-book/objections/too-expensive.yml",
        "docs/_facts/sales-book/objections/expensive.yml",
    )
    (told,) = problems(good)
    assert "Was it renamed?" in told.what
    changed = applied(told, {path: data.decode() for path, data in good.data.items()})
    assert set(changed) == {
        "docs/_facts/sales-book/objections/too-expensive.yml",
        "docs/_facts/sales-book/objections/expensive.yml",
    }


def test_a_stage_renamed_gets_its_id_back(good):
    path = "docs/_facts/sales-book/stages.yml"
    before = good.data[path]
    replace_text(good, path, "  - id: discovery\n", "  - id: first-talk\n")
    told, *others = problems(good)
    assert len(others) <= 2
    assert 'There is no stage "discovery"' in told.what
    assert 'Was it renamed? Nothing names "first-talk".' in told.what
    assert applied(told, {path: good.data[path].decode()}) == {path: before.decode()}


# --- how it is spelt


def test_json_lists_the_places_of_what_is_told_once(good):
    (told,) = problems(without_role(good))
    (spelt,) = json.loads(as_json([told]))
    assert len(spelt["places"]) == len(told.places)
    assert {tuple(place) for place in spelt["places"]} == {("path", "line")}
    assert spelt["path"] == ROLES


def test_a_job_of_github_gets_one_command_at_the_cause(good):
    (told,) = problems(without_role(good))
    assert as_github(told).count("::error ") == 1
    assert as_github(told).startswith(
        f"::error file={ROLES},line={told.place.line},title=fact-unknown::"
    )


def test_no_page_that_misses_something_counts_as_fine(good):
    edition = edition_without_git(without_role(good), TODAY)
    found, pages = edition.problems(), [page.path for page in edition.handbook.pages.values()]
    hurt = {place.path for place in found[0].places} & set(pages)
    assert hurt
    assert (
        closing_line(found, pages)
        == f"1 thing to fix in 1 file. {len(pages) - len(hurt)} pages are fine."
    )
