"""Rules about daily practice: norms that close, lessons that changed something, questions with an
owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal

from handbook.documents.sales_book.facts.market import Stage
from handbook.documents.sales_book.facts.practice import AskedQuestion, Lesson, Norm
from handbook.handbook import Handbook
from handbook.problems.problem import Place, Problem, did_you_mean, listed, nearest
from handbook.rules.leads import leads_nowhere
from handbook.rules.rule import rule, shown_rule
from handbook.show.shown import Shown

QUARTER = timedelta(days=92)
YEAR = timedelta(days=366)


@rule(
    "norm-too-low",
    bad="""
sales-book/norms.yml:
  - {name: First calls, counted: First calls, times: 1, minutes: 20, norm_a_week: 19}
  - {name: Visits, counted: Visit, times: 1, minutes: 70, norm_a_week: 5}
  - {name: Offers, counted: Offers, times: 1, minutes: 60, norm_a_week: 2}
selling_hours_a_week: 14
# The orders need 20 first calls a week, and the norms take 14.2 hours.
""",
    good="""
sales-book/norms.yml:
  - {name: First calls, counted: First calls, times: 1, minutes: 20, norm_a_week: 20}
  - {name: Visits, counted: Visits, times: 1, minutes: 70, norm_a_week: 5}
  - {name: Offers, counted: Offers, times: 1, minutes: 60, norm_a_week: 2}
selling_hours_a_week: 15
""",
)
def too_low_norms(handbook: Handbook) -> Iterator[Problem]:
    """The norms of a role are at least what its orders require through its funnel, and fit into the
    hours for selling. A norm that does not lead to the orders is wishful, and nobody can keep one
    that does not fit into the week.
    """
    for norm in handbook.facts[Norm]:
        known = [step.counted for step in norm.funnel]
        for activity, needed in norm.activities_a_week():
            if activity.counted not in known:
                guess = nearest(activity.counted, known)
                what = f'"{activity.name}" is done for each "{activity.counted}", which the funnel does not count.{did_you_mean(activity.counted, known)}'
                yield Problem(
                    activity.at("counted"),
                    what,
                    "write:" if guess else f"name one of: {listed(known)}.",
                    f"counted: {guess}" if guess else "",
                )
            elif activity.norm_a_week < needed:
                right, shown = _rounded_up(needed, "1"), _rounded_up(needed, "0.1")
                what = f'The orders of {norm.id} need {shown} of "{activity.name}" a week, but the norm is {activity.norm_a_week}.'
                yield Problem(
                    activity.at("norm_a_week"), what, f"write at least norm_a_week: {right}."
                )
        yield from _too_many_hours(norm)


def _rounded_up(number: Decimal, step: str) -> str:
    return f"{number.quantize(Decimal(step), ROUND_CEILING):f}"


def _too_many_hours(norm: Norm) -> Iterator[Problem]:
    hours = norm.hours_a_week()
    if hours > norm.selling_hours_a_week:
        what = f"The norms of {norm.id} take {_rounded_up(hours, '0.1')} hours a week, but only {norm.selling_hours_a_week} are there for selling."
        yield Problem(
            norm.at("selling_hours_a_week"),
            what,
            "lower the orders, shorten an activity, or free more hours.",
        )


@rule(
    "stage-cases-wrong",
    bad="sales-book/stages.yml:\nhistory: {ended: 17, won: 18, until: 2026-12-31}",
    good="sales-book/stages.yml:\nhistory: {ended: 90, won: 18, until: 2026-10-31}",
)
def wrong_histories(handbook: Handbook) -> Iterator[Problem]:
    """The cases behind a probability: never more won than ended, along the path never more ended
    than before, and counted up to a day that is past.
    """
    before = None
    for stage in handbook.facts[Stage]:
        history = stage.history
        if stage.kind != "open" or history is None:
            continue
        if history.won > history.ended:
            what = f'"{stage.name}" counts {history.won} deals won of {history.ended} that ended.'
            yield Problem(history.at("won"), what, "correct one of the numbers.")
        if history.until > handbook.today:
            yield Problem(
                history.at("until"),
                f"Counted until {history.until.isoformat()}, which is still to come.",
                "write the day until which was counted.",
            )
        if before and history.ended > before[1]:
            what = f'"{stage.name}" counts {history.ended} deals that ended, but only {before[1]} ended from "{before[0]}" on, one stage earlier.'
            yield Problem(
                history.at("ended"),
                what,
                "correct one of the numbers: a deal goes through every stage before.",
            )
        before = (stage.name, history.ended)


@rule(
    "lessons-missing",
    severity="advice",
    bad="""
sales-book/lessons/forgotten-pipe.yml:
name: Nobody had looked at the pipe
outcome: lost
on: 2026-08-22
""",
    good={"on: 2026-08-22": "on: 2026-10-12"},
)
def missing_lessons(handbook: Handbook) -> Iterator[Problem]:
    """At least once a quarter a won or lost deal is written down with what was changed because of
    it, and it names the stage or the objection that it changed.
    """
    lessons = list(handbook.facts[Lesson])
    for lesson in lessons:
        if lesson.stage is None and lesson.objection is None:
            yield Problem(
                lesson.at("changed"),
                f'"{lesson.name}" names no stage and no objection.',
                "say where the change can be seen:",
                "stage: proposal",
            )
    if lessons and handbook.today - max(lesson.on for lesson in lessons) > QUARTER:
        last = max(lesson.on for lesson in lessons)
        yield Problem(
            Place(handbook.facts[Lesson].path),
            f"The last lesson is of {last.isoformat()}.",
            "write down what the last quarter taught.",
        )


@shown_rule(
    "question-leads-nowhere",
    bad="sales-book/faq/may-i-give-ten.yml:\npage: sales-book/prices.md\nheading: who-may-sign",
    good="sales-book/faq/may-i-give-ten.yml:\npage: sales-book/prices.md\nheading: who-may-approve",
)
def questions_without_page(handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """Each question that was asked leads to the page that holds the whole answer, and to a heading
    on it if it names one.
    """
    for question in handbook.facts[AskedQuestion]:
        yield from leads_nowhere(handbook, shown, question, question.question)


@rule(
    "question-old",
    severity="advice",
    bad="sales-book/faq/may-i-give-ten.yml:\nlast_asked: 2025-11-05\n# Today is 23 November 2026.",
    good="sales-book/faq/may-i-give-ten.yml:\nlast_asked: 2026-11-05\n# Today is 23 November 2026.",
)
def old_questions(handbook: Handbook) -> Iterator[Problem]:
    """If nobody has asked a question for a year, the pages answer it. It makes the list longer and
    the answers harder to find.
    """
    for question in handbook.facts[AskedQuestion]:
        if handbook.today - question.last_asked > YEAR:
            what = f'"{question.question}" was last asked on {question.last_asked.isoformat()}.'
            yield Problem(
                question.at("last_asked"),
                what,
                "delete the file, or write when it was asked again.",
            )
