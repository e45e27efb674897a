"""What somebody sent with a form of the repository: GitHub's report of an issue in, a record or the reasons why not out.

Nothing in the report is trusted: its text becomes words in a record, and in the answer it is only shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from handbook.advice import in_words
from handbook.handbook import Handbook
from handbook.harmless import harmless, words
from handbook.pages import Page
from handbook.people import Teams, belongs, handles, head_of_unit, in_sentence
from handbook.problems import listed
from handbook.records import Fingerprints, Record, due_on, records_path
from handbook.review import (
    Wanted,
    appended,
    find_page,
    may_review,
    record_of,
    refusals,
    says_nothing,
    unknown_page,
)

Kind = Literal["review", "dispute"]
LABELS: dict[Kind, str] = {"review": "handbook-review", "dispute": "handbook-dispute"}
# The headings of the forms in .github/ISSUE_TEMPLATE, as GitHub writes them above each answer.
HEADINGS: dict[Kind, dict[str, str]] = {
    "review": {
        "Page": "page",
        "What did you find?": "found",
        "Your answers": "answers",
        "What did you decide about disputes?": "decided",
        "Which text you read": "text",
        "Which facts you read": "facts",
    },
    "dispute": {"Page": "page", "How is it really?": "says"},
}
NO_ANSWER = "_No response_"
MOST = 2000
_FENCE = re.compile(r"\s*(```|~~~)[\w-]*\s*")


class NotUnderstood(Exception):
    """The report is none of a form of ours; says why in one line."""


@dataclass(frozen=True)
class Sent:
    """A form as it was sent: who, when, and the text under each of its headings. ``twice`` are headings that stand twice."""

    kind: Kind
    sender: str
    opened_by: str
    on: date
    fields: Mapping[str, str]
    twice: tuple[str, ...] = ()

    def line(self, name: str) -> str:
        """What stands under a heading, as one line."""
        return words(self.fields.get(name, ""))


@dataclass(frozen=True)
class Answer:
    """What to tell the sender, and, when it was accepted, the file of records with its new text."""

    accepted: bool
    answer: str
    path: str = ""
    text: str = ""

    def as_dict(self) -> dict[str, Any]:
        """``{accepted, answer, path}``; the path is null when nothing is to be written."""
        return {"accepted": self.accepted, "answer": self.answer, "path": self.path or None}


def answer_event(handbook: Handbook, event: object, teams: Teams | None = None) -> Answer:
    """The answer to an event. ``teams``: handle of a team → logins; None where nobody could look them up.

    Raises :class:`NotUnderstood`.
    """
    sent = read_event(event, handbook.facts.company.time_zone if handbook.facts.company else "UTC")
    page = find_page(handbook, sent.line("page")) if sent.line("page") else None
    if page is None:
        named = sent.line("page")
        reason = (
            unknown_page(handbook, named[:200])
            if named
            else "The form no longer says which page it is about."
        )
        return _refused(handbook, sent, None, [reason])
    wanted = _wanted(handbook, page, sent, teams)
    life = handbook.lives.get(page.src)
    if any(_same_record(one, wanted) for one in (life.records if life else [])):
        return Answer(False, "This is recorded already, word for word. There is nothing more to do.\n")
    if wrong := list(_reasons(handbook, page, sent, wanted, teams)):
        return _refused(handbook, sent, page, wrong)
    path = records_path(page.src)
    text = appended(handbook.texts.get(path, ""), record_of(handbook, page, wanted))
    return Answer(True, _thanks(handbook, page, wanted), path, text)


# --- reading the report ----------------------------------------------------------------------------


def read_event(event: object, zone: str) -> Sent:
    """A form out of GitHub's report of an opened or edited issue. Raises :class:`NotUnderstood`."""
    if not isinstance(event, dict) or event.get("action") not in ("opened", "edited"):
        raise NotUnderstood("this is no report of an issue that was opened or edited")
    issue = _inner(event, "issue")
    if "pull_request" in issue:
        raise NotUnderstood("this is a pull request, not a form")
    fields: dict[str, str] = {}
    twice: list[str] = []
    body = issue.get("body")
    kind = _kind(issue, body if isinstance(body, str) else "")
    for name, text in sections(body if isinstance(body, str) else "", HEADINGS[kind]):
        if name in fields:
            twice.append(next(head for head, field in HEADINGS[kind].items() if field == name))
        fields.setdefault(name, text)
    sender, opener = _login(_inner(event, "sender")), _login(_inner(issue, "user"))
    moment = issue.get("created_at" if event["action"] == "opened" else "updated_at")
    return Sent(kind, sender, opener, _day(moment, zone), fields, tuple(twice))


