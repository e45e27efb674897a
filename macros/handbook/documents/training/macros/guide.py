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
        (pick(one, "id", "name", "module", "minutes", "ways"), known.get(one.module, one.module), _roles(context, one.roles))
        for one in context.handbook.facts[RolePlay]
    ]  # fmt: skip


def _draw_plays(rows: list[tuple[Picked, str, dict[str, str]]], view: View) -> Html:
    body = [
        (
            view.to_card("role_play_card", one.id, f"role-play-{one.id}", one.name), to_module(one.module, module, view),
            ", ".join(roles.values()), view.number(one.minutes), view.number(len(one.ways)),
        )
        for one, module, roles in rows
    ]  # fmt: skip
    return table(("Case", "Module", "For", "Minutes", "Ways"), body, numbers=[3, 4])


@macro("block", 'role_play_card("too-expensive")', lambda shown, view: _draw_play(shown, view))
def role_play_card(context: Context, id: str) -> tuple[RolePlay, str, dict[str, str]]:
    """One case: what the seller is told, and, folded away for whoever plays the customer, the ways to play it and what is said afterwards."""
    one: RolePlay = find(context, RolePlay, id, 'role_play_card("{}")')
    return one, titles(context).get(one.module, one.module), _roles(context, one.roles)


def _draw_play(shown: tuple[RolePlay, str, dict[str, str]], view: View) -> Html:
    one, module, roles = shown
    hidden = Html(
        "<details><summary>Only for whoever plays the customer</summary> {} {}</details>"
    ).format(items(one.ways, "ol"), part("Say afterwards", lead(one.trainer_says_afterwards)))
    tags = [
        tag(to_module(one.module, module, view)),
        tag(f"{one.minutes} minutes"),
        *(tag(role) for role in roles.values()),
    ]
    told = columns(
        part("The seller is told", lead(one.seller_is_told)),
        part("Observers mark", items(one.observers_mark)),
    )
    return card(tags, told, hidden, anchor=f"role-play-{one.id}")


# --- what comes back -------------------------------------------------------------------------------


@macro("block", "session_table()", lambda rows, view: _draw_sessions(rows, view))
def session_table(context: Context) -> list[tuple[Session, dict[str, str]]]:
    """Training that comes back: what, how often, for whom, how long, who holds it, and why."""
    return [
        (one, _roles(context, [*one.roles, one.trainer])) for one in context.handbook.facts[Session]
    ]


def _draw_sessions(rows: list[tuple[Session, dict[str, str]]], view: View) -> Html:
    body = [
        (
            Html('<span id="session-{}">{}</span>').format(Html(one.id), one.name), view.value(one.every), ", ".join(roles[role] for role in one.roles),
            view.number(one.hours), roles[one.trainer], one.because,
        )
        for one, roles in rows
    ]  # fmt: skip
    return table(("Training", "Every", "For", "Hours", "Held by", "Because"), body, numbers=[3])


@macro("block", "to_read_again_table()", lambda rows, view: _draw_again(rows, view))
def to_read_again_table(context: Context) -> list[tuple[ReadAgain, dict[str, str]]]:
    """Pages that have changed so that somebody must read them again: which, who, what is otherwise, from which day and before which."""
    return [(one, _roles(context, one.roles)) for one in context.handbook.facts[ReadAgain]]


def _draw_again(rows: list[tuple[ReadAgain, dict[str, str]]], view: View) -> Html:
    if not rows:
        return Html("<p>Nothing.</p>")
    body = [
        (view.to_titled(one.page), ", ".join(roles.values()), one.because, view.day(one.from_), view.day(one.until))
        for one, roles in rows
    ]  # fmt: skip
    return table(("Page", "Who reads it again", "What has changed", "From", "Read before"), body)


# --- whether it works ------------------------------------------------------------------------------


@macro("block", "newcomer_table()", lambda rows, view: _draw_newcomers(rows, view))
def newcomer_table(context: Context) -> list[tuple[Newcomer, str]]:
    """Those who learned here, by a code: test, days to admission and to the first order, months until the norm was reached."""
    return [
        (one, _roles(context, [one.role])[one.role]) for one in context.handbook.facts[Newcomer]
    ]


def _draw_newcomers(rows: list[tuple[Newcomer, str]], view: View) -> Html:
    body = [
        (
            one.id, role, view.day(one.started), view.share(one.test_score), view.value(one.admitted_after),
            view.value(one.first_order_after) if one.first_order_after else "—", _norm_after(one),
        )
        for one, role in rows
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


def _norm_after(one: Newcomer) -> str:
    """The month that ends the first three which together reach the norm: ``calculations.people.time_to_productivity``."""
    months = time_to_productivity([(Decimal(share), Decimal(1)) for share in one.months])
    return counted(months, "month") if months else f"not within {counted(len(one.months), 'month')}"


@macro("block", "effect_table()", lambda rows, view: _draw_effect(rows))
def effect_table(context: Context) -> list[tuple[Effect, str]]:
    """The levels on which we look whether training works: what is measured, what we want, what we do if not, who looks."""
    return [(one, _roles(context, [one.by])[one.by]) for one in context.handbook.facts[Effect]]


def _draw_effect(rows: list[tuple[Effect, str]]) -> Html:
    body = [
        (one.level.capitalize(), one.measure, one.wanted, one.otherwise, who) for one, who in rows
    ]
    return table(
        ("Level", "What we look at", "What we want", "What we do if not", "Who looks"), body
    )
