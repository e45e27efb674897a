"""The files of records: each is named by its text, and whatever was written is read again."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from handbook.handbook import build_without_git
from handbook.records.records import (
    as_yaml,
    page_of,
    read_records,
    record_file,
    split_list,
)
from handbook.text.source import read_yaml
from tests import lives
from tests.lives import TODAY


def test_the_name_of_a_record_is_taken_from_its_text():
    path, text = record_file("sales-book/prices.md", lives.step("drafted", "2026-09-14", "sdr"))
    assert path == "docs/_records/sales-book/prices/2026-09-14-drafted-sdr-66169e.yml"
    assert text == "step: drafted\non: 2026-09-14\nby: sdr\n"
    assert page_of(path) == "sales-book/prices.md"


def test_a_record_that_was_changed_has_another_name(good):
    path, text = record_file("hiring.md", lives.step("drafted", "2026-09-14"))
    for changed in (
        text.replace("14", "15"),
        text + "# seen\n",
        text.rstrip(),
        text.replace("seller", "sdr"),
        text + "\n",
    ):
        lives_, _ = read_records({path: changed})
        (record,) = lives_["hiring.md"].records
        assert not path.endswith(record.name)


def test_windows_line_ends_change_no_name(good):
    (path,) = lives.record(good, "hiring.md", lives.step("drafted", "2026-09-14"))
    good.data[path] = good.data[path].replace(b"\n", b"\r\n")
    (record,) = build_without_git(good, TODAY).lives["hiring.md"].records
    assert path.endswith(record.name)


LIST = """\
# The life of this page
- step: drafted
  on: 2026-09-14
  by: sdr

- step: reviewed
  on: 2026-11-20
  by: sales-director
  found: 'Ten days: corrected.'
  answers:
  - None.
  text: 3f2a9c41
"""


def test_a_list_of_old_is_split_without_a_change_of_its_entries():
    found = split_list("docs/_records/sales/prices.yml", LIST)
    assert [path.rpartition("-")[0] for path in found] == [
        "docs/_records/sales/prices/2026-09-14-drafted-sdr",
        "docs/_records/sales/prices/2026-11-20-reviewed-sales-director",
    ]
    assert "".join(found.values()) == (
        "step: drafted\non: 2026-09-14\nby: sdr\nstep: reviewed\non: 2026-11-20\nby: sales-director\n"
        "found: 'Ten days: corrected.'\nanswers:\n- None.\ntext: 3f2a9c41\n"
    )
    lives_, problems = read_records(found)
    assert problems == []
    assert [record.name for record in lives_["sales/prices.md"].records] == [
        path.rpartition("/")[2] for path in found
    ]


def test_records_of_a_page_that_moved_on_another_branch_are_read(good):
    moved = b"\n- from: old/hiring.md\n  to: hiring.md\n"
    good.data["docs/_facts/moved.yml"] = good.data["docs/_facts/moved.yml"].rstrip() + moved
    lives.record(good, "old/hiring.md", lives.step("drafted", "2026-09-14"))
    lives.record(good, "hiring.md", lives.step("adjusted", "2026-09-20", "sales-director"))
    life = build_without_git(good, TODAY).lives["hiring.md"]
    assert [record.step for record in life.records] == ["drafted", "adjusted"]
    assert life.path == "docs/_records/hiring"


# --- writing --------------------------------------------------------------------------------------

WORDS = st.text(min_size=1, max_size=200).filter(lambda text: text.strip())


@given(found=WORDS, answers=st.lists(WORDS, max_size=3))
def test_whatever_words_are_written_are_read_again(found, answers):
    text = as_yaml(
        {"step": "reviewed", "on": "2026-11-23", "by": "seller", "found": found, "answers": answers}
    )
    reading = read_yaml("docs/_records/a", text)
    assert reading.problems == []
    record = reading.value
    assert list(record) == ["step", "on", "by", "found", *(["answers"] if answers else [])]
    assert record["found"] == spoken(found)
    assert record.get("answers", []) == [spoken(answer) for answer in answers]


def spoken(text: str) -> str:
    """A text as a record keeps it: on one line, without signs that a file cannot hold."""
    kept = (sign if unicodedata.category(sign) not in ("Cc", "Cs") else " " for sign in text)
    return " ".join(re.sub("[\ufeff\ufffe\uffff]", " ", "".join(kept)).split())
