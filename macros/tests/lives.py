"""Records for tests: put into a folder as commands write them, each in a file of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from handbook.records.fingerprints import Fingerprints
from handbook.records.records import record_file
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder, FolderEntry
from handbook.upkeep.review import RecordRequest, record_of

FOUND = "Compared it with the last five offers."
TODAY = date(2026, 11, 23)


def step(name: str, on: str, by: str = "seller", **more: Any) -> dict[str, Any]:
    """A record as keys."""
    return {"step": name, "on": on, "by": by, **more}


def put(folder: Folder, path: str, text: str) -> str:
    """Put a file into a folder, as reading it would."""
    folder.entries[path] = FolderEntry(path, "file", len(text.encode()))
    folder.data[path] = text.encode()
    return path


def record(folder: Folder, src: str, *records: dict[str, Any]) -> list[str]:
    """Put records of a page into a folder; the paths of their files."""
    return [put(folder, *record_file(src, keys)) for keys in records]


def review(
    folder: Folder,
    src: str,
    on: str = "2026-11-23",
    by: str = "",
    found: str = FOUND,
    read: Fingerprints | None = None,
) -> str:
    """Put a review of a page into a folder, bound to what is there now unless ``read`` says
    otherwise; the path of its file.
    """
    states = edition_without_git(folder, TODAY).shown.states
    page = states.handbook.pages[src]
    owner = page.meta.owner if page.meta else "sales-director"
    answers = tuple("Nothing new this month." for _ in (page.meta.ask if page.meta else ()))
    wanted = RecordRequest(
        "reviewed", by or owner, date.fromisoformat(on), found, answers, read=read
    )
    (path,) = record(folder, src, record_of(states, page, wanted))
    return path
