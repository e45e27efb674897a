"""The macro that shows the probation plan of a role."""

from __future__ import annotations

from handbook.documents.company.facts.company import Role
from handbook.documents.company.facts.measures import Measure
from handbook.documents.forecast.of_role import of_role
from handbook.documents.training.facts import Authoring, Milestone, Probation, ProbationStage
from handbook.show.html import Html, card, columns, items, pairs, part, table, tag
from handbook.show.lookup import names
from handbook.show.macro import Context, macro
from handbook.show.view import View

Shown = tuple[Probation, dict[str, str], dict[str, str]]


@macro("block", 'probation_plan("seller")', lambda shown, view: _draw(shown, view))
def probation_plan(context: Context, role: str) -> Shown:
    """The probation of a role: what is demanded by which day, what mentor and lead do, whom you sit in with, what you write in paid time."""
    probation: Probation = of_role(context, Probation, role, 'probation_plan("{}")')
    used = {milestone.measure for stage in probation.stages for milestone in stage.milestones}
    with_whom = [
        probation.id,
        probation.mentor,
        probation.decided_by,
        *(talk.with_ for talk in probation.shadowing),
    ]
    roles, measures = names(context, Role), names(context, Measure)
    return (
        probation,
        {role: roles.get(role, role) for role in with_whom},
        {id: measures.get(id, id) for id in sorted(used)},
    )


def _draw(shown: Shown, view: View) -> Html:
    probation, roles, measures = shown
    facts = pairs([
        ("Probation", f"{view.number(probation.months)} months"), ("Your mentor", roles[probation.mentor]),
        ("Meetings with your mentor", f"{view.number(probation.mentor_meetings_a_week)} a week"),
        ("You work alone from", f"day {view.number(probation.alone_from_day)}, once you are admitted"),
        ("Decided by", f"{roles[probation.decided_by]}, on day {view.number(probation.decided_on_day)}"),
    ])  # fmt: skip
    stages = (_stage(stage, measures, view) for stage in probation.stages)
    return card([tag(roles[probation.id])], facts, *stages, _shadowing(probation, roles, view),
        _authoring(probation, view), anchor=f"probation-{probation.id}")  # fmt: skip


def _stage(stage: ProbationStage, measures: dict[str, str], view: View) -> Html:
    demanded = items(
        _milestone(milestone, measures[milestone.measure], view) for milestone in stage.milestones
    )
    return part(
        f"By day {view.number(stage.day)}",
        columns(
            part("You have reached", demanded),
            part("Your mentor", items(stage.mentor_does)),
            part("Your lead", items(stage.lead_does)),
        ),
    )


def _milestone(milestone: Milestone, name: str, view: View) -> Html:
    """``Signed orders: 60%`` or ``Talks held: at least 14``."""
    reached = (
        view.share(milestone.share)
        if milestone.share is not None
        else view.value(milestone.at_least)
    )
    shown = view.to_card("measure_table", "", f"measure-{milestone.measure}", name)
    return Html("{}: <strong>at least {}</strong>").format(shown, reached)


def _shadowing(probation: Probation, roles: dict[str, str], view: View) -> Html:
    rows = [
        (talk.talk, view.number(talk.times), roles[talk.with_], talk.note)
        for talk in probation.shadowing
    ]
    return part("You sit in on", table(("Talk", "Times", "With", "You note"), rows, numbers=[1]))


def _authoring(probation: Probation, view: View) -> Html:
    rows = (
        Html("{} <small>for {}; at most {} paid hours; done when: {}</small>").format(
            task.task, _about(task, view), view.number(task.hours), task.done_when
        )
        for task in probation.authoring
    )
    return part("You write, in paid time", items(rows))


def _about(task: Authoring, view: View) -> Html:
    """The page that a task is about, by its title."""
    return view.to_titled(task.page) if task.page else Html("a page that is missing")
