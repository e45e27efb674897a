"""Files that are kept for ever, and the files that a list of old stands for."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.records.records import entries_of, split_list
from handbook.records.stamps import is_stamps
from handbook.text.commits import SNAPSHOTS


def stands_for(path: str, text: str) -> Mapping[str, str]:
    """The files that a file of records or of frozen forecasts stands for: itself, or one for each
    entry of a list of old.
    """
    if not path.endswith(".yml"):
        return {}
    if is_stamps(path):
        return {path: text}
    if not text.startswith("- ") and "\n- " not in text:  # as most are
        return {path: text}
    first = next(
        (line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")),
        "",
    )
    if not first.startswith("- "):
        return {path: text}
    if path != f"{SNAPSHOTS}.yml":
        return split_list(path, text)
    parts = (entry.partition("\n") for entry in entries_of(text))
    return {f"{SNAPSHOTS}/{name.removeprefix('id:').strip()}.yml": rest for name, _, rest in parts}
