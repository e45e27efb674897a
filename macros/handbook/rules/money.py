"""Rules about amounts of money, in whatever facts they are."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.facts.model import Fact
from handbook.facts.scalars import Money
from handbook.handbook import Handbook
from handbook.problems.problem import Problem
from handbook.rules.rule import rule
from handbook.show.spelling import as_paid

MOST = 2  # decimals that any amount can have


@rule(
    "amount-too-fine",
    bad="""
company.yml:
currency: HUF
sales-book/prices.yml:
- {product: tap-one, per: month, list: 60.50, floor: 45.00, cost: 30.00}
""",
    good={"list: 60.50": "list: 61"},
)
def fine_amounts(handbook: Handbook) -> Iterator[Problem]:
    """An amount has no more decimals than the company's money: none for forints or yen, two for
    euros, as Unicode's CLDR lists what a currency is paid in by hand. A company that reckons finer
    writes `smallest_amount: 0.01` into `company.yml`.
    """
    region = handbook.facts.region
    if region is None or region.decimals >= MOST:
        return
    for top in handbook.facts.everything():
        for fact in top.with_inner:
            for key, amount in _amounts(fact):
                if amount != (rounded := as_paid(amount, region)):
                    what = f'"{key}" says {amount}, finer than amounts in {region.currency} are.'
                    fix = "round it, halves up, or see about smallest_amount in company.yml:"
                    yield Problem(fact.at(key), what, fix, f"{key}: {Money(rounded)}")


def _amounts(fact: Fact) -> Iterator[tuple[str, Money]]:
    """The amounts of money among the values of a fact, each with its key as written."""
    for name, info in type(fact).model_fields.items():
        value = getattr(fact, name)
        if isinstance(value, Money):
            yield info.alias or name, value
