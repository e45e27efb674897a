"""What facts that lead to a page have in common: the page is there, and so is the heading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.problems.problem import Cause, Place, Problem, did_you_mean, nearest
from handbook.show.shown import Shown


class Lead(Protocol):
    """A fact with the keys ``page`` (a path below ``docs``) and, where it leads to a section,
    ``heading``.
    """

    @property
    def page(self) -> str: ...

    @property
    def heading(self) -> str | None: ...

    def at(self, key: str = "") -> Place: ...


def leads_nowhere(handbook: Handbook, shown: Shown, lead: Lead, says: str) -> Iterator[Problem]:
    """That a fact with the keys ``page`` and ``heading`` names a page, or a heading on it, that is
    not there.
    """
    page = handbook.pages.get(lead.page)
    if page is None:
        yield no_such_page(
            handbook, lead.at("page"), lead.page, says, "name a page that answers it."
        )
    elif (
        lead.heading and page.src not in handbook.unreadable and not _has(shown, page, lead.heading)
    ):
        known = [
            name for name in page.ids if name.isascii()
        ]  # letters of other alphabets are no id to copy
        guess = nearest(lead.heading, known)
        mean = did_you_mean(lead.heading, known)
        what = (
            f'"{says}" leads to the heading "{lead.heading}" of {page.path}, which has none with '
            f"that id.{mean}"
        )
        fix, paste = ("write:", f"heading: {guess}") if guess else ("delete the line.", "")
        cause = Cause("heading", f"{page.src}#{lead.heading}")
        yield Problem(lead.at("heading"), what, fix, paste, cause=cause)


def no_such_page(handbook: Handbook, place: Place, page: str, says: str, otherwise: str) -> Problem:
    """What is said of a fact whose key ``page`` names none; ``otherwise`` is to be done where no
    page has a name like it.
    """
    guess = nearest(page, handbook.pages)
    what = f'"{says}" leads to "{page}". There is no such page.{did_you_mean(page, handbook.pages)}'
    fix, paste = ("write:", f"page: {guess}") if guess else (otherwise, "")
    return Problem(place, what, fix, paste, cause=Cause("page", page))


def _has(shown: Shown, page: Page, anchor: str) -> bool:
    return anchor in page.ids or anchor in shown.anchors(page)
