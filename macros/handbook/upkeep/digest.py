"""The weekday reminder: one open issue for each owner whose pages wait. Pure: states and open
issues in, actions out.

An issue is known by the hidden marker in its first line, never by its title or its labels, which
anybody may change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handbook.documents.company.facts.company import Company, Role
from handbook.documents.company.people import handles, in_sentence, superior, top_role
from handbook.documents.training.facts import Question, Rereading
from handbook.documents.training.questions import is_stale
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.records.records import Standing, State
from handbook.show.shown import Shown
from handbook.upkeep.advice import in_words
from handbook.upkeep.harmless import harmless
from handbook.upkeep.letter import GRACE, Again, Letter, Waiting, letter_of

LABEL = "handbook-digest"
_MARKER = re.compile(r"<!-- handbook-digest: ([a-z0-9-]+) -->")


@dataclass(frozen=True)
class Issue:
    """An open issue as it is; ``role`` is the role in its marker."""

    number: int
    role: str
    title: str
    body: str


@dataclass(frozen=True)
class CreateIssue:
    """A role whose pages wait has no open issue."""

    letter: Letter


@dataclass(frozen=True)
class UpdateIssue:
    """An open issue no longer says what is so."""

    number: int
    letter: Letter


@dataclass(frozen=True)
class CloseIssue:
    """Nothing waits any more, or the issue is there twice."""

    number: int
    role: str
    why: str


Action = CreateIssue | UpdateIssue | CloseIssue


def role_of(body: str | None) -> str:
    """The role in the marker with which a text begins; empty for every other text, also one that
    quotes a marker.
    """
    found = _MARKER.match(body or "")
    return found.group(1) if found else ""


def actions(letters: Sequence[Letter], found: Iterable[Issue]) -> list[Action]:
    """What leaves exactly one open issue for each letter, and none besides. What is right already
    is left alone.
    """
    mine: dict[str, list[Issue]] = {}
    for issue in sorted(found, key=lambda issue: issue.number):
        mine.setdefault(issue.role, []).append(issue)
    plan: list[Action] = []
    for letter in letters:
        first, *rest = mine.pop(letter.role, [None])
        if first is None:
            plan.append(CreateIssue(letter))
            continue
        if (first.title, _plain(first.body)) != (letter.title, _plain(letter.body)):
            plan.append(UpdateIssue(first.number, letter))
        plan += [
            CloseIssue(issue.number, issue.role, f"This is said in #{first.number}.")
            for issue in rest
            if issue
        ]
    return plan + [
        CloseIssue(issue.number, issue.role, "Nothing waits any more. Thank you.")
        for left in mine.values()
        for issue in left
    ]


def as_lines(plan: Iterable[Action], with_text: bool = False) -> Iterator[str]:
    """What is done, for a log. A text stands behind ``|``, so that nothing in it is taken for a
    command of the runner.
    """
    nothing = True
    for action in plan:
        nothing = False
        if isinstance(action, CloseIssue):
            yield f"close #{action.number} ({action.role})"
            continue
        what = "open an issue" if isinstance(action, CreateIssue) else f"change #{action.number}"
        yield f"{what} ({action.letter.role})"
        if with_text:
            yield from (f"| {line}".rstrip() for line in action.letter.body.splitlines())
    if nothing:
        yield "Nothing to do: every issue says what is so."


def _plain(body: str) -> str:
    return body.replace("\r\n", "\n").strip()


# --- who hears of what ----------------------------------------------------------------------------


def letters(shown: Shown) -> list[Letter]:
    """One letter for each role whose pages or questions wait, or whose people must read a page
    again, by role.
    """
    handbook = shown.handbook
    waiting: dict[str, list[Waiting]] = {}
    for page in sorted(handbook.pages.values(), key=lambda page: page.src):
        standing = shown.states.standing(page)
        note = _note(shown, page, standing)
        if note:
            role, why = reached(handbook, page)
            waiting.setdefault(role, []).append(Waiting(page, standing, f"{note}{why}"))
    asked, again = _questions(shown), _to_read_again(handbook)
    return [
        letter_of(shown, role, waiting.get(role, []), asked.get(role, []), again.get(role, []))
        for role in sorted({*waiting, *asked, *again})
    ]


def _to_read_again(handbook: Handbook) -> dict[str, list[Again]]:
    """The pages that are to be read again today, by the lead of those who read them, or the nearest
    role above that can be reached.
    """
    found: dict[str, list[Again]] = {}
    for entry in handbook.facts[Rereading]:
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
    """The questions of tests that must be read again because their page has changed, by the role
    that hears of it.
    """
    handbook = shown.handbook
    found: dict[str, list[Question]] = {}
    for question in handbook.facts[Question]:
        if is_stale(shown, question):
            role, _ = reached(handbook, handbook.pages[question.page])
            found.setdefault(role, []).append(question)
    return found


def reached(handbook: Handbook, page: Page) -> tuple[str, str]:
    """The role that hears of a page, and why it is not the owner: the owner, or the first above
    whom a handle reaches.
    """
    roles, owner = handbook.facts[Role], page.meta.owner if page.meta else ""
    if owner not in roles:
        said = (
            f'; its owner "{harmless(owner, 60)}" is no role we know'
            if owner
            else "; nobody can say who owns it"
        )
        return _first_with_handles(handbook, top_role(handbook)), said
    role = _first_with_handles(handbook, owner)
    return (
        role,
        ""
        if role == owner
        else f"; its owner is the {harmless(in_sentence(handbook, owner))}, where nobody can be reached",
    )


def _first_with_handles(handbook: Handbook, role: str) -> str:
    """The role itself or the nearest above it that somebody fills; the role at the top where nobody
    is named at all.
    """
    seen: set[str] = set()
    while role and role not in seen:
        if handles(handbook, role):
            return role
        seen.add(role)
        role = superior(handbook, role)
    return top_role(handbook) or "nobody"


def is_ours(handbook: Handbook, repo: str) -> bool:
    """Whether ``owner/name`` is the company's repository; where the company cannot be read,
    somebody should hear of it there.
    """
    company = handbook.facts.only(Company)
    return company is None or company.repository.casefold().endswith(f"/{repo.casefold()}")


# --- what waits -----------------------------------------------------------------------------------


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
    """A change counts after two weeks of grace; where nobody knows when it was, it counts at once
    and that is said.
    """
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
