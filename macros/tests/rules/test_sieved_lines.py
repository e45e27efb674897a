"""Lines that a rule leaves out because nothing in them can be wrong hold nothing wrong."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handbook.documents.company.rules import abbreviations
from handbook.rules import habits, pages, placeholders

PIECES = st.sampled_from(
    ["1", "25", "٣", "²", ".", ",", " ", "\u00a0", "\t", "EUR", "HUF", "€", "$", "%", "per cent",
     "percent", "business", "working", " hours", "days", "a", "A", "É", "[a]", "]", "(", ")", "[",
     "(b.md)", "[b.md]", "<@ABCD>", "<", "h1.", "h2. ", "Coming soon", "…", "...", "??" "?",
     "TO" "DO", "tb" "d", "Lorem ip" "sum", "to be defined"]
)  # fmt: skip
LINES = st.lists(PIECES, max_size=10).map("".join)


@given(LINES)
def test_lines_without_a_typed_number(line: str) -> None:
    assert not pages._TYPED.search(line) or pages._MAY_BE_TYPED.may_find(line)


@given(LINES)
def test_lines_without_what_is_meant_as_a_link(line: str) -> None:
    assert not list(habits._not_markdown(line)) or habits._MAY_BE_UNCLEAR.may_find(line)


@given(LINES)
def test_lines_without_a_note_that_something_follows(line: str) -> None:
    small = line.lower()
    signs = ("todo", "tbd", "lorem", "coming soon", "to be defined", "???")
    if any(sign in small for sign in signs):
        assert placeholders._has_sign(line)


@given(LINES)
def test_lines_without_capitals(line: str) -> None:
    assert not abbreviations._ABBREVIATION.search(line) or abbreviations._CAPITALS.may_find(line)
