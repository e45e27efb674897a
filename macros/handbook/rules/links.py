"""Rules about links: between pages, to headings, to pictures, to other places."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import replace
from posixpath import dirname, join, normpath, relpath
from urllib.parse import parse_qsl, unquote, urlsplit

from handbook.handbook import Handbook, name_without_ending
from handbook.pages import Link, Page
from handbook.pages.written import address_of, with_address, with_text
from handbook.problems.edits import HOLE, Words
from handbook.problems.problem import Cause, Problem, did_you_mean, nearest
from handbook.rules.rule import rule, shown_rule
from handbook.show.shown import Shown

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
# How a link is written; the page is theirs to name.
FORM = "[the words to click](path/of/the/page.md)"
# An address of another site: with www. or an ending that no file has.
_OUTSIDE = re.compile(
    r"(?:www\.[\w-]+(?:\.[\w-]+)*+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|eu|info))(?:/\S*)?"
)
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_eid|igshid")


def links_inside(page: Page) -> Iterator[tuple[Link, str, str]]:
    """Links that stay in the handbook: the link, the path below ``docs`` it points at, and the
    anchor.
    """
    for link in page.links:
        if _SCHEME.match(link.target) or link.target.startswith("//"):
            continue
        path, _, anchor = link.target.partition("#")
        yield link, normpath(join(dirname(page.src), unquote(path))) if path else page.src, anchor


def anchors_linked(handbook: Handbook) -> dict[str, set[str]]:
    """The pages that others link to (paths below ``docs``), and the ids of headings on them that
    anyone links to.
    """
    linked: dict[str, set[str]] = {}
    for page in handbook.pages.values():
        for _, target, anchor in links_inside(page):
            if target != page.src or anchor:
                linked.setdefault(target, set()).add(anchor)
    return linked


def _exists(handbook: Handbook, target: str) -> bool:
    entry = handbook.entries.get(f"docs/{target}")
    there = entry is not None and entry.kind in ("file", "unreadable")
    return there and not target.startswith(("_facts/", "_records/"))


def _nearest_file(handbook: Handbook, page: Page, target: str, pictures: bool) -> str | None:
    """The page or picture whose path, or at least whose name, is nearest to a broken target; as a
    link from this page.
    """
    # A picture that the page shows already is not the one that is missing.
    shown = page.pictures if pictures else frozenset[str]()
    names = {
        name: path
        for path, name in handbook.linkable
        if path.endswith(".md") != pictures and path not in shown
    }
    guess = names.get(nearest(name_without_ending(target), names) or "")
    return relpath(guess, dirname(page.src) or ".") if guess else None


@shown_rule(
    "link-broken", bad="[prices](sales-book/price.md)", good="[prices](sales-book/prices.md)"
)
def broken_links(handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """A link leads to a page or file that exists, written as a path from this page: `prices.md`,
    `../../how-to-use.md`.
    """
    for page in handbook.readable:
        for link, target, _ in links_inside(page):
            if link.image or (link.target and _exists(handbook, target)):
                continue
            inside = target.endswith(".md") and not link.target.startswith("/")
            cause = Cause("page", target) if inside else None
            yield replace(_broken(handbook, shown, page, link, target), cause=cause)


def _broken(handbook: Handbook, shown: Shown, page: Page, link: Link, target: str) -> Problem:
    if not link.target:
        what = f'The link "{link.text}" leads nowhere.'
        return Problem(
            page.at(link.line), what, f"write the page between the round brackets: {FORM}."
        )
    written = address_of(page, link)
    if _OUTSIDE.fullmatch(written):
        what = (
            f'This line links to "{written}". Without https:// that would be a page of the '
            "handbook."
        )
        return _with_address(page, link, what, "change the link to", f"https://{written}")
    right = _right_address(handbook, shown, page, written.replace("\\", "/"))
    if link.target.startswith("/"):
        what = (
            f'The link to "{link.target}" begins with a slash. It would leave the handbook where '
            "it is not at the top of its address."
        )
        fix = "write the path from this page" if right else f"write the page that is meant: {FORM}"
    else:
        mean = f' Did you mean "{right}"?' if right else ""
        what = f'This line links to "{written}". There is no such page.{mean}'
        fix = (
            "change the link to" if right else "write the page that is meant, or take the link out"
        )
    return _with_address(page, link, what, fix, right)


def _with_address(page: Page, link: Link, what: str, fix: str, right: str) -> Problem:
    """A Problem whose paste is the link with another address, or that only says what to do."""
    pasted = with_address(page, link, right) if right else None
    if pasted is None:
        return Problem(page.at(link.line), what, f"{fix}.")
    return Problem(page.at(link.line), what, f"{fix}:", pasted[0], edit=pasted[1])


def _right_address(handbook: Handbook, shown: Shown, page: Page, written: str) -> str:
    """The address that was probably meant, from this page, with its anchor; empty where no page
    fits, or none has the anchor.
    """
    path, _, anchor = written.partition("#")
    found = _page_at(handbook, page, unquote(path.partition("?")[0]))
    if not found:
        return ""
    src = normpath(join(dirname(page.src), found))
    if not anchor or src not in handbook.pages:
        return found
    known = sorted(handbook.pages[src].ids | shown.anchors(handbook.pages[src]))
    right = (
        anchor if anchor in known else nearest(anchor, [name for name in known if name.isascii()])
    )
    return f"{found}#{right}" if right else ""


def _page_at(handbook: Handbook, page: Page, path: str) -> str:
    """The page that an address of the built site names, or the one whose name is nearest."""
    from_top = path.startswith("/")
    target = path.strip("/") if from_top else normpath(join(dirname(page.src), path))
    bare = target.removesuffix(".html").removesuffix("/index")
    ways = (target, f"{bare}.md", f"{bare}/index.md", *(["index.md"] if not bare else []))
    exact = next((way for way in ways if way.endswith(".md") and _exists(handbook, way)), None)
    if exact:
        return relpath(exact, dirname(page.src) or ".")
    return _nearest_file(handbook, page, target, pictures=False) or ""


@shown_rule(
    "anchor-missing",
    bad="[who may say yes](sales-book/prices.md#who-says-yes)",
    good="[who may say yes](sales-book/prices.md#who-may-approve)",
)
def missing_anchors(handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """A link to a place on a page needs a heading with that id. When you rename a heading, links to
    it break; an id of its own (`## Who may approve {: #who-may-approve }`) outlives the words.
    """
    for page in handbook.readable:
        for link, target, anchor in links_inside(page):
            other = handbook.pages.get(target)
            if (
                not anchor
                or other is None
                or other.src in handbook.unreadable
                or anchor in other.ids
            ):
                continue
            known = sorted(other.ids | shown.anchors(other))
            if anchor in known:
                continue
            known = [
                known_anchor for known_anchor in known if known_anchor.isascii()
            ]  # letters of other alphabets are no id to copy
            guess = nearest(anchor, known)
            what = (
                f'This line links to "{link.target}", but {other.path} has no heading with the id '
                f'"{anchor}".{did_you_mean(anchor, known)}'
            )
            path = link.target.partition("#")[0]
            otherwise = f"give the heading this id, {{: #{anchor} }}, or link to the page only"
            fix = "change the link to" if guess else otherwise
            told = _with_address(page, link, what, fix, f"{path}#{guess}" if guess else "")
            yield replace(told, cause=Cause("heading", f"{other.src}#{anchor}"))


@rule(
    "picture-missing",
    bad="![Edit button](pencil.png)",
    good="The pencil is at the top right.",
)
def missing_pictures(handbook: Handbook) -> Iterator[Problem]:
    """A picture that a page shows exists below `docs`, and says in words what it shows, for those
    who cannot see it.
    """
    for page in handbook.readable:
        for link, target, _ in links_inside(page):
            if not link.image:
                continue
            if not _exists(handbook, target):
                guess = _picture_at(handbook, page, link.target) or ""
                what = f'This line shows the picture "{link.target}". There is no such file.'
                fix = "change the line to" if guess else "add the file, or delete the line"
                pasted = with_address(page, link, guess) if guess else None
                if pasted and not link.text.strip():
                    pasted = pasted[0].replace(f"![{link.text}]", f"![{HOLE}]", 1), pasted[1]
                yield Problem(
                    page.at(link.line),
                    what,
                    f"{fix}{':' if pasted else '.'}",
                    pasted[0] if pasted else "",
                    edit=pasted[1] if pasted else None,
                    cause=Cause("file", f"docs/{target}"),
                )
            elif not link.text.strip():
                what = f'The picture "{link.target}" says nothing to those who cannot see it.'
                fix, pasted = "say in a few words what it shows", with_text(page, link, HOLE)
                if pasted:
                    yield Problem(page.at(link.line), what, f"{fix}:", pasted[0], edit=pasted[1])
                else:
                    yield Problem(page.at(link.line), what, f"{fix}, between the square brackets.")


def _picture_at(handbook: Handbook, page: Page, address: str) -> str | None:
    """The picture that an address from the top of the site names, or the one whose name is nearest."""
    path = unquote(address.partition("#")[0])
    if path.startswith("/") and _exists(handbook, path.strip("/")):
        return relpath(path.strip("/"), dirname(page.src) or ".")
    return _nearest_file(handbook, page, path, pictures=True)


@rule(
    "reference-undefined",
    bad="[the price list][prices]",
    good="[the price list](sales-book/prices.md)",
)
def undefined_references(handbook: Handbook) -> Iterator[Problem]:
    """A link says in round brackets where it leads. With a second pair of square brackets it would
    need a line elsewhere on the page, and without that line readers see the brackets.
    """
    for page in handbook.readable:
        for bit in page.undefined_references:
            words, label = bit.text[1:-1].split("]", 1)
            what = f'"{bit.text}" refers to a link that this page does not define.'
            guess = _nearest_file(handbook, page, label.strip(" [") or words, pictures=False)
            paste = f"[{words}]({guess})" if guess else ""
            fix = "write where it leads:" if guess else f"write where it leads: {FORM}."
            yield Problem(
                page.at(bit.line), what, fix, paste, edit=Words(bit.text) if guess else None
            )


@rule(
    "outside-refused",
    bad="[our terms](http://192.168.0.4/terms?utm_source=mail)",
    good="[our terms](https://example.com/terms)",
)
def refused_outside_links(handbook: Handbook) -> Iterator[Problem]:
    """A link out of the handbook is an `https` address that every colleague can open: no drives, no
    computers of the office network, no tracking. Whether the other side still answers is not
    checked.
    """
    for page in handbook.readable:
        for link in page.links:
            if (_SCHEME.match(link.target) or link.target.startswith("//")) and (
                wrong := _wrong_outside(link)
            ):
                what, fix, right = wrong
                yield _with_address(page, link, what, fix, right)


def _wrong_outside(link: Link) -> tuple[str, str, str] | None:
    """What is wrong with an address, what to do, and the right address where it is known."""
    if link.target.startswith("mailto:"):
        return None
    try:
        address = urlsplit(link.target)
        host = address.hostname or ""
    except ValueError:
        return (
            f'"{link.target}" is not an address.',
            "write an address that begins with https://",
            "",
        )
    if link.image:
        what = f'The picture "{link.target}" would be fetched from another place by every reader.'
        return what, "save it below docs/assets and show that file", ""
    if address.scheme == "http":
        what = f'"{link.target}" is not encrypted.'
        right = "" if _is_private(host) else _untracked(f"https{link.target[4:]}")
        return (
            what,
            "use https" if right else "link to an address that every colleague can open",
            right,
        )
    if address.scheme != "https":
        what = f'"{link.target}" cannot be opened by every colleague.'
        return what, "link to an https address, or take the link out", ""
    if _is_private(host):
        what = f'"{host}" can only be reached inside one network.'
        return what, "link to an address that every colleague can open, or take the link out", ""
    tracked = [name for name, _ in parse_qsl(address.query) if TRACKING.fullmatch(name)]
    if tracked:
        what = f'"{link.target}" reports to others who follows it ({tracked[0]}).'
        return what, "write the address without that", _untracked(link.target)
    return None


def _untracked(address: str) -> str:
    """An address without the parts of its question that report who follows it."""
    before, question, rest = address.partition("?")
    query, sign, anchor = rest.partition("#")
    kept = [part for part in query.split("&") if not TRACKING.fullmatch(part.partition("=")[0])]
    return before + (question if kept != [""] and kept else "") + "&".join(kept) + sign + anchor


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return (
            host == "localhost" or "." not in host or host.endswith((".local", ".internal", ".lan"))
        )
