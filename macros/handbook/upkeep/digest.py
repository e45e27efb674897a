"""The weekday reminder: one open issue for each owner whose pages wait. Pure: states and open issues in, actions out.

An issue is known by the hidden marker in its first line, never by its title or its labels, which anybody may change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handbook.documents.company.facts.company import Company, Role
from handbook.documents.company.people import at_the_top, handles, in_sentence, superior
from handbook.documents.training.facts import Question, ReadAgain
from handbook.documents.training.questions import is_stale, read_now
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.problems.problem import counted
from handbook.records.records import Standing, State
from handbook.show.shown import Shown
from handbook.text.settings import Site
from handbook.upkeep.advice import in_words
from handbook.upkeep.harmless import harmless

GRACE = timedelta(days=14)
MOST = 60_000  # GitHub takes 65 536 characters; the rest is left to whoever adds a word by hand
LABEL = "handbook-digest"
TITLE = "Pages of the handbook that wait for you"
_MARKER = re.compile(r"<!-- handbook-digest: ([a-z0-9-]+) -->")
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
    "3. Choose *I have read it: it is right*, and say in a sentence what you checked or corrected.\n",
)
# A page that is to be read again, and the roles of whoever hears of it.
Again = tuple[ReadAgain, list[str]]


@dataclass(frozen=True)
class Letter:
    """What the issue of one role should say."""

    role: str
    title: str
    body: str


@dataclass(frozen=True)
class Issue:
    """An open issue as it is; ``role`` is the role in its marker."""

    number: int
    role: str
    title: str
    body: str


@dataclass(frozen=True)
class Create:
    """A role whose pages wait has no open issue."""

    letter: Letter


@dataclass(frozen=True)
class Update:
    """An open issue no longer says what is so."""

    number: int
    letter: Letter


@dataclass(frozen=True)
class Close:
    """Nothing waits any more, or the issue is there twice."""

    number: int
    role: str
    why: str


Action = Create | Update | Close


@dataclass(frozen=True)
class _Waiting:
    page: Page
    standing: Standing
    note: str  # what is said after the page's name


# --- what to do ------------------------------------------------------------------------------------


def marker(role: str) -> str:
    """The first line of a role's issue; nobody sees it."""
    return f"<!-- handbook-digest: {role} -->"


def role_of(body: str | None) -> str:
    """The role in the marker with which a text begins; empty for every other text, also one that quotes a marker."""
    found = _MARKER.match(body or "")
    return found.group(1) if found else ""


def actions(letters: Sequence[Letter], found: Iterable[Issue]) -> list[Action]:
    """What leaves exactly one open issue for each letter, and none besides. What is right already is left alone."""
    mine: dict[str, list[Issue]] = {}
    for issue in sorted(found, key=lambda issue: issue.number):
        mine.setdefault(issue.role, []).append(issue)
    plan: list[Action] = []
    for letter in letters:
        first, *rest = mine.pop(letter.role, [None])
        if first is None:
            plan.append(Create(letter))
            continue
        if (first.title, _plain(first.body)) != (letter.title, _plain(letter.body)):
            plan.append(Update(first.number, letter))
        plan += [
            Close(issue.number, issue.role, f"This is said in #{first.number}.")
            for issue in rest
            if issue
        ]
    return plan + [
        Close(issue.number, issue.role, "Nothing waits any more. Thank you.")
        for left in mine.values()
        for issue in left
    ]


def as_lines(plan: Iterable[Action], with_text: bool = False) -> Iterator[str]:
    """What is done, for a log. A text stands behind ``|``, so that nothing in it is taken for a command of the runner."""
    nothing = True
    for action in plan:
        nothing = False
        if isinstance(action, Close):
            yield f"close #{action.number} ({action.role})"
            continue
        what = "open an issue" if isinstance(action, Create) else f"change #{action.number}"
        yield f"{what} ({action.letter.role})"
        if with_text:
            yield from (f"| {line}".rstrip() for line in action.letter.body.splitlines())
    if nothing:
        yield "Nothing to do: every issue says what is so."


def _plain(body: str) -> str:
    return body.replace("\r\n", "\n").strip()


