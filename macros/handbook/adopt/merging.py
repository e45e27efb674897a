"""What becomes of the shell files when a company takes a new engine: each is compared with those of
the old wheel and of the new one, so that no history has to be shared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Files = Mapping[str, bytes]
# Base, theirs, new → the text with both changes, and the number of conflicts that are marked in it.
Merge = Callable[[bytes, bytes, bytes], tuple[bytes, int]]

# What belongs to the company: a shell file there is put there once, by the start, and never again.
THEIRS = ("docs/", "training/", "macros/own/", "checks/test_own.py")


@dataclass(frozen=True)
class Fate:
    """What becomes of a file: ``data`` is what it is to hold, None where it goes; ``says`` what the
    person should know. Where nothing is to be done to it, ``kept`` is set.
    """

    path: str
    says: str
    data: bytes | None = None
    kept: bool = False
    conflicts: int = 0


class InTheWayError(Exception):
    """A file of the company is where a new one should be; says so in one line."""


def fates(old: Files, new: Files, ours: Files, merge: Merge) -> Iterator[Fate]:
    """What becomes of each file that the new engine changes, and which changes of the company stay.
    Raises :class:`InTheWayError`.
    """
    for path in sorted({*old, *new}):
        if not path.startswith(THEIRS):
            fate = _fate(path, old.get(path), new.get(path), ours.get(path), merge)
            yield from [fate] if fate else ()


def _fate(
    path: str, base: bytes | None, new: bytes | None, ours: bytes | None, merge: Merge
) -> Fate | None:
    if ours is not None:
        base, new = _with_ends_of(ours, base), _with_ends_of(ours, new)
    if ours == new:
        return None
    if base == new:
        return Fate(
            path, "as you have it" if ours is not None else "you have deleted it", kept=True
        )
    if base is None:
        if ours is not None:
            raise InTheWayError(
                f'"{path}" is yours, and the new version brings a file of that name. Rename yours, '
                "commit that, and run the command again."
            )
        return Fate(path, "new", new)
    if ours is None:
        return Fate(path, "you have deleted it, so its new version was left out", kept=True)
    if ours == base:
        return Fate(path, "taken from the new version" if new is not None else "deleted", new)
    if new is None:
        return Fate(path, "no longer needed, but you have changed it, so it stays", kept=True)
    return _merged(path, base, new, ours, merge)


def _merged(path: str, base: bytes, new: bytes, ours: bytes, merge: Merge) -> Fate:
    if b"\0" in base + new + ours:
        says = "you and the new version have both changed it; it is no text, so yours stays"
        return Fate(path, says, kept=True)
    data, conflicts = merge(base, ours, new)
    if not conflicts:
        return Fate(path, "your changes and the new ones are both in it", data)
    places = "1 place" if conflicts == 1 else f"{conflicts} places"
    says = f"YOU AND THE NEW VERSION DISAGREE IN {places.upper()}: look for <<<<<<< in it"
    return Fate(path, says, data, conflicts=conflicts)


def _with_ends_of(ours: bytes, data: bytes | None) -> bytes | None:
    """A file of a wheel with its lines ended as those of the company's file are."""
    windows = b"\r\n" in ours and data is not None and b"\r\n" not in data and b"\0" not in data
    return data.replace(b"\n", b"\r\n") if windows and data is not None else data
