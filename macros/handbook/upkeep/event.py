"""What is answered to a form of the repository: a record, or the reasons why not.

Nothing in a form is trusted: its text becomes words in a record, and in the answer it is only
shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from handbook.documents.company.facts.company import Company, Post, Role
from handbook.documents.company.people import Teams, fills_role, handles, in_sentence
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.problems.problem import listed
from handbook.records.fingerprints import Fingerprints, version_of
from handbook.records.records import READER, due_on, record_file
from handbook.show.states import PageStates
from handbook.upkeep.advice import in_words
from handbook.upkeep.forms import (
    HEADINGS,
    MOST,
    SubmittedForm,
    read_answers,
    read_decisions,
    read_event,
)
from handbook.upkeep.harmless import harmless, without_pictures
from handbook.upkeep.review import (
    RecordRequest,
    find_page,
    is_too_new,
    may_review,
    record_of,
    refusals,
    says_nothing,
    unknown_page,
)

RECORDED = "This is recorded already, word for word. There is nothing more to do.\n"


@dataclass(frozen=True)
class EventAnswer:
    """What to tell the sender, and, when it was accepted, the new file with the record."""

    accepted: bool
    answer: str
    path: str = ""
    text: str = ""

    def as_dict(self) -> dict[str, Any]:
        """``{accepted, answer, path}``; the path is null when nothing is to be written."""
        return {"accepted": self.accepted, "answer": self.answer, "path": self.path or None}


def answer_event(states: PageStates, event: object, teams: Teams | None = None) -> EventAnswer:
    """The answer to an event. ``teams``: handle of a team → logins; None where nobody could look
    them up.

    Raises :class:`FormError`.
    """
    handbook = states.handbook
    region = handbook.facts.region
    sent = read_event(event, region.time_zone if region else "UTC")
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
    if _is_recorded(states, page, wanted):
        return EventAnswer(False, RECORDED)
    if wrong := list(_reasons(states, page, sent, wanted, teams)):
        return _refused(handbook, sent, page, wrong)
    path, text = record_file(page.src, record_of(states, page, wanted))
    return EventAnswer(True, _thanks(handbook, page, wanted), path, text)


# --- who may --------------------------------------------------------------------------------------


def _role(handbook: Handbook, page: Page, sent: SubmittedForm, teams: Teams | None) -> str:
    """The role under which it is recorded. Records name roles, never people.

    A review: the owner, or the deputy; nobody otherwise. A dispute: the sender's role, and a reader
    where we know of none.
    """
    if sent.kind == "review":
        mine = [
            role
            for role in may_review(handbook, page)
            if fills_role(handbook, role, sent.sender, teams)
        ]
        return next(iter(mine), "")
    if sent.sender != sent.opened_by:
        return READER  # the words of one are not recorded as those of another who changed a letter
    mine = [
        post.id
        for post in handbook.facts[Post]
        if fills_role(handbook, post.id, sent.sender, teams)
    ]
    readers = page.meta.readers if page.meta else []
    return next(iter([*(role for role in mine if role in readers), *mine]), READER)


# --- what is wanted, and why not ------------------------------------------------------------------


def _wanted(
    handbook: Handbook, page: Page, sent: SubmittedForm, teams: Teams | None
) -> RecordRequest:
    role = _role(handbook, page, sent, teams)
    if sent.kind == "dispute":
        return RecordRequest("disputed", role, sent.on, extra={"says": sent.line("says")})
    life = handbook.lives.get(page.src)
    return RecordRequest(
        "reviewed",
        role,
        sent.on,
        sent.line("found"),
        tuple(read_answers(sent.fields.get("answers", ""), page.meta.ask if page.meta else [])),
        tuple(read_decisions(sent.fields.get("decided", ""), len(life.disputes) if life else 0)),
        read=_read(sent),
    )


def _read(sent: SubmittedForm) -> Fingerprints | None:
    read = Fingerprints(sent.line("text"), sent.line("facts"))
    return read if all(version_of(fingerprint) is not None for fingerprint in read) else None


def _reasons(
    states: PageStates, page: Page, sent: SubmittedForm, wanted: RecordRequest, teams: Teams | None
) -> Iterator[str]:
    handbook = states.handbook
    yield from _cannot_be_written(handbook, page, sent, wanted)
    yield from _too_long(sent)
    if wanted.by or sent.kind == "dispute":
        yield from refusals(states, page, wanted)
    else:
        yield from _not_theirs(handbook, page, sent, teams)
        # The rest is judged as if it were theirs, so that everything that is wrong is said at once.
        owner = page.meta.owner if page.meta else ""
        if handbook.facts[Role].may_hold(owner):
            yield from refusals(states, page, replace(wanted, by=owner))
    if sent.kind == "review":
        yield from _about_the_review(page, sent, wanted)
    elif "says" in sent.fields and says_nothing(sent.line("says")):
        yield _says_too_little(sent.line("says"))


def _says_too_little(says: str) -> str:
    example = "we have quoted ten days for delivery since May"
    what = "is too little"
    if any(sign.isalpha() for sign in says) and not without_pictures(says).strip():
        what = "is only a picture or a link, which a record cannot keep"
    return (
        f'Under "How is it really?" {what}. Say in a sentence how you really work, for instance: '
        f"{example}."
    )


def _cannot_be_written(
    handbook: Handbook, page: Page, sent: SubmittedForm, wanted: RecordRequest
) -> Iterator[str]:
    if page.meta is None or page.src in handbook.unreadable:
        yield (
            "The top of this page cannot be read at the moment, so nobody can say who owns it. It "
            "has to be repaired first."
        )
    if missing := _missing(sent):
        named = listed(f'"{heading}"' for heading in missing)
        yield (
            f"In the form the heading {named} is missing. Open the form again with the link on "
            "the page, and write your text under the headings."
        )
    if sent.twice:
        named = listed(f'"{heading}"' for heading in sent.twice)
        yield (
            f"In the form the heading {named} stands twice. Leave the headings as they were, and "
            "write your text under them."
        )
    life = handbook.lives.get(page.src)
    records = life.records if life else []
    if sent.kind == "review" and records and wanted.on < records[-1].on:
        yield (
            f"A newer record of {in_words(handbook, records[-1].on)} is already there. Open the "
            "page again, and send the form from there."
        )


def _missing(sent: SubmittedForm) -> list[str]:
    return [heading for heading, name in HEADINGS[sent.kind].items() if name not in sent.fields]


def _is_recorded(states: PageStates, page: Page, wanted: RecordRequest) -> bool:
    """Whether the very same is recorded already: a dispute that waits, a review of that day."""
    handbook = states.handbook
    life = handbook.lives.get(page.src)
    if life is None:
        return False
    if wanted.step == "disputed":
        path, _ = record_file(page.src, record_of(states, page, wanted))
        return path in handbook.texts or any(
            record.says == wanted.extra["says"] for record in life.disputes
        )
    read = handbook.stamps.as_now(page.src, wanted.read) if wanted.read else None
    mine = (wanted.step, wanted.on, wanted.by, wanted.found, read)
    return any(
        mine == (record.step, record.on, record.by, record.found, record.read)
        for record in life.records
    )


def _too_long(sent: SubmittedForm) -> Iterator[str]:
    for heading, name in HEADINGS[sent.kind].items():
        if len(sent.fields.get(name, "")) > MOST:
            length = len(sent.fields[name])
            yield (
                f'Under "{heading}" stand {length} characters; a record holds at most {MOST}. '
                "Keep what the next reader needs."
            )


def _not_theirs(
    handbook: Handbook, page: Page, sent: SubmittedForm, teams: Teams | None
) -> Iterator[str]:
    roles = [role for role in may_review(handbook, page) if handbook.facts[Role].may_hold(role)]
    if not roles:
        yield (
            "This page has no owner, so nobody can review it. The person who looks after the "
            "handbook has to name one at its top first."
        )
        return
    who = " or ".join(f"the {in_sentence(handbook, role)}" for role in roles)
    wrong = 'If you found something wrong, use the link "This is not how we work" on the page.'
    yield f"This page is reviewed by {who}, and your account is not among theirs. {wrong}"
    if teams is None and any("/" in handle for role in roles for handle in handles(handbook, role)):
        yield (
            "Who belongs to which team could not be looked up. .github/workflows/README.md says "
            "how the person who looks after the repository switches that on."
        )


def _about_the_review(page: Page, sent: SubmittedForm, wanted: RecordRequest) -> Iterator[str]:
    if sent.sender != sent.opened_by:
        yield (
            "This form was sent by one person and changed by another. A review is signed by the "
            "one who read the page: open the form from the page yourself."
        )
    if wanted.read and is_too_new(wanted.read):
        yield (
            "The form was filled in by a newer handbook than the one that reads it. Open it again "
            "when the site has been built again."
        )
    elif wanted.read is None and not {"text", "facts"} - set(sent.fields):
        yield (
            "The form no longer says which text and which facts you read. Open it again with the "
            "link on the page; it fills them in."
        )
    asked = page.meta.ask if page.meta else []
    for question, given in zip(asked, wanted.answers, strict=False):
        if not given:
            yield (
                f'The page asks: "{question}" Write your answer under the question; if there is '
                "nothing new, say since when."
            )


# --- the answer -----------------------------------------------------------------------------------


def _refused(
    handbook: Handbook, sent: SubmittedForm, page: Page | None, reasons: Iterable[str]
) -> EventAnswer:
    what = "Your review was not recorded" if sent.kind == "review" else "This was not recorded"
    rows = [f"- {harmless(reason, 600)}" for reason in dict.fromkeys(reasons)]
    lines = [f"**{what}.**", "", *rows, "", f"**What to do:** {_what_to_do(handbook, page)}"]
    return EventAnswer(False, "\n".join(lines) + "\n")


def _what_to_do(handbook: Handbook, page: Page | None) -> str:
    change = "put it right above (the three dots, then *Edit*), and it is looked at again at once"
    company = handbook.facts.only(Company)
    if page is None or company is None:
        return f"{change}; or close this form and open it again with the link on the page."
    text = f"{company.repository}/commits/{company.branch}/docs/{page.src}"
    again = (
        f"close this form, read [what changed in the text]({text}), and open the form again with "
        "the link on the page"
    )
    return f"{change}. If the page changed since you read it, {again}."


def _thanks(handbook: Handbook, page: Page, wanted: RecordRequest) -> str:
    title, role = harmless(page.title, 200), harmless(in_sentence(handbook, wanted.by))
    if wanted.step == "disputed":
        whose = f"by the {role}" if wanted.by != READER else "by a reader, without your name"
        return (
            f"Thank you. That **{title}** is not how you work is recorded, {whose}. The page says "
            "so to everybody who reads it, "
            "and its next review has to say what was decided about it.\n"
        )
    months = page.meta.review_every if page.meta else 3
    due = in_words(handbook, due_on(wanted.on, months))
    return (
        f"Thank you. The review of **{title}** is recorded, by the {role}. "
        f"As soon as the pull request is merged, the page is in date until {harmless(due)}.\n"
    )
