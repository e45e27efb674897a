"""Rules about the written test before admission: what it draws, from which mark it is passed, how
often it is taken again.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from handbook.documents.training.facts import LearningPath, Module, Objective, Question
from handbook.documents.training.questions import by_module, module_of
from handbook.facts.durations import Duration
from handbook.handbook import Handbook
from handbook.problems.problem import Place, Problem, counted, listed
from handbook.rules.rule import rule

LEAST_DRAWN = 20
LEAST_JUDGES = 5
# How far above guessing, as a share of all questions; and never half or less.
ABOVE_CHANCE = Decimal("0.2")
HALF = Decimal("0.5")
LONGEST = {"month": 12, "week": 52, "day": 366}


@rule(
    "blueprint-wrong",
    bad="""
training/paths.yml:
- id: seller
  modules: [prices-and-discounts, stages]
  within: 14 days
  hours_a_week: 10
  admission:
    minutes: 30
    blueprint:
      - {module: prices-and-discounts, questions: 8}
      - {module: conduct, questions: 4}
      - {module: stages, questions: 8}
""",
    good={
        "modules: [prices-and-discounts, stages]": "modules: [prices-and-discounts, conduct, stages]"
    },
)
def wrong_blueprints(handbook: Handbook) -> Iterator[Problem]:
    """The written test asks at least twenty questions, only about modules of the path, each named
    once and with at least one question. Fewer questions measure luck, others ask what was never
    taught.
    """
    for path in handbook.facts[LearningPath]:
        seen: set[str] = set()
        for row in path.admission.blueprint:
            wrong = _row_wrong(path, row.module, int(row.questions), seen)
            seen.add(row.module)
            if wrong:
                yield Problem(
                    row.at("module"), wrong, "delete this line, or name a module of the path."
                )
        drawn = path.admission.drawn
        if drawn < LEAST_DRAWN:
            what = f'The test of "{path.id}" asks {counted(drawn, "question")}; {LEAST_DRAWN} are the least.'
            yield Problem(
                path.admission.at("blueprint"),
                what,
                f"raise the numbers until they add up to {LEAST_DRAWN}.",
            )


def _row_wrong(path: LearningPath, module: str, questions: int, seen: set[str]) -> str:
    if module in seen:
        return f'The blueprint of "{path.id}" names the module "{module}" twice.'
    if module not in path.modules:
        return f'The test of "{path.id}" asks about "{module}", which is not in its path: {listed(path.modules)}.'
    return f'The test of "{path.id}" draws no question about "{module}".' if not questions else ""


@rule(
    "pass-mark-wrong",
    bad="training/paths.yml:\n  - {module: stages, questions: 8}\npass_mark: 52 %",
    good="training/paths.yml:\n  - {module: stages, questions: 8}\npass_mark: 80 %",
)
def wrong_pass_marks(handbook: Handbook) -> Iterator[Problem]:
    """The pass mark is above half of the questions, and well above what guessing gives: a fifth of
    all questions more. At least five judges set it, on a day that is past. Questions with three
    options are guessed right one time in three.
    """
    for path in handbook.facts[LearningPath]:
        test = path.admission
        least = _least_mark(handbook, path)
        if test.pass_mark <= HALF or test.pass_mark < least:
            what = f'"{path.id}" passes from {test.pass_mark}; guessing alone comes near that.'
            mark = max(least, Decimal("0.51")).quantize(Decimal("0.01"), ROUND_CEILING)
            yield Problem(
                test.at("pass_mark"),
                what,
                "let the judges set it anew; write at least:",
                f"pass_mark: {mark * 100:.0f} %",
            )
        if test.judges < LEAST_JUDGES:
            what = f'The pass mark of "{path.id}" was set by {counted(int(test.judges), "judge")}; five are the least.'
            yield Problem(
                test.at("judges"),
                what,
                "ask more who know the work, then write:",
                f"judges: {LEAST_JUDGES}",
            )
        if test.set_on > handbook.today:
            what = f'The pass mark of "{path.id}" was set on {test.set_on.isoformat()}, which is still to come.'
            yield Problem(
                test.at("set_on"),
                what,
                "write the day on which the judges set it:",
                f"set_on: {handbook.today.isoformat()}",
            )


def _least_mark(handbook: Handbook, path: LearningPath) -> Decimal:
    """What guessing gives on the questions that are easiest to guess, and a fifth of all questions
    more.
    """
    many = [
        len(question.options)
        for rows in by_module(handbook.facts, path).values()
        for question in rows
    ]
    return Decimal(1) / min(many) + ABOVE_CHANCE if many else Decimal(0)


@rule(
    "again-too-rare",
    bad="training/paths.yml:\nagain_every: 24 months",
    good="training/paths.yml:\nagain_every: 12 months",
)
def rare_renewals(handbook: Handbook) -> Iterator[Problem]:
    """Admission is tested again at least once in twelve months. Prices, products and the law
    change, and customers hear last year's answers this year.
    """
    for path in handbook.facts[LearningPath]:
        if _is_too_long(path.again_every):
            what = f'"{path.id}" is tested again every {path.again_every}; twelve months are the longest.'
            yield Problem(path.at("again_every"), what, "write at most again_every: 12 months.")


def _is_too_long(every: Duration) -> bool:
    return every.amount > LONGEST.get(every.unit, every.amount)


@rule(
    "questions-too-few",
    wants="training/tests",
    bad="training/paths.yml:\n- id: seller",
    good="""
