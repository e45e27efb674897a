"""Macros that show what is learned: modules with their objectives, the path of each role, the days
on which people begin together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from handbook.documents.forecast.facts.intake import Intake
from handbook.documents.forecast.plan.intakes import seats_by_intake
from handbook.documents.motivation.role_facts import fact_of_role
from handbook.documents.training.facts import LearningPath, Module, Objective
from handbook.facts.facts import Facts
from handbook.facts.scalars import Ratio
from handbook.show import html
from handbook.show.amounts import total
from handbook.show.blocks import Card, Grid, Items, Lines, Pairs, Part
from handbook.show.content import (
    CallLink,
    ComputedContent,
    Content,
    ItemName,
    JoinedContent,
    Key,
    Node,
    Phrase,
    Tag,
)
from handbook.show.html import Html
from handbook.show.lookup import find
from handbook.show.macro import Context, macro
from handbook.show.view import View

VERBS = {"know": "Know", "do": "Do", "show": "Show", "tell": "Tell"}


def path_of(context: Context, role: str, call: str) -> LearningPath:
    """The learning path of a role; ``call`` is the macro that asks. Raises :class:`MacroError`."""
    return fact_of_role(context, LearningPath, role, f'{call}("{{}}")')


def to_path(path: LearningPath) -> CallLink:
    """The name of a role, linked to its learning path."""
    role = ItemName("roles", path.id, linked=False)
    return CallLink("learning_path", path.id, f"path-{path.id}", role)


def _modules(facts: Facts, path: LearningPath) -> list[Module]:
    known = facts[Module]
    return [known[module] for module in path.modules if module in known]


def _hours(modules: Iterable[Module]) -> Ratio:
    return Ratio(total(module.hours for module in modules))


# --- modules and objectives -----------------------------------------------------------------------


@macro("block", "module_table()")
def module_table(context: Context) -> Grid[Module]:
    """Every module: week, paid hours, form, who trains it, what must be learned before, and what it
    protects.
    """
    return Grid(
        context.facts[Module],
        {
            "Module": "title",
            "Week": "week",
            "Hours": "hours",
            "Form": "form",
            "Trainer": "trainer",
            "Learned before": "needs",
            "It protects": "protects",
        },
    )


@macro("block", 'module_card("prices-and-discounts")', card_of=Module)
def module_card(context: Context, id: str) -> Card:
    """One module: what it protects, hours, form, trainer, and what you know, do, show and tell
    after it, with the page that teaches it.
    """
    module = find(context, Module, id, 'module_card("{}")')
    critical = [Tag("some questions must be right", "warn")] if module.critical else []
    return Card(
        module,
        anchor=f"module-{module.id}",
        tags=[Tag(Phrase("week {}", module.week)), Tag(module.form), *critical],
        parts=[_about(module), *_dimensions(_objectives(context.facts, module))],
    )


def _about(module: Module) -> Pairs:
    return Pairs(
        {
            "Protects": module.protects,
            "Paid hours": module.hours,
            "Trainer": Key(module, "trainer"),
            "Learned before": Key(module, "needs"),
        }
    )


def _objectives(facts: Facts, module: Module) -> list[Objective]:
    return [objective for objective in facts[Objective] if objective.module == module.id]


def _dimensions(objectives: list[Objective]) -> Iterator[Part]:
    """What somebody knows, does, shows and tells, in this order."""
    for dimension, verb in VERBS.items():
        found = [objective for objective in objectives if objective.dimension == dimension]
        if found:
            yield Part(ComputedContent(found, verb), Items(map(_objective, found)))


def _objective(objective: Objective) -> Content:
    return Phrase(
        "{} <small>{} · {}</small>",
        objective.text,
        TeachingLink(objective.page, objective.heading),
        Key(objective, "competency"),
    )


@dataclass(frozen=True)
class TeachingLink(Node):
    """A link to the heading that teaches something, by its words; where it has none, by the title
    of the page.
    """

    src: str
    heading: str
    titled: bool = False  # whether the title of the page goes before the words of the heading

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield from (self.src, self.heading)

    def drawn(self, view: View) -> Html:
        page = view.handbook.pages.get(self.src)
        if page is None:
            return html.text(self.src)
        words = next((each.text for each in page.headings if each.id == self.heading), "")
        if self.titled and words not in ("", page.title):
            words = f"{page.title}: {words}"
        return view.to_page(self.src, words or page.title, self.heading)


@macro("block", 'objective_table("seller")')
def objective_table(context: Context, role: str) -> Grid[tuple[Module, Objective]]:
    """What a role knows, does, shows and tells before it may work alone, by module, with the page
    that teaches it.
    """
    facts = context.facts
    modules = _modules(facts, path_of(context, role, "objective_table"))
    return Grid(
        [(module, objective) for module in modules for objective in _objectives(facts, module)],
        {
            "Module": lambda row: Key(row[0], "title"),
            "You": lambda row: VERBS[row[1].dimension],
            "What": lambda row: row[1].text,
            "Competency": lambda row: Key(row[1], "competency"),
            "Where it stands": lambda row: TeachingLink(row[1].page, row[1].heading),
        },
    )


# --- paths ----------------------------------------------------------------------------------------


@macro("block", "path_table()")
def path_table(context: Context) -> Grid[LearningPath]:
    """The learning path of every role: modules, hours, days until admission, the tests, who admits,
    when it is tested again.
    """
    facts = context.facts
    return Grid(
        facts[LearningPath],
        {
            "Role": to_path,
            "Modules": lambda path: len(_modules(facts, path)),
            "Hours": lambda path: _hours(_modules(facts, path)),
            "Admitted within": "within",
            "Tests": _tests,
            "Admits": "admitted_by",
            "Tested again every": "again_every",
        },
    )


def _tests(path: LearningPath) -> Content:
    if path.practical:
        practical = Key(path, "practical")
        return Phrase("{} questions, then {}", path.admission.drawn, practical)
    why = Phrase("No practical: {}", path.no_practical_because)
    return Phrase("{} questions. {}", path.admission.drawn, why)


@macro("block", 'learning_path("seller")')
def learning_path(context: Context, role: str) -> Card:
    """What a role studies before it may work alone, week by week, with paid hours, form and
    trainer, and how it is tested.
    """
    path = path_of(context, role, "learning_path")
    modules = _modules(context.facts, path)
    return Card(
        path,
        anchor=f"path-{path.id}",
        tags=[Tag(ItemName("roles", path.id))],
        parts=[
            Pairs(
                {
                    "Admitted within": path.within,
                    "Paid hours of learning": _hours(modules),
                    "Tests": _tests(path),
                    "Admits": Key(path, "admitted_by"),
                    "Tested again every": path.again_every,
                }
            ),
            _weeks(modules),
        ],
    )


def _weeks(modules: list[Module]) -> Lines:
    weeks = groupby(sorted(modules, key=lambda module: module.week), lambda module: module.week)
    by_week = [(week, list(learned)) for week, learned in weeks]
    return Lines(
        ("Week", "What you learn, with whom", "Hours"),
        [
            (Phrase("Week {}", week), Items(map(_step, learned)), _hours(learned))
            for week, learned in by_week
        ],
    )


def _step(module: Module) -> Content:
    return Phrase(
        "{} <small>{} hours, {}, {}</small>",
        Key(module, "title"),
        module.hours,
        module.form,
        Key(module, "trainer"),
    )


# --- intakes --------------------------------------------------------------------------------------


@macro("block", "intake_table()")
def intake_table(context: Context) -> Grid[Intake]:
    """The days on which newcomers begin together: role, places, and the seats that are planned to
    be filled on it.
    """
    seats, _ = seats_by_intake(context.facts)

    def filled(intake: Intake) -> Content:
        return JoinedContent(seat.id for seat in seats[intake.id]) if seats[intake.id] else None

    return Grid(
        sorted(context.facts[Intake], key=lambda intake: intake.begins),
        {
            "Begins": "begins",
            "Role": "role",
            "Places": "places",
            "Seats to be filled": filled,
        },
    )
