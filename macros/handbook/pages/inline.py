"""What is inside a line, as engines need it: GitHub's marks that Python-Markdown does not know,
written in those that it knows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from urllib.parse import quote

_BARE = r"(?<![^\s*_~(])(?:https?|ftp)://[^\s<>{}`]+"
_ADDRESS = re.compile(_BARE)
# Whatever has a meaning of its own inside a line. Each alternative begins with its own sign, so
# that a line is read once.
_PIECE = re.compile(
    r"(?P<ticks>`+)|(?P<escape>\\[^\n]?)|(?P<call>\{\{)|(?P<tag><[^<>\n]*>)"
    r"|(?P<space>\](?: \n?|\n) *(?=\[))|(?P<target>\]\((?:<[^<>\n]*>|[^()\s<][^()\s]*(?:\([^()\s]*\)[^()\s]*)*)?)"
    r"|(?P<emoji>(?<!\w):[a-z0-9_+-]+:(?!\w))"
    rf"|(?P<address>{_BARE})"
    r"|(?P<mail>(?<![\w.+/:@-])(?:mailto:)?[\w.+-]+@[a-zA-Z0-9_-]+(?:\.[a-zA-Z0-9_-]+)+)"
    r"|(?P<tilde>(?<![\w~])~(?=[^\s~])[^~\n]*[^\s~]~(?![\w~]))"
)
_WORTH_READING = re.compile(r"[\\~@]|\][ \n]+\[|\]\(<|:[a-z0-9_+-]+:|(?:https?|ftp)://")
_ONLY_GITHUB_ESCAPES = set("\"$%&',/:;<=?@^~")
_KEPT_IN_ADDRESSES = "/:?#@!$&+,;=%"
# An address in angle brackets, which may hold spaces; with a macro call or a backslash in it, it is
# left as it is.
_IN_ANGLES = re.compile(r"\]\(<([^<>\n{\\]+)>")
_DEFINITION = re.compile(r"[ ]{0,3}\[[^\[\]\n]+\]:")


def rewritten(text: str, in_table: bool = False) -> str:
    """The text of one paragraph, heading or table with every mark that only GitHub knows written
    out.
    """
    if not _WORTH_READING.search(text) or _DEFINITION.match(text):
        return text
    return "".join(_rewritten(text, in_table))


def bare_addresses(line: str) -> Iterator[tuple[int, str]]:
    """Where an address is written as plain text, which GitHub's preview and the site make a link
    of.

    Code is not looked for: a caller that knows where code is has blanked it.
    """
    link_words = _link_words(line)
    for found in _ADDRESS.finditer(line):
        before = line[max(found.start() - 3, 0) : found.start()]
        if not _is_within(found.start(), link_words) and not before.rstrip(" ").endswith(
            ("](", "]:")
        ):
            yield found.start(), _address(found.group())


def _rewritten(text: str, in_table: bool) -> Iterator[str]:
    link_words = _link_words(text)
    position = 0
    for kind, start, end in _pieces(text):
        yield text[position:start]
        written = text[start:end]
        if kind == "code":
            # GitHub takes a table apart before it looks for code, so a line in code needs a
            # backslash there.
            yield written.replace("\\|", "|") if in_table else written
        else:
            yield _written_out(kind, written, end < len(text), _is_within(start, link_words))
        position = end
    yield text[position:]


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """What has a meaning of its own inside a line: its kind, where it begins and where it ends."""
    closings = _closings(text)
    last_call = text.rfind("}}")
    position = 0
    while found := _PIECE.search(text, position):
        kind, position = found.lastgroup or "", found.end()
        if kind == "ticks" and found.start() in closings:
            kind, position = "code", closings[found.start()]
        elif kind == "call" and position <= last_call:
            position = text.find("}}", position) + 2
        yield kind, found.start(), position


def _closings(text: str) -> dict[int, int]:
    """For each run of backticks that begins a code span the end of the span: the next run that is
    as long.
    """
    by_length: dict[int, list[re.Match[str]]] = defaultdict(list)
    for run in re.finditer("`+", text):
        by_length[len(run.group())].append(run)
    return {
        opening.start(): closing.end()
        for runs in by_length.values()
        for opening, closing in pairwise(runs)
    }


def _written_out(kind: str, written: str, followed: bool, in_link: bool) -> str:
    match kind:
        case "escape":
            return _escaped(written, followed)
        case "emoji":
            return emoji(written)
        case "address" if not in_link:
            address = _address(written)
            return f"<{address}>{written[len(address) :]}"
        case "mail" if not in_link and not written.endswith(("-", "_")):
            return (
                f"<{written}>" if not written.startswith("mailto:") else f"[{written}]({written})"
            )
        case "tilde":
            return f"~{written}~"
        case "space":
            return f"]&#32;{written[1:]}"
        case "target":
            return _IN_ANGLES.sub(
                lambda found: f"]({quote(found.group(1), _KEPT_IN_ADDRESSES)}", written
            )
        case _:
            return written


def _escaped(written: str, followed: bool) -> str:
    if written == "\\":
        return "  " if followed else written
    return f"&#{ord(written[1])};" if written[1] in _ONLY_GITHUB_ESCAPES else written


def emoji(name: str) -> str:
    """The sign that GitHub shows for `:name:`; the name itself where it shows none."""
    code = _emoji_codes().get(name, "")
    return "".join(chr(int(part, 16)) for part in code.split("-")) if code else name


@cache
def _emoji_codes() -> dict[str, str]:
    from pymdownx import gemoji_db  # read only where a page holds such a name: it is a long list

    names = {
        name: entry.get("unicode_alt") or entry.get("unicode", "")
        for name, entry in gemoji_db.emoji.items()
    }
    return names | {alias: names.get(name, "") for alias, name in gemoji_db.aliases.items()}


def _address(written: str) -> str:
    """An address without the signs behind it that belong to the sentence."""
    while True:
        shorter = written.rstrip("?!.,:;*_~'\"")
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == written:
            return written
        written = shorter


def _link_words(text: str) -> list[tuple[int, int]]:
    """Where the words of links are: no address in them is a link of its own."""
    opened: list[int] = []
    words = []
    for found in re.finditer(r"(?<!\\)\[|(?<!\\)\](?:[(\[])?", text):
        if found.group() == "[":
            opened.append(found.start())
        elif opened:
            start = opened.pop()
            if len(found.group()) > 1:
                words.append((start, found.start()))
            if found.group() == "][":
                opened.append(found.end() - 1)
    return sorted(words)


def _is_within(position: int, spans: list[tuple[int, int]]) -> bool:
    place = bisect_right(spans, (position, len(spans) and spans[-1][1] + position)) - 1
    return place >= 0 and spans[place][0] <= position < spans[place][1]
