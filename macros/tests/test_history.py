"""Records are only ever added, as git remembers: each test has a small repository of its own, with real commits."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from handbook.facts.catalogue import KIND
from handbook.history import History, losses
from handbook.load import GROWS, read_difference, read_folder, read_history
from handbook.move import plan_move
from handbook.open import Opened
from handbook.problems import Problem, as_text
from handbook.records import FOLDER as RECORDS_FOLDER

TODAY = date(2026, 11, 23)
PAGE, RECORDS = "docs/prices.md", "docs/_records/prices.yml"
TEXT = "---\nowner: seller\n---\n# Prices\n\n{{ page_card() }}\n\nA price is given by phone, never in the first letter.\n"
DRAFTED = "- step: drafted\n  on: 2026-08-03\n  by: seller\n"
ADJUSTED = "- step: adjusted\n  on: 2026-08-14\n  by: head-of-sales\n"
REVIEWED = """\
- step: reviewed
  on: 2026-09-01
  by: seller
  found: Compared with the last five offers; nothing differed.
  text: 3f2a9c41
  facts: 81be07d2
"""
# Nobody's own settings, and always the same days.
SURE = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


class Copy:
    """A handbook in a folder that git keeps."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.day = 0
        self.git("init", "-q", "-b", "main")
        self.write("mkdocs.yml", "site_name: H\nnav: [prices.md]\n")
        self.write(PAGE, TEXT)

    def git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=self.root, env=SURE | self.days(), check=True, capture_output=True, text=True
        )
        return done.stdout

    def days(self) -> dict[str, str]:
        moment = f"2026-10-{self.day + 1:02}T12:00:00+00:00"
        return {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}

    def write(self, path: str, text: str | None) -> None:
        target = self.root / path
        if text is None:
            target.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())

    def commit(self, text: str | None, path: str = RECORDS) -> None:
        self.write(path, text)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "A step")
        self.day += 1

    def found(self, rule: str = "record-changed-later") -> list[Problem]:
        opened = Opened(read_folder(self.root), TODAY)
        opened.handbook.history = read_history(self.root)
        return [problem for problem in opened.problems() if problem.rule == rule]

    def said(self) -> str:
        return "\n".join(as_text(problem) for problem in self.found())


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copy:
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    return Copy(tmp_path)


def test_records_that_only_grow_are_fine(copy):
    for text in (DRAFTED, DRAFTED + ADJUSTED, DRAFTED + ADJUSTED + REVIEWED):
        copy.commit(text)
    assert copy.found() == []


def test_a_record_edited_later(copy):
    copy.commit(DRAFTED)
    copy.commit(DRAFTED + REVIEWED)
    copy.commit(DRAFTED + REVIEWED.replace("2026-09-01", "2026-10-02"))
    assert (
        copy.said()
        == """\
docs/_records/prices.yml, line 5
  Older records of this file were changed on 2026-10-03: "on: 2026-09-01" is no longer there.
  To fix: put back what stood there, and add what is new at the end:
      - step: reviewed
        on: 2026-09-01
        by: seller
        found: Compared with the last five offers; nothing differed.
        text: 3f2a9c41
        facts: 81be07d2
  Why: upkeep/checks/#record-changed-later"""
    )


def test_a_date_set_to_one_that_stands_elsewhere_in_the_file_is_noticed(copy):
    twice = REVIEWED + REVIEWED.replace("2026-09-01", "2026-09-02")
    copy.commit(twice + REVIEWED.replace("2026-09-01", "2026-09-03"))
    copy.commit(REVIEWED + REVIEWED.replace("2026-09-01", "2026-09-03") * 2)
    (problem,) = copy.found()
    assert problem.place.line == 8
    assert problem.paste == REVIEWED.replace("2026-09-01", "2026-09-02").rstrip()


def test_a_record_removed(copy):
    copy.commit(DRAFTED + ADJUSTED + REVIEWED)
    copy.commit(DRAFTED + REVIEWED)
    (problem,) = copy.found()
    assert problem.paste == ADJUSTED.rstrip()
    assert problem.what == (
        'Older records of this file were changed on 2026-10-02: "- step: adjusted" is no longer there.'
    )


def test_the_file_removed_while_its_page_is_there(copy):
    copy.commit(DRAFTED)
    copy.commit(None)
    assert (
        copy.said()
        == """\
docs/_records/prices.yml
  This file of records was taken away on 2026-10-02, but its page is still there.
  To fix: put it back:
      - step: drafted
        on: 2026-08-03
        by: seller
  Why: upkeep/checks/#record-changed-later"""
    )


