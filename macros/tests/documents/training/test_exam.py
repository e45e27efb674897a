"""The test before admission: drawn by the blueprint, the same for one seed, fair in its letters, and silent about its key."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from handbook.cli import app
from handbook.documents.training.admission.bank import read_bank
from handbook.documents.training.admission.checks import problems
from handbook.documents.training.admission.draw import CannotDraw, Exam, draw, read_code, read_ids
from handbook.documents.training.admission.leaks import leaks
from handbook.documents.training.admission.posed import posed
from handbook.documents.training.admission.sheet import ids_in, sheet_text
from handbook.documents.training.exam import key, paper
from handbook.documents.training.facts import Objective, Question, Session
from handbook.facts.scalars import ScalarError
from handbook.rules.causes import told_once
from handbook.rules.edition import Edition, edition_without_git
from handbook.text.load import Folder, read_folder
from tests.bank import FOLDER, bank_of, edition, files, numbered, question
from tests.places import GOOD

PATHS = "docs/_facts/training/paths.yml"
BLUEPRINT = {"prices-and-discounts": 8, "conduct": 4, "stages": 8}


def ids(exam: Exam) -> list[str]:
    return [posed_question.question.id for posed_question in exam.posed]


def three(book: Edition, exam: Exam) -> tuple[str, str, str]:
    return paper(book.handbook, exam), key(book.handbook, exam), sheet_text(exam)


# --- what is drawn -----------------------------------------------------------------------------------


def test_as_many_come_from_each_module_as_the_blueprint_says(book, bank):
    exam = draw(book.shown, bank, "seller", "n-1", 7)
    facts = book.handbook.facts
    assert (
        Counter(
            facts[Objective][posed_question.question.objective].module
            for posed_question in exam.posed
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
    with pytest.raises(CannotDraw) as cannot:
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
        CannotDraw,
        match=r'"Conduct" lacks 4 questions: .* Out of use, not read again since its paragraph changed: ',
    ):
        draw(edition(good).shown, bank_of({}), "seller", "n-1", 7)


def test_an_answer_that_names_no_fact_is_out_of_use(book):
    there = numbered(book, 8)
    for entry in there.values():
        entry["options"][1] = {"fact": "terms.gone"}
    exam = draw(book.handbook, bank_of(there), "seller", "n-1", 7)
    assert exam.practice == 20


@pytest.mark.parametrize("role", ["selle", "head-of-operations"])
def test_a_role_without_a_path_is_refused(book, bank, role):
    with pytest.raises(CannotDraw, match=f'no learning path for "{role}"'):
        draw(book.shown, bank, role, "n-1", 7)


# --- letters and answers -----------------------------------------------------------------------------


@given(seed=st.integers(0, 999_999))
def test_every_option_stands_once_and_the_key_finds_the_right_one(seed):
    book = _book()
    for posed_question in book.handbook.facts[Question]:
        shown = posed(book.handbook, posed_question, seed)
        assert len(shown.options) == len(posed_question.options)
        right = next(option for option in posed_question.options if option.right)
        assert right.fact or shown.options["abcde".index(shown.key)] == right.text


def _book(found: list[Edition] = []) -> Edition:  # noqa: B006  (read once for all examples)
    if not found:
        found.append(edition(read_folder(GOOD)))
    return found[0]


def test_each_letter_is_right_about_equally_often(book, bank):
    item = bank.questions["bank-stages-1"]
    letters = Counter(posed(book.handbook, item, seed).key for seed in range(400))
    assert set(letters) == set("abcd")
    assert min(letters.values()) > 70  # a hundred each on average


def test_an_answer_that_is_a_fact_follows_the_fact(book, good: Folder):
    sessions = "docs/_facts/training/sessions.yml"
    before = posed(book.handbook, book.handbook.facts[Question]["lost-deals"], 7)
    every = str(book.handbook.facts[Session]["lost-deals"].every)
    assert before.options[before.right] == every
    good.data[sessions] = good.data[sessions].replace(f"every: {every}".encode(), b"every: 77 days")
    changed = edition(good).handbook
    after = posed(changed, changed.facts[Question]["lost-deals"], 7)
    assert after.options[after.right] == "77 days"
    assert after.key == before.key  # the letter stays where it was printed
    assert after.text != before.text


# --- what the papers say, and what they keep to themselves -------------------------------------------


def test_neither_paper_nor_sheet_betrays_the_key(book):
    """With another right answer everything that the candidate sees is the same, fingerprints aside."""
    there, other = numbered(book, 20), numbered(book, 20)
    for questions in other.values():
        questions["options"][0].pop("right")
        questions["options"][2]["right"] = "yes"
    first, second = (
        draw(book.handbook, bank_of(questions), "seller", "n-1", 7) for questions in (there, other)
    )
    first, second = (
        re.sub(r"\b[0-9a-f]{8}\b", "", paper(book.handbook, exam) + sheet_text(exam))
        for exam in (first, second)
    )
    assert first == second
    assert key(book.handbook, first) != key(book.handbook, second)


def test_paper_asks_every_question_and_says_how_many_are_needed(book, bank):
    exam = draw(book.shown, bank, "seller", "n-1", 7)
    text = paper(book.handbook, exam)
    for posed_question in exam.posed:
        assert text.count(posed_question.question.stem) == 1
        assert all(text.count(f"</span>{option}</li>") == 1 for option in posed_question.options)
        assert posed_question.question.why not in text
        assert posed_question.question.id not in text
    assert "You pass with 16 right answers (80%)" in text
    assert "30 minutes for 20 questions" in text


def test_key_names_letter_reason_page_and_heading(book, bank):
    exam = draw(book.shown, bank, "seller", "n-1", 7)
    text = key(book.handbook, exam)
    for posed_question in exam.posed:
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


# --- the command -------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path, good: Folder, book: Edition) -> Path:
    """The good handbook with a bank, as a folder."""
    for path, data in {**good.data, **files(numbered(book, 20))}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return tmp_path


def run(root: Path, *words: str, env: dict[str, str] | None = None):
    return CliRunner().invoke(app, [*words, "--root", str(root), "--today", "2026-11-23"], env=env)


def drawn(root: Path, *words: str, env: dict[str, str] | None = None):
    return run(root, "exam", "seller", "--for", "n-1", "-o", str(root / "exams"), *words, env=env)


def test_command_writes_three_files_with_the_same_bytes_each_time(root):
    done = drawn(root, "--seed", "7")
    assert done.exit_code == 0, done.output
    written = {path.name: path.read_bytes() for path in (root / "exams").iterdir()}
    assert sorted(written) == [
        "n-1-seller-7-key.html",
        "n-1-seller-7-paper.html",
        "n-1-seller-7-sheet.yml",
    ]
    assert "20 questions, seed 7, version " in done.output
    assert "choose Print" in done.output
    assert drawn(root, "--seed", "7").exit_code == 0
    assert {path.name: path.read_bytes() for path in (root / "exams").iterdir()} == written


def test_command_chooses_a_seed_and_says_it(root):
    said = re.search(r"seed (\d+)", drawn(root).output)
    assert said
    assert (root / "exams" / f"n-1-seller-{said[1]}-sheet.yml").is_file()


def test_command_never_writes_over_a_sheet_that_is_filled_in(root):
    drawn(root, "--seed", "7")
    sheet = root / "exams" / "n-1-seller-7-sheet.yml"
    sheet.write_text(sheet.read_text().replace("answer:\n", "answer: b\n", 1))
    done = drawn(root, "--seed", "7")
    assert done.exit_code == 1
    assert "perhaps filled in" in done.output
    assert "answer: b" in sheet.read_text()


def test_command_leaves_out_what_the_last_sheet_asked(root):
    drawn(root, "--seed", "7")
    sheet = root / "exams" / "n-1-seller-7-sheet.yml"
    practised = root / "practised.txt"
    practised.write_text("goes-on\n")
    done = drawn(root, "--seed", "8", "--last", str(sheet), "--last", str(practised))
    assert done.exit_code == 0, done.output
    second = ids_in("", (root / "exams" / "n-1-seller-8-sheet.yml").read_text())
    assert not {*ids_in("", sheet.read_text()), "goes-on"} & set(second)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--last", "{root}/mkdocs.yml"], 2, "names no question that we know"),
        (["--last", "{root}/nothing.yml"], 2, "is missing, or is no text"),
        (["--bank", "{root}/nothing"], 2, "There is no folder"),
        (["--bank", "{root}/docs/_facts/training/questions"], 2, "what stands there is published"),
        (["-o", "{root}/docs/exams"], 1, "what stands there is published"),
    ],
)
def test_command_refuses_what_would_be_no_use_or_a_leak(root, words, code, says):
    done = drawn(root, "--seed", "7", *(word.format(root=root) for word in words))
    assert done.exit_code == code, done.output
    assert says in " ".join(done.output.split())
    assert not list((root / "docs").rglob("*-key.html"))


def test_another_folder_holds_the_bank_if_it_is_named(root):
    (root / FOLDER).rename(root / "kept-elsewhere")
    assert "20 of them also stand on the site" in drawn(root, "--seed", "7").output
    for env in (None, {"HANDBOOK_ADMISSION": str(root / "kept-elsewhere")}):
        done = drawn(
            root,
            "--seed",
            "7",
            "-o",
            str(root / "other"),
            *(() if env else ("--bank", str(root / "kept-elsewhere"))),
            env=env,
        )
        assert done.exit_code == 0, done.output
        assert "1 of them also stands on the site" in done.output


def test_bank_is_read_by_no_site(root):
    opened_there = edition_without_git(read_folder(root), edition(Folder()).handbook.today)
    assert not [path for path in opened_there.handbook.texts if path.startswith("training")]
    assert not [
        item.id for item in opened_there.handbook.facts[Question] if item.id.startswith("bank-")
    ]


# --- the rules of the bank ---------------------------------------------------------------------------


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
        found_problem
        for found_problem in problems(book.handbook, bank_of(_rated(there, 60, "81 %")))
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


@pytest.mark.parametrize("format", ["text", "json", "github"])
def test_command_judges_the_bank(root, format):
    assert run(root, "bank", "--format", format).exit_code == 0
    (root / FOLDER / "bank-stages-1.yml").unlink()
    (root / FOLDER / "bank-stages-2.yml").write_text("stem: [")
    done = run(root, "bank", "--format", format)
    assert done.exit_code == 1
    assert "bank-stages-2.yml" in done.output
    if format == "json":
        assert [load["rule"] for load in json.loads(done.output)] == ["yaml-unreadable"]


# --- nothing of it on the site -----------------------------------------------------------------------

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
