"""Macros of the role pages. Each gathers the facts of one role from the documents, says no more
than they do, and links to them.
"""

from __future__ import annotations

from handbook.documents.interaction.facts import Handoff, Meeting, Service
from handbook.documents.interaction.macros.services import to_measure
from handbook.documents.motivation.facts import (
    CareerLevel,
    Draw,
    Ladder,
    LevelNeeds,
    PaidMeasure,
    Partner,
    PayPlan,
    Responsibility,
    Scorecard,
)
from handbook.documents.motivation.macros.plan_lookup import plans_of, role_name, stack_of_plans
from handbook.documents.motivation.macros.responsibility import decides_alone
from handbook.documents.motivation.pay import SHOWN, is_payable, slip_of_year
from handbook.documents.motivation.role_facts import fact_of_role
from handbook.documents.training.facts import (
    LearningPath,
    Module,
    Rereading,
)
from handbook.facts.facts import Facts
from handbook.facts.scalars import Money, Ratio
from handbook.show.blocks import Card, Columns, Grid, Items, Lines, Pairs, Part
from handbook.show.content import (
    CallLink,
    Content,
    JoinedContent,
    Key,
    PageLink,
    Phrase,
    SectionLink,
)
from handbook.show.macro import Context, macro
from handbook.show.rounded import percent

# --- what it learns -------------------------------------------------------------------------------


@macro("block", 'role_learns("seller")')
def role_learns(context: Context, role: str) -> Card:
    """What a role learns before it may work alone: its modules with their hours and weeks, the gate
    at the end, and pages to read again.
    """
    path = fact_of_role(context, LearningPath, role, 'role_learns("{}")')
    again = [page for page in context.facts[Rereading] if role in page.roles]
    return Card(
        path,
        anchor=f"learns-{path.id}",
        parts=[
            Columns(_modules(path, context.facts), Part("The gate", _gate(path))),
            Part("You read again", Items(map(_read_again, again))),
            link_to_more(SectionLink("learning_path", path.id, "The whole path")),
        ],
    )


def _modules(path: LearningPath, facts: Facts) -> Grid[Module]:
    table = facts[Module]
    modules = [table[module] for module in path.modules if module in table]
    hours = Ratio(sum(module.hours for module in modules))
    return Grid(
        modules,
        {"Module": _module, "Week": "week", "Hours": "hours"},
        Phrase("{} hours of paid time, at most {} a week", hours, path.hours_a_week),
    )


def _module(module: Module) -> Content:
    title = Key(module, "title", linked=False)
    return CallLink("module_card", module.id, f"module-{module.id}", title)


def _gate(path: LearningPath) -> Pairs:
    test = path.admission
    written = Phrase(
        "{} questions in {} minutes, passed from {}", test.drawn, test.minutes, test.pass_mark
    )
    practical = Key(path, "practical") if path.practical else path.no_practical_because
    return Pairs(
        {
            "Learned within": path.within,
            "Written test": written,
            "Practical": practical,
            "Admitted by": Key(path, "admitted_by"),
            "Tested again every": path.again_every,
        }
    )


def _read_again(page: Rereading) -> Content:
    return Phrase(
        "{}, from {}, before {} <small>{}</small>",
        PageLink(page.page),
        page.from_,
        page.until,
        Key(page, "because"),
    )


def link_to_more(*links: SectionLink) -> Content:
    """A link to more about it."""
    return Phrase("<p><small>{}</small></p>", JoinedContent(links, " · "))


# --- what it answers for --------------------------------------------------------------------------


@macro("block", 'role_answers_for("seller")')
def role_answers_for(context: Context, role: str) -> Card:
    """What a role is held to account for: its measures with weight and target, its decisions with
    their limits, what is not its business.
    """
    role_name(context, role, 'role_answers_for("{}")')
    facts = context.facts
    scorecard, zone = facts[Scorecard].get(role), facts[Responsibility].get(role)
    return Card(
        (),
        anchor=f"answers-{role}",
        parts=[
            _measures(scorecard),
            Part("Owed to other units, without a weight", _service_measures(scorecard, zone)),
            Columns(
                Part("You decide alone", decides_alone(zone, facts)),
                Part("It is not yours", Key(zone, "not_mine") if zone else None),
            ),
            link_to_more(
                SectionLink("kpi_table", role, "The scorecard"),
                SectionLink("responsibility_card", role, "The zone of responsibility"),
            ),
        ],
    )


def _measures(scorecard: Scorecard | None) -> Content:
    if scorecard is None:
        return None
    return Grid(
        scorecard.lines,
        {
            "Measure": lambda line: to_measure(line.measure),
            "Weight": "weight",
            "Target": "target",
        },
    )


def _service_measures(scorecard: Scorecard | None, zone: Responsibility | None) -> Items:
    """The measures of services, which have neither weight nor target."""
    weighed = {line.measure for line in scorecard.lines} if scorecard else set()
    measures = dict.fromkeys(zone.answers_for) if zone else {}
    return Items(to_measure(measure) for measure in measures if measure not in weighed)


# --- what it earns --------------------------------------------------------------------------------