def test_page_and_records_removed_together_are_gone(copy):
    copy.commit(DRAFTED)
    copy.write("docs/index.md", TEXT)
    copy.write(RECORDS, None)
    copy.commit(None, PAGE)
    assert copy.found() == []


@pytest.mark.parametrize("between", [None, DRAFTED.replace("2026-08-03", "2026-09-30"), ADJUSTED])
def test_what_was_put_back_is_fine(copy, between):
    copy.commit(DRAFTED)
    copy.commit(between)
    copy.commit(DRAFTED)
    copy.commit(DRAFTED + ADJUSTED)
    assert copy.found() == []


def test_put_back_with_what_was_added_meanwhile(copy):
    copy.commit(DRAFTED)
    copy.commit(DRAFTED.replace("2026-08-03", "2026-09-30"))
    copy.commit(DRAFTED.replace("2026-08-03", "2026-09-30") + REVIEWED)
    assert len(copy.found()) == 1
    copy.commit(DRAFTED + REVIEWED)
    assert copy.found() == []


def test_a_record_put_between_older_ones(copy):
    copy.commit(DRAFTED + REVIEWED)
    copy.commit(DRAFTED + ADJUSTED + REVIEWED)
    (problem,) = copy.found()
    assert problem.what == (
        "This file no longer begins with its older records in their order; that was changed on 2026-10-02."
    )
    assert problem.paste == (DRAFTED + REVIEWED).rstrip()
    assert problem.place.line == 4


def test_records_in_another_order(copy):
    copy.commit(DRAFTED + ADJUSTED)
    copy.commit(ADJUSTED + DRAFTED)
    (problem,) = copy.found()
    assert problem.what.startswith("This file no longer begins with its older records")
    assert problem.paste == (DRAFTED + ADJUSTED).rstrip()


def test_an_edit_that_is_not_committed_yet(copy):
    copy.commit(DRAFTED)
    copy.write(RECORDS, DRAFTED.replace("2026-08-03", "2026-08-04"))
    (problem,) = copy.found()
    assert problem.what == (
        'Older records of this file were changed in this change: "on: 2026-08-03" is no longer there.'
    )
    copy.write(RECORDS, DRAFTED + ADJUSTED)
    assert copy.found() == []


def test_line_ends_indents_and_comments_are_no_change(copy):
    copy.commit(DRAFTED)
    copy.commit("# The life of this page\n" + (DRAFTED + ADJUSTED).replace("\n", "\r\n"))
    copy.commit((DRAFTED + ADJUSTED).rstrip())
    assert copy.found() == []


def test_a_life_moves_with_its_page(copy):
    copy.commit(DRAFTED)
    move(copy, "prices.md", "sales/prices.md")
    copy.write("docs/_records/sales/prices.yml", DRAFTED + ADJUSTED)
    assert copy.found() == []
    copy.commit(DRAFTED + ADJUSTED, "docs/_records/sales/prices.yml")
    move(copy, "sales/prices.md", "price-list.md")
    copy.commit(DRAFTED + ADJUSTED + REVIEWED, "docs/_records/price-list.yml")
    assert copy.found() == []


def test_an_edit_on_the_way_to_another_place_is_noticed(copy):
    copy.commit(DRAFTED + REVIEWED)
    move(copy, "prices.md", "sales/prices.md")
    copy.commit(DRAFTED + REVIEWED.replace("2026-09-01", "2026-10-20"), "docs/_records/sales/prices.yml")
    (problem,) = copy.found()
    assert problem.place.path == "docs/_records/sales/prices.yml"
    assert problem.paste == REVIEWED.rstrip()


def move(copy: Copy, old: str, new: str) -> None:
    handbook = Opened(read_folder(copy.root), TODAY).handbook
    plan = plan_move(handbook, handbook.pages[old], new)
    for path in plan.delete:
        copy.write(path, None)
    for path, text in plan.write.items():
        copy.write(path, text)


def test_what_was_changed_and_changed_back_before_a_merge_is_nobodys_concern(copy):
    copy.commit(DRAFTED)
    copy.git("checkout", "-q", "-b", "mine")
    copy.commit(DRAFTED + REVIEWED)
    copy.commit(DRAFTED + REVIEWED.replace("five", "six"))
    copy.git("checkout", "-q", "main")
    copy.git("merge", "-q", "--no-ff", "-m", "Merge", "mine")
    assert copy.found() == []


