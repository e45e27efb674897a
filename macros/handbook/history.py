"""What git remembers of the records: lines that were taken out of them later. Text of git in, removals out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class History:
    """What git says; ``log`` is None where it cannot be asked, and ``reason`` says why in words."""

    log: str | None = None
    reason: str = ""
    changed_on: dict[str, str] | None = None


@dataclass(frozen=True)
class Removal:
    """Lines taken out of a records file, and the day on which that happened (empty: not yet committed)."""

    path: str
    lines: tuple[str, ...]
    on: str


_FILE = re.compile(r"^diff --git a/(.+) b/(.+)$")
COMMIT = "\x01"


def removals(log: str) -> Iterator[Removal]:
    """Every removal in the output of ``git log -p --unified=0`` whose commits begin with the sign U+0001 and a date."""
    on, path = "", ""
    taken: list[str] = []
    for line in log.split("\n"):
        begins = line.startswith(COMMIT) or line.startswith("@@") or _FILE.match(line)
        if begins and taken:
            yield Removal(path, tuple(taken), on)
            taken = []
        if line.startswith(COMMIT):
            on = line[1:]
        elif found := _FILE.match(line):
            path = found.group(2)
        elif line.startswith("-") and not line.startswith("--- "):
            taken.append(line[1:])
    if taken:
        yield Removal(path, tuple(taken), on)


def missing_lines(removal: Removal, text: str) -> tuple[str, ...]:
    """The lines of a removal that the file does not hold today; empty where they were put back or moved inside it."""
    kept = {line.strip() for line in text.split("\n")}
    return tuple(line for line in removal.lines if line.strip() and line.strip() not in kept)


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
