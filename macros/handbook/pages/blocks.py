"""The blocks of a page as GitHub's preview sees them: paragraphs, lists in lists, quotations, code,
tables.

`markdown-it-py` reads them. It is taught one more kind, the blocks of Python-Markdown that begin
with a mark and are indented by four (`!!! note`, `??? note`, `=== "Tab"`, `[^1]: …`, `: …`), and it
leaves what is inside a line alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.rules_block import (
    StateBlock,
    code,
    fence,
    heading,
    hr,
    html_block,
    lheading,
    paragraph,
    table,
)
from markdown_it.token import Token

# Below this many blocks in blocks nothing is read; pages are bounded far above it.
DEEPEST = 30
_LEAVES: dict[str, RuleFuncBlockType] = {
    "table": table,
    "code": code,
    "fence": fence,
    "hr": hr,
    "html_block": html_block,
    "heading": heading,
    "lheading": lheading,
    "paragraph": paragraph,
}
_ENDS_PARAGRAPH = ["paragraph", "reference", "blockquote", "list"]
_MARK = re.compile(
    r"(?:!!!|\?\?\?\+?|===[!+]{0,2})[ ]+[\"\w][^\n]*|\[\^[^\]\s]+\]:[ ]*|:[ ]{1,3}(?=\S)"
)


@dataclass
class Block:
    """A block: a leaf with its lines, or a container with the blocks inside it. ``first`` and
    ``end`` are rows of the page.
    """

    kind: str
    first: int
    end: int
    mark: str = ""
    lines: list[str] = field(default_factory=list)
    inner: list[Block] = field(default_factory=list)
    loose: bool = False


def read_blocks(text: str) -> list[Block] | None:
    """The blocks of a text; None if blocks are inside blocks more deeply than anyone writes."""
    tokens = _parser().parse(text)
    if any(token.level >= DEEPEST for token in tokens):
        return None
    top = Block("page", 0, 0)
    path = [top]
    for token in tokens:
        if token.nesting < 0:
            path.pop()
            continue
        block = _block(token)
        path[-1].inner.append(block)
        if token.nesting > 0:
            path.append(block)
    return top.inner


def _block(token: Token) -> Block:
    first, end = token.map or (0, 0)
    lines = token.content.split("\n") if token.nesting == 0 else []
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
    mark = (
        token.info + token.markup if token.type == "list_item_open" else token.meta.get("mark", "")
    )
    return Block(token.type.removesuffix("_open"), first, end, mark, lines)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST + 1}).enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.block.ruler.disable("reference")
    parser.block.ruler.before("list", "marked", _marked, {"alt": _ENDS_PARAGRAPH})
    ends = {
        "table": ["paragraph"],
        "fence": _ENDS_PARAGRAPH,
        "hr": _ENDS_PARAGRAPH,
        "heading": _ENDS_PARAGRAPH[:3],
    }
    ends["html_block"] = _ENDS_PARAGRAPH[:3]
    for name, rule in _LEAVES.items():
        parser.block.ruler.at(name, _leaf(name, rule), {"alt": ends.get(name, [])})
    return parser


def _leaf(name: str, rule: RuleFuncBlockType) -> RuleFuncBlockType:
    """The rule, but what it finds becomes one token that holds the lines as they were written."""

    def read(state: StateBlock, first: int, end: int, silent: bool) -> bool:
        before = len(state.tokens)
        found = rule(state, first, end, silent)
        if found and not silent:
            del state.tokens[before:]
            token = state.push(name, "", 0)
            token.map = [first, state.line]
            token.content = state.getLines(first, state.line, state.blkIndent, False)
        return found

    return read


def _marked(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block of Python-Markdown: its mark, and what is indented by four below it."""
    start = state.bMarks[first] + state.tShift[first]
    found = (
        None if state.is_code_block(first) else _MARK.match(state.src, start, state.eMarks[first])
    )
    if found is None or (found.group()[0] == ":" and not _is_below_text(state, first)):
        return False
    if silent:
        return True
    token = state.push("marked_open", "", 1)
    token.map = [first, first + 1]
    token.meta = {"mark": found.group()}
    with_text = found.group()[0] in "[:"
    indent = state.blkIndent + 4
    last = end if with_text else _last_indented(state, first + 1, end, indent)
    old = state.blkIndent, state.lineMax, state.parentType, state.tight, _offsets(state, first)
    state.blkIndent, state.lineMax, state.parentType = indent, last, "list"
    state.line = first + 1
    if with_text and found.end() < state.eMarks[first]:
        _put_offsets(state, first, (found.end(), 0, indent))
        state.md.block.tokenize(state, first, last)
    else:
        state.md.block.tokenize(state, first + 1, last)
    state.blkIndent, state.lineMax, state.parentType, state.tight, offsets = old
    _put_offsets(state, first, offsets)
    token.map[1] = state.line
    state.push("marked_close", "", -1)
    return True


def _is_below_text(state: StateBlock, row: int) -> bool:
    return row > 0 and not state.isEmpty(row - 1) and state.sCount[row] >= state.blkIndent


def _last_indented(state: StateBlock, row: int, end: int, indent: int) -> int:
    while row < end and (state.isEmpty(row) or state.sCount[row] >= indent):
        row += 1
    return row


def _offsets(state: StateBlock, row: int) -> tuple[int, int, int]:
    return state.bMarks[row], state.tShift[row], state.sCount[row]


def _put_offsets(state: StateBlock, row: int, offsets: tuple[int, int, int]) -> None:
    state.bMarks[row], state.tShift[row], state.sCount[row] = offsets
