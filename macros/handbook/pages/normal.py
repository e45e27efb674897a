"""A page as engines need it: what GitHub's preview shows, in the narrower Markdown that MkDocs and Zensical read.

Both engines read Markdown with Python-Markdown. It wants an empty line above a list and four spaces below a bullet,
where GitHub is content with none and two. People write for what they see in GitHub's preview, so their lists, quotations and
tables are set out anew before an engine sees them. What is written as engines need it comes out the same.
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
# Two lists, or two quotations, that engines would make one of are told apart by a comment between them.
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
_NO_HEADING = re.compile(r"[ ]{0,3}(?=#{1,6}[^#\s])")
_NO_NUMBER = re.compile(r"[ ]{0,3}\d{10,}(?=[.][ ])")
_WOULD_BEGIN_A_BLOCK = re.compile(r"^(?:[-+*]|\d+[.)])(?=\s)|[>#=~`-]|!!!|\?\?\?")


def as_engines_need(text: str) -> str:
    """The page with lists, quotations, tables and marks as Python-Markdown reads them. Lines may be added."""
    found = _FRONT_MATTER.match(text) if text.startswith("---") else None
    head = found.group() if found else ""
    body = text[len(head) :]
    lines = re.sub(r"\r\n?", "\n", body).split("\n")
    blocks = read_blocks(body)
    if blocks is None or _is_disputed(body, lines, blocks):
        return text
    return head + "\n".join(_page(blocks, lines))


def _is_disputed(body: str, lines: list[str], blocks: list[Block]) -> bool:
    """Whether GitHub's preview and the rules disagree about what is code: then nothing may be moved."""
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
        yield from _leaf(block, _tidy(block)) if block.kind in _LEAVES else _CONTAINERS[block.kind](block)
        before = block


def _between(before: Block, block: Block, is_apart: bool) -> Iterator[str]:
    """What must be added between two blocks: an empty line; a comment where they would become one."""
    if block.mark.startswith(":"):
        return
    if not is_apart:
        yield ""
    alike = before.kind == block.kind and block.kind in (*_LISTS, "blockquote")
    if alike or (before.kind in _LISTS and block.kind == "code"):
        yield from (_APART, "")


def _end(block: Block) -> int:
    """The row behind the last line of a block, without the empty lines behind it."""
    if block.inner:
        return _end(block.inner[-1])
    return block.first + len(block.lines) if block.lines else block.first + 1


def _list(block: Block) -> Iterator[str]:
    loose = _is_loose(block)
    for place, item in enumerate(block.inner):
        if place and (loose or not (_is_simple(item) and _is_simple(block.inner[place - 1]))):
            yield ""
        yield from _item(item, loose)


def _is_simple(block: Block) -> bool:
    """Whether a list or an item is made of words and lists only; below anything else a new item needs an empty line."""
    kinds = [child.kind for child in block.inner]
    return (
        bool(kinds)
        and all(kind == "paragraph" if not place else kind in _LISTS for place, kind in enumerate(kinds))
        and all(_is_simple(item) for child in block.inner for item in child.inner)
    )


def _is_loose(block: Block) -> bool:
    pairs = [*pairwise(block.inner)]
    pairs += [pair for item in block.inner for pair in pairwise(item.inner)]
    return any(later.first > _end(earlier) for earlier, later in pairs)


def _item(item: Block, loose: bool) -> Iterator[str]:
    mark = item.mark.replace(")", ".") + " "
    lines = [
        line for place, child in enumerate(item.inner) for line in _child(item.inner, place, child, loose)
    ]
    first, *rest = lines or [""]
    yield mark.ljust(4) + first
    yield from _indented(rest)


def _child(children: list[Block], place: int, child: Block, loose: bool) -> Iterator[str]:
    if place:
        nested = child.kind in _LISTS and children[place - 1].kind == "paragraph"
        yield from () if nested and not loose else _between(children[place - 1], child, False)
    lines = _leaf(child, _tidy(child)) if child.kind in _LEAVES else _CONTAINERS[child.kind](child)
    if not place and child.kind not in ("paragraph", *_LISTS):
        yield from ("", "")
    yield from lines


def _indented(lines: list[str] | Iterator[str]) -> Iterator[str]:
    return (f"    {line}" if line else "" for line in lines)


def _quote(block: Block) -> Iterator[str]:
    if alert := _alert(block):
        first, *others = block.inner
        text = replace(first, lines=first.lines[1:])
        yield f"!!! {_ALERTS[alert]}"
        yield from _indented(_blocks([text, *others] if text.lines else others))
        return
    for line in _blocks(block.inner):
        yield f"> {line}" if line else ">"


def _alert(block: Block) -> str:
    """The kind of GitHub's alert that a quotation is, as its first line says."""
    first = block.inner[0] if block.inner else None
    found = _ALERT.fullmatch(first.lines[0].strip()) if first and first.kind == "paragraph" else None
    return found.group(1).lower() if found else ""


def _marked(block: Block) -> Iterator[str]:
    lines = list(_blocks(block.inner))
    if block.mark[0] in "[:" and block.inner and block.inner[0].first == block.first:
        yield block.mark + lines.pop(0)
    else:
        yield block.mark
    yield from _indented(lines)


def _tidy(block: Block) -> list[str]:
    """The lines of a leaf in a container, set to the left, and with nothing that would begin a block where none begins."""
    if block.kind in ("paragraph", "lheading", "heading", "table"):
        first, *others = (line.lstrip(" \t") for line in block.lines)
        return [
            first,
            *(
                _WOULD_BEGIN_A_BLOCK.sub(_as_text, line) if block.kind == "paragraph" else line
                for line in others
            ),
        ]
    if block.kind == "fence":
        indent = len(block.lines[0]) - len(block.lines[0].lstrip(" "))
        return [line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in block.lines]
    return block.lines


def _as_text(found: re.Match[str]) -> str:
    sign = found.group()
    return f"{sign[:-1]}&#{ord(sign[-1])};"


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
    written = rewritten(line.lstrip(" "))
    found = re.search(r"[^\s#\\](#+)[ ]*$", written)
    return f"{written[: found.start(1)]}\\{written[found.start(1) :]}" if found else written
