"""What an engine asks while it builds or serves: the text of each page, out of one edition as long
as nothing changes.
"""

from __future__ import annotations

from datetime import datetime

from handbook.facts.discovery import include
from handbook.handbook import company_day
from handbook.problems.problem import Problem, as_text, in_order
from handbook.rules.edition import edition_without_git
from handbook.show.engine_text import engine_text
from handbook.show.shown import Shown
from handbook.site.guard import log
from handbook.text.load import Stamp, read_folder, stamp


class Renderer:
    """Gives an engine the text of each page. ``told`` is what the log has said already: each thing
    is told once.
    """

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.told: set[Problem] = set()

    def page_text(self, source: str, src: str, from_source: bool) -> str:
        """What an engine may render of the page ``src``; what is wrong with it is told in the log."""
        found = engine_text(self.shown, source, src, from_source)
        for problem in in_order(found.problems):
            if problem not in self.told:
                self.told.add(problem)
                log.warning("%s", as_text(problem))
        return found.text


_last: dict[str, tuple[Stamp, Renderer]] = {}


def renderer_of(root: str, clock: datetime) -> Renderer:
    """The renderer of the handbook in ``root``, made again only if a file or the company's day has
    changed since.

    Zensical asks once for each page; so the handbook is still built once for a build.
    """
    seen = stamp(root)
    if root in _last and _last[root][0] == seen:
        handbook = _last[root][1].shown.handbook
        if company_day(clock, handbook.facts) == handbook.today:
            return _last[root][1]
    _last.clear()
    include(f"{root}/macros")
    _last[root] = (seen, Renderer(edition_without_git(read_folder(root), clock).shown))
    return _last[root][1]
