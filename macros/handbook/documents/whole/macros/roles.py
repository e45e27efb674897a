"""Macros of the role pages. Each gathers the facts of one role from the documents, says no more than they do, and links to them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from handbook.documents.company.facts.company import BusinessUnit, Decision, Role, Step
from handbook.documents.forecast.of_role import of_role
from handbook.documents.interaction.facts import Handoff, Meeting, Service
from handbook.documents.motivation.facts import CareerLevel, PayPlan, Responsibility, Scorecard
from handbook.documents.motivation.macros.asked import (
    Names,
    known,
    later,
    plans_of,
    role_name,
    to_measure,
    to_place,
)
from handbook.documents.motivation.macros.payslips import PAYS
from handbook.documents.motivation.macros.responsibility import (
    Rise,
    decisions_of,
    draw_decisions,
    ladder_of,
)
from handbook.documents.motivation.pay import SHOWN, slip_of_year, whole
from handbook.documents.sales_book.facts.practice import Norm
from handbook.documents.training.facts import LearningPath, Milestone, Module, Probation, ReadAgain
from handbook.show.amounts import percent
from handbook.show.html import Html, card, columns, items, join, pairs, part, table
from handbook.show.lookup import names, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

# --- what it learns --------------------------------------------------------------------------------


class Learned(NamedTuple):
    """A path with its modules in order, the name of its practical, who admits, and what the role reads again."""

    path: LearningPath
    modules: list[Picked]
    practical: str
    admitted_by: str
    again: list[Picked]


@macro("block", 'role_learns("seller")', lambda shown, view: _draw_learns(shown, view))
def role_learns(context: Context, role: str) -> Learned:
    """What a role learns before it may work alone: its modules with their hours and weeks, the gate at the end, and pages to read again."""
    path: LearningPath = of_role(context, LearningPath, role, 'role_learns("{}")')
    table = context.handbook.facts[Module]
    modules = [
        pick(table[module], "id", "title", "hours", "week")
        for module in path.modules
        if module in table
    ]
    practical = (
        known(context, "practicals", [path.practical])[path.practical] if path.practical else ""
    )
    admits = known(context, "roles", [path.admitted_by])[path.admitted_by]
    again = context.handbook.facts[ReadAgain]
    mine = [
        pick(entry, "page", "because", "from_", "until") for entry in again if role in entry.roles
    ]
    return Learned(path, modules, practical, admits, mine)


def _draw_learns(shown: Learned, view: View) -> Html:
    path, test = shown.path, shown.path.admission
    hours = sum((Decimal(module.hours) for module in shown.modules), Decimal(0))
    rows = [
        (
            view.to_card("module_card", module.id, f"module-{module.id}", module.title),
            view.number(module.week),
            view.number(module.hours),
        )
        for module in shown.modules
    ]
    written = f"{test.drawn} questions in {test.minutes} minutes, passed from {view.share(test.pass_mark)}"
    gate = pairs([
        ("Learned within", str(path.within)),
        ("Written test", written),
        ("Practical", shown.practical or path.no_practical_because or ""),
        ("Admitted by", shown.admitted_by),
        ("Tested again every", str(path.again_every)),
    ])  # fmt: skip
    caption = (
        f"{view.number(hours)} hours of paid time, at most {view.number(path.hours_a_week)} a week"
    )
    return card(
        [], columns(table(("Module", "Week", "Hours"), rows, numbers=[1, 2], caption=caption), part("The gate", gate)),
        _again(shown.again, view) if shown.again else "", _more("learning_path", path.id, "The whole path", view),
        anchor=f"learns-{path.id}",
    )  # fmt: skip


def _again(pages: list[Picked], view: View) -> Html:
    rows = (
        Html("{}, from {}, before {} <small>{}</small>").format(
            view.to_titled(page.page), view.day(page.from_), view.day(page.until), page.because
        )
        for page in pages
    )
    return part("You read again", items(rows))


def _more(macro_name: str, role: str, words: str, view: View) -> Html:
    return Html("<p><small>{}</small></p>").format(to_place(macro_name, role, words, view))


# --- what is demanded ------------------------------------------------------------------------------


class Demanded(NamedTuple):
    """What a role must show: on probation, by norms in a week, by competencies on the day it is hired."""

    role: str
    probation: Probation | None
    measures: Names
    norm: Picked | None
    profile: Picked | None
    competencies: Names
    assessed: Picked | None


@macro("block", 'role_demanded("seller")', lambda shown, view: _draw_demanded(shown, view))
def role_demanded(context: Context, role: str) -> Demanded:
    """What is demanded of a role: the milestones of its probation, the norms of a week, the competencies it needs."""
    role_name(context, role, 'role_demanded("{}")')
    facts = context.handbook.facts
    probation, norm = facts[Probation].get(role), facts[Norm].get(role)
    profile = facts.table("role_profiles").get(role)
    assessed = facts.table("staff_assessment").get(role)
    needs: list[Any] = getattr(profile, "competencies", [])
    measures = (
        [milestone.measure for stage in probation.stages for milestone in stage.milestones]
        if probation
        else []
    )
    return Demanded(
        role,
        probation,
        known(context, "measures", measures),
        pick(norm, "activities", "selling_hours_a_week") if norm else None,
        pick(profile, "competencies") if profile else None,
        known(context, "competencies", [need.competency for need in needs]),
        pick(assessed, "every") if assessed else None,
    )


def _draw_demanded(shown: Demanded, view: View) -> Html:
    required = items(
        Html("{}: level {}").format(
            view.to_card(
                "competency_card",
                competency.competency,
                f"competency-{competency.competency}",
                shown.competencies[competency.competency],
            ),
            competency.level,
        )
        for competency in (shown.profile.competencies if shown.profile else ())
    )
    again = f"Assessed again every {_every(str(shown.assessed.every))}" if shown.assessed else ""
    every = Html("<p><small>{}</small></p>").format(again) if again else Html("")
    stages = _milestones(shown, view) if shown.probation else Html("")
    return card(
        [],
        part("On probation", stages),
        columns(
            part("Norms of a week", _norms(shown.norm, view) if shown.norm else ""),
            part("Competencies on the first day", join([required, every]) if required else ""),
        ),
        _more("probation_plan", shown.role, "The whole probation plan", view),
        anchor=f"demanded-{shown.role}",
    )


def _every(duration: str) -> str:
    return duration.removeprefix("1 ")


def _milestones(shown: Demanded, view: View) -> Html:
    probation = shown.probation
    rows = [
        (
            f"By day {stage.day}",
            items(_milestone(milestone, shown.measures, view) for milestone in stage.milestones),
        )
        for stage in (probation.stages if probation else ())
    ]
    return table(("When", "What is reached"), rows)


def _milestone(milestone: Milestone, measures: Names, view: View) -> Html:
    name = to_measure(milestone.measure, measures[milestone.measure], view)
    least = (
        view.number(milestone.at_least)
        if milestone.at_least is not None
        else view.share(milestone.share or Decimal(0))
    )
    return Html("{}: at least <strong>{}</strong>").format(name, least)


def _norms(norm: Any, view: View) -> Html:
    rows = [
        Html("{}: {}").format(activity.name, view.number(activity.norm_a_week))
        for activity in norm.activities
    ]
    hours = Html("<p><small>{} selling hours a week</small></p>").format(norm.selling_hours_a_week)
    return join([items(rows), hours])


# --- what it answers for ---------------------------------------------------------------------------


class Answers(NamedTuple):
    """What a role answers for: its measures with weight and target, those of services without either, its decisions with their limits, what is
    not its business.
    """

    role: str
    measures: list[tuple[str, str, Decimal, str]]
    owed: list[tuple[str, str]]
    decisions: list[tuple[Decision, Step]]
    not_mine: list[str]


@macro("block", 'role_answers_for("seller")', lambda shown, view: _draw_answers(shown, view))
def role_answers_for(context: Context, role: str) -> Answers:
    """What a role is held to account for: its measures with weight and target, its decisions with their limits, what is not its business."""
    role_name(context, role, 'role_answers_for("{}")')
    facts = context.handbook.facts
    scorecard, zone = facts[Scorecard].get(role), facts[Responsibility].get(role)
    lines = scorecard.lines if scorecard else []
    called = known(context, "measures", [measure.measure for measure in lines])
    measures = [
        (measure.measure, called[measure.measure], Decimal(measure.weight), measure.target)
        for measure in lines
    ]
    decisions = decisions_of(context, role, zone.decides_alone) if zone else []
    beyond = [name for name in zone.answers_for if name not in called] if zone else []
    owed = list(known(context, "measures", beyond).items())
    return Answers(role, measures, owed, decisions, list(zone.not_mine) if zone else [])


def _draw_answers(shown: Answers, view: View) -> Html:
    rows = [
        (to_measure(measure, name, view), view.share(weight), target)
        for measure, name, weight, target in shown.measures
    ]
    links = [
        to_place("kpi_table", shown.role, "The scorecard", view),
        to_place("responsibility_card", shown.role, "The zone of responsibility", view),
    ]
    return card(
        [], table(("Measure", "Weight", "Target"), rows, numbers=[1]) if rows else "",
        part("Owed to other units, without a weight", items(to_measure(text, name, view) for text, name in shown.owed)),
        columns(part("You decide alone", draw_decisions(shown.decisions, view)), part("It is not yours", items(shown.not_mine))),
        Html("<p><small>{}</small></p>").format(join(links, " · ")),
        anchor=f"answers-{shown.role}",
    )  # fmt: skip


# --- what it earns ---------------------------------------------------------------------------------


class Earned(NamedTuple):
    """A plan in short: what of it pays, its measures by name, when it is paid, the guarantee, and a year's pay at six attainments."""

    plan: Any
    measures: Names
    more: Any
    year: list[tuple[Decimal, Decimal]]


