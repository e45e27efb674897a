"""One thoroughly bad handbook, and everything that is said about it: wording, order and
over-reporting at a glance.
"""

from __future__ import annotations

import json
import re
from itertools import islice

import pytest

from handbook.problems.problem import Problem, as_github, as_json, as_text, closing_line
from handbook.text.load import Folder, read_folder
from tests.places import BAD, TESTS

EXPECTED = TESTS / "bad.expected.txt"


@pytest.fixture(scope="module")
def bad() -> Folder:
    return read_folder(BAD)


def test_everything_wrong_with_the_bad_handbook_is_said(
    bad: Folder, problems_of, pin: bool
) -> None:
    problems = problems_of(bad)
    pages = [path for path in bad.data if path.endswith(".md")]
    said = "\n".join(
        [*(as_text(problem) for problem in problems), "", closing_line(problems, pages), ""]
    )
    if pin:
        EXPECTED.write_text(said, encoding="utf-8")
    else:
        assert said == EXPECTED.read_text(encoding="utf-8")


def test_the_bad_handbook_breaks_more_than_thirty_rules(bad: Folder, problems_of) -> None:
    assert len({problem.rule for problem in problems_of(bad)}) > 30


def test_json_says_the_same_problems(bad: Folder, problems_of) -> None:
    problems = problems_of(bad)
    assert [_from_json(row) for row in json.loads(as_json(problems))] == [
        _gist(problem) for problem in problems
    ]


def _gist(problem: Problem) -> tuple[str, int, str, str]:
    return (problem.place.path, problem.place.line, problem.rule, problem.what)


def _from_json(row: dict[str, str | int | None]) -> tuple[object, ...]:
    return (row["path"], row["line"] or 0, row["rule"], row["what"])


def test_the_pull_request_says_the_same_problems(bad: Folder, problems_of) -> None:
    problems = problems_of(bad)
    assert [_from_github(as_github(problem)) for problem in problems] == [
        _gist(problem) for problem in problems
    ]


def _from_github(command: str) -> tuple[object, ...]:
    """What GitHub understands: one line, properties, and the first line of the text."""
    assert "\n" not in command
    found = re.fullmatch(
        r"::(?:error|notice) file=([^,]+)(?:,line=(\d+))?,title=([^:]+)::(.*)", command
    )
    assert found
    path, line, rule, text = (_unescaped(part or "") for part in found.groups())
    return (path, int(line or 0), rule, text.split("\n")[0])


def _unescaped(text: str) -> str:
    for code, sign in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, sign)
    return text


def test_the_order_of_reading_files_does_not_matter(bad: Folder, problems_of) -> None:
    backwards = Folder(dict(reversed(bad.entries.items())), dict(reversed(bad.data.items())))
    assert problems_of(backwards) == problems_of(bad)


# Broken bytes in any one file of the good handbook: what refers to it is not blamed.
UNREADABLE = {
    "utf-16": b"\xff\xfe-\x00",
    "conflict": b"<<<<<<< main\na: b\n=======\na: c\n>>>>>>> other\n",
}
UNREADABLE_FACTS = {"bracket": b"- id: [a\n", "tab": b"a:\n\tb: c\n"}


@pytest.mark.parametrize("first", range(4))
def test_one_broken_file_gives_one_message(first: int, good: Folder, problems_of) -> None:
    """Each file is broken once; the faults take turns, so that each comes to files of every kind."""
    texts = [(path, data) for path, data in good.data.items() if path.endswith((".md", ".yml"))]
    for place, (path, data) in islice(enumerate(texts), first, None, 4):
        faults = [
            *UNREADABLE.values(),
            *(UNREADABLE_FACTS.values() if path.endswith(".yml") else ()),
        ]
        good.data[path] = faults[place // 4 % len(faults)]
        assert [problem.place.path for problem in problems_of(good)] == [path]
        good.data[path] = data


TOPS = {
    "empty": lambda data: b"",
    "never closed": lambda data: data.replace(b"\n---\n", b"\n", 1),
    "no hyphens": lambda data: data.removeprefix(b"---\n"),
    "bracket": lambda data: data.replace(b"owner: ", b"owner: ["),
    "misspelt key": lambda data: data.replace(b"owner:", b"ownr:"),
}


@pytest.mark.parametrize("fault", TOPS)
def test_a_page_without_a_readable_top_gives_one_message(
    fault: str, good: Folder, problems_of
) -> None:
    for path, data in [(path, data) for path, data in good.data.items() if path.endswith(".md")]:
        good.data[path] = TOPS[fault](data)
        assert [problem.place.path for problem in problems_of(good)] == [path]
        good.data[path] = data
