"""The only module of the library that reads files: a folder in, its texts and names out."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from handbook.history import History, last_changes

READ = (".md", ".yml", ".svg", ".css", ".js")
READ_OF_SITE = (".html", ".css")
MAX_READ = 2 * 1024 * 1024
DOCS = "docs"


@dataclass(frozen=True)
class Entry:
    """A file or link that was found: its path below the root with ``/``, what it is, and its size in bytes."""

    path: str
    kind: str  # file | link | submodule | unreadable
    size: int = 0


@dataclass
class Folder:
    """A handbook's folder as it was found: every name below ``docs``, and the bytes of what is read."""

    entries: dict[str, Entry] = field(default_factory=dict)
    data: dict[str, bytes] = field(default_factory=dict)


class CannotRun(Exception):
    """The folder cannot be judged at all; says why in one line."""


def read_folder(root: str | os.PathLike[str]) -> Folder:
    """Read ``mkdocs.yml`` and everything below ``docs``. Links are noted and never followed.

    Raises :class:`CannotRun` when ``root`` has no folder ``docs``.
    """
    top = Path(root)
    if not (top / DOCS).is_dir():
        raise CannotRun(
            f'There is no handbook in "{top}": it has no folder "{DOCS}". Say where it is with --root.'
        )
    folder = Folder()
    _note(folder, top, top / "mkdocs.yml")
    for current, folders, files in os.walk(top / DOCS, followlinks=False):
        _walk(folder, top, Path(current), folders, files)
    return folder


def read_site(root: str | os.PathLike[str]) -> Folder:
    """Every name of a finished site, and its pages and styles. Raises :class:`CannotRun` when there is none in ``root``."""
    top = Path(root)
    if not (top / "index.html").is_file():
        raise CannotRun(f'There is no finished site in "{top}". Build it first: make build')
    folder = Folder()
    for current, _, files in os.walk(top, followlinks=False):
        for path in (Path(current, name) for name in sorted(files)):
            inner = _inner(top, path)
            folder.entries[inner] = Entry(inner, "file", path.lstat().st_size)
            if path.suffix.lower() in READ_OF_SITE:
                folder.data[inner] = path.read_bytes()
    return folder


def _walk(folder: Folder, top: Path, current: Path, folders: list[str], files: list[str]) -> None:
    for name in sorted(folders):
        path = current / name
        if path.is_symlink():
            _note(folder, top, path)
        elif (path / ".git").exists():
            inner = _inner(top, path)
            folder.entries[inner] = Entry(inner, "submodule")
    folders[:] = sorted(
        name
        for name in folders
        if not (current / name).is_symlink() and not (current / name / ".git").exists()
    )
    for name in sorted(files):
        _note(folder, top, current / name)


def _note(folder: Folder, top: Path, path: Path) -> None:
    inner = _inner(top, path)
    if path.is_symlink():
        folder.entries[inner] = Entry(inner, "link")
        return
    try:
        size = path.stat().st_size
        if path.suffix.lower() in READ and size <= MAX_READ:
            folder.data[inner] = path.read_bytes()
    except FileNotFoundError:
        return
    except OSError:
        folder.entries[inner] = Entry(inner, "unreadable")
        return
    folder.entries[inner] = Entry(inner, "file", size)


def _inner(top: Path, path: Path) -> str:
    # Names that are not UTF-8 come as lone surrogates; they are shown, not lost.
    return path.relative_to(top).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def stamp(root: str | os.PathLike[str]) -> tuple[tuple[str, int, int], ...]:
    """Name, size and time of change of all that is read: equal stamps mean an unchanged handbook."""
    top = Path(root)
    found = []
    for current, _, files in os.walk(top / DOCS, followlinks=False):
        for name in files:
            if name.endswith(READ):
                status = os.lstat(os.path.join(current, name))
                found.append((os.path.join(current, name), status.st_size, status.st_mtime_ns))
    return tuple(sorted(found))


def read_history(root: str | os.PathLike[str]) -> History:
    """Ask git twice, never once per file: what was taken out of the records, and when each file last changed."""
    try:
        shallow = _git(root, "rev-parse", "--is-shallow-repository").strip()
        if shallow == "true":
            return History(reason="this copy of the repository holds only the latest changes")
        log = _git(root, "log", "-p", "--unified=0", "-M", "--format=%x01%cs", "--", f"{DOCS}/_records")
        log += "\x01\n" + _git(root, "diff", "HEAD", "--unified=0", "-M", "--", f"{DOCS}/_records")
        names = _git(root, "log", "--name-only", "--no-renames", "--format=%x01%cs", "--", DOCS)
    except (OSError, subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return History(reason="git cannot be asked here")
    return History(log, changed_on=last_changes(names))


def _git(root: str | os.PathLike[str], *words: str) -> str:
    """What git prints; paths as they are, no pager, no colours, nobody's settings."""
    command = [
        "git",
        "-C",
        str(root),
        "-c",
        "core.quotepath=off",
        "-c",
        "color.ui=false",
        "--no-pager",
        *words,
    ]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    return done.stdout.decode("utf-8", "replace")
