"""The command that takes out of pictures what they tell beside what they show."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from handbook.commands.output import write
from handbook.commands.shell import Root, refuse
from handbook.text.load import PICTURES
from handbook.text.pictures import BrokenPicture, cleaned
from handbook.write.writer import Change


def clean(
    pictures: Annotated[
        list[str], typer.Argument(help="Pictures, as paths from here: JPEG, PNG or WebP.")
    ],
    root: Root = Path("."),
) -> None:
    """Take out of pictures where they were taken and by whom. What they show stays as it is, point
    for point.
    """
    before = {path: _read(root / path) for path in dict.fromkeys(pictures)}
    after = {path: _clean(path, data) for path, data in before.items()}
    changed = {path: data for path, data in after.items() if data != before[path]}
    write(root, Change(changed, expected={path: before[path] for path in changed}))
    for path in after:
        typer.echo(
            f"Cleaned: {path}" if path in changed else f"There was nothing to take out of {path}."
        )


def _read(path: Path) -> bytes:
    if path.suffix.lower() not in PICTURES or path.is_symlink():
        refuse(f'"{path}" is no picture. Name files that end with .jpg, .png or .webp.')
    try:
        return path.read_bytes()
    except OSError:
        refuse(f'"{path}" is not there, or cannot be opened.')


def _clean(path: str, data: bytes) -> bytes:
    try:
        return cleaned(data)
    except BrokenPicture:
        refuse(
            f'"{path}" is not a whole JPEG, PNG or WebP picture. Save it again in the program it '
            "was made with."
        )
