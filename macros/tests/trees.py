"""HTML as a tree of what readers see, so that what two programs make of one page can be compared."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import cmarkgfm
import markdown
from cmarkgfm.cmark import Options

from handbook.pages.inline import emoji
from handbook.pages.normal import as_engines_need

# As in mkdocs.yml; `test_site_settings` holds the two together.
EXTENSIONS: dict[str, dict[str, Any]] = {
    "admonition": {},
    "attr_list": {},
    "def_list": {},
    "footnotes": {},
    "sane_lists": {},
    "tables": {},
    "toc": {},
    "pymdownx.details": {},
    "pymdownx.superfences": {},
    "pymdownx.tasklist": {},
    "pymdownx.tilde": {"subscript": False},
}
_SEEN = {"href", "src", "title", "alt", "start", "checked"}
_SAME = {"s": "del", "b": "strong", "i": "em"}
_VOID = {"br", "hr", "img", "input"}
_WITHOUT = {"span", "div", "thead", "tbody", "label", "section"}
_ALERTS = {
    "note": "note",
    "tip": "tip",
    "info": "important",
    "warning": "warning",
    "danger": "caution",
}
Tree = list[Any]


def engine_html(text: str) -> str:
    """What both engines make of a page: they read it with Python-Markdown, after it was set out for
    them.
    """
    return rendered(as_engines_need(text))


def rendered(text: str) -> str:
    """What Python-Markdown makes of a text, set as in ``mkdocs.yml``."""
    return str(markdown.markdown(text, extensions=list(EXTENSIONS), extension_configs=EXTENSIONS))


def github_html(text: str) -> str:
    """What GitHub's preview makes of a page, with its own program; emoji and alerts it adds
    afterwards.
    """
    html = cmarkgfm.github_flavored_markdown_to_html(
        text, options=Options.CMARK_OPT_FOOTNOTES | Options.CMARK_OPT_UNSAFE
    )
    parts = re.split(r"(<pre>.*?</pre>|<code>.*?</code>|<[^>]*>)", html, flags=re.DOTALL)
    html = "".join(
        part
        if part.startswith("<")
        else re.sub(r"(?<!\w):[a-z0-9_+-]+:(?!\w)", lambda found: emoji(found.group()), part)
        for part in parts
    )
    alert = r"<blockquote>\s*<p>\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*(?=\n|</p>)"
    return re.sub(
        alert,
        lambda found: f'<blockquote class="{found.group(1).lower()}"><p>',
        html,
        flags=re.IGNORECASE,
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top: Tree = ["page"]
        self.path: list[Tree] = [self.top]
        self.footnotes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        tag = _SAME.get(tag, tag)
        kind = (given.get("class") or "").split()
        if tag == "div" and "admonition" in kind:
            tag = "alert " + _ALERTS.get(kind[1], kind[1])
        if tag == "p" and "admonition-title" in kind:
            tag = "p title"
        if tag == "blockquote" and kind:
            tag = "alert " + kind[0]
        seen = tuple(
            sorted(f"{name}={_value(name, value or '')}" for name, value in attrs if name in _SEEN)
        )
        if tag == "a" and (given.get("class") or "").startswith("footnote-back"):
            tag, seen = "a back", ()
        align = given.get("align") or (given.get("style") or "").removeprefix(
            "text-align: "
        ).rstrip(";")
        node: Tree = [" ".join([tag, *seen, *([align] if align and tag in ("td", "th") else [])])]
        self.path[-1].append(node)
        if tag == "hr" and self.path[-1][0].startswith("div"):  # above footnotes
            self.path[-1].pop()
        if tag not in _VOID:
            self.path.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and len(self.path) > 1:
            self.path.pop()

    def handle_data(self, data: str) -> None:
        self.path[-1].append(data)


def _value(name: str, value: str) -> str:
    """Addresses as they are compared: the two programs name the places of footnotes each in its
    way.
    """
    if name in ("href", "src"):
        return re.sub(r"^#(fn|fnref)[:-]", r"#\1:", unquote(value))
    return re.sub("[*_`]", "", value)  # marks in what a picture shows


def tree(html: str) -> Tree:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _plain(reader.top)


def _plain(node: Tree, code: bool = False) -> Tree:
    name = node[0]
    code = code or name.startswith("pre")
    found: Tree = [name]
    for child in node[1:]:
        if isinstance(child, str):
            text = child if code else re.sub(r"\s+", " ", child)
            if found[1:] and isinstance(found[-1], str):
                found[-1] += text
            else:
                found.append(text)
            continue
        inner = _plain(child, code)
        kind = inner[0].split(" ")[0]
        if inner[0] == "p title" and name.startswith("alert"):
            continue  # GitHub's own program adds the kind of an alert later
        if (
            inner[0] in ("em", "strong")
            and len(inner) == 2
            and inner[1][0] in ("em", "strong")
            and isinstance(inner[1], list)
        ):
            inner = ["strong", ["em", *inner[1][1:]]]
        if inner == ["p"] or inner[0] == "a back":
            continue
        if inner[0] == "p" and name.startswith(("li", "dd")):
            found += [" ", *inner[1:], " "]
        elif kind in _WITHOUT:
            found += inner[1:]
        else:
            found.append(inner)
    return _trimmed(found, code)


def _trimmed(node: Tree, code: bool) -> Tree:
    joined: Tree = [node[0]]
    for child in node[1:]:
        if isinstance(child, str) and joined[1:] and isinstance(joined[-1], str):
            joined[-1] += child
        else:
            joined.append(child)
    if code:
        return [
            joined[0],
            *[child.rstrip("\n") if isinstance(child, str) else child for child in joined[1:]],
        ]
    block = _is_block(node[0])
    tidy = []
    for place, child in enumerate(joined[1:], 1):
        if isinstance(child, str):
            child = re.sub(r"\s+", " ", child)
            before, after = (
                joined[place - 1] if place > 1 else None,
                joined[place + 1] if place + 1 < len(joined) else None,
            )
            if (before is None and block) or (isinstance(before, list) and _is_block(before[0])):
                child = child.lstrip(" ")
            if (after is None and block) or (isinstance(after, list) and _is_block(after[0])):
                child = child.rstrip(" ")
            if not child:
                continue
        tidy.append(child)
    return [node[0], *tidy]


def _is_block(name: str) -> bool:
    return name.split(" ")[0] in set(
        "page p ul ol li blockquote pre table tr td th h1 h2 h3 h4 h5 h6 hr alert dl dt dd br".split()
    )
