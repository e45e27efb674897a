"""The text of the letter that an owner gets: what waits, why, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handbook.documents.company.facts.company import Company
from handbook.documents.company.people import handles, in_sentence, superior
from handbook.documents.training.facts import Question, Rereading
from handbook.documents.training.questions import read_now
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.problems.problem import counted
from handbook.records.records import Standing, State
from handbook.show.shown import Shown
from handbook.text.settings import Site
from handbook.upkeep.advice import in_words
from handbook.upkeep.harmless import harmless

GRACE = timedelta(days=14)
MOST = 60_000  # GitHub takes 65 536 characters; the rest is for people who add a word by hand
TITLE = "Pages of the handbook that wait for you"
_ORDER = (State.OVERDUE, State.CHANGED, State.DUE_SOON, State.NEVER)
_HEADINGS = {
    State.OVERDUE: "Overdue",
    State.CHANGED: "Changed since they were reviewed",
    State.DUE_SOON: "Due within two weeks",
    State.NEVER: "Never reviewed",
}
STEPS = (
    "### What to do\n",
    "1. Open a page with its link, and read all of it.",
    "2. Is something wrong? Choose *Change this page* and put it right.",
    "3. Choose *I have read it: it is right*, and say in a sentence what you checked or "
    "corrected.\n",
)
# A page that is to be read again, and the roles that hear of it.
Again = tuple[Rereading, list[str]]


@dataclass(frozen=True)
class Letter:
    """What the issue of one role should say."""

    role: str
    title: str
    body: str


@dataclass(frozen=True)
class Waiting:
    page: Page
    standing: Standing
    note: str  # what is said after the page's name


def marker(role: str) -> str:
    """The first line of a role's issue; nobody sees it."""
    return f"<!-- handbook-digest: {role} -->"


# --- the text of an issue -------------------------------------------------------------------------


def letter_of(
    shown: Shown,
    role: str,
    waiting: Sequence[Waiting],
    asked: Sequence[Question],
    again: Sequence[Again],
) -> Letter:
    handbook = shown.handbook
    start = f"{marker(role)}\n{_opening(handbook, role, len(waiting), len(asked), len(again))}"
    end = "\n".join(_end(handbook, role, waiting))
    rows = [
        *_rows(handbook, waiting),
        *_question_rows(shown, asked),
        *_again_rows(handbook, again),
    ]
    thing = ("more entry", "more entries") if asked or again else ("more page", "more pages")
    return Letter(role, f"{TITLE} ({role})", _fitted(start, rows, end, thing))


def _opening(handbook: Handbook, role: str, pages: int, questions: int, again: int) -> str:
    """Whom the letter calls, and how much waits: what the role reads itself, and what its people
    read.
    """
    called = " ".join(handles(handbook, role)) or f"The {harmless(in_sentence(handbook, role))}"
    many = [counted(pages, "page")] if pages else []
    many += [counted(questions, "question")] if questions else []
    verb = "waits" if pages + questions == 1 else "wait"
    said = [f"{' and '.join(many)} of the handbook {verb} for you."] if many else []
    said += [f"Your people have {counted(again, 'page')} to read again."] if again else []
    return f"{called}: {' '.join(said)}"


def _again_rows(handbook: Handbook, again: Sequence[Again]) -> Iterator[str]:
    """Each page that the people of a lead must read again, until when, who of them, and what has
    changed in it.
    """
    if not again:
        return
    yield "\n### What your people read again\n"
    yield "Ask each of them for one sentence: what they do otherwise from now on.\n"
    for entry, roles in sorted(again, key=lambda row: (row[0].until, row[0].id)):
        page = handbook.pages[entry.page]
        who = ", ".join(harmless(in_sentence(handbook, role)) for role in roles)
        before = harmless(in_words(handbook, entry.until))
        yield (
            f"- [{harmless(page.title, 200)}]({address(handbook, page)}), before {before}, for "
            f"{who}: {harmless(entry.because, 400)}"
        )


