"""The card at the top of every page: its state of review, its owner, its readers, and what can be
done about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from handbook.documents.company.facts.company import Company, Role
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.records.fingerprints import Fingerprints
from handbook.records.records import READER, Standing, State
from handbook.show.html import Html, join, link, text
from handbook.show.lookup import UnreadableFactsError
from handbook.show.macro import OverviewContext, overview
from handbook.show.view import View

SLUGS = {state: state.value.replace(" ", "-") for state in State}


@dataclass(frozen=True)
class Card:
    """What the card of a page shows."""

    page: Page
    owner: str
    readers: tuple[str, ...]
    months: int
    standing: Standing
    reviewer: str
    read: Fingerprints


@overview("block", "page_card()", lambda card, view: _draw(card, view), per_page=True)
def page_card(context: OverviewContext) -> Card:
    """The card at the top of every page: its state of review, who answers for it, who reads it, how
    to change it.
    """
    handbook = context.handbook
    page = handbook.pages[context.src]
    if page.meta is None:
        raise UnreadableFactsError(page.path)
    stands = context.states.standing(page)
    return Card(
        page,
        role_name(handbook, page.meta.owner),
        tuple(role_name(handbook, reader) for reader in page.meta.readers),
        page.meta.review_every,
        stands,
        role_name(handbook, stands.review.by) if stands.review else "",
        context.states.fingerprints(page),
    )


def role_name(handbook: Handbook, role: str) -> str:
    """The name of a role; its id where it could not be read; somebody who fills no role is a
    reader.
    """
    if role == READER:
        return "A reader"
    found = handbook.facts[Role].get(role)
    return found.name if found else role


def _draw(card: Card, view: View) -> Html:
    rows = [
        ("Owner", text(card.owner)),
        ("Review", _review(card, view)),
        ("Last review", _last(card, view)),
        ("Disputed", _disputes(card)),
        ("For", text(", ".join(card.readers) or "everyone")),
    ]
    about = join(
        Html("<div><dt>{}</dt> <dd>{}</dd></div>").format(name, value)
        for name, value in rows
        if value
    )
    return Html(
        '<aside class="hb-page-card" data-search-exclude data-state="{}"{} aria-label="About this '
        'page"><dl>{}</dl> {}</aside>'
    ).format(
        Html(SLUGS[card.standing.state]), _for_the_browser(card, view), about, _links(card, view)
    )


def _review(card: Card, view: View) -> Html:
    """The state in words. The browser puts it right on the day it changes, see
    ``macros/theme/assets/handbook/handbook.js``.
    """
    stands = card.standing
    state = Html('<span class="hb-state">{}</span>').format(stands.state.value.capitalize())
    months = "every month" if card.months == 1 else f"every {card.months} months"
    if stands.due is None:
        return Html("{}, to be read {}").format(state, months)
    if stands.state is State.CHANGED:
        names = " and ".join(
            {"text": "text", "facts": "facts shown"}[name] for name in stands.changed
        )
        return Html('{} <span class="hb-until">({}); holds until</span> {}').format(
            state, names, view.day(stands.due)
        )
    until = "since" if stands.state is State.OVERDUE else "until"
    return Html('{} <span class="hb-until">{}</span> {}').format(state, until, view.day(stands.due))


def _last(card: Card, view: View) -> Html:
    review = card.standing.review
    if review is None:
        return Html("")
    return Html("{} by {}: {}").format(view.day(review.on), card.reviewer, review.found or "")


def _disputes(card: Card) -> Html:
    return join(
        (Html("“{}”").format(dispute.says or "") for dispute in card.standing.disputes), "; "
    )


def _for_the_browser(card: Card, view: View) -> Html:
    """What the browser needs to judge the date again: the due date, the company's time zone, the
    words of the states.
    """
    if card.standing.review is None or view.region is None:
        return Html("")
    due = card.standing.due.isoformat() if card.standing.due else ""
    return Html(' data-due="{}" data-zone="{}"').format(Html(due), Html(view.region.time_zone))


def _links(card: Card, view: View) -> Html:
    company = view.handbook.facts.only(Company)
    if company is None:
        return Html("")
    repository, branch = company.repository, company.branch
    context = "\n\n".join(card.page.meta.ask) if card.page.meta else ""
    page = {"page": card.page.src}
    read = {**page, "text": card.read.text, "facts": card.read.facts, "answers": context}
    links = [
        (f"{repository}/edit/{branch}/docs/{card.page.src}", "Change this page"),
        (
            _form(repository, "review.yml", f"Reviewed: {card.page.title}", read),
            "I have read it: it is right",
        ),
        (
            _form(repository, "dispute.yml", f"Not how we work: {card.page.title}", page),
            "This is not how we work",
        ),
        (
            _form(repository, "proposal.yml", f"Proposal: {card.page.title}", page),
            "Propose an improvement",
        ),
    ]
    return Html("<p>{}</p>").format(join(link(address, words) for address, words in links))


def _form(repository: str, template: str, title: str, fields: dict[str, str]) -> str:
    """The address of a form of the repository with its fields filled in."""
    return f"{repository}/issues/new?{urlencode({'template': template, 'title': title, **fields})}"
