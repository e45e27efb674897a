"""The finished site, and everything that can be wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import basename, splitext
from urllib.parse import unquote, urljoin, urlsplit

from handbook.facts.kinds import kind_of
from handbook.handbook import Handbook
from handbook.pages.facts import Move
from handbook.problems.problem import Place, Problem, counted, did_you_mean, in_order, nearest
from handbook.rules.files import PUBLISHED
from handbook.site.built.html import BuiltPage, Element, read_page
from handbook.site.built.leftovers import marks_left
from handbook.site.redirects import SCRIPT, redirects
from handbook.text.load import THEME, Folder
from handbook.text.settings import PATH as SITE_PATH
from handbook.text.settings import address
from handbook.text.source import Items, Text
from handbook.text.source.script import read_script

# What the engines add to what the handbook itself may publish.
KINDS = {*PUBLISHED, ".html", ".map", ".json", ".xml", ".gz", ".gif", ".txt"} - {".md"}
PLAIN_NAMES = {"LICENSE", "CNAME", ".nojekyll"}
ENGINE_PAGES = {"404.html"}

# Attributes whose text is read or compared, never fetched. In any other one an address of another place is fetched.
_WORDS = {
    "title",
    "alt",
    "content",
    "aria-label",
    "cite",
    "value",
    "placeholder",
    "id",
    "class",
    "datetime",
}
_FILES = {"src", "data", "poster", "href", "xlink:href", "action", "formaction", "background"}
_LISTS = {"srcset", "imagesrcset", "ping"}
_HARMLESS = {"canonical", "next", "prev", "alternate", "author", "license"}
_FRAMES = {"iframe", "frame", "object", "embed", "applet", "portal", "base"}
_ELSEWHERE = re.compile(r"\s*(?:(?:https?|wss?|ftp):)?[/\\]{2}", re.IGNORECASE)
_CSS = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)", re.IGNORECASE)
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)

# How the scripts begin that the theme writes into each page, in both engines.
_THEME = (
    "__md_scope=",
    "var palette=__md_get(",
    "var target=document.getElementById(location.hash",
)
_THEMES = "assets/javascripts/"
_DATA = {"application/json", "application/ld+json"}
# Parts of the theme that ask another host as soon as they stand on a page.
_ASKING = {"data-md-component": {"source"}, "class": {"mermaid", "giscus"}}


@dataclass
class Built:
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
        """The page or file that a file of the site comes from, and the line where ``written`` stands, if it is one line only."""
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
        """The file and the anchor that an address on a page leads to; None if it leads out of the site."""
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


def read_built(handbook: Handbook, folder: Folder) -> Built:
    """Understand a finished site, read with :func:`handbook.text.load.read_site`."""
    texts = {path: data.decode("utf-8", "replace") for path, data in folder.data.items()}
    pages = {path: read_page(path, text) for path, text in texts.items() if path.endswith(".html")}
    styles = {path: text for path, text in texts.items() if path.endswith(".css")}
    ours = {
        path: text
        for path, text in texts.items()
        if path.endswith(".js") and not path.startswith(_THEMES)
    }
    return Built(handbook, frozenset(folder.entries), pages, styles, ours)


def problems(built: Built) -> list[Problem]:
    """Everything that is wrong with the finished site. What is wrong on every page outside its content is said once."""
    found: list[Problem] = []
    for check in CHECKS:
        found += check(built)
    return in_order(found)


def outside_hosts(built: Built) -> dict[str, int]:
    """The hosts that links lead to, and how many links do: they are listed, nobody asks whether they answer."""
    hosts: dict[str, int] = {}
    for page in built.pages.values():
        for element in _clicked(page):
            host = _host(element.attributes["href"])
            if host and element.own and built.inner(page.path, element.attributes["href"]) is None:
                hosts[host] = hosts.get(host, 0) + 1
    return dict(sorted(hosts.items()))


def _host(written: str) -> str:
    try:
        return urlsplit(written.strip()).hostname or ""
    except ValueError:
        return ""


def _clicked(page: BuiltPage) -> Iterator[Element]:
    """The links that a reader follows; nothing is fetched before."""
    return (
        element
        for element in page.elements
        if element.tag in ("a", "area") and "href" in element.attributes
    )


def _problem(
    built: Built, rule: str, page: BuiltPage, element: Element, written: str, said: str, fix: str
) -> Problem:
    """A Problem on its page, or in the site's settings if it stands in the frame that all pages share."""
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


def _in_menu(built: Built, where: tuple[str, str] | None) -> Place:
    entries = built.handbook.site.menu if where else []
    lines = (
        entry.line
        for entry in entries
        if where and where[0] in (entry.target, address(entry.target))
    )
    return Place(SITE_PATH, next(lines, 0))


# --- links --------------------------------------------------------------------------------------


def broken_links(built: Built) -> Iterator[Problem]:
    """Links that lead nowhere on the site, or to what readers cannot open."""
    for page in built.pages.values():
        for element in _clicked(page):
            written = element.attributes["href"]
            scheme = _SCHEME.match(written)
            if (
                scheme
                and scheme[1].lower() in ("https", "mailto")
                and built.inner(page.path, written) is None
            ):
                continue
            if said := _broken(built, page, written):
                yield _problem(built, said[0], page, element, written, said[1], said[2])


