"""The bank of questions: its faults, how many it needs, and nothing of it on the site."""

from __future__ import annotations

import gzip
import json
from collections import Counter

import pytest

from handbook.documents.training.admission.bank import read_bank
from handbook.documents.training.admission.checks import problems
from handbook.documents.training.admission.leaks import leaks
from handbook.rules.causes import told_once
from handbook.rules.edition import Edition
from handbook.text.load import Folder
from tests.bank import FOLDER, bank_of, edition, files, numbered, question
from tests.documents.training.sheets import PATHS

# --- the rules of the bank ------------------------------------------------------------------------


def found(book: Edition, there: dict) -> list[tuple[str, str]]:
    return [(problem.rule, problem.severity) for problem in problems(book.shown, bank_of(there))]


def test_a_good_bank_has_no_problem(book):
    assert found(book, numbered(book, 20)) == []


def test_no_bank_is_no_problem(book):
    assert problems(book.shown, read_bank(FOLDER, {})) == []


@pytest.mark.parametrize(
    ("changes", "rule", "severity"),
    [
        ({"objective": "names-the-limt"}, "admission-question-unknown", "must"),
        ({"page": "lerning.md"}, "admission-question-unknown", "must"),
        ({"heading": "evry-offer"}, "admission-question-unknown", "must"),
        ({"options": [{"fact": "terms.quote_valit", "right": "yes"}, {"text": "a"}, {"text": "b"}]}, "admission-question-unknown", "must"),
        ({"read": "00000000"}, "admission-question-stale", "advice"),
        ({"stem": "What does every offer say"}, "admission-question-twice", "must"),
        ({"ratings": ["80 %"] * 4}, "admission-ratings", "must"),
        ({"ratings": []}, "admission-ratings", "must"),
        ({"ratings": ["95 %"] * 4 + ["20 %"]}, "admission-ratings-apart", "advice"),
    ],
)  # fmt: skip
def test_a_fault_of_one_question_is_one_problem(book, changes, rule, severity):
    there = numbered(book, 20)
    there["bank-stages-1"] |= changes
    assert found(book, there) == [(rule, severity)]


@pytest.mark.parametrize(
    ("changes", "rule", "path"),
    [
        ({"objective": "names-the-limt"}, "fact-unknown", "docs/_facts/training/objectives.yml"),
        ({"page": "zzz.md"}, "page-gone", "docs/zzz.md"),
        ({"heading": "evry-offer"}, "anchor-missing", "docs/learning.md"),
        ({"options": [{"fact": "products.pump.name", "right": "yes"}, {"text": "a"}, {"text": "b"}]}, "fact-unknown", "docs/_facts/sales-book/products.yml"),
    ],
)  # fmt: skip
def test_what_many_questions_miss_is_told_once(book, changes, rule, path):
    there = numbered(book, 20)
    for number in range(1, 5):
        there[f"bank-stages-{number}"] |= changes
    told = told_once(book.handbook, problems(book.shown, bank_of(there)), {})
    assert [(problem.rule, problem.place.path) for problem in told] == [(rule, path)]
    assert len(told[0].places) == 4


def test_an_id_of_a_practice_question_is_taken(book):
    there = {**numbered(book, 20), "goes-on": question(book, "stages", 99)}
    assert found(book, there) == [("admission-question-twice", "must")]


def test_a_pass_mark_is_what_the_judges_say_to_half_a_point(book):
    there = numbered(book, 20)
    assert Counter(found(book, _rated(there, 50, "81 %"))) == {("admission-pass-mark", "must"): 2}
    assert found(book, _rated(there, 30, "81 %")) == []  # exactly half a point
    problem = next(
        found_problem for found_problem in problems(book.shown, bank_of(_rated(there, 60, "81 %")))
    )
    assert problem.paste == "pass_mark: 81 %"
    assert problem.place.path == PATHS


def _rated(there: dict, many: int, rating: str) -> dict:
    return {
        name: {**item, "ratings": [rating if place < many else "80 %"] * 5}
        for place, (name, item) in enumerate(there.items())
    }


def test_fewer_than_three_times_what_is_drawn_are_too_few(book):
    # 20 for practice are there: 13 more of each module are 59 in all, one too few for a test of 20.
    said = found(book, numbered(book, 13))
    assert Counter(said) == {("admission-too-few", "must"): 2, ("admission-too-few", "advice"): 2}
    assert Counter(found(book, numbered(book, 14))) == {("admission-too-few", "advice"): 2}


def test_what_cannot_be_read_is_said_and_the_rest_is_judged(book):
    data = files(numbered(book, 20)) | {
        f"{FOLDER}/odd.yml": b"stem: [",
        f"{FOLDER}/other.yaml": b"",
        f"{FOLDER}/Who.yml": b"a: b",
    }
    bank = read_bank(FOLDER, data)
    assert sorted((problem.place.path, problem.rule) for problem in bank.problems) == [
        (f"{FOLDER}/Who.yml", "id-differs"),
        (f"{FOLDER}/odd.yml", "yaml-unreadable"),
        (f"{FOLDER}/other.yaml", "facts-file-unknown"),
    ]
    assert len(bank.questions) == 60


# --- nothing of it on the site --------------------------------------------------------------------

STEM = "A customer asks about stages 1, what do you say to that?"
WRONG = "This is one wrong answer about stages 1"
REASON = "The page says so where it speaks about stages 1."


@pytest.mark.parametrize(
    "data",
    [
        f"<p>{STEM}</p>".encode(),
        b"<p>A customer asks about <em>stages</em>&#32;1, what do\n you say to that?</p>",
        json.dumps({"text": f"x {WRONG} y", "why": REASON}).encode(),
        json.dumps({"text": STEM.replace("?", "\u2026")}).encode(),
        f'<div data-facts=\'{{"said": ["{WRONG}", "{REASON}"]}}\'></div>'.encode(),
        b'<a id="bank-stages-1"></a>',
        gzip.compress(f"<loc>{STEM}</loc>".encode(), mtime=0),
        f"\xff\xfe// {STEM.upper()}".encode("latin-1"),
    ],
)
def test_what_stands_on_the_site_of_the_bank_is_found(book, bank, data):
    assert {leak.question for leak in leaks(book.handbook, bank, [("x/index.html", data)])} == {
        "bank-stages-1"
    }


def test_one_answer_that_is_what_its_page_says_is_no_leak(book, bank):
    said = [("x/index.html", f"<p>{WRONG}. Ask about stages-1.</p>".encode())]
    assert list(leaks(book.handbook, bank, said)) == []


def test_an_id_that_the_handbook_writes_itself_is_no_leak(good: Folder, book, bank):
    good.data["docs/learning.md"] += b"\n## More {: #bank-stages-1 }\n\nWords.\n"
    said = [("x/index.html", b'<h2 id="bank-stages-1">More</h2>')]
    assert list(leaks(edition(good).handbook, bank, said)) == []
