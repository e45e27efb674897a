"""Macros that show what a role answers for: its card, its scorecard, its career; and the phrases that nobody says aloud."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple, Protocol, runtime_checkable

from handbook.documents.company.facts.company import Decision, Step
from handbook.documents.company.facts.measures import Measure, pulls
from handbook.documents.forecast.of_role import of_role
from handbook.documents.interaction.facts import Service
from handbook.documents.motivation.facts import (
    CareerLevel,
    Condition,
    Ladder,
    Officialese,
    Responsibility,
    Scorecard,
)
from handbook.documents.motivation.macros.asked import Names, known, to_measure
from handbook.facts.facts import Facts
from handbook.show.html import Html, card, columns, items, join, lead, pairs, part, table, titled
from handbook.show.lookup import pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

# --- the zone of responsibility --------------------------------------------------------------------


class Owed(NamedTuple):
    """A unit that a role works with, and the service that binds them: its name, its giver, and by when it is done."""

    unit: str
    service: Picked | None
    named: str


class Zone(NamedTuple):
    """The card of a role with the names it uses, and how far its decisions go."""

    card: Responsibility
    measures: Names
    decisions: list[tuple[Decision, Step]]
    works_with: list[Owed]


@macro("block", 'responsibility_card("seller")', lambda shown, view: _draw_zone(shown, view))
def responsibility_card(context: Context, role: str) -> Zone:
    """The zone of responsibility of a role: its mission, what it answers for, what it decides alone and how far, whom it works with, what is
    not its business, an example of a day.
    """
    found: Responsibility = of_role(context, Responsibility, role, 'responsibility_card("{}")')
    owed = [_owed(context, partner.unit, partner.service) for partner in found.works_with]
    return Zone(
        found,
        known(context, "measures", found.answers_for),
        decisions_of(context, role, found.decides_alone),
        owed,
    )


def decisions_of(context: Context, role: str, decisions: list[str]) -> list[tuple[Decision, Step]]:
    """Those of the decisions in whose ladder the role has a step, with that step: the limits of decision_rights.yml."""
    table = context.handbook.facts[Decision]
    found = [table[decision] for decision in decisions if decision in table]
    return [(decision, step) for decision in found for step in decision.ladder if step.role == role]


def _owed(context: Context, unit: str, service: str) -> Owed:
    found = context.handbook.facts[Service].get(service)
    picked = pick(found, "id", "name", "giver", "resolution") if found else None
    return Owed(known(context, "units", [unit])[unit], picked, service)


def _draw_zone(zone: Zone, view: View) -> Html:
    responsibility = zone.card
    answers = items(
        to_measure(measure, zone.measures[measure], view) for measure in responsibility.answers_for
    )
    day = table(("At", "You"), [(f"{row.hour:%H:%M}", row.does) for row in responsibility.day])
    return card(
        [], lead(responsibility.mission),
        columns(part("You answer for", answers), part("You decide alone", draw_decisions(zone.decisions, view))),
        columns(
            part("You work with", items(_draw_owed(owed, view) for owed in zone.works_with)),
            part("It is not yours", items(responsibility.not_mine)),
        ),
        part("A day", day),
        anchor=f"responsibility-{responsibility.id}",
    )  # fmt: skip


def draw_decisions(decisions: list[tuple[Decision, Step]], view: View) -> Html:
    """Each decision with the limit of the role's step in its ladder; a sentence where there is none."""
    rows = items(_draw_decision(decision, step, view) for decision, step in decisions)
    return rows or Html("<p>What no ladder names, and nothing else: you bring a proposal.</p>")


def _draw_decision(decision: Decision, step: Step, view: View) -> Html:
    limit = decision.limit(step)
    if limit is None:
        return Html("{}").format(decision.decision)
    return Html("{}: up to <strong>{}</strong>").format(decision.decision, view.value(limit))


