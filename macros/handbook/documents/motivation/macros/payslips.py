"""Macros that show payslips: at six attainments, with an order taken back, with an order shared. Sums are those of ``handbook.documents.motivation.pay``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from handbook.documents.motivation.facts import Clawback, PayPlan
from handbook.documents.motivation.macros.asked import Names, known, later, line_name, plans_of
from handbook.documents.motivation.pay import (
    A_TENTH,
    SHOWN,
    TakenBack,
    seats_paid_by,
    share_taken_back,
    slices_of,
    slip_of_period,
    slip_of_year,
    taken_back,
    usual_quota,
    whole,
)
from handbook.documents.motivation.sums import CENT, PayLine, Payslip, clawback, split, split_back
from handbook.show.amounts import percent
from handbook.show.html import Html, columns, join, lead, pairs, table, titled
from handbook.show.lookup import pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

ONE = Decimal(1)
# What of a plan a payslip depends on, and no more: a plan agreed on another day pays the same.
PAYS = ("id", "from_", "until", "fixed", "variable", "period", "counts", "measures", "curve", "cap")


class Slips(NamedTuple):
    """The payslips of a plan at the attainments shown: of a period, and of a whole year."""

    plan: Any
    measures: Names
    period: list[Payslip]
    year: list[Payslip]


@macro("block", 'payslips("seller")', lambda shown, view: _draw_slips(shown, view))
def payslips(context: Context, role: str) -> list[Any]:
    """Worked examples of the pay of a role: the payslip of a period and of a year at 0, 50, 80, 100, 120 and 150 % attainment, line by line."""
    return [
        Slips(
            _counted(plan),
            known(context, "measures", [measure.measure for measure in plan.measures]),
            [slip_of_period(plan, attained) for attained in SHOWN],
            [slip_of_year(plan, attained) for attained in SHOWN],
        )
        for plan in plans_of(context, role, 'payslips("{}")')
        if whole(plan)
    ]


def _counted(plan: PayPlan) -> Picked:
    return pick(plan, *PAYS)


def _draw_slips(shown: list[Slips], view: View) -> Html:
    return (
        later([(slips.plan, _draw_plan(slips, view)) for slips in shown], view)
        if shown
        else Html("")
    )


def _draw_plan(slips: Slips, view: View) -> Html:
    first = "first " if slips.plan.counts == "year to date" else ""
    a_period = _table(
        slips.period,
        slips.measures,
        f"A {first}{slips.plan.period} in which every measure reached",
        view,
    )
    return join(
        [
            a_period,
            _table(slips.year, slips.measures, "A year in which every measure reached", view),
        ]
    )


def _table(slips: list[Payslip], measures: Names, caption: str, view: View) -> Html:
    lines = dict.fromkeys((line.kind, line.measure) for payslip in slips for line in payslip.lines)
    order = {"base": 0, "variable": 1, "accelerator": 2}
    rows = [
        [
            line_name(PayLine(kind, measure, ONE), measures),
            *(view.money(_amount(payslip, kind, measure)) for payslip in slips),
        ]
        for kind, measure in sorted(lines, key=lambda line: order.get(line[0], 3))
    ]
    rows.append(["All together", *(view.money(payslip.total) for payslip in slips)])
    head = ["Line", *(percent(view, attained) for attained in SHOWN)]
    return table(head, rows, numbers=range(1, len(head)), caption=caption)


def _amount(slip: Payslip, kind: str, measure: str) -> Decimal:
    return sum(
        (line.amount for line in slip.lines if (line.kind, line.measure) == (kind, measure)),
        Decimal(0),
    )


# --- cases -----------------------------------------------------------------------------------------


class Shared(NamedTuple):
    """An order that is shared: when; who gets which share, which credit of its value in cents, and whether by this plan."""

    when: str
    shares: list[tuple[str, Decimal, Decimal, bool]]


class Cases(NamedTuple):
    """The cases of a plan: an order of a tenth of a period's quota, taken back or shared; what an order pays at target."""

    plan: Any
    measures: Names
    rule: Clawback | None
    back: TakenBack | None
    order: Decimal
    rate: Decimal | None
    shared: list[Shared]


@macro("block", 'payslip_cases("seller")', lambda shown, view: _draw_cases(shown, view))
def payslip_cases(context: Context, role: str) -> list[Any]:
    """Two cases worked out by the plan of a role: an order that is taken back, and an order that is shared."""
    return [
        _cases(context, plan)
        for plan in plans_of(context, role, 'payslip_cases("{}")')
        if whole(plan)
    ]


