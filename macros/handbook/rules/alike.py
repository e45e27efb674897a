"""Equal faults of one file or folder, told as one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from posixpath import basename

from handbook.facts.kinds import kinds
from handbook.problems.edits import Words
from handbook.problems.problem import (
    Problem,
    counted,
    in_order,
    listed,
)

# More equal faults than these in one file, or in one folder of facts, are told once, with their
# lines.
ALIKE = 5
ALL = "handbook check --all lists each"


def left_out_once(problems: list[Problem]) -> list[Problem]:
    """A page most of whose macros are not known is of a document that is left out: that is told
    once, not call by call.
    """
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.rule == "macro-unknown":
            groups.setdefault(problem.place.path, []).append(problem)
    many = {path: group for path, group in groups.items() if len(group) > ALIKE}
    kept = [
        problem
        for problem in problems
        if problem.rule != "macro-unknown" or problem.place.path not in many
    ]
    return [*kept, *(_left_out(group) for group in many.values())]


def _left_out(group: list[Problem]) -> Problem:
    first, lines = group[0], [str(problem.place.line) for problem in group]
    what = f"This page calls macros that this handbook does not have, in lines {listed(lines)}."
    fix = (
        f"if their document is left out, take the page out too, or bring the document back. {ALL} "
        "call."
    )
    return replace(
        first,
        what=what,
        fix=fix,
        paste="",
        edit=None,
        note="",
        places=tuple(problem.place for problem in group),
    )


def alike_once(problems: list[Problem]) -> list[Problem]:
    """Problems of one rule with one instruction in one file, if they are many, as the first of them
    with the other lines.
    """
    groups: dict[object, list[Problem]] = {}
    for problem in in_order(problems):
        groups.setdefault(
            (
                problem.rule,
                problem.severity,
                _file_or_folder(problem.place.path),
                problem.fix,
                problem.paste,
                _words_of(problem),
            ),
            [],
        ).append(problem)
    return [
        told
        for group in groups.values()
        for told in (_first(group) if len(group) > ALIKE else group)
    ]


def _words_of(problem: Problem) -> str:
    """The words that the paste replaces: the same call may be meant by several wrong ones, which
    are different faults.
    """
    return problem.edit.written if problem.paste and isinstance(problem.edit, Words) else ""


def _file_or_folder(path: str) -> str:
    return next((folder for folder in _folders() if path.startswith(folder)), path)


@cache
def _folders() -> tuple[str, ...]:
    return tuple(kind.where for kind in kinds() if kind.shape == "folder")


def _first(group: list[Problem]) -> list[Problem]:
    first, *others = group
    if len({problem.place.path for problem in group}) == 1:
        where = (
            f"{counted(len(others), 'more line')}: "
            f"{listed([str(problem.place.line) for problem in others])}"
        )
    else:
        names = [basename(problem.place.path) for problem in others]
        where = (
            f"{counted(len(others), 'more place')} of {_file_or_folder(first.place.path)}: "
            f"{listed(dict.fromkeys(names))}"
        )
    note = f"{first.note} The same in {where}; {ALL}.".strip()
    return [replace(first, note=note, places=tuple(problem.place for problem in group))]
