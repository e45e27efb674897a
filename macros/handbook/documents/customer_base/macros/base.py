"""Macros that show what the base tells us: value classes, signals, losses, what stayed, what we keep about people."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from handbook.documents.company.facts.company import Role
from handbook.documents.customer_base.base import of_all_revenue, retention
from handbook.documents.customer_base.facts import BaseReport, RecordKept, Signal, ValueClass
from handbook.documents.sales_book.facts.market import BuyerGroup, LostReason
from handbook.facts.kinds import kind_of
from handbook.show.html import Html, join, lead, pairs, table, tag
from handbook.show.lookup import names, need, pick, unknown
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

KINDS = ("leaving", "growing")


@macro("block", "value_class_table()", lambda rows, view: _draw_classes(rows, view))
def value_class_table(context: Context) -> list[tuple[ValueClass, str]]:
    """The classes of customers by what they bring in a year, what each gets of our time, and who may decide otherwise."""
    roles = names(context, Role)
    return [
        (value_class, roles.get(value_class.override_by, value_class.override_by))
        for value_class in context.handbook.facts[ValueClass]
    ]


def _draw_classes(rows: list[tuple[ValueClass, str]], view: View) -> Html:
    body = [
        (value_class.name, _band(value_class, view), value_class.gets, who)
        for value_class, who in rows
    ]
    return table(("Class", "Brings in a year", "Gets", "May be decided otherwise by"), body)


def _band(value_class: ValueClass, view: View) -> str:
    if value_class.to is None:
        return f"{view.money(value_class.from_)} and more"
    return (
        f"{view.money(value_class.from_)} to under {view.money(value_class.to)}"
        if value_class.from_
        else f"under {view.money(value_class.to)}"
    )


@macro("block", 'signal_table("leaving")', lambda rows, view: _draw_signals(rows, view))
def signal_table(context: Context, kind: str = "") -> list[tuple[Signal, str]]:
    """The signs that a customer wants to leave ("leaving") or to grow ("growing"): from when on, who does what by when."""
    if kind and kind not in KINDS:
        raise unknown(kind, KINDS, "kind of signal", kind_of(Signal).where, 'signal_table("{}")')
    roles = names(context, Role)
    return [
        (signal, roles.get(signal.who, signal.who))
        for signal in context.handbook.facts[Signal]
        if kind in ("", signal.kind)
    ]


def _draw_signals(rows: list[tuple[Signal, str]], view: View) -> Html:
    body = [
        (signal.sign, signal.when, who, signal.does, view.value(signal.within))
        for signal, who in rows
    ]
    return table(("Sign", "From when on", "Who", "Does what", "Within"), body)


@macro("block", "record_table()", lambda rows, view: _draw_records(rows, view))
def record_table(context: Context) -> list[tuple[RecordKept, str]]:
    """What we keep about people: what, on which ground, how long, who deletes it, what the person is told."""
    roles = names(context, Role)
    return [
        (kept, roles.get(kept.deleted_by, kept.deleted_by))
        for kept in context.handbook.facts[RecordKept]
    ]


def _draw_records(rows: list[tuple[RecordKept, str]], view: View) -> Html:
    body = [
        (kept.record, kept.contains, kept.basis, Html("{}, counted from {}").format(view.value(kept.keep), kept.counted_from), who, kept.told)
        for kept, who in rows
    ]  # fmt: skip
    return table(
        ("Record", "Holds", "Ground", "Kept for", "Deleted by", "The person is told"), body
    )


# --- twelve months of the base -----------------------------------------------------------------------


def _base(context: Context) -> BaseReport:
    found: BaseReport = need(context.handbook.facts, BaseReport)
    return found


_REPORT = (
    "from_", "until", "opening", "expansion", "contraction", "churn", "groups", "largest", "five_largest",
    "largest_limit", "five_largest_limit", "risk_note", "came_back", "renewal_opened_before",
)  # fmt: skip


@macro("block", "base_report()", lambda report, view: _draw_report(report.fact, view))
def base_report(context: Context) -> Picked:
    """Twelve months of the base: what stayed, grew, shrank and left, net and gross retention, on whom it hangs."""
    return pick(_base(context), *_REPORT)


def _draw_report(base: BaseReport, view: View) -> Html:
    kept = retention(base)
    net, gross = (view.share(round(value, 3)) for value in kept) if kept else ("—", "—")
    moves = [
        ("Revenue of a year on the first day", view.money(base.opening)),
        ("Grew", f"+ {view.money(base.expansion)}"),
        ("Shrank", f"− {view.money(base.contraction)}"),
        ("Left", f"− {view.money(base.churn)}"),
        ("The same customers at the end", view.money(_closing(base))),
    ]
    span = f"{view.day(base.from_)} until the day before {view.day(base.until)}"
    return join([
        table(("The same customers", "Revenue of a year"), moves, numbers=[1], caption=span),
        pairs([
            ("Net retention (with growth)", net), ("Gross retention (without growth)", gross),
            ("Customers who came back", view.number(base.came_back)),
            ("Renewals are opened", Html("{} before the end").format(view.value(base.renewal_opened_before))),
        ]),
        _concentration(base, view),
    ])  # fmt: skip


def _closing(base: BaseReport) -> Decimal:
    return base.opening + base.expansion - base.contraction - base.churn


def _concentration(base: BaseReport, view: View) -> Html:
    rows = [
        (
            name,
            view.money(amount),
            view.share(round(share, 3)),
            view.share(limit),
            _verdict(share > limit),
        )
        for name, amount, limit in (
            ("The largest customer", base.largest, base.largest_limit),
            ("The five largest", base.five_largest, base.five_largest_limit),
        )
        for share in [of_all_revenue(base, amount)]
    ]
    shown = table(("Hangs on", "Brought", "Share of all", "Risk from", ""), rows, numbers=[1, 2, 3])
    return join([shown, lead(base.risk_note)]) if base.risk_note else shown


def _verdict(over: bool) -> Html:
    return tag("a risk", "warn") if over else tag("in order", "good")


@macro("block", "base_groups()", lambda shown, view: _draw_groups(shown, view))
def base_groups(context: Context) -> tuple[Picked, dict[str, str]]:
    """How the base parts into buyer groups: customers, revenue of the twelve months, share of both, revenue of one."""
    return pick(_base(context), "groups"), names(context, BuyerGroup)


def _draw_groups(shown: tuple[Picked, dict[str, str]], view: View) -> Html:
    base_row, groups = shown
    customers = sum(group.customers for group in base_row.groups)
    revenue = sum((group.revenue for group in base_row.groups), Decimal(0))
    body = [
        _group(groups.get(row.buyer_group, row.buyer_group), row, customers, revenue, view)
        for row in base_row.groups
    ]
    all_of_them = ("All", view.number(customers), "", view.money(revenue), "", "")
    head = ("Buyer group", "Customers", "Share", "Revenue", "Share", "Revenue of one")
    return table(head, [*body, all_of_them], numbers=[1, 2, 3, 4, 5])


def _group(name: str, row: Any, customers: int, revenue: Decimal, view: View) -> tuple[str, ...]:
    return (
        name,
        view.number(row.customers),
        view.share(round(Decimal(row.customers) / customers, 2)) if customers else "—",
        view.money(row.revenue),
        view.share(round(row.revenue / revenue, 2)) if revenue else "—",
        view.money(round(row.revenue / row.customers, 0)) if row.customers else "—",
    )


@macro("block", "loss_table()", lambda shown, view: _draw_losses(shown, view))
def loss_table(context: Context) -> tuple[Picked, dict[str, str]]:
    """Why customers left in the twelve months: how many for each reason, and the revenue that went with them."""
    return pick(_base(context), "losses"), names(context, LostReason)


def _draw_losses(shown: tuple[Picked, dict[str, str]], view: View) -> Html:
    item, reasons = shown
    total = sum((loss.revenue for loss in item.losses), Decimal(0))
    rows = sorted(item.losses, key=lambda loss: -loss.revenue)
    body = [
        (
            reasons.get(loss.reason, loss.reason), view.number(loss.customers), view.money(loss.revenue),
            view.share(round(loss.revenue / total, 2)) if total else "—",
        )
        for loss in rows
    ]  # fmt: skip
    everybody = ("All", view.number(sum(loss.customers for loss in rows)), view.money(total), "")
    return table(("Reason", "Customers", "Revenue", "Share"), [*body, everybody], numbers=[1, 2, 3])
