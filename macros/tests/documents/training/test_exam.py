"""The test before admission: drawn by the blueprint, the same for one seed, fair in its letters,
and silent about its key.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.documents.training.admission.draw import DrawError, Exam, draw, read_code, read_ids
from handbook.documents.training.admission.question_on_paper import pose
from handbook.documents.training.admission.sheet import ids_in, sheet_text
from handbook.documents.training.exam import key, paper
from handbook.documents.training.facts import Objective, Question, Session
from handbook.facts.scalars import ScalarError
from handbook.rules.edition import Edition
from handbook.text.load import Folder, read_folder
from tests.bank import bank_of, edition, numbered
from tests.places import GOOD

BLUEPRINT = {"prices-and-discounts": 8, "conduct": 4, "stages": 8}


def ids(exam: Exam) -> list[str]:
    return [posed_question.question.id for posed_question in exam.questions]


def three(book: Edition, exam: Exam) -> tuple[str, str, str]:
    return paper(book.handbook, exam), key(book.handbook, exam), sheet_text(exam)


# --- what is drawn --------------------------------------------------------------------------------


def test_as_many_come_from_each_module_as_the_blueprint_says(book, bank):
    exam = draw(book.shown, bank, "seller", "n-1", 7)
    facts = book.handbook.facts
    assert (
        Counter(
            facts[Objective][posed_question.question.objective].module
            for posed_question in exam.questions
        )
        == BLUEPRINT
    )
    assert len(set(ids(exam))) == 20


def test_one_seed_gives_one_test_and_another_seed_another(book, bank):
    first, again, other = (draw(book.shown, bank, "seller", "n-1", seed) for seed in (7, 7, 8))
    assert three(book, first) == three(book, again)
    assert ids(first) != ids(other)
    assert set(ids(first)) != set(ids(other))
    assert first.version != other.version


def test_the_order_of_files_changes_nothing(book):
    there = numbered(book, 12)
    turned = dict(reversed(there.items()))
    assert ids(draw(book.shown, bank_of(there), "seller", "n-1", 3)) == ids(
        draw(book.shown, bank_of(turned), "seller", "n-1", 3)
    )


def test_questions_of_the_bank_come_before_those_for_practice(book, bank):
    assert draw(book.shown, bank, "seller", "n-1", 7).practice == 1  # the critical one, see below
    small = bank_of(numbered(book, 5))
    exam = draw(book.shown, small, "seller", "n-1", 7)
    assert exam.practice == 3 + 1 + 3  # five of eight, three of four, five of eight
    drawn = [id_ for id_ in ids(exam) if id_ in small.questions]
    assert sum("conduct" in id_ for id_ in drawn) == 3
    assert len(drawn) == 13


def test_critical_questions_come_first(book):
    there = numbered(book, 20)
    there["bank-stages-20"]["critical"] = "yes"
    for seed in range(5):
        drawn = ids(draw(book.shown, bank_of(there), "seller", "n-1", seed))
        assert "bank-stages-20" in drawn
        assert (
            "made-up-date" in drawn
        )  # a critical one for practice: better seen before than not asked


def test_no_question_of_a_last_try_is_drawn_again(book, bank):
    first = draw(book.shown, bank, "seller", "n-1", 7)
    second = draw(book.shown, bank, "seller", "n-1", 7, ids(first))
    assert not set(ids(first)) & set(ids(second))


def test_what_is_missing_is_said_by_module(book):
    with pytest.raises(DrawError) as cannot:
        draw(book.shown, bank_of({}), "seller", "n-1", 7, ["goes-on", "sent-offer", "gift"])
    assert cannot.value.reasons == [
        'The module "Conduct" lacks 1 question: the test asks 4, and 3 can be drawn. 1 question more stood in a last try.',
        'The module "Stages" lacks 2 questions: the test asks 8, and 6 can be drawn. 2 questions more stood in a last try.',
    ]


def test_a_question_whose_paragraph_changed_is_out_of_use(good: Folder):
    page = good.data["docs/learning.md"]
    good.data["docs/learning.md"] = page.replace(
        b"{: #what-is-right }", b"{: #what-is-right }\n\nFrom today on.", 1
    )
    with pytest.raises(
        DrawError,
        match=r'"Conduct" lacks 4 questions: .* Out of use, not read again since its paragraph changed: ',
    ):
        draw(edition(good).shown, bank_of({}), "seller", "n-1", 7)


def test_an_answer_that_names_no_fact_is_out_of_use(book):
    there = numbered(book, 8)
    for entry in there.values():
        entry["options"][1] = {"fact": "terms.gone"}
    exam = draw(book.shown, bank_of(there), "seller", "n-1", 7)
    assert exam.practice == 20


@pytest.mark.parametrize("role", ["selle", "head-of-operations"])
def test_a_role_without_a_path_is_refused(book, bank, role):
    with pytest.raises(DrawError, match=f'no learning path for "{role}"'):
        draw(book.shown, bank, role, "n-1", 7)


# --- letters and answers --------------------------------------------------------------------------


@given(seed=st.integers(0, 999_999))
def test_every_option_stands_once_and_the_key_finds_the_right_one(seed):
    book = _book()
    for posed_question in book.handbook.facts[Question]:
        shown = pose(book.handbook, posed_question, seed)
        assert len(shown.options) == len(posed_question.options)
        right = next(option for option in posed_question.options if option.right)
        assert right.fact or shown.options["abcde".index(shown.key)] == right.text


def _book(found: list[Edition] = []) -> Edition:  # noqa: B006  (read once for all examples)
    if not found:
        found.append(edition(read_folder(GOOD)))
    return found[0]


def test_each_letter_is_right_about_equally_often(book, bank):
    item = bank.questions["bank-stages-1"]
    letters = Counter(pose(book.handbook, item, seed).key for seed in range(400))
    assert set(letters) == set("abcd")
    assert min(letters.values()) > 70  # a hundred each on average


def test_an_answer_that_is_a_fact_follows_the_fact(book, good: Folder):
    sessions = "docs/_facts/training/sessions.yml"
    before = pose(book.handbook, book.handbook.facts[Question]["lost-deals"], 7)
    every = str(book.handbook.facts[Session]["lost-deals"].every)
    assert before.options[before.right] == every
    good.data[sessions] = good.data[sessions].replace(f"every: {every}".encode(), b"every: 77 days")
    changed = edition(good).handbook
    after = pose(changed, changed.facts[Question]["lost-deals"], 7)
    assert after.options[after.right] == "77 days"
    assert after.key == before.key  # the letter stays where it was printed
    assert after.text != before.text


# --- what the papers say, and what they keep to themselves ----------------------------------------


def test_neither_paper_nor_sheet_betrays_the_key(book):
    """With another right answer everything that the candidate sees is the same, fingerprints aside."""
    there, other = numbered(book, 20), numbered(book, 20)
    for questions in other.values():
        questions["options"][0].pop("right")
        questions["options"][2]["right"] = "yes"
    first, second = (
        draw(book.shown, bank_of(questions), "seller", "n-1", 7) for questions in (there, other)
    )
    paper_of_first, paper_of_second = (
        re.sub(r"\b[0-9a-f]{8}\b", "", paper(book.handbook, exam) + sheet_text(exam))
        for exam in (first, second)
    )
    assert paper_of_first == paper_of_second
    assert key(book.handbook, first) != key(book.handbook, second)


def test_paper_asks_every_question_and_says_how_many_are_needed(book, bank):
    exam = draw(book.shown, bank, "seller", "n-1", 7)
    text = paper(book.handbook, exam)
    for posed_question in exam.questions:
        assert text.count(posed_question.question.stem) == 1
        assert all(text.count(f"</span>{option}</li>") == 1 for option in posed_question.options)
        assert posed_question.question.why not in text
        assert posed_question.question.id not in text
    assert "You pass with 16 right answers (80%)" in text
    assert "30 minutes for 20 questions" in text


def test_key_names_letter_reason_page_and_heading(book, bank):
    exam = draw(book.shown, bank, "seller", "n-1", 7)
    text = key(book.handbook, exam)
    for posed_question in exam.questions:
        assert posed_question.question.why in text
        assert posed_question.question.id in text
    page = book.handbook.pages["learning.md"]
    assert (
        f"{page.title}: {next(heading.text for heading in page.headings if heading.id == 'every-offer')}"
        in text
    )
    assert "learning/#every-offer" in text


def test_sheet_gives_back_its_questions(book, bank):
    exam = draw(book.shown, bank, "seller", "n-1", 7)
    assert ids_in("sheet.yml", sheet_text(exam)) == ids(exam)


def test_a_list_of_a_practice_test_is_read():
    assert ids_in("list.txt", "goes-on\ngift\n") is None
    assert read_ids("# practised on Monday\ngoes-on, gift\n- rival # wrong\n\tsame-day") == [
        "goes-on", "gift", "rival", "same-day",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["Anna", "Anna Berg", "anna", "anna-berg", "N-7", "n 7", "", "n-" + "7" * 30, "7-n!"]
)
def test_a_name_is_no_code(name):
    with pytest.raises(ScalarError, match="a code"):
        read_code(name)


def test_a_code_is_one():
    assert read_code("n-2026-4") == "n-2026-4"
