"""Rules about the state of the base: its parts add up, its risks are named, what we keep about
people has a ground and an end.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from handbook.documents.company.facts.company import Company
from handbook.documents.customer_base.base import of_all_revenue
from handbook.documents.customer_base.facts import BaseReport, PersonalRecord, ValueClass
from handbook.documents.sales_book.facts.market import BuyerGroup, Terms
from handbook.facts.bands import BandFault, faults
from handbook.facts.durations import Duration
from handbook.facts.forms import entry_to_fill_in
from handbook.facts.kinds import kind_of
from handbook.facts.meant import plain
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Place, Problem
from handbook.rules.rule import rule


class NeededRecord(NamedTuple):
    """A kind of record that must be listed if it is kept: what it is called, and which facts show
    that it is.

    ``made_by`` are kinds of facts, any of which is enough, or ``reviews`` for those of the
    handbook; empty: always.
    """

    name: str
    made_by: tuple[str, ...] = ()


NEEDED_RECORDS = {
    "call-recording": NeededRecord("recorded calls"),
    "applicant": NeededRecord("papers of applicants"),
    "admission-paper": NeededRecord("papers and sheets of tests", ("practicals", "probation")),
    "staff-assessment": NeededRecord("assessments of staff", ("staff_assessment", "scorecards")),
    "handbook-review": NeededRecord("reviews of the handbook", ("reviews",)),
}
LONGEST_MONTH = 31


@rule(
    "base-does-not-add-up",
    bad="""
company.yml:
customers: 310
customer-base/base.yml:
groups:
  - {buyer_group: offices, customers: 270, revenue: 650 000}
  - {buyer_group: hotels, customers: 41, revenue: 350 000}
""",
    good={"customers: 41": "customers: 40"},
)
def bases_that_do_not_add_up(handbook: Handbook) -> Iterator[Problem]:
    """The groups of the base are the buyer groups, each once, and their customers add up to those
    of the company. The losses add up to the revenue that left.
    """
    base = handbook.facts.only(BaseReport)
    if base is None:
        return
    yield from _groups(handbook, base)
    lost = sum((loss.revenue for loss in base.losses), Decimal(0))
    if lost != base.churn:
        what = f"The losses add up to {_money(lost)}, but {_money(base.churn)} of revenue left: {_money(abs(lost - base.churn))} apart."
        yield Problem(base.at("losses"), what, 'correct one of the losses, or "churn".')


def _groups(handbook: Handbook, base: BaseReport) -> Iterator[Problem]:
    seen: set[str] = set()
    for row in base.groups:
        if row.buyer_group in seen:
            yield Problem(
                row.at(), f'"{row.buyer_group}" stands twice in the base.', "make one of the two."
            )
        seen.add(row.buyer_group)
    known = handbook.facts[BuyerGroup]
    missing = [] if known.broken else [name for name in known.known if name not in seen]
    for group in sorted(missing):
        fix = "add it, with its customers and its revenue."
        yield Problem(base.at("groups"), f'The base says nothing about "{group}".', fix)
    company = handbook.facts.only(Company)
    total = sum(row.customers for row in base.groups)
    said = company.customers if company else None
    whole = not missing and len(seen) == len(base.groups)
    if company and said is not None and whole and total != said:
        what = f"The groups of the base have {total} customers together, but {company.at().path} says {said}."
        fix = f"correct a group, or the customers in {company.at().path}."
        yield Problem(base.at("groups"), what, fix)


def _money(amount: Decimal) -> str:
    """An amount as facts are written: ``59 000``."""
    return f"{amount:,}".replace(",", " ")


@rule(
    "base-report-impossible",
    bad="""
customer-base/base.yml:
opening: 70 000
expansion: 45 000
contraction: 18 000
churn: 54 000
""",
    good={"opening: 70 000": "opening: 900 000"},
)
def impossible_reports(handbook: Handbook) -> Iterator[Problem]:
    """Contraction and churn are not more than the opening revenue, so gross retention is between 0
    % and 100 % and never above net retention; the five largest customers bring at least as much as
    the largest and at most five times as much, and not more than all; the twelve months are over.
    """
    base = handbook.facts.only(BaseReport)
    if base is None:
        return
    if base.contraction + base.churn > base.opening:
        what = f"{_money(base.contraction)} shrank and {_money(base.churn)} left, more than the {_money(base.opening)} of the first day."
        yield Problem(base.at("churn"), what, "correct one of the three.")
    revenue = sum((row.revenue for row in base.groups), Decimal(0))
    if not base.largest <= base.five_largest <= min(5 * base.largest, max(revenue, base.largest)):
        what = f"The five largest customers bring {_money(base.five_largest)}, the largest {_money(base.largest)}, all {_money(revenue)}."
        yield Problem(base.at("five_largest"), what, "correct what cannot be.")
    if base.from_ >= base.until:
        what = f"The report ends on {base.until.isoformat()}, before it begins."
        yield Problem(base.at("until"), what, "correct one of the two days.")
    elif base.until > handbook.today:
        what = f"The report reaches until {base.until.isoformat()}, which is still to come."
        yield Problem(base.at("until"), what, "write the day until which was counted.")


@rule(
    "concentration-unexplained",
    severity="advice",
    bad="customer-base/base.yml:\nlargest: 50 100\nfive_largest: 90 000\nlargest_limit: 5 %",
    good={
        "largest_limit: 5 %": "largest_limit: 5 %\nrisk_note: Its contracts end in three different years."
    },
)
def unexplained_concentration(handbook: Handbook) -> Iterator[Problem]:
    """Where the largest customer, or the five largest, bring more than the limit, the report says
    what we do about it.
    """
    base = handbook.facts.only(BaseReport)
    if base is None or base.risk_note:
        return
    for key, name, amount, limit in (
        ("largest", "The largest customer brings", base.largest, base.largest_limit),
        (
            "five_largest",
            "The five largest customers bring",
            base.five_largest,
            base.five_largest_limit,
        ),
    ):
        share = of_all_revenue(base, amount)
        if share > limit:
            what = f"{name} {plain(round(share * 100, 2))} % of all revenue; the limit is {limit}."
            yield Problem(base.at(key), what, "say what we do about it:", "risk_note: …")
            return


@rule(
    "renewal-opened-late",
    severity="advice",
    bad="""
