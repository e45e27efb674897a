"""Macros that show whom we look for: competencies with their levels, role profiles, which role
needs what, assessment of staff.
"""

from __future__ import annotations

from collections.abc import Iterable

from handbook.documents.hiring.facts import (
    AssessmentRound,
    Competency,
    MustHave,
    RequiredLevel,
    RoleProfile,
    Selection,
    StaffAssessment,
)
from handbook.documents.hiring.selection import LEVELS, next_due, rounds_of
from handbook.documents.motivation.role_facts import fact_of_role
from handbook.facts.facts import Facts
from handbook.show.blocks import Card, Columns, Grid, Items, Lines, Paragraph, Part
from handbook.show.content import Content, ItemName, JoinedContent, Key, Phrase, SectionLink, Tag
from handbook.show.lookup import find
from handbook.show.macro import Context, macro

# --- competencies ---------------------------------------------------------------------------------


@macro("block", "competency_table()")
def competency_table(context: Context) -> Grid[Competency]:
    """Every competency: what it means, of which kind it is, and when in a working life it is
    assessed.
    """
    return Grid(
        context.facts[Competency],
        {
            "Competency": "name",
            "Kind": "kind",
            "It means": "means",
            "Assessed by": lambda competency: JoinedContent(competency.assessed),
        },
    )


@macro("block", 'competency_card("finding-the-need")', card_of=Competency)
def competency_card(context: Context, id: str) -> Card:
    """One competency: what it means, and its five levels, each as behaviour that can be seen."""
    competency = find(context, Competency, id, 'competency_card("{}")')
    levels = [(level, competency.levels.of(level)) for level in LEVELS]
    return Card(
        competency,
        anchor=f"competency-{competency.id}",
        tags=[Tag(competency.kind), *(Tag(way, "good") for way in competency.assessed)],
        parts=[Paragraph(competency.means), Lines(("Level", "What is seen"), levels)],
    )


@macro("inline", 'competency("finding-the-need")')
def competency(context: Context, id: str) -> Key:
    """The name of a competency in a sentence, linked to its card."""
    return Key(find(context, Competency, id, 'competency("{}")'), "name")


# --- role profiles --------------------------------------------------------------------------------


@macro("block", 'role_profile("seller")')
def role_profile(context: Context, role: str) -> Card:
    """Whom we look for in a role: its result, must-haves with the stage that shows each, what we
    teach, competencies with their level, deal-breakers, what the role is not, and the
    advertisement.
    """
    profile = fact_of_role(context, RoleProfile, role, 'role_profile("{}")')
    facts = context.facts
    return Card(
        profile,
        anchor=f"profile-{profile.id}",
        parts=[
            Part("The result", Phrase("<p><strong>{}</strong></p>", profile.result)),
            Columns(
                Part("Must be there, and the stage that shows it", _must_haves(profile, facts)),
                Part("We teach it", _taught(profile)),
            ),
            Part("Competencies", _competencies(profile.competencies, facts)),
            Columns(
                Part("We do not hire somebody who", Items(profile.deal_breakers)),
                Part("The role is not", Items(profile.is_not)),
            ),
            Part("The advertisement", Paragraph(profile.advertisement)),
        ],
    )


def _must_haves(profile: RoleProfile, facts: Facts) -> Items:
    selection = facts[Selection].get(profile.id)
    stages = {stage.id: stage for stage in selection.stages} if selection else {}

    def shown_in(must_have: MustHave) -> Content:
        stage = stages.get(must_have.shown_in)
        return Key(stage, "name") if stage else must_have.shown_in

    return Items(
        Phrase("{} <small>{}</small>", must_have.what, shown_in(must_have))
        for must_have in profile.must_have
    )


def _taught(profile: RoleProfile) -> Items:
    return Items(
        Phrase("{} <small>{}</small>", trainable.what, Key(trainable, "module"))
        for trainable in profile.trainable
    )


def _competencies(needs: Iterable[RequiredLevel], facts: Facts) -> Grid[RequiredLevel]:
    def seen(need: RequiredLevel) -> Content:
        competency = facts[Competency].get(need.competency)
        known = competency is not None and need.level in LEVELS
        return competency.levels.of(need.level) if competency and known else ""

    return Grid(
        needs,
        {
            "Competency": "competency",
            "Level": "level",
            "On the first day this is seen": seen,
        },
    )


@macro("block", "required_levels()")
def required_levels(context: Context) -> Lines:
    """Which role needs which competency at which level on the day of hire: competencies by
    roles.
    """
    profiles = context.facts[RoleProfile]
    levels = [_levels(profile) for profile in profiles]
    used = {competency for needs in levels for competency in needs}
    order = [competency for competency in context.facts[Competency].ids() if competency in used]
    return Lines(
        ["Competency", *(_to_profile(profile) for profile in profiles)],
        [
            [ItemName("competencies", competency), *(needs.get(competency) for needs in levels)]
            for competency in [*order, *sorted(used - set(order))]
        ],
        caption="Level needed on the first day; — means that nobody asks for it",
    )


def _levels(profile: RoleProfile) -> dict[str, Content]:
    return {need.competency: Key(need, "level") for need in profile.competencies}


def _to_profile(profile: RoleProfile) -> SectionLink:
    return SectionLink("role_profile", profile.id, ItemName("roles", profile.id, linked=False))


# --- assessment of staff --------------------------------------------------------------------------


@macro("block", "staff_assessment_table()")
def staff_assessment_table(context: Context) -> Grid[StaffAssessment]:
    """How often those who work here are assessed: by role, in which months, by whom, from what, and
    what follows.
    """
    return Grid(
        context.facts[StaffAssessment],
        {
            "Role": lambda plan: ItemName("roles", plan.id),
            "Every": lambda plan: Phrase(
                "{} <small>{}</small>", plan.every, JoinedContent(plan.months)
            ),
            "By": "by",
            "From": "sources",
            "What follows": "follows",
        },
    )


@macro("block", "assessment_round_table()")
def assessment_round_table(context: Context) -> Lines:
    """When each role was last assessed, who led the round, how many people it was about, and by
    which day the next one is due: the end of the month in which the time between two rounds is
    over.
    """
    facts = context.facts
    assessed = facts[StaffAssessment].ids()
    roles = dict.fromkeys([*assessed, *(held.role for held in facts[AssessmentRound])])
    return Lines(
        ("Role", "Last round", "Led by", "People", "Before that", "Next one due by"),
        [[ItemName("roles", role), *_rounds(role, facts)] for role in roles],
    )


def _rounds(role: str, facts: Facts) -> list[Content]:
    rounds = rounds_of(facts, role)
    if not rounds:
        return [Tag("none yet", "warn"), None, None, None, None]
    last, *earlier = rounds
    plan = facts[StaffAssessment].get(role)
    return [
        last.held_on,
        Key(last, "by"),
        last.people,
        JoinedContent(Key(held, "held_on") for held in earlier) if earlier else None,
        next_due(plan.every, last.held_on) if plan else None,
    ]
