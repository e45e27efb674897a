"""Rules about ``mkdocs.yml``: settings that would change what is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handbook.documents.company.facts.company import Company
from handbook.handbook import Handbook
from handbook.problems.edits import Entry, Keys, Line
from handbook.problems.problem import Place, Problem
from handbook.rules.rule import rule
from handbook.site.allowed import (
    SEARCH,
    SETTINGS,
    TOC,
    YES_NO,
    Shape,
    misfits,
    settings_where,
    typed,
    unknown_key,
)
from handbook.text.load import THEME as LOOKS
from handbook.text.settings import PATH
from handbook.text.source import Items, Map, Text, Value

PLUGINS = ("search", "macros")


EXTENSIONS = (
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "sane_lists",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.superfences",
    "pymdownx.tasklist",
    "pymdownx.tilde",
)


# Without these a page means something else: fenced text would be live HTML, headings would lose
# their ids, and marks that GitHub's preview knows would be left as text. A page is set out for
# exactly these before an engine reads it.
NEEDED = EXTENSIONS


# Other options change which ids headings get, or what counts as code.
OPTIONS: Mapping[str, Mapping[str, Shape]] = {"toc": TOC, "pymdownx.tilde": {"subscript": YES_NO}}


NEEDED_OPTIONS = {"pymdownx.tilde": {"subscript": "false"}}


# Lists that have rules of their own, because what is in them are names with options.
LISTS = ("nav", "plugins", "markdown_extensions")


KEYS = (*SETTINGS, *LISTS)


# Files that the engines look for by themselves.
OTHER_SETTINGS = {"mkdocs.yaml", "zensical.toml"}


MACROS = {
    "module_name": "macros/main",
    "j2_extensions": ["handbook.site.guard.Guard"],
    "on_undefined": "strict",
    "on_error_fail": "true",
}


def _place(holder: Map, key: str) -> Place:
    return Place(PATH, holder.lines.get(key, holder.line))


@rule(
    "setting-refused",
    bad="mkdocs.yml:\ntheme:\n  name: readthedocs",
    good="mkdocs.yml:\ntheme:\n  name: material",
)
def refused_settings(handbook: Handbook) -> Iterator[Problem]:
    """`mkdocs.yml` holds known settings only. Hooks, other plugins and inherited files can run
    programs or publish secrets; fonts and scripts from elsewhere tell others who reads the
    handbook.

    The site can be built by two programs, MkDocs and Zensical, and must say the same with both. So
    only the plugins and extensions that both know are allowed.
    """
    keys = handbook.site.keys
    if keys is None:
        entry = handbook.entries.get(PATH)
        said = (
            entry is not None and entry.kind != "file"
        )  # a rule about files names links, and what cannot be opened
        if not said and not any(problem.place.path == PATH for problem in handbook.problems):
            there = PATH in handbook.texts
            what = "mkdocs.yml holds no settings" if there else "There is no mkdocs.yml"
            yield Problem(
                Place(PATH),
                f"{what}, so there is no site.",
                "restore the file from an earlier version.",
            )
        return
    for name in OTHER_SETTINGS & set(handbook.names):
        what = (
            f"{name} holds settings too, and an engine would take them instead of those in "
            "mkdocs.yml, which are judged."
        )
        yield Problem(Place(name), what, "delete the file.")
    yield from (unknown_key(keys, key, KEYS) for key in keys if key not in KEYS)
    yield from _refused_names(keys, "plugins", PLUGINS)
    yield from _refused_names(keys, "markdown_extensions", EXTENSIONS)
    yield from _refused_extensions(keys)
    has_theme = any(path == LOOKS or path.startswith(f"{LOOKS}/") for path in handbook.entries)
    yield from _refused_theme(keys, has_theme)
    yield from _wrong_macros(keys)
    yield from typed(keys, settings_where(has_theme))


def _refused_extensions(keys: Map) -> Iterator[Problem]:
    key = "markdown_extensions"
    written = dict(pair for entry in _maps(keys.get(key)) for pair in entry.items())
    for name, options in written.items():
        if isinstance(options, Map) and name in EXTENSIONS:
            shapes = OPTIONS.get(name, {})
            yield from typed(options, shapes)
            for option in [option for option in options if option not in shapes]:
                what = f'The option "{option}" of {name} changes what pages mean.'
                yield Problem(_place(options, option), what, "delete the line.")
    if not isinstance(keys.get(key, Items(0)), Items):
        return
    names = {str(name): name.line for name in _names(keys.get(key))}
    missing = [name for name in NEEDED if name not in names]
    if missing:
        named = (
            f'extension "{missing[0]}" is'
            if len(missing) == 1
            else f"extensions {', '.join(missing)} are"
        )
        what = f"The {named} missing, without which pages do not mean what they say."
        yield Problem(
            _place(keys, key),
            what,
            f"add below {key}:",
            "\n".join(map(_extension_lines, missing)),
            edit=Entry(key),
        )
    for name, needed in NEEDED_OPTIONS.items():
        given = written.get(name)
        as_needed = isinstance(given, Map) and all(
            given.get(option) == needed[option] for option in needed
        )
        if name in names and not as_needed:
            what = f'"{name}" lacks an option without which pages do not mean what they say.'
            yield Problem(
                Place(PATH, names[name]), what, "write:", _extension_lines(name), edit=Line()
            )


def _extension_lines(name: str) -> str:
    options = NEEDED_OPTIONS.get(name, {})
    return f"- {name}{':' * bool(options)}" + "".join(
        f"\n    {option}: {value}" for option, value in options.items()
    )


def _refused_names(keys: Map, key: str, allowed: tuple[str, ...]) -> Iterator[Problem]:
    if not isinstance(keys.get(key, Items(0)), Items):
        what = f'What stands below "{key}" is not a list, so not all of it would be checked.'
        yield Problem(_place(keys, key), what, "write a list, one name to a line.")
    for written in _names(keys.get(key)):
        if written not in allowed:
            what = f'"{written}" is not one of the {key.replace("_", " ")} that both engines know.'
            yield Problem(
                Place(PATH, written.line), what, f"delete it. Allowed are: {', '.join(allowed)}."
            )


def _names(value: Value | None) -> Iterator[Text]:
    for entry in value if isinstance(value, Items) else []:
        if isinstance(entry, Text):
            yield entry
        elif isinstance(entry, Map):
            yield from (Text(name, entry.lines[name]) for name in entry)


def _refused_theme(keys: Map, has_theme: bool) -> Iterator[Problem]:
    theme = keys.get("theme")
    own = [f"custom_dir: {LOOKS}"] if has_theme else []
    if theme is None or (isinstance(theme, Map) and "name" not in theme):
        what = (
            "The handbook is made for the theme material; another one would show it otherwise and "
            "fetch fonts."
        )
        rows = ["name: material", *own, "font: false"]
        yield Problem(_place(keys, "theme"), what, "write:", "\n  ".join(["theme:", *rows]))
    elif isinstance(theme, Map):
        yield from _lacking_theme(theme, _place(keys, "theme"), own)


def _lacking_theme(theme: Map, place: Place, own: list[str]) -> Iterator[Problem]:
    if "font" not in theme:
        what = "Fonts would be fetched from another place by every reader."
        yield Problem(place, what, "write below theme:", "font: false", edit=Keys("theme"))
    if own and "custom_dir" not in theme:
        what = (
            "The pages would have neither the looks nor the scripts of the handbook, which are "
            f"in {LOOKS}."
        )
        yield Problem(place, what, "write below theme:", own[0], edit=Keys("theme"))


def _wrong_macros(keys: Map) -> Iterator[Problem]:
    """The plugins' own settings: those of the macros are all needed, and no other may be there."""
    plugins = [pair for entry in _maps(keys.get("plugins")) for pair in entry.items()]
    for settings in (value for name, value in plugins if name == "search"):
        yield from misfits(settings, SEARCH, "search")
    found = [value for name, value in plugins if name == "macros"]
    if not found or not isinstance(found[0], Map):
        what = "The macros are not set up, so pages would show their calls as text."
        yield Problem(
            _place(keys, "plugins"),
            what,
            "write below plugins:",
            f"{_macros_lines()}",
            edit=Entry("plugins"),
        )
    else:
        yield from _wrong_settings(found[0])
    for again in found[1:]:
        yield Problem(
            Place(PATH, again.line), "The macros are set up twice.", "delete one of the two."
        )