def _draw_owed(owed: Owed, view: View) -> Html:
    if owed.service is None:
        return Html("{}: {}").format(owed.unit, owed.named)
    shown = view.to_card(
        "service_card", owed.service.id, f"service-{owed.service.id}", owed.service.name
    )
    return Html("{}: {} <small>within {}</small>").format(
        owed.unit, shown, str(owed.service.resolution)
    )


# --- the scorecard ---------------------------------------------------------------------------------


class Scored(NamedTuple):
    """A scorecard, its measures with their formulas, the names of roles, and the pairs on it that pull against each other, by name."""

    card: Scorecard
    formulas: dict[str, Picked | None]
    roles: Names
    pulling: list[tuple[str, str]]


@macro("block", 'kpi_table("seller")', lambda shown, view: _draw_scorecard(shown, view))
def kpi_table(context: Context, role: str) -> Scored:
    """The scorecard of a role: its measures with formula, weight and target, how often it sees them, who computes them; below it those of
    them that pull against each other.
    """
    found: Scorecard = of_role(context, Scorecard, role, 'kpi_table("{}")')
    facts, measures = context.handbook.facts, context.handbook.facts[Measure]
    formulas = {
        measure.measure: pick(measures[measure.measure], "name", "formula", "good")
        if measure.measure in measures
        else None
        for measure in found.lines
    }
    pulling = [
        (measures[measure.measure].name, measures[other.measure].name)
        for measure, other in combinations(found.lines, 2)
        if measure.measure in measures
        and other.measure in measures
        and pulls(facts, measure.measure, other.measure)
    ]
    return Scored(
        found,
        formulas,
        known(context, "roles", [measure.computed_by for measure in found.lines]),
        pulling,
    )


def _draw_scorecard(shown: Scored, view: View) -> Html:
    found, formulas, roles, pulling = shown
    rows = []
    for scorecard_measure in found.lines:
        measure = formulas[scorecard_measure.measure]
        name = to_measure(
            scorecard_measure.measure, measure.name if measure else scorecard_measure.measure, view
        )
        formula = (
            Html("{} <small>{}</small>").format(measure.formula, _good(measure.good))
            if measure
            else ""
        )
        rows.append(
            (
                name,
                formula,
                view.share(scorecard_measure.weight),
                scorecard_measure.target,
                f"every {_every(str(scorecard_measure.seen_every))}",
                roles[scorecard_measure.computed_by],
            )
        )
    head = ("Measure", "How it is counted", "Weight", "Target", "Seen", "Computed by")
    shape = '<div id="scorecard-{}">{} {}</div>'
    return Html(shape).format(
        Html(found.id), table(head, rows, numbers=[2]), _draw_pulling(pulling)
    )


def _draw_pulling(pairs_: list[tuple[str, str]]) -> Html:
    """Which numbers of a card pull against each other; nothing where none do."""
    if not pairs_:
        return Html("")
    said = "; ".join(f"{name} and {other}" for name, other in pairs_)
    return Html(
        "<p><small>These pull against each other, so both are on the card: {}.</small></p>"
    ).format(said)


def _good(good: str) -> str:
    return {"high": "the higher, the better", "low": "the lower, the better"}[good]


def _every(duration: str) -> str:
    """``week`` for ``1 week``."""
    return duration.removeprefix("1 ")


# --- the career ------------------------------------------------------------------------------------


class Rise(NamedTuple):
    """The ladder of a role with the names it uses, and for each level of a competency the behaviour that shows it."""

    ladder: Ladder
    roles: Names
    measures: Names
    competencies: Names
    anchors: dict[str, str]


@macro("block", 'career_ladder("seller")', lambda shown, view: _draw_ladder(shown, view))
def career_ladder(context: Context, role: str) -> Rise:
    """The career of a role, step by step: time, competencies at a level, results that can be computed, contributions to the handbook, what
    the step brings, who decides and when; the ways sideways and back.
    """
    return ladder_of(context, role, 'career_ladder("{}")')


