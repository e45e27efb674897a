"""The only module of the library that reads files: a folder in, its texts and names out."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import splitext

from handbook.disk import LEFTOVER
from handbook.history import COMPANY, RECORDS, Added, Changes, History, last_changes, read_added, read_changes
from handbook.pictures import KINDS, Look, look

READ = (".md", ".yml", ".svg", ".css", ".js")
READ_OF_SITE = (".html", ".css", ".js")
MAX_READ = 2 * 1024 * 1024
PICTURES = tuple(f".{ending}" for ending in KINDS)
MAX_PICTURE = 1024 * 1024
DOCS = "docs"
SETTINGS = "mkdocs.yml"
# Scripts and styles of the engine's own theme, where there are any: every page loads them.
THEME = "macros/theme"
OF_THEME = (".js", ".css")
BANK = "training/admission"
# Texts that people of the handbook write and that are not published.
OUTSIDE = ("training/", ".github/")
READ_OUTSIDE = (".md", ".yml", ".yaml", ".txt", ".csv", ".json")
CODEOWNERS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")  # GitHub takes the first that is there
# Folders that tools make; without git nobody says that they do not belong to the handbook.
MADE = frozenset(
    ".git .venv venv node_modules site __pycache__ .mypy_cache .ruff_cache .pytest_cache .hypothesis .cache".split()
)
# How much of a change is looked through for secrets that were taken out again; code and locks are not the handbook's text.
MOST_COMMITS, MOST_OF_LOG = 300, 20_000_000
NOT_SEARCHED = (":(exclude)macros", ":(exclude)checks", ":(exclude)requirements*.txt")
SNAPSHOTS = f"{DOCS}/_facts/forecast-and-quotas/snapshots"
# What is kept for ever, so that git is asked how it was: records, forecasts frozen on their day; and since when it is kept.
KEPT = (RECORDS, SNAPSHOTS, f"{SNAPSHOTS}.yml", COMPANY)


@dataclass(frozen=True)
class Entry:
    """A file or link that was found: its path below the root with ``/``, what it is, and its size in bytes."""

    path: str
    kind: str  # file | link | submodule | unreadable
    size: int = 0


@dataclass
class Folder:
    """A handbook's folder as it was found: every name below ``docs``, and the bytes of what is read.

    ``outside`` are texts that belong to the handbook and are not published, such as questions of a test; ``names`` are
    the paths of all files in the repository; ``pictures`` what pictures are and tell.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    data: dict[str, bytes] = field(default_factory=dict)
    outside: dict[str, bytes] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    pictures: dict[str, Look] = field(default_factory=dict)

    def add(self, path: str, data: bytes) -> None:
        """Note a file: its text is kept, of a picture only what is to be known of it."""
        self.entries[path] = Entry(path, "file", len(data))
        kind = splitext(path)[1].lower()
        if kind in READ:
            self.data[path] = data
        elif kind in PICTURES:
            self.pictures[path] = look(data)


class CannotRun(Exception):
    """The folder cannot be judged at all; says why in one line."""


def read_folder(root: str | os.PathLike[str]) -> Folder:
    """Read ``mkdocs.yml``, everything below ``docs``, and the theme's scripts and styles. Links are noted and never followed.

    Raises :class:`CannotRun` when ``root`` has no folder ``docs``.
    """
    top = Path(root)
    if not (top / DOCS).is_dir():
        raise CannotRun(
            f'There is no handbook in "{top}": it has no folder "{DOCS}". Say where it is with --root.'
        )
    folder = Folder()
    _note(folder, top, top / SETTINGS)
    for current, folders, files in os.walk(top / DOCS, followlinks=False):
        _walk(folder, top, Path(current), folders, files)
    folder.names = _names_in_repository(top)
    folder.outside = {name: data for name in folder.names if _is_outside(name) for data in _bytes(top / name)}
    for current, _, files in os.walk(top / THEME, followlinks=False):
        for name in sorted(name for name in files if name.endswith(OF_THEME)):
            _note(folder, top, Path(current) / name)
    return folder


def _is_outside(name: str) -> bool:
    """Whether people of the handbook write a file that is not published: questions, forms, what lies at the top."""
    if name in CODEOWNERS:
        return True
    return (
        name.endswith(READ_OUTSIDE) if name.startswith(OUTSIDE) else "/" not in name and name.endswith(".md")
    )


def _bytes(path: Path) -> Iterator[bytes]:
    """The bytes of a file of usual size; nothing for a link, and for what is not there although git knows it."""
    try:
        if not path.is_symlink() and path.stat().st_size <= MAX_READ:
            yield path.read_bytes()
    except OSError:
        return


def _names_in_repository(top: Path) -> tuple[str, ...]:
    """The paths of all files that git keeps; without git, of all that are there, but for what tools make."""
    try:
        return tuple(filter(None, _git(top, "ls-files", "-z").split("\0")))
    except NoGit:
        return tuple(sorted(_walked(top)))


def _walked(top: Path) -> Iterator[str]:
    for current, folders, files in os.walk(top, followlinks=False):
        folders[:] = [
            name for name in folders if name not in MADE and not Path(current, name, "pyvenv.cfg").exists()
        ]
        yield from (_inner(top, Path(current, name)) for name in files)


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


