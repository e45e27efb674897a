"""Questions of the bank in the texts of a handbook: found however they are written, and never shown
whole.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.documents.training.admission import leaks
from handbook.documents.training.admission.leaks import leaks_in, normalised, read_question_words
from handbook.problems.problem import Problem
from handbook.rules.rule import judge_as_read
from handbook.text.load import Folder
from tests.bank import FOLDER, edition

STEM = "A café asks twice for the winter price of “beans”, and don't you know it? What do you say first?"
RIGHT = "I say that the winter price is over since the first of March"
WHY = "Nobody may promise a price that is no longer in the book."
QUESTION = f"""
stem: "{STEM}"
options:
  - text: {RIGHT}
    right: yes
  - text: I ask my lead
why: {WHY}
""".encode()
SHORT = b"""
stem: What do you say?
options:
  - text: The lead decides it within one working day
    right: yes
  - text: Nobody decides
why: The list on the page says who decides.
"""
WORDS = STEM.split()


def found(good: Folder, path: str, text: str, bank: bytes = QUESTION) -> list[Problem]:
    """What the rule says of the good handbook with a file more, or more at the end of one that it
    has.
    """
    good.add(path, good.data.get(path, b"") + text.encode())
    good.outside[f"{FOLDER}/winter.yml"] = bank
    return list(judge_as_read("admission-question-told", edition(good).handbook))


LINKED = STEM.replace("winter price", "[winter price](sales-book/prices.md#winter)")
TOLD = {
    "copied": STEM,
    "in small letters": STEM.lower(),
    "in capitals": STEM.upper(),
    "with other quotes": STEM.replace("“", '"').replace("”", '"').replace("'", "’"),
    "on many lines": "\n".join(WORDS),
    "as a quotation": "\n".join(f"> {word}" for word in WORDS),
    "in a cell": f"| Ask | Say |\n| --- | --- |\n| {STEM} | no |",
    "emphasised": STEM.replace("winter price", "**winter** _price_"),
    "emphasised inside of a word": STEM.replace("winter", "win**ter**"),
    "with a tag inside of a word": STEM.replace("winter", "win<b>ter</b>"),
    "linked": LINKED,
    "in a comment": f"<!-- {STEM} -->",
    "in a comment of many lines": "<!--\n{}\n-->".format("\n".join(WORDS)),
    "in a fence": f"```text\n{STEM}\n```",
    "in a list": f"- {STEM}\n- no",
    "in a heading": f"## {STEM}",
    "in codes": STEM.replace("é", "&eacute;").replace(" ", "&nbsp;", 3).replace("'", "&#39;"),
    "with marks apart": STEM.replace("é", "e\u0301"),
    "with unseen signs": STEM.replace("winter", "win\u00adter").replace("first", "fi\u200brst"),
    "with dashes": STEM.replace(", ", " — "),
    "inside of more": f"They told me so: {STEM} And so on.",
    "two answers": f"{WHY} Some words.\n\n{RIGHT}.",
    "an answer far from its stem": f"{RIGHT}.\n\n" + "Some words.\n\n" * 50 + STEM,
}


@pytest.mark.parametrize("text", TOLD.values(), ids=TOLD)
def test_a_question_on_a_page_is_found_in_its_line(good, text):
    before = good.data["docs/hiring.md"].decode()
    problem, *more = found(good, "docs/hiring.md", f"\n\n{text}\n")
    assert more == []
    assert problem.place.path == "docs/hiring.md"
    first = next(
        line for line, row in enumerate(text.split("\n")) if re.search(r"\b(?:A|a|Nobody|I)\b", row)
    )
    assert problem.place.line == before.count("\n") + 3 + first


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/_facts/training/questions/mine.yml", f'# mine\nstem: "{STEM}"\n'),
        ("docs/_facts/training/questions/mine.yml", "stem: >-\n" + "".join(f"  {word}\n" for word in WORDS)),
        ("docs/_facts/training/questions/mine.yml", f"# {STEM}\nobjective: says-no\n"),
        ("docs/_facts/training/questions/mine.yml", f"why: {WHY}\noptions:\n  - text: {RIGHT}\n"),
        ("docs/_facts/other.yml", f'"{STEM}": ['),
        ("docs/_facts/other.yml", 'x: "' + STEM.replace("é", "\\u00e9").replace("“", "\\x93") + '"'),
        ("docs/other.md", f"---\nask:\n  - {STEM}\n---\n# Other\n"),
        ("docs/assets/other.svg", f"<svg><text>{STEM.replace(' for ', ' </text><text>for ')}</text></svg>"),
        ("docs/assets/other.js", f"const say = `{STEM}`;"),
        ("docs/_records/hiring/2026-11-20-reviewed-sales-director-000000.yml", f"found: {STEM}\n"),
    ],
)  # fmt: skip
def test_a_question_in_any_other_text_is_found(good, path, text):
    assert [problem.place.path for problem in found(good, path, text)] == [path]


HARMLESS = {
    "its words in another order": " ".join(sorted(WORDS)),
    "half of it": " ".join(WORDS[:9]),
    "all but its last word": STEM.replace(" first?", "?"),
    "one answer": RIGHT,
    "the same words of an answer twice": f"{WHY}\n\n{WHY}",
    "its short answer": "I ask my lead",
    "another question": "A café asks twice for the winter price of tea. What do you say first?",
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_words_alone_are_no_question(good, text):
    assert found(good, "docs/hiring.md", f"\n\n{text}\n") == []


def test_a_short_stem_is_what_anybody_says_until_its_answer_is_beside_it(good):
    assert found(good, "docs/hiring.md", "\n\nWhat do you say?\n", SHORT) == []
    assert (
        len(
            found(
                good, "docs/hiring.md", "\n\nThe lead decides it within one working day.\n", SHORT
            )
        )
        == 1
    )


def test_the_bank_itself_and_what_is_not_published_are_no_leak(good):
    good.outside["training/notes.md"] = STEM.encode()
    assert found(good, "docs/hiring.md", "\n") == []


def test_a_question_is_told_from_also_where_the_rest_of_its_file_is_wrong(good):
    assert found(
        good, "docs/hiring.md", STEM, f'stem: "{STEM}"\nstrange: 1\noptions: none\n'.encode()
    )


def test_without_a_bank_no_text_is_looked_at(good, monkeypatch):
    def looked_at(*words: object) -> None:
        raise AssertionError(words)

    monkeypatch.setattr(leaks, "_words_of", looked_at)
    good.add("docs/other.md", STEM.encode())
    assert list(judge_as_read("admission-question-told", edition(good).handbook)) == []


def test_no_message_repeats_the_question(good):
    problem, *_ = found(good, "docs/hiring.md", f"\n\n{STEM}\n{RIGHT}\n{WHY}\n")
    words = normalised(f"{problem.what} {problem.fix} {problem.paste} {problem.note}")
    assert "a café asks" in words
    for sentence in (STEM, RIGHT, WHY):
        begin = normalised(sentence).split()
        assert " ".join(begin[:4]) not in words
        assert " ".join(begin[-3:]) not in words


def test_no_other_message_about_that_text_repeats_it_either(good):
    good.outside[f"{FOLDER}/winter.yml"] = QUESTION
    good.add("docs/hiring.md", good.data["docs/hiring.md"] + f"\n<!-- {STEM} -->\n".encode())
    told = {problem.rule: problem for problem in edition(good).problems()}
    assert normalised(told["html-refused"].what) == "the comment is published with the page"
    assert "a café asks …" in told["admission-question-told"].what


@given(
    st.text(max_size=40),
    st.text(max_size=40),
    st.sampled_from(
        [" ", "\n", " *", "* ", " — ", "\n> ", " | ", " &nbsp; ", "\t", " **", "...", "\u2009"]
    ),
)
def test_what_is_around_a_question_and_between_its_words_hides_nothing(before, after, between):
    asked = read_question_words({f"{FOLDER}/winter.yml": QUESTION})
    # Marks that open a tag, a code or a link before it are of another text.
    around = [re.sub(r"[<>\[\](){}&\\\w]|[^\x00-\x7f]", "", part) for part in (before, after)]
    text = f"{around[0]} {between.join(normalised(STEM).split())} {around[1]}"
    assert [leak.question for leak in leaks_in(asked, {"docs/x.md": text})] == ["winter"]


@given(st.text(max_size=300))
def test_words_are_found_alike_in_both_ways(text):
    assert leaks._words(text) == leaks._WORD.findall(leaks._plain(text))
