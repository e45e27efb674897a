"""Rules about whom we look for: what is required is assessed, what is promised as training is
taught, and people who work here are assessed in turn.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.company.facts.company import MONTHS, Role
from handbook.documents.forecast.plan.seats import sales_force
from handbook.documents.hiring.facts import RoleProfile, Selection, StaffAssessment
from handbook.facts.durations import Duration
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, counted, did_you_mean, listed, nearest
from handbook.rules.rule import rule

YEAR = 12
DAYS_A_YEAR = 366

# What a role needs before somebody is hired into it: what people call it, and the table whose ids
# are roles.
NEEDS = (
    ("a role profile", "role_profiles"), ("a selection", "selections"), ("a probation plan", "probation"),
)  # fmt: skip


@rule(
    "open-seat-unprepared",
    wants="hiring/plan",
    bad="""
roles.yml:
- id: head-of-operations
  name: Head of operations
  does: Installs what was sold.
  unit: operations
  reports_to: managing-director
  seats: 2
  open_seats: 1
# There is no role profile, no selection and no probation plan of it.
""",
    good="""
roles.yml:
- id: head-of-operations
  name: Head of operations
  does: Installs what was sold.
  unit: operations
  reports_to: managing-director
  seats: 1
""",
)
def unprepared_seats(handbook: Handbook) -> Iterator[Problem]:
    """Before the first application for an open seat is read, it is written down whom we look for,
    how we choose, and what probation demands. For the roles of the sales force this is part of what
    `role-incomplete` asks.
    """
    facts = handbook.facts
    sells = set(sales_force(facts))
    if not (len(facts[RoleProfile]) or len(facts[Selection])):
        return
    for role in facts[Role]:
        if not role.open_seats or role.id in sells:
            continue
        missing = [
            (name, table) for name, table in NEEDS if not facts.table(table).may_hold(role.id)
        ]
        if missing:
            names = listed([name for name, _ in missing])
            what = f'The role "{role.id}" has an open seat, but it lacks: {names}.'
            where = listed(f"{name} in {facts.table(table).path}" for name, table in missing)
            yield Problem(
                role.at("open_seats"),
                what,
                f'write it before you search, each for "{role.id}": {where}.',
            )


@rule(
    "must-have-untested",
    wants="hiring/role-profiles",
    bad="""
hiring/role_profiles.yml:
- {what: Likes to listen, shown_in: talks}
- {what: Drives a van, shown_in: trial-day}
# The stages are called talk and written-note.
""",
    good="hiring/role_profiles.yml:\n- {what: Likes to listen, shown_in: talk}",
)
def untested_must_haves(handbook: Handbook) -> Iterator[Problem]:
    """Each must-have names a stage of the role's selection in which it shows itself. Nobody is
    refused for something that was never assessed: what no stage shows is added to a stage, or
    struck out.
    """
    for profile in handbook.facts[RoleProfile]:
        selection = handbook.facts[Selection].get(profile.id)
        stages = [stage.id for stage in selection.stages] if selection else []
        for must_have in profile.must_have if selection else ():
            if must_have.shown_in not in stages:
                what = f'"{must_have.what}" is to show in the stage "{must_have.shown_in}" of "{profile.id}". There is no such stage.'
                fix = f"name one of its stages ({listed(stages)}), or strike the must-have out:"
                guess = nearest(must_have.shown_in, stages) or stages[0]
                yield Problem(
                    must_have.at("shown_in"),
                    what + did_you_mean(must_have.shown_in, stages),
                    fix,
                    f"shown_in: {guess}",
                )


@rule(
    "trainable-not-taught",
    wants="training/learning-paths",
    bad="""
hiring/role_profiles.yml:
- {what: Cleaning pumps, module: pumps}
# The path of the seller does not have this module.
""",
    good="hiring/role_profiles.yml:\n- {what: The price list, module: prices-and-discounts}",
)
def untaught(handbook: Handbook) -> Iterator[Problem]:
    """What a profile says that we teach is in the learning path of the role. Otherwise we promise
    it to applicants, and it comes back as a wish.
    """
    for profile in handbook.facts[RoleProfile]:
        path = handbook.facts.table("learning_paths").get(profile.id)
        taught: list[str] = getattr(path, "modules", [])
        for trainable in profile.trainable if path else ():
            if trainable.module not in taught and handbook.facts.table("modules").may_hold(
                trainable.module
            ):
                what = f'We say that we teach "{trainable.what}", but the path of "{profile.id}" does not have the module "{trainable.module}".'
                fix = f"add the module to the path in {handbook.facts.table('learning_paths').path}, or name one that it has: {listed(taught, 30)}."
                yield Problem(trainable.at("module"), what, fix)


@rule(
    "staff-assessment-rare",
    bad="hiring/staff_assessment.yml:\n- id: seller\n  every: 6 months\n  months: [April, Oktober]",
    good="hiring/staff_assessment.yml:\n- id: seller\n  every: 6 months\n  months: [April, October]",
)
def rare_assessments(handbook: Handbook) -> Iterator[Problem]:
    """People who work here are assessed at least once in twelve months, in named months, as many of
    them as the time between allows. Feedback once in two years comes too late.
    """
    for assessment in handbook.facts[StaffAssessment]:
        if _rare(assessment.every):
            what = f'"{assessment.id}" is assessed every {assessment.every}; at most twelve months of the calendar may lie between.'
            yield Problem(assessment.at("every"), what, "write, for instance every: 6 months.")
            continue
        unknown = [month for month in assessment.months if month not in MONTHS]
        if unknown:
            what = f'"{unknown[0]}" is no month.{did_you_mean(unknown[0], MONTHS)}'
            yield Problem(
                assessment.at_entry("months", unknown[0])[0],
                what,
                "write the name of a month, in English.",
            )
        elif not _fits(assessment):
            what = (
                f'"{assessment.id}" is assessed every {assessment.every}, but here it is '
                f"{counted(len(set(assessment.months)), 'month')} of the year: "
                f"{listed(assessment.months)}."
            )
            yield Problem(
                assessment.at("months"),
                what,
                f"name {YEAR // assessment.every.amount} months, or another time between.",
            )


def _rare(every: Duration) -> bool:
    if every.unit == "month":
        return every.amount > YEAR
    # Business days from one round to the next cannot be counted, so they say nothing about how long
    # it is.
    return every.unit not in ("day", "week") or every.days > DAYS_A_YEAR


def _fits(assessment: StaffAssessment) -> bool:
    """Whether the months of the year agree with the time between; only where that is a whole part
    of a year.
    """
    every = assessment.every
    if every.unit != "month" or YEAR % every.amount:
        return True
    return len(set(assessment.months)) == YEAR // every.amount
