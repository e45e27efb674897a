"""The plan of an upgrade: a company's files and two wheels in, every file that changes out, with
what a person should know of it. Made by the new engine, because only that knows its migrations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from posixpath import dirname

from handbook.adopt.merging import Fate, Files, Merge, fates
from handbook.adopt.migration import CHANGED, READ, RECORDS, Migrated, MigrationError, migrate
from handbook.adopt.news import news_between
from handbook.adopt.wheel import Wheel, WheelError
from handbook.problems.problem import Problem, counted
from handbook.text.source import decode

WHEELS = "macros/"
TEXTS = (".md", ".yml", ".py")
_QUESTION = re.compile(r"^page: *[\"']?([^\s\"']+)", re.MULTILINE)


@dataclass(frozen=True)
class Plan:
    """What an upgrade does: the files after it (None for one that goes), and why."""

    old: Wheel
    new: Wheel
    files: Mapping[str, bytes | None]
    fates: tuple[Fate, ...]
    migrated: Migrated
    lapsed: tuple[str, ...]

    @property
    def conflicts(self) -> int:
        """In how many places somebody has to choose."""
        return sum(fate.conflicts for fate in self.fates)

    def said(self) -> Iterator[str]:
        """The plan in lines for people: what is new, what changes, what is to be decided."""
        yield f"From version {self.old.version} to {self.new.version}."
        yield from _listed("What is new", news_between(self.old.version, self.new.version))
        yield from _listed("Facts and pages", self.migrated.did)
        changed = (f"{fate.path}: {fate.says}." for fate in self.fates if not fate.kept)
        yield from _listed("Files around the handbook", changed)
        kept = (f"{fate.path}: {fate.says}." for fate in self.fates if fate.kept)
        yield from _listed("Left as it is", kept)
        yield from _listed("To decide", [*self._to_choose(), *self.migrated.decide, *self.lapsed])

    def _to_choose(self) -> Iterator[str]:
        for fate in self.fates:
            if fate.conflicts:
                yield (
                    f"{fate.path}: keep what is right between <<<<<<< and >>>>>>>, and delete these "
                    "marks."
                )


def _listed(title: str, lines: Iterator[str] | tuple[str, ...] | list[str]) -> Iterator[str]:
    there = list(lines)
    if there:
        yield ""
        yield f"{title}:"
        yield from (f"  {line}" for line in there)


def wheel_of(files: Files) -> str:
    """The path of the one wheel that a company's repository holds. Raises :class:`WheelError`."""
    paths = [path for path in files if is_wheel(path)]
    if len(paths) == 1:
        return paths[0]
    if not paths:
        raise WheelError(
            f"{WHEELS} holds no wheel that is committed, so there is nothing to upgrade: a handbook "
            "that handbook start has made holds one."
        )
    raise WheelError(
        f"{WHEELS} holds {len(paths)} wheels: {', '.join(paths)}. Delete all but the one in use, and "
        "commit that."
    )


def is_wheel(path: str) -> bool:
    """Whether a path is that of a wheel where a company keeps it."""
    return path.startswith(WHEELS) and path.count("/") == 1 and path.endswith(".whl")


def concerns(path: str, old: Wheel, new: Wheel) -> bool:
    """Whether an upgrade has to read a file of the company."""
    return (
        path in old.shell
        or path in new.shell
        or is_wheel(path)
        or path.startswith((*CHANGED, *READ))
    )


def plan_upgrade(files: Files, old: Wheel, new: Wheel, merge: Merge) -> Plan:
    """The plan for a company's files. Raises :class:`WheelError`, :class:`InTheWayError` and
    :class:`MigrationError`.
    """
    _judge(old, new)
    found = tuple(fates(old.shell, new.shell, files, merge))
    texts = dict(_texts(files))
    migrated = migrate(texts)
    after: dict[str, bytes | None] = {fate.path: fate.data for fate in found if not fate.kept}
    after |= {path: _as_bytes(text, files.get(path, b"")) for path, text in migrated.texts.items()}
    if new.data != old.data:
        after |= {f"{WHEELS}{old.name}": None, f"{WHEELS}{new.name}": new.data}
    lapsed = tuple(_lapsed(migrated, texts, files))
    return Plan(old, new, after, found, migrated, lapsed)


def _judge(old: Wheel, new: Wheel) -> None:
    if new.is_older_than(old):
        raise WheelError(
            f"This handbook has version {old.version}, and the wheel is the older {new.version}. "
            "Facts that were changed for a newer version are not changed back."
        )
    if new.version == old.version and new.data != old.data:
        raise WheelError(
            f"This handbook has version {old.version} already, and the wheel of the same version "
            "is another one. A version is released once: ask where the wheel comes from."
        )


def _texts(files: Files) -> Iterator[tuple[str, str]]:
    """Texts that migrations read. Raises :class:`MigrationError` where one cannot be."""
    for path, data in files.items():
        if path.endswith(TEXTS) and path.startswith((*CHANGED, *READ)) and not _is_record(path):
            text = decode(path, data)
            if isinstance(text, Problem):
                raise MigrationError(f"{path} {text.what} To fix: {text.fix}")
            yield path, text


def _is_record(path: str) -> bool:
    return path.startswith(RECORDS)


def _as_bytes(text: str, before: bytes) -> bytes:
    """A text as bytes, its lines ended as they were."""
    data = text.encode()
    return data.replace(b"\n", b"\r\n") if b"\r\n" in before else data


def _lapsed(migrated: Migrated, texts: Mapping[str, str], files: Files) -> Iterator[str]:
    """Which reviews no longer hold, because the text that was read is another one now."""
    pages = {path for path in migrated.texts if path.endswith(".md") and path in files}
    reviewed = {dirname(path) for path in files if _is_record(path)}
    read = sorted(path for path in pages if RECORDS + path[5:-3] in reviewed)
    if read:
        yield (
            f"The text of {counted(len(read), 'reviewed page')} changed, so the owner reads it again: "
            f"{', '.join(read)}. handbook status names all that wait."
        )
    asked = [path for path in texts if _asks_about(texts[path], pages)]
    if asked:
        yield (
            f"{counted(len(asked), 'question')} are about these pages: handbook check names those "
            "whose section is another one now, and handbook checked ID notes that you have looked."
        )


def _asks_about(text: str, pages: set[str]) -> bool:
    found = _QUESTION.search(text) if "checked_on:" in text else None
    return bool(found) and f"docs/{found[1] if found else ''}" in pages


def differences(plan: Plan, files: Files) -> Iterator[str]:
    """Every change as a unified diff; of what is no text, its name alone."""
    for path, data in sorted(plan.files.items()):
        before, after = files.get(path), data
        if before == after:
            continue
        if b"\0" in (before or b"") + (after or b""):
            yield f"Binary file {path} {'differs' if before and after else 'is new' if after else 'goes'}"
            continue
        yield from unified_diff(
            _lines(before), _lines(after), path if before is not None else "/dev/null",
            path if after is not None else "/dev/null", lineterm="",
        )  # fmt: skip


def _lines(data: bytes | None) -> list[str]:
    return (data or b"").decode("utf-8", "replace").splitlines()
