"""The only module that writes files: a change of several files is carried out whole, or nothing of it is.

Every new text first becomes a temporary file beside its target, safely on the disk. Only when all of them are there do they
take their names, each in one step; files are deleted last. Until the end the old files are kept under a second name, so that
whatever fails in between is put back. When the process is killed, each file is the old or the new one.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from handbook import disk
from handbook.lock import LONGEST_WAIT, Busy, Stop, Stopped, locked, signals_wait


@dataclass(frozen=True)
class Change:
    """What becomes of the files in a folder. Paths are relative to it, with ``/``.

    ``expected`` is what was read before: the bytes of a file, None for one that was not there. If anything else is found
    when the change is carried out, nothing is written.
    """

    write: Mapping[str, bytes | str] = field(default_factory=dict)
    delete: tuple[str, ...] = ()
    expected: Mapping[str, bytes | None] = field(default_factory=dict)


class CannotWrite(Exception):
    """The change was not carried out, and nothing of it is there; says why in one line."""


def _nobody() -> None:
    """Called while another command writes, when nobody wants to know."""


def carry_out(root: str | os.PathLike[str], change: Change, waiting: Callable[[], None] = _nobody) -> None:
    """Write and delete the files of a change, all or none. ``waiting`` is called once if another command has to end first.

    Raises :class:`CannotWrite`. A signal to stop takes effect when everything is as it was, or as it should be.
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
    except Busy:
        why = f'Another command has been writing in "{top}" for {LONGEST_WAIT:.0f} seconds. Try again when it has ended.'
    except Stopped:
        why = "The command was stopped."
    except OSError as error:
        why = sentence(error, top)
    except CannotWrite as cannot:
        why = str(cannot)
    disk.remove_folders(made)
    raise CannotWrite(why)


def sentence(error: OSError, path: str | os.PathLike[str]) -> str:
    """That something could not be written, and why; ``path`` where the computer does not say what."""
    named = error.filename2 or error.filename or path
    return f'"{os.fsdecode(named)}" could not be written: {disk.words_for(error)}'


def _sweep(top: Path, change: Change) -> None:
    """Remove what killed commands left, wherever a command such as this one may have written."""
    disk.sweep(top)
    inner = {path.partition("/")[0] for path in (*change.write, *change.delete) if "/" in path}
    for name in inner:
        for folder, _, _ in os.walk(top / name, followlinks=False):
            disk.sweep(Path(folder))


@dataclass
class _Step:
    """One file that is made, replaced or deleted. ``data`` is None for one that is deleted; ``was`` is the file as found.

    ``new`` is the temporary file with its new text, ``old`` the second name of the file as it was. ``named`` is the name that
    it ends with: another than its target's where only capitals change and the computer takes both for one.
    """

    path: str
    target: Path
    named: Path
    data: bytes | None
    was: os.stat_result | None
    new: Path | None = None
    old: Path | None = None
    begun: bool = False


@dataclass
class _Work:
    """A change while it is carried out."""

    top: Path
    change: Change
    stop: Stop
    steps: list[_Step] = field(default_factory=list)
    made: list[Path] = field(default_factory=list)

    def carry_out(self) -> None:
        self.steps = list(_steps(self.top, self.change))
        _compare(self.top, self.change, self.steps)
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
        """Have all new files on the disk, and all old ones under a second name. Nothing that anybody sees has changed then."""
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
            if step.named != step.target:
                os.rename(step.target, step.named)
        self._sync()
        for step in (step for step in self.steps if step.new is None):
            self._begin(step)
            os.unlink(step.target)
        self._sync()

    def _begin(self, step: _Step) -> None:
        self.stop.check()
        if not disk.same(step.was, disk.found(step.target)):
            raise CannotWrite(_changed(step.target))
        step.begun = True

    def _sync(self) -> None:
        for folder in {step.target.parent for step in self.steps}:
            disk.sync_folder(folder)

    def _put_back(self, fault: BaseException) -> None:
        """Have everything as it was. Only names change back, so a full disk is no hindrance."""
        kept = [step for step in reversed(self.steps) if step.begun and not _is_put_back(step)]
        for step in self.steps:
            disk.remove(step.new)
            if step not in kept:
                disk.remove(step.old)
        disk.remove_folders(self.made)
        if kept:
            named = ", ".join(f'"{step.target}" (as it was: "{step.old}")' for step in kept)
            raise CannotWrite(f"{_reason(fault)} These could not be put back: {named}.") from None
        if isinstance(fault, OSError):
            raise CannotWrite(_reason(fault)) from None

    def _remove_empty_folders(self) -> None:
        """Remove the folders that the change has emptied, except the outermost."""
        for step in (step for step in self.steps if step.data is None):
            inner = step.target.relative_to(self.top).parents
            disk.remove_folders([self.top / folder for folder in reversed(inner)][2:])


def _at(step: _Step, do: Callable[..., None], *given: object) -> None:
    """Do something for a file; if it cannot be done, the file is named, and not the temporary one."""
    try:
        do(*given)
    except OSError as error:
        raise CannotWrite(sentence(OSError(error.errno, error.strerror), step.target)) from None


