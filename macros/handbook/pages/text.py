"""The Markdown below the front matter: where its headings, links and macro calls are, and what is
no text at all.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from handbook.pages.fences import fences, first_disputed
from handbook.pages.inline import bare_addresses, emoji
from handbook.pages.jinja import CALL, literal_arguments, pieces
from handbook.pages.page import Bit, Call, Heading, Link, Page
from handbook.pages.scan import code_spans, inline_links

_REFERENCE = re.compile(r"(?<!\\)\[([^\[\]\n]+)\]\[([^\[\]\n]*)\]")
# An address ends where another link begins: engines may take either for the link.
_LINK_BEGINS = re.compile(r"\]\(\s*+<?((?:(?!\]\()[^\s<>)])*+)")
# A definition may be in a list, a quotation or a footnote; its address may be on the next line.
_DEFINITION = re.compile(
    r"\[(?!\^)([^\[\]]*)\]:[ \t]*(?:\n[ \t>]*)?<?([^\s<>]+)>?[ \t]*(?=$|[\"'(])", re.MULTILINE
)
_AUTOLINK = re.compile(r"<((?:https?|ftp|file|mailto|javascript|data):[^<>\s]*+)>", re.IGNORECASE)
# An address in angle brackets, which no engine gets: they are written out before. Where it may be
# disputed whether that is a link, because of code, a backslash, a definition or another address on
# its line, it counts as HTML.
_IN_ANGLES = re.compile(r"\]\(<[^<>\n{]+>")
_DISPUTED = re.compile(r"[`\\]|\]:|\]\[")
_MAIL = re.compile(r"<[\w.+-]+@[\w-]+(?:\.[\w-]+)+>\Z")
_HTML = re.compile(r"<!--.*?(?:-->|\Z)|<[A-Za-z!?/][^<>\n]*>?", re.DOTALL)
_ATX = re.compile(r"[ ]{0,3}(#{1,6})(?:[ \t]+(.*)|)")
_UNDERLINE = re.compile(r"(=+|-+)[ ]*")
_ID_ONLY = re.compile(r"\{:[ ]*#[A-Za-z][\w.:-]*[ ]*\}")
_SHOWN_LINK = re.compile(r"!?\[([^\[\]]*+)\]\((?:[^()]|\([^()]*+\))*+\)")
_EMOJI = re.compile(r"(?<!\w):[a-z0-9_+-]+:(?!\w)")
_MARK = re.compile(r"[*`_]")
_MARKS = re.compile(r"[*`]|(?<!\w)_|_(?!\w)")
_MAY_BE_HEADING = re.compile(r"\n(?:[ ]{0,3}#|[=-])")
_OWN_ID = re.compile(r"#([A-Za-z][\w.:-]*)")


class PageText:
    """The text of a page, which fills the page. Code and macro calls are blanked out, so that
    nothing in them counts as prose.
    """

    def __init__(self, page: Page, body: str) -> None:
        self.page = page
        self.body = body
        self.starts = list(accumulate((len(line) + 1 for line in body.split("\n")[:-1]), initial=0))
        self.fenced: set[int] = set()
        self.refused: list[tuple[int, int]] = []
        self.drawn: list[tuple[int, int, Call]] = []

    def read(self) -> None:
        self.read_jinja()
        text = self.without_fences(self.body)
        prose = self.without_spans(_blank_calls(text))
        self.read_links(prose)
        self.read_html(prose)
        self.read_headings(text, prose)
        self.read_attributes(prose)
        self.page.blanked = prose
        if self.page.open_fence:
            self.forget_what_follows(self.page.open_fence)

    def forget_what_follows(self, line: int) -> None:
        """Below a fence that must be mended first, nobody knows what is code: one Problem is
        enough.
        """
        self.page.html = [bit for bit in self.page.html if bit.line < line]
        self.page.attributes = [bit for bit in self.page.attributes if bit.line < line]

    def line(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1 + self.page.body_line

    def read_jinja(self) -> None:
        """The macro calls of the page, and what is refused, each with where it is in the text."""
        for piece in pieces(self.body):
            if piece.call:
                call = self.call(piece.call)
                self.page.calls.append(call)
                self.drawn.append((piece.start, piece.end, call))
            else:
                self.refused.append((piece.start, piece.end))
                self.page.jinja.append(
                    Bit(self.body[piece.start : piece.end], self.line(piece.start))
                )

    def call(self, found: re.Match[str]) -> Call:
        line_start = self.starts[bisect_right(self.starts, found.start()) - 1]
        line_end = self.body.find("\n", found.end())
        before = self.body[line_start : found.start()]
        after = self.body[found.end() : line_end if line_end >= 0 else len(self.body)]
        args, named = literal_arguments(found.group(2))
        closing = after.find("](") if before.rfind("[") > before.rfind("]") else -1
        return Call(
            found.group(1), args, named, self.line(found.start()), found.group(),
            alone=not before and not after.strip(),
            in_link=")" not in before[before.rfind("](") :] if "](" in before else False,
            in_words=closing >= 0 and "[" not in after[:closing],
            in_heading="#" in before[:4] and bool(re.match(r"[ ]{0,3}#{1,6}[ \t]", before)),
        )  # fmt: skip

    def without_fences(self, text: str) -> str:
        """The text with fenced code blanked. From a fence that engines might read otherwise on,
        nothing is blanked.
        """
        if "```" not in text and "~~~" not in text:
            return text
        lines = text.split("\n")
        found = fences(lines)
        disputed = first_disputed(lines, found)
        opened = next((row for row in (disputed, found.open) if row is not None), None)
        if opened is not None:
            self.page.open_fence = opened + self.page.body_line
            self.page.is_fence_disputed = disputed is not None
        for first, end in found.closed:
            if disputed is not None and first >= disputed:
                break
            self.page.fences.append(Bit(lines[first].strip(" >\t"), first + self.page.body_line))
            self.fenced.update(range(first, end + 1))
            for inner in range(first, end + 1):
                lines[inner] = " " * len(lines[inner])
        return "\n".join(lines)

    def without_spans(self, text: str) -> str:
        """The text with code spans blanked, but only in paragraphs where each line closes the spans
        that it opens.

        Elsewhere engines differ about where code begins and ends, so nothing there counts as code.
        """
        if "`" not in text:
            return text
        lines = text.split("\n")
        for first, last in self.paragraphs(lines):
            blanked = [_blank_spans(line) for line in lines[first:last]]
            if not any("`" in line for line in blanked):
                lines[first:last] = blanked
        return "\n".join(lines)

    def paragraphs(self, lines: list[str]) -> Iterator[tuple[int, int]]:
        """Rows between empty lines; a fence does not end a paragraph."""
        first = 0
        for row, line in enumerate([*lines, ""]):
            if not line.strip(" \t") and row not in self.fenced:
                yield first, row
                first = row + 1

    def read_links(self, text: str) -> None:
        """Every link and image. Each pattern is tried only where its sign occurs: most pages lack
        most of them.
        """
        definitions = list(_DEFINITION.finditer(text)) if "]:" in text else []
        if "](" in text:
            self.read_inline_links(text)
        image = self.shows_references(text) if definitions else False
        for found in definitions:
            self.page.links.append(
                Link(found.group(2), found.group(1), self.line(found.start()), image)
            )
        if "<" in text:
            for found in _AUTOLINK.finditer(text):
                self.page.links.append(
                    Link(found.group(1), found.group(1), self.line(found.start()))
                )
        if "://" in text:
            self.read_bare_addresses(text)
        if "][" in text:
            self.read_references(text, {found.group(1).lower() for found in definitions})

    def read_bare_addresses(self, text: str) -> None:
        for row, line in enumerate(text.split("\n")):
            for _, address in bare_addresses(line) if "://" in line else ():
                self.page.links.append(Link(address, address, row + self.page.body_line))

    def shows_references(self, text: str) -> bool:
        """Whether a picture on the page takes its address from a definition, as far as can be told."""
        inline = {link.start for link in inline_links(text)}
        return any(found.end() - 1 not in inline for found in re.finditer(r"!\[", text))

    def read_inline_links(self, text: str) -> None:
        """Links as they are usually written; of any other way to write one, the beginning of its
        address is judged.

        A backslash makes no difference: whether it leaves the link alive depends on what stands
        before it.
        """
        links = inline_links(text)
        for link in links:
            before = text[max(link.start - 2, 0) : link.start]
            image = before.endswith("!") and before != "\\!"
            shown = self.body[link.start + 1 : link.close]
            self.page.links.append(Link(link.target, shown, self.line(link.start), image))
        understood = {link.close for link in links}
        for found in _LINK_BEGINS.finditer(text):
            if found.start() not in understood:
                self.page.links.append(Link(found.group(1), "", self.line(found.start())))

    def read_references(self, text: str, defined: set[str]) -> None:
        for found in _REFERENCE.finditer(text):
            if (found.group(2) or found.group(1)).lower() not in defined:
                self.page.undefined_references.append(Bit(found.group(), self.line(found.start())))

    def read_html(self, text: str) -> None:
        if "](<" in text and not self.page.open_fence:
            text = "\n".join(map(_without_angles, text.split("\n")))
        if "<" in text:
            seen = dict.fromkeys(
                Bit(found.group(), self.line(found.start())) for found in _HTML.finditer(text)
            )
            links = (_AUTOLINK, _MAIL)
            self.page.html = [
                bit for bit in seen if not any(link.match(bit.text) for link in links)
            ]

    def read_attributes(self, text: str) -> None:
        """Braces that set more than an id. An id stands alone at the end of its line, so that no
        other braces join in.
        """
        if self.refused:
            text = _without(text, self.refused)  # what is no macro call has its own Problem
        opened = text.find("{")
        while opened >= 0:
            line_end = text.find("\n", opened)
            line_end = line_end if line_end >= 0 else len(text)
            # As far as attr_list reads braces: from the first on a line to the last.
            end = text.rfind("}", opened, line_end) + 1
            is_id = (
                end and _ID_ONLY.fullmatch(text, opened, end) and not text[end:line_end].strip(" ")
            )
            if end and not is_id:
                self.page.attributes.append(Bit(text[opened:end], self.line(opened)))
            opened = text.find("{", line_end)

    def read_headings(self, text: str, blanked: str) -> None:
        ids = _Ids()
        for sign in _MAY_BE_HEADING.finditer(f"\n{text}"):
            start, end = self.span(row := bisect_right(self.starts, sign.start()) - 1)
            if found := _ATX.fullmatch(text, start, end):
                self.add_heading(
                    len(found.group(1)), _without_closing(found.group(2) or ""), row, ids
                )
            elif row and _UNDERLINE.fullmatch(blanked, start, end):
                above = text[slice(*self.span(row - 1))]
                if _is_paragraph(above):
                    level = 1 if blanked[start] == "=" else 2
                    self.add_heading(level, above.strip(), row - 1, ids)

    def span(self, row: int) -> tuple[int, int]:
        """Where a line of the text begins and ends."""
        last = row + 1 == len(self.starts)
        return self.starts[row], len(self.body) if last else self.starts[row + 1] - 1

    def add_heading(self, level: int, written: str, row: int, ids: _Ids) -> None:
        own = None
        bare = written.rstrip(" ")
        start = bare.rfind("{")
        if start >= 0 and bare.endswith("}") and "}" not in bare[start:-1]:
            found = _OWN_ID.search(bare, start)
            own = found.group(1) if found else None
            written = bare[:start].rstrip(" ")
        shown = plain_text(written)
        heading_id = own or ids.unique(slug(shown))
        ids.taken.add(heading_id)
        self.page.headings.append(
            Heading(level, shown, heading_id, own is not None, row + self.page.body_line)
        )


def _without_angles(line: str) -> str:
    """The line without those addresses of its links that are in angle brackets."""
    return line if _DISPUTED.search(line) else _blank(_IN_ANGLES, line)


def _without_closing(written: str) -> str:
    """The words of a heading without signs that close it; a sign right behind a word belongs to the
    word.
    """
    words = written.rstrip(" \t").rstrip("#")
    return words.rstrip(" \t") if not words or words[-1] in " \t" else written.rstrip(" \t")


def _is_paragraph(line: str) -> bool:
    return bool(line.strip()) and not re.match(r"^([#>|]|[-*+] |\d+\. |\s{4})", line)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with every match replaced by blanks; line ends stay, so that lines keep their
    numbers.
    """
    return pattern.sub(_blanks, text)


