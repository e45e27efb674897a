"""What the macros of pay and roles ask for: a role, its plans, its names; and how its lines are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from handbook.documents.company.facts.company import Role
from handbook.documents.forecast.of_role import said_of_role
from handbook.documents.motivation.facts import PayPlan
from handbook.documents.motivation.in_force import pay_plans_from
from handbook.documents.motivation.sums import PayLine
from handbook.facts.kinds import kind_of
from handbook.problems.problem import listed
from handbook.show.html import Html, tag
from handbook.show.lookup import UNKNOWN, Unreadable, find
from handbook.show.macro import Context, MacroError
from handbook.show.view import View

Names = Mapping[str, str]


def role_name(context: Context, role: str, call: str) -> str:
    """The name of a role. Raises :class:`MacroError` where there is none."""
    return str(find(context, Role, role, call).name)


def plans_of(context: Context, role: str, call: str) -> list[PayPlan]:
    """The pay plan in force and those to come, the earliest first. Raises :class:`MacroError` where there is none."""
    role_name(context, role, call)
    facts = context.handbook.facts
    plans = pay_plans_from(facts, role, context.handbook.today)
    if plans:
        return plans
    if not facts[PayPlan].whole or not len(facts[PayPlan]):
        raise Unreadable(kind_of(PayPlan).where)
    raise said_of_role(context, role, no_plan(context, role))


def no_plan(context: Context, role: str) -> MacroError:
    """That a role has no pay plan that holds today or later, and which roles have one."""
    plans = context.handbook.facts[PayPlan]
    paid = dict.fromkeys(plan.role for plan in plans)
    what = f'This line asks for the pay plan of "{role}". It has none in {plans.path} that holds today or later.'
    fix = f"add one there, or take the line out. Plans are there for: {listed(paid, 40)}."
    return MacroError(UNKNOWN, what, fix)


def known(context: Context, table: str, ids: list[str]) -> dict[str, str]:
    """The names of some items; the id where one could not be read. The table may be of a document that is above."""
    items = context.handbook.facts.table(table)
    return {id: items[id].label if id in items else id for id in ids}


def since(plan: PayPlan, view: View) -> Html:
    """From when until when a plan holds, as a label."""
    if plan.from_ > view.handbook.today:
        return tag(f"from {view.day(plan.from_)}", "warn")
    if plan.until is not None:
        return tag(f"in force until {view.day(plan.until - timedelta(days=1))}", "good")
    return tag("in force", "good")


def later(shown: list[tuple[PayPlan, Html]], view: View) -> Html:
    """What belongs to the plan in force, and below it, folded up, what belongs to those to come."""
    parts = []
    for place, (plan, drawn) in enumerate(shown):
        if place == 0:
            parts.append(
                drawn
                if len(shown) == 1 and plan.from_ <= view.handbook.today
                else _headed(plan, drawn, view)
            )
        else:
            summary = f"From {view.day(plan.from_)} on"
            parts.append(Html("<details><summary>{}</summary> {}</details>").format(summary, drawn))
    return Html(" ").join(parts)


def _headed(plan: PayPlan, drawn: Html, view: View) -> Html:
    return Html("<p>{}</p> {}").format(since(plan, view), drawn)


def line_name(line: PayLine, measures: Names) -> str:
    """A line of a payslip as people call it here."""
    words = {"base": "Fixed pay", "clawback": "Taken back", "ahead": "Paid ahead", "draw": "Guarantee", "recovery": "Guarantee paid back"}  # fmt: skip
    kinds = {"variable": "Variable", "accelerator": "Accelerator"}
    return words.get(line.kind) or f"{kinds[line.kind]}: {measures.get(line.measure, line.measure)}"


def to_measure(measure: str, shown: str, view: View) -> Html:
    """The name of a measure, linked to the table of measures."""
    return view.to_card("measure_table", "", f"measure-{measure}", shown)


def to_place(macro_name: str, role: str, shown: object, view: View) -> Html:
    """A link to the page, and there to the heading of the role, that shows a macro for it; only the words where none does."""
    page = view.handbook.shown_on.get((macro_name, role))
    if page is None:
        return Html("{}").format(shown)
    return view.to_page(page.src, shown, role if role in page.ids else "")
