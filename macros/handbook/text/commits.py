"""What git knows of the handbook: how files grew, what differs from a branch, which commit is
checked out.
"""

from __future__ import annotations

import os

from handbook.text.git import INSTALL, NO_COMMIT, OLDEST, SILENT, UNSHALLOW, GitError, ask, damaged
from handbook.text.history import (
    COMPANY,
    RECORDS,
    Additions,
    Changes,
    History,
    last_changes,
    read_added,
    read_changes,
)
from handbook.text.load import DOCS

# How much of a change is looked through for secrets that were taken out again; code and locks are
# not the handbook's text.
MOST_COMMITS, MOST_OF_LOG = 300, 20_000_000
NOT_SEARCHED = (":(exclude)macros", ":(exclude)checks", ":(exclude)requirements*.txt")
SNAPSHOTS = f"{DOCS}/_facts/forecast-and-quotas/snapshots"
# What is kept for ever, so that git is asked how it was: records, forecasts frozen on their day;
# and since when it is kept.
KEPT = (RECORDS, SNAPSHOTS, f"{SNAPSHOTS}.yml", COMPANY)


def read_history(root: str | os.PathLike[str]) -> History:
    """Ask git a few times, never once per file: how records and frozen forecasts grew, and when
    each file last changed.
    """
    try:
        if _is_shallow(root):
            why = "this copy of the repository holds only the latest changes"
            return History(reason=why, fix=UNSHALLOW)
        if not ask(root, "rev-list", "--max-count=1", "--all") and _is_new(root):
            return History("")
        log = ask(
            root,
            "log",
            "--reverse",
            "--format=%x01%h %cs",
            *_LINES,
            "-m",
            "--first-parent",
            "--",
            *KEPT,
        )
        names = ask(
            root, "log", "--name-only", "--no-renames", "--relative", "--format=%x01%cs", "--", DOCS
        )
    except GitError as without:
        return History(reason=without.reason, fix=without.fix)
    return History(log, changed_on=last_changes(names))


def _is_shallow(root: str | os.PathLike[str]) -> bool:
    answer = ask(root, "rev-parse", "--is-shallow-repository").strip()
    if answer not in ("true", "false"):  # an old git repeats what it does not know
        raise GitError(f"git here is too old (we need {OLDEST} or newer)", INSTALL)
    return answer == "true"


def _is_new(root: str | os.PathLike[str]) -> bool:
    """Whether nothing was ever committed, where git finds no commit. Raises :class:`GitError` where
    a branch is broken.
    """
    try:
        ask(root, "log", "--max-count=1")
    except GitError as without:
        if without.reason == NO_COMMIT and not ask(
            root, "rev-list", "--max-count=1", "--all", "--reflog"
        ):
            return True
        raise
    return False


def read_difference(root: str | os.PathLike[str], base: str) -> Changes:
    """Ask git what differs from the place where this change left ``base``: which files, and which
    of them are new.

    What is not committed yet counts too, files that git does not know included.
    """
    try:
        start = _start(root, base)
        names = ask(root, "diff", "--name-only", *_NAMES, start, "--", DOCS)
        unknown = ask(root, "ls-files", "--others", "--exclude-standard", "--", DOCS)
        added = ask(root, "diff", "--name-only", "--diff-filter=A", *_NAMES, start, "--", DOCS)
    except GitError as without:
        return Changes(reason=without.reason, fix=without.fix)
    return read_changes(names, added, unknown)


def _start(root: str | os.PathLike[str], base: str) -> str:
    """The commit at which this change left ``base``. Raises :class:`GitError`."""
    _must_know(root, base)
    try:
        return ask(root, "merge-base", "--", base, "HEAD").strip()
    except GitError as without:
        if without.reason != SILENT:
            raise
        why = f'this change and "{base}" have no commit in common here'
        raise GitError(
            why, f"get the whole history, with {base} in it: git fetch --unshallow"
        ) from None


def _must_know(root: str | os.PathLike[str], base: str) -> None:
    """Raise :class:`GitError` where git does not know what a change is compared with."""
    try:
        ask(root, "rev-parse", "--quiet", "--verify", f"{base}^{{commit}}")
    except GitError as without:
        if without.reason != SILENT:
            raise
        if _is_name(root, base):
            raise damaged(f'the commit of "{base}" is not there') from None
        why = f'git knows no branch or commit "{base}" here'
        raise GitError(
            why, "name one that is there, or get the whole history: git fetch --unshallow"
        ) from None


def _is_name(root: str | os.PathLike[str], base: str) -> bool:
    """Whether git knows what a name stands for, be it there or not."""
    try:
        return bool(ask(root, "rev-parse", "--quiet", "--verify", base))
    except GitError:
        return False


def read_added_lines(root: str | os.PathLike[str], base: str) -> Additions:
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
        _must_know(root, base)
        log = ask(root, *words, "--", ".", *NOT_SEARCHED)
    except GitError as without:
        return Additions(reason=without.reason, fix=without.fix)
    long = len(log) > MOST_OF_LOG or log.count("\x01") >= MOST_COMMITS
    cut = "the change is long, and only its latest commits were looked through" if long else ""
    return Additions(
        read_added(log[:MOST_OF_LOG]),
        cut,
        "make it several changes, each of which is looked through.",
    )


# Differences as lines without context, in one form whatever somebody's settings say; a moved file
# is one gone and one new.
_NAMES = ("--no-renames", "--relative")
_LINES = (
    "--patch", "--unified=0", *_NAMES, "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/",
)  # fmt: skip


def commit_of(root: str | os.PathLike[str]) -> tuple[str, int]:
    """The commit that is checked out, and the second in which it was made. Raises
    :class:`GitError`.
    """
    commit, seconds = ask(root, "log", "-1", "--format=%H %ct").split()
    return commit, int(seconds)


def follows(root: str | os.PathLike[str], before: str, after: str) -> bool | None:
    """Whether one commit comes after another, or is it; None where git does not know one of them."""
    try:
        return ask(root, "merge-base", "--all", before, after).split() == [before]
    except GitError:
        return None
