"""Rules about ``mkdocs.yml``: the menu, and settings that would run, fetch or publish what nobody meant."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.handbook import Handbook
from handbook.problems import Place, Problem, did_you_mean, nearest
from handbook.rules.rule import rule
from handbook.site import PATH
from handbook.source import Items, Map, Text, Value

KEYS = (
    "site_name site_url site_description site_author copyright edit_uri docs_dir site_dir exclude_docs not_in_nav nav theme extra "
    "extra_css extra_javascript plugins markdown_extensions validation use_directory_urls strict"
).split()  # fmt: skip
PLUGINS = ("search", "macros")
EXTENSIONS = (
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.superfences",
)
THEME = ("name", "variant", "language", "font", "logo", "favicon", "palette", "icon", "features")
MACROS = {"module_name": "macros/main", "on_undefined": "strict", "on_error_fail": "true"}


def _place(holder: Map, key: str) -> Place:
    return Place(PATH, holder.lines.get(key, holder.line))


@rule("index-missing", bad="docs/ without index.md", good="docs/index.md")
def missing_index(handbook: Handbook) -> Iterator[Problem]:
    """The handbook has a home page, `docs/index.md`. Without it the site's address shows nothing."""
    if "index.md" not in handbook.pages:
        what = "The handbook has no home page." if handbook.pages else "The handbook has no pages."
        yield Problem(
            Place("docs/index.md"),
            what,
            "add the file docs/index.md; it begins like this:",
            "---\nowner: head-of-sales\n---\n# Home\n\n{{ page_card() }}",
        )


@rule("setting-refused", bad="hooks:\n  - run.py", good="plugins:\n  - search\n  - macros")
def refused_settings(handbook: Handbook) -> Iterator[Problem]:
    """`mkdocs.yml` holds known settings only. Hooks, other plugins and inherited files can run programs or publish secrets; fonts
    and scripts from elsewhere tell others who reads the handbook.

    The site can be built by two programs, MkDocs and Zensical, and must say the same with both. So only the plugins and extensions
    that both know are allowed.
    """
    keys = handbook.site.keys
    if keys is None:
        if PATH not in handbook.texts and not any(
            problem.place.path == PATH for problem in handbook.problems
        ):
            yield Problem(
                Place(PATH),
                "There is no mkdocs.yml, so there is no site.",
                "restore the file from an earlier version.",
            )
        return
    for key in keys:
        if key not in KEYS:
            yield Problem(
                _place(keys, key),
                f'The setting "{key}" is not allowed.{did_you_mean(key, KEYS)}',
                "delete it and what belongs to it.",
            )
    yield from _refused_names(keys, "plugins", PLUGINS)
    yield from _refused_names(keys, "markdown_extensions", EXTENSIONS)
    yield from _refused_theme(keys)
    yield from _wrong_macros(keys)


def _refused_names(keys: Map, key: str, allowed: tuple[str, ...]) -> Iterator[Problem]:
    for written in _names(keys.get(key)):
        if written not in allowed:
            what = f'"{written}" is not one of the {key.replace("_", " ")} that both engines know.'
            yield Problem(Place(PATH, written.line), what, f"delete it. Allowed are: {', '.join(allowed)}.")


def _names(value: Value | None) -> Iterator[Text]:
    for entry in value if isinstance(value, Items) else []:
        if isinstance(entry, Text):
            yield entry
        elif isinstance(entry, Map):
            yield from (Text(name, entry.lines[name]) for name in entry)


def _refused_theme(keys: Map) -> Iterator[Problem]:
    theme = keys.get("theme")
    if not isinstance(theme, Map):
        return
    for key in theme:
        if key not in THEME:
            yield Problem(
                _place(theme, key), f'The setting "{key}" of the theme is not allowed.', "delete it."
            )
    if theme.get("font") != "false":
        yield Problem(
            _place(theme, "font"),
            "Fonts would be fetched from another place by every reader.",
            "write:",
            "font: false",
        )


