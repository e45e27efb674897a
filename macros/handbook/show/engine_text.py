"""A page's text as an engine may have it: every call drawn, every refused piece replaced by what to
do about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from handbook.pages import Call, Page, too_much
from handbook.pages.fences import fences, first_disputed
from handbook.pages.jinja import pieces
from handbook.pages.mended import refused
from handbook.pages.normal import as_engines_need
from handbook.pages.scan import code_spans
from handbook.pages.text import PageText
from handbook.problems.problem import Problem
from handbook.show.html import Html
from handbook.show.shown import MacroOutput, Shown, note
from handbook.show.silent import as_without

REFUSED = "template-refused"
# A page, and the log, show this many messages in full; for the rest it only says that it is not
# shown.
MOST = 30
SHORT = MacroOutput(Html('<span class="hb-refused">cannot be shown</span>'))
# Signs that have a meaning outside code; a low line between letters has none.
_MEANS = re.compile(r"[<\[\]()*`!\\&~:]|(?<!\w)_|_(?!\w)")
_TAG = re.compile("<[^<>]*>")
# What follows a piece in the address of a link: more of the address, perhaps a title.
_REST_OF_LINK = re.compile(r"[^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+\)")
# Signs that would end a code span, or begin a template; in code they cannot be escaped.
_ENDS_CODE = re.compile(r"[`{}\n]")


@dataclass(frozen=True)
class EngineText:
    """The text that the engine gets, without a program in it, and the Problems of the page."""

    text: str
    problems: tuple[Problem, ...]


def engine_text(shown: Shown, source: str, src: str, from_source: bool = False) -> EngineText:
    """Judge what an engine is about to render of the page ``src``: its text without front matter,
    or its title.
    """
    if too_much(src, source):
        return _left_out(shown, source, src)
    written = _PageSource(shown, source, src)
    off = shown.handbook.off.pages
    if not written.pieces:
        text = as_engines_need(source) if "\n" in source else source
        return EngineText(as_without(text, src, off) if off else text, ())
    text = as_engines_need(source) if "\n" in source else source
    spans = [(piece.start, piece.end) for piece in pieces(text)]
    if len(spans) != len(written.pieces):  # nothing is shown that was not judged
        text, spans = source, [(start, end) for start, end, _ in written.pieces]
    found = _not_too_many(written.shown(piece, from_source) for piece in written.pieces)
    in_address = [written.in_address(start) for start, _, _ in written.pieces]
    parts = _parts(text, _outside_addresses(text, spans, in_address, found))
    joined = "".join(parts)
    return EngineText(
        as_without(joined, src, off) if off else joined,
        tuple(problem for drawn in found for problem in drawn.problems),
    )


def _not_too_many(drawn: Iterable[MacroOutput]) -> list[MacroOutput]:
    """A page of two hundred thousand braces would become one of a hundred million signs."""
    found, refused = [], 0
    for drawing in drawn:
        refused += bool(drawing.problems)
        found.append(SHORT if drawing.problems and refused > MOST else drawing)
    return found


def _left_out(shown: Shown, source: str, src: str) -> EngineText:
    """In the place of a page that is too much for engines: its name, and what to do about it."""
    path = f"docs/{src}"
    found = too_much(path, source, _first_line(shown, source, src))
    name = re.sub(r"[^\w./ -]", " ", src)
    return EngineText(
        "\n\n".join([f"# {name}", *(str(note(problem, path)) for problem in found)]) + "\n",
        tuple(found),
    )


def _outside_addresses(
    text: str, spans: list[tuple[int, int]], in_address: list[bool], drawn: list[MacroOutput]
) -> list[tuple[int, int, str]]:
    """What is placed where: a piece inside the address of a link replaces the whole link."""
    placed: list[tuple[int, int, str]] = []
    for (start, end), inside, drawing in zip(spans, in_address, drawn, strict=True):
        if placed and start < placed[-1][1]:
            continue
        if inside:
            start, end = _whole_link(text, start, end)
        while placed and placed[-1][1] > start:
            placed.pop()
        placed.append((start, end, str(drawing.html)))
    return placed


def _whole_link(text: str, start: int, end: int) -> tuple[int, int]:
    """Start and end of the link or picture whose address holds a piece; those of the piece alone if
    the link is not all on its line.
    """
    line = text.rfind("\n", 0, start) + 1
    opening, depth = text.rfind("](", line, start), 1
    while depth and opening >= 0:
        opening = max(text.rfind("[", line, opening), text.rfind("]", line, opening))
        depth += 1 if text[opening] == "]" else -1
    rest = _REST_OF_LINK.match(text, end)
    if opening < 0 or rest is None:
        return start, end
    return opening - (text[line:opening][-1:] == "!"), rest.end()


def _parts(text: str, placed: list[tuple[int, int, str]]) -> Iterator[str]:
    position = 0
    for start, end, html in placed:
        yield text[position:start]
        yield html
        position = end
    yield text[position:]


class _PageSource:
    """The text as it was written, which is what the page rule checks: its lines are those of the
    file.
    """

    def __init__(self, shown: Shown, source: str, src: str) -> None:
        self.known, self.text = shown, source
        self.page = Page(f"docs/{src}", src, source, _first_line(shown, source, src))
        self.reader = PageText(self.page, source)
        self.reader.read_jinja()
        refused: list[tuple[int, int, Call | None]] = [
            (start, end, None) for start, end in self.reader.refused
        ]
        self.pieces = sorted([*self.reader.drawn, *refused], key=lambda piece: piece[0])

    def shown(self, piece: tuple[int, int, Call | None], from_source: bool) -> MacroOutput:
        start, end, call = piece
        if call is not None:
            drawn = self.known.draw(call, self.page.src, from_source)
            return MacroOutput(self.as_code(drawn.html, start), drawn.problems)
        what, fix, paste = refused(
            self.text[start:end], self.known.macro_names, self.known.macros_alone
        )
        problem = Problem(self.page.at(self.reader.line(start)), what, fix, paste, rule=REFUSED)
        shown = in_plain_words(problem) if self.is_code(start) else note(problem, self.page.path)
        return MacroOutput(shown, (problem,))

    def as_code(self, html: Html, offset: int) -> Html:
        """What a call shows where it is; in code its words alone, because HTML would be read as
        letters there.

        In a code span, which programs may end elsewhere, only words that mean nothing outside it
        either.
        """
        in_fence, in_span = self.in_code(offset)
        words = unescape(_TAG.sub("", str(html)))
        return Html(words) if in_fence or (in_span and not _MEANS.search(words)) else html

    def in_code(self, offset: int) -> tuple[bool, bool]:
        """Whether a place is in a block of code, and whether it is in code within a line."""
        line = self.reader.line(offset) - self.page.body_line
        column = offset - self.reader.starts[line]
        in_fence = any(first < line < end for first, end in self.fenced)
        return in_fence, any(start < column < end for start, end in code_spans(self.lines[line]))

    def in_address(self, offset: int) -> bool:
        """Whether a place is in the address of a link, where no macro call may be; code holds no
        links.
        """
        line = self.reader.line(offset) - self.page.body_line
        before = self.text[self.reader.starts[line] : offset]
        opened = before.rfind("](")
        return opened >= 0 and ")" not in before[opened:] and not any(self.in_code(offset))

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def fenced(self) -> list[tuple[int, int]]:
        """The rows of code, where everybody agrees about it."""
        found = fences(self.lines)
        sure = found.open is None and first_disputed(self.lines, found) is None
        return found.closed if sure else []

    def is_code(self, offset: int) -> bool:
        """Code is blank in the prose; nothing else that begins with a brace is."""
        return self.prose[offset : offset + 1] == " "

    @cached_property
    def prose(self) -> str:
        """Reading all of a page costs more, so only a page with something refused is read."""
        page = Page(self.page.path, self.page.src, self.text, self.page.body_line)
        PageText(page, self.text).read()
        return "\n".join(page.prose)


def in_plain_words(problem: Problem) -> Html:
    """The same within code, where HTML would be read as letters."""
    return Html(_ENDS_CODE.sub(" ", f"cannot be shown: {problem.what} To fix: {problem.fix}"))


def _first_line(shown: Shown, source: str, src: str) -> int:
    """The line of the file in which the text begins that an engine hands over; 1 if it cannot be
    found there.
    """
    page = shown.handbook.pages.get(src)
    inner = source.strip("\n")
    place = page.text.rfind(inner) if page and inner else -1
    if page is None or place < 0:
        return 1
    return page.text.count("\n", 0, place) + 1 - source[: source.index(inner)].count("\n")
