"""Records are only ever added, as git remembers: each test has a small repository of its own, with
real commits.
"""

from __future__ import annotations

import pytest

from handbook.records.records import record_file
from tests import lives
from tests.repositories import ADJUSTED, DRAFTED, PAGE, REVIEWED, TEXT, Copy


def test_records_that_are_only_added_are_fine(copy):
    for record in (DRAFTED, ADJUSTED, REVIEWED):
        copy.recorded(record)
    copy.record(lives.step("reviewed", "2026-10-20", found="Compared it all."))
    assert copy.found() == []


def test_a_record_edited_later_is_said_once_with_what_was_there(copy):
    path, _ = copy.recorded(REVIEWED, DRAFTED)
    copy.change(path, "2026-09-01", "2026-10-02")
    copy.commit()
    assert copy.said() == (
        f"{path}, line 2\n"
        "  This record was changed on 2026-10-02. Its author wrote something else.\n"
        "  To fix: put back what was there:\n"
        "      step: reviewed\n      on: 2026-09-01\n      by: seller\n"
        "      found: Compared with the last five offers; nothing differed.\n"
        '      text: "1:3f2a9c41"\n      facts: "1:81be07d2"\n'
        "  Why: upkeep/checks/#record-changed-later"
    )


def test_a_record_removed_while_its_page_is_there(copy):
    path, _ = copy.recorded(DRAFTED, ADJUSTED)
    copy.write(path, None)
    copy.commit()
    assert copy.said() == (
        f"{path}\n"
        "  This record was taken away on 2026-10-02, but its page is still there.\n"
        "  To fix: put it back:\n"
        "      step: drafted\n      on: 2026-08-03\n      by: seller\n"
        "  Why: upkeep/checks/#record-changed-later"
    )


def test_what_is_not_committed_yet_counts(copy):
    path, other = copy.recorded(DRAFTED, ADJUSTED)
    copy.change(path, "seller", "sdr")
    copy.write(other, None)
    assert [problem.what for problem in copy.found()] == [
        "This record was changed in this change. Its author wrote something else.",
        "This record was taken away in this change, but its page is still there.",
    ]


def test_a_record_renamed_is_said_once(copy):
    (path,) = copy.recorded(DRAFTED)
    copy.git("mv", path, "docs/_records/prices/2026-08-03-drafted-seller-old.yml")
    copy.commit()
    (problem,) = copy.found()
    assert (problem.rule, problem.paste) == ("record-name-differs", path)


def test_a_record_edited_and_given_the_name_that_its_new_text_has_is_missed(copy):
    (path,) = copy.recorded(DRAFTED)
    copy.write(path, None)
    copy.recorded(DRAFTED | {"on": "2026-08-04"})
    (problem,) = copy.found()
    assert (problem.place.path, problem.paste) == (
        path,
        "step: drafted\non: 2026-08-03\nby: seller",
    )


@pytest.mark.parametrize("steps", range(1, 4))
def test_a_record_taken_away_and_put_there_again_with_another_text_is_noticed(copy, steps):
    (path,) = copy.recorded(DRAFTED)
    copy.write(path, None)
    for _ in range(steps):
        copy.commit()
    copy.write(path, record_file("prices.md", DRAFTED)[1].replace("seller", "sdr"))
    copy.commit()
    (problem,) = copy.found()
    assert (problem.place.path, problem.place.line) == (path, 3)
    assert problem.what.startswith("This record was changed on 2026-10-02.")


def test_what_was_put_back_as_it_was_is_fine(copy):
    (path,) = copy.recorded(DRAFTED)
    copy.change(path, "seller", "sdr")
    copy.commit()
    copy.write(path, None)
    copy.commit()
    copy.recorded(DRAFTED)
    assert copy.found() == []


def test_page_and_records_removed_together_are_gone(copy):
    (path,) = copy.recorded(DRAFTED)
    copy.write("docs/index.md", TEXT)
    copy.write(path, None)
    copy.write(PAGE, None)
    copy.commit()
    assert copy.found() == []


