"""Macros that show pay plans: the card, the curve, the rules, the year in which plans are made."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from handbook.documents.company.facts.company import Role
from handbook.documents.interaction.macros.services import to_measure
from handbook.documents.motivation.facts import (
    Clawback,
    Draw,
    PaidMeasure,
    PayPlan,
    PayStep,
    PlanRule,
    Split,
)
from handbook.documents.motivation.macros.curve import CurveMark, curve_picture, marks_of
from handbook.documents.motivation.macros.plan_lookup import (
    future_plan,
    plans_of,
    receiver_name,
    stack_of_plans,
)
from handbook.documents.motivation.pay import (
    SHOWN,
    Slice,
    curve_of,
    has_rising_curve,
    is_payable,
    seats_paid_by,
    slices_of,
    usual_quota,
)
from handbook.documents.motivation.sums import Curve, Point, payout_share
from handbook.facts.facts import Facts
from handbook.facts.scalars import Money, Ratio
from handbook.show import amounts
from handbook.show.blocks import (
    Card,
    Columns,
    Grid,
    Items,
    Lines,
    Pairs,
    Paragraph,
    Part,
    Picture,
    Stack,
)
from handbook.show.content import NOTHING, ComputedContent, Content, Key, LinkTarget, Phrase, Tag
from handbook.show.html import Html
from handbook.show.macro import Context, macro
from handbook.show.rounded import percent
from handbook.show.view import View

# --- the card -------------------------------------------------------------------------------------


@macro("block", 'pay_plan_card("seller")')
def pay_plan_card(context: Context, role: str) -> Stack:
    """The pay plan of a role: fixed and variable pay at target, what counts and when, what each
    stretch of the curve pays, the guarantee, what is taken back, how an order is shared. The plan
    in force first, then future plans.
    """
    plans = plans_of(context, role, 'pay_plan_card("{}")')
    shown = [(plan, _card(plan, context.facts)) for plan in plans]
    return stack_of_plans(shown, context.handbook.today)


def _card(plan: PayPlan, facts: Facts) -> Card:
    return Card(
        plan,
        anchor=f"pay-plan-{plan.id}",
        parts=[
            Pairs({**_pay(plan), **_terms(plan)}),
            Part("What counts", Items(map(_counted, plan.measures))),
            _slices(plan, usual_quota(seats_paid_by(facts, plan))),
            Columns(
                Part("Newcomers", _draw(plan.draw)),
                Part("What is taken back", _clawback(plan.clawback)),
            ),
            Part("When an order is shared", _splits(plan, facts)),
        ],
    )


def _counted(measure: PaidMeasure) -> Content:
    """A measure with its weight, the event on which it counts, and the services that must be done
    before.
    """
    needs = (
        Phrase(" <small>Paid after: {}</small>", Key(measure, "needs")) if measure.needs else None
    )
    return Phrase(
        "<strong>{}</strong> {}. It counts when: {}{}",
        measure.weight,
        to_measure(measure.measure),
        measure.counts_when,
        needs,
    )


def _pay(plan: PayPlan) -> dict[str, Content]:
    target = plan.fixed + plan.variable
    fixed = percent(plan.fixed / target if target else None, 0)
    return {
        "Fixed pay of a year": Phrase("{}, {} of both", plan.fixed, fixed),
        "Variable pay of a year at target": plan.variable,
        "Both together at target": Phrase("<strong>{}</strong>", Money(target)),
    }


def _terms(plan: PayPlan) -> dict[str, Content]:
    month = Phrase("by day {} of the month after the {}", plan.paid_by_day, plan.period)
    review = plan.review_above
    return {
        "Counted": Phrase("{}, paid each {}", plan.counts, plan.period),
        "Paid": month,
        "Before that": Key(plan, "paid_through"),
        "Most that is paid": _cap(plan),
        "Orders looked at": Phrase("above {}, before they are signed", review) if review else None,
        "Agreed on": plan.agreed_on,
        "Objections": Phrase(
            "within {}, answered within {}", plan.objections_within, plan.answered_within
        ),
    }


def _cap(plan: PayPlan) -> Content:
    return "no cap" if plan.cap is None else Phrase("{} of the variable pay", plan.cap)


def _slices(plan: PayPlan, quota: Decimal | None) -> Content:
    """What each stretch of the curve pays; the last column only where there is a quota to compute
    with.
    """
    if not is_payable(plan):
        return None
    slices = slices_of(plan, quota)
    head = ["Attainment from", "to", "Each point of attainment brings"]
    caption: Content = "What the curve pays, stretch by stretch"
    if not quota:
        return Lines(head, [_stretch(part) for part in slices], caption)
    caption = Phrase(f"{caption}; of an order, at a quota of {{}} a year", Money(quota))
    rows = [[*_stretch(part), percent(part.rate, 2)] for part in slices]
    return Lines([*head, "Of an order"], rows, caption)


def _stretch(part: Slice) -> list[Content]:
    low, high, slope = part.stretch
    pace = Phrase("{} points of the variable pay", Ratio(round(slope, 2))) if slope else "nothing"
    return [percent(low), "without end" if high is None else percent(high), pace]


def _draw(draw: Draw | None) -> Content:
    if draw is None:
        return None
    least = Phrase(
        "at least <strong>{}</strong> variable pay a month, for {} months",
        draw.a_month,
        draw.months,
    )
    if not draw.recoverable:
        return Phrase("<p>{}; nothing of it is paid back</p>", least)
    return Phrase(
        "<p>{}; paid back from month {} on, {} of what is earned above it</p>",
        least,
        draw.recovered_from or NOTHING,
        NOTHING if draw.share is None else draw.share,
    )


def _clawback(rule: Clawback | None) -> Content:
    if rule is None:
        return Paragraph("Nothing.")
    return Phrase(
        "<p>Within {} after the signature: {}, at most {} of each next variable pay</p> "
        "<p><small>{}</small></p>",
        rule.within,
        _how_much(rule),
        rule.most_of_next,
        rule.legal_note,
    )


def _how_much(rule: Clawback) -> Content:
    if rule.how == "full":
        return "all that the order brought"
    if rule.how == "rest of the term":
        return "the part for the rest of the term"
    share = NOTHING if rule.share is None else rule.share
    return Phrase("{} of what the order brought", share)


def _splits(plan: PayPlan, facts: Facts) -> Grid[Split] | None:
    def shares(split: Split) -> Content:
        return Items(
            Phrase("{}: {}", receiver_name(who, facts), share)
            for who, share in split.shares.items()
        )

    if not plan.splits:
        return None
    return Grid(plan.splits, {"When": "when", "Who gets how much of its credit": shares})


# --- the curve ------------------------------------------------------------------------------------


class CurvePicture(NamedTuple):
    """What of a plan its curve shows: the name of the role, the points, and the cap."""

    name: str
    points: tuple[Point, ...]
    cap: Decimal | None


@macro("block", 'pay_curve("seller")')
def pay_curve(context: Context, role: str) -> Stack:
    """The pay curve of a role as a picture, with threshold, target and excellence, and as a table
    that says the same.
    """
    plans = [plan for plan in plans_of(context, role, 'pay_curve("{}")') if has_rising_curve(plan)]
    name, today = context.facts[Role][role].name, context.handbook.today
    before: list[PayPlan | None] = [None, *plans]
    pairs = zip(before, plans, strict=False)
    return Stack(
        *(ComputedContent(plan, _curve_of_plan(name, last, plan, today)) for last, plan in pairs)
    )


def _curve_of_plan(name: str, last: PayPlan | None, plan: PayPlan, today: date) -> Content:
    """A curve; folded up for a future plan, and a sentence if it equals the curve of the plan
    before.
    """
    curve = curve_of(plan)
    if last and curve_of(last) == curve:
        return Phrase("<p><small>The same from {} on.</small></p>", plan.from_)
    shown = _curve(CurvePicture(name, curve.points, curve.cap))
    return future_plan(plan, shown) if last and plan.from_ > today else shown


def _curve(drawn: CurvePicture) -> Stack:
    curve = Curve(drawn.points, drawn.cap)
    marks = {mark.attained: mark.name for mark in marks_of(curve)}
    stops = sorted({*SHOWN, *(point.attainment for point in curve.points)})
    rows = [
        (
            percent(stop, 2),
            percent(payout_share(curve, stop), 2),
            Tag(marks[stop], "good") if stop in marks else "",
        )
        for stop in stops
    ]
    table = Lines(("Attained", "Paid, of the variable pay", "Point"), rows)
    return Stack(Picture(drawn, _picture), table)


def _picture(drawn: CurvePicture, view: View) -> Html:
    curve = Curve(drawn.points, drawn.cap)
    marks = ", ".join(_mark_in_words(mark, view) for mark in marks_of(curve))
    cap = "; beyond the last point it goes on at the same pace"
    if drawn.cap is not None:
        cap = f"; never more than {amounts.percent(view, drawn.cap)}"
    return curve_picture(
        f"Pay curve of the {drawn.name}: {marks}{cap}.",
        curve,
        f"{drawn.name}: {marks}{cap}. The table says the same.",
    )


def _mark_in_words(mark: CurveMark, view: View) -> str:
    attained, paid = (amounts.percent(view, share, 2) for share in (mark.attained, mark.paid))
    return f"{mark.name.lower()} at {attained} pays {paid}"


# --- rules of the plans, and their year -----------------------------------------------------------


@macro("block", "plan_rule_table()")
def plan_rule_table(context: Context) -> Grid[PlanRule]:
    """The rules of all pay plans, topic by topic, each with an example."""
    return Grid(
        context.facts[PlanRule],
        {
            "Topic": lambda rule: LinkTarget(f"plan-rule-{rule.id}", rule.topic.capitalize()),
            "Rule": "rule",
            "For instance": "example",
        },
    )


@macro("block", "pay_year()")
def pay_year(context: Context) -> Grid[PayStep]:
    """The year in which pay plans are made, checked, decided and paid: what, by when, who."""
    return Grid(context.facts[PayStep], {"By": "by", "What": "what", "Who": "who"})
