"""A change of files before it is carried out: what is to be written and deleted, and what prevents
it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handbook.write import disk


@dataclass(frozen=True)
class Change:
    """What becomes of the files in a folder. Paths are relative to it, with ``/``.

    ``expected`` is what was read before: the bytes of a file, None for one that was not there. If
    anything else is found when the change is carried out, nothing is written.
    """

    write: Mapping[str, bytes | str] = field(default_factory=dict)
    delete: tuple[str, ...] = ()
    expected: Mapping[str, bytes | None] = field(default_factory=dict)


class WriteError(Exception):
    """The change was not carried out, and nothing of it is there; says why in one line."""


@dataclass
class FileStep:
    """One file that is made, replaced or deleted. ``data`` is None for one that is deleted; ``was``
    is the file as found.

    ``new`` is the temporary file with its new text, ``old`` the second name of the file as it was.
    ``named`` is where it is in the end: elsewhere than ``target`` only where capitals change and
    the computer takes both names for one.
    """

    target: Path
    named: Path
    data: bytes | None
    was: os.stat_result | None
    new: Path | None = None
    old: Path | None = None
    begun: bool = False


def steps(top: Path, change: Change) -> list[FileStep]:
    """What is to be done for a change in the folder ``top``, in order.

    Raises :class:`WriteError` where something is in the way, or is not as it was read.
    """
    to_write = [_to_write(top, path, data, change) for path, data in change.write.items()]
    kept = {step.target for step in to_write}  # a name whose capitals change goes by itself
    gone = [path for path in dict.fromkeys(change.delete) if top / path not in kept]
    found = [*to_write, *(_to_delete(top, path, change) for path in gone)]
    _compare(top, change, found)
    return found


def respelled(found: list[FileStep]) -> dict[Path, Path]:
    """Files and folders that only change their capitals, the innermost first: as they are, and as
    they are to be.
    """
    names: dict[Path, Path] = {}
    for step in found:
        pairs = zip(
            [step.target, *step.target.parents], [step.named, *step.named.parents], strict=True
        )
        names |= {
            real: real.with_name(named.name) for real, named in pairs if real.name != named.name
        }
    return dict(sorted(names.items(), key=lambda pair: -len(pair[0].parts)))


def _to_write(top: Path, path: str, data: bytes | str, change: Change) -> FileStep:
    target = _on_disk(top, path, change)
    was = disk.found(target)
    _judge_file(target, was)
    if target != top / path and was is not None and _inner(top, target) not in change.delete:
        raise WriteError(_same_name(target, top / path))
    return FileStep(target, top / path, _as_bytes(target, data), was)


def _to_delete(top: Path, path: str, change: Change) -> FileStep:
    target = _on_disk(top, path, change)
    was = disk.found(target)
    if was is None:
        raise WriteError(changed(target))
    _judge_file(target, was)
    return FileStep(target, target, None, was)


def _inner(top: Path, path: Path) -> str:
    return path.relative_to(top).as_posix()


def _on_disk(top: Path, path: str, change: Change) -> Path:
    """A path as the disk spells what is there of it. Nothing may be in the way: no link, no file
    where a folder is needed.
    """
    *folders, name = _parts(top, path)
    place = top
    for length, part in enumerate(folders, 1):
        if (inner := "/".join(folders[:length])) in change.write:
            raise WriteError(
                f'"{top / inner}" cannot be a file and a folder at once. Choose another name.'
            )
        place = _folder(top, place / part, change)
    target = place / name
    return target if disk.found(target) is None else disk.spelled(target)


def _parts(top: Path, path: str) -> list[str]:
    parts = path.split("/")
    if any(part in ("", ".", "..") or "\0" in part or os.sep in part for part in parts):
        raise WriteError(f'"{path}" is no path of a file in "{top}".')
    return parts


def _folder(top: Path, folder: Path, change: Change) -> Path:
    was = disk.found(folder)
    if was is None:
        return folder
    if stat.S_ISLNK(was.st_mode):
        raise WriteError(is_link(folder))
    if not stat.S_ISDIR(was.st_mode):
        raise WriteError(
            f'"{folder}" is a file, and a folder is needed there. Move the file away, or choose '
            "another name."
        )
    real = disk.spelled(folder)
    if real != folder and not set(_files(top, real)) <= set(change.delete):
        raise WriteError(_same_name(real, folder))
    return real


def _files(top: Path, folder: Path) -> Iterator[str]:
    """Every file in a folder, as a path below ``top``."""
    for current, _, names in os.walk(folder):
        yield from (_inner(top, Path(current, name)) for name in names)


def _same_name(real: Path, asked: Path) -> str:
    return (
        f'"{real}" is already there, and this computer takes "{asked.name}" for the same name. '
        "Choose another one, or rename what is there first."
    )


def _judge_file(target: Path, was: os.stat_result | None) -> None:
    if was is None:
        return
    if stat.S_ISLNK(was.st_mode):
        raise WriteError(is_link(target))
    if stat.S_ISDIR(was.st_mode):
        raise WriteError(f'"{target}" is a folder. Move the folder away, or choose another name.')
    if not stat.S_ISREG(was.st_mode):
        raise WriteError(f'"{target}" is no ordinary file. Move it away, or choose another name.')
    if not os.access(target, os.W_OK):
        raise WriteError(
            f'"{target}" may only be read. Ask the person who looks after it, or choose another '
            "name."
        )


def is_link(path: Path) -> str:
    """That something is a link, and what to do."""
    return (
        f'"{path}" is a link to another place, and nothing is written through links. '
        "Delete the link, and put the file or folder itself there."
    )


def _compare(top: Path, change: Change, found: list[FileStep]) -> None:
    """Everything is still as it was read."""
    places = {_inner(top, step.named): step.target for step in found}
    for path, read in change.expected.items():
        target = places.get(path, top / path)
        if read is None and _inner(top, target) in change.delete:
            continue  # its capitals change: the old name was read, and is compared as such
        now = None if disk.found(target) is None else target.read_bytes()
        if now != read:
            raise WriteError(
                f'"{target}" is already there. Look at it first.'
                if read is None
                else changed(target)
            )


def changed(target: Path) -> str:
    """That somebody was faster."""
    return f'"{target}" has changed in the meantime. Look at it, and run the command again.'


def _as_bytes(target: Path, data: bytes | str) -> bytes:
    if isinstance(data, bytes):
        return data
    try:
        return data.encode("utf-8")
    except UnicodeEncodeError:
        raise WriteError(
            f'"{target}" would hold signs that are no text. Type the words again, without copying '
            "them."
        ) from None