customer-base/base.yml:
renewal_opened_before: 93 days
# In terms.yml the notice is 3 months.
""",
    good="""
customer-base/base.yml:
renewal_opened_before: 180 days
# In terms.yml the notice is 3 months.
""",
)
def late_renewals(handbook: Handbook) -> Iterator[Problem]:
    """A renewal is opened before the customer could give notice: longer before the end of the
    contract than the period of notice. Later, the customer has already decided.
    """
    base, terms = handbook.facts.only(BaseReport), handbook.facts.only(Terms)
    if base is None or terms is None or terms.notice is None:
        return
    notice = _longest(terms.notice)
    if base.renewal_opened_before.days <= notice:
        what = f"A renewal is opened {base.renewal_opened_before} before the end, but the customer may give notice {terms.notice} before it."
        yield Problem(
            base.at("renewal_opened_before"),
            what,
            "open it earlier:",
            f"renewal_opened_before: {2 * notice} days",
        )


def _longest(time: Duration) -> int:
    """The most calendar days that a time can take; business days count as seven for five."""
    days = {"month": LONGEST_MONTH, "week": 7, "day": 1}
    return time.amount * days[time.unit] if time.unit in days else -(-time.amount * 7 // 5)


@rule(
    "value-classes-apart",
    bad="customer-base/value_classes.yml:\n- id: small\n  name: Small\n  from: 0\n  to: 4 000",
    good="customer-base/value_classes.yml:\n- id: small\n  name: Small\n  from: 0\n  to: 5 000",
)
def value_classes_apart(handbook: Handbook) -> Iterator[Problem]:
    """The value classes hold every customer exactly once: they begin at 0, each begins where the
    one below it ends, the highest has no end.
    """
    table = handbook.facts[ValueClass]
    if not table.whole:
        return
    classes = sorted(table, key=lambda value_class: value_class.from_)
    for found in faults([(value_class.from_, value_class.to) for value_class in classes]):
        value_class = classes[found.place]
        key = "to" if found.fault in ("empty", "closed-end") else "from"
        place = (
            classes[found.place - 1].at() if found.fault == "open-inside" else value_class.at(key)
        )
        yield Problem(place, *_band_message(value_class, found))


def _band_message(value_class: ValueClass, found: BandFault) -> tuple[str, str, str]:
    left, right = (
        _money(Decimal(number)) if number is not None else ""
        for number in (found.left, found.right)
    )
    messages = {
        "gap": (f'No class holds customers who bring {left} to {right}.', f'begin "{value_class.name}" at:', f"from: {left}"),
        "overlap": (f"Customers who bring {right} to {left} fall into two classes.", f'begin "{value_class.name}" at:', f"from: {left}"),
        "starts-late": (f"No class holds customers who bring less than {right}.", "begin the lowest at:", "from: 0"),
        "open-inside": (f'The class below "{value_class.name}" has no end.', f'end it where "{value_class.name}" begins:', f"to: {right}"),
        "empty": (f'"{value_class.name}" ends at {right}, where it begins or before.', "correct its end.", ""),
        "closed-end": (f"No class holds customers who bring {left} and more.", 'delete "to" of the highest class.', ""),
    }  # fmt: skip
    return messages[found.fault]


@rule(
    "records-incomplete",
    wants="customer-base/privacy",
    bad="""
customer-base/records_kept.yml:
- id: visitor
# Nothing is said about the papers of applicants.
""",
    good="customer-base/records_kept.yml:\n- id: applicant",
)
def incomplete_records(handbook: Handbook) -> Iterator[Problem]:
    """Everything that we keep about people says on which ground and for how long. Recorded calls
    (`call-recording`) and the papers of applicants (`applicant`) are always among them: these are
    forgotten first and asked about first. Where people take tests or are on probation, so are their
    papers and sheets (`admission-paper`); where staff have scorecards or are assessed, what is
    noted of it (`staff-assessment`); and where pages have records, the reviews of the handbook
    (`handbook-review`).
    """
    records = handbook.facts[PersonalRecord]
    if not len(records) or records.broken:
        return
    for record_id, name in needed_records(handbook).items():
        if not records.may_hold(record_id):
            what = f"Nothing is said about {name}."
            paste = entry_to_fill_in(kind_of(PersonalRecord).model, id=record_id)
            fix = "add how long we keep them, or that we make none:"
            yield Problem(Place(records.path), what, fix, paste, edit=Entry())


def needed_records(handbook: Handbook) -> dict[str, str]:
    """The records about people that this handbook must name (id → what it is), because something in
    it makes them.
    """
    return {
        record_id: needed.name
        for record_id, needed in NEEDED_RECORDS.items()
        if not needed.made_by or any(_makes(handbook, kind) for kind in needed.made_by)
    }


def _makes(handbook: Handbook, kind: str) -> bool:
    return bool(handbook.lives) if kind == "reviews" else len(handbook.facts.table(kind)) > 0
