"""What is read in a short way is what the long way reads."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handbook.pages import bounds, scan

_PIECES = st.sampled_from(
    [
        "[",
        "]",
        "](",
        "](a)",
        "[a](b)",
        "![a](b)",
        "[![a](b)](c)",
        "(",
        ")",
        "\\",
        " ",
        "\n",
        "\n\n",
        "\n \n",
        "a",
    ]
)
_SIGNS = st.sampled_from(
    [
        "-",
        "*",
        "1.",
        "12)",
        ">",
        "!!!",
        "???",
        "???+",
        "===",
        "[^a]:",
        ":",
        "a",
        "---",
        "\t",
        " ",
        "  ",
        "    ",
    ]
)
_DEEP_LINES = st.lists(
    st.tuples(
        st.sampled_from(
            ["", " " * 2, " " * 4, " " * 8, " " * 12, " " * 16, "> ", "> > > ", ">" * 7]
        ),
        st.lists(_SIGNS, max_size=6).map(" ".join),
        st.sampled_from(["", " a", "a", "\t- a"]),
    ).map("".join),
    max_size=14,
)


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_links_side_by_side_are_those_of_any_brackets(text: str) -> None:
    assert scan.inline_links(text) == scan._nested(text)


@given(_DEEP_LINES)
def test_what_is_too_deep_may_be_deep(lines: list[str]) -> None:
    deep = any(depth > bounds.MAX_DEPTH for _, depth in bounds.depths(lines))
    assert not deep or bounds._MAY_BE_DEEP.search("\n" + "\n".join(lines))


def test_lists_in_lists_go_deep() -> None:
    lines = [f"{' ' * 2 * level}- level" for level in range(9)]
    assert max(depth for _, depth in bounds.depths(lines)) > bounds.MAX_DEPTH
    assert bounds._MAY_BE_DEEP.search("\n" + "\n".join(lines))