def _wrong_macros(keys: Map) -> Iterator[Problem]:
    settings = next((entry["macros"] for entry in _maps(keys.get("plugins")) if "macros" in entry), None)
    if not isinstance(settings, Map):
        fix = "write below plugins:"
        yield Problem(
            _place(keys, "plugins"),
            "The macros are not set up, so pages would show their calls as text.",
            fix,
            _macros_lines(),
        )
        return
    for key, value in settings.items():
        if MACROS.get(key) != value:
            yield Problem(
                _place(settings, key),
                f'The macros have the setting "{key}: {value}".',
                "write the settings like this:",
                _macros_lines(),
            )
    if missing := [key for key in MACROS if key not in settings]:
        what = f'The macros lack the setting "{missing[0]}", without which mistakes on pages pass unseen.'
        yield Problem(Place(PATH, settings.line), what, "write the settings like this:", _macros_lines())


def _macros_lines() -> str:
    return "- macros:\n" + "\n".join(f"    {key}: {value}" for key, value in MACROS.items())


def _maps(value: Value | None) -> Iterator[Map]:
    return (entry for entry in value if isinstance(entry, Map)) if isinstance(value, Items) else iter(())


@rule(
    "facts-published", bad="mkdocs.yml without exclude_docs", good="exclude_docs: |\n  /_facts/\n  /_records/"
)
def published_facts(handbook: Handbook) -> Iterator[Problem]:
    """Facts and records are shown by pages, never published as files. As a file, the price list would show our costs to whoever knows
    its address.
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
    "site-address-missing", bad="mkdocs.yml without site_url", good="site_url: https://handbook.example.com/"
)
def missing_site_address(handbook: Handbook) -> Iterator[Problem]:
    """The site knows its own address, `site_url`. Without it the list of pages for search and the 404 page lead nowhere."""
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
    bad="edit_uri: https://github.com/someone/else/edit/main/docs/",
    good="edit_uri: https://github.com/aldertree/sales-handbook/edit/main/docs/",
)
def differing_edit_links(handbook: Handbook) -> Iterator[Problem]:
    """The pencil on every page leads to the repository that `docs/_facts/company.yml` names. Otherwise colleagues would propose their
    changes to somebody else.
    """
    keys, company = handbook.site.keys, handbook.facts.company
    if keys is None or company is None or "edit_uri" not in keys:
        return
    right = f"{company.repository}/edit/{company.branch}/docs/"
    if str(keys["edit_uri"]).rstrip("/") + "/" != right:
        what = f'The edit link leads to "{keys["edit_uri"]}", but the repository in docs/_facts/company.yml is "{company.repository}".'
        yield Problem(_place(keys, "edit_uri"), what, "write in mkdocs.yml:", f"edit_uri: {right}")


@rule("menu-entry-missing", bad="- Prices: technology/price.md", good="- Prices: technology/prices.md")
def missing_menu_entries(handbook: Handbook) -> Iterator[Problem]:
    """Every entry of the menu in `mkdocs.yml` leads to a page that exists. Otherwise readers choose it and find nothing."""
    seen: dict[str, int] = {}
    for entry in handbook.site.menu:
        if "://" in entry.target:
            continue
        if entry.target not in handbook.pages:
            guess = nearest(entry.target, handbook.pages)
            what = f'The menu leads to "{entry.target}". There is no such page.{did_you_mean(entry.target, handbook.pages)}'
            name = f"{entry.title}: " if entry.title else ""
            yield Problem(
                Place(PATH, entry.line),
                what,
                "change the entry to" if guess else "delete the entry.",
                f"- {name}{guess}" if guess else "",
            )
        elif entry.target in seen:
            what = f'The page "{entry.target}" stands twice in the menu, first in line {seen[entry.target]}.'
            yield Problem(Place(PATH, entry.line), what, "delete one of the entries.")
        seen.setdefault(entry.target, entry.line)


@rule(
    "page-not-in-menu",
    bad="docs/technology/sales-book/trade-fairs.md, in no menu",
    good="- Trade fairs: technology/sales-book/trade-fairs.md",
)
def pages_outside_the_menu(handbook: Handbook) -> Iterator[Problem]:
    """Every page stands in the menu in `mkdocs.yml`. What is not in the menu is not found, not even by its owner."""
    if not handbook.site.has_menu:
        return
    targets = {entry.target for entry in handbook.site.menu}
    for page in handbook.pages.values():
        if page.src not in targets and not page.src.startswith(("_facts/", "_records/")):
            title = page.title if page.headings else page.src.rsplit("/", 1)[-1].removesuffix(".md")
            what = "This page is not in the menu, so nobody finds it."
            yield Problem(
                page.at(), what, "add a line to the menu, nav, in mkdocs.yml:", f"- {title}: {page.src}"
            )
