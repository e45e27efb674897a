"""Macros about daily practice: norms, lessons, proof, questions that were asked."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from handbook.documents.sales_book.facts.market import Reference, Stage, StageHistory
from handbook.documents.sales_book.facts.practice import AskedQuestion, Lesson, Norm
from handbook.facts.scalars import Ratio, Share
from handbook.show.blocks import Grid, Lines, Pairs, Paragraph, Stack, TitledCard
from handbook.show.content import (
    Content,
    ItemName,
    JoinedContent,
    Key,
    LinkTarget,
    PageLink,
    Phrase,
    Tag,
)
from handbook.show.lookup import find
from handbook.show.macro import Context, macro

# From this many deals on, a share is meaningful.
ENOUGH = 10


# --- norms ----------------------------------------------------------------------------------------


@macro("block", 'norms_table("seller")')
def norms_table(context: Context, role: str) -> Stack:
    """The activity norms of a role, with the funnel they are computed from and the hours they
    take.
    """
    norm = find(context, Norm, role, 'norms_table("{}")', "role with norms")
    return Stack(
        _funnel(norm),
        _activities(norm),
        Phrase(
            "<p>Together <strong>{} hours</strong> a week of the {} hours for selling.</p>",
            _tenths(norm.hours_a_week()),
            Key(norm, "selling_hours_a_week"),
        ),
    )


def _funnel(norm: Norm) -> Lines:
    role = ItemName("roles", norm.id, linked=False)
    rows = [
        (Key(step, "counted"), _tenths(needed), Key(step, "goes_on"))
        for step, (_, needed) in zip(norm.funnel, norm.required_a_week(), strict=True)
    ]
    return Lines(
        ("Counted", "Needed a week", "Go on"),
        rows,
        Phrase("{}: {} orders a month need", role, Key(norm, "orders_a_month")),
    )


def _activities(norm: Norm) -> Lines:
    rows = [
        (
            Key(activity, "name"),
            Key(activity, "counted"),
            _tenths(needed),
            Key(activity, "norm_a_week"),
            Phrase("{} min", Key(activity, "minutes")),
        )
        for activity, needed in norm.activities_a_week()
    ]
    head = ("Activity", "For each", "Needed a week", "Norm a week", "Takes")
    return Lines(head, rows, "So the norms are")


def _tenths(number: Decimal) -> Ratio:
    return Ratio(number.quantize(Decimal("0.1"), ROUND_CEILING))


# --- lessons and questions ------------------------------------------------------------------------


@macro("block", "lesson_list()")
def lesson_list(context: Context) -> Stack:
    """Deals that taught something, the latest first, and what was changed in this handbook because
    of them.
    """
    lessons = sorted(context.facts[Lesson], key=lambda lesson: lesson.on, reverse=True)
    return Stack(*map(_lesson, lessons))


def _lesson(lesson: Lesson) -> TitledCard:
    tags = [
        Tag(lesson.outcome, "good" if lesson.outcome == "won" else "bad"),
        Tag(Key(lesson, "buyer_group")),
        Tag(lesson.on),
    ]
    return TitledCard(
        Key(lesson, "name", linked=False),
        Phrase("<p>{}</p>", JoinedContent(tags, " ")),
        Paragraph(lesson.happened),
        Pairs(
            {
                "Why": lesson.why,
                "Learned": lesson.learned,
                "Changed here": lesson.changed,
                "See": JoinedContent([Key(lesson, "stage"), Key(lesson, "objection")]),
            }
        ),
    )


@macro("block", "faq_list()")
def faq_list(context: Context) -> Stack:
    """Questions that were really asked, with the short answer and the page that holds the whole
    one.
    """
    questions = context.facts[AskedQuestion]
    latest_first = sorted(questions, key=lambda question: question.last_asked, reverse=True)
    return Stack(*map(_answered, latest_first))


def _answered(asked: AskedQuestion) -> Content:
    return Phrase(
        '<details id="faq-{}"><summary>{}</summary> <p>{} {}</p> '
        "<p><small>Answers for it: {}. Last asked on {}.</small></p></details>",
        asked.id,
        Key(asked, "question"),
        asked.answer,
        PageLink(asked.page, "Read more", asked.heading or ""),
        Key(asked, "owner"),
        asked.last_asked,
    )


# --- proof ----------------------------------------------------------------------------------------


@macro("block", "reference_table()")
def reference_table(context: Context) -> Grid[Reference]:
    """The proof library: what was achieved for whom, how it was measured, who may be told, until
    when.
    """
    return Grid(
        context.facts[Reference],
        {
            "Reference": lambda proof: LinkTarget(f"reference-{proof.id}", proof.title),
            "Buyer group": "buyer_group",
            "Result": "result",
            "How it was measured": "measured",
            "Permission": "permission",
            "Until": "until",
        },
    )


def permission(reference: Reference) -> Content:
    """`` (on request)`` after a proof that not everybody may be told; nothing after any other."""
    if reference.permission == "public":
        return None
    return Phrase(" ({})", Key(reference, "permission"))


@macro("block", "stage_history()")
def stage_history(context: Context) -> Lines:
    """The probability of each open stage beside the cases behind it: how many deals ended, how many
    were won.
    """
    return Lines(
        ("Stage", "Probability we use", "Deals that ended", "Won", "Share won", "Counted until"),
        [
            (Key(stage, "name"), Key(stage, "probability"), *_cases(stage.history))
            for stage in context.facts[Stage]
            if stage.kind == "open"
        ],
    )


def _cases(history: StageHistory | None) -> tuple[Content, ...]:
    if history is None or history.ended == 0:
        return ("none", None, "assumed", None)
    won = Share(round(Decimal(history.won) / history.ended, 2))
    return (
        Key(history, "ended"),
        Key(history, "won"),
        won if history.ended >= ENOUGH else "too few to say",
        Key(history, "until"),
    )
