"""Everything that can be wrong with the finished site: links, files, titles, what is published."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from posixpath import basename, splitext
from urllib.parse import urlsplit

from handbook.facts.kinds import kind_of
from handbook.pages.facts import Move
from handbook.problems.problem import Place, Problem, counted, did_you_mean, in_order, nearest
from handbook.rules.files import PUBLISHED
from handbook.site.built.finished import BuiltSite, clicked, on_page
from handbook.site.built.html import BuiltPage
from handbook.site.built.leftovers import marks_left
from handbook.site.built.requests import asking_scripts, foreign_requests, missing_files, programs

# What the engines add to what the handbook itself may publish.
KINDS = {*PUBLISHED, ".html", ".map", ".json", ".xml", ".gz", ".gif", ".txt"} - {".md"}
PLAIN_NAMES = {"LICENSE", "CNAME", ".nojekyll"}
ENGINE_PAGES = {"404.html"}
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def problems(built: BuiltSite) -> list[Problem]:
    """Everything that is wrong with the finished site. What is wrong on every page outside its
    content is said once.
    """
    found: list[Problem] = []
    for check in CHECKS:
        found += check(built)
    return in_order(found)


def outside_hosts(built: BuiltSite) -> dict[str, int]:
    """The hosts that links lead to, and how many links do: they are listed, nobody asks whether
    they answer.
    """
    hosts: dict[str, int] = {}
    for page in built.pages.values():
        for element in clicked(page):
            host = _host(element.attributes["href"])
            if host and element.own and built.inner(page.path, element.attributes["href"]) is None:
                hosts[host] = hosts.get(host, 0) + 1
    return dict(sorted(hosts.items()))


def _host(written: str) -> str:
    try:
        return urlsplit(written.strip()).hostname or ""
    except ValueError:
        return ""


# --- links --------------------------------------------------------------------------------------


def broken_links(built: BuiltSite) -> Iterator[Problem]:
    """Links that lead nowhere on the site, or to what readers cannot open."""
    for page in built.pages.values():
        for element in clicked(page):
            written = element.attributes["href"]
            scheme = _SCHEME.match(written)
            if (
                scheme
                and scheme[1].lower() in ("https", "mailto")
                and built.inner(page.path, written) is None
            ):
                continue
            if said := _broken(built, page, written):
                yield on_page(built, said[0], page, element, written, said[1], said[2])


def _broken(built: BuiltSite, page: BuiltPage, written: str) -> tuple[str, str, str] | None:
    """The rule, what is wrong and how to mend it, if a link does not lead to a place on the site."""
    where = built.inner(page.path, written)
    if where is None:
        said = f'links to "{written}", which readers cannot open.'
        return "site-link-broken", said, "link to a page of the handbook or to an https address."
    path, anchor = where
    if path not in built.names:
        said = (
            f'links to "{written}". There is no such page on the '
            f"site.{did_you_mean(path, built.pages)}"
        )
        return (
            "site-link-broken",
            said,
            "correct the link, or the fact from which a macro makes it.",
        )
    other = built.pages.get(path)
    if not anchor or other is None or anchor in other.ids or anchor == "top":
        return None
    said = (
        f'links to "{written}", but that page has no place '
        f'"{anchor}".{did_you_mean(anchor, other.ids)}'
    )
    return "site-anchor-missing", said, "correct what follows the #, or give the heading this id."


# --- what is shown and published ----------------------------------------------------------------


def leftovers(built: BuiltSite) -> Iterator[Problem]:
    """Markup that readers see as text, because nothing understood it."""
    for page in built.pages.values():
        for written in dict.fromkeys(found for block in page.blocks for found in marks_left(block)):
            what = f'Readers of the finished page see "{written}" as text: nothing understood it.'
            fix = "correct the spelling, or set it between backticks if it is meant to be seen."
            yield Problem(built.place(page.path, written), what, fix, rule="site-shows-markup")


def refused_calls(built: BuiltSite) -> Iterator[Problem]:
    """Messages that stand where a page should show something: an engine passes them, but for a
    strict build of MkDocs.
    """
    for path, page in built.pages.items():
        many = sum(
            "hb-refused" in element.attributes.get("class", "").split() for element in page.elements
        )
        if many:
            what = (
                f"Readers of the finished page see {counted(many, 'message')} about what cannot "
                "be shown."
            )
            fix = (
                "run handbook check, which says each with its line, or look at the page: the "
                "message says what to do."
            )
            yield Problem(built.place(path), what, fix, rule="site-shows-problem")


def published_files(built: BuiltSite) -> Iterator[Problem]:
    """Files on the site that were never meant to be published."""
    for path in sorted(built.names):
        hidden = (
            path.startswith(("_facts/", "_records/")) or "/_facts/" in path or "/_records/" in path
        )
        kind = splitext(path)[1].lower()
        if not hidden and (kind in KINDS or basename(path) in PLAIN_NAMES):
            continue
        what = f'"{path}" stands on the site as a file, where every reader can fetch it.'
        fix = (
            "take it out of docs, or keep it in docs/_facts, and leave exclude_docs in mkdocs.yml "
            "as it was."
        )
        yield Problem(Place(f"docs/{path}"), what, fix, rule="site-publishes-file")


def missing_pages(built: BuiltSite) -> Iterator[Problem]:
    """Pages of the handbook that the site lacks, and pages of the site that the handbook lacks."""
    for path, src in built.sources.items():
        if path not in built.names:
            what = f'The site has no page made from this one: "{path}" is missing.'
            fix = (
                "build the site again; if it is still missing, look for the page in exclude_docs "
                "of mkdocs.yml."
            )
            yield Problem(Place(f"docs/{src}"), what, fix, rule="site-page-missing")
    for path in sorted(built.old_addresses - built.names):
        what = f'The old address "{path}" of a moved page leads nowhere.'
        fix = "after building, write the files that lead on: handbook redirects --site site"
        yield Problem(Place(kind_of(Move).where), what, f"{fix}.", rule="site-page-missing")
    for path in built.pages:
        if path not in built.sources and path not in built.old_addresses | ENGINE_PAGES:
            guess = nearest(path, built.sources)
            what = f'The site has the page "{path}", which is made from no page of the handbook.'
            fix = (
                f"build the site again{f', or rename {built.sources[guess]}' if guess else ''}, "
                "or delete the file from docs."
            )
            yield Problem(Place(f"docs/{path}"), what, fix, rule="site-page-missing")


def missing_titles(built: BuiltSite) -> Iterator[Problem]:
    """Finished pages without a title."""
    for path, page in built.pages.items():
        if not page.title.strip() or (path in built.sources and not page.heading.strip()):
            what = "The finished page has no title."
            fix = "write one heading with a single # below the block at the top:"
            yield Problem(built.place(path), what, fix, "# Prices", rule="site-title-missing")


CHECKS: tuple[Callable[[BuiltSite], Iterator[Problem]], ...] = (
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
