"""What each setting in ``mkdocs.yml`` may say. Engines put these values into HTML and into the
names of files they read, so each key has a type; what fits no type is refused, whatever it would
do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from handbook.problems.problem import Place, Problem, nearest
from handbook.text.load import THEME as LOOKS
from handbook.text.settings import PATH
from handbook.text.source import Items, Map, Text, Value


@dataclass(frozen=True)
class ValueKind:
    """A type of value: what it is called, whether a text is one, and what to do about one that is
    not.

    ``only`` is the one word that is right, where there is only one.
    """

    called: str
    fits: Callable[[Text], bool]
    fix: str = ""
    only: str = ""
    why: str = ""


# A value of one kind, a list of values of one shape, keys with a shape each, or one of several
# shapes.
Shape: TypeAlias = "ValueKind | list[Shape] | Mapping[str, Shape] | tuple[Shape, ...]"


def matching(pattern: str, called: str, fix: str = "") -> ValueKind:
    compiled = re.compile(pattern)
    return ValueKind(called, lambda text: compiled.fullmatch(text) is not None, fix)


def one_of(words: str, called: str = "") -> ValueKind:
    """One of the words of a closed list."""
    known = words.split()
    fix = "" if called else f"write one of: {', '.join(known)}."
    return ValueKind(called or "one of those that are allowed", lambda text: text in known, fix)


def exactly(word: str, why: str = "the handbook only works with that") -> ValueKind:
    """One word and no other. In quotes, ``false`` and ``true`` are texts, and to the engines any
    text is true.
    """
    plain = word in ("true", "false")
    called = f"{word}, without quotes" if plain else word
    return ValueKind(
        called, lambda text: text == word and (text.plain or not plain), only=word, why=why
    )


def _is_plain_words(text: Text) -> bool:
    return (
        not _PROGRAM.search(text)
        and not (text.plain and _NO_TEXT.fullmatch(text))
        and len(text) <= 300
    )


# What the engines would take for a program, for HTML, or for the end of an attribute.
_PROGRAM = re.compile(r"\{[{%#]|[<\"\x00-\x1f\x7f]|&[#\w]+;")
# What the engines would take for a number, a day, a truth or nothing; in quotes it is a text.
_NO_TEXT = re.compile(r"[-+.\d_:]*|(?i:true|false|yes|no|on|off|null|~)")
WORDS = ValueKind(
    "plain words",
    _is_plain_words,
    'write plain words, without < and " and {{; a number or a day between quotes.',
)
YES_NO = ValueKind(
    "true or false, without quotes", lambda text: text in ("true", "false") and text.plain
)
_HOST = r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?"
ADDRESS = matching(rf"{_HOST}(?:/[\w./~%+@-]*)?", "an address that begins with https://")
_LINK = matching(
    rf"{_HOST}(?:/[\w./~%+@?&=#-]*)?|mailto:[\w.+-]+@[\w.-]+",
    "an address that begins with https:// or mailto:",
)
_NAME = r"[A-Za-z0-9_-][A-Za-z0-9_.-]*"


def _file(endings: str, called: str) -> ValueKind:
    pattern = re.compile(rf"{_NAME}(?:/{_NAME})*\.(?:{endings})")
    fix = (
        "save the file below docs/assets and name it from docs on, without dots and slashes at "
        "its beginning."
    )
    why = "readers could be made to fetch it from another place"
    return ValueKind(called, lambda text: pattern.fullmatch(text) is not None, fix, why=why)


STYLE = _file("css", "a style sheet of the handbook")
SCRIPT = _file("js", "a script of the handbook")
PICTURE = _file("svg|png|jpg|jpeg|webp|ico", "a picture of the handbook")
ICON = matching(
    r"(?:material|octicons|simple|fontawesome/(?:brands|regular|solid))/[a-z0-9-]+",
    "the name of an icon, such as material/pencil-outline",
)
ANCHOR = matching(r"[a-z][a-z0-9-]*", "small letters, digits and hyphens")
FOLDERS = ValueKind(
    "names of files and folders to leave out, one a line",
    lambda text: all(re.fullmatch(r"[\w./*-]*", line.strip()) for line in text.split("\n")),
    "write names of files and folders below docs, without an exclamation mark before them.",
)
_LANGUAGES = (
    "af ar az be bg bn ca cs cy da de el en eo es et eu fa fi fr gl he hi hr hu hy id is it ja ka "
    "kn ko ku-IQ lb lt lv mk mn ms "
    "my nb nl nn pl pt-BR pt ro ru sa sh si sk sl sq sr sv ta te th tl tr uk ur uz vi zh-Hant "
    "zh-TW zh"
)
LANGUAGE = one_of(_LANGUAGES, "a language of the theme, such as en, de or hu")
_COLOURS = (
    "red pink purple deep-purple indigo blue light-blue cyan teal green light-green lime yellow "
    "amber orange deep-orange"
)
_FEATURES = (
    "announce.dismiss content.action.edit content.action.view content.code.annotate "
    "content.code.copy content.code.select "
    "content.footnote.tooltips content.tabs.link content.tooltips header.autohide "
    "navigation.expand navigation.footer "
    "navigation.indexes navigation.path navigation.prune navigation.sections navigation.tabs "
    "navigation.tabs.sticky "
    "navigation.top navigation.tracking search.highlight search.share search.suggest toc.follow "
    "toc.integrate"
)
_MEDIA = (
    "(prefers-color-scheme)",
    "(prefers-color-scheme: light)",
    "(prefers-color-scheme: dark)",
)
_COLOUR_SET: Mapping[str, Shape] = {
    "media": ValueKind(
        "one of those that are allowed",
        lambda text: text in _MEDIA,
        f"write one of: {', '.join(_MEDIA)}.",
    ),
    "scheme": one_of("default slate"),
    "primary": one_of(f"{_COLOURS} brown grey blue-grey black white custom"),
    "accent": one_of(f"{_COLOURS} custom"),
    "toggle": {"icon": ICON, "name": WORDS},
}
_ICONS = (
    "annotation close edit view logo repo previous next top menu alternate search share "
    "admonition tag"
)
# Its templates and scripts run when the site is built and when it is read: no other folder than the
# engine's own.
OWN_THEME = exactly(LOOKS, "what is in another folder would run in the site, unchecked")
# Where there is no such folder, naming it ends the building of the site.
NO_THEME = ValueKind(
    "a theme of this handbook",
    lambda _: False,
    f"restore the folder {LOOKS} from an earlier version; if there never was one, delete the line.",
    why=f"there is no folder {LOOKS}",
)
THEME: Mapping[str, Shape] = {
    "name": exactly("material"),
    "variant": exactly("classic"),
    "custom_dir": OWN_THEME,
    "language": LANGUAGE,
    "font": exactly("false", "fonts would be fetched from another place by every reader"),
    "logo": PICTURE,
    "favicon": PICTURE,
    "palette": (_COLOUR_SET, [_COLOUR_SET]),
    "icon": dict.fromkeys(_ICONS.split(), ICON),
    "features": [
        one_of(
            _FEATURES, "a feature of the theme that both engines know and that asks no other host"
        )
    ],
}
EXTRA: Mapping[str, Shape] = {
    "generator": YES_NO,
    "homepage": ADDRESS,
    "social": [{"icon": ICON, "link": _LINK, "name": WORDS}],
}
_FAILS = "with anything weaker a broken link passes"
VALIDATION: Mapping[str, Shape] = {
    "nav": {
        name: exactly("warn", _FAILS) for name in ("omitted_files", "not_found", "absolute_links")
    },
    "links": {
        name: exactly("warn", _FAILS)
        for name in ("not_found", "absolute_links", "unrecognized_links", "anchors")
    },
}
SEARCH: Mapping[str, Shape] = {"lang": (LANGUAGE, [LANGUAGE])}
TOC: Mapping[str, Shape] = {
    "permalink": (YES_NO, WORDS),
    "permalink_title": WORDS,
    "permalink_class": ANCHOR,
    "toc_depth": matching(r"[1-6](?:-[1-6])?", "a level such as 3, or 2-3"),
    "title": WORDS,
}
SETTINGS: Mapping[str, Shape] = {
    "site_name": WORDS,
    "site_url": ADDRESS,
    "site_description": WORDS,
    "site_author": WORDS,
    "copyright": WORDS,
    "edit_uri": ADDRESS,
    "docs_dir": exactly("docs"),
    "site_dir": exactly("site"),
    "use_directory_urls": exactly("true"),
    "strict": exactly("true", "what the engine warns of would be published"),
    "exclude_docs": FOLDERS,
    "theme": THEME,
    "extra": EXTRA,
    "extra_css": [STYLE],
    "extra_javascript": [
        (SCRIPT, {"path": SCRIPT, "type": exactly("module"), "async": YES_NO, "defer": YES_NO})
    ],
    "validation": VALIDATION,
}


def misfits(value: Value, shape: Shape, name: str, line: int = 0) -> Iterator[Problem]:
    """Every part of a value that does not fit its shape. ``name`` is what the value is called, with
    all keys above it, and ``line`` is where its key is.
    """
    shape = _chosen(value, shape)
    place = Place(PATH, line or value.line)
    if isinstance(shape, ValueKind):
        yield from _of_another_kind(value, shape, name, place)
    elif isinstance(shape, list):
        yield from _in_list(value, shape[0], name, place)
    elif isinstance(shape, Mapping):
        yield from _in_keys(value, shape, name, place)


def _chosen(value: Value, shape: Shape) -> Shape:
    """Of several shapes the one that fits the form of the value; of several kinds the first that
    fits.
    """
    if not isinstance(shape, tuple):
        return shape
    form = ValueKind if isinstance(value, Text) else list if isinstance(value, Items) else Mapping
    forms = [option for option in shape if isinstance(option, form)]
    fitting = (
        option
        for option in forms
        if isinstance(option, ValueKind) and isinstance(value, Text) and option.fits(value)
    )
    return next(fitting, (forms or shape)[-1])


def _of_another_kind(value: Value, kind: ValueKind, name: str, place: Place) -> Iterator[Problem]:
    if isinstance(value, Text) and kind.fits(value):
        return
    said = f'says "{_shown(value)}"' if isinstance(value, Text) else "holds a list or keys"
    if isinstance(value, Text) and value == kind.only:
        said += " in quotes"
    why = f": {kind.why}" if kind.why else ""
    what = f'The setting "{name}" {said}, which is not {kind.called}{why}.'
    paste = f"{name.rpartition('.')[2]}: {kind.only}" if kind.only else ""
    yield Problem(place, what, kind.fix or ("write:" if paste else f"write {kind.called}."), paste)


def _shown(text: str) -> str:
    return " ".join(text.split())[:60]


def _in_list(value: Value, shape: Shape, name: str, place: Place) -> Iterator[Problem]:
    if not isinstance(value, Items):
        what = f'What stands below "{name}" is not a list, so not all of it would be checked.'
        yield Problem(place, what, "write a list, each line beginning with a hyphen.")
        return
    for inner in value:
        yield from misfits(inner, shape, name)


def _in_keys(
    value: Value, shape: Mapping[str, Shape], name: str, place: Place
) -> Iterator[Problem]:
    if not isinstance(value, Map):
        if isinstance(value, Text) and not value:
            return
        what = f'The setting "{name}" holds no keys.'
        yield Problem(
            Place(PATH, value.line),
            what,
            f"write it with the keys it may have: {', '.join(shape)}.",
        )
        return
    for key, inner in value.items():
        if key in shape:
            yield from misfits(inner, shape[key], f"{name}.{key}", value.lines[key])
        else:
            yield unknown_key(value, key, shape, name)


def unknown_key(holder: Map, key: str, known: Iterable[str], name: str = "") -> Problem:
    """A key that is not allowed; the nearest that is, unless it is there already and would then
    stand twice.
    """
    guess = nearest(key, known)
    fix = "delete it and what belongs to it."
    what = f'The setting "{key}"{f" below {name}" if name else ""} is not allowed.'
    if guess is not None and guess not in holder:
        what, fix = f'{what} Did you mean "{guess}"?', f'rename it to "{guess}", or delete it.'
    return Problem(Place(PATH, holder.lines.get(key, holder.line)), what, fix)


def menu_misfits(value: Value) -> Iterator[Problem]:
    """Titles of the menu, which engines take for templates, and targets outside the handbook."""
    if isinstance(value, Text):
        if "://" in value and not ADDRESS.fits(value):
            what = f'The menu leads to "{_shown(value)}", which is not {ADDRESS.called}.'
            yield Problem(
                Place(PATH, value.line),
                what,
                "write a page as it is called below docs, or delete the entry.",
            )
    elif isinstance(value, Items):
        for inner in value:
            yield from menu_misfits(inner)
    else:
        for title, inner in value.items():
            if not WORDS.fits(Text(title, value.lines[title], plain=False)):
                what = f'The menu has the title "{_shown(title)}", which is not plain words.'
                yield Problem(Place(PATH, value.lines[title]), what, WORDS.fix)
            yield from menu_misfits(inner)


def settings_where(has_theme: bool) -> Mapping[str, Shape]:
    """The settings of a handbook that has a folder for a theme of its own, or has none."""
    return SETTINGS if has_theme else {**SETTINGS, "theme": {**THEME, "custom_dir": NO_THEME}}


def typed(keys: Map, shapes: Mapping[str, Shape] = SETTINGS) -> Iterator[Problem]:
    """Every value of a known setting that is not of its type."""
    for key, value in keys.items():
        if key in shapes:
            yield from misfits(value, shapes[key], key, keys.lines[key])
    if "nav" in keys:
        yield from menu_misfits(keys["nav"])