def ladder_of(context: Context, role: str, call: str) -> Rise:
    """The ladder of a role with its names. Raises :class:`MacroError` where there is none."""
    found: Ladder = of_role(context, Ladder, role, call)
    needs = [need for level in found.levels for need in level.competencies]
    levels = levels_of(context.handbook.facts)
    return Rise(
        found,
        known(context, "roles", [level.decided_by for level in found.levels]),
        known(
            context,
            "measures",
            [measure for level in found.levels for measure in _measures(level.results)],
        ),
        known(context, "competencies", [need.competency for need in needs]),
        {
            f"{need.competency} {need.level}": levels[need.competency].of(need.level)
            for need in needs
            if need.competency in levels and 1 <= need.level <= 5
        },
    )


class Levels(Protocol):
    """What shows each level of a competency."""

    def of(self, level: int) -> str: ...


@runtime_checkable
class Levelled(Protocol):
    """A competency, as far as a career asks for it: hiring, which keeps it, may be left out."""

    @property
    def id(self) -> str: ...

    @property
    def levels(self) -> Levels: ...


def levels_of(facts: Facts) -> dict[str, Levels]:
    """The levels of each competency, by its id."""
    found = facts.table("competencies")
    return {
        competency.id: competency.levels for competency in found if isinstance(competency, Levelled)
    }


def _measures(condition: Condition | None) -> list[str]:
    if condition is None:
        return []
    inner = [
        measure for part in (*condition.any_of, *condition.all_of) for measure in _measures(part)
    ]
    return [condition.measure, *inner] if condition.measure else inner


def _draw_ladder(rise: Rise, view: View) -> Html:
    steps = join(_draw_level(level, rise, view) for level in rise.ladder.levels)
    around = columns(
        part("Decided in", items(rise.ladder.decided_in)),
        part("Sideways", items(rise.ladder.sideways)),
        part("Back", lead(rise.ladder.back)),
    )
    return Html('<div id="ladder-{}">{} {}</div>').format(Html(rise.ladder.id), steps, around)


def _draw_level(level: CareerLevel, rise: Rise, view: View) -> Html:
    competencies = items(
        _draw_need(need.competency, need.level, rise, view) for need in level.competencies
    )
    rows = pairs([
        ("Time in the step before", f"{level.months_before} months at least" if level.months_before else "none"),
        ("Contributions to the handbook", view.number(level.handbook)),
        ("Decided by", rise.roles[level.decided_by]),
    ])  # fmt: skip
    results = draw_condition(level.results, rise.measures, view) if level.results else Html("")
    return titled(
        level.name, part("It brings", lead(level.gets)), rows,
        columns(part("Competencies", competencies), part("Results", results)),
    )  # fmt: skip


def _draw_need(competency: str, level: int, rise: Rise, view: View) -> Html:
    name = view.to_card(
        "competency_card", competency, f"competency-{competency}", rise.competencies[competency]
    )
    behaviour = rise.anchors.get(f"{competency} {level}", "")
    return Html("{}: level {} <small>{}</small>").format(name, level, behaviour)


def draw_condition(condition: Condition, measures: Names, view: View) -> Html:
    """A condition in words; several, of which any or all must hold, as a list."""
    if condition.measure is not None and condition.at_least is not None:
        name = to_measure(condition.measure, measures[condition.measure], view)
        return Html("<p>{}: at least <strong>{}</strong>, {}</p>").format(
            name, view.share(condition.at_least), condition.over
        )
    word, inner = (
        ("One of these:", condition.any_of)
        if condition.any_of
        else ("All of these:", condition.all_of)
    )
    return Html("<p>{}</p> {}").format(
        word, items(draw_condition(item, measures, view) for item in inner)
    )


# --- language --------------------------------------------------------------------------------------


@macro("block", "officialese_table()", lambda rows, view: _draw_officialese(rows))
def officialese_table(context: Context) -> list[Officialese]:
    """Phrases that nobody says aloud, and what to write instead."""
    return list(context.handbook.facts[Officialese])


def _draw_officialese(rows: list[Officialese]) -> Html:
    return table(("Nobody says", "Write"), [(phrase.phrase, phrase.instead) for phrase in rows])
