"""What each owner has to read in the coming weeks, spread so that no week is full."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handbook.pages import Page
from handbook.records.records import State
from handbook.show.states import PageStates
from handbook.upkeep.board import WEEKS, has_words


@dataclass(frozen=True)
class PlannedReading:
    """A page that its owner reads in the next weeks: in which week it falls due (None: it was never
    read), and the proposed week.
    """

    page: Page
    due: date | None
    falls: int | None
    proposed: int


@dataclass(frozen=True)
class Load:
    """What one owner reads in the next thirteen weeks."""

    owner: str
    readings: tuple[PlannedReading, ...]
    falls: tuple[int, ...]
    proposed: tuple[int, ...]


def mondays(today: date) -> list[date]:
    """The Mondays of the next thirteen ISO weeks, beginning with this one."""
    monday = today - timedelta(days=today.weekday())
    return [monday + timedelta(weeks=week) for week in range(WEEKS)]


def loads(states: PageStates) -> list[Load]:
    """The load of every owner who has something to read, the greatest first. An empty page is
    written first, not read.
    """
    handbook = states.handbook
    waiting: dict[str, list[_Waiting]] = defaultdict(list)
    monday = mondays(handbook.today)[0]
    for page in sorted(handbook.pages.values(), key=lambda page: page.src):
        entry = _waiting(states, page, monday)
        if page.meta and has_words(page) and (entry.week is None or entry.week < WEEKS):
            waiting[page.meta.owner].append(entry)
    found = [_load(owner, pages) for owner, pages in waiting.items()]
    return sorted(found, key=lambda load: (-len(load.readings), load.owner))


@dataclass(frozen=True)
class _Waiting:
    page: Page
    due: date | None
    week: int | None


def _waiting(states: PageStates, page: Page, monday: date) -> _Waiting:
    """When a page is to be read at the latest: overdue ones this week; those that changed this week
    or the next.
    """
    stands = states.standing(page)
    if stands.due is None:
        return _Waiting(page, None, None)
    week = max((stands.due - monday).days // 7, 0)
    return _Waiting(page, stands.due, min(week, 1) if stands.state is State.CHANGED else week)


def _load(owner: str, pages: Sequence[_Waiting]) -> Load:
    falls = [0] * WEEKS
    for waiting in pages:
        if waiting.week is not None:
            falls[waiting.week] += 1
    dated = sorted(
        (waiting for waiting in pages if waiting.week is not None),
        key=lambda waiting: (waiting.week, waiting.due, waiting.page.src),
    )
    # A part of the contract comes before a page beyond the minimum.
    undated = sorted(
        (waiting for waiting in pages if waiting.week is None),
        key=lambda waiting: not _is_part(waiting.page),
    )
    weeks = spread([waiting.week or 0 for waiting in dated], len(undated))
    readings = [
        PlannedReading(waiting.page, waiting.due, waiting.week, week)
        for waiting, week in zip([*dated, *undated], weeks, strict=True)
    ]
    proposed = [0] * WEEKS
    for week in weeks:
        proposed[week] += 1
    in_turn = sorted(
        readings, key=lambda reading: (reading.proposed, reading.due or date.max, reading.page.src)
    )
    return Load(owner, tuple(in_turn), tuple(falls), tuple(proposed))


def _is_part(page: Page) -> bool:
    return page.meta is not None and page.meta.part is not None


def spread(due: Sequence[int], free: int = 0, weeks: int = WEEKS) -> list[int]:
    """A week for each of the pages due in the weeks ``due`` (ascending), then for ``free`` pages
    that may be read at any time.

    No page is read after its week. No week holds more than the average, rounded up, unless so many
    fall due in the first weeks that this cannot be; then these share what has to be, and the later
    weeks hold no more than is left. Pages keep the order in which they fall due, so that nobody
    reads again what was read just now.
    """
    room = most_each_week(due, free, weeks)
    placed = [0] * len(due)
    week = weeks - 1
    for place in range(len(due) - 1, -1, -1):
        week = min(week, due[place])
        while not room[week]:
            week -= 1
        room[week] -= 1
        placed[place] = week
    open_places = [week for week, places in enumerate(room) for _ in range(places)]
    return placed + open_places[:free]


def most_each_week(due: Sequence[int], free: int = 0, weeks: int = WEEKS) -> list[int]:
    """The least that each week must be able to hold so that no page is late: never more than the
    week before.
    """
    falls = [0] * weeks
    for week in due:
        falls[week] += 1
    falls[-1] += free
    room: list[int] = []
    while len(room) < weeks:
        # From here on, the stretch of weeks that has to hold most per week on average.
        total, best, until = 0, -1, len(room)
        for week in range(len(room), weeks):
            total += falls[week]
            average = -(-total // (week + 1 - len(room)))
            if average >= best:
                best, until = average, week
        room += [best] * (until + 1 - len(room))
    return room
