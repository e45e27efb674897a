"""Marks of other programs that our pages do not know: readers would see them as text, or not at
all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from posixpath import dirname, relpath

from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.pages.mended import nearly
from handbook.problems.edits import Words
from handbook.problems.problem import Place, Problem, Severity
from handbook.rules.rule import shown_rule
from handbook.show.shown import Shown


@dataclass(frozen=True)
class UnwantedMark:
    """A mark: a sign without which it is on no page, how it is written, what is wrong with it, what
    to write instead.

    ``hint`` is a part of each such mark, found quickly in a whole text, in which each line begins
    with its line end. ``paste`` gives what replaces the mark, empty where a person must decide.
    """

    sign: str
    hint: re.Pattern[str]
    pattern: re.Pattern[str]
    what: str
    fix: str
    paste: Callable[[re.Match[str]], str] = lambda found: ""
    severity: Severity = "must"

    @cached_property
    def _rare(self) -> str:
        return next((sign for sign in "^~%$=+<!" if sign in self.sign), self.sign[0])

    def may_be_in(self, text: str) -> bool:
        """Whether a line of the text may hold the mark. A single sign is looked for much faster
        than two.
        """
        return self._rare in text and self.hint.search(text) is not None


def _mark(
    sign: str,
    pattern: str,
    what: str,
    fix: str,
    paste: str = "",
    severity: Severity = "must",
    hint: str = "",
) -> UnwantedMark:
    """A mark whose paste is a template for the match."""
    compiled = re.compile(hint or re.escape(sign)), re.compile(pattern)
    return UnwantedMark(sign, *compiled, what, fix, lambda found: found.expand(paste), severity)


_NOT_KNOWN = "which readers would see as text"
_GITHUBS = (
    "accessibility atom basecamp basecampy bowtie copilot dependabot electron feelsgood finnadie "
    "fishsticks goberserk godmode "
    "hurtrealbad neckbeard octocat rage1 rage2 rage3 rage4 shipit suspect trollface"
).split()
_BOX = r"\[[ xX]\]"
MARKS = (
    _mark("--8<--", r"(?<!-)-++8<-.*", "takes in another file, " + _NOT_KNOWN,
          "write the text here, or link to the page that has it; what several pages say is a fact "
          "and has a macro."),
    _mark("*[", r"^[ ]{0,3}\*\[[^\[\]]+\]:.*", "explains an abbreviation for one page, " + _NOT_KNOWN,
          "delete the line; abbreviations are explained once, by files in docs/_facts/glossary."),
    _mark("===", r"^[ >]*===[!+]*[ ]+\".*", "begins a tab, and what is behind a tab is found neither in print nor by reading on",
          "give each tab a heading of its own and set its text to the left."),
    _mark(":::", r"^[ >]*:::+[ ]*\{?[\w.].*", "begins a block of another program, " + _NOT_KNOWN,
          'begin it with !!! note, indent what belongs to it by four spaces, and delete the ":::" '
          'that ends it.'),
    _mark("///", r"^[ >]*///+[ ]*[a-z].*", "begins a block of another program, " + _NOT_KNOWN,
          'begin it with !!! note, indent what belongs to it by four spaces, and delete the "///" '
          'that ends it.'),
    _mark("==", r"(?<![=\w])==(?=[^\s=])([^=]*[^\s=])==(?![=\w])", "marks words in the way of another program, " + _NOT_KNOWN,
          "write:", r"<mark>\1</mark>"),
    _mark("^^", r"\^\^(?=[^\s^])([^^]*[^\s^])\^\^", "underlines in the way of another program, " + _NOT_KNOWN,
          "write it in bold:", r"**\1**"),
    _mark("++", r"(?<![\w+])\+\+(?=[^\s+])([^+]*(?:\+[^+]+)*)\+\+(?![\w+])", "shows keys in the way of another program, " + _NOT_KNOWN,
          "write:", r"<kbd>\1</kbd>"),
    _mark("^", r"(?<=\w)\^([\w+-]{1,12})\^(?!\w)", "raises signs in the way of another program, " + _NOT_KNOWN,
          "write:", r"<sup>\1</sup>"),
    _mark("~", r"(?<=[A-Za-z])~(\w{1,4})~", "lowers a sign in the way of another program, and GitHub's preview strikes it out",
          "write:", r"<sub>\1</sub>"),
    _mark("~", r"(?<=\d)~\d[^~]*\w~(?=\d)", "is struck out in GitHub's preview, and not on the site",
          'write "–" where you mean "up to", or ~~ on both sides to strike words out.'),
    _mark("%%", r"%%[^%]+%%", "is a comment in another program, " + _NOT_KNOWN,
          "delete it; notes among colleagues belong in the pull request."),
    _mark(":", r"(?<![\w:]):(?:material|fontawesome|octicons|simple)-[a-z0-9-]+:", "is a picture of another program, " + _NOT_KNOWN,
          "delete it, or write an emoji.", hint=":[mfos](?:aterial|ontawesome|cticons|imple)-"),
    _mark(":", rf"(?<![\w:]):(?:{'|'.join(_GITHUBS)}):", "is a picture that only GitHub has, " + _NOT_KNOWN,
          "delete it, or write another one.", hint=f":(?:{'|'.join(_GITHUBS)}):"),
    _mark("$$", r"\$\$[^$]*\$\$|^[ >]*\$\$\s*$", "is a formula in GitHub's preview, and text on the site",
          "write the sum in words, or as code between backticks."),
    _mark("$", r"(?<![\w$\\])\$(?=[^\s$])[^$]{0,80}[\\^_{}][^$]{0,80}(?<=[^\s$])\$(?![\w$])", "is a formula in GitHub's preview, and text on the site",
          "write the sum in words, or as code between backticks."),
    _mark("#", r"^[ ]{0,3}(#{2,6})([^#\s].*)", "is no heading without a space behind its signs, but text",
          "write:", r"\1 \2", hint=r"\n[ ]{0,3}##+[^#\s]"),
    _mark("[!", r"^[ >]*>[ ]?(?!.*\[!(?i:note|tip|important|warning|caution)\]\s*$)\[![A-Za-z]+\].*", "is no box that GitHub knows, " + _NOT_KNOWN,
          "write one of these alone on its line: [!NOTE], [!TIP], [!IMPORTANT], [!WARNING], "
          "[!CAUTION]."),
    _mark("[", r"^([ >]*(?:[-*+]|\d+[.)])[ ]+)\[\](?=\s)", "is no box to tick without a space between its brackets", "write:", r"\1[ ]", hint=r"\[\]"),
    _mark("[", r"^(?![ >]*(?:[-*+]|\d+[.)])[ ]+\[[ xX]\])(?:.*[\s|>])?(\[[ xX]\])(?=[\s|.,;]|$)", "is a box to tick only at the beginning of a list's entry",
          "put a bullet before it, - [ ], or write ☐ or ☑.", hint=_BOX),
    _mark("[", r"^[ ]*>[ >]*(?:[-*+]|\d+[.)])[ ]+\[[ xX]\](?=\s)", "is a box on the site, but GitHub's preview shows the brackets in a quotation",
          "write ☐ or ☑, or take it out of the quotation.", severity="advice", hint=_BOX),
    _mark("www.", r"(?<![\w/.@(\[-])www\.[\w-]+\.[\w./-]*[\w/]", "is a link in GitHub's preview, to an address that is not encrypted, and text on the site",
          "write the whole address:", r"https://\g<0>"),
    _mark("**", r"(?<![*\\])\*\*(?=[^\s*])[^*]*(?<![\s\\])\*(?=[^\s*])[^*]*[^\s*]\*\*(?!\*)", "has a single star inside, which spoils the bold words",
          "write a star that is meant as text with a backslash: \\*.", hint=r"\*\*[^\s*][^*\n]*\*[^\s*]"),
    _mark("~~~", r"(?<=[^\s~])~{3,}(?=[^\s~])", "neither begins nor ends words that are struck out",
          "put a space between the two pairs of tildes."),
)  # fmt: skip
_WIKI = re.compile(r"!?\[\[([^\[\]|#]+)(?:#[^\[\]|]*)?(?:\|([^\[\]]*))?\]\](?![(\[:])")
_DRAWN = {"mermaid", "math", "geojson", "topojson", "stl", "plantuml", "dot", "graphviz"}
_FOOTNOTE = re.compile(r"\[\^([^\]\s\[]+)\](:?)")


@shown_rule(
    "mark-refused",
    bad="See [[prices]].\n\n::: tip\nAsk first.\n:::",
    good="See [prices](sales-book/prices.md).\n\n!!! tip\n    Ask first.",
)
def refused_marks(handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """Pages hold the marks that both programs understand which can build the site, and that
    GitHub's preview shows alike.

    Those of other programs are left on the page as text, or change what it says: tabs, files that
    are taken in, diagrams and formulas, `==marked==` words, links between double brackets, blocks
    between colons.
    """
    for page in handbook.readable:
        yield from _marks(page)
        if "[[" in page.text:
            yield from _wiki_links(handbook, shown, page)
        if "[^" in page.text:
            yield from _lost_footnotes(page)
        yield from _drawings(page)
        if _STARS_BETWEEN.search(page.text):
            yield from _bold_on_the_site_only(page)


def _marks(page: Page) -> Iterator[Problem]:
    text = f"\n{page.blanked or ''}"
    marks = [mark for mark in MARKS if mark.may_be_in(text)]
    for row, line in enumerate(page.prose) if marks else ():
        for mark in marks:
            if mark.sign in line:
                seen = {found.group(): found for found in mark.pattern.finditer(line)}
                for found in seen.values():
                    yield _refused(page, row + page.body_line, found, mark)


def _refused(page: Page, line: int, found: re.Match[str], mark: UnwantedMark) -> Problem:
    written = page.written(line)[found.start() : found.end()]
    paste = mark.paste(found)
    edit = Words(written, found.start() + 1) if paste else None
    what = f'"{written.strip()[:80]}" {mark.what}.'
    return Problem(page.at(line), what, mark.fix, paste, severity=mark.severity, edit=edit)


def _wiki_links(handbook: Handbook, shown: Shown, page: Page) -> Iterator[Problem]:
    for row, line in enumerate(page.prose):
        for found in _WIKI.finditer(line) if "[[" in line else ():
            what = f'"{found.group()}" is a link in another program, {_NOT_KNOWN}.'
            place = page.at(row + page.body_line)
            if call := nearly(found.group(), shown.macro_names, shown.macros_alone):
                yield Problem(place, *call, edit=Words(found.group(), found.start() + 1))
                continue
            paste = _as_link(handbook, page, found)
            if paste:
                edit = Words(found.group(), found.start() + 1)
                yield Problem(place, what, "write where it leads:", paste, edit=edit)
            else:
                yield Problem(
                    place,
                    what,
                    "write the words between square brackets, and the page between round ones.",
                )


def _as_link(handbook: Handbook, page: Page, found: re.Match[str]) -> str:
    """The link in Markdown, where exactly one page has that title or that name."""
    wanted = found.group(1).strip().casefold()
    stem = wanted.rsplit("/", 1)[-1].removesuffix(".md").replace(" ", "-")
    meant = [
        other
        for other in handbook.pages.values()
        if other.title.casefold() == wanted
        or other.src.rsplit("/", 1)[-1].removesuffix(".md") == stem
    ]
    if len(meant) != 1 or found.group().startswith("!"):
        return ""
    return f"[{(found.group(2) or found.group(1)).strip()}]({relpath(meant[0].src, dirname(page.src) or '.')})"


def _lost_footnotes(page: Page) -> Iterator[Problem]:
    """Footnotes that are asked for and not written, or written and not asked for."""
    written: dict[str, int] = {}
    asked: dict[str, int] = {}
    for row, line in enumerate(page.prose):
        for found in _FOOTNOTE.finditer(line) if "[^" in line else ():
            is_text = found.group(2) and not line[: found.start()].strip(" >")
            (written if is_text else asked).setdefault(found.group(1), row + page.body_line)
    for name in asked.keys() - written.keys():
        what = f'"[^{name}]" asks for a footnote that this page does not have.'
        yield Problem(
            page.at(asked[name]),
            what,
            f"write its text on a line that begins with [^{name}]: or delete it.",
        )
    for name in written.keys() - asked.keys():
        what = (
            f'No place on this page asks for the footnote "[^{name}]:", so GitHub\'s preview '
            "leaves it out."
        )
        yield Problem(
            page.at(written[name]),
            what,
            f"write [^{name}] where it belongs, or delete the footnote.",
        )


def _drawings(page: Page) -> Iterator[Problem]:
    for fence in page.fences:
        language = fence.text.strip("`~ ").split(" ")[0].lower()
        if language in _DRAWN:
            what = (
                f'"{fence.text}" is drawn in GitHub\'s preview, but on the site readers would see '
                "the program."
            )
            fix = (
                "save it as a picture below docs/assets and show that, or write it as a list or a "
                "table."
            )
            yield Problem(page.at(fence.line), what, fix)


_BEGINS = re.compile(r"[ >]*(?:(?:[-*+>]|#{1,6}|\d{1,9}[.)])(?:\s|$)|\|)")
_STARS = re.compile(r"(?<![\\*])\*\*(?!\*)")
# Stars that may be text for GitHub: a letter on one side, and a sign on the other.
_STARS_BETWEEN = re.compile(r"\*\*(?:(?<=\w\*\*)(?:[^\w\s]|_)|(?:(?<=[^\w\s]\*\*)|(?<=_\*\*))\w)")


def _bold_on_the_site_only(page: Page) -> Iterator[Problem]:
    """Stars between a letter and a sign such as a quotation mark, which GitHub's preview takes for
    text.

    The first two stars of a paragraph begin what is bold, the next end it. GitHub asks what is
    beside them, too.
    """
    is_open = False
    for row, line in enumerate(page.prose):
        if not line.strip() or _BEGINS.match(line):
            is_open = False
        written = page.written(row + page.body_line) if "**" in line else ""
        for found in _STARS.finditer(line) if written else ():
            before, after = written[: found.start()][-1:], written[found.end() :][:1]
            if not before.strip() and not after.strip():
                continue
            if _is_text_for_github(before, after, is_open):
                yield _stars(
                    page.at(row + page.body_line), _bold(written, found.start(), is_open), is_open
                )
            is_open = not is_open


def _is_text_for_github(before: str, after: str, is_open: bool) -> bool:
    outside, inside = (after, before) if is_open else (before, after)
    return outside.isalnum() and bool(inside.strip()) and not inside.isalnum()


def _bold(written: str, stars: int, is_open: bool) -> str:
    """The bold words of a line with the letter that touches them, as far as they are on this line."""
    if is_open:
        return written[max(written.rfind("**", 0, stars), 0) : stars + 3][-60:]
    end = written.find("**", stars + 2)
    return written[stars - 1 : end + 2 if end >= 0 else None][:60]


def _stars(place: Place, written: str, is_end: bool) -> Problem:
    what = (
        f'The stars in "{written}" make bold words on the site, but GitHub\'s preview shows them '
        "as stars."
    )
    fix = (
        f"put a space {'behind' if is_end else 'before'} the stars, or take the sign that touches "
        "them out of the bold words."
    )
    return Problem(place, what, fix, severity="advice")
