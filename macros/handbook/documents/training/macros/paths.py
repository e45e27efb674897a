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
    return {module.id: module.title for module in context.handbook.facts[Module]}


def module_row(context: Context, module: Module) -> Row:
    """A module with the names it refers to."""
    known = titles(context)
    trainer = names(context, Role).get(module.trainer, module.trainer)
    return (
        pick(module, *MODULE_KEYS),
        trainer,
        {need: known.get(need, need) for need in module.needs},
    )


def to_module(module: str, title: object, view: View) -> Html:
    """A link to the card of a module."""
    return view.to_card("module_card", module, f"module-{module}", title)


def path_of(context: Context, role: str, call: str) -> LearningPath:
    """The learning path of a role; ``call`` is the macro that asks. Raises CannotShow."""
    found: LearningPath = of_role(context, LearningPath, role, f'{call}("{{}}")')
    return found


def _modules(context: Context, path: LearningPath) -> list[Module]:
    known = context.handbook.facts[Module]
    return [known[module] for module in path.modules if module in known]


# --- modules and objectives ------------------------------------------------------------------------


@macro("block", "module_table()", lambda rows, view: _draw_modules(rows, view))
def module_table(context: Context) -> list[Row]:
    """Every module: week, paid hours, form, who trains it, what must be learned before, and what it protects."""
    return [module_row(context, module) for module in context.handbook.facts[Module]]


def _draw_modules(rows: list[Row], view: View) -> Html:
    body = [
        (to_module(row.id, row.title, view), view.number(row.week), view.number(row.hours), row.form, trainer, _needs(needs, view), row.protects)
        for row, trainer, needs in rows
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
    module: Module = find(context, Module, id, 'module_card("{}")')
    return module_row(context, module), objectives_of(context, module.id)


def objectives_of(context: Context, module: str) -> list[tuple[Picked, str]]:
    """The objectives of a module, each with the name of its competency."""
    known = names(context, "competencies")
    return [
        (pick(objective, *OBJECTIVE_KEYS), known.get(objective.competency, objective.competency))
        for objective in context.handbook.facts[Objective]
        if objective.module == module
    ]


def _draw_module(shown: tuple[Row, list[tuple[Picked, str]]], view: View) -> Html:
    (module, trainer, needs), objectives = shown
    facts = pairs([
        ("Protects", module.protects), ("Paid hours", view.number(module.hours)), ("Trainer", trainer),
        ("Learned before", _needs(needs, view) if needs else ""),
    ])  # fmt: skip
    dimensions = groupby(
        sorted(objectives, key=lambda row: list(VERBS).index(row[0].dimension)),
        lambda row: row[0].dimension,
    )
    parts = [
        part(VERBS[name], items(_objective(row, who, view) for row, who in rows))
        for name, rows in dimensions
    ]
    return card(
        [
            tag(f"week {module.week}"),
            tag(module.form),
            *([tag("some questions must be right", "warn")] if module.critical else []),
        ],
        facts,
        *parts,
        anchor=f"module-{module.id}",
    )


def _objective(objective: Picked, competency: str, view: View) -> Html:
    shown = view.to_card(
        "competency_card", objective.competency, f"competency-{objective.competency}", competency
    )
    return Html("{} <small>{} · {}</small>").format(objective.text, _taught(objective, view), shown)


def _taught(objective: Picked, view: View) -> Html:
    """A link to the heading that teaches it, by the words that stand there."""
    page = view.handbook.pages.get(objective.page)
    heading = (
        next((each.text for each in page.headings if each.id == objective.heading), "")
        if page
        else ""
    )
    shown = heading or (page.title if page else objective.page)
    return (
        view.to_page(objective.page, shown, objective.heading) if page else Html("{}").format(shown)
    )


@macro("block", 'objective_table("seller")', lambda rows, view: _draw_objectives(rows, view))
def objective_table(context: Context, role: str) -> list[tuple[Picked, list[tuple[Picked, str]]]]:
    """What a role knows, does, shows and tells before it may work alone, by module, with the page that teaches it."""
    path = path_of(context, role, "objective_table")
    return [
        (pick(module, "id", "title"), objectives_of(context, module.id))
        for module in _modules(context, path)
    ]


def _draw_objectives(rows: list[tuple[Picked, list[tuple[Picked, str]]]], view: View) -> Html:
    body = [
        (to_module(module.id, module.title, view), VERBS[objective.dimension], objective.text, competency, _taught(objective, view))
        for module, objectives in rows
        for objective, competency in objectives
    ]  # fmt: skip
    return table(("Module", "You", "What", "Competency", "Where it stands"), body)


# --- paths -----------------------------------------------------------------------------------------


@macro("block", "path_table()", lambda rows, view: _draw_paths(rows, view))
def path_table(context: Context) -> list[dict[str, Any]]:
    """The learning path of every role: modules, hours, days until admission, the tests, who admits, when it is tested again."""
    return [_path(context, path) for path in context.handbook.facts[LearningPath]]


def _path(context: Context, path: LearningPath) -> dict[str, Any]:
    roles, practical = (
        names(context, Role),
        context.handbook.facts[Practical].get(path.practical or ""),
    )
    return {
        "path": pick(path, "id", "within", "hours_a_week", "admission", "practical", "no_practical_because", "again_every"),
        "role": roles.get(path.id, path.id),
        "admitted_by": roles.get(path.admitted_by, path.admitted_by),
        "modules": [module_row(context, module) for module in _modules(context, path)],
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
    weeks = groupby(
        sorted(row["modules"], key=lambda item: item[0].week), lambda item: item[0].week
    )
    body = []
    for week, modules in weeks:
        many = list(modules)
        hours = sum(item.hours for item, _, _ in many)
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
            to_module(row.id, row.title, view), view.number(row.hours), row.form, trainer
        )
        for row, trainer, _ in rows
    )


# --- intakes ---------------------------------------------------------------------------------------


@macro("block", "intake_table()", lambda rows, view: _draw_intakes(rows, view))
def intake_table(context: Context) -> list[tuple[Picked, str, list[str]]]:
    """The days on which newcomers begin together: role, places, and the seats that are planned to be filled on it."""
    facts, roles = context.handbook.facts, names(context, Role)
    seats, _ = seats_by_intake(facts)
    return [
        (pick(intake, "role", "begins", "places"), roles.get(intake.role, intake.role), [seat.id for seat in seats[intake.id]])
        for intake in sorted(facts[Intake], key=lambda intake: intake.begins)
    ]  # fmt: skip


def _draw_intakes(rows: list[tuple[Picked, str, list[str]]], view: View) -> Html:
    body = [
        (view.day(row.begins), role, view.number(row.places), ", ".join(seats) or "—") for row, role, seats in rows
    ]  # fmt: skip
    return table(("Begins", "Role", "Places", "Seats to be filled"), body, numbers=[2])
