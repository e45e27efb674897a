"""Rules about probation: milestones that rise, no more than a newcomer can sell, a mentor with
time, writing in paid hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from handbook.documents.forecast.facts.plan import Seat
from handbook.documents.forecast.plan.seats import productivity_of
from handbook.documents.forecast.sums.capacity import ramp_share
from handbook.documents.interaction.facts import Handoff
from handbook.documents.training.facts import LearningPath, Milestone, Probation
from handbook.facts.meant import plain
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Problem, counted, listed
from handbook.rules.leads import no_such_page
from handbook.rules.rule import rule

# The measure that counts first-year value of signed orders against the quota.
SALES = "signed-orders"
DAYS_A_MONTH = 30
MONTH_AT_MOST = 31


@rule(
    "milestones-fall",
    bad="""
training/probation.yml:
- day: 30
  milestones:
    - {measure: orders-complete, share: 95 %}
  mentor_does: [Goes to the first visit with you]
  lead_does: [Sees you every Friday]
- day: 90
  milestones:
    - {measure: signed-orders, share: 60 %}
    - {measure: orders-complete, share: 90 %}
""",
    good={"share: 95 %": "share: 80 %"},
)
def falling_milestones(handbook: Handbook) -> Iterator[Problem]:
    """What is demanded is counted from the first day, so from one stage of probation to the next it
    never becomes less. The stages follow each other by their days.
    """
    for plan in handbook.facts[Probation]:
        reached: dict[str, tuple[Milestone, int]] = {}
        day = 0
        for stage in plan.stages:
            if stage.day <= day:
                what = (
                    f'The stage of day {stage.day} of "{plan.id}" stands behind that of day {day}.'
                )
                yield Problem(stage.at("day"), what, "put the stages in the order of their days.")
            day = int(stage.day)
            for milestone in stage.milestones:
                yield from _fallen(plan, milestone, reached.get(milestone.measure), day)
                reached[milestone.measure] = milestone, day


def _fallen(
    plan: Probation, milestone: Milestone, before: tuple[Milestone, int] | None, day: int
) -> Iterator[Problem]:
    if before is None:
        return
    earlier, since = before
    key = "at_least" if milestone.at_least is not None else "share"
    was, now = getattr(earlier, key), getattr(milestone, key)
    if was is None:
        what = (
            f'"{milestone.measure}" of "{plan.id}" is a number on one day and a share on the other.'
        )
        yield Problem(milestone.at(key), what, "write both as numbers or both as shares.")
    elif now < was:
        what = f'By day {since} "{plan.id}" has reached {was} of "{milestone.measure}", by day {day} only {now}: it is counted from the first day.'
        yield Problem(milestone.at(key), what, f"write at least {key}: {was}.")


@rule(
    "probation-too-late",
    bad="""
training/probation.yml:
  - {task: One question that was really asked, hours: 2, done_when: It stands in the handbook}
decided_by: managing-director
decided_on_day: 95
""",
    good={"decided_on_day: 95": "decided_on_day: 85"},
)
def late_decisions(handbook: Handbook) -> Iterator[Problem]:
    """Probation is decided before it ends, and no stage comes after its end. What is decided a day
    late is decided by the law.
    """
    for plan in handbook.facts[Probation]:
        end = DAYS_A_MONTH * plan.months
        if plan.decided_on_day >= end:
            what = f'Probation of "{plan.id}" lasts {counted(int(plan.months), "month")} and is decided on day {plan.decided_on_day}.'
            yield Problem(
                plan.at("decided_on_day"),
                what,
                "decide before it ends:",
                f"decided_on_day: {end - 5}",
            )
        for stage in plan.stages:
            if stage.day > MONTH_AT_MOST * plan.months:
                what = (
                    f'The stage of day {stage.day} of "{plan.id}" lies behind the end of probation.'
                )
                yield Problem(stage.at("day"), what, "write a day within it.")


@rule(
    "alone-too-early",
    bad="training/probation.yml:\n- id: seller\n  months: 3\n  alone_from_day: 14",
    good="training/probation.yml:\n- id: seller\n  months: 3\n  alone_from_day: 15",
)
def early_work_alone(handbook: Handbook) -> Iterator[Problem]:
    """Newcomers work alone from a day after the end of their path, on which they are admitted at
    the latest, and before probation is decided. Sent out earlier, a newcomer is tested on
    customers; sent out later, a newcomer is judged by work that nobody has seen.
    """
    for plan in handbook.facts[Probation]:
        path = handbook.facts[LearningPath].get(plan.id)
        if path is None or path.within.days >= plan.decided_on_day:
            continue  # a path that ends after probation has a Problem of its own
        first = path.within.days + 1
        if plan.alone_from_day < first:
            what = f'"{plan.id}" works alone from day {plan.alone_from_day}, but is admitted within {path.within}.'
            yield Problem(
                plan.at("alone_from_day"), what, "write at least:", f"alone_from_day: {first}"
            )
        elif plan.alone_from_day >= plan.decided_on_day:
            what = f'"{plan.id}" works alone from day {plan.alone_from_day}, but probation is decided on day {plan.decided_on_day}.'
            fix = "begin earlier, for instance on the day after the path ends:"
            yield Problem(plan.at("alone_from_day"), what, fix, f"alone_from_day: {first}")


@rule(
    "authoring-leads-nowhere",
    bad="""
