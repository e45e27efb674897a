"""Rules about the contract: the seven documents, and on which pages their parts are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from handbook.documents.company.facts.company import Situation
from handbook.documents.whole.rules.part_contents import guidance, pages_of
from handbook.facts.contract import PARTS, OwnDocument, RequiredDocument
from handbook.handbook import Handbook
from handbook.problems.edits import Entry, Keys, Run
from handbook.problems.problem import Problem, did_you_mean, listed, nearest
from handbook.rules.leads import leads_nowhere
from handbook.rules.rule import rule, shown_rule
from handbook.show.shown import Shown


@rule(
    "document-missing",
    bad="""
parts.yml:
- id: training
  state: complete
  owner: sales-director
- id: motivation
  state: complete
  owner: sales-director
""",
    good="""
parts.yml:
- id: training
  state: complete
  owner: sales-director
- id: hiring
  state: complete
  owner: sales-director
- id: motivation
  state: complete
  owner: sales-director
""",
)
def missing_documents(handbook: Handbook) -> Iterator[Problem]:
    """A company that sells by a system needs at least these seven documents. Each is in
    `parts.yml`, even before it is written, with the two things that only the company can decide:
    how far it is, and who answers for it.
    """
    documents = handbook.facts[OwnDocument]
    missing = [name for name in handbook.contract.ids() if not documents.may_hold(name)]
    meant = {
        nearest(document.id, missing)
        for document in documents
        if document.id not in handbook.contract
    }
    for required in handbook.contract if len(documents) or documents.broken else ():
        if required.id in missing and required.id not in meant:
            what = f'Nobody has decided how far the document "{required.id}" is, and who answers for it.'
            paste = f"- id: {required.id}\n  state: growing\n  owner: …"
            yield Problem(
                next(iter(documents)).at(),
                what,
                f"add it to {PARTS}, with its owner:",
                paste,
                edit=Entry(),
            )


@rule(
    "document-unknown",
    bad="parts.yml:\n- id: traning\n  state: complete",
    good="parts.yml:\n- id: training\n  state: complete",
)
def unknown_entries(handbook: Handbook) -> Iterator[Problem]:
    """`parts.yml` decides only about documents and parts that the contract knows; an entry about
    any other would have no effect. The contract comes with the engine. A document of your own has a
    contract of your own, `macros/own/<name>/contract.yml`; one with the id of a document of the
    engine takes that document's place.

    A part need not be listed in `parts.yml`: then the owner and the state of its document hold for
    it, and its page names its readers.
    """
    if handbook.contract.broken or not len(handbook.contract):
        return
    free = [
        name for name in handbook.contract.ids() if not handbook.facts[OwnDocument].may_hold(name)
    ]
    for document in handbook.facts[OwnDocument]:
        if document.id in handbook.contract:
            yield from _unknown_parts_of(document, handbook.contract[document.id])
            continue
        guess = nearest(document.id, free)
        what = f'There is no document "{document.id}".{did_you_mean(document.id, free)}'
        own = "delete the entry, or, if it is a document of your own, write its contract: macros/own/…/contract.yml"
        paste, edit = (f"id: {guess}", Keys()) if guess else ("", None)
        yield Problem(document.at("id"), what, "write:" if guess else own, paste, edit=edit)


def _unknown_parts_of(document: OwnDocument, required: RequiredDocument) -> Iterator[Problem]:
    known, decided = [part.id for part in required.parts], {part.id for part in document.parts}
    # The prefix that all parts of a document share does not make two of them alike.
    free = [name.removeprefix(f"{document.id}/") for name in known if name not in decided]
    for part in document.parts:
        if part.id not in known:
            guess = nearest(part.id.partition("/")[2], free)
            right = f"{document.id}/{guess}"
            meant = f' Did you mean "{right}"?' if guess else ""
            what = f'"{required.title}" has no part "{part.id}".{meant}'
            fix = "write:" if guess else f"delete the entry. Its parts are: {listed(known, 30)}."
            paste, edit = (f"id: {right}", Keys()) if guess else ("", None)
            yield Problem(part.at("id"), what, fix, paste, edit=edit)


@rule(
    "off-without-reason",
    bad="parts.yml:\n- id: hiring\n  state: off\n  owner: sales-director",
    good="""
parts.yml:
- id: hiring
  state: off
  because: We are three people and hire nobody this year.
  owner: sales-director
""",
)
def off_without_reason(handbook: Handbook) -> Iterator[Problem]:
    """A document or a part that is `off` says `because` of what. Without the reason nobody knows in
    a year whether it still holds.
    """
    documents = handbook.facts[OwnDocument]
    for decided in (*documents, *(part for document in documents for part in document.parts)):
        if decided.state == "off" and not decided.because:
            what = f'"{decided.id}" is off, and nobody has written why.'
            paste = f'handbook off {decided.id} --because "…"'
            yield Problem(decided.at("state"), what, "give the reason:", paste, edit=Run())


@rule(
    "part-missing",
    bad="""
parts.yml:
- id: hiring
  state: complete
  owner: sales-director
  parts:
    - id: hiring/interview
      state: growing
