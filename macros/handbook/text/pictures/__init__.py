"""Pictures as files: what they are, what they tell beside what they show, and a copy that tells
nothing.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from handbook.text.pictures.exif import (
    AUTHOR,
    NAMES_SOMEBODY,
    orientation,
    told_by_exif,
    told_by_iptc,
)
from handbook.text.pictures.parts import BEHIND, READERS, BrokenPicture, FilePart, icon, kind_of
from handbook.text.pictures.words import told_by_pdf, told_by_svg, told_by_xmp

__all__ = ["KINDS", "BrokenPicture", "PictureInfo", "cleaned", "look", "told_by_svg"]

MORE = "more data behind its end, such as what was cropped off"
SIGNED = "a signed history of who made it and how"

# Ending of a file → what such a file is.
KINDS = {
    "png": "png",
    "jpg": "jpg",
    "jpeg": "jpg",
    "webp": "webp",
    "ico": "ico",
    "pdf": "pdf",
    "woff2": "woff2",
}
_MOST_UNPACKED = 1024 * 1024


@dataclass(frozen=True, slots=True)
class PictureInfo:
    """What a picture's file is, whether it is whole, and what it tells beside the picture."""

    kind: str
    whole: bool = True
    tells: tuple[str, ...] = ()


def look(data: bytes) -> PictureInfo:
    """Understand a picture's file; never raises."""
    kind = kind_of(data)
    try:
        return PictureInfo(kind, True, tuple(sorted(_tells(kind, data))))
    except BrokenPicture:
        return PictureInfo(kind, False)


def _tells(kind: str, data: bytes) -> set[str]:
    if kind == "pdf":
        return told_by_pdf(data)
    if kind == "ico":
        return {said for picture in icon(data) for said in _tells("png", picture)}
    if kind not in READERS:
        return set()
    return {said for part in READERS[kind](data) for said in _told_by(kind, part)}


def _told_by(kind: str, part: FilePart) -> set[str]:
    if part.name == BEHIND:
        return {MORE}
    teller = _TELLERS[kind].get(part.name)
    return teller(part.data) if teller else set()


def _first_part(data: bytes) -> set[str]:
    """APP1 of a JPEG: Exif, or XMP in one piece or several."""
    if data.startswith(b"Exif\0"):
        return told_by_exif(data[6:])
    if data.startswith(
        (b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0")
    ):
        return told_by_xmp(data[data.index(b"\0") + 1 :].lstrip(b"\xef\xbb\xbf \r\n"))
    return set()


def _comment(data: bytes) -> set[str]:
    return {AUTHOR} if NAMES_SOMEBODY.search(data.decode("utf-8", "replace")) else set()


def _text(data: bytes) -> set[str]:
    """A text of a PNG: its key, a zero byte, and what it says."""
    key, _, said = data.partition(b"\0")
    return _said(key, said)


def _packed_text(data: bytes) -> set[str]:
    key, _, said = data.partition(b"\0")
    return _said(key, _unpacked(said[1:]))


def _international_text(data: bytes) -> set[str]:
    key, _, rest = data.partition(b"\0")
    said = rest[2:].split(b"\0", 2)[-1]
    return _said(key, _unpacked(said) if rest[:1] == b"\1" else said)


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _MOST_UNPACKED)
    except zlib.error:
        raise BrokenPicture from None


def _said(key: bytes, said: bytes) -> set[str]:
    if key == b"XML:com.adobe.xmp":
        return told_by_xmp(said.lstrip(b"\xef\xbb\xbf \r\n"))
    if key.startswith(b"Raw profile type "):
        return _raw_profile(key.rsplit(b" ", 1)[-1], said)
    if key.lower() in (b"author", b"artist", b"copyright"):
        return {AUTHOR} if said.strip() else set()
    return _comment(said)


def _raw_profile(kind: bytes, said: bytes) -> set[str]:
    """Data of a camera as ImageMagick puts it into a PNG: a name, a length, and digits."""
    digits = b"".join(said.split()[2:])
    try:
        data = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        raise BrokenPicture from None
    if kind.lower() in (b"exif", b"app1"):
        return _first_part(data) if data.startswith((b"Exif", b"http")) else told_by_exif(data)
    return {b"iptc": told_by_iptc, b"8bim": told_by_iptc, b"xmp": told_by_xmp}.get(kind, _nothing)(
        data
    )


