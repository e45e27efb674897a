"""How a text reads: where sentences end, how long they are, whether they speak to somebody; with
the edges of each limit.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from handbook.text.sentences import phrases_in, reading, sentences_of, words_in


def words(many: int, last: str = ".") -> str:
    return "You " + " ".join(["ring"] * (many - 1)) + last


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You ring. They answer.", ["You ring.", "They answer."]),
        ("You ring? Then go! Now… You wait.", ["You ring?", "Then go!", "Now…", "You wait."]),
        ('He said "no." Then you left.', ['He said "no."', "Then you left."]),
        ("It costs 1.50 and not 1.6 a cup.", ["It costs 1.50 and not 1.6 a cup."]),
        (
            "You bring proof, e.g. A photo, etc. You go.",
            ["You bring proof, e.g. A photo, etc. You go."],
        ),
        ("You and I. Then others.", ["You and I.", "Then others."]),
        ("The answer is no. You thank them.", ["The answer is no.", "You thank them."]),
        ("no end", ["no end"]),
        ("You ring\nthem today. 3 of 4 answer.", ["You ring them today.", "3 of 4 answer."]),
        ("…", []),
        ("", []),
    ],
)
def test_where_sentences_end(text, expected):
    assert sentences_of(text) == expected


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("it's a four-week plan of 1.5 days", 7),
        ("one – two", 2),
        ("", 0),
        ("10 000", 2),
        ("…", 0),
        ("café", 1),
    ],
)
def test_what_is_a_word(text, many):
    assert words_in(text) == many


def test_twenty_words_on_average_are_well_and_more_are_not():
    assert not reading([words(20)] * 3).is_long
    assert reading([words(20), words(20), words(21)]).is_long


def test_two_sentences_have_no_average_to_speak_of():
    assert not reading([words(30)] * 2).is_long


def test_forty_words_are_well_and_forty_one_are_not():
    assert not reading([words(40)]).has_long
    found = reading([words(3), words(41)])
    assert found.has_long
    assert (found.words, found.longest) == (41, words(41))


def test_one_sentence_in_three_says_you():
    they = "They ring."
    assert reading(["You ring.", they, they]).speaks
    assert not reading(["You ring.", they, they, they]).speaks
    assert reading(["Yours is the list.", they, they]).speaks
    assert not reading(["Youth rings.", they, they]).speaks


def test_fewer_than_three_sentences_say_nothing_about_you():
    assert reading(["They ring.", "They go."]).speaks


def test_a_text_without_a_sentence_reads_like_nothing():
    assert reading(["", "…"]) is None


def test_the_mean_counts_all_paragraphs():
    assert reading(["You ring. You go.", words(5)]).mean == Decimal(3)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You do it in order to win.", ["in order to"]),
        ("In\norder  to win", ["in order to"]),
        ("The border to the north", []),
        ("in order together", []),
        ("", []),
    ],
)
def test_phrases_are_found_as_whole_words(text, found):
    assert phrases_in(text, ["in order to"]) == found
