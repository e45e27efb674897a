"""Every paste that a message proposes is applied by itself, and the handbook is checked again.

Then the problem is gone, and nothing is there that was not there before. Where a paste has holes,
they are filled first: with what the good handbook says under the same key, or with plain words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from handbook.problems.edits import HOLE, Rename, Run
from handbook.problems.problem import Problem
from handbook.text.load import Folder, FolderEntry, read_folder
from tests.judging import TODAY, judged
from tests.places import GOOD
from tests.problems.apply import applied

Shape = tuple[str, str, str]
# The message is that something could not be read: then what it held says for the first time what is
# wrong in it.
UNREAD = {
    "facts-file-unknown",
    "front-matter-missing",
    "front-matter-unreadable",
    "title-missing",
    "yaml-unreadable",
}
UNREAD_ENTRY = "Each entry of this list has keys of its own"
# What a person would choose where the first value of the good handbook is none for another entry.
CHOSEN = {
    "deputy": "managing-director",
    "until": "2027-06-30",
    "recovered_from": "4",
    "days": "Monday",
    "counts": "period by period",
    "handles": '"@fernhill/managing-director"',
}
# And where that is none for it either: what fits is known to the person, not to the paste.
OTHERWISE = {"deputy": "sales-director", "to": "managing-director", "from": "0", "signed": "93 000"}
# Somebody whom the good handbook names.
HANDLE = "@fernhill/managing-director"


@dataclass(frozen=True)
class Tried:
    """What came of a paste: whether it fits, whether its problem is still there, and which problems
    are new.
    """

    problem: Problem
    cannot: str = ""
    stays: bool = False
    new: tuple[Problem, ...] = ()

    @property
    def holds(self) -> bool:
        return not (self.cannot or self.stays or self.new)


@lru_cache(maxsize=1)
def filling() -> dict[str, str]:
    """What the good handbook says under each key of its facts, the first time that it says it."""
    texts = [
        data.decode() for path, data in read_folder(GOOD).data.items() if path.endswith(".yml")
    ]
    found: dict[str, str] = {}
    for key, value in re.findall(r"[\s{]([a-z_]+): ([^\n{},\[\]]+)(?=[\n,}])", "\n".join(texts)):
        found.setdefault(key, value)
    return found | CHOSEN


def try_all(folder: Folder, filling: dict[str, str], today: date = TODAY) -> Iterator[Tried]:
    """Each edit of each problem of a folder, tried by itself."""
    before = judged(folder, today)
    for problem in before:
        if (problem.edit is not None or problem.paste) and not isinstance(problem.edit, Run):
            yield _try(folder, today, before, problem, filling)


def _try(
    folder: Folder, today: date, before: list[Problem], problem: Problem, filling: dict[str, str]
) -> Tried:
    tried = _try_filled(folder, today, before, problem, filling)
    if tried.holds or not problem.has_holes:
        return tried
    return _try_filled(folder, today, before, problem, filling | OTHERWISE)


def _try_filled(
    folder: Folder, today: date, before: list[Problem], problem: Problem, filling: dict[str, str]
) -> Tried:
    changed = _copy(folder)
    filled = replace(problem, paste=_filled(problem.paste, filling))
    try:
        for path, text in applied(filled, _texts(folder)).items():
            _put(changed, path, text)
    except ValueError as wrong:
        return Tried(problem, cannot=str(wrong))
    after = judged(changed, today)
    were, now = (
        Counter(_shape(found_problem, problem) for found_problem in before),
        Counter(map(_shape, after)),
    )
    new = now - were
    if new and _was_unread(problem):
        new -= _hidden(folder, today, filled, new)
    stays = now[_shape(problem)] >= were[_shape(problem)]
    return Tried(
        problem,
        stays=stays,
        new=tuple(found_problem for found_problem in after if _shape(found_problem) in new),
    )


def _was_unread(problem: Problem) -> bool:
    return problem.rule in UNREAD or problem.what.startswith(UNREAD_ENTRY)


def _hidden(folder: Folder, today: date, problem: Problem, new: Counter[Shape]) -> Counter[Shape]:
    """What was wrong all the time and could not be seen: in the file that was unread, and what is
    there without this file too.
    """
    path = problem.edit.to if isinstance(problem.edit, Rename) else problem.place.path
    without = _copy(folder)
    _put(without, problem.place.path, None)
    there = Counter(map(_shape, judged(without, today)))
    return Counter(
        {shape: number for shape, number in new.items() if shape[0] == path or there[shape]}
    )


def _filled(paste: str, filling: dict[str, str]) -> str:
    """A paste with its holes filled; the first entry of a list belongs to the key in the row above
    it.
    """
    return re.sub(
        rf"(?:@|(\w+): \[?|(\w+):\n +- )?{HOLE}", lambda found: _fill(found, filling), paste
    )


def _fill(found: re.Match[str], filling: dict[str, str]) -> str:
    if found.group().startswith("@"):
        return HANDLE
    key = found.group(1) or found.group(2) or ""
    return found.group().replace(HOLE, filling.get(key, "plain-words"))


def _shape(problem: Problem, mended: Problem | None = None) -> Shape:
    """A problem without the numbers of its lines, which a paste moves; in the file as it is called
    once ``mended`` is.
    """
    path = problem.place.path
    if (
        mended
        and mended is not problem
        and isinstance(mended.edit, Rename)
        and path == mended.place.path
    ):
        path = mended.edit.to
    return path, problem.rule, re.sub(r"\d+", "#", problem.what)


def _copy(folder: Folder) -> Folder:
    return replace(
        folder, entries=dict(folder.entries), data=dict(folder.data), outside=dict(folder.outside)
    )


def _texts(folder: Folder) -> dict[str, str]:
    """As a person's editor shows the files."""
    data = folder.data | folder.outside
    return {
        path: held.decode("utf-8", "replace").replace("\r\n", "\n") for path, held in data.items()
    }


def _put(folder: Folder, path: str, text: str | None) -> None:
    if path in folder.outside:
        folder.outside[path] = (text or "").encode()
    elif text is None:
        del folder.entries[path]
        folder.data.pop(path, None)
    else:
        folder.data[path] = text.encode()
        folder.entries[path] = FolderEntry(path, "file", len(folder.data[path]))


def said(name: str, tried: Tried) -> str:
    """What went wrong with a paste, for the one who mends it."""
    problem = tried.problem
    new = [
        f"{found_problem.place.path}:{found_problem.place.line} {found_problem.what} [{found_problem.rule}]"
        for found_problem in tried.new
    ]
    why = (
        [f"cannot be applied: {tried.cannot}"]
        if tried.cannot
        else ["is still there"] * tried.stays + new
    )
    where = f"{problem.place.path}:{problem.place.line}"
    return (
        f"{name}: {problem.rule} at {where}: {problem.fix!r} {problem.paste!r} {problem.edit}: "
        + "; ".join(why)
    )


def tell(record: Callable[[str, object], None], tried: list[Tried]) -> None:
    """How many pastes were tried, for the summary at the end."""
    record("pastes", len(tried))
    record("pastes with holes", sum(paste.problem.has_holes for paste in tried))