training/paths.yml:
- id: seller
training/questions/rival.yml:
objective: says-no
stem: They ask what is bad about the other supplier.
options:
  - {text: You say what you heard}
  - {text: You laugh}
  - {text: You speak of us, right: yes}
why: No rival is run down.
page: learning.md
heading: what-is-right
checked_on: 2026-11-02
read: a660f7f7
""",
)
def few_questions(handbook: Handbook) -> Iterator[Problem]:
    """Each module has at least as many questions for practice as a test draws. Otherwise people who
    practise have not seen what is asked.
    """
    facts = handbook.facts
    if not (facts[Question].whole and facts[Objective].whole) or not len(facts[Question]):
        return
    there: dict[str, int] = {}
    for question in facts[Question]:
        module = module_of(facts, question)
        if module is not None:
            there[module.id] = there.get(module.id, 0) + 1
    for name, (drawn, role) in _most_drawn(handbook).items():
        if name in facts[Module] and there.get(name, 0) < drawn:
            many = there.get(name, 0)
            what = f'The test of "{role}" draws {counted(drawn, "question")} about "{name}", and there {"is" if many == 1 else "are"} {many or "none"}.'
            fix = f"write {drawn - many} more below {facts[Question].path}, or draw fewer."
            yield Problem(facts[Module][name].at(), what, fix)


def _most_drawn(handbook: Handbook) -> dict[str, tuple[int, str]]:
    """Module → how many questions the test that asks most about it draws, and the role of that
    test.
    """
    found: dict[str, tuple[int, str]] = {}
    for path in handbook.facts[LearningPath]:
        for row in path.admission.blueprint:
            if int(row.questions) > found.get(row.module, (0, ""))[0]:
                found[row.module] = int(row.questions), path.id
    return found


@rule(
    "critical-question-missing",
    wants="training/admission",
    bad="""
training/modules.yml:
- id: conduct
  title: Conduct
  hours: 2
  week: 1
  form: by oneself
  trainer: sales-director
  protects: People, from pressure.
  critical: yes
training/questions/made-up-date.yml:
objective: says-no
stem: Only an invented date would bring the order this week. What do you do?
options:
  - {text: "Name it, they will forget"}
  - {text: Leave it out, right: yes}
  - {text: Let a colleague name it}
why: No date is made up.
page: learning.md
heading: what-is-right
checked_on: 2026-11-02
read: a660f7f7
""",
    good={"read: a660f7f7": "read: a660f7f7\ncritical: yes"},
)
def missing_critical_questions(handbook: Handbook) -> Iterator[Problem]:
    """Where a mistake hurts people or breaks the law, the module says `critical: yes`, and at least
    one of its questions must be answered right, whatever the rest. Fifteen right answers about
    prices do not make up for one call that was forbidden.
    """
    facts = handbook.facts
    modules = list(facts[Module])
    tables = (facts[Question], facts[Objective], facts[Module])
    if not modules or not all(table.whole for table in tables):
        return
    marked = [module for module in modules if module.critical]
    if not marked:
        what = "No module says that a mistake in it hurts people or breaks the law."
        yield Problem(
            Place(facts[Module].path),
            what,
            "add to the module about conduct and law critical: yes.",
        )
    asked = {
        module.id
        for question in facts[Question]
        if question.critical and (module := module_of(facts, question))
    }
    for module in marked if len(facts[Question]) else []:
        if module.id not in asked:
            what = f'The module "{module.id}" is critical, but none of its questions is.'
            yield Problem(
                module.at("critical"),
                what,
                "add to the question that nobody may get wrong critical: yes.",
            )
