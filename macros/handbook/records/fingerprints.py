"""Fingerprints of what was read: a page's text, and the facts that it shows. Each carries the
version of how it is taken.

Fingerprints from before they carried their version are bare, eight digits and letters, and were
taken as version 1 is; where they were not, a stamp says so (see ``stamps``). Texts are still taken
as in version 1. Facts are taken as in version 2: what a macro draws is what counts, while before
some macros counted more than they drew. If you change how one is taken, raise its version and stamp
the pages whose values change, so that no review is lost.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from posixpath import dirname, join, normpath
from typing import Annotated, Any, NamedTuple

from handbook.facts.scalars import ReadBy, ScalarError, typed
from handbook.text.settings import address

TEXT_VERSION = 1
FACTS_VERSION = 2
VERSION = max(TEXT_VERSION, FACTS_VERSION)
BARE = 0
EXPECTED = (
    "a fingerprint: the version of how it was taken, a colon, eight digits and letters, in quotes"
)
_WRITTEN = re.compile(r"(?:([1-9]\d{0,3}):)?([0-9a-f]{8})", re.ASCII)


class Fingerprints(NamedTuple):
    """What was read: the text of a page, and the facts that it shows; each as ``1:3f2a9c41``, or
    bare as of old.
    """

    text: str
    facts: str


def taken_today(text: str, facts: str) -> Fingerprints:
    """The digits of a text and of facts, with the versions of how they are taken today."""
    return Fingerprints(f"{TEXT_VERSION}:{text}", f"{FACTS_VERSION}:{facts}")


def version_of(written: str) -> int | None:
    """The version of a fingerprint; ``BARE`` for one from before versions, None for what is no
    fingerprint.
    """
    found = _WRITTEN.fullmatch(written)
    return int(found.group(1) or BARE) if found else None


def versioned(written: str) -> str:
    """A fingerprint with its version; a bare one was taken as version 1 is."""
    return written if ":" in written else f"1:{written}"


def read_fingerprint(value: object) -> str:
    """A fingerprint as it was written. Raises Wrong, also for a version that nobody here knows how
    to take.
    """
    text = typed(value, EXPECTED)
    version = version_of(text)
    if version is None:
        small = text.lower()
        raise ScalarError(
            EXPECTED, f'"{versioned(small)}"' if version_of(small) is not None else ""
        )
    if version > VERSION:
        raise ScalarError(
            f"of version {VERSION} or older, because this handbook cannot take newer ones. "
            "Upgrade it"
        )
    return text


def read_digits(value: object) -> str:
    """A fingerprint of something other than a page, which carries no version. Raises Wrong."""
    expected = "a fingerprint of eight digits and letters"
    text = typed(value, expected)
    if version_of(text) != BARE:
        raise ScalarError(expected)
    return text


Fingerprint = Annotated[str, ReadBy(read_fingerprint)]
Digits = Annotated[str, ReadBy(read_digits)]


def fingerprint(content: str) -> str:
    """Eight hexadecimal digits of SHA-256 over UTF-8: the same on every system and in every version
    of Python.
    """
    return digest(content)[:8]


def digest(content: str) -> str:
    """SHA-256 over UTF-8, in hexadecimal digits."""
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def text_fingerprint(body: str, src: str = "", first: Mapping[str, str] | None = None) -> str:
    """The fingerprint of a page's text without front matter. Reflowing lines changes nothing, a
    changed word does.

    A link counts as the page it leads to, however it is written from ``src``; ``first`` gives the
    first place of pages that were moved. So moving a page changes neither its own fingerprint nor
    those of the pages that link to it.
    """
    text = "".join(_with_goals(body, dirname(src), first or {}))
    return fingerprint(" ".join(unicodedata.normalize("NFC", text).split()))


# What is before the target of a link; and a target that stays inside the handbook, up to the #
# before a heading. A target holds nothing that could be before another one.
_BEFORE_TARGET = re.compile(r"\](?:\(|: )")
_TARGET = re.compile(r"(?![\w+.-]+:|[/#])[^\s()#]+")


def _with_goals(body: str, folder: str, first: Mapping[str, str]) -> Iterator[str]:
    """The text with the page that each link leads to in place of its target."""
    position = 0
    for before in _BEFORE_TARGET.finditer(body):
        if target := _TARGET.match(body, before.end()):
            yield body[position : target.start()]
            path = _path(folder, target.group())
            yield address(first.get(path, path)) if path.endswith(".md") else path
            position = target.end()
    yield body[position:]


@lru_cache(maxsize=1024)
def _path(folder: str, target: str) -> str:
    """Where a target leads: the pages of a folder mostly link to each other."""
    return normpath(join(folder, target))


def facts_fingerprint(selections: Iterable[Any], first: Mapping[str, str] | None = None) -> str:
    """The fingerprint of selected facts in canonical form (see ``render.canonical``); their order
    does not count.

    A fact that names a page names it by its ``first`` place, so that moving the page changes
    nothing.
    """
    return rows_fingerprint(fact_row(selection, first) for selection in selections)


def fact_row(selection: Any, first: Mapping[str, str] | None = None) -> str:
    """A selection in canonical form as it counts in a fingerprint."""
    return _encoded(_placed(selection, first) if first else selection)


def rows_fingerprint(rows: Iterable[str]) -> str:
    """The fingerprint of selected facts, each written by :func:`fact_row`."""
    return fingerprint("\n".join(sorted(set(rows))))


_encoded = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _placed(value: Any, first: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _placed(inner, first) for key, inner in value.items()}
    if isinstance(value, list):
        return [_placed(inner, first) for inner in value]
    return first.get(value, value) if isinstance(value, str) else value
