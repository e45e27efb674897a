"""The wheel of an engine, read as an archive: which version it is, and the shell files it carries.
Nothing of it is run here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from handbook.adopt.news import numbers
from handbook.adopt.shell import DISTRIBUTION, SHELL

# More than any engine has; a wheel that asks for more is none of ours, and is not unpacked.
MOST_FILES, LARGEST, LARGEST_IN_ALL = 5_000, 8 * 2**20, 64 * 2**20

_FILE_NAME = re.compile(r"([A-Za-z0-9_.]+)-([0-9]+(?:\.[0-9]+)*)-py3-none-any\.whl")
_METADATA = re.compile(r"[^/]+\.dist-info/METADATA")
_ENCRYPTED = 0x1


class WheelError(Exception):
    """This is no wheel of the engine that could be used; says why in one line."""


@dataclass(frozen=True)
class Wheel:
    """A wheel: its file name and bytes, and each shell file by its path in a company's
    repository.
    """

    name: str
    version: str
    data: bytes
    shell: Mapping[str, bytes]

    def __post_init__(self) -> None:
        if not self.shell:
            raise WheelError(f'"{self.name}" carries no files for a company\'s repository.')

    def is_older_than(self, other: Wheel) -> bool:
        """Whether the version is below that of the other wheel."""
        return numbers(self.version) < numbers(other.version)


def read_wheel(name: str, data: bytes, packed: ZipFile) -> Wheel:
    """The wheel with this file name and these bytes. Raises :class:`WheelError`."""
    named = _FILE_NAME.fullmatch(name)
    if named is None or not _is_ours(named[1]):
        raise WheelError(
            f'"{name}" is not called like a wheel of the engine: '
            f"{DISTRIBUTION.replace('-', '_')}-1.2.3-py3-none-any.whl, as it was released."
        )
    if wrong := next(_odd(packed.infolist()), ""):
        raise WheelError(f'"{name}" is not used: {wrong}.')
    try:
        version = _version(name, packed)
        if version != named[2]:
            raise WheelError(f'"{name}" says inside that it is version {version}.')
        return Wheel(name, version, data, _shell(packed))
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, UnicodeDecodeError):
        raise WheelError(f'"{name}" is damaged. Fetch it again.') from None


def _is_ours(distribution: str) -> bool:
    return re.sub(r"[-_.]+", "-", distribution).lower() == DISTRIBUTION


def _odd(infos: list[ZipInfo]) -> Iterator[str]:
    """What no wheel of ours has in it."""
    if len(infos) > MOST_FILES:
        yield f"it holds {len(infos)} files; {MOST_FILES} are the most"
    if sum(info.file_size for info in infos) > LARGEST_IN_ALL:
        yield f"unpacked it is larger than {LARGEST_IN_ALL // 2**20} MiB"
    seen: set[str] = set()
    for info in infos:
        if info.file_size > LARGEST:
            yield f'"{info.filename}" in it is larger than {LARGEST // 2**20} MiB'
        if _leads_away(info.orig_filename):
            yield f'"{info.orig_filename}" in it leads out of its folder'
        if info.flag_bits & _ENCRYPTED:
            yield f'"{info.filename}" in it is locked with a password'
        if info.filename.casefold() in seen:
            yield f'"{info.filename}" is in it twice'
        seen.add(info.filename.casefold())


def _leads_away(name: str) -> bool:
    parts = name.removesuffix("/").split("/")
    return any(part in ("", ".", "..") or set(part) & set("\\:\0") for part in parts)


def _version(name: str, packed: ZipFile) -> str:
    about = [packed.read(path).decode() for path in packed.namelist() if _METADATA.fullmatch(path)]
    keys: dict[str, str] = dict(
        re.findall(r"^(Name|Version): *(\S+) *\r?$", about[0] if about else "", re.M)
    )
    if len(about) != 1 or not _is_ours(keys.get("Name", "")):
        raise WheelError(f'"{name}" is no wheel of {DISTRIBUTION}.')
    return keys.get("Version", "")


def _shell(packed: ZipFile) -> dict[str, bytes]:
    names = [name for name in packed.namelist() if name.startswith(SHELL) and name[-1] != "/"]
    return {name.removeprefix(SHELL): packed.read(name) for name in names}