def _cases(context: Context, plan: PayPlan) -> Cases:
    facts = context.handbook.facts
    quota = usual_quota(seats_paid_by(facts, plan))
    of = {"month": 12, "quarter": 4}[plan.period]
    order = (quota * A_TENTH / of).quantize(CENT) if quota else Decimal("10000.00")
    rates = [piece.rate for piece in slices_of(plan, quota) if piece.stretch.low < ONE]
    roles = known(context, "roles", [who for pay_split in plan.splits for who in pay_split.shares])
    shared = [
        Shared(pay_split.when, _credits(plan.role, pay_split.shares, order, roles))
        for pay_split in plan.splits
        if _is_shared(pay_split.shares)
    ]
    measures = known(context, "measures", [measure.measure for measure in plan.measures])
    return Cases(
        _counted(plan),
        measures,
        plan.clawback,
        taken_back(plan),
        order,
        rates[-1] if quota else None,
        shared,
    )


def _is_shared(shares: dict[str, Any]) -> bool:
    """Whether several get a part, and the parts are the whole order."""
    return len(shares) > 1 and sum(map(Decimal, shares.values()), Decimal(0)) == ONE


def _credits(
    role: str, shares: dict[str, Any], order: Decimal, roles: Names
) -> list[tuple[str, Decimal, Decimal, bool]]:
    """The shares of an order. Who is no role of the company, ``who-helped``, is paid by this plan too."""
    parts = split(order, {who: Decimal(share) for who, share in shares.items()})
    return [
        (
            roles[who] if roles[who] != who else who.replace("-", " ").capitalize(),
            Decimal(shares[who]), credit, who == role or roles[who] == who,
        )
        for who, credit in parts.items()
    ]  # fmt: skip


def _draw_cases(shown: list[Cases], view: View) -> Html:
    if not any(cases.back or cases.shared for cases in shown):
        return Html("<p>This plan takes nothing back and shares no order.</p>")
    return later([(cases.plan, _draw_case(cases, view)) for cases in shown], view)


def _draw_case(cases: Cases, view: View) -> Html:
    parts = [_draw_back(cases, cases.back, view)] if cases.back else []
    return join([*parts, *(_draw_shared(cases, case, view) for case in cases.shared[:1])])


def _draw_back(cases: Cases, back: TakenBack, view: View) -> Html:
    period, measure = cases.plan.period, cases.measures[back.measure]
    said = (
        f'The first {period} ended exactly on target. Then a tenth of what counted as "{measure}" falls away. '
        f"The second {period} is on target too."
    )
    how = {"full": "all of it", "rest of the term": "half of the term was still to run"}
    kept = how.get(cases.rule.how if cases.rule else "", "the fixed share of the plan")
    most = percent(view, Decimal(cases.rule.most_of_next)) if cases.rule else ""
    steps = pairs([
        ("What it had brought", view.money(back.brought)),
        ("Taken back", f"{view.money(back.back)}, {kept}"),
        (f"At most {most} of the next variable pay", view.money(back.most)),
        ("Taken with the next payment", view.money(back.now)),
        ("Taken later", view.money(back.later)),
    ])  # fmt: skip
    lines = [(line_name(line, cases.measures), view.money(line.amount)) for line in back.slip.lines]
    slip = table(
        ("Line", f"The second {period}"),
        [*lines, ("All together", view.money(back.slip.total))],
        numbers=[1],
    )
    return titled("An order that is taken back", lead(said), columns(steps, slip))


def _draw_shared(cases: Cases, case: Shared, view: View) -> Html:
    head = ["Who", "Share", "Credit"]
    rows = [
        [who, percent(view, share), view.money(credit)] for who, share, credit, _ in case.shares
    ]
    said = f"{case.when}. The order is worth {view.money(cases.order)}; the credits together are worth no more."
    had = {who: credit for who, _, credit, _ in case.shares}
    if cases.rate is not None:
        had = {
            who: (credit * cases.rate).quantize(CENT) for who, _, credit, own in case.shares if own
        }
        head.append(f"Brings below the target, at {percent(view, cases.rate, 2)}")
        _add(rows, had, view)
    if cases.rule:
        back = clawback(sum(had.values(), Decimal(0)), share_taken_back(cases.rule))
        said += f" If it falls away, {_how(cases.rule)}: {view.money(back)}, in the shares in which it was paid, to the cent."
        head.append("Of that taken back")
        _add(rows, split_back(back, had), view)
    return titled(
        "An order that is shared", lead(said), table(head, rows, numbers=range(1, len(head)))
    )


def _add(rows: list[list[str]], amounts: dict[str, Decimal], view: View) -> None:
    """Add a column of amounts; who has none in it is paid by another plan."""
    for row in rows:
        row.append(view.money(amounts[row[0]]) if row[0] in amounts else "by their own plan")


def _how(rule: Clawback) -> str:
    how = {
        "full": "all of it is taken back",
        "rest of the term": "half is taken back, as half of the term was still to run",
    }
    return how.get(rule.how, "the fixed share of the plan is taken back")