def read_bank(root: str | os.PathLike[str], folder: str = "") -> tuple[str, dict[str, bytes]]:
    """The bank of admission questions: how its folder is called, and its files (path → bytes); links are not followed.

    Without ``folder`` it is ``training/admission`` of the handbook, which need not be there. Raises :class:`CannotRun` when
    another folder is named and is not there, and when it lies below ``docs``: all that stands there is published.
    """
    top = Path(folder) if folder else Path(root) / BANK
    if folder and not top.is_dir():
        raise CannotRun(f'There is no folder "{folder}" with admission questions.')
    if top.resolve().is_relative_to((Path(root) / DOCS).resolve()):
        raise CannotRun(
            f'"{folder}" lies below "{DOCS}", and what stands there is published. Keep the bank elsewhere.'
        )
    name = folder.rstrip("/") or BANK
    files = sorted(top.iterdir()) if top.is_dir() else []
    found = (path for path in files if path.is_file() and not path.is_symlink())
    return name, {f"{name}/{path.name}": path.read_bytes() for path in found}


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
    if LEFTOVER.fullmatch(path.name):
        return  # of a command that is writing, or was killed while it did
    try:
        size = path.stat().st_size
        folder.entries[inner] = Entry(inner, "file", size)
        if size <= _most(path.suffix.lower()):
            folder.add(inner, path.read_bytes())
    except FileNotFoundError:
        folder.entries.pop(inner, None)
    except OSError:
        folder.entries[inner] = Entry(inner, "unreadable")


def _most(kind: str) -> int:
    """How many bytes a file of a kind may have to be read; -1 where it is not read at all."""
    if kind in READ or kind == ".pdf":
        return MAX_READ
    return MAX_PICTURE if kind in PICTURES else -1


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
    """Ask git a few times, never once per file: how records and frozen forecasts grew, and when each file last changed."""
    try:
        if _git(root, "rev-parse", "--is-shallow-repository").strip() == "true":
            why = "this copy of the repository holds only the latest changes"
            return History(reason=why, fix="get the whole history: git fetch --unshallow")
        if not _git(root, "rev-list", "--max-count=1", "--all"):
            return History("")
        log = _git(
            root, "log", "--reverse", "--format=%x01%h %cs", *_LINES, "-m", "--first-parent", "--", *KEPT
        )
        names = _git(root, "log", "--name-only", "--no-renames", "--relative", "--format=%x01%cs", "--", DOCS)
    except NoGit as without:
        return History(reason=str(without), fix="keep the handbook in git, with its whole history.")
    return History(log, changed_on=last_changes(names))


def read_difference(root: str | os.PathLike[str], base: str) -> Changes:
    """Ask git what differs from the place where this change left ``base``: which files, and which of them are new.

    What is not committed yet counts too, files that git does not know included.
    """
    try:
        start = _git(root, "merge-base", "--", base, "HEAD").strip()
        names = _git(root, "diff", "--name-only", *_NAMES, start, "--", DOCS)
        unknown = _git(root, "ls-files", "--others", "--exclude-standard", "--", DOCS)
        added = _git(root, "diff", "--name-only", "--diff-filter=A", *_NAMES, start, "--", DOCS)
    except NoGit as without:
        return Changes(reason=str(without))
    return read_changes(names, added, unknown)


def read_added_lines(root: str | os.PathLike[str], base: str) -> Added:
    """Ask git once what each commit since ``base`` added, also what is no longer there."""
    words = (
        "log",
        f"--max-count={MOST_COMMITS}",
        "--format=%x01%h%n%B",
        "--full-history",
        "--sparse",
        "--cc",
        *_LINES,
        "--end-of-options",
        f"{base}..HEAD",
    )
    try:
        log = _git(root, *words, "--", ".", *NOT_SEARCHED)
    except NoGit as without:
        return Added(reason=str(without))
    long = len(log) > MOST_OF_LOG or log.count("\x01") >= MOST_COMMITS
    cut = "the change is long, and only its latest commits were looked through" if long else ""
    return Added(read_added(log[:MOST_OF_LOG]), cut)


# Differences as lines without context, in one form whatever somebody's settings say; a moved file is one gone and one new.
_NAMES = ("--no-renames", "--relative")
_LINES = (
    "--patch", "--unified=0", *_NAMES, "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/",
)  # fmt: skip


def commit_of(root: str | os.PathLike[str]) -> tuple[str, int]:
    """The commit that is checked out, and the second in which it was made. Raises :class:`NoGit`."""
    commit, seconds = _git(root, "log", "-1", "--format=%H %ct").split()
    return commit, int(seconds)


def follows(root: str | os.PathLike[str], before: str, after: str) -> bool | None:
    """Whether one commit comes after another, or is it; None where git does not know one of them."""
    try:
        return _git(root, "merge-base", "--all", before, after).split() == [before]
    except NoGit:
        return None


class NoGit(Exception):
    """Git cannot be asked here; says why in words."""


def _git(root: str | os.PathLike[str], *words: str) -> str:
    """What git prints; paths as they are, no pager, no colours, nobody's language. Raises :class:`NoGit`."""
    settings = ["-c", "core.quotepath=off", "-c", "color.ui=false", "-c", "log.showSignature=false"]
    command = ["git", "-C", str(root), *settings, "--no-pager", *words]
    try:
        done = subprocess.run(
            command, capture_output=True, check=True, timeout=60, env={**os.environ, "LC_ALL": "C"}
        )
    except FileNotFoundError:
        raise NoGit("git is not installed here") from None
    except subprocess.TimeoutExpired:
        raise NoGit("git did not answer within a minute") from None
    except subprocess.CalledProcessError as wrong:
        raise NoGit(_why(wrong.stderr.decode("utf-8", "replace"))) from None
    return done.stdout.decode("utf-8", "replace")


def _why(said: str) -> str:
    if "not a git repository" in said:
        return "this folder is not kept in git"
    last = next(reversed(said.strip().splitlines()), "")
    return f'git cannot be asked here (it says "{last.removeprefix("fatal: ")}")'
