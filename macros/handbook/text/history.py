"""What git remembers: how records grew, and what a change touches. Text of git in, facts out;
nothing here asks git.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby, takewhile


@dataclass(frozen=True)
class History:
    """What git says; ``log`` is None where it cannot be asked: then ``reason`` says why, and
    ``fix`` what helps.
    """

    log: str | None = None
    reason: str = ""
    fix: str = ""
    changed_on: dict[str, str] | None = None


@dataclass(frozen=True)
class Changes:
    """What a change touches: all paths, and those that are new. ``reason``: why nobody can say,
    ``fix`` what helps.
    """

    touched: frozenset[str] = frozenset()
    new_files: frozenset[str] = frozenset()
    reason: str = ""
    fix: str = ""


@dataclass(frozen=True)
class Commit:
    """A commit, by the start of its name and its day; both are empty for what is not committed yet."""

    name: str = ""
    on: str = ""


@dataclass(frozen=True)
class Additions:
    """What commits of a change added, also what later ones took out again.

    ``texts``: commit and path, with U+0000 between them → lines; the path of a commit's own message
    is empty. ``reason``: why nobody can say, or only of the latest commits; ``fix`` what helps.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    fix: str = ""


@dataclass(frozen=True)
class Loss:
    """A file that must never change and that is no longer as it was first written.

    ``path`` is where it should be today, ``line`` the first line that differs (0 where the file is
    gone), ``at`` the commit that changed it, ``text`` what is to be put back.
    """

    path: str
    line: int
    at: Commit
    text: str

    @property
    def is_gone(self) -> bool:
        """Whether the file is not there at all."""
        return not self.line


COMMIT = "\x01"
_FILE = re.compile(r"diff --git a/(.+) b/(.+)")
_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


@dataclass(frozen=True)
class _Hunk:
    """One place of a difference without context: where it begins in the new file, how many lines
    went, which came.
    """

    path: str
    commit: Commit
    at: int
    gone: int
    new: list[str]


def _hunks(log: str) -> Iterator[_Hunk]:
    """The hunks of ``git log -p --unified=0``; commits begin with U+0001, their name and a day.

    Lines are counted as each hunk announces them, so that no text in a file is taken for git's own.
    """
    rows = log.split("\n")
    path, row, commit = "", 0, Commit()
    while row < len(rows):
        line, row = rows[row], row + 1
        if line.startswith(COMMIT):
            commit = Commit(*line[1:].split(" "))
        elif found := _FILE.fullmatch(line):
            path = found.group(2)
        elif found := _HUNK.match(line):
            gone, new = (int(found.group(part) or 1) for part in (2, 4))
            row = _past_note(rows, row + gone)
            start = int(found.group(3)) - (1 if new else 0)
            yield _Hunk(path, commit, start, gone, [text[1:] for text in rows[row : row + new]])
            row = _past_note(rows, row + new)


def _past_note(rows: list[str], row: int) -> int:
    """Past git's remark that a file ends without a line end."""
    return row + 1 if row < len(rows) and rows[row].startswith("\\ ") else row


# --- what is kept for ever ------------------------------------------------------------------------

RECORDS = "docs/_records"
COMPANY = "docs/_facts/company.yml"
_ADOPTED = re.compile(r"(?m)^adopted_on:[ \t]*[\"']?(\d{4}-\d\d-\d\d)", re.ASCII)


@dataclass(frozen=True)
class Adoption:
    """Since when the handbook is a company's own: the day as it was first written, and what is
    written today.
    """

    first: str = ""
    today: str = ""


@dataclass
class KeptFiles:
    """What git remembers of files that are kept for ever: each as it was first written, and which
    commit changed it later.
    """

    first: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # path → the day it came, its text
    changed: dict[str, Commit] = field(default_factory=dict)
    today: dict[str, str] = field(default_factory=dict)
    adopted: Adoption = field(default_factory=Adoption)

    def losses(self, places: Callable[[str], Sequence[str]]) -> Iterator[Loss]:
        """What is not as it was. ``places``: where a file may be today; nowhere if it need not be
        kept.
        """
        for path, (_, text) in sorted(self.first.items()):
            here = places(path)
            if here and not any(
                _solid(self.today.get(place, "")) == _solid(text) for place in here
            ):
                place = next((at for at in reversed(here) if at in self.today), here[-1])
                line = _first_difference(self.today[place], text) if place in self.today else 0
                yield Loss(place, line, self.changed.get(path, Commit()), text)


Split = Callable[[str, str], Mapping[str, str]]


def read_past(log: str, today: Mapping[str, str], split: Split) -> KeptFiles:
    """The past of files, from the log of their folders (oldest first) and the texts of today.

    ``split``: a path and its text → the files that it stands for. Most stand for themselves. A
    list, as such files were kept at first, stands for one file for each of its entries; so the
    commit that split it changed nothing.
    """
    past = KeptFiles()
    files: dict[str, list[str]] = {}
    for commit, hunks in _commits(log):
        before = {path: "\n".join(files.get(path, [])) for path in hunks}
        for path, many in hunks.items():
            files[path] = _patched(files.get(path, []), many)
        _take(past, commit, before, {path: "\n".join(files[path]) for path in hunks}, split)
    was = {path: "\n".join(lines) for path, lines in files.items()}
    _take(past, Commit(), was, today, split)
    past.today = _stand_for(today, split)
    return past