def _broken(built: Built, page: BuiltPage, written: str) -> tuple[str, str, str] | None:
    """The rule, what is wrong and how to mend it, if a link does not lead to a place on the site."""
    where = built.inner(page.path, written)
    if where is None:
        said = f'links to "{written}", which readers cannot open.'
        return "site-link-broken", said, "link to a page of the handbook or to an https address."
    path, anchor = where
    if path not in built.names:
        said = f'links to "{written}". There is no such page on the site.{did_you_mean(path, built.pages)}'
        return (
            "site-link-broken",
            said,
            "correct the link, or the fact from which a macro makes it.",
        )
    other = built.pages.get(path)
    if not anchor or other is None or anchor in other.ids or anchor == "top":
        return None
    said = f'links to "{written}", but that page has no place "{anchor}".{did_you_mean(anchor, other.ids)}'
    return "site-anchor-missing", said, "correct what follows the #, or give the heading this id."


# --- what is fetched ----------------------------------------------------------------------------


def fetched(page: BuiltPage) -> Iterator[tuple[Element, str]]:
    """Every address that a browser fetches or sends to on its own when it shows the page."""
    for element in page.elements:
        for name, value in element.attributes.items():
            yield from ((element, text) for text in _addresses(element, name, value))
        if element.tag == "style":
            yield from ((element, url) for url in in_css(element.text))


def _addresses(element: Element, name: str, value: str) -> Iterator[str]:
    if name == "style":
        yield from in_css(value)
    elif name in _LISTS:
        yield from (candidate.split()[0] for candidate in value.split(",") if candidate.split())
    elif name == "content" and element.attributes.get("http-equiv", "").lower() == "refresh":
        yield from re.findall(r"url\s*=\s*['\"]?([^'\"]+)", value, re.IGNORECASE)
    elif name in _WORDS or name.startswith("xmlns") or _is_only_named(element, name):
        return
    elif name in _FILES or _ELSEWHERE.match(value):
        yield value


def _is_only_named(element: Element, name: str) -> bool:
    """Whether an address is one that a reader may follow, not one that the browser fetches."""
    if name != "href":
        return False
    relations = set(element.attributes.get("rel", "").lower().split())
    return element.tag in ("a", "area") or (element.tag == "link" and bool(relations & _HARMLESS))


def in_css(text: str) -> Iterator[str]:
    """The addresses in a style sheet."""
    return (first or second for first, second in _CSS.findall(text))


def missing_files(built: Built) -> Iterator[Problem]:
    """Pictures, styles and scripts that a page asks for and the site does not have."""
    fix = "add the file below docs, or correct its address."
    for page in built.pages.values():
        for element, written in fetched(page):
            where = built.inner(page.path, written)
            if where and where[0] not in built.names and not written.startswith("#"):
                said = f'asks for "{written}", a file that the site does not have.'
                yield _problem(built, "site-file-missing", page, element, written, said, fix)
    for path, text in built.styles.items():
        for written in in_css(text):
            where = built.inner(path, written)
            if where and where[0] not in built.names and not written.startswith("#"):
                what = f'This style sheet asks for "{written}", a file that the site does not have.'
                yield Problem(built.place(path), what, fix, rule="site-file-missing")


def foreign_requests(built: Built) -> Iterator[Problem]:
    """Whatever a reader's browser would ask another host for."""
    fix = "save the file below docs/assets and name it there, or take it out."
    for page in built.pages.values():
        for element, written in fetched(page):
            if built.inner(page.path, written) is None and not written.lower().startswith(
                "data:image/"
            ):
                said = f'asks another place, "{written}", as soon as it is opened.'
                yield _problem(built, "site-asks-elsewhere", page, element, written, said, fix)
        for element in page.elements:
            if part := _asking(element):
                said = f'holds "{part}", which asks another place as soon as the page is opened.'
                yield _problem(
                    built, "site-asks-elsewhere", page, element, part, said, "take it out."
                )
    for path, text in built.styles.items():
        for written in in_css(text):
            if built.inner(path, written) is None and not written.lower().startswith("data:"):
                what = f'This style sheet asks another place, "{written}", as soon as a page is opened.'
                yield Problem(built.place(path), what, fix, rule="site-asks-elsewhere")


def asking_scripts(built: Built) -> Iterator[Problem]:
    """Scripts that could ask another host, or run a text, as they are on the site."""
    for path, text in built.scripts.items():
        for finding in read_script(text):
            what = f'This script holds "{finding.written}", which {finding.wrong}.'
            place = Place(built.place(path).path, finding.line)
            yield Problem(place, what, "take it out.", rule="site-asks-elsewhere")


def _asking(element: Element) -> str:
    if element.tag in _FRAMES:
        return f"<{element.tag}>"
    for name, asking in _ASKING.items():
        if found := asking & set(element.attributes.get(name, "").split()):
            return found.pop()
    return ""


