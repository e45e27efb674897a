"""Macros that show whom we look for: competencies with their levels, role profiles, which role needs what, assessment of staff."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from handbook.documents.forecast.of_role import of_role
from handbook.documents.hiring.facts import (
    AssessmentRound,
    Competency,
    RoleProfile,
    Selection,
    StaffAssessment,
)
from handbook.documents.hiring.selection import LEVELS, next_due, rounds_of
from handbook.documents.motivation.macros.asked import Names, known, to_place
from handbook.show.html import Html, card, columns, items, join, lead, part, table, tag
from handbook.show.lookup import find, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

# --- competencies ----------------------------------------------------------------------------------


def to_competency(competency: str, shown: object, view: View) -> Html:
    """A link to the card of a competency."""
    return view.to_card("competency_card", competency, f"competency-{competency}", shown)


@macro("block", "competency_table()", lambda rows, view: _draw_competencies(rows, view))
def competency_table(context: Context) -> list[Picked]:
    """Every competency: what it means, of which kind it is, and when in a working life it is assessed."""
    return [
        pick(skill, "id", "name", "kind", "means", "assessed")
        for skill in context.handbook.facts[Competency]
    ]


def _draw_competencies(rows: list[Picked], view: View) -> Html:
    body = [
        (to_competency(row.id, row.name, view), row.kind, row.means, ", ".join(row.assessed))
        for row in rows
    ]
    return table(("Competency", "Kind", "It means", "Assessed by"), body)


@macro("block", 'competency_card("finding-the-need")', lambda skill, view: _draw_competency(skill))
def competency_card(context: Context, id: str) -> Competency:
    """One competency: what it means, and its five levels, each as behaviour that can be seen."""
    found: Competency = find(context, Competency, id, 'competency_card("{}")')
    return found


def _draw_competency(skill: Competency) -> Html:
    tags = [tag(skill.kind), *(tag(way, "good") for way in skill.assessed)]
    rows = [(level, skill.levels.of(level)) for level in LEVELS]
    return card(
        tags,
        lead(skill.means),
        table(("Level", "What is seen"), rows),
        anchor=f"competency-{skill.id}",
    )


@macro(
    "inline",
    'competency("finding-the-need")',
    lambda skill, view: to_competency(skill.id, skill.name, view),
)
def competency(context: Context, id: str) -> Picked:
    """The name of a competency in a sentence, linked to its card."""
    return pick(find(context, Competency, id, 'competency("{}")'), "id", "name")


# --- role profiles ---------------------------------------------------------------------------------


class Profile(NamedTuple):
    """A profile with the names it uses, and for each level that it asks for the behaviour that shows it."""

    profile: RoleProfile
    stages: Names
    modules: Names
    competencies: Names
    anchors: dict[str, str]


@macro("block", 'role_profile("seller")', lambda shown, view: _draw_profile(shown, view))
def role_profile(context: Context, role: str) -> Profile:
    """Whom we look for in a role: its result, must-haves with the stage that shows each, what we teach, competencies with their level, deal-breakers,
    what the role is not, and the advertisement.
    """
    profile: RoleProfile = of_role(context, RoleProfile, role, 'role_profile("{}")')
    facts = context.handbook.facts
    selection = facts[Selection].get(role)
    stages = {stage.id: stage.name for stage in selection.stages} if selection else {}
    modules = {row.module: facts.table("modules").get(row.module) for row in profile.trainable}
    needs = [(need.competency, int(need.level)) for need in profile.competencies]
    found = facts[Competency]
    return Profile(
        profile,
        {row.shown_in: stages.get(row.shown_in, row.shown_in) for row in profile.must_have},
        {id: module.label if module else id for id, module in modules.items()},
        known(context, "competencies", [competency for competency, _ in needs]),
        {id: found[id].levels.of(level) for id, level in needs if id in found and level in LEVELS},
    )


def _draw_profile(shown: Profile, view: View) -> Html:
    profile = shown.profile
    must = items(
        Html("{} <small>{}</small>").format(row.what, shown.stages[row.shown_in])
        for row in profile.must_have
    )
    taught = items(
        Html("{} <small>{}</small>").format(row.what, _module(row.module, shown.modules, view))
        for row in profile.trainable
    )
    rows = [
        (to_competency(need.competency, shown.competencies[need.competency], view), need.level, shown.anchors.get(need.competency, ""))
        for need in profile.competencies
    ]  # fmt: skip
    asks = table(("Competency", "Level", "On the first day this is seen"), rows, numbers=[1])
    return card(
        [], part("The result", lead(Html("<strong>{}</strong>").format(profile.result))),
        columns(part("Must be there, and the stage that shows it", must), part("We teach it", taught)),
        part("Competencies", asks),
        columns(part("We do not hire somebody who", items(profile.deal_breakers)), part("The role is not", items(profile.is_not))),
        part("The advertisement", lead(profile.advertisement)),
        anchor=f"profile-{profile.id}",
    )  # fmt: skip


def _module(module: str, titles: Names, view: View) -> Html:
    return view.to_card("module_card", module, f"module-{module}", titles[module])


@macro("block", "required_levels()", lambda shown, view: _draw_required(shown, view))
def required_levels(context: Context) -> tuple[Names, list[tuple[Picked, str]]]:
    """Which role needs which competency at which level on the day of hire: competencies by roles."""
    facts = context.handbook.facts
    profiles = [pick(profile, "id", "competencies") for profile in facts[RoleProfile]]
    roles = known(context, "roles", [profile.id for profile in facts[RoleProfile]])
    used = {need.competency for profile in facts[RoleProfile] for need in profile.competencies}
    order = [skill.id for skill in facts[Competency] if skill.id in used]
    names = known(context, "competencies", [*order, *sorted(used - set(order))])
    return names, [(profile, roles[profile.id]) for profile in profiles]


def _draw_required(shown: tuple[Names, list[tuple[Picked, str]]], view: View) -> Html:
    names, profiles = shown
    levels = [
        {need.competency: need.level for need in profile.competencies} for profile, _ in profiles
    ]
    head = [
        "Competency",
        *(to_place("role_profile", profile.id, role, view) for profile, role in profiles),
    ]
    rows = [
        [to_competency(id, name, view), *(context.get(id, "—") for context in levels)]
        for id, name in names.items()
    ]
    caption = "Level needed on the first day; — means that nobody asks for it"
    return table(head, rows, numbers=range(1, len(head)), caption=caption)


# --- assessment of staff ---------------------------------------------------------------------------


@macro("block", "staff_assessment_table()", lambda rows, view: _draw_staff(rows, view))
def staff_assessment_table(context: Context) -> list[tuple[StaffAssessment, Names]]:
    """How often those who work here are assessed: by role, in which months, by whom, from what, and what follows."""
    return [
        (assessment, known(context, "roles", [assessment.id, *assessment.by]))
        for assessment in context.handbook.facts[StaffAssessment]
    ]


def _draw_staff(rows: list[tuple[StaffAssessment, Names]], view: View) -> Html:
    body = [
        (
            roles[assessment.id], Html("{} <small>{}</small>").format(view.value(assessment.every), ", ".join(assessment.months)),
            join((roles[by] for by in assessment.by), ", "), items(assessment.sources), items(assessment.follows),
        )
        for assessment, roles in rows
    ]  # fmt: skip
    return table(("Role", "Every", "By", "From", "What follows"), body)


class Rounds(NamedTuple):
    """A role with its rounds, the latest first, and the last day for the next one; None where it cannot be counted, or there was none."""

    role: str
    rounds: list[AssessmentRound]
    due: date | None
    leads: Names


@macro("block", "assessment_round_table()", lambda rows, view: _draw_rounds(rows, view))
def assessment_round_table(context: Context) -> list[Rounds]:
    """When each role was last assessed, who led the round, how many people it was about, and by which day the next one is due: the end of the month in
    which the time between two rounds is over.
    """
    facts = context.handbook.facts
    assessed = facts[StaffAssessment].ids()
    roles = known(
        context,
        "roles",
        [*assessed, *(assessment_round.role for assessment_round in facts[AssessmentRound])],
    )
    return [_rounds(context, id, name) for id, name in roles.items()]


def _rounds(context: Context, role: str, name: str) -> Rounds:
    plan, rounds = (
        context.handbook.facts[StaffAssessment].get(role),
        rounds_of(context.handbook.facts, role),
    )
    due = next_due(plan.every, rounds[0].held_on) if plan and rounds else None
    return Rounds(name, rounds, due, known(context, "roles", [held.by for held in rounds]))


def _draw_rounds(rows: list[Rounds], view: View) -> Html:
    head = ("Role", "Last round", "Led by", "People", "Before that", "Next one due by")
    return table(head, [_round(row, view) for row in rows], numbers=[3])


def _round(row: Rounds, view: View) -> tuple[object, ...]:
    if not row.rounds:
        return row.role, tag("none yet", "warn"), "—", "—", "—", "—"
    last, *earlier = row.rounds
    before = (
        join((view.day(assessment_round.held_on) for assessment_round in earlier), ", ")
        if earlier
        else "—"
    )
    due = view.day(row.due) if row.due else "—"
    return (
        row.role,
        view.day(last.held_on),
        row.leads[last.by],
        view.number(last.people),
        before,
        due,
    )
