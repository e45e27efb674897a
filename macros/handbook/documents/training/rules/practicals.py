"""Rules about practical examinations: more than one assessor, marks in order, criteria that count."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from handbook.documents.training.facts import Practical
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, counted
from handbook.rules.rule import rule

HALF = Decimal("0.5")


@rule(
    "practical-unfair",
    bad="""
training/practicals.yml:
- id: first-visit
  name: The first visit
  situation: An office of thirty with bottles in the kitchen.
  minutes: 40
  assessors: 1
training/practicals.yml:
- {criterion: Asks before showing, competency: finding-the-need, weight: 0 %, weak: Begins with the tap., \
sound: Asks what happens today., excellent: The customer says what it costs.}
training/practicals.yml:
passed_from: 50 %
merit_from: 40 %
""",
    good="""
training/practicals.yml:
- id: first-visit
  name: The first visit
  situation: An office of thirty with bottles in the kitchen.
  minutes: 40
  assessors: 2
training/practicals.yml:
- {criterion: Asks before showing, competency: finding-the-need, weight: 30 %, weak: Begins with the tap., \
sound: Asks what happens today., excellent: The customer says what it costs.}
training/practicals.yml:
passed_from: 75 %
merit_from: 90 %
""",
)
def unfair_practicals(handbook: Handbook) -> Iterator[Problem]:
    """At least two people assess a practical, apart from each other. It is passed from more than
    half of what can be reached, and with merit from more than that. Each criterion counts
    something.
    """
    for practical in handbook.facts[Practical]:
        if practical.assessors < 2:
            what = f'"{practical.id}" has {counted(int(practical.assessors), "assessor")}.'
            yield Problem(
                practical.at("assessors"),
                what,
                "one person's eye is no measure; write assessors: 2.",
            )
        if practical.passed_from <= HALF:
            what = f'"{practical.id}" is passed from {practical.passed_from}.'
            yield Problem(
                practical.at("passed_from"), what, "ask for more than half passed_from: 75 %."
            )
        if practical.merit_from <= practical.passed_from:
            what = f'"{practical.id}" is passed from {practical.passed_from}, and with merit from {practical.merit_from} already.'
            yield Problem(practical.at("merit_from"), what, "set merit above the pass mark.")
        for line in practical.rubric:
            if not line.weight:
                what = f'"{line.criterion}" counts nothing.'
                yield Problem(line.at("weight"), what, "give it a weight, or delete it.")