training/probation.yml:
- {task: One question that was really asked, page: lerning.md, hours: 2, done_when: It stands in the handbook}
""",
    good="""
training/probation.yml:
- {task: One question that was really asked, page: learning.md, hours: 2, done_when: It stands in the handbook}
""",
)
def authoring_without_page(handbook: Handbook) -> Iterator[Problem]:
    """What a newcomer writes is for a page of the handbook, which the task names, or for one that
    is missing so far: then the task names none. What is on no page does not help the next newcomer.
    """
    for plan in handbook.facts[Probation]:
        for task in plan.authoring:
            if task.page is not None and task.page not in handbook.pages:
                otherwise = "name the page, or delete the key if that page is still missing."
                yield no_such_page(handbook, task.at("page"), task.page, task.task, otherwise)


@rule(
    "probation-sales-too-high",
    bad="training/probation.yml:\n- {measure: signed-orders, at_least: 20000}",
    good="training/probation.yml:\n- {measure: signed-orders, share: 60 %}",
)
def high_sales_targets(handbook: Handbook) -> Iterator[Problem]:
    """What a newcomer must have signed by a day of probation is at most the ramped quota up to that
    day: a share of at most 100 %, or an amount that the ramp allows. Demanding more than of people
    who stay would dismiss newcomers for a fault of our plan.
    """
    for plan in handbook.facts[Probation]:
        for stage in plan.stages:
            for milestone in stage.milestones:
                if (
                    milestone.measure == SALES
                    and milestone.share is not None
                    and milestone.share > 1
                ):
                    what = f'By day {stage.day} "{plan.id}" must have signed {milestone.share} of the ramped quota.'
                    yield Problem(milestone.at("share"), what, "write at most share: 100 %.")
                elif milestone.measure == SALES and milestone.at_least is not None:
                    yield from _above_ramp(handbook, plan, milestone, int(stage.day))


def _above_ramp(
    handbook: Handbook, plan: Probation, milestone: Milestone, day: int
) -> Iterator[Problem]:
    most = _ramped(handbook, plan.id, day)
    if most is not None and milestone.at_least is not None and milestone.at_least > most:
        most = most.quantize(Decimal(1), ROUND_FLOOR)
        what = f'By day {day} "{plan.id}" must have signed {milestone.at_least}, but the ramped quota of that time is {plain(most)}.'
        yield Problem(milestone.at("at_least"), what, "write at most:", f"at_least: {plain(most)}")


def _ramped(handbook: Handbook, role: str, day: int) -> Decimal | None:
    """The ramped quota up to a day, in money: the mean quota of the role's seats, by months of
    thirty days; None without ramp or quota.
    """
    shown = productivity_of(handbook.facts, role)
    quotas = [
        Decimal(seat.quota) for seat in handbook.facts[Seat] if seat.role == role and seat.quota
    ]
    if shown is None or not quotas:
        return None
    ramp = [Decimal(share) for share in shown.ramp]
    whole, rest = divmod(day, DAYS_A_MONTH)
    months = sum((ramp_share(ramp, month) for month in range(1, whole + 1)), Decimal(0))
    months += ramp_share(ramp, whole + 1) * rest / DAYS_A_MONTH
    return sum(quotas, Decimal(0)) / len(quotas) * months / 12


@rule(
    "mentor-too-rare",
    bad="""
