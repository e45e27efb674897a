"""Reviews as advice to an editor and as verdicts of the weekday run: the calendar never stops
somebody else's change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from babel.dates import format_date

from handbook.documents.company.facts.company import Role
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.problems.edits import Run
from handbook.problems.problem import Place, Problem, counted
from handbook.records.records import FOLDER, Life, Record, Standing, State, page_of
from handbook.show.shown import Shown
from handbook.show.states import PageStates
from handbook.text.history import Changes
from handbook.upkeep.review import RecordRequest, refusals_in_a_change, to_review

NOTE = (
    "This does not stop your change. If it is not your page, leave it: the owner gets a reminder "
    "in the morning."
)


def review_advice(states: PageStates, touched: Collection[str] | None = None) -> Iterator[Problem]:
    """What to say about the reviews of pages: of all, or only of those whose path is in
    ``touched``.
    """
    handbook = states.handbook
    for page in handbook.readable:
        if touched is None or page.path in touched:
            stands = states.standing(page)
            if stands.state in (State.OVERDUE, State.CHANGED, State.NEVER):
                yield _advice(handbook, page, stands)


def overdue(states: PageStates) -> Iterator[Problem]:
    """Every page that is overdue, as what must be done: for the run that looks after the calendar,
    and no other.
    """
    handbook = states.handbook
    for page in handbook.readable:
        stands = states.standing(page)
        if stands.state is State.OVERDUE:
            yield replace(_advice(handbook, page, stands), severity="must", note="")


def reviews_in_a_change(shown: Shown, changes: Changes) -> Iterator[Problem]:
    """What to say about the reviews of all pages that a change touches and about those it brings, or
    why nobody can say which these are.
    """
    if changes.reason:
        what = (
            f"Which pages this change touches could not be found out: {changes.reason}. Their "
            "reviews were not looked at."
        )
        yield Problem(
            Place("docs"), what, changes.fix, rule="reviews-not-judged", severity="advice"
        )
        return
    yield from review_advice(shown.states, _touched(shown, changes))
    yield from refused_reviews(shown.states, changes)


def _touched(shown: Shown, changes: Changes) -> set[str]:
    """Pages that a change touches: their text, their records, or facts they show that are not those
    of their review.
    """
    touched = {f"docs/{page_about(path)}" for path in changes.touched}
    for page in shown.handbook.readable:
        stands = shown.states.standing(page)
        if stands.state in (State.CHANGED, State.OVERDUE) and "facts" in stands.changed:
            files = {place.path for place in shown.places_of(page)}
            touched |= {page.path} if files & changes.touched else set()
    return touched


def page_about(path: str) -> str:
    """The page, below docs, that a file of records or a page belongs to."""
    return page_of(path) if path.startswith(f"{FOLDER}/") else path.removeprefix("docs/")


def refused_reviews(states: PageStates, changes: Changes) -> Iterator[Problem]:
    """The reviews that a change brings and that cannot stand: of the wrong role, or bound to what
    is not there.

    Of several reviews of a page only the last is held to the text and the facts as they are in this
    change.
    """
    for src, life in states.handbook.lives.items():
        page = states.handbook.pages.get(src)
        if page is None or page.meta is None:
            continue
        new = [
            record
            for record in life.records
            if record.step == "reviewed" and record.at().path in changes.new_files
        ]
        for record in new:
            yield from _refused(states, page, life, record, record is new[-1])


def _refused(
    states: PageStates, page: Page, life: Life, record: Record, last: bool
) -> Iterator[Problem]:
    if record.read is None:
        return  # the rule review-unbound says it
    before = Life(
        life.path,
        [earlier for earlier in life.records if earlier is not record and earlier.on <= record.on],
    )
    handbook = states.handbook
    then = replace(handbook, lives={**handbook.lives, page.src: before})
    wanted = RecordRequest(
        "reviewed",
        record.by,
        record.on,
        record.found or "",
        tuple(record.answers),
        tuple(record.decided),
        tuple(record.disputes),
        record.read if last else None,
    )
    for reason in refusals_in_a_change(replace(states, handbook=then), page, wanted):
        fix = (
            f"take this record out of the change; {_owner(handbook, page)} reads {page.path} as "
            "it is in the change, and records it:"
        )
        yield Problem(record.at(), reason, fix, to_review(page), rule="review-refused", edit=Run())


def _advice(handbook: Handbook, page: Page, stands: Standing) -> Problem:
    owner = _owner(handbook, page)
    what, rule = {
        State.OVERDUE: (_overdue(handbook, stands), "review-overdue"),
        State.CHANGED: (
            f"Of this page {_changed(stands)} changed since it was reviewed.",
            "review-changed",
        ),
        State.NEVER: ("This page was never reviewed.", "review-missing"),
    }[stands.state]
    fix = (
        'the owner reads it, corrects what has changed, and uses the link "I have read it: it is '
        'right" on the page, or this command:'
    )
    return Problem(
        page.at(), f"{what} Its owner is {owner}.", fix, to_review(page), NOTE, rule, "advice"
    )


def _overdue(handbook: Handbook, stands: Standing) -> str:
    due = stands.due or handbook.today
    days = counted((handbook.today - due).days, "day")
    return f"This page was due for review on {in_words(handbook, due)}, {days} ago."


def _changed(stands: Standing) -> str:
    return " and ".join(
        {"text": "the text", "facts": "the facts it shows"}[name] for name in stands.changed
    )


def _owner(handbook: Handbook, page: Page) -> str:
    role = handbook.facts[Role].get(page.meta.owner) if page.meta else None
    return f"the {role.name[:1].lower()}{role.name[1:]}" if role else "nobody"


def in_words(handbook: Handbook, day: date) -> str:
    """A date as people say it, in the company's language."""
    region = handbook.facts.region
    locale = region.locale if region else "en"
    return str(format_date(day, format="long", locale=locale))
