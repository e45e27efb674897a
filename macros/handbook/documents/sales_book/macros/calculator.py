"""The price calculator: the facts that the page's script needs, and the form it fills. The sums are those of ``calculations.order``."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from handbook.documents.company.facts.company import Decision, Role
from handbook.documents.sales_book.facts.market import Discounts, Lever, Product
from handbook.documents.sales_book.macros.prices import PER, book_of_today
from handbook.show.html import Html, join
from handbook.show.lookup import names, need, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

MONTHS = 12


@macro("block", "price_calculator()", lambda shown, view: _draw(shown, view))
def price_calculator(
    context: Context,
) -> tuple[list[tuple[str, str, Picked]], Discounts, Decision | None, dict[str, str]]:
    """A form that calculates an order: discount allowed, who must approve, margin left, what must be sold more to break even."""
    facts = context.handbook.facts
    discounts: Discounts = need(facts, Discounts)
    products = {product.id: product for product in facts[Product]}
    keys = ("per", "list", "floor", "cost")
    rows: list[tuple[str, str, Picked]] = [
        (products[price.product].name, products[price.product].family, pick(price, *keys))
        for price in book_of_today(context).prices
        if price.product in products
    ]
    decision = facts[Decision].get(discounts.decision)
    used = {step.role for step in decision.ladder} if decision else set()
    return (
        rows,
        discounts,
        decision,
        {key: name for key, name in names(context, Role).items() if key in used},
    )


def _draw(shown: Any, view: View) -> Html:
    rows, discounts, decision, roles = shown
    facts = {
        "prices": [_price(name, family, row) for name, family, row in rows],
        "levers": [_lever(lever) for lever in discounts.levers],
        "most": points(discounts.max_total),
        "ladder": [
            [roles.get(step.role, step.role), _limit(decision, step)] for step in decision.ladder
        ]
        if decision
        else [],
        "currency": view.region.currency if view.region else "EUR",
        "locale": view.locale.replace("_", "-"),
    }
    options = join(
        Html('<option value="{}">{}, {}</option>').format(place, name, PER[row.per])
        for place, (name, _, row) in enumerate(rows)
    )
    levers = join(
        _choice(place, lever, view) for place, lever in enumerate(discounts.levers) if lever.options
    )
    return Html(
        '<div class="hb-item hb-calculator" data-search-exclude data-facts="{}">'
        '<div class="hb-lines"><div class="hb-line"><label>Product <select class="hb-product">{}</select></label> '
        '<label>How many <input class="hb-units" type="number" min="1" max="100000" step="1" value="1"></label></div></div> '
        '<p><button type="button" class="hb-more md-button">One more line</button></p> '
        '<div class="hb-columns">{}</div> '
        '<div class="hb-sums" aria-live="polite"><p>With scripts switched off, work it out with the tables on this page: the same facts stand there.</p></div>'
        "</div>"
    ).format(json.dumps(facts, ensure_ascii=False), options, levers)


def _choice(place: int, lever: Lever, view: View) -> Html:
    rows = join(
        Html('<option value="{}">{} ({})</option>').format(
            number, option.when, view.share(option.rate, sign=True)
        )
        for number, option in enumerate(lever.options)
    )
    return Html(
        '<label>{} <select class="hb-lever" data-lever="{}"><option value="">no</option> {}</select></label>'
    ).format(lever.name, place, rows)


def _price(name: str, family: str, row: Picked) -> dict[str, Any]:
    """A price in whole cents, with how often it falls due in the first twelve months."""
    times = MONTHS if row.per == "month" else 1
    return {
        "name": name,
        "family": family,
        "per": PER[row.per],
        "times": times,
        "list": cents(row.list),
        "floor": cents(row.floor),
        "cost": cents(row.cost),
    }


def _lever(lever: Lever) -> dict[str, Any]:
    bands = [
        [cents(band.from_), cents(band.to) if band.to is not None else None, points(band.rate)]
        for band in lever.bands
    ]
    return {
        "id": lever.id, "name": lever.name, "families": list(lever.applies_to), "apart": list(lever.not_with),
        "bands": bands, "options": [points(option.rate) for option in lever.options],
    }  # fmt: skip


def _limit(decision: Decision, step: Any) -> int | None:
    value = decision.limit(step)
    return points(value) if isinstance(value, Decimal) else None


def cents(amount: Decimal) -> int:
    """Money as whole cents, which a script can add exactly."""
    return int(amount * 100)


def points(share: Decimal) -> int:
    """A share as whole hundredths of a per cent: 15 % is 1500."""
    return int(share * 10_000)
