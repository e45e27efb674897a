"""Rules that compare careers with competencies and with whom we hire."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.hiring.facts import Competency, RoleProfile
from handbook.documents.motivation.facts import Ladder
from handbook.handbook import Handbook
from handbook.problems.problem import Problem
from handbook.rules.rule import rule


@rule(
    "career-out-of-reach",
    bad="""
motivation/career.yml:
- id: seller-2
  name: Senior seller
  months_before: 18
  competencies:
    - {competency: finding-the-need, level: 4}
    - {competency: keeping-records, level: 3}
hiring/competencies.yml:
assessed: [work sample]
""",
    good={"assessed: [work sample]": "assessed: [work sample, staff assessment]"},
)
def ladders_out_of_reach(handbook: Handbook) -> Iterator[Problem]:
    """Every step can be reached: people who work here are assessed by each competency that a step
    above the first asks for.
    """
    for ladder in handbook.facts[Ladder]:
        yield from _out_of_reach(handbook, ladder)


def _out_of_reach(handbook: Handbook, ladder: Ladder) -> Iterator[Problem]:
    said: set[str] = set()
    for place, level in enumerate(ladder.levels):
        for need in level.competencies:
            known = handbook.facts[Competency].get(need.competency)
            if (
                place
                and known
                and need.competency not in said
                and "staff assessment" not in known.assessed
            ):
                said.add(need.competency)
                what = f'"{level.id}" asks for "{need.competency}", but those who work here are never assessed by it.'
                fix = f'add "staff assessment" to its "assessed" in {handbook.facts[Competency].path}, or take it out.'
                yield Problem(need.at("competency"), what, fix)


@rule(
    "hired-above-first-step",
    bad="""
hiring/role_profiles.yml:
competencies:
  - {competency: finding-the-need, level: 4}
  - {competency: keeping-records, level: 2}
motivation/career.yml:
- id: seller-1
  name: Seller
  months_before: 0
  competencies:
    - {competency: finding-the-need, level: 3}
""",
    good={"level: 4": "level: 3"},
)
def hired_above_first_step(handbook: Handbook) -> Iterator[Problem]:
    """On the day somebody is hired, no more is required than for the first step of the role's
    career. Otherwise people here are on a step that a candidate would not be hired for.
    """
    for profile in handbook.facts[RoleProfile]:
        ladder = handbook.facts[Ladder].get(profile.id)
        first = (
            {need.competency: need.level for need in ladder.levels[0].competencies}
            if ladder
            else {}
        )
        for required in profile.competencies:
            if required.level > first.get(required.competency, required.level):
                what = (
                    f'A candidate needs level {required.level} of "{required.competency}", but '
                    f"the first step of the career only {first[required.competency]}."
                )
                yield Problem(
                    required.at("level"),
                    what,
                    f"write at most level: {first[required.competency]}.",
                )
