"""What ``mkdocs.yml`` says: its keys and its menu, as far as the handbook's rules ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from handbook.problems.problem import Problem
from handbook.text.source import Items, Map, Text, Value, read_yaml

PATH = "mkdocs.yml"


@dataclass(frozen=True)
class MenuEntry:
    """An entry of the menu that points at a page."""

    title: str
    target: str
    line: int


@dataclass
class Site:
    """The settings of the site; ``keys`` is None where there are none or they could not be read."""

    keys: Map | None = None
    menu: list[MenuEntry] = field(default_factory=list)

    @property
    def has_menu(self) -> bool:
        return self.keys is not None and "nav" in self.keys


def address(src: str) -> str:
    """The HTML file that a page becomes: ``a/b.md`` → ``a/b/index.html``."""
    stem = src.removesuffix(".md")
    folder, _, name = stem.rpartition("/")
    if name in ("index", "README"):
        return f"{folder}/index.html".lstrip("/")
    return f"{stem}/index.html"


def read_site(text: str | None) -> tuple[Site, list[Problem]]:
    """Understand ``mkdocs.yml``; it is held to the same strict YAML as facts, so it can run
    nothing.
    """
    if text is None:
        return Site(), []
    reading = read_yaml(PATH, text)
    if not isinstance(reading.value, Map):
        return Site(), reading.problems
    return Site(reading.value, list(_entries(reading.value.get("nav"), ""))), reading.problems


def _entries(value: Value | None, title: str) -> Iterator[MenuEntry]:
    if isinstance(value, Text):
        yield MenuEntry(title, str(value), value.line)
    elif isinstance(value, Items):
        for inner in value:
            yield from _entries(inner, title)
    elif isinstance(value, Map):
        for name, inner in value.items():
            yield from _entries(inner, name)
