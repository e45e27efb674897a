"""What the macros of pay and roles ask for: a role, its plans, its names; and how its lines are
called.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from handbook.documents.company.facts.company import Role
from handbook.documents.motivation.facts import PayPlan
from handbook.documents.motivation.in_force import pay_plans_from
from handbook.documents.motivation.role_facts import role_error
from handbook.facts.durations import Duration
from handbook.facts.facts import Facts
from handbook.facts.kinds import kind_of
from handbook.problems.problem import listed
from handbook.show.blocks import Stack
from handbook.show.content import Content, ItemName, JoinedContent, Phrase, Tag
from handbook.show.lookup import UNKNOWN, UnreadableFactsError, find
from handbook.show.macro import Context, MacroError


def role_name(context: Context, role: str, call: str) -> str:
    """The name of a role. Raises :class:`MacroError` if there is none."""
    return str(find(context, Role, role, call).name)


def plans_of(context: Context, role: str, call: str) -> list[PayPlan]:
    """The pay plan in force and future ones, the earliest first. Raises :class:`MacroError` if
    there is none.
    """
    role_name(context, role, call)
    facts = context.handbook.facts
    plans = pay_plans_from(facts, role, context.handbook.today)
    if plans:
        return plans
    if not facts[PayPlan].whole or not len(facts[PayPlan]):
        raise UnreadableFactsError(kind_of(PayPlan).where)
    raise role_error(context, role, no_plan(context, role))


def no_plan(context: Context, role: str) -> MacroError:
    """That a role has no pay plan that holds today or later, and which roles have one."""
    plans = context.handbook.facts[PayPlan]
    paid = dict.fromkeys(plan.role for plan in plans)
    what = f'This line asks for the pay plan of "{role}". It has none in {plans.path} that holds today or later.'
    fix = f"add one there, or take the line out. Plans are there for: {listed(paid, 40)}."
    return MacroError(UNKNOWN, what, fix)


def stack_of_plans(shown: Sequence[tuple[PayPlan, Content]], today: date) -> Stack:
    """The content for the plan in force; below it, folded up, that for future plans."""
    if not shown:
        return Stack()
    (first, content), *later_ones = shown
    alone = not later_ones and first.from_ <= today
    return Stack(
        content if alone else Phrase("<p>{}</p> {}", _in_force(first, today), content),
        *(future_plan(plan, content) for plan, content in later_ones),
    )


def _in_force(plan: PayPlan, today: date) -> Tag:
    """From when until when a plan holds, as a label."""
    if plan.from_ > today:
        return Tag(JoinedContent(["from", plan.from_], " "), "warn")
    if plan.until is not None:
        return Tag(JoinedContent(["in force until", plan.until - timedelta(days=1)], " "), "good")
    return Tag("in force", "good")


def future_plan(plan: PayPlan, content: Content) -> Content:
    """The content for a future plan, folded up."""
    return Phrase("<details><summary>From {} on</summary> {}</details>", plan.from_, content)


LINES = {
    "base": "Fixed pay",
    "clawback": "Taken back",
    "ahead": "Paid ahead",
    "draw": "Guarantee",
    "recovery": "Guarantee paid back",
}


def named_line(kind: str, measure: str) -> Content:
    """A line of a payslip as people call it here."""
    return LINES.get(kind) or Phrase("{}: {}", kind.capitalize(), ItemName("measures", measure))


def how_often(duration: Duration) -> str:
    """How often something is done: ``week`` for ``1 week``."""
    return str(duration).removeprefix("1 ")


def receiver_name(who: str, facts: Facts) -> Content:
    """The name of a role, or the words for ``who-helped``."""
    return ItemName("roles", who) if who in facts[Role] else who.replace("-", " ").capitalize()
