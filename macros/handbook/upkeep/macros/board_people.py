"""Macros of the board about roles: whose reviews deserve a second look, who answers for pages and
for disputes, who wrote what. They show the handbook, not facts.
"""

from __future__ import annotations

from collections.abc import Sequence

from handbook.pages import Page
from handbook.problems.problem import counted
from handbook.records.records import Record
from handbook.show.html import Html, items, join, table
from handbook.show.macro import Context, overview
from handbook.show.view import View
from handbook.upkeep import board as boards
from handbook.upkeep.board import Reviews, UnreachableOwner, WritingCredit
from handbook.upkeep.facts import Points
from handbook.upkeep.macros.card import role_name

# --- what is odd ----------------------------------------------------------------------------------


@overview("block", "review_warnings()", lambda found, view: _draw_warnings(found, view))
def review_warnings(context: Context) -> Reviews:
    """Reviews of the last thirteen weeks that deserve a second look: many pages read on one day by
    one role, and the same sentence found on several pages.
    """
    return boards.reviews(context.handbook)


def _draw_warnings(found: Reviews, view: View) -> Html:
    days = [
        Html("{}: {} reviewed <strong>{}</strong> on one day").format(
            view.day(day), role_name(view.handbook, role), counted(pages, "page")
        )
        for role, day, pages in found.many
    ]
    same = [
        Html("“{}” on {}").format(sentence, _some(pages, view))
        for sentence, pages in found.repeated
    ]
    if not found.all:
        return Html("<p>No page was reviewed in the last {} weeks.</p>").format(boards.WEEKS)
    if not days and not same:
        return Html("<p>Nothing stands out among {} of the last {} weeks.</p>").format(
            counted(len(found.all), "review"), boards.WEEKS
        )
    return items([*days, *same])


def _some(pages: Sequence[Page], view: View) -> Html:
    """The first pages of several, and how many more there are."""
    more = [f"and {len(pages) - 5} more"] if len(pages) > 5 else []
    return join([*(view.to_page(page.src, page.title) for page in pages[:5]), *more], ", ")


# --- owners and disputes --------------------------------------------------------------------------


@overview("block", "unreachable_owners()", lambda found, view: _draw_unreachable(found, view))
def unreachable_owners(context: Context) -> list[UnreachableOwner]:
    """Pages that nobody answers for, or only as long as one person is there: no owner, an unknown
    role, a role that nobody fills, no deputy.
    """
    return boards.unreachable(context.handbook)


def _draw_unreachable(found: list[UnreachableOwner], view: View) -> Html:
    if not found:
        return Html("<p>Every page has an owner who can be reached, and a deputy.</p>")
    body = [
        (
            role_name(view.handbook, outage.owner) if outage.owner else "—",
            outage.why,
            len(outage.pages),
            _some(outage.pages, view),
        )
        for outage in found
    ]
    return table(("Owner", "What is missing", "Pages", "Among them"), body, numbers=[2])


@overview("block", "open_disputes()", lambda found, view: _draw_disputes(found, view))
def open_disputes(context: Context) -> list[tuple[Page, Record]]:
    """Pages of which somebody says that this is not how we work, and whose owner has not yet said
    what was decided.
    """
    return boards.disputes(context.handbook)


def _draw_disputes(found: list[tuple[Page, Record]], view: View) -> Html:
    if not found:
        return Html("<p>No page is disputed.</p>")
    body = [
        (
            view.to_page(page.src, page.title),
            record.says or "—",
            role_name(view.handbook, record.by),
            view.day(record.on),
            role_name(view.handbook, page.meta.owner) if page.meta else "—",
        )
        for page, record in found
    ]
    return table(("Page", "What is not so", "Says", "Since", "To be answered by"), body)


# --- who wrote what -------------------------------------------------------------------------------


@overview("block", "who_wrote()", lambda shown, view: _draw_wrote(shown, view))
def who_wrote(context: Context) -> tuple[list[WritingCredit], Points | None]:
    """Which role drafted, adjusted and rewrote how many pages, by their records; with points where
    `points.yml` says that they are counted, and its reason either way.

    A draft earns its points once another role has adjusted it, a rewritten page once it was
    reviewed by another role, a proposal once another role has accepted it.
    """
    return boards.wrote(context.handbook), context.handbook.facts.only(Points)


def _draw_wrote(shown: tuple[list[WritingCredit], Points | None], view: View) -> Html:
    rows, points = shown
    said = Html("<p>{}</p>").format(_of_points(points)) if points else Html("")
    if not rows:
        return join([Html("<p>Nobody has recorded yet who wrote which page.</p>"), said])
    counts = bool(points and points.on)
    head = (
        "Role",
        "Drafted",
        "Adjusted",
        "Rewritten",
        "Proposals accepted",
        *(["Points"] if counts else []),
    )
    body = [
        (
            role_name(view.handbook, entry.role),
            entry.drafted,
            entry.adjusted,
            entry.rewritten,
            entry.proposals,
        )
        + ((entry.points or 0,) if counts else ())
        for entry in rows
    ]
    return join([table(head, body, numbers=range(1, len(head))), said])


def _of_points(points: Points) -> Html:
    if not points.on or points.scale is None:
        return Html("Points are not counted: {}").format(points.reason)
    scale = points.scale
    return Html(
        "Points: {} for a draft, {} for a rewritten page, {} for an accepted proposal. Why we "
        "count them: {}"
    ).format(scale.drafted, scale.rewritten, scale.proposal, points.reason)
