"""What the new engine does in an upgrade. The old one starts it from the new wheel, as
``python -m handbook.commands.upgraded FOLDER WHEEL [--dry-run]``, and that stays so for all versions.

It is run with the packages that the old engine needed, so it asks for as few as it can.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from zipfile import BadZipFile, ZipFile

from handbook.adopt.merging import InTheWayError, Merge
from handbook.adopt.migration import MigrationError
from handbook.adopt.upgrade import WHEELS, Plan, concerns, differences, plan_upgrade, wheel_of
from handbook.adopt.wheel import LARGEST_IN_ALL, Wheel, WheelError, read_wheel
from handbook.problems.problem import counted
from handbook.text.git import GitError, ask, ask_bytes, merge
from handbook.write.writer import Change, WriteError, carry_out, scratch

DONE, REFUSED, TO_CHOOSE = 0, 2, 3  # Python itself ends with 1
NAMED = 5  # files that are named where many could be


class RefusedError(Exception):
    """The upgrade was not begun; says why in one line."""


@dataclass(frozen=True)
class Worktree:
    """The files that concern an upgrade, as git keeps them, and those that differ from it."""

    root: Path
    committed: dict[str, bytes]
    changed: tuple[str, ...]

    def now(self, path: str) -> bytes | None:
        """What a file holds at the moment; None where there is none."""
        with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return (self.root / path).read_bytes()
        return None


def main(words: list[str]) -> int:
    """Upgrade the folder, or say what an upgrade would do; what the process ends with."""
    dry = "--dry-run" in words
    root, wheel = (Path(word) for word in words if word != "--dry-run")
    try:
        tree, plan = _planned(root, open_wheel(wheel))
        rest = _rest(tree, plan)
        if not dry:
            carry_out(root, _change(tree, rest), _waiting)
    except (RefusedError, WheelError, InTheWayError, MigrationError, WriteError) as cannot:
        _say([f"Not upgraded. {cannot}"], sys.stderr)
        return REFUSED
    except GitError as cannot:
        _say([f"Not upgraded, because {cannot.reason}. To fix: {cannot.fix}"], sys.stderr)
        return REFUSED
    _say(_told(tree, plan, rest, dry), sys.stdout)
    return TO_CHOOSE if plan.conflicts and not dry else DONE


def open_wheel(path: Path) -> Wheel:
    """The wheel in a file. Raises :class:`WheelError`."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST_IN_ALL else None
    except OSError:
        raise WheelError(f'There is no file "{path}" that could be read.') from None
    if data is None:
        raise WheelError(f'"{path}" is {size / 2**20:.0f} MiB large, and no engine is.')
    return _wheel(path.name, data)


def _wheel(name: str, data: bytes) -> Wheel:
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            return read_wheel(name, data, packed)
    except (BadZipFile, NotImplementedError, ValueError, OSError):
        raise WheelError(f'"{name}" is damaged. Fetch it again.') from None


def _planned(root: Path, new: Wheel) -> tuple[Worktree, Plan]:
    ask(root, "cat-file", "-e", "HEAD")  # says in words that there is no commit
    kept = _split(ask(root, "ls-tree", "-r", "--name-only", "-z", "HEAD"))
    changed = _split(ask(root, "diff", "--name-only", "--relative", "--no-renames", "-z", "HEAD"))
    path = wheel_of(dict.fromkeys(kept, b""))
    old = _wheel(path.removeprefix(WHEELS), _committed(root, path, path in changed))
    files = {
        path: _committed(root, path, path in changed) for path in kept if concerns(path, old, new)
    }
    return Worktree(root, files, tuple(changed)), plan_upgrade(
        files, old, new, merge_between(old, new)
    )


def _split(listed: str) -> list[str]:
    return list(filter(None, listed.split("\0")))


def _committed(root: Path, path: str, changed: bool) -> bytes:
    """A file as git keeps it; read from the disk where it is the same there."""
    if changed:
        return ask_bytes(root, "cat-file", "--filters", f"HEAD:./{path}")
    try:
        return (root / path).read_bytes()
    except OSError:
        raise RefusedError(
            f'"{path}" cannot be read. See what it is, and run the command again.'
        ) from None


def merge_between(old: Wheel, new: Wheel) -> Merge:
    """How git merges three texts; conflicts are marked with who wrote what."""
    names = f"version {old.version}", "yours", f"version {new.version}"

    def merged(base: bytes, ours: bytes, theirs: bytes) -> tuple[bytes, int]:
        with scratch() as folder:
            carry_out(folder, Change(dict(zip(names, (base, ours, theirs), strict=True))))
            return merge(folder, *names)

    return merged


def _rest(tree: Worktree, plan: Plan) -> dict[str, bytes | None]:
    """What is still to be done: an upgrade that was cut off has done some of it. Raises
    :class:`RefusedError` where something else is not committed.
    """
    now = {path: tree.now(path) for path in plan.files}
    odd = [path for path in now if now[path] not in (tree.committed.get(path), plan.files[path])]
    mixed = [path for path in tree.changed if path in odd or path not in plan.files]
    if mixed:
        more = f" and {len(mixed) - NAMED} more" if len(mixed) > NAMED else ""
        raise RefusedError(
            f"What you changed in {', '.join(mixed[:NAMED])}{more} is not committed, and would be "
            "mixed with the upgrade or lost in it. Commit it, and run the command again."
        )
    if odd:
        raise RefusedError(
            f'"{odd[0]}" is in the way: git does not keep it, and the new version has a file of '
            "that name. Move yours away, and run the command again."
        )
    return {path: data for path, data in plan.files.items() if now[path] != data}


def _change(tree: Worktree, rest: dict[str, bytes | None]) -> Change:
    return Change(
        {path: data for path, data in rest.items() if data is not None},
        tuple(path for path, data in rest.items() if data is None),
        {path: tree.now(path) for path in rest},
    )


def _told(tree: Worktree, plan: Plan, rest: dict[str, bytes | None], dry: bool) -> Iterator[str]:
    if not plan.files:
        yield f"There is nothing to upgrade: this handbook has version {plan.new.version} already."
        return
    yield from plan.said()
    yield ""
    if dry:
        yield from differences(plan, tree.committed)
        yield f"Nothing was written. Without --dry-run, {counted(len(rest), 'file')} would change."
    elif not rest:
        yield "All of this is here already. Look at it with git diff, and commit it."
    else:
        begun = len(plan.files) - len(rest)
        yield (
            f"{counted(len(rest), 'file')} changed{f', {begun} before' if begun else ''}. Look at "
            "them (git status, git diff), run make check, which installs the new version, and "
            "commit."
        )


def _waiting() -> None:
    _say(
        ["Another command is writing here at the moment; waiting until it has ended …"], sys.stderr
    )


def _say(lines: Iterable[str], where: TextIO) -> None:
    where.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