hiring.md:
owner: sales-director
""",
    good="""
parts.yml:
- id: hiring
  state: complete
  owner: sales-director
hiring.md:
owner: sales-director
part: hiring/interview
""",
)
def missing_parts(handbook: Handbook) -> Iterator[Problem]:
    """Every part that the contract asks for has a page that names it. While a document is growing
    this is advice; once `parts.yml` declares it complete, a missing part must be written. A part
    may have a state of its own, other than its document's.
    """
    pages = pages_of(handbook)
    hidden = _parts_of_unread_pages(handbook)
    for document in handbook.documents:
        missing = [part for part in document.parts if part.id not in pages and not hidden(part.id)]
        growing = [part for part in missing if part.state == "growing"]
        if growing:
            what = f'"{document.title}" still lacks {len(growing)} of its {len(document.parts)} parts: {listed((part.title for part in growing), 30)}.'
            fix = f"write a page for the part that is needed next, with part: {growing[0].id} at its top. What belongs on it: {guidance(growing[0])}"
            yield Problem(document.at(), what, fix, severity="advice")
        for part in missing:
            if part.state == "complete":
                what = f'"{document.title}" is declared complete, but no page is its part "{part.title}": {part.answers}'
                fix = f"write a page for it, or name the page that is it, with part: {part.id} at its top. What belongs on it: {guidance(part)}"
                yield Problem(part.at(), what, fix)


def _parts_of_unread_pages(handbook: Handbook) -> Callable[[str], bool]:
    """Whether a part may be on a page whose front matter could not be read; that page has a Problem
    of its own.
    """
    texts = [page.text for page in handbook.pages.values() if page.meta is None]
    named = [re.search(r"^part: *(\S+/\S+) *$", top, re.MULTILINE) for top in texts]
    known = {found.group(1) for found in named if found}
    return lambda part_id: part_id in known or None in named


@rule(
    "part-unknown",
    bad="index.md:\nowner: sales-director\npart: sales-book/price",
    good="index.md:\nowner: sales-director",
)
def unknown_parts(handbook: Handbook) -> Iterator[Problem]:
    """A page that says at its top which part it is names one that the contract knows. Otherwise the
    part would count as missing, although somebody wrote it.
    """
    if handbook.contract.broken or not len(handbook.contract):
        return
    known = [part.id for document in handbook.contract for part in document.parts]
    for part_id, pages in pages_of(handbook).items():
        if part_id in known:
            continue
        free = [part for part in known if part not in pages_of(handbook)]
        for page in pages:
            guess = nearest(part_id, free)
            what = f'This page says it is the part "{part_id}". There is no such part.{did_you_mean(part_id, free)}'
            yield Problem(
                page.meta_place("part"),
                what,
                "write:" if guess else "delete the line.",
                f"part: {guess}" if guess else "",
                edit=Keys() if guess else None,
            )


@rule(
    "part-twice",
    bad="hiring.md:\npart: training/first-month\ntraining.md:\npart: training/first-month",
    good="hiring.md:\npart: hiring/interview\ntraining.md:\npart: training/first-month",
)
def parts_on_two_pages(handbook: Handbook) -> Iterator[Problem]:
    """A part is one page. If two pages claim it, readers find two answers; the second can simply be
    a page without a part.
    """
    for part_id, pages in pages_of(handbook).items():
        for page in pages[1:]:
            what = f'The part "{part_id}" is already the page {pages[0].path}.'
            yield Problem(page.meta_place("part"), what, "delete this line, or name another part.")


@rule(
    "part-misplaced",
    bad="macros/own/training/contract.yml:\n- id: hiring/interview",
    good="macros/own/training/contract.yml:\n- id: training/first-month",
)
def misplaced_parts(handbook: Handbook) -> Iterator[Problem]:
    """The id of a part begins with the id of the document whose contract asks for it. Otherwise two
    documents could ask for the same part.
    """
    for document in handbook.contract:
        for part in document.parts:
            if not part.id.startswith(f"{document.id}/"):
                right = f"{document.id}/{part.id.split('/')[1]}"
                what = f'The part "{part.id}" stands in the document "{document.id}".'
                yield Problem(part.at("id"), what, f"call it {right}, or move it to its document.")


@shown_rule(
    "situation-leads-nowhere",
    bad="""
situations.yml:
- id: asked-for-discount
  group: In the negotiation
  asks: They want it cheaper
  page: sales-book/prices.md
  heading: who-approves
  readers: [seller]
- id: deal-stands-still
  group: In the pipeline
  asks: My deal does not move
  page: sales-book/stage.md
""",
    good={
        "  heading: who-approves": "  heading: who-may-approve",
        "  page: sales-book/stage.md": "  page: sales-book/stages.md",
    },
)
def situations_without_answer(handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """Each situation on the home page leads to a page, and to a heading on it if it names one. It
    is the reader's shortest way to an answer, in the middle of a call.
    """
    for situation in handbook.facts[Situation]:
        yield from leads_nowhere(handbook, shown, situation, situation.asks)
