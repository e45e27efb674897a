"""Lists of records, as they were kept before: splitting one changes nothing, and what is lost is
noticed.
"""

from __future__ import annotations

from handbook.records.records import record_file, split_list
from tests.repositories import ADJUSTED, DRAFTED, REVIEWED

LIST = "docs/_records/prices.yml"


def as_list(*records: dict) -> str:
    return "".join(
        "- " + record_file("x.md", record)[1].rstrip().replace("\n", "\n  ") + "\n"
        for record in records
    )


def test_the_commit_that_splits_a_list_changes_nothing(copy):
    copy.write(LIST, "# The life of this page\n" + as_list(DRAFTED, ADJUSTED))
    copy.commit()
    copy.write(LIST, as_list(DRAFTED, ADJUSTED, REVIEWED))
    copy.commit()
    copy.write(LIST, None)
    copy.record(DRAFTED, ADJUSTED, REVIEWED)
    assert copy.found() == []
    copy.commit()
    copy.recorded(REVIEWED | {"on": "2026-10-20"})
    assert copy.found() == []


def test_the_files_of_a_split_list_are_judged_from_then_on(copy):
    copy.write(LIST, as_list(DRAFTED, REVIEWED))
    copy.commit()
    copy.write(LIST, None)
    path, other = copy.recorded(DRAFTED, REVIEWED)
    copy.change(path, "seller", "sdr")
    copy.write(other, None)
    copy.commit()
    assert [problem.place.path for problem in copy.found()] == [path, other]


def test_an_entry_that_is_lost_or_changed_while_a_list_is_split_is_noticed(copy):
    copy.write(LIST, as_list(DRAFTED, ADJUSTED, REVIEWED))
    copy.commit()
    copy.write(LIST, None)
    copy.recorded(DRAFTED, REVIEWED | {"on": "2026-09-30"})
    lost = [record_file("prices.md", entry)[0] for entry in (ADJUSTED, REVIEWED)]
    assert [problem.place.path for problem in copy.found()] == lost


def test_an_entry_edited_while_there_were_lists_is_noticed(copy):
    copy.write(LIST, as_list(DRAFTED, REVIEWED))
    copy.commit()
    copy.write(LIST, as_list(DRAFTED, REVIEWED | {"on": "2026-09-30"}))
    copy.commit()
    copy.write(LIST, None)
    copy.recorded(DRAFTED, REVIEWED | {"on": "2026-09-30"})
    (problem,) = copy.found()
    assert problem.place.path == record_file("prices.md", REVIEWED)[0]
    assert problem.what == "This record was taken away on 2026-10-02, but its page is still there."


def test_a_list_that_another_branch_brings_back_is_said_once(copy):
    copy.write(LIST, as_list(DRAFTED))
    copy.commit()
    copy.write(LIST, None)
    copy.recorded(DRAFTED)
    copy.write(LIST, as_list(DRAFTED, ADJUSTED))
    copy.commit()
    (problem,) = copy.found()
    assert problem.rule == "records-in-a-list"
    for path, text in split_list(LIST, as_list(DRAFTED, ADJUSTED)).items():
        assert path in problem.fix
        copy.write(path, text)
    copy.write(LIST, None)
    copy.commit()
    assert copy.found() == []
