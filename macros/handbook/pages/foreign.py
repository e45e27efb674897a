"""The block at the top of a page that comes from another system: what of it is of use here, and
what is not.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handbook.pages.page import Meta, Page
from handbook.problems.edits import Line
from handbook.problems.problem import Problem, listed, nearest
from handbook.text.source.front_matter import FrontMatter
from handbook.text.source.values import Items, Map, Text, Value

OWN = tuple(Meta.model_fields)
CARD = "{{ page_card() }}"
# Keys of other systems (Hugo, Jekyll, Docusaurus, VuePress, Hexo, wikis), by what becomes of them
# here.
_BECOMES = {
    "the heading says it": "title linktitle page_title pagetitle sidebar_label nav_title hide_title",
    "an author is no owner: a role answers for the page, and git remembers who wrote it": "author authors "
    "creator editor contributors maintainer maintainers contact",
    "git remembers the days": "date created created_at updated updated_at modified lastmod last_modified "
    "last_modified_at last_updated last_update publishdate published_at expirydate version",
    "the address is the path of the file; an old one is kept in docs/_facts/moved.yml": "slug permalink url "
    "aliases alias redirect_from redirects id uid",
    "the order is that of the menu in mkdocs.yml": "weight order nav_order sidebar_position position parent "
    "grand_parent has_children menu nav sidebar sidebars prev next displayed_sidebar collection",
    "the search finds every word of the text": "tags tag categories category keywords topics labels series",
    "write it as the first sentence of the text": "description summary excerpt subtitle abstract",
    "what is not a page yet waits on its branch": "draft published status unlisted",
    "the theme decides how pages look": "layout template type theme icon image images cover thumbnail banner "
    "class cssclass cssclasses toc hide_table_of_contents comments math mermaid lang language "
    "locale markup",
}
_USE = {key: use for use, keys in _BECOMES.items() for key in keys.split()}


@dataclass(frozen=True)
class Foreign:
    """The keys of another system in a block, those of ours in it, and the heading that its title
    becomes.
    """

    keys: tuple[str, ...]
    own: Map
    title: str
    rows: tuple[str, ...]  # our keys as they were written


def split_foreign(path: str, text: str) -> FrontMatter | None:
    """A page whose block is between ``+++`` (TOML) or in braces (JSON); None where it is neither."""
    lines = text.split("\n")
    if lines[0].rstrip() == "+++":
        ends = (row for row, line in enumerate(lines[1:], 1) if line.rstrip() == "+++")
        last = next(ends, None)
        values = None if last is None else _toml("\n".join(lines[1:last]))
    else:
        last = next((row for row, line in enumerate(lines) if line.rstrip() == "}"), None)
        known = lines[0].rstrip() == "{" and last is not None
        values = _json("\n".join(lines[: last + 1])) if known and last is not None else None
    if values is None or last is None:
        return None
    return FrontMatter(_as_map(values), "\n".join(lines[last + 1 :]), last + 2, [])


def _toml(block: str) -> Mapping[str, object] | None:
    try:
        return tomllib.loads(block)
    except (tomllib.TOMLDecodeError, RecursionError):
        rows = re.findall(r"^([\w-]+)[ \t]*=[ \t]*(.*)$", block, re.MULTILINE)
        return {key: value.strip(" \"'") for key, value in rows} or None


def _json(block: str) -> Mapping[str, object] | None:
    try:
        value = json.loads(block)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and value else None


def _as_map(values: Mapping[str, object]) -> Map:
    """The values as if they had been written in our way, all in line 1; what is no text or list of
    texts is empty.
    """
    found = Map(1)
    for key, value in values.items():
        found[key] = _as_value(value)
        found.lines[key] = 1
    return found


def _as_value(value: object) -> Value:
    if not isinstance(value, list):
        return Text(value if isinstance(value, str) else "", 1)
    items = Items(1)
    items.extend(Text(str(entry), 1) for entry in value)
    return items


def foreign_keys(values: Map) -> list[str]:
    """The keys that come from another system; empty where a single key is only misspelt or made up."""
    unknown = [key for key in values if key not in OWN]
    known = [key for key in unknown if key.lower() in _USE]
    strange = [key for key in unknown if key in known or nearest(key, OWN) is None]
    return strange if known or len(strange) > 1 else []


def read_foreign(text: str, front: FrontMatter) -> Foreign | None:
    """What is of another system in the block at the top of a page; None where nothing is."""
    fenced = text.startswith("---")
    keys = foreign_keys(front.values) if front.values is not None else []
    if front.values is None or (fenced and not keys):
        return None
    own = Map(front.values.line)
    for key in front.values:
        if key not in keys and (fenced or key in OWN):
            own[key], own.lines[key] = front.values[key], front.values.lines[key]
    title = next((front.values[key] for key in keys if key.lower() == "title"), None)
    rows = _as_written(text, front, own) if fenced else _in_our_way(own)
    return Foreign(tuple(keys), own, _heading(title), tuple(rows))


def _heading(title: Value | None) -> str:
    """The title as a heading; a hole where signs in it would mean something there."""
    if not isinstance(title, Text) or not title.strip():
        return ""
    plain = not re.search(r"[#{}<>\[\]`*_|\\\n]", title)
    return f"# {title.strip()}" if plain else "# …"


def _as_written(text: str, front: FrontMatter, own: Map) -> Iterable[str]:
    assert front.values is not None
    lines = text.split("\n")
    begins = sorted(front.values.lines.values())
    for key in own:
        first = own.lines[key]
        end = next((line for line in begins if line > first), front.body_line - 1)
        yield "\n".join(lines[first - 1 : end - 1]).rstrip()


def _in_our_way(own: Map) -> Iterable[str]:
    for key, value in own.items():
        entries = f"[{', '.join(map(str, value))}]" if isinstance(value, Items) else value
        yield f"{key}: {entries}"


def told(page: Page, foreign: Foreign, needs_owner: bool) -> Problem:
    """One message for the whole block: what of it is of use here, what is not, and the block to put
    in its place.
    """
    rows = list(foreign.rows)
    if needs_owner:
        rows = ["owner: …", *(row for row in rows if not row.startswith("owner:"))]
    top, last = _title_and_card(page, foreign)
    named = listed(f'"{key}"' for key in foreign.keys)
    what = "The block at the top of this page is that of another system"
    verb = "means" if len(foreign.keys) == 1 else "mean"
    what += f": {named} {verb} nothing here." if foreign.keys else "."
    owner = " and name the role that answers for the page" if needs_owner else ""
    fix = f"put this in the place of lines 1 to {last}{owner}:"
    paste = "\n".join(["---", *rows, "---", *top])
    return Problem(
        page.at(1), what, fix, paste, _note(foreign.keys), "front-matter-foreign", edit=Line(last)
    )


def _title_and_card(page: Page, foreign: Foreign) -> tuple[list[str], int]:
    """Heading and card, where the page lacks them, and the last line that they and the block
    replace.
    """
    last = page.body_line - 1
    titles = [heading.line for heading in page.headings if heading.level == 1]
    lines = page.text.split("\n")
    first = next((row for row, line in enumerate(lines, 1) if row > last and line.strip()), 0)
    has_card = any(call.name == "page_card" for call in page.calls)
    if not titles:
        name = page.src.rsplit("/", 1)[-1].removesuffix(".md").replace("-", " ").capitalize()
        return [foreign.title or f"# {name}", *([] if has_card else ["", CARD])], last
    if titles and titles[0] == first and lines[first - 1].startswith("#") and not has_card:
        return [lines[first - 1].rstrip(), "", CARD], first
    return [], last


def _note(keys: Iterable[str]) -> str:
    uses: dict[str, list[str]] = {}
    for key in keys:
        uses.setdefault(_USE.get(key.lower(), "nothing here reads it"), []).append(key)
    told = [f"{', '.join(names)}: {use}" for use, names in uses.items()]
    return f"What becomes of them: {'; '.join(told)}." if told else ""
