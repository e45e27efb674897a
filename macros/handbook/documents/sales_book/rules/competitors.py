"""Rules about competitors and alternatives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from handbook.documents.sales_book.facts.market import Competitor, Product
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, listed
from handbook.rules.rule import rule

CLAIM_DAYS = 92


@rule(
    "claim-old",
    bad="""
sales-book/competitors/do-nothing.yml:
- text: A case of bottles weighs about nine kilos.
  source: The scales in our warehouse
  checked: 2026-01-10
""",
    good={"  checked: 2026-01-10": "  checked: 2026-11-02"},
)
def old_claims(handbook: Handbook) -> Iterator[Problem]:
    """What we say about a competitor was looked up in the last three months, and never in the
    future. Prices and products change, and a wrong claim is against the law. That a claim has grown
    old is advice.
    """
    for competitor in handbook.facts[Competitor]:
        for claim in competitor.claims:
            if claim.checked > handbook.today:
                what = f"This was looked up on {claim.checked.isoformat()}, which is still to come."
                yield Problem(
                    claim.at("checked"),
                    what,
                    "write the day on which it was looked up:",
                    f"checked: {handbook.today.isoformat()}",
                )
            elif handbook.today - claim.checked > timedelta(days=CLAIM_DAYS):
                days = (handbook.today - claim.checked).days
                what = f'"{claim.text}" was looked up {days} days ago.'
                yield Problem(
                    claim.at("checked"),
                    what,
                    "look it up again, correct it, and write the day:",
                    f"checked: {handbook.today.isoformat()}",
                    severity="advice",
                )


@rule(
    "do-nothing-missing",
    wants="sales-book/competitors",
    bad="""
sales-book/competitors/do-nothing.yml:
name: Do nothing
kind: do nothing
against: [tap-one]
""",
    good={"against: [tap-one]": "against: [tap-one, filter-change]"},
)
def products_without_do_nothing(handbook: Handbook) -> Iterator[Problem]:
    """Doing nothing is the strongest competitor of every product. For each product on sale somebody
    has thought about what to say to it.
    """
    competitors = handbook.facts[Competitor]
    if competitors.unread:
        return
    covered = {
        product
        for competitor in competitors
        if competitor.kind == "do nothing"
        for product in competitor.against
    }
    first = next(
        (competitor for competitor in competitors if competitor.kind == "do nothing"), None
    )
    missing = [
        product
        for product in handbook.facts[Product]
        if product.state == "sold" and product.id not in covered
    ]
    if first is not None and missing:
        what = f'"{first.name}" does not cover {listed(product.id for product in missing)}.'
        yield Problem(
            first.at("against"),
            what,
            "add them:",
            f"against: [{', '.join([*first.against, *(product.id for product in missing)])}]",
        )
    elif missing:
        what = (
            f'Nothing is said about customers who do nothing instead of taking "{missing[0].name}".'
        )
        against = ", ".join(product.id for product in missing)
        fix = "add a file docs/_facts/sales-book/competitors/do-nothing.yml, of the kind do nothing"
        yield Problem(missing[0].at(), what, f"{fix}, against {against}.")
