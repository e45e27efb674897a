"""Rules about the contract: the seven documents, their parts, and what each part must hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from handbook.edits import Insert, Keys, Line
from handbook.facts.catalogue import FACTS_FOLDER
from handbook.facts.company import Document, Part
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.problems import Problem, Severity, did_you_mean, listed, nearest
from handbook.rules.leads import leads_nowhere
from handbook.rules.pages import has_text, is_finished
from handbook.rules.rule import rule

PARTS = "docs/_facts/parts.yml"
SEVEN = (
    "sales-book",
    "training",
    "hiring",
    "motivation",
    "forecast-and-quotas",
    "interaction",
    "customer-base",
)


def _pages_of(handbook: Handbook) -> dict[str, list[Page]]:
    found: dict[str, list[Page]] = {}
    for page in handbook.pages.values():
        if page.meta and page.meta.part:
            found.setdefault(page.meta.part, []).append(page)
    return found


@rule(
    "document-missing",
    bad="parts.yml:\n(nothing about motivation)",
    good="parts.yml:\n- id: motivation\n  title: Motivation system\n  state: growing",
)
def missing_documents(handbook: Handbook) -> Iterator[Problem]:
    """A company that sells by a system needs seven documents; they are the necessary minimum. Each stands in `parts.yml` with its
    parts, also while it is not written, so that what is missing is known.
    """
    documents = handbook.facts.documents
    for name in SEVEN if len(documents) or documents.broken else ():
        if not documents.may_hold(name):
            tool = "technology" if SEVEN.index(name) < 4 else "system"
            what = f'The document "{name}" is not in the contract.'
            yield Problem(
                next(iter(documents)).at(),
                what,
                f"add it to {PARTS} with its parts, as tool: {tool} and state: growing.",
            )


@rule(
    "part-missing",
    bad="parts.yml: sales-book is complete,\nand no page is its part prices",
    good="At the top of docs/technology/sales-book/prices.md:\n\npart: sales-book/prices",
)
def missing_parts(handbook: Handbook) -> Iterator[Problem]:
    """Every part that `parts.yml` asks for has a page that names it. While a document is growing this is advice; once it is declared
    complete, a missing part must be written.
    """
    pages = _pages_of(handbook)
    hidden = _parts_of_unread_pages(handbook)
    for document in handbook.facts.documents:
        missing = [part for part in document.parts if part.id not in pages and not hidden(part.id)]
        if missing and document.state == "growing":
            what = f'"{document.title}" still lacks {len(missing)} of its {len(document.parts)} parts: {listed((part.title for part in missing), 30)}.'
            fix = f"write a page for the part that is needed next, with part: {missing[0].id} at its top."
            yield Problem(document.at(), what, fix, severity="advice")
        for part in missing if document.state == "complete" else []:
            what = f'"{document.title}" is declared complete, but no page is its part "{part.title}": {part.answers}'
            yield Problem(
                part.at(),
                what,
                f"write a page for it, or name the page that is it, with part: {part.id} at its top.",
            )


def _parts_of_unread_pages(handbook: Handbook) -> Callable[[str], bool]:
    """Whether a part may be a page whose top could not be read: that page has a Problem of its own."""
    tops = [page.text for page in handbook.pages.values() if page.meta is None]
    named = [re.search(r"^part: *(\S+/\S+) *$", top, re.MULTILINE) for top in tops]
    known = {found.group(1) for found in named if found}
    return lambda part_id: part_id in known or None in named


@rule("part-unknown", bad="part: sales-book/price", good="part: sales-book/prices")
def unknown_parts(handbook: Handbook) -> Iterator[Problem]:
    """A page that says at its top which part it is names one that stands in `parts.yml`. Otherwise the part would count as not
    written, although somebody wrote it.
    """
    documents = handbook.facts.documents
    if not documents.whole:
        return
    known = [part.id for document in handbook.facts.documents for part in document.parts]
    for part_id, pages in _pages_of(handbook).items():
        missing = part_id.split("/")[0] in SEVEN and part_id.split("/")[0] not in documents
        if part_id in known or missing or not documents.known:
            continue  # that a whole document is missing is said once, by its own rule
        free = [part for part in known if part not in _pages_of(handbook)]
        for page in pages:
            guess = nearest(part_id, free)
            what = f'This page says it is the part "{part_id}". There is no such part in {PARTS}.{did_you_mean(part_id, free)}'
            yield Problem(
                page.meta_place("part"),
                what,
                "write:" if guess else "delete the line.",
                f"part: {guess}" if guess else "",
                edit=Keys() if guess else None,
            )


@rule(
    "part-twice",
    bad="prices.md:\n  part: sales-book/prices\nprices-dealers.md:\n  part: sales-book/prices",
    good="prices.md:\n  part: sales-book/prices\nprices-dealers.md:\n  (no line with part)",
)
def parts_on_two_pages(handbook: Handbook) -> Iterator[Problem]:
    """A part is one page. Where two pages claim it, readers find two answers; the second can simply be a page without a part."""
    for part_id, pages in _pages_of(handbook).items():
        for page in pages[1:]:
            what = f'The part "{part_id}" is already the page {pages[0].path}.'
            yield Problem(page.meta_place("part"), what, "delete this line, or name another part.")


@rule(
    "part-misplaced",
    bad="- id: training\n  parts:\n    - id: hiring/gates",
    good="- id: training\n  parts:\n    - id: training/gates",
)
def misplaced_parts(handbook: Handbook) -> Iterator[Problem]:
    """The id of a part begins with the id of the document it stands in. Otherwise two documents could ask for the same part."""
    for document in handbook.facts.documents:
        for part in document.parts:
            if not part.id.startswith(f"{document.id}/"):
                right = f"{document.id}/{part.id.split('/')[1]}"
                what = f'The part "{part.id}" stands in the document "{document.id}".'
                yield Problem(part.at("id"), what, f"call it {right}, or move it to its document.")


@rule(
    "part-incomplete",
    bad="# Prices\n\nAsk sales operations for the list.",
    good="# Prices\n\n{{ price_list() }}",
)
def incomplete_parts(handbook: Handbook) -> Iterator[Problem]:
    """The page of a part has the headings and shows the facts that `parts.yml` asks for, and has more than a title. While its document
    is growing this is advice.
    """
    pages = _pages_of(handbook)
    for document in handbook.facts.documents:
        severity: Severity = "must" if document.state == "complete" else "advice"
        for part in document.parts:
            for page in pages.get(part.id, [])[:1]:
                if page.src not in handbook.unreadable:
                    yield from _lacks(document, part, page, severity, handbook.macro_names)


@rule(
    "part-shows-nothing",
    bad="{{ lesson_list() }}\n(and no file in docs/_facts/sales-book/lessons)",
    good="{{ lesson_list() }}\n(and a file for each lesson)",
    of_absence=True,
)
def parts_without_facts(handbook: Handbook) -> Iterator[Problem]:
    """What the page of a part must show is there: at least one fact of the kind. A macro without facts leaves a gap on a page that looks
    finished. While its document is growing this is advice.
    """
    # While a file of facts cannot be read, nobody knows whether there are facts.
    if handbook.lost or any(problem.place.path.startswith(FACTS_FOLDER) for problem in handbook.problems):
        return
    pages = _pages_of(handbook)
    for document in handbook.facts.documents:
        severity: Severity = "must" if document.state == "complete" else "advice"
        for part in document.parts:
            for page in pages.get(part.id, [])[:1]:
                if page.src not in handbook.unreadable:
                    yield from _shows_nothing(part, page, severity, handbook.shown_empty)


def _lacks(
    document: Document, part: Part, page: Page, severity: Severity, macros: Collection[str]
) -> Iterator[Problem]:
    if not is_finished(page):
        what = f"This page has no text yet. It should answer: {part.answers}"
        if has_text(page):
            yield Problem(page.at(), what, "write it.", severity=severity)
        return
    calls = {call.name for call in page.calls}
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
    for name in part.shows:
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


@rule("macro-required-unknown", bad="shows: [price_lists]", good="shows: [price_list]")
def unknown_required_macros(handbook: Handbook) -> Iterator[Problem]:
    """What `parts.yml` asks a part to show is the name of a macro. A macro that does not exist can be shown by no page."""
    known = sorted(handbook.macro_names)
    for document in handbook.facts.documents:
        for part in document.parts:
            for name in part.shows:
                if name not in known:
                    guess = nearest(name, known)
                    what = f'"{part.id}" must show "{name}", but there is no such macro.{did_you_mean(name, known)}'
                    place, row = part.at_entry("shows", name)
                    right = ", ".join(guess if one == name else one for one in row) if guess else ""
                    paste = (f"shows: [{right}]" if row else f"- {guess}") if guess else ""
                    edit = Line() if paste.startswith("- ") else None
                    yield Problem(place, what, "write:" if guess else "delete it.", paste, edit=edit)


@rule(
    "situation-leads-nowhere",
    bad="page: technology/sales-book/price.md",
    good="page: technology/sales-book/prices.md",
)
def situations_without_answer(handbook: Handbook) -> Iterator[Problem]:
    """Each situation on the home page leads to a page, and to a heading on it if it names one. It is the reader's shortest way to an
    answer, in the middle of a call.
    """
    for one in handbook.facts.situations:
        yield from leads_nowhere(handbook, one, one.asks)
