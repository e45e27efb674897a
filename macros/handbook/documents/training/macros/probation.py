"""The macro that shows the probation plan of a role."""

from __future__ import annotations

from handbook.documents.interaction.macros.services import to_measure
from handbook.documents.motivation.role_facts import fact_of_role
from handbook.documents.training.facts import (
    Authoring,
    Milestone,
    Probation,
    ProbationStage,
    ShadowedTalk,
)
from handbook.show.blocks import Card, Columns, Grid, Items, Pairs, Part
from handbook.show.content import Content, ItemName, Key, PageLink, Phrase, Tag
from handbook.show.macro import Context, macro


@macro("block", 'probation_plan("seller")')
def probation_plan(context: Context, role: str) -> Card:
    """The probation of a role: what is demanded by which day, what mentor and lead do, whom you sit
    in with, what you write in paid time.
    """
    plan = fact_of_role(context, Probation, role, 'probation_plan("{}")')
    return Card(
        plan,
        anchor=f"probation-{plan.id}",
        tags=[Tag(ItemName("roles", plan.id))],
        parts=[
            _frame(plan),
            *map(_stage, plan.stages),
            Part("You sit in on", _shadowing(plan)),
            Part("You write, in paid time", Items(map(_task, plan.authoring))),
        ],
    )


def _frame(plan: Probation) -> Pairs:
    alone = Phrase("day {}, once you are admitted", plan.alone_from_day)
    decided = Phrase("{}, on day {}", Key(plan, "decided_by"), plan.decided_on_day)
    return Pairs(
        {
            "Probation": Phrase("{} months", plan.months),
            "Your mentor": Key(plan, "mentor"),
            "Meetings with your mentor": Phrase("{} a week", plan.mentor_meetings_a_week),
            "You work alone from": alone,
            "Decided by": decided,
        }
    )


def _stage(stage: ProbationStage) -> Part:
    return Part(
        Phrase("By day {}", stage.day),
        Columns(
            Part("You have reached", Items(map(_milestone, stage.milestones))),
            Part("Your mentor", Items(stage.mentor_does)),
            Part("Your lead", Items(stage.lead_does)),
        ),
    )


def _milestone(milestone: Milestone) -> Content:
    """``Signed orders: 60%`` or ``Talks held: at least 14``."""
    reached = milestone.at_least if milestone.share is None else milestone.share
    measure = to_measure(milestone.measure)
    return Phrase("{}: <strong>at least {}</strong>", measure, reached)


def _shadowing(plan: Probation) -> Grid[ShadowedTalk]:
    return Grid(
        plan.shadowing,
        {"Talk": "talk", "Times": "times", "With": "with_", "You note": "note"},
    )


def _task(task: Authoring) -> Content:
    """What is written, with the page that it is about."""
    return Phrase(
        "{} <small>for {}; at most {} paid hours; done when: {}</small>",
        task.task,
        PageLink(task.page) if task.page else "a page that is missing",
        task.hours,
        task.done_when,
    )
