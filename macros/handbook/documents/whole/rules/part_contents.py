"""Rules about what each part of a document holds: its headings, its facts, the macros that show
them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from handbook.facts.contract import Part
from handbook.facts.kinds import FACTS_FOLDER
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.pages.unwritten import unwritten_lines
from handbook.problems.edits import Insert, Line
from handbook.problems.problem import Problem, Severity, did_you_mean, nearest
from handbook.rules.pages import has_text, is_finished
from handbook.rules.rule import shown_rule
from handbook.show.shown import Shown

# Where each part is described for its author.
GUIDANCE = "upkeep/parts/#part-"


def pages_of(handbook: Handbook) -> dict[str, list[Page]]:
    found: dict[str, list[Page]] = {}
    for page in handbook.pages.values():
        if page.meta and page.meta.part:
            found.setdefault(page.meta.part, []).append(page)
    return found


def guidance(part: Part) -> str:
    return f"{GUIDANCE}{part.id.replace('/', '-')}"


@shown_rule(
    "part-incomplete",
    bad='sales-book/prices.md:\n{{ product_card("filter-change") }}',
    good="""
sales-book/prices.md:
{{ product_card("filter-change") }}

## Price list {: #price-list }

{{ price_list() }}
""",
)
def incomplete_parts(handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """The page of a part has the headings and shows the facts that the contract asks for, the
    headings that `parts.yml` adds, and more than a title. While it is growing this is advice.
    """
    for part, page, severity in _readable_parts(handbook):
        yield from _lacks(part, page, severity, shown.macro_names)


@shown_rule(
    "part-shows-nothing",
    bad="""
macros/own/sales_book/contract.yml:
- id: sales-book/prices
  title: Prices
  answers: What does it cost?
  guidance: Put the price list here, and who may lower a price.
  headings: [price-list, who-may-approve]
  shows: [lesson_list]
sales-book/prices.md:
{{ product_card("filter-change") }}

{{ lesson_list() }}
""",
    good="""
macros/own/sales_book/contract.yml:
- id: sales-book/prices
  title: Prices
  answers: What does it cost?
  guidance: Put the price list here, and who may lower a price.
  headings: [price-list, who-may-approve]
  shows: [price_list, discount_levers]
sales-book/prices.md:
{{ product_card("filter-change") }}
sales-book/lessons/forgotten-pipe.yml:
name: Nobody had looked at the pipe
outcome: lost
on: 2026-10-12
buyer_group: offices
happened: The order was signed, and there was no pipe.
why: The survey came after the signature.
learned: Look first.
changed: The survey is an exit criterion now.
stage: discovery
""",
    of_absence=True,
)
def parts_without_facts(handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """What the page of a part must show is there: at least one fact of the kind. A macro without
    facts leaves a gap on a page that looks finished. While its document is growing this is advice.
    """
    # While a file of facts cannot be read, there may or may not be facts.
    if handbook.lost or any(
        problem.place.path.startswith(FACTS_FOLDER) for problem in handbook.problems
    ):
        return
    for part, page, severity in _readable_parts(handbook):
        yield from _shows_nothing(part, page, severity, shown.empty)


def _readable_parts(handbook: Handbook) -> Iterator[tuple[Part, Page, Severity]]:
    """Each part that has a page, its first page, and how severe it is when something is missing."""
    pages = pages_of(handbook)
    for document in handbook.documents:
        for part in document.parts:
            severity: Severity = "must" if part.state == "complete" else "advice"
            for page in pages.get(part.id, [])[:1]:
                if page.src not in handbook.unreadable:
                    yield part, page, severity


def _lacks(
    part: Part, page: Page, severity: Severity, macros: Collection[str]
) -> Iterator[Problem]:
    if not is_finished(page):
        what = f"This page has no text yet. It should answer: {part.answers}"
        if has_text(page):
            yield Problem(
                page.at(),
                what,
                f"write it. What belongs on it: {guidance(part)}",
                severity=severity,
            )
        return
    called = {call.name for call in page.calls}
    # A name that is nearly right has a Problem where it is; it is not missing as well.
    calls = called | {nearest(name, macros) for name in called.difference(macros)}
    for heading in part.headings:
        if heading not in page.ids:
            what = f'"{part.title}" needs a section with the id "{heading}".'
            paste = f"## {heading.replace('-', ' ').capitalize()} {{: #{heading} }}"
            edit = Insert(page.text.rstrip("\n").count("\n") + 1)
            yield Problem(
                page.at(),
                what,
                "add the section at the end:",
                f"\n{paste}\n\n…",
                severity=severity,
                edit=edit,
            )
    # A page that says where it is not written yet is told as that.
    for name in () if unwritten_lines(page) else part.shows:
        if name not in calls and name in macros:
            yield Problem(
                page.at(),
                f'"{part.title}" must show {name}().',
                "add a line:",
                f"\n{{{{ {name}() }}}}",
                severity=severity,
                edit=Insert(page.text.rstrip("\n").count("\n") + 1),
            )


def _shows_nothing(
    part: Part, page: Page, severity: Severity, empty: Collection[tuple[str, str]]
) -> Iterator[Problem]:
    for call in page.calls:
        if call.name in part.shows and (page.src, call.name) in empty:
            what = f'"{part.title}" must show {call.name}(), but there are no facts that it could show.'
            fix = f"write them into {FACTS_FOLDER}; the help of the macro says what it shows: upkeep/macros/#macro-{call.name}"
            yield Problem(page.at(call.line), what, fix, severity=severity)


@shown_rule(
    "macro-required-unknown",
    bad="macros/own/sales_book/contract.yml:\nshows: [price_lists, discount_levers]",
    good="macros/own/sales_book/contract.yml:\nshows: [price_list, discount_levers]",
)
def unknown_required_macros(handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """What a contract asks a part to show is the name of a macro. No page can show a macro that
    does not exist.
    """
    known = sorted(shown.macro_names)
    for document in handbook.contract:
        for part in document.parts:
            for name in part.shows:
                if name not in known:
                    guess = nearest(name, known)
                    what = f'"{part.id}" must show "{name}", but there is no such macro.{did_you_mean(name, known)}'
                    place, row = part.at_entry("shows", name)
                    right = (
                        ", ".join(guess if macro_name == name else macro_name for macro_name in row)
                        if guess
                        else ""
                    )
                    paste = (f"shows: [{right}]" if row else f"- {guess}") if guess else ""
                    edit = Line() if paste.startswith("- ") else None
                    yield Problem(
                        place, what, "write:" if guess else "delete it.", paste, edit=edit
                    )
