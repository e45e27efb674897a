"""A page whose layout is taken for plain holds nothing that the rules about layout would say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.pages import Page
from handbook.pages.blocks import read_blocks
from handbook.pages.plain_layout import is_plain
from handbook.problems.problem import Problem
from handbook.rules import layout

_INDENTS = st.sampled_from(["", "", "", *(" " * many for many in range(1, 9)), "> ", ">   "])
_MARKS = st.sampled_from(
    ["", "", "", "- ", "* ", "1. ", "2. ", "1) ", "10. ", "100. ", "1234. ", "01. ", "-  ",
     "-     ", "- - ", "- > ", "- # ", "- ```", "# ", "!!! note", "[^1]: ", ": ", "٣. "]
)  # fmt: skip
_WORDS = st.sampled_from(
    ["words", "words", "more words", "", "a | b", "| a | b |", "| --- | --- |", "| a |", "|-|",
     ":-:", "--- | ---", "---", "-", "===", "* * *", "`a|b`", "| `a|b` |", r"| a \| b |", "**x**",
     "```", "<div>", "<!--", "-->", "{{ call() }}"]
)  # fmt: skip
_LINES = st.lists(st.just("") | st.tuples(_INDENTS, _MARKS, _WORDS).map("".join), max_size=9)


def found(body: str) -> list[Problem]:
    """What the rules say when they read every block."""
    page, blocks = Page("docs/a.md", "a.md", body), read_blocks(body) or []
    unclear = [problem for block in blocks for problem in layout._unclear(page, block, "")]
    return [*unclear, *layout._uneven(page, blocks)]


@given(_LINES.map("\n".join))
def test_what_the_rules_would_say_is_never_plain(body: str) -> None:
    assert not is_plain(body) or not found(body)


@pytest.mark.parametrize(
    "body",
    [
        "- a\n      - b",
        "1. a\n   2. b",
        "100. a\n    - b",
        "- a\n    - b\n      words\n          - c",
        "    - a\nwords\n    - b",
        "words\nwords\n---",
        "| a | b |\n| --- | --- |\n| a | b | c |",
        "| a | b |\n| --- | --- |",
        "| a | b |\n| --- |\n| a |",
        "| a | b |\n| --- | --- |\n| `a|b` |",
        "- a\n\t\t- b",
        "> words\n> 1. a\n>     - b",
    ],
)
def test_what_is_not_plain(body: str) -> None:
    assert not is_plain(body)


@pytest.mark.parametrize(
    "body",
    [
        "words\n- a\n- b\n\n## c\n\n1. a\n2. b\n",
        "- a\n    - b\n    - c\n- d\n   1. e\n   2. f\n      words\n\nwords",
        "| a | b |\n| --- | ---: |\n| `a` | b |\n\nwords",
        "words\n\n---\n\nA heading\n=========\n\nwords",
    ],
)
def test_what_is_plain_is_read_no_closer(body: str) -> None:
    assert is_plain(body)
    assert not found(body)
