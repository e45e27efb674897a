"""A page as engines need it: what GitHub's preview shows, in the narrower Markdown that MkDocs and
Zensical read.

Both engines read Markdown with Python-Markdown. It wants an empty line above a list and four spaces
below a bullet, where GitHub is content with none and two. People write for what they see in
GitHub's preview, so their lists, quotations and tables are rewritten before an engine sees them.
What is written as engines need it comes out the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from handbook.pages.blocks import Block, read_blocks
from handbook.pages.fences import fences, first_disputed
from handbook.pages.inline import rewritten

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?:.*\n)*?---[ \t]*(?:\n|\Z)")
_LISTS = ("bullet_list", "ordered_list")
# Two lists, or two quotations, that engines would make one of are told apart by a comment between
# them. So is a bullet from what is no text: Python-Markdown wants something on its line.
_APART = "<!-- -->"
_ALERT = re.compile(r"\[!(note|tip|important|warning|caution)\]", re.IGNORECASE)
_ALERTS = {
    "note": "note",
    "tip": "tip",
    "important": 'info "Important"',
    "warning": "warning",
    "caution": 'danger "Caution"',
}
# A heading for Python-Markdown, but for GitHub text; and a number too long to count items.
_NO_HEADING = re.compile(r"[ ]{0,3}(?=#{1,6}[^#\s]|#{7})")
_NO_NUMBER = re.compile(r"[ ]{0,3}\d{10,}(?=[.][ ])")
_WOULD_BEGIN_A_BLOCK = re.compile(
    r"(?:[-+*:]|\d+[.)])(?=\s)|[>#]|[-*_=](?=[-*_=]*\s*$)|[|:-](?=[|: -]*$)"
)


def as_engines_need(text: str) -> str:
    """The page with lists, quotations, tables and marks as Python-Markdown reads them. Lines may be
    added.
    """
    found = _FRONT_MATTER.match(text) if text.startswith("---") else None
    head = found.group() if found else ""
    body = text[len(head) :]
    lines = re.sub(r"\r\n?", "\n", body).split("\n")
    blocks = read_blocks(body)
    if blocks is None or _is_disputed(body, lines, blocks):
        return text
    for block in blocks:
        _set_looseness(block)
    return head + "\n".join(_page(blocks, lines))


def _is_disputed(body: str, lines: list[str], blocks: list[Block]) -> bool:
    """Whether GitHub's preview and the rules disagree about what is code: then nothing may be
    moved.
    """
    if "```" not in body and "~~~" not in body:
        return False
    found = fences(lines)
    return found.open is not None or first_disputed(lines, found, blocks) is not None


def _page(blocks: list[Block], lines: list[str]) -> Iterator[str]:
    """The whole page: what is no container keeps its lines, and so do empty lines."""
    end = 0
    before: Block | None = None
    for block in blocks:
        yield from lines[end : block.first]
        if before is not None:
            yield from _between(before, block, block.first > end)
        yield from (
            _leaf(block, lines[block.first : _end(block)])
            if block.kind in _LEAVES
            else _CONTAINERS[block.kind](block)
        )
        end, before = _end(block), block
    yield from lines[end:]


def _blocks(blocks: list[Block]) -> Iterator[str]:
    """The blocks inside a container, with one empty line between them."""
    before: Block | None = None
    for block in blocks:
        if before is not None:
            yield from _between(before, block, False)
        yield from _lines(block)
        before = block


def _between(before: Block, block: Block, is_apart: bool) -> Iterator[str]:
    """What must be added between two blocks: an empty line; a comment where they would become one."""
    if block.mark.startswith(":"):
        return
    if not is_apart:
        yield ""
    alike = before.kind == block.kind and block.kind in (*_LISTS, "blockquote")
    if alike or (before.inner and block.kind == "code"):
        yield from (_APART, "")


def _end(block: Block) -> int:
    """The row behind the last line of a block, without the empty lines behind it."""
    if block.inner and block.kind != "blockquote":
        return _end(block.inner[-1])
    if block.kind == "blockquote":
        return block.end
    return block.first + len(block.lines) if block.lines else block.first + 1


def _list(block: Block) -> Iterator[str]:
    for place, item in enumerate(block.inner):
        if place and block.loose:
            yield ""
        yield from _item(item, block.loose)


def _set_looseness(block: Block) -> bool:
    """Say of each list whether empty lines part its items: where they were, and where
    Python-Markdown needs them.

    Below anything but words and lists of words, an item goes on for Python-Markdown until the next
    empty line.
    """
    inner = [_set_looseness(child) for child in block.inner]
    if block.kind in _LISTS:
        without_words = len(block.inner) > 1 and not all(item.inner for item in block.inner)
        block.loose = any(inner) or without_words or _is_apart(block.inner)
    elif block.kind == "list_item":
        kinds = [child.kind for child in block.inner]
        only_words = all(
            kind in _LISTS or (kind == "paragraph" and not place)
            for place, kind in enumerate(kinds)
        )
        return any(inner) or not only_words or _is_apart(block.inner)
    return block.loose


def _is_apart(blocks: list[Block]) -> bool:
    return any(later.first > _end(earlier) for earlier, later in pairwise(blocks))


def _item(item: Block, loose: bool) -> Iterator[str]:
    mark = item.mark.replace(")", ".") + " "
    first, *rest = [*_children(item.inner, loose)] or [""]
    yield mark.ljust(4) + first
    yield from _indented(rest)


def _children(children: list[Block], loose: bool) -> Iterator[str]:
    for place, child in enumerate(children):
        if place and (loose or child.kind not in _LISTS):
            yield from _between(children[place - 1], child, False)
        if not place and child.kind not in ("paragraph", "html_block", *_LISTS):
            yield from (_APART, "")
        yield from _lines(child)


def _indented(lines: list[str] | Iterator[str]) -> Iterator[str]:
    return (f"    {line}" if line else "" for line in lines)


def _quote(block: Block) -> Iterator[str]:
    if alert := _alert(block):
        first, *others = block.inner
        text = replace(first, lines=[_as_text_line(line.lstrip(" \t")) for line in first.lines[1:]])
        yield f"!!! {_ALERTS[alert]}"
        yield from _indented(_blocks([text, *others] if text.lines else others))
        return
    for line in [*_blocks(block.inner)] or [""]:
        yield f"> {line}" if line else ">"


def _alert(block: Block) -> str:
    """The kind of GitHub's alert that a quotation is, as its first line says."""
    first = block.inner[0] if block.inner else None
    found = (
        _ALERT.fullmatch(first.lines[0].strip()) if first and first.kind == "paragraph" else None
    )
    return found.group(1).lower() if found else ""


