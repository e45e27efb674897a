"""Rules about the menu: its entries lead to pages, and every page is in it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from handbook.facts.contract import OwnDocument
from handbook.facts.scalars import as_quoted
from handbook.facts.spot import in_yaml
from handbook.handbook import Handbook
from handbook.problems.edits import Entry, Line, Run
from handbook.problems.problem import Cause, Place, Problem, nearest
from handbook.rules.files import HIDDEN
from handbook.rules.rule import rule
from handbook.text.settings import PATH, MenuEntry


def _free(word: str, known: Iterable[str], taken: Container[str]) -> str | None:
    """The nearest known word, unless it is there already: put in a second time, it would stand
    twice.
    """
    guess = nearest(word, known)
    return None if guess in taken else guess


def _meant(entry: MenuEntry, handbook: Handbook, targets: Container[str]) -> str | None:
    """The page that an entry of the menu leads to but for its spelling."""
    known = handbook.pages
    return None if entry.target in known else _free(entry.target, known, targets)


def _mean(guess: str | None) -> str:
    return f' Did you mean "{guess}"?' if guess else ""


@rule("index-missing", bad="docs/home.md", good="docs/index.md")
def missing_index(handbook: Handbook) -> Iterator[Problem]:
    """The handbook has a home page, `docs/index.md`. Without it the site's address shows nothing."""
    if "index.md" not in handbook.pages:
        what = "The handbook has no home page." if handbook.pages else "The handbook has no pages."
        yield Problem(
            Place("docs/index.md"),
            what,
            "add the file docs/index.md, with a block that names its owner, a title, its card and "
            "what readers look for first.",
            cause=Cause("page", "index.md"),
        )


@rule(
    "menu-entry-missing",
    bad="mkdocs.yml:\n- Training: trainings.md",
    good="mkdocs.yml:\n- Training: training.md",
)
def missing_menu_entries(handbook: Handbook) -> Iterator[Problem]:
    """Every entry of the menu in `mkdocs.yml` leads to a page that exists. Otherwise readers choose
    it and find nothing.
    """
    if not handbook.pages:
        return  # that there are no pages at all is said once
    seen: dict[str, int] = {}
    targets = {entry.target for entry in handbook.site.menu}
    for entry in handbook.site.menu:
        if "://" in entry.target or (
            entry.target == "index.md" and entry.target not in handbook.pages
        ):
            continue  # that there is no home page is said once, by its own rule
        if entry.target not in handbook.pages:
            guess = _meant(entry, handbook, targets)
            what = f'The menu leads to "{entry.target}". There is no such page.{_mean(guess)}'
            name = f"{entry.title}: " if entry.title else ""
            yield Problem(
                Place(PATH, entry.line),
                what,
                "change the entry to:" if guess else "delete the entry.",
                f"- {name}{guess}" if guess else "",
                cause=Cause("page", entry.target),
                edit=Line() if guess else None,
            )
        elif entry.target in seen:
            what = (
                f'The page "{entry.target}" stands twice in the menu, first in line '
                f"{seen[entry.target]}."
            )
            yield Problem(Place(PATH, entry.line), what, "delete one of the entries.")
        seen.setdefault(entry.target, entry.line)


@rule(
    "off-still-shown",
    bad="""
parts.yml:
- id: hiring
  state: off
  because: We hire nobody.
  owner: sales-director
mkdocs.yml:
- Hiring: hiring.md
""",
    good="""
parts.yml:
- id: hiring
  state: complete
  owner: sales-director
mkdocs.yml:
- Hiring: hiring.md
""",
)
def pages_off_still_shown(handbook: Handbook) -> Iterator[Problem]:
    """Pages of a document that is off are neither in the menu nor on the site: `handbook off` makes
    comments of their entries and leaves them out. Where only `parts.yml` was changed, readers would
    find pages with holes.
    """
    said = handbook.site.keys.get("exclude_docs", "") if handbook.site.keys else ""
    left_out = str(said).split()
    shown = [entry for entry in handbook.site.menu if entry.target in handbook.off.pages]
    online = [src for src in handbook.off.pages if f"/{src}" not in left_out]
    for document in handbook.facts[OwnDocument] if shown or online else ():
        if document.state == "off" and document.because:
            place = Place(PATH, shown[0].line if shown else 1)
            what = f'"{document.id}" is off, but pages that are off are still in the menu or on the site.'
            paste = f"handbook off {document.id} --because {as_quoted(document.because)}"
            yield Problem(place, what, "run:", paste, edit=Run())
            return


@rule(
    "page-not-in-menu",
    bad="""
mkdocs.yml:
- Training: training.md
docs/trade-fairs.md:
---
owner: sales-director
---
# Trade fairs

{{ page_card() }}

Two days, at the start.
""",
    good={"- Training: training.md": "- Training: training.md\n- Trade fairs: trade-fairs.md"},
)
def pages_outside_the_menu(handbook: Handbook) -> Iterator[Problem]:
    """Every page is in the menu in `mkdocs.yml`. What is not in the menu is not found, not even by
    its owner.
    """
    if not handbook.site.has_menu:
        return
    targets = {entry.target for entry in handbook.site.menu}
    # A page that an entry leads to but for its spelling is mended there.
    targets |= {_meant(entry, handbook, targets) or "" for entry in handbook.site.menu}
    for page in handbook.pages.values():
        if page.src not in targets and not page.src.startswith(("_facts/", "_records/")):
            title = page.title if page.headings else page.src.rsplit("/", 1)[-1].removesuffix(".md")
            what = "This page is not in the menu, so nobody finds it."
            yield Problem(
                page.at(),
                what,
                "add a line to the menu, nav, in mkdocs.yml:",
                f"- {in_yaml(HIDDEN.sub('', title))}: {in_yaml(page.src)}",
                edit=Entry("nav", PATH),
            )
