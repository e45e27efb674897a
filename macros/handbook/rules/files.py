"""Rules about the files themselves: names, kinds, links, and what must not hide in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from posixpath import basename, splitext

from handbook.facts.ids import as_id
from handbook.handbook import Handbook
from handbook.problems.edits import Rename
from handbook.problems.problem import Place, Problem, listed
from handbook.rules.rule import rule
from handbook.text.load import MAX_READ, READ, THEME

PUBLISHED = (
    ".md",
    ".svg",
    ".png",
    ".jpg",
    ".jpeg",
    ".webp",
    ".ico",
    ".css",
    ".js",
    ".woff2",
    ".pdf",
)
NOT_PUBLISHED = (".yml",)
WINDOWS = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"com{n}" for n in range(1, 10)),
    *(f"lpt{n}" for n in range(1, 10)),
}
NAME = re.compile(r"[a-z0-9_][a-z0-9_-]*(\.[a-z0-9]+)?")
# Characters that hide or reorder what is read: controls, zero width, direction, tags, byte order
# mark.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)

# What makes a picture do something: programs, events, animation of attributes, and addresses, also
# in its styles.
PROGRAM = re.compile(
    r"<(?:[\w.-]+:)?(?:script|foreignObject|iframe|embed|object|handler|listener|set|animate\w*)\b|[\s\"'/]on\w+\s*="
    r"|javascript\s*:|<!ENTITY|<\?xml-stylesheet|@import|url\(\s*[\"']?(?![\s\"'#])|(?:href|src)\s*=\s*[\"']?(?![\s\"'#])",
    re.IGNORECASE,
)


def _docs(handbook: Handbook) -> Iterator[str]:
    return (path for path in handbook.entries if path.startswith("docs/"))


@rule(
    "link-in-folder",
    bad="docs/sales-book/prices.md -> ../../../elsewhere/prices.md",
    good="docs/sales-book/prices.md",
)
def links_in_the_folder(handbook: Handbook) -> Iterator[Problem]:
    """The handbook holds files, not links to other places and not repositories inside it.

    A link can publish a file that was never meant to be read, and works only on the computer where
    it was made.
    """
    for path, entry in handbook.entries.items():
        if entry.kind == "link":
            what = f'"{path}" is a link to another place, not a file.'
            yield Problem(
                Place(path),
                what,
                "delete it and copy the file itself here, if it should be published.",
            )
        elif entry.kind == "submodule":
            what = f'"{path}" is another git repository inside this one.'
            yield Problem(Place(path), what, "delete it and copy the pages you need.")
        elif entry.kind == "unreadable":
            yield Problem(
                Place(path),
                f'"{path}" cannot be opened.',
                "check who may read the file, and save it again.",
            )


@rule(
    "file-name-refused", bad="docs/sales-book/Price List.md", good="docs/sales-book/price-list.md"
)
def refused_names(handbook: Handbook) -> Iterator[Problem]:
    """Names of files and folders are small letters, digits and hyphens.

    The name becomes the page's address. Spaces, capitals and signs break links, and some names
    cannot exist on Windows.
    """
    for path in _docs(handbook):
        if handbook.entries[path].kind == "file" and _is_refused_kind(path):
            continue
        for name in path.split("/")[1:]:
            if _fits(name):
                continue
            what = f'The name "{name}" cannot be used for a file or folder of the handbook.'
            yield _rename(handbook, path, what)
            break


def _rename(handbook: Handbook, path: str, what: str) -> Problem:
    """What to call a file whose path has a name that cannot be used: a path that is free."""
    top, *names = path.split("/")
    if _is_record(path) and all(map(_fits, names[:-1])):
        fix = "correct its text; the next check says the name that follows from it."
        return Problem(Place(path), what, fix)
    fitting = [name if _fits(name) else _better_name(name) for name in names]
    fix = "rename it; small letters, digits and hyphens, at most 80 of them"
    if not all(fitting):
        return Problem(Place(path), what, f"{fix}.")
    to = _free_path(handbook, path, "/".join([top, *fitting]))
    shown = next(new for old, new in zip(path.split("/"), to.split("/"), strict=True) if old != new)
    return Problem(Place(path), what, f"{fix}:", shown, edit=Rename(to))


def _is_record(path: str) -> bool:
    return path.startswith("docs/_records/") and path.endswith(".yml")


def _fits(name: str) -> bool:
    return bool(NAME.fullmatch(name)) and splitext(name)[0] not in WINDOWS and len(name) <= 80


def _free_path(handbook: Handbook, path: str, wanted: str) -> str:
    """The path itself, or one like it, at whose address nothing else is."""
    taken = {_address(other) for other in handbook.entries if other != path}
    stem, suffix = splitext(wanted)
    if basename(path).lower() == "readme.md":
        wanted, stem = (
            f"{stem.removesuffix('readme')}index.md",
            f"{stem.removesuffix('readme')}overview",
        )
    ways = (
        wanted,
        *(f"{stem}{'-' if number else ''}{number or ''}{suffix}" for number in range(2, 100)),
    )
    return next((way for way in ways if _address(way) not in taken), wanted)


def _address(path: str) -> str:
    """The address of a page, the same for ``prices.md`` and ``prices/index.md``."""
    return path.lower().removesuffix(".md").removesuffix("/index")


def _better_name(name: str) -> str:
    stem, suffix = splitext(name)
    stem = as_id(stem)[:60]
    return (
        f"{stem}-page{suffix.lower()}"
        if stem in WINDOWS
        else f"{stem}{suffix.lower()}"
        if stem
        else ""
    )


@rule(
    "names-collide",
    bad="""
