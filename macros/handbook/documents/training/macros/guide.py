"""Macros for trainers and for those who ask whether training works: role plays, returning sessions, newcomers, levels of effect."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from handbook.documents.company.facts.company import Role
from handbook.documents.forecast.facts.newcomer import Newcomer
from handbook.documents.training.facts import Effect, ReadAgain, RolePlay, Session
from handbook.documents.training.macros.paths import titles, to_module
from handbook.documents.training.sums import time_to_productivity
from handbook.problems.problem import counted
from handbook.show.html import Html, card, columns, items, lead, part, table, tag
from handbook.show.lookup import find, names, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View


def _roles(context: Context, wanted: Sequence[str]) -> dict[str, str]:
    known = names(context, Role)
    return {role: known.get(role, role) for role in wanted}


# --- role plays ------------------------------------------------------------------------------------


@macro("block", "role_play_table()", lambda rows, view: _draw_plays(rows, view))
def role_play_table(context: Context) -> list[tuple[Picked, str, dict[str, str]]]:
    """Every case for practice: its module, for which roles, how many minutes, in how many ways it may be played."""
    known = titles(context)
    return [
        (pick(role_play, "id", "name", "module", "minutes", "ways"), known.get(role_play.module, role_play.module), _roles(context, role_play.roles))
        for role_play in context.handbook.facts[RolePlay]
    ]  # fmt: skip


def _draw_plays(rows: list[tuple[Picked, str, dict[str, str]]], view: View) -> Html:
    body = [
        (
            view.to_card("role_play_card", row.id, f"role-play-{row.id}", row.name), to_module(row.module, module, view),
            ", ".join(roles.values()), view.number(row.minutes), view.number(len(row.ways)),
        )
        for row, module, roles in rows
    ]  # fmt: skip
    return table(("Case", "Module", "For", "Minutes", "Ways"), body, numbers=[3, 4])


@macro("block", 'role_play_card("too-expensive")', lambda shown, view: _draw_play(shown, view))
def role_play_card(context: Context, id: str) -> tuple[RolePlay, str, dict[str, str]]:
    """One case: what the seller is told, and, folded away for whoever plays the customer, the ways to play it and what is said afterwards."""
    role_play: RolePlay = find(context, RolePlay, id, 'role_play_card("{}")')
    return (
        role_play,
        titles(context).get(role_play.module, role_play.module),
        _roles(context, role_play.roles),
    )


def _draw_play(shown: tuple[RolePlay, str, dict[str, str]], view: View) -> Html:
    role_play, module, roles = shown
    hidden = Html(
        "<details><summary>Only for whoever plays the customer</summary> {} {}</details>"
    ).format(
        items(role_play.ways, "ol"), part("Say afterwards", lead(role_play.trainer_says_afterwards))
    )
    tags = [
        tag(to_module(role_play.module, module, view)),
        tag(f"{role_play.minutes} minutes"),
        *(tag(role) for role in roles.values()),
    ]
    told = columns(
        part("The seller is told", lead(role_play.seller_is_told)),
        part("Observers mark", items(role_play.observers_mark)),
    )
    return card(tags, told, hidden, anchor=f"role-play-{role_play.id}")


# --- what comes back -------------------------------------------------------------------------------


@macro("block", "session_table()", lambda rows, view: _draw_sessions(rows, view))
def session_table(context: Context) -> list[tuple[Session, dict[str, str]]]:
    """Training that comes back: what, how often, for whom, how long, who holds it, and why."""
    return [
        (session, _roles(context, [*session.roles, session.trainer]))
        for session in context.handbook.facts[Session]
    ]


def _draw_sessions(rows: list[tuple[Session, dict[str, str]]], view: View) -> Html:
    body = [
        (
            Html('<span id="session-{}">{}</span>').format(Html(session.id), session.name), view.value(session.every),
            ", ".join(roles[role] for role in session.roles),
            view.number(session.hours), roles[session.trainer], session.because,
        )
        for session, roles in rows
    ]  # fmt: skip
    return table(("Training", "Every", "For", "Hours", "Held by", "Because"), body, numbers=[3])


@macro("block", "to_read_again_table()", lambda rows, view: _draw_again(rows, view))
def to_read_again_table(context: Context) -> list[tuple[ReadAgain, dict[str, str]]]:
    """Pages that have changed so that somebody must read them again: which, who, what is otherwise, from which day and before which."""
    return [(entry, _roles(context, entry.roles)) for entry in context.handbook.facts[ReadAgain]]


def _draw_again(rows: list[tuple[ReadAgain, dict[str, str]]], view: View) -> Html:
    if not rows:
        return Html("<p>Nothing.</p>")
    body = [
        (view.to_titled(entry.page), ", ".join(roles.values()), entry.because, view.day(entry.from_), view.day(entry.until))
        for entry, roles in rows
    ]  # fmt: skip
    return table(("Page", "Who reads it again", "What has changed", "From", "Read before"), body)


# --- whether it works ------------------------------------------------------------------------------


@macro("block", "newcomer_table()", lambda rows, view: _draw_newcomers(rows, view))
def newcomer_table(context: Context) -> list[tuple[Newcomer, str]]:
    """Those who learned here, by a code: test, days to admission and to the first order, months until the norm was reached."""
    return [
        (newcomer, _roles(context, [newcomer.role])[newcomer.role])
        for newcomer in context.handbook.facts[Newcomer]
    ]


def _draw_newcomers(rows: list[tuple[Newcomer, str]], view: View) -> Html:
    body = [
        (
            newcomer.id, role, view.day(newcomer.started), view.share(newcomer.test_score), view.value(newcomer.admitted_after),
            view.value(newcomer.first_order_after) if newcomer.first_order_after else "—", _norm_after(newcomer),
        )
        for newcomer, role in rows
    ]  # fmt: skip
    head = (
        "Newcomer",
        "Role",
        "Started",
        "Test",
        "Admitted after",
        "First order after",
        "At the norm after",
    )
    return table(head, body, numbers=[3])


def _norm_after(newcomer: Newcomer) -> str:
    """The month that ends the first three which together reach the norm: ``calculations.people.time_to_productivity``."""
    months = time_to_productivity([(Decimal(share), Decimal(1)) for share in newcomer.months])
    return (
        counted(months, "month")
        if months
        else f"not within {counted(len(newcomer.months), 'month')}"
    )


@macro("block", "effect_table()", lambda rows, view: _draw_effect(rows))
def effect_table(context: Context) -> list[tuple[Effect, str]]:
    """The levels on which we look whether training works: what is measured, what we want, what we do if not, who looks."""
    return [
        (effect, _roles(context, [effect.by])[effect.by])
        for effect in context.handbook.facts[Effect]
    ]


def _draw_effect(rows: list[tuple[Effect, str]]) -> Html:
    body = [
        (effect.level.capitalize(), effect.measure, effect.wanted, effect.otherwise, who)
        for effect, who in rows
    ]
    return table(
        ("Level", "What we look at", "What we want", "What we do if not", "Who looks"), body
    )
