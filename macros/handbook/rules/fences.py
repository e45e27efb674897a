"""Rules about fenced code: it ends where it seems to, and is code for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.handbook import Handbook
from handbook.pages import FENCE, Page
from handbook.problems.edits import Line
from handbook.problems.problem import Problem
from handbook.rules.rule import rule

_ON_A_BULLET = re.compile(r"[ >]*(?:[-*+]|\d+[.)])[ ]+(?:`{3,}|~{3,})")


@rule(
    "fence-open",
    bad="```\nSubject: Our offer",
    good="```\nSubject: Our offer\n```",
)
def open_fences(handbook: Handbook) -> Iterator[Problem]:
    """A block that begins with three backticks ends with three backticks, indented alike. Otherwise
    the rest of the page becomes part of it. In a list it begins on a line of its own, indented as
    far as the words above it.
    """
    for page in handbook.readable:
        if page.open_fence:
            yield _open_fence(page, page.open_fence, page.written(page.open_fence))


# What of the line that begins a block both engines understand alike.
_LANGUAGE = re.compile(r"[`~]+[ ]*(?:\{[ ]*)?\.?([\w#+-]*)(?=[ },]|$)")
_TITLE = re.compile(r"\btitle=(\"[^\"`]*\"|'[^'\"`]*')")


def _plain_fence(opened: str, fence: str) -> str:
    """The line that begins a block, with its language and its title and nothing else."""
    language, title = _LANGUAGE.match(opened.lstrip(" >")), _TITLE.search(opened)
    named = language.group(1) if language and "=" not in language.group(1) else ""
    titled = f' title="{title.group(1)[1:-1]}"' if title else ""
    return f"{fence}{' ' if named else ''}{named}{titled}"


def _open_fence(page: Page, line: int, opened: str) -> Problem:
    shown = opened.strip()
    signs = re.match(r"[\s>]*([`~]+)", opened)
    fence = signs.group(1) if signs else "```"
    if bullet := _bullet_above(page, line):
        what = (
            f'The block "{page.written(bullet).strip()}" begins on the line of its bullet, where '
            "only some programs see it."
        )
        fix = "write words behind the bullet, and begin the block on the line below."
        return Problem(page.at(bullet), what, fix)
    if "\t" in opened[: opened.index(fence)]:
        what = (
            f'The block that begins here with "{shown}" is indented with a tab, which programs '
            "count differently."
        )
        return Problem(
            page.at(line),
            what,
            "indent it, and what is in it, with four spaces instead of each tab.",
        )
    if not FENCE.fullmatch(opened):
        what = (
            f'The block that begins here with "{shown}" says more than a language, and engines '
            "differ about such blocks."
        )
        fix = "write only the signs, the language and the title:"
        return Problem(page.at(line), what, fix, _plain_fence(opened, fence), edit=Line())
    if page.is_fence_disputed:
        what = (
            f'The block that begins here with "{shown}" is indented so that GitHub\'s preview '
            "does not take it for one."
        )
        fix = (
            "indent it as far as the words above it, and close it with a line that is indented "
            "alike."
        )
        return Problem(page.at(line), what, fix)
    what = (
        f'The block that begins here with "{shown}" never ends, or a line in it stands further '
        "left than it."
    )
    fix = (
        f"close it with a line of {fence} that has the same indent, and indent what is in it alike."
    )
    return Problem(page.at(line), what, fix)


def _bullet_above(page: Page, line: int) -> int:
    """The line of a bullet with a block behind it, for which the line that ends the block looks
    like the beginning of one.
    """
    above = range(line - 1, max(line - 60, page.body_line) - 1, -1)
    return next((row for row in above if _ON_A_BULLET.match(page.written(row))), 0)
