"""The parts that a picture's file is made of, as bytes: JPEG, PNG, WebP and ICO, walked over once.

Read by hand and not with Pillow: that finds what is behind the pixels of a PNG only by unpacking
them, which a small file can make endless, and it can take nothing out of a JPEG without packing its
pixels again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

PNG = b"\x89PNG\r\n\x1a\n"
# What follows the end of the picture: the rest of a larger one that was cropped, a film, a second
# picture.
BEHIND = "behind"
# In a JPEG, 0xFF begins the next part unless it is followed by a zero or by one of the marks
# between rows.
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_ALONE = (b"\x01", *(bytes([mark]) for mark in range(0xD0, 0xD8)))


class BrokenPicture(Exception):
    """The file ends too early, or is not made as such files are."""


@dataclass(frozen=True, slots=True)
class FilePart:
    """A part of a file: its name, its own bytes, and all bytes that it takes in the file."""

    name: str
    data: bytes
    raw: bytes


def kind_of(data: bytes) -> str:
    """What a file is, by how it begins; empty if it is none of the kinds that a site shows."""
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    return next((kind for kind, start in _BEGINS.items() if data.startswith(start)), "")


_BEGINS = {
    "png": PNG,
    "jpg": b"\xff\xd8\xff",
    "ico": b"\x00\x00\x01\x00",
    "pdf": b"%PDF-",
    "woff2": b"wOF2",
    "gif": b"GIF8",
}


def jpeg(data: bytes) -> list[FilePart]:
    """The parts of a JPEG, named by their mark: ``e1`` holds Exif or XMP, ``ed`` IPTC, ``fe`` a
    comment.
    """
    found = [FilePart("d8", b"", data[:2])]
    at = 2
    while at < len(data):
        start = at
        if data[at : at + 1] != b"\xff":
            raise BrokenPicture
        while data[at : at + 1] == b"\xff":
            at += 1
        mark, at = data[at : at + 1], at + 1
        if mark == b"\xd9":
            return [*found, FilePart("d9", b"", data[start:at]), *_rest(data[at:])]
        if mark not in _ALONE:
            size = int.from_bytes(data[at : at + 2], "big")
            if size < 2 or at + size > len(data):
                raise BrokenPicture
            inner, at = data[at + 2 : at + size], at + size
        else:
            inner = b""
        if mark == b"\xda":
            ahead = _NEXT.search(data, at)
            if ahead is None:
                raise BrokenPicture
            at = ahead.start()
        found.append(FilePart(mark.hex(), inner, data[start:at]))
    raise BrokenPicture


def png(data: bytes) -> list[FilePart]:
    """The parts of a PNG, named as in the file: ``eXIf``, ``tEXt``, ``iTXt`` …"""
    found = [FilePart("", b"", data[:8])]
    at = 8
    while not found or found[-1].name != "IEND":
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if end > len(data) or at + 12 > len(data):
            raise BrokenPicture
        name = data[at + 4 : at + 8].decode("latin-1")
        found.append(FilePart(name, data[at + 8 : end - 4], data[at:end]))
        at = end
    return [*found, *_rest(data[at:])]


def webp(data: bytes) -> list[FilePart]:
    """The parts of a WebP, named as in the file: ``EXIF``, ``XMP `` …"""
    whole = 8 + int.from_bytes(data[4:8], "little")
    found = [FilePart("", b"", data[:12])]
    at = 12
    while at + 8 <= whole:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if end > len(data) or end > whole + 1:
            raise BrokenPicture
        found.append(
            FilePart(
                data[at : at + 4].decode("latin-1"), data[at + 8 : at + 8 + size], data[at:end]
            )
        )
        at = end
    if len(found) < 2:
        raise BrokenPicture
    return [*found, *_rest(data[at:])]


def _rest(data: bytes) -> list[FilePart]:
    return [FilePart(BEHIND, data, data)] if data.strip(b"\x00\r\n") else []


def icon(data: bytes) -> list[bytes]:
    """The PNG pictures in an icon; its other ones are pixels without anything beside them."""
    found = []
    for number in range(int.from_bytes(data[4:6], "little")):
        entry = data[6 + 16 * number : 22 + 16 * number]
        size, at = int.from_bytes(entry[8:12], "little"), int.from_bytes(entry[12:16], "little")
        if len(entry) < 16 or at + size > len(data):
            raise BrokenPicture
        if data.startswith(PNG, at):
            found.append(data[at : at + size])
    return found


READERS: dict[str, Callable[[bytes], list[FilePart]]] = {"jpg": jpeg, "png": png, "webp": webp}