def test_two_branches_that_both_add_a_record(copy):
    copy.commit(DRAFTED)
    copy.git("checkout", "-q", "-b", "mine")
    copy.commit(DRAFTED + REVIEWED)
    copy.git("checkout", "-q", "main")
    copy.commit(DRAFTED + ADJUSTED)
    subprocess.run(["git", "merge", "-q", "mine"], cwd=copy.root, env=SURE, capture_output=True, check=False)
    copy.commit(DRAFTED + ADJUSTED + REVIEWED)
    assert copy.found() == []


def test_a_text_that_looks_like_gits_own_lines(copy):
    tricky = DRAFTED.replace("seller", "seller\n# -- a/docs\n  says: '@@ -1 +1 @@ diff --git a/x b/x'")
    copy.commit(tricky)
    copy.commit(tricky.replace("seller", "sdr"))
    assert [problem.place.line for problem in copy.found()] == [3]


def test_nobodys_settings_change_what_is_found(copy):
    copy.commit(DRAFTED)
    copy.commit(ADJUSTED)
    for name, value in (
        ("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"), ("color.ui", "always"), ("diff.context", "9"),
        ("diff.external", "false"), ("log.showSignature", "true"), ("core.quotepath", "true"), ("log.date", "raw"),
    ):  # fmt: skip
        copy.git("config", name, value)
    assert len(copy.found()) == 1


def test_a_handbook_in_a_folder_of_its_repository(tmp_path, copy):
    copy.commit(DRAFTED)
    copy.write("inner/docs/prices.md", TEXT)
    copy.commit(DRAFTED, "inner/docs/_records/prices.yml")
    copy.commit(ADJUSTED, "inner/docs/_records/prices.yml")
    opened = Opened(read_folder(tmp_path / "inner"), TODAY)
    opened.handbook.history = read_history(tmp_path / "inner")
    assert [one.place.path for one in opened.problems() if one.rule == "record-changed-later"] == [RECORDS]
    assert copy.found() == []


# --- where git cannot say ---------------------------------------------------------------------------


def test_a_shallow_copy_says_so_once(copy, tmp_path_factory):
    copy.commit(DRAFTED)
    copy.commit(ADJUSTED)
    shallow = tmp_path_factory.mktemp("shallow")
    copy.git("clone", "-q", "--depth", "1", copy.root.as_uri(), str(shallow))
    copy.root = shallow
    assert (
        copy.said()
        == """\
docs/_records
  Whether records were changed later could not be judged: this copy of the repository holds only the latest changes.
  To fix: get the whole history: git fetch --unshallow
  This is advice: it does not stop your change.
  Why: upkeep/checks/#record-changed-later"""
    )
    assert read_history(shallow).changed_on is None


def test_no_git_says_so_once(copy, tmp_path_factory):
    bare = tmp_path_factory.mktemp("bare")
    for path in ("mkdocs.yml", PAGE):
        (bare / path).parent.mkdir(parents=True, exist_ok=True)
        (bare / path).write_bytes((copy.root / path).read_bytes())
    copy.root = bare
    assert copy.found() == []  # without records there is nothing to judge
    for name in ("prices", "other"):
        copy.write(f"docs/_records/{name}.yml", DRAFTED)
    (problem,) = copy.found()
    assert problem.severity == "advice"
    assert problem.what == (
        "Whether records were changed later could not be judged: this folder is not kept in git."
    )


