"""What is left of the example in a company's own handbook; the good handbook plays the example."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handbook.pages import Call
from handbook.problems.problem import Problem
from handbook.rules.edition import edition_without_git
from handbook.rules.rule import all_rules
from handbook.text.load import Folder
from handbook.upkeep import example
from handbook.upkeep.example import Example, as_text, example_of, mark
from tests.judging import TODAY

COMPANY, PRODUCTS = "docs/_facts/company.yml", "docs/_facts/sales-book/products.yml"
SENTENCE = "Every office that asks us for water gets an answer on the same day."


@pytest.fixture
def known(good: Folder, monkeypatch: pytest.MonkeyPatch) -> Example:
    """The good handbook, with a drawing and a page of a document, is the example."""
    good.data["docs/assets/logo.svg"] = b"<svg/>"
    good.data["docs/system/water.md"] = f"---\nowner: seller\n---\n# Water\n\n{SENTENCE}\n".encode()
    everything = example_of(edition_without_git(good, TODAY).handbook)
    assert mark(SENTENCE) in everything.sentences
    found = replace(everything, sentences=frozenset({mark(SENTENCE)}))
    monkeypatch.setattr(example, "known_example", lambda: found)
    return found


def left(folder: Folder) -> list[Problem]:
    problems = edition_without_git(folder, TODAY).problems()
    return [problem for problem in problems if problem.rule == "example-remains"]


def named(folder: Folder, name: str) -> Folder:
    text = folder.data[COMPANY].replace(b"name: Fernhill Water\n", f"name: {name}\n".encode())
    folder.data[COMPANY] = text.replace(b"fernhill", b"szolnok").replace(b"Fernhill", b"Szolnok")
    return folder


def test_the_example_itself_has_nothing_left(good: Folder, known: Example) -> None:
    assert known.sentences
    assert left(good) == []


def test_each_kind_of_files_is_told_once_with_its_numbers(good: Folder, known: Example) -> None:
    said = {problem.what: problem.severity for problem in left(named(good, "Szolnok Pipes"))}
    assert said["1 sentence on 1 page are still the example's."] == "advice"
    assert any("products of the example are among yours" in what for what in said)
    assert any("picture" in what and "logo" in what for what in said)
    assert any("The example's name is in" in what and "the settings" in what for what in said)
    assert list(said.values()).count("advice") == 1


def test_a_sentence_is_known_again_in_other_capitals_and_lines(
    good: Folder, known: Example
) -> None:
    page = "docs/system/water.md"
    good.data[page] = good.data[page].replace(b"asks us for", b"ASKS us\nfor")
    told = [problem.what for problem in left(named(good, "Szolnok Pipes"))]
    assert "1 sentence on 1 page are still the example's." in told


def test_what_is_rewritten_is_not_left(good: Folder, known: Example) -> None:
    good.data["docs/system/water.md"] = b"---\nowner: seller\n---\n# Water\n\nWe wrote this anew.\n"
    good.data["docs/assets/logo.svg"] = b"<svg>ours</svg>"
    told = " ".join(problem.what for problem in left(named(good, "Szolnok Pipes")))
    assert "sentence" not in told
    assert "picture" not in told


def test_the_example_of_the_help(good: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing: frozenset[str] = frozenset()
    only_a_name = Example(frozenset({mark("formerly")}), nothing, nothing, nothing)
    monkeypatch.setattr(example, "known_example", lambda: only_a_name)
    shown = all_rules()["example-remains"].help
    settings = good.data["mkdocs.yml"]
    for text, number in ((shown.bad, 1), (shown.good, 0)):
        good.data["mkdocs.yml"] = settings + text.partition("\n")[2].encode() + b"\n"
        mine = [problem for problem in left(good) if problem.place.path == "mkdocs.yml"]
        assert len(mine) == number


def test_fingerprints_are_read_as_they_were_written(monkeypatch: pytest.MonkeyPatch) -> None:
    some = Example(
        *(frozenset({mark(f"{kind} {number}") for number in range(3)}) for kind in "abcd")
    )
    rows = as_text(some).splitlines()
    assert [len(row) for row in rows] == [3 * example.DIGITS] * 4


def board(folder: Folder) -> str:
    edition = edition_without_git(folder, TODAY)
    return str(
        edition.shown.draw(Call("board", (), (), 1, "{{ board() }}", alone=True), "board.md").html
    )


def test_the_board_says_whose_the_text_of_each_page_is(good: Folder, known: Example) -> None:
    assert ">Text</th>" not in board(good)
    prices = "docs/sales-book/prices.md"
    good.data[prices] += f"\n{SENTENCE}\n".encode()
    shown = board(named(good, "Szolnok Pipes"))
    assert ">Text</th>" in shown
    assert shown.count(">the example&#39;s</td>") == 1
    assert ">ours</td>" in shown
