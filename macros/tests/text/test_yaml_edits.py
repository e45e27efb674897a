"""Keys taken out of a YAML text: all else in it stays as it was typed."""

from __future__ import annotations

import pytest

from handbook.text.yaml_edits import without_key, written_value

TERMS = """# Terms, agreed with finance.
notice: 3 months
rental: 36 months  # as of spring
# What we ask for
deposit: |
  Three months' rent,
  paid before.

margin: 25 %
"""


@pytest.mark.parametrize(
    ("key", "gone"),
    [
        ("rental", "rental: 36 months  # as of spring\n"),
        ("margin", "margin: 25 %\n"),
        ("notice", "notice: 3 months\n"),
        ("other", ""),
    ],
)
def test_only_the_lines_of_the_key_go(key: str, gone: str) -> None:
    assert without_key(TERMS, key) == TERMS.replace(gone, "")


def test_a_value_of_several_lines_goes_whole() -> None:
    left = without_key(TERMS, "deposit")
    assert left == TERMS.partition("deposit")[0] + "margin: 25 %\n"


@pytest.mark.parametrize(
    ("text", "key", "left"),
    [
        ("{a: 1, b: 2, c: 3}\n", "a", "{b: 2, c: 3}\n"),
        ("{a: 1, b: 2, c: 3}\n", "b", "{a: 1, c: 3}\n"),
        ("{a: 1, b: 2, c: 3}\n", "c", "{a: 1, b: 2}\n"),
        ("{a: 1}\n", "a", "{}\n"),
        ("", "a", ""),
        ("- a\n", "a", "- a\n"),
    ],
)
def test_a_key_between_brackets_goes_with_its_comma(text: str, key: str, left: str) -> None:
    assert without_key(text, key) == left


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (TERMS, "36 months  # as of spring"),
        ("{rental: 36 months, b: 1}", "36 months"),
        ("rental: '36 months'", "'36 months'"),
        ("notice: 1", ""),
        ("", ""),
    ],
)
def test_a_value_is_told_as_it_is_written(text: str, written: str) -> None:
    assert written_value(text, "rental") == written
