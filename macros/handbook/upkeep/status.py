"""Where all pages stand on a day: rows for programs, words for people. Banner, board, digest and
check ask here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from handbook.handbook import Handbook
from handbook.problems.problem import counted
from handbook.records.records import State
from handbook.show.states import PageStates
from handbook.upkeep.harmless import harmless


@dataclass(frozen=True)
class PageStatus:
    """A page and its state; dates as ISO text, empty where there is none."""

    path: str
    owner: str | None
    part: str | None
    state: str
    due: str | None
    reviewed: str | None
    by: str | None
    changed: tuple[str, ...]


def rows(states: PageStates, owner: str = "") -> list[PageStatus]:
    """One row for each page, in the order of paths; only those of ``owner`` if one is named."""
    found = []
    for page in sorted(states.handbook.pages.values(), key=lambda page: page.src):
        if owner and (page.meta is None or page.meta.owner != owner):
            continue
        stands = states.standing(page)
        found.append(
            PageStatus(
                page.path,
                page.meta.owner if page.meta else None,
                page.meta.part if page.meta else None,
                stands.state.value,
                stands.due.isoformat() if stands.due else None,
                stands.review.on.isoformat() if stands.review else None,
                stands.review.by if stands.review else None,
                stands.changed,
            )
        )
    return found


def counts(found: Iterable[PageStatus]) -> dict[str, int]:
    """How many pages are in each state; every state is named."""
    numbers = {state.value: 0 for state in State}
    for row in found:
        numbers[row.state] += 1
    return numbers


def as_json(handbook: Handbook, found: Sequence[PageStatus]) -> str:
    """``{today, pages: [{path, owner, part, state, due, reviewed, by, changed}], counts}``."""
    pages = [asdict(row) for row in found]
    return json.dumps(
        {"today": handbook.today.isoformat(), "pages": pages, "counts": counts(found)},
        ensure_ascii=False,
        indent=2,
    )


def sentence(row: PageStatus) -> str:
    """What can be said of a page, in words."""
    if row.state == State.NEVER:
        return "never reviewed"
    since = f"reviewed on {row.reviewed} by {row.by}"
    if row.state == State.OVERDUE:
        return f"overdue since {row.due}, {since}"
    if row.state == State.CHANGED:
        return f"{' and '.join(row.changed)} changed since it was {since}"
    return f"{row.state}, due on {row.due}, {since}"


def as_text(found: Sequence[PageStatus]) -> str:
    """The pages by state, the most urgent first, and a closing line."""
    order = [State.OVERDUE, State.CHANGED, State.DUE_SOON, State.NEVER, State.IN_DATE]
    lines = []
    for state in order:
        mine = [row for row in found if row.state == state]
        if mine:
            lines += [
                f"{state.value} ({counted(len(mine), 'page')})",
                *(f"  {row.path}: {sentence(row)}; owner {row.owner or 'nobody'}" for row in mine),
                "",
            ]
    numbers = counts(found)
    closing = (
        ", ".join(f"{number} {state}" for state, number in numbers.items() if number) or "no pages"
    )
    return "\n".join([*lines, f"{counted(len(found), 'page')}: {closing}."])


def as_markdown(found: Sequence[PageStatus]) -> str:
    """A table for a job's summary or an issue."""
    cells = ((row.path, row.state, row.due or "—", row.owner or "nobody") for row in found)
    body = [f"| {' | '.join(map(harmless, row))} |" for row in cells]
    return "\n".join(["| Page | State | Due | Owner |", "| --- | --- | --- | --- |", *body])


def fails(found: Iterable[PageStatus], on: str | None) -> bool:
    """Whether the pages are worse than allowed: ``overdue``, ``changed`` (that or overdue),
    ``never`` (any of them).
    """
    worst = {
        None: (),
        "overdue": (State.OVERDUE,),
        "changed": (State.OVERDUE, State.CHANGED),
        "never": (State.OVERDUE, State.CHANGED, State.NEVER),
    }[on]
    return any(row.state in worst for row in found)
