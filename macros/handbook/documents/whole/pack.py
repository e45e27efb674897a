"""The role pack for the first day: what holds for a role, the chapters it must read with their
versions, a sheet to sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, NamedTuple

from handbook.documents.company.facts.company import Company, Role
from handbook.documents.training.facts import LearningPath, Module, Objective
from handbook.facts.facts import Facts
from handbook.pages import Page
from handbook.problems.problem import counted, did_you_mean, listed
from handbook.records.fingerprints import Fingerprints, facts_fingerprint, taken_today, versioned
from handbook.show.canonical import canonical
from handbook.show.html import Html, items, pairs, table
from handbook.show.macro import Context, MacroError, all_macros
from handbook.show.paper import (
    PrintedView,
    address,
    document,
    fill,
    heading,
    paragraph,
    part,
    section,
)
from handbook.show.shown import Shown
from handbook.show.spelling import day

# The six parts of a role page: their headings, and the macro that shows each.
PARTS = {
    "role_learns": "What you learn",
    "role_demanded": "What is demanded of you",
    "role_answers_for": "What you are held to account for",
    "role_earns": "What you earn",
    "role_rises": "How you rise",
    "role_deals_with": "Whom you deal with",
}
WORDS_A_MINUTE = 200  # a usual speed for reading with understanding; a page of numbers takes longer
LEAST_MINUTES = 2


class Chapter(NamedTuple):
    """A page that must be read before admission: for which modules, how many minutes it takes, and
    its version.
    """

    page: Page
    modules: list[str]
    minutes: int
    version: str


def refusal(facts: Facts, role: str) -> str:
    """Why no pack can be made for the role, or nothing: only a learning path says what it must
    read.
    """
    paths = facts[LearningPath]
    if role in paths:
        return ""
    if paths.may_hold(role):
        return f"Something in {paths.path} could not be read. What it is says: handbook check"
    return f'There is no learning path for "{role}" in {paths.path}.{did_you_mean(role, paths.ids())} There is one for: {listed(paths.ids(), 40) or "nobody"}.'


def pack(shown: Shown, role: str, since: Mapping[str, str] | None = None) -> str:
    """The pack to print. The role has a learning path (see :func:`refusal`). ``since`` are the
    versions of an earlier pack.
    """
    facts, company = shown.handbook.facts, shown.handbook.facts.only(Company)
    found = facts[Role].get(role)
    title = f"Role pack: {found.name if found else role}"
    chapters = required(shown, facts[LearningPath][role])
    head = heading(
        title, company, f"As of {day(shown.handbook.today, company)}. This is yours: write in it."
    )
    return document(
        title, company, head, fill("Name", "First day", "Mentor", "Lead"),
        paragraph(found.does if found else ""),
        _changes(shown, role, chapters, since) if since is not None else "",
        *(part(PARTS[name], drawn, new_page=False) for name, drawn in _parts(shown, role)),
        part("What you read before you work alone", *_chapters(shown, chapters)),
        part("To sign", *_sign_off(shown, role)),
    )  # fmt: skip


def _parts(shown: Shown, role: str) -> Iterator[tuple[str, Html]]:
    """The parts of the role page, drawn as on the page; one that cannot be drawn is replaced by a
    sentence that says so.
    """
    for name in PARTS:
        yield name, printed(shown, name, role)


def printed(shown: Shown, macro: str, *args: str) -> Html:
    """What a macro shows, with whole addresses in its links and nothing folded away; a sentence
    where it cannot be shown.
    """
    try:
        drawn = all_macros()[macro].draw(
            _selected(shown, macro, *args), PrintedView(shown.handbook, "index.md")
        )
    except MacroError as wrong:
        return paragraph(f"This part is missing: {wrong.what}")
    return Html(str(drawn).replace("<details>", "<details open>"))


def _selected(shown: Shown, macro: str, *args: str) -> Any:
    return all_macros()[macro].select(Context(shown.handbook, "index.md"), *args)


# --- versions -------------------------------------------------------------------------------------

GONE = "none"


def part_versions(shown: Shown, role: str) -> dict[str, str]:
    """The fingerprint of the facts that each part of the role page shows."""
    found = {}
    for name in PARTS:
        try:
            selected = canonical(_selected(shown, name, role), shown.handbook.facts)
            found[name] = taken_today("", facts_fingerprint([selected.form])).facts
        except MacroError:
            found[name] = GONE
    return found


def versions_in(text: str) -> dict[str, str]:
    """The versions in an earlier pack: part or page → fingerprints; empty if the file is not a
    pack.
    """
    return {
        unescape(of): version
        for of, version in re.findall(r'<code data-of="([^"]+)">([0-9a-z: ]+)</code>', text)
    }


def _code(of: str, version: str) -> Html:
    return Html('<code data-of="{}">{}</code>').format(of, version)


def _changes(shown: Shown, role: str, chapters: list[Chapter], since: Mapping[str, str]) -> Html:
    """What has changed, been added or gone since an earlier pack, by name."""
    now = part_versions(shown, role) | {chapter.page.src: chapter.version for chapter in chapters}
    titles = PARTS | {chapter.page.src: chapter.page.title for chapter in chapters}
    rows = [
        f"{titles[of]}: {'changed' if of in since else 'new'}"
        for of, version in now.items()
        if _as_now(shown, of, since.get(of, "")) != version
    ]
    rows += [f"{of}: no longer part of this pack" for of in since if of not in now]
    return part(
        "What has changed since your last pack",
        items(rows) if rows else paragraph("Nothing."),
        new_page=False,
    )


def _as_now(shown: Shown, of: str, version: str) -> str:
    """A version of an earlier pack, as versions are taken today."""
    match version.split():
        case [text, facts]:
            return " ".join(shown.handbook.stamps.as_now(of, Fingerprints(text, facts)))
        case [facts] if facts != GONE:
            return versioned(facts)
    return version


# --- chapters -------------------------------------------------------------------------------------


def required(shown: Shown, path: LearningPath) -> list[Chapter]:
    """The pages that teach the objectives of a path, each once, in the order of its modules."""
    facts, pages = shown.handbook.facts, shown.handbook.pages
    teaches: dict[str, list[str]] = {}
    for module in path.modules:
        for objective in facts[Objective]:
            if objective.module == module and module not in teaches.setdefault(objective.page, []):
                teaches[objective.page].append(module)
    return [
        Chapter(pages[src], modules, minutes(shown, pages[src]), version(shown, pages[src]))
        for src, modules in teaches.items()
        if src in pages
    ]


def minutes(shown: Shown, page: Page) -> int:
    """How long a page takes to read, in minutes: its words and those that its macros show, at 200 a
    minute, rounded up.
    """
    shown_words = (
        _words(str(shown.draw(call, page.src).html))
        for call in page.calls
        if call.name != "page_card"
    )
    words = sum(map(_written, page.prose)) + sum(shown_words)
    return max(LEAST_MINUTES, -(-words // WORDS_A_MINUTE))


def _written(line: str) -> int:
    return len(line.split())


def _words(html: str) -> int:
    return len(
        re.sub(
            r"<(?:svg|script|template)\b.*?</(?:svg|script|template)>|<[^>]*>",
            " ",
            html,
            flags=re.S,
        ).split()
    )


def version(shown: Shown, page: Page) -> str:
    """The version of a page: the fingerprints of its text and of the facts it shows, as in the
    records of its reviews.
    """
    found = shown.states.fingerprints(page)
    return f"{found.text} {found.facts}"


def _chapters(shown: Shown, chapters: list[Chapter]) -> Iterator[Html]:
    facts = shown.handbook.facts
    hours, rest = divmod(sum(chapter.minutes for chapter in chapters), 60)
    long = (
        f"{counted(hours, 'hour')} and {counted(rest, 'minute')}"
        if hours
        else counted(rest, "minute")
    )
    yield paragraph(f"{counted(len(chapters), 'chapter')}, about {long} of reading, in paid time.")
    rows = [
        (
            Html('{} <br><span class="paper-small">{}</span>').format(chapter.page.title, address(shown.handbook, chapter.page.src)),
            ", ".join(str(facts[Module][module].title) if module in facts[Module] else module for module in chapter.modules),
            f"{chapter.minutes}\u00a0min",
            _code(chapter.page.src, chapter.version),
            "",
        )
        for chapter in chapters
    ]  # fmt: skip
    yield table(("Chapter", "For the modules", "Takes", "Version: text, facts", "Read on"), rows)


# --- to sign --------------------------------------------------------------------------------------


def _sign_off(shown: Shown, role: str) -> Iterator[Html]:
    company = shown.handbook.facts.only(Company)
    yield paragraph(
        f"This pack shows what held on {day(shown.handbook.today, company)}. Whoever makes the pack again "
        "learns from the versions what has changed: those of the chapters stand beside them, those of the first parts here."
    )
    yield section(
        "With my signature I say",
        items([
            "I have got this pack, and I know where the handbook stands.",
            "I have asked about what was unclear to me, or written it below.",
            "I know that I read and learn in paid time, and by when.",
        ]),
        paragraph("I do not say with it that I have read everything today, and I give up no right.", "paper-small"),
    )  # fmt: skip
    yield section(
        "What is still unclear to me",
        Html('<div class="paper-notes" style="min-height: 45mm"></div>'),
    )
    yield fill("Date", "Signature")
    yield fill("Mentor, date", "Signature of the mentor")
    yield fill("Lead, date", "Signature of the lead")
    parts = [
        (PARTS[name], _code(name, version)) for name, version in part_versions(shown, role).items()
    ]
    yield pairs([("One copy", "for whoever signs, one for the lead"), *parts])