# --- who hears of what -----------------------------------------------------------------------------


def letters(shown: Shown) -> list[Letter]:
    """One letter for each role whose pages or questions wait, or whose people must read a page again, by role."""
    handbook = shown.handbook
    waiting: dict[str, list[_Waiting]] = {}
    for page in sorted(handbook.pages.values(), key=lambda page: page.src):
        standing = shown.states.standing(page)
        note = _note(shown, page, standing)
        if note:
            role, why = reached(handbook, page)
            waiting.setdefault(role, []).append(_Waiting(page, standing, f"{note}{why}"))
    asked, again = _questions(shown), _to_read_again(handbook)
    return [
        _letter(shown, role, waiting.get(role, []), asked.get(role, []), again.get(role, []))
        for role in sorted({*waiting, *asked, *again})
    ]


def _to_read_again(handbook: Handbook) -> dict[str, list[Again]]:
    """The pages that are to be read again today, by the lead of those who read them, or whoever can be reached above."""
    found: dict[str, list[Again]] = {}
    for entry in handbook.facts[ReadAgain]:
        if entry.page in handbook.pages and entry.is_on(handbook.today):
            led: dict[str, list[str]] = {}
            for role in entry.roles:
                led.setdefault(_first_with_handles(handbook, superior(handbook, role)), []).append(
                    role
                )
            for lead, roles in led.items():
                found.setdefault(lead, []).append((entry, roles))
    return found


def _questions(shown: Shown) -> dict[str, list[Question]]:
    """The questions of tests that must be read again because their page has changed, by the role that hears of it."""
    handbook = shown.handbook
    found: dict[str, list[Question]] = {}
    for question in handbook.facts[Question]:
        if is_stale(shown, question):
            role, _ = reached(handbook, handbook.pages[question.page])
            found.setdefault(role, []).append(question)
    return found


def reached(handbook: Handbook, page: Page) -> tuple[str, str]:
    """The role that hears of a page, and why it is not the owner: the owner, or the first above whom a handle reaches."""
    roles, owner = handbook.facts[Role], page.meta.owner if page.meta else ""
    if owner not in roles:
        said = (
            f'; its owner "{harmless(owner, 60)}" is no role we know'
            if owner
            else "; nobody can say who owns it"
        )
        return _first_with_handles(handbook, at_the_top(handbook)), said
    role = _first_with_handles(handbook, owner)
    return (
        role,
        ""
        if role == owner
        else f"; its owner is the {harmless(in_sentence(handbook, owner))}, where nobody can be reached",
    )


def _first_with_handles(handbook: Handbook, role: str) -> str:
    """The role itself or the nearest above it that somebody fills; the role at the top where nobody is named at all."""
    seen: set[str] = set()
    while role and role not in seen:
        if handles(handbook, role):
            return role
        seen.add(role)
        role = superior(handbook, role)
    return at_the_top(handbook) or "nobody"


def is_ours(handbook: Handbook, repo: str) -> bool:
    """Whether ``owner/name`` is the company's repository; where the company cannot be read, somebody should hear of it there."""
    company = handbook.facts.only(Company)
    return company is None or company.repository.casefold().endswith(f"/{repo.casefold()}")


# --- what waits ------------------------------------------------------------------------------------


def _note(shown: Shown, page: Page, standing: Standing) -> str:
    """What is to be said of a page; nothing for one that waits for nobody."""
    handbook = shown.handbook
    if standing.state is State.OVERDUE and standing.due:
        return f"was due on {harmless(in_words(handbook, standing.due))}"
    if standing.state is State.DUE_SOON and standing.due:
        return f"is due on {harmless(in_words(handbook, standing.due))}"
    if standing.state is State.CHANGED:
        return _changed_note(shown, page, standing)
    return "nobody has reviewed it yet" if standing.state is State.NEVER else ""


def _changed_note(shown: Shown, page: Page, standing: Standing) -> str:
    """A change counts after two weeks of grace; where nobody knows when it was, it counts at once and that is said."""
    what = " and ".join(
        {"text": "its text", "facts": "the facts it shows"}[name] for name in standing.changed
    )
    handbook = shown.handbook
    since = changed_since(shown, page, standing)
    if since is None:
        reason = handbook.history.reason if handbook.history else ""
        return f"{what} changed, nobody can say when{f' ({harmless(reason)})' if reason else ''}"
    if handbook.today - since < GRACE:
        return ""
    return f"{what} changed on {harmless(in_words(handbook, since))}"


