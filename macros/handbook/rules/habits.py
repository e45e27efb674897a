"""What looks right while it is typed, in a mail, a word processor or a chat, and is something else
on the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.problems.edits import Insert, Line, Words
from handbook.problems.problem import Problem
from handbook.rules.rule import rule
from handbook.text.sieve import Sieve

# Bullets of word processors and phones, hyphens without a space, letters that count.
_ENTRY = re.compile(
    r"([ ]*)(?:[•·▪◦●○■‣⁃☐☑]|[–—](?=[ \xa0])|-(?=[^\W\d_])|-(?=\xa0)|[a-z]\)(?=[ ]))[ \xa0]*(?=\S)"
)
_ROW = re.compile(r"[ ]*\|.*\|[ ]*")
_DIVIDER = re.compile(r"[ ]*\|?[ :|-]*-[ :|-]*\|?[ ]*")
_BOX = re.compile(r"([ >]*(?:!!!|\?\?\?\+?)[ ]+[\w-]+)[ ]+(?!\"|inline\b|end\b)(\S.*?)[ ]*")
_BOX_BEGINS = re.compile(r"([ ]*)(?:!!!|\?\?\?\+?)[ ]+[\w-]+.*")
_HEADING = re.compile(r"h([1-6])\.[ ]+(.+)")
_APART = re.compile(
    r"\[([^\[\]]+)\][ ]+\(([^()\s]+\.(?:md|png|jpg|svg)(?:#[\w-]+)?|https?://[^()\s]+)\)"
)
_SWAPPED = re.compile(
    r"(?<!\])\(([^()\[\]]+)\)\[([^\[\]\s]+\.md(?:#[\w-]+)?|https?://[^\[\]\s]+)\]"
)
_MAY_BE_UNCLEAR = Sieve(r"\] |\)\[|<|^h[1-6]\.")
_MENTION = re.compile(r"<[@#!][A-Z0-9]{4,}(?:\|[^<>\n]{0,80})?>")


@rule(
    "list-unmarked",
    bad="We bring:\n• the tap\n• six jugs",
    good="We bring:\n- the tap\n- six jugs",
)
def unmarked_lists(handbook: Handbook) -> Iterator[Problem]:
    """Each entry of a list begins with a hyphen and a space, or with a number and a point. Bullets
    of other programs, hyphens without a space and letters are only text, so all entries would run
    together in one paragraph.
    """
    for page in handbook.readable:
        rows = enumerate(page.prose)
        for is_entry, group in groupby(rows, key=lambda row: bool(_ENTRY.match(row[1]))):
            run = list(group) if is_entry else []
            if len(run) > 1:
                yield _unmarked(page, run)


def _unmarked(page: Page, run: list[tuple[int, str]]) -> Problem:
    lines = [page.body_line + row for row, _ in run]
    mended = [_ENTRY.sub(r"\1- ", page.written(line), count=1) for line in lines]
    what = (
        f'"{page.written(lines[0]).strip()[:60]}" begins no list: on the site these {len(run)} '
        "lines run together."
    )
    return Problem(page.at(lines[0]), what, "write:", "\n".join(mended), edit=Line(lines[-1]))


@rule(
    "table-unmarked",
    bad="| Stage | Days |\n| Visit | 5 |",
    good="| Stage | Days |\n| --- | --- |\n| Visit | 5 |",
)
def unmarked_tables(handbook: Handbook) -> Iterator[Problem]:
    """A table has a line of hyphens below its head. Without it, readers see the bars."""
    for page in handbook.readable:
        rows = enumerate(page.prose)
        for is_table, group in groupby(rows, key=lambda row: bool(_ROW.fullmatch(row[1]))):
            run = list(group) if is_table else []
            if len(run) > 1 and not any(_DIVIDER.fullmatch(text) for _, text in run[:2]):
                head = page.body_line + run[0][0]
                cells = len(re.findall(r"(?<!\\)\|", run[0][1].strip())) - 1
                what = "These lines are no table yet, so readers see the bars."
                paste = f"|{' --- |' * cells}"
                yield Problem(
                    page.at(head), what, "put below the first of them:", paste, edit=Insert(head)
                )


@rule(
    "box-unclear",
    bad="!!! note Ask first",
    good='!!! note "Ask first"\n    The lead decides within a day.',
)
def unclear_boxes(handbook: Handbook) -> Iterator[Problem]:
    """The title of a box is in quotes, and what is in the box is indented by four spaces. Otherwise
    the title vanishes, or the box is empty.
    """
    for page in handbook.readable:
        for row, text in enumerate(page.prose):
            if "!!!" not in text and "???" not in text:
                continue
            if found := _BOX.fullmatch(text):
                paste = f'{found.group(1)} "{found.group(2)}"'
                what = f'The title "{found.group(2)}" is not in quotes, so readers do not see it.'
                yield Problem(page.at(page.body_line + row), what, "write:", paste, edit=Line())
            elif _is_empty(page.prose, row):
                what = "Nothing is in this box: what belongs to it is not indented by four spaces."
                yield Problem(
                    page.at(page.body_line + row), what, "indent its text by four spaces."
                )


def _is_empty(prose: list[str], row: int) -> bool:
    """Whether a box begins in a row and the next text is not in it; what only code follows is left
    alone.
    """
    begins = _BOX_BEGINS.fullmatch(prose[row])
    if begins is None:
        return False
    inside = len(begins.group(1)) + 4
    following = next((line for line in prose[row + 1 : row + 4] if line.strip()), "")
    indent = len(following) - len(following.lstrip(" "))
    return bool(following) and len(begins.group(1)) < indent < inside


@rule("link-unclear", bad="[prices] (sales-book/prices.md)", good="[prices](sales-book/prices.md)")
def unclear_links(handbook: Handbook) -> Iterator[Problem]:
    """A link is its words between square brackets and right behind them where it leads, between
    round ones. A heading begins with `#`.
    """
    for page in handbook.readable:
        for row, text in _MAY_BE_UNCLEAR.rows(page.prose):
            for found, what, paste in _not_markdown(text):
                place = page.at(page.body_line + row)
                fix = "write:" if paste else "name the role, or leave it out."
                edit = Words(found.group(), found.start() + 1) if paste else None
                yield Problem(place, f'"{found.group()[:80]}" {what}.', fix, paste, edit=edit)


def _not_markdown(text: str) -> Iterator[tuple[re.Match[str], str, str]]:
    """What is meant as a link, a heading or a person and is none: the words, what is wrong, what to
    write.
    """
    shown = "is no link, so readers see the brackets"
    for found in _APART.finditer(text) if "] " in text else ():
        yield found, shown, f"[{found.group(1)}]({found.group(2)})"
    for found in _SWAPPED.finditer(text) if ")[" in text else ():
        yield found, shown, f"[{found.group(1)}]({found.group(2)})"
    for found in _MENTION.finditer(text) if "<" in text else ():
        yield found, "is a person or a channel in another program, and signs on the site", ""
    if heading := _HEADING.fullmatch(text):
        paste = f"{'#' * int(heading.group(1))} {heading.group(2)}"
        yield heading, "is a heading in another program, and text on the site", paste
