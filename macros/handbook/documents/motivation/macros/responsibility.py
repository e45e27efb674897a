"""Macros that show what a role answers for: its card, its scorecard, its career; and the phrases
that nobody says aloud.
"""

from __future__ import annotations

from itertools import combinations
from typing import Protocol, runtime_checkable

from handbook.documents.company.facts.company import Decision, Step
from handbook.documents.company.facts.measures import Measure, pulls
from handbook.documents.interaction.facts import Service
from handbook.documents.interaction.macros.services import GOOD, to_measure
from handbook.documents.motivation.facts import (
    CareerLevel,
    Condition,
    Hour,
    Ladder,
    LevelNeeds,
    Officialese,
    Partner,
    Responsibility,
    Scorecard,
    ScorecardMeasure,
)
from handbook.documents.motivation.macros.plan_lookup import how_often
from handbook.documents.motivation.role_facts import fact_of_role
from handbook.facts.facts import Facts
from handbook.show.blocks import (
    Card,
    Columns,
    Grid,
    Items,
    Pairs,
    Paragraph,
    Part,
    Stack,
    TitledCard,
)
from handbook.show.content import Content, ItemName, JoinedContent, Key, Phrase
from handbook.show.macro import Context, macro

# --- the zone of responsibility -------------------------------------------------------------------


@macro("block", 'responsibility_card("seller")')
def responsibility_card(context: Context, role: str) -> Card:
    """The zone of responsibility of a role: its mission, what it answers for, what it decides alone
    and how far, whom it works with, what is not its business, an example of a day.
    """
    facts = context.facts
    zone = fact_of_role(context, Responsibility, role, 'responsibility_card("{}")')
    return Card(
        zone,
        anchor=f"responsibility-{zone.id}",
        parts=[
            Paragraph(zone.mission),
            Columns(
                Part("You answer for", Items(map(to_measure, zone.answers_for))),
                Part("You decide alone", decides_alone(zone, facts)),
            ),
            Columns(
                Part(
                    "You work with",
                    Items(_partner_line(partner, facts) for partner in zone.works_with),
                ),
                Part("It is not yours", Items(zone.not_mine)),
            ),
            Part("A day", Grid(zone.day, {"At": _at, "You": "does"})),
        ],
    )


def _at(hour: Hour) -> str:
    return f"{hour.hour:%H:%M}"


def decides_alone(zone: Responsibility | None, facts: Facts) -> Content:
    """Each decision of a role with the limit of its step in the ladder; a sentence where there is
    none.
    """
    steps = _steps(zone, facts) if zone else []
    if not steps:
        return Paragraph("What no ladder names, and nothing else: you bring a proposal.")
    return Items(_decision(decision, step) for decision, step in steps)


def _steps(zone: Responsibility, facts: Facts) -> list[tuple[Decision, Step]]:
    """Those decisions in whose ladder the role has a step, with that step: the limits of
    decision_rights.yml.
    """
    decisions = facts[Decision]
    found = [decisions[name] for name in zone.decides_alone if name in decisions]
    return [
        (decision, step) for decision in found for step in decision.ladder if step.role == zone.id
    ]


def _decision(decision: Decision, step: Step) -> Content:
    limit, name = decision.limit(step), Key(decision, "decision")
    return name if limit is None else Phrase("{}: up to <strong>{}</strong>", name, limit)


def _partner_line(partner: Partner, facts: Facts) -> Content:
    """A unit that a role works with, and the service that binds them, with the time in which it is
    done.
    """
    service = facts[Service].get(partner.service)
    if service is None:
        return Phrase("{}: {}", Key(partner, "unit"), partner.service)
    return Phrase(
        "{}: {} <small>within {}</small>",
        Key(partner, "unit"),
        Key(service, "name"),
        service.resolution,
    )


# --- the scorecard --------------------------------------------------------------------------------


@macro("block", 'kpi_table("seller")')
def kpi_table(context: Context, role: str) -> Content:
    """The scorecard of a role: its measures with formula, weight and target, how often it sees
    them, who computes them; below it, those that pull against each other.
    """
    facts = context.facts
    scorecard = fact_of_role(context, Scorecard, role, 'kpi_table("{}")')

    def formula(line: ScorecardMeasure) -> Content:
        measure = facts[Measure].get(line.measure)
        if measure is None:
            return ""
        return Phrase("{} <small>{}</small>", Key(measure, "formula"), GOOD[measure.good])

    lines = Grid(
        scorecard.lines,
        {
            "Measure": lambda line: to_measure(line.measure),
            "How it is counted": formula,
            "Weight": "weight",
            "Target": "target",
            "Seen": lambda line: Phrase("every {}", how_often(line.seen_every)),
            "Computed by": "computed_by",
        },
    )
    shape = '<div id="scorecard-{}">{} {}</div>'
    return Phrase(shape, scorecard.id, lines, _conflicting_measures(scorecard, facts))


