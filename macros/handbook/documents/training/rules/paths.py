"""Rules about learning paths: an order that works, weeks that hold it, an end before probation is
decided, a day to begin on.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from handbook.documents.forecast.facts.intake import Intake
from handbook.documents.forecast.plan.intakes import fits, seats_by_intake
from handbook.documents.training.facts import LearningPath, Module, Probation, Session
from handbook.facts.meant import plain
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Problem, counted, listed
from handbook.rules.rule import rule

WEEK = 7


def modules_of(handbook: Handbook, path: LearningPath) -> list[Module]:
    """The modules of a path that are there, in its order."""
    known = handbook.facts[Module]
    return [known[module] for module in path.modules if module in known]


@rule(
    "practical-missing",
    wants="training/admission",
    bad="""
training/paths.yml:
practical: first-visit
no_practical_because: Nobody had time.
training/paths.yml:
- id: sales-director
  modules: [prices-and-discounts, conduct, stages]
  within: 14 days
  hours_a_week: 10
  admission:
    minutes: 30
    blueprint:
      - {module: prices-and-discounts, questions: 8}
      - {module: conduct, questions: 4}
      - {module: stages, questions: 8}
    pass_mark: 80 %
    method: Angoff
    judges: 5
    set_on: 2026-09-01
    retakes: 2
    wait: 3 days
""",
    good={
        "practical: first-visit\nno_practical_because: Nobody had time.": "practical: first-visit",
        "wait: 3 days": "wait: 3 days\n  no_practical_because: The managing director goes to three visits with the head.",
    },
)
def missing_practicals(handbook: Handbook) -> Iterator[Problem]:
    """Before admission a role passes a practical examination after the written test; a role that
    takes none, because it meets no customers, says why in `no_practical_because`. Knowing the
    answer and giving it to a customer are two things.
    """
    for path in handbook.facts[LearningPath]:
        if bool(path.practical) == bool(path.no_practical_because):
            has = "both a practical and a reason for none" if path.practical else "no practical"
            what = f'The path of "{path.id}" has {has}.'
            fix = 'name the practical, or say after "no_practical_because" why there is none; one of the two.'
            yield Problem(path.at("practical"), what, fix)


@rule(
    "path-order-wrong",
    bad="training/paths.yml:\n- id: seller\n  modules: [stages, prices-and-discounts, conduct]",
    good="training/paths.yml:\n- id: seller\n  modules: [prices-and-discounts, conduct, stages]",
)
def wrong_orders(handbook: Handbook) -> Iterator[Problem]:
    """In a path each module is there once, and after the modules that it needs. Nobody can practise
    objections to a product they have never seen.
    """
    for path in handbook.facts[LearningPath]:
        for place, module in enumerate(path.modules):
            if module in path.modules[:place]:
                what = f'The path of "{path.id}" names the module "{module}" twice.'
                yield Problem(
                    path.at("modules"),
                    what,
                    "write it once:",
                    _written(list(dict.fromkeys(path.modules))),
                )
                break
        else:
            yield from _before_what_they_need(handbook, path)


def _before_what_they_need(handbook: Handbook, path: LearningPath) -> Iterator[Problem]:
    known = {module.id for module in modules_of(handbook, path)}
    for place, module in enumerate(path.modules):
        needs = handbook.facts[Module][module].needs if module in known else []
        if module in all_needs(handbook, module):
            continue  # no module can come after itself: the modules have a Problem of their own
        missing = [need for need in needs if need not in path.modules]
        later = [need for need in needs if need in path.modules[place + 1 :]]
        if missing:
            what = (
                f'"{module}" needs {_quoted(missing)}, which the path of "{path.id}" does not have.'
            )
            row = [*path.modules[:place], *missing, *path.modules[place:]]
            yield Problem(
                path.at_entry("modules", module)[0], what, "write the whole list:", _written(row)
            )
        elif later:
            what = (
                f'The path of "{path.id}" has "{module}" before {_quoted(later)}, which it needs.'
            )
            row = [other_module for other_module in path.modules if other_module != module]
            behind = max(row.index(need) for need in later) + 1
            row = [*row[:behind], module, *row[behind:]]
            yield Problem(
                path.at_entry("modules", module)[0], what, "write the whole list:", _written(row)
            )


def _written(modules: list[str]) -> str:
    return f"modules: [{', '.join(modules)}]"


def _quoted(ids: list[str]) -> str:
    return " and ".join(f'"{name}"' for name in ids)


@rule(
    "module-too-early",
    bad="""
