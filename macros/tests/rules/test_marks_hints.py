"""What quickly says that a page holds no mark never hides one."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from handbook.rules import marks

_SIGNS = sorted({*"".join(mark.sign for mark in marks.MARKS), *" \n\n-ax1.\"/>'_*[]#:", "é"})
_PIECES = st.sampled_from(
    [*_SIGNS, *(mark.sign for mark in marks.MARKS), ":atom:", ":material-a", "- [ ]", "[x] ", "[]"]
)
_TEXTS = st.lists(_PIECES, max_size=30).map("".join)


@given(_TEXTS)
def test_every_mark_of_a_line_may_be_in_its_text(text: str) -> None:
    for mark in marks.MARKS:
        found = any(mark.pattern.search(line) for line in text.split("\n") if mark.sign in line)
        assert not found or mark.may_be_in(f"\n{text}"), mark.what


@given(_TEXTS, st.booleans())
def test_stars_that_are_text_for_github_are_between_a_letter_and_a_sign(
    text: str, is_open: bool
) -> None:
    for found in re.finditer(r"\*\*", text):
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        if marks._is_text_for_github(before, after, is_open):
            assert marks._STARS_BETWEEN.search(text)
