"""Macros for trainers, and about whether training works: role plays, recurring sessions, newcomers,
levels of effect.
"""

from __future__ import annotations

from decimal import Decimal

from handbook.documents.forecast.facts.newcomer import Newcomer
from handbook.documents.training.facts import Effect, Rereading, RolePlay, Session
from handbook.documents.training.sums import time_to_productivity
from handbook.problems.problem import counted
from handbook.show.blocks import Card, Columns, Fallback, Grid, Items, Paragraph, Part
from handbook.show.content import ItemName, Key, LinkTarget, PageLink, Phrase, Tag
from handbook.show.lookup import find
from handbook.show.macro import Context, macro

# --- role plays -----------------------------------------------------------------------------------


@macro("block", "role_play_table()")
def role_play_table(context: Context) -> Grid[RolePlay]:
    """Every case for practice: its module, for which roles, how many minutes, in how many ways it
    may be played.
    """
    return Grid(
        context.facts[RolePlay],
        {
            "Case": "name",
            "Module": "module",
            "For": "roles",
            "Minutes": "minutes",
            "Ways": lambda play: len(play.ways),
        },
    )


@macro("block", 'role_play_card("too-expensive")', card_of=RolePlay)
def role_play_card(context: Context, id: str) -> Card:
    """One case: what the seller is told, and, folded away for the person who plays the customer,
    the ways to play it and the feedback afterwards.
    """
    play = find(context, RolePlay, id, 'role_play_card("{}")')
    return Card(
        play,
        anchor=f"role-play-{play.id}",
        tags=[
            Tag(Key(play, "module")),
            Tag(Phrase("{} minutes", play.minutes)),
            *(Tag(ItemName("roles", role)) for role in play.roles),
        ],
        parts=[
            Columns(
                Part("The seller is told", Paragraph(play.seller_is_told)),
                Part("Observers mark", Items(play.observers_mark)),
            ),
            Phrase(
                "<details><summary>Only for whoever plays the customer</summary> {} {}</details>",
                Items(play.ways, "ol"),
                Part("Say afterwards", Paragraph(play.trainer_says_afterwards)),
            ),
        ],
    )


# --- what comes back ------------------------------------------------------------------------------


@macro("block", "session_table()")
def session_table(context: Context) -> Grid[Session]:
    """Recurring training: what, how often, for whom, how long, who holds it, and why."""
    return Grid(
        context.facts[Session],
        {
            "Training": lambda session: LinkTarget(f"session-{session.id}", session.name),
            "Every": "every",
            "For": "roles",
            "Hours": "hours",
            "Held by": "trainer",
            "Because": "because",
        },
    )


@macro("block", "to_read_again_table()")
def to_read_again_table(context: Context) -> Fallback:
    """Pages that have changed so that somebody must read them again: which, who, what is otherwise,
    from which day and before which.
    """
    changed = Grid(
        context.facts[Rereading],
        {
            "Page": lambda again: PageLink(again.page),
            "Who reads it again": "roles",
            "What has changed": "because",
            "From": "from_",
            "Read before": "until",
        },
    )
    return Fallback(changed, Phrase("<p>Nothing.</p>"))


# --- whether it works -----------------------------------------------------------------------------


@macro("block", "newcomer_table()")
def newcomer_table(context: Context) -> Grid[Newcomer]:
    """Those who learned here, by a code: test, days to admission and to the first order, months
    until the norm was reached.
    """
    return Grid(
        context.facts[Newcomer],
        {
            "Newcomer": "id",
            "Role": "role",
            "Started": "started",
            "Test": "test_score",
            "Admitted after": "admitted_after",
            "First order after": "first_order_after",
            "At the norm after": _norm_after,
        },
    )


def _norm_after(newcomer: Newcomer) -> str:
    """The month that ends the first three which together reach the norm:
    ``calculations.people.time_to_productivity``.
    """
    months = time_to_productivity([(Decimal(share), Decimal(1)) for share in newcomer.months])
    worked = counted(len(newcomer.months), "month")
    return counted(months, "month") if months else f"not within {worked}"


@macro("block", "effect_table()")
def effect_table(context: Context) -> Grid[Effect]:
    """The levels on which we look whether training works: what is measured, what we want, what we
    do if not, who looks.
    """
    return Grid(
        context.facts[Effect],
        {
            "Level": lambda effect: effect.level.capitalize(),
            "What we look at": "measure",
            "What we want": "wanted",
            "What we do if not": "otherwise",
            "Who looks": "by",
        },
    )