def test_a_page_that_comes_back_without_its_records_is_noticed(copy):
    (path,) = copy.recorded(DRAFTED)
    copy.write(path, None)
    copy.write(PAGE, None)
    copy.commit()
    copy.write(PAGE, TEXT)
    copy.commit()
    assert [problem.place.path for problem in copy.found()] == [path]


def test_line_ends_change_nothing(copy):
    (path,) = copy.recorded(DRAFTED)
    copy.change(path, "\n", "\r\n")
    copy.commit()
    assert copy.found() == []


def test_a_remark_in_a_record_is_a_change_of_its_name_only(copy):
    (path,) = copy.recorded(DRAFTED)
    copy.change(path, "step:", "# seen\nstep:")
    copy.commit()
    assert [problem.rule for problem in copy.found()] == ["record-name-differs"]


# --- many at once ---------------------------------------------------------------------------------


def many(copy: Copy, number: int = 12) -> list[str]:
    found = []
    for page in range(number):
        copy.write(f"docs/page-{page}.md", TEXT)
        found += copy.record(DRAFTED, ADJUSTED, src=f"page-{page}.md")
    copy.commit()
    return found


def test_many_records_taken_away_are_one_message_that_names_both_ways(copy):
    for path in many(copy):
        copy.write(path, None)
    day = copy.commit()
    commit = copy.git("rev-parse", "--short", "HEAD").strip()
    assert copy.said() == (
        "docs/_records\n"
        f"  24 records of 12 pages were taken away on {day}.\n"
        "  To fix: put them back:\n"
        f"      git checkout {commit}^ -- docs/_records\n"
        "  If this is the handbook of a new company, all records go, and docs/_facts/company.yml says in the same commit since when it "
        "is yours, such as adopted_on: 2026-12-31. A branch that is merged, or squashed, counts as one commit.\n"
        "  Why: upkeep/checks/#record-changed-later"
    )
    copy.git("checkout", f"{commit}^", "--", "docs/_records")
    assert copy.found() == []


def test_many_records_changed_by_a_program_are_one_message(copy):
    for path in many(copy):
        copy.change(
            path, "step: drafted" if "drafted" in path else "step: adjusted", "step: rewritten"
        )
    (problem,) = copy.found("record-changed-later")
    assert problem.what == "24 records of 12 pages were changed in this change."
    assert problem.paste == "git checkout HEAD -- docs/_records"
    assert "adopted_on" not in problem.note


# --- pages that move ------------------------------------------------------------------------------


def test_a_life_moves_with_its_page(copy):
    copy.recorded(DRAFTED)
    copy.move("prices.md", "sales/prices.md")
    copy.recorded(ADJUSTED, src="sales/prices.md")
    copy.move("sales/prices.md", "price-list.md")
    copy.recorded(REVIEWED, src="price-list.md")
    assert copy.found() == []
    assert [record.step for record in copy.edition().handbook.lives["price-list.md"].records] == [
        "drafted",
        "adjusted",
        "reviewed",
    ]


def test_an_edit_on_the_way_to_another_place_is_noticed(copy):
    (path,) = copy.recorded(REVIEWED)
    copy.move("prices.md", "sales/prices.md")
    moved = path.replace("/prices/", "/sales/prices/")
    copy.change(moved, "2026-09-01", "2026-10-20")
    copy.commit()
    (problem,) = copy.found()
    assert problem.place.path == moved
    assert "on: 2026-09-01" in problem.paste


