"""Macros that show handovers, decisions, whose customer it is, how something is taken higher, and meetings."""

from __future__ import annotations

from typing import Any

from handbook.documents.company.facts.company import Decision, Role
from handbook.documents.interaction.facts import (
    DecisionPart,
    EngagementRule,
    EscalationLadder,
    Handoff,
    LadderStep,
    Meeting,
    Service,
    Urgent,
)
from handbook.documents.interaction.macros.services import draw_handed, handed, to_service
from handbook.documents.sales_book.facts.market import Stage
from handbook.show.html import Html, card, columns, items, join, lead, pairs, part, table, tag
from handbook.show.lookup import find, names, need, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}


def _people(context: Context, *roles: str) -> dict[str, str]:
    """The names of these roles by id."""
    known = names(context, Role)
    return {role: known.get(role, role) for role in roles}


# --- handovers -------------------------------------------------------------------------------------


@macro("block", "handoff_table()", lambda rows, view: _draw_handoffs(rows, view))
def handoff_table(context: Context) -> list[tuple[Picked, dict[str, str], str]]:
    """Every handover of a customer: at which stage, from whom to whom, when they meet, who accepts by when."""
    keys = ("id", "name", "from_", "to", "accepted_by", "meet_within", "accept_within")
    return [
        (
            pick(one, *keys),
            _people(context, one.from_, one.to, one.accepted_by),
            _stage(context, one),
        )
        for one in context.handbook.facts[Handoff]
    ]


def _stage(context: Context, one: Handoff) -> str:
    return names(context, Stage).get(one.at_stage, one.at_stage)


def _draw_handoffs(rows: list[tuple[Picked, dict[str, str], str]], view: View) -> Html:
    body = [
        (
            view.to_card("handoff_card", one.id, f"handoff-{one.id}", one.name), stage, people[one.from_], people[one.to],
            view.value(one.meet_within), Html("{} within {}").format(people[one.accepted_by], view.value(one.accept_within)),
        )
        for one, people, stage in rows
    ]  # fmt: skip
    return table(("Handover", "At stage", "From", "To", "They meet within", "Accepted by"), body)


@macro("block", 'handoff_card("installation")', lambda shown, view: _draw_handoff(shown, view))
def handoff_card(
    context: Context, id: str
) -> tuple[Handoff, dict[str, str], str, list[tuple[str, str, str, str]]]:
    """One handover: what goes with the customer, who accepts it by when, when it is refused, what the customer hears."""
    one: Handoff = find(context, Handoff, id, 'handoff_card("{}")')
    people = _people(context, one.from_, one.to, one.accepted_by)
    return one, people, _stage(context, one), handed(context, one.packet)


def _draw_handoff(
    shown: tuple[Handoff, dict[str, str], str, list[tuple[str, str, str, str]]], view: View
) -> Html:
    one, people, stage, packet = shown
    facts_row = pairs([
        ("At stage", view.to_card("stage_card", one.at_stage, f"stage-{one.at_stage}", stage)),
        ("They meet within", view.value(one.meet_within)),
        ("Accepted by", Html("{} within {}").format(people[one.accepted_by], view.value(one.accept_within))),
    ])  # fmt: skip
    return card(
        [tag(Html("{} → {}").format(people[one.from_], people[one.to]))], facts_row,
        columns(part("What goes with the customer", draw_handed(packet, view)), part("Refused when", items(one.refused_when))),
        part("The customer hears", lead(Html("“{}”").format(one.customer_hears))), anchor=f"handoff-{one.id}",
    )  # fmt: skip


# --- decisions -------------------------------------------------------------------------------------


@macro("block", "raci_table()", lambda rows, view: _draw_raci(rows, view))
def raci_table(context: Context) -> list[dict[str, Any]]:
    """Who does what in each decision between units: who prepares it, who answers for it, who is asked, who is told."""
    facts, rows = context.handbook.facts, []
    for one in facts[DecisionPart]:
        decision, service = facts[Decision].get(one.id), facts[Service].get(one.service or "")
        rows.append({
            "decision": pick(decision, "decision") if decision else one.id,
            "part": one,
            "people": _people(context, *one.responsible, one.accountable, *one.consulted, *one.informed),
            "service": pick(service, "id", "name") if service else None,
        })  # fmt: skip
    return rows


