"""Rules about two who mark the same answer: what they marked was asked, and they see the same in
it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from handbook.documents.hiring.facts import Guide, RaterPairs
from handbook.documents.hiring.selection import KAPPA_FROM, PAIRS_FROM, raters_of
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, did_you_mean, listed, nearest
from handbook.rules.rule import rule

HUNDREDTH = Decimal("0.01")


@rule(
    "rater-pairs-wrong",
    bad="hiring/rater_pairs.yml:\n- id: last-help\n  guide: talk\n  question: last-no",
    good="hiring/rater_pairs.yml:\n- id: last-help\n  guide: talk\n  question: last-help",
)
def wrong_pairs(handbook: Handbook) -> Iterator[Problem]:
    """What two assessors marked is a question of that guide, and each question is there once, with
    all its pairs in one square.
    """
    seen: dict[tuple[str, str], str] = {}
    for pairs in handbook.facts[RaterPairs]:
        guide = handbook.facts[Guide].get(pairs.guide)
        asked = [question.id for question in guide.questions] if guide else []
        if guide and pairs.question not in asked:
            what = f'"{pairs.id}" counts the question "{pairs.question}", which the guide "{pairs.guide}" does not ask.{did_you_mean(pairs.question, asked)}'
            fix = f"name one of its questions ({listed(asked, 30)}), or delete the counts of one that is asked no more:"
            yield Problem(
                pairs.at("question"),
                what,
                fix,
                f"question: {nearest(pairs.question, asked) or asked[0]}",
            )
        first = seen.setdefault((pairs.guide, pairs.question), pairs.id)
        if first != pairs.id:
            what = f'"{pairs.id}" and "{first}" count the same question, "{pairs.question}" of "{pairs.guide}".'
            yield Problem(
                pairs.at("question"), what, "add the counts of the two, and keep one of them."
            )


@rule(
    "raters-disagree",
    severity="advice",
    bad="hiring/rater_pairs.yml:\ntwo: [2, 2, 1, 0, 0]\nthree: [2, 2, 2, 1, 1]\nfour: [0, 0, 2, 1, 0]",
    good="hiring/rater_pairs.yml:\ntwo: [0, 4, 1, 0, 0]\nthree: [0, 2, 5, 1, 0]\nfour: [0, 0, 1, 2, 0]",
)
def disagreeing_raters(handbook: Handbook) -> Iterator[Problem]:
    """Once twenty answers to a question were marked by two assessors, each alone, they agree by a
    kappa of at least 0.40: that is agreement beyond what chance alone would bring. Below, the two
    see different things in the same answer, and what decides about applicants is who sits there.
    The question is at fault, not the assessors: its weak, sound and excellent answers are
    rewritten.
    """
    for pairs in handbook.facts[RaterPairs]:
        found = raters_of(pairs)
        if not found.disagree or found.agreement is None or found.agreement.kappa is None:
            continue
        kappa = found.agreement.kappa.quantize(HUNDREDTH, ROUND_FLOOR)
        what = (
            f'Two assessors gave the same level to {found.alike} of {found.many} answers to "{pairs.question}" of "{pairs.guide}": '
            f"kappa is {kappa}, below {KAPPA_FROM}."
        )
        fix = (
            f"mark a recorded talk together, write the weak, sound and excellent answers in {handbook.facts[Guide].path}{pairs.guide}.yml anew, "
            f"and delete these counts: they are of the old ones. From {PAIRS_FROM} new ones on it can be said whether it helped."
        )
        yield Problem(pairs.at("levels"), what, fix)