def _nothing(data: bytes) -> set[str]:
    return set()


def _signed(data: bytes) -> set[str]:
    return {SIGNED}


def _second_part(data: bytes) -> set[str]:
    """APP2 of a JPEG: colours, or a list of further pictures in the file."""
    return {MORE} if data.startswith(b"MPF\0") else set()


_TELLERS: dict[str, dict[str, Callable[[bytes], set[str]]]] = {
    "jpg": {"e1": _first_part, "e2": _second_part, "eb": _signed, "ed": told_by_iptc, "fe": _comment},
    "png": {
        "eXIf": told_by_exif, "tEXt": _text, "zTXt": _packed_text, "iTXt": _international_text, "caBX": _signed,
    },
    "webp": {"EXIF": told_by_exif, "XMP ": told_by_xmp, "C2PA": _signed},
}  # fmt: skip


# --- a copy that tells nothing --------------------------------------------------------------------

# What the picture itself needs; in a JPEG also the colours (e2) and how they are packed (e0, ee).
_NEEDED = {
    "jpg": re.compile(r"(?!e|fe)..|e0|ee"),
    "png": re.compile(
        r"|[A-Z]...|tRNS|gAMA|cHRM|sRGB|iCCP|sBIT|bKGD|pHYs|hIST|acTL|fcTL|fdAT|cICP|mDCV|cLLI"
    ),
    "webp": re.compile(r"|VP8[ LX]|ALPH|ANIM|ANMF|ICCP"),
}


def cleaned(data: bytes) -> bytes:
    """The same picture, pixel for pixel, and how it is turned, without all else. Raises
    :class:`BrokenPicture`.
    """
    kind = kind_of(data)
    if kind not in READERS:
        raise BrokenPicture
    parts = READERS[kind](data)
    turned = max(
        (orientation(part.data) for part in parts if part.name in ("e1", "eXIf", "EXIF")), default=1
    )
    kept = [part for part in parts if _NEEDED[kind].fullmatch(part.name) or _is_colour(part)]
    return _WRITERS[kind](kept, _only_turned(turned) if turned > 1 else b"")


def _is_colour(part: FilePart) -> bool:
    return part.name == "e2" and part.data.startswith(b"ICC_PROFILE\0")


def _only_turned(how: int) -> bytes:
    """Exif that says how a picture is turned and nothing else."""
    return b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0" + bytes([how, 0, 0, 0]) + b"\0\0\0\0"


def _jpeg(parts: list[FilePart], exif: bytes) -> bytes:
    inner = b"Exif\0\0" + exif
    turned = b"\xff\xe1" + (len(inner) + 2).to_bytes(2, "big") + inner if exif else b""
    first = 2 if parts[1].name == "e0" else 1
    return b"".join(
        [*(part.raw for part in parts[:first]), turned, *(part.raw for part in parts[first:])]
    )


def _png(parts: list[FilePart], exif: bytes) -> bytes:
    chunk = b"eXIf" + exif
    size, check = len(exif).to_bytes(4, "big"), zlib.crc32(chunk).to_bytes(4, "big")
    turned = size + chunk + check if exif else b""
    return b"".join([*(part.raw for part in parts[:2]), turned, *(part.raw for part in parts[2:])])


def _webp(parts: list[FilePart], exif: bytes) -> bytes:
    turned = b"EXIF" + len(exif).to_bytes(4, "little") + exif if exif else b""
    inner = b"".join([*map(_flagged(bool(exif)), parts[1:]), turned])
    return b"RIFF" + (len(inner) + 4).to_bytes(4, "little") + b"WEBP" + inner


def _flagged(has_exif: bool) -> Callable[[FilePart], bytes]:
    """The part as it is; the one that lists what the file holds, with Exif or without it, and
    without XMP.
    """

    def raw(part: FilePart) -> bytes:
        if part.name != "VP8X":
            return part.raw
        flags = (part.data[0] & ~0x0C) | (0x08 if has_exif else 0)
        return part.raw[:8] + bytes([flags]) + part.raw[9:]

    return raw


_WRITERS: dict[str, Callable[[list[FilePart], bytes], bytes]] = {
    "jpg": _jpeg,
    "png": _png,
    "webp": _webp,
}