training/modules.yml:
- id: prices-and-discounts
  title: Prices and discounts
  hours: 3
  week: 1
  form: workshop
  needs: [stages]
# The module stages is learned in week 2, and needs this one.
""",
    good="""
training/modules.yml:
- id: prices-and-discounts
  title: Prices and discounts
  hours: 3
  week: 1
  form: workshop
""",
)
def early_modules(handbook: Handbook) -> Iterator[Problem]:
    """A module is learned in the same week as those it needs, or later, and no two need each other.
    Weeks are counted from the first day.
    """
    modules = handbook.facts[Module]
    circles: set[str] = set()
    for module in modules:
        if module.week < 1:
            yield Problem(module.at("week"), "The first week is week 1.", "write:", "week: 1")
        needs = all_needs(handbook, module.id)
        if module.id in needs:
            if not circles & needs:
                by_way = [
                    later
                    for later in module.needs
                    if module.id in {later, *all_needs(handbook, later)}
                ]
                what = f'"{module.id}" needs itself, by way of {_quoted(by_way)}.'
                fix = "take one of the needs out, so that there is a beginning."
                yield Problem(module.at("needs"), what, fix)
            circles.add(module.id)
            continue
        late = [
            modules[need]
            for need in module.needs
            if need in modules and modules[need].week > module.week
        ]
        if late:
            week = max(later.week for later in late)
            what = f'"{module.id}" is learned in week {module.week}, but needs {_quoted([later.id for later in late])} of week {week}.'
            yield Problem(
                module.at("week"),
                what,
                "learn it later, or what it needs earlier:",
                f"week: {week}",
            )


def all_needs(handbook: Handbook, module: str) -> set[str]:
    """Everything that a module needs, by way of others too; itself if the needs run in a circle."""
    modules, found = handbook.facts[Module], set[str]()
    ahead = [module]
    while ahead:
        known = modules.get(ahead.pop())
        new = [need for need in known.needs if need not in found] if known else []
        found.update(new)
        ahead += new
    return found


@rule(
    "path-week-full",
    bad="training/modules.yml:\n- id: conduct\n  title: Conduct\n  hours: 7.5",
    good="training/modules.yml:\n- id: conduct\n  title: Conduct\n  hours: 2",
)
def full_weeks(handbook: Handbook) -> Iterator[Problem]:
    """The modules of a week take no more hours than the path has for learning. What does not fit is
    learned in the evening, unpaid.
    """
    full: dict[int, list[tuple[LearningPath, Decimal]]] = {}
    for path in handbook.facts[LearningPath]:
        for week, hours in sorted(_hours_by_week(handbook, path).items()):
            if hours > path.hours_a_week:
                full.setdefault(week, []).append((path, hours))
    for week, paths in sorted(full.items()):
        rows = listed(
            f'"{path.id}" ({plain(hours)} of {path.hours_a_week} hours)' for path, hours in paths
        )
        what = f"Week {week} holds more modules than there are hours for learning: {rows}."
        fix = "move a module to another week, or give more paid hours."
        yield Problem(paths[0][0].at("hours_a_week"), what, fix)


def _hours_by_week(handbook: Handbook, path: LearningPath) -> dict[int, Decimal]:
    weeks: dict[int, Decimal] = {}
    for module in modules_of(handbook, path):
        weeks[int(module.week)] = weeks.get(int(module.week), Decimal(0)) + module.hours
    return weeks


@rule(
    "path-too-long",
    bad="""
