"""The price calculator: the facts that the page's script needs, and the form it fills.

The sums are those of ``handbook.documents.sales_book.sums.order``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from handbook.documents.company.facts.company import Decision, Role
from handbook.documents.company.facts.vocabulary import PriceUnit
from handbook.documents.sales_book.facts.market import (
    Discounts,
    Lever,
    Price,
    Product,
)
from handbook.documents.sales_book.macros.prices import book_of_today, unit_of
from handbook.facts.facts import Facts
from handbook.facts.scalars import Change, Money, Share
from handbook.show.blocks import Picture
from handbook.show.content import ComputedContent
from handbook.show.html import Html, join
from handbook.show.lookup import need
from handbook.show.macro import Context, macro
from handbook.show.view import View


class Offer(NamedTuple):
    """A product that the form offers, at its price per unit; ``times`` is how often that falls due
    in the first twelve months, ``counted`` what one and several units of it are called: nothing for
    a price that falls due again and again, of which the products are counted and not the months.
    """

    name: str
    family: str
    per: str
    counted: tuple[str, str]
    times: int
    price: Money
    floor: Money
    cost: Money


class Band(NamedTuple):
    """A discount by order value; open without ``below``."""

    since: Money
    below: Money | None
    rate: Change


class DiscountChoice(NamedTuple):
    """A discount for a condition that the customer accepts."""

    when: str
    rate: Change


class Reason(NamedTuple):
    """A lever: a reason for a discount, either by order value or by options."""

    id: str
    name: str
    families: Sequence[str]
    apart: Sequence[str]
    bands: Sequence[Band]
    options: Sequence[DiscountChoice]


class Approval(NamedTuple):
    """A role, and the highest discount that it may approve; without a limit, any."""

    role: str
    limit: Decimal | None


class PriceForm(NamedTuple):
    """What the form is made from."""

    offers: Sequence[Offer]
    reasons: Sequence[Reason]
    most: Share
    ladder: Sequence[Approval]


@macro("block", "price_calculator()")
def price_calculator(context: Context) -> ComputedContent:
    """A form that calculates an order: discount allowed, who must approve, margin left, what must
    be sold more to break even.
    """
    facts = context.facts
    discounts, products = need(facts, Discounts), facts[Product]
    prices = [price for price in book_of_today(context).prices if price.product in products]
    decision = facts[Decision].get(discounts.decision)
    form = PriceForm(
        [_offer(price, products[price.product], facts) for price in prices],
        [_reason(lever) for lever in discounts.levers],
        discounts.max_total,
        _ladder(decision, facts) if decision else [],
    )
    asked = [*prices, discounts, *([decision] if decision else [])]
    return ComputedContent(asked, Picture(form, _draw_form))


def _offer(price: Price, product: Product, facts: Facts) -> Offer:
    unit = facts[PriceUnit].get(price.per)
    return Offer(
        product.name,
        product.family,
        unit_of(price, facts),
        (unit.singular, unit.plural) if unit and unit.times_a_year == 1 else ("", ""),
        unit.times_a_year if unit else 1,
        price.list,
        price.floor,
        price.cost,
    )


def _reason(lever: Lever) -> Reason:
    return Reason(
        lever.id,
        lever.name,
        lever.applies_to,
        lever.not_with,
        [Band(band.from_, band.to, band.rate) for band in lever.bands],
        [DiscountChoice(option.when, option.rate) for option in lever.options],
    )


def _ladder(decision: Decision, facts: Facts) -> list[Approval]:
    limits = [(step.role, decision.limit(step)) for step in decision.ladder]
    return [
        Approval(_name(role, facts), limit if isinstance(limit, Decimal) else None)
        for role, limit in limits
    ]


def _name(role: str, facts: Facts) -> str:
    found = facts[Role].get(role)
    return found.label if found else role


# --- the form -------------------------------------------------------------------------------------


def _draw_form(form: PriceForm, view: View) -> Html:
    facts = {
        "prices": [_price(offer) for offer in form.offers],
        "levers": [_lever(reason) for reason in form.reasons],
        "most": points(form.most),
        "ladder": [[step.role, _points(step.limit)] for step in form.ladder],
        **view.money_style(),
    }
    products = join(
        _option(place, Html("{}, {}").format(offer.name, offer.per))
        for place, offer in enumerate(form.offers)
    )
    levers = join(
        _choice(place, reason, view) for place, reason in enumerate(form.reasons) if reason.options
    )
    return Html(
        '<div class="hb-item hb-calculator" data-search-exclude data-facts="{}">'
        '<div class="hb-lines"><div class="hb-line">'
        '<label>Product <select class="hb-product">{}</select></label> '
        '<label>How many <input class="hb-units" type="number" min="1" max="100000" step="1" '
        'value="1"> <span class="hb-counted"></span></label></div></div> '
        '<p><button type="button" class="hb-more md-button">One more line</button></p> '
        '<div class="hb-columns">{}</div> '
        '<div class="hb-sums" aria-live="polite"><p>With scripts switched off, work it out with '
        "the tables on this page: the same facts stand there.</p></div>"
        "</div>"
    ).format(json.dumps(facts, ensure_ascii=False), products, levers)


def _option(value: int, shown: Html) -> Html:
    return Html('<option value="{}">{}</option>').format(value, shown)


def _choice(place: int, reason: Reason, view: View) -> Html:
    options = join(
        _option(
            number,
            Html("{} ({})").format(option.when, view.share(option.rate, sign=True)),
        )
        for number, option in enumerate(reason.options)
    )
    return Html(
        '<label>{} <select class="hb-lever" data-lever="{}">'
        '<option value="">no</option> {}</select></label>'
    ).format(reason.name, place, options)


# --- what the script reads ------------------------------------------------------------------------


def _price(offer: Offer) -> Mapping[str, object]:
    """A price in whole cents, with how often it falls due in the first twelve months."""
    return {
        "name": offer.name,
        "family": offer.family,
        "per": offer.per,
        "counted": offer.counted,
        "times": offer.times,
        "list": cents(offer.price),
        "floor": cents(offer.floor),
        "cost": cents(offer.cost),
    }


def _lever(reason: Reason) -> Mapping[str, object]:
    return {
        "id": reason.id,
        "name": reason.name,
        "families": reason.families,
        "apart": reason.apart,
        "bands": [
            [cents(band.since), _cents(band.below), points(band.rate)] for band in reason.bands
        ],
        "options": [points(option.rate) for option in reason.options],
    }


def cents(amount: Decimal) -> int:
    """Money as whole cents, which a script can add exactly."""
    return int(amount * 100)


def _cents(amount: Decimal | None) -> int | None:
    return None if amount is None else cents(amount)


def points(share: Decimal) -> int:
    """A share as whole hundredths of a per cent: 15 % is 1500."""
    return int(share * 10_000)


def _points(share: Decimal | None) -> int | None:
    return None if share is None else points(share)
