"""The only module that writes files: a change of several files is carried out whole, or nothing of
it is.

Every new text first becomes a temporary file beside its target, safely on the disk. Only when all
of them are there do they take their names, each in one step; files are deleted last. Until the end
the old files are kept under a second name, so that whatever fails in between is put back. When the
process is killed, each file is the old or the new one.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from handbook.write import disk
from handbook.write.change import Change, FileStep, WriteError, changed, respelled, steps
from handbook.write.lock import (
    LONGEST_WAIT,
    LockTimeout,
    StopFlag,
    StopRequested,
    locked,
    signals_wait,
)

__all__ = [
    "Change",
    "WriteError",
    "append",
    "carry_out",
    "judged_folder",
    "put_folder",
    "remove_folder",
    "scratch",
    "sentence",
]


def _nobody() -> None:
    """Called while another command writes, when nobody wants to know."""


def carry_out(
    root: str | os.PathLike[str], change: Change, waiting: Callable[[], None] = _nobody
) -> None:
    """Write and delete the files of a change, all or none. ``waiting`` is called once if another
    command has to end first.

    Raises :class:`WriteError`. A signal to stop takes effect when everything is as it was, or as it
    should be.
    """
    top = Path(root)
    made: list[Path] = []
    try:
        with signals_wait() as stop:
            made = disk.make_folders(top)
            with locked(top, stop, waiting):
                _sweep(top, change)
                _Work(top, change, stop).carry_out()
        return
    except LockTimeout:
        why = (
            f'Another command has been writing in "{top}" for {LONGEST_WAIT:.0f} seconds. Try '
            "again when it has ended."
        )
    except StopRequested:
        why = "The command was stopped."
    except OSError as error:
        why = sentence(error, top)
    except WriteError as cannot:
        why = str(cannot)
    disk.remove_folders(made)
    raise WriteError(why)


def sentence(error: OSError, path: str | os.PathLike[str]) -> str:
    """That something could not be written, and why; ``path`` where the computer does not say what."""
    named = os.fsdecode(error.filename2 or error.filename or path)
    return (
        f'"{os.path.abspath(named) if named in (".", "..") else named}" could not be written: '
        f"{disk.words_for(error)}"
    )


def _sweep(top: Path, change: Change) -> None:
    """Remove what killed commands left, wherever a command such as this one may have written."""
    disk.sweep(top)
    inner = {
        path.partition("/")[0]
        for path in (*change.write, *change.delete, *change.expected)
        if "/" in path
    }
    for name in inner:
        for folder, _, _ in os.walk(top / name, followlinks=False):
            disk.sweep(Path(folder))


@dataclass
class _Work:
    """A change while it is carried out."""

    top: Path
    change: Change
    stop: StopFlag
    steps: list[FileStep] = field(default_factory=list)
    made: list[Path] = field(default_factory=list)
    names: dict[Path, Path] = field(default_factory=dict)

    def carry_out(self) -> None:
        self.steps = steps(self.top, self.change)
        self.names = respelled(self.steps)
        try:
            self._prepare()
            self._commit()
        except BaseException as fault:
            self._put_back(fault)
            raise
        for step in self.steps:
            disk.remove(step.old)
        self._remove_empty_folders()

    def _prepare(self) -> None:
        """Have all new files on the disk, and all old ones under a second name. Nothing that
        anybody sees has changed then.
        """
        for step in self.steps:
            self.stop.check()
            folder = step.target.parent
            if step.data is not None:
                self.made += disk.make_folders(folder)
                step.new = disk.spare(folder)
                _at(step, disk.write_new, step.new, step.data, step.was)
            if step.was is not None:
                step.old = disk.spare(folder)
                _at(step, disk.second_name, step.target, step.old, step.was)

    def _commit(self) -> None:
        for step in (step for step in self.steps if step.new is not None):
            self._begin(step)
            os.replace(step.new or "", step.target)
        self._sync()
        for step in (step for step in self.steps if step.new is None):
            self._begin(step)
            os.unlink(step.target)
        for real, named in self.names.items():
            os.rename(real, named)
        self._sync()

    def _begin(self, step: FileStep) -> None:
        self.stop.check()
        if not disk.same(step.was, disk.found(step.target)):
            raise WriteError(changed(step.target))
        step.begun = True

    def _sync(self) -> None:
        for folder in {step.target.parent for step in self.steps}:
            disk.sync_folder(folder)

    def _put_back(self, fault: BaseException) -> None:
        """Have everything as it was. Only names change back, so a full disk is no hindrance."""
        for real, named in reversed(self.names.items()):
            with suppress(OSError):
                os.rename(named, real)
        kept = [step for step in reversed(self.steps) if step.begun and not _is_put_back(step)]
        for step in self.steps:
            disk.remove(step.new)
            if step not in kept:
                disk.remove(step.old)
        disk.remove_folders(self.made)
        if kept:
            raise WriteError(f"{_reason(fault)} {_left(kept)}") from None
        if isinstance(fault, OSError):
            raise WriteError(_reason(fault)) from None

    def _remove_empty_folders(self) -> None:
        """Remove the folders that the change has emptied, except the outermost."""
        for step in (step for step in self.steps if step.data is None):
            inner = step.target.relative_to(self.top).parents
            disk.remove_folders([self.top / folder for folder in reversed(inner)][2:])


def _at(step: FileStep, do: Callable[..., None], *given: object) -> None:
    """Do something for a file; if it cannot be done, the file is named, and not the temporary one."""
    try:
        do(*given)
    except OSError as error:
        raise WriteError(sentence(OSError(error.errno, error.strerror), step.target)) from None


def _left(kept: list[FileStep]) -> str:
    """What is not as it was, and where its old text is until the next command."""
    said = (f'as it was: "{step.old}"' if step.old else "it is new" for step in kept)
    named = ", ".join(f'"{step.target}" ({was})' for step, was in zip(kept, said, strict=True))
    return f"This could not be put back: {named}. Copy it before you run another command."


def _is_put_back(step: FileStep) -> bool:
    try:
        if step.old is not None:
            os.replace(step.old, step.target)
        elif disk.found(step.target) is not None:
            os.unlink(step.target)
    except OSError:
        return False
    return True


def _reason(fault: BaseException) -> str:
    if isinstance(fault, OSError):
        named = fault.filename2 or fault.filename or "A file"
        return sentence(fault, named)
    return str(fault) or "The command was stopped."


# --- what is only appended ------------------------------------------------------------------------


def append(path: str | os.PathLike[str], text: str) -> None:
    """Add text at the end of a file that others write to as well, such as the summary of a job: all
    of it, or nothing.

    Raises :class:`WriteError`.
    """
    try:
        file = os.open(
            path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666
        )
        try:
            _append(file, text.encode("utf-8", "replace"))
        finally:
            os.close(file)
    except OSError as error:
        raise WriteError(sentence(error, path)) from None


def _append(file: int, data: bytes) -> None:
    was = os.fstat(file)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
    except OSError:
        if stat.S_ISREG(was.st_mode):
            os.ftruncate(file, was.st_size)
        raise


@contextmanager
def unnamed() -> Iterator[IO[bytes]]:
    """A file without a name for what another program prints, gone afterwards. Raises
    :class:`WriteError`.
    """
    try:
        file = tempfile.TemporaryFile()  # noqa: SIM115  (only making it may fail in our words)
    except OSError as error:
        raise WriteError(
            sentence(error, tempfile.tempdir or "the folder of temporary files")
        ) from None
    with file:
        yield file


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for what another program writes, gone afterwards. Raises :class:`WriteError`."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="handbook-")
    except OSError as error:
        raise WriteError(sentence(error, tempfile.gettempdir())) from None
    with folder as name:
        yield Path(name)


# --- whole folders --------------------------------------------------------------------------------


def put_folder(new: Path, target: Path) -> None:
    """Give a finished folder the name of an older one, which is gone afterwards; the older one
    stays if that cannot be done.

    Raises :class:`WriteError`.
    """
    was = judged_folder(target)
    old = target.with_name(f".{target.name}-old")
    remove_folder(old)
    try:
        if was is not None:
            os.rename(target, old)
        os.rename(new, target)
    except OSError as error:
        if was is not None and disk.found(target) is None:
            os.rename(old, target)
        raise WriteError(sentence(error, target)) from None
    remove_folder(old)


def judged_folder(target: Path) -> os.stat_result | None:
    """A folder as it is there, None if it is not. Raises :class:`WriteError` when something else is
    in its place.
    """
    was = disk.found(target)
    if was is not None and not stat.S_ISDIR(was.st_mode):
        what = "a link to another place" if stat.S_ISLNK(was.st_mode) else "a file"
        raise WriteError(
            f'"{target}" is {what}, and a folder is needed there. Delete it or rename it.'
        )
    return was


def remove_folder(folder: Path) -> None:
    """Remove a folder that was only for us, with all that is in it; what cannot be removed is
    harmless.
    """
    shutil.rmtree(folder, ignore_errors=True)
