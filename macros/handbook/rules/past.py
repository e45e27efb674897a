"""What git remembers of records, stamps and frozen forecasts, held against what is there today."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename

from handbook.handbook import Handbook
from handbook.records.records import folder_of, page_of
from handbook.records.stamps import is_stamps
from handbook.text.history import RECORDS, Loss


def losses_of(handbook: Handbook, folder: str) -> Iterator[Loss]:
    """What is no longer as it was first written, below a folder; nothing where git could not be
    asked.

    A file that is there and could not be read has a Problem of its own.
    """
    past = handbook.past
    for loss in past.losses(lambda path: _places(handbook, path)) if past else ():
        if loss.path.startswith(f"{folder}/") and not (
            loss.is_gone and loss.path in handbook.entries
        ):
            yield loss


def _places(handbook: Handbook, path: str) -> list[str]:
    """Where a file may be today: where it was, or where its page has moved; nowhere if its page is
    gone.
    """
    if not path.startswith(f"{RECORDS}/") or is_stamps(path):
        return [path]
    src = page_of(path)
    if src in handbook.pages:
        return [path]
    now = handbook.moved().get(src)
    return [path, f"{folder_of(now)}/{basename(path)}"] if now in handbook.pages and now else []


def unread_records(handbook: Handbook, src: str) -> list[str]:
    """What is in the way of knowing a page's whole life: files that could not be read, links, files
    where a folder belongs.
    """
    places = [
        old for old, new in handbook.moved().items() if new == src and old not in handbook.pages
    ]
    folders = [folder_of(place) for place in (src, *places)]
    return [
        path
        for path in handbook.unread_records
        if any(_is_in_the_way(path, folder) for folder in folders)
    ]


def _is_in_the_way(path: str, folder: str) -> bool:
    """Whether a file or link is a record of the folder, the list of old beside it, or stands where
    a folder on the way belongs.
    """
    inside = (
        path.startswith(f"{folder}/")
        and "/" not in path.removeprefix(f"{folder}/")
        and path.endswith(".yml")
    )
    return inside or path == f"{folder}.yml" or folder == path or folder.startswith(f"{path}/")
