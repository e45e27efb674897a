"""Macros that show what the base tells us: value classes, signals, losses, what stayed, what we
keep about people.
"""

from __future__ import annotations

from decimal import Decimal

from handbook.documents.customer_base.base import of_all_revenue, retention
from handbook.documents.customer_base.facts import (
    BaseGroup,
    BaseReport,
    Loss,
    PersonalRecord,
    Signal,
    ValueClass,
)
from handbook.facts.kinds import kind_of
from handbook.facts.scalars import Money, Share
from handbook.show.amounts import total
from handbook.show.blocks import Grid, Lines, Pairs, Paragraph, Stack
from handbook.show.content import AmountPhrase, ComputedContent, Content, Key, Phrase, Tag
from handbook.show.lookup import need, unknown
from handbook.show.macro import Context, macro
from handbook.show.rounded import percent

KINDS = ("leaving", "growing")


@macro("block", "value_class_table()")
def value_class_table(context: Context) -> Grid[ValueClass]:
    """The classes of customers by what they bring in a year, what each gets of our time, and who
    may decide otherwise.
    """
    return Grid(
        context.facts[ValueClass],
        {
            "Class": "name",
            "Brings in a year": _band,
            "Gets": "gets",
            "May be decided otherwise by": "override_by",
        },
    )


def _band(value_class: ValueClass) -> Content:
    if value_class.to is None:
        return Phrase("{} {}", value_class.from_, "and more")
    if value_class.from_:
        return Phrase("{} to under {}", value_class.from_, value_class.to)
    return Phrase("under {}", value_class.to)


@macro("block", 'signal_table("leaving")')
def signal_table(context: Context, kind: str = "") -> Grid[Signal]:
    """The signs that a customer wants to leave ("leaving") or to grow ("growing"): from when on,
    who does what by when.
    """
    if kind and kind not in KINDS:
        raise unknown(kind, KINDS, "kind of signal", kind_of(Signal).where, 'signal_table("{}")')
    return Grid(
        [signal for signal in context.facts[Signal] if kind in ("", signal.kind)],
        {
            "Sign": "sign",
            "From when on": "when",
            "Who": "who",
            "Does what": "does",
            "Within": "within",
        },
    )


@macro("block", "record_table()")
def record_table(context: Context) -> Grid[PersonalRecord]:
    """What we keep about people: what, on which ground, how long, who deletes it, what the person
    is told.
    """
    return Grid(
        context.facts[PersonalRecord],
        {
            "Record": "record",
            "Holds": "contains",
            "Ground": "basis",
            "Kept for": _kept_for,
            "Deleted by": "deleted_by",
            "The person is told": "told",
        },
    )


def _kept_for(record: PersonalRecord) -> Content:
    return Phrase("{}, counted from {}", record.keep, record.counted_from)


# --- twelve months of the base --------------------------------------------------------------------


@macro("block", "base_report()")
def base_report(context: Context) -> ComputedContent:
    """Twelve months of the base: what stayed, grew, shrank and left, net and gross retention, how
    much depends on a few customers.
    """
    base = need(context.facts, BaseReport)
    return ComputedContent(
        base, Stack(_moves(base), _kept(base), _concentration(base), Paragraph(base.risk_note))
    )


def _moves(base: BaseReport) -> Lines:
    closing = base.opening + base.expansion - base.contraction - base.churn
    return Lines(
        ("The same customers", "Revenue of a year"),
        [
            ("Revenue of a year on the first day", base.opening),
            ("Grew", AmountPhrase("+ {}", base.expansion)),
            ("Shrank", AmountPhrase("− {}", base.contraction)),
            ("Left", AmountPhrase("− {}", base.churn)),
            ("The same customers at the end", Money(closing)),
        ],
        caption=Phrase("{} until the day before {}", base.from_, base.until),
    )


def _kept(base: BaseReport) -> Pairs:
    net, gross = retention(base) or (None, None)
    return Pairs(
        {
            "Net retention (with growth)": percent(net),
            "Gross retention (without growth)": percent(gross),
            "Customers who came back": base.came_back,
            "Renewals are opened": Phrase("{} before the end", base.renewal_opened_before),
        }
    )


def _concentration(base: BaseReport) -> Lines:
    return Lines(
        ("Hangs on", "Brought", "Share of all", "Risk from", ""),
        [
            _weight("The largest customer", base, base.largest, base.largest_limit),
            _weight("The five largest", base, base.five_largest, base.five_largest_limit),
        ],
    )


def _weight(name: str, base: BaseReport, amount: Money, limit: Share) -> list[Content]:
    share = of_all_revenue(base, amount)
    verdict = Tag("a risk", "warn") if share > limit else Tag("in order", "good")
    return [name, amount, percent(share), limit, verdict]


@macro("block", "base_groups()")
def base_groups(context: Context) -> ComputedContent:
    """How the base divides into buyer groups: customers, revenue of the twelve months, share of
    both, revenue of one.
    """
    base = need(context.facts, BaseReport)
    customers = sum(group.customers for group in base.groups)
    revenue = total(group.revenue for group in base.groups)
    head = ("Buyer group", "Customers", "Share", "Revenue", "Share", "Revenue of one")
    rows = [_group(group, customers, revenue) for group in base.groups]
    everybody = ("All", customers, "", Money(revenue), "", "")
    return ComputedContent(base, Lines(head, [*rows, everybody]))


def _group(group: BaseGroup, customers: int, revenue: Decimal) -> list[Content]:
    each = Money(round(group.revenue / group.customers, 0)) if group.customers else None
    return [
        Key(group, "buyer_group"),
        group.customers,
        _part_of(group.customers, customers),
        group.revenue,
        _part_of(group.revenue, revenue),
        each,
    ]


def _part_of(part: Decimal | int, all_of_it: Decimal | int) -> Content:
    return percent(Decimal(part) / all_of_it, 0) if all_of_it else None


@macro("block", "loss_table()")
def loss_table(context: Context) -> ComputedContent:
    """Why customers left in the twelve months: how many for each reason, and the revenue that went
    with them.
    """
    base = need(context.facts, BaseReport)
    losses = sorted(base.losses, key=lambda loss: -loss.revenue)
    revenue = total(loss.revenue for loss in losses)
    rows = [_loss(loss, revenue) for loss in losses]
    everybody = ("All", sum(loss.customers for loss in losses), Money(revenue), "")
    head = ("Reason", "Customers", "Revenue", "Share")
    return ComputedContent(base, Lines(head, [*rows, everybody]))


def _loss(loss: Loss, revenue: Decimal) -> list[Content]:
    return [
        Key(loss, "reason"),
        loss.customers,
        loss.revenue,
        _part_of(loss.revenue, revenue),
    ]