def _draw_raci(rows: list[dict[str, Any]], view: View) -> Html:
    body = []
    for row in rows:
        one, people = row["part"], row["people"]
        many = (
            ", ".join(people[role] for role in roles)
            for roles in (one.responsible, one.consulted, one.informed)
        )
        responsible, consulted, informed = (shown or "—" for shown in many)
        name = row["decision"].decision if isinstance(row["decision"], Picked) else row["decision"]
        by = to_service(row["service"], view) if row["service"] else "—"
        body.append((name, responsible, people[one.accountable], consulted, informed, by))
    return table(
        (
            "Decision",
            "Prepares it",
            "Answers for it",
            "Is asked before",
            "Is told after",
            "Service",
        ),
        body,
    )


# --- rules of engagement and escalation ------------------------------------------------------------


@macro("block", "engagement_table()", lambda rows, view: _draw_engagement(rows, view))
def engagement_table(context: Context) -> list[tuple[Any, str]]:
    """Whose customer or enquiry it is when two claim it: the rule, how long it protects, who settles it by when, an example."""
    return [
        (one, _people(context, one.arbiter)[one.arbiter])
        for one in context.handbook.facts[EngagementRule]
    ]


def _draw_engagement(rows: list[tuple[Any, str]], view: View) -> Html:
    body = [
        (
            Html('<span id="engagement-{}">{}</span>').format(Html(one.id), one.conflict), one.rule, view.value(one.protected_for),
            Html("{} within {}").format(arbiter, view.value(one.decides_within)), one.example,
        )
        for one, arbiter in rows
    ]  # fmt: skip
    return table(("Two claim it", "The rule", "Protected for", "Settled by", "For example"), body)


@macro("block", "escalation_steps()", lambda shown, view: _draw_steps(shown, view))
def escalation_steps(context: Context) -> tuple[list[tuple[LadderStep, str]], str]:
    """How something is taken higher between units: each step, who answers by when, what you bring, and what misuse leads to."""
    ladder: EscalationLadder = need(context.handbook.facts, EscalationLadder)
    return [(step, _people(context, step.to)[step.to]) for step in ladder.steps], ladder.misuse


def _draw_steps(shown: tuple[list[tuple[LadderStep, str]], str], view: View) -> Html:
    steps, misuse = shown
    rows = [
        Html(
            "<strong>{}</strong> <span>{}</span> <small>answers within {}. You bring: {}</small>"
        ).format(step.step, role, view.value(step.answers_within), step.bring)
        for step, role in steps
    ]
    return join([items(rows, "ol", "hb-ladder"), Html("<p>Misuse: {}</p>").format(misuse)])


@macro("block", "urgent_table()", lambda rows, view: _draw_urgent(rows, view))
def urgent_table(context: Context) -> list[Urgent]:
    """What counts as urgent, with the number that says so."""
    ladder: EscalationLadder = need(context.handbook.facts, EscalationLadder)
    return list(ladder.urgent)


def _draw_urgent(rows: list[Urgent], view: View) -> Html:
    body = [
        (one.what, Html("{} {}").format(view.number(one.number), one.counted_in)) for one in rows
    ]
    return table(("Urgent is", "From when on"), body)


# --- meetings --------------------------------------------------------------------------------------


@macro("block", "meeting_table()", lambda rows, view: _draw_meetings(rows))
def meeting_table(context: Context) -> list[tuple[Any, dict[str, str]]]:
    """The meetings we hold: when, who leads and comes, what is decided, what is brought and written down."""
    return [
        (one, _people(context, one.leads, *one.attends)) for one in context.handbook.facts[Meeting]
    ]


def _draw_meetings(rows: list[tuple[Any, dict[str, str]]]) -> Html:
    body = [
        (
            Html('<span id="meeting-{}">{}</span>').format(Html(one.id), one.name), _when(one), people[one.leads],
            ", ".join(people[role] for role in one.attends), one.decides, one.bring, one.writes,
        )
        for one, people in rows
    ]  # fmt: skip
    return table(("Meeting", "When", "Leads", "Come", "Decides", "You bring", "Written down"), body)


def _when(one: Any) -> str:
    """``every Monday 09:00, 45 minutes`` or ``the first Monday of each month 09:00, 60 minutes``."""
    if one.every == "week":
        day = f"every {one.weekday}"
    elif one.week is None:
        day = f"a {one.weekday} each {one.every}"
    else:
        day = f"the {ORDINALS.get(one.week, f'{one.week}th')} {one.weekday} of each {one.every}"
    return f"{day}, {one.starts:%H:%M}, {one.minutes} minutes"