def test_git_that_is_not_installed(copy, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert read_history(copy.root).reason == "git is not installed here"
    assert read_difference(copy.root, "main").reason == "git is not installed here"


def test_a_repository_without_commits_has_a_whole_history(copy):
    copy.write(RECORDS, DRAFTED)
    assert copy.found() == []


def test_git_is_asked_a_few_times_however_many_files(copy, monkeypatch):
    for number in range(30):
        copy.write(f"docs/_records/page-{number}.yml", DRAFTED)
    copy.commit(DRAFTED)
    asked: list[list[str]] = []
    run: Callable = subprocess.run
    monkeypatch.setattr(
        "handbook.load.subprocess.run", lambda command, **how: asked.append(command) or run(command, **how)
    )
    assert read_history(copy.root).changed_on == {
        PAGE: "2026-10-01", RECORDS: "2026-10-01",
        **{f"docs/_records/page-{number}.yml": "2026-10-01" for number in range(30)},
    }  # fmt: skip
    assert len(asked) <= 4


def test_a_log_of_nothing():
    assert list(losses("", {}, {})) == []


# --- what a change touches --------------------------------------------------------------------------


def test_what_a_change_touches(copy):
    copy.commit(DRAFTED)
    copy.git("checkout", "-q", "-b", "mine")
    copy.commit(TEXT + "More.\n", PAGE)
    copy.commit(DRAFTED + ADJUSTED)
    copy.write(RECORDS, DRAFTED + ADJUSTED + REVIEWED)
    copy.write("docs/_records/new.yml", DRAFTED)
    copy.git("checkout", "-q", "main", "--", "mkdocs.yml")
    changes = read_difference(copy.root, "main")
    assert changes.touched == {PAGE, RECORDS, "docs/_records/new.yml"}
    assert changes.new_lines[RECORDS] == set(range(4, 13))
    assert changes.is_new("docs/_records/new.yml", 1)
    assert not changes.is_new(RECORDS, 3)


def test_what_others_changed_meanwhile_is_not_touched_by_this_change(copy):
    copy.commit(DRAFTED)
    copy.git("checkout", "-q", "-b", "mine")
    copy.git("checkout", "-q", "main")
    copy.commit(TEXT + "More.\n", PAGE)
    copy.git("checkout", "-q", "mine")
    assert read_difference(copy.root, "main").touched == frozenset()


def test_a_base_that_is_not_there(copy):
    copy.commit(DRAFTED)
    assert "nowhere" in read_difference(copy.root, "nowhere").reason
    assert read_difference(copy.root, "--output=elsewhere").reason


# --- frozen forecasts ------------------------------------------------------------------------------

SNAPSHOTS = "docs/_facts/forecast-and-quotas/snapshots.yml"
AUGUST = """\
# Frozen on their day.
- id: q3-2026-w06
  quarter: q3-2026
  taken: 2026-08-19
  weeks_left: 6
  call: {closed: 187 300, commit: 367 300, most_likely: 386 600, best_case: 421 400}
"""
SEPTEMBER = """\
- id: q3-2026-w02
  quarter: q3-2026
  taken: 2026-09-16
  weeks_left: 2
  call: {closed: 326 900, commit: 388 000, most_likely: 394 600, best_case: 414 300}
"""


def test_git_is_asked_about_the_file_that_holds_frozen_forecasts():
    assert GROWS == (RECORDS_FOLDER, KIND["snapshots"].where) == ("docs/_records", SNAPSHOTS)


def test_forecasts_that_only_grow_are_fine(copy):
    copy.commit(AUGUST, SNAPSHOTS)
    copy.commit(AUGUST + "\n# One more.\n" + SEPTEMBER, SNAPSHOTS)
    assert copy.found("snapshot-changed-later") == []
    assert copy.found() == []


def test_a_forecast_made_right_afterwards(copy):
    copy.commit(AUGUST + SEPTEMBER, SNAPSHOTS)
    better = AUGUST.replace("most_likely: 386 600", "most_likely: 398 600")
    copy.commit(better + SEPTEMBER, SNAPSHOTS)
    (problem,) = copy.found("snapshot-changed-later")
    assert problem.place.line == 6
    assert problem.what == (
        'A frozen forecast was changed on 2026-10-02: "call: {closed: 187 300, commit: 367 300, most_likely: 386 600, '
        'best_case: 421 400}" is no longer there.'
    )
    assert problem.paste == AUGUST.split("\n", 1)[1].rstrip()


def test_a_forecast_taken_out_before_it_is_committed(copy):
    copy.commit(AUGUST + SEPTEMBER, SNAPSHOTS)
    copy.write(SNAPSHOTS, SEPTEMBER)
    (problem,) = copy.found("snapshot-changed-later")
    assert problem.what.startswith("A frozen forecast was changed in this change: ")
    assert problem.paste == AUGUST.split("\n", 1)[1].rstrip()


def test_forecasts_in_another_order_and_the_file_taken_away(copy):
    copy.commit(AUGUST + SEPTEMBER, SNAPSHOTS)
    copy.commit(SEPTEMBER + AUGUST, SNAPSHOTS)
    (problem,) = copy.found("snapshot-changed-later")
    assert (
        problem.what
        == "This file no longer begins with its older forecasts in their order; that was changed on 2026-10-02."
    )
    copy.commit(None, SNAPSHOTS)
    (problem,) = copy.found("snapshot-changed-later")
    assert (problem.what, problem.place.line) == (
        "The file of frozen forecasts was taken away on 2026-10-02.",
        0,
    )


def test_without_history_it_is_said_that_nobody_can_judge(good):
    opened = Opened(good, TODAY)
    opened.handbook.history = History(reason="git is not installed here", fix="keep the handbook in git.")
    (problem,) = (one for one in opened.problems() if one.rule == "snapshot-changed-later")
    assert problem.severity == "advice"
    assert (
        problem.what
        == "Whether frozen forecasts were changed later could not be judged: git is not installed here."
    )
