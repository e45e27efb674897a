"""An edition: the handbook of one day with what its pages show, and everything that is wrong with
it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from handbook.handbook import Handbook, build_without_git
from handbook.problems.problem import Problem, in_order, without_floods
from handbook.rules.causes import later_day, told_once
from handbook.rules.rule import Reads, judge_as_read, run, without_hidden
from handbook.show.shown import Shown, show
from handbook.text.confidential.masking import masked
from handbook.text.load import SETTINGS, Folder
from handbook.text.source import decode


@dataclass(frozen=True, eq=False)
class Edition:
    """A handbook with everything that its pages show."""

    handbook: Handbook
    shown: Shown

    def problems(self) -> list[Problem]:
        """Everything that is wrong, in reading order; what many places miss is one problem, where
        it should be.
        """
        if day := later_day(self.handbook):
            return self._problems_on(day)
        reads: Reads = {}
        return without_floods(told_once(self.handbook, self.every_problem(reads), reads))

    def _problems_on(self, day: date) -> list[Problem]:
        """That the clock is behind, and what is wrong on the day of the records: before it, much
        would seem still to come.
        """
        then = edition_of(replace(self.handbook, today=day))
        behind = [
            problem
            for problem in self.every_problem()
            if problem.cause and problem.cause.kind == "day"
        ]
        late = {
            problem.place for problem in then.every_problem() if problem.rule == "record-in-future"
        }
        alone = [problem for problem in behind if problem.place not in late]
        return in_order([*told_once(self.handbook, alone, {}), *then.problems()])

    def every_problem(self, reads: Reads | None = None) -> list[Problem]:
        """Everything that is wrong at every place, in reading order, also what follows from another
        problem.
        """
        # What is confidential is looked for before any rule runs: then no rule about it rests on
        # facts that may be missing, so that it is told whatever else is wrong.
        handbook, shown = self.handbook, self.shown
        hidden = [*handbook.secrets, *handbook.private_data, *handbook.taken_out]
        read = [*handbook.problems, *shown.problems, *run(handbook, shown, reads)]
        found = [problem for problem in read if not handbook.off.misses(problem.cause)]
        return in_order(without_hidden(handbook, masked(found, hidden)))


def edition_of(handbook: Handbook) -> Edition:
    """The handbook with what its pages show."""
    return Edition(handbook, show(handbook))


def edition_without_git(folder: Folder, clock: date | datetime) -> Edition:
    """The edition of a folder, for what does not ask how it came to be."""
    return edition_of(build_without_git(folder, clock))


# The rules about mkdocs.yml alone (those about its menu compare it with pages), and about what
# engines would follow anywhere.
_BEFORE_ENGINES = ("setting-refused", "facts-published", "site-address-missing", "link-in-folder")


def engine_problems(folder: Folder, clock: date | datetime) -> list[Problem]:
    """What keeps an engine from being started: settings that it may not read, links, and pages that
    it cannot read.
    """
    settings = {path: data for path, data in folder.data.items() if path == SETTINGS}
    handbook = build_without_git(replace(folder, data=settings), clock)
    judged = [problem for slug in _BEFORE_ENGINES for problem in judge_as_read(slug, handbook)]
    read = [problem for problem in handbook.problems if problem.place.path == SETTINGS]
    pages = (decode(path, data) for path, data in folder.data.items() if path.endswith(".md"))
    unreadable = [page for page in pages if isinstance(page, Problem)]
    return in_order([*judged, *read, *unreadable])
