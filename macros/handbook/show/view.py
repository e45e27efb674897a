"""How values look on a page: in the company's language and money, with links relative to the page
that shows them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from posixpath import dirname, relpath

from babel import dates

from handbook.facts.durations import Duration
from handbook.facts.region import Region
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.show import spelling
from handbook.show.cards import card_macro
from handbook.show.html import Html, items, link, text


@dataclass(frozen=True)
class View:
    """A page that shows facts: knows the page's place and the company's language."""

    handbook: Handbook
    src: str
    from_source: bool = False  # Zensical resolves links in HTML from the source file, MkDocs leaves them as the browser sees them

    @property
    def region(self) -> Region | None:
        return self.handbook.facts.region

    @property
    def locale(self) -> str:
        return spelling.locale_of(self.region)

    def money(self, amount: Decimal) -> str:
        """``€1,200`` or ``€18.50``: cents are shown where there are any."""
        return spelling.money(amount, self.region)

    def money_style(self) -> dict[str, str | int]:
        """How scripts write money as pages do."""
        return {
            "currency": self.region.currency if self.region else "EUR",
            "locale": self.locale.replace("_", "-"),
            "decimals": self.region.decimals if self.region else 2,
        }

    def share(self, fraction: Decimal, sign: bool = False) -> str:
        """``15%`` as the company's language writes it; with ``sign``, ``+15%``."""
        return spelling.share(fraction, self.region, sign)

    def number(self, amount: int | Decimal) -> str:
        return spelling.number(amount, self.region)

    def day(self, day: date) -> str:
        """``1 October 2026``."""
        return spelling.day(day, self.region)

    def short_day(self, day: date) -> str:
        """``1 Oct``."""
        return str(dates.format_skeleton("MMMd", day, locale=self.locale))

    def value(self, value: object) -> Html:
        """Any fact value as readers see it, by its type."""
        if isinstance(value, Html):
            return value
        if isinstance(value, (list, tuple)) and not isinstance(value, Duration):
            return items(self.value(inner) for inner in value)
        return text(spelling.spelled(value, self.region))

    # --- links ---

    def href(self, target: str, anchor: str = "") -> str:
        """The address of a page (path below ``docs``) seen from this page; folders as the site
        serves them.
        """
        here = dirname(self.src) if self.from_source else served_from(self.src)
        there = served_from(target)
        address = _relative(there, here)
        return f"{address}#{anchor}" if anchor else address

    def to_page(self, target: str, shown: object, anchor: str = "") -> Html:
        """A link to a page; its words alone where the company goes without that page."""
        if target in self.handbook.off.pages:
            return text(shown)
        return link(self.href(target, anchor), shown)

    def to_titled(self, target: str) -> Html:
        """A link to a page by its title; only the path where there is no such page."""
        page = self.handbook.pages.get(target)
        return self.to_page(page.src, page.title) if page else text(target)

    def to_item(self, table: str, item_id: str, shown: object) -> Html:
        """A link to the card of an item, or only the name if no page shows one."""
        card = card_macro(table)
        if card is None or self.handbook.off.has(table):
            return text(shown)
        return self.to_card(card.name, item_id, card.anchor(item_id), shown)

    def to_card(self, macro_name: str, item_id: str, anchor: str, shown: object) -> Html:
        """A link to the card that some page shows, or only the name if none does."""
        page: Page | None = self.handbook.shown_on.get((macro_name, item_id))
        return link(self.href(page.src, anchor), shown) if page else text(shown)


class AnyPageView(View):
    """Any page: addresses are left open, so that what is drawn once can be shown on all pages."""

    def href(self, target: str, anchor: str = "") -> str:
        return f"{_OPEN}{target}{_OPEN}" + (f"#{anchor}" if anchor else "")


# A sign that no page and no fact may hold, on both sides of an address that is left open.
_OPEN = "\x02"
_ADDRESS = re.compile(f"{_OPEN}([^{_OPEN}]*){_OPEN}")


def with_addresses(drawn: Html, view: View) -> Html:
    """What was drawn for any page, with the addresses that this page needs."""
    return (
        Html(_ADDRESS.sub(lambda found: view.href(found.group(1)), drawn))
        if _OPEN in drawn
        else drawn
    )


@lru_cache(maxsize=4096)
def _relative(there: str, here: str) -> str:
    """The way from one folder to another. Both begin with a slash, or Python would ask the computer
    where it is.
    """
    address = relpath(f"/{there}", f"/{here}")
    return "./" if address == "." else f"{address}/"


def served_from(src: str) -> str:
    """The folder a page is served from: ``a/b.md`` → ``a/b``, ``a/index.md`` → ``a``, ``index.md``
    → empty.
    """
    path = src.removesuffix(".md")
    return (
        path.removesuffix("index").removesuffix("/")
        if path == "index" or path.endswith("/index")
        else path
    )
