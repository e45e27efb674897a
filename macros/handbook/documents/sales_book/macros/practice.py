"""Macros about daily practice: norms, lessons, proof, questions that were asked."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import Any

from handbook.documents.company.facts.company import Role
from handbook.documents.sales_book.facts.market import BuyerGroup, Reference, Stage
from handbook.documents.sales_book.facts.practice import AskedQuestion, Lesson, Norm
from handbook.documents.sales_book.facts.talk import Objection
from handbook.facts.model import Item
from handbook.show.html import Html, join, lead, pairs, table, tag, titled
from handbook.show.lookup import find, names, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

# --- norms -----------------------------------------------------------------------------------------


@macro("block", 'norms_table("seller")', lambda shown, view: _draw_norms(shown, view))
def norms_table(context: Context, role: str) -> tuple[Norm, str]:
    """The activity norms of a role, with the funnel they are computed from and the hours they take."""
    found: Norm = find(context, Norm, role, 'norms_table("{}")', "role with norms")
    return found, names(context, Role).get(role, role)


def _draw_norms(shown: tuple[Norm, str], view: View) -> Html:
    norm, role = shown
    funnel = [
        (name, _rounded(many, view), view.share(step.goes_on))
        for (name, many), step in zip(norm.required_a_week(), norm.funnel, strict=True)
    ]
    rows = [
        (
            activity.name,
            activity.counted,
            _rounded(many, view),
            view.number(activity.norm_a_week),
            f"{activity.minutes} min",
        )
        for activity, many in norm.activities_a_week()
    ]
    hours = norm.hours_a_week()
    close = Html(
        "<p>Together <strong>{} hours</strong> a week of the {} hours for selling.</p>"
    ).format(_rounded(hours, view), norm.selling_hours_a_week)
    return join([
        table(("Counted", "Needed a week", "Go on"), funnel, numbers=[1, 2], caption=f"{role}: {view.number(norm.orders_a_month)} orders a month need"),
        table(("Activity", "For each", "Needed a week", "Norm a week", "Takes"), rows, numbers=[2, 3, 4], caption="So the norms are"),
        close,
    ])  # fmt: skip


def _rounded(number: Decimal, view: View) -> str:
    return view.number(number.quantize(Decimal("0.1"), ROUND_CEILING))


# --- lessons, questions, proof ---------------------------------------------------------------------


@macro("block", "lesson_list()", lambda rows, view: _draw_lessons(rows, view))
def lesson_list(context: Context) -> list[tuple[Lesson, dict[str, str]]]:
    """Deals that taught something, the latest first, and what was changed in this handbook because of them."""
    facts = context.handbook.facts
    groups, stages = names(context, BuyerGroup), names(context, Stage)
    rows = []
    for lesson in sorted(facts[Lesson], key=lambda lesson: lesson.on, reverse=True):
        objection = facts[Objection].get(lesson.objection) if lesson.objection else None
        around = {
            "group": groups.get(lesson.buyer_group, lesson.buyer_group),
            "stage": stages.get(lesson.stage or "", ""),
            "objection": objection.name if objection else "",
        }
        rows.append((lesson, around))
    return rows


def _draw_lessons(rows: list[tuple[Lesson, dict[str, str]]], view: View) -> Html:
    return join(_lesson(lesson, around, view) for lesson, around in rows)


def _lesson(lesson: Lesson, around: dict[str, str], view: View) -> Html:
    stage = view.to_card("stage_card", lesson.stage or "", f"stage-{lesson.stage}", around["stage"])
    objection = view.to_card(
        "objection_card",
        lesson.objection or "",
        f"objection-{lesson.objection}",
        around["objection"],
    )
    about = join((shown for shown in (stage, objection) if shown.striptags()), ", ")
    tags = join(
        [
            tag(lesson.outcome, "good" if lesson.outcome == "won" else "bad"),
            tag(around["group"]),
            tag(view.day(lesson.on)),
        ]
    )
    return titled(
        lesson.name,
        Html("<p>{}</p>").format(tags),
        lead(lesson.happened),
        pairs(
            [
                ("Why", lesson.why),
                ("Learned", lesson.learned),
                ("Changed here", lesson.changed),
                ("See", about),
            ]
        ),
    )


@macro("block", "faq_list()", lambda rows, view: _draw_faq(rows, view))
def faq_list(context: Context) -> list[tuple[Item, str]]:
    """Questions that were really asked, with the short answer and the page that holds the whole one."""
    roles = names(context, Role)
    rows = sorted(
        context.handbook.facts[AskedQuestion],
        key=lambda question: question.last_asked,
        reverse=True,
    )
    return [(question, roles.get(question.owner, question.owner)) for question in rows]


def _draw_faq(rows: list[tuple[Any, str]], view: View) -> Html:
    return join(
        Html(
            '<details id="faq-{}"><summary>{}</summary> <p>{} {}</p> <p><small>Answers for it: {}. Last asked on {}.</small></p></details>'
        ).format(
            Html(row.id),
            row.question,
            row.answer,
            view.to_page(row.page, "Read more", row.heading or ""),
            owner,
            view.day(row.last_asked),
        )
        for row, owner in rows
    )


@macro("block", "reference_table()", lambda rows, view: _draw_references(rows, view))
def reference_table(context: Context) -> list[tuple[Reference, str]]:
    """The proof library: what was achieved for whom, how it was measured, who may be told, until when."""
    groups = names(context, BuyerGroup)
    return [
        (reference, groups.get(reference.buyer_group, reference.buyer_group))
        for reference in context.handbook.facts[Reference]
    ]


def _draw_references(rows: list[tuple[Reference, str]], view: View) -> Html:
    body = [
        (
            _anchored(reference),
            group,
            reference.result,
            reference.measured,
            reference.permission,
            view.day(reference.until) if reference.until else "—",
        )
        for reference, group in rows
    ]
    return table(
        ("Reference", "Buyer group", "Result", "How it was measured", "Permission", "Until"), body
    )


def _anchored(reference: Reference) -> Html:
    return Html('<span id="reference-{}">{}</span>').format(Html(reference.id), reference.title)


@macro("block", "stage_history()", lambda rows, view: _draw_history(rows, view))
def stage_history(context: Context) -> list[Picked]:
    """The probability of each open stage beside the cases behind it: how many deals ended, how many were won."""
    return [
        pick(stage, "name", "probability", "history")
        for stage in context.handbook.facts[Stage]
        if stage.kind == "open"
    ]


def _draw_history(rows: list[Picked], view: View) -> Html:
    body = [(row.name, view.share(row.probability), *_cases(row.history, view)) for row in rows]
    head = ("Stage", "Probability we use", "Deals that ended", "Won", "Share won", "Counted until")
    return table(head, body, numbers=[1, 2, 3, 4])


def _cases(history: Any, view: View) -> tuple[str, str, str, str]:
    if history is None or history.ended == 0:
        return ("none", "—", "assumed", "—")
    share = (
        view.share(round(Decimal(history.won) / history.ended, 2))
        if history.ended >= 10
        else "too few to say"
    )
    return (view.number(history.ended), view.number(history.won), share, view.day(history.until))