def changed_since(shown: Shown, page: Page, standing: Standing) -> date | None:
    """The day of the last change of what was reviewed, by git; None where it cannot be known."""
    history = shown.handbook.history
    known = history.changed_on if history else None
    if known is None:
        return None
    files = [page.path] if "text" in standing.changed else []
    if "facts" in standing.changed:
        files += {place.path for place in shown.places_of(page)}
    days = [date.fromisoformat(known[path]) for path in files if path in known]
    return max(days, default=None)


# --- the text of an issue --------------------------------------------------------------------------


def _letter(
    shown: Shown,
    role: str,
    waiting: Sequence[_Waiting],
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
    """Whom the letter calls, and how much waits: what the role reads itself, and what its people read."""
    called = " ".join(handles(handbook, role)) or f"The {harmless(in_sentence(handbook, role))}"
    many = [counted(pages, "page")] if pages else []
    many += [counted(questions, "question")] if questions else []
    verb = "waits" if pages + questions == 1 else "wait"
    said = [f"{' and '.join(many)} of the handbook {verb} for you."] if many else []
    said += [f"Your people have {counted(again, 'page')} to read again."] if again else []
    return f"{called}: {' '.join(said)}"


def _again_rows(handbook: Handbook, again: Sequence[Again]) -> Iterator[str]:
    """Each page that the people of a lead must read again, until when, who of them, and what has changed in it."""
    if not again:
        return
    yield "\n### What your people read again\n"
    yield "Ask each of them for one sentence: what they do otherwise from now on.\n"
    for entry, roles in sorted(again, key=lambda row: (row[0].until, row[0].id)):
        page = handbook.pages[entry.page]
        who = ", ".join(harmless(in_sentence(handbook, role)) for role in roles)
        before = harmless(in_words(handbook, entry.until))
        yield f"- [{harmless(page.title, 200)}]({address(handbook, page)}), before {before}, for {who}: {harmless(entry.because, 400)}"


def _question_rows(shown: Shown, asked: Sequence[Question]) -> Iterator[str]:
    """Each question with its page, its file, and the line that is written once it was read again. Names of such files are ids."""
    if not asked:
        return
    handbook = shown.handbook
    yield "\n### Questions to check again\n"
    yield "What answers them has changed. Read both side by side, correct the question, and write the line into its file.\n"
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
            f"\nAnd {counted(left, *thing)}, too many for one issue; `handbook status` lists them all."
        ]
        if left
        else []
    )
    return "\n".join([start, *kept, *more, "", end]) + "\n"


def _rows(handbook: Handbook, waiting: Sequence[_Waiting]) -> Iterator[str]:
    for state in _ORDER:
        mine = sorted(
            (page_waiting for page_waiting in waiting if page_waiting.standing.state is state),
            key=lambda page_waiting: (page_waiting.standing.due or date.max, page_waiting.page.src),
        )
        if mine:
            yield f"\n### {_HEADINGS[state]}\n"
            yield from (
                f"- [{harmless(page_waiting.page.title, 200)}]({address(handbook, page_waiting.page)}): {page_waiting.note}"
                for page_waiting in mine
            )


def _end(handbook: Handbook, role: str, waiting: Sequence[_Waiting]) -> Iterator[str]:
    long = [entry for entry in waiting if _long_overdue(handbook, entry.standing)]
    above = superior(handbook, role)
    if long and above:
        called = (
            " ".join(handles(handbook, above)) or f"the {harmless(in_sentence(handbook, above))}"
        )
        verb = "has" if len(long) == 1 else "have"
        yield f"{called}: {counted(len(long), 'page')} of the {harmless(in_sentence(handbook, role))} {verb} been overdue for more than two weeks.\n"
    if waiting:
        yield from STEPS
    yield "This list is written anew every weekday morning, and closes by itself when nothing waits. There is no need to answer here."


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
