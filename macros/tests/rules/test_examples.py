"""The examples of a rule's help are run where no case can show what is wrong.

The example itself is the input: questions are put into a bank for admission, files are listed with
what is so about them, a clock is set, and a command of git is run. Cases are in ``test_cases``.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from shutil import rmtree

import pytest
import yaml

from handbook.documents.training.admission.checks import problems as problems_of_bank
from handbook.facts.kinds import Kind, kind_named_by_model
from handbook.facts.references import references_of
from handbook.handbook import build
from handbook.problems.problem import Problem
from handbook.rules.causes import clock_behind_commits
from handbook.rules.edition import edition_without_git
from handbook.rules.rule import all_rules, judge_as_read
from handbook.text.history import History
from handbook.text.load import MAX_READ, Folder, FolderEntry
from tests.bank import FOLDER, TODAY, bank_of, edition, question
from tests.cases import put
from tests.examples import DEEPEST, Part, mend, parts, path_of, rows
from tests.repositories import DRAFTED, Copy

# What is wrong with the bank itself; what a page tells of it is judged in the handbook, so a case
# shows it.
OF_THE_BANK = [
    slug
    for slug in all_rules()
    if slug.startswith("admission-") and slug != "admission-question-told"
]
# A file of a list, and what is so about it.
_LISTED = re.compile(
    r"(docs/[^,>]+?)(?: -> (\S+)|, (\d+) ([KM]B)|, saved as (\S+)|, with a line of ([\d ]+) letters)?"
)
_CLOCK = re.compile(r"The clock says (\S+), and (docs/\S+) was committed on (\S+)\.")
SIZES = {"KB": 1024, "MB": 1024**2}
# What is wrong with the files of the handbook, not of the site that is built from them.
OF_FILES = [
    slug
    for slug, rule in all_rules().items()
    if all(map(_LISTED.fullmatch, rule.help.bad.splitlines())) and not slug.startswith("site-")
]


@pytest.mark.parametrize("slug", OF_THE_BANK)
def test_bank_is_wrong_as_the_help_shows(slug: str, good: Folder) -> None:
    bad, right = parts(all_rules()[slug].help.bad), parts(all_rules()[slug].help.good)
    assert slug in rules_of_bank(good, bad)
    for (name, shown), (same, mended) in zip(bad, right, strict=True):
        assert name == same
        if not name.startswith(FOLDER):
            _replace_all(good, name, shown, mended)
    assert slug not in rules_of_bank(good, right)


@pytest.mark.parametrize("slug", OF_FILES)
def test_files_are_wrong_as_the_help_lists_them(slug: str, good: Folder, problems_of) -> None:
    bad, right = all_rules()[slug].help.bad, all_rules()[slug].help.good
    assert slug in {problem.rule for problem in problems_of(with_files(good, bad, right))}
    assert slug not in {problem.rule for problem in problems_of(with_files(good, right, right))}


def test_clock_is_behind_as_the_help_shows(good: Folder) -> None:
    shown = all_rules()["clock-behind"].help
    assert [problem.rule for problem in _told_by_the_clock(good, shown.bad)] == ["clock-behind"]
    assert _told_by_the_clock(good, shown.good) == []


def test_git_cannot_be_asked_as_the_help_shows(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    kept, shown = Copy(tmp_path / "kept"), all_rules()["git-not-asked"].help
    kept.recorded(DRAFTED)
    kept.commit()
    for command, rules in {shown.bad: ["git-not-asked"], shown.good: []}.items():
        git, *words, _ = shlex.split(command)
        assert git == "git"
        kept.git(*words, "-q", kept.root.as_uri(), str(tmp_path / "copy"))
        copy = Copy.__new__(Copy)
        copy.root = tmp_path / "copy"
        assert [problem.rule for problem in copy.found("git-not-asked")] == rules
        rmtree(copy.root)


@pytest.fixture
def without_fields_of_the_crm(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As where the document on the customer base is left out: nothing declares the kind to which
    others refer.
    """

    def known(model: str) -> Kind | None:
        return None if model == "CrmField" else kind_named_by_model(model)

    monkeypatch.setattr("handbook.facts.model.kind_named_by_model", known)
    references_of.cache_clear()
    yield
    references_of.cache_clear()


@pytest.mark.usefixtures("without_fields_of_the_crm")
def test_what_a_left_out_document_keeps_is_named_as_the_help_shows(good: Folder) -> None:
    def keys() -> list[str]:
        found = judge_as_read("document-left-out", edition_without_git(good, TODAY).handbook)
        return [
            problem.what.split('"')[1]
            for problem in found
            if problem.place.path.endswith("/stages.yml")
        ]

    assert "required_fields" in keys()
    mend("document-left-out", set(), good)
    assert "required_fields" not in keys()


def with_files(good: Folder, listed: str, usual: str) -> Folder:
    """The good handbook, in which the listed files stand in the place of the usual ones."""
    folder = deepcopy(good)
    for line, usual_line in zip(listed.splitlines(), usual.splitlines(), strict=True):
        found, there = _LISTED.fullmatch(line), _LISTED.fullmatch(usual_line)
        assert found
        assert there
        folder.entries.pop(there[1], None)
        _list(folder, found, folder.data.pop(there[1], b"").decode())
    return folder


def _list(folder: Folder, found: re.Match[str], text: str) -> None:
    path, target, number, unit, encoding, letters = found.groups()
    size = int(number) * SIZES[unit] if number else 0
    if target or size > MAX_READ:
        folder.entries[path] = (
            FolderEntry(path, "link") if target else FolderEntry(path, "file", size)
        )
        return
    line = "x" * int(letters.replace(" ", "")) if letters else ""
    put(folder, path, f"{text}{line}".ljust(size, "\n").encode(encoding or "UTF-8"))


def _told_by_the_clock(folder: Folder, example: str) -> list[Problem]:
    found = _CLOCK.fullmatch(example)
    assert found
    history = History("", changed_on={found[2]: found[3]})
    day = date.fromisoformat(found[1])
    return clock_behind_commits(build(folder, day, history=history, added=None))


def rules_of_bank(folder: Folder, example: list[Part]) -> set[str]:
    """What is wrong in a bank that holds the questions of an example, each completed to a whole
    question.
    """
    book = edition(folder)
    shown = [(name, text) for name, text in example if name.startswith(FOLDER)]
    questions = {
        Path(name).stem: question(book, "stages", number, **yaml.safe_load(text))
        for number, (name, text) in enumerate(shown or [(f"{FOLDER}/whole.yml", "{}")])
    }
    return {problem.rule for problem in problems_of_bank(book.shown, bank_of(questions))}


def _replace_all(folder: Folder, name: str, shown: str, mended: str) -> None:
    text = folder.data[path_of(name)].decode()
    for depth in range(0, DEEPEST + 1):
        text = text.replace(rows(shown, depth), rows(mended, depth))
    assert text != folder.data[path_of(name)].decode() or shown == mended
    folder.data[path_of(name)] = text.encode()