def programs(built: Built) -> Iterator[Problem]:
    """Scripts and event handlers that are not the theme's own."""
    fix = "take it out; pages show, they do not run programs."
    for page in built.pages.values():
        for element in page.elements:
            for name in element.attributes:
                if name.startswith("on"):
                    said = f'runs a program: {name}="{element.attributes[name]}".'
                    yield _problem(built, "site-runs-program", page, element, name, said, fix)
            if element.tag == "script" and not _is_the_themes(built, page, element):
                start = element.attributes.get("src") or " ".join(element.text.split())[:60]
                said = f'runs a program that is not the theme\'s: "{start}".'
                yield _problem(built, "site-runs-program", page, element, start, said, fix)


def _is_the_themes(built: Built, page: BuiltPage, script: Element) -> bool:
    if script.own:
        return False
    if source := script.attributes.get("src"):
        where = built.inner(page.path, source)
        return where is None or where[0].startswith((_THEMES, *_scripts(built)))
    if page.path in built.old_addresses and script.text == SCRIPT and not script.attributes:
        return True
    return script.attributes.get("type") in _DATA or script.text.strip().startswith(_THEME)


def _scripts(built: Built) -> Iterator[str]:
    """The scripts that ``mkdocs.yml`` names."""
    keys = built.handbook.site.keys
    named = keys.get("extra_javascript") if keys else None
    return (
        (str(item) for item in named if isinstance(item, Text))
        if isinstance(named, Items)
        else iter(())
    )


# --- what is shown and published ----------------------------------------------------------------


def leftovers(built: Built) -> Iterator[Problem]:
    """Markup that readers see as text, because nothing understood it."""
    for page in built.pages.values():
        for written in dict.fromkeys(found for block in page.blocks for found in marks_left(block)):
            what = f'Readers of the finished page see "{written}" as text: nothing understood it.'
            fix = "correct the spelling, or set it between backticks if it is meant to be seen."
            yield Problem(built.place(page.path, written), what, fix, rule="site-shows-markup")


def refused_calls(built: Built) -> Iterator[Problem]:
    """Messages that stand where a page should show something: an engine passes them, but for a strict build of MkDocs."""
    for path, page in built.pages.items():
        many = sum(
            "hb-refused" in element.attributes.get("class", "").split() for element in page.elements
        )
        if many:
            what = f"Readers of the finished page see {counted(many, 'message')} about what cannot be shown."
            fix = "run handbook check, which says each with its line, or look at the page: the message says what to do."
            yield Problem(built.place(path), what, fix, rule="site-shows-problem")


def published_files(built: Built) -> Iterator[Problem]:
    """Files on the site that were never meant to be published."""
    for path in sorted(built.names):
        hidden = (
            path.startswith(("_facts/", "_records/")) or "/_facts/" in path or "/_records/" in path
        )
        kind = splitext(path)[1].lower()
        if not hidden and (kind in KINDS or basename(path) in PLAIN_NAMES):
            continue
        what = f'"{path}" stands on the site as a file, where every reader can fetch it.'
        fix = "take it out of docs, or keep it in docs/_facts, and leave exclude_docs in mkdocs.yml as it was."
        yield Problem(Place(f"docs/{path}"), what, fix, rule="site-publishes-file")


def missing_pages(built: Built) -> Iterator[Problem]:
    """Pages of the handbook that the site lacks, and pages of the site that the handbook lacks."""
    for path, src in built.sources.items():
        if path not in built.names:
            what = f'The site has no page made from this one: "{path}" is missing.'
            fix = "build the site again; if it is still missing, look for the page in exclude_docs of mkdocs.yml."
            yield Problem(Place(f"docs/{src}"), what, fix, rule="site-page-missing")
    for path in sorted(built.old_addresses - built.names):
        what = f'The old address "{path}" of a moved page leads nowhere.'
        fix = "after building, write the files that lead on: handbook redirects --site site"
        yield Problem(Place(kind_of(Move).where), what, f"{fix}.", rule="site-page-missing")
    for path in built.pages:
        if path not in built.sources and path not in built.old_addresses | ENGINE_PAGES:
            guess = nearest(path, built.sources)
            what = f'The site has the page "{path}", which is made from no page of the handbook.'
            fix = f"build the site again{f', or rename {built.sources[guess]}' if guess else ''}, or delete the file from docs."
            yield Problem(Place(f"docs/{path}"), what, fix, rule="site-page-missing")


def missing_titles(built: Built) -> Iterator[Problem]:
    """Finished pages without a title."""
    for path, page in built.pages.items():
        if not page.title.strip() or (path in built.sources and not page.heading.strip()):
            what = "The finished page has no title."
            fix = "write one heading with a single # below the block at the top:"
            yield Problem(built.place(path), what, fix, "# Prices", rule="site-title-missing")


CHECKS: tuple[Callable[[Built], Iterator[Problem]], ...] = (
    broken_links,
    missing_files,
    foreign_requests,
    asking_scripts,
    programs,
    leftovers,
    refused_calls,
    published_files,
    missing_pages,
    missing_titles,
)
