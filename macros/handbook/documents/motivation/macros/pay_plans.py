"""Macros that show pay plans: the card, the curve, the rules, the year in which plans are made, what they cost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from handbook.documents.company.facts.company import Role
from handbook.documents.forecast.facts.plan import Budget, Capacity, Plan
from handbook.documents.forecast.plan.seats import seat_years
from handbook.documents.motivation.cost import pay_in_plan
from handbook.documents.motivation.facts import Draw, PaidMeasure, PayPlan, PayStep, PlanRule
from handbook.documents.motivation.macros.asked import Names, known, later, plans_of, to_measure
from handbook.documents.motivation.macros.curve import curve_picture, marks_of
from handbook.documents.motivation.pay import (
    SHOWN,
    Slice,
    rises,
    seats_paid_by,
    slices_of,
    slip_of_year,
    usual_quota,
    whole,
)
from handbook.documents.motivation.sums import Curve, Point, payout_share
from handbook.show.amounts import NOTHING, percent
from handbook.show.amounts import whole as rounded
from handbook.show.html import Html, card, columns, items, join, pairs, part, table, tag
from handbook.show.lookup import need
from handbook.show.macro import Context, macro
from handbook.show.view import View

ZERO, ONE = Decimal(0), Decimal(1)
A_FIFTH_ABOVE = Decimal("1.2")

# --- the card --------------------------------------------------------------------------------------


class PlanShown(NamedTuple):
    """A pay plan with the names it uses, the quota it is reckoned with, and what each stretch of its curve pays."""

    plan: PayPlan
    measures: Names
    services: Names
    roles: Names
    quota: Decimal | None
    slices: list[Slice]


@macro("block", 'pay_plan_card("seller")', lambda shown, view: _draw_plans(shown, view))
def pay_plan_card(context: Context, role: str) -> list[PlanShown]:
    """The pay plan of a role: fixed and variable pay at target, what counts and when, what each stretch of the curve pays, the guarantee,
    what is taken back, how an order is shared. The plan in force first, then those to come.
    """
    return [_shown(context, plan) for plan in plans_of(context, role, 'pay_plan_card("{}")')]


def _shown(context: Context, plan: PayPlan) -> PlanShown:
    facts = context.handbook.facts
    measures = known(context, "measures", [measure.measure for measure in plan.measures])
    roles = known(context, "roles", [who for split in plan.splits for who in split.shares])
    quota = usual_quota(seats_paid_by(facts, plan))
    needs = [need for measure in plan.measures for need in measure.needs]
    services = known(context, "services", [*needs, *plan.paid_through])
    return PlanShown(
        plan, measures, services, roles, quota, slices_of(plan, quota) if whole(plan) else []
    )


def _draw_plans(shown: list[PlanShown], view: View) -> Html:
    return later([(plan.plan, _draw_plan(plan, view)) for plan in shown], view)


def _draw_plan(shown: PlanShown, view: View) -> Html:
    plan = shown.plan
    counted = items(_counted(measure, shown, view) for measure in plan.measures)
    return card(
        [],
        pairs(_pay_rows(shown, view)),
        part("What counts", counted),
        _slices(shown, view),
        columns(
            part("Newcomers", _draw(plan.draw, view)),
            part("What is taken back", _clawback(plan, view)),
        ),
        part("When an order is shared", _splits(shown, view)),
        anchor=f"pay-plan-{plan.id}",
    )


def _counted(measure: PaidMeasure, shown: PlanShown, view: View) -> Html:
    """A measure with its weight, the event on which it counts, and the services that must be done before."""
    name = to_measure(measure.measure, shown.measures[measure.measure], view)
    services = _services(measure.needs, shown, view)
    after = Html(" <small>Paid after: {}</small>").format(services) if services else Html("")
    return Html("<strong>{}</strong> {}. It counts when: {}{}").format(
        view.share(measure.weight), name, measure.counts_when, after
    )


def _services(needs: list[str], shown: PlanShown, view: View) -> Html:
    """The names of services, each linked to its card."""
    linked = (
        view.to_card("service_card", need, f"service-{need}", shown.services[need])
        for need in needs
    )
    return join(linked, ", ")


def _pay_rows(shown: PlanShown, view: View) -> list[tuple[str, Any]]:
    plan = shown.plan
    target = Decimal(plan.fixed) + plan.variable
    fixed = percent(view, plan.fixed / target if target else None, 0)
    review = (
        Html("above {}, before they are signed").format(view.money(plan.review_above))
        if plan.review_above
        else ""
    )
    return [
        ("Fixed pay of a year", f"{view.money(plan.fixed)}, {fixed} of both"),
        ("Variable pay of a year at target", view.money(plan.variable)),
        ("Both together at target", Html("<strong>{}</strong>").format(view.money(target))),
        ("Counted", f"{plan.counts}, paid each {plan.period}"),
        ("Paid", f"by day {plan.paid_by_day} of the month after the {plan.period}"),
        ("Before that", _services(plan.paid_through, shown, view)),
        (
            "Most that is paid",
            f"{view.share(plan.cap)} of the variable pay" if plan.cap is not None else "no cap",
        ),
        ("Orders looked at", review),
        ("Agreed on", view.day(plan.agreed_on)),
        ("Objections", f"within {plan.objections_within}, answered within {plan.answered_within}"),
    ]


def _slices(shown: PlanShown, view: View) -> Html:
    """What each stretch of the curve pays; the last column only where there is a quota to reckon with."""
    if not shown.slices:
        return Html("")
    head = ["Attainment from", "to", "Each point of attainment brings"]
    rows: list[list[str]] = []
    for piece in shown.slices:
        end = percent(view, piece.stretch.high) if piece.stretch.high is not None else "without end"
        brings = (
            f"{view.number(round(piece.stretch.slope, 2))} points of the variable pay"
            if piece.stretch.slope
            else "nothing"
        )
        row = [percent(view, piece.stretch.low), end, brings]
        rows.append([*row, *([percent(view, piece.rate, 2)] if piece.rate is not None else [])])
    if shown.quota is None:
        return table(head, rows, numbers=[0, 1], caption="What the curve pays, stretch by stretch")
    caption = f"What the curve pays, stretch by stretch; of an order, at a quota of {view.money(shown.quota)} a year"
    return table([*head, "Of an order"], rows, numbers=[0, 1, 3], caption=caption)


def _draw(draw: Draw | None, view: View) -> Html:
    if draw is None:
        return Html("")
    least = Html("at least <strong>{}</strong> variable pay a month, for {} months").format(
        view.money(draw.a_month), draw.months
    )
    if not draw.recoverable:
        return Html("<p>{}; nothing of it is paid back</p>").format(least)
    return Html("<p>{}; paid back from month {} on, {} of what is earned above it</p>").format(
        least,
        draw.recovered_from or NOTHING,
        view.share(draw.share) if draw.share is not None else NOTHING,
    )


def _clawback(plan: PayPlan, view: View) -> Html:
    rule = plan.clawback
    if rule is None:
        return Html("<p>Nothing.</p>")
    how = {
        "full": "all that the order brought",
        "rest of the term": "the part for the rest of the term",
    }.get(rule.how)
    how = (
        how
        or f"{view.share(rule.share) if rule.share is not None else NOTHING} of what the order brought"
    )
    said = f"Within {rule.within} after the signature: {how}, at most {view.share(rule.most_of_next)} of each next variable pay"
    return Html("<p>{}</p> <p><small>{}</small></p>").format(said, rule.legal_note)


def _splits(shown: PlanShown, view: View) -> Html:
    rows = [
        (
            split.when,
            items(
                f"{_who(who, shown.roles)}: {view.share(share)}"
                for who, share in split.shares.items()
            ),
        )
        for split in shown.plan.splits
    ]
    return table(("When", "Who gets how much of its credit"), rows) if rows else Html("")


def _who(who: str, roles: Names) -> str:
    """The name of a role, or what stands in its place: ``who-helped`` as words."""
    name = roles.get(who, who)
    return name if name != who else who.replace("-", " ").capitalize()


# --- the curve -------------------------------------------------------------------------------------


@macro("block", 'pay_curve("seller")', lambda shown, view: _draw_curves(shown, view))
def pay_curve(context: Context, role: str) -> tuple[str, list[tuple[Any, ...]]]:
    """The pay curve of a role as a picture, with threshold, target and excellence, and as a table that says the same."""
    plans = plans_of(context, role, 'pay_curve("{}")')
    name = context.handbook.facts[Role][role].name
    return name, [_curve_facts(plan) for plan in plans if rises(plan)]


def _curve_facts(plan: PayPlan) -> tuple[Any, ...]:
    """What of a plan the curve shows: its points and cap, and from when on."""
    points = [(Decimal(point.attained), Decimal(point.paid)) for point in plan.curve]
    return plan.id, plan.from_, plan.until, points, None if plan.cap is None else Decimal(plan.cap)


def _draw_curves(selected: tuple[str, list[tuple[Any, ...]]], view: View) -> Html:
    name, shown = selected
    drawn, before = [], None
    for _, starts, _, points, cap in shown:
        curve = Curve(tuple(Point(*point) for point in points), cap)
        coming = starts > view.handbook.today
        if (points, cap) == before:
            drawn.append(
                Html("<p><small>The same from {} on.</small></p>").format(view.day(starts))
            )
        elif before is not None and coming:
            inner = _draw_curve(name, curve, view)
            drawn.append(
                Html("<details><summary>From {} on</summary> {}</details>").format(
                    view.day(starts), inner
                )
            )
        else:
            drawn.append(_draw_curve(name, curve, view))
        before = (points, cap)
    return join(drawn)


def _draw_curve(name: str, curve: Curve, view: View) -> Html:
    marks = {mark.attained: mark.name for mark in marks_of(curve)}
    stops = sorted({*SHOWN, *(point.attainment for point in curve.points)})
    rows = [
        (
            percent(view, stop, 2),
            percent(view, payout_share(curve, stop), 2),
            tag(marks[stop], "good") if stop in marks else "",
        )
        for stop in stops
    ]
    cap = (
        f"; never more than {percent(view, curve.cap)}"
        if curve.cap is not None
        else "; beyond the last point it goes on at the same pace"
    )
    said = ", ".join(
        f"{mark.name.lower()} at {percent(view, mark.attained, 2)} pays {percent(view, mark.paid, 2)}"
        for mark in marks_of(curve)
    )
    picture = curve_picture(
        f"Pay curve of the {name}: {said}{cap}.",
        curve,
        f"{name}: {said}{cap}. The table says the same.",
    )
    return join(
        [picture, table(("Attained", "Paid, of the variable pay", "Point"), rows, numbers=[0, 1])]
    )


# --- rules of the plans, and their year ------------------------------------------------------------


@macro("block", "plan_rule_table()", lambda rules, view: _draw_rules(rules))
def plan_rule_table(context: Context) -> list[PlanRule]:
    """The rules of all pay plans, topic by topic, each with an example."""
    return list(context.handbook.facts[PlanRule])


def _draw_rules(rules: list[PlanRule]) -> Html:
    rows = [
        (
            Html('<span id="plan-rule-{}">{}</span>').format(
                Html(plan_rule.id), plan_rule.topic.capitalize()
            ),
            plan_rule.rule,
            plan_rule.example,
        )
        for plan_rule in rules
    ]
    return table(("Topic", "Rule", "For instance"), rows)


@macro("block", "pay_year()", lambda rows, view: _draw_year(rows))
def pay_year(context: Context) -> list[tuple[PayStep, str]]:
    """The year in which pay plans are made, checked, decided and paid: what, by when, who."""
    steps = list(context.handbook.facts[PayStep])
    roles = known(context, "roles", [step.who for step in steps])
    return [(step, roles[step.who]) for step in steps]


def _draw_year(rows: list[tuple[PayStep, str]]) -> Html:
    return table(("By", "What", "Who"), [(step.by, step.what, who) for step, who in rows])


# --- what it costs ---------------------------------------------------------------------------------


class RoleCost(NamedTuple):
    """What a role costs in the year of the plan, in money: seats filled, fixed pay, variable pay at target and a fifth above it."""

    role: str
    seats: int
    filled: Decimal
    fixed: Decimal
    variable: Decimal
    above: Decimal


@macro("block", "pay_cost_table()", lambda shown, view: _draw_cost(shown, view))
def pay_cost_table(context: Context) -> tuple[int, Decimal, Budget, int, list[RoleCost]]:
    """What pay and hiring cost in the year of the plan, by role: at target, and when everybody attains a fifth more; beside the budget."""
    facts = context.handbook.facts
    plan = need(facts, Plan)
    budget: Budget = need(facts, Budget)
    capacity = facts.only(Capacity)
    hires = len(capacity.hires) if capacity else 0
    return int(plan.year), plan.orders, budget, hires, _costs(context)


def _costs(context: Context) -> list[RoleCost]:
    facts = context.handbook.facts
    filled: dict[str, list[Decimal]] = {}
    for year in seat_years(facts):
        filled.setdefault(year.seat.role, []).append(year.filled)
    found = []
    for role, shares in filled.items():
        plan, share = pay_in_plan(facts, role), sum(shares, ZERO)
        if plan is None:
            continue
        above = slip_of_year(plan, A_FIFTH_ABOVE) if whole(plan) else None
        more = above.total - above.of("base") if above else Decimal(plan.variable)
        name = known(context, "roles", [role])[role]
        found.append(
            RoleCost(
                name, len(shares), share, plan.fixed * share, plan.variable * share, more * share
            )
        )
    return found


def _draw_cost(shown: tuple[int, Decimal, Budget, int, list[RoleCost]], view: View) -> Html:
    year, orders, budget, hires, rows = shown
    body = [
        (
            cost.role, view.number(cost.seats), view.number(round(cost.filled, 2)), rounded(view, cost.fixed),
            rounded(view, cost.variable), rounded(view, cost.above),
        )
        for cost in rows
    ]  # fmt: skip
    fixed, variable, above = (
        sum((getattr(cost, key) for cost in rows), ZERO) for key in ("fixed", "variable", "above")
    )
    body.append(
        ("All", "", "", rounded(view, fixed), rounded(view, variable), rounded(view, above))
    )
    head = (
        "Role",
        "Seats",
        f"Filled in {year}",
        "Fixed pay",
        "Variable at target",
        "Variable when all attain 120 %",
    )
    return join([
        table(head, body, numbers=range(1, 6), caption=f"Pay in {year}, for the months in which seats are filled"),
        Html("<p>Orders of the plan: <strong>{}</strong>.</p>").format(rounded(view, orders)),
        _against_budget(fixed, (variable, above), orders, budget, hires, view),
    ])  # fmt: skip


def _against_budget(
    fixed: Decimal,
    variables: tuple[Decimal, Decimal],
    orders: Decimal,
    budget: Budget,
    hires: int,
    view: View,
) -> Html:
    """Pay, what the employer pays on top, and hiring, beside the budget and beside the orders."""
    hiring = budget.each_hire * hires
    columns_: list[list[str]] = []
    for variable, sold in zip(variables, (orders, orders * A_FIFTH_ABOVE), strict=True):
        pay = fixed + variable
        cost = pay * (1 + budget.employer_costs) + hiring
        columns_.append([
            rounded(view, pay), rounded(view, pay * budget.employer_costs), rounded(view, hiring), rounded(view, cost),
            rounded(view, Decimal(budget.selling)), rounded(view, Decimal(budget.selling) - cost),
            percent(view, cost / sold if sold else None), percent(view, variable / pay if pay else None),
        ])  # fmt: skip
    names = (
        "Pay", f"What the employer pays on top, {view.share(budget.employer_costs)}", f"Hiring, {hires} people", "Cost of selling",
        "Budget for selling", "Left of the budget", "Cost by first-year value of orders", "Variable part of pay",
    )  # fmt: skip
    rows = list(zip(names, *columns_, strict=True))
    return table(
        ("", "At target", "When all attain 120 %"),
        rows,
        numbers=[1, 2],
        caption="What selling costs",
    )
