"""The examples of a rule's help are run: a case with the key ``example`` breaks the good handbook just as the help of that rule shows.

What such a case breaks is pinned (``test_cases``), and its pastes are applied (``test_pastes``). Here its own files are mended as
the help says. A line such as ``roles.yml:`` names the file of the lines below it, as it is called in docs or docs/_facts; an
example may show several places, of one file or of many. A file that only the bad example names is taken away, and one that only
the good example names is written. Where no document
can say what is wrong, the example itself is the input: questions are put into a bank for admission, files are listed with what is
so about them, a clock is set, and a command of git is run.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from itertools import groupby, zip_longest
from pathlib import Path
from shutil import rmtree
from textwrap import indent

import pytest
import yaml

from handbook.documents.training.admission.checks import problems as problems_of_bank
from handbook.facts.kinds import Kind, kind_named_by_model
from handbook.facts.references import references_of
from handbook.problems.problem import Problem
from handbook.rules.causes import clock_behind_commits
from handbook.rules.opened import Opened
from handbook.rules.rule import all_rules, judge
from handbook.text.history import History
from handbook.text.load import MAX_READ, Entry, Folder
from tests.bank import FOLDER, TODAY, bank_of, opened, question
from tests.repositories import DRAFTED, Copy
from tests.test_cases import CASES, FILES, _put, _today, apply, read_case

SHOWN = [path for path in FILES if "example" in read_case(path)]
# What is wrong with the bank itself; what a page tells of it is judged in the handbook, so a case shows it.
OF_THE_BANK = [
    slug
    for slug in all_rules()
    if slug.startswith("admission-") and slug != "admission-question-told"
]
# A line that names a file, such as "training/paths.yml:".
_HEADING = re.compile(
    r"^(\S+\.(?:yml|md|css|html|js|svg|env|env\.example)|\S+/CODEOWNERS):\n", re.MULTILINE
)
# A sign that nobody sees, by its number.
_SIGN = re.compile(r"⟨U\+([0-9A-F]{4})⟩")
# A file of a list, and what is so about it.
_LISTED = re.compile(
    r"(docs/[^,>]+?)(?: -> (\S+)|, (\d+) ([KM]B)|, saved as (\S+)|, with a line of ([\d ]+) letters)?"
)
_CLOCK = re.compile(r"The clock says (\S+), and (docs/\S+) was committed on (\S+)\.")
SIZES = {"KB": 1024, "MB": 1024**2}
# So far to the right does an entry of a list within an entry stand.
DEEPEST = 8


# What is wrong with the files of the handbook, not of the site that is built from them.
OF_FILES = [
    slug
    for slug, rule in all_rules().items()
    if all(map(_LISTED.fullmatch, rule.help.bad.splitlines())) and not slug.startswith("site-")
]

# The name of a file, and whole lines of it. A single line of a page needs no name.
Part = tuple[str, str]


@pytest.mark.parametrize(
    "path", SHOWN, ids=lambda path: path.relative_to(CASES).with_suffix("").as_posix()
)
def test_case_breaks_what_the_help_shows(path: Path, good: Folder, problems_of) -> None:
    case = read_case(path)
    slug = case["example"]
    assert f"upkeep/checks/#{slug}" in case["expect"]
    before = {**good.outside, **good.data}
    apply(case, good)
    mend(
        slug,
        {path for path, data in {**good.outside, **good.data}.items() if before.get(path) != data},
        good,
    )
    assert slug not in {problem.rule for problem in problems_of(good, *_today(case))}


def test_the_help_of_a_rule_is_run_by_one_case_at_most() -> None:
    assert [
        slug
        for slug, times in Counter(read_case(path)["example"] for path in SHOWN).items()
        if times > 1
    ] == []


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
    """As where the document on the customer base is left out: nothing declares the kind to which others refer."""

    def known(model: str) -> Kind | None:
        return None if model == "CrmField" else kind_named_by_model(model)

    monkeypatch.setattr("handbook.facts.model.kind_named_by_model", known)
    references_of.cache_clear()
    yield
    references_of.cache_clear()


@pytest.mark.usefixtures("without_fields_of_the_crm")
def test_what_a_left_out_document_keeps_is_named_as_the_help_shows(good: Folder) -> None:
    def keys() -> list[str]:
        found = judge("document-left-out", Opened(good, TODAY).handbook)
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
        folder.entries[path] = Entry(path, "link") if target else Entry(path, "file", size)
        return
    line = "x" * int(letters.replace(" ", "")) if letters else ""
    _put(folder, path, f"{text}{line}".ljust(size, "\n").encode(encoding or "UTF-8"))


def _told_by_the_clock(folder: Folder, example: str) -> list[Problem]:
    found = _CLOCK.fullmatch(example)
    assert found
    opened = Opened(folder, date.fromisoformat(found[1]))
    opened.handbook.history = History("", changed_on={found[2]: found[3]})
    return clock_behind_commits(opened.handbook)


def mend(slug: str, changed: set[str], folder: Folder) -> None:
    """Put the good example of a rule in the place of the bad one, in files that a case has changed."""
    bad, right = named(all_rules()[slug].help.bad), named(all_rules()[slug].help.good)
    for name in bad | right:
        for shown, mended in zip_longest(bad.get(name, []), right.get(name, [])):
            _mend(folder, changed, name, shown, mended)


def _mend(
    folder: Folder, changed: set[str], name: str, shown: str | None, mended: str | None
) -> None:
    if shown is None:
        _put(folder, _path(name), f"{mended}\n".encode())
        return
    there = {**folder.outside, **folder.data}
    texts = [
        (path, text, depth)
        for path in (there if name else changed)
        if path.endswith(name)
        for text in [f"\n{there[path].decode()}"]
        for depth in range(0, DEEPEST + 1)
        if text.count(rows(shown, depth)) == 1
    ]
    assert len(texts) == 1, f"stands in {len(texts)} places: {shown!r}"
    ((path, text, depth),) = texts
    if mended is None:
        assert text == rows(shown, depth), f"{path} is not shown whole"
        _take_away(folder, path)
    else:
        _put(
            folder,
            path,
            text.replace(rows(shown, depth), rows(mended, depth)).removeprefix("\n").encode(),
        )


def _take_away(folder: Folder, path: str) -> None:
    folder.names = tuple(name for name in folder.names if name != path)
    folder.entries.pop(path, None)
    (folder.outside if path in folder.outside else folder.data).pop(path)


def rules_of_bank(folder: Folder, example: list[Part]) -> set[str]:
    """What is wrong in a bank that holds the questions of an example, each completed to a whole question."""
    book = opened(folder)
    shown = [(name, text) for name, text in example if name.startswith(FOLDER)]
    questions = {
        Path(name).stem: question(book, "stages", number, **yaml.safe_load(text))
        for number, (name, text) in enumerate(shown or [(f"{FOLDER}/whole.yml", "{}")])
    }
    return {problem.rule for problem in problems_of_bank(book.handbook, bank_of(questions))}


def _replace_all(folder: Folder, name: str, shown: str, mended: str) -> None:
    text = folder.data[_path(name)].decode()
    for depth in range(0, DEEPEST + 1):
        text = text.replace(rows(shown, depth), rows(mended, depth))
    assert text != folder.data[_path(name)].decode() or shown == mended
    folder.data[_path(name)] = text.encode()


def _path(name: str) -> str:
    if name.startswith(("docs/", "macros/", "deploy/", ".github/", f"{FOLDER}/")):
        return name
    return f"docs/{name}" if name.endswith(".md") else f"docs/_facts/{name}"


def named(example: str) -> dict[str, list[str]]:
    """The parts of an example by their files."""
    ordered = sorted(parts(example), key=lambda part: part[0])
    return {
        name: [text for _, text in group]
        for name, group in groupby(ordered, key=lambda part: part[0])
    }


def parts(example: str) -> list[Part]:
    """An example in its parts, in order."""
    first, *rest = _HEADING.split(_SIGN.sub(lambda found: chr(int(found[1], 16)), example))
    there = list(zip(rest[::2], rest[1::2], strict=True))
    return [
        (name, _without_notes(name, text))
        for name, text in ([("", first)] if first else []) + there
    ]


def _without_notes(name: str, text: str) -> str:
    """Lines of a file of facts; one that begins with a number sign tells the reader what else is so."""
    lines = text.removesuffix("\n").split("\n")
    return "\n".join(
        line for line in lines if not (name.endswith(".yml") and line.startswith("# "))
    )


def rows(example: str, depth: int) -> str:
    """Whole lines, so far to the right."""
    return f"\n{indent(example, ' ' * depth)}\n"
