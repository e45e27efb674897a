"""Rules about discounts: bands leave no gap and rise, levers fit together, somebody may approve
what they add up to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from handbook.documents.company.facts.company import Decision
from handbook.documents.sales_book.facts.market import BuyerGroup, Discounts, Lever
from handbook.documents.sales_book.rules.decisions import ends_below_discounts, top_step
from handbook.documents.sales_book.sums.price import highest_sum
from handbook.facts.bands import BandFault, faults
from handbook.handbook import Handbook
from handbook.problems.edits import Entry, Line
from handbook.problems.problem import Problem, listed
from handbook.rules.amounts import percent
from handbook.rules.rule import rule


@rule(
    "bands-gap",
    bad="""
sales-book/discounts.yml:
- {from: 0, to: 5 000, rate: 0 %}
- {from: 6 000, to: 20 000, rate: 5 %}
""",
    good="""
sales-book/discounts.yml:
- {from: 0, to: 5 000, rate: 0 %}
- {from: 5 000, to: 20 000, rate: 5 %}
""",
)
def gaps_between_bands(handbook: Handbook) -> Iterator[Problem]:
    """Bands begin at 0, each begins where the one before it ends, and the last has no end. `from`
    is inside the band, `to` is not. So every order, and every customer, falls into exactly one
    band.
    """
    discounts = handbook.facts.only(Discounts)
    for lever in discounts.levers if discounts else []:
        yield from _band_problems(
            lever.name, "orders", lever.bands, lambda band: f"rate: {band.rate}"
        )
    for sector in dict.fromkeys(group.sector for group in handbook.facts[BuyerGroup]):
        groups = [
            group for group in handbook.facts[BuyerGroup] if group.sector == sector and group.people
        ]
        if handbook.facts[BuyerGroup].whole:
            bands = sorted(
                (group.people for group in groups if group.people), key=lambda band: band.from_
            )
            yield from _band_problems(
                f"Buyer groups of {sector}", "customers", bands, lambda band: ""
            )


@rule(
    "bands-fall",
    bad="sales-book/discounts.yml:\n- {from: 5 000, to: 20 000, rate: 5 %}\n- {from: 20 000, rate: 3 %}",
    good="sales-book/discounts.yml:\n- {from: 5 000, to: 20 000, rate: 5 %}\n- {from: 20 000, rate: 8 %}",
)
def falling_bands(handbook: Handbook) -> Iterator[Problem]:
    """A larger order never gets a smaller discount than a smaller one. Otherwise a customer is
    better off with two orders than with one.
    """
    discounts = handbook.facts.only(Discounts)
    for lever in discounts.levers if discounts else []:
        for below, band in pairwise(lever.bands):
            if band.rate < below.rate:
                what = f"{lever.name}: from {_grouped(band.from_)} on the discount falls from {below.rate} to {band.rate}."
                yield Problem(band.at("rate"), what, "write at least:", f"rate: {below.rate}")


def _band_problems(
    name: str, things: str, bands: Sequence[Any], more: Callable[[Any], str]
) -> Iterator[Problem]:
    for found in faults([(band.from_, band.to) for band in bands]):
        band = bands[found.place]
        key = "to" if found.fault in ("empty", "closed-end") else "from"
        what, fix, paste = _band_message(name, things, found, band, more(band))
        if not more(band):
            paste = paste.replace("- {", "people: {")
        yield Problem(
            band.at(key), what, fix, paste, edit=Line() if paste.startswith("- ") else None
        )


def _grouped(number: Any) -> str:
    """A number as facts are written: ``59 000``."""
    return f"{number:,}".replace(",", " ")


def _band_message(
    name: str, things: str, found: BandFault, band: Any, more: str
) -> tuple[str, str, str]:
    left, right = (
        _grouped(number) if number is not None else "" for number in (found.left, found.right)
    )
    end = f", to: {_grouped(band.to)}" if band.to is not None else ""
    tail = f"{end}{', ' + more if more else ''}}}"
    if found.fault == "gap":
        what = f"{name}: nothing is said about {things} between {left} and {right}: one band ends at {left}, the next begins at {right}."
        return what, "begin the next band where this one ends:", f"- {{from: {left}{tail}"
    if found.fault == "overlap":
        what = f"{name}: {things} between {right} and {left} fall into two bands."
        return what, "begin this band where the one before it ends:", f"- {{from: {left}{tail}"
    if found.fault == "starts-late":
        return (
            f"{name}: nothing is said about {things} below {right}.",
            "begin the first band at 0:",
            f"- {{from: 0{tail}",
        )
    if found.fault == "open-inside":
        return (
            f"{name}: the band before this one has no end, so this one is never reached.",
            f"end the one before it here, with to: {right}.",
            "",
        )
    if found.fault == "empty":
        return (
            f"{name}: this band ends at {right}, where it begins or before.",
            "correct its end, or delete the band.",
            "",
        )
    return (
        f"{name}: nothing is said about {things} of {left} and more.",
        'let the last band be open: delete its "to":',
        f"- {{from: {_grouped(band.from_)}{', ' + more if more else ''}}}",
    )


def _families(discounts: Discounts) -> list[str]:
    return sorted({family for lever in discounts.levers for family in lever.applies_to})


def most_for(discounts: Discounts, family: str) -> tuple[Decimal, list[str]]:
    """The largest discount that levers can give together on a family of products, and the levers
    that give it.
    """
    levers = [lever for lever in discounts.levers if family in lever.applies_to]
    apart = {frozenset((lever.id, other)) for lever in levers for other in lever.not_with}
    return highest_sum({lever.id: lever.highest for lever in levers}, apart)


@rule(
    "discounts-add-up-too-high",
    bad="""
