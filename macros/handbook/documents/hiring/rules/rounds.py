"""Rules about rounds of staff assessment: they were really held, and the next one is not forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.company.facts.company import Role
from handbook.documents.hiring.facts import AssessmentRound, StaffAssessment
from handbook.documents.hiring.selection import next_due, rounds_of
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Cause, Problem
from handbook.rules.rule import rule


@rule(
    "assessment-round-wrong",
    bad="""
hiring/assessment_rounds.yml:
- {id: seller-october, role: seller, held_on: 2026-12-14, by: sales-director, people: 4}
""",
    good="""
hiring/assessment_rounds.yml:
- {id: seller-october, role: seller, held_on: 2026-10-14, by: sales-director, people: 4}
""",
)
def wrong_rounds(handbook: Handbook) -> Iterator[Problem]:
    """A round of staff assessment has been held, was about somebody, and belongs to a role that is
    assessed. A day in the future would keep a role off the overdue list until somebody notices the
    slip.
    """
    facts = handbook.facts
    for assessment_round in facts[AssessmentRound]:
        if assessment_round.held_on > handbook.today:
            what = (
                f'The round "{assessment_round.id}" was held on '
                f"{assessment_round.held_on.isoformat()}, which is still to come; today is "
                f"{handbook.today.isoformat()}."
            )
            fix = "write the day on which its last talk was held, or take it out until then:"
            yield Problem(
                assessment_round.at("held_on"), what, fix, f"held_on: {handbook.today.isoformat()}"
            )
        if not assessment_round.people:
            what = f'The round "{assessment_round.id}" was about nobody.'
            yield Problem(
                assessment_round.at("people"),
                what,
                "write how many people were assessed, or take the round out.",
            )
        if facts[Role].may_hold(assessment_round.role) and not facts[StaffAssessment].may_hold(
            assessment_round.role
        ):
            what = f'The round "{assessment_round.id}" was held in the role "{assessment_round.role}", which {facts[StaffAssessment].path} does not assess.'
            fix = "name the role that was assessed, or say there how it is."
            yield Problem(
                assessment_round.at("role"),
                what,
                fix,
                cause=Cause("staff_assessment", assessment_round.role),
            )


@rule(
    "assessment-overdue",
    severity="advice",
    bad="""
hiring/staff_assessment.yml:
- id: seller
  every: 6 months
hiring/assessment_rounds.yml:
- {id: seller-april, role: seller, held_on: 2026-04-21, by: sales-director, people: 4}
""",
    good="""
hiring/staff_assessment.yml:
- id: seller
  every: 6 months
hiring/assessment_rounds.yml:
- {id: seller-october, role: seller, held_on: 2026-10-14, by: sales-director, people: 4}
- {id: seller-april, role: seller, held_on: 2026-04-21, by: sales-director, people: 4}
""",
)
def overdue_rounds(handbook: Handbook) -> Iterator[Problem]:
    """Each role that is assessed had its last round no longer ago than its time between allows.
    Rounds are planned by the month and not by the day, so the next is in time until the last day of
    the month in which that time ends: early June and then late December is not overdue. A role that
    has no round at all was never assessed, as far as anybody can see. A role in which nobody works
    needs none.
    """
    facts = handbook.facts
    if not facts[AssessmentRound].whole:
        return
    for assessment in facts[StaffAssessment]:
        role = facts[Role].get(assessment.id)
        if role is None or role.open_seats >= role.seats:
            continue
        last = next(iter(rounds_of(facts, assessment.id)), None)
        due = next_due(assessment.every, last.held_on) if last else None
        if last is None:
            what = f'The role "{assessment.id}" is assessed every {assessment.every}, but no round of it stands in {facts[AssessmentRound].path}.'
        elif due is not None and due < handbook.today:
            held = last.held_on.isoformat()
            what = f'The role "{assessment.id}" was last assessed on {held}. By {due.isoformat()} it was due again, every {assessment.every}.'
        else:
            continue
        fix = f"hold the round, and then add to {facts[AssessmentRound].path}:"
        paste = _to_paste(handbook, assessment, int(role.seats - role.open_seats))
        edit = Entry(path=facts[AssessmentRound].path)
        cause = None if last else Cause("assessment_rounds", assessment.id)
        yield Problem(assessment.at("every"), what, fix, paste, edit=edit, cause=cause)


def _to_paste(handbook: Handbook, assessment: StaffAssessment, people: int) -> str:
    """A round of today, led by the first who may."""
    today = handbook.today.isoformat()
    rows = [
        f"role: {assessment.id}",
        f"held_on: {today}",
        f"by: {assessment.by[0]}",
        f"people: {people}",
    ]
    return "\n  ".join([f"- id: {assessment.id}-{today[:7]}", *rows])