def _question_rows(shown: Shown, asked: Sequence[Question]) -> Iterator[str]:
    """Each question with its page, its file, and the line that is written once it was read again.
    Names of such files are ids.
    """
    if not asked:
        return
    handbook = shown.handbook
    yield "\n### Questions to check again\n"
    yield (
        "What answers them has changed. Read both side by side, correct the question, and write "
        "the line into its file.\n"
    )
    for question in sorted(asked, key=lambda question: (question.page, question.id)):
        page = handbook.pages[question.page]
        leads = f"{address(handbook, page)}#{_quoted(str(question.heading))}"
        line = f"read: {read_now(shown, question)}"
        yield f"- [{harmless(question.stem, 200)}]({leads}): `{line}` in `{question.at().path}`"


def _fitted(start: str, rows: Sequence[str], end: str, thing: tuple[str, str]) -> str:
    """The whole text; where it would be too long, the last rows are left out and counted."""
    room = MOST - len(start) - len(end) - 200
    kept: list[str] = []
    for row in rows:
        room -= len(row) + 1
        if room < 0:
            break
        kept.append(row)
    left = sum(row.startswith("- ") for row in rows[len(kept) :])
    more = (
        [
            f"\nAnd {counted(left, *thing)}, too many for one issue; `handbook status` lists them "
            "all."
        ]
        if left
        else []
    )
    return "\n".join([start, *kept, *more, "", end]) + "\n"


def _rows(handbook: Handbook, waiting: Sequence[Waiting]) -> Iterator[str]:
    for state in _ORDER:
        mine = sorted(
            (page_waiting for page_waiting in waiting if page_waiting.standing.state is state),
            key=lambda page_waiting: (page_waiting.standing.due or date.max, page_waiting.page.src),
        )
        if mine:
            yield f"\n### {_HEADINGS[state]}\n"
            yield from (
                "- "
                f"[{harmless(page_waiting.page.title, 200)}]({address(handbook, page_waiting.page)}): "
                f"{page_waiting.note}"
                for page_waiting in mine
            )


def _end(handbook: Handbook, role: str, waiting: Sequence[Waiting]) -> Iterator[str]:
    long = [entry for entry in waiting if _long_overdue(handbook, entry.standing)]
    above = superior(handbook, role)
    if long and above:
        called = (
            " ".join(handles(handbook, above)) or f"the {harmless(in_sentence(handbook, above))}"
        )
        verb = "has" if len(long) == 1 else "have"
        yield (
            f"{called}: {counted(len(long), 'page')} of the "
            f"{harmless(in_sentence(handbook, role))} {verb} been overdue for more than two "
            "weeks.\n"
        )
    if waiting:
        yield from STEPS
    yield (
        "This list is rewritten every weekday morning, and closes by itself when nothing is "
        "waiting. There is no need to answer here."
    )


def _long_overdue(handbook: Handbook, standing: Standing) -> bool:
    return (
        standing.state is State.OVERDUE
        and standing.due is not None
        and handbook.today - standing.due > GRACE
    )


def address(handbook: Handbook, page: Page) -> str:
    """Where the page is read: on the site; in the repository where the site has no address."""
    base = site_address(handbook.site)
    if base:
        inner = page.src.removesuffix(".md").removesuffix("index")
        return _quoted(
            f"{base.rstrip('/')}/{inner}{'/' if inner and not inner.endswith('/') else ''}"
        )
    company = handbook.facts.only(Company)
    return (
        _quoted(f"{company.repository}/blob/{company.branch}/{page.path}")
        if company
        else f"/{_quoted(page.path)}"
    )


def site_address(site: Site) -> str:
    """The address of the site as ``mkdocs.yml`` says it; empty where it says none."""
    value = site.keys.get("site_url") if site.keys is not None else None
    return value if isinstance(value, str) and value.startswith(("https://", "http://")) else ""


def _quoted(address: str) -> str:
    """An address that cannot end before its end, whatever a file is called."""
    return "".join(
        sign if re.match(r"[\w./:~-]", sign, re.ASCII) else _percent(sign) for sign in address
    )


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace"))
