"""Data about a picture that is written as text: XMP, the metadata of an SVG, and the author of a
PDF.
"""

from __future__ import annotations

import re

from handbook.text.pictures.exif import AUTHOR, PLACE, UNCLEAR

_AUTHORS = (
    "creator|rights|publisher|contributor|author|Artist|Copyright|Credit|AuthorsPosition|CaptionWriter"
    "|OwnerName|CameraOwnerName|Owner|CreatorContactInfo|CopyrightOwner|ImageCreator"
)
_PLACES = "GPSLatitude|GPSLongitude|City|State|Country|CountryCode|Location|Sublocation|LocationCreated|LocationShown|coverage"
_NAMES = re.compile(rf"(?:[\w.-]+:)?(?:(?P<author>{_AUTHORS})|(?P<place>{_PLACES}))")
_TAG = re.compile(r"<(/?)([\w.:-]++)([^<>]*+)>|([^<>]++)")
_VALUE = re.compile(r"\s(?P<name>[\w.:-]++)\s*+=\s*+(?:\"\s*+[^\"\s]|'\s*+[^'\s])")
_METADATA = re.compile(r"<(?:[\w.-]++:)?metadata\b")
# A folder of somebody's computer: drawing programs note where they saved the picture last.
_HOME = re.compile(r"(?:[A-Za-z]:)?[\\/](?:Users|home|Documents and Settings)[\\/]\w")
# Programs that write their own name where the author belongs.
_PROGRAM = re.compile(r"^\s*(?:matplotlib|inkscape|plantuml|graphviz)\b", re.IGNORECASE)

_PDF_AUTHOR = re.compile(rb"/Author\s{0,9}(?:\(\s{0,9}[^)\s]|<\s{0,9}[0-9A-Fa-f])")


def told_by_xmp(data: bytes) -> set[str]:
    """What XMP tells of place and author."""
    for start, coding in (
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"<\0", "utf-16-le"),
        (b"\0<", "utf-16-be"),
    ):
        if data.startswith(start):
            return told_by_tags(data.decode(coding, "replace"))
    return told_by_tags(data.decode("utf-8", "replace")) if b"<" in data else {UNCLEAR}


def told_by_tags(text: str) -> set[str]:
    """What tags and their attributes tell: each name counts where there is a value to it."""
    found: set[str] = set()
    inside = ""
    for tag in _TAG.finditer(text):
        closes, name, attributes, words = tag.groups()
        if words is not None:
            if inside and words.strip() and not _PROGRAM.match(words):
                found.add(inside)
            continue
        meant = _meaning(name)
        if meant:
            inside = "" if closes or attributes.endswith("/") else meant
        found |= {_meaning(value["name"]) for value in _VALUE.finditer(attributes)}
    return found - {""}


def _meaning(name: str) -> str:
    named = _NAMES.fullmatch(name)
    return "" if named is None else AUTHOR if named["author"] else PLACE


def told_by_svg(text: str) -> set[str]:
    """What an SVG file tells: its metadata, and folders of the computer on which it was drawn."""
    about = _METADATA.search(text)
    tags = text[about.start() : text.rfind("metadata>") + 9] if about else ""
    return told_by_tags(tags) | ({AUTHOR} if _HOME.search(text) else set())


def told_by_pdf(data: bytes) -> set[str]:
    """Who a PDF file says its author is, as far as that is not packed."""
    start = data.find(b"<x:xmpmeta")
    tags = told_by_xmp(data[start : data.find(b"</x:xmpmeta", start)]) if start >= 0 else set()
    return ({AUTHOR} if _PDF_AUTHOR.search(data) else set()) | (tags & {AUTHOR})
