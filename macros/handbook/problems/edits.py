"""How the text of a Problem gets into its file: the few ways in which a paste is applied, as data.

Lines and columns count from 1. A line that an edit leaves out is the line that its Problem points
at.
"""

from __future__ import annotations

from dataclasses import dataclass

# What a person still has to write: a paste that holds it is not finished before they do.
HOLE = "…"


@dataclass(frozen=True, slots=True)
class Words:
    """Replaces some words of the line, wherever they are in it; they may go on in the next lines."""

    written: str
    column: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """Replaces the line, or the lines up to ``last``. The first keeps its indent."""

    last: int = 0


@dataclass(frozen=True, slots=True)
class Insert:
    """Comes as lines of its own after the line ``after``; 0 is the top of the file."""

    after: int


@dataclass(frozen=True, slots=True)
class Delete:
    """Takes out the line, or the lines up to ``last``."""

    last: int = 0


@dataclass(frozen=True, slots=True)
class Keys:
    """Sets keys of the entry that the line belongs to, or of its key ``inside``: each replaces the
    one of its name, or is added.
    """

    inside: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Adds entries to a list: that of ``key``, or the file's own; in the Problem's file unless
    ``path`` names another.
    """

    key: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Create:
    """Is the text of a new file, or all of the text of the Problem's own."""

    path: str


@dataclass(frozen=True, slots=True)
class Rename:
    """Gives the file another path; the paste is its name."""

    to: str


@dataclass(frozen=True, slots=True)
class Run:
    """Is a command to run, by somebody who has done what the message asks for."""


Edit = Words | Line | Insert | Delete | Keys | Entry | Create | Rename | Run
