"""Every case is judged as it pins (see ``cases``), and what is proposed then is tried.

Each paste of a message is applied by itself, and the handbook is checked again. A case with the key
``example`` breaks the good handbook just as the help of that rule shows, so its own files are
mended as the help says. There is one for nearly every rule; the pastes of all others are slow
tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from handbook.problems.problem import as_text
from handbook.text.load import Folder
from tests.cases import FILES, apply, day_of, name_of, read_case
from tests.examples import mend
from tests.judging import judged, keeps_its_promises
from tests.pastes import filling, said, tell, try_all

SHOWN = [path for path in FILES if "example" in read_case(path)]
# By module, so that what is tried follows what is judged.
each_case = pytest.mark.parametrize("path", FILES, ids=name_of, scope="module")


@each_case
def test_case(path: Path, good: Folder, pin: bool) -> None:
    case = read_case(path)
    apply(case, good)
    problems = judged(good, day_of(case))
    for problem in problems:
        keeps_its_promises(problem, good)
    found = "\n".join(map(as_text, problems))
    if pin:
        write_expected(path, found)
    else:
        assert found == case["expect"]


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=[] if path in SHOWN else pytest.mark.slow, id=name_of(path))
        for path in FILES
    ],
    scope="module",
)
def test_every_paste_of_a_case_holds(
    path: Path, good: Folder, record_property: Callable[[str, object], None]
) -> None:
    case = read_case(path)
    apply(case, good)
    tried = list(try_all(good, filling(), day_of(case)))
    tell(record_property, tried)
    assert [said(name_of(path), paste) for paste in tried if not paste.holds] == []


@pytest.mark.parametrize("path", SHOWN, ids=name_of)
def test_case_breaks_what_the_help_shows(path: Path, good: Folder) -> None:
    case = read_case(path)
    slug = case["example"]
    assert f"upkeep/checks/#{slug}" in case["expect"]
    before = {**good.outside, **good.data}
    apply(case, good)
    after = {**good.outside, **good.data}
    mend(slug, {path for path, data in after.items() if before.get(path) != data}, good)
    assert slug not in {problem.rule for problem in judged(good, day_of(case))}


def test_the_help_of_a_rule_is_run_by_one_case_at_most() -> None:
    slugs = [read_case(path)["example"] for path in SHOWN]
    assert sorted(slugs) == sorted(set(slugs))


def write_expected(path: Path, found: str) -> None:
    """Replace what follows ``expect:``, the last key, and leave the rest of the file as it was
    written.
    """
    text = path.read_text(encoding="utf-8")
    before = re.split(r"^expect:", text, maxsplit=1, flags=re.MULTILINE)[0].rstrip("\n")
    path.write_text(f"{before}\nexpect: {_scalar(found)}\n", encoding="utf-8")
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["expect"] == found


def _scalar(text: str) -> str:
    """A block of lines as they are; in quotes where YAML could not give them back."""
    rows = "\n".join(f"  {row}".rstrip() for row in text.split("\n"))
    block = f"|-\n{rows}"
    plain = text and text[0] != " " and all(sign.isprintable() or sign == "\n" for sign in text)
    return block if plain and yaml.safe_load(f"x: {block}\n")["x"] == text else json.dumps(text)
