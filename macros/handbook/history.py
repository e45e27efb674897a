"""What git remembers: how records grew, and what a change touches. Text of git in, facts out; nothing here asks git."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, takewhile


@dataclass(frozen=True)
class History:
    """What git says; ``log`` is None where it cannot be asked: then ``reason`` says why, and ``fix`` what helps."""

    log: str | None = None
    reason: str = ""
    fix: str = ""
    changed_on: dict[str, str] | None = None


@dataclass(frozen=True)
class Changes:
    """What a change touches: all paths, those git does not know yet, and for records the numbers of the lines that are new.

    ``reason``: why nobody can say.
    """

    touched: frozenset[str] = frozenset()
    new_files: frozenset[str] = frozenset()
    new_lines: Mapping[str, frozenset[int]] = field(default_factory=dict)
    reason: str = ""

    def is_new(self, path: str, line: int) -> bool:
        """Whether a line of a records file stands there only since this change."""
        return path in self.new_files or line in self.new_lines.get(path, ())


@dataclass(frozen=True)
class Added:
    """What commits of a change added, also what later ones took out again.

    ``texts``: commit and path, with U+0000 between them → lines; the path of a commit's own message is empty. ``reason``: why
    nobody can say, or only of the latest commits.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class Loss:
    """Lines that a records file once held and that are no longer its beginning.

    ``line`` is the first line of today's file that differs, ``on`` the day it was changed (empty: not yet committed),
    ``said`` the first line that is missing (empty: none is, only their order
    changed or others stand between), ``records`` what is to be put back.
    """

    path: str
    line: int
    on: str
    said: str
    records: str


COMMIT = "\x01"
_FILE = re.compile(r"diff --git a/(.+) b/(.+)")
_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


@dataclass(frozen=True)
class _Hunk:
    """One place of a difference without context: where it begins in the new file, how many lines went, which came."""

    path: str
    commit: int
    on: str
    at: int
    gone: int
    new: list[str]


def _hunks(log: str) -> Iterator[_Hunk]:
    """The hunks of ``git log -p --unified=0`` or ``git diff --unified=0``; commits begin with U+0001 and a date.

    Lines are counted as each hunk announces them, so that no text in a file is taken for git's own.
    """
    rows = log.split("\n")
    on, path, row, commit = "", "", 0, 0
    while row < len(rows):
        line, row = rows[row], row + 1
        if line.startswith(COMMIT):
            on, commit = line[1:], commit + 1
        elif found := _FILE.fullmatch(line):
            path = found.group(2)
        elif found := _HUNK.match(line):
            gone, new = (int(found.group(part) or 1) for part in (2, 4))
            row = _past_note(rows, row + gone)
            start = int(found.group(3)) - (1 if new else 0)
            yield _Hunk(path, commit, on, start, gone, [text[1:] for text in rows[row : row + new]])
            row = _past_note(rows, row + new)


def _past_note(rows: list[str], row: int) -> int:
    """Past git's remark that a file ends without a line end."""
    return row + 1 if row < len(rows) and rows[row].startswith("\\ ") else row


# --- records only grow -----------------------------------------------------------------------------


@dataclass
class _Past:
    """A records file while commits go by: its lines, the longest life it has had, and since when it differs from that."""

    lines: list[str] = field(default_factory=list)
    life: list[str] = field(default_factory=list)
    since: str = ""

    def becomes(self, lines: list[str], on: str) -> None:
        """Take over what a commit made of the file. A life only grows; what does not continue it is remembered as a break."""
        self.lines = lines
        if _begins_with(lines, self.life):
            self.life, self.since = lines, ""
        elif not self.since:
            self.since = on


def losses(log: str, today: Mapping[str, str], moved: Mapping[str, str]) -> Iterator[Loss]:
    """What was changed in or taken out of records, by the log of their folder (oldest first) and the texts of today.

    ``moved``: records file → the one in which that life goes on. A file that is gone together with its page is no loss;
    the caller leaves out of ``today`` what has no page.
    """
    for path, past in sorted(_pasts(log).items()):
        here = moved.get(path, path)
        if here in today and (loss := _loss(here, past, today[here].split("\n"))):
            yield loss


def _pasts(log: str) -> dict[str, _Past]:
    pasts: dict[str, _Past] = {}
    for (path, _), hunks in groupby(_hunks(log), key=lambda hunk: (hunk.path, hunk.commit)):
        past = pasts.setdefault(path, _Past())
        lines, on = list(past.lines), ""
        for hunk in hunks:
            lines[hunk.at : hunk.at + hunk.gone] = hunk.new
            on = hunk.on
        past.becomes(lines, on)
    return pasts


def _solid(lines: Iterable[str]) -> list[str]:
    """Lines that say something; how far they are indented does not count."""
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _begins_with(lines: list[str], life: list[str]) -> bool:
    kept = _solid(life)
    return _solid(lines)[: len(kept)] == kept


def _loss(path: str, past: _Past, today: list[str]) -> Loss | None:
    if _begins_with(today, past.life):
        return None
    now, was = _solid(today), _solid(past.life)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(now, was, strict=False)))
    # One sign that differs says more than the whole record: the first line of it that is nowhere today.
    said = next((line for line in was[same:] if line not in now), "")
    kept = Counter(map(_same, _records(today))) if said else Counter()
    lost = [record for record in _records(past.life) if not _take(kept, _same(record))]
    return Loss(path, _number(today, same), past.since, said, "\n".join("\n".join(one) for one in lost))


def _number(lines: list[str], place: int) -> int:
    """The number of the line that says the ``place``-th thing; of the last one where there are fewer, 0 where there is none."""
    solid = [number for number, line in enumerate(lines, 1) if _solid([line])]
    return solid[min(place, len(solid) - 1)] if solid else 0


def _records(lines: Iterable[str]) -> list[list[str]]:
    found: list[list[str]] = []
    for line in lines:
        if line.startswith("- ") or not found:
            found.append([])
        if _solid([line]):
            found[-1].append(line)
    return [one for one in found if one]


def _same(record: list[str]) -> str:
    return "\n".join(_solid(record))


def _take(kept: Counter[str], record: str) -> bool:
    kept[record] -= 1
    return kept[record] >= 0


# --- what a change touches -------------------------------------------------------------------------


def read_changes(names: str, unknown: str, difference: str) -> Changes:
    """From ``git diff --name-only``, ``git ls-files --others``, and ``git diff --unified=0`` of the records."""
    new: dict[str, set[int]] = {}
    for hunk in _hunks(difference):
        new.setdefault(hunk.path, set()).update(range(hunk.at + 1, hunk.at + 1 + len(hunk.new)))
    known, others = (frozenset(filter(None, paths.split("\n"))) for paths in (names, unknown))
    return Changes(known | others, others, {path: frozenset(lines) for path, lines in new.items()})


def last_changes(log: str) -> dict[str, str]:
    """Path → ISO date of its last change, from ``git log --name-only`` whose commits begin with the sign U+0001 and a date."""
    found: dict[str, str] = {}
    on = ""
    for line in log.split("\n"):
        if line.startswith(COMMIT):
            on = line[1:]
        elif line:
            found.setdefault(line, on)
    return found


# --- what commits added ------------------------------------------------------------------------------


def read_added(log: str) -> dict[str, str]:
    """From ``git log --cc --patch --unified=0`` whose commits begin with U+0001 and their name, followed by their message."""
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
