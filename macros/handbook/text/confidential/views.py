"""Other spellings of a line: what a browser or a YAML reader makes of it, and what was packed into
it.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

# What a line holds that is written in another spelling; base64 is a long word, and those are looked
# at anyway.
ENCODED = ("&#", "\\x", "\\u")
# Letters as wide as Chinese ones, which look like ours.
FULL_WIDTH = r"[\u{FF00}-\u{FF7F}]"
_ESCAPE = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})")
_PACKED = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{16,4096}={0,2}(?![A-Za-z0-9+/=_-])")
_TAG = re.compile(r"<[^<>]{0,200}>")
_BREAKS = re.compile(r"<!--|-->|<[^<>]{0,200}>|[\s|\\`*\"'+\u00ad\u200b-\u200d\u2060\ufeff]+")
_FOLLOWING = 3


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as somebody else reads it, and the words of the line itself that no message may quote
    if it holds a secret.
    """

    text: str
    hidden: tuple[str, ...]


def views(row: str) -> Iterator[LineView]:
    """The line in every spelling that differs from its own."""
    words = tuple(word for word in row.split() if len(word) >= 8)
    for text in dict.fromkeys(_decoded(row)):
        if text != row:
            yield LineView(text, words)
    for packed, text in _unpacked(row):
        yield LineView(text, (packed,))


def _decoded(row: str) -> Iterator[str]:
    if "%" in row:
        yield unquote(row, errors="replace")
    if "&" in row:
        yield html.unescape(row)
    if "\\" in row:
        yield _ESCAPE.sub(lambda found: chr(int(found.group(1) or found.group(2), 16)), row)
    if "<" in row:
        yield _TAG.sub(" | ", row)
    if not row.isascii():
        shown = unicodedata.normalize("NFKC", row)
        yield "".join(sign for sign in shown if unicodedata.category(sign) != "Cf")


def _unpacked(row: str) -> Iterator[tuple[str, str]]:
    """What was packed as base64 and is text."""
    for found in _PACKED.finditer(row):
        packed = found.group()
        signs = packed.rstrip("=").replace("-", "+").replace("_", "/")
        try:
            text = base64.b64decode(signs + "=" * (-len(signs) % 4)).decode("ascii")
        except (binascii.Error, UnicodeDecodeError):
            continue
        if text.isprintable() or all(sign.isprintable() or sign in "\r\n\t" for sign in text):
            yield packed, " ".join(text.split())


def joined(rows: Sequence[str], line: int, at: int) -> tuple[str, tuple[str, ...]]:
    """A line from ``at`` on with those after it, without what divides words, and the pieces that
    were divided.
    """
    text = "\n".join([rows[line][at:], *rows[line + 1 : line + _FOLLOWING]])[:600]
    pieces = [piece for piece in _BREAKS.split(text) if piece]
    return "".join(pieces), tuple(piece for piece in pieces if len(piece) >= 6)
