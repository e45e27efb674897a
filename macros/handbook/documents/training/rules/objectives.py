"""Rules about objectives: each is taught somewhere and tested somehow. One message covers what a
whole module lacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook.documents.training.facts import LearningPath, Module, Objective, Practical, Question
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, listed
from handbook.rules.leads import leads_nowhere
from handbook.rules.rule import rule, shown_rule
from handbook.show.shown import Shown


def _by_module(objectives: Iterable[Objective]) -> dict[str, list[Objective]]:
    found: dict[str, list[Objective]] = {}
    for objective in objectives:
        found.setdefault(objective.module, []).append(objective)
    return found


@shown_rule(
    "objective-leads-nowhere",
    bad="""
training/objectives.yml:
- {id: says-no, module: conduct, dimension: tell, text: You say no to what is not right., competency: \
finding-the-need, page: learning.md, heading: what-is-rihgt}
""",
    good="""
training/objectives.yml:
- {id: says-no, module: conduct, dimension: tell, text: You say no to what is not right., competency: \
finding-the-need, page: learning.md, heading: what-is-right}
""",
)
def objectives_without_page(handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """Each objective names the page and the heading that teach it, and both are there. If it is
    tested but not written down, only people who were told can know it.
    """
    for objective in handbook.facts[Objective]:
        yield from leads_nowhere(handbook, shown, objective, objective.id)


@rule(
    "objective-untested",
    wants="training/tests",
    bad="""
training/objectives.yml:
- {id: asks-back, module: prices-and-discounts, dimension: do, text: You ask for something before you give \
something., competency: finding-the-need, page: learning.md, heading: every-offer}
- {id: knows-the-law, module: conduct, dimension: know, text: You know the law., competency: \
finding-the-need, page: learning.md, heading: what-is-right}
- {id: shows-it, module: conduct, dimension: show, text: You show it., competency: finding-the-need, page: learning.md, heading: what-is-right}
# No question and no practical tests the last two.
""",
    good="""
training/objectives.yml:
- {id: asks-back, module: prices-and-discounts, dimension: do, text: You ask for something before you give \
something., competency: finding-the-need, page: learning.md, heading: every-offer}
""",
)
def untested_objectives(handbook: Handbook) -> Iterator[Problem]:
    """Every objective is tested: by a question, or, what somebody does, shows or tells, by a line
    of the practical examination with the same competency. An objective that no question tests may
    never be reached.
    """
    facts = handbook.facts
    tables = (facts[Question], facts[Practical], facts[LearningPath])
    if not len(facts[Question]) or not all(table.whole for table in tables):
        return
    asked, shown = (
        {question.objective for question in facts[Question]},
        _shown_in_practicals(handbook),
    )
    for module, objectives in _by_module(facts[Objective]).items():
        left = [
            objective
            for objective in objectives
            if objective.id not in asked
            and (
                objective.dimension == "know"
                or objective.competency not in shown.get(module, set())
            )
        ]
        if left:
            names = listed(f'"{objective.id}"' for objective in left)
            what = f'Of the module "{module}" nothing tests {names}.'
            fix = f"write a question below {facts[Question].path} with objective: {left[0].id}."
            yield Problem(left[0].at(), what, fix)


def _shown_in_practicals(handbook: Handbook) -> dict[str, set[str]]:
    """Module → competencies that the practicals of the paths with this module look at."""
    found: dict[str, set[str]] = {}
    for path in handbook.facts[LearningPath]:
        practical = handbook.facts[Practical].get(path.practical or "")
        shown = {line.competency for line in practical.rubric} if practical else set()
        for module in path.modules:
            found.setdefault(module, set()).update(shown)
    return found


@rule(
    "module-without-objective",
    wants="training/before-admission",
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
- id: listening
  title: Listening
  hours: 1
  week: 1
  form: shadowing
  trainer: seller
  protects: The customer, from our talk.
# No objective has the module listening.
""",
    good="""
training/modules.yml:
- id: conduct
  title: Conduct
  hours: 2
  week: 1
  form: by oneself
  trainer: sales-director
  protects: People, from pressure.
  critical: yes
""",
)
def modules_without_objective(handbook: Handbook) -> Iterator[Problem]:
    """Every module says what somebody knows, does, shows or tells after it. Without that it is a
    title in a calendar.
    """
    objectives = handbook.facts[Objective]
    if not len(objectives) or not objectives.whole:
        return
    taught = {objective.module for objective in objectives}
    for module in handbook.facts[Module]:
        if module.id not in taught:
            what = f'The module "{module.id}" has no objective.'
            yield Problem(
                module.at(), what, f"add one to {objectives.path}, with module: {module.id}."
            )
