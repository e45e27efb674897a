"""The only module of the library that reads files: a folder in, its texts and names out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import splitext

from handbook.text.git import GitError, ask
from handbook.text.pictures import KINDS, PictureInfo, look
from handbook.write.disk import LEFTOVER

READ = (".md", ".yml", ".svg", ".css", ".js")


READ_OF_SITE = (".html", ".css", ".js")


MAX_READ = 2 * 1024 * 1024


PICTURES = tuple(f".{ending}" for ending in KINDS)


MAX_PICTURE = 1024 * 1024


DOCS = "docs"


SETTINGS = "mkdocs.yml"


# Scripts and styles of the engine's own theme, where there are any: every page loads them.
ENGINE = "macros"


THEME = f"{ENGINE}/theme"


OF_THEME = (".js", ".css")


# What each document must hold: in the engine's folder of each, and below the handbook's own folder
# where a company adds to it.
CONTRACT = "contract.yml"


LIBRARY = Path(__file__).parents[1]


DOCUMENTS = LIBRARY / "documents"


OWN = "macros/own"


BANK = "training/admission"


# Texts that people of the handbook write and that are not published.
OUTSIDE = ("training/", ".github/")


READ_OUTSIDE = (".md", ".yml", ".yaml", ".txt", ".csv", ".json")


CODEOWNERS = (
    ".github/CODEOWNERS",
    "CODEOWNERS",
    "docs/CODEOWNERS",
)  # GitHub takes the first that is there


# Folders that tools make; without git nobody says that they do not belong to the handbook.
MADE = frozenset(
    (
        ".git .venv venv node_modules site __pycache__ .mypy_cache .ruff_cache .pytest_cache "
        ".hypothesis .cache"
    ).split()
)


@dataclass(frozen=True)
class FolderEntry:
    """A file or link that was found: its path below the root with ``/``, what it is, and its size
    in bytes.
    """

    path: str
    kind: str  # file | link | submodule | unreadable
    size: int = 0


@dataclass
class Folder:
    """A handbook's folder as it was found: every name below ``docs``, and the bytes of what is
    read.

    ``outside`` are texts that belong to the handbook and are not published, such as questions of a
    test; ``names`` are the paths of all files in the repository; ``pictures`` what pictures are and
    tell; ``no_git`` why git was not asked; ``contract`` what the engine asks each document to hold.
    """

    entries: dict[str, FolderEntry] = field(default_factory=dict)
    data: dict[str, bytes] = field(default_factory=dict)
    outside: dict[str, bytes] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    pictures: dict[str, PictureInfo] = field(default_factory=dict)
    no_git: GitError | None = None
    contract: dict[str, bytes] = field(default_factory=dict)

    def add(self, path: str, data: bytes) -> None:
        """Note a file: its text is kept, of a picture only what is to be known of it."""
        self.entries[path] = FolderEntry(path, "file", len(data))
        kind = splitext(path)[1].lower()
        if kind in READ:
            self.data[path] = data
        elif kind in PICTURES:
            self.pictures[path] = look(data)


class FolderError(Exception):
    """The folder cannot be judged at all; says why in one line."""


def read_folder(root: str | os.PathLike[str], documents: Path | None = None) -> Folder:
    """Read ``mkdocs.yml``, everything below ``docs``, and the theme's scripts and styles. Links are
    noted and never followed.

    ``documents`` is the folder whose folders say what each document must hold; the engine's where
    none is named. Raises :class:`FolderError` when ``root`` has no folder ``docs``.
    """
    top = Path(root)
    if not (top / DOCS).is_dir():
        raise FolderError(
            f'There is no handbook in "{top}": it has no folder "{DOCS}". Say where it is with '
            "--root."
        )
    folder = Folder()
    _note(folder, top, top / SETTINGS)
    for current, folders, files in os.walk(top / DOCS, followlinks=False):
        _walk(folder, top, Path(current), folders, files)
    folder.names, folder.no_git = _names_in_repository(top)
    folder.outside = {
        name: data for name in folder.names if _is_outside(name) for data in _bytes(top / name)
    }
    _walk_theme(folder, top)
    for path in _contracts(top / OWN):
        _note(folder, top, path)
    folder.contract = read_contracts(documents)
    return folder


def read_contracts(documents: Path | None = None) -> dict[str, bytes]:
    """What the engine asks each document to hold, named as in the engine's repository, wherever the
    engine is installed.
    """
    return {
        f"macros/handbook/documents/{path.parent.name}/{path.name}": path.read_bytes()
        for path in _contracts(documents or DOCUMENTS)
    }


def _walk_theme(folder: Folder, top: Path) -> None:
    """Note the theme's scripts and styles, and each link: engines follow them, also one in place of
    the whole folder.
    """
    for current, folders, files in os.walk(top / ENGINE, followlinks=False):
        here = Path(current)
        if here == top / ENGINE:
            folders[:] = [name for name in folders if here / name == top / THEME]
            files = []
        _walk(folder, top, here, folders, [name for name in files if _is_of_theme(here / name)])


def _is_of_theme(path: Path) -> bool:
    return path.name.endswith(OF_THEME) or path.is_symlink()


def is_own_contract(path: str) -> bool:
    """Whether a path is that of a contract that a company has written itself."""
    return path.startswith(f"{OWN}/") and path.removeprefix(f"{OWN}/").partition("/")[2] == CONTRACT


def folders_in(path: str) -> list[str]:
    """The names of the folders right in a folder, but not of those that Python and the system keep
    for themselves.
    """
    top = Path(path)
    there = top.iterdir() if top.is_dir() else ()
    return sorted(inner.name for inner in there if inner.is_dir() and inner.name[0] not in "._")


def _contracts(top: Path) -> list[Path]:
    """The contract of each document: a file in each folder that has one, found by looking."""
    return sorted(path for path in top.glob(f"*/{CONTRACT}") if path.is_file() or path.is_symlink())


def _is_outside(name: str) -> bool:
    """Whether people of the handbook write a file that is not published: questions, forms, what
    lies at the top.
    """
    if name in CODEOWNERS:
        return True
    return (
        name.endswith(READ_OUTSIDE)
        if name.startswith(OUTSIDE)
        else "/" not in name and name.endswith(".md")
    )


def _bytes(path: Path) -> Iterator[bytes]:
    """The bytes of a file of usual size; nothing for a link, and for what is not there although git
    knows it.
    """
    try:
        if not path.is_symlink() and path.stat().st_size <= MAX_READ:
            yield path.read_bytes()
    except OSError:
        return


def _names_in_repository(top: Path) -> tuple[tuple[str, ...], GitError | None]:
    """The paths of all files that git keeps or would keep; without git, of all that are there, but
    for what tools make.
    """
    try:
        listed = ask(top, "ls-files", "--cached", "--others", "--exclude-standard", "-z")
        return tuple(dict.fromkeys(filter(None, listed.split("\0")))), None
    except GitError as without:
        return tuple(sorted(_walked(top))), without


def _walked(top: Path) -> Iterator[str]:
    for current, folders, files in os.walk(top, followlinks=False):
        folders[:] = [
            name
            for name in folders
            if name not in MADE and not Path(current, name, "pyvenv.cfg").exists()
        ]
        yield from (_inner(top, Path(current, name)) for name in files)


def read_own(path: str) -> str:
    """A text that comes with the library, by its path inside it."""
    return (LIBRARY / path).read_text("utf-8")


def read_tree(top: Path) -> dict[str, bytes]:
    """A file, under no name, or every file in a folder by its path there; nothing where neither
    is.
    """
    if top.is_file():
        return {"": top.read_bytes()}
    files = (path for path in sorted(top.rglob("*")) if path.is_file())
    return {
        _inner(top, path): path.read_bytes() for path in files if "__pycache__" not in path.parts
    }


def read_site(root: str | os.PathLike[str]) -> Folder:
    """Every name of a finished site, and its pages and styles. Raises :class:`FolderError` when
    there is none in ``root``.
    """
    top = Path(root)
    if not (top / "index.html").is_file():
        raise FolderError(f'There is no finished site in "{top}". Build it first: make build')
    folder = Folder()
    for current, _, files in os.walk(top, followlinks=False):
        for path in (Path(current, name) for name in sorted(files)):
            inner = _inner(top, path)
            folder.entries[inner] = FolderEntry(inner, "file", path.lstat().st_size)
            if path.suffix.lower() in READ_OF_SITE:
                folder.data[inner] = path.read_bytes()
    return folder


def read_bank(root: str | os.PathLike[str], folder: str = "") -> tuple[str, dict[str, bytes]]:
    """The bank of admission questions: how its folder is called, and its files (path → bytes);
    links are not followed.

    Without ``folder`` it is ``training/admission`` of the handbook, which need not be there. Raises
    :class:`FolderError` when another folder is named and is not there, and when it lies below
    ``docs``: everything there is published.
    """
    top = Path(folder) if folder else Path(root) / BANK
    if folder and not top.is_dir():
        raise FolderError(f'There is no folder "{folder}" with admission questions.')
    if top.resolve().is_relative_to((Path(root) / DOCS).resolve()):
        raise FolderError(
            f'"{folder}" lies below "{DOCS}", and everything there is published. Keep the bank '
            "elsewhere."
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
            folder.entries[inner] = FolderEntry(inner, "submodule")
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
        folder.entries[inner] = FolderEntry(inner, "link")
        return
    if LEFTOVER.fullmatch(path.name):
        return  # of a command that is writing, or was killed while it did
    try:
        size = path.stat().st_size
        folder.entries[inner] = FolderEntry(inner, "file", size)
        if size <= _most(path.suffix.lower()):
            folder.add(inner, path.read_bytes())
    except FileNotFoundError:
        folder.entries.pop(inner, None)
    except OSError:
        folder.entries[inner] = FolderEntry(inner, "unreadable")


def _most(kind: str) -> int:
    """How many bytes a file of a kind may have to be read; -1 where it is not read at all."""
    if kind in READ or kind == ".pdf":
        return MAX_READ
    return MAX_PICTURE if kind in PICTURES else -1


def _inner(top: Path, path: Path) -> str:
    # Names that are not UTF-8 come as lone surrogates; they are shown, not lost.
    return (
        path.relative_to(top)
        .as_posix()
        .encode("utf-8", "surrogateescape")
        .decode("utf-8", "replace")
    )


Stamp = tuple[tuple[str, int, int], ...]


def stamp(root: str | os.PathLike[str]) -> Stamp:
    """Name, size and time of change of all that pages are drawn from: equal stamps mean that they
    would be drawn the same.

    Code is not in it, since Python keeps what it has loaded; nor is git, which no page is drawn
    from.
    """
    top = Path(root)
    names = [
        Path(current, name)
        for current, _, files in os.walk(top / DOCS, followlinks=False)
        for name in files
    ]
    paths = [*names, top / SETTINGS, *_contracts(top / OWN), *_contracts(DOCUMENTS)]
    found = ((path, path.lstat()) for path in paths if os.path.lexists(path))
    return tuple(sorted((str(path), seen.st_size, seen.st_mtime_ns) for path, seen in found))