docs/Training.md:
---
owner: sales-director
---
# Training again

{{ page_card() }}

Two days, at the start.
docs/training.md:
owner: sales-director
""",
    good="docs/training.md:\nowner: sales-director",
)
def colliding_names(handbook: Handbook) -> Iterator[Problem]:
    """Two files whose names differ only in capitals are one file on Windows and Mac, and one page
    would vanish.

    The same happens with `prices.md` and a folder `prices` that has an `index.md`: both want the
    same address. So do a file of the theme, `macros/theme`, and one below `docs` in the same place:
    it would take the place of the handbook's own script.
    """
    seen: dict[str, str] = {}
    theme = sorted(path for path in handbook.entries if path.startswith(f"{THEME}/"))
    for path in [*theme, *sorted(_docs(handbook))]:
        address = _address(path.removeprefix(f"{THEME}/").removeprefix("docs/"))
        if address in seen:
            what = f'"{path}" and "{seen[address]}" would have the same address.'
            yield Problem(Place(path), what, "rename or delete one of them.")
        seen.setdefault(address, path)


@rule(
    "file-kind-refused", bad="docs/sales-book/prices.xlsx", good="docs/_facts/sales-book/prices.yml"
)
def refused_kinds(handbook: Handbook) -> Iterator[Problem]:
    """Only pages, pictures, styles and PDF files are published; facts and records are YAML in their
    own folders.

    Everything else below `docs` would be copied to the site as it is: spreadsheets, backups,
    programs, whole web pages.
    """
    for path in _docs(handbook):
        if handbook.entries[path].kind == "file" and _is_refused_kind(path):
            kinds = listed([kind.lstrip(".") for kind in _allowed_kinds(path)])
            then = "nothing reads it" if _is_inside(path) else "it would be published as it is"
            what = f'"{basename(path)}" is not a kind of file that belongs here; {then}.'
            yield Problem(Place(path), what, f"delete it, or save it as one of: {kinds}.")


def _is_inside(path: str) -> bool:
    return path.startswith(("docs/_facts/", "docs/_records/"))


def _allowed_kinds(path: str) -> tuple[str, ...]:
    return NOT_PUBLISHED if _is_inside(path) else PUBLISHED


def _is_refused_kind(path: str) -> bool:
    return splitext(path)[1].lower() not in _allowed_kinds(path)


@rule(
    "file-too-large",
    bad="docs/_facts/sales-book/prices.yml, 3 MB",
    good="docs/_facts/sales-book/prices.yml, 20 KB",
)
def too_large_files(handbook: Handbook) -> Iterator[Problem]:
    """Facts, styles and programs stay below 2 MB, so that people and checks can read them. Above
    that nothing looks inside, and nothing unchecked is published.
    """
    for path, entry in handbook.entries.items():
        if entry.kind == "file" and entry.size > MAX_READ and _is_bounded_here(path):
            what = (
                f"This file is {entry.size / 1024 / 1024:.1f} MB large, so nothing checks what is "
                "in it."
            )
            yield Problem(Place(path), what, "split it, or delete what nobody needs.")


def _is_bounded_here(path: str) -> bool:
    """Whether the file is read and no page or picture, which have bounds of their own."""
    return splitext(path)[1].lower() in {*READ, ".pdf"} - {".svg"}


@rule(
    "picture-refused",
    bad="""
docs/assets/tap.svg:
<svg xmlns="http://www.w3.org/2000/svg">
  <rect width="9" height="9" onclick="alert(1)"/>
</svg>
""",
    good={'  <rect width="9" height="9" onclick="alert(1)"/>': '  <rect width="9" height="9"/>'},
)
def pictures_with_programs(handbook: Handbook) -> Iterator[Problem]:
    """A picture shows something and does nothing: an SVG file holds no program and no address of
    another place. Drawing programs sometimes add them; a PNG picture never has any.
    """
    for path, text in handbook.texts.items():
        if path.endswith(".svg") and (found := PROGRAM.search(text)):
            line = text.count("\n", 0, found.start()) + 1
            what = (
                f'This picture holds "{found.group().strip()}", which can run a program or load '
                "something from elsewhere."
            )
            yield Problem(
                Place(path, line), what, "save the picture again as plain shapes, or as a PNG file."
            )


@rule("hidden-character", bad="Every of⟨U+00AD⟩fer names a day.", good="Every offer names a day.")
def hidden_characters(handbook: Handbook) -> Iterator[Problem]:
    """Invisible characters make two words differ that look the same, and can turn a line around so
    that it reads otherwise.

    They usually come along when text is copied from a web page or a PDF.
    """
    unread = {problem.place for problem in handbook.problems if problem.rule == "yaml-unreadable"}
    for path, text in handbook.texts.items():
        if not HIDDEN.search(text):
            continue
        seen = {place.line for place in unread if place.path == path}
        for line, written in enumerate(text.split("\n"), 1):
            found = HIDDEN.search(written)
            if line in seen or not found:
                continue
            sign = found.group()
            name = unicodedata.name(sign, "a control character").lower()
            what = f"This line holds an invisible character: U+{ord(sign):04X}, {name}."
            yield Problem(
                Place(path, line), what, "delete the line and type it again instead of pasting it."
            )
