"""The admission questions: right, rated, enough, and nowhere on the site. They are in
training/admission, or where HANDBOOK_ADMISSION says; a handbook without any has nothing to judge
here.
"""

from os import environ

import pytest

from handbook.documents.training.admission.bank import read_bank
from handbook.documents.training.admission.checks import problems
from handbook.documents.training.admission.leaks import leaks
from handbook.problems.problem import as_text
from handbook.rules.causes import told_once
from handbook.text.load import read_bank as bank_files


@pytest.fixture(scope="module")
def bank(project):
    return read_bank(*bank_files(project.root, environ.get("HANDBOOK_ADMISSION", "")))


def test_admission_questions_are_right_rated_and_enough(project, handbook, bank):
    found = told_once(handbook, problems(project.edition.shown, bank), {})
    must = [found_problem for found_problem in found if found_problem.severity == "must"]
    if must:
        pytest.fail("\n".join(as_text(problem) for problem in must), pytrace=False)


@pytest.mark.site
def test_nothing_of_the_bank_is_on_the_site(project, handbook, bank):
    files = (path for path in sorted(project.site.rglob("*")) if path.is_file())
    found = list(
        leaks(
            handbook,
            bank,
            ((path.relative_to(project.site).as_posix(), path.read_bytes()) for path in files),
        )
    )
    told = "\n".join(
        f'  {item.path}: "{item.found}" of the question "{item.question}"' for item in found[:40]
    )
    assert not found, (
        "These files of the site hold something of the admission questions, which nobody may "
        f"read beforehand:\n{told}\n"
        f"To fix: take it off the page, or give the question other words. It is in {bank.folder}."
    )
