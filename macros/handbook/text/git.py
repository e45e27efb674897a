"""Git as a program: what it prints, or in words why it cannot be asked and what to do about it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from handbook.write.writer import WriteError, unnamed

TIME_OUT = 30  # seconds
OLDEST = "2.24"  # the first that knows every option we use
INSTALL = "install git (https://git-scm.com/downloads), open a new terminal, and try again."
KEEP = (
    "work in a clone of the handbook's repository (git clone …), not in a copy of its files; "
    "if there is none yet: git init"
)
CLONE = (
    "clone the repository again beside this folder (git clone …), and copy what you changed into "
    "it."
)
UNSHALLOW = "get the whole history: git fetch --unshallow"
SILENT = "git ended without a word"
# merge-file ends with the number of conflicts, but not with more than this; above it, it could not.
MOST_CONFLICTS = 127
NO_COMMIT = "git finds no commit on the branch that is checked out"
# Nobody's language or colours, no question at a prompt, and nothing locked: we only read.
_SURE = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
_SETTINGS = ("core.quotepath=off", "color.ui=false", "log.showSignature=false")


class GitError(Exception):
    """Git cannot be asked here: why, and what helps."""

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.reason, self.fix = reason, fix


def ask(root: str | os.PathLike[str], *words: str) -> str:
    """What git prints; paths as they are, no pager, no colours, nobody's language. Raises
    :class:`GitError`.
    """
    return ask_bytes(root, *words).decode("utf-8", "replace")


def ask_bytes(root: str | os.PathLike[str], *words: str) -> bytes:
    """The same, as git prints it: the content of a file. Raises :class:`GitError`."""
    code, printed, said = _run(root, words)
    if code:
        raise _why(said, kept_in(Path(root)))
    return printed


def merge(folder: Path, base: str, ours: str, theirs: str) -> tuple[bytes, int]:
    """Three files of a folder merged by lines, and how many conflicts are marked in what comes of
    it, under the names of the files. Raises :class:`GitError`.
    """
    code, printed, said = _run(folder, ("merge-file", "-p", ours, base, theirs))
    if code > MOST_CONFLICTS:
        raise _why(said, kept_in(folder))
    return printed, code


def _run(root: str | os.PathLike[str], words: Sequence[str]) -> tuple[int, bytes, str]:
    """How git ends, what it prints, and what it says beside that."""
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    command = ["git", "-C", str(root), *settings, "--no-pager", *words]
    # Files instead of pipes: a program that git started and left behind cannot keep us waiting.
    with _printed_into() as out, _printed_into() as err:
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                timeout=TIME_OUT, check=False, env=_surroundings(kept_in(Path(root))),
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            why = f"git did not answer within {TIME_OUT} seconds"
            raise GitError(
                why, "try again; from a disk in the network, clone it to your own."
            ) from None
        except FileNotFoundError:
            raise GitError("git is not installed here", INSTALL) from None
        except OSError:
            raise GitError("git is installed here but does not start", INSTALL) from None
        out.seek(0), err.seek(0)
        return done.returncode, out.read(), err.read().decode("utf-8", "replace")


@contextmanager
def _printed_into() -> Iterator[IO[bytes]]:
    """A file for what git prints. Raises :class:`GitError` where none can be made."""
    try:
        with unnamed() as file:
            yield file
    except WriteError as cannot:
        raise GitError(
            f"what it prints can be kept nowhere: {cannot}", "make room, and try again."
        ) from None


def kept_in(root: Path) -> Path | None:
    """The nearest folder, ``root`` or above it, that has a ``.git``, whatever that is; None where
    there is none.
    """
    top = root.resolve()
    return next(
        (folder for folder in (top, *top.parents) if os.path.lexists(folder / ".git")), None
    )


def _surroundings(kept: Path | None) -> dict[str, str]:
    """Where git may look: not above the nearest ``.git``, or a damaged one would be passed over for
    another repository.
    """
    above = os.environ.get("GIT_CEILING_DIRECTORIES", "")
    ceilings = [*filter(None, [above]), *([str(kept.parent)] if kept else [])]
    return {**os.environ, **_SURE, "GIT_CEILING_DIRECTORIES": os.pathsep.join(ceilings)}


def _why(said: str, kept: Path | None) -> GitError:
    """Why git refused, from what it said; what we do not know is told in its own words."""
    for pattern, reason, fix in _known(kept):
        if re.search(pattern, said):
            return GitError(reason, fix)
    found = re.search(r"bad config (?:line|variable).* in file (.+)", said)
    if found and not found.group(1).replace("\\", "/").endswith(".git/config"):
        return GitError(
            f"git cannot read its settings in {found.group(1)}", f"correct {found.group(1)}."
        )
    if not said.strip():
        return GitError(SILENT, "try again; if it stays so, install git again.")
    return damaged(f'git says "{_last_words(said)}"')


def damaged(why: str) -> GitError:
    """What to say where the folder ``.git`` is not as git left it."""
    return GitError(f'the folder ".git" seems to be damaged ({why})', CLONE)


def _known(kept: Path | None) -> Iterator[tuple[str, str, str]]:
    """What git may say, why that is, and what to do."""
    place = kept or "."
    if kept is None:
        yield r"not a git repository", "this folder is not kept in git", KEEP
    yield r"xcrun: |xcode-select|CommandLineTools", "git is not installed here", INSTALL
    trust = f'tell git that you trust it: git config --global --add safe.directory "{place}"'
    yield (
        r"dubious ownership|unsafe repository",
        "this folder belongs to another user of this computer",
        trust,
    )
    older = f"git here is too old for this repository or for us (we need {OLDEST} or newer)"
    yield (
        r"unknown (?:option|switch|repository)|unrecognized argument|not a git command|(?m:^usage: git)",
        older,
        INSTALL,
    )
    rights = (
        f'ask the person who set up this computer for the right to read "{place}", or clone it '
        "again."
    )
    yield r"[Pp]ermission denied", 'git may not read the folder ".git"', rights
    bare = "say that it has files: git config core.bare false"
    yield (
        r"must be run in a work tree",
        "git takes this folder for a repository without files",
        bare,
    )
    commit = f"commit what is here; if there were commits before, {CLONE}"
    yield (
        r"does not have any commits yet|[Nn]ot a valid (?:object|commit) name HEAD",
        NO_COMMIT,
        commit,
    )


def _last_words(said: str) -> str:
    """The line that says most: the last that git calls fatal, or else the last."""
    lines = [line for line in said.strip().splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith("fatal: ")]
    return (fatal or lines)[-1].removeprefix("fatal: ").removeprefix("error: ")