def _conflicting_measures(scorecard: Scorecard, facts: Facts) -> Content:
    """Which numbers of a card pull against each other; nothing where none do."""
    measures = [line.measure for line in scorecard.lines if line.measure in facts[Measure]]
    pulling = [pair for pair in combinations(measures, 2) if pulls(facts, *pair)]
    if not pulling:
        return None
    conflicts = JoinedContent([_pair(*pair) for pair in pulling], "; ")
    return Phrase(
        "<p><small>These pull against each other, so both are on the card: {}.</small></p>",
        conflicts,
    )


def _pair(measure: str, other: str) -> Content:
    return Phrase("{} and {}", ItemName("measures", measure), ItemName("measures", other))


# --- the career -----------------------------------------------------------------------------------


@macro("block", 'career_ladder("seller")')
def career_ladder(context: Context, role: str) -> Content:
    """The career of a role, step by step: time, competencies at a level, results that can be
    computed, contributions to the handbook, what the step brings, who decides and when; the ways
    sideways and back.
    """
    ladder = fact_of_role(context, Ladder, role, 'career_ladder("{}")')
    levels = levels_of(context.facts)
    around = Columns(
        Part("Decided in", Items(ladder.decided_in)),
        Part("Sideways", Items(ladder.sideways)),
        Part("Back", Paragraph(Key(ladder, "back"))),
    )
    steps = Stack(*(_level(level, levels) for level in ladder.levels))
    return Phrase('<div id="ladder-{}">{} {}</div>', ladder.id, steps, around)


class Levels(Protocol):
    """What shows each level of a competency."""

    def of(self, level: int) -> str: ...


@runtime_checkable
class CompetencyWithLevels(Protocol):
    """A competency, as far as a career asks for it: hiring, which keeps it, may be left out."""

    @property
    def id(self) -> str: ...

    @property
    def levels(self) -> Levels: ...


def levels_of(facts: Facts) -> dict[str, Levels]:
    """The levels of each competency, by its id."""
    found = facts.table("competencies")
    return {
        competency.id: competency.levels
        for competency in found
        if isinstance(competency, CompetencyWithLevels)
    }


def _level(level: CareerLevel, levels: dict[str, Levels]) -> TitledCard:
    before = level.months_before
    rows = {
        "Time in the step before": Phrase("{} months at least", before) if before else "none",
        "Contributions to the handbook": level.handbook,
        "Decided by": Key(level, "decided_by"),
    }
    competencies = Items(_need(need, levels) for need in level.competencies)
    return TitledCard(
        level.name,
        Part("It brings", Paragraph(level.gets)),
        Pairs(rows),
        Columns(
            Part("Competencies", competencies),
            Part("Results", _condition(level.results) if level.results else None),
        ),
    )


def _need(need: LevelNeeds, levels: dict[str, Levels]) -> Content:
    """The level of a competency with the behaviour that shows it."""
    known = need.competency in levels and 1 <= need.level <= 5
    return Phrase(
        "{}: level {} <small>{}</small>",
        Key(need, "competency"),
        need.level,
        levels[need.competency].of(need.level) if known else "",
    )


def _condition(condition: Condition) -> Content:
    """A condition in words; several, of which any or all must hold, as a list."""
    if condition.measure is not None and condition.at_least is not None:
        return Phrase(
            "<p>{}: at least <strong>{}</strong>, {}</p>",
            to_measure(condition.measure),
            condition.at_least,
            condition.over,
        )
    if condition.any_of:
        return Phrase("<p>{}</p> {}", "One of these:", Items(map(_condition, condition.any_of)))
    return Phrase("<p>{}</p> {}", "All of these:", Items(map(_condition, condition.all_of)))


# --- language -------------------------------------------------------------------------------------


@macro("block", "officialese_table()")
def officialese_table(context: Context) -> Grid[Officialese]:
    """Phrases that nobody says aloud, and what to write instead."""
    return Grid(context.facts[Officialese], {"Nobody says": "phrase", "Write": "instead"})
