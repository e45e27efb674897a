"""A company makes the handbook its own: the records of the example go once, and nothing can be
hidden behind that.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.text.commits import SNAPSHOTS
from tests import lives
from tests.repositories import ADJUSTED, COMPANY, DRAFTED, PAGE, REVIEWED, TEXT, Copy

FACTS = "docs/_facts/company.yml"
RULES = ("record-changed-later", "adopted-on-changed", "snapshot-changed-later")
OWN = lives.step(
    "reviewed",
    "2026-11-02",
    found="Compared it with how we work.",
    text="1:3f2a9c41",
    facts="1:81be07d2",
)


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """The example as somebody took it over: thirty pages with their records, and frozen forecasts."""
    made = Copy(tmp_path)
    made.write(FACTS, COMPANY)
    for number in range(30):
        made.write(f"docs/page-{number}.md", TEXT)
        made.record(DRAFTED, ADJUSTED, REVIEWED, src=f"page-{number}.md")
    for number in range(1, 5):
        made.write(f"{SNAPSHOTS}/q{number}-2025-w06.yml", "quarter: q3-2026\n")
    made.recorded(DRAFTED, ADJUSTED, REVIEWED)
    return made


def records(copy: Copy) -> list[str]:
    return [
        path.relative_to(copy.root).as_posix()
        for path in sorted(copy.root.glob("docs/_records/**/*.yml"))
    ]


def take_away(copy: Copy, paths: list[str]) -> None:
    for path in paths:
        copy.write(path, None)


def frozen(copy: Copy) -> list[str]:
    return [path.relative_to(copy.root).as_posix() for path in copy.root.glob(f"{SNAPSHOTS}/*.yml")]


def adopt(copy: Copy, day: str) -> None:
    copy.write(FACTS, f"{COMPANY}adopted_on: {day}\n")


@pytest.mark.parametrize("day", ["2026-10-01", "2026-10-02", '"2026-10-02"', "2026-11-01"])
def test_all_records_taken_away_with_the_day_in_the_same_commit_are_nobodys_concern(copy, day):
    take_away(copy, records(copy) + frozen(copy))
    adopt(copy, day)
    assert copy.found(*RULES) == []
    copy.commit()
    assert copy.found(*RULES) == []


def test_own_records_may_come_in_the_same_commit_and_are_judged_from_then_on(copy):
    take_away(copy, records(copy))
    adopt(copy, "2026-10-02")
    (path,) = copy.recorded(OWN)
    assert copy.found(*RULES) == []
    copy.write(path, None)
    assert [problem.place.path for problem in copy.found(*RULES)] == [path]


def test_a_branch_that_is_merged_counts_as_one_commit(copy):
    copy.branch("ours")
    take_away(copy, records(copy))
    copy.commit()
    adopt(copy, "2026-10-02")
    copy.commit()
    copy.checkout("main")
    copy.merge("ours")
    assert copy.found(*RULES) == []


def test_without_the_day_it_is_one_message_that_names_it(copy):
    take_away(copy, records(copy) + frozen(copy))
    copy.commit()
    (problem,) = copy.found(*RULES)
    assert problem.what == "93 records of 31 pages were taken away on 2026-10-02."
    assert "adopted_on: " in problem.note


@pytest.mark.parametrize("first", ["records", "day"])
def test_the_day_in_another_commit_hides_nothing(copy, first):
    steps = [lambda: take_away(copy, records(copy)), lambda: adopt(copy, "2026-10-02")]
    for step in steps if first == "records" else reversed(steps):
        step()
        copy.commit()
    (problem,) = copy.found(*RULES)
    assert problem.what.startswith("93 records of 31 pages were taken away on ")


def test_the_day_does_not_pick_records(copy):
    kept = records(copy)[0]
    take_away(copy, records(copy)[1:])
    adopt(copy, "2026-10-02")
    copy.commit()
    (problem,) = copy.found(*RULES)
    assert problem.what == "92 records of 31 pages were taken away on 2026-10-02."
    assert (copy.root / kept).exists()


def test_a_day_before_the_records_hides_nothing(copy):
    take_away(copy, records(copy))
    adopt(copy, "2026-09-30")
    copy.commit()
    (problem,) = copy.found(*RULES)
    assert problem.what.startswith("93 records")


def adopted(copy: Copy) -> str:
    take_away(copy, records(copy))
    adopt(copy, "2026-10-02")
    copy.commit()
    (path,) = copy.recorded(OWN)
    return path


@pytest.mark.parametrize("day", ["2026-10-20", "2026-09-01", "", None])
def test_moving_the_day_hides_nothing_and_is_said(copy, day):
    path = adopted(copy)
    copy.write(path, None)
    copy.write(FACTS, COMPANY if day is None else f"{COMPANY}adopted_on: {day}\n")
    copy.commit()
    found = copy.found("record-changed-later")
    assert [problem.place.path for problem in found] == [path]
    if day != "":  # what cannot be read has a message of its own
        (problem,) = copy.found("adopted-on-changed")
        now = f'"{day}"' if day else "nothing"
        assert (
            problem.what
            == f'Since when this handbook is your own was first written as "2026-10-02"; now it says {now}.'
        )
        assert problem.paste == "adopted_on: 2026-10-02"


def test_taking_the_day_out_and_writing_it_again_hides_nothing(copy):
    path = adopted(copy)
    copy.write(FACTS, COMPANY)
    copy.commit()
    copy.write(path, None)
    adopt(copy, "2026-11-02")
    copy.commit()
    assert [problem.place.path for problem in copy.found("record-changed-later")] == [path]


def test_a_day_that_only_looks_like_one_hides_nothing(copy):
    take_away(copy, records(copy))
    copy.write(FACTS, COMPANY + "# adopted_on: 2026-10-02\n")
    copy.commit()
    assert copy.found("record-changed-later")


def test_a_handbook_that_begins_without_records_says_nothing(tmp_path_factory):
    made = Copy(tmp_path_factory.mktemp("new"))
    adopt(made, "2026-10-01")
    made.commit()
    (path,) = made.recorded(OWN)
    assert made.found(*RULES) == []
    made.write(path, None)
    made.commit()
    assert [problem.place.path for problem in made.found(*RULES)] == [path]
    assert PAGE == "docs/prices.md"
