"""Every paste that a message proposes is applied by itself, and the handbook is checked again.

Then the problem is gone, and nothing is there that was not there before. Where a paste has holes, they are filled first:
with what the good handbook says under the same key, or with plain words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from handbook.apply import applied
from handbook.edits import HOLE, Run
from handbook.load import Entry, Folder, read_folder
from handbook.open import Opened
from handbook.problems import Problem
from tests.test_cases import CASES, FILES, _today, apply, read_case

GOOD = Path(__file__).parent / "good"
TODAY = date(2026, 11, 23)
Shape = tuple[str, str, str]
# Cases in ten parts, so that several workers share them.
PARTS = 10
NOT_YET = (Path(__file__).parent / "pastes.not-yet.txt").read_text(encoding="utf-8").splitlines()
# What a person would choose where the first value of the good handbook is none for another entry.
CHOSEN = {
    "deputy": "managing-director",
    "until": "2027-06-30",
    "recovered_from": "4",
    "days": "Monday",
    "counts": "period by period",
}
each_part = pytest.mark.parametrize("part", range(PARTS))


@dataclass(frozen=True)
class Tried:
    """What came of a paste: whether it fits, whether its problem is still there, and which problems are new."""

    problem: Problem
    cannot: str = ""
    stays: bool = False
    new: tuple[Problem, ...] = ()

    @property
    def holds(self) -> bool:
        return not (self.cannot or self.stays or self.new)


@pytest.fixture(scope="module")
def filling() -> dict[str, str]:
    """What the good handbook says under each key of its facts, the first time that it says it."""
    texts = [data.decode() for path, data in read_folder(GOOD).data.items() if path.endswith(".yml")]
    found: dict[str, str] = {}
    for key, value in re.findall(r"[\s{]([a-z_]+): ([^\n{},\[\]]+)(?=[\n,}])", "\n".join(texts)):
        found.setdefault(key, value)
    return found | CHOSEN


@each_part
def test_every_paste_of_every_case_holds(part: int, filling: dict[str, str]) -> None:
    """Those that do not hold yet are named in a file, each until it is mended; none may join them, none may stay when it holds."""
    folder = read_folder(GOOD)
    mine = {_name(path) for path in FILES[part::PARTS]}
    tried = [one for path in FILES[part::PARTS] for one in _of_case(path, folder, filling)]
    failing = sorted(f"{name} {one.problem.rule}" for name, one in tried if not one.holds)
    assert failing == [row for row in NOT_YET if row.split()[0] in mine], "\n".join(
        _said(*one) for one in tried if not one[1].holds
    )
    assert len(tried) > 20


def _name(path: Path) -> str:
    return path.relative_to(CASES).with_suffix("").as_posix()


def _of_case(path: Path, good: Folder, filling: dict[str, str]) -> Iterator[tuple[str, Tried]]:
    case, folder = read_case(path), _copy(good)
    apply(case, folder)
    for tried in try_all(folder, filling, *_today(case)):
        yield _name(path), tried


def try_all(folder: Folder, filling: dict[str, str], today: date = TODAY) -> Iterator[Tried]:
    """Each edit of each problem of a folder, tried by itself."""
    before = Opened(folder, today).problems()
    for problem in before:
        if (problem.edit is not None or problem.paste) and not isinstance(problem.edit, Run):
            yield _try(folder, today, before, problem, filling)


def _try(
    folder: Folder, today: date, before: list[Problem], problem: Problem, filling: dict[str, str]
) -> Tried:
    changed = _copy(folder)
    filled = replace(problem, paste=_filled(problem.paste, filling))
    try:
        for path, text in applied(filled, _texts(folder)).items():
            _put(changed, path, text)
    except ValueError as wrong:
        return Tried(problem, cannot=str(wrong))
    after = Opened(changed, today).problems()
    were, now = Counter(map(_shape, before)), Counter(map(_shape, after))
    new = now - were
    stays = now[_shape(problem)] >= were[_shape(problem)]
    return Tried(problem, stays=stays, new=tuple(one for one in after if _shape(one) in new))


def _filled(paste: str, filling: dict[str, str]) -> str:
    """A paste with its holes filled."""
    rows = [
        re.sub(r"(?:(\w+): \[?)?" + HOLE, lambda found: _fill(found, filling), row)
        for row in paste.split("\n")
    ]
    return "\n".join(rows)


def _fill(found: re.Match[str], filling: dict[str, str]) -> str:
    key = found.group(1) or ""
    return found.group().replace(HOLE, filling.get(key, "plain-words"))


def _shape(problem: Problem) -> Shape:
    """A problem without the numbers of its lines, which a paste moves."""
    return problem.place.path, problem.rule, re.sub(r"\d+", "#", problem.what)


def _copy(folder: Folder) -> Folder:
    return Folder(dict(folder.entries), dict(folder.data))


def _texts(folder: Folder) -> dict[str, str]:
    """As a person's editor shows the files."""
    return {path: data.decode("utf-8", "replace").replace("\r\n", "\n") for path, data in folder.data.items()}


def _put(folder: Folder, path: str, text: str | None) -> None:
    if text is None:
        del folder.entries[path]
        folder.data.pop(path, None)
    else:
        folder.data[path] = text.encode()
        folder.entries[path] = Entry(path, "file", len(folder.data[path]))


def _said(name: str, tried: Tried) -> str:
    """What went wrong with a paste, for the one who mends it."""
    problem = tried.problem
    new = [f"{one.place.path}:{one.place.line} {one.what} [{one.rule}]" for one in tried.new]
    why = [f"cannot be applied: {tried.cannot}"] if tried.cannot else ["is still there"] * tried.stays + new
    where = f"{problem.place.path}:{problem.place.line}"
    return (
        f"{name}: {problem.rule} at {where}: {problem.fix!r} {problem.paste!r} {problem.edit}: "
        + "; ".join(why)
    )
