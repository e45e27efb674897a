"""What a company goes without: documents and parts that ``parts.yml`` says are off. Nothing asks
for them, and what they keep is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from posixpath import dirname

from handbook.facts.contract import Document, package_of
from handbook.facts.facts import Facts
from handbook.facts.kinds import Kind, kinds
from handbook.problems.problem import Cause


@dataclass(frozen=True)
class Off:
    """The packages of documents that are off, and the ids of parts; ``pages`` are the pages of
    these, as paths below ``docs``.
    """

    packages: frozenset[str]
    parts: frozenset[str]
    pages: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.packages or self.parts)

    def holds(self, module: str) -> bool:
        """Whether a module belongs to a document that is off."""
        return bool(self.packages) and package_of(module) in self.packages

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of facts that such documents keep."""
        if not self.packages:
            return ()
        return tuple(kind for kind in kinds() if self.holds(kind.model.__module__))

    def has(self, table: str) -> bool:
        """Whether a table of that name belongs to a document that is off."""
        return any(kind.name == table for kind in self.kinds)

    def misses(self, cause: Cause | None) -> bool:
        """Whether what is missed is off, so that nobody misses it."""
        if cause is None:
            return False
        if cause.kind in ("page", "heading"):
            return cause.name.partition("#")[0] in self.pages
        if cause.kind == "file":
            return self.keeps(cause.name)
        return self.has(cause.kind)

    def keeps(self, path: str) -> bool:
        """Whether a file is a page, or holds facts, of what is off."""
        is_page = path.removeprefix("docs/") in self.pages
        return is_page or any(path.startswith(kind.where) for kind in self.kinds)

    def left(self, facts: Facts) -> Facts:
        """The facts without those of such documents."""
        gone = {kind.name for kind in self.kinds}
        if not gone:
            return facts
        tables = {name: table for name, table in facts.tables() if name not in gone}
        singles = {name: fact for name, fact in facts.singles() if name not in gone}
        return Facts(tables, singles, facts.unreadable - gone)


def off_in(documents: Iterable[Document], parts_of_pages: Mapping[str, str]) -> Off:
    """What is off, by what is decided about the documents, and by the part that each page is; empty
    for a page that is none.
    """
    known = list(documents)
    gone = [document for document in known if document.state == "off"]
    packages = {package_of(document.required.at().path) for document in gone} - {""}
    parts = {part.id for document in known for part in document.every_part if part.state == "off"}
    of_gone = {part.id for document in gone for part in document.every_part}
    beside = _beside(parts_of_pages, of_gone)
    pages = {src for src, part in parts_of_pages.items() if part in parts} | beside
    return Off(frozenset(packages), frozenset(parts), frozenset(pages))


def _beside(parts_of_pages: Mapping[str, str], off: set[str]) -> set[str]:
    """The pages that are no part and lie in folders, or below them, whose parts are all of
    documents that are off.
    """
    by_folder: dict[str, set[str]] = {}
    for src, part in parts_of_pages.items():
        if part:
            by_folder.setdefault(dirname(src), set()).add(part)
    folders = {folder for folder, parts in by_folder.items() if folder and parts <= off}
    return {src for src, part in parts_of_pages.items() if not part and _is_in(src, folders)}


def _is_in(src: str, folders: set[str]) -> bool:
    return any(src.startswith(f"{folder}/") for folder in folders)
