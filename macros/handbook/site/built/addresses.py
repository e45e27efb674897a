"""The addresses that a browser asks for on its own when it shows an element of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

# Attributes whose text is read or compared, never fetched. In any other one an address of another
# place is fetched.
_WORDS = {
    "title",
    "alt",
    "content",
    "aria-label",
    "cite",
    "value",
    "placeholder",
    "id",
    "class",
    "datetime",
}
_FILES = {"src", "data", "poster", "href", "xlink:href", "action", "formaction", "background"}
_LISTS = {"srcset", "imagesrcset", "ping"}
_HARMLESS = {"canonical", "next", "prev", "alternate", "author", "license"}
_ELSEWHERE = re.compile(r"\s*(?:(?:https?|wss?|ftp):)?[/\\]{2}", re.IGNORECASE)
_CSS = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)", re.IGNORECASE)


def fetched_by(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """Every address that a browser fetches or sends to because of the attributes of an element."""
    for name, value in attributes.items():
        if name not in _WORDS or name == "content":
            yield from _addresses(tag, attributes, name, value)


def _addresses(tag: str, attributes: Mapping[str, str], name: str, value: str) -> Iterator[str]:
    if name == "style":
        yield from in_css(value)
    elif name in _LISTS:
        yield from (candidate.split()[0] for candidate in value.split(",") if candidate.split())
    elif name == "content" and attributes.get("http-equiv", "").lower() == "refresh":
        yield from re.findall(r"url\s*=\s*['\"]?([^'\"]+)", value, re.IGNORECASE)
    elif name in _WORDS or name.startswith("xmlns") or _is_only_named(tag, attributes, name):
        return
    elif name in _FILES or _ELSEWHERE.match(value):
        yield value


def _is_only_named(tag: str, attributes: Mapping[str, str], name: str) -> bool:
    """Whether an address is one that a reader may follow, not one that the browser fetches."""
    if name != "href":
        return False
    relations = set(attributes.get("rel", "").lower().split())
    return tag in ("a", "area") or (tag == "link" and bool(relations & _HARMLESS))


def in_css(text: str) -> Iterator[str]:
    """The addresses in a style sheet."""
    return (first or second for first, second in _CSS.findall(text))
