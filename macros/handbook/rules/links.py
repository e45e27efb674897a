"""Rules about links: between pages, to headings, to pictures, to other places."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from posixpath import basename, dirname, join, normpath, relpath, splitext
from urllib.parse import parse_qsl, unquote, urlsplit

from handbook.handbook import Handbook
from handbook.pages import Link, Page
from handbook.problems import Problem, did_you_mean, nearest
from handbook.rules.rule import rule

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_eid|igshid")


def _inside(page: Page) -> Iterator[tuple[Link, str, str]]:
    """Links that stay in the handbook: the link, the path below ``docs`` it points at, and the anchor."""
    for link in page.links:
        if _SCHEME.match(link.target) or link.target.startswith("//"):
            continue
        path, _, anchor = link.target.partition("#")
        yield link, normpath(join(dirname(page.src), unquote(path))) if path else page.src, anchor


def _exists(handbook: Handbook, target: str) -> bool:
    entry = handbook.entries.get(f"docs/{target}")
    there = entry is not None and entry.kind in ("file", "unreadable")
    return there and not target.startswith(("_facts/", "_records/"))


def _nearest_file(handbook: Handbook, page: Page, target: str, pictures: bool) -> str | None:
    """The page or picture whose path, or at least whose name, is nearest to a broken target; as a link from this page."""
    files = [
        path.removeprefix("docs/")
        for path in handbook.entries
        if path.startswith("docs/") and "/_" not in path
    ]
    files = [path for path in files if path.endswith(".md") != pictures]
    # A picture that the page shows already is not the one that is missing.
    shown = {inside for link, inside, _ in _inside(page) if link.image} if pictures else set[str]()
    names = {_stem(path): path for path in files if path not in shown}
    guess = names.get(nearest(_stem(target), names) or "")
    return relpath(guess, dirname(page.src) or ".") if guess else None


def _stem(path: str) -> str:
    """The name without folder and ending, so that equal endings do not make strangers look alike."""
    return splitext(basename(path))[0]


@rule("link-broken", bad="[prices](price.md)", good="[prices](prices.md)")
def broken_links(handbook: Handbook) -> Iterator[Problem]:
    """A link leads to a page or file that exists, written as a path from this page: `prices.md`, `../../how-to-use.md`."""
    for page in handbook.readable:
        for link, target, _ in _inside(page):
            if link.image or (link.target and _exists(handbook, target)):
                continue
            yield _broken(handbook, page, link, target)


def _broken(handbook: Handbook, page: Page, link: Link, target: str) -> Problem:
    if not link.target:
        what, fix, paste = (
            f'The link "{link.text}" leads nowhere.',
            "write the page between the round brackets:",
            f"[{link.text}](page.md)",
        )
    elif link.target.startswith("/"):
        what = f'The link to "{link.target}" begins with a slash. It would leave the handbook where it is not at the top of its address.'
        fix, paste = (
            "write the path from this page:",
            f"[{link.text}]({relpath(target.lstrip('/') or 'index.md', dirname(page.src) or '.')})",
        )
    else:
        guess = _nearest_file(handbook, page, target, pictures=False)
        mean = f' Did you mean "{guess}"?' if guess else ""
        what = f'This line links to "{link.target}". There is no such page.{mean}'
        fix, paste = (
            ("change the link to", f"[{link.text}]({guess})")
            if guess
            else ("write the page that is meant, or take the link out.", "")
        )
    return Problem(page.at(link.line), what, fix, paste)


@rule(
    "anchor-missing",
    bad="[who may approve](discounts.md#who-approves)",
    good="[who may approve](discounts.md#who-may-approve)",
)
def missing_anchors(handbook: Handbook) -> Iterator[Problem]:
    """A link to a place on a page needs a heading with that id. When you rename a heading, links to it break; an id of its own
    (`## Who may approve {: #who-may-approve }`) outlives the words.
    """
    for page in handbook.readable:
        for link, target, anchor in _inside(page):
            other = handbook.pages.get(target)
            if not anchor or other is None or other.src in handbook.unreadable or anchor in other.ids:
                continue
            known = sorted(other.ids | handbook.anchors_of(other))
            if anchor in known:
                continue
            known = [one for one in known if one.isascii()]  # letters of other alphabets are no id to copy
            guess = nearest(anchor, known)
            path = link.target.partition("#")[0]
            what = f'This line links to "{link.target}", but {other.path} has no heading with the id "{anchor}".{did_you_mean(anchor, known)}'
            paste = f"[{link.text}]({path}#{guess})" if guess else ""
            fix = (
                "change the link to"
                if guess
                else f"give the heading this id, {{: #{anchor} }}, or link to the page only."
            )
            yield Problem(page.at(link.line), what, fix, paste)


@rule(
    "picture-missing",
    bad="![Edit button](pencil.png)",
    good="![The pencil at the top right](../assets/pencil.png)",
)
def missing_pictures(handbook: Handbook) -> Iterator[Problem]:
    """A picture that a page shows exists below `docs`, and says in words what it shows, for those who cannot see it."""
    for page in handbook.readable:
        for link, target, _ in _inside(page):
            if not link.image:
                continue
            if not _exists(handbook, target):
                guess = _nearest_file(handbook, page, target, pictures=True)
                what = f'This line shows the picture "{link.target}". There is no such file.'
                fix = "change the line to" if guess else "add the file, or delete the line."
                yield Problem(page.at(link.line), what, fix, f"![{link.text}]({guess})" if guess else "")
            elif not link.text.strip():
                what = f'The picture "{link.target}" says nothing to those who cannot see it.'
                yield Problem(
                    page.at(link.line),
                    what,
                    "say in a few words what it shows:",
                    f"![What it shows]({link.target})",
                )


@rule("reference-undefined", bad="[the price list][prices]", good="[the price list](prices.md)")
def undefined_references(handbook: Handbook) -> Iterator[Problem]:
    """A link says in round brackets where it leads. With a second pair of square brackets it would need a line elsewhere on the page,
    and without that line readers see the brackets.
    """
    for page in handbook.readable:
        for bit in page.undefined_references:
            words = bit.text[1:].split("]")[0]
            what = f'"{bit.text}" refers to a link that this page does not define.'
            yield Problem(page.at(bit.line), what, "write where it leads:", f"[{words}](page.md)")


@rule(
    "outside-refused",
    bad="[our terms](http://192.168.0.4/terms?utm_source=mail)",
    good="[our terms](https://example.com/terms)",
)
def refused_outside_links(handbook: Handbook) -> Iterator[Problem]:
    """A link out of the handbook is an `https` address that every colleague can open: no drives, no machines of the office
    network, no tracking. Whether the other side still answers is not checked.
    """
    for page in handbook.readable:
        for link in page.links:
            if (_SCHEME.match(link.target) or link.target.startswith("//")) and (
                wrong := _wrong_outside(link)
            ):
                yield Problem(page.at(link.line), *wrong)


def _wrong_outside(link: Link) -> tuple[str, str, str] | None:
    if link.target.startswith("mailto:"):
        return None
    try:
        address = urlsplit(link.target)
        host = address.hostname or ""
    except ValueError:
        return f'"{link.target}" is not an address.', "write an address that begins with https://.", ""
    shown = f"[{link.text}]({link.target})"
    if link.image:
        return (
            f'The picture "{link.target}" would be fetched from another place by every reader.',
            "save it below docs/assets and show that file.",
            "",
        )
    if address.scheme == "http":
        return f'"{link.target}" is not encrypted.', "use https:", f"[{link.text}](https{link.target[4:]})"
    if address.scheme != "https":
        return (
            f'"{link.target}" cannot be opened by every colleague.',
            "link to an https address, or take the link out.",
            "",
        )
    if _is_private(host):
        return (
            f'"{host}" can only be reached inside one network.',
            "link to an address that every colleague can open, or take the link out.",
            "",
        )
    tracked = [name for name, _ in parse_qsl(address.query) if TRACKING.fullmatch(name)]
    if tracked:
        return (
            f'"{link.target}" reports to others who follows it ({tracked[0]}).',
            "write the address without what follows the question mark:",
            shown.partition("?")[0] + ")",
        )
    return None


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or "." not in host or host.endswith((".local", ".internal", ".lan"))