def _inner(event: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = event.get(name)
    if not isinstance(found, dict):
        raise NotUnderstood(f'the report has no "{name}"')
    return found


def _login(person: Mapping[str, Any]) -> str:
    login = person.get("login")
    if not isinstance(login, str) or not login:
        raise NotUnderstood("the report does not say who sent the form")
    return login


def _day(moment: object, zone: str) -> date:
    """The company's day of a moment such as ``2026-11-23T08:15:30Z``."""
    try:
        when = datetime.fromisoformat(str(moment))
        return when.astimezone(ZoneInfo(zone)).date() if when.tzinfo else when.date()
    except (ValueError, OverflowError):
        raise NotUnderstood("the report does not say when the form was sent") from None


def _kind(issue: Mapping[str, Any], body: str) -> Kind:
    """Which form it is: by its label, and where a label was deleted by the headings that only this form has."""
    labels = issue.get("labels")
    names = (
        {one.get("name") for one in labels if isinstance(one, dict)} if isinstance(labels, list) else set()
    )
    for kind, label in LABELS.items():
        if label in names:
            return kind
    lines = {line.strip() for line in body.splitlines()}
    for kind, headings in HEADINGS.items():
        if all(f"### {heading}" in lines for heading in headings):
            return kind
    raise NotUnderstood("this issue was not sent with a form of the handbook")


def sections(body: str, headings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Field and text for each known ``### Heading`` of a body; other headings are part of the text they stand in."""
    name = ""
    lines: list[str] = []
    for line in body.splitlines():
        found = (
            headings.get(line.strip().removeprefix("### ").strip())
            if line.strip().startswith("### ")
            else None
        )
        if found:
            if name:
                yield name, _text(lines)
            name, lines = found, []
        else:
            lines.append(line)
    if name:
        yield name, _text(lines)


def _text(lines: Iterable[str]) -> str:
    """What was typed: without the fences of code blocks, and nothing where the form was left empty."""
    text = "\n".join(line for line in lines if not _FENCE.fullmatch(line)).strip()
    return "" if text == NO_ANSWER else text


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text as lines of words, without the signs of a list."""
    rows = (re.sub(r"^\s*(?:[-*•]|\d+[.)])\s+", "", part) for part in re.split(r"\n\s*\n", text))
    return [row for row in map(words, rows) if row]


def read_answers(text: str, asked: Iterable[str]) -> list[str]:
    """The answers in the order of the questions; an empty one where a question stands without an answer.

    The form comes with the questions filled in. Whoever deleted them is taken to answer in their order.
    """
    questions = [words(one) for one in asked]
    flat = words(text)
    starts = [flat.find(question) for question in questions]
    if any(start < 0 for start in starts):
        rest = [one for one in _paragraphs(text) if one not in questions]
        return [*rest, *[""] * (len(questions) - len(rest))]
    order = sorted(zip(starts, questions, strict=True))
    ends = [start for start, _ in order[1:]] + [len(flat)]
    given = {
        question: flat[start + len(question) : end].strip(" -–—:*>")
        for (start, question), end in zip(order, ends, strict=True)
    }
    return [given[question] for question in questions]


def read_decisions(text: str, disputes: int) -> list[str]:
    """One decision for each dispute: a paragraph each, or a line each where that is how it was written."""
    found = _paragraphs(text)
    return found if len(found) >= disputes else _paragraphs(text.replace("\n", "\n\n"))


# --- who may ---------------------------------------------------------------------------------------


def read_teams(value: object) -> dict[str, list[str]]:
    """Handle of a team → logins of its members, out of JSON. Raises :class:`NotUnderstood`."""
    if not isinstance(value, dict) or not all(isinstance(members, list) for members in value.values()):
        raise NotUnderstood("the list of teams is not written as handles with lists of members")
    return {team: [one for one in members if isinstance(one, str)] for team, members in value.items()}


def _role(handbook: Handbook, page: Page, sent: Sent, teams: Teams | None) -> str:
    """The role under which it is recorded. Records name roles, never people.

    A review: the owner, or the deputy. A dispute: the sender's role; of somebody without one, the head of the owner's unit
    takes it in, because that is who hears of it next.
    """
    if sent.kind == "review":
        mine = [role for role in may_review(handbook, page) if belongs(handbook, role, sent.sender, teams)]
        return next(iter(mine), "")
    mine = [post.id for post in handbook.facts.people if belongs(handbook, post.id, sent.sender, teams)]
    readers = page.meta.readers if page.meta else []
    return next(iter([*(one for one in mine if one in readers), *mine]), "") or head_of_unit(handbook, page)


# --- what is wanted, and why not -------------------------------------------------------------------


def _wanted(handbook: Handbook, page: Page, sent: Sent, teams: Teams | None) -> Wanted:
    role = _role(handbook, page, sent, teams)
    if sent.kind == "dispute":
        return Wanted("disputed", role, sent.on, extra={"says": sent.line("says")})
    life = handbook.lives.get(page.src)
    return Wanted(
        "reviewed",
        role,
        sent.on,
        sent.line("found"),
        tuple(read_answers(sent.fields.get("answers", ""), page.meta.ask if page.meta else [])),
        tuple(read_decisions(sent.fields.get("decided", ""), len(life.disputes) if life else 0)),
        _read(sent),
    )


def _read(sent: Sent) -> Fingerprints | None:
    read = Fingerprints(sent.line("text"), sent.line("facts"))
    return read if all(re.fullmatch(r"[0-9a-f]{8}", one) for one in read) else None


def _reasons(
    handbook: Handbook, page: Page, sent: Sent, wanted: Wanted, teams: Teams | None
) -> Iterator[str]:
    yield from _cannot_be_written(handbook, page, sent, wanted)
    yield from _too_long(sent)
    if wanted.by or sent.kind == "dispute":
        yield from refusals(handbook, page, wanted)
    else:
        yield from _not_theirs(handbook, page, sent, teams)
        # The rest is judged as if it were theirs, so that everything that is wrong is said at once.
        owner = page.meta.owner if page.meta else ""
        if handbook.facts.roles.may_hold(owner):
            yield from refusals(handbook, page, replace(wanted, by=owner))
    if sent.kind == "review":
        yield from _about_the_review(page, sent, wanted)
    elif says_nothing(sent.line("says")):
        example = "we have quoted ten days for delivery since May"
        yield f'Under "How is it really?" stands too little. Say in a sentence how you really work, for instance: {example}.'


def _cannot_be_written(handbook: Handbook, page: Page, sent: Sent, wanted: Wanted) -> Iterator[str]:
    path = records_path(page.src)
    if page.meta is None or page.src in handbook.unreadable:
        yield "The top of this page cannot be read at the moment, so nobody can say who owns it. It has to be repaired first."
    if any(problem.place.path == path for problem in handbook.problems):
        yield f"The records of this page, {path}, cannot be read at the moment. They have to be repaired first."
    if sent.twice:
        named = listed(f'"{one}"' for one in sent.twice)
        yield f"In the form the heading {named} stands twice. Leave the headings as they were, and write your text under them."
    life = handbook.lives.get(page.src)
    records = life.records if life else []
    if records and wanted.on < records[-1].on:
        yield f"A newer record of {in_words(handbook, records[-1].on)} is already there. Open the page again, and send the form from there."


def _same_record(one: Record, wanted: Wanted) -> bool:
    if one.step == "disputed" and wanted.step == "disputed":
        return one.says == wanted.extra.get("says")
    return (one.step, one.on, one.by, one.found, one.read) == (
        wanted.step,
        wanted.on,
        wanted.by,
        wanted.found,
        wanted.read,
    )


def _too_long(sent: Sent) -> Iterator[str]:
    for heading, name in HEADINGS[sent.kind].items():
        if len(sent.fields.get(name, "")) > MOST:
            length = len(sent.fields[name])
            yield f'Under "{heading}" stand {length} characters; a record holds at most {MOST}. Keep what the next reader needs.'


def _not_theirs(handbook: Handbook, page: Page, sent: Sent, teams: Teams | None) -> Iterator[str]:
    roles = [role for role in may_review(handbook, page) if handbook.facts.roles.may_hold(role)]
    if not roles:
        yield "This page has no owner, so nobody can review it. Whoever looks after the handbook has to name one at its top first."
        return
    who = " or ".join(f"the {in_sentence(handbook, role)}" for role in roles)
    wrong = 'If you found something wrong, use the link "This is not how we work" on the page.'
    yield f"This page is reviewed by {who}, and your account is not among theirs. {wrong}"
    if teams is None and any("/" in one for role in roles for one in handles(handbook, role)):
        yield "Who belongs to which team could not be looked up. Whoever looks after the repository finds in .github/workflows/README.md how to switch that on."


def _about_the_review(page: Page, sent: Sent, wanted: Wanted) -> Iterator[str]:
    if sent.sender != sent.opened_by:
        yield "This form was sent by one person and changed by another. A review is signed by the one who read the page: open the form from the page yourself."
    if wanted.read is None:
        yield "The form no longer says which text and which facts you read. Open it again with the link on the page; it fills them in."
    asked = page.meta.ask if page.meta else []
    for question, given in zip(asked, wanted.answers, strict=False):
        if not given:
            yield f'The page asks: "{question}" Write your answer under the question; if there is nothing new, say since when.'


# --- the answer ------------------------------------------------------------------------------------


def _refused(handbook: Handbook, sent: Sent, page: Page | None, reasons: Iterable[str]) -> Answer:
    what = "Your review was not recorded" if sent.kind == "review" else "This was not recorded"
    rows = [f"- {harmless(reason, 600)}" for reason in dict.fromkeys(reasons)]
    lines = [f"**{what}.**", "", *rows, "", f"**What to do:** {_what_to_do(handbook, page)}"]
    return Answer(False, "\n".join(lines) + "\n")


def _what_to_do(handbook: Handbook, page: Page | None) -> str:
    change = "put it right above (the three dots, then *Edit*), and it is looked at again at once"
    company = handbook.facts.company
    if page is None or company is None:
        return f"{change}; or close this form and open it again with the link on the page."
    text = f"{company.repository}/commits/{company.branch}/docs/{page.src}"
    again = f"close this form, read [what changed in the text]({text}), and open the form again with the link on the page"
    return f"{change}. If the page changed since you read it, {again}."


def _thanks(handbook: Handbook, page: Page, wanted: Wanted) -> str:
    title, role = harmless(page.title, 200), harmless(in_sentence(handbook, wanted.by))
    if wanted.step == "disputed":
        return (
            f"Thank you. That **{title}** is not how you work is recorded, by the {role}. The page says so to everybody who reads it, "
            "and its next review has to say what was decided about it.\n"
        )
    months = page.meta.review_every if page.meta else 3
    due = in_words(handbook, due_on(wanted.on, months))
    return (
        f"Thank you. The review of **{title}** is recorded, by the {role}. "
        f"As soon as the pull request is merged, the page is in date until {harmless(due)}.\n"
    )