sales-book/discounts.yml:
max_total: 11 %
decision: discount
sales-book/discounts.yml:
- {from: 20 000, rate: 8 %}
sales-book/discounts.yml:
- {when: 48 months, rate: 4 %}
sales-book/discounts.yml:
- {when: With name and number, rate: 2 %}
""",
    good={"max_total: 11 %": "max_total: 15 %"},
)
def too_high_sums(handbook: Handbook) -> Iterator[Problem]:
    """All levers that may be combined give together at most `max_total`. Otherwise two sellers with
    the same order reach different prices, because each leaves out another lever.
    """
    discounts = handbook.facts.only(Discounts)
    if discounts is None:
        return
    for family in _families(discounts):
        total, levers = most_for(discounts, family)
        if total > discounts.max_total:
            what = f'For products of the family "{family}" the levers {listed(levers)} add up to {percent(total)}; the most allowed is {discounts.max_total}.'
            fix = "lower a lever, say which may not combine (not_with), or raise the limit:"
            yield Problem(discounts.at("max_total"), what, fix, f"max_total: {percent(total)}")
    known = {lever.id for lever in discounts.levers}
    for lever in discounts.levers:
        yield from _unknown_neighbours(lever, known)


def _unknown_neighbours(lever: Lever, known: set[str]) -> Iterator[Problem]:
    for other in lever.not_with:
        if other not in known or other == lever.id:
            what = f'"{lever.name}" may not combine with "{other}", which is no other lever.'
            yield Problem(
                lever.at("not_with"), what, f"name one of: {listed(sorted(known - {lever.id}))}."
            )


@rule(
    "approval-too-low",
    bad="""
sales-book/discounts.yml:
max_total: 15 %
decision_rights.yml:
- role: managing-director
  up_to: 12 %
  answers_within: 1 business day
""",
    good={"- role: managing-director\n  up_to: 12 %": "- role: managing-director"},
)
def too_low_approvals(handbook: Handbook) -> Iterator[Problem]:
    """Somebody may approve the highest discount: the ladder of that decision reaches at least as
    far, and its limits are shares such as `12 %`.
    """
    discounts = handbook.facts.only(Discounts)
    decision = handbook.facts[Decision].get(discounts.decision) if discounts else None
    if discounts is None or decision is None:
        return
    if decision.limit_in != "share":
        in_shares = [right.id for right in handbook.facts[Decision] if right.limit_in == "share"]
        what = (
            f'Discounts follow the ladder of "{decision.decision}", but its limits are not shares.'
        )
        if in_shares:
            yield Problem(
                discounts.at("decision"),
                what,
                "name a decision in shares:",
                f"decision: {in_shares[0]}",
            )
        else:
            yield Problem(decision.at("limit_in"), what, "write:", "limit_in: share")
    elif ends_below_discounts(handbook, decision):
        last = decision.ladder[-1]
        what = f"Discounts may reach {discounts.max_total}, but the ladder ends at {decision.limit(last)}."
        step = top_step(handbook, decision)
        fix, edit = (
            ("add a last step without a limit:", Entry("ladder"))
            if step
            else ("add a last step without a limit.", None)
        )
        yield Problem(last.at("up_to"), what, fix, step, edit=edit)
