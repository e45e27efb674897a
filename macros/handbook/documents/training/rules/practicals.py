"""Rules about practical examinations: weights that add up, more than one assessor, marks in order."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from handbook.documents.training.facts import Practical
from handbook.facts.scalars import plain
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, counted
from handbook.rules.rule import rule

HALF = Decimal("0.5")


@rule(
    "rubric-sum-wrong",
    bad="""
training/practicals.yml:
rubric:
  - {criterion: Asks before showing, competency: finding-the-need, weight: 10 %, weak: Begins with the tap., \
sound: Asks what happens today., excellent: The customer says what it costs.}
  - {criterion: Names the price in one sentence, competency: finding-the-need, weight: 20 %, weak: Explains \
it., sound: One sentence., excellent: One sentence and a question.}
  - {criterion: Asks for something, competency: finding-the-need, weight: 20 %, weak: Gives it away., sound: Asks for one thing., excellent: Gets it.}
  - {criterion: Writes it down, competency: keeping-records, weight: 30 %, weak: The day after., sound: On \
the same day., excellent: A colleague could go on.}
""",
    good="""
training/practicals.yml:
rubric:
  - {criterion: Asks before showing, competency: finding-the-need, weight: 30 %, weak: Begins with the tap., \
sound: Asks what happens today., excellent: The customer says what it costs.}
  - {criterion: Names the price in one sentence, competency: finding-the-need, weight: 20 %, weak: Explains \
it., sound: One sentence., excellent: One sentence and a question.}
  - {criterion: Asks for something, competency: finding-the-need, weight: 20 %, weak: Gives it away., sound: Asks for one thing., excellent: Gets it.}
  - {criterion: Writes it down, competency: keeping-records, weight: 30 %, weak: The day after., sound: On \
the same day., excellent: A colleague could go on.}
""",
)
def wrong_rubrics(handbook: Handbook) -> Iterator[Problem]:
    """The weights of the criteria of a practical add up to 100 %, and each counts something. Otherwise nobody can reach the pass mark by the
    share that is written.
    """
    for practical in handbook.facts[Practical]:
        total = sum((Decimal(line.weight) for line in practical.rubric), Decimal(0))
        if total != 1:
            what = f'The weights of "{practical.id}" add up to {plain(total * 100)} %.'
            side = "raise" if total < 1 else "lower"
            yield Problem(
                practical.at("rubric"),
                what,
                f"{side} them by {plain(abs(1 - total) * 100)} points in all.",
            )
        for line in practical.rubric:
            if not line.weight:
                what = f'"{line.criterion}" counts nothing.'
                yield Problem(line.at("weight"), what, "give it a weight, or delete it.")


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
    """At least two people assess a practical, apart from each other. It is passed from more than half of what can be reached, and with merit from
    more than that.
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
