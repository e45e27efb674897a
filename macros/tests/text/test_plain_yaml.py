"""Short plain texts are read without the reader of YAML, and mean exactly what they mean to it."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from handbook.text.source import YamlResult, read_yaml, yaml_text

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["step", "on", "by", "found", "says", "a_b", "A", "", "no", "- a", "a b"]),
        st.sampled_from([": ", ":", ":  ", " : ", ""]),
        st.text("ab1 .,;()/-:#'\"[]{}&*!|>%@`?~=\t\u00a0é\n\r\x85", max_size=12),
    ),
    max_size=5,
).map(lambda rows: "".join(f"{''.join(row)}\n" for row in rows))


def slowly(text: str) -> YamlResult:
    short, yaml_text.SHORT = yaml_text.SHORT, 0
    try:
        return read_yaml("x.yml", text, 3)
    finally:
        yaml_text.SHORT = short


@given(ROWS)
@example("step: drafted\non: 2026-09-14\nby: sdr\n")
@example("a: 1\na: 2\n")
@example("a: b\n---\nb: c\n")
@example("a: b -\n")
@example("a: b\n c: d\n")
@example("a: 1,5;(x)/-\n")
def test_a_plain_text_means_what_it_means_to_the_reader(text):
    ours, theirs = read_yaml("x.yml", text, 3), slowly(text)
    assert ours == theirs
    assert repr(ours.value) == repr(theirs.value)
    if isinstance(ours.value, dict):
        assert ours.value.line == theirs.value.line
        assert ours.value.lines == theirs.value.lines
        assert [value.line for value in ours.value.values()] == [
            value.line for value in theirs.value.values()
        ]


def test_most_records_are_plain():
    assert yaml_text._PLAIN.fullmatch("step: drafted\non: 2026-09-14\nby: account-executive\n")
