"""The examples of a rule's help are run: a case with the key ``example`` breaks the good handbook just as the help of that rule shows.

What such a case breaks is pinned (``test_cases``), and its pastes are applied (``test_pastes``). Here its own file is mended as the help says.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from handbook.load import Folder
from handbook.rules import RULES
from tests.test_cases import CASES, FILES, _today, apply, read_case

SHOWN = [path for path in FILES if "example" in read_case(path)]
# The first line of an example may name its file, as it is called in docs or docs/_facts.
_NAMED = re.compile(r"(?:(\S+\.yml):\n)?(.+)", re.DOTALL)
# So far to the right does an entry of a list within an entry stand.
DEEPEST = 8


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.relative_to(CASES).with_suffix("").as_posix())
def test_case_breaks_what_the_help_shows(path: Path, good: Folder, problems_of) -> None:
    case = read_case(path)
    slug = case["example"]
    assert f"upkeep/checks/#{slug}" in case["expect"]
    apply(case, good)
    file, mended = mended_file(case, good)
    good.data[file] = mended.encode()
    assert slug not in {problem.rule for problem in problems_of(good, *_today(case))}


def test_the_help_of_a_rule_is_run_by_one_case_at_most() -> None:
    assert [
        slug for slug, times in Counter(read_case(path)["example"] for path in SHOWN).items() if times > 1
    ] == []


def mended_file(case: dict[str, Any], broken: Folder) -> tuple[str, str]:
    """The file of a case that holds the bad example of its rule, with the good one in its place."""
    shown = RULES[case["example"]].help
    (name, bad), (same, right) = _example(shown.bad), _example(shown.good)
    assert name == same
    places = [
        (file, text.replace(rows(bad, depth), rows(right, depth)))
        for file in case["change"]
        if file.endswith(name)
        for text in [f"\n{broken.data[file].decode()}"]
        for depth in range(0, DEEPEST + 1)
        if text.count(rows(bad, depth)) == 1
    ]
    assert len(places) == 1, f"stands in {len(places)} places: {bad!r}"
    file, text = places[0]
    return file, text.removeprefix("\n")


def _example(shown: str) -> tuple[str, str]:
    found = _NAMED.fullmatch(shown)
    assert found
    return found[1] or "", found[2]


def rows(example: str, depth: int) -> str:
    """Whole lines, so far to the right."""
    return f"\n{indent(example, ' ' * depth)}\n"