@macro("block", 'role_earns("seller")', lambda shown, view: _draw_earns(shown, view))
def role_earns(context: Context, role: str) -> tuple[str, list[Any]]:
    """What a role earns: fixed and variable pay at target, what counts, when it is paid, what a year pays below and above target."""
    return role, [_earned(context, plan) for plan in plans_of(context, role, 'role_earns("{}")')]


def _earned(context: Context, plan: PayPlan) -> Earned:
    measures = known(context, "measures", [measure.measure for measure in plan.measures])
    year = (
        [(attained, slip_of_year(plan, attained).total) for attained in SHOWN]
        if whole(plan)
        else []
    )
    return Earned(pick(plan, *PAYS), measures, pick(plan, "paid_by_day", "draw"), year)


def _draw_earns(shown: tuple[str, list[Earned]], view: View) -> Html:
    role, plans = shown
    drawn = later([(earnings.plan, _draw_earned(earnings, view)) for earnings in plans], view)
    links = [
        to_place("pay_plan_card", role, "The whole pay plan", view),
        to_place("payslips", role, "Payslips, line by line", view),
    ]
    return card(
        [],
        drawn,
        Html("<p><small>{}</small></p>").format(join(links, " · ")),
        anchor=f"earns-{role}",
    )


def _draw_earned(earnings: Earned, view: View) -> Html:
    plan, draw = earnings.plan, earnings.more.draw
    counted = items(
        Html("<strong>{}</strong> {}").format(
            view.share(row.weight), to_measure(row.measure, earnings.measures[row.measure], view)
        )
        for row in plan.measures
    )
    rows = pairs([
        ("Fixed pay of a year", view.money(plan.fixed)),
        ("Variable pay of a year at target", view.money(plan.variable)),
        ("Both together at target", Html("<strong>{}</strong>").format(view.money(Decimal(plan.fixed) + plan.variable))),
        ("Paid", f"each {plan.period}, by day {earnings.more.paid_by_day} of the month after; counted {plan.counts}"),
        ("As a newcomer", f"at least {view.money(draw.a_month)} variable pay a month for {draw.months} months" if draw else ""),
    ])  # fmt: skip
    year = [(percent(view, attained), view.money(total)) for attained, total in earnings.year]
    pays = table(("Attained", "A year pays"), year, numbers=[0, 1]) if year else Html("")
    return columns(Html("<div>{} {}</div>").format(rows, part("What counts", counted)), pays)


