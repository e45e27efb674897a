"""A page in, the block at its top and its text out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from handbook.problems.edits import Edit, Insert, Line
from handbook.problems.problem import Place, Problem
from handbook.text.source.values import Map
from handbook.text.source.yaml_text import read_yaml

_END = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?=\n|\Z)")


@dataclass
class FrontMatter:
    """The block at the top of a page, and where the page's own text begins (line number, 1-based)."""

    values: Map | None
    body: str
    body_line: int
    problems: list[Problem]


def split_front_matter(path: str, text: str) -> FrontMatter:
    """Cut a page into its front matter and its text.

    Problems: ``front-matter-missing``, ``front-matter-unreadable`` and those of :func:`read_yaml`.
    """
    first = text.partition("\n")[0]
    if first.rstrip(" \t") != "---":
        return FrontMatter(None, text, 1, [_no_front_matter(path, text.split("\n"))])
    end = _END.search(text, len(first))
    if end is None:
        what = (
            'The block at the top begins with "---" in line 1 and never ends. Until it is fixed, '
            "readers would see the block as text on the page."
        )
        return FrontMatter(
            None,
            text,
            1,
            [
                _front_matter(
                    path,
                    1,
                    what,
                    "write a line with three hyphens after the last key:",
                    "---",
                    edit=Insert(_last_key(text.split("\n"))),
                )
            ],
        )
    block = text[len(first) + 1 : end.start()] + "\n"
    values, problems = _read_block(path, block)
    body_line = text.count("\n", 0, end.start()) + 3
    return FrontMatter(values, text[end.end() + 1 :], body_line, problems)


def _read_block(path: str, block: str) -> tuple[Map | None, list[Problem]]:
    reading = read_yaml(path, block, first_line=2)
    if reading.problems:
        return None, [_in_front_matter(problem) for problem in reading.problems]
    if isinstance(reading.value, Map):
        return reading.value, []
    what = "The block between the two --- lines at the top holds no keys."
    if block.strip():
        return None, [
            _front_matter(
                path,
                2,
                what,
                "write keys there, at least owner: and the role that owns the page.",
                "",
            )
        ]
    return None, [
        _front_matter(path, 2, what, "say at least who owns the page:", "owner: …", edit=Insert(1))
    ]


def _in_front_matter(problem: Problem) -> Problem:
    if problem.rule != "yaml-unreadable":
        return problem
    what = problem.what.replace(
        "This file could not be read here",
        "The block between the two --- lines at the top could not be read",
    )
    what += " Until it is fixed, readers would see the block as text on the page."
    note = "The other checks of this page are skipped until then."
    if re.match(r"(owner|part|review|readers): \S+: ", problem.paste.replace('"', "")):
        # These keys take short names, in which there is no colon: in quotes it would be no better.
        problem = replace(
            problem, fix="take out what should not be in the line.", paste="", edit=None
        )
    return replace(problem, what=what, note=note, rule="front-matter-unreadable")


def _no_front_matter(path: str, lines: list[str]) -> Problem:
    first = next((row for row, line in enumerate(lines) if line.strip()), None)
    paste = "---\nowner: …\n---"
    if first is None:
        return _front_matter(
            path,
            1,
            "This page is empty.",
            "begin it with a block that names its owner, then a heading:",
            f"{paste}\n# …\n\n{{{{ page_card() }}}}\n\n…",
            "front-matter-missing",
            Insert(0),
        )
    if lines[first].strip() == "---":
        what = (
            "The block at the top must begin in line 1, but there is an empty line before its "
            '"---".'
        )
        return _front_matter(
            path, 1, what, "delete what stands before the first ---.", "", "front-matter-missing"
        )
    if keys := _leading_keys(lines[first:]):
        what = (
            f'The page begins with "{keys[0]}", but the line of three hyphens before it is missing.'
        )
        fix, fenced = "put these keys between two such lines:", "\n".join(["---", *keys, "---"])
        return _front_matter(
            path, first + 1, what, fix, fenced, "front-matter-missing", Line(first + len(keys))
        )
    what = (
        f'The page begins with "{lines[first].strip()[:60]}" instead of "---". The site would '
        "take such a first line for a setting and swallow it."
    )
    return _front_matter(
        path,
        first + 1,
        what,
        "begin the page with these lines:",
        paste,
        "front-matter-missing",
        Insert(0),
    )


def _last_key(lines: list[str]) -> int:
    """The line of the last key of a block that begins in line 1 and never ends."""
    keys = (
        row
        for row, line in enumerate(lines[1:], 1)
        if not re.match(r"[a-z_]+:(?: |$)|[ ]+\S|- ", line)
    )
    return next(keys, len(lines))


def _leading_keys(lines: list[str]) -> list[str]:
    """The lines at the top that look like the block at the top without its hyphens; empty if there
    are none.
    """
    block = next(
        (row for row, line in enumerate(lines) if not line.strip() or line.strip() == "---"),
        len(lines),
    )
    keys = [line.rstrip() for line in lines[:block]]
    looks_like_keys = all(re.match(r"[a-z_]+:(?: |$)|\s+-? ?\S|- ", line) for line in keys)
    return keys if looks_like_keys and re.match(r"[a-z_]+:", keys[0]) else []


def _front_matter(
    path: str,
    line: int,
    what: str,
    fix: str,
    paste: str,
    rule: str = "front-matter-unreadable",
    edit: Edit | None = None,
) -> Problem:
    note = "The other checks of this page are skipped until then."
    return Problem(Place(path, line), what, fix, paste, note, rule=rule, edit=edit)