@macro("block", 'role_earns("seller")')
def role_earns(context: Context, role: str) -> Card:
    """What a role earns: fixed and variable pay at target, what counts, when it is paid, what a
    year pays below and above target.
    """
    plans = plans_of(context, role, 'role_earns("{}")')
    shown = [(plan, _earned(plan)) for plan in plans]
    return Card(
        (),
        anchor=f"earns-{role}",
        parts=[
            stack_of_plans(shown, context.handbook.today),
            link_to_more(
                SectionLink("pay_plan_card", role, "The whole pay plan"),
                SectionLink("payslips", role, "Payslips, line by line"),
            ),
        ],
    )


def _earned(plan: PayPlan) -> Columns:
    counted = Part("What counts", Items(map(_counted, plan.measures)))
    year = (
        [(percent(attained), Money(slip_of_year(plan, attained).total)) for attained in SHOWN]
        if is_payable(plan)
        else []
    )
    return Columns(
        Phrase("<div>{} {}</div>", _pay(plan), counted),
        Lines(("Attained", "A year pays"), year) if year else None,
    )


def _counted(measure: PaidMeasure) -> Content:
    return Phrase("<strong>{}</strong> {}", measure.weight, to_measure(measure.measure))


def _pay(plan: PayPlan) -> Pairs:
    paid = Phrase(
        "each {}, by day {} of the month after; counted {}",
        plan.period,
        plan.paid_by_day,
        plan.counts,
    )
    return Pairs(
        {
            "Fixed pay of a year": Key(plan, "fixed"),
            "Variable pay of a year at target": Key(plan, "variable"),
            "Both together at target": Phrase(
                "<strong>{}</strong>", Money(plan.fixed + plan.variable)
            ),
            "Paid": paid,
            "As a newcomer": _guaranteed(plan.draw),
        }
    )


def _guaranteed(draw: Draw | None) -> Content:
    if draw is None:
        return None
    return Phrase("at least {} variable pay a month for {} months", draw.a_month, draw.months)


# --- how it rises ---------------------------------------------------------------------------------


@macro("block", 'role_rises("seller")')
def role_rises(context: Context, role: str) -> Card:
    """How a role rises: the steps of its ladder, the time before each, what it brings, who decides,
    and in which months.
    """
    ladder = fact_of_role(context, Ladder, role, 'role_rises("{}")')
    words = "All conditions, with results and ways sideways"
    return Card(
        ladder,
        anchor=f"rises-{ladder.id}",
        parts=[
            Pairs({"Decided in": JoinedContent(ladder.decided_in)}),
            *map(_step, ladder.levels),
            link_to_more(SectionLink("career_ladder", ladder.id, words)),
        ],
    )


def _step(level: CareerLevel) -> Part:
    before = level.months_before
    rows = {
        "After at least": Phrase("{} months", before) if before else None,
        "Competencies, by level": JoinedContent(map(_need, level.competencies), " · "),
        "Contributions to the handbook": level.handbook,
        "It brings": level.gets,
        "Decided by": Key(level, "decided_by"),
    }
    return Part(Key(level, "name"), Pairs(rows))


def _need(need: LevelNeeds) -> Content:
    return Phrase("{} {}", Key(need, "competency"), need.level)


# --- whom it deals with ---------------------------------------------------------------------------


@macro("block", 'role_deals_with("seller")')
def role_deals_with(context: Context, role: str) -> Card:
    """Whom a role deals with: the units it works with and their services, the meetings it leads or
    comes to, the handovers to it and from it.
    """
    role_name(context, role, 'role_deals_with("{}")')
    facts = context.facts
    meetings = [meeting for meeting in facts[Meeting] if _comes(meeting, role)]
    handovers = [handoff for handoff in facts[Handoff] if role in (handoff.from_, handoff.to)]
    return Card(
        (),
        anchor=f"deals-{role}",
        parts=[
            _services(facts[Responsibility].get(role), facts),
            Columns(
                Part("Meetings", Items(map(_meeting, meetings))),
                Part("Handovers", Items(map(_handover, handovers))),
            ),
        ],
    )


def _services(zone: Responsibility | None, facts: Facts) -> Content:
    partners = zone.works_with if zone else []
    services = facts[Service]
    rows = [
        (partner, services[partner.service]) for partner in partners if partner.service in services
    ]
    if not rows:
        return None
    return Lines(
        ("Unit", "Service", "Done when", "Within"),
        [(_unit(partner), *_promised(service)) for partner, service in rows],
    )


def _unit(partner: Partner) -> Content:
    return CallLink("unit_gives", partner.unit, "", Key(partner, "unit", linked=False))


def _promised(service: Service) -> list[Content]:
    return [Key(service, "name"), service.done, service.resolution]


def _comes(meeting: Meeting, role: str) -> bool:
    return role == meeting.leads or role in meeting.attends


def _meeting(meeting: Meeting) -> Content:
    name = Key(meeting, "name", linked=False)
    return Phrase(
        "{}: each {}, {} {}, {} minutes; led by {}",
        CallLink("meeting_table", "", f"meeting-{meeting.id}", name),
        meeting.every,
        meeting.weekday,
        f"{meeting.starts:%H:%M}",
        meeting.minutes,
        Key(meeting, "leads"),
    )


def _handover(handoff: Handoff) -> Content:
    return Phrase("{}: {} → {}", Key(handoff, "name"), Key(handoff, "from_"), Key(handoff, "to"))
