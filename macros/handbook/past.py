"""What git remembers of records, stamps and frozen forecasts, held against what is there today."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename

from handbook.handbook import Handbook
from handbook.history import RECORDS, Loss
from handbook.records import folder_of, page_of
from handbook.stamps import is_stamps


def losses_of(handbook: Handbook, folder: str) -> Iterator[Loss]:
    """What is no longer as it was first written, below a folder; nothing where git could not be asked.

    A file that is there and could not be read has a Problem of its own.
    """
    past = handbook.past
    for loss in past.losses(lambda path: _places(handbook, path)) if past else ():
        if loss.path.startswith(f"{folder}/") and not (loss.is_gone and loss.path in handbook.entries):
            yield loss


def _places(handbook: Handbook, path: str) -> list[str]:
    """Where a file may be today: where it was, or where its page has moved; nowhere if its page is gone."""
    if not path.startswith(f"{RECORDS}/") or is_stamps(path):
        return [path]
    src = page_of(path)
    if src in handbook.pages:
        return [path]
    now = handbook.moved().get(src)
    return [path, f"{folder_of(now)}/{basename(path)}"] if now in handbook.pages and now else []
