"""The finished site, and where in the handbook each thing on it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote, urljoin, urlsplit

from handbook.handbook import Handbook
from handbook.problems.problem import Place, Problem
from handbook.site.built.html import BuiltPage, Element, read_page
from handbook.site.redirects import redirects
from handbook.text.load import THEME, Folder
from handbook.text.settings import PATH as SITE_PATH
from handbook.text.settings import address

THEMES = "assets/javascripts/"
# Steps up, folders, a file with its ending, and an anchor.
_PLAIN = re.compile(r"((?:\.\./)*(?:[a-z0-9_-]+/)*(?:[a-z0-9_.-]+\.[a-z]+)?)(?:#([a-z0-9_.-]*))?")


@dataclass
class BuiltSite:
    """The finished site of a handbook."""

    handbook: Handbook
    names: frozenset[str]
    pages: dict[str, BuiltPage]
    styles: dict[str, str]
    scripts: dict[str, str] = field(default_factory=dict)  # but not the theme's own

    @cached_property
    def base(self) -> str:
        """The address of the site, with a slash at its end."""
        keys = self.handbook.site.keys
        said = str(keys.get("site_url", "")) if keys else ""
        return (said or "https://site.example").rstrip("/") + "/"

    @cached_property
    def sources(self) -> dict[str, str]:
        """For each HTML file the page below ``docs`` that it is made from."""
        return {
            address(src): src
            for src in self.handbook.pages
            if not src.startswith(("_facts/", "_records/"))
        }

    @cached_property
    def old_addresses(self) -> frozenset[str]:
        """The files that lead from the old addresses of moved pages to where they are."""
        return frozenset(redirects(self.handbook))

    def place(self, path: str, written: str = "") -> Place:
        """The page or file that a file of the site comes from, and the line where ``written``
        stands, if it is one line only.
        """
        src = self.sources.get(path)
        if src is None:
            folder = THEME if f"{THEME}/{path}" in self.handbook.entries else "docs"
            return Place(SITE_PATH if path.endswith(".html") else f"{folder}/{path}")
        lines = self.handbook.pages[src].text.split("\n")
        found = [
            number for number, line in enumerate(lines, 1) if len(written) > 3 and written in line
        ]
        return Place(f"docs/{src}", found[0] if len(found) == 1 else 0)

    def inner(self, path: str, written: str) -> tuple[str, str] | None:
        """The file and the anchor that an address on a page leads to; None if it leads out of the
        site.
        """
        return _simple(path, written) or self._joined(path, written)

    def _joined(self, path: str, written: str) -> tuple[str, str] | None:
        """The same for any address, read as browsers do."""
        try:
            target = urlsplit(
                urljoin(self.base + path, written.strip().replace("\\", "/"))
            )  # as browsers do
        except ValueError:
            return None
        home = urlsplit(self.base)
        if (target.scheme, target.netloc) != (home.scheme, home.netloc):
            return None
        if not target.path.startswith(home.path):
            return target.path, unquote(target.fragment)
        inner = unquote(target.path.removeprefix(home.path))
        return inner + "index.html" * (inner.endswith("/") or not inner), unquote(target.fragment)


def _simple(path: str, written: str) -> tuple[str, str] | None:
    """The file and the anchor, for an address of plain names from one page to another: most are,
    and joining them as browsers do takes ten times as long.
    """
    found = _PLAIN.fullmatch(written)
    above = path.split("/")[:-1]
    up = written.count("../") if found else 0
    if not found or up > len(above) or not _PLAIN.fullmatch(path):
        return None
    if not found[1]:
        return path, found[2] or ""
    inner = "/".join([*above[: len(above) - up], found[1][3 * up :]])
    return inner + "index.html" * (inner.endswith("/") or not inner), found[2] or ""


def read_built(handbook: Handbook, folder: Folder) -> BuiltSite:
    """Understand a finished site, read with :func:`handbook.text.load.read_site`."""
    texts = {path: data.decode("utf-8", "replace") for path, data in folder.data.items()}
    pages = {path: read_page(path, text) for path, text in texts.items() if path.endswith(".html")}
    styles = {path: text for path, text in texts.items() if path.endswith(".css")}
    ours = {
        path: text
        for path, text in texts.items()
        if path.endswith(".js") and not path.startswith(THEMES)
    }
    return BuiltSite(handbook, frozenset(folder.entries), pages, styles, ours)


def clicked(page: BuiltPage) -> Iterator[Element]:
    """The links that a reader follows; nothing is fetched before."""
    return (
        element
        for element in page.elements
        if element.tag in ("a", "area") and "href" in element.attributes
    )


def on_page(
    built: BuiltSite,
    rule: str,
    page: BuiltPage,
    element: Element,
    written: str,
    said: str,
    fix: str,
) -> Problem:
    """A Problem on its page, or in the site's settings if it is in the frame that all pages share."""
    if element.own:
        return Problem(built.place(page.path, written), f"The finished page {said}", fix, rule=rule)
    where = built.inner(page.path, written)
    everywhere = (
        said.replace(f'"{written}"', f'"{where[0]}"') if where else said
    )  # the same words on each page
    what = f"The frame around the pages, with the menu, {everywhere}"
    return Problem(
        _in_menu(built, where), what, "correct the menu or the theme's settings.", rule=rule
    )


def _in_menu(built: BuiltSite, where: tuple[str, str] | None) -> Place:
    entries = built.handbook.site.menu if where else []
    lines = (
        entry.line
        for entry in entries
        if where and where[0] in (entry.target, address(entry.target))
    )
    return Place(SITE_PATH, next(lines, 0))