def _commits(log: str) -> Iterator[tuple[Commit, dict[str, list[_Hunk]]]]:
    for commit, hunks in groupby(_hunks(log), key=lambda hunk: hunk.commit):
        found: dict[str, list[_Hunk]] = {}
        for hunk in hunks:
            found.setdefault(hunk.path, []).append(hunk)
        yield commit, found


def _patched(lines: list[str], hunks: Iterable[_Hunk]) -> list[str]:
    now = list(lines)
    for hunk in hunks:
        now[hunk.at : hunk.at + hunk.gone] = hunk.new
    return now


def _take(
    past: KeptFiles,
    commit: Commit,
    before: Mapping[str, str],
    after: Mapping[str, str],
    split: Split,
) -> None:
    """Take over what a commit made of some files."""
    had, has = _stand_for(before, split), _stand_for(after, split)
    for path in had.keys() | has.keys():
        if path not in past.first:
            past.first[path] = commit.on, has[path] if path in has else had[path]
        now, was = has.get(path, ""), past.first[path][1]
        if now == was or _solid(now) == _solid(was):
            past.changed.pop(path, None)
        else:
            past.changed.setdefault(path, commit)
    if COMPANY in after or COMPANY in before:
        _adopt(past, after.get(COMPANY, ""), had.keys() - has.keys(), has.keys() - had.keys())


def _stand_for(texts: Mapping[str, str], split: Split) -> dict[str, str]:
    found: dict[str, str] = {}
    for path, text in texts.items():
        if path != COMPANY and text.strip():
            found |= split(path, text)
    return found


def _adopt(past: KeptFiles, company: str, gone: Set[str], new: Set[str]) -> None:
    """Forget what was there before a company made the handbook its own, if the commit that says so
    takes all records away.
    """
    written = _ADOPTED.search(company)
    day = written.group(1) if written else ""
    first = past.adopted.first
    past.adopted = Adoption(first or day, day)
    if first or not any(map(_is_record, gone)):
        return
    old = {path for path, (came, _) in past.first.items() if came <= day and path not in new}
    if not any(map(_is_record, old - past.changed.keys())):
        for path in old & past.changed.keys():
            del past.first[path], past.changed[path]


def _is_record(path: str) -> bool:
    """Whether a file is the record of a page; stamps, in a folder that begins with a line, are
    none.
    """
    return path.startswith(f"{RECORDS}/") and not path.startswith(f"{RECORDS}/_")


def _solid(text: str) -> list[str]:
    """Lines that say something; how far they are indented does not count."""
    return [
        line.strip()
        for line in text.split("\n")
        if line.strip() and not line.lstrip().startswith("#")
    ]


def _first_difference(now: str, was: str) -> int:
    """The number of the first line of today that differs; the last one where lines are missing at
    the end.
    """
    solid = [number for number, line in enumerate(now.split("\n"), 1) if _solid(line)]
    same = sum(
        1
        for _ in takewhile(
            lambda pair: pair[0] == pair[1], zip(_solid(now), _solid(was), strict=False)
        )
    )
    return solid[min(same, len(solid) - 1)] if solid else 1


# --- what a change touches ------------------------------------------------------------------------


def read_changes(names: str, added: str, unknown: str) -> Changes:
    """From ``git diff --name-only`` of all files, of those that were added, and
    ``git ls-files --others``.
    """
    known, new, others = (
        frozenset(filter(None, paths.split("\n"))) for paths in (names, added, unknown)
    )
    return Changes(known | others, new | others)


def last_changes(log: str) -> dict[str, str]:
    """Path → ISO date of its last change, from ``git log --name-only`` whose commits begin with the
    sign U+0001 and a date.
    """
    found: dict[str, str] = {}
    on = ""
    for line in log.split("\n"):
        if line.startswith(COMMIT):
            on = line[1:]
        elif line:
            found.setdefault(line, on)
    return found


# --- what commits added ---------------------------------------------------------------------------


def read_added(log: str) -> dict[str, str]:
    """From ``git log --cc --patch --unified=0`` whose commits begin with U+0001 and their name,
    followed by their message.
    """
    texts: dict[str, list[str]] = {}
    commit, path, parents = "", "", 0
    for row in log.split("\n"):
        if row.startswith(COMMIT):
            commit, path, parents = row[1:], "", 1
        elif found := _NAMED.fullmatch(row):
            path, parents = found.group(1) or found.group(2), 0
        elif found := _ANY_HUNK.match(row):
            parents = len(found.group(1)) - 1
        elif parents and (path == "" or row.startswith("+" * parents)):
            texts.setdefault(f"{commit}\0{path}", []).append(row[parents:] if path else row)
    return {name: "\n".join(lines) for name, lines in texts.items()}


_NAMED = re.compile(r"diff --git a/.+ b/(.+)|diff --(?:cc|combined) (.+)")
_ANY_HUNK = re.compile(r"(@@+) -\d")
