"""One command writes at a time in a folder, and a signal to stop waits until no file is in between."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

LOCK = ".handbook.lock"
LONGEST_WAIT = 30.0
PAUSE = 0.05
# Ctrl+C, the end of a job, a closed terminal; Windows knows only the first two.
SIGNALS = [
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
    if hasattr(signal, name)
]


class LockTimeout(Exception):
    """Another command went on writing for longer than anybody waits."""


class StopRequested(BaseException):
    """Somebody asked the command to stop."""


class StopFlag:
    """Whether somebody asked to stop. Asked between two steps, never in the middle of one."""

    signal: int = 0

    def check(self) -> None:
        """Raises :class:`Stopped` if somebody did."""
        if self.signal:
            raise StopRequested

    def note(self, number: int, _: FrameType | None) -> None:
        """The handler of the signals."""
        self.signal = number


@contextmanager
def signals_wait() -> Iterator[StopFlag]:
    """Signals to stop are noted in what is yielded, and take their usual effect afterwards."""
    stop = StopFlag()
    if threading.current_thread() is not threading.main_thread():
        yield stop  # only the main thread may set handlers, and only it is interrupted
        return
    before = {number: signal.signal(number, stop.note) for number in SIGNALS if _handled(number)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if stop.signal:
            signal.raise_signal(stop.signal)


def _handled(number: int) -> bool:
    """Not what somebody chose to ignore (nohup), nor a handler that C code set and nobody could set
    again.
    """
    return signal.getsignal(number) not in (signal.SIG_IGN, None)


@contextmanager
def locked(folder: Path, stop: StopFlag, waiting: Callable[[], None]) -> Iterator[None]:
    """Keep other commands from writing in ``folder``. ``waiting`` is called once if another one is.

    Raises :class:`Busy` when it takes too long, and OSError when nothing can be written there at
    all.
    """
    path = folder / LOCK
    try:
        file = _wait_for(path, stop, waiting)
    except OSError as error:  # what is in the way is told of the folder; nobody knows the lock
        raise OSError(error.errno, error.strerror, str(folder)) from None
    try:
        yield
    finally:
        _let_go(file, path)


def _wait_for(path: Path, stop: StopFlag, waiting: Callable[[], None]) -> int:
    until, told = time.monotonic() + LONGEST_WAIT, False
    while (file := _taken(path)) is None:
        stop.check()
        if time.monotonic() > until:
            raise LockTimeout
        if not told:
            waiting()
            told = True
        time.sleep(PAUSE)
    return file


def _taken(path: Path) -> int | None:
    """The lock as an open file; None while another command has it."""
    # Nothing is written into it; a link or a pipe that somebody put there is not followed and not
    # waited for.
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    file = os.open(path, flags, 0o666)
    try:
        if _lock(file) and _is_still(file, path):
            return file
    except BaseException:
        os.close(file)
        raise
    os.close(file)
    return None


def _is_still(file: int, path: Path) -> bool:
    """Whether the file is still there under its name: the process that had the lock before us has
    removed it.
    """
    try:
        return os.path.samestat(os.fstat(file), os.lstat(path))
    except FileNotFoundError:
        return False


def _let_go(file: int, path: Path) -> None:
    if sys.platform == "win32":
        _close(file)  # an open file cannot be removed there
        _remove(path)
    else:
        _remove(path)
        _close(file)


def _close(file: int) -> None:
    with suppress(OSError):  # nothing was written into it
        os.close(file)


def _remove(path: Path) -> None:
    with suppress(OSError):  # an empty file that git ignores; the next command uses it again
        path.unlink()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
