"""What goes through a sieve is exactly what holds the signs."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from handbook.text.confidential import secrets
from handbook.text.confidential.corpus import Corpus, with_digits
from handbook.text.confidential.private import _beside_digit
from handbook.text.confidential.views import FULL_WIDTH
from handbook.text.sieve import Sieve, any_of

SIGNS = ("pin", "pw:", " way ", "személyi", "☎", "[at]", "a.b", "\\x")
PIECES = st.sampled_from(
    [
        *SIGNS,
        "PIN",
        "Pw:",
        " WAY",
        " ",
        "\n",
        "aXb",
        "1",
        "23",
        "\u00a0",
        "-",
        "(",
        "ſ",
        "İ",
        "K",
        "é",
        "٣",
        "\ud800",
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


def small(row: str) -> str:
    """The row with small letters from a to z in place of capitals."""
    return re.sub("[A-Z]+", lambda found: found.group().lower(), row)


def is_whole(text: str) -> bool:
    return not re.search("[\ud800-\udfff]", text)


@given(TEXTS)
def test_lines_with_any_sign(text: str) -> None:
    sieve, rows = Sieve(any_of(SIGNS)), text.split("\n")
    expected = {
        line
        for line, row in enumerate(rows, 1)
        if any(sign in small(row) for sign in SIGNS) or not is_whole(row)
    }
    assert Corpus({"other": "x", "text": text}).lines(sieve) == expected


@given(TEXTS)
@example("1-2\u00a03 4.5(6)7/8|9")
@example("12345678٣")
def test_lines_with_many_digits(text: str) -> None:
    row = text.replace("\n", "").replace("\ud800", "")
    bare = re.sub("[ .()/|\u00a0\t-]", "", row)
    assert Sieve(with_digits(9)).may_find(row) == bool(re.search("[0-9]{9}", bare))


@given(TEXTS)
def test_lines_with_a_sign_and_digits(text: str) -> None:
    row = text.replace("\n", "").replace("\ud800", "")
    held = any(sign in small(row) for sign in SIGNS)
    sieve = Sieve(_beside_digit(SIGNS))
    for least in range(1, 4):
        digits = len(re.findall("[0-9]", row))
        lines = Corpus({"text": row}).lines(sieve, digits=least)
        assert bool(lines) == (held and digits >= least)


@given(st.characters())
def test_letters_as_wide_as_chinese_ones(sign: str) -> None:
    wide = sign.encode("utf-8", "replace")[:2] in (b"\xef\xbc", b"\xef\xbd")
    assert Sieve(FULL_WIDTH).may_find(sign) == wide or not is_whole(sign)


def test_a_secret_is_looked_for_where_a_line_may_hold_one() -> None:
    sieve = Sieve(secrets._WORTH_READING)
    for row in ("Token", "a" * 20, "a/b+" * 10, "%4a", "x://y@z", "y@z x://", "ｐ", "&#"):
        assert sieve.may_find(row)
    assert not sieve.may_find("The quick brown fox sells 12 % more, see a@b and c:/d.")


@given(
    st.lists(st.text("ab .-é1", max_size=8), min_size=1, max_size=4),
    st.sampled_from(["a", "ab", "aa", "é", "a-b", "b1"]),
)
def test_a_word_is_held_however_often_was_asked(texts: list[str], word: str) -> None:
    corpus = Corpus({str(number): text for number, text in enumerate(texts)})
    held = any(re.search(rf"(?<=[ .]){word}(?=[ .])", text) for text in texts)
    assert {corpus.holds(word, " .", " .") for _ in range(60)} == {held}