training/probation.yml:
- {task: One question that was really asked, page: learning.md, hours: 0, done_when: It stands in the handbook}
training/probation.yml:
- id: sales-director
  months: 3
  alone_from_day: 15
  mentor: seller
  mentor_meetings_a_week: 0
""",
    good={"hours: 0": "hours: 2", "  mentor_meetings_a_week: 0": "  mentor_meetings_a_week: 1"},
)
def rare_mentors(handbook: Handbook) -> Iterator[Problem]:
    """During probation mentor and newcomer meet at least once a week, and writing for the handbook
    is done in paid hours, which the plan names.
    """
    for plan in handbook.facts[Probation]:
        if plan.mentor_meetings_a_week < 1:
            what = f'The mentor of "{plan.id}" has no meeting planned.'
            yield Problem(
                plan.at("mentor_meetings_a_week"),
                what,
                "plan at least one:",
                "mentor_meetings_a_week: 1",
            )
        for task in plan.authoring:
            if task.hours < 1:
                what = f'"{task.task}" has no paid hours.'
                yield Problem(
                    task.at("hours"), what, "write how many are paid at most:", "hours: 4"
                )


@rule(
    "shadowing-incomplete",
    severity="advice",
    bad="""
training/probation.yml:
- id: seller
  months: 3
  alone_from_day: 15
  mentor: seller
  mentor_meetings_a_week: 1
  stages:
    - day: 30
      milestones:
        - {measure: orders-complete, share: 80 %}
      mentor_does: [Goes to the first visit with you]
      lead_does: [Sees you every Friday]
    - day: 90
      milestones:
        - {measure: signed-orders, share: 60 %}
        - {measure: orders-complete, share: 90 %}
      mentor_does: [Listens to two talks]
      lead_does: [Says how it goes on]
  shadowing:
# In handoffs.yml the seller hands over to the head of operations.
""",
    good="""
training/probation.yml:
- id: seller
  months: 3
  alone_from_day: 15
  mentor: seller
  mentor_meetings_a_week: 1
  stages:
    - day: 30
      milestones:
        - {measure: orders-complete, share: 80 %}
      mentor_does: [Goes to the first visit with you]
      lead_does: [Sees you every Friday]
    - day: 90
      milestones:
        - {measure: signed-orders, share: 60 %}
        - {measure: orders-complete, share: 90 %}
      mentor_does: [Listens to two talks]
      lead_does: [Says how it goes on]
  shadowing:
    - {talk: Installation, times: 1, with: head-of-operations, note: What was not as the survey said}
""",
)
def incomplete_shadowing(handbook: Handbook) -> Iterator[Problem]:
    """A newcomer sits in with each role that hands over to them, and with each to which they hand
    over. People who have seen how a lead is won ask better questions about it; people who have seen
    how a packet is used make it complete.
    """
    for plan in handbook.facts[Probation]:
        seen = {plan.id, *(talk.with_ for talk in plan.shadowing)}
        missing = [role for role in _partners(handbook, plan.id) if role not in seen]
        if missing:
            what = (
                f'"{plan.id}" has handovers with {listed(missing)}, but sits in with none of them.'
            )
            paste = f"- {{talk: …, times: 1, with: {missing[0]}, note: …}}"
            yield Problem(
                plan.at("shadowing"), what, "add to the list:", paste, edit=Entry("shadowing")
            )


def _partners(handbook: Handbook, role: str) -> list[str]:
    """The roles that hand over to a role, then the roles it hands over to, each once."""
    handoffs = handbook.facts[Handoff]
    givers = [handoff.from_ for handoff in handoffs if handoff.to == role]
    return list(
        dict.fromkeys([*givers, *(handoff.to for handoff in handoffs if handoff.from_ == role)])
    )
