"""What the finished pages fetch and run: nothing from another host, nothing but the scripts of the
theme.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.problems.problem import Place, Problem
from handbook.site.built.addresses import in_css
from handbook.site.built.finished import THEMES, BuiltSite, on_page
from handbook.site.built.html import BuiltPage, Element
from handbook.site.redirects import SCRIPT
from handbook.text.source import Items, Text
from handbook.text.source.script import read_script

_FRAMES = {"iframe", "frame", "object", "embed", "applet", "portal", "base"}
# How the scripts begin that the theme writes into each page, in both engines.
_THEME = (
    "__md_scope=",
    "var palette=__md_get(",
    "var target=document.getElementById(location.hash",
)
_DATA = {"application/json", "application/ld+json"}
# Parts of the theme that ask another host as soon as they stand on a page.
_ASKING = {"data-md-component": {"source"}, "class": {"mermaid", "giscus"}}


def missing_files(built: BuiltSite) -> Iterator[Problem]:
    """Pictures, styles and scripts that a page asks for and the site does not have."""
    fix = "add the file below docs, or correct its address."
    for page in built.pages.values():
        for element, written in page.fetched:
            where = built.inner(page.path, written)
            if where and where[0] not in built.names and not written.startswith("#"):
                said = f'asks for "{written}", a file that the site does not have.'
                yield on_page(built, "site-file-missing", page, element, written, said, fix)
    for path, text in built.styles.items():
        for written in in_css(text):
            where = built.inner(path, written)
            if where and where[0] not in built.names and not written.startswith("#"):
                what = f'This style sheet asks for "{written}", a file that the site does not have.'
                yield Problem(built.place(path), what, fix, rule="site-file-missing")


def foreign_requests(built: BuiltSite) -> Iterator[Problem]:
    """Whatever a reader's browser would ask another host for."""
    fix = "save the file below docs/assets and name it there, or take it out."
    for page in built.pages.values():
        for element, written in page.fetched:
            if built.inner(page.path, written) is None and not written.lower().startswith(
                "data:image/"
            ):
                said = f'asks another place, "{written}", as soon as it is opened.'
                yield on_page(built, "site-asks-elsewhere", page, element, written, said, fix)
        for element in page.elements:
            if part := _asking(element):
                said = f'holds "{part}", which asks another place as soon as the page is opened.'
                yield on_page(
                    built, "site-asks-elsewhere", page, element, part, said, "take it out."
                )
    for path, text in built.styles.items():
        for written in in_css(text):
            if built.inner(path, written) is None and not written.lower().startswith("data:"):
                what = (
                    f'This style sheet asks another place, "{written}", as soon as a page is '
                    "opened."
                )
                yield Problem(built.place(path), what, fix, rule="site-asks-elsewhere")


def asking_scripts(built: BuiltSite) -> Iterator[Problem]:
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
        written = element.attributes.get(name)
        if written and (found := asking.intersection(written.split())):
            return found.pop()
    return ""


def programs(built: BuiltSite) -> Iterator[Problem]:
    """Scripts and event handlers that are not the theme's own."""
    fix = "take it out; pages show, they do not run programs."
    for page in built.pages.values():
        for element in page.elements:
            for name in element.attributes:
                if name.startswith("on"):
                    said = f'runs a program: {name}="{element.attributes[name]}".'
                    yield on_page(built, "site-runs-program", page, element, name, said, fix)
            if element.tag == "script" and not _is_the_themes(built, page, element):
                start = element.attributes.get("src") or " ".join(element.text.split())[:60]
                said = f'runs a program that is not the theme\'s: "{start}".'
                yield on_page(built, "site-runs-program", page, element, start, said, fix)


def _is_the_themes(built: BuiltSite, page: BuiltPage, script: Element) -> bool:
    if script.own:
        return False
    if source := script.attributes.get("src"):
        where = built.inner(page.path, source)
        return where is None or where[0].startswith((THEMES, *_scripts(built)))
    if page.path in built.old_addresses and script.text == SCRIPT and not script.attributes:
        return True
    return script.attributes.get("type") in _DATA or script.text.strip().startswith(_THEME)


def _scripts(built: BuiltSite) -> Iterator[str]:
    """The scripts that ``mkdocs.yml`` names."""
    keys = built.handbook.site.keys
    named = keys.get("extra_javascript") if keys else None
    return (
        (str(item) for item in named if isinstance(item, Text))
        if isinstance(named, Items)
        else iter(())
    )
