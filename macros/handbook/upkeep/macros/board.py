"""Macros of the board about pages: how many are in date, the seven documents part by part, and when
to read what. See ``board_people`` for those about roles. They show the handbook, not facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from handbook.facts.contract import Document
from handbook.pages import Page
from handbook.problems.problem import counted
from handbook.records.records import Record, State
from handbook.show.html import Html, items, join, table, tag, text
from handbook.show.macro import Context, OverviewContext, overview
from handbook.show.picture import Mark, Row, Weeks, rows_of_marks, weeks
from handbook.show.view import View
from handbook.upkeep import board as boards
from handbook.upkeep.board import CONDITIONS, PartStatus, Reviews, UnreachableOwner
from handbook.upkeep.macros.card import role_name
from handbook.upkeep.workload import Load, PlannedReading, loads, mondays

SIGNS: dict[str, str] = {
    State.IN_DATE: "✓", State.DUE_SOON: "◔", State.CHANGED: "≠", State.OVERDUE: "▲",
    State.NEVER: "○", boards.EMPTY: "…", boards.MISSING: "–",
}  # fmt: skip
TONES: dict[str, str] = {
    State.IN_DATE: "good",
    State.DUE_SOON: "warn",
    State.CHANGED: "warn",
    State.OVERDUE: "bad",
}
MOST_ROWS = 30
MOST_OWNERS = 12


@overview("inline", "checked_on()", lambda day, view: _draw_day(day, view))
def checked_on(context: Context) -> date:
    """The day on which the site was made from the pages and their records, in the company's time
    zone.
    """
    return context.handbook.today


def _draw_day(day: date, view: View) -> Html:
    return Html('<time class="hb-checked" datetime="{}">{}</time>').format(
        Html(day.isoformat()), view.day(day)
    )


# --- numbers --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Numbers:
    """What the numbers at the top of the board are counted from."""

    parts: list[PartStatus]
    reviews: Reviews
    disputes: list[tuple[Page, Record]]
    unreachable: list[UnreachableOwner]


@overview("block", "board_numbers()", lambda shown, view: _draw_numbers(shown, view))
def board_numbers(context: OverviewContext) -> Numbers:
    """The four numbers of the board: required parts in date, reviews that changed nothing, open
    disputes, pages whose owner nobody can reach.

    In date means that the last review still holds, also if only for some days more; a part without
    a page counts as not in date. A review changed nothing when it read the same text and the same
    facts as the review of that page before it. First reviews have nothing to be compared with and
    are left out.
    """
    handbook = context.handbook
    parts = [row for _, rows in boards.required(context.states) for row in rows]
    return Numbers(
        parts, boards.reviews(handbook), boards.disputes(handbook), boards.unreachable(handbook)
    )


def _draw_numbers(shown: Numbers, view: View) -> Html:
    parts, reviews = shown.parts, shown.reviews
    holds = sum(row.holds for row in parts)
    oldest = (
        f"the oldest since {view.day(shown.disputes[0][1].on)}"
        if shown.disputes
        else "nothing waits"
    )
    alone = sum(len(outage.pages) for outage in shown.unreachable if outage.has_owner)
    lost = sum(len(outage.pages) for outage in shown.unreachable if not outage.has_owner)
    rows = [
        (_percent(holds, len(parts), view), "of the required parts are in date", f"{holds} of {len(parts)}"),
        (_percent(reviews.unchanged, reviews.compared, view), "of the reviews changed nothing", _compared(reviews)),
        (len(shown.disputes), "disputes wait for an answer", oldest),
        (lost, "pages have no owner whom we can reach", f"{alone} more have no deputy"),
    ]  # fmt: skip
    body = (
        Html("<strong>{}</strong> <span>{}</span> <small>{}</small>").format(number, what, of)
        for number, what, of in rows
    )
    return items(body, "ul", "hb-numbers")


def _percent(number: int, of: int, view: View) -> str:
    """A share in whole percent, rounded down so that 100 % means all; a dash where there is nothing
    to share.
    """
    return view.share(Decimal(100 * number // of) / 100) if of else "—"


def _compared(reviews: Reviews) -> str:
    first = f"{counted(reviews.first, 'first review')} left out"
    if not reviews.compared:
        return f"none to compare in {boards.WEEKS} weeks; {first}"
    return f"{reviews.unchanged} of {reviews.compared} in {boards.WEEKS} weeks; {first}"


# --- the seven documents --------------------------------------------------------------------------

Documents = list[tuple[Document, list[PartStatus]]]


@overview("block", "board()", lambda rows, view: _draw_board(rows, view))
def board(context: OverviewContext) -> Documents:
    """The seven documents part by part: a picture with one square for each part, and below it each
    part with its page, its state, the day it is due and its owner.
    """
    return boards.required(context.states)


def _draw_board(documents: Documents, view: View) -> Html:
    folded = (_draw_document(document, rows, view) for document, rows in documents)
    return join([_picture(documents), _folded(folded)])


def _folded(parts: Iterable[Html]) -> Html:
    return Html('<div class="hb-folded">{}</div>').format(join(parts))


def _picture(documents: Documents) -> Html:
    everything = boards.conditions([row for _, rows in documents for row in rows])
    total = sum(everything.values())
    said = ", ".join(f"{number} {name}" for name, number in everything.items() if number)
    legend = items((_key(name, number) for name, number in everything.items()), "ul", "hb-legend")
    rows = [
        Row(document.title, f"{sum(row.holds for row in rows)} of {len(rows)}", _marks(rows))
        for document, rows in documents
    ]
    return rows_of_marks(f"Of {counted(total, 'required part')}: {said}.", rows, legend)


def _key(name: str, number: int) -> Html:
    return Html('<span class="hb-mark" data-state="{}">{}</span> {} <strong>{}</strong>').format(
        Html(_slug(name)), SIGNS[name], name, number
    )


def _slug(name: str) -> str:
    return name.replace(" ", "-")


def _marks(rows: list[PartStatus]) -> list[Mark]:
    best_first = sorted(rows, key=lambda row: CONDITIONS.index(row.condition))
    return [
        Mark(
            SIGNS[row.condition],
            f"hb-{_slug(str(row.condition))}",
            f"{row.part.title}: {row.condition}",
        )
        for row in best_first
    ]


def _draw_document(document: Document, rows: list[PartStatus], view: View) -> Html:
    worst_first = sorted(
        rows,
        key=lambda row: (
            row.standing.due if row.standing and row.standing.due else date.max,
            row.page is None,
        ),
    )
    body = [_part(document, row, view) for row in worst_first]
    holds = sum(row.holds for row in rows)
    told = any(row.copied is not None for row in rows)
    head = ("Part", "State", "Due", "Owner", "Text") if told else ("Part", "State", "Due", "Owner")
    return Html(
        "<details><summary>{} <small>{} of {} in date</small></summary> {}</details>"
    ).format(document.title, holds, len(rows), table(head, [row[: len(head)] for row in body]))


def _part(document: Document, row: PartStatus, view: View) -> tuple[Html, Html, str, str, str]:
    handbook = view.handbook
    owner = row.page.meta.owner if row.page and row.page.meta else document.owner
    title = view.to_page(row.page.src, row.part.title) if row.page else text(row.part.title)
    due = view.day(row.standing.due) if row.standing and row.standing.due else "—"
    text_of = "—" if row.copied is None else "the example's" if row.copied else "ours"
    return title, _state(str(row.condition)), due, role_name(handbook, owner), text_of


def _state(condition: str) -> Html:
    return tag(f"{SIGNS[condition]} {condition}", TONES.get(condition, "quiet"))


# --- load -----------------------------------------------------------------------------------------


@overview("block", "review_load()", lambda loads, view: _draw_loads(loads, view))
def review_load(context: OverviewContext) -> list[Load]:
    """What each owner has to read in the next thirteen weeks: as it falls due, and spread so that
    no week is heavier than it must be.

    The proposal reads a page earlier, never later, and gives pages that were never read the weeks
    with room. Each page counts once, with its next review.
    """
    return loads(context.states)


def _draw_loads(loads: list[Load], view: View) -> Html:
    if not loads:
        return Html("<p>No page falls due in the next {} weeks.</p>").format(boards.WEEKS)
    return join([_weeks(loads, view), _folded(_plan(load, view) for load in loads)])


def _weeks(loads: list[Load], view: View) -> Html:
    begins = mondays(view.handbook.today)
    rows = [
        Weeks(
            role_name(view.handbook, load.owner),
            f"at most {max(load.proposed)} a week",
            load.falls,
            load.proposed,
        )
        for load in loads[:MOST_OWNERS]
    ]
    pages = sum(len(load.readings) for load in loads)
    most = max(max(load.falls) for load in loads)
    then = max(max(load.proposed) for load in loads)
    says = (
        f"{counted(pages, 'page')} of {counted(len(loads), 'owner')} to read in {boards.WEEKS} "
        f"weeks; as they fall due, up to {most} "
        f"in one week for one owner, as proposed up to {then}."
    )
    more = len(loads) - MOST_OWNERS
    rest = (
        f" {counted(more, 'owner')} with fewer pages stand only in the lists below."
        if more > 0
        else ""
    )
    caption = Html(
        '<span class="hb-mark" data-of="falls"></span> falls due in that week <span '
        'class="hb-mark" data-of="proposed"></span> '
        "proposed. Each date is the Monday of its week.{}"
    ).format(rest)
    return weeks(says, rows, [view.short_day(monday) for monday in begins], caption)


def _at_most(load: Load) -> str:
    return f"{counted(len(load.readings), 'page')}, at most {max(load.proposed)} a week"


def _plan(load: Load, view: View) -> Html:
    begins = mondays(view.handbook.today)
    body = [_reading(reading, begins, view) for reading in load.readings[:MOST_ROWS]]
    more = len(load.readings) - MOST_ROWS
    rest = (
        Html("<p>And {} in the weeks after.</p>").format(counted(more, "page")) if more > 0 else ""
    )
    head = ("Page", "Falls due", "Read it in the week of")
    return Html("<details><summary>{} <small>{}</small></summary> {} {}</details>").format(
        role_name(view.handbook, load.owner), _at_most(load), table(head, body), rest
    )


def _reading(reading: PlannedReading, mondays: list[date], view: View) -> tuple[Html, str, Html]:
    due = view.day(reading.due) if reading.due else "never read"
    week = text(view.day(mondays[reading.proposed]))
    moved = (
        tag(counted(reading.falls - reading.proposed, "week") + " earlier")
        if reading.falls is not None and reading.falls > reading.proposed
        else Html("")
    )
    return view.to_page(reading.page.src, reading.page.title), due, join([week, moved])
