"""Text of others, as GitHub shows it: nobody is called, nothing is linked or closed, no Markdown
and no HTML begins.
"""

from __future__ import annotations

import re
import unicodedata

GAP = "&#8203;"  # a space without width: GitHub then sees neither a person nor an issue
# Signs with a meaning to Markdown or HTML, written so that they are only shown.
_SIGNS = re.compile(r"[&<>|*_`\[\]\\~$]")
_CALLS = re.compile(r"([@#])")
_REFERENCES = re.compile(r"\b(GH)-(?=\d)", re.IGNORECASE)
_ADDRESSES = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp)?(:)(?=//|\w)|\b(www)(?=\.)")
_STARTS = re.compile(r"^(?=(?:[-=:]|\d+[.)]))")


def words(text: str) -> str:
    """A text on one line, without the signs that nobody sees and that turn lines around."""
    spaced = "".join(" " if sign.isspace() else sign for sign in text)
    shown = (sign for sign in spaced if unicodedata.category(sign) not in ("Cc", "Cs", "Cn", "Co"))
    return " ".join("".join(sign for sign in shown if sign not in _TURNS).split())


_TURNS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def harmless(text: str, most: int = 0) -> str:
    """``words`` for an issue, a comment or a summary; longer than ``most`` characters, they end in
    three dots.
    """
    plain = words(text)
    if most and len(plain) > most:
        plain = plain[: most - 1].rstrip() + "…"
    safe = _SIGNS.sub(lambda sign: f"&#{ord(sign.group())};", plain)
    safe = re.sub(
        r"&#(\d+);", "\x00\\1\x01", safe
    )  # so that the number sign of our own is left alone
    safe = _CALLS.sub(rf"\1{GAP}", safe)
    safe = _REFERENCES.sub(rf"\1{GAP}-", safe)
    safe = _ADDRESSES.sub(lambda found: f"{found.group()}{GAP}", safe)
    safe = _STARTS.sub(GAP, safe)
    return safe.replace("\x00", "&#").replace("\x01", ";")


_PICTURES = re.compile(
    r"<!--[^<]*-->|!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])?|<(?:img|video|audio|source|picture)\b[^<>]*>|:[\w+-]+:|@[\w/-]+",
    re.S,
)
_LINKS = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])|<a\b[^<>]*>([^<]*)</a>", re.I)
_REST = re.compile(r"<[^<>]*>|\b(?:https?://|www\.|mailto:)\S*|^ *\[[^\[\]]*\]:.*$", re.I | re.M)


def without_pictures(text: str) -> str:
    """What somebody said in words: without pictures, addresses, signs for faces and names of
    people, and without a link that is all there is.
    """
    bare = _PICTURES.sub(" ", text)
    alone = _REST.sub(" ", _LINKS.sub(" ", bare))
    if not any(sign.isalpha() for sign in alone):
        return ""
    return _REST.sub(" ", _LINKS.sub(r" \1\2 ", bare))