# --- how it rises ----------------------------------------------------------------------------------


@macro("block", 'role_rises("seller")', lambda shown, view: _draw_rises(shown, view))
def role_rises(context: Context, role: str) -> Rise:
    """How a role rises: the steps of its ladder, the time before each, what it brings, who decides, and in which months."""
    return ladder_of(context, role, 'role_rises("{}")')


def _draw_rises(rise: Rise, view: View) -> Html:
    months = pairs([("Decided in", ", ".join(rise.ladder.decided_in))])
    return card(
        [], months, *(_draw_step(level, rise, view) for level in rise.ladder.levels),
        _more("career_ladder", rise.ladder.id, "All conditions, with results and ways sideways", view),
        anchor=f"rises-{rise.ladder.id}",
    )  # fmt: skip


def _draw_step(level: CareerLevel, rise: Rise, view: View) -> Html:
    needs = (f"{rise.competencies[need.competency]} {need.level}" for need in level.competencies)
    rows = [
        ("After at least", f"{level.months_before} months" if level.months_before else ""),
        ("Competencies, by level", join(needs, " · ")),
        ("Contributions to the handbook", view.number(level.handbook)),
        ("It brings", level.gets),
        ("Decided by", rise.roles[level.decided_by]),
    ]
    return part(level.name, pairs(rows))


