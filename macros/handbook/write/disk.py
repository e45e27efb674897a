"""Single steps on the disk, each of them whole or not at all, and what the computer says in words
for people in sales.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from contextlib import suppress
from pathlib import Path

# What a killed command leaves behind. Git ignores it, no site holds it, and the next command that
# writes removes it.
LEFTOVER = re.compile(r"\.handbook-[0-9a-f]{16}\.tmp")

_NEW = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
)
_WORDS = {
    errno.ENOSPC: "the disk is full. Make room on it, and run the command again.",
    errno.EDQUOT: "your share of the disk is used up. Make room, and run the command again.",
    errno.EFBIG: "this computer does not let a file grow that large. Ask the person who looks after it for "
    "more.",
    errno.EROFS: "the disk can only be read. Name a place where you may write.",
    errno.EACCES: "you may not write there. Ask the person who looks after the folder, or name another one.",
    errno.EPERM: "you may not change it. Ask the person who looks after the folder, or name another one.",
    errno.ENAMETOOLONG: "the name is too long for this computer. Choose a shorter one.",
    errno.ELOOP: "it is a link to another place. Delete the link, and put the file or folder itself there.",
    errno.ENOTDIR: "a file is where a folder is needed. Move the file away, or choose another name.",
    errno.EISDIR: "a folder is where the file should be. Move the folder away, or choose another name.",
    errno.EEXIST: "something else is already there. Move it away, or choose another name.",
    errno.ENOENT: "its folder is not there any more. See what became of it, and run the command again.",
    errno.EMFILE: "too many files are open. Close other programs, and run the command again.",
    errno.ENFILE: "too many files are open. Close other programs, and run the command again.",
    errno.EIO: "the disk does not answer as it should. Have it looked at before you go on.",
    errno.EBUSY: "another program has it open. Close it there, and run the command again.",
    errno.ETXTBSY: "another program has it open. Close it there, and run the command again.",
    errno.EINVAL: "this computer does not allow such a name. Choose another one.",
}


# What Python says where not one temporary file can be made, with a number that means something
# else.
_NO_TEMPORARY = "No usable temporary directory"
_NO_ROOM = (
    "no temporary file can be made: the disk is full, or this computer does not let a file grow. "
    "Make room, or ask the person who looks after it for more."
)
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}


def is_of_the_disk(error: OSError) -> bool:
    """Whether the disk is at fault, and not the one who asked for a file that is not there."""
    return error.errno in _DISK or _lets_nothing_grow(error)


def _lets_nothing_grow(error: OSError) -> bool:
    return (error.strerror or "").startswith(_NO_TEMPORARY)


def cannot_open(error: OSError) -> str:
    """That something that somebody named could not be opened; empty where that is no fault of
    theirs.
    """
    named = os.fsdecode(error.filename or "")
    if named and error.errno == errno.ENAMETOOLONG:
        return f'"{named}" is too long for a name on this computer.'
    if named and error.errno in (errno.EACCES, errno.EPERM):
        return f'"{named}" may not be opened by you. Ask the person who looks after it.'
    return ""


def words_for(error: OSError) -> str:
    """Why something could not be written, and what to do; the end of a sentence that names the
    file.
    """
    if _lets_nothing_grow(error):
        return _NO_ROOM
    said = error.strerror or type(error).__name__
    return _WORDS.get(error.errno or 0, f'the computer says "{said}".')


def found(path: Path) -> os.stat_result | None:
    """What is at a path, links not followed; None if nothing is."""
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def same(before: os.stat_result | None, now: os.stat_result | None) -> bool:
    """Whether a file is as it was: the same one, of the same size, and not written since."""
    if before is None or now is None:
        return before is now
    kept = ("st_dev", "st_ino", "st_size", "st_mtime_ns", "st_mode")
    return all(getattr(before, key) == getattr(now, key) for key in kept)


def spelled(path: Path) -> Path:
    """A path that is there, with its last name as the disk spells it: some computers take "A.md"
    and "a.md" for one.
    """
    names = os.listdir(path.parent)
    if path.name in names:
        return path
    alike = (name for name in names if name.casefold() == path.name.casefold())
    return path.with_name(next(alike, path.name))


def spare(folder: Path) -> Path:
    """A path for a temporary file in a folder. Its name is short, whatever the name of the file
    that it is for.
    """
    return folder / f".handbook-{secrets.token_hex(8)}.tmp"


def write_new(path: Path, data: bytes, like: os.stat_result | None) -> None:
    """Make a file and have it safely on the disk; with the rights and the owner of the file that it
    will replace.
    """
    file = os.open(path, _NEW, 0o666)
    try:
        if like is not None:
            _take_after(file, path, like)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        os.fsync(file)
    finally:
        os.close(file)


def _take_after(file: int, path: Path, like: os.stat_result) -> None:
    if hasattr(os, "fchown"):
        with suppress(
            OSError
        ):  # only root may give files away; then it is ours, as after any editor
            os.fchown(file, like.st_uid, like.st_gid)
    os.chmod(file if os.chmod in os.supports_fd else path, stat.S_IMODE(like.st_mode))


def second_name(path: Path, name: Path, like: os.stat_result) -> None:
    """Keep a file under a second name; where the disk knows no second names, a copy of it."""
    try:
        os.link(path, name, follow_symlinks=False)
    except (OSError, NotImplementedError):
        write_new(name, path.read_bytes(), like)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder safely on the disk, as far as the computer lets us ask for it."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it that are missing; what was made, the outermost first. All or
    none.
    """
    missing = [path for path in (folder, *folder.parents) if found(path) is None]
    made: list[Path] = []
    try:
        for path in reversed(missing):
            os.mkdir(path)
            made.append(path)
    except BaseException:
        remove_folders(made)
        raise
    return made


def remove_folders(folders: list[Path]) -> None:
    """Remove folders that are empty, the innermost first; the others stay."""
    for folder in reversed(folders):
        with suppress(OSError):
            os.rmdir(folder)


def remove(path: Path | None) -> None:
    """Remove a temporary file, if it is there; one that cannot be removed is harmless."""
    if path is not None:
        with suppress(OSError):
            os.unlink(path)


def sweep(folder: Path) -> None:
    """Remove what a killed command left in a folder."""
    with suppress(OSError):
        for name in os.listdir(folder):
            if LEFTOVER.fullmatch(name):
                remove(folder / name)
