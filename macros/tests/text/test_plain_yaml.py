"""Short plain texts are read without the reader of YAML, and mean exactly what they mean to it."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import example, given
from hypothesis import strategies as st

from handbook.text.source import Items, Map, YamlResult, read_yaml, yaml_text

ROWS = st.tuples(
    st.sampled_from(["step", "on", "by", "found", "says", "a_b", "A", "", "no", "- a", "a b"]),
    st.sampled_from([": ", ":", ":  ", " : ", ""]),
    st.text("ab1 .,;()/-:#'\"[]{}&*!|>%@`?~=\t\u00a0é\n\r\x85", max_size=12),
).map("".join)
LISTS = st.tuples(
    st.sampled_from(["  - ", "  - ", "  -  ", " - ", "- ", "  "]),
    st.text("ab1 .,?'’-:#\"[]\n", max_size=8),
).map("".join)
NAMES = st.tuples(
    st.sampled_from(["by", "on"]),
    st.lists(st.text("ab1-? ", max_size=4), max_size=3).map(
        lambda names: f": [{', '.join(names)}]"
    ),
).map("".join)
KEYS = st.sampled_from(["by:", "on:", "ask:"])
TEXTS = st.lists(st.one_of(ROWS, LISTS, LISTS, NAMES, KEYS), max_size=6).map(
    lambda rows: "".join(f"{row}\n" for row in rows)
)


def slowly(text: str) -> YamlResult:
    short, yaml_text.SHORT = yaml_text.SHORT, 0
    try:
        return read_yaml("x.yml", text, 3)
    finally:
        yaml_text.SHORT = short


def all_lines(value: Map) -> Iterator[tuple[int, list[int]]]:
    for inner in value.values():
        yield inner.line, [text.line for text in inner] if isinstance(inner, Items) else []


@given(TEXTS)
@example("step: drafted\non: 2026-09-14\nby: sdr\n")
@example("a: 1\na: 2\n")
@example("a: b\n---\nb: c\n")
@example("a: b -\n")
@example("a: b\n c: d\n")
@example("a: 1,5;(x)/-\n")
@example("on: [a, b-c]\nask:\n  - Who's that?\n  - Why, then?\nby: [1]\n")
@example("ask:\nby: a\n")
@example("ask:\n  - a\n  - b\nask: a\n")
def test_a_plain_text_means_what_it_means_to_the_reader(text):
    ours, theirs = read_yaml("x.yml", text, 3), slowly(text)
    assert ours == theirs
    assert repr(ours.value) == repr(theirs.value)
    if isinstance(ours.value, dict):
        assert ours.value.line == theirs.value.line
        assert ours.value.lines == theirs.value.lines
        assert list(all_lines(ours.value)) == list(all_lines(theirs.value))


def test_most_records_are_plain():
    assert yaml_text._PLAIN.fullmatch("step: drafted\non: 2026-09-14\nby: account-executive\n")


def test_the_tops_of_most_pages_are_plain():
    top = (
        "owner: sdr\nreaders: [sdr, head-of-sales]\nask:\n  - What's new, and why?\n  - Who asks?\n"
    )
    assert yaml_text._PLAIN.fullmatch(top)
