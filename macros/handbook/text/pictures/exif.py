"""What cameras write beside a picture: Exif, which is a small TIFF file, and IPTC. Bytes in, what
they tell out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

PLACE, AUTHOR, UNCLEAR = "where it was made", "who made it", "data that cannot be read"

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
# Artist, copyright, the author's name as Windows writes it, the owner of the camera.
_AUTHORS = {0x013B, 0x8298, 0x9C9D, 0xA430}
_WORDS = {0x010E, 0x9286, 0x9C9B, 0x9C9C}  # free text: description, comment, title
_EXIF, _GPS, ORIENTATION = 0x8769, 0x8825, 0x0112
_WHERE = {2, 4, 20, 22, 28}  # latitude, longitude, those of the subject, the name of the area
_MOST_ENTRIES = 1_000
_MOST_BYTES = 4_096

# Free text that names somebody; "Created with a program" does not.
NAMES_SOMEBODY = re.compile(
    r"\b(?:author|artist|photographer|photo(?:graph)?(?:ed)? by|copyright)\b|©|\(c\) ?\d|\S@\w",
    re.IGNORECASE,
)

# Fields of IPTC: by-line and its title, credit, source, copyright, contact, writer; and city, part
# of it, state, country.
_IPTC = re.compile(rb"\x1c\x02([\x50\x55\x5a\x5c\x5f\x64\x65\x6e\x73\x74\x76\x7a])(..)", re.DOTALL)
_IPTC_PLACES = b"\x5a\x5c\x5f\x64\x65"


@dataclass(frozen=True, slots=True)
class Field:
    """An entry of Exif: its number, its bytes, and the number in them where it is one."""

    tag: int
    data: bytes
    number: int


def told_by_exif(data: bytes) -> set[str]:
    """What a block of Exif tells of place and author. What cannot be read is unclear, never
    nothing.
    """
    try:
        return set(_told(data.removeprefix(b"Exif\0\0")))
    except ValueError:
        return {UNCLEAR}


def orientation(data: bytes) -> int:
    """How the picture is turned, 1 to 8; 1 where nothing says so."""
    try:
        found = [
            field.number
            for field in _first(data.removeprefix(b"Exif\0\0"))
            if field.tag == ORIENTATION
        ]
    except ValueError:
        return 1
    return found[0] if found and 1 <= found[0] <= 8 else 1


def _told(data: bytes) -> Iterator[str]:
    for field in _first(data):
        if field.tag == _GPS:
            place = (inner for inner in _fields(data, field.number) if inner.tag in _WHERE)
            if any(inner.data.strip(b"\0 ") for inner in place):
                yield PLACE
        elif field.tag == _EXIF:
            yield from _names(_fields(data, field.number))
    yield from _names(_first(data))


def _names(fields: Iterator[Field]) -> Iterator[str]:
    for field in fields:
        words = field.data.replace(b"\0", b"").decode("latin-1").strip()
        if words and (
            field.tag in _AUTHORS or (field.tag in _WORDS and NAMES_SOMEBODY.search(words))
        ):
            yield AUTHOR


def _first(data: bytes) -> Iterator[Field]:
    return _fields(data, _number(data, 4, 4))


def _fields(data: bytes, at: int) -> Iterator[Field]:
    """The entries of one directory. Raises ValueError."""
    count = _number(data, at, 2)
    if count > _MOST_ENTRIES:
        raise ValueError
    for start in range(at + 2, at + 2 + 12 * count, 12):
        size = _SIZES.get(_number(data, start + 2, 2), 1) * _number(data, start + 4, 4)
        place = start + 8 if size <= 4 else _number(data, start + 8, 4)
        if place + size > len(data):
            raise ValueError
        tag, width = _number(data, start, 2), min(size, 4)
        yield Field(
            tag,
            data[place : place + min(size, _MOST_BYTES)],
            _number(data, start + 8, 4 if width == 4 else 2),
        )


def _number(data: bytes, at: int, width: int) -> int:
    order = {b"II*\0": "little", b"MM\0*": "big"}.get(data[:4])
    if order is None or at + width > len(data):
        raise ValueError
    return int.from_bytes(data[at : at + width], "little" if order == "little" else "big")


def told_by_iptc(data: bytes) -> set[str]:
    """What a block of IPTC tells of place and author."""
    found = (field for field in _IPTC.finditer(data) if field[2] != b"\0\0")
    return {PLACE if field[1] in _IPTC_PLACES else AUTHOR for field in found}
