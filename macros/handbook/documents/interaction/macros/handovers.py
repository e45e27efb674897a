"""Macros that show handovers, decisions, whose customer it is, escalation, and meetings."""

from __future__ import annotations

from handbook.documents.company.facts.company import Decision
from handbook.documents.interaction.facts import (
    DecisionPart,
    EngagementRule,
    EscalationLadder,
    Handoff,
    LadderStep,
    Meeting,
    Urgent,
)
from handbook.documents.interaction.macros.services import handover_list
from handbook.show.blocks import Card, Columns, Grid, Items, Pairs, Part, Stack
from handbook.show.content import Content, Key, LinkTarget, Phrase, Tag
from handbook.show.lookup import find, need
from handbook.show.macro import Context, macro

ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}


# --- handovers ------------------------------------------------------------------------------------


@macro("block", "handoff_table()")
def handoff_table(context: Context) -> Grid[Handoff]:
    """Every handover of a customer: at which stage, from whom to whom, when they meet, who accepts
    by when.
    """
    return Grid(
        context.facts[Handoff],
        {
            "Handover": "name",
            "At stage": "at_stage",
            "From": "from_",
            "To": "to",
            "They meet within": "meet_within",
            "Accepted by": _acceptance,
        },
    )


def _acceptance(handoff: Handoff) -> Content:
    return Phrase("{} within {}", Key(handoff, "accepted_by"), handoff.accept_within)


@macro("block", 'handoff_card("installation")', card_of=Handoff)
def handoff_card(context: Context, id: str) -> Card:
    """One handover: what goes with the customer, who accepts it by when, when it is refused, what
    the customer hears.
    """
    handoff = find(context, Handoff, id, 'handoff_card("{}")')
    return Card(
        handoff,
        anchor=f"handoff-{handoff.id}",
        tags=[Tag(Phrase("{} → {}", Key(handoff, "from_"), Key(handoff, "to")))],
        parts=[
            Pairs(
                {
                    "At stage": Key(handoff, "at_stage"),
                    "They meet within": handoff.meet_within,
                    "Accepted by": _acceptance(handoff),
                }
            ),
            Columns(
                Part("What goes with the customer", handover_list(handoff.packet)),
                Part("Refused when", Items(handoff.refused_when)),
            ),
            Part("The customer hears", Phrase("<p>“{}”</p>", handoff.customer_hears)),
        ],
    )


# --- decisions ------------------------------------------------------------------------------------


@macro("block", "raci_table()")
def raci_table(context: Context) -> Grid[DecisionPart]:
    """Who does what in each decision between units: who prepares it, who answers for it, who is
    asked, who is told.
    """
    decisions = context.facts[Decision]

    def decision(part: DecisionPart) -> Content:
        found = decisions.get(part.id)
        return Key(found, "decision") if found else part.id

    return Grid(
        context.facts[DecisionPart],
        {
            "Decision": decision,
            "Prepares it": "responsible",
            "Answers for it": "accountable",
            "Is asked before": "consulted",
            "Is told after": "informed",
            "Service": "service",
        },
    )


# --- rules of engagement and escalation -----------------------------------------------------------


@macro("block", "engagement_table()")
def engagement_table(context: Context) -> Grid[EngagementRule]:
    """Whose customer or enquiry it is when two claim it: the rule, how long it protects, who
    settles it by when, an example.
    """
    return Grid(
        context.facts[EngagementRule],
        {
            "Two claim it": lambda rule: LinkTarget(f"engagement-{rule.id}", rule.conflict),
            "The rule": "rule",
            "Protected for": "protected_for",
            "Settled by": _arbiter_and_time,
            "For example": "example",
        },
    )


def _arbiter_and_time(rule: EngagementRule) -> Content:
    return Phrase("{} within {}", Key(rule, "arbiter"), rule.decides_within)


@macro("block", "escalation_steps()")
def escalation_steps(context: Context) -> Stack:
    """How something is escalated between units: each step, who answers by when, what you bring, and
    what misuse leads to.
    """
    ladder = need(context.facts, EscalationLadder)
    steps = Items([_ladder_step(step) for step in ladder.steps], "ol", "hb-ladder")
    return Stack(steps, Phrase("<p>Misuse: {}</p>", Key(ladder, "misuse")))


def _ladder_step(step: LadderStep) -> Content:
    return Phrase(
        "<strong>{}</strong> <span>{}</span> <small>answers within {}. You bring: {}</small>",
        step.step,
        Key(step, "to"),
        step.answers_within,
        step.bring,
    )


@macro("block", "urgent_table()")
def urgent_table(context: Context) -> Grid[Urgent]:
    """What counts as urgent, with the number that says so."""
    ladder = need(context.facts, EscalationLadder)
    return Grid(
        ladder.urgent,
        {
            "Urgent is": "what",
            "From when on": lambda urgent: Phrase("{} {}", urgent.number, urgent.counted_in),
        },
    )


# --- meetings -------------------------------------------------------------------------------------


@macro("block", "meeting_table()")
def meeting_table(context: Context) -> Grid[Meeting]:
    """The meetings we hold: when, who leads and comes, what is decided, what is brought and written
    down.
    """
    return Grid(
        context.facts[Meeting],
        {
            "Meeting": lambda meeting: LinkTarget(f"meeting-{meeting.id}", meeting.name),
            "When": _when,
            "Leads": "leads",
            "Come": "attends",
            "Decides": "decides",
            "You bring": "bring",
            "Written down": "writes",
        },
    )


def _when(meeting: Meeting) -> str:
    """``every Monday 09:00, 45 minutes`` or ``the first Monday of each month 09:00, 60 minutes``."""
    if meeting.every == "week":
        day = f"every {meeting.weekday}"
    elif meeting.week is None:
        day = f"a {meeting.weekday} each {meeting.every}"
    else:
        ordinal = ORDINALS.get(meeting.week, f"{meeting.week}th")
        day = f"the {ordinal} {meeting.weekday} of each {meeting.every}"
    return f"{day}, {meeting.starts:%H:%M}, {meeting.minutes} minutes"
