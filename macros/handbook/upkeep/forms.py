"""A form of the repository as it was sent: GitHub's report of an issue in, what stands under each
heading out.

Nothing in the report is trusted: anyone who sends a form can change every line of it before and
afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from handbook.upkeep.harmless import words

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
# GitHub lets nobody write more into an issue, so more was not written in a form.
MAX_BODY = 65_536
MAX_TEAMS, MAX_MEMBERS = 1_000, 10_000
# Lines end here as they do for GitHub; other signs that end lines elsewhere must not begin a
# heading.
_LINE_END = re.compile(r"\r\n|\r|\n")
_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})(.*)")


class FormError(Exception):
    """The report is none of a form of ours; says why in one line."""


@dataclass(frozen=True)
class SubmittedForm:
    """A form as it was sent: who, when, and the text under each of its headings. ``twice`` are
    headings that stand twice.
    """

    kind: Kind
    sender: str
    opened_by: str
    on: date
    fields: Mapping[str, str]
    twice: tuple[str, ...] = ()

    def line(self, name: str) -> str:
        """What stands under a heading, as one line."""
        return words(self.fields.get(name, ""))


def read_event(event: object, zone: str) -> SubmittedForm:
    """A form out of GitHub's report of an opened or edited issue. Raises :class:`FormError`."""
    if not isinstance(event, dict) or event.get("action") not in ("opened", "edited"):
        raise FormError("this is no report of an issue that was opened or edited")
    issue = _inner(event, "issue")
    if "pull_request" in issue:
        raise FormError("this is a pull request, not a form")
    if _only_the_title(event):
        raise FormError("only the title was changed, and the form is as it was")
    fields: dict[str, str] = {}
    twice: list[str] = []
    body = issue.get("body")
    typed = body if isinstance(body, str) else ""
    if len(typed) > MAX_BODY:
        raise FormError(f"the form holds {len(typed)} characters; at most {MAX_BODY} are read")
    kind = _kind(issue, typed)
    for name, text in sections(typed, HEADINGS[kind]):
        if name in fields:
            twice.append(next(head for head, field in HEADINGS[kind].items() if field == name))
        fields.setdefault(name, text)
    sender, opener = _login(_inner(event, "sender")), _login(_inner(issue, "user"))
    moment = issue.get("created_at" if event["action"] == "opened" else "updated_at")
    return SubmittedForm(kind, sender, opener, _day(moment, zone), fields, tuple(twice))


def _only_the_title(event: Mapping[str, Any]) -> bool:
    """Whether an edit left the text alone, so that what was answered before still holds."""
    changes = event.get("changes")
    return event.get("action") == "edited" and isinstance(changes, dict) and "body" not in changes


def _inner(event: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = event.get(name)
    if not isinstance(found, dict):
        raise FormError(f'the report has no "{name}"')
    return found


def _login(person: Mapping[str, Any]) -> str:
    login = person.get("login")
    if not isinstance(login, str) or not login:
        raise FormError("the report does not say who sent the form")
    return login


def _day(moment: object, zone: str) -> date:
    """The company's day of a moment such as ``2026-11-23T08:15:30Z``."""
    try:
        when = datetime.fromisoformat(str(moment))
        return when.astimezone(ZoneInfo(zone)).date() if when.tzinfo else when.date()
    except (ValueError, OverflowError):
        raise FormError("the report does not say when the form was sent") from None


def _kind(issue: Mapping[str, Any], body: str) -> Kind:
    """Which form it is: by its label, and where a label was deleted by the headings that only this
    form has.
    """
    labels = issue.get("labels")
    names = (
        {label.get("name") for label in labels if isinstance(label, dict)}
        if isinstance(labels, list)
        else set()
    )
    for kind, label in LABELS.items():
        if label in names:
            return kind
    for kind, headings in HEADINGS.items():
        if {name for name, _ in sections(body, headings)} == set(headings.values()):
            return kind
    raise FormError("this issue was not sent with a form of the handbook")


def sections(body: str, headings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Field and text for each known ``### Heading`` of a body; other headings are part of the text
    they are in.

    GitHub writes its headings at the beginning of a line. What is indented, or in a block of code,
    was typed.
    """
    name = ""
    lines: list[str] = []
    rows = _LINE_END.split(body)
    code = _lines_of_code(rows)
    for number, line in enumerate(rows):
        found = (
            headings.get(line.removeprefix("### ").rstrip()) if line.startswith("### ") else None
        )
        if found and number not in code:
            if name:
                yield name, _text(lines)
            name, lines = found, []
        else:
            lines.append(line)
    if name:
        yield name, _text(lines)


def _lines_of_code(rows: Iterable[str]) -> set[int]:
    """The numbers of the lines in blocks of code between two fences. A fence that is never closed
    begins no block.
    """
    code: set[int] = set()
    block: list[int] = []
    fence = ""
    for number, line in enumerate(rows):
        found = _FENCE.fullmatch(line)
        if fence:
            block.append(number)
            if found and found.group(1).startswith(fence) and not found.group(2).strip():
                code.update(block)
                fence = ""
        elif found:
            fence, block = found.group(1), [number]
    return code


def _text(lines: Iterable[str]) -> str:
    """What was typed: without the fences of code blocks, and nothing where the form was left empty."""
    text = "\n".join(line for line in lines if not _FENCE.fullmatch(line)).strip()
    return "" if text == NO_ANSWER else text


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text as lines of words, without the signs of a list."""
    rows = (re.sub(r"^\s*(?:[-*•]|\d+[.)])\s+", "", part) for part in re.split(r"\n\s*\n", text))
    return [row for row in map(words, rows) if row]


def read_answers(text: str, asked: Iterable[str]) -> list[str]:
    """The answers in the order of the questions; an empty one where a question stands without an
    answer.

    The form comes with the questions filled in. A reviewer who deleted them is taken to answer in
    their order.
    """
    questions = [words(question) for question in asked]
    flat = words(text)
    starts = [flat.find(question) for question in questions]
    if any(start < 0 for start in starts):
        rest = [question for question in _paragraphs(text) if question not in questions]
        return [*rest, *[""] * (len(questions) - len(rest))]
    order = sorted(zip(starts, questions, strict=True))
    ends = [start for start, _ in order[1:]] + [len(flat)]
    given = {
        question: flat[start + len(question) : end].strip(" -–—:*>")
        for (start, question), end in zip(order, ends, strict=True)
    }
    return [given[question] for question in questions]


def read_decisions(text: str, disputes: int) -> list[str]:
    """One decision for each dispute: a paragraph each, or a line each where that is how it was
    written.
    """
    found = _paragraphs(text)
    return found if len(found) >= disputes else _paragraphs(text.replace("\n", "\n\n"))


def read_teams(value: object) -> dict[str, list[str]]:
    """Handle of a team → logins of its members, out of JSON. Raises :class:`FormError`."""
    if not isinstance(value, dict) or not all(
        isinstance(members, list) for members in value.values()
    ):
        raise FormError("the list of teams is not written as handles with lists of members")
    if len(value) > MAX_TEAMS or any(len(members) > MAX_MEMBERS for members in value.values()):
        most = f"at most {MAX_TEAMS} teams with {MAX_MEMBERS} members each are read"
        raise FormError(f"the list of teams is too long; {most}")
    return {
        team: [member for member in members if isinstance(member, str)]
        for team, members in value.items()
    }
