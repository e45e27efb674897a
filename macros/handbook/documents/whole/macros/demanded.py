"""The macro of the role pages that shows what is demanded of a role, by document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from handbook.documents.interaction.macros.services import to_measure
from handbook.documents.motivation.macros.plan_lookup import how_often, role_name
from handbook.documents.sales_book.facts.practice import Norm
from handbook.documents.training.facts import (
    Milestone,
    Probation,
    ProbationStage,
)
from handbook.documents.whole.macros.roles import link_to_more
from handbook.facts.durations import Duration
from handbook.facts.scalars import Share
from handbook.show.blocks import Card, Columns, Grid, Items, Part, Stack
from handbook.show.content import Content, ItemName, Key, Phrase, SectionLink
from handbook.show.macro import Context, macro


class NeededLevel(Protocol):
    """A competency that a role needs, and its level."""

    @property
    def competency(self) -> str: ...

    @property
    def level(self) -> int: ...


@runtime_checkable
class Profile(Protocol):
    """The profile of a role, as far as it is needed here: the hiring document, which defines it,
    may be left out.
    """

    @property
    def competencies(self) -> Sequence[NeededLevel]: ...


@runtime_checkable
class AssessmentRhythm(Protocol):
    """How often a role is assessed again; defined by the hiring document too."""

    @property
    def every(self) -> Duration: ...


@macro("block", 'role_demanded("seller")')
def role_demanded(context: Context, role: str) -> Card:
    """What is demanded of a role: the milestones of its probation, the norms of a week, the
    competencies it needs.
    """
    role_name(context, role, 'role_demanded("{}")')
    facts = context.facts
    probation, norm = facts[Probation].get(role), facts[Norm].get(role)
    profile = facts.table("role_profiles").get(role)
    assessed = facts.table("staff_assessment").get(role)
    return Card(
        (probation, profile, assessed),
        anchor=f"demanded-{role}",
        parts=[
            Part("On probation", _milestones(probation) if probation else None),
            Columns(
                Part("Norms of a week", _norms(norm) if norm else None),
                Part("Competencies on the first day", _competencies(profile, assessed)),
            ),
            link_to_more(SectionLink("probation_plan", role, "The whole probation plan")),
        ],
    )


def _milestones(probation: Probation) -> Grid[ProbationStage]:
    return Grid(
        probation.stages,
        {
            "When": lambda stage: Phrase("By day {}", stage.day),
            "What is reached": lambda stage: Items(map(_milestone, stage.milestones)),
        },
    )


def _milestone(milestone: Milestone) -> Content:
    least: Content = milestone.at_least
    if milestone.at_least is None:
        least = milestone.share or Share(0)
    return Phrase("{}: at least <strong>{}</strong>", to_measure(milestone.measure), least)


def _norms(norm: Norm) -> Stack:
    activities = [
        Phrase("{}: {}", activity.name, activity.norm_a_week) for activity in norm.activities
    ]
    hours = Key(norm, "selling_hours_a_week")
    return Stack(Items(activities), Phrase("<p><small>{} selling hours a week</small></p>", hours))


def _competencies(profile: object, assessed: object) -> Content:
    needs = profile.competencies if isinstance(profile, Profile) else ()
    if not needs:
        return None
    again = None
    if isinstance(assessed, AssessmentRhythm):
        again = Phrase("<p><small>Assessed again every {}</small></p>", how_often(assessed.every))
    required = [
        Phrase("{}: level {}", ItemName("competencies", need.competency), need.level)
        for need in needs
    ]
    return Stack(Items(required), again)
