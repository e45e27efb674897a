"""The state of each page today: what a reader reads of it now, compared with its last review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.records.fingerprints import (
    Fingerprints,
    fact_row,
    rows_fingerprint,
    taken_today,
    text_fingerprint,
)
from handbook.records.records import Standing, standing


@dataclass(frozen=True, eq=False)
class PageStates:
    """The fingerprints of every page as it is today, and what follows from them for its reviews."""

    handbook: Handbook
    prints: Mapping[str, Fingerprints]

    def fingerprints(self, page: Page) -> Fingerprints:
        """What a reader of the page reads now: its text and the facts it shows."""
        return self.prints[page.src]

    def standing(self, page: Page) -> Standing:
        """The state of the page today; if its front matter cannot be read, it is due after the
        default of three months.
        """
        months = page.meta.review_every if page.meta else 3
        life = self.handbook.lives.get(page.src)
        return standing(life, self.fingerprints(page), months, self.handbook.today)


def page_states(handbook: Handbook, shown: Mapping[str, Sequence[object]]) -> PageStates:
    """The states of all pages. ``shown``: the facts that each page shows, in canonical form; none
    where it shows none.
    """
    places = handbook.first_places
    # What several pages show is one object, which is written once.
    forms = {id(form): form for many in shown.values() for form in many}
    rows = {number: fact_row(form, places) for number, form in forms.items()}
    prints = {
        src: taken_today(
            text_fingerprint(page.body, src, places),
            rows_fingerprint(rows[id(form)] for form in shown.get(src, ())),
        )
        for src, page in handbook.pages.items()
    }
    return PageStates(handbook, prints)