def _is_put_back(step: _Step) -> bool:
    try:
        if step.named != step.target and disk.found(step.named) is not None:
            os.rename(step.named, step.target)
        if step.old is not None:
            os.replace(step.old, step.target)
        else:
            step.target.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _reason(fault: BaseException) -> str:
    if isinstance(fault, OSError):
        named = fault.filename2 or fault.filename or "A file"
        return sentence(fault, named)
    return str(fault) or "The command was stopped."


# --- what is in the way ----------------------------------------------------------------------------


def _steps(top: Path, change: Change) -> Iterator[_Step]:
    """What is to be done, in order. Raises :class:`CannotWrite` where something is in the way."""
    delete = [path for path in dict.fromkeys(change.delete) if path not in change.write]
    for path, data in change.write.items():
        _judge_folders(top, path, change)
        target = top / path
        was = disk.found(target)
        real = target if was is None else disk.spelled(target)
        if real != target:
            _take_from(delete, top, real, target)
        _judge_file(real, was)
        yield _Step(path, real, target, _as_bytes(target, data), was)
    for path in delete:
        _judge_folders(top, path, change)
        target = top / path
        was = disk.found(target)
        if was is None:
            raise CannotWrite(_changed(target))
        _judge_file(target, was)
        yield _Step(path, target, target, None, was)


def _take_from(delete: list[str], top: Path, real: Path, target: Path) -> None:
    """A file whose name changes in capitals only is renamed: to delete the old name would delete the new text."""
    inner = real.relative_to(top).as_posix()
    if inner not in delete:
        raise CannotWrite(
            f'"{real}" is already there, and this computer takes "{target.name}" for the same name. Choose another one.'
        )
    delete.remove(inner)


def _judge_folders(top: Path, path: str, change: Change) -> None:
    """Nothing is in the way on the way to a file: no link, no file where a folder is needed, no other spelling."""
    parts = path.split("/")
    if any(part in ("", ".", "..") or "\0" in part or os.sep in part for part in parts):
        raise CannotWrite(f'"{path}" is no path of a file in "{top}".')
    for length in range(1, len(parts)):
        inner = "/".join(parts[:length])
        if inner in change.write:
            raise CannotWrite(f'"{top / inner}" cannot be a file and a folder at once. Choose another name.')
        _judge_folder(top / inner)


def _judge_folder(folder: Path) -> None:
    was = disk.found(folder)
    if was is None:
        return
    if stat.S_ISLNK(was.st_mode):
        raise CannotWrite(_is_link(folder))
    if not stat.S_ISDIR(was.st_mode):
        raise CannotWrite(
            f'"{folder}" is a file, and a folder is needed there. Move the file away, or choose another name.'
        )
    if (real := disk.spelled(folder)) != folder:
        raise CannotWrite(
            f'The folder "{real}" is already there, and this computer takes "{folder.name}" for the same name. '
            f'Write "{real.name}", or rename the folder first.'
        )


def _judge_file(target: Path, was: os.stat_result | None) -> None:
    if was is None:
        return
    if stat.S_ISLNK(was.st_mode):
        raise CannotWrite(_is_link(target))
    if stat.S_ISDIR(was.st_mode):
        raise CannotWrite(f'"{target}" is a folder. Move the folder away, or choose another name.')
    if not stat.S_ISREG(was.st_mode):
        raise CannotWrite(f'"{target}" is no ordinary file. Move it away, or choose another name.')
    if not os.access(target, os.W_OK):
        raise CannotWrite(f'"{target}" may only be read. Ask whoever looks after it, or choose another name.')


def _is_link(path: Path) -> str:
    return (
        f'"{path}" is a link to another place, and nothing is written through links. '
        "Delete the link, and put the file or folder itself there."
    )


def _compare(top: Path, change: Change, steps: list[_Step]) -> None:
    """Everything is still as it was read."""
    respelled = {step.path for step in steps if step.named != step.target}
    for path, read in change.expected.items():
        if path in respelled and read is None:
            continue
        was = disk.found(top / path)
        now = None if was is None else (top / path).read_bytes()
        if now != read:
            raise CannotWrite(_changed(top / path))


def _changed(target: Path) -> str:
    return f'"{target}" has changed in the meantime. Look at it, and run the command again.'


def _as_bytes(target: Path, data: bytes | str) -> bytes:
    if isinstance(data, bytes):
        return data
    try:
        return data.encode("utf-8")
    except UnicodeEncodeError:
        raise CannotWrite(
            f'"{target}" would hold signs that are no text. Type the words again, without copying them.'
        ) from None


# --- what is only appended -------------------------------------------------------------------------


def append(path: str | os.PathLike[str], text: str) -> None:
    """Add text at the end of a file that others write to as well, such as the summary of a job: all of it, or nothing.

    Raises :class:`CannotWrite`.
    """
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        try:
            _append(file, text.encode("utf-8", "replace"))
        finally:
            os.close(file)
    except OSError as error:
        raise CannotWrite(sentence(error, path)) from None


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
def scratch() -> Iterator[Path]:
    """A folder for what another program writes, gone afterwards. Raises :class:`CannotWrite`."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="handbook-")
    except OSError as error:
        raise CannotWrite(sentence(error, tempfile.gettempdir())) from None
    with folder as name:
        yield Path(name)