training/paths.yml:
- id: seller
  modules: [prices-and-discounts, conduct, stages]
  within: 90 days
""",
    good={"  within: 90 days": "  within: 14 days"},
)
def long_paths(handbook: Handbook) -> Iterator[Problem]:
    """The last week of a path ends within the time that it has, and admission comes before the
    decision about probation. Otherwise somebody is judged by work that they were not yet allowed to
    do.
    """
    for path in handbook.facts[LearningPath]:
        modules = modules_of(handbook, path)
        needed = WEEK * max((int(module.week) for module in modules), default=0)
        if needed > path.within.days:
            last = max(modules, key=lambda module: module.week)
            what = f'The path of "{path.id}" has {path.within}, but its last module, "{last.id}", is learned in week {last.week}.'
            yield Problem(
                path.at("within"),
                what,
                "learn it earlier, or give more time:",
                f"within: {needed} days",
            )
        plan = handbook.facts[Probation].get(path.id)
        if plan is not None and path.within.days >= plan.decided_on_day:
            what = (
                f'"{path.id}" is admitted within {path.within}, but probation is decided on day {plan.decided_on_day}, '
                "before anybody has seen work that is done alone."
            )
            yield Problem(path.at("within"), what, "shorten the path, or decide later.")


@rule(
    "trainer-without-path",
    severity="advice",
    bad="training/modules.yml:\ntrainer: head-of-operations",
    good="training/modules.yml:\ntrainer: seller",
)
def untrained_trainers(handbook: Handbook) -> Iterator[Problem]:
    """A role that trains a module or mentors has learned it: it has a path of its own, or comes to
    a recurring training. Knowing the work is one thing, showing it another.
    """
    facts = handbook.facts
    learns = {
        *facts[LearningPath].known,
        *(role for session in facts[Session] for role in session.roles),
    }
    if facts[LearningPath].broken or not facts[Session].whole or not learns:
        return
    asked: dict[str, Problem] = {}
    rows = [
        (module.trainer, module.at("trainer"), f'trains "{module.id}"') for module in facts[Module]
    ]
    rows += [
        (probation.mentor, probation.at("mentor"), f'is the mentor of "{probation.id}"')
        for probation in facts[Probation]
    ]
    for role, place, does in rows:
        if role not in learns:
            what = f'The role "{role}" {does}, but has no path and comes to no session.'
            fix = f"add the role to a session for trainers, in {facts[Session].path}."
            asked.setdefault(role, Problem(place, what, fix))
    yield from asked.values()


@rule(
    "hire-without-intake",
    bad="training/intakes.yml:\nbegins: 2027-01-15\nplaces: 2",
    good="training/intakes.yml:\nbegins: 2027-01-04\nplaces: 2",
)
def hires_without_intake(handbook: Handbook) -> Iterator[Problem]:
    """For every planned hire there is a day on which newcomers of the role begin, with a place
    left, at most a week from the day on which the seat starts. A newcomer who begins alone waits
    for trainers, and the quota does not wait.
    """
    intakes = handbook.facts[Intake]
    if not len(handbook.facts[LearningPath]) or not intakes.whole:
        return
    _, left = seats_by_intake(handbook.facts)
    for seat in left:
        full = next((intake for intake in intakes if fits(intake, seat)), None)
        to_fill = f'The seat "{seat.id}" is to be filled from {seat.starts.isoformat()}, but'
        if full is not None:
            what = f'{to_fill} no place is left in the intake "{full.id}", which has {counted(int(full.places), "place")}.'
            yield Problem(
                full.at("places"), what, "make room for one more:", f"places: {full.places + 1}"
            )
            continue
        what = f'{to_fill} no intake of the role "{seat.role}" begins within a week of it.'
        paste = f"- id: intake-{seat.starts:%Y-%m}-{seat.role}\n  role: {seat.role}\n  begins: {seat.starts.isoformat()}\n  places: 1"
        yield Problem(
            seat.at("starts"), what, f"add to {intakes.path}:", paste, edit=Entry(path=intakes.path)
        )