# --- whom it deals with ----------------------------------------------------------------------------


class Dealings(NamedTuple):
    """Whom a role deals with: units and the services that bind them, meetings, handovers to it and from it."""

    role: str
    units: list[tuple[str, str, Picked]]
    meetings: list[tuple[Picked, str]]
    handovers: list[tuple[Picked, str, str]]


@macro("block", 'role_deals_with("seller")', lambda shown, view: _draw_deals(shown, view))
def role_deals_with(context: Context, role: str) -> Dealings:
    """Whom a role deals with: the units it works with and their services, the meetings it leads or comes to, the handovers to it and from it."""
    role_name(context, role, 'role_deals_with("{}")')
    facts, roles, units = context.handbook.facts, names(context, Role), names(context, BusinessUnit)
    zone = facts[Responsibility].get(role)
    partners = zone.works_with if zone else []
    services = [
        (
            partner.unit,
            units.get(partner.unit, partner.unit),
            pick(facts[Service][partner.service], "id", "name", "done", "resolution"),
        )
        for partner in partners
        if partner.service in facts[Service]
    ]
    meetings = [
        (
            pick(meeting, "id", "name", "every", "weekday", "starts", "minutes", "leads"),
            roles.get(meeting.leads, meeting.leads),
        )
        for meeting in facts[Meeting]
        if _comes(meeting, role)
    ]
    handovers = [
        (
            pick(handoff, "id", "name", "from_", "to"),
            roles.get(handoff.from_, handoff.from_),
            roles.get(handoff.to, handoff.to),
        )
        for handoff in facts[Handoff]
        if role in (handoff.from_, handoff.to)
    ]
    return Dealings(role, services, meetings, handovers)


def _comes(meeting: Meeting, role: str) -> bool:
    return role == meeting.leads or role in meeting.attends


def _draw_deals(shown: Dealings, view: View) -> Html:
    services = [
        (
            view.to_card("unit_gives", unit, "", name),
            view.to_card(
                "service_card", business_unit.id, f"service-{business_unit.id}", business_unit.name
            ),
            business_unit.done,
            str(business_unit.resolution),
        )
        for unit, name, business_unit in shown.units
    ]
    meetings = [
        Html("{}: each {}, {} {}, {} minutes; led by {}").format(
            view.to_card("meeting_table", "", f"meeting-{meeting.id}", meeting.name),
            meeting.every,
            meeting.weekday,
            f"{meeting.starts:%H:%M}",
            meeting.minutes,
            leads,
        )
        for meeting, leads in shown.meetings
    ]
    handovers = [
        Html("{}: {} → {}").format(
            view.to_card("handoff_card", handover.id, f"handoff-{handover.id}", handover.name),
            giver,
            taker,
        )
        for handover, giver, taker in shown.handovers
    ]
    return card(
        [], table(("Unit", "Service", "Done when", "Within"), services) if services else "",
        columns(part("Meetings", items(meetings)), part("Handovers", items(handovers))),
        anchor=f"deals-{shown.role}",
    )  # fmt: skip
