"""Secrets in texts: keys and tokens of services, private keys, passwords beside their name and in
addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from handbook.text.confidential.corpus import Corpus, sieve_of
from handbook.text.confidential.found import Finding, shown
from handbook.text.confidential.passwords import KEY_MARKS, keyed, next_line, tables
from handbook.text.confidential.shapes import (
    CODED_WORD,
    LONG_WORD,
    MARKS,
    library_shapes,
    shapes_in,
)
from handbook.text.confidential.views import ENCODED, FULL_WIDTH, joined, views
from handbook.text.sieve import any_of

_SIGNS = (*MARKS, *KEY_MARKS, *ENCODED, "private key", "putty-user", "b3blbnnzac1rzxktdjea")
# Signs of a secret, long words, signs written as in addresses, and addresses with a name in them.
_WORTH_READING = "|".join([
    any_of(_SIGNS), FULL_WIDTH, f"[0-9A-Za-z]{{{LONG_WORD}}}", f"[0-9A-Za-z/+]{{{CODED_WORD}}}",
    "%[0-9a-fA-F]{2}", "://.*@", "@.*://",
])  # fmt: skip
PRIVATE_KEY, PASSWORD = "private key", "password or key"
_PEM = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY|PuTTY-User-Key-File-\d|---- BEGIN SSH2 ENCRYPTED PRIVATE"
)
# An OpenSSH private key without the line above it: "openssh-key-v1" and a zero, as base64.
_HEADLESS = re.compile(r"b3BlbnNzaC1rZXktdjEA[A-Za-z0-9+/=]*")
_END = re.compile(r"-----END|Private-MAC")
_KEY_LINES = 120
# Between a name and the sign @; a password may hold nearly every sign. Bounded, so that no line
# takes long.
_IN_ADDRESS = re.compile(
    r"[a-zA-Z][a-zA-Z0-9+.-]{0,30}://[^\s/@:\"'<>|]{0,100}:([^\s@\"'<>|]{1,200})@[^\s@]"
)
_PLACEHOLDER = re.compile(
    r"[<{\[(%$].*|[x*.…_-]+|\d{1,5}/.*", re.IGNORECASE
)  # the last: a port, and a path behind it
# A secret key of Amazon has no beginning of its own: forty signs of base64 in which all kinds of
# signs are mixed.
_AWS_SECRET = re.compile(r"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")


def secrets(corpus: Corpus) -> Iterator[Finding]:
    """Every secret in texts, by path and line. ``hidden`` are its signs as they are in the text."""
    for path, rows, line in corpus.places(corpus.lines(sieve_of(_WORTH_READING))):
        yield from _in_line(path, rows, line)


def _in_line(path: str, rows: Sequence[str], line: int) -> Iterator[Finding]:
    seen: set[str] = set()
    for kind, value, keep, hidden in _all(rows, line):
        if not any(value in other for other in seen):
            seen.add(value)
            yield Finding(path, line + 1, kind, shown(value, keep), hidden or (value,))
    for number, value in (*tables(rows, line), *next_line(rows, line)):
        yield Finding(path, number + 1, PASSWORD, shown(value), (value,))


_Hit = tuple[
    str, str, int, tuple[str, ...]
]  # kind, value, signs that may be shown, what to hide if not the value


def _all(rows: Sequence[str], line: int) -> Iterator[_Hit]:
    row = rows[line]
    yield from _private_key(rows, line)
    yield from _of_services(row)
    yield from _in_addresses(row)
    for value in keyed(row):
        yield PASSWORD, value, 0, ()
    yield from _in_views(row)
    yield from _in_pieces(rows, line)


def _in_views(row: str) -> Iterator[_Hit]:
    """What is seen only in another spelling of the line; what is seen in both has been said."""
    others = [*views(row)]
    said = {kind for kind, _, _, _ in _plain(row)} if others else set[str]()
    for view in others:
        for kind, value, keep, _ in _plain(view.text):
            if kind not in said:
                yield kind, value, keep, (value, *view.hidden)


def _plain(text: str) -> Iterator[_Hit]:
    yield from _of_services(text)
    yield from _in_addresses(text)
    yield from ((PASSWORD, value, 0, ()) for value in keyed(text))


def _private_key(rows: Sequence[str], line: int) -> Iterator[_Hit]:
    """The line that begins a private key; hidden is all of its body."""
    found = _PEM.search(rows[line])
    if not found:
        yield from (
            (PRIVATE_KEY, headless.group(), 0, ()) for headless in _HEADLESS.finditer(rows[line])
        )
        return
    body = [rows[line][found.end() :]]
    for row in rows[line + 1 : line + 1 + _KEY_LINES]:
        if _END.search(row) or _PEM.search(row):
            break  # another key begins, and is found in its own line
        body.append(row)
    words = (word for row in body for word in re.split(r"[\s\"\\|]+", row) if len(word) >= 8)
    yield PRIVATE_KEY, found.group().lstrip("- "), 0, tuple(words)


def _of_services(text: str) -> Iterator[_Hit]:
    for shape in shapes_in(text.lower()):
        for found in shape.pattern.finditer(text):
            yield shape.kind, found.group(), shape.keep, ()
    for found in _AWS_SECRET.finditer(text):
        if _is_mixed(found.group()):
            yield "secret key", found.group(), 0, ()
    for shape in library_shapes(text):
        for found in shape.pattern.finditer(text):
            yield shape.kind, found.group(), 0, ()


def _is_mixed(word: str) -> bool:
    """Whether capitals, small letters and digits are mixed as no words and no fingerprint mix them."""
    kinds = (str.isupper, str.islower, str.isdigit)
    many = [sum(map(kind, word)) for kind in kinds]
    changes = sum(a.isupper() != b.isupper() for a, b in pairwise(word))
    return min(many[:2]) >= 5 and many[2] >= 1 and changes >= 10


def _in_addresses(text: str) -> Iterator[_Hit]:
    for found in _IN_ADDRESS.finditer(text):
        if not _PLACEHOLDER.fullmatch(found.group(1)):
            yield "address with a password", found.group(1), 0, ()


def _in_pieces(rows: Sequence[str], line: int) -> Iterator[_Hit]:
    """A token that was cut into pieces: by the cells of a table, by marks, over the end of a line."""
    small = rows[line].lower()
    for shape in shapes_in(small):
        at = min((small.find(mark) for mark in shape.marks if mark in small), default=-1)
        if at < 0 or shape.pattern.search(rows[line]):
            continue
        text, pieces = joined(rows, line, at)
        found = shape.pattern.match(text)
        if found and (found.group().isupper() or sum(map(str.isdigit, found.group())) >= 3):
            yield shape.kind, found.group(), shape.keep, pieces
