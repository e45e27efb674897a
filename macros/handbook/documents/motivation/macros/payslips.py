"""Macros that show payslips: at six attainments, with an order taken back, with an order shared.

The sums are those of ``handbook.documents.motivation.pay``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from handbook.documents.company.facts.company import Role
from handbook.documents.motivation.facts import Clawback, PayPlan, Split
from handbook.documents.motivation.macros.plan_lookup import (
    named_line,
    plans_of,
    receiver_name,
    stack_of_plans,
)
from handbook.documents.motivation.pay import (
    A_TENTH,
    SHOWN,
    ClawbackExample,
    clawback_example,
    is_payable,
    periods_of,
    seats_paid_by,
    share_taken_back,
    slices_of,
    slip_of_period,
    slip_of_year,
    usual_quota,
)
from handbook.documents.motivation.sums import CENT, Payslip, clawback, split, split_back
from handbook.facts.facts import Facts
from handbook.facts.scalars import Money
from handbook.show.blocks import Columns, Lines, Pairs, Paragraph, Stack, TitledCard
from handbook.show.content import ComputedContent, Content, ItemName, JoinedContent, Phrase
from handbook.show.macro import Context, macro
from handbook.show.rounded import percent

ZERO, ONE = Decimal(0), Decimal(1)

Amounts = Mapping[str, Decimal]


@macro("block", 'payslips("seller")')
def payslips(context: Context, role: str) -> Stack:
    """Worked examples of the pay of a role: the payslip of a period and of a year at 0, 50, 80,
    100, 120 and 150 % attainment, line by line.
    """
    plans = plans_of(context, role, 'payslips("{}")')
    shown = [(plan, ComputedContent(plan, _slips(plan))) for plan in plans if is_payable(plan)]
    return stack_of_plans(shown, context.handbook.today)


def _slips(plan: PayPlan) -> Stack:
    first = "first" if plan.counts == "year to date" else ""
    period = JoinedContent([first, plan.period], " ")
    return Stack(
        _table(
            [slip_of_period(plan, attained) for attained in SHOWN],
            Phrase("A {} in which every measure reached", period),
        ),
        _table(
            [slip_of_year(plan, attained) for attained in SHOWN],
            "A year in which every measure reached",
        ),
    )


def _table(slips: Sequence[Payslip], caption: Content) -> Lines:
    order = {"base": 0, "variable": 1, "accelerator": 2}
    lines = dict.fromkeys((line.kind, line.measure) for slip in slips for line in slip.lines)
    rows: list[list[Content]] = [
        [named_line(*line), *(_amount(slip, *line) for slip in slips)]
        for line in sorted(lines, key=lambda line: order.get(line[0], 3))
    ]
    total: list[Content] = ["All together", *(Money(slip.total) for slip in slips)]
    return Lines(["Line", *map(percent, SHOWN)], [*rows, total], caption)


def _amount(slip: Payslip, kind: str, measure: str) -> Money:
    lines = [line for line in slip.lines if (line.kind, line.measure) == (kind, measure)]
    return Money(sum((line.amount for line in lines), ZERO))


# --- cases ----------------------------------------------------------------------------------------


@macro("block", 'payslip_cases("seller")')
def payslip_cases(context: Context, role: str) -> Content:
    """Two cases worked out by the plan of a role: an order that is taken back, and an order that is
    shared.
    """
    plans = [plan for plan in plans_of(context, role, 'payslip_cases("{}")') if is_payable(plan)]
    if not any(plan.clawback or _shared(plan) for plan in plans):
        return Paragraph("This plan takes nothing back and shares no order.")
    shown = [(plan, ComputedContent(plan, _cases(plan, context.facts))) for plan in plans]
    return stack_of_plans(shown, context.handbook.today)


def _cases(plan: PayPlan, facts: Facts) -> Stack:
    back, shared = clawback_example(plan), _shared(plan)
    return Stack(
        _back(plan, back) if back else None,
        _shared_order(plan, shared[0], facts) if shared else None,
    )


def _shared(plan: PayPlan) -> list[Split]:
    """Where several get a part of an order, and the parts are the whole order."""
    return [
        case
        for case in plan.splits
        if len(case.shares) > 1 and sum(map(Decimal, case.shares.values()), ZERO) == ONE
    ]


HOW_KEPT = {
    "full": "all of it",
    "rest of the term": "half of the term was still to run",
    "fixed share": "the fixed share of the plan",
}


def _back(plan: PayPlan, back: ClawbackExample) -> TitledCard:
    said = Phrase(
        "The first {} ended exactly on target. Then a tenth of what counted as &#34;{}&#34; falls away. "
        "The second {} is on target too.",
        plan.period,
        ItemName("measures", back.measure),
        plan.period,
    )
    slip: list[list[Content]] = [
        [named_line(line.kind, line.measure), Money(line.amount)] for line in back.slip.lines
    ]
    total: list[Content] = ["All together", Money(back.slip.total)]
    second = Lines(["Line", Phrase("The second {}", plan.period)], [*slip, total])
    return TitledCard(
        "An order that is taken back", Paragraph(said), Columns(_steps(plan, back), second)
    )


def _steps(plan: PayPlan, back: ClawbackExample) -> Pairs:
    rule = plan.clawback
    kept = HOW_KEPT[rule.how] if rule else ""
    most = percent(rule.most_of_next) if rule else ""
    return Pairs(
        [
            ("What it had brought", Money(back.brought)),
            ("Taken back", Phrase("{}, {}", Money(back.back), kept)),
            (Phrase("At most {} of the next variable pay", most), Money(back.most)),
            ("Taken with the next payment", Money(back.now)),
            ("Taken later", Money(back.later)),
        ]
    )


# --- an order that is shared


def _shared_order(plan: PayPlan, case: Split, facts: Facts) -> TitledCard:
    """An order of a tenth of a period's quota: who gets which credit, what it brings, what of it is
    taken back.
    """
    quota = usual_quota(seats_paid_by(facts, plan))
    order = (quota * A_TENTH / periods_of(plan)).quantize(CENT) if quota else Decimal("10000.00")
    credits: Amounts = split(order, {who: Decimal(share) for who, share in case.shares.items()})
    columns: list[tuple[Content, list[Content]]] = [
        ("Who", [receiver_name(who, facts) for who in credits]),
        ("Share", [percent(case.shares[who]) for who in credits]),
        ("Credit", [Money(credit) for credit in credits.values()]),
    ]
    rate, brought = _rate_below_target(plan, quota), credits
    if rate is not None:
        brought = _payments(plan, credits, rate, facts)
        head = Phrase("Brings below the target, at {}", percent(rate, 2))
        columns.append((head, _payment_column(brought, credits)))
    back = _clawback_amount(plan.clawback, brought)
    if back is not None:
        columns.append(("Of that taken back", _payment_column(split_back(back, brought), credits)))
    heads, cells = zip(*columns, strict=True)
    table = Lines(heads, list(zip(*cells, strict=True)))
    explanation = _explanation(case, order, plan.clawback, back)
    return TitledCard("An order that is shared", Paragraph(explanation), table)


def _rate_below_target(plan: PayPlan, quota: Decimal | None) -> Decimal | None:
    """What an order pays of its value in the last stretch below the target."""
    if not quota:
        return None
    return [part.rate for part in slices_of(plan, quota) if part.stretch.low < ONE][-1]


def _payments(plan: PayPlan, credits: Amounts, rate: Decimal, facts: Facts) -> Amounts:
    """What this plan pays; ``who-helped``, which is not a role, is paid by it too."""
    return {
        who: (credit * rate).quantize(CENT)
        for who, credit in credits.items()
        if who == plan.role or who not in facts[Role]
    }


def _clawback_amount(rule: Clawback | None, brought: Amounts) -> Decimal | None:
    if rule is None:
        return None
    return clawback(sum(brought.values(), ZERO), share_taken_back(rule))


def _payment_column(amounts: Amounts, credits: Amounts) -> list[Content]:
    """A column of amounts; a role without an amount is paid by another plan."""
    return [Money(amounts[who]) if who in amounts else "by their own plan" for who in credits]


def _explanation(
    case: Split, order: Decimal, rule: Clawback | None, back: Decimal | None
) -> Content:
    clawback_words = None
    if rule and back is not None:
        clawback_words = Phrase(
            " If it falls away, {}: {}, in the shares in which it was paid, to the cent.",
            HOW_TAKEN_BACK[rule.how],
            Money(back),
        )
    return Phrase(
        "{}. The order is worth {}; the credits together are worth no more.{}",
        case.when,
        Money(order),
        clawback_words,
    )


HOW_TAKEN_BACK = {
    "full": "all of it is taken back",
    "rest of the term": "half is taken back, as half of the term was still to run",
    "fixed share": "the fixed share of the plan is taken back",
}