def _wrong_settings(settings: Map) -> Iterator[Problem]:
    for key, value in settings.items():
        quoted = isinstance(value, Text) and not value.plain and value == "true"
        if MACROS.get(key) != value or quoted:
            what = (
                f'The macros have the setting "{key}: '
                f'{_written(value)}"{", in quotes" if quoted else ""}.'
            )
            right = f"{key}: {_written(MACROS[key])}" if key in MACROS else ""
            yield Problem(
                _place(settings, key), what, "write:" if right else "delete the line.", right
            )
    if missing := [key for key in MACROS if key not in settings]:
        what = (
            f'The macros lack the setting "{missing[0]}", without which mistakes on pages pass '
            "unseen."
        )
        rows = "\n".join(f"{name}: {_written(MACROS[name])}" for name in missing)
        yield Problem(Place(PATH, settings.line), what, "add to the settings of the macros:", rows)


def _macros_lines() -> str:
    rows = (f"    {key}: {_written(value)}" for key, value in MACROS.items())
    return "\n".join(["- macros:", *rows])


def _written(value: object) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)


def _maps(value: Value | None) -> Iterator[Map]:
    return (
        (entry for entry in value if isinstance(entry, Map))
        if isinstance(value, Items)
        else iter(())
    )


@rule(
    "facts-published",
    bad="mkdocs.yml:\ndocs_dir: docs",
    good="mkdocs.yml:\ndocs_dir: docs\nexclude_docs: |\n  /_facts/\n  /_records/",
)
def published_facts(handbook: Handbook) -> Iterator[Problem]:
    """Facts and records are shown by pages, never published as files. As a file, the price list
    would show our costs to anyone who knows its address.
    """
    if handbook.site.keys is None:
        return
    said = str(handbook.site.keys.get("exclude_docs", "")).split()
    missing = [folder for folder in ("/_facts/", "/_records/") if folder not in said]
    if missing:
        what = f"The folder docs{missing[0].rstrip('/')} would be published as it is."
        yield Problem(
            _place(handbook.site.keys, "exclude_docs"),
            what,
            "write in mkdocs.yml:",
            "exclude_docs: |\n  /_facts/\n  /_records/",
        )


