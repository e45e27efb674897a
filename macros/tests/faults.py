"""Faults of a computer, for tests of what writes: at one step of many the disk is full, or the
process is killed.

The steps are the calls of the operating system that change something. They are replaced in the
process that runs the test, or in a child of it, so that the library needs no switch for tests.
"""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from handbook.write.disk import LEFTOVER
from handbook.write.lock import LOCK
from handbook.write.writer import Change, WriteError, carry_out

STEPS = (
    "open",
    "write",
    "fsync",
    "close",
    "replace",
    "rename",
    "link",
    "unlink",
    "mkdir",
    "rmdir",
    "chmod",
    "fchown",
    "ftruncate",
)
Fault = Callable[[str, tuple[object, ...]], None]


class Steps:
    """Counts the steps, and does something at one of them. ``at`` 0: at none."""

    def __init__(self, at: int, fault: Fault) -> None:
        self.at, self.fault = at, fault
        self.done: list[str] = []

    def wrap(self, name: str) -> Callable[..., object]:
        real = getattr(os, name)

        def step(*given: object, **named: object) -> object:
            if name == "open" and not int(str(given[1])) & os.O_CREAT:
                return real(*given, **named)
            self.done.append(name)
            if len(self.done) == self.at:
                self.fault(name, given)
            return real(*given, **named)

        return step


@contextmanager
def faulty(at: int, fault: Fault, names: Iterable[str] = STEPS) -> Iterator[Steps]:
    """Something happens at a step, counted from 1; ``names`` are the steps that count."""
    steps = Steps(at, fault)
    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            patch.setattr(os, name, steps.wrap(name))
        yield steps


def fails_with(number: int) -> Fault:
    """The step is not done, and the computer says why."""

    def fault(name: str, given: tuple[object, ...]) -> None:
        if name == "write":
            half(given)
        if name == "close":
            real_close(given[0])  # it is closed all the same
        named = [str(argument) for argument in given if isinstance(argument, Path)]
        raise OSError(number, os.strerror(number), *([named[0], None, *named[1:]] if named else []))

    return fault


def is_interrupted(name: str, given: tuple[object, ...]) -> None:
    """Somebody presses Ctrl+C."""
    signal.raise_signal(signal.SIGINT)


def is_killed(name: str, given: tuple[object, ...]) -> None:
    """The process ends at once, in the middle of what it writes."""
    if name == "write":
        half(given)
    os.kill(os.getpid(), signal.SIGKILL)


def half(given: tuple[object, ...]) -> int:
    """Write the first half of what was to be written; how long it is."""
    file, data = given
    return real_write(file, bytes(data)[: len(data) // 2])


real_write, real_close = os.write, os.close
FULL = fails_with(errno.ENOSPC)


def killed_at(at: int, do: Callable[[], object], names: Iterable[str] = STEPS) -> bool:
    """Do something in a child that is killed at a step; whether it was, or came to its end before."""

    def until_killed() -> int:
        with faulty(at, is_killed, names):
            do()
        return 0

    return os.WIFSIGNALED(in_a_child(until_killed)[0])


@contextmanager
def watched(look: Callable[[], object], names: Iterable[str] = STEPS) -> Iterator[None]:
    """Look before each step, and in the middle of what is written. What is on the disk then is what
    a process leaves that is killed there.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            patch.setattr(os, name, _looking(name, look))
        yield


def _looking(name: str, look: Callable[[], object]) -> Callable[..., object]:
    real = getattr(os, name)

    def step(*given: object, **named: object) -> object:
        done = half(given) if name == "write" else 0
        look()
        if name == "write":
            file, data = given
            return done + real_write(file, bytes(data)[done:])
        return real(*given, **named)

    return step


def in_a_child(do: Callable[[], int]) -> tuple[int, str]:
    """How a child of this process ends that does something and ends with the number it gives, and
    what it says.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(writer, 1)
        os.dup2(writer, 2)
        os.close(reader)
        code = 99
        try:
            code = do()
        except BaseException as fault:
            real_write(1, repr(fault).encode())
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode()
    return os.waitpid(child, 0)[1], said


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder: files with their bytes, folders with None."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def files(folder: Path) -> dict[str, bytes]:
    """The files in a folder, with their bytes."""
    return {path: data for path, data in tree(folder).items() if data is not None}


def fill(folder: Path, there: dict[str, bytes]) -> None:
    for path, data in there.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def refused(root: Path, change: Change) -> str:
    """Why a change is refused. Nothing of it is there."""
    before = tree(root)
    with pytest.raises(WriteError) as cannot:
        carry_out(root, change)
    assert tree(root) == before
    said = str(cannot.value)
    assert "\n" not in said
    return said


def said_by(root: Path, change: Change) -> str:
    """Why a change was not carried out; nothing if it was."""
    try:
        carry_out(root, change)
    except WriteError as cannot:
        return str(cannot)
    return ""


def left_alone(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder except an empty lock that could not be removed."""
    return {path: data for path, data in tree(folder).items() if path != LOCK}


def files_alone(folder: Path) -> dict[str, bytes]:
    """The files in a folder, except what a fault has left behind, which git ignores and the next
    command removes.
    """
    return {
        path: data
        for path, data in files(folder).items()
        if not LEFTOVER.fullmatch(path.rpartition("/")[2]) and path != LOCK
    }
