"""Macros that show what is learned: modules with their objectives, the path of each role, the days on which people begin together."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from handbook.documents.company.facts.company import Role
from handbook.documents.forecast.facts.intake import Intake
from handbook.documents.forecast.of_role import of_role
from handbook.documents.forecast.plan.intakes import seats_by_intake
from handbook.documents.training.facts import LearningPath, Module, Objective, Practical
from handbook.show.html import Html, card, items, join, pairs, part, table, tag
from handbook.show.lookup import find, names, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

MODULE_KEYS = ("id", "title", "hours", "week", "form", "needs", "trainer", "protects", "critical")
OBJECTIVE_KEYS = ("id", "dimension", "text", "competency", "page", "heading")
VERBS = {"know": "Know", "do": "Do", "show": "Show", "tell": "Tell"}
# A module as it is shown: what stands in it, and the names of its trainer and of the modules it needs.
Row = tuple[Picked, str, dict[str, str]]


def titles(context: Context) -> dict[str, str]:
    """The titles of all modules by id."""
    return {one.id: one.title for one in context.handbook.facts[Module]}


def module_row(context: Context, one: Module) -> Row:
    """A module with the names it refers to."""
    known = titles(context)
    trainer = names(context, Role).get(one.trainer, one.trainer)
    return pick(one, *MODULE_KEYS), trainer, {need: known.get(need, need) for need in one.needs}


def to_module(module: str, title: object, view: View) -> Html:
    """A link to the card of a module."""
    return view.to_card("module_card", module, f"module-{module}", title)


def path_of(context: Context, role: str, call: str) -> LearningPath:
    """The learning path of a role; ``call`` is the macro that asks. Raises CannotShow."""
    found: LearningPath = of_role(context, LearningPath, role, f'{call}("{{}}")')
    return found


def _modules(context: Context, path: LearningPath) -> list[Module]:
    known = context.handbook.facts[Module]
    return [known[one] for one in path.modules if one in known]


# --- modules and objectives ------------------------------------------------------------------------


@macro("block", "module_table()", lambda rows, view: _draw_modules(rows, view))
def module_table(context: Context) -> list[Row]:
    """Every module: week, paid hours, form, who trains it, what must be learned before, and what it protects."""
    return [module_row(context, one) for one in context.handbook.facts[Module]]


def _draw_modules(rows: list[Row], view: View) -> Html:
    body = [
        (to_module(one.id, one.title, view), view.number(one.week), view.number(one.hours), one.form, trainer, _needs(needs, view), one.protects)
        for one, trainer, needs in rows
    ]  # fmt: skip
    head = ("Module", "Week", "Hours", "Form", "Trainer", "Learned before", "It protects")
    return table(head, body, numbers=[1, 2])


def _needs(needs: dict[str, str], view: View) -> Html:
    return join((to_module(need, title, view) for need, title in needs.items()), ", ") or Html("—")


@macro(
    "block", 'module_card("prices-and-discounts")', lambda shown, view: _draw_module(shown, view)
)
def module_card(context: Context, id: str) -> tuple[Row, list[tuple[Picked, str]]]:
    """One module: what it protects, hours, form, trainer, and what you know, do, show and tell after it, with the page that teaches it."""
    one: Module = find(context, Module, id, 'module_card("{}")')
    return module_row(context, one), objectives_of(context, one.id)


def objectives_of(context: Context, module: str) -> list[tuple[Picked, str]]:
    """The objectives of a module, each with the name of its competency."""
    known = names(context, "competencies")
    return [
        (pick(one, *OBJECTIVE_KEYS), known.get(one.competency, one.competency))
        for one in context.handbook.facts[Objective]
        if one.module == module
    ]


def _draw_module(shown: tuple[Row, list[tuple[Picked, str]]], view: View) -> Html:
    (one, trainer, needs), objectives = shown
    facts = pairs([
        ("Protects", one.protects), ("Paid hours", view.number(one.hours)), ("Trainer", trainer),
        ("Learned before", _needs(needs, view) if needs else ""),
    ])  # fmt: skip
    dimensions = groupby(
        sorted(objectives, key=lambda row: list(VERBS).index(row[0].dimension)),
        lambda row: row[0].dimension,
    )
    parts = [
        part(VERBS[name], items(_objective(one, who, view) for one, who in rows))
        for name, rows in dimensions
    ]
    return card(
        [
            tag(f"week {one.week}"),
            tag(one.form),
            *([tag("some questions must be right", "warn")] if one.critical else []),
        ],
        facts,
        *parts,
        anchor=f"module-{one.id}",
    )


def _objective(one: Picked, competency: str, view: View) -> Html:
    shown = view.to_card(
        "competency_card", one.competency, f"competency-{one.competency}", competency
    )
    return Html("{} <small>{} · {}</small>").format(one.text, _taught(one, view), shown)


def _taught(one: Picked, view: View) -> Html:
    """A link to the heading that teaches it, by the words that stand there."""
    page = view.handbook.pages.get(one.page)
    heading = (
        next((each.text for each in page.headings if each.id == one.heading), "") if page else ""
    )
    shown = heading or (page.title if page else one.page)
    return view.to_page(one.page, shown, one.heading) if page else Html("{}").format(shown)


@macro("block", 'objective_table("seller")', lambda rows, view: _draw_objectives(rows, view))
def objective_table(context: Context, role: str) -> list[tuple[Picked, list[tuple[Picked, str]]]]:
    """What a role knows, does, shows and tells before it may work alone, by module, with the page that teaches it."""
    path = path_of(context, role, "objective_table")
    return [
        (pick(one, "id", "title"), objectives_of(context, one.id))
        for one in _modules(context, path)
    ]


def _draw_objectives(rows: list[tuple[Picked, list[tuple[Picked, str]]]], view: View) -> Html:
    body = [
        (to_module(module.id, module.title, view), VERBS[one.dimension], one.text, competency, _taught(one, view))
        for module, objectives in rows
        for one, competency in objectives
    ]  # fmt: skip
    return table(("Module", "You", "What", "Competency", "Where it stands"), body)


# --- paths -----------------------------------------------------------------------------------------


@macro("block", "path_table()", lambda rows, view: _draw_paths(rows, view))
def path_table(context: Context) -> list[dict[str, Any]]:
    """The learning path of every role: modules, hours, days until admission, the tests, who admits, when it is tested again."""
    return [_path(context, one) for one in context.handbook.facts[LearningPath]]


def _path(context: Context, one: LearningPath) -> dict[str, Any]:
    roles, practical = (
        names(context, Role),
        context.handbook.facts[Practical].get(one.practical or ""),
    )
    return {
        "path": pick(one, "id", "within", "hours_a_week", "admission", "practical", "no_practical_because", "again_every"),
        "role": roles.get(one.id, one.id),
        "admitted_by": roles.get(one.admitted_by, one.admitted_by),
        "modules": [module_row(context, module) for module in _modules(context, one)],
        "practical": practical.name if practical else "",
    }  # fmt: skip


def _hours(row: dict[str, Any]) -> Any:
    return sum(module.hours for module, _, _ in row["modules"])


def _draw_paths(rows: list[dict[str, Any]], view: View) -> Html:
    body = [
        (
            view.to_card("learning_path", row["path"].id, f"path-{row['path'].id}", row["role"]), view.number(len(row["modules"])),
            view.number(_hours(row)), view.value(row["path"].within), _tests(row, view), row["admitted_by"], view.value(row["path"].again_every),
        )
        for row in rows
    ]  # fmt: skip
    head = ("Role", "Modules", "Hours", "Admitted within", "Tests", "Admits", "Tested again every")
    return table(head, body, numbers=[1, 2])


def _tests(row: dict[str, Any], view: View) -> Html:
    path = row["path"]
    written = f"{path.admission.drawn} questions"
    if not path.practical:
        return Html("{}. No practical: {}").format(written, path.no_practical_because or "")
    to = view.to_card(
        "practical_card", path.practical, f"practical-{path.practical}", row["practical"]
    )
    return Html("{}, then {}").format(written, to)


@macro("block", 'learning_path("seller")', lambda row, view: _draw_path(row, view))
def learning_path(context: Context, role: str) -> dict[str, Any]:
    """What a role studies before it may work alone, week by week, with paid hours, form and trainer, and how it is tested."""
    return _path(context, path_of(context, role, "learning_path"))


def _draw_path(row: dict[str, Any], view: View) -> Html:
    path = row["path"]
    weeks = groupby(sorted(row["modules"], key=lambda one: one[0].week), lambda one: one[0].week)
    body = []
    for week, modules in weeks:
        many = list(modules)
        hours = sum(one.hours for one, _, _ in many)
        body.append((f"Week {week}", _steps(many, view), view.number(hours)))
    facts = pairs([
        ("Admitted within", view.value(path.within)), ("Paid hours of learning", view.number(_hours(row))), ("Tests", _tests(row, view)),
        ("Admits", row["admitted_by"]), ("Tested again every", view.value(path.again_every)),
    ])  # fmt: skip
    return card(
        [tag(row["role"])],
        facts,
        table(("Week", "What you learn, with whom", "Hours"), body, numbers=[2]),
        anchor=f"path-{path.id}",
    )


def _steps(rows: list[Row], view: View) -> Html:
    return items(
        Html("{} <small>{} hours, {}, {}</small>").format(
            to_module(one.id, one.title, view), view.number(one.hours), one.form, trainer
        )
        for one, trainer, _ in rows
    )


# --- intakes ---------------------------------------------------------------------------------------


@macro("block", "intake_table()", lambda rows, view: _draw_intakes(rows, view))
def intake_table(context: Context) -> list[tuple[Picked, str, list[str]]]:
    """The days on which newcomers begin together: role, places, and the seats that are planned to be filled on it."""
    facts, roles = context.handbook.facts, names(context, Role)
    seats, _ = seats_by_intake(facts)
    return [
        (pick(one, "role", "begins", "places"), roles.get(one.role, one.role), [seat.id for seat in seats[one.id]])
        for one in sorted(facts[Intake], key=lambda one: one.begins)
    ]  # fmt: skip


def _draw_intakes(rows: list[tuple[Picked, str, list[str]]], view: View) -> Html:
    body = [
        (view.day(one.begins), role, view.number(one.places), ", ".join(seats) or "—") for one, role, seats in rows
    ]  # fmt: skip
    return table(("Begins", "Role", "Places", "Seats to be filled"), body, numbers=[2])