@rule(
    "site-address-missing",
    bad="mkdocs.yml:\nsite_name: Fernhill sales handbook",
    good="mkdocs.yml:\nsite_name: Fernhill sales handbook\nsite_url: https://handbook.example.com/",
)
def missing_site_address(handbook: Handbook) -> Iterator[Problem]:
    """The site knows its own address, `site_url`. Without it the list of pages for search and the
    404 page lead nowhere.
    """
    keys = handbook.site.keys
    if keys is not None and not str(keys.get("site_url", "")).startswith("https://"):
        yield Problem(
            _place(keys, "site_url"),
            "The site does not say its own address.",
            "write in mkdocs.yml:",
            "site_url: https://handbook.example.com/",
        )


@rule(
    "edit-link-differs",
    bad="mkdocs.yml:\nedit_uri: https://github.com/fernhill/handbook/edit/main/docs/",
    good="mkdocs.yml:\nedit_uri: https://github.com/fernhill/sales-handbook/edit/main/docs/",
)
def differing_edit_links(handbook: Handbook) -> Iterator[Problem]:
    """The pencil on every page leads to the repository that `docs/_facts/company.yml` names.
    Otherwise colleagues would propose their changes to somebody else.
    """
    keys, company = handbook.site.keys, handbook.facts.only(Company)
    if keys is None or company is None or "edit_uri" not in keys:
        return
    right = f"{company.repository}/edit/{company.branch}/docs/"
    if str(keys["edit_uri"]).rstrip("/") + "/" != right:
        what = (
            f'The edit link leads to "{keys["edit_uri"]}", but the repository in '
            f'docs/_facts/company.yml is "{company.repository}".'
        )
        yield Problem(_place(keys, "edit_uri"), what, "write in mkdocs.yml:", f"edit_uri: {right}")