def _marked(block: Block) -> Iterator[str]:
    lines = list(_blocks(block.inner))
    if block.mark[0] in "[:" and block.inner and block.inner[0].first == block.first:
        yield block.mark + lines.pop(0)
    else:
        yield block.mark
    yield from _indented(lines)


def _lines(block: Block) -> Iterator[str]:
    """The lines of a block inside a container."""
    return _leaf(block, _tidy(block)) if block.kind in _LEAVES else _CONTAINERS[block.kind](block)


def _tidy(block: Block) -> list[str]:
    """The lines of a leaf in a container, set to the left, and with nothing that would begin a
    block where none begins.
    """
    if block.kind in ("paragraph", "lheading", "heading", "table"):
        first, *others = (line.lstrip(" \t") for line in block.lines)
        return [
            first,
            *(_as_text_line(line) if block.kind == "paragraph" else line for line in others),
        ]
    if block.kind == "fence":
        indent = len(block.lines[0]) - len(block.lines[0].lstrip(" "))
        return [line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in block.lines]
    return block.lines


def _as_text_line(line: str) -> str:
    """A line that goes on with a text, where alone it would begin a list, a quotation, a heading or
    a line across the page.
    """
    found = _WOULD_BEGIN_A_BLOCK.match(line)
    if found is None:
        return line
    return f"{line[: found.end() - 1]}&#{ord(line[found.end() - 1])};{line[found.end() :]}"


def _leaf(block: Block, lines: list[str]) -> Iterator[str]:
    yield from _LEAVES[block.kind](lines)


def _as_they_are(lines: list[str]) -> list[str]:
    return lines


def _paragraph(lines: list[str]) -> list[str]:
    return rewritten("\n".join(_text_line(line) for line in lines)).split("\n")


def _text_line(line: str) -> str:
    for pattern in (_NO_HEADING, _NO_NUMBER):
        if found := pattern.match(line):
            return f"{found.group()}\\{line[found.end() :]}"
    return line


_LEAVES: dict[str, Callable[[list[str]], list[str]]] = {
    "paragraph": _paragraph,
    "lheading": _paragraph,
    "heading": lambda lines: [_heading(lines[0])],
    "table": lambda lines: [rewritten(line, in_table=True) for line in lines],
    "fence": _as_they_are,
    "code": _as_they_are,
    "html_block": _as_they_are,
    "hr": _as_they_are,
}
_CONTAINERS: dict[str, Callable[[Block], Iterator[str]]] = {
    "bullet_list": _list,
    "ordered_list": _list,
    "blockquote": _quote,
    "marked": _marked,
}


def _heading(line: str) -> str:
    """A heading begins its line, and keeps the `#` that belongs to its last word."""
    written = rewritten(line.strip(" \t"))
    found = re.search(r"[^\s#\\](#+)[ ]*$", written)
    return f"{written[: found.start(1)]}\\{written[found.start(1) :]}" if found else written
