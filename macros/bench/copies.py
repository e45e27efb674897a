"""Handbooks of a wanted size, made from the shipped pages; one folder for each thing that is
measured.

Run as a program of its own (``python -m bench.copies ROOT TARGET PAGES``), because a process that
is measured starts with the memory of the one that started it.
"""

from __future__ import annotations

import pickle
import re
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from typing import Any

import yaml

from bench import asking
from handbook.pages import Call, Page
from handbook.rules.edition import edition_without_git
from handbook.text.load import THEME, read_folder

COPIED = "technology/sales-book"
READY = "ready.pickle"

# Drawn text by page, name, arguments and named arguments of a call.
Key = tuple[str, str, tuple[Any, ...], tuple[tuple[str, Any], ...]]


def make(root: Path, target: Path, wanted: int) -> int:
    """Fill ``target`` with the folders check, status, ours, lookup, idle and none; give the number
    of pages in each.

    Whole folders are copied, so that links between pages hold; there are at least ``wanted`` pages.
    """
    site = make_to_check(root, target / "check", wanted)
    for name in ("ours", "lookup", "idle", "none"):
        shutil.copytree(target / "check", target / name)
    _write_sites(target, site)
    shutil.copytree(target / "check", target / "status")
    asking.prepare(target / "status")
    _write_macros(root, target)
    _write_ready(target)
    return len(list((target / "check" / "docs").rglob("*.md")))


def make_to_check(root: Path, folder: Path, wanted: int) -> dict[str, Any]:
    """Fill ``folder`` with a handbook of at least ``wanted`` pages, all in its menu; give the
    settings of ``root``.
    """
    site: dict[str, Any] = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    shutil.copytree(root / "docs", folder / "docs")
    if (root / THEME).is_dir():
        shutil.copytree(root / THEME, folder / THEME)
    copies = list(_copy_pages(folder / "docs", wanted))
    _write_site(folder, {**site, "nav": [*site["nav"], {"Copies": copies}]} if copies else site)
    return site


def _copy_pages(docs: Path, wanted: int) -> Iterator[str]:
    """Add copies of the folder ``COPIED`` until there are enough pages; yields their paths below
    ``docs``.
    """
    sources = sorted((docs / COPIED).glob("*.md"))
    if not sources:
        sys.exit(f'There are no pages to copy in "docs/{COPIED}".')
    lacking = max(wanted - len(list(docs.rglob("*.md"))), 0)
    for number in range(1, ceil(lacking / len(sources)) + 1):
        folder = (docs / COPIED).with_name(f"copy-{number:04}")
        folder.mkdir()
        for source in sources:
            text = source.read_text(encoding="utf-8")
            # A part of the contract is one page, so a copy is none.
            (folder / source.name).write_text(
                re.sub(r"(?m)^part: .*\n", "", text, count=1), encoding="utf-8"
            )
            yield (folder / source.name).relative_to(docs).as_posix()


def _write_sites(target: Path, site: dict[str, Any]) -> None:
    """Where pages are built, the copies are not in the menu: each page would carry one of thousands
    of entries.
    """
    building = {**site, "not_in_nav": f"/{COPIED.rsplit('/', 1)[0]}/copy-*/\n"}
    idle = {"macros": {"on_undefined": "strict", "on_error_fail": True}}
    _write_site(target / "ours", building)
    _write_site(target / "lookup", {**building, "plugins": _unguarded(site["plugins"])})
    _write_site(target / "idle", {**building, "plugins": ["search", idle]})
    _write_site(target / "none", {**building, "plugins": ["search"]})


def _unguarded(plugins: list[Any]) -> list[Any]:
    """The same plugins without the guard, which judges and draws calls itself: here Jinja looks
    each one up.
    """
    macros = next(
        entry["macros"] for entry in plugins if isinstance(entry, dict) and "macros" in entry
    )
    return [
        "search",
        {"macros": {key: value for key, value in macros.items() if key != "j2_extensions"}},
    ]


def _write_site(folder: Path, site: dict[str, Any]) -> None:
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(site, sort_keys=False), encoding="utf-8")


def _write_macros(root: Path, target: Path) -> None:
    for folder, source in (
        ("ours", root / "macros" / "main.py"),
        ("lookup", Path(__file__).with_name("lookup.py")),
    ):
        (target / folder / "macros").mkdir(exist_ok=True)
        shutil.copy(source, target / folder / "macros" / "main.py")


def _write_ready(target: Path) -> None:
    """The drawn text of every call: as a table for the macros of lookup, and in place of the calls
    for idle and none.
    """
    edition = edition_without_git(read_folder(target / "ours"), datetime.now(UTC))
    same: dict[str, str] = {}
    ready: dict[Key, str] = {}
    for page in edition.handbook.pages.values():
        for call in page.calls:
            drawn = str(edition.shown.draw(call, page.src).html)
            ready[_key(page, call)] = same.setdefault(drawn, drawn)
        for name in ("idle", "none"):
            (target / name / page.path).write_text(_with_ready_text(page, ready), encoding="utf-8")
    (target / "lookup" / READY).write_bytes(pickle.dumps(ready))


def _key(page: Page, call: Call) -> Key:
    return (page.src, *call.key)


def _with_ready_text(page: Page, ready: dict[Key, str]) -> str:
    done, rest = [], page.text
    for call in page.calls:
        before, _, rest = rest.partition(call.written)
        done += [before, ready[_key(page, call)]]
    return "".join([*done, rest])


if __name__ == "__main__":
    print(make(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