def _blank_spans(line: str) -> str:
    """The line with its code spans replaced by blanks."""
    return _without(line, code_spans(line)) if "`" in line else line


def _without(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """The text with some stretches of it, in their order, replaced by blanks; line ends stay."""
    parts = []
    position = 0
    for start, end in stretches:
        parts += [text[position:start], re.sub(r"[^\n]", " ", text[start:end])]
        position = end
    return "".join([*parts, text[position:]])


def _blanks(found: re.Match[str]) -> str:
    written = found.group()
    return " " * len(written) if "\n" not in written else re.sub(r"[^\n]", " ", written)


def _blank_calls(text: str) -> str:
    return _blank(CALL, text) if "{{" in text else text


def plain_text(written: str) -> str:
    """A heading's text as readers see it: without emphasis, code marks, links and macro calls."""
    text = CALL.sub("", written) if "{{" in written else written
    text = _SHOWN_LINK.sub(r"\1", text) if "](" in text else text
    text = _EMOJI.sub(lambda found: emoji(found.group()), text) if ":" in text else text
    return (_MARKS.sub("", text) if _MARK.search(text) else text).strip()


def slug(text: str) -> str:
    """The id that both engines give a heading without one of its own (Python-Markdown's ``toc``)."""
    ascii_text = text
    if not text.isascii():
        ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", ascii_text).strip().lower())


class _Ids:
    """The ids of a page's headings, told apart as Python-Markdown does: ``a``, ``a_1``, ``a_2``."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.last: dict[
            str, int
        ] = {}  # where the last search for an id ended; the next goes on from there

    def unique(self, wanted: str) -> str:
        if wanted and wanted not in self.taken:
            return wanted
        numbered = re.fullmatch(r"(.*)_(\d+)", wanted)
        stem = numbered.group(1) if numbered else wanted
        number = self.last.get(wanted, int(numbered.group(2)) if numbered else 0) + 1
        while f"{stem}_{number}" in self.taken:
            number += 1
        self.last[wanted] = number
        return f"{stem}_{number}"