@pytest.mark.parametrize("follows", ["false", "true"])
def test_a_record_of_a_branch_that_did_not_know_of_the_move_is_kept_and_moves_on(copy, follows):
    copy.git("config", "merge.directoryRenames", follows)
    copy.recorded(DRAFTED)
    copy.branch("mine")
    (mine,) = copy.recorded(REVIEWED)
    copy.checkout("main")
    copy.move("prices.md", "sales/prices.md")
    copy.commit()
    copy.merge("mine")
    assert (copy.root / mine).exists() is (follows == "false")
    assert copy.found() == []
    assert [record.step for record in copy.edition().handbook.lives["sales/prices.md"].records] == [
        "drafted",
        "reviewed",
    ]
    copy.move("sales/prices.md", "price-list.md")
    copy.commit()
    assert not (copy.root / mine).exists()
    assert copy.found() == []
    assert [record.step for record in copy.edition().handbook.lives["price-list.md"].records] == [
        "drafted",
        "reviewed",
    ]


# --- branches -------------------------------------------------------------------------------------


def test_what_was_changed_and_changed_back_before_a_merge_is_nobodys_concern(copy):
    copy.recorded(DRAFTED)
    copy.branch("mine")
    (path,) = copy.recorded(REVIEWED)
    copy.write(path, None)
    copy.recorded(REVIEWED | {"found": "Compared with the last six offers."})
    copy.checkout("main")
    copy.merge("mine")
    assert copy.found() == []


@pytest.mark.parametrize(
    "theirs",
    [ADJUSTED, REVIEWED | {"by": "sales-director"}, REVIEWED | {"found": "Compared it all."}],
)
def test_two_branches_with_a_record_each_on_one_page_merge(copy, theirs):
    copy.recorded(DRAFTED)
    copy.branch("mine")
    mine = copy.recorded(REVIEWED)
    copy.checkout("main")
    other = copy.recorded(theirs)
    copy.git("merge", "-q", "--no-edit", "mine")
    assert [path for path in mine + other if not (copy.root / path).exists()] == []
    assert len(copy.edition().handbook.lives["prices.md"].records) == 3
    assert copy.found() == []


def test_two_branches_with_the_very_same_record_merge_into_one(copy):
    copy.recorded(DRAFTED)
    copy.branch("mine")
    copy.recorded(REVIEWED)
    copy.checkout("main")
    copy.recorded(REVIEWED)
    copy.git("merge", "-q", "--no-edit", "mine")
    assert len(copy.edition().handbook.lives["prices.md"].records) == 2
    assert copy.found() == []


def test_a_record_removed_by_a_merge_is_noticed(copy):
    (path,) = copy.recorded(DRAFTED)
    copy.branch("mine")
    copy.write(path, None)
    copy.commit()
    copy.checkout("main")
    copy.recorded(ADJUSTED)
    copy.merge("mine")
    assert [problem.place.path for problem in copy.found()] == [path]


def test_a_text_that_looks_like_gits_own_lines(copy):
    tricky = DRAFTED | {"says": "@@ -1 +1 @@ diff --git a/x b/x", "found": "-- a/docs"}
    (path,) = copy.recorded(tricky)
    copy.write(path, "")
    copy.commit()
    copy.write(path, record_file("prices.md", tricky)[1].replace("seller", "sdr"))
    copy.commit()
    assert [problem.place.line for problem in copy.found("record-changed-later")] == [3]


def test_nobodys_settings_change_what_is_found(copy):
    (path,) = copy.recorded(DRAFTED)
    copy.change(path, "seller", "sdr")
    copy.commit()
    for name, value in (
        ("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"), ("color.ui", "always"), ("diff.context", "9"),
        ("diff.external", "false"), ("log.showSignature", "true"), ("core.quotepath", "true"), ("log.date", "raw"),
    ):  # fmt: skip
        copy.git("config", name, value)
    assert len(copy.found()) == 1


def test_a_handbook_in_a_folder_of_its_repository(copy):
    copy.write("inner/docs/prices.md", TEXT)
    path, text = record_file("prices.md", DRAFTED)
    copy.write(f"inner/{path}", text)
    copy.commit()
    copy.change(f"inner/{path}", "seller", "sdr")
    copy.commit()
    assert copy.found() == []
    copy.root = copy.root / "inner"
    assert [loss.place.path for loss in copy.found()] == [path]
