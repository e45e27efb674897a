"""Opening a handbook: build it, select what its pages show, run its rules. What main.py, checks and the command share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from handbook.facts.discovery import include
from handbook.handbook import Handbook, build
from handbook.pages import Call
from handbook.problems.problem import Problem, in_order, without_floods
from handbook.rules.causes import later_day, told_once
from handbook.rules.rule import Reads, help_texts, judge, run, without_hidden
from handbook.show.calls import Drawn, Shows
from handbook.show.macro import all_macros
from handbook.text.confidential.masking import masked
from handbook.text.load import SETTINGS, Folder, read_folder, stamp
from handbook.text.source import decode


class Opened:
    """A handbook with everything that its pages show."""

    def __init__(self, folder: Folder, clock: date | datetime) -> None:
        self._folder = folder
        self.handbook: Handbook = build(folder, clock)
        self.told: set[Problem] = set()  # what was already told while an engine renders the pages
        self.handbook.rule_help = help_texts()
        macros = all_macros()
        self.handbook.macro_names = frozenset(macros)
        self.handbook.macros_alone = frozenset(
            name for name, macro in macros.items() if macro.needs_nothing
        )
        self.shows = Shows(self.handbook)
        self.handbook.shown_places = self.shows.places()
        self.handbook.shown_empty = frozenset(self.shows.empty())
        self.handbook.anchors_of = self.shows.anchors
        self.handbook.places_of = self.shows.places_of
        self.handbook.facts_between = self.shows.facts_between
        self.handbook.line_of_anchor = self.shows.line_of

    def draw(self, call: Call, src: str, from_source: bool = False) -> Drawn:
        """What the page ``src`` gets for a macro call; a Problem in it instead of an exception."""
        return self.shows.draw(call, src, from_source)

    def problems(self) -> list[Problem]:
        """Everything that is wrong, in reading order; what many places miss is one problem, where it should be."""
        if day := later_day(self.handbook):
            return self._as_of(day)
        reads: Reads = {}
        return without_floods(told_once(self.handbook, self.every_problem(reads), reads))

    def _as_of(self, day: date) -> list[Problem]:
        """That the clock is behind, and what is wrong on the day of the records: before it, much would seem still to come."""
        then = Opened(self._folder, day)
        then.handbook.history, then.handbook.added = self.handbook.history, self.handbook.added
        behind = [one for one in self.every_problem() if one.cause and one.cause.kind == "day"]
        late = {
            problem.place for problem in then.every_problem() if problem.rule == "record-in-future"
        }
        return in_order(
            [
                *told_once(self.handbook, [one for one in behind if one.place not in late], {}),
                *then.problems(),
            ]
        )

    def every_problem(self, reads: Reads | None = None) -> list[Problem]:
        """Everything that is wrong at every place, in reading order, also what follows from another problem."""
        # What is confidential is looked for before any rule runs: then no rule about it rests on facts that may be missing,
        # so that it is told whatever else is wrong.
        hidden = [*self.handbook.secrets, *self.handbook.private_data, *self.handbook.taken_out]
        found = [*self.handbook.problems, *self.shows.problems, *run(self.handbook, reads)]
        return in_order(without_hidden(self.handbook, masked(found, hidden)))


# The rules about mkdocs.yml alone (those about its menu compare it with pages), and about what engines would follow anywhere.
_BEFORE_ENGINES = ("setting-refused", "facts-published", "site-address-missing", "link-in-folder")


def engine_problems(folder: Folder, clock: date | datetime) -> list[Problem]:
    """What keeps an engine from being started: settings that it may not read, links, and pages that it cannot read."""
    settings = {path: data for path, data in folder.data.items() if path == SETTINGS}
    handbook = build(replace(folder, data=settings), clock)
    judged = [problem for slug in _BEFORE_ENGINES for problem in judge(slug, handbook)]
    read = [problem for problem in handbook.problems if problem.place.path == SETTINGS]
    pages = (decode(path, data) for path, data in folder.data.items() if path.endswith(".md"))
    unreadable = [page for page in pages if isinstance(page, Problem)]
    return in_order([*judged, *read, *unreadable])


_last: dict[str, tuple[Any, Opened]] = {}


def open_cached(root: str, clock: datetime) -> Opened:
    """The handbook in ``root``, opened again only if a file or the day has changed since the last time.

    Zensical asks once for each page; so the handbook is still built once for a build.
    """
    key = (stamp(root), clock.date())
    if root not in _last or _last[root][0] != key:
        _last.clear()
        include(f"{root}/macros")
        _last[root] = (key, Opened(read_folder(root), clock))
    return _last[root][1]
